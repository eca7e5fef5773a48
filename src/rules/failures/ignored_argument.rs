use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::PassedOver { argument, meant } = &view.quirk.kind else { return None };
    let help = match meant {
        Some(meant) => format!("write `{meant}`"),
        None => "correct its spelling, or leave it out".to_owned(),
    };
    Some(Remark::new(
        format!("nobody looks at `{argument}`"),
        "the call runs without it, so what it asks for does not happen",
        help,
    ))
}
