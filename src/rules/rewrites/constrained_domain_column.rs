use super::rewriting;
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { column, .. } = &step.op.kind else { return None };
    let (table, effect) = step.rewrite()?;
    if effect.clause != Some(Clause::Type) || column.generated.is_some() {
        return None;
    }
    let remark = Remark::new(
        format!(
            "the domain of `{}` has constraints, and every row of `{table}` is written for them",
            column.name
        ),
        rewriting(step),
        "give the column the domain's base type, and the table a check `not valid` that is validated later",
    );
    Some(remark.resting_on(effect).at(Clause::Type))
}
