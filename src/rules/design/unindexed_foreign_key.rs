use crate::catalog::{Knowledge, Table, TableConstraint};
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(
    made: &Made<'_>,
    table: &Table,
    constraint: &TableConstraint,
) -> Option<Remark> {
    let ConstraintKind::ForeignKey(key) = &constraint.definition.kind else { return None };
    if table.knowledge == Knowledge::Assumed || table.finds_by(&key.columns) {
        return None;
    }
    Some(made.as_far_as_known(Remark::new(
        format!("no index of `{}` begins with `{}`", table.name, key.columns.join("`, `")),
        format!(
            "deleting a row of `{}`, or changing its key, reads all of `{}` while locks are held",
            key.references, table.name
        ),
        "add an index on the foreign key's columns, online where the table is in use",
    )))
}
