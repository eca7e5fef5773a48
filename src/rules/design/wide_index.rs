use crate::catalog::{Index, Table};
use crate::rules::{Made, Remark};

/// More key columns than these seldom pay.
const MANY: usize = 3;

pub(crate) fn check(_: &Made<'_>, table: &Table, index: &Index) -> Option<Remark> {
    if index.unique || index.keys.len() <= MANY {
        return None;
    }
    Some(Remark::new(
        format!("`{}` of `{}` has {} key columns", index.name, table.name, index.keys.len()),
        "the last ones only help queries that give all the others too, and every write pays for them",
        "keep the columns that choose most, and put those that are only read behind `include`",
    ))
}
