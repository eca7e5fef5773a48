use crate::ops::OpKind;
use crate::ops::column::AlterColumn;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, change } = &step.op.kind else { return None };
    let (AlterColumn::SetStorage(_) | AlterColumn::SetCompression(_)) = change else { return None };
    let lock = step.lock_against(Blocked::Readers)?;
    if step.is_new_column(table, column) {
        return None;
    }
    Some(Remark::new(
        format!("the values that `{table}.{column}` has stay stored as they are"),
        format!(
            "only values that are written later follow it, and {} waits for every query on the table",
            lock.mode.words()
        ),
        "expect no space back from it; where the old values matter, write them anew in batches",
    ))
}
