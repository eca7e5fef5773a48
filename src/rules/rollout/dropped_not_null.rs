use crate::ops::column::AlterColumn;
use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, change: AlterColumn::DropNotNull } = &step.op.kind
    else {
        return None;
    };
    // What was never required, or goes at once, surprises nobody.
    let known_nullable = step.column(table, column).is_some_and(|it| it.nullable == Some(true));
    let goes =
        |it: &Op| matches!(&it.kind, OpKind::DropColumn { column: name, .. } if name == column);
    if step.is_new_column(table, column) || known_nullable || step.near().any(goes) {
        return None;
    }
    Some(Remark::new(
        format!("`{table}.{column}` may be null from now on"),
        "code that is still running relies on a value in every row",
        "release code that copes with nulls first",
    ))
}
