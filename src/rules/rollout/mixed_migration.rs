use crate::effects::EffectKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let changed = step.own().find_map(|it| match &it.kind {
        EffectKind::ChangeRows { relation, .. } if !step.is_private(relation) => Some(relation),
        _ => None,
    })?;
    let locked = step.held_against(Blocked::Readers)?;
    Some(Remark::new(
        format!("this changes rows of `{changed}` in a migration that changes the schema"),
        format!(
            "the lock on `{}` is held until the rows are done, and neither can be repeated alone",
            locked.lock.table
        ),
        "give the change of rows a migration of its own",
    ))
}
