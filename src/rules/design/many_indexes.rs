use crate::catalog::Table;
use crate::rules::{Made, Remark};

/// So many indexes are nothing unusual.
const USUAL: usize = 8;

pub(crate) fn check(_: &Made<'_>, table: &Table) -> Option<Remark> {
    if table.indexes.len() <= USUAL {
        return None;
    }
    Some(Remark::new(
        format!("`{}` has {} indexes", table.name, table.indexes.len()),
        "every insert writes all of them, and most updates do too",
        "see which of them queries use, and drop the others",
    ))
}
