use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterDomain { name, .. } = &step.op.kind else { return None };
    let lock = step.long_lock_against(Blocked::Writers)?;
    Some(Remark::new(
        format!(
            "every row with a column of `{name}` is checked, those of `{}` among them",
            lock.table
        ),
        format!(
            "{} stops {} on each of these tables until that is done",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        "add the constraint `not valid`, or put checks on the tables, which can be validated online",
    ))
}
