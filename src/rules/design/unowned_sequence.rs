use crate::catalog::{Column, Table};
use crate::ops::ObjectName;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let default = column.default.as_ref()?;
    if column.generated.is_some() || !column.draws_from_sequence() {
        return None;
    }
    let named = default.text.split('\'').nth(1)?;
    let name = match named.split_once('.') {
        Some((schema, name)) => ObjectName::qualified(schema, name),
        None => ObjectName::bare(named),
    };
    let sequence = made.schema.sequences.get(&name)?;
    if sequence.owned_by.is_some() {
        return None;
    }
    Some(Remark::new(
        format!(
            "no column owns `{}`, from which `{}.{}` draws",
            sequence.name, table.name, column.name
        ),
        "it stays when the table goes, and is not restored with it",
        format!("`alter sequence {} owned by {}.{}`", sequence.name, table.name, column.name),
    ))
}
