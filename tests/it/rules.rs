//! Hazards in the shapes that real migrations have: `tests/hazards.md` marks every line on which something is found.
//!
//! A line ends in `--! rule, rule` (`#! …` in Python); what is found and not marked, or marked and not found, is wrong.
//! The wait for locks is in nearly every migration, and what the schema's design invites is no matter of one statement:
//! both are only told where a case marks them.

use std::collections::BTreeSet;
use std::fs;

use super::examples::{Fence, Language, fences, source, sources};
use migralint::dialect::{Dialect, Target};
use migralint::{Options, Source};

const OFTEN: &str = "unbounded-lock-wait";

/// Whether a finding is looked for only where a case marks one of its rule.
fn is_aside(rule: &str) -> bool {
    rule == OFTEN || migralint::rules::find(rule).is_some_and(|it| it.group == "design")
}

/// Path, line and rule.
type Place = (String, usize, String);

#[test]
fn hazards_are_found_where_they_are_marked_and_nowhere_else() {
    let text = fs::read_to_string("tests/hazards.md").expect("the hazards");
    let mut wrong = Vec::new();
    let mut given = None;
    let mut cases = 0;
    for fence in fences(&text).expect("sound fences") {
        let mut words = fence.info.split_whitespace();
        let language = match words.next() {
            Some("sql") => Language::Sql,
            Some("python") => Language::Python,
            other => panic!("line {}: unknown language {other:?}", fence.line),
        };
        match words.next() {
            Some("given") => {
                given = Some(source("schema.sql", &fence.text));
                continue;
            }
            Some("case") => {}
            other => panic!("line {}: unknown role {other:?}", fence.line),
        }
        let target = match words.next() {
            Some(target) => Target::parse(target).expect("a target"),
            None => Target::new(Dialect::Postgres),
        };
        cases += 1;
        wrong.extend(differences(&fence, language, target, given.as_ref()));
    }
    assert!(30 < cases, "only {cases} cases");
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

fn differences(
    fence: &Fence,
    language: Language,
    target: Target,
    given: Option<&Source>,
) -> Vec<String> {
    let sources = sources(language, &fence.text);
    let marked: BTreeSet<Place> = sources.iter().flat_map(marks).collect();
    let options = Options { targets: vec![target], schema: given.cloned(), ..Options::default() };
    let report = migralint::check(&sources, &options);
    let told = |rule: &str| marked.iter().any(|it| it.2 == rule);
    let found: BTreeSet<Place> = report
        .findings
        .into_iter()
        .filter(|it| !is_aside(&it.rule) || told(&it.rule))
        .map(|it| (it.path, it.span.line as usize, it.rule))
        .collect();
    let place = |(path, line, rule): &Place| format!("{path}:{line} {rule}");
    let missing = marked.difference(&found).map(|it| format!("not found: {}", place(it)));
    let surplus = found.difference(&marked).map(|it| format!("found: {}", place(it)));
    missing.chain(surplus).map(|it| format!("line {}: {it}", fence.line)).collect()
}

fn marks(source: &Source) -> Vec<Place> {
    let mut marks = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        let Some((_, rules)) = line.split_once("--! ").or_else(|| line.split_once("#! ")) else {
            continue;
        };
        let place = |it: &str| (source.path.clone(), number + 1, it.trim().to_owned());
        marks.extend(rules.split(',').map(place));
    }
    marks
}

/// What fails on rows does not where the same transaction took them all; their readers and writers are told of it still.
#[test]
fn a_column_is_required_of_no_row_where_the_transaction_emptied_the_table() {
    let cases = [
        ("delete from t;", "warning"),
        ("truncate t;", "warning"),
        ("delete from t where id = 1;", "error"),
        ("delete from t using u;", "error"),
        ("delete from t; insert into t values (2);", "error"),
        ("delete from t; commit; begin;", "error"),
    ];
    for (before, expected) in cases {
        let first = "create table t (id bigint); create table u (id bigint);";
        let second = format!("begin; {before} alter table t add column c int not null; commit;");
        let sources = [source("001_a.sql", first), source("002_b.sql", &second)];
        let report = migralint::check(&sources, &Options::default());
        let found = report.findings.iter().find(|it| it.rule == "required-column");
        assert_eq!(found.map(|it| it.severity), Some(expected), "{before}");
    }
}

#[test]
fn what_the_transaction_took_before_is_not_lost_again() {
    let told = |before: &str| {
        let first = "create table t (id bigint, c int);";
        let second = format!("begin; {before} alter table t drop column c; commit;");
        let sources = [source("001_a.sql", first), source("002_b.sql", &second)];
        let report = migralint::check(&sources, &Options::default());
        let found = report.findings.into_iter().find(|it| it.rule == "dropped-column");
        found.expect("code that reads the column breaks").message
    };
    assert_eq!(told(""), "dropping `t.c` loses its values");
    assert_eq!(told("delete from t where id = 1;"), "dropping `t.c` loses its values");
    assert_eq!(told("delete from t;"), "code that still reads `t.c` fails at once");
}

/// An index of a migration that goes live with the one that builds it again.
#[test]
fn a_release_may_hold_several_migrations() {
    let texts = [
        "create table t (id int primary key, code int);",
        "create index t_code on t (code);",
        "alter table t alter column code type bigint;",
    ];
    let name = |place: usize| format!("{}.sql", place + 1);
    let files: Vec<Source> =
        texts.iter().enumerate().map(|(place, text)| source(&name(place), text)).collect();
    let wasted = |only: Option<&[usize]>| {
        let options = Options {
            targets: vec![Target::new(Dialect::Postgres)],
            only: only.map(|it| it.iter().copied().collect()),
            ..Options::default()
        };
        let findings = migralint::check(&files, &options).findings;
        findings.iter().any(|it| it.rule == "wasted-index-build")
    };
    assert!(wasted(Some(&[1, 2])));
    assert!(!wasted(Some(&[2])) && !wasted(None));
}
