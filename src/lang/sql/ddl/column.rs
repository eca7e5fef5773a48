//! Columns: their definitions, and `ALTER COLUMN`.

use super::super::expr;
use super::super::lex::Kind;
use super::super::types;
use super::{Reader, constraint, mssql, oracle};
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnDef, Generated, Identity};
use crate::ops::constraint::{Constraint, ConstraintKind, Key};
use crate::ops::{Clause, ObjectName, OpKind};

/// A column's name, type and options, as far as they are known; the rest is left.
pub(super) fn definition(reader: &mut Reader<'_>) -> Option<ColumnDef> {
    let name = reader.name_noted(Clause::Column)?;
    let mut column = ColumnDef::new(name, None);
    if !reader.is_done() && !begins_option(reader) {
        let start = reader.mark();
        let read = types::read(&mut reader.cursor)?;
        reader.note_since(Clause::Type, start);
        if read.serial {
            column.generated = Some(Generated::Serial);
        }
        column.data_type = Some(read.data_type);
    }
    options(reader, &mut column)?;
    Some(column)
}

/// Whether a column's option comes where its type could stand.
pub(super) fn begins_option(reader: &Reader<'_>) -> bool {
    const WORDS: [&str; 14] = [
        "constraint",
        "not null",
        "null",
        "default",
        "check",
        "unique",
        "primary key",
        "references",
        "collate",
        "generated",
        "as",
        "comment",
        "with options",
        "auto_increment",
    ];
    let computed = reader.kind_at(1) == Some(Kind::Open) || reader.dialect == Dialect::Mssql;
    reader.is_any(&WORDS) && (computed || !reader.is("as")) || reader.kind() == Some(Kind::Comma)
}

pub(super) fn options(reader: &mut Reader<'_>, column: &mut ColumnDef) -> Option<()> {
    let mut name: Option<String> = None;
    reader.eat("with options");
    loop {
        if reader.eat("constraint") {
            name = Some(reader.name_noted(Clause::Name)?);
            continue;
        }
        if !option(reader, column, &mut name)? {
            return Some(());
        }
        name = None;
    }
}

/// Reads one option; `Some(false)` where none of those known comes.
fn option(
    reader: &mut Reader<'_>,
    column: &mut ColumnDef,
    name: &mut Option<String>,
) -> Option<bool> {
    if let Some(last) = column.constraints.last_mut()
        && constraint::attribute(reader, last)
    {
        return Some(true);
    }
    if reader.eat_noted("not null", Clause::NotNull) {
        if reader.dialect == Dialect::Oracle {
            let kind = ConstraintKind::NotNull { column: column.name.clone() };
            let mut state = Constraint::new(kind);
            while oracle::constraint_attribute(reader, &mut state) {}
            // DISABLE: nulls are taken ("constraint", "constraint_state").
            if state.validity == crate::ops::constraint::Validity::NotEnforced {
                *name = None;
                return Some(true);
            }
        }
        column.nullable = Some(false);
        if let Some(name) = name.take() {
            let kind = ConstraintKind::NotNull { column: column.name.clone() };
            column.constrain(Constraint { name: Some(name), ..Constraint::new(kind) });
        } else {
            reader.eat("no inherit");
        }
        if reader.dialect == Dialect::Sqlite && reader.eat("on conflict") {
            reader.next()?;
        }
    } else if reader.eat_noted("null", Clause::Null) {
        column.nullable = Some(true);
    } else if reader.is("default") {
        default(reader, column, name)?;
    } else if reader.is("generated") || (reader.is("as") && reader.kind_at(1) == Some(Kind::Open)) {
        generated(reader, column)?;
    } else if reader.eat_noted("collate", Clause::Collation) {
        let collation = reader.object()?.name.into();
        if let Some(data_type) = &mut column.data_type {
            data_type.collation = Some(collation);
        }
    } else if let Some(constraint) = inline_constraint(reader, &column.name)? {
        column.constrain(Constraint { name: name.take(), ..constraint });
    } else {
        return other_option(reader, column);
    }
    Some(true)
}

fn default(
    reader: &mut Reader<'_>,
    column: &mut ColumnDef,
    name: &mut Option<String>,
) -> Option<()> {
    let start = reader.mark();
    reader.need("default")?;
    reader.eat("on null");
    reader.eat_any(&["for insert only", "for insert and update"]);
    let value = expr::read(expr::extent(&mut reader.cursor)?);
    reader.note_since(Clause::Default, start);
    if let Some(name) = name.take() {
        let kind = ConstraintKind::Default { column: column.name.clone(), value: value.clone() };
        column.constrain(Constraint { name: Some(name), ..Constraint::new(kind) });
    }
    column.default = Some(value);
    Some(())
}

/// `GENERATED … AS IDENTITY [(…)]`, `[GENERATED ALWAYS] AS (…) [STORED]`.
fn generated(reader: &mut Reader<'_>, column: &mut ColumnDef) -> Option<()> {
    let start = reader.mark();
    let mut kind = Identity::Always;
    if reader.eat("generated") {
        if reader.eat("by default") {
            reader.eat("on null");
            kind = Identity::ByDefault;
        } else {
            reader.eat("always");
        }
    }
    reader.need("as")?;
    if reader.eat("identity") {
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        // DBMS_METADATA writes them without brackets.
        while reader.dialect == Dialect::Oracle && super::object::sequence_option(reader) {}
        reader.note_since(Clause::Identity, start);
        column.generated = Some(Generated::Identity(kind));
        return Some(());
    }
    const PERIODS: [&str; 6] = [
        "row start",
        "row end",
        "transaction_id start",
        "transaction_id end",
        "sequence_number start",
        "sequence_number end",
    ];
    if let Some(words) = reader.eat_any(&PERIODS) {
        // MariaDB's and SQL Server's columns of system versioning are filled by the server.
        column.generated = Some(Generated::Stored(crate::ops::expr::Expr::unread(words)));
        reader.note_since(Clause::Generated, start);
        return Some(());
    }
    let value = expr::read(reader.group()?);
    column.generated =
        Some(if reader.eat("stored") || reader.eat("persisted") || reader.eat("persistent") {
            Generated::Stored(value)
        } else if reader.eat("virtual") {
            Generated::Virtual(value)
        } else {
            Generated::Unstated(value)
        });
    reader.note_since(Clause::Generated, start);
    Some(())
}

/// PRIMARY KEY, UNIQUE, CHECK, REFERENCES behind a column.
fn inline_constraint(reader: &mut Reader<'_>, column: &str) -> Option<Option<Constraint>> {
    let mut key = Key { columns: vec![column.to_owned()], ..Key::default() };
    let kind = if reader.eat_noted("primary key", Clause::PrimaryKey) {
        key_words(reader, &mut key)?;
        ConstraintKind::PrimaryKey(key)
    } else if reader.eat_noted("unique", Clause::Unique) {
        if reader.eat("nulls not distinct") {
            key.nulls_not_distinct = true;
        } else {
            reader.eat("nulls distinct");
        }
        key_words(reader, &mut key)?;
        ConstraintKind::Unique(key)
    } else if reader.is("check") {
        reader.eat_noted("check", Clause::Check);
        reader.eat("not for replication");
        ConstraintKind::Check(expr::read(reader.group()?))
    } else if reader.is("references") || reader.eat("foreign key") {
        ConstraintKind::ForeignKey(constraint::references(reader, key.columns)?)
    } else {
        return Some(None);
    };
    let mut constraint = Constraint::new(kind);
    constraint::attributes(reader, &mut constraint);
    Some(Some(constraint))
}

fn key_words(reader: &mut Reader<'_>, key: &mut Key) -> Option<()> {
    if reader.dialect != Dialect::Postgres {
        reader.eat_any(&["asc", "desc", "key"]);
        if reader.eat("clustered") {
            key.clustered = Some(true);
        } else if reader.eat("nonclustered") {
            key.clustered = Some(false);
        }
        if reader.eat("on conflict") {
            reader.next();
        }
    }
    if reader.dialect == Dialect::Mssql {
        reader.eat("hash");
        // The comma before a table's key may be missing.
        if let Some(columns) = reader.group() {
            key.columns.clear();
            for mut column in columns.split_commas() {
                key.columns.push(column.name()?);
            }
        }
        return mssql::key_tail(reader);
    }
    constraint::index_parameters(reader, key)
}

/// Options that one database alone has.
fn other_option(reader: &mut Reader<'_>, column: &mut ColumnDef) -> Option<bool> {
    match reader.dialect {
        Dialect::Postgres => {
            if reader.eat("storage") || reader.eat("compression") {
                reader.next()?;
            } else if reader.is("options") && reader.kind_at(1) == Some(Kind::Open) {
                reader.next();
                reader.group()?;
            } else {
                return Some(false);
            }
        }
        Dialect::Mysql | Dialect::Mariadb => {
            if reader.eat("auto_increment") {
                column.generated = Some(Generated::AutoIncrement);
            } else if reader.eat_noted("comment", Clause::Comment) {
                column.comment = Some(reader.string()?);
            } else if reader.eat("on update") {
                column.on_update = Some(expr::read(expr::extent(&mut reader.cursor)?));
            } else if reader.eat("key") {
                let kind = ConstraintKind::PrimaryKey(Key {
                    columns: vec![column.name.clone()],
                    ..Key::default()
                });
                column.constrain(Constraint::new(kind));
            } else if reader
                .eat_any(&[
                    "srid",
                    "ref_system_id",
                    "column_format",
                    "storage",
                    "engine_attribute",
                    "secondary_engine_attribute",
                ])
                .is_some()
            {
                reader.eat_operator("=");
                reader.next()?;
            } else if reader
                .eat_any(&["with system versioning", "without system versioning"])
                .is_some()
            {
            } else if reader.eat("compressed") {
                reader.eat_operator("=");
                if reader.kind() == Some(Kind::Word) && reader.is("zlib") {
                    reader.next();
                }
            } else if !(reader.eat_noted("invisible", Clause::Visibility)
                || reader.eat_noted("visible", Clause::Visibility))
            {
                return Some(false);
            }
        }
        Dialect::Sqlite => {
            if reader.eat("autoincrement") {
                column.generated = Some(Generated::AutoIncrement);
            } else {
                return Some(false);
            }
        }
        Dialect::Mssql => {
            return mssql::column_option(reader, column);
        }
        Dialect::Oracle => return oracle::column_option(reader),
    }
    Some(true)
}

// ---- ALTER COLUMN

/// What stands behind `ALTER [COLUMN]`.
pub(super) fn alter(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let column = match reader.kind()? {
        // A column of an index has no name.
        Kind::Number => reader.value()?,
        _ => reader.name_noted(Clause::Column)?,
    };
    let change = change(reader)?;
    reader.push(OpKind::AlterColumn { table: table.clone(), column, change });
    Some(())
}

fn change(reader: &mut Reader<'_>) -> Option<AlterColumn> {
    if reader.eat("set data type") || reader.eat("type") {
        return set_type(reader);
    }
    if reader.eat("set default") {
        let value = reader.take_rest();
        reader.note(Clause::Default, value.span());
        return Some(AlterColumn::SetDefault(expr::read(value)));
    }
    if reader.eat_noted("drop default", Clause::Default) {
        return Some(AlterColumn::DropDefault);
    }
    if reader.eat_noted("set not null", Clause::NotNull) {
        return Some(AlterColumn::SetNotNull);
    }
    if reader.eat_noted("drop not null", Clause::Null) {
        return Some(AlterColumn::DropNotNull);
    }
    if reader.eat("set expression as") {
        let value = reader.group()?;
        reader.note(Clause::Generated, value.span());
        return Some(AlterColumn::SetExpression(expr::read(value)));
    }
    if reader.eat("drop expression") {
        reader.if_exists();
        return Some(AlterColumn::DropExpression);
    }
    if reader.eat("drop identity") {
        reader.if_exists();
        return Some(AlterColumn::DropIdentity);
    }
    if reader.eat("add generated") {
        return add_identity(reader);
    }
    other_change(reader)
}

fn set_type(reader: &mut Reader<'_>) -> Option<AlterColumn> {
    let start = reader.mark();
    let mut to = types::read(&mut reader.cursor)?.data_type;
    reader.note_since(Clause::Type, start);
    if reader.eat_noted("collate", Clause::Collation) {
        to.collation = Some(reader.object()?.name.into());
    }
    let mut using = None;
    if reader.eat("using") {
        let value = reader.take_rest();
        reader.note(Clause::Using, value.span());
        using = Some(expr::read(value));
    }
    Some(AlterColumn::SetType { to, using })
}

fn add_identity(reader: &mut Reader<'_>) -> Option<AlterColumn> {
    let kind = if reader.eat("by default") {
        Identity::ByDefault
    } else {
        reader.need("always")?;
        Identity::Always
    };
    reader.need("as identity")?;
    if reader.kind() == Some(Kind::Open) {
        let mut options = reader.group()?;
        let span = options.span();
        options.take_until(|it| it.is("start") || it.is("restart"));
        if !options.is_done() {
            reader.note(Clause::Option, span);
        }
    }
    Some(AlterColumn::AddIdentity(kind))
}

fn other_change(reader: &mut Reader<'_>) -> Option<AlterColumn> {
    if reader.eat("set statistics") {
        reader.value()?;
        return Some(AlterColumn::SetStatistics);
    }
    if reader.eat("set storage") {
        return Some(AlterColumn::SetStorage(reader.name()?.to_ascii_lowercase()));
    }
    if reader.eat("set compression") {
        return Some(AlterColumn::SetCompression(reader.name()?.to_ascii_lowercase()));
    }
    if (reader.is("set") || reader.is("reset") || reader.is("options")) && is_bracket_behind(reader)
    {
        reader.next();
        reader.group()?;
        return Some(AlterColumn::SetOptions);
    }
    const OPTIONS: [&str; 11] = [
        "set generated",
        "set increment",
        "set start",
        "set restart",
        "set minvalue",
        "set maxvalue",
        "set no",
        "set cache",
        "set cycle",
        "set sequence",
        "restart",
    ];
    if reader.is_any(&OPTIONS) {
        let rest = reader.take_rest();
        let detail = rest.rest_text().to_owned();
        let restarts =
            rest.rest().iter().any(|it| it.text(rest.text).eq_ignore_ascii_case("restart"));
        return Some(AlterColumn::SetIdentity { detail, restarts });
    }
    None
}

fn is_bracket_behind(reader: &Reader<'_>) -> bool {
    reader.kind_at(1) == Some(Kind::Open)
}
