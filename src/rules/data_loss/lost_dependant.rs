use crate::catalog::Table;
use crate::effects::{Effect, EffectKind, Loss};
use crate::ops::{ObjectName, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropColumn { table, column, .. } = &step.op.kind else { return None };
    if step.is_private(table) {
        return None;
    }
    let shared = step.before.tables.get(table).is_some_and(|it| is_shared(it, column));
    let effect = step.own().find(|it| is_lost(it, table, column, shared))?;
    let reason = match effect.because.as_str() {
        "" => "it is dropped without a word, and what it enforced or sped up ends",
        because => because,
    };
    Some(Remark::new(
        format!("something that uses `{table}.{column}` goes with the column"),
        reason,
        "drop it by name before, so that the loss is seen, and replace what is still needed",
    ))
}

/// An index or a constraint of this column alone is expected to go; one that other columns share, or that belongs to
/// another table or column, is not.
fn is_lost(effect: &Effect, table: &ObjectName, column: &str, shared: bool) -> bool {
    let EffectKind::LoseData { relation, column: of, what: Loss::Dependent } = &effect.kind else {
        return false;
    };
    shared || relation != table || of.as_deref() != Some(column)
}

fn is_shared(table: &Table, column: &str) -> bool {
    let indexes = table
        .indexes
        .iter()
        .map(|it| it.keys.iter().filter_map(|it| it.column.as_deref()).collect::<Vec<_>>());
    let constraints = table.constraints.iter().map(|it| it.definition.columns());
    indexes.chain(constraints).any(|it| 1 < it.len() && it.contains(&column))
}
