use crate::ops::column::AlterColumn;
use crate::ops::object::ObjectKind;
use crate::ops::{ObjectName, Op, OpKind, Verb};
use crate::replay::Step;
use crate::rules::{Remark, spelled};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let view = match &step.op.kind {
        OpKind::AlterColumn { table, column, change: AlterColumn::SetType { .. } } => {
            step.before.views_of_column(table, column).next()
        }
        OpKind::CreateView(it) if it.replaces => step.before.views_of(&it.name).next(),
        _ => None,
    }?;
    if step.is_private(&view.name) || step.after().any(|it| compiles(it, &view.name)) {
        return None;
    }
    let name = spelled(step, &view.name);
    Some(Remark::new(
        format!("`{}` is invalid after this, until it is compiled again", view.name),
        "the first who uses it compiles it while the others wait, and an error in it shows only then",
        format!(
            "`alter view {name} compile` in the same migration, or `dbms_utility.compile_schema(user, false)` at its end"
        ),
    ))
}

/// Whether the view is compiled by this, made anew or dropped.
fn compiles(op: &Op, view: &ObjectName) -> bool {
    match &op.kind {
        OpKind::CreateView(it) => it.name == *view,
        OpKind::DropObject { name, .. } => name == view,
        OpKind::Other { kind: ObjectKind::View, verb: Verb::Alter, name: Some(name), .. } => {
            name == view
        }
        OpKind::Call { name, .. } => {
            let package = name.schema.as_deref().unwrap_or_default();
            ["dbms_utility", "utl_recomp", "dbms_ddl"]
                .iter()
                .any(|it| package.rsplit('.').next().is_some_and(|of| of.eq_ignore_ascii_case(it)))
        }
        OpKind::Opaque(_) => true,
        _ => false,
    }
}
