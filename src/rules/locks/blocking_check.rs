use super::validated_later;
use crate::effects::ScanPurpose;
use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckConstraint)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    // A change of type checks the constraint again, and a rewrite reads every row anyway.
    if step.rewrite().is_some() || matches!(step.op.kind, OpKind::AlterColumn { .. }) {
        return None;
    }
    let remark = Remark::new(
        format!("every row of `{table}` is checked while {} wait", lock.mode.blocks.words()),
        format!("it holds {} until the last row is read", lock.mode.words()),
        "add the constraint `not valid`, and validate it in a later migration",
    );
    Some(validated_later(step, remark))
}
