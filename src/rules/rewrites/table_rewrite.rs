use super::{rewriting, weighed};
use crate::effects::{Certainty, ScanPurpose};
use crate::ops::OpKind;
use crate::ops::column::AlterColumn;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, effect) = step.rewrite()?;
    let told_elsewhere = match &step.op.kind {
        OpKind::RefreshView(_) => true,
        OpKind::CreateIndex(_) => step.long_lock_against(Blocked::Writers).is_some(),
        OpKind::AddColumn { .. } => effect.clause.is_some() || is_checked(step),
        OpKind::AddConstraint { .. } => is_checked(step),
        OpKind::AlterColumn { change, .. } => {
            matches!(change, AlterColumn::SetType { .. } | AlterColumn::Redefine { .. })
        }
        // Where a manual leaves it open, the loss of the column is what is told.
        OpKind::DropColumn { .. } => effect.certainty == Certainty::Possible,
        _ => false,
    };
    if told_elsewhere {
        return None;
    }
    let remark = Remark::new(
        format!("`{table}` is written anew, row by row"),
        rewriting(step),
        step.advice(
            table,
            "copy it in the background into a new table (pg_repack, a partition, a new column), then switch over",
        ),
    );
    Some(weighed(step, remark).resting_on(effect))
}

/// Whether it is a constraint that makes it read every row while others wait, of which other rules tell.
fn is_checked(step: &Step<'_>) -> bool {
    let scans = [ScanPurpose::CheckForeignKey, ScanPurpose::CheckConstraint];
    scans.iter().any(|it| step.scan_for(*it).is_some())
        && step.long_lock_against(Blocked::Writers).is_some()
}
