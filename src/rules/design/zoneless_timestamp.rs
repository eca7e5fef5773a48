use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    if !(data_type.name.name == "timestamp" || data_type.name.name == "timestamp without time zone")
    {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` keeps no time zone", table.name, column.name),
        "the same moment is written in different ways by sessions with different zones, and nobody can tell which",
        "use `timestamp with time zone`",
    ))
}
