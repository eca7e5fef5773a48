//! What the engine gathers while it looks at one statement, and how it finds what an operation reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::intent::Intent;
use super::locks;
use crate::catalog::{Column, Index, Knowledge, Rows, Schema, Table, TableConstraint, View};
pub(super) use crate::effects::work::{Why, always, why};
use crate::effects::{
    Breakage, Certainty, Context, Effect, EffectKind, HeldUntil, Lock, LockMode, Loss, Refusal,
    RelationKind, ScanPurpose, Wait,
};
use crate::ops::column::ColumnDef;
use crate::ops::constraint::ForeignKey;
use crate::ops::expr::Expr;
use crate::ops::table::Persistence;
use crate::ops::{Clause, ObjectName, Op};

/// A foreign key that refers to a table: who has it, and what it says.
pub(super) type Referrer<'a> = (&'a Table, &'a TableConstraint, &'a ForeignKey);

/// One statement at work.
pub(super) struct Work<'a> {
    pub ops: &'a [Op],
    pub schema: &'a Schema,
    pub context: &'a Context<'a>,
    /// The operation looked at, by its place in the statement.
    pub index: usize,
    pub intent: Intent<'a>,
    found: Vec<Effect>,
    /// Where in `found` this operation's effects begin.
    start: usize,
    /// Where each of this operation's effects stands, and its lock on each relation: kept only where it has many.
    seen: BTreeMap<EffectKind, usize>,
    locked: BTreeMap<ObjectName, usize>,
    /// Relations that this operation surely reads.
    read: BTreeSet<ObjectName>,
}

/// So many effects of one operation are looked through.
const FEW: usize = 16;

impl<'a> Work<'a> {
    pub fn new(ops: &'a [Op], schema: &'a Schema, context: &'a Context<'a>) -> Work<'a> {
        Work {
            ops,
            schema,
            context,
            index: 0,
            intent: Intent::of(ops, schema),
            found: Vec::new(),
            start: 0,
            seen: BTreeMap::new(),
            locked: BTreeMap::new(),
            read: BTreeSet::new(),
        }
    }

    /// Goes on to the next operation.
    pub fn turn_to(&mut self, index: usize) {
        self.index = index;
        self.start = self.found.len();
        self.seen.clear();
        self.locked.clear();
        self.read.clear();
    }

    pub fn major(&self) -> u16 {
        self.context.target.version.major
    }

    /// The value in force of a session setting.
    pub fn setting(&self, name: &str) -> Option<&'a str> {
        let known = self.context.settings.iter().rev().find(|it| it.0 == name)?;
        Some(known.1.as_str())
    }

    pub fn says(&self, clause: Clause) -> bool {
        self.ops.get(self.index).is_some_and(|op| op.clauses.iter().any(|it| it.0 == clause))
    }

    // ---- Effects

    pub fn effect(&mut self, kind: EffectKind, why: &Why) {
        if let Some(known) = self.place_of(&kind).and_then(|it| self.found.get_mut(it)) {
            if known.certainty < why.certainty {
                known.certainty = why.certainty;
                known.because.clone_from(&why.because);
            }
            return;
        }
        self.push(kind, why);
    }

    /// Where this operation's effect of that kind stands.
    fn place_of(&self, kind: &EffectKind) -> Option<usize> {
        match self.own() {
            few if few.len() <= FEW => {
                few.iter().position(|it| it.kind == *kind).map(|it| it + self.start)
            }
            _ => self.seen.get(kind).copied(),
        }
    }

    /// Where this operation's lock on the relation stands.
    fn place_of_lock(&self, relation: &ObjectName) -> Option<usize> {
        let is_lock =
            |it: &Effect| matches!(&it.kind, EffectKind::Lock(lock) if lock.relation == *relation);
        match self.own() {
            few if few.len() <= FEW => few.iter().position(is_lock).map(|it| it + self.start),
            _ => self.locked.get(relation).copied(),
        }
    }

    fn own(&self) -> &[Effect] {
        self.found.get(self.start..).unwrap_or(&[])
    }

    fn push(&mut self, kind: EffectKind, why: &Why) {
        self.found.push(self.caused(kind, why));
        let count = self.found.len() - self.start;
        if FEW < count {
            let first = if count == FEW + 1 { self.start } else { self.found.len() - 1 };
            for (place, effect) in self.found.iter().enumerate().skip(first) {
                match &effect.kind {
                    EffectKind::Lock(lock) => _ = self.locked.insert(lock.relation.clone(), place),
                    kind => _ = self.seen.insert(kind.clone(), place),
                }
            }
        }
    }

    fn caused(&self, kind: EffectKind, why: &Why) -> Effect {
        Effect {
            kind,
            op: self.index,
            clause: why.clause,
            certainty: why.certainty,
            because: why.because.clone(),
            source: why.source,
        }
    }

    /// Takes a lock on a table, view or sequence.
    pub fn lock(&mut self, relation: &ObjectName, mode: LockMode, why: &Why) {
        let relation_kind = self.kind_of(relation);
        self.push_lock(
            Lock {
                relation: relation.clone(),
                relation_kind,
                table: relation.clone(),
                mode,
                held: HeldUntil::Commit,
            },
            why,
        );
    }

    pub fn lock_all(&mut self, relations: &[ObjectName], mode: LockMode, why: &Why) {
        for relation in relations {
            self.lock(relation, mode, why);
        }
    }

    pub fn lock_index(&mut self, table: &ObjectName, index: &str, mode: LockMode, why: &Why) {
        self.push_lock(
            Lock {
                relation: table.sibling(index),
                relation_kind: RelationKind::Index,
                table: table.clone(),
                mode,
                held: HeldUntil::Commit,
            },
            why,
        );
    }

    /// Takes a lock besides another on the relation, and lets nobody wait for it.
    pub fn lock_while_unasked(&mut self, relation: &ObjectName, mode: LockMode, why: &Why) {
        let lock = Lock {
            relation: relation.clone(),
            relation_kind: self.kind_of(relation),
            table: relation.clone(),
            mode,
            held: HeldUntil::WhileUnasked,
        };
        self.effect(EffectKind::Lock(lock), why);
    }

    /// Keeps the strongest lock that the operation takes on each relation.
    fn push_lock(&mut self, lock: Lock, why: &Why) {
        let Some(known) = self.place_of_lock(&lock.relation) else {
            self.push(EffectKind::Lock(lock), why);
            return;
        };
        let Some(known) = self.found.get_mut(known) else { return };
        let EffectKind::Lock(held) = &mut known.kind else { return };
        if (held.mode, known.certainty) < (lock.mode, why.certainty) {
            held.mode = lock.mode;
            known.clause = why.clause;
            known.certainty = why.certainty;
            known.because.clone_from(&why.because);
            known.source = why.source;
        }
    }

    pub fn scan(&mut self, relation: &ObjectName, purpose: ScanPurpose, why: &Why) {
        if !self.keeps_rows(relation) || self.read.contains(relation) {
            return;
        }
        if why.certainty == Certainty::Certain {
            self.read.insert(relation.clone());
        }
        self.effect(EffectKind::Scan { relation: relation.clone(), purpose }, why);
    }

    /// Writes every row of the table anew, and every index that stays.
    pub fn rewrite(&mut self, table: &ObjectName, why: &Why) {
        if !self.keeps_rows(table) {
            return;
        }
        self.lock(table, locks::ACCESS_EXCLUSIVE, why);
        self.effect(EffectKind::Rewrite { relation: table.clone() }, why);
        self.effect(EffectKind::Scan { relation: table.clone(), purpose: ScanPurpose::Copy }, why);
        self.rebuild_indexes(table, why);
    }

    /// Rewrites a sequence, which has one row.
    pub fn rewrite_sequence(&mut self, sequence: &ObjectName, why: &Why) {
        self.effect(EffectKind::ReplaceSequence { relation: sequence.clone() }, why);
    }

    /// Builds anew every index of the table or view that the statement does not drop.
    pub fn rebuild_indexes(&mut self, table: &ObjectName, why: &Why) {
        for index in self.indexes(table) {
            if !self.drops_index(table, &index.name) {
                self.rebuild(table, &index.name, why);
            }
        }
    }

    pub fn rebuild(&mut self, table: &ObjectName, index: &str, why: &Why) {
        self.lock_index(table, index, locks::ACCESS_EXCLUSIVE, why);
        self.build(table, index, why);
    }

    pub fn build(&mut self, table: &ObjectName, index: &str, why: &Why) {
        let kind = EffectKind::BuildIndex { relation: table.clone(), index: index.to_owned() };
        self.effect(kind, why);
    }

    pub fn may_fail(&mut self, when: impl Into<String>, why: &Why) {
        self.effect(EffectKind::MayFail { when: when.into() }, why);
    }

    /// The server's own words, and why it says them.
    pub fn refused(&mut self, refusal: Refusal, words: impl Into<String>, why: &Why) {
        self.effect(EffectKind::Refused { why: words.into(), refusal }, why);
    }

    /// The version does not know the form; `since` is the first major version that does.
    pub fn unknown_before(&mut self, since: u16, form: &str, clause: Clause) {
        let words = format!("`{form}` is understood since PostgreSQL {since}");
        self.refused(Refusal::Version, words, &why(clause, "Release Notes"));
    }

    /// Nothing is lost of a table whose rows an earlier statement of the transaction took.
    pub fn lose(&mut self, relation: &ObjectName, column: Option<&str>, what: Loss, why: &Why) {
        let emptied = Rows::NoneIn(self.context.now.transaction);
        if self.table(relation).is_some_and(|it| it.rows == emptied) {
            return;
        }
        let column = column.map(str::to_owned);
        self.effect(EffectKind::LoseData { relation: relation.clone(), column, what }, why);
    }

    pub fn breaks(
        &mut self,
        relation: &ObjectName,
        column: Option<&str>,
        what: Breakage,
        why: &Why,
    ) {
        let column = column.map(str::to_owned);
        self.effect(EffectKind::Breaks { relation: relation.clone(), column, what }, why);
    }

    pub fn waits(&mut self, what: &[Wait], why: &Why) {
        for &what in what {
            self.effect(EffectKind::WaitsFor { what }, why);
        }
    }

    /// The statement's effects: of each relation's locks only those that no other operation of it outdoes.
    pub fn finish(self) -> Vec<Effect> {
        // An operation has one lock on each relation.
        if self.ops.len() < 2 {
            return self.found;
        }
        let strongest = self.strongest();
        let outdone = |it: &Effect| match &it.kind {
            EffectKind::Lock(lock) => {
                strongest.get(&lock.relation).is_some_and(|other| lock.mode < *other)
            }
            _ => false,
        };
        let mut keep: Vec<bool> = self.found.iter().map(|it| !outdone(it)).collect();
        keep.reverse();
        self.found.into_iter().filter(|_| keep.pop().unwrap_or(true)).collect()
    }

    // ---- What the statement does besides

    pub fn drops_constraint(&self, table: &ObjectName, name: &str) -> bool {
        self.intent.dropped_constraints.contains(&(table, name))
    }

    pub fn drops_index(&self, table: &ObjectName, name: &str) -> bool {
        self.intent.dropped_indexes.contains(&(table, name))
    }

    /// The column's definition where an operation of this statement adds it.
    pub fn added_column(&self, table: &ObjectName, column: &str) -> Option<&'a ColumnDef> {
        self.intent.added_columns.get(&(table, column)).copied()
    }

    /// The strongest lock that is sure on each relation.
    fn strongest(&self) -> BTreeMap<ObjectName, LockMode> {
        let mut strongest = BTreeMap::new();
        for effect in self.found.iter().filter(|it| it.certainty == Certainty::Certain) {
            if let EffectKind::Lock(lock) = &effect.kind {
                let known = strongest.entry(lock.relation.clone()).or_insert(lock.mode);
                *known = lock.mode.max(*known);
            }
        }
        strongest
    }

    // ---- What the schema tells

    pub fn table(&self, name: &ObjectName) -> Option<&'a Table> {
        self.schema.tables.get(name)
    }

    /// The table, if everything about it is known.
    pub fn whole(&self, name: &ObjectName) -> Option<&'a Table> {
        self.table(name).filter(|it| it.knowledge == Knowledge::Whole)
    }

    pub fn view(&self, name: &ObjectName) -> Option<&'a View> {
        self.schema.views.get(name)
    }

    pub fn column(&self, table: &ObjectName, column: &str) -> Option<&'a Column> {
        self.schema.column(table, column)
    }

    pub fn constraint(&self, table: &ObjectName, name: &str) -> Option<&'a TableConstraint> {
        self.table(table)?.constraint(name)
    }

    pub fn indexes(&self, relation: &ObjectName) -> &'a [Index] {
        self.schema.indexes_of(relation)
    }

    pub fn kind_of(&self, relation: &ObjectName) -> RelationKind {
        if self.schema.tables.contains_key(relation) {
            RelationKind::Table
        } else if self.schema.views.contains_key(relation) {
            RelationKind::View
        } else if self.schema.sequences.contains_key(relation) {
            RelationKind::Sequence
        } else {
            RelationKind::Table
        }
    }

    /// Whether the relation may hold rows that were there before this migration.
    pub fn may_hold_rows(&self, relation: &ObjectName) -> bool {
        let now = self.context.now;
        self.table(relation).is_none_or(|it| match it.rows {
            Rows::NoneYet => it.born.is_none_or(|born| born.unit != now.unit),
            Rows::NoneIn(transaction) => transaction != now.transaction,
            Rows::Some => true,
        })
    }

    /// Whether the relation keeps rows of its own here: partitioned tables, views and foreign tables do not.
    pub fn keeps_rows(&self, relation: &ObjectName) -> bool {
        match self.table(relation) {
            Some(table) => {
                table.partition_by.is_none() && table.persistence != Persistence::Foreign
            }
            None => self.view(relation).is_none_or(|it| it.materialized),
        }
    }

    pub fn is_partitioned(&self, table: &ObjectName) -> bool {
        self.table(table).is_some_and(|it| it.partition_by.is_some())
    }

    /// The table with all that inherit from it, partitions included, parents first.
    pub fn family(&self, table: &ObjectName) -> Vec<ObjectName> {
        let mut family = vec![table.clone()];
        family.extend(self.schema.descendants_of(table));
        family
    }

    /// The family, or the table alone where the operation says ONLY.
    pub fn reach(&self, table: &ObjectName) -> Vec<ObjectName> {
        if self.says(Clause::Only) { vec![table.clone()] } else { self.family(table) }
    }

    pub fn has_children(&self, table: &ObjectName) -> bool {
        self.schema.children_of(table).next().is_some()
    }

    /// The table with its partitions, without tables that merely inherit.
    pub fn partitions(&self, table: &ObjectName) -> Vec<ObjectName> {
        if self.is_partitioned(table) { self.family(table) } else { vec![table.clone()] }
    }

    pub fn default_partition(&self, parent: &ObjectName) -> Option<ObjectName> {
        self.schema.default_partition_of(parent).map(|it| it.name.clone())
    }

    /// Foreign keys that refer to the table, with the table that has each.
    pub fn referrers(&self, table: &ObjectName) -> Vec<Referrer<'a>> {
        self.schema.foreign_keys_to(table).collect()
    }

    /// Views that stop a change of the column, and whether that is sure.
    pub fn readers_of_column(
        &self,
        table: &ObjectName,
        column: &str,
    ) -> Vec<(&'a View, Certainty)> {
        let named = |view: &View| view.query.columns.iter().any(|it| it.1 == column);
        self.schema
            .views_of(table)
            .filter(|it| it.uses_column(table, column))
            .map(|view| {
                let sure = view.query.reads.len() == 1 && named(view);
                (view, if sure { Certainty::Certain } else { Certainty::Likely })
            })
            .collect()
    }

    /// Sequences that go with the table, or with one column of it.
    pub fn owned_sequences(&self, table: &ObjectName, column: Option<&str>) -> Vec<ObjectName> {
        let of = |owned: &str| column.is_none_or(|it| it == owned);
        self.schema
            .sequences_of(table)
            .filter(|it| it.owned_by.as_ref().is_some_and(|(_, owned)| of(owned)))
            .map(|it| it.name.clone())
            .collect()
    }

    /// The column of a table's primary key, or those that are named.
    pub fn referenced_columns(&self, table: &ObjectName, named: &[String]) -> Vec<String> {
        if !named.is_empty() {
            return named.to_vec();
        }
        let key = self.table(table).and_then(Table::primary_key);
        key.map(|it| it.1.columns.clone()).unwrap_or_default()
    }
}

/// Whether the column stands in an expression or the condition of the index.
pub(super) fn index_computes(index: &Index, column: &str) -> bool {
    let mentions = |it: &Expr| it.columns.iter().any(|it| it == column);
    index.predicate.as_ref().is_some_and(mentions)
        || index.keys.iter().any(|it| it.expr.as_ref().is_some_and(mentions))
}
