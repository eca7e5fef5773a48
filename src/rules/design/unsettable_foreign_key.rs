use crate::catalog::{Column, Table, TableConstraint};
use crate::ops::constraint::{Action, ConstraintKind};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, constraint: &TableConstraint) -> Option<Remark> {
    let ConstraintKind::ForeignKey(key) = &constraint.definition.kind else { return None };
    let set = match (key.on_delete, key.on_update) {
        (Action::SetNull, _) | (_, Action::SetNull) => "set null",
        (Action::SetDefault, _) | (_, Action::SetDefault) => "set default",
        _ => return None,
    };
    let becomes_null =
        |it: &&Column| it.nullable == Some(false) && (set == "set null" || it.default.is_none());
    let named = if key.set_on_delete.is_empty() { &key.columns } else { &key.set_on_delete };
    let column = named.iter().filter_map(|it| table.column(it)).find(becomes_null)?;
    Some(Remark::new(
        format!(
            "`{}.{}` cannot become null, and its foreign key would {set}",
            table.name, column.name
        ),
        format!("deleting a row of `{}` that is referred to fails", key.references),
        "allow nulls in the column, or say `on delete restrict` or `cascade`",
    ))
}
