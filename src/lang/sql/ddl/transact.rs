//! SQL Server's control of flow and its calls: what IF, WHILE, BEGIN and TRY hold, and what EXEC sends.

use std::collections::BTreeMap;

use super::super::cursor::Cursor;
use super::super::lex::{Kind, Token};
use super::super::tsql::{Branch, Guarding, Machine};
use super::super::{first_words, lex, opaque, read_embedded};
use super::{Reader, Verdict, procedural, verb};
use crate::dialect::Dialect;
use crate::ops::object::ObjectKind;
use crate::ops::transaction::TransactionOp;
use crate::ops::{
    Clause, ObjectName, Op, OpKind, OpaqueExtent, OpaqueReason, RenamedThrough, Verb,
};
use crate::text::Span;

/// Whether a statement begins here that holds others.
pub(super) fn begins(cursor: &Cursor<'_>) -> bool {
    const PLAIN: [&str; 4] =
        ["begin tran", "begin transaction", "begin distributed", "begin dialog"];
    cursor.is_any(&["if", "while", "begin"]) && !cursor.is_any(&PLAIN)
}

/// A statement inside, with what it runs under.
struct Inner<'a> {
    tokens: &'a [Token],
    guards: Vec<Guarding>,
    in_catch: bool,
}

/// IF, WHILE, BEGIN … END, TRY and CATCH: the statements in them, in order.
pub(super) fn compound(reader: &mut Reader<'_>) -> Option<()> {
    let tokens = reader.rest();
    let text = reader.text;
    let mut values: BTreeMap<&str, Cursor<'_>> = BTreeMap::new();
    for inner in inner(tokens, text) {
        let mut plain = inner.tokens;
        while let [rest @ .., last] = plain
            && last.kind == Kind::Semicolon
        {
            plain = rest;
        }
        let cursor = Cursor::new(text, plain, reader.dialect);
        let mut part = reader.part(cursor);
        if let Some((name, value)) = assigned(cursor) {
            values.insert(name, value);
            continue;
        }
        if let Some(value) = variable_sent(cursor).and_then(|it| values.get(it)) {
            sent(&mut part, *value);
            part.skip_all();
        } else {
            read(&mut part);
        }

        let guarded = !inner.guards.is_empty() || inner.in_catch;
        part.ops.retain(|it| !(guarded && steers(&it.kind)));
        let mut condition = part.condition.take();
        for guard in &inner.guards {
            let words = words_of(tokens, *guard, text);
            let met = existence(&words, guard.branch == Branch::Else);
            let believed = !guard.loops
                && met.is_some_and(|it| part.ops.iter_mut().all(|op| believe(&mut op.kind, it)));
            if !believed && !part.ops.is_empty() {
                condition = Some(match (guard.loops, guard.branch) {
                    (true, _) => format!("while {words}"),
                    (_, Branch::Else) => format!("not ({words})"),
                    _ => words,
                });
            }
        }
        if inner.in_catch && !part.ops.is_empty() {
            condition = Some("an error was caught".to_owned());
        }
        reader.condition = reader.condition.take().or(condition);
        reader.take_further(&mut part.ops);
    }
    reader.skip_all();
    if reader.ops.is_empty() {
        super::object::push_other(reader, ObjectKind::Session, None);
    }
    Some(())
}

fn read(part: &mut Reader<'_>) {
    match verb(part) {
        Verdict::Read => part.unknown_tail(),
        _ => {
            let detail = first_words(part.text, part.span);
            let (why, extent) = (OpaqueReason::Dialect, OpaqueExtent::Part);
            part.ops = vec![opaque(why, detail, extent, part.span)];
        }
    }
}

/// `SET @x = …` and `SELECT @x = …` of one value.
fn assigned<'a>(mut cursor: Cursor<'a>) -> Option<(&'a str, Cursor<'a>)> {
    cursor.eat_any(&["set", "select"])?;
    let name = cursor.next().filter(|it| it.kind == Kind::Param)?.text(cursor.text);
    cursor.eat_operator("=").then_some((name, cursor))
}

/// The variable of `EXEC (@x)` and `EXEC sp_executesql @x`.
fn variable_sent(mut cursor: Cursor<'_>) -> Option<&str> {
    cursor.eat_any(&["exec", "execute"])?;
    let inside = match cursor.group() {
        Some(inside) => inside,
        None => {
            let name = cursor.object()?;
            name.name.eq_ignore_ascii_case("sp_executesql").then_some(())?;
            cursor.take_until_comma()
        }
    };
    let [token] = inside.rest() else { return None };
    (token.kind == Kind::Param).then(|| token.text(inside.text))
}

fn inner<'a>(tokens: &'a [Token], text: &'a str) -> Vec<Inner<'a>> {
    let mut machine = Machine::default();
    let mut found: Vec<Inner<'_>> = Vec::new();
    let mut current = None;
    let mut start = 0;
    for (place, token) in tokens.iter().enumerate() {
        let next = || tokens.get(place + 1).map_or("", |it| it.text(text));
        if token.kind == Kind::Semicolon {
            machine.semicolon(&next);
        } else {
            machine.feed(*token, text, &next);
        }
        let plain = machine.plain();
        if plain != current || token.kind == Kind::Semicolon && plain.is_none() {
            current = plain;
            start = place;
            if plain.is_some() {
                let guards = machine.guards().collect();
                found.push(Inner { tokens: &[], guards, in_catch: machine.in_catch() });
            }
        }
        if plain.is_some()
            && let Some(last) = found.last_mut()
        {
            last.tokens = tokens.get(start..=place).unwrap_or(&[]);
        }
    }
    found
}

/// Transactions and sessions under a condition: whether they run is not known, and undoing all is the usual reason.
fn steers(kind: &OpKind) -> bool {
    match kind {
        OpKind::Transaction(it) => *it != TransactionOp::Commit,
        OpKind::Other { kind: ObjectKind::Session, verb: Verb::Run, .. } => true,
        _ => false,
    }
}

/// How much of a condition is shown.
const LONGEST: usize = 120;

fn words_of(tokens: &[Token], guard: Guarding, text: &str) -> String {
    let tokens = tokens.get(guard.from..guard.to).unwrap_or(&[]);
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return String::new() };
    let all = first.span().cover(last.span()).of(text);
    let mut words = all.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(LONGEST) {
        words.truncate(end);
        words.push('…');
    }
    words
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Existence {
    Absent,
    Present,
}

/// Whether a condition asks the catalogue for an object, and what it finds.
fn existence(words: &str, inverted: bool) -> Option<Existence> {
    const ASKED: [&str; 14] = [
        "sys.",
        "sysobjects",
        "syscolumns",
        "sysindexes",
        "information_schema",
        "object_id",
        "objectproperty",
        "col_length",
        "columnproperty",
        "indexproperty",
        "schema_id",
        "type_id",
        "db_id",
        "[sys]",
    ];
    let words = words.to_ascii_lowercase();
    ASKED.iter().any(|it| words.contains(it)).then_some(())?;
    let words = words.trim_matches(['(', ')', ' ']);
    let absent = words.starts_with("not exists")
        || words.starts_with("not(exists")
        || words.starts_with("not (exists")
        || words.ends_with("is null")
        || words.contains(") = 0");
    let present = words.starts_with("exists") || words.ends_with("is not null");
    match (absent, present, inverted) {
        (true, _, false) | (false, true, true) => Some(Existence::Absent),
        (true, _, true) | (false, true, false) => Some(Existence::Present),
        _ => None,
    }
}

/// Takes the condition for the operation's own IF EXISTS or IF NOT EXISTS; whether it can be.
fn believe(kind: &mut OpKind, existence: Existence) -> bool {
    match existence {
        Existence::Absent => procedural::guarded(kind),
        Existence::Present => procedural::guarded_drop(kind),
    }
}

// ---- EXEC

/// Whether a batch begins with a procedure's name ("EXECUTE": "You don't have to specify the EXECUTE keyword when you
/// execute stored procedures when the statement is the first one in a batch").
pub(super) fn is_call(cursor: &Cursor<'_>) -> bool {
    let word = cursor.word().as_bytes();
    let of_server = word.len() > 3 && word[..3].eq_ignore_ascii_case(b"sp_");
    cursor.kind() == Some(Kind::Quoted)
        || of_server
        || cursor.is("sys") && cursor.kind_at(1) == Some(Kind::Dot)
}

/// `EXEC [@result =] procedure …`, `EXEC ('…')`, and a procedure's name alone at the start of a batch.
pub(super) fn exec(reader: &mut Reader<'_>) -> Option<()> {
    let text = reader.rest_text().to_owned();
    reader.eat_any(&["exec", "execute"]);
    if reader.is("as") {
        super::object::push_other(reader, ObjectKind::Session, None);
        return Some(());
    }
    if reader.kind() == Some(Kind::Param)
        && reader.peek_at(1).is_some_and(|it| it.text(reader.text) == "=")
    {
        reader.next();
        reader.next();
    }
    if reader.kind() == Some(Kind::Open) {
        let inside = reader.group()?;
        // AT linked_server sends it elsewhere.
        let elsewhere = reader.is("at");
        reader.skip_all();
        if elsewhere {
            super::object::push_other(reader, ObjectKind::Server, None);
            return Some(());
        }
        sent(reader, inside);
        return Some(());
    }
    if reader.kind() == Some(Kind::Param) {
        return Some(dynamic(reader));
    }
    let name = reader.object_noted(Clause::Name)?;
    let arguments = reader.take_rest();
    let procedure = name.name.to_ascii_lowercase();
    match procedure.as_str() {
        "sp_rename" => {
            if rename(reader, arguments).is_none() {
                dynamic(reader);
            }
        }
        "sp_executesql" => {
            let first = arguments.split_commas().into_iter().next()?;
            let mut first = first;
            if first.kind() == Some(Kind::Param)
                && first.peek_at(1).is_some_and(|it| it.text(first.text) == "=")
            {
                first.next();
                first.next();
            }
            sent(reader, first);
        }
        "sp_addextendedproperty" | "sp_updateextendedproperty" | "sp_dropextendedproperty" => {
            let detail = first_words(reader.text, reader.span);
            let (kind, verb) = (ObjectKind::Column, Verb::Comment);
            reader.push(OpKind::Other { kind, verb, name: None, table: None, detail });
        }
        // "?" stands for each table in turn.
        "sp_msforeachtable" | "sp_msforeachdb" => dynamic(reader),
        _ => reader.push(OpKind::Call { name, text }),
    }
    Some(())
}

fn dynamic(reader: &mut Reader<'_>) {
    let detail = first_words(reader.text, reader.span);
    let extent = OpaqueExtent::Statement;
    reader.ops.push(opaque(OpaqueReason::DynamicSql, detail, extent, reader.span));
    reader.skip_all();
}

/// What a string sends, as far as it is literal: a value that is only known when it runs stands in braces.
pub(super) fn sent(reader: &mut Reader<'_>, value: Cursor<'_>) {
    if nests(value) {
        return dynamic(reader);
    }
    if in_place(reader, value).is_some() {
        return;
    }
    let Some(sql) = written_out(value) else { return dynamic(reader) };
    let span = reader.span;
    let statements = read_embedded(&sql, reader.dialect, &|_| span);
    take(reader, statements);
}

/// Whether a string of Oracle's own quotes holds another one, which could go on for ever.
fn nests(value: Cursor<'_>) -> bool {
    let deep = |text: &str| text.to_ascii_lowercase().matches("q'").count() > 1;
    value.rest().iter().any(|it| it.kind == Kind::Text && deep(it.text(value.text)))
}

/// A single string without escapes: what it holds stands in the file as it is sent.
fn in_place(reader: &mut Reader<'_>, value: Cursor<'_>) -> Option<()> {
    let [token] = value.rest() else { return None };
    (token.kind == Kind::Text).then_some(())?;
    let quoted = token.text(value.text);
    let letters = quoted.find('\'')?;
    let tail =
        if letters < 1 || quoted.to_ascii_lowercase().starts_with("n'") { 1 } else { return None };
    let inside = quoted.get(letters + 1..quoted.len().checked_sub(tail)?)?;
    (!inside.contains('\'')).then_some(())?;
    let start = token.start as usize + letters + 1;
    let place = |it: Span| Span::new(start + it.start as usize, start + it.end as usize);
    let statements = read_embedded(inside, reader.dialect, &place);
    take(reader, statements);
    Some(())
}

fn take(reader: &mut Reader<'_>, statements: Vec<crate::ops::Statement>) {
    let is_opaque = |it: &Op| matches!(it.kind, OpKind::Opaque(_));
    if statements.is_empty() || statements.iter().flat_map(|it| &it.ops).any(is_opaque) {
        return dynamic(reader);
    }
    for mut statement in statements {
        // EXEC has the server read it apart from the batch.
        for op in statement.ops.iter_mut().filter(|_| reader.dialect == Dialect::Mssql) {
            op.clauses.push((Clause::Block, op.span));
        }
        reader.condition = reader.condition.take().or(statement.condition);
        reader.take_further(&mut statement.ops);
    }
}

/// `'…' + @x + '…'` (or `||`) as one text; `None` where nothing of it is literal, or it is no chain of values.
fn written_out(mut value: Cursor<'_>) -> Option<String> {
    let mut sql = String::new();
    let mut literal = false;
    while !value.is_done() {
        let part = value.take_until(|it| it.is_operator("+") || it.is_operator("||"));
        value.next();
        let mut one = part;
        match one.string() {
            Some(text) if one.is_done() => {
                literal |= !text.trim().is_empty();
                sql.push_str(&text);
            }
            _ => {
                (!part.is_done()).then_some(())?;
                let words: String = part
                    .rest_text()
                    .chars()
                    .filter(|it| {
                        !it.is_control() && !matches!(it, '{' | '}' | '\'' | '"' | ']' | '[')
                    })
                    .take(LONGEST)
                    .collect();
                sql.push('{');
                sql.push_str(words.trim());
                sql.push('}');
            }
        }
    }
    literal.then_some(sql)
}

/// `sp_rename 'object', 'new name' [, 'kind']`.
fn rename(reader: &mut Reader<'_>, arguments: Cursor<'_>) -> Option<()> {
    let mut given: [Option<String>; 3] = [None, None, None];
    for (place, mut argument) in arguments.split_commas().into_iter().enumerate() {
        let mut place = place;
        if argument.kind() == Some(Kind::Param)
            && argument.peek_at(1).is_some_and(|it| it.text(argument.text) == "=")
        {
            let name = argument.next()?.text(argument.text).to_ascii_lowercase();
            argument.next();
            place = match name.as_str() {
                "@objname" => 0,
                "@newname" => 1,
                _ => 2,
            };
        }
        *given.get_mut(place)? = Some(match argument.kind()? {
            Kind::Param => format!("{{{}}}", argument.next()?.text(argument.text)),
            _ => argument.value()?,
        });
    }
    let [object, to, kind] = given;
    let (object, to) = (object?, to?);
    let tokens = lex(&object, reader.dialect);
    let mut cursor = Cursor::new(&object, &tokens, reader.dialect);
    let mut parts = vec![cursor.name()?];
    while cursor.eat_kind(Kind::Dot) {
        parts.push(if cursor.is_name() { cursor.name()? } else { String::new() });
    }
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let named = |parts: Vec<String>| super::super::cursor::object_name(parts, reader.dialect);
    let op = match kind.as_str() {
        "column" => {
            let column = parts.pop()?;
            OpKind::RenameColumn { table: named(parts), column, to }
        }
        "index" => {
            let index = parts.pop()?;
            let table = named(parts);
            let (index, table) = (table.sibling(index), Some(table));
            OpKind::RenameIndex { index, table, to, through: RenamedThrough::Index }
        }
        "userdatatype" => {
            OpKind::RenameObject { kind: ObjectKind::Type, name: named(parts), table: None, to }
        }
        "" | "object" if parts.len() == 3 => {
            let name = parts.pop()?;
            OpKind::RenameConstraint { table: named(parts), name, to }
        }
        "" | "object" => {
            let name = named(parts);
            if names_constraint(&name) {
                OpKind::RenameObject { kind: ObjectKind::Constraint, name, table: None, to }
            } else {
                let to = ObjectName { schema: name.schema.clone(), name: to.into() };
                OpKind::RenameTable { table: name, to }
            }
        }
        _ => return None,
    };
    reader.push(op);
    Some(())
}

/// Constraints are objects of the schema here, and by custom their names tell what they are.
fn names_constraint(name: &ObjectName) -> bool {
    let name = name.name.to_ascii_lowercase();
    // As SQL Server Data Tools call one for a while.
    name.contains("_constraint_")
        || ["pk_", "fk_", "df_", "ck_", "uq_", "chk_", "uk_", "pk__", "df__"]
            .iter()
            .any(|it| name.starts_with(it))
}

// ---- Statements of a script that change nothing

/// Rows of a table that is a variable.
fn is_about_variable(mut cursor: Cursor<'_>) -> bool {
    cursor.eat_any(&["insert into", "insert", "update", "delete from", "delete"]).is_some()
        && cursor.kind() == Some(Kind::Param)
}

/// Words that begin a statement about the script itself, the server or what is shown.
const SCRIPT: [&str; 35] = [
    "add sensitivity",
    "drop sensitivity",
    "declare",
    "print",
    "raiserror",
    "throw",
    "return",
    "waitfor",
    "goto",
    "open",
    "close",
    "fetch",
    "deallocate",
    "checkpoint",
    "backup",
    "restore",
    "dbcc",
    "kill",
    "reconfigure",
    "break",
    "continue",
    "revert",
    "enable trigger",
    "disable trigger",
    "update statistics",
    "add signature",
    "shutdown",
    "readtext",
    "end conversation",
    "begin conversation",
    "begin dialog",
    "get conversation",
    "move conversation",
    "receive",
    "send on",
];

pub(super) fn script(reader: &mut Reader<'_>) -> Option<()> {
    if is_about_variable(reader.cursor) {
        super::object::push_other(reader, ObjectKind::Session, None);
        return Some(());
    }
    let words = reader.cursor.eat_any(&SCRIPT)?;
    if matches!(words, "enable trigger" | "disable trigger") {
        let name = reader.object()?.name.into();
        reader.need("on")?;
        let state = words.to_owned();
        if reader.eat("all server") || reader.eat("database") {
            super::object::push_other(reader, ObjectKind::System, None);
            return Some(());
        }
        let table = reader.object_noted(Clause::Table)?;
        reader.push(OpKind::SetTrigger { table, name, state });
        return Some(());
    }
    if words == "update statistics" {
        use crate::ops::data::{Maintain, Task};
        let start = reader.mark();
        let tables = vec![reader.object_noted(Clause::Table)?];
        reader.note_since(Clause::Kind(ObjectKind::Statistics), start);
        reader.skip_all();
        let (task, index, truncate) = (Task::Analyze, None, None);
        reader.push(OpKind::Maintain(Maintain { task, tables, index, truncate }));
        return Some(());
    }
    let kind = match words {
        "backup" | "restore" | "dbcc" | "kill" | "reconfigure" | "checkpoint" | "shutdown" => {
            ObjectKind::System
        }
        _ => ObjectKind::Session,
    };
    super::object::push_other(reader, kind, None);
    Some(())
}
