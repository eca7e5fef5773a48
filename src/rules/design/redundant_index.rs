use crate::catalog::{Index, Table};
use crate::rules::{Made, Remark, Severity};

pub(crate) fn check(made: &Made<'_>, table: &Table, index: &Index) -> Option<Remark> {
    let is_last = || table.indexes.last().is_some_and(|it| it.name == index.name);
    if table.has_too_many_indexes() && is_last() {
        let remark = Remark::new(
            format!("`{}` has {} indexes, too many to compare", table.name, table.indexes.len()),
            "every write keeps all of them up to date, and which of them are needless is not known",
            "drop those that no query uses",
        );
        return Some(remark.with_severity(Severity::Note));
    }
    let other = table.index_instead_of(index)?;
    if other.keys.len() == index.keys.len() {
        return Some(made.as_far_as_known(Remark::new(
            format!("`{}` holds the same as `{}`", index.name, other.name),
            format!(
                "every write to `{}` keeps both up to date, and no query needs both",
                table.name
            ),
            format!("drop `{}`, online where the table is in use", index.name),
        )));
    }
    let remark = Remark::new(
        format!("`{}` begins with the columns of `{}`", other.name, index.name),
        format!(
            "queries that look for these can use `{}`, and every write keeps both up to date",
            other.name
        ),
        format!("drop `{}` unless its smaller size is needed", index.name),
    );
    Some(remark.with_severity(Severity::Note))
}
