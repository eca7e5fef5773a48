use crate::effects::{EffectKind, RowExtent};
use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

use super::copy_of;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Delete(delete) = &step.op.kind else { return None };
    let all = step
        .own()
        .any(|it| matches!(it.kind, EffectKind::ChangeRows { extent: RowExtent::All, .. }));
    if !all || step.is_private(&delete.table) {
        return None;
    }
    if let Some(copied) = copy_of(step, &delete.table) {
        let remark = Remark::new(
            format!(
                "every row of `{}` is deleted, but for what was copied to `{}`",
                delete.table, copied.into
            ),
            "nothing brings the rest back after the commit but a backup",
            "compare both before the delete",
        );
        return Some(copied.weighed(remark));
    }
    Some(Remark::new(
        format!("every row of `{}` is deleted", delete.table),
        "no condition chooses among them, and nothing brings them back after the commit but a backup",
        "say in a `where` which rows go, or copy them into another table first",
    ))
}
