use crate::effects::{EffectKind, Refusal};
use crate::ops::Clause;
use crate::replay::{OpenedBy, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (effect, why) = step.own().find_map(|it| match &it.kind {
        // A value that is not committed yet is another rule's.
        EffectKind::Refused { why, refusal: Refusal::InTransaction }
            if it.clause != Some(Clause::Value) =>
        {
            Some((it, why))
        }
        _ => None,
    })?;
    let help = match step.transaction.opened_by {
        OpenedBy::Statement => "commit before it, or leave out the `begin`".to_owned(),
        OpenedBy::Framework | OpenedBy::Assumption => {
            format!("put it {}", outside_transaction(step.unit))
        }
    };
    Some(
        Remark::new(
            "this statement runs in a transaction, and no transaction accepts it",
            why,
            help,
        )
        .resting_on(effect),
    )
}
