use crate::ops::column::AlterColumn;
use crate::ops::data::{Maintain, Task};
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::{self, Step};
use crate::rules::{Remark, spelled};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, message) = match &step.op.kind {
        OpKind::AlterColumn { table, column, change: AlterColumn::SetType { .. } } => {
            (table, format!("the statistics of `{table}.{column}` go with its old type"))
        }
        OpKind::CreateIndex(index) if index.keys.iter().any(|it| it.expr.is_some()) => {
            let name = index.name.as_deref().unwrap_or("the index");
            (&index.table, format!("there are no statistics for the expression of `{name}`"))
        }
        _ => return None,
    };
    let empty = !replay::may_hold_rows(step.before, table);
    if step.is_private(table) || empty || step.after().any(|it| analyses(it, table)) {
        return None;
    }
    Some(Remark::new(
        message,
        "the planner guesses until autovacuum finds enough changed rows, and may read the whole table for a few of them",
        format!("`analyze {}` right after", spelled(step, table)),
    ))
}

fn analyses(op: &Op, table: &ObjectName) -> bool {
    match &op.kind {
        OpKind::Maintain(Maintain {
            task: Task::Analyze | Task::VacuumAnalyze, tables, ..
        }) => tables.is_empty() || tables.contains(table),
        OpKind::Opaque(_) => true,
        _ => false,
    }
}
