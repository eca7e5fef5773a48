use crate::effects::InTransaction;
use crate::ops::transaction::TransactionOp;
use crate::ops::unit::Direction;
use crate::ops::{Op, OpKind};
use crate::replay::{OpenedBy, Step};
use crate::rules::{Remark, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Transaction(change) = &step.op.kind else { return None };
    let transaction = step.transaction;
    if transaction.inside != InTransaction::Yes
        || transaction.opened_by != OpenedBy::Framework
        || step.unit.direction == Direction::Down
    {
        return None;
    }
    let message = match change {
        // Validating only reads: where it fails, the rows are to be mended, and what ran before stays as it should be.
        TransactionOp::BeginAutocommit if 0 < transaction.changes && !only_validates(step) => {
            "what ran before this block is committed by it"
        }
        TransactionOp::Commit => "this ends the transaction that the framework opened",
        _ => return None,
    };
    let help = match change {
        TransactionOp::Commit => {
            format!(
                "leave it out; put what no transaction accepts {}",
                outside_transaction(step.unit)
            )
        }
        _ => "give what cannot run in a transaction a migration of its own".to_owned(),
    };
    Some(Remark::new(
        message,
        "if anything after it fails, half of the migration has happened, and running it again fails on that half",
        help,
    ))
}

/// Whether the block holds nothing but validations.
fn only_validates(step: &Step<'_>) -> bool {
    let ends = |it: &&Op| matches!(it.kind, OpKind::Transaction(TransactionOp::EndAutocommit));
    let mut block = step.after().take_while(|it| !ends(it)).filter(|it| it.kind.is_change());
    block.all(|it| matches!(it.kind, OpKind::ValidateConstraint { .. }))
}
