use crate::ops::OpKind;
use crate::ops::object::TypeDefinition;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateType(create) = &step.op.kind else { return None };
    let TypeDefinition::Domain { not_null, checks, .. } = &create.definition else { return None };
    if !not_null && checks.is_empty() {
        return None;
    }
    Some(Remark::new(
        format!("`{}` constrains every column of its type", create.name),
        "changing that checks every row of every such table while nobody can write to any of them",
        "put the checks on the tables, where they can be added and validated one by one",
    ))
}
