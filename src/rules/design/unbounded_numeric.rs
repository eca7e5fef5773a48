use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    if !(data_type.is("numeric") && data_type.args.is_empty()) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` has no precision", table.name, column.name),
        "how many digits are kept is up to each writer",
        "say how many digits it has: `numeric(12, 2)`",
    ))
}
