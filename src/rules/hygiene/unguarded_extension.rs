use crate::ops::{Guard, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateExtension { name, guard: Guard::None } = &step.op.kind else { return None };
    Some(Remark::new(
        format!("this fails where somebody has made `{name}` already"),
        "extensions are often made together with the database, by somebody with more rights",
        format!("`create extension if not exists {name}`"),
    ))
}
