use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Column(table, column) = made.object else { return None };
    let data_type = column.data_type.as_ref()?;
    if !(data_type.is("numeric") && data_type.args.is_empty()) {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` has no precision", table.name, column.name),
        "how many digits are kept is up to each writer",
        "say how many digits it has: `numeric(12, 2)`",
    ))
}
