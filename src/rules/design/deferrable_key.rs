use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::{ConstraintKind, Deferrable};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, constraint: &TableConstraint) -> Option<Remark> {
    let key = matches!(
        constraint.definition.kind,
        ConstraintKind::Unique(_) | ConstraintKind::PrimaryKey(_)
    );
    if !key || constraint.definition.deferrable == Deferrable::No {
        return None;
    }
    Some(Remark::new(
        format!("`{}` of `{}` may be broken until the commit", constraint.name, table.name),
        "no foreign key can refer to it, `on conflict` fails on it, and the planner does not trust it",
        "leave `deferrable` out, unless keys are swapped in one transaction",
    ))
}
