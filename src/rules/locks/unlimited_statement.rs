use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let lock = step.long_lock_against(Blocked::Writers)?;
    let limit = step.transaction.setting("statement_timeout").and_then(|it| it.milliseconds());
    if limit.is_some_and(|it| 0.0 < it) {
        return None;
    }
    Some(Remark::new(
        format!("nothing limits how long this keeps `{}` locked", lock.table),
        "if it takes longer than anybody thought, others wait until somebody stops it",
        "set a `statement_timeout` before it",
    ))
}
