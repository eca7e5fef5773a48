use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Age, Made, Remark};

pub(crate) fn check(
    made: &Made<'_>,
    table: &Table,
    constraint: &TableConstraint,
) -> Option<Remark> {
    let ConstraintKind::Check(expr) = &constraint.definition.kind else { return None };
    let [column] = expr.proves_not_null.as_slice() else { return None };
    let required = table.column(column).is_some_and(|it| it.nullable == Some(false));
    if !required || !expr.is_not_null_of(column) || made.age == Age::Newest {
        return None;
    }
    Some(Remark::new(
        format!("`{}` says again that `{}.{column}` is not null", constraint.name, table.name),
        "every insert and update evaluates it, and it keeps out nothing that the column itself lets in",
        "drop it: it was needed only while the column was made not null",
    ))
}
