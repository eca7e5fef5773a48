use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::{Action, ConstraintKind};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, constraint: &TableConstraint) -> Option<Remark> {
    let ConstraintKind::ForeignKey(key) = &constraint.definition.kind else { return None };
    if key.on_delete != Action::Cascade {
        return None;
    }
    Some(Remark::new(
        format!(
            "deleting a row of `{}` deletes all rows of `{}` that refer to it",
            key.references, table.name
        ),
        "it happens without a word and in one transaction, however many there are",
        "say `on delete restrict`, and delete what refers to it on purpose, in batches",
    ))
}
