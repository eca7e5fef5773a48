use crate::effects::InTransaction;
use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropIndex(drop) = &step.op.kind else { return None };
    let (table, index) = step.before.index(&drop.index)?;
    let first = index.keys.first()?;
    if step.transaction.inside != InTransaction::No || step.is_private(table) {
        return None;
    }
    let begins = |other: &crate::catalog::Index| {
        other.name != index.name && other.keys.first() == Some(first)
    };
    let successor = |it: &Op| match &it.kind {
        OpKind::CreateIndex(new) => new.table == *table && new.keys.first() == Some(first),
        _ => false,
    };
    if step.before.indexes_of(table).iter().any(begins) || !step.after().any(successor) {
        return None;
    }
    Some(Remark::new(
        format!("`{}` is gone before its successor is built", index.name),
        format!("until then queries that need it read all of `{table}`"),
        "build the new index first, and drop the old one afterwards",
    ))
}
