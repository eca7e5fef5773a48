use crate::ops::{OpKind, OpaqueExtent};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Opaque(opaque) = &step.op.kind else { return None };
    let message = match opaque.extent {
        OpaqueExtent::Statement => {
            "this statement was not understood, so nothing is known of what it does"
        }
        OpaqueExtent::Part => {
            "a part of this statement was not understood, so more may happen than is told here"
        }
    };
    let reason = if opaque.detail.is_empty() {
        opaque.why.words().to_owned()
    } else {
        format!("{}: `{}`", opaque.why.words(), opaque.detail.replace('`', "'"))
    };
    Some(Remark::new(
        message,
        reason,
        "look at it yourself: that nothing else is reported here does not mean that it is safe",
    ))
}
