use crate::effects::{Breakage, Effect, EffectKind};
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { table, column, .. } = &step.op.kind else { return None };
    let required =
        |it: &&Effect| matches!(it.kind, EffectKind::Breaks { what: Breakage::Required, .. });
    let effect = step.own().find(required)?;
    if step.is_private(table) {
        return None;
    }
    let remark = Remark::new(
        format!("`{}` is required, and the rows of `{table}` have no value for it", column.name),
        "it fails as soon as there is a row, and inserts of code that does not know the column fail after it",
        "give it a default, or add it without not null, fill it, and require it in a later migration",
    );
    Some(match effect.clause {
        Some(clause) => remark.at(clause),
        None => remark,
    })
}
