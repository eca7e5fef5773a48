use crate::catalog::Table;
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table) -> Option<Remark> {
    if !table.name.name.bytes().any(|it| it.is_ascii_uppercase()) {
        return None;
    }
    Some(Remark::new(
        format!("the table `{}` has capital letters in its name", table.name),
        "whether another spelling finds it depends on the server's `lower_case_table_names`, which differs by system",
        "write the names of tables in small letters",
    ))
}
