//! Alembic: revisions and calls of its operations, lowered.

use crate::dialect::Target;
use crate::ops::unit::Unit;
use crate::text::Source;

/// The units of the revision files among the Python sources at `indexes`.
pub fn read(_sources: &[Source], _indexes: &[usize], _target: Target) -> Vec<Unit> {
    Vec::new()
}
