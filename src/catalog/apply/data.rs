//! Rows: whether a table may hold any.

use super::*;
use crate::ops::data::{Maintain, Truncate};

impl Schema {
    /// Rows may be in the table from here on, in its partitions and in the tables above it.
    pub(super) fn fill(&mut self, table: &ObjectName, _now: Birth) {
        if !self.enter(table) {
            return;
        }
        let mut tables = self.ancestors_of(table);
        if self.tables.get(table).is_some_and(Table::is_partitioned) {
            tables.extend(self.descendants_of(table));
        }
        tables.push(table.clone());
        for name in tables {
            if self.tables.get(&name).is_some_and(|it| it.rows == Rows::NoneYet)
                && let Some(table) = self.tables.edit(&name)
            {
                table.rows = Rows::Some;
            }
        }
    }

    /// What was there before fills again as soon as others may write; only a table of this transaction is empty again.
    pub(super) fn truncate(&mut self, truncate: &Truncate, now: Birth) {
        for name in &truncate.tables {
            let Some(table) = self.edit_table(name) else { continue };
            if table.born.is_some_and(|it| it.transaction == now.transaction) {
                table.rows = Rows::NoneYet;
            }
        }
    }

    pub(super) fn maintain(&mut self, maintain: &Maintain) {
        for name in &maintain.tables {
            self.enter(name);
        }
        if let (Some(index), [table]) = (&maintain.index, maintain.tables.as_slice())
            && let Some(table) = self.tables.edit(table)
        {
            table::put_option(&mut table.options, "cluster on", index);
        }
    }
}
