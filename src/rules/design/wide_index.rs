use crate::rules::{Made, Object, Remark};

/// More key columns than these seldom pay.
const MANY: usize = 3;

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Index(table, index) = made.object else { return None };
    if index.unique || index.keys.len() <= MANY {
        return None;
    }
    Some(Remark::new(
        format!("`{}` of `{}` has {} key columns", index.name, table.name, index.keys.len()),
        "the last ones only help queries that give all the others too, and every write pays for them",
        "keep the columns that choose most, and put those that are only read behind `include`",
    ))
}
