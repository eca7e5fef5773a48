use crate::effects::EffectKind;
use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::ValidateConstraint { name, .. } = &step.op.kind else { return None };
    let relation = step.own().find_map(|it| match &it.kind {
        EffectKind::Scan { relation, .. } if !step.is_new(relation) => Some(relation),
        _ => None,
    })?;
    let lock = step.lock_over(relation, Blocked::Writers)?;
    Some(Remark::new(
        format!("`{name}` is validated while {} on `{relation}` wait", lock.mode.blocks.words()),
        format!(
            "the {} lock that was taken before is held until every row is checked",
            lock.mode.name
        ),
        "validate it in a later migration, after the commit",
    ))
}
