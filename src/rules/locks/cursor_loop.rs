use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = match &step.op.kind {
        OpKind::Update(it) => &it.table,
        OpKind::Delete(it) => &it.table,
        _ => return None,
    };
    let filtered = match &step.op.kind {
        OpKind::Update(it) => it.predicate.is_some(),
        OpKind::Delete(it) => it.predicate.is_some(),
        _ => false,
    };
    let in_block = step.op.clauses.iter().any(|it| it.0 == Clause::Round);
    let condition = step.statement.condition.as_deref().unwrap_or("").to_ascii_lowercase();
    // `while @@fetch_status = 0`, and `for r in (select …)` or `for r in a_cursor`, not `for i in 1 .. 10`.
    let over = condition.strip_prefix("for ").and_then(|it| it.split_once(" in "));
    let cursor = over.is_some_and(|it| !it.1.contains(".."));
    // A loop over tables changes each by one statement.
    let by_row = filtered && !table.is_unknown();
    let loops = in_block || cursor || condition.contains("@@fetch_status");
    if !(by_row && loops) || step.is_private(table) {
        return None;
    }
    Some(Remark::new(
        format!("a loop changes the rows of `{table}` one by one"),
        "each row is a statement of its own, and all that are changed stay locked until the last one is",
        "say the same in one statement, in ranges of the key where the table is large",
    ))
}
