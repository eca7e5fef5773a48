use crate::effects::{EffectKind, RowExtent};
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Update(update) = &step.op.kind else { return None };
    let all = step
        .own()
        .any(|it| matches!(it.kind, EffectKind::ChangeRows { extent: RowExtent::All, .. }));
    if !all || step.is_private(&update.table) {
        return None;
    }
    Some(Remark::new(
        format!("every row of `{}` is updated at once", update.table),
        "each row stays locked against other writers until the commit, and its old version is kept for as long",
        "update in batches of some thousand rows, each in a transaction of its own",
    ))
}
