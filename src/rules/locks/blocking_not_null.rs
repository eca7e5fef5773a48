use crate::effects::ScanPurpose;
use crate::ops::OpKind;
use crate::ops::constraint::ConstraintKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckNotNull)?;
    let column = column(&step.op.kind)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    if step.rewrite().is_some() {
        return None;
    }
    Some(Remark::new(
        format!("every row of `{table}` is searched for a null in `{column}`"),
        format!(
            "{} stops {} until the last row is read",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        "add a check `not valid` that it is not null, validate that in a later migration, then set not null",
    ))
}

/// The column that is to be required; a key's columns are another rule's.
fn column(kind: &OpKind) -> Option<&str> {
    match kind {
        OpKind::AlterColumn { column, .. } => Some(column),
        OpKind::AddColumn { column, .. } => Some(&column.name),
        OpKind::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::NotNull { column } => Some(column),
            _ => None,
        },
        _ => None,
    }
}
