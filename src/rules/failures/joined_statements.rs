use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Joined(count) = &view.quirk.kind else { return None };
    Some(Remark::new(
        format!("{count} statements are sent at once"),
        "drivers of this database send one statement at a time, most or all of them, and the text is refused",
        "give each statement a call of its own",
    ))
}
