//! Lines that are commands to the client: psql, SQL*Plus, sqlite3, sqlcmd.

use super::super::{first_words, lex, opaque, read_tokens};
use crate::dialect::Dialect;
use crate::ops::data::{CopyData, CopyEnd};
use crate::ops::object::ObjectKind;
use crate::ops::transaction::{Setting, SettingScope};
use crate::ops::{Op, OpKind, OpaqueExtent, OpaqueReason, Verb};
use crate::text::Span;

/// The operation that a line to the client is. One that reads another file is opaque: nobody gave us the file.
pub(in super::super) fn read(text: &str, span: Span, dialect: Dialect) -> Op {
    let line = span.of(text);
    let mut words = line.split_whitespace();
    let command = words.next().unwrap_or("").to_ascii_lowercase();
    if reads_file(&command, dialect) {
        return opaque(
            OpaqueReason::IncludedFile,
            first_words(text, span),
            OpaqueExtent::Statement,
            span,
        );
    }
    if command.starts_with("\\gexec") {
        let detail = first_words(text, span);
        return opaque(OpaqueReason::DynamicSql, detail, OpaqueExtent::Statement, span);
    }
    if command == "\\copy"
        && let Some(op) = copy(line, span, dialect)
    {
        return op;
    }
    if dialect == Dialect::Oracle && matches!(command.as_str(), "exec" | "execute") {
        let text = line.get(command.len()..).unwrap_or("").trim().to_owned();
        let tokens = lex(&text, dialect);
        if text.get(..17).is_some_and(|it| it.eq_ignore_ascii_case("execute immediate")) {
            let (mut ops, _) = read_tokens(&text, &tokens, span, dialect);
            if let (Some(op), true) = (ops.pop(), ops.is_empty()) {
                return Op::new(op.kind, span);
            }
            let detail = first_words(&text, Span::new(0, text.len()));
            return opaque(OpaqueReason::DynamicSql, detail, OpaqueExtent::Statement, span);
        }
        let name = super::super::Cursor::new(&text, &tokens, dialect).object();
        if let Some(name) = name {
            return Op::new(OpKind::Call { name, text }, span);
        }
    }
    if command == "\\set"
        && let Some(name) = words.next()
    {
        let value = words.collect::<Vec<_>>().join(" ");
        let name = format!("psql.{}", name.to_ascii_lowercase());
        let setting = Setting { name, value: Some(value), scope: SettingScope::Session };
        return Op::new(OpKind::Set(setting), span);
    }
    let kind = OpKind::Other {
        kind: ObjectKind::Client,
        verb: Verb::Run,
        name: None,
        table: None,
        detail: first_words(text, span),
    };
    Op::new(kind, span)
}

/// psql's own COPY, whose rows come from a file beside it.
fn copy(line: &str, span: Span, dialect: Dialect) -> Option<Op> {
    let statement = line.strip_prefix('\\')?;
    let (mut ops, _) = read_tokens(statement, &lex(statement, dialect), span, dialect);
    let OpKind::Copy(copy) = ops.pop()?.kind else { return None };
    Some(Op::new(OpKind::Copy(CopyData { end: CopyEnd::Client, ..copy }), span))
}

/// psql: "psql", "Meta-Commands"; sqlite3: "Command Line Shell For SQLite"; SQL*Plus: "START", "@", "@@"; sqlcmd: ":r".
fn reads_file(command: &str, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Postgres => matches!(command, "\\i" | "\\ir" | "\\include" | "\\include_relative"),
        Dialect::Sqlite => command == ".read",
        Dialect::Oracle => command.starts_with('@') || command == "start",
        Dialect::Mssql => command == ":r",
        Dialect::Mysql | Dialect::Mariadb => command == "source" || command == "\\.",
    }
}
