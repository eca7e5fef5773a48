use crate::catalog::{Table, TableConstraint, Validated};
use crate::ops::constraint::Validity;
use crate::rules::{Age, Made, Remark};

pub(crate) fn check(
    made: &Made<'_>,
    table: &Table,
    constraint: &TableConstraint,
) -> Option<Remark> {
    let unchecked = constraint.validated == Validated::No
        && constraint.definition.validity == Validity::NotValid;
    if !unchecked || made.age == Age::Newest {
        return None;
    }
    Some(made.as_far_as_known(Remark::new(
        format!("no migration validates `{}` of `{}`", constraint.name, table.name),
        "rows from before may break it, nothing may rely on it, and a restored dump fails on such rows",
        "mend the old rows, and validate it in a migration of its own",
    )))
}
