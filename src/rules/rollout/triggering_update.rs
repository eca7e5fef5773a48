use crate::cost::Duration;
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Update(update) = &step.op.kind else { return None };
    if step.duration() != Duration::GrowsWithTable || step.is_private(&update.table) {
        return None;
    }
    let columns: Vec<&str> = update.sets.iter().map(|(column, _)| column.as_str()).collect();
    let table = step.before.table(&update.table)?;
    let trigger = table.triggers.iter().find(|it| it.fires_on_update_of(&columns))?;
    Some(Remark::new(
        format!("`{}` fires for every row that this changes in `{}`", trigger.name, update.table),
        "what it does happens for the migration's rows too, and takes its time for each",
        "switch the trigger off meanwhile if that is not wanted, and change the rows in batches",
    ))
}
