use crate::ops::OpKind;
use crate::ops::index::{Online, Reindex};
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Reindex(reindex) = &step.op.kind else { return None };
    let readers = step.long_lock_against(Blocked::Readers);
    let lock = readers.or_else(|| step.long_lock_against(Blocked::Writers))?;
    let remark = Remark::new(
        format!("rebuilding an index of `{}` blocks {}", lock.table, lock.mode.blocks.words()),
        format!(
            "it holds {} on `{}` until the index is built again",
            lock.mode.words(),
            lock.relation
        ),
        format!("rebuild it online (concurrently), {}", outside_transaction(step.unit)),
    );
    let online = Reindex { online: Online::Yes, ..reindex.clone() };
    Some(remark.or_rather("rebuild it online", vec![OpKind::Reindex(online)]))
}
