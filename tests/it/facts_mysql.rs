//! The engine of MySQL and MariaDB against what the servers did: `tests/facts/mysql.json` and `mariadb.json`, every case
//! on every version in it, with each ALGORITHM and LOCK that was tried.
//!
//! `cargo test facts -- --nocapture` prints how many agree, by dialect, family and version.

use std::collections::BTreeMap;

use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport};
use migralint::{Options, Source, inspect};
use serde_json::Value;

#[test]
fn the_mysql_engine_agrees_with_the_servers() {
    agrees(Dialect::Mysql);
}

#[test]
fn the_mariadb_engine_agrees_with_the_servers() {
    agrees(Dialect::Mariadb);
}

/// The table of `tests/effects/innodb.md`: given, statement, and what MySQL and MariaDB say of it.
#[test]
fn what_the_servers_refuse_is_refused() {
    let text = |name: &str| std::fs::read_to_string(format!("tests/effects/{name}")).unwrap();
    let (table, schema) = (text("innodb.md"), text("innodb-schema.sql"));
    let mut wrong = Vec::new();
    let mut asked = 0;
    for row in table.lines().filter(|it| it.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [given, sql, mysql, mariadb] = cells[..] else { panic!("{row}") };
        for (target, said) in [("mysql@9.7.4", mysql), ("mariadb@10.11.19", mariadb)] {
            if said == "-" {
                continue;
            }
            asked += 1;
            let target = Target::parse(target).unwrap();
            let source = |text: String| Source { path: "a.sql".to_owned(), text };
            let report = inspect(
                &[source(format!("{sql};"))],
                &Options {
                    targets: vec![target],
                    schema: Some(source(format!("{schema}{given};"))),
                    ..Options::default()
                },
            );
            let steps = report.migrations.iter().flat_map(|it| &it.steps);
            let effects: Vec<&EffectReport> = steps.flat_map(|it| &it.effects).collect();
            let tells = |it: &&&EffectReport| {
                let why = it.why.as_deref().or(it.when.as_deref()).unwrap_or_default();
                matches!(it.kind, "refused" | "may-fail") && why.contains(&format!("{said}:"))
            };
            let refuses = |it: &&&EffectReport| it.kind == "refused" && it.certainty == "certain";
            let right = match said {
                "ok" => !effects.iter().any(|it| refuses(&it)),
                _ => effects.iter().any(|it| tells(&it)),
            };
            if !right {
                let ours: Vec<_> = effects.iter().filter_map(|it| it.why.as_deref()).collect();
                wrong.push(format!("{target}: {given} {sql}: {said}, not {ours:?}"));
            }
        }
    }
    println!("{asked} answers of servers agree");
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}

type Counts = BTreeMap<String, BTreeMap<String, (usize, usize)>>;

fn agrees(dialect: Dialect) {
    let text = |name: String| std::fs::read_to_string(format!("tests/facts/{name}")).unwrap();
    let fixture = text(format!("{dialect}-schema.sql"));
    let records: Value = serde_json::from_str(&text(format!("{dialect}.json"))).unwrap();
    let mut counts = Counts::new();
    let mut wrong = Vec::new();
    for record in records.as_array().unwrap() {
        let case = Case { record, fixture: &fixture, dialect };
        // The record holds only the beginning of these statements.
        if case.sql().contains('…') {
            continue;
        }
        for version in strings(record, "versions") {
            let differences = case.differences(&version);
            let family = string(record, "id").split('/').next().unwrap().to_owned();
            let count = counts.entry(family).or_default().entry(version.clone()).or_default();
            count.1 += 1;
            if differences.is_empty() {
                count.0 += 1;
            } else {
                let id = string(record, "id");
                wrong.push(format!("{id} @{version}: {}", differences.join("; ")));
            }
        }
    }
    print(dialect, &counts);
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
}

fn print(dialect: Dialect, counts: &Counts) {
    let (mut all, mut agreed) = (0, 0);
    for (family, versions) in counts {
        let cells: Vec<String> = versions
            .iter()
            .map(|(version, (good, of))| format!("{version}: {good}/{of}"))
            .collect();
        println!("{dialect:8} {family:12} {}", cells.join("  "));
        all += versions.values().map(|it| it.1).sum::<usize>();
        agreed += versions.values().map(|it| it.0).sum::<usize>();
    }
    println!("{dialect}: {agreed} of {all} agree");
}

struct Case<'a> {
    record: &'a Value,
    fixture: &'a str,
    dialect: Dialect,
}

impl Case<'_> {
    fn sql(&self) -> String {
        strings(self.record, "sql").join(";\n")
    }

    fn differences(&self, version: &str) -> Vec<String> {
        let record = self.record;
        let mut differences = Vec::new();
        let report = self.run(version, "");
        let effects = effects(&report);
        if let Some(error) = record["error"].as_str() {
            if !tells(&effects, error) {
                let told = told(&effects);
                differences.push(format!("does not tell of {error:?} but {told:?}"));
            }
        } else {
            if let Some(why) = refusal(&effects) {
                differences.push(format!("refuses: {why}"));
            }
            self.compare_default(&effects, &mut differences);
            self.compare_data(&effects, &mut differences);
        }
        let commits = effects.iter().any(|it| it.kind == "commits-implicitly");
        if record["implicit_commit"].as_bool() != Some(commits) {
            differences.push(format!("implicit commit: told {commits}"));
        }
        self.compare_clauses(version, &mut differences);
        differences
    }

    fn compare_default(&self, effects: &[&EffectReport], differences: &mut Vec<String>) {
        let Some(default) = self.record["default"].as_str() else { return };
        let done = default.split(' ').next().unwrap_or_default();
        let algorithm = effects.iter().find(|it| it.kind == "algorithm");
        let told = algorithm.and_then(|it| it.algorithm).unwrap_or("partition");
        if told != done {
            differences.push(format!("algorithm: told {told}, was {default}"));
        }
        let lock = algorithm.and_then(|it| it.lock);
        if let Some(weakest) = self.record["lock"].as_str()
            && lock != Some(weakest)
        {
            differences.push(format!("lock: told {lock:?}, was {weakest}"));
        }
        let rewrites = effects.iter().any(|it| it.kind == "rewrite");
        // A renamed table was not found again, so its rebuild was not seen.
        let found = self.record["table_after"].as_str() != Some("gone or other engine");
        if let Some(rebuilt) = self.record["rebuild"].as_bool()
            && rewrites != rebuilt
            && found
        {
            differences.push(format!("rewrite: told {rewrites}, was {rebuilt}"));
        }
    }

    fn compare_data(&self, effects: &[&EffectReport], differences: &mut Vec<String>) {
        for data in strings(self.record, "data") {
            let told = match data.strip_suffix(" gone") {
                Some("table") => continue,
                Some(column) => effects
                    .iter()
                    .any(|it| it.kind == "lose-data" && it.column.as_deref() == Some(column)),
                None if data.contains("->0") => {
                    effects.iter().any(|it| it.kind == "lose-data" || it.kind == "algorithm")
                        || self.sql().contains("EXCHANGE")
                }
                None => continue,
            };
            if !told {
                differences.push(format!("data: {data}"));
            }
        }
    }

    /// Each ALGORITHM and LOCK that the servers were asked for.
    fn compare_clauses(&self, version: &str, differences: &mut Vec<String>) {
        let failed = self.record["error"].is_string();
        for (algorithm, lock) in pairs(&self.record["accepts"]) {
            let lock = if lock == "DEFAULT" { String::new() } else { format!("LOCK={lock}") };
            let report = self.run_with(version, &[&format!("ALGORITHM={algorithm}"), &lock]);
            if let Some(why) = refusal(&effects(&report)).filter(|_| !failed) {
                differences.push(format!("refuses {algorithm} {lock}: {why}"));
            }
        }
        let refused = pairs(&self.record["refused"]).into_iter().map(|it| (it.0, "", it.1));
        let locked =
            pairs(&self.record["lock_refused"]).into_iter().map(|it| (it.0, "LOCK=NONE", it.1));
        for (algorithm, lock, error) in refused.chain(locked) {
            // Others are errors of the rows, which the clause does not cause.
            if !error.starts_with("184") {
                continue;
            }
            let report = self.run_with(version, &[&format!("ALGORITHM={algorithm}"), lock]);
            // The message kept is the newest version's; MySQL 5.7 does not know the word INSTANT.
            let unknown = version.starts_with("5.") && algorithm == "INSTANT";
            let error = if unknown { "1800: Unknown ALGORITHM" } else { error.as_str() };
            // A statement that fails anyway was not asked in every version for what its message says.
            let other = failed && tells(&effects(&report), "1845:");
            if !tells(&effects(&report), error) && !other {
                let told = told(&effects(&report));
                differences
                    .push(format!("{algorithm} {lock} not refused with {error:?} but {told:?}"));
            }
        }
        for algorithm in strings(self.record, "accepted_but_copied") {
            let report = self.run_with(version, &[&format!("ALGORITHM={algorithm}")]);
            let found = effects(&report);
            let copied = found.iter().any(|it| it.algorithm == Some("COPY"));
            let said = found.iter().any(|it| it.kind == "silent-change");
            if !copied || !said {
                differences.push(format!("{algorithm} is accepted but copied"));
            }
        }
    }

    fn run_with(&self, version: &str, clauses: &[&str]) -> InspectReport {
        let separator = if self.sql().starts_with("ALTER") { ", " } else { " " };
        let clauses: String = clauses
            .iter()
            .filter(|it| !it.is_empty())
            .map(|it| format!("{separator}{it}"))
            .collect();
        self.run(version, &clauses)
    }

    fn run(&self, version: &str, clauses: &str) -> InspectReport {
        let target = Target::at(self.dialect, Version::parse(version).unwrap());
        let mut statements = strings(self.record, "session");
        statements.push(self.sql() + clauses);
        let setup = strings(self.record, "setup");
        let schema = format!("{}\n{};\n", self.fixture, setup.join(";\n"));
        inspect(
            &[Source { path: "case.sql".to_owned(), text: statements.join(";\n") + ";\n" }],
            &Options {
                targets: vec![target],
                schema: Some(Source { path: "schema.sql".to_owned(), text: schema }),
                ..Options::default()
            },
        )
    }
}

fn effects(report: &InspectReport) -> Vec<&EffectReport> {
    report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects).collect()
}

/// Whether an effect names the error by the server's code.
fn tells(effects: &[&EffectReport], error: &str) -> bool {
    let code = error.split(':').next().unwrap_or(error);
    effects.iter().any(|it| {
        let words = it.why.as_deref().or(it.when.as_deref()).unwrap_or_default();
        matches!(it.kind, "refused" | "may-fail") && words.contains(&format!("{code}:"))
    })
}

fn told(effects: &[&EffectReport]) -> Vec<String> {
    effects.iter().filter_map(|it| it.why.clone().or(it.when.clone())).collect()
}

fn refusal(effects: &[&EffectReport]) -> Option<String> {
    let refused = effects.iter().find(|it| it.kind == "refused" && it.certainty == "certain")?;
    refused.why.clone()
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let entries = value.as_object().into_iter().flatten();
    entries.map(|(key, it)| (key.clone(), it.as_str().unwrap_or_default().to_owned())).collect()
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
