//! SQLite as real libraries are: pinned npm packages, run by Node, asked every case of the table of facts.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport};
use migralint::{Options, Source};
use serde_json::{Value, json};

use super::{Detail, Outcome};

const MANIFEST: &str = include_str!("sqlite/package.json");
const LOCK: &str = include_str!("sqlite/package-lock.json");
const ASK: &str = include_str!("sqlite/ask.mjs");

/// Asks every version, prints what was learnt, and counts.
pub fn ask(detail: Detail) -> Result<Outcome, String> {
    let start = Instant::now();
    let folder = match install() {
        Ok(folder) => folder,
        Err(why) => {
            println!("SQLite skipped: {why}");
            return Ok(Outcome { skipped: vec![format!("SQLite: {why}")], ..Outcome::default() });
        }
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| {
        fs::read_to_string(root.join("tests/facts").join(name))
            .map_err(|it| format!("{name}: {it}"))
    };
    let schema = read("sqlite-schema.sql")?;
    let records: Value =
        serde_json::from_str(&read("sqlite.json")?).map_err(|it| format!("sqlite.json: {it}"))?;
    let cases = cases(&records);
    let mut outcome = Outcome::default();
    let mut differences: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages()? {
        let answers = run(&folder, &package, &schema, &cases)?;
        let version = answers["version"].as_str().unwrap_or_default().to_owned();
        let mut agreed = 0;
        let answers: &[Value] = answers["answers"].as_array().map_or(&[], Vec::as_slice);
        let asked: Vec<(&Case, &Value)> =
            cases.iter().zip(answers).filter(|it| it.1["unsupported"].is_null()).collect();
        for (case, answer) in &asked {
            let found = compare(case, answer, &schema, &version);
            agreed += usize::from(found.is_empty());
            for difference in found {
                let line = format!("{}: {difference}", case.name);
                differences.entry(line).or_default().push(version.clone());
            }
        }
        println!("SQLite {version:8} {agreed}/{}", asked.len());
        outcome.passed += agreed;
        outcome.failed += asked.len() - agreed;
    }
    if detail != Detail::Counts {
        for (difference, versions) in &differences {
            println!("[{}] {difference}", versions.join(","));
        }
    }
    println!(
        "{} agree, {} differ, in {:.0} s",
        outcome.passed,
        outcome.failed,
        start.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

struct Case {
    name: String,
    setup: Vec<String>,
    session: Vec<String>,
    sql: Vec<String>,
}

/// Each case once, whatever its versions: every library is asked all of them.
fn cases(records: &Value) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for record in records.as_array().into_iter().flatten() {
        let name = record["id"].as_str().unwrap_or_default().to_owned();
        if !cases.iter().any(|it| it.name == name) {
            let texts = |key: &str| super::cases::texts(&record[key]);
            let (setup, session, sql) = (texts("setup"), texts("session"), texts("sql"));
            cases.push(Case { name, setup, session, sql });
        }
    }
    cases
}

fn packages() -> Result<Vec<String>, String> {
    let manifest: Value = serde_json::from_str(MANIFEST).map_err(|it| it.to_string())?;
    Ok(manifest["dependencies"].as_object().into_iter().flatten().map(|it| it.0.clone()).collect())
}

/// Installs the packages once; `npm ci` refuses what does not have the lock file's checksums.
fn install() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/engines/sqlite");
    fs::create_dir_all(&folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).map_err(|it| format!("{name}: {it}"))
    };
    write("ask.mjs", ASK)?;
    let complete = folder.join("complete");
    if fs::read_to_string(&complete).is_ok_and(|it| it == LOCK) {
        return Ok(folder);
    }
    write("package.json", MANIFEST)?;
    write("package-lock.json", LOCK)?;
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&folder)
        .output()
        .map_err(|it| format!("npm: {it}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().find(|it| it.contains("error")).unwrap_or("npm failed");
        return Err(first.to_owned());
    }
    write("complete", LOCK)?;
    Ok(folder)
}

fn run(folder: &Path, package: &str, schema: &str, cases: &[Case]) -> Result<Value, String> {
    let questions: Vec<Value> = cases
        .iter()
        .map(|it| json!({ "setup": it.setup, "session": it.session, "sql": it.sql }))
        .collect();
    let mut node = Command::new("node")
        .args(["--no-warnings", "ask.mjs", package])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|it| format!("node: {it}"))?;
    let text = json!({ "schema": schema, "questions": questions }).to_string();
    if let Some(mut input) = node.stdin.take() {
        input.write_all(text.as_bytes()).map_err(|it| format!("node: {it}"))?;
    }
    let output = node.wait_with_output().map_err(|it| format!("node: {it}"))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|it| format!("{package}: {it}: {}", String::from_utf8_lossy(&output.stderr)))
}

// ---- What migralint says of it

fn compare(case: &Case, answer: &Value, schema: &str, version: &str) -> Vec<String> {
    let report = inspect(case, schema, version);
    let effects: Vec<&EffectReport> =
        report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects).collect();
    let words = |it: &EffectReport| it.why.clone().or_else(|| it.when.clone()).unwrap_or_default();
    let mut differences = Vec::new();
    if let Some(error) = answer["error"].as_str() {
        let syntax = error.contains("syntax error");
        // One of the packages puts the code before the library's own words.
        let error = error
            .split_once("result code ")
            .map_or(error, |(_, it)| it.split_once(": ").map_or(it, |(_, words)| words));
        let tells = |it: &&EffectReport| {
            let words = words(it);
            let same = words.contains(error) || (syntax && words.contains("syntax error"));
            matches!(it.kind, "refused" | "may-fail") && same
        };
        if !effects.iter().any(tells) {
            differences.push(format!("does not tell of {error:?}"));
        }
        return differences;
    }
    let refusal = effects.iter().find(|it| it.kind == "refused" && it.certainty == "certain");
    if let Some(refusal) = refusal {
        differences.push(format!("refuses: {}", words(refusal)));
    }
    if answer["integrity"] != "ok" && !effects.iter().any(|it| it.kind == "silent-change") {
        differences.push("does not tell that the file is corrupt after it".to_owned());
    }
    lost_rows(answer, &effects, &mut differences);
    columns(answer, &report, &mut differences);
    differences
}

fn lost_rows(answer: &Value, effects: &[&EffectReport], differences: &mut Vec<String>) {
    for (table, before) in answer["before"].as_object().into_iter().flatten() {
        let after = &answer["after"][table]["rows"];
        let told = |it: &&&EffectReport| {
            matches!(it.kind, "lose-data" | "breaks" | "change-rows")
                && it.relation.as_deref() == Some(table)
        };
        let fewer = after.as_u64().unwrap_or(0) < before["rows"].as_u64().unwrap_or(0);
        if fewer && !effects.iter().any(|it| told(&it)) {
            differences.push(format!("does not tell that `{table}` loses rows"));
        }
    }
}

/// The catalogue's tables and columns beside the library's own.
fn columns(answer: &Value, report: &InspectReport, differences: &mut Vec<String>) {
    let names = |it: &Value| -> Vec<String> {
        let list = it["columns"].as_array().into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let own: BTreeMap<String, Vec<String>> = answer["after"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(table, it)| (table.clone(), names(it)))
        .collect();
    for table in &report.schema.tables {
        let told: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
        match own.get(&table.name) {
            None => differences.push(format!("there is no table `{}`", table.name)),
            // The columns of CREATE TABLE … AS are not worked out.
            Some(_) if told.is_empty() => {}
            Some(columns) if *columns != told => {
                differences.push(format!("`{}` has {columns:?}, not {told:?}", table.name));
            }
            Some(_) => {}
        }
    }
    for table in own.keys() {
        if !report.schema.tables.iter().any(|it| it.name == *table) {
            differences.push(format!("does not know the table `{table}`"));
        }
    }
}

fn inspect(case: &Case, schema: &str, version: &str) -> InspectReport {
    let version = Version::parse(version).unwrap_or(Version::new(3, 0, 0));
    let text: Vec<&str> = case.session.iter().chain(&case.sql).map(String::as_str).collect();
    migralint::inspect(
        &[Source { path: "case.sql".to_owned(), text: text.join(";\n") + ";\n" }],
        &Options {
            targets: vec![Target::at(Dialect::Sqlite, version)],
            schema: Some(Source {
                path: "schema.sql".to_owned(),
                text: format!("{schema}\n{};\n", case.setup.join(";\n")),
            }),
            ..Options::default()
        },
    )
}
