use crate::revert::proof::FaultKind;
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    if view.fault.kind != FaultKind::Idle {
        return None;
    }
    Some(Remark::new(
        format!(
            "there is no {} for the way back of `{}` to drop",
            view.fault.part.words(),
            view.up.id
        ),
        "if exists hides that the name is wrong, and what was meant stays",
        "correct the name, or leave the statement out",
    ))
}
