use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    if !data_type.is("character varying") || data_type.args.is_empty() {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` has a limit in its type", table.name, column.name),
        "the limit saves nothing, and is harder to change than a check",
        "use `text`, with a check on its length if it has a limit",
    ))
}
