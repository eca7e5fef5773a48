use crate::catalog::Column;
use crate::ops::column::AlterColumn;
use crate::ops::object::AlterSequence;
use crate::ops::{Clause, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, column) = match &step.op.kind {
        OpKind::Insert(insert) => {
            let table = step.before.table(&insert.table)?;
            let by_hand = |it: &&Column| {
                let place = table.place_in(insert, &it.name);
                it.draws_from_sequence() && place.is_some_and(|it| insert.has_number(it))
            };
            let column = table.columns.iter().find(by_hand)?;
            // The first of many inserts speaks for all.
            let same =
                |it: &Op| matches!(&it.kind, OpKind::Insert(other) if other.table == insert.table);
            if step.shortly_before().any(same) {
                return None;
            }
            (&insert.table, &column.name)
        }
        OpKind::AlterColumn { table, column, change: AlterColumn::AddIdentity(_) } => {
            let starts = step.op.clauses.iter().any(|it| it.0 == Clause::Option);
            if starts || step.is_private(table) {
                return None;
            }
            (table, column)
        }
        _ => return None,
    };
    if step.after().any(moves_a_sequence) {
        return None;
    }
    Some(Remark::new(
        format!("the sequence of `{table}.{column}` does not know the numbers that are there"),
        "it goes on where it was, and inserts that let it choose fail on numbers that are taken",
        "let it choose the numbers, or set it beyond the largest (`setval`) in the same migration",
    ))
}

fn moves_a_sequence(op: &Op) -> bool {
    match &op.kind {
        OpKind::AlterSequence { change: AlterSequence::Restart(_), .. } => true,
        OpKind::AlterColumn { change: AlterColumn::SetIdentity { restarts, .. }, .. } => *restarts,
        OpKind::Query { text, .. } | OpKind::Call { text, .. } => {
            text.to_ascii_lowercase().contains("setval")
        }
        OpKind::Opaque(_) => true,
        _ => false,
    }
}
