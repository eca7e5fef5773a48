use crate::ops::OpKind;
use crate::ops::unit::Unit;
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let mut unknown: Vec<_> =
        view.run.unknown.iter().filter(|it| !is_opaque(unit, it.statement, it.op)).collect();
    unknown.dedup_by_key(|it| it.statement);
    let mut unknown =
        unknown.into_iter().filter_map(|it| Some((unit.statements.get(it.statement)?, &it.why)));
    let (first, why) = unknown.next()?;
    let more = unknown.count();
    let message = match more {
        0 => "what this statement does to a running database is not known".to_owned(),
        1 => "what this statement and another do to a running database is not known".to_owned(),
        _ => format!("what this statement and {more} others do to a running database is not known"),
    };
    let help =
        "look at it yourself: that nothing else is reported here does not mean that it is safe";
    Some(Remark::new(message, why, help).at_span(first.span))
}

/// Whether the operation was not even understood, which is told of by its own rule.
fn is_opaque(unit: &Unit, statement: usize, op: usize) -> bool {
    let op = unit.statements.get(statement).and_then(|it| it.ops.get(op));
    op.is_some_and(|it| matches!(it.kind, OpKind::Opaque(_)))
}
