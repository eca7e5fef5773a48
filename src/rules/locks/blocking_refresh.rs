use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::RefreshView(refresh) = &step.op.kind else { return None };
    let lock = step.lock_against(Blocked::Readers)?;
    Some(Remark::new(
        format!("nobody can read `{}` while it is refreshed", refresh.view),
        format!("it holds {} until its query has run", lock.mode.words()),
        "give the view a unique index, and refresh it `concurrently`",
    ))
}
