use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Column(table, column) = made.object else { return None };
    let data_type = column.data_type.as_ref()?;
    if !data_type.is("character varying") || data_type.args.is_empty() {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` has a limit in its type", table.name, column.name),
        "the limit saves nothing, and is harder to change than a check",
        "use `text`, with a check on its length if it has a limit",
    ))
}
