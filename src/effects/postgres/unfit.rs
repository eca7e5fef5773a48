//! What the server refuses although the relation is of the right kind: typed and temporary tables, options of other
//! kinds, indexes of other tables, partitions that are none (measured: `forms/…` of the battery).

use super::work::{Work, always, why};
use crate::catalog::Table;
use crate::effects::Refusal;
use crate::ops::column::{AlterColumn, Generated};
use crate::ops::data::Task;

use crate::ops::object::ObjectKind;
use crate::ops::table::{AlterPartition, Persistence, Storage, TableOption};
use crate::ops::{Clause, Link, ObjectName, OpKind};

const ALTER_TABLE: &str = "ALTER TABLE";

pub(super) fn refuse(work: &mut Work<'_>, kind: &OpKind) {
    let words = match kind {
        OpKind::SetTableOption { table, option } => of_option(work, table, option),
        OpKind::SetInheritance { table, parent, link } => inheriting(work, table, parent, *link),
        OpKind::AlterPartition { table, change: AlterPartition::Attach { partition, .. } } => {
            attached(work, table, partition)
        }
        OpKind::AlterPartition { table, change: AlterPartition::Detach { partition, .. } }
            if work.table(partition).is_none() && work.schema.is_relation(partition) =>
        {
            Some(format!(
                "relation \"{}\" is not a partition of relation \"{}\"",
                partition.name, table.name
            ))
        }
        OpKind::SetStorage { table, storage: Storage::Logged | Storage::Unlogged }
            if is(work, table, Persistence::Temporary) =>
        {
            Some(format!(
                "cannot change logged status of table \"{}\" because it is temporary",
                table.name
            ))
        }
        OpKind::SetStorage { table, storage: Storage::Unlogged }
            if work.table(table).is_some_and(|it| it.has_dependent(ObjectKind::Publication)) =>
        {
            Some(format!(
                "cannot change table \"{}\" to unlogged because it is part of a publication",
                table.name
            ))
        }
        OpKind::SetTableSchema { table, .. } if is(work, table, Persistence::Temporary) => {
            Some("cannot move objects into or out of temporary schemas".to_owned())
        }
        OpKind::RenameConstraint { table, name, .. } => renamed_constraint(work, table, name),
        OpKind::AlterColumn { table, column, change } => altered(work, table, column, change),
        OpKind::Truncate(it) if work.says(Clause::Only) => it
            .tables
            .iter()
            .any(|it| work.is_partitioned(it))
            .then(|| "cannot truncate only a partitioned table".to_owned()),
        OpKind::Maintain(it) if it.task == Task::Cluster => match (&it.index, it.tables.first()) {
            (Some(index), Some(table))
                if !work.is_partitioned(table) || !(11..15).contains(&work.major()) =>
            {
                foreign_index(work, table, index)
            }
            _ => None,
        },
        OpKind::Insert(it)
            if it.on_conflict.is_some() && work.is_partitioned(&it.table) && work.major() < 11 =>
        {
            Some("ON CONFLICT clause is not supported with partitioned tables".to_owned())
        }
        _ => None,
    };
    if let Some(words) = words {
        work.refused(Refusal::Schema, words, &always(ALTER_TABLE));
    }
}

fn is(work: &Work<'_>, table: &ObjectName, persistence: Persistence) -> bool {
    work.table(table).is_some_and(|it| it.persistence == persistence)
}

fn of_option(work: &Work<'_>, table: &ObjectName, option: &TableOption) -> Option<String> {
    let typed = |it: &Table| it.of_type.is_some();
    match option.name.as_str() {
        "cluster on" if option.value.is_empty() => (work.is_partitioned(table)
            && 11 <= work.major())
        .then(|| "cannot mark index clustered in partitioned table".to_owned()),
        "cluster on" => foreign_index(work, table, &option.value),
        "of" if option.value.is_empty() => {
            let plain = work.whole(table).is_some_and(|it| !typed(it));
            plain.then(|| format!("\"{}\" is not a typed table", table.name))
        }
        "of" => work
            .table(table)
            .is_some_and(|it| it.parents().next().is_some())
            .then(|| "typed tables cannot inherit".to_owned()),
        // A view has options of its own, which are about security and checks ("CREATE VIEW", Parameters).
        name if !option.value.is_empty()
            && work.view(table).is_some_and(|it| !it.materialized)
            && !matches!(
                name,
                "check_option" | "security_barrier" | "security_invoker" | "owner"
            ) =>
        {
            Some(format!("unrecognized parameter \"{name}\""))
        }
        name if name.starts_with("autovacuum_") && work.schema.index(table).is_some() => {
            Some(format!("unrecognized parameter \"{name}\""))
        }
        _ => None,
    }
}

/// An index that is on another table, or nowhere.
fn foreign_index(work: &Work<'_>, table: &ObjectName, index: &str) -> Option<String> {
    let known = work.whole(table).is_some() || work.view(table).is_some();
    if let Some(found) = work.indexes(table).iter().find(|it| it.name == index) {
        let method = found.method.as_deref().unwrap_or("btree");
        if found.predicate.is_some() {
            return Some(format!("cannot cluster on partial index \"{index}\""));
        }
        return (!matches!(method, "btree" | "gist")).then(|| {
            format!(
                "cannot cluster on index \"{index}\" because access method does not support clustering"
            )
        });
    }
    if !known {
        return None;
    }
    let beside =
        !is(work, table, Persistence::Temporary) && work.schema.is_relation(&table.sibling(index));
    Some(if beside {
        format!("\"{index}\" is not an index for table \"{}\"", table.name)
    } else {
        format!("index \"{index}\" for table \"{}\" does not exist", table.name)
    })
}

fn inheriting(
    work: &Work<'_>,
    table: &ObjectName,
    parent: &ObjectName,
    link: Link,
) -> Option<String> {
    let child = work.whole(table)?;
    if child.of_type.is_some() && link == Link::Join {
        return Some("cannot change inheritance of typed table".to_owned());
    }
    (link == Link::Leave && child.is_partitioned()).then(|| {
        format!("relation \"{}\" is not a parent of relation \"{}\"", parent.name, table.name)
    })
}

fn attached(work: &Work<'_>, whole: &ObjectName, part: &ObjectName) -> Option<String> {
    let known = work.whole(part)?;
    let above = work.whole(whole)?;
    if known.of_type.is_some() {
        return Some("cannot attach a typed table as partition".to_owned());
    }
    if !known.inherits.is_empty() {
        return Some("cannot attach inheritance child as partition".to_owned());
    }
    if !known.is_partitioned() && work.has_children(part) {
        return Some("cannot attach inheritance parent as partition".to_owned());
    }
    if work.family(part).contains(whole) {
        return Some("circular inheritance not allowed".to_owned());
    }
    let temporary = |it: &Table| it.persistence == Persistence::Temporary;
    if temporary(known) && !temporary(above) {
        return Some(format!(
            "cannot attach a temporary relation as partition of permanent relation \"{}\"",
            whole.name
        ));
    }
    let missing = above.checks().find(|(it, _)| known.constraint(&it.name).is_none());
    missing.map(|(it, _)| format!("child table is missing constraint \"{}\"", it.name))
}

fn renamed_constraint(work: &Work<'_>, table: &ObjectName, name: &str) -> Option<String> {
    if work.table(table).is_some_and(|it| it.of_type.is_some()) {
        // The server looks at the columns' way first.
        return Some("cannot rename column of typed table".to_owned());
    }
    let relation = work.view(table).is_some() || work.schema.index(table).is_some();
    relation.then(|| format!("constraint \"{name}\" for table \"{}\" does not exist", table.name))
}

fn altered(
    work: &Work<'_>,
    table: &ObjectName,
    column: &str,
    change: &AlterColumn,
) -> Option<String> {
    let named = || format!("column \"{column}\" of relation \"{}\"", table.name);
    // What one statement drops is gone before it changes; types change before columns are added.
    let added = work.added_column(table, column).is_some()
        && !matches!(change, AlterColumn::SetType { .. });
    // What takes something off a column runs with the drops, in the order in which they are written (`ATPrepCmd` of
    // PostgreSQL's source).
    let takes_off = matches!(
        change,
        AlterColumn::DropNotNull
            | AlterColumn::DropDefault
            | AlterColumn::DropIdentity
            | AlterColumn::DropExpression
    );
    let dropped = work.intent.dropped_columns.get(&(table, column));
    if dropped.is_some_and(|place| !takes_off || *place < work.index) && !added {
        return Some(format!("{} does not exist", named()));
    }
    let known = work.whole(table).and_then(|it| it.column(column));
    match change {
        AlterColumn::DropExpression if work.says(Clause::IfExists) => None,
        AlterColumn::DropExpression => {
            let computed = known?.generated.as_ref().is_some_and(Generated::is_computed);
            if !computed && work.schema.is_inherited_column(table, column) {
                return Some("cannot drop generation expression from inherited column".to_owned());
            }
            let what = if work.major() < 18 { "a stored generated" } else { "a generated" };
            (!computed).then(|| format!("{} is not {what} column", named()))
        }
        AlterColumn::DropNotNull => {
            let parent = &work.table(table)?.partition_of.as_ref()?.parent;
            let marked = work.column(parent, column)?.nullable == Some(false);
            marked.then(|| format!("column \"{column}\" is marked NOT NULL in parent table"))
        }
        AlterColumn::AddIdentity(_) => {
            if work.view(table).is_some_and(|it| !it.materialized) {
                let words = "must be declared NOT NULL before identity can be added";
                return Some(format!("{} {words}", named()));
            }
            let part = work.table(table).is_some_and(|it| it.partition_of.is_some());
            (part && 17 <= work.major())
                .then(|| "cannot add identity to a column of a partition".to_owned())
        }
        AlterColumn::DropIdentity => {
            let part = work.table(table).is_some_and(|it| it.partition_of.is_some());
            (part && 17 <= work.major())
                .then(|| "cannot drop identity from a column of a partition".to_owned())
        }
        AlterColumn::SetCompression(method) => {
            let data_type = known?.data_type.as_ref()?;
            let words = || {
                format!(
                    "column data type {} does not support compression",
                    super::types::display(data_type)
                )
            };
            let short = super::types::is_always_short(data_type, work.schema);
            (short && !method.eq_ignore_ascii_case("default")).then(words)
        }
        AlterColumn::SetStorage(storage) => {
            let data_type = known?.data_type.as_ref()?;
            let plain = ["plain", "default"].iter().any(|it| storage.eq_ignore_ascii_case(it));
            let words = || {
                format!(
                    "column data type {} can only have storage PLAIN",
                    super::types::display(data_type)
                )
            };
            (!plain && super::types::is_always_short(data_type, work.schema)).then(words)
        }
        _ => None,
    }
}

/// What a publication cannot hold.
pub(super) fn refuse_published(work: &mut Work<'_>, name: &ObjectName) {
    let major = work.major();
    let bare = &name.name;
    let lasting = work.table(name).is_none_or(|it| it.persistence == Persistence::Permanent);
    let words = if work.schema.index(name).is_some() {
        let before = format!("\"{bare}\" is an index");
        if major < 16 { before } else { format!("cannot open relation \"{bare}\"") }
    } else if work.is_partitioned(name) && major < 13 {
        format!("\"{bare}\" is a partitioned table")
    } else if work.table(name).is_some() && lasting || !work.schema.is_relation(name) {
        return;
    } else if 15 <= major {
        format!("cannot add relation \"{bare}\" to publication")
    } else if is(work, name, Persistence::Foreign) || work.table(name).is_none() {
        format!("\"{bare}\" is not a table")
    } else {
        format!("table \"{bare}\" cannot be replicated")
    };
    work.refused(Refusal::Schema, words, &why(Clause::Table, "CREATE PUBLICATION"));
}
