use crate::ops::OpKind;
use crate::ops::object::ObjectKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other { kind: ObjectKind::Role, detail, .. } = &step.op.kind else { return None };
    let given = |word: &&str| {
        detail.split_whitespace().any(|it| it.trim_end_matches(';').eq_ignore_ascii_case(word))
    };
    let power = ["superuser", "bypassrls"].into_iter().find(given)?;
    Some(Remark::new(
        format!("the role becomes `{power}`"),
        "no privilege and no policy holds it back, wherever the migration runs",
        "grant the privileges that it needs, and leave such roles to whoever runs the server",
    ))
}
