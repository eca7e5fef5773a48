use crate::effects::{EffectKind, Loss};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let relation = step.own().find_map(|it| match &it.kind {
        EffectKind::LoseData { relation, what: Loss::Durability, .. } => Some(relation),
        _ => None,
    })?;
    Some(Remark::new(
        format!("the rows of `{relation}` do not survive a crash"),
        "an unlogged table is emptied after a crash, and replicas and backups of the log never have its rows",
        "keep the table logged, unless it can be filled again at any time",
    ))
}
