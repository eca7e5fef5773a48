//! Transactions, sessions and settings.

use super::super::lex::Kind;
use super::Reader;
use crate::dialect::Dialect;
use crate::ops::object::ObjectKind;
use crate::ops::transaction::{Setting, SettingScope, TransactionOp};
use crate::ops::{OpKind, Verb};

pub(super) fn transaction(reader: &mut Reader<'_>) -> Option<()> {
    let op = read(reader)?;
    reader.push(OpKind::Transaction(op));
    Some(())
}

fn read(reader: &mut Reader<'_>) -> Option<TransactionOp> {
    if reader.eat("begin") || reader.eat("start transaction") {
        const MODES: [&str; 7] =
            ["work", "transaction", "tran", "deferred", "immediate", "exclusive", "concurrent"];
        reader.eat("distributed");
        while reader.eat_any(&MODES).is_some() {}
        if named(reader).is_some() && reader.eat("with mark") {
            reader.string();
        }
        transaction_modes(reader);
        return Some(TransactionOp::Begin);
    }
    let start = reader.mark();
    if reader.eat("prepare transaction")
        || reader.eat("commit prepared")
        || reader.eat("rollback prepared")
    {
        reader.value()?;
        return Some(TransactionOp::TwoPhase(reader.since(start).of(reader.text).to_owned()));
    }
    if reader.dialect == Dialect::Mssql && reader.eat("save") {
        work(reader);
        return Some(TransactionOp::Savepoint(named(reader)?));
    }
    if reader.eat("savepoint") {
        return Some(TransactionOp::Savepoint(reader.name()?));
    }
    if reader.eat("release") {
        reader.eat("savepoint");
        return Some(TransactionOp::Release(reader.name()?));
    }
    if reader.eat("rollback") || reader.eat("abort") {
        let names = work(reader);
        if names && let Some(name) = named(reader) {
            return Some(TransactionOp::RollbackTo(name));
        }
        if reader.eat("to") {
            reader.eat("savepoint");
            return Some(TransactionOp::RollbackTo(reader.name()?));
        }
        chain(reader);
        return Some(TransactionOp::Rollback);
    }
    (reader.eat("commit") || reader.eat("end")).then_some(())?;
    if work(reader) {
        named(reader);
    }
    chain(reader);
    if reader.dialect == Dialect::Oracle && reader.is_any(&["write", "comment", "force"]) {
        // How the log is written and what is noted of it ("COMMIT").
        reader.skip_all();
    }
    Some(TransactionOp::Commit)
}

/// Whether a word came behind which SQL Server takes a name.
fn work(reader: &mut Reader<'_>) -> bool {
    reader.eat_any(&["work", "transaction", "tran"]).is_some_and(|it| it != "work")
}

/// SQL Server's transactions have names ("BEGIN TRANSACTION", "SAVE TRANSACTION"), or a variable with one.
fn named(reader: &mut Reader<'_>) -> Option<String> {
    let label = reader.peek_at(1).is_some_and(|it| it.text(reader.text) == ":");
    (reader.dialect == Dialect::Mssql && !reader.is_done() && !label).then_some(())?;
    match reader.kind()? {
        Kind::Param => Some(reader.next()?.text(reader.text).to_owned()),
        _ => reader.name(),
    }
}

fn chain(reader: &mut Reader<'_>) {
    reader.eat_any(&["and no chain", "and chain"]);
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        reader.eat_any(&["no release", "release"]);
    }
}

fn transaction_modes(reader: &mut Reader<'_>) {
    const MODES: [&str; 9] = [
        "isolation level read committed",
        "isolation level read uncommitted",
        "isolation level repeatable read",
        "isolation level serializable",
        "read only",
        "read write",
        "not deferrable",
        "deferrable",
        "with consistent snapshot",
    ];
    while reader.eat_any(&MODES).is_some() {
        reader.eat_kind(Kind::Comma);
    }
}

pub(super) fn set(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("set")?;
    let whole = reader.cursor;
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        if mysql_set(reader).is_some() {
            return Some(());
        }
        reader.cursor = whole;
        reader.ops.clear();
    }
    let scope = if reader.eat("local") {
        SettingScope::Local
    } else if reader.eat("global") {
        SettingScope::Global
    } else {
        reader.eat("session");
        SettingScope::Session
    };
    if reader.is("transaction") || reader.is("constraints") || reader.is("characteristics") {
        let mut whole = whole;
        let words = whole.take_rest().rest_text().to_owned();
        reader.skip_all();
        reader.push(OpKind::Transaction(TransactionOp::Set(words)));
        return Some(());
    }
    let name = match reader.eat_any(&["time zone", "session authorization", "authorization"]) {
        Some("time zone") => "timezone".to_owned(),
        Some(_) => "session_authorization".to_owned(),
        None => setting_name(reader)?,
    };
    if reader.dialect == Dialect::Mssql && reader.kind() == Some(Kind::Comma) {
        return switches(reader, name);
    }
    let _ = reader.eat_operator("=") || reader.eat_operator(":=") || reader.eat("to");
    let value = if reader.is("default") {
        None
    } else if name == "search_path" {
        // Quotes tell how the name of each schema is folded.
        Some(reader.rest_text().to_owned())
    } else {
        Some(setting_value(reader))
    };
    reader.skip_all();
    reader.push(OpKind::Set(Setting { name, value, scope }));
    Some(())
}

/// SQL Server's `SET a, b ON` ("SET Statements").
fn switches(reader: &mut Reader<'_>, first: String) -> Option<()> {
    let mut names = vec![first];
    while reader.eat_kind(Kind::Comma) {
        names.push(setting_name(reader)?);
    }
    let value = Some(setting_value(reader));
    reader.skip_all();
    for name in names {
        let (value, scope) = (value.clone(), SettingScope::Session);
        reader.push(OpKind::Set(Setting { name, value, scope }));
    }
    Some(())
}

/// `SET a = 1, @@session.b = 2, @c = 3`, and MariaDB's `SET STATEMENT a = 1 FOR …`, of which the statement is what counts.
fn mysql_set(reader: &mut Reader<'_>) -> Option<()> {
    if reader.is("statement") && reader.dialect == Dialect::Mariadb {
        reader.next();
        reader.take_until(|it| it.is("for"));
        reader.need("for")?;
        let mut part = reader.part(reader.cursor);
        (super::verb(&mut part) == super::Verdict::Read).then_some(())?;
        part.unknown_tail();
        reader.ops.append(&mut part.ops);
        reader.skip_all();
        return Some(());
    }
    let words =
        ["transaction", "names", "character set", "charset", "password", "role", "default role"];
    if reader.is_any(&words) || reader.is_at(1, "transaction") {
        return None;
    }
    let rest = reader.cursor.take_rest();
    for mut part in rest.split_commas() {
        let start = part.mark();
        let scope = match part.eat_any(&["global", "persist_only", "persist", "session", "local"]) {
            Some("global" | "persist_only" | "persist") => SettingScope::Global,
            _ => SettingScope::Session,
        };
        part.take_until(|it| it.is_operator("=") || it.is_operator(":="));
        let written = part.part_since(start).rest_text().to_ascii_lowercase();
        let written = written.rsplit(char::is_whitespace).next().unwrap_or(&written).to_owned();
        (part.eat_operator("=") || part.eat_operator(":=")).then_some(())?;
        let global = written.starts_with("@@global.") || written.starts_with("@@persist");
        let name = match written.strip_prefix("@@") {
            Some(name) => name.rsplit('.').next().unwrap_or(name).to_owned(),
            None => written.trim_matches('`').to_owned(),
        };
        let mut one = part;
        let value = match one.value() {
            Some(value) if one.is_done() => value,
            _ => part.rest_text().to_owned(),
        };
        let value = (!value.eq_ignore_ascii_case("default")).then_some(value);
        let scope = if global { SettingScope::Global } else { scope };
        reader.push_at(OpKind::Set(Setting { name, value, scope }), rest.span());
    }
    reader.skip_all();
    Some(())
}

/// `lock_timeout`, `my.setting`, `@x`, `@@x`.
fn setting_name(reader: &mut Reader<'_>) -> Option<String> {
    let start = reader.mark();
    reader.next()?;
    while reader.eat_kind(Kind::Dot) {
        reader.next()?;
    }
    Some(reader.since(start).of(reader.text).trim_matches(['"', '`']).to_ascii_lowercase())
}

fn setting_value(reader: &Reader<'_>) -> String {
    let mut one = reader.cursor;
    match one.value() {
        Some(value) if one.is_done() => value,
        _ => reader.rest_text().to_owned(),
    }
}

pub(super) fn reset(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("reset")?;
    let name = match reader.eat_any(&["time zone", "session authorization"]) {
        Some("time zone") => "timezone".to_owned(),
        Some(_) => "session_authorization".to_owned(),
        None => setting_name(reader)?,
    };
    reader.push(OpKind::Set(Setting { name, value: None, scope: SettingScope::Session }));
    Some(())
}

pub(super) fn pragma(reader: &mut Reader<'_>) -> Option<()> {
    (reader.dialect == Dialect::Sqlite).then_some(())?;
    reader.need("pragma")?;
    let name = setting_name(reader)?;
    let value = if reader.eat_operator("=") {
        Some(setting_value(reader))
    } else {
        reader.group().map(|it| it.rest_text().to_owned())
    };
    reader.skip_all();
    match value {
        Some(_) => reader.push(OpKind::Set(Setting { name, value, scope: SettingScope::Session })),
        None => reader.push(OpKind::Other {
            kind: ObjectKind::Session,
            verb: Verb::Run,
            name: None,
            table: None,
            detail: format!("pragma {name}"),
        }),
    }
    Some(())
}

/// `SELECT set_config('name', 'value', is_local)` as the setting that it is.
pub(super) fn set_config(reader: &Reader<'_>) -> Option<Setting> {
    let mut cursor = reader.cursor;
    cursor.need("select")?;
    if cursor.eat("pg_catalog") {
        cursor.next();
    }
    cursor.need("set_config")?;
    let mut arguments = cursor.group()?;
    cursor.is_done().then_some(())?;
    let name = arguments.string()?.to_ascii_lowercase();
    arguments.next();
    let value = Some(arguments.string()?);
    arguments.next();
    let scope = if arguments.is("true") { SettingScope::Local } else { SettingScope::Session };
    Some(Setting { name, value, scope })
}
