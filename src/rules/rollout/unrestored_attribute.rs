use crate::revert::proof::FaultKind;
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    let FaultKind::Attribute { attribute, was, now } = &view.fault.kind else { return None };
    let part = view.fault.part.words();
    Some(Remark::new(
        format!("after the way back of `{}` the {attribute} of {part} is `{now}`", view.up.id),
        format!(
            "it was `{was}` before the way up, and the release that comes back was written for that"
        ),
        "put it back as it was",
    ))
}
