//! Rows, locks asked for by name, and maintenance.

use super::work::{
    EXCLUSIVE, SHARED_NO_READ_WRITE, SHARED_NO_WRITE, SHARED_READ, SHARED_UPGRADABLE, SHARED_WRITE,
    Work, always, why,
};
use crate::effects::{EffectKind, HeldUntil, Loss, Refusal, RowExtent, ScanPurpose};
use crate::ops::data::{Delete, Insert, InsertSource, Lock, Maintain, Task, Truncate, Update};
use crate::ops::expr::Expr;
use crate::ops::{Clause, ObjectName};

const LOCKING: &str = "InnoDB Locking";

fn reads(work: &mut Work<'_>, relations: &[ObjectName]) {
    for relation in relations {
        work.lock(relation, SHARED_READ, HeldUntil::Commit, &always("Metadata Locking"));
    }
}

fn writes(work: &mut Work<'_>, table: &ObjectName) {
    work.lock(table, SHARED_WRITE, HeldUntil::Commit, &always("Metadata Locking"));
}

pub(super) fn insert(work: &mut Work<'_>, insert: &Insert) {
    writes(work, &insert.table);
    let cause = always(LOCKING);
    let (extent, from) = match &insert.source {
        InsertSource::Rows(_) => (RowExtent::Listed, &[][..]),
        InsertSource::Query(from) => (RowExtent::All, from.as_slice()),
    };
    for relation in from {
        work.lock(relation, SHARED_READ, HeldUntil::Commit, &cause);
        let purpose = ScanPurpose::Query;
        work.effect(EffectKind::Scan { relation: relation.clone(), purpose }, &cause);
    }
    work.effect(EffectKind::ChangeRows { relation: insert.table.clone(), extent }, &cause);
}

pub(super) fn update(work: &mut Work<'_>, update: &Update) {
    writes(work, &update.table);
    refuse_own_rows(work, &update.table);
    joined_texts(work, update);
    reads(work, &update.reads);
    changed(work, &update.table, update.predicate.as_ref());
}

pub(super) fn delete(work: &mut Work<'_>, delete: &Delete) {
    writes(work, &delete.table);
    refuse_own_rows(work, &delete.table);
    reads(work, &delete.reads);
    changed(work, &delete.table, delete.predicate.as_ref());
    if delete.predicate.as_ref().is_none_or(Expr::is_always_true) {
        work.lose(&delete.table, None, Loss::Emptied, &always(LOCKING));
    }
}

/// MariaDB reads them since 10.3 ("UPDATE", "DELETE": same source and target).
fn refuse_own_rows(work: &mut Work<'_>, table: &ObjectName) {
    if work.says(Clause::OwnRows) {
        let words = format!(
            "1093: You can't specify target table '{}' for update in FROM clause",
            table.name
        );
        work.refused(
            Refusal::Statement,
            words,
            &why(Clause::OwnRows, "Restrictions on Subqueries"),
        );
    }
}

/// `||` is OR, unless the session says otherwise ("SQL Mode": PIPES_AS_CONCAT, ANSI).
fn joined_texts(work: &mut Work<'_>, update: &Update) {
    let joins = |mode: &str| mode.contains("pipes_as_concat") || mode.contains("ansi");
    if work.setting("sql_mode").is_some_and(|it| joins(&it) || it.contains("oracle")) {
        return;
    }
    let texts = |it: &str| {
        it.split_once("||").is_some_and(|(before, after)| {
            before.trim_end().ends_with('\'') || after.trim_start().starts_with('\'')
        })
    };
    let Some((column, _)) = update.sets.iter().find(|it| texts(&it.1.text)) else { return };
    let what = format!(
        "`||` is OR here, so that `{column}` becomes 0 or 1; CONCAT() joins texts, or the SQL mode PIPES_AS_CONCAT"
    );
    let relation = update.table.clone();
    work.effect(EffectKind::Silent { relation, what }, &always("Logical Operators"));
}

/// InnoDB locks every row that a statement reads on its way; without an index these are all.
fn changed(work: &mut Work<'_>, table: &ObjectName, predicate: Option<&Expr>) {
    let all = predicate.is_none_or(Expr::is_always_true);
    let cause = why(Clause::Where, LOCKING);
    let extent = if all { RowExtent::All } else { RowExtent::Chosen };
    if all || !is_indexed(work, table, predicate) {
        let purpose = ScanPurpose::Query;
        work.effect(EffectKind::Scan { relation: table.clone(), purpose }, &cause);
    }
    work.effect(EffectKind::ChangeRows { relation: table.clone(), extent }, &cause);
}

fn is_indexed(work: &Work<'_>, table: &ObjectName, predicate: Option<&Expr>) -> bool {
    let (Some(of), Some(predicate)) = (work.table(table), predicate) else { return true };
    !work.is_whole(table)
        || of
            .indexes
            .iter()
            .filter_map(|it| it.keys.first()?.column.as_deref())
            .any(|it| predicate.mentions(it))
}

/// TRUNCATE drops the table and makes it anew.
pub(super) fn truncate(work: &mut Work<'_>, truncate: &Truncate) {
    for table in &truncate.tables {
        let cause = why(Clause::Table, "TRUNCATE TABLE Statement");
        let child = work
            .schema
            .foreign_keys_to(table)
            .find(|(of, _, _)| of.name != *table)
            .map(|(of, it, _)| (of.name.name.clone(), it.name.clone()));
        if let Some((child, key)) = child
            && work.checks_foreign_keys()
        {
            let words = format!(
                "1701: Cannot truncate a table referenced in a foreign key constraint (`{child}`, CONSTRAINT `{key}`)"
            );
            work.refused(Refusal::Schema, words, &cause);
            continue;
        }
        work.lock(table, EXCLUSIVE, HeldUntil::Moment, &cause);
        work.lose(table, None, Loss::Emptied, &cause);
    }
}

pub(super) fn lock(work: &mut Work<'_>, lock: &Lock) {
    let mode = match lock.mode.as_deref() {
        Some("WRITE" | "LOW_PRIORITY WRITE") => SHARED_NO_READ_WRITE,
        _ => SHARED_NO_WRITE,
    };
    for table in &lock.tables {
        let cause = why(Clause::Lock, "LOCK TABLES and UNLOCK TABLES Statements");
        work.lock(table, mode, HeldUntil::Commit, &cause);
    }
}

pub(super) fn query(work: &mut Work<'_>, relations: &[ObjectName]) {
    reads(work, relations);
}

/// OPTIMIZE rebuilds an InnoDB table in place (manual: "OPTIMIZE TABLE Statement").
pub(super) fn maintain(work: &mut Work<'_>, maintain: &Maintain) {
    for table in &maintain.tables {
        let cause = why(Clause::Table, "OPTIMIZE TABLE Statement");
        match maintain.task {
            Task::Optimize => super::optimized(work, table),
            Task::Analyze | Task::Check => {
                work.lock(table, SHARED_READ, HeldUntil::Statement, &cause);
            }
            Task::Vacuum | Task::VacuumFull | Task::VacuumAnalyze | Task::Cluster => {
                work.syntax_error(
                    "no VACUUM or CLUSTER",
                    Clause::Table,
                    "OPTIMIZE TABLE Statement",
                );
            }
        }
    }
}

/// Rows from a file, of which nobody knows how many there are.
pub(super) fn load(work: &mut Work<'_>, table: &ObjectName) {
    writes(work, table);
    let change = EffectKind::ChangeRows { relation: table.clone(), extent: RowExtent::All };
    work.effect(change, &always("LOAD DATA Statement"));
}

/// Triggers and the like: the table's definition changes, its rows do not.
pub(super) fn definition(work: &mut Work<'_>, table: &ObjectName) {
    let cause = why(Clause::Table, "Metadata Locking");
    work.lock(table, SHARED_UPGRADABLE, HeldUntil::Statement, &cause);
    work.lock(table, EXCLUSIVE, HeldUntil::Moment, &cause);
}
