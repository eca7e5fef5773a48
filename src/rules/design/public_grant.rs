use crate::ops::object::ObjectKind;
use crate::ops::{OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Other {
        kind: ObjectKind::Privilege, verb: Verb::Grant | Verb::Alter, detail, ..
    } = &step.op.kind
    else {
        return None;
    };
    let words: Vec<String> = words(detail);
    // `ALTER DEFAULT PRIVILEGES` gives by a GRANT of its own.
    let gives = words.iter().any(|it| it == "grant");
    let to = words.iter().rposition(|it| it == "to")?;
    if !gives || !words.iter().skip(to).any(|it| it == "public") {
        return None;
    }
    Some(Remark::new(
        "every role of the database gets this privilege",
        "roles that are made later have it too, and nobody thinks of taking it from them",
        "grant it to the roles that need it",
    ))
}

fn words(text: &str) -> Vec<String> {
    text.split(|it: char| it.is_whitespace() || it == ',').map(str::to_lowercase).collect()
}
