use crate::ops::object::ObjectKind;
use crate::ops::{Op, OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateFunction(function) = &step.op.kind else { return None };
    let pins = |it: &Op| match &it.kind {
        OpKind::Other {
            kind: ObjectKind::Function | ObjectKind::Procedure,
            verb: Verb::Alter,
            name,
            detail,
            ..
        } => name.as_ref() == Some(&function.name) && detail.to_lowercase().contains("search_path"),
        _ => false,
    };
    if !function.runs_as_owner || function.pins_search_path || step.after().any(pins) {
        return None;
    }
    Some(Remark::new(
        format!(
            "`{}` runs with its owner's rights, and finds names along its caller's `search_path`",
            function.name
        ),
        "a caller can put a table or an operator of the same name in front, and have it used with the owner's rights",
        "add `set search_path = …`, with `pg_temp` last or nothing at all",
    ))
}
