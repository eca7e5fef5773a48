use crate::ops::OpKind;
use crate::ops::column::Generated;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropColumn { table, column, .. } = &step.op.kind else { return None };
    let generated = step.column(table, column).and_then(|it| it.generated.as_ref());
    let computed = matches!(
        generated,
        Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_))
    );
    if step.is_new_column(table, column) || computed {
        return None;
    }
    Some(Remark::new(
        format!("dropping `{table}.{column}` loses its values"),
        "nothing brings them back but a backup, and code that still reads the column fails at once",
        "release code that does not use the column first, keep its values, and drop it in a later release",
    ))
}
