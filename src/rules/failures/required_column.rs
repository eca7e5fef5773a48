use crate::effects::{Breakage, Effect, EffectKind};
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::{Place, Remark, Severity};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { table, column, .. } = &step.op.kind else { return None };
    let required =
        |it: &&Effect| matches!(it.kind, EffectKind::Breaks { what: Breakage::Required, .. });
    let effect = step.own().find(required)?;
    if step.is_private(table) {
        return None;
    }
    let fails = step.own().any(|it| matches!(it.kind, EffectKind::MayFail { .. }));
    let remark = Remark {
        place: effect.clause.map_or(Place::Whole, Place::Clause),
        ..Remark::new(
            format!(
                "`{}` is required, and the rows of `{table}` have no value for it",
                column.name
            ),
            "it fails as soon as there is a row, and inserts of code that does not know the column fail after it",
            "give it a default, or add it without not null, fill it, and require it in a later migration",
        )
    };
    if fails {
        return Some(remark);
    }
    let emptied = Remark {
        message: format!("`{}` is required, and has no default", column.name),
        reason: "inserts of code that does not know the column fail from now on".to_owned(),
        ..remark
    };
    Some(emptied.with_severity(Severity::Warning))
}
