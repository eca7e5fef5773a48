use crate::effects::{EffectKind, Loss};
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, .. } = &step.op.kind else { return None };
    let effect = step
        .own()
        .find(|it| matches!(it.kind, EffectKind::LoseData { what: Loss::Narrowed, .. }))?;
    if step.is_private(table) {
        return None;
    }
    let remark = Remark::new(
        format!("not every value of `{table}.{column}` fits the new type"),
        match effect.because.as_str() {
            "" => {
                "values are cut or rounded, or the migration fails at the first that does not fit"
            }
            because => because,
        },
        "look for such values first, and decide what becomes of them in a migration of its own",
    );
    Some(remark.at(Clause::Type))
}
