//! Partitions made, attached and detached (manual: "ALTER TABLE", "CREATE TABLE", "Table Partitioning";
//! measured: `partition/…`).

use super::work::{Why, Work, always, why};
use super::{constraint, locks};
use crate::catalog::bounds::{self, Overlap};
use crate::catalog::{Index, Table, Validated};
use crate::effects::{Breakage, EffectKind, LockMode, Refusal, ScanPurpose, Wait};
use crate::ops::constraint::ForeignKey;
use crate::ops::index::Online;
use crate::ops::table::{AlterPartition, PartitionBound, PartitionOf};
use crate::ops::{Clause, ObjectName};

const ALTER_TABLE: &str = "ALTER TABLE";
const CREATE_TABLE: &str = "CREATE TABLE";

pub(super) fn alter(work: &mut Work<'_>, table: &ObjectName, change: &AlterPartition) {
    match change {
        AlterPartition::Attach { partition, bound } => attach(work, table, partition, bound),
        AlterPartition::Detach { partition, online: Online::Yes } => {
            detach_online(work, table, partition);
        }
        AlterPartition::Detach { partition, .. } => detach(work, table, partition),
        AlterPartition::DetachFinalize { partition } => {
            if work.major() < 14 {
                work.unknown_before(14, "DETACH PARTITION … FINALIZE", Clause::Partition);
            }
            let cause = always(ALTER_TABLE);
            work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            work.lock(partition, locks::ACCESS_EXCLUSIVE, &cause);
        }
        AlterPartition::By(_)
        | AlterPartition::Add { .. }
        | AlterPartition::Drop { .. }
        | AlterPartition::Truncate { .. }
        | AlterPartition::Other { .. } => {
            let words = "PostgreSQL 18 and before know no such partition command";
            work.refused(Refusal::Version, words, &why(Clause::Partition, ALTER_TABLE));
        }
    }
}

// ---- A new partition

pub(super) fn create(work: &mut Work<'_>, name: &ObjectName, of: &PartitionOf) {
    let cause = why(Clause::Partition, CREATE_TABLE);
    let parent = &of.parent;
    if work.major() < 11
        && !matches!(
            of.bound,
            PartitionBound::Range { .. } | PartitionBound::List(_) | PartitionBound::Unread(_)
        )
    {
        work.unknown_before(11, "default and hash partitions", Clause::Partition);
    }
    work.lock(parent, locks::ACCESS_EXCLUSIVE, &cause);
    let strategy = work.table(parent).and_then(|it| it.partition_by.as_ref());
    let fits = |strategy: &str| match of.bound {
        PartitionBound::Range { .. } => strategy == "range",
        PartitionBound::List(_) => strategy == "list",
        PartitionBound::Hash { .. } => strategy == "hash",
        PartitionBound::Default | PartitionBound::Unread(_) => true,
    };
    if let Some(by) = strategy.filter(|it| !fits(&it.strategy)) {
        let words = format!("invalid bound specification for a {} partition", by.strategy);
        work.refused(Refusal::Schema, words, &cause);
    }
    refuse_overlap(work, parent, name, &of.bound);
    check_default(work, parent, &of.bound, &cause);
    for index in work.indexes(parent) {
        if 12 <= work.major() {
            work.lock_index(parent, &index.name, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
        }
    }
    let keys: Vec<ForeignKey> = work
        .table(parent)
        .into_iter()
        .flat_map(Table::foreign_keys)
        .map(|it| it.1.clone())
        .collect();
    for key in keys {
        let mode = if work.major() < 12 { locks::ACCESS_SHARE } else { locks::SHARE_ROW_EXCLUSIVE };
        let because = "the partition gets the foreign key of its parent";
        work.lock(&key.references, mode, &cause.because(because));
    }
}

/// Rows of the new partition must not lie in the default one, which is read unless a CHECK says so.
fn check_default(work: &mut Work<'_>, parent: &ObjectName, bound: &PartitionBound, cause: &Why) {
    let Some(default) = work.default_partition(parent) else { return };
    let cause = cause.because("the default partition may hold rows of the new one");
    for relation in work.partitions(&default) {
        work.lock(&relation, locks::ACCESS_EXCLUSIVE, &cause);
    }
    let excluded = work.table(&default).is_some_and(|it| excludes(work, parent, it, bound));
    if excluded {
        return;
    }
    for relation in work.partitions(&default) {
        work.scan(&relation, ScanPurpose::CheckPartition, &cause);
    }
    let when = format!(
        "updated partition constraint for default partition \"{}\" would be violated by some row",
        default.name
    );
    work.may_fail(when, &cause);
}

/// Whether valid CHECKs of the table keep every row out of the bound.
fn excludes(work: &Work<'_>, parent: &ObjectName, table: &Table, bound: &PartitionBound) -> bool {
    let Some(key) = only_key(work, parent) else { return false };
    let checks = table.checks().filter(|(it, _)| it.validated != Validated::No);
    checks.into_iter().any(|(_, expr)| bounds::excludes(&expr.text, &key, bound))
}

/// The one plain column by which the table is partitioned.
fn only_key(work: &Work<'_>, parent: &ObjectName) -> Option<String> {
    let by = work.table(parent)?.partition_by.as_ref()?;
    match by.columns.as_slice() {
        [column] => Some(column.clone()),
        _ => None,
    }
}

fn refuse_overlap(
    work: &mut Work<'_>,
    parent: &ObjectName,
    partition: &ObjectName,
    bound: &PartitionBound,
) {
    let default = super::table::is_default(bound).then(|| work.default_partition(parent)).flatten();
    if let Some(default) = default.filter(|it| it != partition) {
        let words = format!(
            "partition \"{}\" conflicts with existing default partition \"{}\"",
            partition.name, default.name
        );
        work.refused(Refusal::Schema, words, &why(Clause::Partition, ALTER_TABLE));
        return;
    }
    match work.schema.overlapped(parent, partition, bound) {
        Overlap::None => {}
        Overlap::With(sibling) => {
            let words = format!(
                "partition \"{}\" would overlap partition \"{}\"",
                partition.name, sibling.name
            );
            work.refused(Refusal::Schema, words, &why(Clause::Partition, ALTER_TABLE));
        }
        Overlap::Unknown => {
            let why =
                format!("whether `{partition}` overlaps one of the many partitions before it");
            work.effect(EffectKind::Unknown { why }, &always(ALTER_TABLE));
        }
    }
}

// ---- ATTACH

fn attach(
    work: &mut Work<'_>,
    parent: &ObjectName,
    partition: &ObjectName,
    bound: &PartitionBound,
) {
    let cause = why(Clause::Partition, ALTER_TABLE);
    if refuse_attach(work, parent, partition) {
        return;
    }
    let parent_mode = parent_mode(work);
    work.lock(parent, parent_mode, &cause);
    let above = work.schema.ancestors_of(parent);
    work.lock_all(&above, locks::ACCESS_SHARE, &cause);
    let leaves = work.partitions(partition);
    work.lock_all(&leaves, locks::ACCESS_EXCLUSIVE, &cause);
    refuse_overlap(work, parent, partition, bound);
    check_default(work, parent, bound, &cause);
    if !implied(work, parent, partition, bound) {
        for relation in &leaves {
            work.scan(relation, ScanPurpose::CheckPartition, &cause);
        }
        if leaves.iter().any(|it| work.may_hold_rows(it)) {
            let when = format!(
                "partition constraint of relation \"{}\" is violated by some row",
                partition.name
            );
            work.may_fail(when, &cause);
        }
    }
    attach_indexes(work, parent, partition, &cause);
    attach_keys(work, parent, partition, &cause);
    for (owner, constraint, _) in work.referrers(parent) {
        let because = format!("foreign key `{}` may refer to its rows", constraint.name);
        let mode = if work.major() < 15 { locks::ACCESS_SHARE } else { locks::SHARE_ROW_EXCLUSIVE };
        work.lock(&owner.name, mode, &cause.because(because));
    }
}

/// A partition has the columns of the whole, of the same types, and is nobody's yet.
fn refuse_attach(work: &mut Work<'_>, parent: &ObjectName, partition: &ObjectName) -> bool {
    let (Some(whole), Some(part)) = (work.whole(parent), work.whole(partition)) else {
        return false;
    };
    let differs = |it: &&crate::catalog::Column| {
        let other = whole.column(&it.name).and_then(|it| it.data_type.as_ref());
        matches!((&it.data_type, other), (Some(a), Some(b)) if a.name != b.name || a.array != b.array)
    };
    let words = if part.partition_of.is_some() {
        format!("\"{}\" is already a partition", partition.name)
    } else if let Some(column) = part.columns.iter().find(|it| whole.column(&it.name).is_none()) {
        format!(
            "table \"{}\" contains column \"{}\" not found in parent \"{}\"",
            partition.name, column.name, parent.name
        )
    } else if let Some(column) = part.columns.iter().find(differs) {
        format!(
            "child table \"{}\" has different type for column \"{}\"",
            partition.name, column.name
        )
    } else {
        return false;
    };
    work.refused(Refusal::Schema, words, &why(Clause::Partition, ALTER_TABLE));
    true
}

/// Since 12 attaching lets others read and write the partitioned table.
fn parent_mode(work: &Work<'_>) -> LockMode {
    if work.major() < 12 { locks::ACCESS_EXCLUSIVE } else { locks::SHARE_UPDATE_EXCLUSIVE }
}

/// Whether valid CHECKs prove that every row belongs, so that nobody has to look.
fn implied(
    work: &Work<'_>,
    parent: &ObjectName,
    partition: &ObjectName,
    bound: &PartitionBound,
) -> bool {
    let (Some(key), Some(table)) = (only_key(work, parent), work.table(partition)) else {
        return false;
    };
    let mut checks = table.checks().filter(|(it, _)| it.validated != Validated::No);
    if super::table::is_default(bound) {
        let mut siblings =
            work.schema.partitions_of(parent).filter_map(|it| it.partition_of.as_ref());
        return siblings.all(|it| excludes(work, parent, table, &it.bound));
    }
    let not_null = table.column(&key).is_some_and(|it| it.nullable == Some(false))
        || table.not_null_proof(&key).is_some();
    not_null && checks.any(|(_, expr)| bounds::implies(&expr.text, &key, bound))
}

/// The partition needs an index like each of the parent's: one that is there is taken, others are built.
fn attach_indexes(work: &mut Work<'_>, parent: &ObjectName, partition: &ObjectName, cause: &Why) {
    for wanted in work.indexes(parent) {
        if 12 <= work.major() {
            work.lock_index(parent, &wanted.name, locks::SHARE_UPDATE_EXCLUSIVE, cause);
        }
        let matching = work.indexes(partition).iter().any(|it| serves(it, wanted));
        if matching {
            continue;
        }
        let cause = cause.because(format!("the partition needs an index like `{}`", wanted.name));
        for relation in work.partitions(partition) {
            work.scan(&relation, ScanPurpose::BuildIndex, &cause);
        }
        let columns: Vec<&str> = wanted.keys.iter().filter_map(|it| it.column.as_deref()).collect();
        let name = match wanted.constraint {
            Some(_) => format!("{}_pkey", partition.name),
            None => format!("{}_{}_idx", partition.name, columns.join("_")),
        };
        work.build(partition, &name, &cause);
    }
}

fn serves(index: &Index, wanted: &Index) -> bool {
    index.valid
        && index.is_like(wanted)
        && index.constraint.is_some() == wanted.constraint.is_some()
}

/// The parent's foreign keys hold for the partition: one that it has already is taken over, which drops triggers at the
/// other end; else the rows are looked up.
fn attach_keys(work: &mut Work<'_>, parent: &ObjectName, partition: &ObjectName, cause: &Why) {
    let Some(table) = work.table(parent) else { return };
    for (constraint, key) in table.foreign_keys() {
        let own = work.table(partition).is_some_and(|it| it.foreign_keys().any(|it| it.1 == key));
        let cause = cause.because(format!("foreign key `{}` of the parent", constraint.name));
        let referenced = work.partitions(&key.references);
        if own {
            work.lock_all(&referenced, locks::ACCESS_EXCLUSIVE, &cause);
            continue;
        }
        let mode = if work.major() < 12 { locks::ROW_SHARE } else { locks::SHARE_ROW_EXCLUSIVE };
        work.lock_all(&referenced, mode, &cause);
        let leaves = work.partitions(partition);
        let ends = constraint::Ends { owners: &leaves, referenced: &referenced, key };
        constraint::check_foreign_key(work, partition, &ends, Some(&constraint.name), &cause);
    }
}

// ---- DETACH

fn detach(work: &mut Work<'_>, parent: &ObjectName, partition: &ObjectName) {
    let cause = why(Clause::Partition, ALTER_TABLE);
    if let (Some(_), Some(part)) = (work.whole(parent), work.whole(partition))
        && part.partition_of.as_ref().is_none_or(|it| it.parent != *parent)
    {
        let words = format!(
            "relation \"{}\" is not a partition of relation \"{}\"",
            partition.name, parent.name
        );
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    work.lock(parent, locks::ACCESS_EXCLUSIVE, &cause);
    let mode =
        if work.major() < 14 { locks::SHARE_UPDATE_EXCLUSIVE } else { locks::ACCESS_EXCLUSIVE };
    work.lock(partition, mode, &cause);
    // The parts of the whole table's indexes are let go; since 18 every constraint's.
    let whole = work.indexes(parent);
    for index in work.indexes(partition) {
        let handed_down = || {
            index.part_of.is_some()
                || whole.iter().any(|it| it.constraint.is_some() && it.keys == index.keys)
        };
        if index.constraint.is_some() && (18 <= work.major() || handed_down())
            || index.part_of.is_some()
        {
            work.lock_index(partition, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
        }
    }
    // What was the whole's constraint becomes that of the partition's own parts.
    let parts: Vec<ObjectName> = work.partitions(partition).into_iter().skip(1).collect();
    work.lock_all(&parts, locks::ACCESS_EXCLUSIVE, &cause);
    if let Some(default) = work.default_partition(parent) {
        work.lock(&default, locks::ACCESS_EXCLUSIVE, &cause);
    }
    detach_keys(work, parent, partition, &cause);
    work.breaks(parent, None, Breakage::Removed, &cause);
}

fn detach_keys(work: &mut Work<'_>, parent: &ObjectName, partition: &ObjectName, cause: &Why) {
    if let Some(table) = work.table(parent) {
        for (constraint, key) in table.foreign_keys() {
            let cause = cause
                .because(format!("foreign key `{}` is made the partition's own", constraint.name));
            work.lock(&key.references, locks::SHARE_ROW_EXCLUSIVE, &cause);
        }
    }
    for (owner, constraint, key) in work.referrers(parent) {
        if owner.name == *partition {
            continue;
        }
        let cause =
            cause.because(format!("foreign key `{}` may refer to its rows", constraint.name));
        work.lock(&owner.name, locks::ACCESS_EXCLUSIVE, &cause);
        work.lock(partition, locks::ACCESS_EXCLUSIVE, &cause);
        let columns = work.referenced_columns(parent, &key.referenced);
        for index in work.indexes(partition) {
            let keys: Vec<&str> = index.keys.iter().filter_map(|it| it.column.as_deref()).collect();
            if index.unique && keys == columns {
                work.lock_index(partition, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
            }
        }
        let when = format!(
            "removing partition \"{}\" violates foreign key constraint \"{}\"",
            partition.name, constraint.name
        );
        work.may_fail(when, &cause);
    }
}

/// Without keeping readers and writers of the partitioned table out (manual: "ALTER TABLE", DETACH PARTITION).
fn detach_online(work: &mut Work<'_>, parent: &ObjectName, partition: &ObjectName) {
    let cause = why(Clause::Online, ALTER_TABLE);
    if work.major() < 14 {
        work.unknown_before(14, "DETACH PARTITION … CONCURRENTLY", Clause::Online);
    }
    work.lock(parent, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
    if work.default_partition(parent).is_some() {
        let words = "cannot detach partitions concurrently when a default partition exists";
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    work.lock(partition, locks::ACCESS_EXCLUSIVE, &cause);
    detach_keys_online(work, parent, &cause);
    work.waits(&[Wait::Readers, Wait::Writers], &cause);
    work.breaks(parent, None, Breakage::Removed, &cause);
}

fn detach_keys_online(work: &mut Work<'_>, parent: &ObjectName, cause: &Why) {
    let Some(table) = work.table(parent) else { return };
    for (_, key) in table.foreign_keys() {
        work.lock(&key.references, locks::SHARE_ROW_EXCLUSIVE, cause);
    }
}

/// The partitioned tables that the table is a part of, however far above.
pub(super) fn wholes(work: &Work<'_>, table: &ObjectName) -> Vec<ObjectName> {
    match work.table(table).and_then(|it| it.partition_of.as_ref()) {
        Some(_) => work.schema.ancestors_of(table),
        None => Vec::new(),
    }
}

/// Dropping a partition locks the tables above it, and the default partition beside it, whose bound widens.
pub(super) fn lock_above(work: &mut Work<'_>, table: &ObjectName) {
    let Some(of) = work.table(table).and_then(|it| it.partition_of.as_ref()) else { return };
    let cause = always("DROP TABLE").because(format!("`{table}` is a partition of it"));
    work.lock(&of.parent, locks::ACCESS_EXCLUSIVE, &cause);
    if let Some(default) = work.default_partition(&of.parent) {
        work.lock(&default, locks::ACCESS_EXCLUSIVE, &cause);
    }
}
