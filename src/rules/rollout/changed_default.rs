use crate::ops::OpKind;
use crate::ops::column::AlterColumn;
use crate::ops::expr::sequences_in;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, change: AlterColumn::SetDefault(new) } = &step.op.kind
    else {
        return None;
    };
    let old = step.column(table, column)?.default.as_ref()?;
    if step.is_new_column(table, column) || old.text.trim() == new.text.trim() || old.is_null() {
        return None;
    }
    // The next number of the same sequence, however its name is written.
    let (before, after) = (sequences_in(&old.text), sequences_in(&new.text));
    if before == after && !after.is_empty() {
        return None;
    }
    Some(Remark::new(
        format!(
            "`{table}.{column}` is {} instead of {} where nothing is given",
            new.text, old.text
        ),
        "rows that the running release inserts get the new value from the commit on, and rows that are there keep the old one",
        "make sure that the running release copes with the new value, or give the value in the code first",
    ))
}
