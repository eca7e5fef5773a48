use crate::effects::{self, InTransaction};
use crate::ops::transaction::TransactionOp;
use crate::ops::unit::Framework;
use crate::ops::{Clause, Op, OpKind};
use crate::replay::{OpenedBy, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = match &step.op.kind {
        OpKind::Update(it) => &it.table,
        OpKind::Delete(it) => &it.table,
        _ => return None,
    };
    let in_block = step.op.clauses.iter().any(|it| it.0 == Clause::Loop);
    let loops = step.statement.condition.as_ref().is_some_and(|it| it.starts_with("while "));
    let opened = step.transaction.inside == InTransaction::Yes
        && step.transaction.opened_by != OpenedBy::Assumption;
    let commits = |it: &Op| matches!(it.kind, OpKind::Transaction(TransactionOp::Commit));
    // A script may commit by a statement of its own.
    let script = step.unit.framework == Framework::Alembic && step.near().any(commits);
    let committed = script || step.statement.ops.iter().any(commits);
    if !(in_block || loops && opened && !committed) || step.is_private(table) {
        return None;
    }
    let help = if effects::blocks_may_commit(step.before.target) {
        "let each batch commit: `commit` in the loop of a block that runs outside of a transaction"
    } else {
        "let each batch commit: leave out the transaction around the loop, or open and commit one within it"
    };
    Some(Remark::new(
        format!("the batches over `{table}` are one transaction"),
        effects::harm_of_batches(step.before.target),
        help,
    ))
}
