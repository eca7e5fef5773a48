//! What Oracle adds to tables, indexes and views ("Oracle Database SQL Language Reference").

use super::super::cursor::Cursor;
use super::super::lex::Kind;
use super::super::types;
use super::{Reader, column, constraint, index, table};
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::constraint::{AlterConstraint, Constraint, Validity};
use crate::ops::index::{AlterIndex, CreateIndex, IndexChange, Online};
use crate::ops::object::ObjectKind;
use crate::ops::table::{AlterPartition, CreateTable, Partition, PartitionBy, TableOption};
use crate::ops::transaction::{Setting, SettingScope};
use crate::ops::{Cascade, Clause, ConstraintRef, Guard, ObjectName, OpKind};

// ---- Physical attributes

/// Words about where and how rows are kept: with a value, with a bracket, and alone.
const VALUES: [&str; 12] = [
    "tablespace",
    "pctfree",
    "pctused",
    "initrans",
    "maxtrans",
    "freelists",
    "chunk",
    "pctversion",
    "pctthreshold",
    "priority",
    "freepools",
    "distribute",
];
const FLAGS: [&str; 62] = [
    "nologging",
    "logging",
    "filesystem_like_logging",
    "nocompress",
    "compress for oltp",
    "compress for all operations",
    "compress for query low",
    "compress for query high",
    "compress for query",
    "compress for archive low",
    "compress for archive high",
    "compress for archive",
    "compress basic",
    "compress advanced low",
    "compress advanced high",
    "compress advanced",
    "row store",
    "column store",
    "noparallel",
    "nocache",
    "cache reads",
    "cache",
    "nomonitoring",
    "monitoring",
    "enable row movement",
    "disable row movement",
    "enable storage in row",
    "disable storage in row",
    "no inmemory",
    "inmemory",
    "memcompress for query",
    "segment creation immediate",
    "segment creation deferred",
    "organization heap",
    "organization index",
    "including",
    "overflow",
    "nomapping",
    "mapping table",
    "read only",
    "read write",
    "result_cache",
    "rowdependencies",
    "norowdependencies",
    "no rowdependencies",
    "retention",
    "keep_duplicates",
    "deduplicate",
    "no duplicate",
    "critical",
    "high",
    "medium",
    "low",
    "none",
    "flashback archive",
    "no flashback archive",
    "nosort",
    "shrink space compact cascade",
    "shrink space compact",
    "shrink space cascade compact",
    "shrink space cascade",
    "shrink space",
];

/// One attribute, with its name and value; `None` where none comes.
fn attribute(reader: &mut Reader<'_>) -> Option<TableOption> {
    let option = |name: &str, value: String| TableOption { name: name.to_owned(), value };
    if reader.is("storage") && reader.kind_at(1) == Some(Kind::Open) {
        reader.next();
        return Some(option("storage", reader.group()?.rest_text().to_owned()));
    }
    if let Some(name) = reader.eat_any(&VALUES) {
        return Some(option(name, reader.value()?));
    }
    if let Some(name) = reader.eat_any(&FLAGS) {
        if matches!(name, "inmemory" | "no inmemory") {
            reader.group();
        }
        if matches!(name, "including" | "result_cache" | "flashback archive") {
            let _ = reader.group().is_some() || reader.is_name() && reader.next().is_some();
        }
        return Some(option(name, String::new()));
    }
    if let Some(name) = reader.eat_any(&["parallel", "compress"]) {
        let number = reader.kind() == Some(Kind::Number);
        let value = if number { reader.value()? } else { String::new() };
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        return Some(option(name, value));
    }
    let large = ["lob", "varray", "nested table", "xmltype", "opaque type", "supplemental log"];
    if reader.is_any(&large) {
        let name = reader.word().to_ascii_lowercase();
        let value = reader.take_until(|it| is_next_part(it) && !it.is_any(&large));
        return Some(option(&name, value.rest_text().to_owned()));
    }
    None
}

/// Where a clause of columns kept elsewhere ends.
fn is_next_part(cursor: &Cursor<'_>) -> bool {
    cursor.is_any(&["partition by", "tablespace", "pctfree", "logging", "nologging", "storage"])
        && cursor.last().is_some_and(|it| it.kind == Kind::Close)
}

// ---- CREATE TABLE

/// One clause behind the brackets of CREATE TABLE.
pub(super) fn create_tail(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<bool> {
    if reader.is("partition by") {
        table.partition_by = Some(Box::new(partition_by(reader)?));
    } else if reader.eat("cluster") {
        let value = reader.name()?;
        reader.group()?;
        table.options.push(TableOption { name: "cluster".to_owned(), value });
    } else if reader.is("organization external") {
        reader.skip_all();
        table.persistence = crate::ops::table::Persistence::Foreign;
    } else if reader.eat("default collation") {
        table.options.push(TableOption { name: "collation".to_owned(), value: reader.value()? });
    } else if reader.eat("for exchange with table") {
        let value = reader.object()?.to_string();
        table.options.push(TableOption { name: "for exchange".to_owned(), value });
    } else if reader.is_any(&["no drop", "no delete", "hashing using"]) {
        // Until when a blockchain or immutable table keeps its rows.
        let value = reader.rest_text().to_ascii_lowercase();
        reader.skip_all();
        table.options.push(TableOption { name: "kept".to_owned(), value });
    } else if reader.eat("object identifier is") {
        // Of a table of objects ("CREATE TABLE", "OID_clause").
        if reader.eat_any(&["primary key", "system generated"]).is_none() {
            return Some(false);
        }
        if reader.eat("oidindex") {
            if reader.is_name() {
                reader.name();
            }
            reader.group()?;
        }
    } else if let Some(option) = attribute(reader) {
        table.options.push(option);
    } else if let Some(words) =
        reader.eat_any(&["annotations", "memoptimize for read", "memoptimize for write"])
    {
        reader.group();
        table.options.push(TableOption { name: words.to_owned(), value: String::new() });
    } else {
        return Some(false);
    }
    Some(true)
}

/// `PARTITION BY … (columns) [INTERVAL (…)] [SUBPARTITION …] [(partitions)]`.
fn partition_by(reader: &mut Reader<'_>) -> Option<PartitionBy> {
    let start = reader.mark();
    reader.need("partition by")?;
    let strategy = reader.name()?.to_ascii_lowercase();
    let group = reader.group()?;
    let columns = group.split_commas().into_iter().map(table::partition_column).collect();
    let mut partitions = Vec::new();
    loop {
        if let Some(words) = reader.eat_any(&["interval", "store in", "subpartition template"]) {
            let _ = words;
            reader.group();
        } else if reader.eat("subpartition by") {
            reader.next();
            reader.group()?;
        } else if reader.eat_any(&["partitions", "subpartitions"]).is_some() {
            reader.value()?;
        } else if reader.eat("automatic") {
        } else if reader.kind() == Some(Kind::Open) {
            partitions = definitions(reader.group()?);
        } else {
            break;
        }
    }
    reader.note_since(Clause::Partition, start);
    Some(PartitionBy { strategy, columns, partitions })
}

fn definitions(list: Cursor<'_>) -> Vec<Partition> {
    let one = |mut it: Cursor<'_>| {
        it.eat("partition").then_some(())?;
        let name = it.name().unwrap_or_default();
        Some(Partition { name, bound: it.rest_text().to_owned() })
    };
    list.split_commas().into_iter().filter_map(one).collect()
}

// ---- ALTER TABLE

/// The whole list of an ALTER TABLE, whose clauses follow each other without commas.
pub(super) fn alter(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let modes = reader.clauses.clone();
    let mut first = true;
    while !reader.is_done() {
        reader.clauses.clone_from(&modes);
        let start = reader.mark();
        let count = reader.ops.len();
        let known = clause(reader, table);
        if known.is_none() {
            if first {
                return None;
            }
            reader.ops.truncate(count);
            reader.back_to(start);
            return Some(());
        }
        reader.eat_kind(Kind::Comma);
        first = false;
    }
    Some(())
}

fn clause(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.is_any(&[
        "enable validate",
        "enable novalidate",
        "disable validate",
        "disable novalidate",
    ]) || reader.is_any(&[
        "enable constraint",
        "disable constraint",
        "enable primary",
        "disable primary",
    ]) || reader.is_any(&["enable unique", "disable unique"])
    {
        return switch_constraint(reader, table);
    }
    if reader.is_any(&["enable all triggers", "disable all triggers"]) {
        let state =
            if reader.eat("enable all triggers") { "enable trigger" } else { "disable trigger" };
        reader.eat("disable all triggers");
        let (name, state) = ("all".to_owned(), state.to_owned());
        reader.push(OpKind::SetTrigger { table: table.clone(), name, state });
        return Some(());
    }
    if is_partitioning(reader) {
        return partition(reader, table);
    }
    if reader.eat("modify") {
        return modify(reader, table);
    }
    if reader.eat("add") {
        return add(reader, table);
    }
    if reader.eat("drop") {
        return drop(reader, table);
    }
    if reader.eat("set unused") {
        reader.eat("column");
        let names = match reader.kind()? {
            Kind::Open => reader.bracketed_names()?,
            _ => vec![reader.name_noted(Clause::Column)?],
        };
        reader.cascade();
        reader.eat_any(&["invalidate"]);
        reader.eat_noted("online", Clause::Online);
        for column in names {
            let change = AlterColumn::SetUnused;
            reader.push(OpKind::AlterColumn { table: table.clone(), column, change });
        }
        return Some(());
    }
    if reader.is("rename") {
        return table::shared_action(reader, table);
    }
    if reader.eat("move") {
        return move_table(reader, table);
    }
    let words = [
        "ilm",
        "memoptimize",
        "no memoptimize",
        "enable",
        "disable",
        "allow",
        "minimize",
        "force",
        "upgrade",
        "deallocate",
        "allocate",
        "indexing",
        "row archival",
        "no row archival",
    ];
    if let Some(option) = attribute(reader) {
        reader.push(OpKind::SetTableOption { table: table.clone(), option });
        return Some(());
    }
    reader.is_any(&words).then_some(())?;
    let value = reader.rest_text().to_ascii_lowercase();
    reader.skip_all();
    set(reader, table, "table", value);
    Some(())
}

fn set(reader: &mut Reader<'_>, table: &ObjectName, name: &str, value: String) {
    let option = TableOption { name: name.to_owned(), value };
    reader.push(OpKind::SetTableOption { table: table.clone(), option });
}

/// `MOVE [ONLINE] [TABLESPACE …] …`: the rows are written anew.
fn move_table(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    loop {
        if reader.eat_noted("online", Clause::Online) || reader.eat("update indexes") {
            if reader.kind() == Some(Kind::Open) {
                reader.group()?;
            }
        } else if attribute(reader).is_none() {
            break;
        }
    }
    set(reader, table, "move", String::new());
    Some(())
}

/// `ADD column …`, `ADD (column …, CONSTRAINT …)`, `ADD CONSTRAINT …`.
fn add(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("clustering by") {
        // How rows lie beside each other from now on ("ALTER TABLE", "attribute_clustering_clause").
        reader.skip_all();
        set(reader, table, "clustering", "by".to_owned());
        return Some(());
    }
    if reader.is("supplemental log") || reader.is("period for") {
        let name = if reader.is("period for") { "period for" } else { "supplemental log" };
        let value = reader.rest_text().to_ascii_lowercase();
        reader.skip_all();
        set(reader, table, name, value);
        return Some(());
    }
    reader.eat_noted("column", Clause::Kind(ObjectKind::Column));
    if reader.kind() == Some(Kind::Open) {
        let modes = reader.clauses.clone();
        for part in reader.group()?.split_commas() {
            let mut part = reader.part(part);
            part.clauses.clone_from(&modes);
            let span = part.span;
            table::add(&mut part, table)?;
            part.ops.iter_mut().for_each(|it| it.span = span);
            part.unknown_tail();
            reader.ops.append(&mut part.ops);
        }
        // How large columns are kept may follow.
        while attribute(reader).is_some() {}
        if let [one] = reader.ops.as_mut_slice() {
            one.span = reader.span;
        }
        return Some(());
    }
    table::add(reader, table)?;
    while attribute(reader).is_some() {}
    Some(())
}

fn drop(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("unused columns") || reader.eat("columns continue") {
        if reader.eat("checkpoint") {
            reader.value()?;
        }
        set(reader, table, "drop unused", String::new());
        return Some(());
    }
    if reader.is("clustering") && reader.rest().len() == 1 {
        reader.skip_all();
        set(reader, table, "clustering", String::new());
        return Some(());
    }
    if reader.eat("supplemental log") {
        reader.skip_all();
        set(reader, table, "supplemental log", String::new());
        return Some(());
    }
    let constraint = if reader.eat("constraint") {
        let guard = reader.if_exists();
        Some((ConstraintRef::Named(reader.name_noted(Clause::Name)?), guard))
    } else if reader.eat_noted("primary key", Clause::PrimaryKey) {
        Some((ConstraintRef::PrimaryKey, Guard::None))
    } else if reader.eat_noted("unique", Clause::Unique) {
        let columns = reader.bracketed_names()?;
        Some((ConstraintRef::Unique(columns.join(", ")), Guard::None))
    } else {
        None
    };
    if let Some((constraint, guard)) = constraint {
        let cascade = cascade(reader);
        reader.eat_any(&["keep index", "drop index"]);
        reader.eat_noted("online", Clause::Online);
        reader.push(OpKind::DropConstraint { table: table.clone(), constraint, guard, cascade });
        return Some(());
    }
    reader.eat("column");
    let guard = reader.if_exists();
    let columns = match reader.kind()? {
        Kind::Open => {
            let group = reader.group()?;
            let mut found = Vec::new();
            for mut it in group.split_commas() {
                found.push(it.named()?);
            }
            found
        }
        _ => vec![reader.cursor.named()?],
    };
    let cascade = cascade(reader);
    reader.eat("invalidate");
    if reader.eat("checkpoint") {
        reader.value()?;
    }
    let clauses = std::mem::take(&mut reader.clauses);
    let single = columns.len() == 1;
    for (column, span) in columns {
        reader.clauses.clone_from(&clauses);
        reader.note(Clause::Column, span);
        let place = if single { reader.span } else { span };
        reader.push_at(OpKind::DropColumn { table: table.clone(), column, guard, cascade }, place);
    }
    Some(())
}

fn cascade(reader: &mut Reader<'_>) -> Cascade {
    let cascade = reader.cascade();
    reader.eat("constraints");
    cascade
}

/// `{ENABLE|DISABLE} [VALIDATE|NOVALIDATE] {CONSTRAINT name|PRIMARY KEY|UNIQUE (…)} …`.
fn switch_constraint(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let on = reader.eat("enable");
    reader.eat("disable");
    let unchecked = reader.eat_noted("novalidate", Clause::NotValid);
    reader.eat("validate");
    let name = if reader.eat("constraint") {
        reader.name_noted(Clause::Name)?
    } else if reader.eat("primary key") {
        String::new()
    } else {
        reader.need("unique")?;
        reader.bracketed_names()?.join(", ")
    };
    if reader.eat_any(&["using index", "exceptions into"]).is_some() {
        reader.take_until(|it| it.is("cascade") || it.is("keep"));
    }
    reader.cascade();
    reader.eat_any(&["keep index", "drop index"]);
    let table = table.clone();
    reader.push(match (on, unchecked) {
        (true, false) => OpKind::ValidateConstraint { table, name },
        (true, true) => OpKind::AlterConstraint { table, name, change: AlterConstraint::Enforce },
        (false, _) => OpKind::AlterConstraint { table, name, change: AlterConstraint::Unenforce },
    });
    Some(())
}

/// MODIFY of columns, of a constraint, of large objects and of how rows are divided.
fn modify(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("constraint") || reader.is("primary key") || reader.is("unique") {
        let name = if reader.eat("primary key") {
            String::new()
        } else if reader.eat("unique") {
            reader.bracketed_names()?.join(", ")
        } else {
            reader.name_noted(Clause::Name)?
        };
        return constraint_state(reader, table, name);
    }
    if reader.is("partition by") {
        let by = partition_by(reader)?;
        reader.eat_noted("online", Clause::Online);
        if reader.eat("update indexes") && reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        reader.eat_noted("online", Clause::Online);
        let change = AlterPartition::By(by);
        reader.push(OpKind::AlterPartition { table: table.clone(), change });
        return Some(());
    }
    if reader.is_any(&["lob", "nested table", "varray", "default attributes", "opaque type"]) {
        let value = reader.rest_text().to_owned();
        reader.skip_all();
        set(reader, table, "modify", value);
        return Some(());
    }
    reader.eat("column");
    if reader.kind() == Some(Kind::Open) {
        let modes = reader.clauses.clone();
        let parts = reader.group()?.split_commas();
        let single = parts.len() == 1;
        for part in parts {
            let mut part = reader.part(part);
            part.clauses.clone_from(&modes);
            let span = if single { reader.span } else { part.span };
            modify_column(&mut part, table)?;
            part.ops.iter_mut().for_each(|it| it.span = span);
            part.unknown_tail();
            reader.ops.append(&mut part.ops);
        }
        return Some(());
    }
    modify_column(reader, table)
}

fn constraint_state(reader: &mut Reader<'_>, table: &ObjectName, name: String) -> Option<()> {
    let kind = crate::ops::constraint::ConstraintKind::NotNull { column: String::new() };
    let mut state = Constraint { validity: Validity::NotEnforced, ..Constraint::new(kind) };
    let start = reader.mark();
    constraint::attributes(reader, &mut state);
    (start < reader.mark()).then_some(())?;
    let words = reader.since(start).of(reader.text).to_ascii_lowercase();
    reader.eat("cascade");
    reader.eat_any(&["keep index", "drop index"]);
    let (disabled, table) = (state.validity == Validity::NotEnforced, table.clone());
    let unchecked = words.contains("novalidate");
    let says_state = words.contains("able") || words.contains("validate") && !unchecked;
    reader.push(match (says_state, disabled && words.contains("able"), unchecked) {
        (false, ..) => {
            let change = AlterConstraint::SetDeferrable(state.deferrable);
            OpKind::AlterConstraint { table, name, change }
        }
        (_, true, _) => OpKind::AlterConstraint { table, name, change: AlterConstraint::Unenforce },
        (_, _, true) => OpKind::AlterConstraint { table, name, change: AlterConstraint::Enforce },
        _ => OpKind::ValidateConstraint { table, name },
    });
    Some(())
}

/// One column of MODIFY: only what is said changes ("ALTER TABLE", "modify_col_properties").
fn modify_column(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let column = reader.name_noted(Clause::Column)?;
    let push = |reader: &mut Reader<'_>, change| {
        let (table, column) = (table.clone(), column.clone());
        reader.push(OpKind::AlterColumn { table, column, change });
    };
    if reader.is_done() {
        return None;
    }
    if let Some(words) = reader.eat_any(&["visible", "invisible"]) {
        push(reader, AlterColumn::SetVisibility(words.to_owned()));
        return Some(());
    }
    if reader.eat("drop identity") {
        push(reader, AlterColumn::DropIdentity);
        return Some(());
    }
    if reader.eat_any(&["annotations", "substitutable", "not substitutable"]).is_some() {
        reader.skip_all();
        push(reader, AlterColumn::SetOptions);
        return Some(());
    }
    let clauses = reader.clauses.clone();
    if !column::begins_option(reader) && !reader.is("encrypt") && !reader.is("decrypt") {
        let start = reader.mark();
        let mut to = types::read(&mut reader.cursor)?.data_type;
        reader.note_since(Clause::Type, start);
        if reader.eat_noted("collate", Clause::Collation) {
            to.collation = Some(reader.object()?.name.into());
        }
        push(reader, AlterColumn::SetType { to, using: None });
    }
    let mut said = ColumnDef::new(column.clone(), None);
    reader.clauses.extend(clauses);
    column::options(reader, &mut said)?;
    let noted = reader.clauses.clone();
    if let Some(value) = said.default {
        let null = value.text.eq_ignore_ascii_case("null");
        let change = if null { AlterColumn::DropDefault } else { AlterColumn::SetDefault(value) };
        push(reader, change);
        reader.clauses.clone_from(&noted);
    }
    if let Some(nullable) = said.nullable {
        let change = if nullable { AlterColumn::DropNotNull } else { AlterColumn::SetNotNull };
        push(reader, change);
        reader.clauses.clone_from(&noted);
    }
    if let Some(generated) = said.generated {
        let change = match generated {
            crate::ops::column::Generated::Identity(_) => AlterColumn::SetIdentity {
                detail: reader.span.of(reader.text).to_owned(),
                restarts: false,
            },
            crate::ops::column::Generated::Virtual(it)
            | crate::ops::column::Generated::Stored(it)
            | crate::ops::column::Generated::Unstated(it) => AlterColumn::SetExpression(it),
            _ => return None,
        };
        push(reader, change);
        reader.clauses.clone_from(&noted);
    }
    for constraint in said.constraints {
        if matches!(constraint.kind, crate::ops::constraint::ConstraintKind::NotNull { .. }) {
            continue;
        }
        let (table, guard) = (table.clone(), Guard::None);
        reader.push(OpKind::AddConstraint { table, constraint, guard });
        reader.clauses.clone_from(&noted);
    }
    if reader.ops.is_empty() && reader.is_done() {
        push(reader, AlterColumn::SetOptions);
    }
    (!reader.ops.is_empty()).then_some(())
}

/// Whether a column's option comes that Oracle alone has, and is read.
pub(super) fn column_option(reader: &mut Reader<'_>) -> Option<bool> {
    if reader.eat("encrypt") {
        if reader.eat("using") {
            reader.next()?;
        }
        if reader.eat("identified by") {
            reader.next()?;
        }
        reader.string();
        reader.eat_any(&["no salt", "salt"]);
    } else if reader.eat_noted("invisible", Clause::Visibility)
        || reader.eat_noted("visible", Clause::Visibility)
        || reader.eat_any(&["decrypt", "sort", "with rowid", "rowid"]).is_some()
    {
    } else if reader.eat("annotations") || reader.eat("scope is") {
        if reader.group().is_none() {
            reader.next();
        }
    } else {
        return Some(false);
    }
    Some(true)
}

/// ENABLE, DISABLE, VALIDATE, NOVALIDATE, RELY, USING INDEX …; whether one came.
pub(super) fn constraint_attribute(reader: &mut Reader<'_>, constraint: &mut Constraint) -> bool {
    if reader.is_any(&["enable row", "disable row", "enable storage", "disable storage"]) {
        return false;
    }
    if reader.eat("enable") {
        if constraint.validity == Validity::NotEnforced {
            constraint.validity = Validity::Checked;
        }
    } else if reader.eat_noted("disable", Clause::NotValid) {
        constraint.validity = Validity::NotEnforced;
    } else if reader.eat_noted("novalidate", Clause::NotValid) {
        if constraint.validity == Validity::Checked {
            constraint.validity = Validity::NotValid;
        }
    } else if reader.eat_any(&["validate", "rely", "norely", "initially immediate"]).is_some() {
    } else if reader.is("using index") {
        let start = reader.mark();
        reader.eat("using index");
        if reader.kind() == Some(Kind::Open) {
            reader.group();
        } else if reader.is_name() && !begins_attribute(reader) {
            let span = reader.object_span().map_or_else(|| reader.since(start), |it| it.1);
            let name = span.of(reader.text).rsplit('.').next().unwrap_or("").trim_matches('"');
            let name = reader.dialect.fold(name);
            if let crate::ops::constraint::ConstraintKind::PrimaryKey(key)
            | crate::ops::constraint::ConstraintKind::Unique(key) = &mut constraint.kind
            {
                key.using_index = Some(name);
                reader.note(Clause::UsingIndex, span);
            }
        }
        while index_attribute(reader).is_some() {}
    } else if reader.eat("exceptions into") {
        reader.object();
    } else {
        return false;
    }
    true
}

fn begins_attribute(reader: &Reader<'_>) -> bool {
    let mut ahead = reader.part(reader.cursor);
    index_attribute(&mut ahead).is_some()
        || reader.is_any(&[
            "enable",
            "disable",
            "validate",
            "novalidate",
            "rely",
            "deferrable",
            "initially",
        ])
}

// ---- Partitions

const PARTITION_VERBS: [&str; 14] = [
    "add partition",
    "add subpartition",
    "drop partition",
    "drop subpartition",
    "truncate partition",
    "truncate subpartition",
    "split",
    "merge",
    "exchange",
    "coalesce",
    "move partition",
    "move subpartition",
    "modify partition",
    "modify subpartition",
];

fn is_partitioning(reader: &Reader<'_>) -> bool {
    reader.is_any(&PARTITION_VERBS) && !reader.is("modify partition by")
        || reader.is_any(&[
            "rename partition",
            "rename subpartition",
            "set interval",
            "set store in",
        ])
        || reader.is_any(&["drop partitions", "truncate partitions", "set subpartition template"])
}

fn partition(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let start = reader.mark();
    let verb = reader.next()?.text(reader.text).to_ascii_lowercase();
    reader.eat_any(&["partition", "subpartition", "partitions", "subpartitions"]);
    let mut names = Vec::new();
    if reader.eat("for") {
        names.push(reader.group()?.rest_text().to_owned());
    } else {
        while reader.is_name() && !reader.is_any(&["values", "at", "into"]) {
            names.push(reader.name()?);
            if !reader.eat_kind(Kind::Comma) {
                break;
            }
        }
    }
    let bound = reader.rest_text().to_owned();
    while !reader.is_done() {
        // INCLUDING INDEXES and UNUSABLE LOCAL INDEXES keep none usable.
        let updated = ["update indexes", "update global indexes"];
        if updated.iter().any(|it| reader.eat_noted(it, Clause::UsingIndex))
            || reader.eat_noted("online", Clause::Online)
        {
            continue;
        }
        reader.next();
    }
    let detail = reader.since(start).of(reader.text).to_owned();
    let change = match verb.as_str() {
        "add" => {
            let one = |name| Partition { name, bound: bound.clone() };
            AlterPartition::Add { detail, partitions: names.into_iter().map(one).collect() }
        }
        "drop" => AlterPartition::Drop { partitions: names },
        "truncate" => AlterPartition::Truncate { partitions: names },
        _ => AlterPartition::Other { verb, detail },
    };
    reader.push(OpKind::AlterPartition { table: table.clone(), change });
    Some(())
}

// ---- Indexes

fn index_attribute(reader: &mut Reader<'_>) -> Option<(String, String)> {
    const FLAGS: [&str; 22] = [
        "compute statistics",
        "reverse",
        "noreverse",
        "nosort",
        "sort",
        "invisible",
        "visible",
        "indexing full",
        "indexing partial",
        "unusable",
        "usable",
        "nologging",
        "logging",
        "noparallel",
        "nocompress",
        "deferred invalidation",
        "immediate invalidation",
        "update block references",
        "multicolumn",
        "hierarchy order",
        "sync (on commit)",
        "local store in",
    ];
    if reader.eat("tablespace default") {
        return Some(("tablespace".to_owned(), String::new()));
    }
    if let Some(name) = reader.eat_any(&FLAGS) {
        return Some((name.to_owned(), String::new()));
    }
    let scope = reader.eat_any(&["local", "global"]);
    if let Some(scope) = scope {
        if reader.is("partition by") {
            partition_by(reader)?;
        } else if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        return Some((scope.to_owned(), String::new()));
    }
    attribute(reader).map(|it| (it.name, it.value.to_ascii_lowercase()))
}

/// One clause behind an index's columns.
pub(super) fn index_tail(reader: &mut Reader<'_>, index: &mut CreateIndex) -> Option<bool> {
    if reader.eat_noted("online", Clause::Online) {
        index.online = Online::Yes;
    } else if reader.eat("indextype is") {
        let kind = reader.object()?;
        index.method = Some(kind.name.to_ascii_lowercase());
    } else if reader.eat("parameters") {
        reader.group()?;
    } else if reader.eat_any(&["for json", "for xml", "for text"]).is_some() {
    } else if reader.is_any(&["organization neighbor", "organization inmemory", "distance"]) {
        // How near two vectors are ("CREATE VECTOR INDEX").
        index.method = Some("vector".to_owned());
        reader.skip_all();
    } else if reader.eat("from") {
        // A bitmap join index.
        reader.take_until(|it| it.is("where"));
        reader.take_until(|it| it.is_any(&["local", "tablespace", "nologging", "parallel"]));
    } else if let Some(option) = index_attribute(reader) {
        if option.0 == "invisible" {
            reader.note(Clause::Visibility, reader.last().map_or(reader.span, |it| it.span()));
        }
        index.options.push(option);
    } else {
        return Some(false);
    }
    Some(true)
}

pub(super) fn alter_index(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("index")?;
    reader.if_exists();
    let index = reader.object_noted(Clause::Name)?;
    if reader.eat("rename to") {
        let (to, through) = (reader.object()?.name.into(), crate::ops::RenamedThrough::Index);
        reader.push(OpKind::RenameIndex { index, table: None, to, through });
        return Some(());
    }
    let change = if reader.eat("rebuild") {
        let mut online = Online::No;
        if reader.eat_any(&["partition", "subpartition"]).is_some() {
            reader.name()?;
        }
        loop {
            if reader.eat_noted("online", Clause::Online) {
                online = Online::Yes;
            } else if reader.eat("parameters") {
                reader.group()?;
            } else if index_attribute(reader).is_none() {
                break;
            }
        }
        IndexChange::Rebuild(online)
    } else if reader.eat("coalesce") {
        reader.skip_all();
        IndexChange::Reorganize
    } else if reader.eat("unusable") {
        reader.eat_noted("online", Clause::Online);
        IndexChange::Disable
    } else if let Some(words) = reader.eat_any(&["invisible", "visible"]) {
        IndexChange::SetVisibility(words.to_owned())
    } else if reader.is_any(&[
        "monitoring usage",
        "nomonitoring usage",
        "enable",
        "disable",
        "compile",
        "parameters",
    ]) || reader.is_any(&[
        "modify",
        "add partition",
        "drop partition",
        "split",
        "rename partition",
    ]) || reader.is_any(&["shrink", "deallocate", "allocate", "update block"])
    {
        reader.skip_all();
        IndexChange::SetOptions
    } else {
        index_attribute(reader)?;
        while index_attribute(reader).is_some() {}
        IndexChange::SetOptions
    };
    reader.push(OpKind::AlterIndex(AlterIndex { index, table: None, change }));
    Some(())
}

// ---- Views

/// What stands between a materialized view's name and its query.
pub(super) fn view_words(reader: &mut Reader<'_>) {
    reader.take_until(|it| {
        it.is("as") && it.is_at(1, "select")
            || it.is("as") && it.is_at(1, "with")
            || it.is("as") && it.kind_at(1) == Some(Kind::Open)
    });
}

// ---- Sessions and other statements

/// `ALTER SESSION SET name = value …`, ENABLE and the rest.
pub(super) fn alter_session(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("session")?;
    if !reader.eat("set") {
        super::object::push_other(reader, ObjectKind::Session, None);
        return Some(());
    }
    while reader.is_name() {
        let name = reader.name()?.to_ascii_lowercase();
        if !reader.eat_operator("=") {
            // SET EVENTS '…'
            super::object::push_other(reader, ObjectKind::Session, None);
            return Some(());
        }
        let value = reader.value();
        reader.push(OpKind::Set(Setting { name, value, scope: SettingScope::Session }));
    }
    Some(())
}

/// Statements of Oracle's alone that change no definitions that tables depend on.
pub(super) fn other(reader: &mut Reader<'_>) -> Option<()> {
    const WORDS: [(&str, ObjectKind); 12] = [
        ("flashback", ObjectKind::System),
        ("audit", ObjectKind::System),
        ("noaudit", ObjectKind::System),
        ("associate statistics", ObjectKind::Statistics),
        ("disassociate statistics", ObjectKind::Statistics),
        ("explain plan", ObjectKind::Session),
        ("administer key", ObjectKind::System),
        ("purge", ObjectKind::System),
        ("startup", ObjectKind::System),
        ("shutdown", ObjectKind::System),
        ("administer", ObjectKind::System),
        ("analyze", ObjectKind::Statistics),
    ];
    let (_, kind) = *WORDS.iter().find(|(words, _)| reader.is(words))?;
    if reader.is("analyze") {
        use crate::ops::data::{Maintain, Task};
        reader.next();
        let of_table = reader.eat("table");
        let tables = if of_table { vec![reader.object_noted(Clause::Table)?] } else { Vec::new() };
        let validates = reader.eat_noted("validate structure", Clause::Lock);
        while validates && !reader.is_done() {
            if reader.eat("online") {
                reader.clauses.retain(|it| it.0 != Clause::Lock);
            }
            reader.next();
        }
        reader.skip_all();
        reader.push(OpKind::Maintain(Maintain {
            task: Task::Analyze,
            tables,
            index: None,
            truncate: None,
        }));
        return Some(());
    }
    if reader.is("flashback table") {
        let mut ahead = reader.cursor;
        ahead.take_until(|it| it.is("to"));
        if !ahead.is("to before drop") {
            reader.next();
            reader.next();
            let table = Some(reader.object_noted(Clause::Table)?);
            let (kind, verb, name) = (ObjectKind::Table, crate::ops::Verb::Alter, None);
            reader.skip_all();
            let detail = "flashback table".to_owned();
            reader.push(OpKind::Other { kind, verb, name, table, detail });
            return Some(());
        }
    }
    super::object::push_other(reader, kind, None);
    Some(())
}

/// What CREATE may say before the object.
pub(super) fn skip_modifiers(reader: &mut Reader<'_>) {
    const WORDS: [&str; 13] = [
        "no force",
        "noforce",
        "force",
        "noneditionable",
        "editionable",
        "editioning",
        "private",
        "sharded",
        "duplicated",
        "immutable",
        "blockchain",
        "bigfile",
        "smallfile",
    ];
    while reader.eat_any(&WORDS).is_some() {}
}

/// Whether an index begins here that Oracle alone has.
pub(super) fn begins_index(reader: &Reader<'_>) -> bool {
    index::begins(&reader.cursor)
        || reader.is_any(&["multivalue index", "search index", "vector index"])
}
