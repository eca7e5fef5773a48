use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::Validity;
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, constraint: &TableConstraint) -> Option<Remark> {
    if constraint.definition.validity != Validity::NotEnforced {
        return None;
    }
    Some(Remark::new(
        format!("`{}` of `{}` is never checked", constraint.name, table.name),
        "rows that break it come in, and whoever reads the schema takes it for a promise",
        "enforce it, `not valid` first if old rows break it, or write a comment instead",
    ))
}
