use crate::catalog::Dependent;
use crate::ops::object::ObjectKind;
use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Table(table) = made.object else { return None };
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
