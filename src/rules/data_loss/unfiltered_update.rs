use crate::effects::{EffectKind, RowExtent};
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Update(update) = &step.op.kind else { return None };
    let all = step
        .own()
        .any(|it| matches!(it.kind, EffectKind::ChangeRows { extent: RowExtent::All, .. }));
    let (column, _) = update.sets.iter().find(|(it, _)| !step.is_new_column(&update.table, it))?;
    if !all {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{column}` is overwritten in every row", update.table),
        "no condition chooses among them, and the values that stood there are gone after the commit",
        "say in a `where` which rows change, or write into a new column and keep the old one",
    ))
}
