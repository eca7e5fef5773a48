use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (what, name) = match &step.op.kind {
        OpKind::DropSchema { name, .. } => ("schema", name),
        OpKind::DropDatabase { name } => ("database", name),
        _ => return None,
    };
    Some(Remark::new(
        format!("dropping the {what} `{name}` loses everything in it"),
        "tables that no migration mentions go with it, and nothing brings them back but a backup",
        "drop its objects one by one, so that each is seen, and the empty rest at last",
    ))
}
