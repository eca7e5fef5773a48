use crate::revert::proof::FaultKind;
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    if view.fault.kind != FaultKind::Unrestored {
        return None;
    }
    Some(Remark::new(
        format!("the way back of `{}` does not bring back {}", view.up.id, view.fault.part.words()),
        "the way up took it away, and the release that comes back was written for it",
        "make it again on the way down, as it was",
    ))
}
