use super::{rewriting, weighed};
use crate::ops::column::AlterColumn;
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { column, change, .. } = &step.op.kind else { return None };
    let to = match change {
        AlterColumn::SetType { to, .. } => Some(to),
        AlterColumn::Redefine { to, .. } => to.data_type.as_ref(),
        _ => return None,
    };
    let (table, effect) = step.rewrite()?;
    let remark = Remark::new(
        match to {
            Some(to) => {
                format!("changing `{column}` to {} writes every row of `{table}` anew", to.text)
            }
            None => format!("changing `{column}` writes every row of `{table}` anew"),
        },
        rewriting(step),
        step.advice(
            table,
            "add a column of the new type, keep both in step by a trigger, fill it in batches, then switch over",
        ),
    );
    let remark = weighed(step, remark);
    Some(remark.resting_on(effect).at(Clause::Type))
}
