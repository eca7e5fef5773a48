//! Who uses what, so that a change finds those it concerns without looking through the whole schema.

use std::collections::BTreeSet;

use super::{Schema, Sequence, Table, View};
use crate::ops::ObjectName;
use crate::ops::by_name::ByName;
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::{Expr, sequences_in};
use crate::ops::table::PartitionBound;

/// How one object uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// A table's foreign key refers to a table.
    References,
    /// A table inherits from a table or is its partition.
    Inherits,
    /// A partition takes the rows of a partitioned table that no other takes.
    Rest,
    /// A view reads a relation.
    Reads,
    /// A table has a column of a type.
    Typed,
    /// A table's columns are a type's attributes.
    Shaped,
    /// A domain stands on a type.
    Based,
    /// A table's default takes a value from a sequence.
    Draws,
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
pub(super) struct Links(ByName<Users>);

/// Most objects are used by one other.
#[derive(Debug, Clone)]
enum Users {
    One((Use, ObjectName)),
    Many(BTreeSet<(Use, ObjectName)>),
}

impl Links {
    pub fn add(&mut self, kind: Use, used: &ObjectName, user: &ObjectName) {
        let Some(users) = self.0.get_mut(used) else {
            self.0.insert(used.clone(), Users::One((kind, user.clone())));
            return;
        };
        match users {
            Users::One(known) if known.0 == kind && known.1 == *user => {}
            Users::One(known) => {
                let known = std::mem::replace(known, (kind, user.clone()));
                *users = Users::Many(BTreeSet::from([known, (kind, user.clone())]));
            }
            Users::Many(known) => _ = known.insert((kind, user.clone())),
        }
    }

    /// By name.
    pub fn users(&self, kind: Use, used: &ObjectName) -> impl Iterator<Item = &ObjectName> {
        let (one, many) = match self.0.get(used) {
            None => (None, None),
            Some(Users::One(user)) => (Some(user), None),
            // No name comes before the empty one.
            Some(Users::Many(users)) => (None, Some(users.range((kind, ObjectName::default())..))),
        };
        let all = one.into_iter().chain(many.into_iter().flatten());
        all.skip_while(move |it| it.0 != kind).take_while(move |it| it.0 == kind).map(|it| &it.1)
    }

    pub fn any(&self, kind: Use, used: &ObjectName) -> bool {
        self.users(kind, used).next().is_some()
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

    pub(super) fn link_default(&mut self, table: &ObjectName, default: &Expr) {
        for sequence in drawn_by(default) {
            self.links.add(Use::Draws, &sequence, table);
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

/// The sequences that a default takes values from.
pub(super) fn drawn_by(default: &Expr) -> Vec<ObjectName> {
    if default.functions.iter().any(|it| it.name == "nextval") {
        sequences_in(&default.text)
    } else {
        Vec::new()
    }
}

fn uses_of_table(table: &Table) -> Vec<(Use, ObjectName)> {
    let mut uses: Vec<(Use, ObjectName)> =
        table.parents().map(|it| (Use::Inherits, it.clone())).collect();
    uses.extend(table.of_type.iter().map(|it| (Use::Shaped, it.clone())));
    if let Some(of) = table.partition_of.as_ref().filter(|it| it.bound == PartitionBound::Default) {
        uses.push((Use::Rest, of.parent.clone()));
    }
    for constraint in &table.constraints {
        uses.push((Use::Named, table.name.sibling(&constraint.name)));
        if let ConstraintKind::ForeignKey(key) = &constraint.definition.kind {
            uses.push((Use::References, key.references.clone()));
        }
    }
    let types = table.columns.iter().filter_map(|it| it.data_type.as_ref());
    uses.extend(types.map(|it| (Use::Typed, it.name.clone())));
    let drawn = table.columns.iter().filter_map(|it| it.default.as_ref()).flat_map(drawn_by);
    uses.extend(drawn.map(|it| (Use::Draws, it)));
    uses
}
