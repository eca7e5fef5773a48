use crate::catalog::{Column, Table};
use crate::rules::{Age, Made, Remark};

/// What a column is called that stands in for another while that is changed.
const STANDING_IN: [&str; 5] = ["_new", "_old", "_tmp", "_bak", "_backup"];

pub(crate) fn check(made: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let stem = STANDING_IN.iter().find_map(|it| column.name.strip_suffix(it))?;
    let other = table.column(stem)?;
    // Both made together are meant to stand side by side.
    let unit = |it: Option<crate::catalog::Birth>| it.map(|it| it.unit);
    if made.age == Age::Newest || unit(column.born) == unit(other.born) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` still stands beside `{stem}`", table.name, column.name),
        "a change that was begun was not ended: both have to be kept alike, and readers take either",
        "drop the one that is not used any more, with what keeps them alike",
    ))
}
