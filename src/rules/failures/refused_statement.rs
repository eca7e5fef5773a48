use crate::effects::{EffectKind, Refusal};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (effect, why, refusal) = step.own().find_map(|it| match &it.kind {
        EffectKind::Refused { refusal: Refusal::InTransaction, .. } => None,
        EffectKind::Refused { why, refusal } => Some((it, why, *refusal)),
        _ => None,
    })?;
    let help = match refusal {
        Refusal::Version => {
            "use a form that the oldest server it runs on knows, or judge for the right version"
        }
        Refusal::OutsideTransaction => "run it inside a transaction",
        Refusal::Schema => {
            "bring the schema to where the statement expects it, in an earlier migration"
        }
        Refusal::Statement | Refusal::InTransaction => "correct the statement",
    };
    Some(Remark::new("the server refuses this statement", why, help).resting_on(effect))
}
