//! Rows: whether a table may hold any.

use super::*;
use crate::ops::data::{Delete, Maintain, Truncate};

impl Schema {
    /// Rows may be in the table from here on, in its partitions and in the tables above it.
    pub(super) fn fill(&mut self, table: &ObjectName) {
        if !self.enter(table) {
            return;
        }
        let mut tables = self.ancestors_of(table);
        if self.tables.get(table).is_some_and(Table::is_partitioned) {
            tables.extend(self.descendants_of(table));
        }
        tables.push(table.clone());
        for name in tables {
            if self.tables.get(&name).is_some_and(|it| it.rows != Rows::Some)
                && let Some(table) = self.tables.edit(&name)
            {
                table.rows = Rows::Some;
            }
        }
    }

    pub(super) fn truncate(&mut self, truncate: &Truncate, now: Birth) {
        for name in &truncate.tables {
            self.empty(name, now);
        }
    }

    pub(super) fn delete(&mut self, delete: &Delete, now: Birth) {
        let all = delete.predicate.is_none() && delete.reads.is_empty();
        if all && self.tables.get(&delete.table).is_some_and(|it| it.partition_by.is_none()) {
            self.empty(&delete.table, now);
        } else {
            self.enter(&delete.table);
        }
    }

    fn empty(&mut self, table: &ObjectName, now: Birth) {
        let Some(table) = self.edit_table(table) else { return };
        let new = table.born.is_some_and(|it| it.transaction == now.transaction);
        table.rows = if new { Rows::NoneYet } else { Rows::NoneIn(now.transaction) };
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
