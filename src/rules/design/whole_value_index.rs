use crate::catalog::{Index, Table};
use crate::ops::expr::DataType;
use crate::rules::{Made, Remark};

/// Types whose values are searched by what is in them.
const CONTAINERS: [&str; 6] = ["jsonb", "tsvector", "hstore", "geometry", "geography", "tsquery"];

pub(crate) fn check(_: &Made<'_>, table: &Table, index: &Index) -> Option<Remark> {
    let sorted = index.method.as_deref().is_none_or(|it| it == "btree" || it == "hash");
    if !sorted || index.unique {
        return None;
    }
    let holds = |it: &DataType| 0 < it.array || CONTAINERS.iter().any(|name| it.is(name));
    let (column, data_type) = index.keys.iter().find_map(|it| {
        let column = table.column(it.column.as_deref()?)?;
        Some((column, column.data_type.as_ref().filter(|it| holds(it))?))
    })?;
    Some(Remark::new(
        format!(
            "`{}` orders whole values of `{}.{}`, which is {}",
            index.name, table.name, column.name, data_type.text
        ),
        "it finds nothing by what is inside a value, and inserts of values too large for it fail",
        "use `gin` (`gist` for shapes), or index the expression that queries ask for",
    ))
}
