//! Which convention a file follows, and what that says about its transaction.

use migralint::dialect::{Dialect, Target};
use migralint::lang::framework::{self, Beside};
use migralint::text::Source;

/// One line a unit: framework, direction, id, transaction, and its statements' texts.
fn units(path: &str, text: &str) -> Vec<String> {
    let source = Source { path: path.to_owned(), text: text.to_owned() };
    let beside = Beside::of(std::slice::from_ref(&source));
    let units = framework::read(0, &source, &beside, Target::new(Dialect::Postgres));
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
        (
            "db/1_a.sql",
            "---- tern: disable-tx ----\nSELECT 1;\n---- create above / drop below ----\nSELECT 2;",
            &["tern Up 1_a Autocommit: SELECT 1", "tern Down 1_a Wrapped: SELECT 2"],
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
            "drizzle/20240102030405_a/migration.sql",
            "SELECT 1;--> statement-breakpoint\nSELECT 2;",
            &["drizzle Up 20240102030405_a WrappedTogether: SELECT 1 | SELECT 2"],
        ),
        ("db/1_a.alwaysup.sql", "SELECT 1", &["golang-migrate Up 1_a Unknown: SELECT 1"]),
        (
            "scripts/1_a.sql",
            "SELECT 1;\n--//@UNDO\nSELECT 2;",
            &["mybatis Up 1_a Wrapped: SELECT 1", "mybatis Down 1_a Wrapped: SELECT 2"],
        ),
        (
            "db/structure.sql",
            "SELECT 1;\nINSERT INTO schema_migrations (version) VALUES ('1');",
            &[
                "rails Up structure Autocommit: SELECT 1 | INSERT INTO schema_migrations (version) VALUES ('1')",
            ],
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

/// What is read of several files of one folder: framework, direction, id and transaction of each.
fn folder(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files
        .iter()
        .map(|it| Source { path: format!("db/{}", it.0), text: it.1.to_owned() })
        .collect();
    let beside = Beside::of(&sources);
    let target = Target::new(Dialect::Postgres);
    let units =
        (0..sources.len()).flat_map(|it| framework::read(it, &sources[it], &beside, target));
    units
        .map(|it| {
            format!("{} {:?} {} {:?}", it.framework.name(), it.direction, it.id, it.transaction)
        })
        .collect()
}

#[test]
fn a_folder_tells_what_a_file_alone_does_not() {
    assert_eq!(
        folder(&[
            ("20240101000000_a.up.sql", "-- Add up migration script here\nselect 1;"),
            ("20240101000000_a.down.sql", "select 1;"),
            ("20240102000000_b.up.sql", "-- no-transaction\nselect 1;"),
        ]),
        [
            "sqlx Up 20240101000000_a Wrapped",
            "sqlx Down 20240101000000_a Wrapped",
            "sqlx Up 20240102000000_b Autocommit",
        ]
    );
    assert_eq!(
        folder(&[
            ("20240101000000_a.sql", "-- Add migration script here\nselect 1;"),
            ("20240102000000_b.sql", "select 1;"),
        ]),
        ["sqlx Up 20240101000000_a Wrapped", "sqlx Up 20240102000000_b Wrapped"]
    );
    let dated = |folder: &str| {
        let sources: Vec<Source> = ["20240101000000_a", "20240102000000_b"]
            .iter()
            .map(|it| Source { path: format!("{folder}/{it}.sql"), text: "select 1;".to_owned() })
            .collect();
        let target = Target::new(Dialect::Postgres);
        let units = framework::read(0, &sources[0], &Beside::of(&sources), target);
        format!("{} {:?}", units[0].framework.name(), units[0].transaction)
    };
    assert_eq!(dated("crate/migrations"), "sqlx Unknown");
    assert_eq!(dated("supabase/migrations"), "plain Unknown");
    assert_eq!(dated("sql"), "plain Unknown");
    // A version that is undone is Flyway's, one that never is refinery's.
    assert_eq!(
        folder(&[
            ("V1__a.sql", "select 1;"),
            ("U1__a.sql", "select 1;"),
            ("V2__b.sql", "select 1;")
        ]),
        ["flyway Up 1 Unknown", "flyway Down 1 Unknown", "flyway Up 2 Unknown"]
    );
    assert_eq!(
        folder(&[("V1__a.sql", "select 1;"), ("U2__b.sql", "select 1;")]),
        ["refinery Up 1 Wrapped", "refinery Up 2 Wrapped"]
    );
    assert_eq!(
        folder(&[
            ("V1__a.sql", "select 1;"),
            ("U2__b.sql", "select 1;"),
            ("R__c.sql", "select 1;")
        ]),
        ["flyway Up 1 Unknown", "flyway Down 2 Unknown", "flyway Up R__c Unknown"]
    );
    assert_eq!(
        folder(&[("beforeMigrate.sql", "select 1;"), ("afterEachMigrate__a.sql", "select 1;")]),
        ["flyway Up beforeMigrate Unknown", "flyway Up afterEachMigrate__a Unknown"]
    );
    // diesel's metadata.toml is of the migration whose folder it stands in.
    let outside = ("metadata.toml", "run_in_transaction = false\n");
    assert_eq!(folder(&[("up.sql", "select 1;"), outside]), ["diesel Up db Autocommit"]);
    let inside = ("metadata.toml", "run_in_transaction = true\n");
    assert_eq!(folder(&[("up.sql", "select 1;"), inside]), ["diesel Up db Wrapped"]);
    // dbmate's dump is loaded instead of the migrations.
    let dump = ("schema.sql", "create table a (id int);\n\n-- Dbmate schema migrations\nselect 1;");
    assert_eq!(folder(&[dump, ("1.sql", "select 1;")]), ["plain Up 1 Unknown"]);
    // A BEGIN of one's own holds the message together.
    assert_eq!(
        folder(&[("1_a.up.sql", "begin; select 1; commit;")]),
        ["golang-migrate Up 1_a Autocommit"]
    );
}

#[test]
fn liquibase_rolls_back_over_lines_and_in_comments() {
    let ways = |text: &str| units("db/log.sql", &format!("--liquibase formatted sql\n{text}"));
    assert_eq!(
        ways("--changeset me:1\nSELECT 1;\n--rollback DELETE\n--rollback FROM t; SELECT 2;\n"),
        [
            "liquibase Up me:1 Wrapped: SELECT 1",
            "liquibase Down me:1 Wrapped: DELETE\n--rollback FROM t | SELECT 2"
        ]
    );
    assert_eq!(
        ways("--changeset me:1\nSELECT 1;\n/* liquibase rollback\n  SELECT 2;\n  SELECT 3; */\n"),
        ["liquibase Up me:1 Wrapped: SELECT 1", "liquibase Down me:1 Wrapped: SELECT 2 | SELECT 3"]
    );
    assert_eq!(
        ways("--changeset me:1\nSELECT 1;\n--rollback not required\n"),
        ["liquibase Up me:1 Wrapped: SELECT 1", "liquibase Down me:1 Wrapped: "]
    );
}

#[test]
fn a_section_that_holds_nothing_is_empty_and_its_positions_are_the_files() {
    let text = "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- nothing\n";
    let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
    let units = framework::read(3, &source, &Beside::default(), Target::new(Dialect::Postgres));
    assert_eq!(units[1].presence, migralint::ops::unit::Presence::Empty);
    assert_eq!(units[0].source, 3);
    assert_eq!(units[0].statements[0].span.of(text), "SELECT 1");
}

#[test]
fn a_changeset_is_for_the_databases_that_it_names() {
    let log =
        |dbms: &str| format!("--Liquibase Formatted SQL\n--changeset me:1 {dbms}\nSELECT 1;\n");
    for dbms in [
        "",
        "dbms:postgresql",
        "dbms:mysql,postgresql",
        "dbms:!oracle",
        "dbms:all",
        "DBMS:\"postgresql\"",
    ] {
        assert_eq!(units("log.sql", &log(dbms)), ["liquibase Up me:1 Wrapped: SELECT 1"], "{dbms}");
    }
    for dbms in ["dbms:mysql", "dbms:h2,oracle", "dbms:!postgresql", "dbms:none runOnChange:true"] {
        assert!(units("log.sql", &log(dbms)).is_empty(), "{dbms}");
    }
    let told = |text: &str| {
        let source = Source { path: "log.sql".to_owned(), text: text.to_owned() };
        framework::dialect_told(&source).map(|it| it.0)
    };
    assert_eq!(told(&log("dbms:mysql")), Some(Dialect::Mysql));
    assert_eq!(told(&log("dbms:mysql,oracle")), None);
    assert_eq!(told(&log("")), None);
}

#[test]
fn a_changeset_says_what_ends_its_statements() {
    let body = |delimiter: &str| {
        format!(
            "CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW\nBEGIN\n SET NEW.a = 1;\nEND\n{delimiter}\nDROP TABLE GOLD {delimiter}\n"
        )
    };
    for (said, delimiter) in [
        ("$$", "$$"),
        ("//", "//"),
        ("\\n/", "/"),
        ("\\nGO", "GO"),
        (";;", ";;"),
        ("|", "|"),
        (";", ";"),
    ] {
        let text = format!(
            "--liquibase formatted sql\n--changeset me:1 endDelimiter:{said}\n{}",
            body(delimiter)
        );
        let source = Source { path: "log.sql".to_owned(), text };
        let target = Target::new(Dialect::Mysql);
        let units = framework::read(0, &source, &Beside::default(), target);
        let found: Vec<&str> =
            units[0].statements.iter().map(|it| it.span.of(&source.text)).collect();
        assert_eq!(found.len(), 2, "{said}: {found:?}");
        assert!(found[0].ends_with("END") && found[1] == "DROP TABLE GOLD", "{said}: {found:?}");
    }
}

#[test]
fn liquibase_takes_comments_out_before_mysql_sees_them() {
    let text = "--liquibase formatted sql\n--changeset me:1\n--comment: one\n--preconditions onFail:HALT\nSELECT 1;\nSELECT 2\n--rollback SELECT 3\n";
    let source = Source { path: "log.sql".to_owned(), text: text.to_owned() };
    let units = framework::read(0, &source, &Beside::default(), Target::new(Dialect::Mysql));
    let found: Vec<&str> = units[0].statements.iter().map(|it| it.span.of(text)).collect();
    assert_eq!(found, ["SELECT 1", "SELECT 2"]);
    assert_eq!(units[1].statements.len(), 1);
}

/// The faults of a file's sections, each with the text that it points at.
fn misread(text: &str) -> Vec<String> {
    let source = Source { path: "1_a.sql".to_owned(), text: text.to_owned() };
    let target = Target::new(Dialect::Mysql);
    let units = framework::read(0, &source, &Beside::default(), target);
    let quirks = units.iter().flat_map(|it| &it.quirks);
    quirks.map(|it| format!("{:?}: {}", it.kind, it.span.of(text))).collect()
}

#[test]
fn marks_are_read_as_each_tool_reads_them() {
    let none: [&str; 0] = [];
    for text in [
        "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
        "--+goose up\nSELECT 1;\n--   +goose DOWN  \nSELECT 2;\n",
        "--migrate:up transaction:false\nSELECT 1\n--\tmigrate:down\nSELECT 2\n",
        "-- +migrate Up notransaction\nSELECT 1;\n-- +migrate Down\n",
        "--- Up Migration\nSELECT 1;\n  -- Down  migration\nSELECT 2;\n",
        // A semicolon in a string ends the line but no word before a comment; `--` in a string begins no word.
        "-- +goose Up\nINSERT INTO t VALUES ('a;--b', 'c');\nSELECT '--';\nSELECT 1; -- one\n",
        "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\n",
    ] {
        assert_eq!(misread(text), none, "{text}");
        let units = units("1_a.sql", text);
        assert!(units[0].ends_with("SELECT 1") || units[0].contains("'a;--b'"), "{units:?}");
    }
    let cases: &[(&str, &[&str])] = &[
        ("  -- +goose Up\nSELECT 1;\n", &["Misread(Unread):   -- +goose Up"]),
        ("-- +goose Up now\nSELECT 1;\n", &["Misread(Unread): -- +goose Up now"]),
        ("\u{feff}-- +goose Up\nSELECT 1;\n", &["Misread(Unread): -- +goose Up"]),
        ("-- +migrate up\nSELECT 1;\n", &["Misread(Unread): -- +migrate up"]),
        ("-- Migrate:Up\nSELECT 1;\n", &["Misread(Unread): -- Migrate:Up"]),
        (
            "-- +goose Down\nSELECT 2;\n-- +goose Up\nSELECT 1;\n",
            &["Misread(Backwards): -- +goose Up"],
        ),
        ("SELECT 0;\n-- migrate:up\nSELECT 1;\n", &["Misread(RefusedOutside): SELECT 0"]),
        ("SELECT 0;\n-- +migrate Up\nSELECT 1;\n", &["Misread(PassedOver): SELECT 0"]),
        ("-- +goose Up\nSELECT 1\n", &["Misread(Unended): SELECT 1"]),
        (
            "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n",
            &["Misread(Unclosed): -- +goose StatementBegin"],
        ),
        (
            "-- +goose Up\nINSERT INTO t VALUES ('a;\n-- b');\n",
            &["Miscut(InTwo): INSERT INTO t VALUES ('a;\n-- b')"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(&misread(text), expected, "{text}");
    }
}

#[test]
fn sqitch_runs_its_changes_as_its_plan_says() {
    let plan = "%syntax-version=1.0.0\n%project=shop\n\nusers 2026-01-01T00:00:00Z A <a@b> # one\n\
        sub/orders [users] 2026-01-02T00:00:00Z A <a@b>\n@v1 2026-01-03T00:00:00Z A <a@b>\n\
        accounts 2026-01-04T00:00:00Z A <a@b>\nusers [users@v1] 2026-01-05T00:00:00Z A <a@b>\n";
    let deploy = |name: &str| format!("-- Deploy shop:{name} to pg\nSELECT 1;\n");
    let mut files = vec![("db/sqitch.plan", plan.to_owned())];
    for name in ["accounts", "sub/orders", "users", "users@v1"] {
        let path: &'static str = format!("db/deploy/{name}.sql").leak();
        files.push((path, deploy(name)));
    }
    files.push(("db/revert/users.sql", "-- Revert shop:users from pg\nSELECT 1;\n".to_owned()));
    files.push(("db/verify/users.sql", "-- Verify shop:users on pg\nSELECT 1;\n".to_owned()));
    let ways = |files: &[(&str, String)]| -> (Vec<String>, Vec<String>) {
        let source = |it: &(&str, String)| Source { path: it.0.to_owned(), text: it.1.clone() };
        let sources: Vec<Source> = files.iter().map(source).collect();
        let options = migralint::Options::default();
        let migrations = migralint::inspect(&sources, &options).migrations;
        let rules = migralint::check(&sources, &options).findings;
        (
            migrations.iter().map(|it| format!("{} {}", it.direction, it.id)).collect(),
            rules
                .iter()
                .map(|it| it.rule.to_string())
                .filter(|it| it == "unordered-files")
                .collect(),
        )
    };
    let (order, unordered) = ways(&files);
    let ups: Vec<&String> = order.iter().filter(|it| it.starts_with("up")).collect();
    assert_eq!(ups, ["up users@v1", "up sub/orders", "up accounts", "up users"]);
    assert!(order.contains(&"down users".to_owned()), "{order:?}");
    assert!(unordered.is_empty());
    // Without the plan nobody can tell.
    let (_, unordered) = ways(&files[1..]);
    assert_eq!(unordered.len(), 1);
}

#[test]
fn drizzle_cuts_at_its_breakpoints_in_every_database() {
    let first = "CREATE TABLE `a` (`id` int);--> statement-breakpoint\nCREATE TABLE `b` (`id` int);\n--> statement-breakpoint\nDROP TABLE `b`";
    let sources = [
        ("db/0000_a.sql", first),
        ("db/0001_b.sql", "DROP TABLE `a`"),
        ("db/seed.sql", "SELECT 1"),
    ]
    .map(|it| Source { path: it.0.to_owned(), text: it.1.to_owned() });
    let beside = Beside::of(&sources);
    for dialect in [Dialect::Mysql, Dialect::Sqlite] {
        let read =
            |it: usize| framework::read(it, &sources[it], &beside, Target::new(dialect)).remove(0);
        assert_eq!(read(0).statements.len(), 3, "{dialect}");
        assert_eq!(read(1).framework.name(), "drizzle");
        assert_eq!(read(2).framework.name(), "plain");
    }
}

#[test]
fn of_files_for_several_databases_only_those_of_the_target_run() {
    let run = |target: &str, paths: &[&str]| -> Vec<String> {
        let source = |it: &&str| Source { path: (*it).to_owned(), text: "SELECT 1;".to_owned() };
        let sources: Vec<Source> = paths.iter().map(source).collect();
        let targets = vec![Target::parse(target).expect("a target")];
        let options = migralint::Options { targets, ..Default::default() };
        let migrations = migralint::inspect(&sources, &options).migrations;
        migrations.into_iter().filter(|it| it.direction == "up").map(|it| it.path).collect()
    };
    let folders = ["db/mysql/1.sql", "db/postgresql/1.sql", "db/common/1.sql", "other/mysql/1.sql"];
    assert_eq!(
        run("postgres@16", &folders),
        ["db/common/1.sql", "db/postgresql/1.sql", "other/mysql/1.sql"]
    );
    assert_eq!(
        run("mysql@8.4", &folders),
        ["db/common/1.sql", "db/mysql/1.sql", "other/mysql/1.sql"]
    );
    // What serves MySQL serves MariaDB where there is nothing else for it.
    assert_eq!(run("mariadb@10.6", &folders).len(), 3);
    assert_eq!(run("oracle@19", &folders).len(), 4);
    let names =
        ["V1.a.mysql.up.sql", "V1.a.sqlite.up.sql", "V2.b.all.up.sql", "V3.mysql_index.sql"];
    assert_eq!(
        run("sqlite@3.45", &names),
        ["V1.a.sqlite.up.sql", "V2.b.all.up.sql", "V3.mysql_index.sql"]
    );
}

#[test]
fn flyways_baselines_stand_for_the_versions_that_are_gone() {
    let cases: [(&[&str], &str); 6] = [
        (&["V1__a", "V2__b", "B2__base", "V3__c"], "V1__a V2__b V3__c"),
        (&["B2__base", "V3__c"], "B2__base V3__c"),
        (&["B2__base", "B10__base", "V11__c"], "B10__base V11__c"),
        (&["B2__base", "B10__base", "V9__c", "V11__d"], "B2__base V9__c V11__d"),
        (&["V1_5__a", "B1.10__base", "V1.11__b"], "V1_5__a V1.11__b"),
        (&["x/V1__a", "B1__base"], "x/V1__a B1__base"),
    ];
    for (names, expected) in cases {
        let sources: Vec<Source> = names
            .iter()
            .map(|it| Source { path: format!("{it}.sql"), text: "select 1;".to_owned() })
            .collect();
        let read = migralint::lang::read(&sources, Target::new(Dialect::Postgres));
        let left: Vec<&str> =
            read.iter().map(|it| sources[it.source].path.trim_end_matches(".sql")).collect();
        assert_eq!(left.join(" "), expected);
    }
}
