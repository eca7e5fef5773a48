use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Index(table, index) = made.object else { return None };
    let first = table.column(index.keys.first()?.column.as_deref()?)?;
    let boolean = first.data_type.as_ref()?.is("boolean");
    if !boolean || index.unique || index.predicate.is_some() {
        return None;
    }
    Some(Remark::new(
        format!("`{}` is led by `{}`, which has two values", index.name, first.name),
        "it tells two halves of the table apart, and every write pays for all of it",
        format!("index what is searched for, `where {}` or `where not {}`", first.name, first.name),
    ))
}
