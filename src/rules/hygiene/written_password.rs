use crate::ops::OpKind;
use crate::ops::object::ObjectKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other { kind, detail, .. } = &step.op.kind else { return None };
    let keeps_passwords = matches!(
        kind,
        ObjectKind::Role | ObjectKind::UserMapping | ObjectKind::Subscription | ObjectKind::Server
    );
    if !keeps_passwords {
        return None;
    }
    let detail = detail.to_lowercase();
    let behind = detail.split_once("password")?.1.trim_start().trim_start_matches('=');
    let literal = behind.trim_start();
    let quoted = literal.starts_with('\'') || *kind == ObjectKind::Subscription;
    if !quoted || literal.contains(['{', '$', '%']) {
        return None;
    }
    Some(Remark::new(
        "a password stands in the migration",
        "everybody who can read the repository or the server's log knows it, and it is the same everywhere",
        "leave it out, and set it where the database runs",
    ))
}
