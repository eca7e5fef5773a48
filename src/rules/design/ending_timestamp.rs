use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    column.data_type.as_ref()?.is("timestamp").then_some(())?;
    Some(Remark::new(
        format!("`{}.{}` ends on 19 January 2038", table.name, column.name),
        "a `timestamp` counts seconds in 32 bits, and is shifted by the session's time zone when it is read",
        "use `datetime(6)` in UTC",
    ))
}
