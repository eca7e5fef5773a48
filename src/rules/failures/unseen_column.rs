use crate::ops::unit::Framework;
use crate::ops::{Clause, ObjectName, OpKind};
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    // Those that send a whole batch; others send statement by statement.
    if !matches!(unit.framework, Framework::Plain | Framework::Flyway) {
        return None;
    }
    let mut batch = None;
    let mut added: Vec<(&ObjectName, &str)> = Vec::new();
    let mut made: Vec<&ObjectName> = Vec::new();
    for statement in &unit.statements {
        if statement.batch.is_some() && statement.batch != batch {
            batch = statement.batch;
            added.clear();
            made.clear();
        }
        for op in &statement.ops {
            match &op.kind {
                OpKind::CreateTable(it) => made.push(&it.name),
                OpKind::AddColumn { table, column, .. } if !made.contains(&table) => {
                    added.push((table, &column.name));
                }
                kind if statement.batch.is_some()
                    && op.clauses.iter().all(|it| it.0 != Clause::Block) =>
                {
                    let Some((table, column)) = added.iter().find(|it| uses(kind, it.0, it.1))
                    else {
                        continue;
                    };
                    let remark = Remark::new(
                        format!("`{table}.{column}` is used in the batch that adds it"),
                        "a batch is read as a whole before it runs: 207: Invalid column name, and nothing of it runs",
                        "end the batch with GO behind ALTER TABLE, or run the statement with EXEC",
                    );
                    return Some(Remark { place: Place::Span(op.span), ..remark });
                }
                _ => {}
            }
        }
    }
    None
}

/// Whether the statement names the column of the table, as far as is certain.
fn uses(kind: &OpKind, of: &ObjectName, column: &str) -> bool {
    let is = |it: &str| it.eq_ignore_ascii_case(column);
    match kind {
        OpKind::Insert(it) => it.table == *of && it.columns.iter().any(|it| is(it)),
        OpKind::Update(it) => {
            let own = it.sets.iter().any(|it| is(&it.0))
                || it.predicate.as_ref().is_some_and(|it| it.mentions(column));
            it.table == *of && own
        }
        OpKind::Delete(it) => {
            it.table == *of && it.predicate.as_ref().is_some_and(|it| it.mentions(column))
        }
        _ => false,
    }
}
