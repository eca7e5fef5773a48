use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Lock(_) = &step.op.kind else { return None };
    let lock = step.lock_against(Blocked::Writers)?;
    Some(Remark::new(
        format!("`{}` is locked by hand against {}", lock.table, lock.mode.blocks.words()),
        format!("the {} lock is held until the commit, whatever runs under it", lock.mode.name),
        "leave the locking to the statements that need it, or take the weakest mode that serves",
    ))
}
