use crate::ops::OpKind;
use crate::ops::data::Chance;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Delete(delete) = &step.op.kind else { return None };
    let why = match delete.chance? {
        Chance::Number => "the rows of each group are numbered in no stated order",
        Chance::First => "`distinct on` takes any row of each group where no order is stated",
        Chance::Place => "a row's place in the file says nothing of its age",
    };
    // Rows that are alike in every column lose nothing.
    let compared = |name: &str| delete.predicate.as_ref().is_some_and(|it| it.mentions(name));
    let known = step.before.tables.get(&delete.table)?;
    let differs = known.columns.iter().find(|it| !compared(&it.name))?;
    if step.is_private(&delete.table) {
        return None;
    }
    Some(Remark::new(
        format!("chance decides which of the rows alike stays in `{}`", delete.table),
        format!(
            "{why}; what the others hold in `{}` is lost, and each database may keep another",
            differs.name
        ),
        "order them by what tells the right one, a unique column last: `order by updated_at desc, id`",
    ))
}
