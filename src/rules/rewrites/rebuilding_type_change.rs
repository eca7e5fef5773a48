use crate::effects::{EffectKind, ScanPurpose};
use crate::ops::column::AlterColumn;
use crate::ops::{Clause, OpKind};
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { column, change: AlterColumn::SetType { .. }, .. } = &step.op.kind
    else {
        return None;
    };
    let lock = step.long_lock_against(Blocked::Writers)?;
    if step.rewrite().is_some() {
        return None;
    }
    let (effect, what) = step.own().find_map(|it| match &it.kind {
        EffectKind::BuildIndex { index, .. } => Some((it, format!("builds `{index}` again"))),
        EffectKind::Scan {
            relation,
            purpose: ScanPurpose::CheckConstraint | ScanPurpose::CheckForeignKey,
        } => Some((it, format!("checks every row of `{relation}` again"))),
        _ => None,
    })?;
    let remark = Remark::new(
        format!("changing the type of `{column}` {what}"),
        format!(
            "{} stops {} on `{}` until that is done",
            lock.mode.words(),
            lock.mode.blocks.words(),
            lock.table
        ),
        "drop what depends on the column first, and build it again online afterwards",
    );
    Some(remark.resting_on(effect).at(Clause::Type))
}
