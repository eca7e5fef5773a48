//! Constraints, of a table and of a column.

use super::super::cursor::Cursor;
use super::super::expr;
use super::super::lex::Kind;
use super::{Reader, index, mssql, oracle};
use crate::dialect::Dialect;
use crate::ops::Clause;
use crate::ops::constraint::{
    Action, Constraint, ConstraintKind, Deferrable, ForeignKey, Key, Validity,
};

/// Whether a table's constraint begins here, and not a column.
pub(super) fn begins(cursor: &Cursor<'_>) -> bool {
    if cursor.is_any(&["constraint", "primary key", "foreign key"]) {
        return true;
    }
    // "CREATE TABLE", NOT NULL as a table's constraint.
    if cursor.dialect == Dialect::Postgres && cursor.is("not null") {
        return true;
    }
    let bracket = |offset| cursor.kind_at(offset) == Some(Kind::Open);
    if cursor.is("check") || cursor.is("exclude") {
        return bracket(1) || cursor.is_at(1, "using");
    }
    let mysql = matches!(cursor.dialect, Dialect::Mysql | Dialect::Mariadb);
    cursor.is("unique") && (mysql || !(cursor.is_name_at(1) && cursor.is_at(1, "index")))
}

/// `[CONSTRAINT name] …` with its attributes.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Constraint> {
    let name = if reader.eat("constraint") {
        // MySQL lets the name be left out.
        guard(reader);
        let unnamed = reader.is_any(&["primary key", "foreign key", "check", "unique"])
            && reader.dialect != Dialect::Postgres;
        if unnamed { None } else { Some(reader.name_noted(Clause::Name)?) }
    } else {
        None
    };
    let kind = kind(reader)?;
    let mut constraint = Constraint { name, ..Constraint::new(kind) };
    if constraint.name.is_none()
        && let Some(index_name) = reader_index_name(reader)
    {
        constraint.name = Some(index_name);
    }
    attributes(reader, &mut constraint);
    Some(constraint)
}

/// MariaDB's IF NOT EXISTS, before a constraint's name or before the columns of a foreign key.
fn guard(reader: &mut Reader<'_>) {
    if is_mysql(reader) {
        reader.if_not_exists();
    }
}

fn is_mysql(reader: &Reader<'_>) -> bool {
    matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb)
}

/// MySQL's `UNIQUE KEY name (…)` and `FOREIGN KEY name (…)` leave the name in the clauses' place.
fn reader_index_name(reader: &mut Reader<'_>) -> Option<String> {
    let (clause, span) = *reader.clauses.last()?;
    (clause == Clause::UsingIndex && reader.dialect != Dialect::Postgres).then_some(())?;
    reader.clauses.pop();
    let text = span.of(reader.text);
    Some(text.trim_matches(['`', '"', '[', ']']).to_owned())
}

fn kind(reader: &mut Reader<'_>) -> Option<ConstraintKind> {
    if reader.eat_noted("primary key", Clause::PrimaryKey) {
        return Some(ConstraintKind::PrimaryKey(key(reader)?));
    }
    if reader.eat_noted("unique", Clause::Unique) {
        if reader.dialect != Dialect::Postgres {
            reader.eat_any(&["key", "index"]);
        }
        guard(reader);
        return Some(ConstraintKind::Unique(key(reader)?));
    }
    if reader.eat_noted("check", Clause::Check) {
        reader.eat("not for replication");
        let check = reader.group()?;
        return Some(ConstraintKind::Check(expr::read(check)));
    }
    if reader.eat("foreign key") {
        guard(reader);
        if reader.is_name() {
            reader.next();
        }
        let columns = reader.bracketed_names()?;
        return Some(ConstraintKind::ForeignKey(references(reader, columns)?));
    }
    if reader.eat_noted("exclude", Clause::Exclude) {
        return exclude(reader);
    }
    if reader.eat_noted("not null", Clause::NotNull) {
        if reader.kind() == Some(Kind::Open) && reader.dialect == Dialect::Sqlite {
            let column = reader.group()?.name()?;
            return Some(ConstraintKind::NotNull { column });
        }
        return Some(ConstraintKind::NotNull { column: reader.name_noted(Clause::Column)? });
    }
    if reader.eat_noted("default", Clause::Default) {
        let value = expr::read(expr::extent(&mut reader.cursor)?);
        reader.need("for")?;
        let column = reader.name()?;
        reader.eat("with values");
        return Some(ConstraintKind::Default { column, value });
    }
    None
}

/// The columns of a primary or unique key, or the index that becomes its own.
fn key(reader: &mut Reader<'_>) -> Option<Key> {
    let mut key = Key::default();
    if reader.eat("nulls not distinct") {
        key.nulls_not_distinct = true;
    } else {
        reader.eat("nulls distinct");
    }
    if reader.eat_noted("using index", Clause::UsingIndex) {
        key.using_index = Some(reader.name()?);
        return Some(key);
    }
    if reader.eat("clustered") {
        key.clustered = Some(true);
    } else if reader.eat("nonclustered") {
        key.clustered = Some(false);
    }
    if reader.dialect == Dialect::Mssql {
        reader.eat("hash");
    } else if reader.is_name() && !reader.is("using") {
        let (_, span) = reader.named()?;
        reader.note(Clause::UsingIndex, span);
    }
    if reader.eat("using") {
        reader.next();
    }
    let columns = reader.group()?;
    for mut column in columns.split_commas() {
        key.columns.push(column.name()?);
        if column.eat("without overlaps") {
            key.without_overlaps = true;
        }
        if column.kind() == Some(Kind::Open) {
            column.group()?;
            key.prefixed = true;
        }
        column.eat_any(&["asc", "desc"]);
        if column.eat("collate") {
            column.name()?;
        }
        column.is_done().then_some(())?;
    }
    index_parameters(reader, &mut key)?;
    if reader.dialect == Dialect::Mssql {
        mssql::key_tail(reader)?;
    } else if is_mysql(reader) {
        let mut index = crate::ops::index::CreateIndex::new(crate::ops::ObjectName::default());
        while index::mysql_option(reader, &mut index)? {}
    } else if reader.dialect == Dialect::Sqlite && reader.eat("on conflict") {
        reader.next()?;
    }
    Some(key)
}

/// What follows a key's columns, or a column's UNIQUE: INCLUDE, WITH, where the index lies.
pub(super) fn index_parameters(reader: &mut Reader<'_>, key: &mut Key) -> Option<()> {
    if reader.eat("include") {
        key.include = reader.bracketed_names()?;
    }
    if reader.is("with")
        && reader.kind_at(1) == Some(Kind::Open)
        && reader.dialect != Dialect::Mssql
    {
        reader.next();
        reader.group()?;
    }
    if reader.dialect != Dialect::Oracle && reader.eat("using index tablespace") {
        reader.name()?;
    }
    Some(())
}

fn exclude(reader: &mut Reader<'_>) -> Option<ConstraintKind> {
    let method = if reader.eat("using") { Some(reader.name()?.to_ascii_lowercase()) } else { None };
    let mut keys = Vec::new();
    for mut element in reader.group()?.split_commas() {
        let mut key = element.take_until(|it| it.is("with"));
        keys.push(index::key(&mut key)?);
    }
    let mut unused = Key::default();
    index_parameters(reader, &mut unused)?;
    let predicate = if reader.eat_noted("where", Clause::Where) {
        Some(expr::read(reader.group()?))
    } else {
        None
    };
    Some(ConstraintKind::Exclude { method, keys, predicate })
}

/// `REFERENCES table [(columns)] …` from these columns.
pub(super) fn references(reader: &mut Reader<'_>, columns: Vec<String>) -> Option<ForeignKey> {
    let start = reader.mark();
    reader.need("references")?;
    let references = reader.object()?;
    reader.note_since(Clause::References, start);
    let referenced =
        if reader.kind() == Some(Kind::Open) { reader.bracketed_names()? } else { Vec::new() };
    let mut key = ForeignKey {
        columns,
        references,
        referenced,
        on_delete: Action::default(),
        on_update: Action::default(),
        set_on_delete: Vec::new(),
    };
    loop {
        if reader.eat("match") {
            reader.next();
        } else if reader.eat("on delete") {
            key.on_delete = action(reader)?;
            if reader.kind() == Some(Kind::Open) {
                key.set_on_delete = reader.bracketed_names()?;
            }
        } else if reader.is("on update") && is_action(reader) {
            reader.eat("on update");
            key.on_update = action(reader)?;
        } else {
            return Some(key);
        }
    }
}

const ACTIONS: [(&str, Action); 5] = [
    ("no action", Action::NoAction),
    ("restrict", Action::Restrict),
    ("cascade", Action::Cascade),
    ("set null", Action::SetNull),
    ("set default", Action::SetDefault),
];

/// MySQL's column may have an ON UPDATE of its own behind its reference.
fn is_action(reader: &Reader<'_>) -> bool {
    let mut ahead = reader.cursor;
    ahead.eat("on update");
    ACTIONS.iter().any(|(words, _)| ahead.is(words))
}

fn action(reader: &mut Reader<'_>) -> Option<Action> {
    ACTIONS.iter().find(|(words, _)| reader.cursor.eat(words)).map(|&(_, it)| it)
}

/// DEFERRABLE, NOT VALID and their like, in any order.
pub(super) fn attributes(reader: &mut Reader<'_>, constraint: &mut Constraint) {
    while attribute(reader, constraint) {}
}

/// One attribute, if one comes.
pub(super) fn attribute(reader: &mut Reader<'_>, constraint: &mut Constraint) -> bool {
    if reader.eat("not deferrable") {
        constraint.deferrable = Deferrable::No;
    } else if reader.eat_noted("deferrable", Clause::Deferrable) {
        if constraint.deferrable == Deferrable::No {
            constraint.deferrable = Deferrable::InitiallyImmediate;
        }
    } else if reader.eat("initially deferred") {
        constraint.deferrable = Deferrable::InitiallyDeferred;
    } else if reader.eat("initially immediate") || reader.eat("enforced") {
    } else if reader.eat_noted("not valid", Clause::NotValid) {
        constraint.validity = Validity::NotValid;
    } else if reader.eat_noted("not enforced", Clause::NotValid) {
        constraint.validity = Validity::NotEnforced;
    } else if dialect_attribute(reader, constraint) {
    } else if reader.eat("no inherit") {
        constraint.no_inherit = true;
    } else {
        return false;
    }
    true
}

fn dialect_attribute(reader: &mut Reader<'_>, constraint: &mut Constraint) -> bool {
    match reader.dialect {
        Dialect::Mssql => reader.eat("not for replication"),
        Dialect::Oracle => oracle::constraint_attribute(reader, constraint),
        // The library reads it behind CHECK, and does nothing with it ("The ON CONFLICT Clause").
        Dialect::Sqlite => reader.eat("on conflict") && reader.next().is_some(),
        _ => false,
    }
}
