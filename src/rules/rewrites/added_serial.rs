use super::rewriting;
use crate::ops::OpKind;
use crate::ops::column::Generated;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { column, .. } = &step.op.kind else { return None };
    let Some(Generated::Serial | Generated::Identity(_) | Generated::AutoIncrement) =
        &column.generated
    else {
        return None;
    };
    let (table, effect) = step.rewrite()?;
    let remark = Remark::new(
        format!("every row of `{table}` gets a number in `{}`", column.name),
        rewriting(step),
        "add a plain column, give new rows their number by a default, and fill the old ones in batches",
    );
    Some(remark.resting_on(effect))
}
