use crate::ops::OpKind;
use crate::ops::index::{AlterIndex, IndexChange, Online, Reindex};
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let online = match &step.op.kind {
        OpKind::Reindex(it) => OpKind::Reindex(Reindex { online: Online::Yes, ..it.clone() }),
        OpKind::AlterIndex(it) if it.change == IndexChange::Rebuild(Online::No) => {
            let change = IndexChange::Rebuild(Online::Yes);
            OpKind::AlterIndex(AlterIndex { change, ..it.clone() })
        }
        _ => return None,
    };
    let readers = step.long_lock_against(Blocked::Readers);
    let lock = readers.or_else(|| step.long_lock_against(Blocked::Writers))?;
    let of = match &step.op.kind {
        OpKind::AlterIndex(it) if it.index == lock.table => "",
        _ => "an index of ",
    };
    let remark = Remark::new(
        format!("rebuilding {of}`{}` blocks {}", lock.table, lock.mode.blocks.words()),
        format!(
            "it holds {} on `{}` until the index is built again",
            lock.mode.words(),
            lock.relation
        ),
        format!("rebuild it online (concurrently), {}", outside_transaction(step.unit)),
    );
    Some(remark.or_rather("rebuild it online", vec![online]))
}
