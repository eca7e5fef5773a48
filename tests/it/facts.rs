//! The PostgreSQL engine against what the servers did: `tests/facts/postgres.json`, every case on every version in it.
//!
//! `cargo test facts -- --nocapture` prints how many agree, by family and version.

use std::collections::{BTreeMap, BTreeSet};

use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport};
use migralint::{Options, Source, inspect};
use serde_json::Value;

/// Cases of which the measurement could not see all, or saw another object under the same name: what is told may be more.
const SEEN_IN_PART: [(&str, &str); 3] = [
    (
        "partition/reindex_concurrently_partitioned",
        "locks outside of a transaction come from sampling",
    ),
    (
        "other/enum_add_value_as_default_same_tx",
        "locks outside of a transaction come from sampling",
    ),
    ("constraint/pk_swap", "the index `lone_pkey` after it is another one, renamed"),
];

/// Tables that the fixture leaves empty: a scan of them reads nothing, so the servers counted none.
const EMPTY: [&str; 2] = ["t0", "inhcand"];

const MODES: [(&str, &str); 8] = [
    ("AccessShare", "ACCESS SHARE"),
    ("RowShare", "ROW SHARE"),
    ("RowExclusive", "ROW EXCLUSIVE"),
    ("ShareUpdateExclusive", "SHARE UPDATE EXCLUSIVE"),
    ("Share", "SHARE"),
    ("ShareRowExclusive", "SHARE ROW EXCLUSIVE"),
    ("Exclusive", "EXCLUSIVE"),
    ("AccessExclusive", "ACCESS EXCLUSIVE"),
];

#[test]
fn the_postgres_engine_agrees_with_the_servers() {
    let records = read("postgres.json");
    let fixture = text("postgres-schema.sql");
    let mut counts: BTreeMap<String, BTreeMap<u64, (usize, usize)>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for record in records.as_array().expect("a list of records") {
        let id = string(record, "id");
        let family = id.split('/').next().unwrap_or_default().to_owned();
        for version in numbers(record, "versions") {
            let differences = compare(record, &fixture, version);
            let count = counts.entry(family.clone()).or_default().entry(version).or_default();
            count.1 += 1;
            if differences.is_empty() {
                count.0 += 1;
                continue;
            }
            wrong.push(format!("{id} @{version}: {}", differences.join("; ")));
        }
    }
    print(&counts);
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}

fn print(counts: &BTreeMap<String, BTreeMap<u64, (usize, usize)>>) {
    let (mut all, mut agreed) = (0, 0);
    for (family, versions) in counts {
        let cells: Vec<String> = versions
            .iter()
            .map(|(version, (good, of))| format!("{version}: {good}/{of}"))
            .collect();
        println!("{family:13} {}", cells.join("  "));
        all += versions.values().map(|it| it.1).sum::<usize>();
        agreed += versions.values().map(|it| it.0).sum::<usize>();
    }
    println!("{agreed} of {all} agree");
}

/// What a case does, as the engine or the server tells it.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    locks: BTreeMap<String, usize>,
    rewritten: BTreeSet<String>,
    scanned: BTreeSet<String>,
    built: BTreeSet<String>,
    refused_in_transaction: bool,
}

fn compare(record: &Value, fixture: &str, version: u64) -> Vec<String> {
    let major = u16::try_from(version).expect("a major version");
    let target = Target::at(Dialect::Postgres, Version::new(major, 0, 0));
    let report = inspect(
        &[Source { path: "case.sql".to_owned(), text: migration(record) }],
        &Options {
            targets: vec![target],
            schema: Some(Source { path: "schema.sql".to_owned(), text: schema(record, fixture) }),
            ..Options::default()
        },
    );
    let effects = effects(&report);
    let mut differences = Vec::new();
    let error = record["error"].as_str();
    if let Some(error) = error {
        if !effects.iter().any(|it| tells(it, error, string(record, "sqlstate"))) {
            let told: Vec<String> =
                effects.iter().filter_map(|it| it.why.clone().or(it.when.clone())).collect();
            differences.push(format!("does not tell of {error:?} but {told:?}"));
        }
    } else {
        let surely = |it: &&&EffectReport| it.kind == "refused" && it.certainty == "certain";
        let in_transaction = |it: &&&EffectReport| {
            it.why.as_deref().is_some_and(|it| it.contains("transaction block"))
        };
        if let Some(refusal) = effects.iter().find(|it| surely(it) && !in_transaction(it)) {
            differences.push(format!("refuses: {}", refusal.why.as_deref().unwrap_or_default()));
        }
    }
    let (mut told, mut done) = (told(&report, &effects, record), done(record));
    if error.is_some() {
        // A statement that failed has kept nothing, and was measured for nothing.
        told =
            Outcome { refused_in_transaction: told.refused_in_transaction, ..Outcome::default() };
        done =
            Outcome { refused_in_transaction: done.refused_in_transaction, ..Outcome::default() };
    }
    if SEEN_IN_PART.iter().any(|it| it.0 == string(record, "id")) {
        // The index that was seen to be dropped is the one that the new index has replaced under its name.
        done.locks.retain(|relation, mode| {
            !relation.ends_with("_idx") && told.locks.get(relation).is_none_or(|it| it < mode)
        });
        told.locks.clear();
        done.built.clear();
        told.built.clear();
    }
    differ(&mut differences, "locks", &named(&told.locks), &named(&done.locks));
    differ(&mut differences, "rewritten", &told.rewritten, &done.rewritten);
    differ(&mut differences, "scanned", &told.scanned, &done.scanned);
    differ(&mut differences, "built", &told.built, &done.built);
    differ(
        &mut differences,
        "refused in a transaction",
        &told.refused_in_transaction,
        &done.refused_in_transaction,
    );
    differences
}

fn differ<T: PartialEq + std::fmt::Debug>(into: &mut Vec<String>, what: &str, told: &T, done: &T) {
    if told != done {
        into.push(format!("{what}: told {told:?}, was {done:?}"));
    }
}

fn named(locks: &BTreeMap<String, usize>) -> BTreeMap<&str, &'static str> {
    locks.iter().map(|(relation, &mode)| (relation.as_str(), MODES[mode].1)).collect()
}

/// Whether an effect names the error: the server's words for what the schema forbids, the condition for what data may.
fn tells(effect: &EffectReport, error: &str, state: &str) -> bool {
    let words = effect.why.as_deref().or(effect.when.as_deref()).unwrap_or_default();
    match (effect.kind, state) {
        ("may-fail", "22001" | "22003" | "22P02") => words.contains("does not fit"),
        ("refused", "42601") => {
            words.contains("is understood since")
                || words.contains(error)
                || words.contains("no such")
        }
        ("refused", "2BP01") => {
            // What depends on it is told after the server's own words.
            words.starts_with(error)
                || words.contains("other objects depend on it")
                    && error.contains("other objects depend on it")
        }
        ("refused" | "may-fail", _) => words.contains(error),
        _ => false,
    }
}

// ---- The engine's answer

fn migration(record: &Value) -> String {
    let mut statements: Vec<String> = strings(record, "session");
    statements.push("BEGIN".to_owned());
    statements.extend(strings(record, "sql"));
    statements.push("COMMIT".to_owned());
    statements.join(";\n") + ";\n"
}

fn schema(record: &Value, fixture: &str) -> String {
    let setup = strings(record, "setup");
    format!("{fixture}\n{}{}", setup.join(";\n"), if setup.is_empty() { "" } else { ";\n" })
}

fn effects(report: &InspectReport) -> Vec<&EffectReport> {
    report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects).collect()
}

fn told(report: &InspectReport, effects: &[&EffectReport], record: &Value) -> Outcome {
    let mut outcome = Outcome::default();
    let made = made(report);
    let truncated = strings_at(record, "new_empty_file");
    for effect in effects {
        let relation = effect.relation.clone().unwrap_or_default();
        let empty = EMPTY.contains(&relation.as_str()) || truncated.contains(&relation);
        if effect.certainty == "possible" {
            continue;
        }
        match effect.kind {
            "lock" => {
                let mode = effect.mode.expect("a lock has a mode");
                let strength = MODES.iter().position(|it| it.1 == mode).expect("a known mode");
                let known = outcome.locks.entry(relation).or_default();
                *known = strength.max(*known);
            }
            "rewrite" if !empty => {
                outcome.rewritten.insert(relation);
            }
            "scan" if !empty => {
                outcome.scanned.insert(relation);
            }
            "build-index" => {
                let index = effect.index.clone().unwrap_or_default();
                if !made.contains(&index) {
                    outcome.built.insert(index);
                }
            }
            _ => {}
        }
    }
    outcome.refused_in_transaction = effects.iter().any(|it| {
        it.kind == "refused"
            && it.why.as_deref().is_some_and(|it| it.ends_with("inside a transaction block"))
    });
    outcome
}

/// Indexes that the case makes: the servers counted only those that were there before.
fn made(report: &InspectReport) -> BTreeSet<String> {
    let steps = report.migrations.iter().flat_map(|it| &it.steps);
    steps
        .flat_map(|it| &it.effects)
        .filter(|it| it.kind == "build-index")
        .filter_map(|it| it.index.clone())
        .filter(|it| !it.is_empty())
        .filter(|it| !known_before(report, it))
        .collect()
}

/// Whether a lock on the index itself shows that it was there: a new one is locked by nobody.
fn known_before(report: &InspectReport, index: &str) -> bool {
    let steps = report.migrations.iter().flat_map(|it| &it.steps);
    steps
        .flat_map(|it| &it.effects)
        .any(|it| it.kind == "lock" && it.relation.as_deref() == Some(index))
}

// ---- The server's

fn done(record: &Value) -> Outcome {
    let mut outcome = Outcome::default();
    for (relation, modes) in record["locks"].as_object().into_iter().flatten() {
        if relation.starts_with("new:")
            || relation.ends_with("_ccold")
            || relation.ends_with("_ccnew")
        {
            continue;
        }
        let modes = modes.as_array().into_iter().flatten().filter_map(Value::as_str);
        let strongest = modes
            .map(|it| it.trim_end_matches("(wait)"))
            .filter_map(|mode| MODES.iter().position(|it| it.0 == mode))
            .max();
        if let Some(strongest) = strongest {
            outcome.locks.insert(relation.clone(), strongest);
        }
    }
    outcome.rewritten = strings_at(record, "rewritten").into_iter().collect();
    outcome.scanned = strings_at(record, "scanned").into_iter().collect();
    outcome.built = strings_at(record, "indexes_rebuilt").into_iter().collect();
    outcome.refused_in_transaction = record["in_tx_ok"] == Value::Bool(false);
    outcome
}

// ---- Reading

fn text(name: &str) -> String {
    std::fs::read_to_string(format!("tests/facts/{name}")).expect("the file of facts")
}

fn read(name: &str) -> Value {
    serde_json::from_str(&text(name)).expect("facts in JSON")
}

fn string<'a>(record: &'a Value, key: &str) -> &'a str {
    record[key].as_str().unwrap_or_default()
}

fn numbers(record: &Value, key: &str) -> Vec<u64> {
    record[key].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// A string, a list of them, or nothing.
fn strings(record: &Value, key: &str) -> Vec<String> {
    match &record[key] {
        Value::String(one) => vec![one.clone()],
        _ => strings_at(record, key),
    }
}

fn strings_at(record: &Value, key: &str) -> Vec<String> {
    let list = record[key].as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}
