//! The engine of SQLite against what its versions did: `tests/facts/sqlite.json`, every case on every version in it.
//!
//! `cargo test facts -- --nocapture` prints how many agree, by family and version.

use std::collections::BTreeMap;

use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport};
use migralint::{Options, Source, inspect};
use serde_json::Value;

/// Cases that read every row although so few rows, or so fast, that the clock did not show it (`behaviours.json`, "VM
/// steps of DDL at 10 and 20000 rows").
const TOO_FAST: [&str; 4] = [
    "add_column/check",
    "add_column/check_default_ok",
    "drop_column/column_check",
    "drop_column/fk_child",
];

/// Tables too small for a changed page to show that they were written anew.
const SMALL: [&str; 2] = ["k", "ch"];

#[test]
fn the_sqlite_engine_agrees_with_the_library() {
    let text = |name: &str| std::fs::read_to_string(format!("tests/facts/{name}")).unwrap();
    let fixture = text("sqlite-schema.sql");
    let records: Value = serde_json::from_str(&text("sqlite.json")).unwrap();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for record in records.as_array().unwrap() {
        if record["unsupported_fixture"].is_string() {
            continue;
        }
        for version in strings(record, "versions") {
            let differences = differences(record, &fixture, &version);
            let count = counts.entry(version.clone()).or_default();
            count.1 += 1;
            if differences.is_empty() {
                count.0 += 1;
            } else {
                let id = string(record, "id");
                wrong.push(format!("{id} @{version}: {}", differences.join("; ")));
            }
        }
    }
    let (mut all, mut agreed) = (0, 0);
    for (version, (good, of)) in &counts {
        println!("sqlite {version:8} {good}/{of}");
        all += of;
        agreed += good;
    }
    println!("sqlite: {agreed} of {all} agree");
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}

fn differences(record: &Value, fixture: &str, version: &str) -> Vec<String> {
    let report = run(record, fixture, version);
    let effects: Vec<&EffectReport> =
        report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects).collect();
    let mut differences = Vec::new();
    let told = |it: &&EffectReport| it.why.clone().or(it.when.clone());
    if let Some(error) = record["error"].as_str() {
        // Which word the parser stumbles over is its own affair.
        let syntax = error.ends_with("syntax error");
        let tells = |it: &&&EffectReport| {
            let words = it.why.as_deref().or(it.when.as_deref()).unwrap_or_default();
            let found = words.contains(error) || (syntax && words.contains("syntax error"));
            matches!(it.kind, "refused" | "may-fail") && found
        };
        if !effects.iter().any(|it| tells(&it)) {
            let words: Vec<String> = effects.iter().filter_map(told).collect();
            differences.push(format!("does not tell of {error:?} but {words:?}"));
        }
        return differences;
    }
    if let Some(refusal) =
        effects.iter().find(|it| it.kind == "refused" && it.certainty == "certain")
    {
        differences.push(format!("refuses: {}", told(refusal).unwrap_or_default()));
    }
    compare_rows(record, &effects, &mut differences);
    let sql = strings(record, "sql");
    // Of several statements only the last state was measured.
    if 1 < sql.len() {
        return differences;
    }
    let own = |it: &&&EffectReport| !SMALL.contains(&it.relation.as_deref().unwrap_or_default());
    let rewrites = effects.iter().filter(own).any(|it| it.kind == "rewrite")
        || effects
            .iter()
            .any(|it| it.kind == "change-rows" && sql[0].starts_with("UPDATE t SET a=0"));
    let builds = effects.iter().any(|it| it.kind == "build-index");
    let done = string(record, "effect");
    let creates = sql[0].starts_with("CREATE TABLE");
    if !creates && rewrites != (done == "rewrites table") {
        differences.push(format!("rewrite: told {rewrites}, was {done}"));
    }
    if builds != (done == "writes index") {
        differences.push(format!("index: told {builds}, was {done}"));
    }
    let reads = effects.iter().any(|it| matches!(it.kind, "scan" | "rewrite" | "build-index"));
    let touches = record["touches_all_rows"].as_bool();
    let whole = sql[0] == "ANALYZE";
    if touches.is_some_and(|it| it != reads) && !TOO_FAST.contains(&string(record, "id")) && !whole
    {
        differences.push(format!("reads every row: told {reads}, was {touches:?}"));
    }
    if record["integrity"].is_string() && !effects.iter().any(|it| it.kind == "silent-change") {
        differences.push("does not tell that the file is corrupt after it".to_owned());
    }
    differences
}

/// Rows that went, in the table itself and by the foreign keys of others.
fn compare_rows(record: &Value, effects: &[&EffectReport], differences: &mut Vec<String>) {
    let setup = strings(record, "setup").join(";");
    for (name, what) in record["rows"].as_object().into_iter().flatten() {
        let what = what.as_str().unwrap_or_default();
        let (table, column) = match name.split_once('.') {
            Some((table, column)) => (table, Some(column)),
            None => (name.as_str(), None),
        };
        let lost = |it: &&EffectReport| {
            it.kind == "lose-data"
                && it.relation.as_deref() == Some(table)
                && (column.is_none() || it.column.as_deref() == column)
        };
        let renamed =
            |it: &&EffectReport| it.kind == "breaks" && it.relation.as_deref() == Some(table);
        let by_hand = setup.contains(&format!("DROP TABLE {table}")) || what.starts_with("30000->");
        if !by_hand && !effects.iter().any(|it| lost(it) || renamed(it)) {
            differences.push(format!("rows of {name}: {what}"));
        }
    }
}

fn run(record: &Value, fixture: &str, version: &str) -> InspectReport {
    let target = Target::at(Dialect::Sqlite, Version::parse(version).unwrap());
    let mut statements = strings(record, "session");
    statements.extend(strings(record, "sql"));
    let setup = strings(record, "setup").join(";\n");
    inspect(
        &[Source { path: "case.sql".to_owned(), text: statements.join(";\n") + ";\n" }],
        &Options {
            targets: vec![target],
            schema: Some(Source {
                path: "schema.sql".to_owned(),
                text: format!("{fixture}\n{setup};\n"),
            }),
            ..Options::default()
        },
    )
}

fn string<'a>(record: &'a Value, key: &str) -> &'a str {
    record[key].as_str().unwrap_or_default()
}

/// A string, a list of them, or nothing.
fn strings(record: &Value, key: &str) -> Vec<String> {
    match &record[key] {
        Value::String(one) => vec![one.clone()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
