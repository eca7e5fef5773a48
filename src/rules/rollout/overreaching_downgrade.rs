use crate::revert::proof::FaultKind;
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    let (id, part) = (&view.up.id, view.fault.part.words());
    match view.fault.kind {
        FaultKind::TakenAway => Some(Remark::new(
            format!("the way back of `{id}` takes away {part}, which the way up did not make"),
            "it was there before, and the release that comes back was written for it",
            "take away only what the way up makes",
        )),
        FaultKind::Made => Some(Remark::new(
            format!("the way back of `{id}` makes {part}, which was not there before the way up"),
            "the schema is not what it was, and another migration that makes it fails",
            "make only what the way up takes away",
        )),
        _ => None,
    }
}
