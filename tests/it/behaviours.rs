//! What PostgreSQL was seen to do around transactions and locks (`tests/facts/behaviours.json`), and what answers it here.

use std::collections::BTreeSet;

use migralint::dialect::Target;
use migralint::report::model::EffectReport;
use migralint::{Options, Source, check, inspect};
use serde_json::Value;

/// A behaviour's name and the check that our answer is the same.
type Answer = (&'static str, fn(&Value));

const ANSWERS: [Answer; 14] = [
    ("lock_queue: idle reader tx, then ALTER waits, then a new SELECT", the_queue_is_told),
    ("lock_timeout=300ms on ALTER behind a reader", a_timeout_ends_the_queue),
    ("while CREATE INDEX CONCURRENTLY waits for a writer", an_online_build_stops_only_changes),
    ("CIC with an open write tx in ANOTHER database", an_online_build_waits_for_writers),
    ("CIC with an idle READ COMMITTED reader on the same table", an_online_build_lets_readers_be),
    ("failed CREATE UNIQUE INDEX CONCURRENTLY", a_failed_build_leaves_an_index),
    (
        "insert of a duplicate while the INVALID unique index exists",
        the_index_that_is_left_is_named,
    ),
    ("DROP COLUMN space", dropping_a_column_writes_nothing),
    ("CIC inside BEGIN poisons the transaction", an_online_build_is_refused_after_begin),
    ("CIC as part of a multi-statement simple query string", a_string_may_be_a_transaction),
    ("CIC alone with trailing semicolon", an_online_build_alone_is_fine),
    ("CIC inside DO block", an_online_build_is_refused_in_a_block),
    ("VACUUM in multi-statement string", vacuum_is_refused_after_begin),
    ("lock conflict matrix (row=held, col=requested, same order)", the_matrix_is_ours),
];

#[test]
fn every_behaviour_of_postgres_has_an_answer() {
    let text = std::fs::read_to_string("tests/facts/behaviours.json").expect("the behaviours");
    let all: Vec<Value> = serde_json::from_str(&text).expect("a list");
    let mut answered = BTreeSet::new();
    for behaviour in all.iter().filter(|it| it["engine"] == "postgres") {
        let id = behaviour["id"].as_str().expect("a name");
        let answer = ANSWERS.iter().find(|it| it.0 == id);
        let Some((_, answer)) = answer else { panic!("nothing answers `{id}`") };
        answer(behaviour);
        answered.insert(id);
    }
    println!("{} behaviours of PostgreSQL are answered", answered.len());
    assert_eq!(answered.len(), ANSWERS.len());
}

fn options() -> Options {
    Options {
        targets: vec![Target::parse("postgres@18").expect("a target")],
        schema: Some(source("create table t (id bigint primary key, a int, b text);")),
        ..Options::default()
    }
}

fn source(text: &str) -> Source {
    Source { path: "1.sql".to_owned(), text: text.to_owned() }
}

fn effects(text: &str) -> Vec<EffectReport> {
    let report = inspect(&[source(text)], &options());
    report.migrations.into_iter().flat_map(|it| it.steps).flat_map(|it| it.effects).collect()
}

/// The rules that find something.
fn found(text: &str) -> Vec<String> {
    check(&[source(text)], &options()).findings.iter().map(|it| it.rule.to_string()).collect()
}

const BUILD: &str = "create index concurrently i on t (a)";

fn lock(effects: &[EffectReport], relation: &str) -> EffectReport {
    let on = |it: &&EffectReport| it.kind == "lock" && it.relation.as_deref() == Some(relation);
    effects.iter().find(on).expect("a lock").clone()
}

fn stops(effect: &EffectReport, who: &str) -> bool {
    effect.blocks.iter().flatten().any(|it| *it == who)
}

fn refusals(text: &str) -> Vec<(String, String)> {
    let refused = effects(text).into_iter().filter(|it| it.kind == "refused");
    refused.map(|it| (it.certainty.to_string(), it.why.unwrap_or_default())).collect()
}

fn waits(text: &str) -> Vec<String> {
    effects(text).into_iter().filter(|it| it.kind == "waits-for").filter_map(|it| it.why).collect()
}

fn the_queue_is_told(behaviour: &Value) {
    assert!(behaviour["new_select"].as_str().is_some_and(|it| it.starts_with("55P03")));
    let findings = check(&[source("alter table t add column c int;")], &options()).findings;
    let queue = findings.iter().find(|it| it.rule == "unbounded-lock-wait").expect("it is found");
    assert!(queue.reason.contains("wait behind it"), "{}", queue.reason);
}

fn a_timeout_ends_the_queue(behaviour: &Value) {
    assert_eq!(behaviour["select_after"], "ok");
    let endless = |text: &str| found(text).iter().any(|it| it == "unbounded-lock-wait");
    for limit in ["set lock_timeout = '300ms'", "set local lock_timeout = 300"] {
        let text = format!("{limit};\nalter table t add column c int;");
        assert!(!endless(&text), "{text}");
    }
    let given_up = [
        "set lock_timeout = '300ms';\nreset lock_timeout;\nalter table t add column c int;",
        "begin;\nset local lock_timeout = '300ms';\ncommit;\nalter table t add column c int;",
        "set statement_timeout = 0;\nalter table t add column c int;",
    ];
    for text in given_up {
        assert!(endless(text), "{text}");
    }
}

fn an_online_build_stops_only_changes(behaviour: &Value) {
    assert_eq!(behaviour["insert"], "ok");
    let lock = lock(&effects(BUILD), "t");
    assert_eq!(lock.mode, Some("SHARE UPDATE EXCLUSIVE"));
    assert!(!stops(&lock, "reads") && !stops(&lock, "writes"));
}

fn an_online_build_waits_for_writers(_: &Value) {
    assert!(waits(BUILD).contains(&"writers".to_owned()));
}

fn an_online_build_lets_readers_be(_: &Value) {
    assert!(!waits(BUILD).contains(&"readers".to_owned()));
}

fn a_failed_build_leaves_an_index(behaviour: &Value) {
    let effects = effects("create unique index concurrently bad on t (a)");
    let error = behaviour["error"].as_str().expect("an error");
    let fails = effects.iter().filter_map(|it| it.when.as_ref()).any(|it| it.contains(error));
    assert!(fails, "{effects:?}");
    assert!(effects.iter().any(|it| it.kind == "leaves-invalid-index"));
}

/// It keeps no duplicate out, so whoever reads the report must learn its name.
fn the_index_that_is_left_is_named(behaviour: &Value) {
    assert_eq!(behaviour["insert"], "ok");
    let effects = effects("create unique index concurrently bad on t (a)");
    let left = effects.iter().find(|it| it.kind == "leaves-invalid-index").expect("it is told");
    assert_eq!(left.index.as_deref(), Some("bad"));
}

fn dropping_a_column_writes_nothing(behaviour: &Value) {
    assert_eq!(behaviour["before"], behaviour["after"]);
    let effects = effects("alter table t drop column b");
    assert!(!effects.iter().any(|it| it.kind == "rewrite" || it.kind == "scan"));
}

fn an_online_build_is_refused_after_begin(_: &Value) {
    let words = "CREATE INDEX CONCURRENTLY cannot run inside a transaction block";
    let refused = refusals(&format!("begin;\n{BUILD};\ncommit;"));
    assert_eq!(refused, [("certain".to_owned(), words.to_owned())]);
}

/// Whether a file is sent as one string is its runner's business: it is either told as possible, or the file is taken
/// for one that is sent statement by statement.
fn a_string_may_be_a_transaction(behaviour: &Value) {
    let text = format!("{BUILD};\nselect 1;");
    let words = behaviour["result"].as_str().expect("words");
    let told = refusals(&text).iter().any(|it| it.1 == words);
    let report = inspect(&[source(&text)], &options());
    assert!(told || report.migrations[0].steps[0].transaction == "outside");
}

fn an_online_build_alone_is_fine(behaviour: &Value) {
    assert_eq!(behaviour["result"], "ok");
    assert!(!refusals(&format!("{BUILD};")).iter().any(|it| it.0 == "certain"));
}

fn an_online_build_is_refused_in_a_block(behaviour: &Value) {
    let words = behaviour["result"].as_str().expect("words");
    let refused = refusals(&format!("do $$ begin {BUILD}; end $$;"));
    assert_eq!(refused, [("certain".to_owned(), words.to_owned())]);
}

fn vacuum_is_refused_after_begin(behaviour: &Value) {
    let words = behaviour["result"].as_str().expect("words");
    let refused = refusals("begin;\nvacuum t;\ncommit;");
    assert_eq!(refused, [("certain".to_owned(), words.to_owned())]);
}

/// SELECT asks for the first mode, writers for the third.
fn the_matrix_is_ours(behaviour: &Value) {
    let order = behaviour["order"].as_array().expect("modes");
    for mode in order.iter().filter_map(Value::as_str) {
        let row: Vec<char> = behaviour["matrix"][mode].as_str().expect("a row").chars().collect();
        let lock = lock(&effects(&format!("lock table t in {mode} mode")), "t");
        for (asked, who) in [(0, "reads"), (2, "writes")] {
            assert_eq!(row[asked] == 'X', stops(&lock, who), "{mode} and {who}");
        }
    }
}
