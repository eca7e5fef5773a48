use crate::ops::OpKind;
use crate::ops::constraint::ConstraintKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddConstraint { constraint, table, .. } = &step.op.kind else { return None };
    let ConstraintKind::Exclude { .. } = &constraint.kind else { return None };
    let lock = step.long_lock_against(Blocked::Writers)?;
    let name = constraint.name.as_deref().unwrap_or("the exclusion constraint");
    Some(Remark::new(
        format!("`{name}` is built while {} on `{table}` wait", lock.mode.blocks.words()),
        format!("it holds {} until every row is indexed and compared", lock.mode.words()),
        "make a new table with the constraint, copy the rows in batches, and switch over",
    ))
}
