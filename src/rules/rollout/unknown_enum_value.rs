use crate::ops::OpKind;
use crate::ops::object::{AlterEnum, ObjectKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterEnum { name, change: AlterEnum::AddValue { value, .. } } = &step.op.kind
    else {
        return None;
    };
    if step.is_new_object(ObjectKind::Type, name) {
        return None;
    }
    Some(Remark::new(
        format!("`{name}` may be `{value}` from now on"),
        "code that is still running does not know the value, and fails where it reads one that the new release wrote",
        "write the value only once every release that runs knows it",
    ))
}
