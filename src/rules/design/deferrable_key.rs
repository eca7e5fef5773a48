use crate::ops::constraint::{ConstraintKind, Deferrable};
use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Constraint(table, constraint) = made.object else { return None };
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
