use crate::ops::object::ObjectKind;
use crate::ops::{OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other { kind: ObjectKind::Privilege, verb: Verb::Grant, detail, .. } =
        &step.op.kind
    else {
        return None;
    };
    let words: Vec<String> = detail.split_whitespace().map(str::to_lowercase).collect();
    let detail = words.join(" ");
    let (message, reason) = if detail.contains("with grant option") {
        ("the role may pass this privilege on", "whom it gives it to is known to nobody here")
    } else if detail.starts_with("grant all ") {
        (
            "the role gets every privilege",
            "those that it does not need are there for whoever gets hold of it",
        )
    } else {
        return None;
    };
    Some(Remark::new(message, reason, "grant what the role needs, by name"))
}
