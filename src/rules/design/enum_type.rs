use crate::ops::OpKind;
use crate::ops::object::TypeDefinition;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateType(create) = &step.op.kind else { return None };
    let TypeDefinition::Enum(_) = create.definition else { return None };
    Some(Remark::new(
        format!("`{}` is an enumeration", create.name),
        "its values can never be removed or moved without rewriting every table that uses it",
        "use a table of values with a foreign key, or a check",
    ))
}
