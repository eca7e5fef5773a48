use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::{Action, ConstraintKind};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, constraint: &TableConstraint) -> Option<Remark> {
    let ConstraintKind::ForeignKey(key) = &constraint.definition.kind else { return None };
    if key.on_delete != Action::NoAction {
        return None;
    }
    Some(Remark::new(
        format!("`{}` of `{}` does not say what becomes of its rows", constraint.name, table.name),
        format!(
            "deleting a row of `{}` that is referred to fails, and nobody can tell whether that is meant",
            key.references
        ),
        "say `on delete restrict`, `cascade` or `set null`",
    ))
}
