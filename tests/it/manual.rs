//! Statements after the manuals' syntax and examples, of the databases that cannot be run here: what each is read as.

use std::fmt::Write as _;

use migralint::dialect::Target;
use migralint::{Options, Source, inspect};

#[test]
fn statements_after_the_manual_of_sql_server_are_read_as_they_say() {
    read("mssql");
}

#[test]
fn statements_after_the_manual_of_oracle_are_read_as_they_say() {
    read("oracle");
}

/// Each case is a line `#@` with what it is read as, and the statement; `UPDATE=1` rewrites the lines.
fn read(dialect: &str) {
    let path = format!("tests/statements/{dialect}.txt");
    let text = std::fs::read_to_string(&path).expect("the statements");
    let mut written = String::new();
    for case in text.split("#@").skip(1) {
        let (_, sql) = case.split_once('\n').expect("a statement");
        writeln!(written, "#@ {}\n{}", said(dialect, sql), sql.trim_end()).unwrap();
    }
    assert!(200 <= written.matches("#@").count());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &written).expect("the statements are written");
    }
    for (says, does) in text.split("#@").zip(written.split("#@")) {
        assert_eq!(says, does, "{path} differs; UPDATE=1 rewrites it");
    }
}

/// Kinds of operations with what they are about, and what of it is not understood.
fn said(dialect: &str, sql: &str) -> String {
    let newest = match dialect {
        "mssql" => "mssql@2022:enterprise",
        _ => "oracle@23:enterprise",
    };
    let targets = vec![Target::parse(newest).expect("a target")];
    let options = Options { targets, ..Options::default() };
    let source = Source { path: "a.sql".to_owned(), text: sql.to_owned() };
    let report = inspect(&[source], &options);
    let effects = report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects);
    for effect in effects.filter(|it| it.kind != "unknown") {
        let section = effect.source.split_once(": ");
        assert!(section.is_some(), "no page with its section: {sql}: {}", effect.source);
    }
    let operations =
        report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.operations);
    let words = operations.map(|it| {
        let about = [&it.table, &it.column, &it.name, &it.to];
        let about = about.into_iter().flatten().filter(|it| !it.is_empty());
        let about = about.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        let about: Vec<String> = about.map(|it| it.chars().take(60).collect()).collect();
        format!("{} {}", it.kind, about.join(", ")).trim_end().to_owned()
    });
    words.collect::<Vec<_>>().join("; ")
}
