//! What the server refuses before it does anything: names that are taken, names of another kind, names that are nowhere.

use super::work::{Work, always, why};
use super::{column, volatility};
use crate::catalog::Knowledge;
use crate::effects::Refusal;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::constraint::ConstraintKind;
use crate::ops::data::{Insert, InsertSource};
use crate::ops::expr::{Expr, Form};
use crate::ops::index::ReindexScope;
use crate::ops::object::{ObjectKind, TypeDefinition};
use crate::ops::table::{AlterPartition, CreateTable, Persistence};
use crate::ops::{Clause, Guard, Link, ObjectName, OpKind, Verb, is_unknown};

/// Columns that every table has ("System Columns").
pub(super) const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

pub(super) fn refuse(work: &mut Work<'_>, kind: &OpKind) {
    if !work.says(Clause::IfExists) {
        used(kind).into_iter().for_each(|it| absent_relation(work, it));
        if work.schema.complete {
            absent_others(work, kind);
        }
    }
    match kind {
        OpKind::CreateTable(it) => new_table(work, it),
        OpKind::CreateSequence(it) if it.guard == Guard::None && !it.temporary => {
            taken_relation(work, &it.name);
        }
        OpKind::CreateType(it) if it.guard == Guard::None => taken_type(work, &it.name),
        OpKind::CreateSchema { name, guard: Guard::None }
            if work.schema.schemas.contains_key(&ObjectName::bare(name.as_str())) =>
        {
            already(work, format!("schema \"{name}\" already exists"));
        }
        OpKind::AddColumn { table, column, .. } => {
            new_column(work, table, column);
            constant(work, column.default.as_ref());
        }
        OpKind::AlterColumn { change: AlterColumn::SetDefault(it), .. } => {
            constant(work, Some(it));
        }
        OpKind::RenameColumn { to, .. } if SYSTEM_COLUMNS.contains(&to.as_str()) => {
            already(work, format!("column name \"{to}\" conflicts with a system column name"));
        }
        OpKind::RenameConstraint { table, to, .. } if work.constraint(table, to).is_some() => {
            let table = &table.name;
            already(work, format!("constraint \"{to}\" for relation \"{table}\" already exists"));
        }
        OpKind::RenameIndex { index, to, .. } => {
            let renamed = index.sibling(to);
            if work.schema.index(index).is_some() {
                taken_relation(work, &renamed);
            }
        }
        OpKind::RenameObject { kind, name, table, to } => {
            renamed(work, *kind, name, table.as_ref(), to);
        }
        OpKind::SetTableSchema { table, schema } => moved(work, table, schema),
        OpKind::MoveObject { kind: ObjectKind::Sequence, name, .. }
            if work.schema.sequences.get(name).is_some_and(|it| it.owned_by.is_some()) =>
        {
            let words = "cannot move an owned sequence into another schema";
            work.refused(Refusal::Schema, words, &why(Clause::Name, "ALTER SEQUENCE"));
        }
        OpKind::SetTrigger { table, name, .. } => absent_trigger(work, table, name),
        OpKind::SetInheritance { table, parent, link: Link::Join } => heir(work, table, parent),
        OpKind::DropObject { kind, name, guard, .. } => dropped(work, *kind, name, *guard),
        OpKind::DropTable { name, .. } if work.view(name).is_some() => {
            wrong_kind(work, format!("\"{}\" is not a table", name.name));
        }
        OpKind::RefreshView(it) if work.view(&it.view).is_some_and(|it| !it.materialized) => {
            let name = &it.view.name;
            wrong_kind(work, format!("\"{name}\" is not a table or materialized view"));
        }
        OpKind::Insert(it) => inserted(work, it),
        OpKind::Update(it) => {
            absent_relation(work, &it.table);
            let lacking = it.sets.iter().find(|set| lacks(work, &it.table, &set.0));
            if let Some((column, _)) = lacking {
                no_column(work, &it.table, column);
            }
        }
        OpKind::Delete(it) => absent_relation(work, &it.table),
        OpKind::Truncate(it) => {
            for table in &it.tables {
                absent_relation(work, table);
                if work.view(table).is_some() {
                    wrong_kind(work, format!("\"{}\" is not a table", table.name));
                }
            }
        }
        OpKind::Lock(it) => it.tables.iter().for_each(|table| absent_relation(work, table)),
        OpKind::CreateTrigger(it) => {
            absent_relation(work, &it.table);
            // `before update of a, b or delete when (…)`
            let listed = it.events.split_once(" of ").map_or("", |it| it.1);
            let mut columns = listed.split([' ', ',']).filter(|it| !it.is_empty());
            let named = columns.by_ref().take_while(|it| !["or", "when"].contains(it));
            let plain = |it: &&str| !it.contains('"') && !is_unknown(it);
            if let Some(column) = named.filter(plain).find(|column| lacks(work, &it.table, column))
            {
                no_column(work, &it.table, column);
            }
        }
        OpKind::Other { kind: ObjectKind::Policy, verb: Verb::Create, name, table, .. } => {
            let (Some(name), Some(table)) = (name, table) else { return };
            absent_relation(work, table);
            let of_table = |it: &crate::catalog::Dependent| {
                it.kind == ObjectKind::Policy && it.name == name.name
            };
            if work.table(table).is_some_and(|it| it.dependents.iter().any(of_table)) {
                let (name, table) = (&name.name, &table.name);
                already(work, format!("policy \"{name}\" for table \"{table}\" already exists"));
            }
        }
        _ => {}
    }
}

/// Relations that the operation uses besides the one that it is about.
fn used(kind: &OpKind) -> Vec<&ObjectName> {
    match kind {
        OpKind::Query { reads, .. } => reads.iter().collect(),
        OpKind::CreateView(it) => it.query.reads.iter().collect(),
        OpKind::CreateTable(it) => {
            let read = it.filled_from.iter().flat_map(|it| &it.reads);
            read.chain(it.partition_of.iter().map(|it| &it.parent)).collect()
        }
        OpKind::Insert(it) => match &it.source {
            InsertSource::Query(reads) => reads.iter().collect(),
            InsertSource::Rows(_) => Vec::new(),
        },
        OpKind::Update(it) => it.reads.iter().collect(),
        OpKind::Delete(it) => it.reads.iter().collect(),
        OpKind::Copy(it) => it.table.iter().collect(),
        OpKind::RefreshView(it) => vec![&it.view],
        OpKind::Maintain(it) => it.tables.iter().collect(),
        OpKind::DropObject { table: Some(table), guard: Guard::None, .. } => vec![table],
        OpKind::RenameObject {
            kind: ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence,
            name,
            ..
        } => vec![name],
        OpKind::Reindex(it) => match &it.scope {
            ReindexScope::Table(table) => vec![table],
            _ => Vec::new(),
        },
        OpKind::AlterSequence { name, .. } => vec![name],
        OpKind::SetInheritance { parent, .. } => vec![parent],
        OpKind::AlterPartition {
            change:
                AlterPartition::Attach { partition, .. } | AlterPartition::Detach { partition, .. },
            ..
        } => vec![partition],
        OpKind::Other {
            kind: ObjectKind::Table | ObjectKind::View | ObjectKind::Sequence,
            verb: Verb::Comment | Verb::Alter,
            name,
            ..
        } => name.iter().collect(),
        OpKind::Other { kind: ObjectKind::Column, verb: Verb::Comment, table, .. } => {
            table.iter().collect()
        }
        OpKind::Other { kind: ObjectKind::Statistics, verb: Verb::Create, table, .. } => {
            table.iter().collect()
        }
        _ => Vec::new(),
    }
}

/// What is no relation, and nowhere in a schema that is known as a whole.
fn absent_others(work: &mut Work<'_>, kind: &OpKind) {
    let schema = work.schema;
    match kind {
        OpKind::AlterEnum { name, .. }
        | OpKind::AlterDomain { name, .. }
        | OpKind::RenameObject { kind: ObjectKind::Type | ObjectKind::Domain, name, .. }
            if !schema.types.contains_key(name) && schema.is_missing(name) =>
        {
            absent(work, format!("type \"{name}\" does not exist"));
        }
        OpKind::RenameIndex { index, .. }
            if schema.index(index).is_none() && schema.is_missing(index) =>
        {
            absent(work, format!("relation \"{index}\" does not exist"));
        }
        OpKind::DropSchema { name, guard: Guard::None, .. } => {
            let known = ObjectName::bare(name.as_str());
            if !schema.schemas.contains_key(&known) && name != "public" && !known.is_unknown() {
                absent(work, format!("schema \"{name}\" does not exist"));
            }
        }
        OpKind::CreateTrigger(it) => {
            let Some(name) = &it.function else { return };
            let known = schema.functions.contains_key(name) || name.is_unknown();
            if !known
                && schema.extensions.is_empty()
                && volatility::of_function(name, schema).is_none()
            {
                absent(work, format!("function {name}() does not exist"));
            }
        }
        OpKind::CreateFunction(it) if schema.extensions.is_empty() => {
            // Others come with an extension ("CREATE LANGUAGE").
            const OWN: [&str; 4] = ["sql", "plpgsql", "c", "internal"];
            let Some(language) = it.language.as_deref() else { return };
            if !OWN.contains(&language) {
                absent(work, format!("language \"{language}\" does not exist"));
            }
        }
        OpKind::CreateTable(it) => {
            let columns = it.columns.iter();
            columns
                .filter_map(|it| it.data_type.as_ref())
                .for_each(|it| column::refuse_type(work, it));
            let own = it.columns.iter().flat_map(|it| &it.constraints).chain(&it.constraints);
            for constraint in own {
                let ConstraintKind::ForeignKey(key) = &constraint.kind else { continue };
                if key.references != it.name {
                    absent_relation(work, &key.references);
                }
            }
        }
        OpKind::CreateType(it) => {
            if let TypeDefinition::Domain { base, .. } = &it.definition {
                column::refuse_type(work, base);
            }
        }
        OpKind::Other { kind: ObjectKind::Column, verb: Verb::Comment, name, table, .. } => {
            if let (Some(name), Some(table)) = (name, table)
                && lacks(work, table, &name.name)
            {
                no_column(work, table, &name.name);
            }
        }
        _ => {}
    }
}

/// A default mentions no column ("CREATE TABLE", DEFAULT).
fn constant(work: &mut Work<'_>, default: Option<&Expr>) {
    let mentions = |it: &&Expr| matches!(&it.form, Form::Column(name) if !is_unknown(name));
    if default.filter(mentions).is_some() && !work.says(Clause::Block) {
        let words = if work.major() < 12 {
            "cannot use column references in default expression"
        } else {
            "cannot use column reference in DEFAULT expression"
        };
        work.refused(Refusal::Statement, words, &why(Clause::Default, "CREATE TABLE"));
    }
}

fn already(work: &mut Work<'_>, words: String) {
    work.refused(Refusal::Schema, words, &why(Clause::Name, "PostgreSQL Error Codes"));
}

fn wrong_kind(work: &mut Work<'_>, words: String) {
    work.refused(Refusal::Schema, words, &why(Clause::Table, "PostgreSQL Error Codes"));
}

/// A name that nothing makes; but it may come from elsewhere.
pub(super) fn absent(work: &mut Work<'_>, words: String) {
    let because = "nothing in the schema or the history makes it";
    work.may_fail(words, &why(Clause::Table, "PostgreSQL Error Codes").possible(because));
}

pub(super) fn absent_relation(work: &mut Work<'_>, name: &ObjectName) {
    if work.schema.is_missing(name) && !is_catalog(name) {
        absent(work, format!("relation \"{name}\" does not exist"));
    }
}

fn is_catalog(name: &ObjectName) -> bool {
    let schema = matches!(name.schema.as_deref(), Some("pg_catalog" | "information_schema"));
    schema || name.name.starts_with("pg_")
}

fn taken_relation(work: &mut Work<'_>, name: &ObjectName) {
    let known = work.table(name).is_none_or(|it| it.knowledge == Knowledge::Whole);
    if known && work.schema.is_relation(name) {
        already(work, format!("relation \"{}\" already exists", name.name));
    }
}

/// Tables have types of their own names.
fn taken_type(work: &mut Work<'_>, name: &ObjectName) {
    let made = work.schema.types.get(name).is_some_and(|it| {
        // A shell is there to be filled.
        it.knowledge == Knowledge::Whole && it.definition != TypeDefinition::Other
    });
    if made || work.whole(name).is_some() {
        already(work, format!("type \"{}\" already exists", name.name));
    }
}

fn new_table(work: &mut Work<'_>, table: &CreateTable) {
    let name = &table.name;
    let temporary = table.persistence == Persistence::Temporary;
    if table.guard == Guard::None && !temporary && work.table(name).is_none() {
        let index = work.schema.index(name).is_some();
        if work.view(name).is_some() || work.schema.sequences.contains_key(name) || index {
            already(work, format!("relation \"{}\" already exists", name.name));
        }
        taken_type(work, name);
    }
    let twice = |(at, it): (usize, &ColumnDef)| {
        table.columns.iter().take(at).any(|other| other.name == it.name)
    };
    let mut columns = table.columns.iter().enumerate();
    if let Some((_, column)) = columns.find(|(at, it)| twice((*at, it))) {
        let words = format!("column \"{}\" specified more than once", column.name);
        work.refused(Refusal::Statement, words, &why(Clause::Column, "CREATE TABLE"));
    }
    let own = table.columns.iter().flat_map(|it| &it.constraints).chain(&table.constraints);
    let keys = own.filter(|it| matches!(it.kind, ConstraintKind::PrimaryKey(_))).count();
    if 1 < keys {
        let words = format!("multiple primary keys for table \"{}\" are not allowed", name.name);
        work.refused(Refusal::Statement, words, &why(Clause::PrimaryKey, "CREATE TABLE"));
    }
    table.columns.iter().for_each(|it| constant(work, it.default.as_ref()));
    for parent in table.inherits.iter().chain(table.like.iter().map(|it| &it.table)) {
        absent_relation(work, parent);
    }
}

fn new_column(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    if SYSTEM_COLUMNS.contains(&column.name.as_str()) {
        let words = format!("column name \"{}\" conflicts with a system column name", column.name);
        already(work, words);
    }
    let earlier = work.ops.iter().take(work.index).any(|it| {
        matches!(&it.kind, OpKind::AddColumn { table: on, column: other, .. }
            if on == table && other.name == column.name)
    });
    if earlier && work.whole(table).is_some_and(|it| it.lacks_column(&column.name)) {
        let (column, table) = (&column.name, &table.name);
        already(work, format!("column \"{column}\" of relation \"{table}\" already exists"));
    }
}

fn renamed(
    work: &mut Work<'_>,
    kind: ObjectKind,
    name: &ObjectName,
    table: Option<&ObjectName>,
    to: &str,
) {
    use ObjectKind as Kind;
    let new = name.sibling(to);
    match kind {
        Kind::View | Kind::MaterializedView if work.table(name).is_some() => {
            wrong_kind(work, format!("\"{}\" is not a view", name.name));
        }
        Kind::View | Kind::MaterializedView | Kind::Sequence => taken_relation(work, &new),
        Kind::Type | Kind::Domain => taken_type(work, &new),
        Kind::Trigger => {
            let Some(table) = table else { return };
            absent_trigger(work, table, &name.name);
            let there = |it: &crate::catalog::Trigger| it.name == to;
            if work.table(table).is_some_and(|it| it.triggers.iter().any(there)) {
                let table = &table.name;
                already(work, format!("trigger \"{to}\" for relation \"{table}\" already exists"));
            }
        }
        _ => {}
    }
}

fn absent_trigger(work: &mut Work<'_>, table: &ObjectName, name: &str) {
    let known = work.whole(table).is_some_and(|it| {
        it.triggers.iter().all(|it| it.name != name)
            && it.dependents.iter().all(|it| it.name != name)
            && it.partition_of.is_none()
    });
    if known && !matches!(name, "all" | "user") {
        absent(work, format!("trigger \"{name}\" for table \"{}\" does not exist", table.name));
    }
}

fn moved(work: &mut Work<'_>, table: &ObjectName, schema: &str) {
    let mut there = table.clone();
    there.schema = (schema != "public").then(|| schema.into());
    if there != *table && work.schema.is_relation(&there) {
        let name = &table.name;
        already(work, format!("relation \"{name}\" already exists in schema \"{schema}\""));
    }
}

/// A table cannot come to be its own ancestor ("ALTER TABLE", INHERIT).
fn heir(work: &mut Work<'_>, table: &ObjectName, parent: &ObjectName) {
    if work.family(table).contains(parent) {
        already(work, "circular inheritance not allowed".to_owned());
    } else if work.table(table).is_some_and(|it| it.inherits.contains(parent)) {
        let words = format!("relation \"{}\" would be inherited from more than once", parent.name);
        already(work, words);
    }
}

fn dropped(work: &mut Work<'_>, kind: ObjectKind, name: &ObjectName, guard: Guard) {
    use ObjectKind as Kind;
    let materialized = work.view(name).map(|it| it.materialized);
    let is_table = work.table(name).is_some();
    let other = match kind {
        Kind::View => is_table || materialized == Some(true),
        Kind::MaterializedView => is_table || materialized == Some(false),
        Kind::Sequence => is_table || materialized.is_some(),
        _ => false,
    };
    let word = match kind {
        Kind::View => "a view",
        Kind::MaterializedView => "a materialized view",
        _ => "a sequence",
    };
    if other {
        wrong_kind(work, format!("\"{}\" is not {word}", name.name));
    }
    let definition = work.schema.types.get(name).map(|it| &it.definition);
    if kind == Kind::Domain
        && definition
            .is_some_and(|it| !matches!(it, TypeDefinition::Domain { .. } | TypeDefinition::Other))
    {
        wrong_kind(work, format!("\"{}\" is not a domain", name.name));
    }
    if guard == Guard::IfNeeded || !work.schema.complete || name.is_unknown() {
        return;
    }
    let word = match kind {
        Kind::Sequence if work.schema.is_missing(name) => "sequence",
        Kind::Type if definition.is_none() && !is_table => "type",
        Kind::Domain if definition.is_none() && !is_table => "type",
        Kind::Extension if !work.schema.extensions.contains_key(name) => "extension",
        Kind::Statistics if work.schema.named_by(kind, name).is_empty() => "statistics object",
        _ => return,
    };
    absent(work, format!("{word} \"{name}\" does not exist"));
}

fn lacks(work: &Work<'_>, table: &ObjectName, column: &str) -> bool {
    work.whole(table).is_some_and(|it| it.lacks_column(column))
        && work.added_column(table, column).is_none()
}

fn no_column(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let words = format!("column \"{column}\" of relation \"{}\" does not exist", table.name);
    work.refused(Refusal::Schema, words, &always("PostgreSQL Error Codes"));
}

fn inserted(work: &mut Work<'_>, insert: &Insert) {
    absent_relation(work, &insert.table);
    let lacking = insert.columns.iter().find(|it| lacks(work, &insert.table, it));
    if let Some(column) = lacking {
        no_column(work, &insert.table, column);
    }
}
