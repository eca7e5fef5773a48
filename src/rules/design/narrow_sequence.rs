use crate::catalog::{Column, Table};
use crate::ops::column::Generated;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    if matches!(column.generated, Some(Generated::Identity(_))) {
        return None;
    }
    let values = column.data_type.as_ref().filter(|it| it.is("integer") || it.is("bigint"))?;
    let sequence = made.schema.sequence_of(&table.name, &column.name)?;
    let numbers = sequence.data_type.as_ref()?;
    if !numbers.holds_less_than(values) {
        return None;
    }
    Some(Remark::new(
        format!(
            "`{}` is {}, and `{}.{}` is {}",
            sequence.name, numbers.name, table.name, column.name, values.name
        ),
        "the sequence gives no more numbers at the end of its own type, and every insert fails from there on",
        format!("change it too: `alter sequence {} as {}`", sequence.name, values.name),
    ))
}
