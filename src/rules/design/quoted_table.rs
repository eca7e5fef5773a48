use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Table(table) = made.object else { return None };
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
