use crate::catalog::Table;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table) -> Option<Remark> {
    let name = &table.name.name;
    let target = made.schema.target;
    if target.dialect.fold(name) == *name || name.contains(['{', '$', '%']) {
        return None;
    }
    Some(Remark::new(
        format!("the table `{name}` is found only where its name stands in quotes"),
        format!(
            "without them the server looks for `{}`, and another database looks for something else again",
            target.dialect.fold(name)
        ),
        "write the name without quotes, so that each database folds it as it likes",
    ))
}
