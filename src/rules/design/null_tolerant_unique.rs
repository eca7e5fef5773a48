use crate::catalog::{Column, Index, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, index: &Index) -> Option<Remark> {
    if !index.unique || index.nulls_not_distinct || index.predicate.is_some() {
        return None;
    }
    let nullable = |it: &&Column| it.nullable == Some(true);
    let mut columns = index.keys.iter().filter_map(|it| table.column(it.column.as_deref()?));
    let column = columns.find(nullable)?;
    Some(Remark::new(
        format!(
            "`{}` lets in any number of rows where `{}.{}` is null",
            index.name, table.name, column.name
        ),
        "nulls are different from each other, so such rows are never duplicates",
        "make the column not null, or say that nulls are alike (`nulls not distinct`)",
    ))
}
