use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    if !(data_type.name.name.starts_with("time") && data_type.number(0) == Some(0)) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` rounds to whole seconds", table.name, column.name),
        "half of all moments are moved into the future",
        "leave the precision out, and use `date_trunc` where values are read",
    ))
}
