use crate::catalog::{Column, Knowledge, Table};
use crate::ops::expr::DataType;
use crate::ops::table::Persistence;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table) -> Option<Remark> {
    let kept = matches!(table.persistence, Persistence::Permanent | Persistence::Unlogged);
    let heir = table.partition_of.is_some() || !table.inherits.is_empty();
    // A template may stand for the key.
    let template = |it: &Column| it.data_type.as_ref().is_none_or(DataType::is_template);
    if !kept
        || heir
        || table.columns.iter().any(template)
        || table.knowledge == Knowledge::Assumed
        || table.primary_key().is_some()
    {
        return None;
    }
    Some(made.as_far_as_known(Remark::new(
        format!("`{}` has no primary key", table.name),
        "its rows cannot be told apart, and logical replication refuses to update or delete them",
        "give it one: an identity column, or the columns that make a row unique",
    )))
}
