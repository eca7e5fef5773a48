use super::validated_later;
use crate::effects::{HeldUntil, ScanPurpose};
use crate::ops::{ObjectName, OpKind};
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckForeignKey)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    // A change of type checks the key again; the rewrite is the greater harm and is told of.
    if step.rewrite().is_some() && matches!(step.op.kind, OpKind::AlterColumn { .. }) {
        return None;
    }
    let both = match other_end(step, table) {
        Some(other) => format!("`{table}`, and one on `{other}`,"),
        None => format!("`{table}`"),
    };
    let remark = Remark::new(
        format!(
            "the foreign key on `{table}` is checked for every row while {} wait",
            lock.mode.blocks.words()
        ),
        format!("it holds {} on {both} until all rows are looked up", lock.mode.words()),
        step.advice(table, "add it `not valid`, and validate it in a later migration"),
    );
    Some(match step.own_way(table) {
        Some(_) => remark,
        None => validated_later(step, remark),
    })
}

/// The referenced table, where it was there before.
fn other_end<'a>(step: &Step<'a>, table: &ObjectName) -> Option<&'a ObjectName> {
    let mut locks = step.locks().map(|(lock, _)| lock);
    let lasts = |it: &crate::effects::Lock| it.held != HeldUntil::Moment;
    let other = locks.find(|it| it.table != *table && it.mode.blocks.writes && lasts(it))?;
    Some(&other.table)
}
