use crate::ops::OpKind;
use crate::ops::object::ObjectKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other { kind: ObjectKind::Session, detail, .. } = &step.op.kind else {
        return None;
    };
    let mut words = detail.split_whitespace();
    words.next().filter(|it| it.eq_ignore_ascii_case("use"))?;
    let name = words.next()?.trim_matches(['`', '[', ']', '"', ';']);
    // A role is no database.
    if name.contains(['{', '$', '%']) || name.eq_ignore_ascii_case("role") {
        return None;
    }
    Some(Remark::new(
        format!("the migration goes to the database `{name}`, whichever one it was run on"),
        "a copy for tests or for another customer has another name, and what follows changes the wrong database or none",
        "leave the database to the connection that the migration is run with",
    ))
}
