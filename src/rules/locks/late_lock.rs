use crate::cost::Duration;
use crate::effects::RelationKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let worked = step.transaction.worked_on.as_ref()?;
    let lock = step.lock_against(Blocked::Readers)?;
    // Where there is one lock for the whole database, who has changed rows has it already.
    if lock.relation_kind == RelationKind::Database {
        return None;
    }
    // What holds its lock for long, or runs long while locks are held, is told of by other rules.
    if step.duration() != Duration::Instant || step.held_against(Blocked::Readers).is_some() {
        return None;
    }
    Some(Remark::new(
        format!(
            "this waits for a lock on `{}` while changed rows of `{worked}` are kept from others",
            lock.table
        ),
        format!("they stay locked until {} is granted and the transaction ends", lock.mode.words()),
        "commit the change of rows first: give it a migration of its own",
    ))
}
