//! Alembic's batches ("Running “Batch” Migrations for SQLite and Other Databases"): the table is made anew with all their
//! changes, its rows are copied, and it takes the old one's name.
//!
//! What the copy leaves out, and what it fails at, was asked of Alembic 1.20.1 with SQLAlchemy 2.1.9 and SQLite 3.40.

use super::{Work, create_index, drop_index, table};
use crate::catalog::{Knowledge, Table};
use crate::effects::work::why;
use crate::effects::{Breakage, EffectKind, Loss, Refusal};
use crate::ops::column::{AlterColumn, Generated};
use crate::ops::constraint::ConstraintKind;
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
            if let Some(of) = work.table(table) {
                left_out(work, of);
            }
        }
    };
    if let Some(words) = refusal(work, op) {
        work.refused(Refusal::Schema, words, &cause);
        return true;
    }
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

/// What the copy does not take over, and the view that keeps it from the old one's name.
fn left_out(work: &mut Work<'_>, of: &Table) {
    let name = &of.name;
    let cause = why(Clause::Rebuild, BATCH);
    let view = work.schema.views_of(name).next().filter(|_| !work.is_legacy_alter());
    if let Some(view) = view {
        let words = format!("error in view {}: no such table: main.{}", view.name.name, name.name);
        return work.refused(Refusal::Schema, words, &cause);
    }
    let reflected = work.says(Clause::Reflected);
    let unnamed = |it: &crate::catalog::TableConstraint| {
        reflected && it.definition.name.is_none() && !it.perhaps_dropped
    };
    let checks = of.checks().filter(|it| unnamed(it.0));
    let mut lost: Vec<String> =
        checks.map(|it| format!("the check `{}`, which has no name", it.1.text)).collect();
    let over_terms = of.indexes.iter().filter(|it| it.keys.iter().any(|it| it.column.is_none()));
    lost.extend(over_terms.map(|it| format!("index `{}`, which is over an expression", it.name)));
    if reflected {
        lost.extend(unread(work, of));
    }
    lost.extend(of.triggers.iter().map(|it| format!("trigger `{}`", it.name)));
    if !lost.is_empty() {
        work.silent(name, format!("the copy of `{name}` leaves out {}", lost.join(", ")), &cause);
    }
}

/// What SQLAlchemy does not read of a table (`SQLiteDialect.get_columns`, `get_indexes`).
fn unread(work: &Work<'_>, of: &Table) -> Vec<String> {
    let mut lost = Vec::new();
    for column in &of.columns {
        if let Some(collation) = column.data_type.as_ref().and_then(|it| it.collation.as_ref()) {
            lost.push(format!("COLLATE {collation} of column `{}`", column.name));
        }
        if column.generated == Some(Generated::AutoIncrement) && work.says(Clause::Uncounted) {
            lost.push(format!("AUTOINCREMENT of column `{}`", column.name));
        }
    }
    for index in of.indexes.iter().filter(|it| it.keys.iter().all(|it| it.column.is_some())) {
        if index.constraint.is_none() && index.keys.iter().any(|it| it.descending) {
            lost.push(format!("DESC of index `{}`", index.name));
        }
        if index.keys.iter().any(|it| it.collation.is_some()) {
            lost.push(format!("COLLATE of index `{}`", index.name));
        }
    }
    lost
}

/// Why there is no copy: what it takes over names a column that is gone, or a constraint has no name to go by.
fn refusal(work: &Work<'_>, op: &Op) -> Option<String> {
    if !work.says(Clause::Reflected) {
        return None;
    }
    let (table, column) = match &op.kind {
        OpKind::DropColumn { table, column, .. } | OpKind::RenameColumn { table, column, .. } => {
            (table, column)
        }
        OpKind::DropConstraint { table, constraint, .. } => {
            let of = work.table(table).filter(|it| it.knowledge == Knowledge::Whole)?;
            let name = constraint.name()?;
            let known = of.constraint(name).filter(|it| it.definition.name.is_some());
            return known.is_none().then(|| format!("ValueError: No such constraint: '{name}'"));
        }
        // A check may be that of a type, which needs no name.
        OpKind::AddConstraint { constraint, .. } => {
            let kinds = matches!(
                constraint.kind,
                ConstraintKind::Unique(_) | ConstraintKind::ForeignKey(_)
            );
            let named = constraint.name.is_some() || !kinds;
            return (!named).then(|| "ValueError: Constraint must have a name".to_owned());
        }
        _ => return None,
    };
    let of = work.table(table)?;
    let check = of.checks().find(|(it, expr)| {
        it.definition.name.is_some() && !it.perhaps_dropped && expr.mentions(column)
    });
    // The keys of an index follow a column to its new name, and its condition does not.
    let renamed = matches!(op.kind, OpKind::RenameColumn { .. });
    let index = of.indexes_on(column).find(|it| {
        let keyed = it.constraint.is_none() && it.keys.iter().all(|it| it.column.is_some());
        keyed && (!renamed || it.predicate.as_ref().is_some_and(|it| it.mentions(column)))
    });
    let what = match (check, index) {
        (Some((it, _)), _) => format!("check `{}`", it.name),
        (None, Some(it)) => format!("index `{}`", it.name),
        (None, None) => return None,
    };
    Some(format!("no such column: {column}, which {what} goes on naming in the copy"))
}
