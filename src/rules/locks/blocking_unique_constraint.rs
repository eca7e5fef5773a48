use super::by_index;
use crate::ops::OpKind;
use crate::ops::constraint::ConstraintKind;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (OpKind::AddConstraint { .. } | OpKind::AddColumn { .. }) = &step.op.kind else {
        return None;
    };
    let (index, table) = step.built_index()?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    if is_exclusion(&step.op.kind) || step.rewrite().is_some() {
        return None;
    }
    let what = match index {
        "" => "the constraint".to_owned(),
        named => format!("`{named}`"),
    };
    let remark = Remark::new(
        format!(
            "the index of {what} is built while {} on `{table}` wait",
            lock.mode.blocks.words()
        ),
        format!("it holds {} until every row is indexed", lock.mode.words()),
        "build a unique index online first, then add the constraint `using index`",
    );
    Some(by_index(step, remark))
}

fn is_exclusion(kind: &OpKind) -> bool {
    match kind {
        OpKind::AddConstraint { constraint, .. } => {
            matches!(constraint.kind, ConstraintKind::Exclude { .. })
        }
        _ => false,
    }
}
