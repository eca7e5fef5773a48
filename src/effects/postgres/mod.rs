//! PostgreSQL 10 to 18.

use super::{Context, Effect};
use crate::catalog::Schema;
use crate::dialect::Version;
use crate::ops::Op;

/// See [`super::of_statement`].
pub fn of_statement(_ops: &[Op], _before: &Schema, _context: &Context) -> Vec<Effect> {
    Vec::new()
}

/// See [`super::refuses_transaction`].
pub fn refuses_transaction(_op: &Op, _version: Version) -> bool {
    false
}
