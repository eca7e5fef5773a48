use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Fleeting(call) = &view.quirk.kind else { return None };
    Some(Remark::new(
        format!("`{call}` gives another value in every run"),
        "each database gets its own, and a script written with `--sql` holds the one of the moment",
        "write the value down, or let the database make it",
    ))
}
