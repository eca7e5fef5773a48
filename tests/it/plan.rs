//! The plan a person runs asks the right questions, in the order and phase in which they matter.

use migralint::dialect::Target;
use migralint::report::model::{PlanReport, PlannedStep};
use migralint::{Options, Source};

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

fn plan(schema: &str, sources: &[Source], target: &str) -> PlanReport {
    let options = Options {
        targets: vec![Target::parse(target).expect("a target")],
        schema: Some(source("schema.sql", schema)),
        ..Options::default()
    };
    migralint::plan(sources, &options)
}

const SCHEMA: &str = "create table orders (id bigint primary key, code text, note text);\n\
    create table lines (id bigint primary key, order_id bigint);";

fn step(text: &str) -> PlannedStep {
    let mut report = plan(SCHEMA, &[source("1.sql", text)], "postgres@16");
    report.migrations.remove(0).steps.remove(0)
}

/// What is asked, and the answer with which one goes on.
fn asked(text: &str) -> Vec<String> {
    step(text).before.iter().map(|it| format!("{} -> {}", it.sql, it.expected)).collect()
}

#[test]
fn what_may_fail_on_rows_is_asked_of_the_rows_before() {
    assert_eq!(
        asked("alter table orders alter code set not null;"),
        [r#"SELECT count(*) FROM "orders" WHERE "code" IS NULL; -> 0"#]
    );
    assert_eq!(
        asked("create unique index concurrently i on orders (code, lower(note)) where note <> '';"),
        [
            r#"SELECT "code", (lower(note)), count(*) FROM "orders" WHERE (note <> '') AND "code" IS NOT NULL AND (lower(note)) IS NOT NULL GROUP BY "code", (lower(note)) HAVING 1 < count(*); -> no rows"#
        ]
    );
    assert_eq!(
        asked("alter table lines add constraint f foreign key (order_id) references orders;"),
        [
            r#"SELECT count(*) FROM "lines" child WHERE child."order_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "orders" parent WHERE parent."id" = child."order_id"); -> 0"#
        ]
    );
    assert_eq!(
        asked("alter table orders add constraint c check (code <> '') not valid;"),
        [r#"SELECT count(*) FROM "orders" WHERE NOT (code <> ''); -> 0"#]
    );
    assert_eq!(
        asked("alter table orders add column kind text not null;"),
        [r#"SELECT count(*) FROM "orders"; -> 0"#]
    );
    assert_eq!(
        asked("alter table orders drop column note;"),
        [r#"SELECT count(*) FROM "orders" WHERE "note" IS NOT NULL; -> as many as you can lose"#]
    );
}

#[test]
fn nothing_is_asked_of_what_is_new_or_fits_anyway() {
    let new = "create table t (a int); alter table t alter a set not null, add unique (a);";
    let report = plan(SCHEMA, &[source("1.sql", new)], "postgres@16");
    assert!(report.migrations[0].steps.iter().all(|it| it.before.is_empty()));
    assert!(asked("alter table orders add column kind text not null default 'a';").is_empty());
    assert!(asked("create index concurrently i on orders (code);").is_empty());
}

#[test]
fn what_was_promised_is_asked_after() {
    let after = |text: &str| step(text).after.into_iter().map(|it| it.finds).collect::<Vec<_>>();
    assert_eq!(
        after("create index concurrently i on orders (code);"),
        ["indexes that an interrupted build left behind"]
    );
    assert_eq!(
        after("alter table orders add constraint c check (code <> '') not valid;"),
        ["constraints that old rows were not checked for"]
    );
    assert!(after("alter table orders add column b int;").is_empty());
}

#[test]
fn steps_stand_in_their_phase_with_what_they_hold_up() {
    let phase = |text: &str| (step(text).phase, step(text).duration);
    assert_eq!(phase("alter table orders add column b int;"), ("expand", "instant"));
    assert_eq!(phase("create index i on orders (code);"), ("expand", "grows-with-table"));
    assert_eq!(phase("update orders set note = '';"), ("migrate", "grows-with-table"));
    assert_eq!(phase("alter table orders drop column note;"), ("contract", "instant"));
    let build = step("create index i on orders (code);");
    let lock = build.risks.iter().find(|it| it.kind == "lock").expect("a lock");
    assert_eq!((lock.relation.as_deref(), lock.mode), (Some("orders"), Some("SHARE")));
}

#[test]
fn each_database_is_asked_in_its_own_quotes_and_told_the_way_back() {
    let report = plan(
        "create table `orders` (id int primary key, code varchar(9));",
        &[
            source("1_a.up.sql", "alter table orders drop column code;"),
            source("1_a.down.sql", "alter table orders add column code varchar(9);"),
        ],
        "mysql@8.0",
    );
    let [migration] = report.migrations.as_slice() else { panic!("one way up: {report:?}") };
    assert_eq!(
        migration.steps[0].before[0].sql,
        "SELECT count(*) FROM `orders` WHERE `code` IS NOT NULL;"
    );
    let way_back = migration.way_back.as_ref().expect("a way back");
    assert_eq!(way_back.grade, "structure-only", "{way_back:?}");
}

#[test]
fn what_was_not_understood_is_counted_in_a_plan_too() {
    let report = plan(SCHEMA, &[source("1.sql", "frobnicate the table;")], "postgres@16");
    assert_eq!(report.coverage.opaque.len(), 1);
    assert_eq!(report.migrations[0].steps[0].duration, "unknown");
}
