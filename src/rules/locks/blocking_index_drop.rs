use crate::effects::{HeldUntil, InTransaction};
use crate::ops::index::{DropIndex, Online};
use crate::ops::{Cascade, OpKind};
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropIndex(drop) = &step.op.kind else { return None };
    let long = |who| step.lock_against(who).filter(|it| it.held != HeldUntil::Moment);
    let lock = long(Blocked::Readers).or_else(|| long(Blocked::Writers))?;
    let until = match step.transaction.inside {
        InTransaction::No => "while it waits for running queries",
        InTransaction::Yes | InTransaction::Unknown => "from its first wait to the commit",
    };
    // Of an index that the history does not know, the table is not known either.
    let table =
        if lock.table == drop.index { "its table".to_owned() } else { format!("`{}`", lock.table) };
    let remark = Remark::new(
        format!("dropping `{}` blocks {} on {table}", drop.index, lock.mode.blocks.words()),
        format!(
            "its {} lock is on the table too, and whoever comes later queues behind it {until}",
            lock.mode.name
        ),
        format!("drop it online (concurrently), {}", outside_transaction(step.unit)),
    );
    if drop.cascade != Cascade::Unstated || drop.together != 1 {
        return Some(remark);
    }
    let online = DropIndex { online: Online::Yes, ..drop.clone() };
    let title = format!("drop `{}` online", drop.index);
    Some(remark.or_rather(title, vec![OpKind::DropIndex(online)]))
}
