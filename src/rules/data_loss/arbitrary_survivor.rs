use crate::ops::OpKind;
use crate::ops::data::Chance;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Delete(delete) = &step.op.kind else { return None };
    let why = match delete.chance? {
        Chance::Number => "the rows of each group are numbered in no stated order",
        Chance::First => "`distinct on` takes any row of each group where no order is stated",
        Chance::Place => "a row's place in the file says nothing of its age, and changes",
    };
    if step.is_private(&delete.table) {
        return None;
    }
    Some(Remark::new(
        format!("chance decides which of the rows alike stays in `{}`", delete.table),
        format!("{why}; what the others hold beside is lost, and each database may keep another"),
        "order them by what tells the right one, a unique column last: `order by updated_at desc, id`",
    ))
}
