use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    if !(data_type.is("character") && data_type.number(0).is_some_and(|it| 1 < it)) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` pads its values with blanks", table.name, column.name),
        "comparisons ignore the blanks, `like` and most functions do not",
        "use `text`, with a check on its length if it has a limit",
    ))
}
