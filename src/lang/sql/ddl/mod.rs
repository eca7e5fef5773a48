//! Our reader of statements: verb, object, operations, clauses, each with its place. By family, one file each.

pub(super) mod client;
mod column;
mod constraint;
mod data;
mod index;
mod mssql;
mod mysql;
mod object;
mod oracle;
mod plsql;
pub(super) mod procedural;
mod session;
mod table;
mod transact;

use std::ops::{Deref, DerefMut};

use super::cursor::Cursor;
use super::lex::Kind;
use super::{first_words, opaque};
use crate::dialect::Dialect;
use crate::ops::object::ObjectKind;
use crate::ops::{Cascade, Clause, Guard, ObjectName, Op, OpKind, OpaqueExtent, OpaqueReason};
use crate::text::Span;

/// The operations of the statement in `cursor`, and the condition under which they run. There is always one.
pub(super) fn read(cursor: Cursor<'_>, span: Span) -> (Vec<Op>, Option<String>) {
    let mut reader = Reader::new(cursor, span);
    let known = verb(&mut reader);
    let dialect = cursor.dialect;
    let detail = || first_words(cursor.text, span);
    let why = match known {
        Verdict::Read if reader.ops.is_empty() => Some(OpaqueReason::UnknownClause),
        Verdict::Read => None,
        Verdict::UnknownVerb => Some(OpaqueReason::UnknownStatement),
        Verdict::UnknownForm => Some(OpaqueReason::UnknownClause),
    };
    if let Some(why) = why {
        let why = if dialect == Dialect::Postgres { why } else { OpaqueReason::Dialect };
        return (vec![opaque(why, detail(), OpaqueExtent::Statement, span)], None);
    }
    reader.unknown_tail();
    reader.ops.shrink_to_fit();
    (reader.ops, reader.condition)
}

/// A statement while it is read: where we are, what was found so far.
pub(super) struct Reader<'a> {
    pub cursor: Cursor<'a>,
    /// The whole statement, or the part of it that is one operation.
    pub span: Span,
    pub clauses: Vec<(Clause, Span)>,
    pub ops: Vec<Op>,
    pub condition: Option<String>,
    /// Indexes that stand with a column, until its table takes them.
    pub pending_indexes: Vec<crate::ops::index::CreateIndex>,
}

impl<'a> Deref for Reader<'a> {
    type Target = Cursor<'a>;

    fn deref(&self) -> &Cursor<'a> {
        &self.cursor
    }
}

impl<'a> DerefMut for Reader<'a> {
    fn deref_mut(&mut self) -> &mut Cursor<'a> {
        &mut self.cursor
    }
}

impl<'a> Reader<'a> {
    pub fn new(cursor: Cursor<'a>, span: Span) -> Reader<'a> {
        let (clauses, ops, pending_indexes) = (Vec::new(), Vec::new(), Vec::new());
        Reader { cursor, span, clauses, ops, condition: None, pending_indexes }
    }

    /// A reader for one part of this statement.
    pub fn part(&self, cursor: Cursor<'a>) -> Reader<'a> {
        let span = cursor.span();
        Reader::new(cursor, span)
    }

    /// One operation with the clauses noted since the last one.
    pub fn push(&mut self, kind: OpKind) {
        let span = self.span;
        self.push_at(kind, span);
    }

    pub fn push_at(&mut self, kind: OpKind, span: Span) {
        let clauses = std::mem::take(&mut self.clauses);
        // Most statements are one operation, and operations are large.
        if self.ops.is_empty() {
            self.ops.reserve_exact(1);
        }
        self.ops.push(Op { kind, span, clauses });
    }

    /// The operations of the next statement in a block.
    pub fn take_further(&mut self, ops: &mut Vec<Op>) {
        if !self.ops.is_empty()
            && let Some(first) = ops.first_mut()
        {
            first.clauses.push((Clause::Further, first.span));
        }
        self.ops.append(ops);
    }

    pub fn note(&mut self, clause: Clause, span: Span) {
        self.clauses.push((clause, span));
    }

    /// Notes what was read since `mark`.
    pub fn note_since(&mut self, clause: Clause, mark: usize) {
        let span = self.cursor.since(mark);
        self.clauses.push((clause, span));
    }

    /// Reads these words if they come, and notes them.
    pub fn eat_noted(&mut self, words: &str, clause: Clause) -> bool {
        let span = self.cursor.eat_span(words);
        self.clauses.extend(span.map(|it| (clause, it)));
        span.is_some()
    }

    pub fn if_exists(&mut self) -> Guard {
        if self.eat_noted("if exists", Clause::IfExists) { Guard::IfNeeded } else { Guard::None }
    }

    pub fn if_not_exists(&mut self) -> Guard {
        if self.eat_noted("if not exists", Clause::IfNotExists) {
            Guard::IfNeeded
        } else {
            Guard::None
        }
    }

    pub fn cascade(&mut self) -> Cascade {
        if self.eat_noted("cascade", Clause::Cascade) {
            self.eat("constraints");
            Cascade::Cascade
        } else if self.eat("restrict") {
            Cascade::Restrict
        } else {
            Cascade::Unstated
        }
    }

    /// An object's name, noted.
    pub fn object_noted(&mut self, clause: Clause) -> Option<ObjectName> {
        let (name, span) = self.cursor.object_span()?;
        self.note(clause, span);
        Some(name)
    }

    pub fn name_noted(&mut self, clause: Clause) -> Option<String> {
        let (name, span) = self.cursor.named()?;
        self.note(clause, span);
        Some(name)
    }

    /// What is left is a form that is not known: a part of its own.
    pub fn unknown_tail(&mut self) {
        if self.dialect == Dialect::Mssql && is_label(self) && self.rest().len() == 2 {
            self.skip_all();
        }
        if !self.is_done() {
            let tail = self.cursor.span();
            let why = if self.dialect == Dialect::Postgres {
                OpaqueReason::UnknownClause
            } else {
                OpaqueReason::Dialect
            };
            self.ops.push(opaque(why, first_words(self.text, tail), OpaqueExtent::Part, tail));
            self.skip_all();
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Read,
    UnknownVerb,
    UnknownForm,
}

fn verb(reader: &mut Reader<'_>) -> Verdict {
    let word = reader.word().to_ascii_lowercase();
    if reader.dialect == Dialect::Mssql
        && let Some(verdict) = transact(reader)
    {
        return verdict;
    }
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    if mysql && object::administration(reader).is_some() {
        return Verdict::Read;
    }
    if reader.dialect == Dialect::Oracle {
        let start = reader.cursor;
        if reader.is_any(&["begin", "declare"]) || reader.is_operator("<<") {
            let _ = plsql::block(reader);
            return Verdict::Read;
        }
        if oracle::other(reader).is_some() {
            return Verdict::Read;
        }
        reader.cursor = start;
    }
    let read: fn(&mut Reader<'_>) -> Option<()> = match word.as_str() {
        "create" => create,
        "alter" => alter,
        "drop" => drop,
        "insert" | "replace" => data::insert,
        "update" => data::update,
        "delete" => data::delete,
        "merge" => data::merge,
        "select" | "values" | "table" => data::query,
        "with" => data::with,
        "copy" => data::copy,
        "truncate" => data::truncate,
        "lock" => data::lock,
        "execute" if reader.dialect == Dialect::Postgres => data::execute,
        "call" | "exec" | "execute" => data::call,
        "vacuum" | "analyze" | "analyse" | "cluster" | "optimize" => data::maintain,
        "check" | "repair" | "checksum" if mysql => data::maintain,
        "reindex" => index::reindex,
        "refresh" => object::refresh,
        "rename" => table::rename_tables,
        "begin" if reader.is("begin not atomic") => procedural::compound,
        "begin" | "start" | "commit" | "end" | "rollback" | "abort" | "savepoint" | "release"
        | "prepare" | "save"
            if !reader.is("prepare")
                || reader.is("prepare transaction") && reader.dialect == Dialect::Postgres =>
        {
            session::transaction
        }
        "set" => session::set,
        "reset" => session::reset,
        "pragma" => session::pragma,
        "do" if reader.dialect == Dialect::Postgres => procedural::block,
        "if" | "while" | "loop" | "repeat" | "for" => procedural::compound,
        "load" if reader.dialect != Dialect::Postgres => data::load,
        "bulk" if reader.dialect == Dialect::Mssql => data::bulk,
        _ => object::other,
    };
    match read(reader) {
        Some(()) => Verdict::Read,
        None if word.is_empty() || !is_verb(&word) => Verdict::UnknownVerb,
        None => Verdict::UnknownForm,
    }
}

/// What SQL Server alone begins so; `None` for what all databases know.
fn transact(reader: &mut Reader<'_>) -> Option<Verdict> {
    if is_label(reader) {
        reader.next();
        reader.next();
        if reader.is_done() {
            object::push_other(reader, ObjectKind::Session, None);
            return Some(Verdict::Read);
        }
        return Some(verb(reader));
    }
    let start = reader.cursor;
    let found = if transact::begins(reader) {
        transact::compound(reader)
    } else if reader.is_any(&["exec", "execute"]) || transact::is_call(reader) {
        transact::exec(reader)
    } else {
        transact::script(reader)
    };
    if found.is_some() {
        return Some(Verdict::Read);
    }
    reader.cursor = start;
    reader.clauses.clear();
    reader.ops.clear();
    None
}

/// SQL Server's `label:`, to which GOTO goes.
fn is_label(reader: &Reader<'_>) -> bool {
    let colon = reader.peek_at(1).is_some_and(|it| it.text(reader.text) == ":");
    colon && reader.kind() == Some(Kind::Word)
}

fn is_verb(word: &str) -> bool {
    [
        "create", "alter", "drop", "insert", "update", "delete", "select", "set", "copy",
        "truncate", "lock", "vacuum",
    ]
    .contains(&word)
}

fn create(reader: &mut Reader<'_>) -> Option<()> {
    reader.next();
    let alters = reader.dialect == Dialect::Mssql && reader.eat("or alter");
    let replaces = alters || reader.eat("or replace");
    let oracle = reader.dialect == Dialect::Oracle;
    if oracle {
        oracle::skip_modifiers(reader);
    }
    let temporary = {
        reader.eat_any(&["global", "local", "private"]);
        reader.eat_any(&["temporary", "temp"]).is_some()
    };
    let unlogged = reader.eat("unlogged");
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        mysql::skip_definer(reader);
    }
    if reader.is("table") {
        return table::create(
            reader,
            table::Making { replaces, temporary, unlogged, foreign: false },
        );
    }
    if reader.is("foreign table") {
        reader.next();
        return table::create(
            reader,
            table::Making { replaces, temporary, unlogged, foreign: true },
        );
    }
    if reader.is("sequence") {
        return object::create_sequence(reader, temporary);
    }
    if reader.dialect == Dialect::Mssql && mssql::begins_index(reader) {
        return mssql::create_index(reader);
    }
    if index::begins(&reader.cursor) || oracle && oracle::begins_index(reader) {
        return index::create(reader);
    }
    if reader.is("recursive view")
        || reader.is("view")
        || reader.is("materialized view") && !reader.is_at(2, "log")
    {
        return object::create_view(reader, replaces, temporary);
    }
    object::create(reader, replaces)
}

fn alter(reader: &mut Reader<'_>) -> Option<()> {
    reader.next();
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        reader.eat("online");
        reader.eat("ignore");
        mysql::skip_definer(reader);
    }
    if reader.is("session") && reader.dialect == Dialect::Oracle {
        return oracle::alter_session(reader);
    }
    if reader.is("table") || reader.is("foreign table") {
        return table::alter(reader);
    }
    if reader.is("index") && reader.dialect == Dialect::Mssql {
        return mssql::alter_index(reader);
    }
    if reader.is("index") && reader.dialect == Dialect::Oracle {
        return oracle::alter_index(reader);
    }
    if reader.is("index") {
        return index::alter(reader);
    }
    if reader.is("sequence") {
        return object::alter_sequence(reader);
    }
    let oracle = reader.dialect == Dialect::Oracle;
    if !oracle && (reader.is("view") || reader.is("materialized view")) {
        return object::alter_view(reader);
    }
    object::alter(reader)
}

fn drop(reader: &mut Reader<'_>) -> Option<()> {
    reader.next();
    reader.eat_noted("temporary", Clause::Temporary);
    if reader.is("table") || reader.is("foreign table") {
        return table::drop(reader);
    }
    if reader.is("index") && reader.dialect == Dialect::Mssql {
        return mssql::drop_index(reader);
    }
    if reader.is("index") {
        return index::drop(reader);
    }
    object::drop(reader)
}
