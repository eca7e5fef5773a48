//! Others wait.

pub mod blocking_attach;
pub mod blocking_check;
pub mod blocking_detach;
pub mod blocking_domain_check;
pub mod blocking_exclusion;
pub mod blocking_foreign_key;
pub mod blocking_index_build;
pub mod blocking_index_drop;
pub mod blocking_not_null;
pub mod blocking_refresh;
pub mod blocking_reindex;
pub mod blocking_unique_constraint;
pub mod blocking_validation;
pub mod copied_table;
pub mod crowded_transaction;
pub mod cursor_loop;
pub mod explicit_lock;
pub mod late_lock;
pub mod locked_referenced_table;
pub mod nullable_primary_key;
pub mod overlong_lock_timeout;
pub mod prepared_transaction;
pub mod repeated_lock;
pub mod summed_locks;
pub mod unbatched_update;
pub mod unbounded_lock_wait;
pub mod uncommitted_batches;
pub mod unlimited_idleness;
pub mod unlimited_statement;
pub mod wide_lock_window;
pub mod work_under_lock;

use crate::ops::constraint::{Constraint, ConstraintKind, Key, Validity};
use crate::ops::index::{CreateIndex, IndexKey, Online};
use crate::ops::{ObjectName, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

/// Rather the constraint without a look at the rows, and that look after the commit.
fn validated_later(step: &Step<'_>, remark: Remark) -> Remark {
    let OpKind::AddConstraint { table, constraint, guard } = &step.op.kind else { return remark };
    let Some(name) = step.constraint_name(table, constraint) else { return remark };
    if constraint.validity != Validity::Checked {
        return remark;
    }
    let unchecked =
        Constraint { name: Some(name.clone()), validity: Validity::NotValid, ..constraint.clone() };
    let table = table.clone();
    let add = OpKind::AddConstraint { table: table.clone(), constraint: unchecked, guard: *guard };
    remark.or_rather_then(
        format!("add `{name}` not valid, and validate it in a later migration"),
        vec![add],
        vec![vec![OpKind::ValidateConstraint { table, name }]],
    )
}

/// Rather an index that is built online and becomes the constraint's.
fn by_index(step: &Step<'_>, remark: Remark) -> Remark {
    let OpKind::AddConstraint { table, constraint, guard } = &step.op.kind else { return remark };
    let Some(name) = step.constraint_name(table, constraint) else { return remark };
    let using = Key { using_index: Some(name.clone()), ..Key::default() };
    let (key, kind) = match &constraint.kind {
        ConstraintKind::Unique(key) => (key, ConstraintKind::Unique(using)),
        ConstraintKind::PrimaryKey(key) if are_required(step, table, &key.columns) => {
            (key, ConstraintKind::PrimaryKey(using))
        }
        _ => return remark,
    };
    if key.using_index.is_some() || key.without_overlaps {
        return remark;
    }
    let index = CreateIndex {
        name: Some(name.clone()),
        keys: key.columns.iter().map(IndexKey::of).collect(),
        include: key.include.clone(),
        unique: true,
        nulls_not_distinct: key.nulls_not_distinct,
        online: Online::Yes,
        ..CreateIndex::new(table.clone())
    };
    let constraint = Constraint { name: Some(name.clone()), kind, ..constraint.clone() };
    let add = OpKind::AddConstraint { table: table.clone(), constraint, guard: *guard };
    remark.or_rather_then(
        format!(
            "build the index of `{name}` online, and make it the constraint's in a later migration"
        ),
        vec![OpKind::CreateIndex(index)],
        vec![vec![add]],
    )
}

/// Whether the columns are not null already, so that a key does not read every row for that.
fn are_required(step: &Step<'_>, table: &ObjectName, columns: &[String]) -> bool {
    columns.iter().all(|it| step.column(table, it).is_some_and(|it| it.nullable == Some(false)))
}
