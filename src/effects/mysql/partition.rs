//! Partitions that are no tables of their own.

use super::way::{Concurrency, Way};
use super::work::{EXCLUSIVE, Work, why};
use crate::effects::{EffectKind, HeldUntil, Loss, Refusal};
use crate::ops::table::AlterPartition;
use crate::ops::{Clause, ObjectName};

const PARTITIONS: &str = "ALTER TABLE Partition Operations";

/// How partitions are changed.
pub(super) enum Change {
    /// As any ALTER TABLE, with an algorithm.
    Way(Way),
    /// By partition DDL, which has no algorithm: the table is closed for a moment, or while partitions are rebuilt.
    Own { rebuilds: bool },
}

pub(super) fn alter(
    work: &mut Work<'_>,
    table: &ObjectName,
    change: &AlterPartition,
) -> Option<Change> {
    let divides = matches!(
        change,
        AlterPartition::By(_) | AlterPartition::Attach { .. } | AlterPartition::Detach { .. }
    );
    if !divides
        && work.is_whole(table)
        && work.table(table).is_some_and(|it| it.partition_by.is_none())
    {
        let words = "1505: Partition management on a not partitioned table is not possible";
        work.refused(Refusal::Schema, words, &why(Clause::Partition, PARTITIONS));
        return None;
    }
    match change {
        AlterPartition::By(_) => Some(Change::Way(divide(work, table))),
        AlterPartition::Add { detail, partitions } => {
            refuse_after_maxvalue(work, table, partitions.len())?;
            if detail.starts_with("partitions")
                && !is_hashed(work, table)
                && is_divided(work, table)
            {
                let words = "1492: For RANGE partitions each partition must be defined";
                work.refused(Refusal::Schema, words, &why(Clause::Partition, PARTITIONS));
                return None;
            }
            let hashed = detail.starts_with("partitions") || is_hashed(work, table);
            Some(if hashed { rebuilt(work) } else { Change::Own { rebuilds: false } })
        }
        AlterPartition::Drop { partitions } => {
            let all = work
                .table(table)
                .and_then(|it| it.partition_by.as_ref())
                .filter(|it| !it.partitions.is_empty())
                .is_some_and(|it| it.partitions.iter().all(|it| partitions.contains(&it.name)));
            let cause = why(Clause::Partition, PARTITIONS);
            if let Some(absent) = partitions.iter().find(|it| is_absent(work, table, it)) {
                let words = match work.is_mariadb() {
                    true => format!("1507: Wrong partition name or partition list: {absent}"),
                    false => format!("1507: Error in list of partitions to DROP: {absent}"),
                };
                if !work.says(Clause::IfExists) {
                    work.refused(Refusal::Schema, words, &cause);
                    return None;
                }
            }
            if all {
                let words = "1508: Cannot remove all partitions, use DROP TABLE instead";
                work.refused(Refusal::Schema, words, &cause);
                return None;
            }
            work.lose(table, None, Loss::Dropped, &cause);
            Some(Change::Own { rebuilds: false })
        }
        AlterPartition::Truncate { .. } => {
            work.lose(table, None, Loss::Emptied, &why(Clause::Partition, PARTITIONS));
            Some(Change::Own { rebuilds: false })
        }
        AlterPartition::Other { verb, detail } => other(work, table, verb, detail),
        AlterPartition::Attach { .. }
        | AlterPartition::Detach { .. }
        | AlterPartition::DetachFinalize { .. } => {
            work.syntax_error("partitions are no tables here", Clause::Partition, PARTITIONS);
            None
        }
    }
}

fn other(work: &mut Work<'_>, table: &ObjectName, verb: &str, detail: &str) -> Option<Change> {
    let lower = detail.to_ascii_lowercase();
    match verb {
        "remove" => Some(Change::Way(copied(work))),
        "coalesce" if !is_hashed(work, table) && is_divided(work, table) => {
            let words = "1509: COALESCE PARTITION can only be used on HASH/KEY partitions";
            work.refused(Refusal::Schema, words, &why(Clause::Partition, PARTITIONS));
            None
        }
        "coalesce" | "rebuild" | "reorganize" => Some(rebuilt(work)),
        "optimize" => Some(Change::Own { rebuilds: true }),
        "exchange" => {
            if lower.contains("without validation") && !work.server.exchange_without_validation {
                work.syntax_error("no WITHOUT VALIDATION", Clause::Partition, PARTITIONS);
                return None;
            }
            Some(Change::Own { rebuilds: false })
        }
        _ => Some(Change::Own { rebuilds: false }),
    }
}

fn copied(work: &Work<'_>) -> Way {
    Way { ignores_algorithm: work.server.ignores_algorithm, ..Way::copy(&work.server) }
}

/// Rows move between partitions.
fn rebuilt(work: &Work<'_>) -> Change {
    if work.is_mariadb() {
        return Change::Way(Way { lock: Concurrency::Reads, ..Way::copy(&work.server) });
    }
    if !work.server.native_partitions {
        return Change::Own { rebuilds: true };
    }
    let shared = Concurrency::Reads;
    Change::Way(Way { lock: shared, inplace_lock: shared, ..Way::rebuild() })
}

fn is_hashed(work: &Work<'_>, table: &ObjectName) -> bool {
    let by = work.table(table).and_then(|it| it.partition_by.as_ref());
    by.is_some_and(|it| matches!(it.strategy.as_str(), "hash" | "key"))
}

fn is_divided(work: &Work<'_>, table: &ObjectName) -> bool {
    let by = work.table(table).and_then(|it| it.partition_by.as_ref());
    by.is_some_and(|it| it.strategy.starts_with("range") || it.strategy.starts_with("list"))
}

/// Whether the table's partitions are known, and this is none of them.
fn is_absent(work: &Work<'_>, table: &ObjectName, name: &str) -> bool {
    let by = work.table(table).and_then(|it| it.partition_by.as_ref());
    by.is_some_and(|it| {
        !it.partitions.is_empty()
            && !it.partitions.iter().any(|it| it.name.eq_ignore_ascii_case(name))
    })
}

fn divide(work: &mut Work<'_>, table: &ObjectName) -> Way {
    let of = work.table(table);
    let keys = of.is_some_and(|it| it.foreign_keys().next().is_some())
        || work.schema.foreign_keys_to(table).next().is_some();
    if keys {
        let words = match work.is_mariadb() {
            true => "1217: Cannot delete or update a parent row: a foreign key constraint fails",
            false => "1506: Foreign keys are not yet supported in conjunction with partitioning",
        };
        work.refused(
            Refusal::Schema,
            words,
            &why(Clause::Partition, "partition/partition_by_with_fk"),
        );
    }
    copied(work)
}

/// A range cannot be added behind MAXVALUE.
fn refuse_after_maxvalue(work: &mut Work<'_>, table: &ObjectName, added: usize) -> Option<()> {
    let by = work.table(table).and_then(|it| it.partition_by.as_ref());
    let ends = by.is_some_and(|it| {
        it.partitions.iter().any(|it| it.bound.to_ascii_lowercase().contains("maxvalue"))
    });
    if ends && 0 < added {
        let words = "1481: MAXVALUE can only be used in last partition definition";
        work.refused(
            Refusal::Schema,
            words,
            &why(Clause::Partition, "partition/add_after_maxvalue"),
        );
        return None;
    }
    Some(())
}

/// What partition DDL does to others.
pub(super) fn own(work: &mut Work<'_>, table: &ObjectName, rebuilds: bool) {
    let cause = why(Clause::Partition, PARTITIONS);
    let held = if rebuilds { HeldUntil::Statement } else { HeldUntil::Moment };
    work.lock(table, EXCLUSIVE, held, &cause);
    if rebuilds {
        work.effect(EffectKind::Rewrite { relation: table.clone() }, &cause);
    }
}
