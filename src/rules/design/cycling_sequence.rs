use crate::catalog::{Column, Sequence, Table};
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, sequence: &Sequence) -> Option<Remark> {
    let options = sequence.options.to_ascii_lowercase();
    if !options.contains("cycle") || options.contains("no cycle") {
        return None;
    }
    let owner = sequence.owned_by.as_ref().and_then(|(table, column)| {
        let table = made.schema.table(table)?;
        Some((table, table.column(column)?))
    });
    let is_key = |(table, column): &(&Table, &Column)| {
        table.is_unique_over(std::slice::from_ref(&column.name))
    };
    let mut numbered = made.schema.drawing_from(&sequence.name).chain(owner);
    let (table, column) = numbered.find(is_key)?;
    Some(Remark::new(
        format!(
            "`{}` begins again at its end, and numbers `{}.{}`",
            sequence.name, table.name, column.name
        ),
        "the column is unique, so every insert whose number is taken fails from there on",
        "say `no cycle`, and let it count as far as the column holds",
    ))
}
