use crate::effects;
use crate::ops::OpKind;
use crate::ops::index::Online;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let online = match &step.op.kind {
        OpKind::CreateIndex(index) => index.online,
        OpKind::Reindex(reindex) => reindex.online,
        _ => return None,
    };
    if online != Online::Yes || !effects::loses_rows_online(step.before.target) {
        return None;
    }
    Some(Remark::new(
        format!("on {} an index that is built online may miss rows", step.before.target),
        "rows that are updated meanwhile can be left out without a word, and queries that use the index do not find them",
        "bring the server to 14.4 or later first, and rebuild what was built online before",
    ))
}
