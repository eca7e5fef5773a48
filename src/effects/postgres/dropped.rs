//! What goes with what is dropped, and what stands in the way.

use super::locks;
use super::work::{Work, always};
use crate::catalog::{Schema, TableConstraint, View};
use crate::effects::{Breakage, Certainty, Loss, Refusal};
use crate::ops::{Cascade, ConstraintRef, ObjectName};

/// The constraint that is meant, if the schema has it.
pub(super) fn named<'a>(
    schema: &'a Schema,
    table: &ObjectName,
    constraint: &ConstraintRef,
) -> Option<&'a TableConstraint> {
    let known = schema.table(table)?;
    match constraint.name() {
        Some(name) => known.constraint(name),
        None => known.primary_key().map(|it| it.0),
    }
}

/// A foreign key of another table that loses what it refers to.
pub(super) fn foreign_key(
    work: &mut Work<'_>,
    owner: &ObjectName,
    key: &TableConstraint,
    cascade: Cascade,
) {
    let cause = always("ALTER TABLE")
        .because(format!("foreign key `{}` of `{owner}` refers to it", key.name));
    if cascade == Cascade::Cascade {
        work.lock(owner, locks::ACCESS_EXCLUSIVE, &cause);
        work.lose(owner, None, Loss::Dependent, &cause);
    } else {
        let words = format!(
            "cannot drop it because other objects depend on it: constraint {} on table {owner}",
            key.name
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// Views over a column that goes.
pub(super) fn readers_of_column(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    cascade: Cascade,
) {
    for (view, certainty) in work.readers_of_column(table, column) {
        let what = format!("cannot drop column {column} of table {table}");
        reader(work, view, &what, certainty, cascade);
    }
}

/// A view that loses what it reads.
pub(super) fn reader(
    work: &mut Work<'_>,
    view: &View,
    what: &str,
    certainty: Certainty,
    cascade: Cascade,
) {
    let mut cause = always("DROP TABLE").because(format!("view `{}` depends on it", view.name));
    if certainty != Certainty::Certain {
        cause = cause.likely(format!("if view `{}` uses it", view.name));
    }
    if cascade != Cascade::Cascade {
        if work.intent.dropped_tables.contains(&view.name) {
            return;
        }
        let words = format!("{what} because other objects depend on it: view {}", view.name);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    let mut all = vec![view.name.clone()];
    all.extend(work.schema.all_views_of(&view.name));
    for gone in all {
        work.lock(&gone, locks::ACCESS_EXCLUSIVE, &cause);
        work.breaks(&gone, None, Breakage::Dependent, &cause);
        for index in work.indexes(&gone) {
            work.lock_index(&gone, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
        }
    }
}
