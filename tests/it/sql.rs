//! The SQL front end: the battery of statements, ugly input, hostile input.

use std::fmt::Write as _;

use migralint::dialect::Dialect;
use migralint::lang::sql;
use migralint::ops::{Op, OpKind, OpaqueExtent, OpaqueReason, Statement};
use migralint::text::Span;

fn read(text: &str, dialect: Dialect) -> Vec<Statement> {
    sql::read(text, Span::new(0, text.len()), dialect)
}

fn postgres(text: &str) -> Vec<Statement> {
    read(text, Dialect::Postgres)
}

/// Name and text of each case of a battery file.
fn cases(text: &str) -> Vec<(&str, &str)> {
    text.split("#@ ")
        .filter(|it| !it.trim().is_empty())
        .map(|it| it.split_once('\n').unwrap_or((it, "")))
        .collect()
}

fn battery(dialect: Dialect) -> String {
    let path = format!("{}/tests/facts/statements/{dialect}.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// An operation on one line, without what says nothing.
fn line(op: &Op) -> String {
    let mut text = format!("{:?}", op.kind);
    for value in [
        "None",
        "[]",
        "false",
        "0",
        "No",
        "Unstated",
        "Last",
        "Checked",
        "NoAction",
        "Permanent",
        "\"\"",
        "Unread",
    ] {
        text = without_fields(&text, value);
    }
    for name in [
        "ObjectName",
        "DataType",
        "Expr",
        "ColumnDef",
        "Constraint",
        "Key",
        "ForeignKey",
        "IndexKey",
    ] {
        for before in [" ", "(", "["] {
            text = text.replace(&format!("{before}{name} {{ "), &format!("{before}{{ "));
        }
    }
    while let Some(at) = text.find("{ name: \"") {
        let rest = &text[at + 9..];
        let Some(end) = rest.find('"') else { break };
        if rest[end..].starts_with("\" }") {
            text = format!("{}{}{}", &text[..at], &rest[..end], &rest[end + 3..]);
        } else {
            text = format!("{}{{ {}{}", &text[..at], &rest[..end], &rest[end + 1..]);
        }
    }
    text
}

/// The text of a Debug line with every field of this value gone.
fn without_fields(text: &str, value: &str) -> String {
    let needle = format!(": {value}");
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&needle) {
        let after = &rest[at + needle.len()..];
        let ends = after.starts_with([',', ' ', '}']);
        let name = rest[..at]
            .rfind(|it: char| !it.is_ascii_alphanumeric() && it != '_')
            .map_or(0, |it| it + 1);
        if ends && rest[name..at].len() > 1 {
            let before = &rest[..name];
            match after.strip_prefix(", ") {
                Some(next) => {
                    out.push_str(before);
                    rest = next;
                }
                None => {
                    out.push_str(before.strip_suffix(", ").unwrap_or(before));
                    rest = after;
                }
            }
        } else {
            out.push_str(&rest[..at + needle.len()]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn described(statements: &[Statement]) -> String {
    let mut out = String::new();
    for op in statements.iter().flat_map(|it| &it.ops) {
        writeln!(out, "{}", line(op)).unwrap();
    }
    out
}

/// Compares with the file, or writes it where UPDATE is set.
fn hold(name: &str, actual: &str) {
    let path = format!("{}/tests/sql/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (expected, actual) in expected.split("#@ ").zip(actual.split("#@ ")) {
        assert_eq!(expected, actual, "{name} differs; UPDATE=1 rewrites it");
    }
    assert_eq!(expected.len(), actual.len(), "{name} differs; UPDATE=1 rewrites it");
}

fn opaque_reason(op: &Op) -> Option<(OpaqueReason, OpaqueExtent)> {
    match &op.kind {
        OpKind::Opaque(it) => Some((it.why, it.extent)),
        _ => None,
    }
}

#[test]
fn every_postgres_case_of_the_battery_is_understood() {
    let text = battery(Dialect::Postgres);
    let mut all = String::new();
    for (name, sql) in cases(&text) {
        let statements = postgres(sql);
        writeln!(all, "#@ {name}").unwrap();
        all.push_str(&described(&statements));
        for (why, extent) in statements.iter().flat_map(|it| &it.ops).filter_map(opaque_reason) {
            let honest = matches!(
                (why, extent),
                (OpaqueReason::Procedural, OpaqueExtent::Part) | (OpaqueReason::IncludedFile, _)
            );
            assert!(honest, "{name}: {why:?} {}", described(&statements));
        }
    }
    hold("postgres.txt", &all);
}
