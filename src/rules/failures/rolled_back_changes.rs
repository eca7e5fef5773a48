use crate::ops::OpKind;
use crate::ops::transaction::TransactionOp;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Transaction(TransactionOp::Rollback) = &step.op.kind else { return None };
    if step.transaction.changes == 0 || step.statement.condition.is_some() {
        return None;
    }
    Some(Remark::new(
        "this undoes everything since the transaction began",
        "the migration is recorded as done, and the schema is as it was",
        "commit instead, or leave out the statements that are not wanted",
    ))
}
