use crate::ops::object::ObjectKind;
use crate::ops::{OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other { kind: ObjectKind::Role, verb: Verb::Drop, detail, .. } = &step.op.kind
    else {
        return None;
    };
    if !detail.to_lowercase().starts_with("drop owned") {
        return None;
    }
    Some(Remark::new(
        "everything that the role owns in this database is dropped",
        "tables go with their rows, those that no migration mentions among them",
        "use `reassign owned by` first, and drop by name what shall go",
    ))
}
