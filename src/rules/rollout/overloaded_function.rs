use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateFunction(function) = &step.op.kind else { return None };
    let parameters = function.parameters?;
    let known = step.before.functions.get(&function.name)?;
    let drops =
        |it: &Op| matches!(&it.kind, OpKind::DropObject { name, .. } if *name == function.name);
    if !function.replaces
        || known.parameters.is_empty()
        || known.parameters.contains(&parameters)
        || step.near().any(drops)
    {
        return None;
    }
    Some(Remark::new(
        format!("this makes a second `{}` and replaces none", function.name),
        format!(
            "one with another number of parameters than {parameters} is there and stays; calls that fit it still run the old body, and calls that fit both fail",
        ),
        "drop the old one by its parameters in the same migration, or keep the parameters",
    ))
}
