use crate::ops::OpKind;
use crate::ops::object::AlterEnum;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterEnum { name, change: AlterEnum::AddValue { value, neighbour: None, .. } } =
        &step.op.kind
    else {
        return None;
    };
    Some(Remark::new(
        format!("`{value}` becomes the last value of `{name}`"),
        "comparisons and `order by` follow the order of the values, and it cannot be changed later",
        "say where it belongs: `before` or `after` another value",
    ))
}
