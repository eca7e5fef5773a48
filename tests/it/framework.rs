//! Which convention a file follows, and what that says about its transaction.

use migralint::dialect::{Dialect, Target};
use migralint::lang::framework;
use migralint::text::Source;

/// One line a unit: framework, direction, id, transaction, and its statements' texts.
fn units(path: &str, text: &str) -> Vec<String> {
    let source = Source { path: path.to_owned(), text: text.to_owned() };
    let units = framework::read(0, &source, Target::new(Dialect::Postgres));
    let line = |it: &migralint::ops::Unit| {
        let statements: Vec<&str> = it.statements.iter().map(|it| it.span.of(text)).collect();
        format!(
            "{} {:?} {} {:?}: {}",
            it.framework.name(),
            it.direction,
            it.id,
            it.transaction,
            statements.join(" | ")
        )
    };
    units.iter().map(line).collect()
}

#[test]
fn each_convention_is_known_by_its_own_signs() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("db/001_a.sql", "SELECT 1", &["plain Up 001_a Unknown: SELECT 1"]),
        (
            "db/1_a.up.sql",
            "SELECT 1; SELECT 2",
            &["golang-migrate Up 1_a Wrapped: SELECT 1 | SELECT 2"],
        ),
        ("db/1_a.up.sql", "SELECT 1", &["golang-migrate Up 1_a Unknown: SELECT 1"]),
        (
            "db/1_a.down.sql",
            "SELECT 1; SELECT 2",
            &["golang-migrate Down 1_a Wrapped: SELECT 1 | SELECT 2"],
        ),
        ("db/1_a.up.sql", "-- no-transaction\nSELECT 1", &["sqlx Up 1_a Autocommit: SELECT 1"]),
        ("db/1_a.sql", "-- no-transaction\nSELECT 1", &["sqlx Up 1_a Autocommit: SELECT 1"]),
        (
            "db/1_a.sql",
            "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
            &["goose Up 1_a Wrapped: SELECT 1", "goose Down 1_a Wrapped: SELECT 2"],
        ),
        (
            "db/1_a.sql",
            "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose StatementEnd\n",
            &["goose Up 1_a Autocommit: SELECT 1"],
        ),
        (
            "db/1_a.sql",
            "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n",
            &["dbmate Up 1_a Autocommit: SELECT 1", "dbmate Down 1_a Wrapped: SELECT 2"],
        ),
        (
            "db/1_a.sql",
            "-- +migrate Down\nSELECT 2;\n-- +migrate Up notransaction\nSELECT 1;\n",
            &["sql-migrate Up 1_a Autocommit: SELECT 1", "sql-migrate Down 1_a Wrapped: SELECT 2"],
        ),
        (
            "db/1_a.sql",
            "-- Up Migration\nSELECT 1;\n-- Down Migration\n",
            &[
                "node-pg-migrate Up 1_a WrappedTogether: SELECT 1",
                "node-pg-migrate Down 1_a WrappedTogether: ",
            ],
        ),
        (
            "db/1_a.sql",
            "SELECT 1;\n---- create above / drop below ----\nSELECT 2;",
            &["tern Up 1_a Wrapped: SELECT 1", "tern Down 1_a Wrapped: SELECT 2"],
        ),
        ("sql/V1.2__a.sql", "SELECT 1", &["flyway Up 1.2 Unknown: SELECT 1"]),
        ("sql/U1.2__a.sql", "SELECT 1", &["flyway Down 1.2 Unknown: SELECT 1"]),
        ("sql/R__a.sql", "SELECT 1", &["flyway Up R__a Unknown: SELECT 1"]),
        ("sql/Very__a.sql", "SELECT 1", &["plain Up Very__a Unknown: SELECT 1"]),
        ("migrations/2024_a/up.sql", "SELECT 1", &["diesel Up 2024_a Wrapped: SELECT 1"]),
        ("migrations/2024_a/down.sql", "SELECT 1", &["diesel Down 2024_a Wrapped: SELECT 1"]),
        (
            "prisma/migrations/20240102030405_a/migration.sql",
            "SELECT 1; SELECT 2",
            &["prisma Up 20240102030405_a Wrapped: SELECT 1 | SELECT 2"],
        ),
        (
            "drizzle/0000_a.sql",
            "SELECT 1;--> statement-breakpoint\nSELECT 2;",
            &["drizzle Up 0000_a WrappedTogether: SELECT 1 | SELECT 2"],
        ),
        (
            "deploy/a.sql",
            "-- Deploy app:a to pg\nBEGIN;\nCOMMIT;",
            &["sqitch Up a Autocommit: BEGIN | COMMIT"],
        ),
        (
            "db/log.sql",
            "--liquibase formatted sql\n--changeset me:1\nSELECT 1;\n--rollback SELECT 2;\n\
             --changeset me:2 runInTransaction:false\nSELECT 3;\n",
            &[
                "liquibase Up me:1 Wrapped: SELECT 1",
                "liquibase Down me:1 Wrapped: SELECT 2",
                "liquibase Up me:2 Autocommit: SELECT 3",
            ],
        ),
    ];
    for (path, text, expected) in cases {
        assert_eq!(&units(path, text), expected, "{path}: {text}");
    }
}

#[test]
fn a_section_that_holds_nothing_is_empty_and_its_positions_are_the_files() {
    let text = "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- nothing\n";
    let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
    let units = framework::read(3, &source, Target::new(Dialect::Postgres));
    assert_eq!(units[1].presence, migralint::ops::unit::Presence::Empty);
    assert_eq!(units[0].source, 3);
    assert_eq!(units[0].statements[0].span.of(text), "SELECT 1");
}
