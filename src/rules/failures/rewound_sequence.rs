use crate::ops::column::AlterColumn;
use crate::ops::object::AlterSequence;
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (name, table) = match &step.op.kind {
        // One that this migration makes has given no number.
        OpKind::AlterSequence { name, .. } if step.is_new(name) => return None,
        OpKind::AlterSequence { name, change: AlterSequence::Restart(to) } => {
            let first = to.as_deref().is_none_or(is_first);
            first.then_some((name.to_string(), owner(step, name)))?
        }
        OpKind::AlterColumn {
            table,
            column,
            change: AlterColumn::SetIdentity { detail, restarts: true },
        } => {
            let to = detail.to_ascii_lowercase().replace("restart", "").replace("with", "");
            let to = to.trim();
            (to.is_empty() || is_first(to)).then_some((format!("{table}.{column}"), Some(table)))?
        }
        OpKind::Query { text, .. } | OpKind::Call { text, .. } => {
            let name = set_to_one(text).filter(|it| !step.is_new(it))?;
            let owner = owner(step, &name);
            (name.to_string(), owner)
        }
        _ => return None,
    };
    let is_gone = |it: &Op| match &it.kind {
        OpKind::Truncate(it) => table.is_none_or(|table| it.tables.contains(table)),
        OpKind::Delete(it) => table.is_none_or(|table| it.table == *table),
        OpKind::Opaque(_) => true,
        _ => false,
    };
    if table.is_some_and(|it| step.is_private(it)) || step.near().any(is_gone) {
        return None;
    }
    Some(Remark::new(
        format!("`{name}` starts over, and gives numbers that rows have already"),
        "inserts that let it choose fail on each number that is taken, until it has passed the largest",
        "set it behind the largest that is there: `setval` with the column's maximum",
    ))
}

/// The table that the sequence numbers.
fn owner<'a>(step: &Step<'a>, name: &ObjectName) -> Option<&'a ObjectName> {
    Some(&step.before.sequences.get(name)?.owned_by.as_ref()?.0)
}

/// A start that no larger one lies before: sequences begin at 1 unless somebody says otherwise.
fn is_first(number: &str) -> bool {
    matches!(number.trim(), "0" | "1")
}

/// The sequence of `setval('name', 1)`.
fn set_to_one(text: &str) -> Option<ObjectName> {
    let lower = text.to_ascii_lowercase();
    let (_, call) = lower.split_once("setval")?;
    let (_, value) = call.split_once(',')?;
    let value: String = value.trim_start().chars().take_while(|it| !",)".contains(*it)).collect();
    is_first(&value).then(|| crate::ops::expr::sequences_in(&lower).into_iter().next())?
}
