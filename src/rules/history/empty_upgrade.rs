use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Idle(title) = &view.quirk.kind else { return None };
    Some(Remark::new(
        format!("`upgrade` does nothing, and the message says \"{title}\""),
        "either the change was forgotten, or autogenerate did not see it",
        "import all models in env.py and generate it anew, or remove the revision",
    ))
}
