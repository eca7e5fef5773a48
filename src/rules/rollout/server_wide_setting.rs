use crate::ops::object::ObjectKind;
use crate::ops::{OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other { kind, verb: Verb::Alter, detail, .. } = &step.op.kind else { return None };
    let sets = detail.split_whitespace().any(|it| it.eq_ignore_ascii_case("set"));
    let what = match kind {
        ObjectKind::System => "the whole server",
        ObjectKind::Database if sets => "every later session of the database",
        ObjectKind::Role if sets => "every later session of the role",
        _ => return None,
    };
    Some(Remark::new(
        format!("this changes a setting for {what}"),
        "it holds only where the migration ran, and outlives its downgrade",
        "keep it with the server's configuration, or use `set local` for what the migration needs",
    ))
}
