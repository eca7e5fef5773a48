use crate::cost::Duration;
use crate::ops::OpKind;
use crate::replay::{Blocked, Held, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let readers = step.held_against(Blocked::Readers);
    let held = readers.or_else(|| step.held_against(Blocked::Writers))?;
    // What itself keeps writers out for long is told of by its own rule.
    if step.duration() != Duration::GrowsWithTable
        || step.long_lock_against(Blocked::Writers).is_some()
    {
        return None;
    }
    // Validation under a lock on the same table is another rule's.
    if let OpKind::ValidateConstraint { table, .. } = &step.op.kind
        && step.lock_over(table, Blocked::Writers).is_some()
    {
        return None;
    }
    let lock = &held.lock;
    Some(Remark::new(
        format!("this runs while {} of `{}` wait", lock.mode.blocks.words(), lock.table),
        format!(
            "{} took {} on `{}` that is held until the commit, and this takes longer the more rows there are",
            who(held, step),
            lock.mode.words(),
            lock.table
        ),
        "commit first: move it to a migration of its own",
    ))
}

fn who(held: &Held, step: &Step<'_>) -> &'static str {
    if held.unit == step.place {
        "an earlier statement"
    } else {
        "an earlier migration of the same transaction"
    }
}
