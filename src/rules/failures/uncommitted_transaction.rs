use crate::effects::InTransaction;
use crate::ops::transaction::TransactionOp;
use crate::ops::{Op, OpKind};
use crate::replay::OpenedBy;
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let end = view.run.end;
    if end.inside != InTransaction::Yes || end.opened_by != OpenedBy::Statement {
        return None;
    }
    let begins = |it: &&Op| matches!(it.kind, OpKind::Transaction(TransactionOp::Begin));
    let begin = view.run.unit.statements.iter().flat_map(|it| &it.ops).rfind(begins)?;
    let remark = Remark::new(
        "nothing commits the transaction that begins here",
        "it is rolled back when the connection closes, and its locks are held until then",
        "write `commit` at its end",
    );
    Some(remark.at_span(begin.span))
}
