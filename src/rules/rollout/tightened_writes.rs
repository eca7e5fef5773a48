use crate::effects::{Breakage, EffectKind};
use crate::ops::OpKind;
use crate::ops::column::AlterColumn;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let relation = step.own().find_map(|it| match &it.kind {
        EffectKind::Breaks { relation, what: Breakage::Restricted, .. } => Some(relation),
        _ => None,
    })?;
    let (what, columns) = asked_for(&step.op.kind)?;
    // The running release writes nothing into columns that it does not know.
    let unknown_to_it =
        !columns.is_empty() && columns.iter().all(|it| step.is_new_column(relation, it));
    if step.is_private(relation) || unknown_to_it {
        return None;
    }
    Some(Remark::new(
        format!("writes to `{relation}` that break {what} are refused from now on"),
        "code that is still running may write such rows, and fails for the first time in production",
        "release code that keeps to it first, and look for rows that do not",
    ))
}

/// What is demanded, and of which columns.
fn asked_for(kind: &OpKind) -> Option<(String, Vec<&str>)> {
    let named = |name: Option<&String>, what: &str| match name {
        Some(name) => format!("`{name}`"),
        None => what.to_owned(),
    };
    Some(match kind {
        OpKind::AddConstraint { constraint, .. } => {
            (named(constraint.name.as_ref(), "the new constraint"), constraint.columns())
        }
        OpKind::CreateIndex(index) => (
            named(index.name.as_ref(), "the new unique index"),
            index.keys.iter().filter_map(|it| it.column.as_deref()).collect(),
        ),
        OpKind::AlterColumn { column, change: AlterColumn::SetNotNull, .. } => {
            (format!("not null of `{column}`"), vec![column])
        }
        OpKind::AlterDomain { name, .. } => (format!("the domain `{name}`"), Vec::new()),
        _ => return None,
    })
}
