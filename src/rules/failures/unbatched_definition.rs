use crate::ops::object::ObjectKind;
use crate::ops::unit::Framework;
use crate::ops::{Clause, OpKind};
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    if !matches!(unit.framework, Framework::Plain | Framework::Flyway) {
        return None;
    }
    let mut before = None;
    for statement in unit.statements.iter().filter(|it| it.batch.is_some()) {
        let first = before != statement.batch;
        before = statement.batch;
        let op = statement.ops.first()?;
        let what = match &op.kind {
            OpKind::CreateView(_) => "VIEW",
            OpKind::CreateFunction(it) if it.kind == ObjectKind::Procedure => "PROCEDURE",
            OpKind::CreateFunction(_) => "FUNCTION",
            OpKind::CreateTrigger(_) => "TRIGGER",
            OpKind::CreateSchema { .. } => "SCHEMA",
            _ => continue,
        };
        // What EXEC sends is a batch of its own, whatever stands around it.
        if op.clauses.iter().any(|it| it.0 == Clause::Block) {
            continue;
        }
        if first && statement.condition.is_none() {
            continue;
        }
        let remark = Remark::new(
            format!("CREATE {what} has to be the first statement of its batch"),
            "the server refuses it behind another statement, or inside of IF: 111 or 156, and nothing of the batch runs",
            "write GO before it, or run it with EXEC",
        );
        return Some(Remark { place: Place::Span(statement.span), ..remark });
    }
    None
}
