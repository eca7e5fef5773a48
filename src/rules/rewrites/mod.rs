//! Every row is written anew while others wait.

pub mod added_serial;
pub mod constrained_domain_column;
pub mod indexed_backfill;
pub mod rebuilding_type_change;
pub mod repeated_rewrite;
pub mod rewriting_type_change;
pub mod second_copy;
pub mod stored_generated_column;
pub mod table_rewrite;
pub mod unconverted_rows;
pub mod volatile_default;
pub mod wasted_index_build;

use crate::replay::{Blocked, Step};
use crate::rules::{Remark, Severity, of_one_lock};

/// Speaks more softly where nobody waits while the rows are written.
fn weighed(step: &Step<'_>, remark: Remark) -> Remark {
    if step.long_lock_against(Blocked::Writers).is_none() {
        return remark.with_severity(Severity::Warning);
    }
    of_one_lock(step, remark)
}

/// Whom a rewrite stops and for how long.
fn rewriting(step: &Step<'_>) -> String {
    let readers = step.long_lock_against(Blocked::Readers);
    match readers.or_else(|| step.long_lock_against(Blocked::Writers)) {
        Some(lock) => format!(
            "{} stops {} until every row and every index is written",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        None => "every row and every index is written, which takes that much time, log and space"
            .to_owned(),
    }
}
