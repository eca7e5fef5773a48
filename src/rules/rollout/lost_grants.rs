use crate::ops::object::ObjectKind;
use crate::ops::{Op, OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropObject { kind, name, .. } = &step.op.kind else { return None };
    let what = match kind {
        ObjectKind::View | ObjectKind::MaterializedView => "view",
        ObjectKind::Function | ObjectKind::Procedure => "function",
        _ => return None,
    };
    let made_anew = |it: &Op| match &it.kind {
        OpKind::CreateView(view) => what == "view" && view.name == *name,
        OpKind::CreateFunction(function) => {
            what == "function" && function.name == *name && !function.returns_trigger
        }
        _ => false,
    };
    let granted =
        |it: &Op| matches!(it.kind, OpKind::Other { verb: Verb::Grant, .. } | OpKind::Opaque(_));
    let new = step.is_new_object(*kind, name);
    if new || !step.after().any(made_anew) || step.after().any(granted) {
        return None;
    }
    Some(Remark::new(
        format!("the {what} `{name}` is made anew, and what was granted on it is gone"),
        "roles that were allowed to use it are refused from the commit on, and its owner and comments are those of a new one",
        "use `create or replace`, which keeps them, or grant again what was granted",
    ))
}
