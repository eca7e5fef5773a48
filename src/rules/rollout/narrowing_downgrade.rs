use crate::revert::proof::FaultKind;
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    let FaultKind::MayFail { why } = &view.fault.kind else { return None };
    Some(Remark::new(
        format!(
            "rows may not fit what the way back of `{}` makes of {}",
            view.up.id,
            view.fault.part.words()
        ),
        why.as_str(),
        "look for such rows before the way down, and decide what becomes of them",
    ))
}
