use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Table(table) = made.object else { return None };
    if !table.name.name.bytes().any(|it| it.is_ascii_uppercase()) {
        return None;
    }
    Some(Remark::new(
        format!("the table `{}` has capital letters in its name", table.name),
        "whether another spelling finds it depends on the server's `lower_case_table_names`, which differs by system",
        "write the names of tables in small letters",
    ))
}
