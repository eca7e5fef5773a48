use crate::effects::EffectKind;
use crate::ops::{Clause, Guard, Op, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, spelled};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateIndex(index) = &step.op.kind else { return None };
    let name = index.name.as_ref()?;
    let leaves = |it: &EffectKind| matches!(it, EffectKind::LeavesInvalidIndex { .. });
    let clears = |it: &Op| matches!(&it.kind, OpKind::DropIndex(drop) if drop.index.name == *name);
    if index.guard != Guard::IfNeeded
        || !step.own().any(|it| leaves(&it.kind))
        || step.near().any(clears)
    {
        return None;
    }
    let remark = Remark::new(
        format!("an unusable `{name}` from an earlier try would pass for this index"),
        "a build that fails leaves an invalid index behind, and `if not exists` looks only at the name",
        format!(
            "drop it first (`drop index concurrently if exists {}`), or leave out `if not exists`",
            spelled(step, &index.table.sibling(name))
        ),
    );
    Some(remark.at(Clause::IfNotExists))
}
