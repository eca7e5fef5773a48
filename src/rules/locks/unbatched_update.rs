use crate::effects::{self, EffectKind, RowExtent};
use crate::ops::OpKind;
use crate::ops::data::Update;
use crate::replay::Step;
use crate::rules::{Remark, What};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Update(update) = &step.op.kind else { return None };
    let all = step
        .own()
        .any(|it| matches!(it.kind, EffectKind::ChangeRows { extent: RowExtent::All, .. }));
    if !all || step.is_private(&update.table) {
        return None;
    }
    let remark = Remark::new(
        format!("every row of `{}` is updated at once", update.table),
        "each row stays locked against other writers until the commit, and its old version is kept for as long",
        "update in batches of some thousand rows, each in a transaction of its own",
    );
    let key = key(step, update).filter(|_| effects::blocks_may_commit(step.before.target));
    Some(match key {
        Some(key) => {
            let title = format!("update `{}` in batches, each committed by itself", update.table);
            remark.instead(title, What::Batches { key: key.to_owned() })
        }
        None => remark,
    })
}

/// The integer that is the table's primary key, which ranges can be made of.
fn key<'a>(step: &Step<'a>, update: &Update) -> Option<&'a str> {
    let table = step.before.tables.get(&update.table)?;
    let (_, key) = table.primary_key()?;
    let [column] = key.columns.as_slice() else { return None };
    let column = table.column(column)?;
    let integer = column
        .data_type
        .as_ref()
        .is_some_and(|it| it.is("bigint") || it.is("integer") || it.is("smallint"));
    let stays = update.sets.iter().all(|it| it.0 != column.name);
    (integer && stays && update.predicate.is_none() && update.reads.is_empty())
        .then_some(column.name.as_str())
}
