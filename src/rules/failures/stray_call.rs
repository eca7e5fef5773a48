use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Stray = &view.quirk.kind else { return None };
    Some(Remark::new(
        "this runs when the file is loaded, and not when the revision does",
        "every command of Alembic loads all files, mostly without a connection, and fails here",
        "put it into `upgrade`",
    ))
}
