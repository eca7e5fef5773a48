use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::LateSetting(text) = &view.quirk.kind else { return None };
    Some(Remark::new(
        format!("`{text}` has no effect here"),
        "rows were changed before it, so a transaction is open, and SQLite does not switch its foreign keys in one",
        "put it before the first statement that changes rows",
    ))
}
