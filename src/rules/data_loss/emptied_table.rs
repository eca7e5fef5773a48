use crate::ops::{Cascade, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Truncate(truncate) = &step.op.kind else { return None };
    let table = truncate.tables.iter().find(|it| !step.is_private(it))?;
    let reason = match truncate.cascade {
        Cascade::Cascade => {
            "so does every table that refers to it, directly or not, and nothing brings the rows back"
        }
        Cascade::Unstated | Cascade::Restrict => {
            "nothing brings them back after the commit but a backup"
        }
    };
    Some(Remark::new(
        format!("`{table}` loses all its rows"),
        reason,
        "copy the rows into another table first, or delete those that may go by a condition, in batches",
    ))
}
