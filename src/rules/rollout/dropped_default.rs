use crate::effects::{Breakage, EffectKind};
use crate::ops::column::AlterColumn;
use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, change: AlterColumn::DropDefault } = &step.op.kind
    else {
        return None;
    };
    let required =
        |it: &EffectKind| matches!(it, EffectKind::Breaks { what: Breakage::Required, .. });
    let takes_its_place = |it: &Op| match &it.kind {
        OpKind::AlterColumn { table: of, column: other, change } => {
            of == table
                && other == column
                && matches!(
                    change,
                    AlterColumn::SetDefault(_)
                        | AlterColumn::AddIdentity(_)
                        | AlterColumn::DropNotNull
                )
        }
        OpKind::DropColumn { table: of, column: other, .. } => of == table && other == column,
        OpKind::CreateTrigger(it) => it.table == *table,
        _ => false,
    };
    if step.is_private(table)
        || !step.own().any(|it| required(&it.kind))
        || step.near().any(takes_its_place)
    {
        return None;
    }
    Some(Remark::new(
        format!("`{table}.{column}` is required, and no longer has a default"),
        "inserts of code that does not give a value for it fail from the commit on",
        "release code that always gives a value first, and drop the default in a later release",
    ))
}
