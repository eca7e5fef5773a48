//! Fixes: what they make of files in each framework, and how the command writes them.

use std::fs;

use migralint::{Options, Safety, Source};

use crate::command::Folder;
use crate::pages::spoiled;

/// The files as they are after all fixes that are at most so free.
fn repaired(files: &[(&str, &str)], freest: Safety) -> Vec<(String, String)> {
    let source = |it: &(&str, &str)| Source { path: it.0.to_owned(), text: it.1.to_owned() };
    let sources: Vec<Source> = files.iter().map(source).collect();
    let options = Options {
        targets: vec![migralint::dialect::Target::parse("postgres@16").expect("a target")],
        ..Options::default()
    };
    let wrong = spoiled(&sources, &options, &mut 0);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let repaired = migralint::repair(&sources, &options, freest, &[]);
    let files = repaired.sources.into_iter().chain(repaired.created);
    files.map(|it| (it.path, it.text)).collect()
}

#[track_caller]
fn becomes(path: &str, before: &str, after: &str) {
    let files = repaired(&[(path, before)], Safety::Safe);
    assert_eq!(files, [(path.to_owned(), after.to_owned())]);
}

#[test]
fn each_framework_is_told_to_leave_the_transaction_out() {
    becomes("1.sql", "CREATE INDEX i ON t (a);\n", "CREATE INDEX CONCURRENTLY i ON t (a);\n");
    becomes(
        "00001_i.sql",
        "-- +goose Up\ncreate unique index i on t (a);\n\n-- +goose Down\ndrop index concurrently i;\n",
        "-- +goose NO TRANSACTION\n-- +goose Up\ncreate unique index concurrently i on t (a);\n\n\
         -- +goose Down\ndrop index concurrently i;\n",
    );
    becomes(
        "20240101000000_i.sql",
        "-- migrate:up\ncreate index i on t (a);\n",
        "-- migrate:up transaction:false\ncreate index concurrently i on t (a);\n",
    );
    becomes(
        "1_i.sql",
        "-- +migrate Up\ncreate index i on t (a);\n",
        "-- +migrate Up notransaction\ncreate index concurrently i on t (a);\n",
    );
    becomes("V2__i.sql", "create index i on t (a);\n", "create index concurrently i on t (a);\n");
    becomes(
        "0001_i.up.sql",
        "create index i on t (a);\n",
        "create index concurrently i on t (a);\n",
    );
    becomes(
        "c.sql",
        "--liquibase formatted sql\n--changeset me:1\ncreate index i on t (a);\n",
        "--liquibase formatted sql\n--changeset me:1 runInTransaction:false\n\
         create index concurrently i on t (a);\n",
    );
}

#[test]
fn line_breaks_marks_and_comments_stay_as_they_are() {
    becomes(
        "1.sql",
        "\u{feff}/* é */ create index i\r\n  on t (a); -- why\r\n",
        "\u{feff}/* é */ create index concurrently i\r\n  on t (a); -- why\r\n",
    );
    becomes(
        "1.sql",
        "\u{feff}-- migralint: allow renamed-column: nobody reads it\r\nalter table t rename a to b;\r\n",
        "\u{feff}set lock_timeout = '5s';\r\n-- migralint: allow renamed-column: nobody reads it\r\n\
         alter table t rename a to b;\r\n",
    );
}

const HEAD: &str = "from alembic import op\nrevision = 'a'\ndown_revision = None\n\n";
const TAIL: &str = "\ndef downgrade():\n    raise NotImplementedError\n";

#[track_caller]
fn script_becomes(before: &str, after: &str) {
    becomes("versions/a.py", &format!("{HEAD}{before}{TAIL}"), &format!("{HEAD}{after}{TAIL}"));
}

#[test]
fn scripts_keep_their_layout() {
    script_becomes(
        "def upgrade():\n    op.create_index(\n        'i',\n        't',\n        ['a'],  # why\n    )  # so\n",
        "def upgrade():\n    with op.get_context().autocommit_block():\n        op.create_index(\n            'i',\n\
         \x20           't',\n            ['a'],  # why\n            postgresql_concurrently=True,\n        )  # so\n",
    );
    script_becomes(
        "def upgrade():\n\top.create_index('i', 't', ['a'], postgresql_concurrently=False)\n",
        "def upgrade():\n\twith op.get_context().autocommit_block():\n\
         \t\top.create_index('i', 't', ['a'], postgresql_concurrently=True)\n",
    );
    script_becomes(
        "def upgrade():\n    op.execute(\n        \"\"\"\n    create index i\n      on t (a)\n        \"\"\"\n    )\n",
        "def upgrade():\n    with op.get_context().autocommit_block():\n        op.execute(\n            \"\"\"\n\
         \x20   create index concurrently i\n      on t (a)\n        \"\"\"\n        )\n",
    );
    script_becomes(
        "def upgrade():\n    op.execute(\n        'create index i '\n        'on t (a)'\n    )\n",
        "def upgrade():\n    with op.get_context().autocommit_block():\n        \
         op.execute(\"CREATE INDEX CONCURRENTLY i ON t (a)\")\n",
    );
    // What runs for many tables, in a batch or through a name of its own is left to people.
    for same in [
        "def upgrade():\n    for t in ['a', 'b']:\n        op.create_index(f'i_{t}', t, ['x'])\n",
        "def upgrade():\n    with op.batch_alter_table('t') as batch:\n        batch.create_index('i', ['x'])\n",
        "def upgrade():\n    x = 1; op.create_index('i', 't', ['a'])\n",
        // So is what is not known before it runs.
        "def upgrade():\n    op.execute(f\"create index i_{op.x} \"\n        'on t (a)')\n",
        "def upgrade():\n    op.create_unique_constraint(f'u_{op.x}', 't', ['a'])\n",
    ] {
        script_becomes(same, same);
    }
}

#[test]
fn what_shares_its_transaction_moves_to_a_migration_of_its_own() {
    let up = "-- +goose Up\nset lock_timeout = '5s';\nalter table t add b int;\n";
    let goose = format!("{up}create index i on t (b);\n");
    assert_eq!(repaired(&[("1_i.sql", &goose)], Safety::Safe)[0].1, goose);
    let all = repaired(&[("1_i.sql", &goose)], Safety::Ask);
    let next = "-- +goose NO TRANSACTION\n-- +goose Up\ncreate index concurrently i on t (b);\n\n\
        -- +goose Down\ndrop index concurrently i;\n";
    assert_eq!(all[0].1, up);
    assert_eq!(all[1..], [("2_index_i.sql".to_owned(), next.to_owned())]);
}

#[test]
fn new_migrations_are_named_and_numbered_as_the_framework_does_it() {
    let sql = "set lock_timeout = '5s';\nalter table t add constraint t_a check (0 < a);\n";
    let cases = [
        ("m/0001_a.sql", "", "m/0002_validate_t_a.sql", ""),
        ("V7__a.sql", "", "V8__validate_t_a.sql", ""),
        ("000001_a.up.sql", "", "000002_validate_t_a.up.sql", ""),
        (
            "20240131235959_a.sql",
            "-- migrate:up\n",
            "20240131235960_validate_t_a.sql",
            "-- migrate:up\n",
        ),
        ("1-a.sql", "-- +migrate Up\n", "2-validate_t_a.sql", "-- +migrate Up\n"),
        (
            "p/migrations/20240101000000_a/migration.sql",
            "",
            "p/migrations/20240101000001_validate_t_a/migration.sql",
            "",
        ),
        ("2024_a/up.sql", "", "2025_validate_t_a/up.sql", ""),
    ];
    for (path, head, next, next_head) in cases {
        let files = repaired(&[(path, &format!("{head}{sql}"))], Safety::Ask);
        let added = sql.replace("(0 < a);", "(0 < a) not valid;");
        let validated = format!("{next_head}alter table t validate constraint t_a;\n");
        let expected = [(path.to_owned(), format!("{head}{added}")), (next.to_owned(), validated)];
        assert_eq!(files, expected);
    }
}

#[test]
fn several_databases_share_no_spelling() {
    let sources =
        [Source { path: "1.sql".to_owned(), text: "create index i on t (a);\n".to_owned() }];
    let target = |it: &str| migralint::dialect::Target::parse(it).expect("a target");
    let options =
        Options { targets: vec![target("postgres"), target("mysql")], ..Options::default() };
    let report = migralint::check(&sources, &options);
    assert!(report.findings.iter().all(|it| it.fixes.is_empty()), "{report:?}");
}

#[test]
fn a_comment_loses_what_it_allows_in_vain() {
    let allow = "-- migralint: allow";
    let index = "create index concurrently i on t (a);";
    becomes("1.sql", &format!("{allow} second-head: x\n{index}\n"), &format!("{index}\n"));
    becomes("1.sql", &format!("{index} {allow} second-head: x\n"), &format!("{index}\n"));
    becomes(
        "1.sql",
        &format!(
            "{allow} second-head, renamed-column: x\nset lock_timeout = 1;alter table t rename a to b;\n"
        ),
        &format!("{allow} renamed-column: x\nset lock_timeout = 1;alter table t rename a to b;\n"),
    );
}

// ---- On the disk

const HURTS: &str = "create index t_a on t (a);\n";
const MENDED: &str = "create index concurrently t_a on t (a);\n";

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a file")
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("the folder");
    let mut names: Vec<String> = entries
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn fix_rewrites_files_and_reports_what_is_left() {
    let folder = Folder::of(&[("1.sql", HURTS), ("2.sql", "drop table t;\n")]);
    let ran = folder.run(&["--fix"]);
    assert_eq!(ran.ended_well().status, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("fixed: 1.sql: build `t_a` online, outside of a transaction\n"),
        "{ran:?}"
    );
    assert!(ran.out.contains("error[dropped-table]"), "{ran:?}");
    assert_eq!(read(&folder, "1.sql"), MENDED);
    assert_eq!(names(&folder), ["1.sql", "2.sql"]);
    // A second run has nothing to do.
    let ran = folder.run(&["--fix", "--format=json", "1.sql"]);
    assert_eq!(ran.ended_well().status, Some(0), "{ran:?}");
    assert!(ran.json().get("fixed").is_none(), "{ran:?}");
}

#[test]
fn diff_prints_and_changes_nothing() {
    let folder = Folder::of(&[("a/1.sql", HURTS)]);
    let ran = folder.run(&["--diff", "a"]);
    assert_eq!(ran.ended_well().status, Some(1), "{ran:?}");
    let expected = "--- a/a/1.sql\n+++ b/a/1.sql\n@@ -1 +1 @@\n-create index t_a on t (a);\n\
        +create index concurrently t_a on t (a);\n";
    assert_eq!(ran.out, expected);
    assert_eq!(read(&folder, "a/1.sql"), HURTS);
    let ran = folder.run_with(&["--diff", "-"], HURTS.as_bytes());
    assert!(ran.ended_well().out.contains("+create index concurrently"), "{ran:?}");
    assert_eq!(folder.run(&["--fix=some", "a"]).ended_well().status, Some(2));
}

#[test]
fn what_cannot_be_rewritten_is_said() {
    let folder = Folder::new();
    folder.write("1.sql", b"create index t_a on t (a); -- caf\xe9\n");
    let ran = folder.run(&["--fix"]);
    assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
    assert_eq!(ran.error, "error: 1.sql: not fixed: it is Windows-1252; save it as UTF-8 first\n");
    let utf16: Vec<u8> =
        "\u{feff}create index t_a on t (a);".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("1.sql", &utf16);
    let ran = folder.run(&["--fix"]);
    assert_eq!(ran.error, "error: 1.sql: not fixed: it is UTF-16LE; save it as UTF-8 first\n");
    assert_eq!(fs::read(folder.path().join("1.sql")).expect("a file"), utf16);
    let ran = folder.run_with(&["--fix", "-"], HURTS.as_bytes());
    assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay_and_read_only_files_too() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::of(&[("real/1.sql", HURTS), ("2.sql", "create index t_b on t (b);\n")]);
    let mode = |name: &str, mode: u32| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.path().join(name), permissions).expect("permissions");
    };
    mode("real/1.sql", 0o640);
    mode("2.sql", 0o444);
    symlink("real/1.sql", folder.path().join("1.sql")).expect("a link");
    let ran = folder.run(&["--fix", "1.sql", "2.sql"]);
    assert_eq!(ran.error, "error: 2.sql: not fixed: it is read-only; allow writing to it\n");
    assert_eq!(read(&folder, "real/1.sql"), MENDED);
    assert_eq!(read(&folder, "2.sql"), "create index t_b on t (b);\n");
    let linked = fs::symlink_metadata(folder.path().join("1.sql")).expect("the link");
    assert!(linked.is_symlink());
    let kept = fs::metadata(folder.path().join("real/1.sql")).expect("the file").permissions();
    assert_eq!(kept.mode() & 0o777, 0o640);
}

#[test]
fn what_a_fix_made_is_not_divided_again() {
    let revision = |id: &str, parent: &str, up: &str| {
        format!(
            "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = \"{id}\"\ndown_revision = {parent}\n\n\n\
             def upgrade():\n    {up}\n\n\ndef downgrade():\n    raise NotImplementedError\n"
        )
    };
    let table = "op.create_table(\"t\", sa.Column(\"id\", sa.BigInteger(), primary_key=True), sa.Column(\"a\", sa.Text()))";
    let files = [
        ("a.py", revision("a1", "None", table)),
        ("b.py", revision("b1", "\"a1\"", "op.alter_column(\"t\", \"a\", nullable=False)")),
        // At the end of the history, where what a fix makes comes, the table is gone.
        ("c.py", revision("c1", "\"b1\"", "op.drop_table(\"t\")")),
    ];
    let sources: Vec<Source> =
        files.map(|(path, text)| Source { path: path.to_owned(), text }).into();
    let made = migralint::repair(&sources, &Options::default(), Safety::Ask, &[]).created;
    assert!(made.len() < 4, "{:?}", made.iter().map(|it| &it.path).collect::<Vec<_>>());
}

/// A migration behind the last does not find what another takes away or renames before it.
#[test]
fn what_goes_later_gets_no_migration_that_follows() {
    let first = ("001_a.sql", "create table t (id bigint primary key, a int, b int);\n");
    let add = "set lock_timeout = '5s';\nalter table t add constraint c check (a > 0);\n";
    let second = ("002_b.sql", add);
    let files_after = |third: &str| {
        let files = repaired(&[first, second, ("003_c.sql", third)], Safety::Ask);
        (files.len(), files[1].1 == add)
    };
    assert_eq!(files_after("select 1;\n"), (4, false));
    assert_eq!(files_after("alter table t drop column b;\n"), (4, false));
    for gone in [
        "alter table t drop constraint c;\n",
        "alter table t drop column a;\n",
        "alter table t rename column a to d;\n",
        "alter table t rename to u;\n",
        "drop table t;\n",
    ] {
        let (files, untouched) = files_after(gone);
        assert!(untouched && 3 <= files, "{gone}");
    }
}

#[test]
fn a_stand_in_for_not_null_is_taken_back_by_its_own_way_down() {
    let first = "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n\n\n\
        def upgrade():\n    op.create_table('t', sa.Column('id', sa.Integer()), sa.Column('b', sa.Text()))\n\n\n\
        def downgrade():\n    op.drop_table('t')\n";
    let second = "from alembic import op\nrevision = 'b'\ndown_revision = 'a'\n\n\n\
        def upgrade():\n    op.alter_column('t', 'b', nullable=False)\n\n\n\
        def downgrade():\n    op.alter_column('t', 'b', nullable=True)\n";
    let files = repaired(&[("versions/a.py", first), ("versions/b.py", second)], Safety::Ask);
    let text = files.iter().find(|it| it.0 == "versions/b.py").map_or("", |it| &it.1);
    assert!(text.contains("ADD CONSTRAINT t_b_not_null CHECK (b IS NOT NULL) NOT VALID"), "{text}");
    let back = "def downgrade():\n    op.execute(\"ALTER TABLE t DROP CONSTRAINT t_b_not_null\")\n    \
        op.alter_column('t', 'b', nullable=True)\n";
    assert!(text.ends_with(back), "{text}");
}

#[test]
fn a_way_down_leaves_nothing_to_later_migrations() {
    let up = "-- +goose Up\ndrop table s;\nalter table t drop constraint t_s;\n\n-- +goose Down\n";
    let down = "alter table t add constraint t_s foreign key (s) references u (id);\n";
    let given = "-- +goose Up\ncreate table s (id int);\ncreate table u (id int primary key);\n\
        create table t (s int constraint t_s references u (id));\n";
    let text = format!("{up}{down}");
    let files = repaired(&[("00001_t.sql", given), ("00002_b.sql", &text)], Safety::Ask);
    let text = files.iter().find(|it| it.0 == "00002_b.sql").map_or("", |it| &it.1);
    assert!(text.ends_with(down), "{text}");
}
