use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Column(table, column) = made.object else { return None };
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
