use crate::effects::{Effect, EffectKind, Loss};
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, Severity};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, .. } = &step.op.kind else { return None };
    if step.is_private(table) {
        return None;
    }
    let known = step.column(table, column).is_some_and(|it| it.data_type.is_some());
    let narrowed = |it: &Effect| {
        match &it.kind {
        EffectKind::LoseData { what: Loss::Narrowed, .. } => Some(match it.because.as_str() {
            "" => "values are cut or rounded, or the migration fails at the first that does not fit",
            because => because,
        }
        .to_owned()),
        EffectKind::MayFail { when } if known && it.clause == Some(Clause::Type) => {
            Some(format!("the migration fails where {when}"))
        }
        _ => None,
    }
    };
    let remark = Remark::new(
        format!("not every value of `{table}.{column}` fits the new type"),
        step.own().find_map(narrowed)?,
        "look for such values first, and decide what becomes of them in a migration of its own",
    );
    // Where it fails, nothing is lost.
    let lost = step.own().any(|it| matches!(it.kind, EffectKind::LoseData { .. }));
    let remark = if lost { remark } else { remark.with_severity(Severity::Warning) };
    Some(remark.at(Clause::Type))
}
