//! How long effects last: without the tables' sizes whether it grows with them, with them in seconds.

use crate::effects::{Effect, EffectKind, RowExtent};

pub mod estimate;
pub mod sizes;

/// How a statement's duration depends on the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duration {
    /// Only the catalogue changes: milliseconds, once its locks are granted.
    Instant,
    /// It grows with the number of rows.
    GrowsWithTable,
    /// What it does is not known.
    Unknown,
}

/// The longest of what the effects take.
pub fn of<'a>(effects: impl Iterator<Item = &'a Effect>) -> Duration {
    effects.map(|it| of_effect(&it.kind)).max().unwrap_or(Duration::Instant)
}

fn of_effect(kind: &EffectKind) -> Duration {
    match kind {
        EffectKind::Scan { .. }
        | EffectKind::Rewrite { .. }
        | EffectKind::BuildIndex { .. }
        | EffectKind::ChangeRows { extent: RowExtent::All, .. } => Duration::GrowsWithTable,
        EffectKind::Algorithm { algorithm: "COPY", .. } => Duration::GrowsWithTable,
        EffectKind::Unknown { .. } => Duration::Unknown,
        // Rows that a condition chooses are found by an index, or by a scan that is an effect of its own.
        EffectKind::ChangeRows { extent: RowExtent::Listed | RowExtent::Chosen, .. }
        | EffectKind::ReplaceSequence { .. }
        | EffectKind::Algorithm { .. }
        | EffectKind::Lock(_)
        | EffectKind::Silent { .. }
        | EffectKind::LoseData { .. }
        | EffectKind::MayFail { .. }
        | EffectKind::Breaks { .. }
        | EffectKind::Refused { .. }
        | EffectKind::CommitsImplicitly
        | EffectKind::WaitsFor { .. }
        | EffectKind::LeavesInvalidIndex { .. } => Duration::Instant,
    }
}
