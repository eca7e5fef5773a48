use super::rewriting;
use crate::effects::EffectKind;
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (OpKind::AlterColumn { .. } | OpKind::AddColumn { .. }) = &step.op.kind else {
        return None;
    };
    let (relation, index) = step.own().find_map(|it| match &it.kind {
        EffectKind::BuildIndex { relation, index } if !step.is_private(relation) => {
            let known = step.before.index_of(relation, index)?;
            let new = known.born.is_some_and(|it| step.is_of_this_release(it));
            new.then_some((relation, index))
        }
        _ => None,
    })?;
    Some(Remark::new(
        format!("`{index}` was just built on `{relation}`, and is built once more"),
        format!("the build before was for nothing, and {}", rewriting(step)),
        "change the column first, and build the index afterwards",
    ))
}
