use super::validated_later;
use crate::effects::ScanPurpose;
use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, of_one_lock};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckConstraint)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    // A change of type checks the constraint again, and is told of as such.
    if matches!(step.op.kind, OpKind::AlterColumn { .. }) {
        return None;
    }
    let remark = Remark::new(
        format!("every row of `{table}` is checked while {} wait", lock.mode.blocks.words()),
        format!("it holds {} until the last row is read", lock.mode.words()),
        step.advice(table, "add the constraint `not valid`, and validate it in a later migration"),
    );
    Some(match step.own_way(table) {
        Some(_) => of_one_lock(step, remark),
        None => validated_later(step, remark),
    })
}
