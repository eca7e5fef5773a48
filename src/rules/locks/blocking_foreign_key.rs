use crate::effects::{Lock, ScanPurpose};
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckForeignKey)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    // A change of type checks the key again; the rewrite is the greater harm and is told of.
    if step.rewrite().is_some() {
        return None;
    }
    Some(Remark::new(
        format!(
            "the foreign key on `{table}` is checked for every row while {} wait",
            lock.mode.blocks.words()
        ),
        format!("{} until all rows are looked up", locked_tables(step, lock)),
        "add it `not valid`, and validate it in a later migration",
    ))
}

/// Both ends of the key, where both were there before.
fn locked_tables(step: &Step<'_>, strongest: &Lock) -> String {
    let other = step
        .locks()
        .map(|(lock, _)| lock)
        .find(|it| it.table != strongest.table && (it.mode.blocks.writes || it.mode.blocks.reads));
    match other {
        Some(other) => format!(
            "it holds {} on `{}` and {} on `{}`",
            strongest.mode.words(),
            strongest.table,
            other.mode.words(),
            other.table
        ),
        None => format!("it holds {} on `{}`", strongest.mode.words(), strongest.table),
    }
}
