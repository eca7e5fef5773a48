//! Which kinds of relations each form of statement takes, and in which words the server refuses the others
//! (manual: each command's page; measured: `forms/…` of the battery).

use super::work::{Work, why};
use crate::catalog::Knowledge;
use crate::effects::Refusal;
use crate::ops::column::AlterColumn;
use crate::ops::constraint::ConstraintKind;
use crate::ops::data::Task;
use crate::ops::index::{IndexChange, ReindexScope};
use crate::ops::object::{CreateTrigger, ObjectKind, TypeDefinition};
use crate::ops::table::{AlterPartition, CreateTable, Persistence, Storage, TableOption};
use crate::ops::{Clause, ObjectName, Op, OpKind, Verb};

/// What a relation is to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    Partitioned,
    Foreign,
    View,
    Materialized,
    Index,
    Sequence,
    Composite,
}

use Kind::{Composite, Foreign, Index, Materialized, Partitioned, Sequence, View};

const TABLE: Kind = Kind::Table;

/// Refuses what does not take a relation of that kind, and says whether it does.
pub(super) fn refuse(work: &mut Work<'_>, op: &Op) -> bool {
    let Some(words) = by_word(work, op).or_else(|| by_form(work, &op.kind)) else { return false };
    work.refused(Refusal::Schema, words, &why(Clause::Table, "PostgreSQL Error Codes"));
    true
}

/// The kind of a relation that is known as a whole.
fn kind_of(work: &Work<'_>, name: &ObjectName) -> Option<Kind> {
    if let Some(table) = work.table(name) {
        let kind = match table.persistence {
            Persistence::Foreign => Foreign,
            _ if table.partition_by.is_some() => Partitioned,
            _ => TABLE,
        };
        return (table.knowledge == Knowledge::Whole).then_some(kind);
    }
    if let Some(view) = work.view(name) {
        return Some(if view.materialized { Materialized } else { View });
    }
    if work.schema.index(name).is_some() {
        return Some(Index);
    }
    if work.schema.sequences.contains_key(name) {
        return Some(Sequence);
    }
    let definition = work.schema.types.get(name).map(|it| &it.definition);
    matches!(definition, Some(TypeDefinition::Composite(_))).then_some(Composite)
}

/// The relation's kind where it is none of these.
fn other_than(work: &Work<'_>, name: &ObjectName, kinds: &[Kind]) -> Option<Kind> {
    kind_of(work, name).filter(|it| !kinds.contains(it))
}

// ---- Statements that say of which kind the relation is

fn by_word(work: &Work<'_>, op: &Op) -> Option<String> {
    let said = op.clauses.iter().find_map(|it| match it.0 {
        Clause::Kind(kind) => Some(kind),
        _ => None,
    });
    let (kind, name) = match &op.kind {
        OpKind::DropTable { name, .. } => (said.unwrap_or(ObjectKind::Table), name),
        OpKind::DropIndex(it) => (ObjectKind::Index, &it.index),
        OpKind::DropObject { kind, name, .. }
        | OpKind::RenameObject { kind, name, .. }
        | OpKind::MoveObject { kind, name, .. }
        | OpKind::Other { kind, verb: Verb::Alter | Verb::Comment, name: Some(name), .. } => {
            (*kind, name)
        }
        OpKind::AlterSequence { name, .. } => (ObjectKind::Sequence, name),
        OpKind::AlterIndex(it) if !matches!(it.change, IndexChange::DependsOnExtension) => {
            (ObjectKind::Index, &it.index)
        }
        OpKind::CreateView(it) if it.replaces && !it.temporary => (ObjectKind::View, &it.name),
        kind => (said?, super::altered(kind)?),
    };
    let (kinds, word): (&[Kind], _) = match kind {
        ObjectKind::Table => (&[TABLE, Partitioned], "a table"),
        ObjectKind::ForeignTable => (&[Foreign], "a foreign table"),
        ObjectKind::View => (&[View], "a view"),
        ObjectKind::MaterializedView => (&[Materialized], "a materialized view"),
        ObjectKind::Index => (&[Index], "an index"),
        ObjectKind::Sequence => (&[Sequence], "a sequence"),
        _ => return None,
    };
    other_than(work, name, kinds)?;
    // Since 17 it is opened as a sequence at once.
    let opened = matches!(op.kind, OpKind::AlterSequence { .. }) && 17 <= work.major();
    Some(if opened {
        format!("cannot open relation \"{}\"", name.name)
    } else {
        is_not(name, word)
    })
}

fn is_not(name: &ObjectName, what: &str) -> String {
    format!("\"{}\" is not {what}", name.name)
}

// ---- Forms of statements

fn by_form(work: &Work<'_>, kind: &OpKind) -> Option<String> {
    if let Some(words) = demand(work, kind).and_then(|(table, it)| it.unmet(work, table)) {
        return Some(words);
    }
    match kind {
        OpKind::AddConstraint { table, constraint, .. } => {
            let word = match constraint.kind {
                ConstraintKind::PrimaryKey(_) => "primary key",
                ConstraintKind::Unique(_) => "unique",
                ConstraintKind::ForeignKey(_) => "foreign key",
                ConstraintKind::Exclude { .. } => "exclusion",
                _ => return None,
            };
            let words = match constraint.kind {
                ConstraintKind::ForeignKey(_) if work.major() < 12 => {
                    format!("\"{}\" is a foreign table", table.name)
                }
                _ => format!("{word} constraints are not supported on foreign tables"),
            };
            (kind_of(work, table)? == Foreign).then_some(words)
        }
        OpKind::RenameColumn { table, .. } | OpKind::RenameConstraint { table, .. }
            if kind_of(work, table)? == Sequence =>
        {
            let all = "a table, view, materialized view, composite type, index, or foreign table";
            Some(since(
                work,
                15,
                || is_not(table, all),
                || format!("cannot rename columns of relation \"{}\"", table.name),
            ))
        }
        OpKind::SetTableSchema { table, .. } if kind_of(work, table)? == Index => Some(since(
            work,
            15,
            || is_not(table, "a table, view, materialized view, sequence, or foreign table"),
            || format!("cannot change schema of index \"{}\"", table.name),
        )),
        // 17 and later take it for partitions to come (measured: `forms/access_method.pt`).
        OpKind::SetStorage { table, storage: Storage::AccessMethod(_) }
            if kind_of(work, table)? == Partitioned =>
        {
            let refused = (15..17).contains(&work.major());
            refused.then(|| "cannot change access method of a partitioned table".to_owned())
        }
        OpKind::CreateIndex(it) => indexed(work, &it.table),
        OpKind::CreateTrigger(it) => triggered(work, it),
        OpKind::CreateTable(it) => made_from(work, it),
        OpKind::Truncate(it) => it.tables.iter().find_map(|table| {
            let foreign_too = kind_of(work, table)? == Foreign && 14 <= work.major();
            let kind = other_than(work, table, &[TABLE, Partitioned])?;
            if kind == Index && work.major() < 12 {
                return Some(no_index(work, table));
            }
            // Its wrapper decides whether it can.
            (!foreign_too).then(|| is_not(table, "a table"))
        }),
        OpKind::Lock(it) => it.tables.iter().find_map(|table| {
            let kinds: &[Kind] = &[TABLE, Partitioned, View];
            other_than(work, table, kinds)?;
            let words = match work.major() {
                ..11 => "a table",
                11 => "a table or a view",
                _ => "a table or view",
            };
            Some(since(
                work,
                15,
                || is_not(table, words),
                || format!("cannot lock relation \"{}\"", table.name),
            ))
        }),
        OpKind::Maintain(it) if it.task == Task::Cluster => it.tables.iter().find_map(|table| {
            other_than(work, table, &[TABLE, Partitioned, Materialized])?;
            Some(is_not(table, "a table or materialized view"))
        }),
        OpKind::Reindex(it) => {
            if let ReindexScope::Index(index) = &it.scope {
                other_than(work, index, &[Index])?;
                return Some(is_not(index, "an index"));
            }
            let ReindexScope::Table(table) = &it.scope else { return None };
            other_than(work, table, &[TABLE, Partitioned, Materialized])?;
            Some(is_not(table, "a table or materialized view"))
        }
        OpKind::RefreshView(it) => match kind_of(work, &it.view)? {
            Materialized => None,
            TABLE | Partitioned => Some(is_not(&it.view, "a materialized view")),
            _ => Some(is_not(&it.view, "a table or materialized view")),
        },
        OpKind::AlterPartition { change, .. } => partitioned(work, change),
        OpKind::Insert(it) => written(work, &it.table),
        OpKind::Update(it) => written(work, &it.table),
        OpKind::Delete(it) => written(work, &it.table),
        OpKind::Merge { table, .. } => match kind_of(work, table)? {
            Index => Some(no_index(work, table)),
            View if 17 <= work.major() => None,
            TABLE | Partitioned => None,
            _ => Some(format!("cannot execute MERGE on relation \"{}\"", table.name)),
        },
        OpKind::Copy(it) => copied(work, it.table.as_ref()?, it.into_table),
        OpKind::Query { reads, locks_rows, .. } => reads.iter().find_map(|it| {
            let what = match kind_of(work, it)? {
                Index => return Some(no_index(work, it)),
                Materialized => "materialized view",
                Sequence => "sequence",
                _ => return None,
            };
            let words = || format!("cannot lock rows in {what} \"{}\"", it.name);
            locks_rows.is_some().then(words)
        }),
        OpKind::CreateView(it) => it.query.reads.iter().find_map(|it| unopened(work, it)),
        OpKind::Other { kind, verb, table, .. } => other(work, *kind, *verb, table.as_ref()?),
        _ => None,
    }
}

/// What an action of ALTER TABLE demands.
struct Demand {
    /// As the server names the action since 15.
    action: String,
    kinds: &'static [Kind],
    /// What versions before 15 say that the relation is not.
    words: &'static str,
}

impl Demand {
    fn unmet(&self, work: &Work<'_>, table: &ObjectName) -> Option<String> {
        other_than(work, table, self.kinds)?;
        let Demand { action, words, .. } = self;
        Some(since(
            work,
            15,
            || is_not(table, words),
            || {
                let name = &table.name;
                format!("ALTER action {action} cannot be performed on relation \"{name}\"")
            },
        ))
    }
}

const TABLES: (&[Kind], &str) = (&[TABLE, Partitioned], "a table");
const OR_FOREIGN: (&[Kind], &str) = (&[TABLE, Partitioned, Foreign], "a table or foreign table");
const OR_COMPOSITE: (&[Kind], &str) =
    (&[TABLE, Partitioned, Foreign, Composite], "a table, composite type, or foreign table");
const OR_VIEW: (&[Kind], &str) =
    (&[TABLE, Partitioned, Foreign, View], "a table, view, or foreign table");
const OR_MATERIALIZED: (&[Kind], &str) =
    (&[TABLE, Partitioned, Materialized], "a table or materialized view");
const NOT_VIEWS: (&[Kind], &str) =
    (&[TABLE, Partitioned, Materialized, Foreign], "a table, materialized view, or foreign table");

fn demand<'a>(work: &Work<'_>, kind: &'a OpKind) -> Option<(&'a ObjectName, Demand)> {
    let column = |it: &str| format!("ALTER COLUMN ... {it}");
    let (table, action, (kinds, words)) = match kind {
        OpKind::AddColumn { table, .. } => (table, "ADD COLUMN".to_owned(), OR_COMPOSITE),
        OpKind::DropColumn { table, .. } => (table, "DROP COLUMN".to_owned(), OR_COMPOSITE),
        OpKind::AlterColumn { table, change, .. } => {
            let (action, demand) = of_column(work, change)?;
            (table, column(action), demand)
        }
        OpKind::AddConstraint { table, constraint, .. } => {
            let indexed = matches!(
                constraint.kind,
                ConstraintKind::PrimaryKey(_)
                    | ConstraintKind::Unique(_)
                    | ConstraintKind::Exclude { .. }
            );
            // Since 11 a primary key first asks for the NOT NULL, which foreign tables take too.
            let asks = matches!(constraint.kind, ConstraintKind::PrimaryKey(_))
                && 11 <= work.major()
                && kind_of(work, table) != Some(Foreign);
            let demand = if indexed && !asks && work.major() < 13 { TABLES } else { OR_FOREIGN };
            (table, "ADD CONSTRAINT".to_owned(), demand)
        }
        OpKind::DropConstraint { table, .. } => (table, "DROP CONSTRAINT".to_owned(), OR_FOREIGN),
        OpKind::ValidateConstraint { table, .. } => {
            (table, "VALIDATE CONSTRAINT".to_owned(), OR_FOREIGN)
        }
        OpKind::SetTrigger { table, name, state } => {
            let demand = if state.contains("rule") { TABLES } else { OR_FOREIGN };
            let mut action = state.to_uppercase();
            if matches!(name.as_str(), "all" | "user") && !state.contains("rule") {
                action = format!("{action} {}", name.to_uppercase());
            }
            (table, action, demand)
        }
        OpKind::SetRowSecurity { table, setting } => {
            (table, setting.to_uppercase().replace("LEVEL ", ""), TABLES)
        }
        OpKind::SetStorage { table, storage } => {
            let (action, demand) = of_storage(work, storage);
            (table, action.to_owned(), demand)
        }
        OpKind::SetTableOption { table, option } => {
            let (action, demand) = of_option(option)?;
            (table, action.to_owned(), demand)
        }
        OpKind::SetInheritance { table, link, .. } => {
            let action = match link {
                crate::ops::Link::Join => "INHERIT",
                crate::ops::Link::Leave => "NO INHERIT",
            };
            (table, action.to_owned(), OR_FOREIGN)
        }
        _ => return None,
    };
    Some((table, Demand { action, kinds, words }))
}

type Wanted = (&'static [Kind], &'static str);

fn of_column(work: &Work<'_>, change: &AlterColumn) -> Option<(&'static str, Wanted)> {
    const WITH_INDEX: Wanted = (
        &[TABLE, Partitioned, Materialized, Index, Foreign],
        "a table, materialized view, index, or foreign table",
    );
    Some(match change {
        AlterColumn::SetType { .. } => ("SET DATA TYPE", OR_COMPOSITE),
        AlterColumn::SetDefault(_) | AlterColumn::DropDefault => ("SET DEFAULT", OR_VIEW),
        AlterColumn::AddIdentity(_) => ("ADD IDENTITY", OR_VIEW),
        AlterColumn::SetNotNull => ("SET NOT NULL", OR_FOREIGN),
        AlterColumn::DropNotNull => ("DROP NOT NULL", OR_FOREIGN),
        AlterColumn::DropExpression => ("DROP EXPRESSION", OR_FOREIGN),
        AlterColumn::SetStatistics | AlterColumn::SetOptions if work.major() < 13 => {
            ("SET STATISTICS", WITH_INDEX)
        }
        AlterColumn::SetStatistics => (
            "SET STATISTICS",
            (
                &[TABLE, Partitioned, Materialized, Index, Foreign],
                "a table, materialized view, index, partitioned index, or foreign table",
            ),
        ),
        AlterColumn::SetStorage(_) => ("SET STORAGE", NOT_VIEWS),
        AlterColumn::SetCompression(_) => ("SET COMPRESSION", OR_MATERIALIZED),
        AlterColumn::SetOptions => ("SET", NOT_VIEWS),
        AlterColumn::SetIdentity { .. }
        | AlterColumn::DropIdentity
        | AlterColumn::SetExpression(_)
        | AlterColumn::SetComment(_)
        | AlterColumn::Redefine { .. }
        | AlterColumn::SetUnused
        | AlterColumn::SetVisibility(_) => return None,
    })
}

fn of_storage(work: &Work<'_>, storage: &Storage) -> (&'static str, Wanted) {
    // Sequences have been logged or not of their own since 15 (Release Notes).
    const WITH_SEQUENCE: Wanted = (&[TABLE, Partitioned, Sequence], "a table");
    let logged = if work.major() < 15 { TABLES } else { WITH_SEQUENCE };
    match storage {
        Storage::Logged => ("SET LOGGED", logged),
        Storage::Unlogged => ("SET UNLOGGED", logged),
        Storage::AccessMethod(_) => ("SET ACCESS METHOD", OR_MATERIALIZED),
        Storage::Tablespace(_) => {
            let words = if work.major() < 11 {
                "a table, materialized view, or index"
            } else {
                "a table, materialized view, index, or partitioned index"
            };
            ("SET TABLESPACE", (&[TABLE, Partitioned, Materialized, Index], words))
        }
    }
}

fn of_option(option: &TableOption) -> Option<(&'static str, Wanted)> {
    Some(match option.name.as_str() {
        "cluster on" if option.value.is_empty() => ("SET WITHOUT CLUSTER", OR_MATERIALIZED),
        "cluster on" => ("CLUSTER ON", OR_MATERIALIZED),
        "without oids" => ("SET WITHOUT OIDS", OR_FOREIGN),
        "of" if option.value.is_empty() => ("NOT OF", TABLES),
        "of" => ("OF", TABLES),
        "replica identity" => ("REPLICA IDENTITY", OR_MATERIALIZED),
        "options" => ("OPTIONS", (&[Foreign], "a foreign table")),
        "owner" | "with oids" => return None,
        _ => (
            if option.value.is_empty() { "RESET" } else { "SET" },
            (
                &[TABLE, Partitioned, View, Materialized, Index],
                "a table, view, materialized view, or index",
            ),
        ),
    })
}

/// Indexes cannot be opened as tables are.
fn no_index(work: &Work<'_>, name: &ObjectName) -> String {
    since(
        work,
        16,
        || format!("\"{}\" is an index", name.name),
        || format!("cannot open relation \"{}\"", name.name),
    )
}

fn unopened(work: &Work<'_>, name: &ObjectName) -> Option<String> {
    (kind_of(work, name)? == Index).then(|| no_index(work, name))
}

fn indexed(work: &Work<'_>, table: &ObjectName) -> Option<String> {
    let kind = other_than(work, table, &[TABLE, Partitioned, Materialized, View])?;
    Some(match kind {
        Index => no_index(work, table),
        Foreign if work.major() < 15 => {
            format!("cannot create index on foreign table \"{}\"", table.name)
        }
        _ => since(
            work,
            15,
            || is_not(table, "a table or materialized view"),
            || format!("cannot create index on relation \"{}\"", table.name),
        ),
    })
}

fn triggered(work: &Work<'_>, trigger: &CreateTrigger) -> Option<String> {
    let table = &trigger.table;
    let is = |what: &str| Some(format!("\"{}\" is {what}", table.name));
    let instead = trigger.events.starts_with("instead");
    let truncates = trigger.events.split(' ').any(|it| it == "truncate");
    match kind_of(work, table)? {
        TABLE | Partitioned if instead => is("a table"),
        Partitioned if trigger.per_row && work.major() < 11 => is("a partitioned table"),
        Partitioned if is_early(trigger) && work.major() < 13 => is("a partitioned table"),
        TABLE | Partitioned => None,
        View if instead || !trigger.per_row && !truncates && !trigger.transitions => None,
        View => is("a view"),
        Foreign => {
            let truncates = truncates && work.major() < 16;
            let refused = instead || truncates || trigger.constraint || trigger.transitions;
            if refused { is("a foreign table") } else { None }
        }
        Index => Some(no_index(work, table)),
        Materialized | Sequence | Composite => Some(since(
            work,
            15,
            || is_not(table, "a table or view"),
            || format!("relation \"{}\" cannot have triggers", table.name),
        )),
    }
}

/// Whether it fires for each row before that is written.
fn is_early(trigger: &CreateTrigger) -> bool {
    trigger.per_row && trigger.events.starts_with("before")
}

/// What a table is made part, heir or likeness of.
fn made_from(work: &Work<'_>, table: &CreateTable) -> Option<String> {
    let filled = table.filled_from.iter().flat_map(|it| &it.reads);
    if let Some(words) = filled.into_iter().find_map(|it| unopened(work, it)) {
        return Some(words);
    }
    let own = table.columns.iter().flat_map(|it| &it.constraints).chain(&table.constraints);
    let keys = own.filter_map(|it| match &it.kind {
        ConstraintKind::ForeignKey(key) => Some(&key.references),
        _ => None,
    });
    for referenced in keys {
        match kind_of(work, referenced) {
            Some(Index) => return Some(no_index(work, referenced)),
            Some(Foreign | Sequence | Composite) => {
                let name = &referenced.name;
                return Some(format!("referenced relation \"{name}\" is not a table"));
            }
            Some(TABLE | Partitioned | View | Materialized) | None => {}
        }
    }
    for like in &table.like {
        let kinds: &[Kind] = &[TABLE, Partitioned, View, Materialized, Composite, Foreign];
        if other_than(work, &like.table, kinds).is_some() {
            let all = "a table, view, materialized view, composite type, or foreign table";
            return Some(since(
                work,
                15,
                || is_not(&like.table, all),
                || format!("relation \"{}\" is invalid in LIKE clause", like.table.name),
            ));
        }
    }
    let whole = table.partition_of.as_ref().map(|it| &it.parent);
    for parent in table.inherits.iter().chain(whole) {
        let name = &parent.name;
        return match kind_of(work, parent) {
            None => continue,
            Some(Index) => Some(no_index(work, parent)),
            Some(TABLE | Partitioned | Foreign) if is_temporary(work, parent) => {
                let permanent = table.persistence != Persistence::Temporary;
                let what = match whole {
                    Some(_) => format!(
                        "cannot create a permanent relation as partition of temporary relation \"{name}\""
                    ),
                    None => format!("cannot inherit from temporary relation \"{name}\""),
                };
                permanent.then_some(what)
            }
            Some(TABLE | Foreign) if whole.is_some() => {
                Some(format!("\"{name}\" is not partitioned"))
            }
            Some(Partitioned) if whole.is_none() => {
                Some(format!("cannot inherit from partitioned table \"{name}\""))
            }
            Some(TABLE | Foreign)
                if work.table(parent).is_some_and(|it| it.partition_of.is_some()) =>
            {
                Some(format!("cannot inherit from partition \"{name}\""))
            }
            Some(TABLE | Partitioned | Foreign) => continue,
            Some(View | Materialized | Sequence | Composite) => {
                let words = "is not a table or foreign table";
                Some(format!("inherited relation \"{name}\" {words}"))
            }
        };
    }
    None
}

fn is_temporary(work: &Work<'_>, table: &ObjectName) -> bool {
    work.table(table).is_some_and(|it| it.persistence == Persistence::Temporary)
}

fn partitioned(work: &Work<'_>, change: &AlterPartition) -> Option<String> {
    let (AlterPartition::Attach { partition, .. } | AlterPartition::Detach { partition, .. }) =
        change
    else {
        return None;
    };
    let kind = other_than(work, partition, OR_FOREIGN.0)?;
    if kind == Index {
        return Some(no_index(work, partition));
    }
    match change {
        AlterPartition::Attach { .. } => Demand {
            action: "ATTACH PARTITION".to_owned(),
            kinds: OR_FOREIGN.0,
            words: OR_FOREIGN.1,
        }
        .unmet(work, partition),
        _ => None,
    }
}

/// INSERT, UPDATE and DELETE.
fn written(work: &Work<'_>, table: &ObjectName) -> Option<String> {
    let what = match kind_of(work, table)? {
        Index => return Some(no_index(work, table)),
        Materialized => "materialized view",
        Sequence => "sequence",
        TABLE | Partitioned | Foreign | View | Composite => return None,
    };
    Some(format!("cannot change {what} \"{}\"", table.name))
}

fn copied(work: &Work<'_>, table: &ObjectName, into: bool) -> Option<String> {
    let words = |way: &str, what: &str| format!("cannot copy {way} {what} \"{}\"", table.name);
    let what = match kind_of(work, table)? {
        TABLE | Composite => return None,
        Index => return Some(no_index(work, table)),
        Partitioned => return (!into).then(|| words("from", "partitioned table")),
        Foreign if into && 11 <= work.major() => return None,
        Materialized if !into && 18 <= work.major() => return None,
        Foreign => "foreign table",
        View => "view",
        Materialized => "materialized view",
        Sequence => "sequence",
    };
    Some(words(if into { "to" } else { "from" }, what))
}

fn other(work: &Work<'_>, kind: ObjectKind, verb: Verb, table: &ObjectName) -> Option<String> {
    let found = kind_of(work, table)?;
    match (kind, verb) {
        (ObjectKind::Policy, Verb::Create) if !matches!(found, TABLE | Partitioned) => {
            Some(is_not(table, "a table"))
        }
        (ObjectKind::Rule, Verb::Create) => match found {
            TABLE | Partitioned | View => None,
            Index => Some(no_index(work, table)),
            Materialized => Some("rules on materialized views are not supported".to_owned()),
            Foreign | Sequence | Composite => Some(since(
                work,
                15,
                || is_not(table, "a table or view"),
                || format!("relation \"{}\" cannot have rules", table.name),
            )),
        },
        (ObjectKind::Statistics, Verb::Create) if matches!(found, View | Index | Sequence) => {
            Some(since(
                work,
                15,
                || {
                    let words = "is not a table, foreign table, or materialized view";
                    format!("relation \"{}\" {words}", table.name)
                },
                || format!("cannot define statistics for relation \"{}\"", table.name),
            ))
        }
        (_, Verb::Grant | Verb::Revoke) if found == Index => {
            Some(format!("\"{}\" is an index", table.name))
        }
        _ => None,
    }
}

fn since(
    work: &Work<'_>,
    major: u16,
    before: impl FnOnce() -> String,
    after: impl FnOnce() -> String,
) -> String {
    if work.major() < major { before() } else { after() }
}
