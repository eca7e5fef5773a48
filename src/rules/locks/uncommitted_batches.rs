use crate::effects::InTransaction;
use crate::ops::OpKind;
use crate::ops::transaction::TransactionOp;
use crate::replay::{OpenedBy, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = match &step.op.kind {
        OpKind::Update(it) => &it.table,
        OpKind::Delete(it) => &it.table,
        _ => return None,
    };
    let loops = step.statement.condition.as_ref().is_some_and(|it| it.starts_with("while "));
    let commits = |it: &OpKind| matches!(it, OpKind::Transaction(TransactionOp::Commit));
    let opened = step.transaction.inside == InTransaction::Yes
        && step.transaction.opened_by != OpenedBy::Assumption;
    if !loops
        || !opened
        || step.is_private(table)
        || step.statement.ops.iter().any(|it| commits(&it.kind))
    {
        return None;
    }
    Some(Remark::new(
        format!("the batches over `{table}` are one transaction"),
        "each keeps its locks until the commit at the end, and from some 5,000 on they become one on the whole table",
        "let each batch commit: leave out the transaction around the loop, or open and commit one within it",
    ))
}
