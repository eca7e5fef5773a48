//! What SQL Server adds to tables and indexes ("Transact-SQL reference").

use super::super::cursor::Cursor;
use super::super::lex::Kind;
use super::super::{expr, types};
use super::{Reader, column, constraint, index, table};
use crate::ops::column::{AlterColumn, ColumnDef, ColumnPosition};
use crate::ops::constraint::{AlterConstraint, ConstraintKind, Validity};
use crate::ops::index::{AlterIndex, CreateIndex, DropIndex, IndexChange, Online};
use crate::ops::object::ObjectKind;
use crate::ops::table::{AlterPartition, CreateTable, PartitionBy, TableOption};
use crate::ops::{Cascade, Clause, ConstraintRef, Guard, ObjectName, OpKind};

// ---- WITH (…), ON …

/// `WITH (name = value, …)`, names and values in lower case; ONLINE and WAIT_AT_LOW_PRIORITY are noted where they are on.
pub(super) fn with_options(reader: &mut Reader<'_>) -> Option<Vec<(String, String)>> {
    let bracketed = reader.is("with") && reader.kind_at(1) == Some(Kind::Open);
    if !bracketed {
        // As it was written once: "<relational_index_option>", backward compatible.
        const OLD: [&str; 6] = [
            "fillfactor",
            "pad_index",
            "ignore_dup_key",
            "drop_existing",
            "statistics_norecompute",
            "sort_in_tempdb",
        ];
        reader.need("with")?;
        let mut options = Vec::new();
        loop {
            let name = reader.eat_any(&OLD)?;
            let value = if reader.eat_operator("=") { reader.value()? } else { "on".to_owned() };
            options.push((name.to_owned(), value));
            if !reader.eat_kind(Kind::Comma) {
                return Some(options);
            }
        }
    }
    reader.next();
    let group = reader.group()?;
    let mut options = Vec::new();
    for mut option in group.split_commas() {
        let span = option.span();
        let name = option.take_until(|it| it.kind() == Some(Kind::Operator)).rest_text();
        let name = name.to_ascii_lowercase();
        option.eat_operator("=");
        let value = option.rest_text().to_ascii_lowercase();
        if name == "online" && value.starts_with("on") {
            reader.note(Clause::Online, span);
        }
        if name == "resumable" && value.starts_with("on") {
            reader.note(Clause::Option, span);
        }
        if value.contains("wait_at_low_priority") || name.starts_with("wait_at_low_priority") {
            reader.note(Clause::Lock, span);
        }
        options.push((name, value));
    }
    Some(options)
}

/// `ON filegroup`, `ON scheme (column)`, TEXTIMAGE_ON, FILESTREAM_ON: where it lies.
pub(super) fn placement(reader: &mut Reader<'_>) -> bool {
    if reader.eat_any(&["on", "textimage_on", "filestream_on"]).is_none() {
        return false;
    }
    reader.value();
    if reader.kind() == Some(Kind::Open) {
        reader.group();
    }
    true
}

/// What follows a key's columns.
pub(super) fn key_tail(reader: &mut Reader<'_>) -> Option<()> {
    loop {
        if reader.is("with") && !reader.is_any(&["with values", "with check", "with nocheck"]) {
            with_options(reader)?;
        } else if !(reader.is("on")
            && !reader.is_any(&["on delete", "on update"])
            && placement(reader))
        {
            return Some(());
        }
    }
}

// ---- Tables

/// An element of CREATE TABLE that is no column and no constraint; `Some(false)` where none comes.
pub(super) fn element(part: &mut Reader<'_>, table: &mut CreateTable) -> Option<bool> {
    if part.eat("period for") {
        let value = part.name()?.to_ascii_lowercase();
        part.group()?;
        table.options.push(TableOption { name: "period for".to_owned(), value });
        return Some(true);
    }
    if part.is("index") && part.is_name_at(1) {
        let index = inline_index(part, &table.name, None)?;
        table.indexes.push(index);
        return Some(true);
    }
    if let Some(value) = connection(part) {
        table.options.push(TableOption { name: "connection".to_owned(), value });
        return Some(true);
    }
    Some(false)
}

/// `[CONSTRAINT name] CONNECTION (a TO b) …`, which nodes an edge may join ("ALTER TABLE", "Edge constraints").
fn connection(part: &mut Reader<'_>) -> Option<String> {
    let place = if part.is("constraint") { 2 } else { 0 };
    (part.is_at(place, "connection") && part.kind_at(place + 1) == Some(Kind::Open))
        .then_some(())?;
    let value = part.rest_text().to_owned();
    part.skip_all();
    Some(value)
}

/// `INDEX name [UNIQUE] [CLUSTERED] (columns) …`, of a table or behind a column.
pub(super) fn inline_index(
    part: &mut Reader<'_>,
    table: &ObjectName,
    column: Option<&str>,
) -> Option<CreateIndex> {
    part.need("index")?;
    let mut index = CreateIndex::new(table.clone());
    index.name = Some(part.name_noted(Clause::Name)?);
    index.unique = part.eat_noted("unique", Clause::Unique);
    kinds(part, &mut index);
    if part.kind() == Some(Kind::Open) {
        for mut key in part.group()?.split_commas() {
            index.keys.push(index::key(&mut key)?);
        }
    } else if let Some(column) = column {
        index.keys.push(crate::ops::index::IndexKey::of(column));
    }
    while index_tail(part, &mut index)? {}
    Some(index)
}

fn kinds(reader: &mut Reader<'_>, index: &mut CreateIndex) {
    while let Some(kind) = reader.eat_any(&["clustered", "nonclustered", "columnstore", "hash"]) {
        let method = index.method.get_or_insert_default();
        if !method.is_empty() {
            method.push(' ');
        }
        method.push_str(kind);
    }
}

/// One clause behind the brackets of CREATE TABLE.
pub(super) fn create_tail(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<bool> {
    if reader.is("with") {
        for (name, value) in with_options(reader)? {
            table.options.push(TableOption { name, value });
        }
    } else if reader.is("on") && reader.kind_at(2) == Some(Kind::Open) {
        reader.next();
        let scheme = reader.name()?;
        let columns = reader.bracketed_names()?;
        let by = PartitionBy { strategy: scheme, columns, partitions: Vec::new() };
        table.partition_by = Some(Box::new(by));
    } else if !(placement(reader)
        || reader.eat_any(&["as node", "as edge", "as filetable"]).is_some())
    {
        return Some(false);
    }
    Some(true)
}

/// The whole list of an ALTER TABLE.
pub(super) fn alter(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let validity = if reader.eat("with check") {
        Some(Validity::Checked)
    } else if reader.eat_noted("with nocheck", Clause::NotValid) {
        Some(Validity::NotValid)
    } else {
        None
    };
    if reader.eat("add") {
        return add(reader, table, validity);
    }
    if reader.is("check constraint") || reader.is("nocheck constraint") {
        return switch_constraint(reader, table, validity);
    }
    if reader.eat("alter column") {
        return alter_column(reader, table);
    }
    if reader.eat("drop index") {
        // Of a memory-optimized table ("ALTER TABLE", "DROP { CONSTRAINT | INDEX | COLUMN }").
        let guard = reader.if_exists();
        let index = table.sibling(&reader.name_noted(Clause::Name)?);
        let (table, online) = (Some(table.clone()), Online::No);
        let (cascade, options) = (Cascade::Unstated, Vec::new());
        let drop = DropIndex { index, table, online, guard, cascade, options, together: 1 };
        reader.push(OpKind::DropIndex(drop));
        return Some(());
    }
    if reader.eat("alter index") {
        let index = table.sibling(&reader.name_noted(Clause::Name)?);
        reader.need("rebuild")?;
        with_options(reader)?;
        let (table, change) = (Some(table.clone()), IndexChange::Rebuild(Online::No));
        reader.push(OpKind::AlterIndex(AlterIndex { index, table, change }));
        return Some(());
    }
    if reader.eat("drop") {
        return drop(reader, table);
    }
    if reader.is("enable trigger") || reader.is("disable trigger") {
        let state = if reader.eat("enable") { "enable trigger" } else { "disable trigger" };
        reader.eat("disable");
        reader.next();
        loop {
            let name = reader.name_noted(Clause::Name)?;
            let name = if name.eq_ignore_ascii_case("all") { "all".to_owned() } else { name };
            let state = state.to_owned();
            reader.push(OpKind::SetTrigger { table: table.clone(), name, state });
            if !reader.eat_kind(Kind::Comma) {
                return Some(());
            }
        }
    }
    if reader.is("switch") || reader.is("rebuild partition") {
        return partition(reader, table);
    }
    if reader.eat("rebuild") {
        let options = if reader.is("with") { with_options(reader)? } else { Vec::new() };
        let value = options.iter().map(|(name, value)| format!("{name}={value}"));
        let value = value.collect::<Vec<_>>().join(", ");
        return Some(set(reader, table, "rebuild", value));
    }
    if reader.eat("set") {
        let group = reader.group()?;
        for option in table::options(group) {
            set(reader, table, &option.name, option.value);
        }
        return Some(());
    }
    if reader.is_any(&["enable", "disable"]) {
        let words = reader.rest_text().to_ascii_lowercase();
        let (name, value) = words.split_once(' ')?;
        let (name, value) = (value.to_owned(), name.to_owned());
        reader.skip_all();
        return Some(set(reader, table, &name, value));
    }
    None
}

fn set(reader: &mut Reader<'_>, table: &ObjectName, name: &str, value: String) {
    let option = TableOption { name: name.to_owned(), value };
    reader.push(OpKind::SetTableOption { table: table.clone(), option });
}

/// `ADD a INT, CONSTRAINT c …, b INT`: the verb stands once.
fn add(reader: &mut Reader<'_>, table: &ObjectName, validity: Option<Validity>) -> Option<()> {
    // No list stands in brackets here.
    (reader.kind() != Some(Kind::Open)).then_some(())?;
    let modes = std::mem::take(&mut reader.clauses);
    for part in reader.take_rest().split_commas() {
        let mut part = reader.part(part);
        part.clauses.clone_from(&modes);
        let start = part.cursor;
        let place = part.span;
        if part.is("index") && part.is_name_at(1) {
            let index = inline_index(&mut part, table, None)?;
            part.push(OpKind::CreateIndex(index));
        } else if let Some(value) = connection(&mut part) {
            set(&mut part, table, "connection", value);
        } else if part.eat("period for") {
            part.skip_all();
            set(&mut part, table, "period for", "system_time".to_owned());
        } else {
            part.cursor = start;
            part.eat_noted("column", Clause::Kind(ObjectKind::Column));
            table::add(&mut part, table)?;
        }
        // "Whether the data in the table is validated against a newly added FOREIGN KEY or CHECK constraint": the others
        // have nothing to be checked, or always are.
        if validity == Some(Validity::NotValid)
            && let Some(OpKind::AddConstraint { constraint, .. }) =
                part.ops.last_mut().map(|it| &mut it.kind)
            && matches!(constraint.kind, ConstraintKind::ForeignKey(_) | ConstraintKind::Check(_))
        {
            constraint.validity = Validity::NotValid;
        }
        for op in &mut part.ops {
            op.span = place;
        }
        part.unknown_tail();
        reader.ops.append(&mut part.ops);
    }
    Some(())
}

/// `[WITH CHECK|NOCHECK] {CHECK|NOCHECK} CONSTRAINT {ALL|names}`.
fn switch_constraint(
    reader: &mut Reader<'_>,
    table: &ObjectName,
    validity: Option<Validity>,
) -> Option<()> {
    let on = reader.eat("check");
    reader.eat("nocheck");
    reader.need("constraint")?;
    if reader.eat("all") {
        let value = match (on, validity) {
            (true, Some(Validity::Checked)) => "validate",
            (true, _) => "enforce",
            (false, _) => "unenforce",
        };
        return Some(set(reader, table, "constraints", value.to_owned()));
    }
    loop {
        let name = reader.name_noted(Clause::Name)?;
        let table = table.clone();
        reader.push(match (on, validity) {
            (true, Some(Validity::Checked)) => OpKind::ValidateConstraint { table, name },
            (true, _) => OpKind::AlterConstraint { table, name, change: AlterConstraint::Enforce },
            (false, _) => {
                OpKind::AlterConstraint { table, name, change: AlterConstraint::Unenforce }
            }
        });
        if !reader.eat_kind(Kind::Comma) {
            return Some(());
        }
    }
}

/// `ALTER COLUMN name type [COLLATE …] [NULL|NOT NULL]`: what it leaves out is the database's default, and so is taken
/// for said ("ALTER TABLE": "ALTER COLUMN … If NULL or NOT NULL isn't specified … the column is nullable").
fn alter_column(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let column = reader.name_noted(Clause::Column)?;
    if reader.is_any(&["add", "drop"]) {
        let words = reader.rest_text().to_ascii_lowercase();
        reader.skip_all();
        let change = AlterColumn::SetStorage(words);
        reader.push(OpKind::AlterColumn { table: table.clone(), column, change });
        return Some(());
    }
    // SET DEFAULT and SET NOT NULL are other databases'.
    (!reader.is("set")).then_some(())?;
    let start = reader.mark();
    let mut to = ColumnDef::new(column.clone(), Some(types::read(&mut reader.cursor)?.data_type));
    reader.note_since(Clause::Type, start);
    column::options(reader, &mut to)?;
    if reader.is("with") {
        with_options(reader)?;
    }
    let change = AlterColumn::Redefine { to: Box::new(to), position: ColumnPosition::Last };
    reader.push(OpKind::AlterColumn { table: table.clone(), column, change });
    Some(())
}

/// `DROP [CONSTRAINT] [IF EXISTS] a, b, COLUMN [IF EXISTS] c, d [WITH (…)]`.
fn drop(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("period for system_time") {
        return Some(set(reader, table, "period for", String::new()));
    }
    let mut columns = false;
    let mut guard = Guard::None;
    let clauses = reader.clauses.clone();
    loop {
        reader.clauses.clone_from(&clauses);
        let start = reader.mark();
        if reader.eat("column") {
            (columns, guard) = (true, reader.if_exists());
        } else if reader.eat("constraint") {
            (columns, guard) = (false, reader.if_exists());
        } else if reader.is("if exists") {
            guard = reader.if_exists();
        }
        let clause = if columns { Clause::Column } else { Clause::Name };
        let name = reader.name_noted(clause)?;
        if reader.is("with") {
            with_options(reader)?;
        }
        let (table, cascade) = (table.clone(), Cascade::Unstated);
        let kind = if columns {
            OpKind::DropColumn { table, column: name, guard, cascade }
        } else {
            let constraint = ConstraintRef::Named(name);
            OpKind::DropConstraint { table, constraint, guard, cascade }
        };
        let place = reader.since(start);
        reader.push_at(kind, place);
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    if let [one] = reader.ops.as_mut_slice() {
        one.span = reader.span;
    }
    Some(())
}

fn partition(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let verb = reader.word().to_ascii_lowercase();
    let rest = reader.rest_text().to_owned();
    reader.take_until(|it| it.is("with"));
    if reader.is("with") {
        with_options(reader)?;
    }
    let change = AlterPartition::Other { verb, detail: rest };
    reader.push(OpKind::AlterPartition { table: table.clone(), change });
    Some(())
}

// ---- Columns

/// An option of a column that SQL Server alone has.
pub(super) fn column_option(reader: &mut Reader<'_>, column: &mut ColumnDef) -> Option<bool> {
    use crate::ops::column::{Generated, Identity};
    if reader.eat_noted("identity", Clause::Identity) {
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        column.generated = Some(Generated::Identity(Identity::Seeded));
    } else if reader.eat_any(&["masked with", "encrypted with"]).is_some() {
        reader.group()?;
    } else if reader.is("as") {
        // A computed column may stand without brackets.
        reader.next();
        let value = expr::read(expr::extent(&mut reader.cursor)?);
        column.generated = Some(if reader.eat("persisted") {
            Generated::Stored(value)
        } else {
            Generated::Virtual(value)
        });
    } else if reader.is("index") && reader.is_name_at(1) {
        let index = inline_index(reader, &ObjectName::default(), Some(&column.name))?;
        reader.pending_indexes.push(index);
    } else if reader.eat_noted("with values", Clause::Value)
        || reader.eat_noted("sparse", Clause::Option)
    {
    } else {
        const FLAGS: [&str; 6] = [
            "column_set for all_sparse_columns",
            "rowguidcol",
            "filestream",
            "hidden",
            "not for replication",
            "persisted",
        ];
        return Some(reader.eat_any(&FLAGS).is_some());
    }
    Some(true)
}

// ---- Indexes

/// Whether CREATE is followed by an index.
pub(super) fn begins_index(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    const WORDS: [&str; 11] = [
        "vector",
        "json",
        "unique",
        "clustered",
        "nonclustered",
        "columnstore",
        "primary",
        "xml",
        "selective",
        "spatial",
        "fulltext",
    ];
    while ahead.eat_any(&WORDS).is_some() {}
    ahead.is("index")
}

pub(super) fn create_index(reader: &mut Reader<'_>) -> Option<()> {
    let unique = reader.eat_noted("unique", Clause::Unique);
    let mut index = CreateIndex::new(ObjectName::default());
    index.unique = unique;
    kinds(reader, &mut index);
    const METHODS: [&str; 7] =
        ["primary xml", "selective xml", "xml", "spatial", "fulltext", "vector", "json"];
    if let Some(kind) = reader.eat_any(&METHODS) {
        index.method = Some(kind.to_owned());
    }
    reader.need("index")?;
    let guard = reader.if_not_exists();
    index.guard = guard;
    if !reader.is("on") {
        index.name = Some(reader.object_noted(Clause::Name)?.name.into());
    }
    reader.need("on")?;
    index.table = reader.object_noted(Clause::Table)?;
    if reader.kind() == Some(Kind::Open) {
        let columns = reader.group()?;
        reader.note(Clause::Column, columns.span());
        if index.method.as_deref() == Some("fulltext") {
            for mut column in columns.split_commas() {
                index.keys.push(crate::ops::index::IndexKey::of(column.name()?));
            }
        } else {
            for mut key in columns.split_commas() {
                index.keys.push(index::key(&mut key)?);
            }
        }
    }
    while index_tail(reader, &mut index)? {}
    reader.push(OpKind::CreateIndex(index));
    Some(())
}

/// One clause behind an index's columns; `Some(false)` where none comes.
fn index_tail(reader: &mut Reader<'_>, index: &mut CreateIndex) -> Option<bool> {
    if reader.eat("include") {
        index.include = reader.bracketed_names()?;
    } else if reader.is("where") {
        reader.next();
        let predicate = reader.take_until(|it| {
            it.is("with") && it.kind_at(1) == Some(Kind::Open)
                || it.is_any(&["on", "filestream_on"])
        });
        reader.note(Clause::Where, predicate.span());
        index.predicate = Some(expr::read(predicate));
    } else if reader.is("with") && index.method.as_deref() == Some("fulltext") {
        reader.skip_all();
    } else if reader.is("with") {
        let options = with_options(reader)?;
        if options.iter().any(|it| it.0 == "online" && it.1.starts_with("on")) {
            index.online = Online::Yes;
        }
        index.options.extend(options);
    } else if reader.eat("order") {
        reader.group()?;
    } else if reader.eat("key index") {
        reader.name()?;
    } else if reader.eat("using xml index") {
        reader.name()?;
        if reader.eat("for") {
            reader.next();
        }
    } else if reader.eat("using") || reader.eat("for") {
        if reader.kind() != Some(Kind::Open) {
            reader.next();
        }
        reader.group();
    } else {
        return Some(placement(reader));
    }
    Some(true)
}

/// `ALTER INDEX {name|ALL} ON table …`.
pub(super) fn alter_index(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("index")?;
    let index = reader.object_noted(Clause::Name)?;
    reader.need("on")?;
    let table = Some(reader.object_noted(Clause::Table)?);
    let verb = reader.next()?.text(reader.text).to_ascii_lowercase();
    if reader.eat("partition") {
        reader.eat_operator("=");
        reader.value()?;
    }
    let mut online = Online::No;
    if reader.is("with") {
        let options = with_options(reader)?;
        if options.iter().any(|it| it.0 == "online" && it.1.starts_with("on")) {
            online = Online::Yes;
        }
    }
    let change = match verb.as_str() {
        "rebuild" => IndexChange::Rebuild(online),
        "reorganize" => IndexChange::Reorganize,
        "disable" => IndexChange::Disable,
        "set" => {
            reader.group()?;
            IndexChange::SetOptions
        }
        "resume" => IndexChange::Rebuild(Online::Yes),
        "pause" | "abort" => IndexChange::SetOptions,
        _ => return None,
    };
    reader.push(OpKind::AlterIndex(AlterIndex { index, table, change }));
    Some(())
}

/// `DROP INDEX [IF EXISTS] a ON t [WITH (…)], b ON u`, and the old `DROP INDEX t.a`.
pub(super) fn drop_index(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("index")?;
    let guard = reader.if_exists();
    let clauses = reader.clauses.clone();
    loop {
        reader.clauses.clone_from(&clauses);
        let start = reader.mark();
        let (mut index, span) = reader.object_span()?;
        reader.note(Clause::Name, span);
        let table = if reader.eat("on") {
            Some(reader.object_noted(Clause::Table)?)
        } else {
            // The table stands where the schema would.
            index.schema.take().map(|it| match it.rsplit_once('.') {
                Some((schema, table)) if schema != "dbo" => ObjectName::qualified(schema, table),
                Some((_, table)) => ObjectName::bare(table),
                None => ObjectName::bare(it),
            })
        };
        let options = if reader.is("with") { with_options(reader)? } else { Vec::new() };
        let on = options.iter().any(|it| it.0 == "online" && it.1.starts_with("on"));
        let online = if on { Online::Yes } else { Online::No };
        let (cascade, place) = (Cascade::Unstated, reader.since(start));
        let index = table.as_ref().map_or(index.clone(), |it| it.sibling(&index.name));
        let drop = DropIndex { index, table, online, guard, cascade, options, together: 1 };
        reader.push_at(OpKind::DropIndex(drop), place);
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    if let [one] = reader.ops.as_mut_slice() {
        one.span = reader.span;
    }
    Some(())
}

/// Whether a constraint of a table begins here that only SQL Server writes so.
pub(super) fn begins_constraint(cursor: &Cursor<'_>) -> bool {
    cursor.is("check not for replication")
        || cursor.is("unique clustered")
        || cursor.is("unique nonclustered")
        || cursor.is("default") && cursor.kind_at(1).is_some()
        || constraint::begins(cursor)
}
