use crate::catalog::{Index, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, index: &Index) -> Option<Remark> {
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
