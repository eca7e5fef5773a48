use super::rewriting;
use crate::ops::OpKind;
use crate::ops::column::AlterColumn;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, effect) = step.rewrite()?;
    let told_elsewhere = match &step.op.kind {
        OpKind::AddColumn { .. } | OpKind::RefreshView(_) => true,
        OpKind::AlterColumn { change, .. } => {
            matches!(change, AlterColumn::SetType { .. } | AlterColumn::Redefine { .. })
        }
        _ => false,
    };
    if told_elsewhere {
        return None;
    }
    let remark = Remark::new(
        format!("`{table}` is written anew, row by row"),
        rewriting(step),
        "copy it in the background into a new table (pg_repack, a partition, a new column), then switch over",
    );
    Some(remark.resting_on(effect))
}
