use crate::ops::{ObjectName, OpKind};
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    match &step.op.kind {
        OpKind::Lock(_) => {}
        OpKind::Query { reads, text, locks_rows: Some(words) } => {
            return rows(step, reads, text, words);
        }
        _ => return None,
    }
    let lock = step.lock_against(Blocked::Writers)?;
    Some(Remark::new(
        format!("`{}` is locked by hand against {}", lock.table, lock.mode.blocks.words()),
        format!("the {} lock is held until the commit, whatever runs under it", lock.mode.name),
        "leave the locking to the statements that need it, or take the weakest mode that serves",
    ))
}

/// A query that locks every row of one table.
fn rows(step: &Step<'_>, reads: &[ObjectName], text: &str, words: &str) -> Option<Remark> {
    let [table] = reads else { return None };
    let text = text.to_ascii_lowercase();
    let chooses = text.split_whitespace().any(|it| matches!(it, "where" | "limit" | "fetch"));
    if chooses || step.is_private(table) {
        return None;
    }
    Some(Remark::new(
        format!("every row of `{table}` is locked by hand (`{words}`)"),
        "each stays locked against other writers until the commit, and marking it writes the whole table",
        "lock the rows that are changed, by their key, or let the update do it",
    ))
}
