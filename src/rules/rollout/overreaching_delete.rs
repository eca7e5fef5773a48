use crate::revert::proof::FaultKind;
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    if view.fault.kind != FaultKind::DeletesAll {
        return None;
    }
    Some(Remark::new(
        format!(
            "the way back of `{}` deletes every row of {}",
            view.up.id,
            view.fault.part.words()
        ),
        "the way up put in some rows, and the others are not its own",
        "delete by the keys that the way up inserts",
    ))
}
