use crate::effects::InTransaction;
use crate::ops::OpKind;
use crate::ops::transaction::TransactionOp;
use crate::replay::{OpenedBy, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Transaction(TransactionOp::Begin) = &step.op.kind else { return None };
    if step.transaction.inside != InTransaction::Yes {
        return None;
    }
    let (who, help) = match step.transaction.opened_by {
        OpenedBy::Framework => {
            ("the framework", "leave out `begin` and `commit`, or have the framework open none")
        }
        OpenedBy::Statement => {
            ("an earlier `begin`", "commit the first one before, or use a savepoint")
        }
        OpenedBy::Assumption => return None,
    };
    Some(Remark::new(
        format!("{who} has opened a transaction already"),
        "the database only warns, and the next `commit` ends the outer transaction",
        help,
    ))
}
