use crate::revert::proof::{Failure, FaultKind};
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    let FaultKind::Fails { why } = &view.fault.kind else { return None };
    let (id, part) = (&view.up.id, view.fault.part.words());
    let (message, help) = match why {
        Failure::GoneAlready => (
            format!("the way back of `{id}` fails: {part} is gone when its turn comes"),
            "take it away before what takes it along",
        ),
        Failure::ThereAlready => (
            format!("the way back of `{id}` fails: {part} is there already when it is made"),
            "take away what is in its place first, or leave it",
        ),
        Failure::InUse { by } => (
            format!("the way back of `{id}` fails: {part} is still used by {by}"),
            "take away what uses it first",
        ),
    };
    Some(Remark::new(message, "a release that is taken back in a hurry stops half-way", help))
}
