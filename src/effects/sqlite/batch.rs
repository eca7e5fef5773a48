//! Alembic's batches ("Running “Batch” Migrations for SQLite and Other Databases"): the table is made anew with all their
//! changes, its rows are copied, and it takes the old one's name.

use super::{Work, create_index, drop_index, table};
use crate::effects::work::why;
use crate::effects::{Breakage, EffectKind, Loss};
use crate::ops::column::AlterColumn;
use crate::ops::{Clause, ObjectName, Op, OpKind};

const BATCH: &str = "Running “Batch” Migrations for SQLite and Other Databases";

/// Looks at the operation where a batch that copies its table holds it.
pub(super) fn copied(work: &mut Work<'_>, op: &Op) -> bool {
    let first = work.says(Clause::Rebuild);
    if !first && !work.says(Clause::Rebuilt) {
        return false;
    }
    let cause = why(Clause::Rebuild, BATCH);
    let start = |work: &mut Work<'_>, table: &ObjectName| {
        work.writes(Some(table), &cause);
        if first {
            work.effect(EffectKind::Rewrite { relation: table.clone() }, &cause);
            if work.checks_foreign_keys() {
                table::children(work, table);
            }
        }
    };
    match &op.kind {
        OpKind::AddColumn { table, column, .. } => {
            start(work, table);
            if column.nullable == Some(false) && column.default.is_none() {
                let when =
                    format!("the table holds a row: NOT NULL constraint failed: `{}`", column.name);
                work.may_fail(when, &cause.possible(""));
            }
        }
        OpKind::DropColumn { table, column, .. } => {
            start(work, table);
            work.lose(table, Some(column), Loss::Dropped, &cause);
            work.breaks(table, Some(column), Breakage::Removed, &cause);
        }
        OpKind::RenameColumn { table, column, .. } => {
            start(work, table);
            work.breaks(table, Some(column), Breakage::Renamed, &cause);
        }
        OpKind::AlterColumn { table, column, change } => {
            start(work, table);
            if matches!(change, AlterColumn::SetNotNull) {
                work.breaks(table, Some(column), Breakage::Restricted, &cause);
                let when = format!("a row has NULL in `{column}`: NOT NULL constraint failed");
                work.may_fail(when, &cause.possible(""));
            }
        }
        OpKind::AddConstraint { table, constraint, .. } => {
            start(work, table);
            for column in constraint.columns() {
                work.breaks(table, Some(column), Breakage::Restricted, &cause);
            }
            work.may_fail("a row breaks the new constraint", &cause.possible(""));
        }
        OpKind::DropConstraint { table, .. } => start(work, table),
        OpKind::CreateIndex(it) => {
            start(work, &it.table);
            create_index(work, it);
        }
        OpKind::DropIndex(it) => {
            if let Some(table) = &it.table {
                start(work, table);
            }
            drop_index(work, it);
        }
        _ => return false,
    }
    true
}
