//! Ways down: what is wrong with them, and what is written in their place.

use std::collections::BTreeMap;

use migralint::dialect::{Dialect, Target};
use migralint::report::fill::written;
use migralint::report::model::{RevertReport, WayDownReport};
use migralint::{Options, Source};

use crate::catalog::Dice;

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// A revision with these bodies, given without their indentation.
fn revision(id: &str, parent: Option<&str>, up: &str, down: Option<&str>) -> Source {
    let body = |it: &str| it.lines().map(|it| format!("    {it}\n")).collect::<String>();
    let parent = parent.map_or("None".to_owned(), |it| format!("{it:?}"));
    let mut text = format!(
        "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n\n\
         revision = {id:?}\ndown_revision = {parent}\n\n\ndef upgrade():\n{}",
        body(up)
    );
    if let Some(down) = down {
        text.push_str(&format!("\n\ndef downgrade():\n{}", body(down)));
    }
    source(&format!("versions/{id}.py"), &text)
}

fn options(dialect: Dialect) -> Options {
    Options { targets: vec![Target::new(dialect)], ..Options::default() }
}

/// The grade of the last migration, and what it rests on.
fn grade(sources: &[Source], dialect: Dialect) -> (&'static str, Vec<String>) {
    let report = migralint::check(sources, &options(dialect));
    let last = report.downgrades.last().expect("a grade");
    (last.grade.grade, last.grade.reasons.clone())
}

const BASE: &str = "op.create_table('t', sa.Column('id', sa.BigInteger(), primary_key=True), \
    sa.Column('a', sa.Integer(), nullable=False, server_default='3'), \
    sa.Column('flag', sa.Boolean(), server_default=sa.false()), sa.Column('b', sa.String(20)), \
    sa.CheckConstraint('a < 9', name='few'))
op.create_index('t_b', 't', ['b'], unique=True, postgresql_where=sa.text('a > 1'))
op.create_table('u', sa.Column('id', sa.Integer(), primary_key=True), \
    sa.Column('t_id', sa.BigInteger(), sa.ForeignKey('t.id', name='u_t', ondelete='CASCADE')))
op.execute('alter table t add constraint few_b check (length(b) < 9) not valid')";

/// Way up, way down, grade, and a word of the reason.
const PAIRS: &[(&str, &str, &str, &str)] = &[
    ("op.add_column('t', sa.Column('c', sa.Text()))", "op.drop_column('t', 'c')", "exact", ""),
    ("op.add_column('t', sa.Column('c', sa.Text()))", "pass", "wrong", "left behind"),
    // A naming convention that only the application knows.
    (
        "op.create_check_constraint('few', 't', 'a < 9')",
        "op.drop_constraint('ck_t_few', 't')",
        "unproved",
        "under another name",
    ),
    (
        "op.create_index(None, 't', ['a'])",
        "op.drop_index('ix_my_a', 't')",
        "unproved",
        "under another name",
    ),
    (
        "op.drop_index('ix_my_a', 't')\nop.create_index(None, 't', ['a'], unique=True)",
        "op.drop_index('ix_uq_a', 't')\nop.create_index(None, 't', ['a'])",
        "unproved",
        "under another name",
    ),
    ("op.create_index('t_a', 't', ['a'])", "op.drop_index('ix_my_a', 't')", "wrong", "left behind"),
    ("op.create_index(None, 't', ['a'])", "op.drop_index('ix_my_b', 't')", "wrong", "left behind"),
    (
        "op.add_column('t', sa.Column('c', sa.Text()))",
        "raise NotImplementedError()",
        "impossible",
        "raises",
    ),
    (
        "op.drop_column('t', 'flag')",
        "op.add_column('t', sa.Column('flag', sa.Boolean()))",
        "wrong",
        "default",
    ),
    (
        "op.drop_column('t', 'flag')",
        "op.add_column('t', sa.Column('flag', sa.Boolean(), server_default='0'))",
        "structure-only",
        "values of `t.flag`",
    ),
    (
        "op.drop_column('t', 'b')",
        "op.add_column('t', sa.Column('b', sa.String(20)))",
        "wrong",
        "t_b",
    ),
    (
        "op.drop_index('t_b', 't')",
        "op.create_index('t_b', 't', ['b'], unique=True, postgresql_where=sa.text('(a>1)'))",
        "exact",
        "",
    ),
    ("op.drop_index('t_b', 't')", "op.create_index('t_b', 't', ['b'])", "wrong", "uniqueness"),
    (
        "op.drop_constraint('u_t', 'u', type_='foreignkey')",
        "op.create_foreign_key('u_t', 'u', 't', ['t_id'], ['id'])",
        "wrong",
        "on delete cascade",
    ),
    (
        "op.alter_column('t', 'a', nullable=True)",
        "op.alter_column('t', 'a', nullable=False)",
        "exact",
        "NULL",
    ),
    (
        "op.create_table('v', sa.Column('id', sa.Integer()))",
        "op.drop_table('v')\nop.drop_table('t')",
        "wrong",
        "still used",
    ),
    (
        "op.create_table('v', sa.Column('m', sa.Enum('x', name='mood')))",
        "op.drop_table('v')",
        "wrong",
        "type `mood` is left behind",
    ),
    (
        "op.create_table('v', sa.Column('m', sa.Enum('x', name='mood')))\nop.create_index('v_m', 'v', ['m'])",
        "op.drop_table('v')\nop.drop_index('v_m', 'v')\nop.execute('drop type mood')",
        "wrong",
        "gone when its turn comes",
    ),
    ("op.execute('do $$ begin perform 1; end $$')", "pass", "unproved", "procedural"),
    ("op.execute('update t set a = 1')", "pass", "structure-only", "writes into `t`"),
    ("op.rename_table('u', 'w')", "op.rename_table('w', 'u')", "exact", ""),
    ("op.execute('create temporary table m as select id from t')", "pass", "exact", ""),
    (
        "op.drop_column('t', 'flag')",
        "op.add_column('t', sa.Column('flag', sa.Boolean(), server_default='False'))",
        "structure-only",
        "values of `t.flag`",
    ),
    // A type of the application may stand for anything, whatever it is called after.
    (
        "from app.types import TIMESTAMP\nop.alter_column('t', 'b', type_=TIMESTAMP)",
        "op.alter_column('t', 'b', type_=sa.String(30))",
        "wrong",
        "character varying(30)",
    ),
    (
        "op.add_column('t', sa.Column('at', sa.DateTime()))",
        "from app.types import TIMESTAMP\nop.drop_column('t', 'at')",
        "exact",
        "",
    ),
    (
        "from app.types import A\nop.alter_column('t', 'b', type_=A())",
        "from app.types import B\nop.alter_column('t', 'b', type_=B())",
        "unproved",
        "column `t.b`",
    ),
    (
        "op.add_column('t', sa.Column('c', sa.Text()))",
        "op.execute('delete from u where id = 3')\nop.drop_column('t', 'c')",
        "structure-only",
        "deleted from `u`",
    ),
    (
        "op.execute(\"create sequence n; alter table t alter column a set default nextval('n')\")",
        "op.execute('drop sequence n')",
        "wrong",
        "still used by the default of `t.a`",
    ),
    (
        "op.execute('alter table u add constraint u_id check (id < 9) not valid')\n\
         op.execute('alter table u validate constraint u_id')",
        "op.drop_constraint('u_id', 'u')",
        "exact",
        "",
    ),
    ("op.execute('alter table t validate constraint few_b')", "pass", "exact", ""),
    // The convention's name of a key, or of a check that the script names in part.
    (
        "op.create_table('v', sa.Column('id', sa.Integer(), primary_key=True))\n\
         op.create_foreign_key(None, 't', 'v', ['a'], ['id'])",
        "op.drop_constraint('fk_t_a_v', 't')\nop.drop_table('v')",
        "unproved",
        "`fk_t_a_v` of `t` is not known",
    ),
    (
        "op.execute('alter table t drop constraint ck_t_few')",
        "op.execute('alter table t add constraint ck_t_few check (a < 9)')",
        "unproved",
        "under another name",
    ),
    // Rows that come while the script runs decide.
    (
        "rows = {}\nfor row in op.get_bind().execute(sa.text('select 1')):\n    rows[row.id] = row\n\
         found = []\nfor key, row in rows.items():\n    found.append(row)\n\
         if len(found) < 100:\n    op.create_index('t_a', 't', ['a'])\n\
         if not found:\n    op.create_index('t_a2', 't', ['a'])",
        "pass",
        "unproved",
        "len(found) < 100",
    ),
    // What was there before the first revision.
    (
        "op.execute('drop table if exists elder')\nop.create_table('elder', sa.Column('id', sa.Integer()), sa.Column('x', sa.Text()))",
        "op.drop_table('elder')\nop.create_table('elder', sa.Column('id', sa.Integer()))",
        "unproved",
        "not known",
    ),
    // SQLAlchemy drops what references first.
    (
        "m = sa.MetaData()\na = sa.Table('a', m, sa.Column('id', sa.Integer(), primary_key=True))\n\
         b = sa.Table('b', m, sa.Column('id', sa.Integer(), sa.ForeignKey('a.id')))\nm.create_all(op.get_bind(), tables=[b, a])",
        "m = sa.MetaData()\na = sa.Table('a', m, sa.Column('id', sa.Integer(), primary_key=True))\n\
         b = sa.Table('b', m, sa.Column('id', sa.Integer(), sa.ForeignKey('a.id')))\nm.drop_all(op.get_bind(), tables=[a, b])",
        "exact",
        "",
    ),
];

#[test]
fn each_way_down_gets_its_grade() {
    let mut wrong = Vec::new();
    for &(up, down, expected, word) in PAIRS {
        let sources = [
            revision("a1", None, BASE, Some("raise NotImplementedError()")),
            revision("a2", Some("a1"), up, Some(down)),
        ];
        let (grade, reasons) = grade(&sources, Dialect::Postgres);
        if grade != expected || !reasons.join("; ").contains(word) {
            wrong.push(format!("{up} | {down}: {grade} {reasons:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What looked wrong in real migrations and is not.
const INNOCENT: &[(&str, &str)] = &[
    // A class of the application may stand for any type.
    (
        "op.alter_column('t', 'b', type_=UtcDateTime())",
        "op.alter_column('t', 'b', type_=sa.String(20))",
    ),
    // One statement drops a constraint and makes it anew.
    (
        "op.execute('alter table u drop constraint u_t, add constraint u_t foreign key (t_id) references t (id)')",
        "op.execute('alter table u drop constraint u_t, add constraint u_t foreign key (t_id) references t (id) on delete cascade')",
    ),
    // Which constraint it is turns out when it runs.
    (
        "op.drop_constraint(find_name('u'), 'u')\nop.create_foreign_key('u_t', 'u', 't', ['t_id'], ['id'])",
        "op.drop_constraint('u_t', 'u')\nop.create_foreign_key(find_name('u'), 'u', 't', ['t_id'], ['id'], ondelete='CASCADE')",
    ),
    // What a block makes depends on what it finds.
    (
        "op.execute('do $$ begin if true then create extension pgcrypto; end if; end $$')",
        "op.execute('select 1')",
    ),
    // It may have been there before.
    ("op.execute('create extension if not exists citext')", "op.execute('select 1')"),
    // A default's literal with and without its type.
    (
        "op.alter_column('t', 'a', server_default='4')",
        "op.alter_column('t', 'a', server_default=sa.text(\"'3'::integer\"))",
    ),
    // A script that asks first.
    (
        "if not sa.inspect(op.get_bind()).has_table('v'):\n    op.create_table('v', sa.Column('id', sa.Integer()))",
        "op.execute('select 1')",
    ),
];

#[test]
fn what_nobody_can_know_is_not_called_wrong() {
    let mut wrong = Vec::new();
    for &(up, down) in INNOCENT {
        let sources = [
            revision("a1", None, BASE, Some("raise NotImplementedError()")),
            revision("a2", Some("a1"), up, Some(down)),
        ];
        let (grade, reasons) = grade(&sources, Dialect::Postgres);
        if grade == "wrong" {
            wrong.push(format!("{up} | {down}: {reasons:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sources with what is proposed, and the report on them.
fn mended(
    sources: &[Source],
    dialect: Dialect,
) -> (RevertReport, Vec<Source>, BTreeMap<String, &'static str>) {
    let report = migralint::revert(sources, &options(dialect));
    let (mut new, created) = written(sources, &report);
    new.extend(created);
    let again = migralint::check(&new, &options(dialect));
    let grades = again.downgrades.iter().map(|it| (it.id.clone(), it.grade.grade)).collect();
    (report, new, grades)
}

fn proposed(it: &WayDownReport) -> &str {
    it.proposed.as_ref().map_or("", |it| it.text.as_str())
}

#[test]
fn what_rests_on_a_new_function_or_sequence_goes_before_it() {
    let up = "create table w (id bigint primary key);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger w_touch before update on w for each row execute function touch();
create sequence w_ids;
alter table w alter column id set default nextval('w_ids');
create type mood as enum ('glad', 'sad');";
    let later = "create type feeling as enum ('glad', 'sad');
alter table w add column mood mood;";
    let last = "alter table w alter column mood type feeling using mood::text::feeling;";
    let files = [("1", up), ("2", later), ("3", last)];
    let sources = files.map(|(id, text)| source(&format!("m/{id}_x.up.sql"), text));
    let (report, _, grades) = mended(&sources, Dialect::Postgres);
    assert!(grades.values().all(|it| *it == "exact"), "{grades:?}");
    let (trigger, function, default, sequence) =
        ("drop trigger w_touch on w", "drop function touch", "drop default", "drop sequence w_ids");
    let text = proposed(&report.migrations[0]);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(place(trigger) < place(function) && place(default) < place(sequence), "{text}");
    let text = proposed(&report.migrations[2]);
    assert!(text.contains("using mood::text::mood"), "{text}");
}

#[test]
fn a_way_down_that_has_nothing_to_undo_is_emptied() {
    let sources = [
        revision("a1", None, BASE, None),
        revision(
            "a2",
            Some("a1"),
            "op.alter_column('t', 'b', type_=sa.String(20))",
            Some("# It was longer.\nop.alter_column('t', 'b', type_=sa.String(30))"),
        ),
    ];
    let (report, new, grades) = mended(&sources, Dialect::Postgres);
    assert_eq!(grades["a2"], "exact", "{:?}", report.migrations[1].cannot);
    let text = &new[1].text;
    assert!(text.ends_with("def downgrade():\n    # It was longer.\n    pass\n"), "{text}");
}

#[test]
fn a_column_goes_with_the_default_that_sql_server_keeps_it_for() {
    let base = "op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True))";
    let up = "op.add_column('t', sa.Column('n', sa.Integer(), server_default='3'))
op.add_column('t', sa.Column('m', sa.Integer()))";
    let sources = [revision("a1", None, base, None), revision("a2", Some("a1"), up, None)];
    let (_, new, grades) = mended(&sources, Dialect::Mssql);
    assert_eq!(grades["a2"], "exact");
    let lines = "op.drop_column('t', 'm')\n    op.drop_column('t', 'n', mssql_drop_default=True)\n";
    let text = &new[1].text;
    assert!(text.replace('"', "'").ends_with(lines), "{text}");
    let refused = |sources: &[Source]| {
        let report = migralint::check(sources, &options(Dialect::Mssql));
        report.findings.iter().any(|it| it.rule == "refused-statement")
    };
    assert!(!refused(&new), "{text}");
    let without = text.replace(", mssql_drop_default=True", "");
    assert!(refused(&[new[0].clone(), source("versions/a2.py", &without)]));
}

#[test]
fn a_missing_downgrade_is_called_as_the_upgrade_is() {
    let mut only = revision("a1", None, BASE, None);
    only.text = only.text.replace("upgrade():", "upgrade(engine_name: str = '') -> None:");
    let (_, new, grades) = mended(&[only], Dialect::Postgres);
    assert_eq!(grades["a1"], "exact");
    let text = &new[0].text;
    assert!(text.contains("\ndef downgrade(engine_name: str = '') -> None:\n"), "{text}");
}

#[test]
fn a_missing_downgrade_is_written_in_the_files_own_style() {
    let up = "with op.batch_alter_table('t', schema=None) as batch_op:
    batch_op.add_column(sa.Column('c', sa.Text()))
    batch_op.create_index(batch_op.f('t_c'), ['c'])
    batch_op.drop_column('a')";
    let sources = [revision("a1", None, BASE, None), revision("a2", Some("a1"), up, None)];
    let (report, new, grades) = mended(&sources, Dialect::Postgres);
    assert_eq!(grades["a1"], "exact");
    assert_eq!(grades["a2"], "structure-only");
    let text = proposed(&report.migrations[1]);
    for wanted in [
        "with op.batch_alter_table('t', schema=None) as batch_op:",
        "batch_op.drop_index(batch_op.f('t_c'))",
        "server_default=sa.text(\"'3'\")",
        "values of t.a are lost",
        "CREATE TABLE t_a_backup AS SELECT id, a FROM t",
    ] {
        assert!(text.contains(wanted), "{wanted} is missing in\n{text}");
    }
    assert!(
        new[1].text.starts_with(&sources[1].text.trim_end().to_owned()),
        "the rest stays as it was"
    );
}

#[test]
fn what_alembic_refuses_on_sqlite_outside_of_a_batch_is_written_inside_of_one() {
    let base = "op.create_table('t', sa.Column('a', sa.String(9), nullable=False), sa.Column('b', sa.Integer(), nullable=False), sa.PrimaryKeyConstraint('b', name='pk'))";
    let down = "with op.batch_alter_table('t') as batch_op:
    batch_op.drop_constraint('pk', type_='primary')
    batch_op.alter_column('a', existing_type=sa.String(9), nullable=True)";
    let sources =
        [revision("a1", None, base, None), revision("a2", Some("a1"), "helped(op)", None)];
    let mut helped = sources.clone();
    let indented: String = down.lines().map(|it| format!("    {it}\n")).collect();
    helped[1].text.push_str(&format!("\n\ndef helped(op):\n{indented}"));
    let (report, _, grades) = mended(&helped, Dialect::Sqlite);
    let text = proposed(&report.migrations[1]);
    assert!(text.contains("with op.batch_alter_table(\"t\", schema=None) as batch_op:"), "{text}");
    assert!(text.contains("batch_op.create_primary_key(\"pk\", [\"b\"])"), "{text}");
    assert!(text.contains("batch_op.alter_column(\"a\", nullable=False"), "{text}");
    assert_eq!(grades["a2"], "exact");
}

#[test]
fn a_wrong_downgrade_is_mended_and_keeps_its_comments() {
    let down = "\"\"\"Back again.\"\"\"\n# Ask Ann first.\nop.drop_column('t', 'b')  # not '#b'\nop.drop_column('t', 'd')";
    let up = "op.add_column('t', sa.Column('c', postgresql.ARRAY(sa.Text())))";
    let sources = [revision("a1", None, BASE, None), revision("a2", Some("a1"), up, Some(down))];
    let (_, new, grades) = mended(&sources, Dialect::Postgres);
    assert_eq!(grades["a2"], "exact");
    let text = &new[1].text;
    assert!(
        text.ends_with(
            "\"\"\"Back again.\"\"\"\n    # Ask Ann first.\n    # not '#b'\n    op.drop_column('t', 'c')\n"
        ),
        "{text}"
    );
}

#[test]
fn what_cannot_be_taken_back_raises_and_says_why() {
    let sources = [
        revision(
            "a1",
            None,
            "op.execute(\"create type mood as enum ('a'); create domain moods as mood\")",
            None,
        ),
        revision("a2", Some("a1"), "op.execute(\"alter type mood add value 'b'\")", None),
    ];
    let (report, _, grades) = mended(&sources, Dialect::Postgres);
    assert_eq!(grades["a2"], "impossible");
    let text = proposed(&report.migrations[1]);
    assert!(
        text.contains("raise NotImplementedError(")
            && text.contains("value 'b' cannot be taken out"),
        "{text}"
    );
}

/// A value is taken out by a type without it, where nothing but plain columns rests on the type.
#[test]
fn a_type_without_the_value_takes_the_place_of_the_other() {
    let up = "create type mood as enum ('a', 'c');\n\
              create table t (id int primary key, \"M\" mood default 'a');\n";
    let written = |more: &str| {
        let sources = [
            source("1_a.up.sql", &format!("{up}{more}")),
            source("2_b.up.sql", "alter type mood add value 'b' before 'c';\n"),
        ];
        let (_, files, _) = mended(&sources, Dialect::Postgres);
        files.into_iter().find(|it| it.path == "2_b.down.sql").map(|it| it.text)
    };
    assert_eq!(
        written("").as_deref(),
        Some(
            "alter type mood rename to mood_old;\n\
             create type mood as enum ('a', 'c');\n\
             alter table t alter column \"M\" drop default;\n\
             alter table t alter column \"M\" type mood using \"M\"::text::mood;\n\
             alter table t alter column \"M\" set default 'a';\n\
             drop type mood_old;\n"
        )
    );
    for more in [
        "create index i on t (id) where \"M\" = 'a';",
        "create view v as select * from t;",
        "create function f(m mood) returns int language sql as 'select 1';",
        "create table u (ms mood[]);",
        "create domain moods as mood;",
        "alter table t add check (\"M\" <> 'c');",
    ] {
        let text = written(more);
        assert!(text.is_none_or(|it| !it.contains("mood_old")), "{more}");
    }
}

#[test]
fn sql_is_written_where_each_convention_wants_it() {
    let up = "create table t (id int primary key, a int);\n";
    let cases: &[(&str, String, &str, &str)] = &[
        ("m/1_a.sql", format!("-- +goose Up\n{up}"), "m/1_a.sql", "-- +goose Down\ndrop table t;"),
        (
            "m/1_a.sql",
            format!("-- migrate:up\n{up}"),
            "m/1_a.sql",
            "-- migrate:down\ndrop table t;",
        ),
        (
            "m/1_a.sql",
            format!("{up}-- //@UNDO\n-- nothing yet\n"),
            "m/1_a.sql",
            "-- //@UNDO\n-- nothing yet\ndrop table t;",
        ),
        (
            "m/1_a.sql",
            format!(
                "-- +goose Up\n{up}-- +goose Down\n-- +goose StatementBegin\ndrop table u; -- '--' /* no */ not t\n/* two\nlines */ select '-- x';\n-- +goose StatementEnd\n"
            ),
            "m/1_a.sql",
            "-- +goose Down\n-- '--' /* no */ not t\n/* two\nlines */\ndrop table t;",
        ),
        ("m/1_a.up.sql", up.to_owned(), "m/1_a.down.sql", "drop table t;"),
        ("m/2024_a/up.sql", up.to_owned(), "m/2024_a/down.sql", "drop table t;"),
        ("m/V1__a.sql", up.to_owned(), "m/U1__a.sql", "drop table t;"),
        (
            "m/deploy/a.sql",
            format!("-- Deploy a\n{up}"),
            "m/revert/a.sql",
            "BEGIN;\n\ndrop table t;\n\nCOMMIT;",
        ),
        (
            "m/1.sql",
            format!("--liquibase formatted sql\n--changeset ann:1\n{up}"),
            "m/1.sql",
            "--rollback drop table t;",
        ),
    ];
    for (path, text, place, wanted) in cases {
        let sources = [source(path, text)];
        let (report, new, grades) = mended(&sources, Dialect::Postgres);
        let found = new.iter().find(|it| it.path == *place);
        let found = found.unwrap_or_else(|| panic!("{path}: no {place}: {report:?}"));
        assert!(found.text.contains(wanted), "{path}: {}", found.text);
        assert!(grades.values().all(|it| *it == "exact"), "{path}: {grades:?}\n{}", found.text);
    }
    // Each way leaves its transaction by itself, or does without what none accepts.
    let base = "create table t (a int);\n";
    let online = "create index concurrently i on t (a);\n";
    let cases: &[(&str, String, &str, &str)] = &[
        (
            "m/2_b.sql",
            format!("-- migrate:up transaction:false\n{online}"),
            "m/2_b.sql",
            "-- migrate:down transaction:false\ndrop index concurrently i;",
        ),
        (
            "m/2_b.sql",
            format!("-- migrate:up transaction:false\n{online}-- migrate:down\n"),
            "m/2_b.sql",
            "-- migrate:down\ndrop index i;",
        ),
        (
            "m/2.sql",
            format!("-- +migrate Up notransaction\n{online}"),
            "m/2.sql",
            "-- +migrate Down notransaction\ndrop index concurrently i;",
        ),
        ("m/V2__b.sql", online.to_owned(), "m/U2__b.sql", "drop index i;"),
        ("m/2_b.up.sql", online.to_owned(), "m/2_b.down.sql", "drop index concurrently i;"),
        (
            "m/2_b.up.sql",
            format!("-- no-transaction\r\n{online}"),
            "m/2_b.down.sql",
            "-- no-transaction\r\ndrop index concurrently i;\r\n",
        ),
    ];
    for (path, text, place, wanted) in cases {
        let first = path.replacen('2', "1", 1).replace("_b", "_a");
        let begin = text
            .lines()
            .next()
            .filter(|it| it.starts_with("-- migrate:up") || it.contains("+migrate"));
        let begin =
            begin.unwrap_or("").replace(" transaction:false", "").replace(" notransaction", "");
        let sources = [source(&first, &format!("{begin}\n{base}")), source(path, text)];
        let (report, new, _) = mended(&sources, Dialect::Postgres);
        let found = new.iter().find(|it| it.path == *place);
        let found = found.unwrap_or_else(|| panic!("{path}: no {place}: {report:?}"));
        assert!(found.text.contains(wanted), "{path}: {}", found.text);
    }
    let twice = [source("m/1_a.up.sql", up), source("m/1_b.down.sql", "drop table t;")];
    let twice = migralint::revert(&twice, &options(Dialect::Postgres));
    let why = twice.migrations[0].cannot.as_deref().unwrap_or("");
    assert!(why.contains("another name"), "{twice:?}");
    let comments = [
        source("m/1_a.up.sql", up),
        source("m/1_a.down.sql", "drop table t;"),
        source("m/2_b.up.sql", "comment on column t.a is 'b';"),
        source("m/2_b.down.sql", "select 1;"),
    ];
    let comments = migralint::revert(&comments, &options(Dialect::Postgres));
    let grades: Vec<&str> =
        comments.migrations.iter().filter_map(|it| Some(it.downgrade.as_ref()?.grade)).collect();
    assert_eq!(grades, ["exact", "unproved"]);
    let session = "session = Session(bind=op.get_bind())\nfor it in session.query(Thing).all():\n    it.name = 'x'\nsession.commit()";
    let session =
        [revision("a1", None, BASE, Some(BASE)), revision("a2", Some("a1"), session, Some("pass"))];
    let session = migralint::revert(&session, &options(Dialect::Postgres));
    let found = session.migrations[1].downgrade.as_ref().map(|it| it.grade);
    assert_eq!(found, Some("structure-only"), "{session:?}");
    let plain = migralint::revert(&[source("m/a.sql", up)], &options(Dialect::Postgres));
    assert!(plain.migrations[0].cannot.as_ref().is_some_and(|it| it.contains("no way down")));
}

/// What random migrations start from.
const START: &str = "
create type mood as enum ('sad', 'glad');
create type idle as enum ('x');
create domain amount as int check (value > 0);
create sequence numbers increment by 2;
create table t (
  id bigint primary key, a int not null default 3, b varchar(20), c text, d mood not null, e timestamptz default now(),
  constraint t_a check (a > 0), constraint t_c unique (c));
create index t_b on t (b desc) where b is not null;
create unique index t_ab on t (a, lower(b));
create table u (id serial primary key, t_id bigint constraint u_t references t (id) on delete cascade, x int[]);
create table w (id int primary key, note text not null, total int generated always as (id * 2) stored);
create index w_note on w (note);
create view v as select id from w;
";

/// Changes that get along with each other, each on something of its own; `F` is a new name.
const CHANGES: &[&str] = &[
    "alter table t add column F int not null default 3 check (F > 0)",
    "alter table t add column F text references w (note)",
    "alter table u add column F mood unique",
    "alter table t drop column e",
    "alter table t drop column d",
    "alter table w drop column total",
    "alter table u drop column x",
    "alter table t alter column b type text",
    "alter table t alter column a set default 4",
    "alter table w alter column note drop not null",
    "alter table u alter column t_id set not null",
    "alter table t drop constraint t_c",
    "alter table t rename constraint t_a to F",
    "alter table u drop constraint u_t",
    "alter table u add constraint F check (id > 0) not valid",
    "alter table u add constraint F unique (t_id, x)",
    "alter table w rename column note to F",
    "create index F on u (t_id) include (x)",
    "drop index t_b",
    "drop index t_ab",
    "alter index w_note rename to F",
    "create table F (id int primary key, t bigint references t (id)); create index on F (t)",
    "create type F as enum ('y')",
    "drop type idle",
    "alter type mood rename value 'sad' to 'low'",
    "alter domain amount set not null",
    "create sequence F",
    "alter sequence numbers rename to F",
    "drop view v",
    "create view F as select id from t",
    "alter table u rename to F",
    "insert into w (id, note) values (1, 'n')",
    "create function F() returns int language sql as 'select 1'",
    "alter table u enable row level security",
];

/// What undoes a migration is proved before it is proposed; that it is proposed at all is what this asks.
#[test]
fn inverses_bring_everything_back_whatever_is_done() {
    let mut failed = Vec::new();
    for seed in 0..200usize {
        let mut dice = Dice(7_000 + seed as u64);
        let mut forms: Vec<&str> = Vec::new();
        for _ in 0..4 {
            let form = dice.pick(CHANGES);
            // Nothing is said of a table after its new name.
            let renamed =
                forms.iter().any(|it| it.contains("rename to") || it.contains("rename column"));
            if !forms.contains(&form) && !renamed {
                forms.push(form);
            }
        }
        let new = |(at, form): (usize, &&str)| form.replace('F', &format!("new{at}")) + ";\n";
        let text: String = forms.iter().enumerate().map(new).collect();
        let sources = [
            source("m/1.sql", &format!("-- migrate:up\n{START}-- migrate:down\nselect 1;\n")),
            source("m/2.sql", &format!("-- migrate:up\n{text}")),
        ];
        let report = migralint::revert(&sources, &options(Dialect::Postgres));
        let last = report.migrations.last().expect("two migrations");
        let good = last
            .proposed
            .as_ref()
            .is_some_and(|it| matches!(it.grade.grade, "exact" | "structure-only"));
        if !good {
            failed.push(format!("{text}-- {:?} {:?}", last.cannot, last.proposed));
        }
    }
    failed.dedup();
    let shown = failed.iter().take(6).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failed.is_empty(), "{} of 200 are not undone\n{shown}", failed.len());
}

/// What a way down makes and fills itself, or empties first, holds nothing that came since.
#[test]
fn rows_that_came_since_are_feared_only_where_there_can_be_any() {
    let up = "op.drop_column('t', 'b')";
    let add = "op.add_column('t', sa.Column('b', sa.String(20), nullable=False))";
    let key = "op.create_unique_constraint('t_b_key', 't', ['b'])";
    let nullable = "op.add_column('t', sa.Column('b', sa.String(20)))";
    let cases = [
        (add.to_owned(), true),
        (format!("op.execute('delete from t')\n{add}"), false),
        (format!("op.execute('delete from t where id = 1')\n{add}"), true),
        (format!("{nullable}\nop.execute('update t set b = id')\n{key}"), false),
        ("op.create_unique_constraint('t_a_key', 't', ['a'])".to_owned(), true),
    ];
    for (down, feared) in cases {
        let sources =
            [revision("a1", None, BASE, None), revision("a2", Some("a1"), up, Some(&down))];
        let report = migralint::check(&sources, &options(Dialect::Postgres));
        let told = report.findings.iter().any(|it| it.rule == "narrowing-downgrade");
        assert_eq!(told, feared, "{down}");
    }
}
