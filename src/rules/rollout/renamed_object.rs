use crate::ops::object::{AlterEnum, ObjectKind};
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (kind, name, to) = match &step.op.kind {
        OpKind::RenameObject { kind, name, to, .. } => (*kind, name, to.clone()),
        OpKind::MoveObject { kind, name, schema } => {
            (*kind, name, format!("{schema}.{}", name.name))
        }
        OpKind::AlterEnum { name, change: AlterEnum::RenameValue { value, to } } => {
            return renamed_value(step, name, value, to);
        }
        _ => return None,
    };
    let what = kind.used_by_name()?;
    let takes_its_place = |it: &Op| it.kind.created() == Some(name);
    if step.is_new_object(kind, name)
        || step.before.is_owned_sequence(name)
        || step.near().any(takes_its_place)
    {
        return None;
    }
    Some(Remark::new(
        format!("the {what} `{name}` is called `{to}` from one moment to the next"),
        format!(
            "code that is still running, and function bodies, ask for `{name}` and fail until they are replaced"
        ),
        "make it anew under the new name, move everything over, and drop the old one in a later release",
    ))
}

fn renamed_value(step: &Step<'_>, name: &ObjectName, value: &str, to: &str) -> Option<Remark> {
    if step.is_new_object(ObjectKind::Type, name) {
        return None;
    }
    Some(Remark::new(
        format!("the value `{value}` of `{name}` is called `{to}` from one moment to the next"),
        format!(
            "code that is still running writes `{value}`, which is refused, and reads `{to}`, which it does not know"
        ),
        "add the new value, release code that knows both, and rewrite the rows in batches",
    ))
}
