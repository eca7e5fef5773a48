use crate::catalog::{Column, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    let help = match data_type.array {
        0 if data_type.is("hstore") => "use `jsonb`, which knows numbers, lists and what is nested",
        0 => return None,
        _ => "use a table of its own with a row for each",
    };
    Some(Remark::new(
        format!("`{}.{}` holds many values in one", table.name, column.name),
        "no foreign key looks at them, and changing one writes all of them anew",
        help,
    ))
}
