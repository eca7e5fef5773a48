use crate::effects::{EffectKind, Refusal};
use crate::ops::Clause;
use crate::replay::Step;
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (effect, why) = step.own().find_map(|it| match &it.kind {
        EffectKind::Refused { why, refusal: Refusal::InTransaction }
            if it.clause == Some(Clause::Value) =>
        {
            Some((it, why))
        }
        _ => None,
    })?;
    let remark = Remark::new(
        "a value of an enum is used in the transaction that adds it",
        why,
        format!("add the value in an earlier migration, or {}", outside_transaction(step.unit)),
    );
    Some(remark.resting_on(effect))
}
