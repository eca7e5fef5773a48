use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateIndex(index) = &step.op.kind else { return None };
    let lock = step.lock_against(Blocked::Writers)?;
    let name = index.name.as_deref().unwrap_or("the index");
    Some(Remark::new(
        format!("building `{name}` blocks writes to `{}`", index.table),
        format!("it holds a {} lock until every row is indexed", lock.mode.name),
        "build the index online",
    ))
}
