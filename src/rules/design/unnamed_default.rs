use crate::catalog::{Column, Table};
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    column.default.as_ref()?;
    let named = table.constraints.iter().any(|it| {
        matches!(&it.definition.kind, ConstraintKind::Default { column: of, .. } if *of == column.name)
    });
    if named {
        return None;
    }
    Some(Remark::new(
        format!("the default of `{}.{}` has no name of its own", table.name, column.name),
        "the server makes one up, another on each server, and the column cannot be dropped or changed before the default is",
        "name it: `constraint ... default ...`",
    ))
}
