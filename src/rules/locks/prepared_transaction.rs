use crate::ops::OpKind;
use crate::ops::transaction::TransactionOp;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Transaction(TransactionOp::TwoPhase(text)) = &step.op.kind else { return None };
    if !text.to_lowercase().starts_with("prepare") {
        return None;
    }
    Some(Remark::new(
        "the transaction is left prepared, with all its locks",
        "they are held, through restarts too, until somebody commits or rolls it back by name",
        "commit it here",
    ))
}
