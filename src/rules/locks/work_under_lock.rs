use crate::cost::Duration;
use crate::effects::RelationKind;
use crate::ops::OpKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
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
    let readers = step.held_against(Blocked::Readers);
    let lock = &readers.or_else(|| step.held_against(Blocked::Writers))?.lock;
    let place = match lock.relation_kind {
        RelationKind::Database => "every table of the database".to_owned(),
        _ => format!("`{}`", lock.table),
    };
    Some(Remark::new(
        format!("this runs while {} on {place} wait", lock.mode.blocks.words()),
        format!(
            "an earlier statement took {} that is held until the commit, and this takes longer the more rows there are",
            lock.mode.words()
        ),
        "commit first: move it to a migration of its own",
    ))
}
