use crate::effects::InTransaction;
use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropIndex(drop) = &step.op.kind else { return None };
    let lock = step.lock_against(Blocked::Readers)?;
    let until = match step.transaction.inside {
        InTransaction::No => "while it waits for running queries",
        InTransaction::Yes | InTransaction::Unknown => "from its first wait to the commit",
    };
    Some(Remark::new(
        format!(
            "dropping `{}` blocks {} of `{}`",
            drop.index,
            lock.mode.blocks.words(),
            lock.table
        ),
        format!(
            "its {} lock is on the table too, and whoever comes later queues behind it {until}",
            lock.mode.name
        ),
        format!("drop it online (concurrently), {}", outside_transaction(step.unit)),
    ))
}
