use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Online = &view.quirk.kind else { return None };
    Some(Remark::new(
        "what the migration does depends on what it finds in the database",
        "it cannot be written as a script of SQL, and nobody can say before what it will do",
        "say what is to be done, or ask `context.is_offline_mode()` first",
    ))
}
