use crate::ops::{Cascade, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

use super::copy_of;

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
    if let Some(copied) = copy_of(step, table) {
        let remark = Remark::new(
            format!("`{table}` loses what was not copied to `{}`", copied.into),
            reason,
            "compare both before the rows go",
        );
        return Some(copied.weighed(remark));
    }
    Some(Remark::new(
        format!("`{table}` loses all its rows"),
        reason,
        "copy the rows into another table first, or delete those that may go by a condition, in batches",
    ))
}
