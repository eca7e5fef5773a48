//! Who uses what, so that a change finds those it concerns without looking through the whole schema.

use std::collections::{BTreeMap, BTreeSet};

use super::{Schema, Sequence, Table, View};
use crate::ops::ObjectName;
use crate::ops::constraint::ConstraintKind;

/// How one object uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// A table's foreign key refers to a table.
    References,
    /// A table inherits from a table or is its partition.
    Inherits,
    /// A view reads a relation.
    Reads,
    /// A table has a column of a type.
    Typed,
    /// A sequence belongs to a table's column.
    Owned,
    /// A table has a constraint of that name, in the table's schema.
    Named,
    /// A publication lists a table.
    Published,
}

/// The users of each object. It may name some that no longer are: every question asks the user itself once more.
/// So nothing has to be taken back when a constraint is dropped or a transaction is rolled back.
#[derive(Debug, Clone, Default)]
pub(super) struct Links(BTreeMap<(Use, ObjectName), BTreeSet<ObjectName>>);

impl Links {
    pub fn add(&mut self, kind: Use, used: &ObjectName, user: &ObjectName) {
        self.0.entry((kind, used.clone())).or_default().insert(user.clone());
    }

    pub fn users(&self, kind: Use, used: &ObjectName) -> impl Iterator<Item = &ObjectName> {
        self.0.get(&(kind, used.clone())).into_iter().flatten()
    }

    pub fn any(&self, kind: Use, used: &ObjectName) -> bool {
        self.0.get(&(kind, used.clone())).is_some_and(|it| !it.is_empty())
    }
}

impl Schema {
    /// The users as a list of their own, for those who change the schema on the way.
    pub(super) fn users(&self, kind: Use, used: &ObjectName) -> Vec<ObjectName> {
        self.links.users(kind, used).cloned().collect()
    }

    pub(super) fn link_table(&mut self, name: &ObjectName) {
        let Some(table) = self.tables.get(name) else { return };
        for (kind, used) in uses_of_table(table) {
            self.links.add(kind, &used, name);
        }
    }

    pub(super) fn link_view(&mut self, view: &View) {
        for used in &view.query.reads {
            self.links.add(Use::Reads, used, &view.name);
        }
    }

    pub(super) fn link_sequence(&mut self, sequence: &Sequence) {
        if let Some((table, _)) = &sequence.owned_by {
            self.links.add(Use::Owned, table, &sequence.name);
        }
    }
}

fn uses_of_table(table: &Table) -> Vec<(Use, ObjectName)> {
    let mut uses: Vec<(Use, ObjectName)> =
        table.parents().map(|it| (Use::Inherits, it.clone())).collect();
    for constraint in &table.constraints {
        uses.push((Use::Named, table.name.sibling(&constraint.name)));
        if let ConstraintKind::ForeignKey(key) = &constraint.definition.kind {
            uses.push((Use::References, key.references.clone()));
        }
    }
    let types = table.columns.iter().filter_map(|it| it.data_type.as_ref());
    uses.extend(types.map(|it| (Use::Typed, it.name.clone())));
    uses
}
