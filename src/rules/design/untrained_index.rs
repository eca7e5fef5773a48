use crate::ops::OpKind;
use crate::replay::{self, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateIndex(index) = &step.op.kind else { return None };
    let trains = index.method.as_deref() == Some("ivfflat");
    if !trains || !step.is_new(&index.table) || replay::may_hold_rows(step.before, &index.table) {
        return None;
    }
    let name = index.name.as_deref().unwrap_or("the index");
    Some(Remark::new(
        format!("`{name}` chooses its lists from `{}`, which has no rows yet", index.table),
        "the centres stay as they were chosen, so it finds few of the nearest rows that come later",
        "build it once the table has rows, online, or use `hnsw`, which needs none",
    ))
}
