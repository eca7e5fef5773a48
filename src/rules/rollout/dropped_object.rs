use crate::ops::object::ObjectKind;
use crate::ops::{Guard, ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropObject { kind, name, table, guard, .. } = &step.op.kind else { return None };
    let of = table.as_ref();
    let (what, reason) = consequence(*kind)?;
    let made_anew = |it: &Op| match &it.kind {
        OpKind::CreateTrigger(it) => of == Some(&it.table),
        OpKind::Other { kind: other, name: made, .. } => {
            other == kind && made.as_ref() == Some(name)
        }
        OpKind::DropTable { name, .. } => of == Some(name),
        // A trigger's function goes with the trigger, which is told of.
        OpKind::DropObject { kind: ObjectKind::Trigger, .. } => *kind == ObjectKind::Function,
        OpKind::RenameObject { to, .. } => *to == name.name,
        other => other.created() == Some(name),
    };
    // A guarded drop of what nothing has mentioned clears the way for something that is made elsewhere.
    let unheard_of = *guard == Guard::IfNeeded && !is_known(step, *kind, name, of);
    let runs_by_trigger = step.before.functions.get(name).is_some_and(|it| it.returns_trigger);
    if unheard_of
        || runs_by_trigger
        || step.is_new_object(*kind, name)
        || of.is_some_and(|it| step.is_private(it))
        || step.near().any(made_anew)
    {
        return None;
    }
    let on = of.map_or(String::new(), |it| format!(" of `{it}`"));
    Some(Remark::new(
        format!("the {what} `{name}`{on} is gone from the commit on"),
        reason,
        "release code that does not need it first, and keep its definition for the way back",
    ))
}

/// What it is called, and what happens without it.
fn consequence(kind: ObjectKind) -> Option<(&'static str, &'static str)> {
    const ASKED_FOR: &str = "code that is still running asks for it and fails";
    Some(match kind {
        ObjectKind::View => ("view", ASKED_FOR),
        ObjectKind::MaterializedView => ("materialized view", ASKED_FOR),
        ObjectKind::Function => (
            "function",
            "code that is still running, and function bodies that the database does not look into, call it and fail",
        ),
        ObjectKind::Procedure => ("procedure", "code that is still running calls it and fails"),
        ObjectKind::Trigger => (
            "trigger",
            "what it checked or kept up to date is no longer, for the running release too",
        ),
        ObjectKind::Policy => (
            "policy",
            "rows that it let roles see or write are hidden or refused, or rows that it kept from them are shown",
        ),
        ObjectKind::Rule => ("rule", "statements that it rewrote do something else from now on"),
        _ => return None,
    })
}

fn is_known(step: &Step<'_>, kind: ObjectKind, name: &ObjectName, of: Option<&ObjectName>) -> bool {
    let table = of.and_then(|it| step.before.table(it));
    match kind {
        ObjectKind::View | ObjectKind::MaterializedView => step.before.views.contains_key(name),
        ObjectKind::Function | ObjectKind::Procedure => step.before.functions.contains_key(name),
        ObjectKind::Trigger => {
            table.is_some_and(|it| it.triggers.iter().any(|it| it.name == name.name))
        }
        _ => table.is_some_and(|it| it.dependents.iter().any(|it| it.name == name.name)),
    }
}
