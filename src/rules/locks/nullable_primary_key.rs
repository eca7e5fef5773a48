use crate::effects::ScanPurpose;
use crate::ops::OpKind;
use crate::ops::constraint::ConstraintKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddConstraint { constraint, .. } = &step.op.kind else { return None };
    let ConstraintKind::PrimaryKey(key) = &constraint.kind else { return None };
    // Without an index of its own the key reads every row for that already.
    key.using_index.as_ref()?;
    let table = step.scan_for(ScanPurpose::CheckNotNull)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    Some(Remark::new(
        format!(
            "the primary key makes its columns not null, and every row of `{table}` is read for that"
        ),
        format!(
            "{} stops {} until the last row is read",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        "make the columns not null first, by a check that was validated in an earlier migration",
    ))
}
