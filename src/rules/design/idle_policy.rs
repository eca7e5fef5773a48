use crate::catalog::{Dependent, Table};
use crate::ops::object::ObjectKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table) -> Option<Remark> {
    let is_policy = |it: &&Dependent| it.kind == ObjectKind::Policy;
    let policy = table.dependents.iter().find(is_policy)?;
    if !matches!(table.row_security.as_str(), "" | "disable") {
        return None;
    }
    Some(made.as_far_as_known(Remark::new(
        format!("`{}` does nothing: row security of `{}` is not enabled", policy.name, table.name),
        "everybody with a privilege on the table sees and changes all its rows",
        format!("`alter table {} enable row level security`", table.name),
    )))
}
