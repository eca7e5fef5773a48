use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Column(table, column) = made.object else { return None };
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
