use crate::ops::OpKind;
use crate::ops::index::Online;
use crate::ops::table::AlterPartition;
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterPartition { table, change: AlterPartition::Detach { partition, .. } } =
        &step.op.kind
    else {
        return None;
    };
    let lock = step.lock_against(Blocked::Readers)?;
    let remark = Remark::new(
        format!("detaching `{partition}` blocks {} on `{}`", lock.mode.blocks.words(), lock.table),
        format!(
            "{} waits for every query on it, and whoever comes later queues behind",
            lock.mode.words()
        ),
        format!("detach it online (concurrently), {}", outside_transaction(step.unit)),
    );
    let online = AlterPartition::Detach { partition: partition.clone(), online: Online::Yes };
    let instead = OpKind::AlterPartition { table: table.clone(), change: online };
    Some(remark.or_rather(format!("detach `{partition}` online"), vec![instead]))
}
