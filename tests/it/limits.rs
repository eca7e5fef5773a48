//! What the servers refuse in a definition: MariaDB 10.11 was asked most of its lines, the others are from the manuals
//! that the engines name.

use migralint::dialect::Target;
use migralint::{Options, Source, inspect};

/// The codes with which a script is refused, in order.
fn refusals(target: &str, sql: &str) -> Vec<String> {
    let options =
        Options { targets: vec![Target::parse(target).expect("a target")], ..Options::default() };
    let source = Source { path: "1.sql".to_owned(), text: sql.to_owned() };
    let report = inspect(&[source], &options);
    let steps = report.migrations.iter().flat_map(|it| &it.steps);
    let effects = steps.flat_map(|it| &it.effects).filter(|it| it.kind == "refused");
    effects.filter_map(|it| it.why.as_deref()?.split(':').next().map(str::to_owned)).collect()
}

#[test]
fn definitions_beyond_the_limits_are_refused_with_the_servers_codes() {
    const WIDE: &str =
        "create table t (id bigint primary key, a varchar(1000), key (a)) charset utf8mb4";
    const UNIQUE: &str =
        "create table t (id bigint primary key, a varchar(1000), unique (a)) charset utf8mb4";
    const LONG: &str = "this_is_a_very_long_name_that_goes_on_beyond_all_of_sixty_four_letters";
    let named = format!("create table t (id bigint primary key, {LONG} int)");
    let cases: &[(&str, &str, &str, &str)] = &[
        // statement, MySQL, MariaDB, why
        (
            "create table t (a int, b int auto_increment, primary key (a, b))",
            "1075",
            "1075",
            "it is not the first",
        ),
        ("create table t (a int, b int auto_increment, primary key (b, a))", "", "", "it is"),
        ("create table t (a int, b int auto_increment)", "1075", "1075", "no key at all"),
        ("create table t (a int, b int auto_increment, key (b))", "", "", "any key will do"),
        (
            "create table t (a int auto_increment primary key, b int auto_increment unique)",
            "1075",
            "1075",
            "two of them",
        ),
        (
            "create table t (id bigint primary key); alter table t add b int auto_increment",
            "1075",
            "1075",
            "added without a key",
        ),
        (
            "create table t (id bigint primary key, a text, key (a))",
            "1170",
            "",
            "MariaDB shortens it",
        ),
        ("create table t (id bigint primary key, a text, key (a(20)))", "", "", "a prefix"),
        (
            "create table t (id bigint primary key, a text, unique (a))",
            "1170",
            "",
            "MariaDB hashes it",
        ),
        ("create table t (id bigint primary key, a text, unique (a(20)))", "", "", "a prefix"),
        ("create table t (a text primary key)", "1170", "1170", "a primary key is neither"),
        ("create table t (id bigint primary key, a json, key (a))", "3152", "", "a document"),
        (
            "create table t (id bigint primary key, a blob); create index i on t (a)",
            "1170",
            "",
            "a later index",
        ),
        (
            "create table t (id bigint primary key, a text, fulltext key (a))",
            "",
            "",
            "words, not bytes",
        ),
        (WIDE, "1071", "", "4,000 bytes"),
        (UNIQUE, "1071", "", "MariaDB hashes it"),
        (
            "create table t (a varchar(1000) primary key) charset utf8mb4",
            "1071",
            "1071",
            "a primary key is not cut",
        ),
        ("create table t (a varchar(1000) primary key) charset latin1", "", "", "1,000 bytes"),
        (
            "create table t (id bigint primary key, a varchar(500), b varchar(500), key (a, b)) charset utf8mb4",
            "1071",
            "1071",
            "together",
        ),
        (
            "create table t (id bigint primary key, a varchar(500), b varchar(500), key (a(99), b)) charset utf8mb4",
            "",
            "",
            "shorter",
        ),
        (
            "create table t (id bigint primary key, a text default 'x')",
            "1101",
            "",
            "MariaDB takes it since 10.2",
        ),
        ("create table t (id bigint primary key, a text default ('x'))", "", "", "an expression"),
        (
            "create table t (id bigint primary key, a datetime(6) default current_timestamp)",
            "1067",
            "",
            "another precision",
        ),
        (
            "create table t (id bigint primary key, a datetime(6) default current_timestamp(6))",
            "",
            "",
            "the same",
        ),
        ("create table t (id bigint primary key, a timestamp default now())", "", "", "none"),
        (&named, "1059", "1059", "65 letters and more"),
    ];
    for (sql, mysql, mariadb, why) in cases {
        for (target, expected) in [("mysql@8.4", mysql), ("mariadb@10.11", mariadb)] {
            let wanted: Vec<&str> = expected.split_whitespace().collect();
            assert_eq!(refusals(target, sql), wanted, "{target}: {sql}: {why}");
        }
    }
}

#[test]
fn keys_and_names_beyond_the_limits_are_refused_by_sql_server_and_oracle() {
    let long = "n".repeat(129);
    let cases = [
        ("mssql@2022", "create table t (id bigint not null primary key, a nvarchar(max), index i (a))".to_owned(), "1919"),
        ("mssql@2022", "create table t (id bigint not null primary key, a xml);\ngo\ncreate index i on t (a)".to_owned(), "1919"),
        ("mssql@2022", "create table t (id bigint not null primary key, a xml);\ngo\ncreate primary xml index i on t (a)".to_owned(), ""),
        ("mssql@2022", "create table t (id bigint not null primary key, a nvarchar(200), b nvarchar(max), index i (a) include (b))".to_owned(), ""),
        ("mssql@2022", format!("create table {long} (id bigint not null primary key)"), "103"),
        ("oracle@19", "create table t (id number primary key, a clob);\ncreate index i on t (a);".to_owned(), "ORA-02327"),
        ("oracle@19", "create table t (id number primary key, a varchar2(20));\ncreate index i on t (a);".to_owned(), ""),
        ("oracle@19", format!("create table t (id number primary key, {long} number);"), "ORA-00972"),
        ("oracle@12.1", "create table a_name_of_more_than_thirty_bytes_ (id number primary key);".to_owned(), "ORA-00972"),
        ("oracle@19", "create table a_name_of_more_than_thirty_bytes_ (id number primary key);".to_owned(), ""),
    ];
    for (target, sql, expected) in cases {
        let wanted: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(refusals(target, &sql), wanted, "{target}: {sql}");
    }
}
