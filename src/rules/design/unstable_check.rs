use crate::catalog::{Table, TableConstraint};
use crate::effects;
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(
    made: &Made<'_>,
    table: &Table,
    constraint: &TableConstraint,
) -> Option<Remark> {
    let ConstraintKind::Check(expr) = &constraint.definition.kind else { return None };
    let function = expr.functions.iter().find(|it| effects::varies(it, made.schema))?;
    Some(Remark::new(
        format!("`{}` of `{}` asks `{function}`", constraint.name, table.name),
        "it is evaluated only when a row is written, so rows that it let in may break it when a dump is restored",
        "compare with a column that keeps the value, or check it where the rows are written",
    ))
}
