use crate::cost::Duration;
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Update(update) = &step.op.kind else { return None };
    if step.duration() != Duration::GrowsWithTable || step.is_private(&update.table) {
        return None;
    }
    let table = step.before.table(&update.table)?;
    let new = |it: &&crate::catalog::Index| it.born.is_some_and(|it| it.unit == step.place);
    let index = table.indexes.iter().filter(new).find_map(|index| {
        let set = update.sets.iter().find(|(column, _)| index.mentions(column))?;
        Some((index, &set.0))
    });
    let (index, column) = index?;
    Some(Remark::new(
        format!(
            "`{}` was made before the rows of `{}` get their `{column}`",
            index.name, table.name
        ),
        "each row gets a new entry in every index of the table, which takes several times as long as building the index at the end",
        "fill the rows first, in batches, and build the index online in a later migration",
    ))
}
