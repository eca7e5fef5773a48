use crate::catalog::{Column, Table};
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    let bare = data_type.is("character varying") && data_type.args.is_empty();
    let checked = table.constraints.iter().any(|it| {
        matches!(&it.definition.kind, ConstraintKind::Check(check) if check.mentions(&column.name))
    });
    let refers = table.foreign_keys().any(|it| it.1.columns.contains(&column.name));
    if !(data_type.is("text") || bare) || checked || refers || column.generated.is_some() {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` takes texts of any length", table.name, column.name),
        "up to a gigabyte in one value is accepted, from whoever may write",
        format!("limit it: `check (length({}) <= 1000)`", column.name),
    ))
}
