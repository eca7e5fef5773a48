//! The schema as `pg_dump` writes it says the same as the statements that made it.
//!
//! `tests/dumps/postgres-dump.sql` is what `pg_dump` 15 wrote of a database in which `postgres-statements.sql` was run,
//! and so are the two of `postgres-forms`, with nearly every form of every kind of object.

use migralint::dialect::Target;
use migralint::report::model::{EffectReport, InspectReport, NamedReport, TableReport};
use migralint::{Options, Source, inspect};

fn source(path: &str, text: String) -> Source {
    Source { path: path.to_owned(), text }
}

fn text(name: &str) -> String {
    let path = format!("{}/tests/dumps/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a file of the repository")
}

fn targets(major: u16) -> Vec<Target> {
    vec![Target::parse(&format!("postgres@{major}")).expect("a target")]
}

/// What a migration does over a schema.
fn over(schema: &str, sql: &str, major: u16) -> InspectReport {
    let schema = Some(source("schema.sql", schema.to_owned()));
    let options = Options { targets: targets(major), schema, ..Options::default() };
    inspect(&[source("1.sql", sql.to_owned())], &options)
}

/// What was run and what was written of it.
const PAIRS: [&str; 2] = ["postgres", "postgres-forms"];

#[test]
fn a_dump_is_understood_to_its_last_statement() {
    let names = ["statements.sql", "dump.sql"];
    for name in PAIRS.iter().flat_map(|pair| names.map(|it| format!("{pair}-{it}"))) {
        let name = name.as_str();
        let options = Options { targets: targets(15), ..Options::default() };
        let coverage = inspect(&[source(name, text(name))], &options).coverage;
        let opaque: Vec<_> = coverage.opaque.iter().map(|it| (it.span.line, &it.why)).collect();
        assert!(opaque.is_empty(), "{name}: {opaque:?}");
        assert!(70 < coverage.statements, "{name}");
        assert_eq!(coverage.statements, coverage.understood, "{name}");
    }
}

fn names(all: &[NamedReport]) -> Vec<String> {
    let mut names: Vec<String> = all.iter().map(|it| it.name.clone()).collect();
    names.sort();
    names
}

/// A constraint or index by its name and first word; a dump says how an index is built, and of what type a literal is.
fn parts(all: &[NamedReport]) -> Vec<String> {
    let brief = |it: &NamedReport| {
        let detail = it.detail.replace("USING btree ", "");
        let word = detail.split([' ', '(']).next().unwrap_or_default().to_owned();
        format!("{} {word} {}", it.name, detail.contains("NOT VALID"))
    };
    let mut parts: Vec<String> = all.iter().map(brief).collect();
    parts.sort();
    parts
}

fn table(it: &TableReport) -> String {
    let columns = it.columns.iter().map(|it| {
        let computed = it.generated.as_ref().filter(|it| !it.contains("serial"));
        let (default, comment) = (it.default.is_some(), it.comment.as_deref());
        format!("{} {:?} {default} {} {comment:?}", it.name, it.nullable, computed.is_some())
    });
    let columns: Vec<String> = columns.collect();
    let of = it.partition_of.as_ref().and_then(|it| it.split(' ').next());
    let (constraints, indexes) = (parts(&it.constraints), parts(&it.indexes));
    let triggers = names(&it.triggers);
    let (known, kept) = (it.known, it.persistence);
    format!(
        "{} {known} {kept:?} {:?} {of:?} {:?}\n{columns:?}\n{constraints:?}\n{indexes:?}\n{triggers:?}",
        it.name, it.partition_by, it.inherits
    )
}

#[test]
fn a_dump_makes_the_schema_that_the_statements_made() {
    for pair in PAIRS {
        let made = over(&text(&format!("{pair}-statements.sql")), "select 1;", 15).schema;
        let dumped = over(&text(&format!("{pair}-dump.sql")), "select 1;", 15).schema;
        assert!(10 <= made.tables.len());
        for (made, dumped) in made.tables.iter().zip(&dumped.tables) {
            assert_eq!(table(made), table(dumped));
        }
        assert_eq!(made.tables.len(), dumped.tables.len());
        assert_eq!(names(&made.types), names(&dumped.types));
        assert_eq!(names(&made.sequences), names(&dumped.sequences));
        assert_eq!(names(&made.views), names(&dumped.views));
    }
}

fn effect(it: &EffectReport) -> String {
    let place = (&it.relation, &it.column, &it.index);
    let what = (it.mode, it.held_until, &it.when, &it.why);
    format!("{} {} {place:?} {what:?}", it.kind, it.certainty)
}

#[test]
fn statements_do_the_same_over_a_dump_as_over_what_was_dumped() {
    let (made, dumped) = (text("postgres-statements.sql"), text("postgres-dump.sql"));
    let cases = [
        "alter table shop.customers alter column email type text",
        "alter table shop.customers drop column name",
        "alter table shop.customers alter column born set not null",
        "alter table shop.customers add column x public.citext",
        "alter table shop.orders validate constraint later",
        "alter table shop.orders alter column state type text",
        "alter table shop.orders alter column note type varchar(10)",
        "alter table shop.orders drop column customer_id",
        "alter table shop.orders rename to purchases",
        "alter table shop.events add column x int not null default 1",
        "alter table shop.events alter column kind set not null",
        "alter table shop.events detach partition shop.events_1",
        "create table shop.more partition of shop.events for values from ('2030-01-01') to ('2031-01-01')",
        "alter table shop.base alter column v type varchar(5)",
        "alter table shop.base add check (v <> '')",
        "alter domain shop.money_amount add check (value < 1000)",
        "alter type shop.place add attribute x int",
        "alter type shop.state rename value 'paid' to 'done'",
        "drop type shop.state",
        "drop domain shop.money_amount cascade",
        "drop table shop.customers",
        "drop table shop.customers cascade",
        "drop function shop.stamp()",
        "drop sequence shop.numbers",
        "drop materialized view shop.totals",
        "refresh materialized view concurrently shop.totals",
        "drop statistics shop.orders_stats",
        "drop trigger orders_stamp on shop.orders",
        "drop policy own on shop.customers",
        "drop rule no_delete on shop.base",
        "drop server far",
        "drop schema shop cascade",
        "drop extension citext",
        "reindex table shop.orders",
        "cluster shop.orders",
        "truncate shop.customers",
        "update shop.orders set note = 'x'",
        "create index on \"Odd Schema\".\"My \"\"Table\" (\"a.b\")",
        "alter table \"Odd Schema\".\"My \"\"Table\" drop column \"ünïcode 😀\"",
    ];
    for sql in cases {
        let told = |schema: &str| {
            let steps = over(schema, sql, 18).migrations.into_iter().flat_map(|it| it.steps);
            let mut told: Vec<String> =
                steps.flat_map(|it| it.effects).map(|it| effect(&it)).collect();
            told.sort();
            told
        };
        let expected = told(&made);
        assert!(!expected.is_empty(), "{sql}");
        assert_eq!(told(&dumped), expected, "{sql}");
    }
}
