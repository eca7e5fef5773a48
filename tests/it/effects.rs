//! Tables of statements and what they do: `tests/effects/<dialect>.md`, each row executed.

use std::collections::{BTreeMap, BTreeSet};

use migralint::dialect::Target;
use migralint::{Options, Source, inspect};

const MODES: [&str; 8] = [
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
];

#[test]
fn every_row_of_the_postgres_table_does_what_it_says() {
    let table = std::fs::read_to_string("tests/effects/postgres.md").expect("the table");
    let schema = std::fs::read_to_string("tests/facts/postgres-schema.sql").expect("the schema");
    let rows: Vec<&str> = table.lines().filter(|it| it.starts_with("| ")).skip(2).collect();
    assert!(!rows.is_empty());
    let mut wrong = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 7, "{row}");
        assert!(!cells[6].is_empty(), "no citation: {row}");
        let done = outcome(cells[0], cells[1], &schema);
        if done != cells[2..6] {
            wrong.push(format!("{}\n    does: {}", row, done.join(" | ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Locks, whom they hold up, scans and rewrites, as the table writes them.
fn outcome(statement: &str, version: &str, schema: &str) -> [String; 4] {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let options = Options {
        targets: vec![Target::parse(&format!("postgres@{version}")).expect("a version")],
        schema: Some(source("schema.sql", schema)),
        ..Options::default()
    };
    let report = inspect(&[source("row.sql", &format!("{statement};\n"))], &options);
    let steps = report.migrations.iter().flat_map(|it| &it.steps);
    let (mut locks, mut stopped) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    let (mut scans, mut rewrites) = (BTreeSet::new(), BTreeSet::new());
    for effect in steps.flat_map(|it| &it.effects).filter(|it| it.certainty == "certain") {
        let relation = effect.relation.clone().unwrap_or_default();
        match effect.kind {
            "lock" => {
                let mode = MODES.iter().position(|it| Some(*it) == effect.mode).expect("a mode");
                let known = locks.entry(relation).or_default();
                *known = mode.max(*known);
                stopped.extend(effect.blocks.iter().flatten().map(|it| (*it).to_owned()));
            }
            "scan" => _ = scans.insert(relation),
            "rewrite" => _ = rewrites.insert(relation),
            _ => {}
        }
    }
    let locks = locks.iter().map(|(relation, mode)| format!("{relation} {}", MODES[*mode]));
    [list(locks), list(stopped.into_iter()), list(scans.into_iter()), list(rewrites.into_iter())]
}

fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

#[test]
fn every_row_of_the_mssql_table_does_what_it_says() {
    by_the_manual("mssql");
}

#[test]
fn every_row_of_the_oracle_table_does_what_it_says() {
    by_the_manual("oracle");
}

/// Rows of a database that cannot be run here: what the engine says, how sure it is, and the pages that it rests on.
fn by_the_manual(dialect: &str) {
    let path = format!("tests/effects/{dialect}.md");
    let table = std::fs::read_to_string(&path).expect("the table");
    let schema =
        std::fs::read_to_string(format!("tests/effects/{dialect}-schema.sql")).expect("the schema");
    let mut written = String::new();
    let mut rows = 0;
    for line in table.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let row = line.starts_with("| ") && !line.starts_with("| ---") && cells[0] != "statement";
        if row {
            assert_eq!(cells.len(), 8, "{line}");
            let done = told(cells[0], &format!("{dialect}@{}", cells[1]), &schema);
            written += &format!("| {} | {} | {} |\n", cells[0], cells[1], done.join(" | "));
            rows += 1;
        } else {
            written += &format!("{line}\n");
        }
    }
    assert!(60 <= rows, "{rows} rows");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &written).expect("the table is written");
        return;
    }
    let differs = |it: &(&str, &str)| it.0 != it.1;
    let wrong: Vec<String> = table
        .lines()
        .zip(written.lines())
        .filter(differs)
        .map(|(says, does)| format!("{says}\n    does: {does}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Locks with how long they last where that is not to the end, whom they hold up, scans, rewrites, the least
/// certainty, and the sources; or why it is refused.
fn told(statement: &str, target: &str, schema: &str) -> [String; 6] {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let options = Options {
        targets: vec![Target::parse(target).expect("a target")],
        schema: Some(source("schema.sql", schema)),
        ..Options::default()
    };
    let report = inspect(&[source("row.sql", &format!("{statement};\n"))], &options);
    let steps = report.migrations.iter().flat_map(|it| &it.steps);
    let (mut locks, mut stopped) = (BTreeSet::new(), BTreeSet::new());
    let (mut scans, mut rewrites) = (BTreeSet::new(), BTreeSet::new());
    let (mut sure, mut sources) = ("certain", BTreeSet::new());
    let mut refused = None;
    for effect in steps.flat_map(|it| &it.effects) {
        let relation = effect.relation.clone().unwrap_or_default();
        match effect.kind {
            "lock" => {
                let held = effect.held_until.filter(|it| *it == "moment");
                let held = held.map(|it| format!(" ({it})")).unwrap_or_default();
                locks.insert(format!("{relation} {}{held}", effect.mode.unwrap_or("?")));
                stopped.extend(effect.blocks.iter().flatten().map(|it| (*it).to_owned()));
            }
            "scan" => _ = scans.insert(relation),
            "rewrite" => _ = rewrites.insert(relation),
            "refused" => refused = effect.why.clone(),
            _ => continue,
        }
        for less in ["likely", "possible"] {
            if effect.certainty == less && (sure == "certain" || less == "possible") {
                sure = less;
            }
        }
        let cited = effect.source;
        let section = cited.split_once(": ").is_some_and(|it| !it.0.is_empty() && !it.1.is_empty());
        assert!(section, "no page with its section: {statement}: {}: {cited:?}", effect.kind);
        sources.insert(cited.to_string());
    }
    let locks = match refused {
        Some(why) => format!("refused: {}", why.split(['.', '`']).next().unwrap_or(&why)),
        None => list(locks.into_iter()),
    };
    [
        locks,
        list(stopped.into_iter()),
        list(scans.into_iter()),
        list(rewrites.into_iter()),
        sure.to_owned(),
        sources.into_iter().collect::<Vec<_>>().join("; "),
    ]
}
