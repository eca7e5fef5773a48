use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Unportable { message, why } = &notice.kind else { return None };
    let form = FORMS
        .iter()
        .find(|it| why.contains(it.0))
        .map_or("write it in a form that all of them know", |it| it.1);
    Some(Remark::new(
        message.clone(),
        why.clone(),
        [form, ", or take a branch or a file for each database"].concat(),
    ))
}

/// What tells the difference, and how it is said to all of them.
const FORMS: [(&str, &str); 19] = [
    (
        "LIMIT",
        "write `offset 0 rows fetch first 5 rows only`, which all but MySQL, MariaDB and SQLite read",
    ),
    ("'||'", "write `concat(a, b)`"),
    ("::", "write `cast(a as type)`"),
    ("several rows", "write an INSERT for each row"),
    ("RETURNING", "read the row again by its key"),
    ("CONFLICT", "write `insert … select … where not exists (…)`"),
    ("DUPLICATE", "write `insert … select … where not exists (…)`"),
    ("IF NOT EXISTS", "leave the guard out: a migration runs once"),
    ("IF EXISTS", "leave the guard out: a migration runs once"),
    ("`now`", "write `current_timestamp`"),
    ("getdate", "write `current_timestamp`"),
    ("needs a length", "give the length: `varchar(255)`"),
    ("is too long", "choose a name of 30 bytes at most"),
    ("'' is NULL", "write NULL where it is meant, and a text that is not empty else"),
    ("SQLite: near \"CONSTRAINT", "use `op.batch_alter_table`, or say it in CREATE TABLE"),
    ("SQLite: near \"ALTER", "use `op.batch_alter_table`, or make the table anew"),
    ("SQLite: near \"DROP", "use `op.batch_alter_table`, or make the table anew"),
    (
        "WHERE",
        "make a generated column that is NULL where the condition does not hold, and the index over it",
    ),
    ("type", "choose a type that all have, in SQLAlchemy by `with_variant`"),
];
