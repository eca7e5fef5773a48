use crate::ops::OpKind;
use crate::ops::constraint::Action;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Delete(delete) = &step.op.kind else { return None };
    if step.is_private(&delete.table) {
        return None;
    }
    let (child, constraint, _) = step.before.foreign_keys_to(&delete.table).find(|it| {
        it.2.on_delete == Action::Cascade
            && it.0.name != delete.table
            && !step.is_private(&it.0.name)
    })?;
    Some(Remark::new(
        format!("rows of `{}` go with those of `{}`", child.name, delete.table),
        format!("`{}` deletes whatever refers to a row that goes, without a word", constraint.name),
        format!(
            "point the rows of `{}` to the one that stays first, or delete them on purpose",
            child.name
        ),
    ))
}
