use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

/// A uuid with its hyphens has so many letters.
const LETTERS: i64 = 36;

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    let text = data_type.is("character") || data_type.is("character varying");
    if !text || data_type.number(0) != Some(LETTERS) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` keeps uuids as text", table.name, column.name),
        "that takes 37 bytes for 16, here and in every index, and lets in what is none",
        "use `uuid`",
    ))
}
