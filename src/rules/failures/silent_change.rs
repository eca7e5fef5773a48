use crate::effects::EffectKind;
use crate::ops::Clause;
use crate::replay::Step;
use crate::rules::{Place, Remark};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (effect, relation, what) = step.own().find_map(|it| match &it.kind {
        // What a copy leaves out is missed in a new table too.
        EffectKind::Silent { relation, what }
            if !step.is_private(relation) || it.clause == Some(Clause::Rebuild) =>
        {
            Some((it, relation, what))
        }
        _ => None,
    })?;
    let remark = Remark::new(
        format!("the statement does something to `{relation}` that it does not say"),
        what,
        "say it in the statement where it is meant, or write the statement so that it does not happen",
    );
    Some(Remark { place: effect.clause.map_or(Place::Whole, Place::Clause), ..remark })
}
