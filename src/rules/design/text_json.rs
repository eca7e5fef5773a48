use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    if !(data_type.is("json") && column.born == table.born) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` is `json`", table.name, column.name),
        "it is parsed anew for every access, cannot be compared, and no index finds anything in it",
        "use `jsonb`, unless the exact text has to be kept",
    ))
}
