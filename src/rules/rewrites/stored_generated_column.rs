use super::rewriting;
use crate::ops::column::Generated;
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { column, .. } = &step.op.kind else { return None };
    let Some(Generated::Stored(_) | Generated::Unstated(_)) = &column.generated else {
        return None;
    };
    let (table, effect) = step.rewrite()?;
    let remark = Remark::new(
        format!(
            "the generated column `{}` is computed and stored for every row of `{table}`",
            column.name
        ),
        rewriting(step),
        "add an ordinary column, fill it by a trigger and in batches, or compute it when it is read",
    );
    Some(remark.resting_on(effect).at(Clause::Generated))
}
