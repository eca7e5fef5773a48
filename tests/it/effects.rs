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
