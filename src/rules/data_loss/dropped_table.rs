use crate::effects::{Effect, EffectKind};
use crate::ops::{Guard, Op, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, Severity};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropTable { name, guard, .. } = &step.op.kind else { return None };
    let known = step.before.tables.contains_key(name);
    if step.is_private(name) || (!known && step.before.complete) {
        return None;
    }
    // A table that is made anew from its own rows loses none.
    let rebuilt = |it: &Op| matches!(&it.kind, OpKind::RenameTable { to, .. } if to == name);
    let lost = |it: &Effect| match &it.kind {
        EffectKind::LoseData { relation, column: None, .. } => relation == name,
        _ => false,
    };
    if step.near().any(rebuilt) && !step.own().any(lost) {
        return None;
    }
    let remark = Remark::new(
        format!("dropping `{name}` loses all its rows"),
        "nothing brings them back but a backup, and code that still uses the table fails at once",
        "rename the table first, wait until nothing misses it, keep a backup, and drop it in a later release",
    );
    // A guarded drop of a table that nothing has mentioned often clears the way for a new one.
    let unheard_of = !known && *guard == Guard::IfNeeded;
    Some(if unheard_of { remark.with_severity(Severity::Warning) } else { remark })
}
