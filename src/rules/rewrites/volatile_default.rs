use super::rewriting;
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { column, .. } = &step.op.kind else { return None };
    let (table, effect) = step.rewrite()?;
    if effect.clause != Some(Clause::Default) || column.generated.is_some() {
        return None;
    }
    let remark = Remark::new(
        format!("the default of `{}` is worked out anew for every row of `{table}`", column.name),
        rewriting(step),
        "add the column without a default, set the default for new rows, and fill the old ones in batches",
    );
    Some(remark.resting_on(effect).at(Clause::Default))
}
