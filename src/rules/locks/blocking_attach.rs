use crate::effects::ScanPurpose;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckPartition)?;
    let lock = step.lock_over(table, Blocked::Writers)?;
    Some(Remark::new(
        format!("every row of `{table}` is compared with the partition's bounds"),
        format!(
            "{} stops {} on it until the last row is read",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        "add a check with the bounds `not valid`, validate it in a later migration, then attach, then drop the check",
    ))
}
