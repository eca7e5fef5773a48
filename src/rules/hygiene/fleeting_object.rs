use crate::catalog::Birth;
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (name, table, born) = undone(step)?;
    let new = born.is_some_and(|it| it.unit == step.place);
    let used = |it: &Op| match &it.kind {
        OpKind::Update(_)
        | OpKind::Insert(_)
        | OpKind::Delete(_)
        | OpKind::Merge { .. }
        | OpKind::Copy(_)
        | OpKind::Query { .. }
        | OpKind::Call { .. }
        | OpKind::Opaque(_) => true,
        // A rebuild makes a table under another name and puts it into the old one's place.
        OpKind::RenameTable { .. } => true,
        _ => false,
    };
    if !new || step.near().any(used) {
        return None;
    }
    Some(Remark::new(
        format!("`{name}` is gone again in the migration that made it"),
        format!("making and undoing it changes `{table}` twice for nothing"),
        "leave out both",
    ))
}

/// What the operation takes away, its table, and when it was made.
fn undone<'a>(step: &Step<'a>) -> Option<(String, &'a ObjectName, Option<Birth>)> {
    Some(match &step.op.kind {
        OpKind::DropColumn { table, column, .. } => {
            (format!("{table}.{column}"), table, step.column(table, column)?.born)
        }
        OpKind::DropConstraint { table, constraint, .. } => {
            let name = constraint.name()?;
            (name.to_owned(), table, step.constraint(table, name)?.born)
        }
        OpKind::DropIndex(drop) => {
            let (table, index) = step.before.index(&drop.index)?;
            (index.name.clone(), table, index.born)
        }
        _ => return None,
    })
}
