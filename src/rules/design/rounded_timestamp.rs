use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Column(table, column) = made.object else { return None };
    let data_type = column.data_type.as_ref()?;
    if !(data_type.name.name.starts_with("time") && data_type.number(0) == Some(0)) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` rounds to whole seconds", table.name, column.name),
        "half of all moments are moved into the future",
        "leave the precision out, and use `date_trunc` where values are read",
    ))
}
