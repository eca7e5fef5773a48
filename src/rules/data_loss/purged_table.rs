use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::{Place, Remark};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropTable { name, .. } = &step.op.kind else { return None };
    let purges = step.op.clauses.iter().any(|it| it.0 == Clause::Purge);
    if !purges || step.is_private(name) {
        return None;
    }
    let remark = Remark::new(
        format!("`{name}` does not go to the recycle bin"),
        "FLASHBACK TABLE … TO BEFORE DROP, the quick way back, finds nothing there",
        "drop it without PURGE, and purge it when nobody missed it",
    );
    Some(Remark { place: Place::Clause(Clause::Purge), ..remark })
}
