//! Who uses what, so that a change finds those it concerns without looking through the whole schema.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};

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
    /// A table has a column of a type, or a materialized view.
    Typed,
    /// A table's columns are a type's attributes.
    Shaped,
    /// A table has a trigger that calls a function.
    Fires,
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
    /// A policy or rule of a table looks into another.
    Looks,
}

/// The users of each object. It may name some that no longer are: every question asks the user itself once more.
/// So nothing has to be taken back when a constraint is dropped or a transaction is rolled back.
#[derive(Debug, Default)]
pub(super) struct Links {
    users: ByName<Users>,
    bounds: Bounds,
    /// How many users all questions together were told of. Questions only read the schema, and several may be asked at
    /// once.
    told: AtomicUsize,
    /// Whether a question was told of less than there is, since somebody last asked.
    left_out: AtomicBool,
}

/// Whether questions are told of all, however many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bounds {
    #[default]
    None,
    /// While statements run one after the other, each of which may concern everything.
    Told,
}

/// Of so many users questions are told in full; no history of real migrations has as many. Then of a few each time, so
/// that many statements over one object with many users end soon. What is left out is said.
const MOST_TOLD: usize = 500_000;
const FEW: usize = 64;

/// Most objects are used by one other.
#[derive(Debug, Clone)]
enum Users {
    One((Use, ObjectName)),
    Many(BTreeSet<(Use, ObjectName)>),
}

impl Clone for Links {
    fn clone(&self) -> Links {
        Links {
            users: self.users.clone(),
            bounds: self.bounds,
            told: AtomicUsize::new(self.told.load(Relaxed)),
            left_out: AtomicBool::new(self.left_out.load(Relaxed)),
        }
    }
}

impl Links {
    /// That an object has a column of the type.
    pub fn add_typed(&mut self, data_type: &ObjectName, user: &ObjectName) {
        // Nearly every table has columns of these, and nobody changes them.
        const COMMON: [&str; 9] = [
            "integer",
            "bigint",
            "text",
            "character varying",
            "varchar",
            "boolean",
            "numeric",
            "timestamp with time zone",
            "timestamp without time zone",
        ];
        if data_type.schema.is_some() || !COMMON.contains(&data_type.name.as_str()) {
            self.add(Use::Typed, data_type, user);
        }
    }

    pub fn add(&mut self, kind: Use, used: &ObjectName, user: &ObjectName) {
        let Some(users) = self.users.get_mut(used) else {
            self.users.insert(used.clone(), Users::One((kind, user.clone())));
            return;
        };
        match users {
            Users::One(known) if known.0 == kind && known.1 == *user => {}
            Users::One(known) => {
                let known = std::mem::replace(known, (kind, user.clone()));
                *users = Users::Many(crate::order::set([known, (kind, user.clone())]));
            }
            Users::Many(known) => _ = known.insert((kind, user.clone())),
        }
    }

    /// By name; all, or a few where very many were told before.
    pub fn users(&self, kind: Use, used: &ObjectName) -> impl Iterator<Item = &ObjectName> {
        let (one, many) = match self.users.get(used) {
            None => (None, None),
            Some(Users::One(user)) => (Some(user), None),
            // No name comes before the empty one.
            Some(Users::Many(users)) => (None, Some(users.range((kind, ObjectName::default())..))),
        };
        let all = one.into_iter().chain(many.into_iter().flatten());
        let all = all.skip_while(move |it| it.0 != kind).take_while(move |it| it.0 == kind);
        let most = self.most();
        all.map(|it| &it.1).enumerate().take_while(move |it| self.tell(it.0, most)).map(|it| it.1)
    }

    /// So many are told of to one question now.
    pub fn most(&self) -> usize {
        let few = self.bounds == Bounds::Told && MOST_TOLD <= self.told.load(Relaxed);
        if few { FEW } else { usize::MAX }
    }

    /// Whether one is told of that comes after so many, where so many are told of at most.
    pub fn tell(&self, before: usize, most: usize) -> bool {
        let told = before < most;
        self.told.fetch_add(1, Relaxed);
        if !told {
            self.left_out.store(true, Relaxed);
        }
        told
    }

    pub fn any(&self, kind: Use, used: &ObjectName) -> bool {
        self.users(kind, used).next().is_some()
    }
}

impl Schema {
    /// Whether something was left out of an answer, for there was too much of it, since this was last asked.
    pub fn left_out(&self) -> bool {
        self.links.left_out.swap(false, Relaxed)
    }

    /// Bounds what questions about dependants are told, or no longer.
    pub fn bound(&mut self, bounds: Bounds) {
        self.links.bounds = bounds;
    }

    /// The users as a list of their own, for those who change the schema on the way.
    pub(super) fn users(&self, kind: Use, used: &ObjectName) -> Vec<ObjectName> {
        self.links.users(kind, used).cloned().collect()
    }

    pub(super) fn link_table(&mut self, name: &ObjectName) {
        self.link_bound(name);
        let Some(table) = self.tables.get(name) else { return };
        for (kind, used) in uses_of_table(table) {
            self.links.add(kind, &used, name);
        }
        for data_type in table.columns.iter().filter_map(|it| it.data_type.as_ref()) {
            self.links.add_typed(&data_type.name, name);
        }
    }

    pub(super) fn link_bound(&mut self, partition: &ObjectName) {
        let of = self.tables.get(partition).and_then(|it| it.partition_of.as_deref());
        if let Some(of) = of {
            self.starts.add(of, partition);
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
        let outputs = view.outputs.iter().flatten().filter(|_| view.materialized);
        for data_type in outputs.filter_map(|it| it.data_type.as_ref()) {
            self.links.add_typed(&data_type.name, &view.name);
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
    let drawn = table.columns.iter().filter_map(|it| it.default.as_ref()).flat_map(drawn_by);
    uses.extend(drawn.map(|it| (Use::Draws, it)));
    let called = table.triggers.iter().filter_map(|it| it.function.as_ref());
    uses.extend(called.map(|it| (Use::Fires, it.clone())));
    uses
}
