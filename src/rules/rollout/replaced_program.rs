use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateFunction(made) = &step.op.kind else { return None };
    let known = step.before.functions.get(&made.name)?;
    let stood = known.born.is_none_or(|it| it.unit != step.place);
    if !made.replaces || !stood || step.transaction.setting("edition").is_some() {
        return None;
    }
    Some(Remark::new(
        format!("`{}` changes under those who run it", made.name),
        "it waits for all who run it, and the application that is still deployed calls the new one",
        "make it in a child edition (`alter session set edition = …`), to which sessions change over one after the other",
    ))
}
