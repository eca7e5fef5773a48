use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::External(call) = &view.quirk.kind else { return None };
    Some(Remark::new(
        format!("`{call}` leads out of the database"),
        "locks are held until it answers, a rollback does not take it back, and every database that is migrated calls it again",
        "let the deployment make the call once the migration is committed",
    ))
}
