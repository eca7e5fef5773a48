use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Refused { what, why, help } = &view.quirk.kind else { return None };
    Some(Remark::new(what, *why, *help).instead("write the default as SQL", What::Mend))
}
