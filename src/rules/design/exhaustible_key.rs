use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    let narrow = data_type.is("integer") || data_type.is("smallint");
    let (_, key) = table.primary_key()?;
    if !narrow || !column.draws_from_sequence() || !key.columns.contains(&column.name) {
        return None;
    }
    let last: i64 = if data_type.is("smallint") { 32_767 } else { 2_147_483_647 };
    Some(Remark::new(
        format!("the numbers of `{}.{}` end at {last}", table.name, column.name),
        "every insert fails from there on, and widening the column rewrites the table and all that refers to it",
        "use `bigint`",
    ))
}
