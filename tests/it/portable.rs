//! Statements as they stand in migrations that are meant for several databases: which of them take each.

use migralint::dialect::{Dialect, Target};
use migralint::{Options, Source, inspect};

const TABLES: &str = "create table t (id integer primary key, name varchar(20), n integer);\n\
                      create table u (id integer primary key, t_id integer);\n";

/// The databases that take the statement, in the order of [`Dialect::ALL`].
fn takers(statement: &str) -> Vec<Dialect> {
    let takes = |dialect: &Dialect| {
        let source =
            |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let options = Options {
            targets: vec![Target::new(*dialect)],
            schema: Some(source("schema.sql", TABLES)),
            ..Options::default()
        };
        let version = match dialect {
            Dialect::Oracle => "oracle@19",
            _ => return told(&inspect(&[source("1.sql", statement)], &options)),
        };
        let targets = vec![Target::parse(version).unwrap()];
        told(&inspect(&[source("1.sql", statement)], &Options { targets, ..options }))
    };
    Dialect::ALL.into_iter().filter(takes).collect()
}

/// Whether everything is understood and nothing refused for certain.
fn told(report: &migralint::report::model::InspectReport) -> bool {
    let steps = || report.migrations.iter().flat_map(|it| &it.steps);
    assert!(steps().next().is_some());
    let refused = steps()
        .flat_map(|it| &it.effects)
        .any(|it| it.kind == "refused" && it.certainty != "possible");
    report.coverage.opaque.is_empty() && !refused
}

#[test]
fn each_database_takes_what_it_knows() {
    use Dialect::{Mariadb, Mssql, Mysql, Oracle, Postgres, Sqlite};
    let cases: &[(&str, &[Dialect])] = &[
        ("alter table t add a integer", &[Postgres, Mysql, Mariadb, Sqlite, Mssql, Oracle]),
        (
            "create table a (id integer primary key, t_id integer references t (id))",
            &[Postgres, Mysql, Mariadb, Sqlite, Mssql, Oracle],
        ),
        // SQLite looks for the key when a row is written.
        (
            "create table a (id integer primary key, t_id varchar(9), foreign key (t_id) references t (id))",
            &[Sqlite],
        ),
        (
            "create table a (id integer primary key, t_name varchar(20), foreign key (t_name) references t (name))",
            &[Sqlite],
        ),
        (
            "alter table u add constraint f foreign key (t_id) references t (id)",
            &[Postgres, Mysql, Mariadb, Mssql, Oracle],
        ),
        ("alter table t add constraint p primary key (name)", &[]),
        ("create index i on t (nope)", &[]),
        ("alter table t rename column n to name", &[]),
        ("exec sp_rename 't.n', 'name', 'COLUMN'", &[Oracle]),
        ("alter table t alter column nope bigint", &[]),
        ("alter table t modify nope integer", &[]),
        ("alter table t add column a integer", &[Postgres, Mysql, Mariadb, Sqlite]),
        ("alter table t add (a integer)", &[Mysql, Mariadb, Oracle]),
        ("alter table t add level integer", &[Postgres, Mysql, Mariadb, Sqlite, Mssql]),
        ("alter table t add comment varchar(9)", &[Postgres, Mysql, Mariadb, Sqlite, Mssql]),
        (
            "create table a (id integer, plan varchar(9))",
            &[Postgres, Mysql, Mariadb, Sqlite, Oracle],
        ),
        ("create table a (id integer, uid integer)", &[Postgres, Mysql, Mariadb, Sqlite, Mssql]),
        ("create table a (id integer, \"order\" integer)", &[Postgres, Sqlite, Mssql, Oracle]),
        ("alter table t alter column n set not null", &[Postgres]),
        ("alter table t alter column n set default 5", &[Postgres, Mysql, Mariadb]),
        ("alter table t modify n integer not null", &[Mysql, Mariadb, Oracle]),
        ("alter table t rename column n to m", &[Postgres, Mysql, Mariadb, Sqlite, Oracle]),
        // SQL*Plus knows EXEC.
        ("exec sp_rename 't.n', 'm', 'COLUMN'", &[Mssql, Oracle]),
        ("alter table t add index n_i (n)", &[Mysql, Mariadb, Mssql]),
        ("create index i on t (n)", &[Postgres, Mysql, Mariadb, Sqlite, Mssql, Oracle]),
        ("create index if not exists i on t (n)", &[Postgres, Mariadb, Sqlite]),
        ("create index i on t (n) where n > 0", &[Postgres, Sqlite, Mssql]),
        ("select id from t order by id fetch first 5 rows only", &[Postgres, Mariadb, Oracle]),
        (
            "update t set n = 1 where id in (select id from u order by id fetch first 5 rows only)",
            &[Postgres, Mariadb, Oracle],
        ),
        (
            "select id from t order by id offset 0 rows fetch next 5 rows only",
            &[Postgres, Mariadb, Mssql, Oracle],
        ),
        ("truncate t", &[Postgres, Mysql, Mariadb]),
        ("truncate table t", &[Postgres, Mysql, Mariadb, Mssql, Oracle]),
        ("comment on table t is 'x'", &[Postgres, Oracle]),
        ("create or replace view v as select id from t", &[Postgres, Mysql, Mariadb, Oracle]),
        ("create or alter view v as select id from t", &[Mssql]),
        ("create view v as select n::text as n from t", &[Postgres]),
        (
            "update t set name = 'x' || name where n = 1",
            &[Postgres, Mysql, Mariadb, Sqlite, Oracle],
        ),
        ("select id from t where name ilike 'a%'", &[Postgres]),
        ("select id from t limit 5", &[Postgres, Mysql, Mariadb, Sqlite]),
        ("update t set n = 1 where id = 2 limit 1", &[Mysql, Mariadb, Sqlite]),
        ("update t set n = 1 where (n = 2) = true", &[Postgres, Mysql, Mariadb, Sqlite]),
        ("select top 5 id from t", &[Mssql]),
        // On Oracle a function of the schema's own may have that name.
        ("update t set n = now() where id = 1", &[Postgres, Mysql, Mariadb]),
        ("update t set n = ifnull(n, 0) where id = 1", &[Mysql, Mariadb, Sqlite]),
        ("update t set n = nvl(n, 0) where id = 1", &[Mariadb, Oracle]),
        ("update t set name = if(n > 0, 'a', 'b') where id = 1", &[Mysql, Mariadb]),
        ("update t set n = length(name) where id = 1", &[Postgres, Mysql, Mariadb, Sqlite, Oracle]),
        ("update t set n = len(name) where id = 1", &[Mssql]),
        ("delete from t where char_length(name) = 0", &[Postgres, Mysql, Mariadb]),
        ("update t set name = left(name, 2) where id = 1", &[Postgres, Mysql, Mariadb, Mssql]),
        ("update t set n = instr(name, 'a') where id = 1", &[Mysql, Mariadb, Sqlite, Oracle]),
        ("update t set name = date_trunc('day', now()) where id = 1", &[Postgres]),
        ("update t set name = getdate() where id = 1", &[Mssql]),
        ("update t set name = uuid() where id = 1", &[Mysql, Mariadb]),
        (
            "insert into t (id, name) select id, group_concat(name) from t group by id",
            &[Mysql, Mariadb, Sqlite],
        ),
        ("create view v as select strftime('%Y', name) as y from t", &[Sqlite]),
        // MySQL's log of statements keeps it from being added to a table.
        ("alter table t add a varchar(40) default (uuid())", &[Mariadb, Sqlite]),
        ("create table a (id varchar(40) default (uuid()))", &[Mysql, Mariadb, Sqlite]),
        ("alter table t add a varchar(40) default uuid()", &[Mariadb]),
        ("alter table t add a varchar(40) default getdate()", &[Mssql]),
        (
            "create table a (id integer, name varchar(9), check (length(name) > 1))",
            &[Postgres, Mysql, Mariadb, Sqlite, Oracle],
        ),
        ("create table a (id integer, name varchar(9), check (len(name) > 1))", &[Mssql]),
        ("insert into t (id, n) values (1, 2), (3, 4)", &[Postgres, Mysql, Mariadb, Sqlite, Mssql]),
        ("insert into t (id) values (1) on conflict do nothing", &[Postgres, Sqlite]),
        ("insert into t (id) values (1) on duplicate key update n = 1", &[Mysql, Mariadb]),
        ("create sequence s start with 1", &[Postgres, Mariadb, Mssql, Oracle]),
        // SQLite knows it since 3.35.
        ("insert into t (id) values (1) returning id", &[Postgres, Mariadb]),
        ("create index i on t (n);\ndrop index i on t", &[Mysql, Mariadb, Mssql]),
        ("create index i on t (lower(name))", &[Postgres, Sqlite, Oracle]),
        ("create index on t (n)", &[Postgres]),
        ("create index i on t (n desc nulls last)", &[Postgres]),
        ("create temp table a (id int)", &[Postgres, Sqlite]),
        ("create table a like t", &[Mysql, Mariadb]),
        ("create table a as select id from t", &[Postgres, Mysql, Mariadb, Sqlite, Oracle]),
        ("select id into a from t", &[Postgres, Mssql]),
        ("insert ignore into t (id) values (1)", &[Mysql, Mariadb]),
        ("insert or ignore into t (id) values (1)", &[Sqlite]),
        ("replace into t (id) values (1)", &[Mysql, Mariadb, Sqlite]),
        ("alter table t add column a int, add column b int", &[Postgres, Mysql, Mariadb]),
        ("update t join u on u.t_id = t.id set t.n = 1 where t.id = 1", &[Mysql, Mariadb]),
        ("rename table t to a", &[Mysql, Mariadb]),
        ("set names utf8", &[Postgres, Mysql, Mariadb, Oracle]),
        ("select id from t where name ~ 'a'", &[Postgres]),
        ("create index i on t ((lower(name)))", &[Postgres, Mysql, Sqlite, Oracle]),
        ("create index i on t using hash (n)", &[Postgres]),
        ("update t set n = 1 from u where u.t_id = t.id", &[Postgres, Sqlite, Mssql]),
        (
            "create table a (id integer generated always as identity primary key)",
            &[Postgres, Oracle],
        ),
        ("create table a (id integer primary key, at datetime)", &[Mysql, Mariadb, Sqlite, Mssql]),
        (
            "create table a (id integer, t_id integer, foreign key (t_id) references t (id) deferrable)",
            &[Postgres, Sqlite, Oracle],
        ),
        ("create table a (id integer, paid boolean default 'false')", &[Postgres, Sqlite]),
        (
            "alter table u add constraint f foreign key (t_id) references t (id) on delete restrict",
            &[Postgres, Mysql, Mariadb],
        ),
        (
            "alter table u add constraint f foreign key (t_id) references t (id) on delete cascade",
            &[Postgres, Mysql, Mariadb, Mssql, Oracle],
        ),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(statement, expected)| (statement, expected, takers(statement)))
        .filter(|(_, expected, found)| {
            found.len() != expected.len() || !expected.iter().all(|it| found.contains(it))
        })
        .map(|(statement, expected, found)| format!("{statement}: {found:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What has a meaning of its own in one database is no word of another's there.
#[test]
fn what_is_this_databases_own_is_no_word_of_another() {
    let cases = [
        ("mssql@2022", "update t set n = 1 where name = 'a||b limit 5 true'"),
        ("mssql@2022", "update t set n *= 2 where id = 1"),
        ("oracle@19", "insert into t (id) values (1) returning id into :x"),
        ("oracle@19", "update t set n = (select 1 from dual) where id = 1"),
        ("oracle@23", "update t set n = u.n from u where u.id = t.id"),
        ("mysql@8.0", "update t set name = json_value(name, '$.a' returning char(9)) where id = 1"),
        ("mysql@8.0", "create table a (id int, nulls int default 0, n int default '5')"),
        ("mssql@2022", "grant select on schema::dbo to m"),
        ("mssql@2022", "insert into t (id) values (geometry::Point(1, 2, 0).STX)"),
        ("mssql@2022", "select dbo.now() from t"),
        ("mssql@2022", "create table a (id int, [order] int, [user] int)"),
        ("mssql@2022", "alter table t add [default] int not null constraint d default 1"),
        (
            "mssql@2022",
            "create table a (id int primary key, [key] int default 1, [default] int, [check] int check (id > 0))",
        ),
        (
            "oracle@19",
            "create table a (id number primary key using index, \"INDEX\" number, \"CHECK\" number)",
        ),
        ("mssql@2022", "begin update t set n = 1 where id = 1 end"),
        ("mssql@2022", "begin try select 1 end try begin catch throw end catch"),
        ("mssql@2022", "begin tran update t set n = 1 where id = 1 commit"),
        ("oracle@19", "create table a (id integer, \"level\" integer, \"DATE\" date)"),
        ("oracle@19", "begin fetch c bulk collect into x limit 100; end;\n/\n"),
        ("oracle@19", "update t set n = limit where id = 1"),
        ("oracle@23", "update t set b = true where id = 1"),
        (
            "oracle@19",
            "begin insert into t (id) values (1); fetch c bulk collect into x limit 100; y := true; end;\n/\n",
        ),
        ("postgres@16", "alter table t add index integer"),
        ("oracle@19", "update t set n = 1 where id = 1 returning n into :x"),
        ("oracle@19", "begin select n into v from t where id = 1; end;\n/\n"),
        ("oracle@19", "create trigger r before insert on t for each row begin null; end;\n/\n"),
        ("mssql@2022", "update shop..t set n = 1 where id = 1"),
        ("mssql@2022", "update t with (rowlock) set n = 1 where id = 1"),
        ("mssql@2022", "update a set n = 1 from t as a join u on u.id = a.id where a.id = 1"),
        ("mssql@2022", "delete from t output deleted.id where id = 1"),
        ("mssql@2022", "create or alter trigger dbo.r on t after insert as select 1"),
        ("mssql@2022", "select id from t order by id offset 5 rows fetch next 5 rows only"),
        ("mysql@8.0", "create function f returns string soname 'f.so'"),
        ("mysql@8.0", "update t join u on u.id = t.id set t.n = 1 where t.id = 1"),
        ("mysql@8.0", "update t set name = trim(leading 'x' from name) where id = 1"),
        ("mysql@8.0", "delete from t where id in (select id from (select id from t) as x)"),
        ("mysql@8.0", "select max(id) into @last from t"),
        ("mysql@8.0", "create index i on t (name(10), n desc)"),
        ("mariadb@11.8", "delete from t where id in (select id from t where n = 1)"),
        ("mariadb@11.8", "select id from t fetch first 5 rows only"),
        ("sqlite", "alter table t add column kind text check (kind in ('a', 'b')) default 'a,b'"),
        ("sqlite", "update or replace t as a set n = 1 where a.id = 1"),
        ("sqlite", "create trigger r after insert on t begin select 1; end"),
        ("postgres@16", "update t set n = 1 where name is distinct from 'a'"),
        // No calls: names before brackets, lengths, types, and functions that somebody made.
        ("postgres@16", "insert into len (id) values (1)"),
        ("postgres@16", "with instr (id) as (select 1) select id from instr"),
        ("postgres@16", "select id from t as mod (id)"),
        ("oracle@19", "select cast(name as interval day (3) to second (2)) from t"),
        ("mysql@8.0", "create index i on t (name(9))"),
        ("mysql@8.4", "update t set name = md5(name) where id = 1"),
        ("postgres@15", "update t set name = regexp_substr(name, 'a') where id = 1"),
        ("mssql@2017", "update t set name = concat_ws(',', name, name) where id = 1"),
        ("postgres@16", "drop trigger if exists r on t"),
        ("postgres@16", "create table a (like t including all)"),
    ];
    for (target, statement) in cases {
        let source = Source { path: "1.sql".to_owned(), text: statement.to_owned() };
        let targets = vec![Target::parse(target).unwrap()];
        let report = inspect(&[source], &Options { targets, ..Options::default() });
        let effects = report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects);
        let refused: Vec<_> = effects.filter(|it| it.kind == "refused").collect();
        assert!(refused.is_empty(), "{target}: {statement}: {refused:?}");
    }
}

#[test]
fn a_revision_runs_on_every_database_whatever_its_name_is_about() {
    let revision = |path: &str, id: &str, before: &str| Source {
        path: path.to_owned(),
        text: format!(
            "from alembic import op\nrevision = \"{id}\"\ndown_revision = {before}\n\ndef upgrade():\n    op.drop_table(\"t_{id}\")\n"
        ),
    };
    let sources = [
        revision("versions/1_first.py", "a", "None"),
        revision("versions/2_longer_text_for_mysql.py", "b", "\"a\""),
    ];
    let assumed = migralint::check(&sources, &Options::default());
    assert_eq!(assumed.targets[0].target, "postgres@14");
    let targets = ["postgres@16", "mysql@8.4"].map(|it| Target::parse(it).expect(it)).to_vec();
    let both = migralint::check(&sources, &Options { targets, ..Options::default() });
    let dropped = both.findings.iter().filter(|it| it.rule == "dropped-table");
    assert_eq!(dropped.count(), 4);
}

#[test]
fn one_file_of_many_does_not_tell_the_database_by_its_name() {
    let told = |paths: &[&str]| {
        let source = |it: &&str| Source { path: (*it).to_owned(), text: "select 1;".to_owned() };
        let sources: Vec<Source> = paths.iter().map(source).collect();
        migralint::check(&sources, &Options::default()).targets[0].target.clone()
    };
    assert_eq!(told(&["V1__a.sql", "V2__b.sql", "V3__as_in_mysql.sql"]), "postgres@14");
    assert_eq!(told(&["V1__a.sql", "V3__as_in_mysql.sql"]), "mysql@8");
    assert_eq!(told(&["schema-mysql.sql"]), "mysql@8");
    assert_eq!(told(&["mysql/1.sql", "2.sql", "3.sql"]), "mysql@8");
}
