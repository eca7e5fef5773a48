//! What an engine gathers while it looks at one statement, whichever database it speaks for.

use super::{
    Breakage, Certainty, Context, Effect, EffectKind, HeldUntil, Lock, LockMode, Loss, Refusal,
    RelationKind, RowExtent, ScanPurpose,
};
use crate::catalog::{Column, Index, Knowledge, Rows, Schema, Table};
use crate::ops::expr::Expr;
use crate::ops::{Clause, ObjectName, Op};

/// Why something happens, how sure that is, and who says so.
#[derive(Debug, Clone)]
pub(super) struct Why {
    pub clause: Option<Clause>,
    pub certainty: Certainty,
    pub because: String,
    pub source: &'static str,
}

/// A cause that always works; `source` is a manual's page by title, or a fact's id.
pub(super) fn why(clause: Clause, source: &'static str) -> Why {
    Why { clause: Some(clause), ..always(source) }
}

/// A cause that is the operation as a whole.
pub(super) fn always(source: &'static str) -> Why {
    Why { clause: None, certainty: Certainty::Certain, because: String::new(), source }
}

impl Why {
    pub fn possible(&self, because: impl Into<String>) -> Why {
        Why { certainty: Certainty::Possible, because: because.into(), ..self.clone() }
    }

    pub fn likely(&self, because: impl Into<String>) -> Why {
        Why { certainty: Certainty::Likely, because: because.into(), ..self.clone() }
    }

    pub fn because(&self, because: impl Into<String>) -> Why {
        Why { because: because.into(), ..self.clone() }
    }
}

/// One statement at work; `server` is what the engine asks of the version.
pub(super) struct Work<'a, S> {
    pub ops: &'a [Op],
    pub schema: &'a Schema,
    pub context: &'a Context<'a>,
    pub server: S,
    /// The operation looked at, by its place in the statement.
    pub index: usize,
    found: Vec<Effect>,
}

/// So many of the effects found last are looked through for one that is the same.
const LOOKED_AT: usize = 32;

impl<'a, S> Work<'a, S> {
    pub fn over(ops: &'a [Op], schema: &'a Schema, context: &'a Context<'a>, server: S) -> Self {
        Work { ops, schema, context, server, index: 0, found: Vec::new() }
    }

    pub fn finish(self) -> Vec<Effect> {
        self.found
    }

    pub fn found(&self) -> &[Effect] {
        &self.found
    }

    pub fn says(&self, clause: Clause) -> bool {
        self.ops.get(self.index).is_some_and(|op| op.clauses.iter().any(|it| it.0 == clause))
    }

    /// The value in force of a session setting, lower case.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.context.setting(name)
    }

    // ---- What the schema tells

    pub fn table(&self, name: &ObjectName) -> Option<&'a Table> {
        self.schema.table(name)
    }

    pub fn column(&self, table: &ObjectName, column: &str) -> Option<&'a Column> {
        let of = self.table(table)?;
        of.columns.iter().find(|it| it.name.eq_ignore_ascii_case(column))
    }

    /// Whether nothing of the table is hidden from us.
    pub fn is_whole(&self, table: &ObjectName) -> bool {
        self.table(table).is_some_and(|it| it.knowledge == Knowledge::Whole)
    }

    pub fn index_of(&self, table: &ObjectName, index: &str) -> Option<&'a Index> {
        self.table(table)?.indexes.iter().find(|it| it.name.eq_ignore_ascii_case(index))
    }

    /// Whether the table may hold rows that were there before this migration.
    pub fn may_hold_rows(&self, table: &ObjectName) -> bool {
        let now = self.context.now;
        self.table(table).is_none_or(|it| match it.rows {
            Rows::NoneYet => it.born.is_none_or(|born| born.unit != now.unit),
            Rows::NoneIn(transaction) => transaction != now.transaction,
            Rows::Some => true,
        })
    }

    // ---- Effects

    pub fn effect(&mut self, kind: EffectKind, why: &Why) {
        let index = self.index;
        let mut latest = self.found.iter_mut().rev().take(LOOKED_AT);
        if let Some(known) = latest.find(|it| it.op == index && it.kind == kind) {
            known.certainty = known.certainty.max(why.certainty);
            return;
        }
        self.found.push(Effect {
            kind,
            op: self.index,
            clause: why.clause,
            certainty: why.certainty,
            because: why.because.clone(),
            source: why.source,
        });
    }

    pub fn lock(&mut self, relation: &ObjectName, mode: LockMode, held: HeldUntil, why: &Why) {
        let relation_kind = if self.schema.views.contains_key(relation) {
            RelationKind::View
        } else {
            RelationKind::Table
        };
        let lock =
            Lock { relation: relation.clone(), relation_kind, table: relation.clone(), mode, held };
        self.effect(EffectKind::Lock(lock), why);
    }

    /// The server refuses it: its code and words.
    pub fn refused(&mut self, refusal: Refusal, words: impl Into<String>, why: &Why) {
        self.effect(EffectKind::Refused { why: words.into(), refusal }, why);
    }

    pub fn may_fail(&mut self, when: impl Into<String>, why: &Why) {
        self.effect(EffectKind::MayFail { when: when.into() }, why);
    }

    pub fn silent(&mut self, relation: &ObjectName, what: impl Into<String>, why: &Why) {
        let kind = EffectKind::Silent { relation: relation.clone(), what: what.into() };
        self.effect(kind, why);
    }

    pub fn scan(&mut self, relation: &ObjectName, purpose: ScanPurpose, why: &Why) {
        self.effect(EffectKind::Scan { relation: relation.clone(), purpose }, why);
    }

    /// How many rows a condition chooses; they are searched for where no index begins with a column that it mentions.
    pub fn chosen(&mut self, table: &ObjectName, predicate: Option<&Expr>) -> RowExtent {
        let all = predicate.is_none_or(Expr::is_always_true);
        let is_found = self.table(table).is_some_and(|of| {
            let first = of.indexes.iter().filter_map(|it| it.keys.first()?.column.as_deref());
            let key = of.primary_key().into_iter().flat_map(|it| it.1.columns.iter());
            let mut begins = first.chain(key.map(String::as_str));
            begins.any(|it| predicate.is_some_and(|of| of.mentions(it)))
        });
        if all || !is_found {
            self.scan(table, ScanPurpose::Query, &always("SELECT: WHERE clause"));
        }
        if all { RowExtent::All } else { RowExtent::Chosen }
    }

    pub fn rewrite(&mut self, relation: &ObjectName, why: &Why) {
        self.effect(EffectKind::Rewrite { relation: relation.clone() }, why);
    }

    /// Whether this statement is said to write the relation's rows anew already.
    pub fn rewrites(&self, relation: &ObjectName) -> bool {
        let is =
            |it: &EffectKind| matches!(it, EffectKind::Rewrite { relation: of } if of == relation);
        self.found().iter().any(|it| is(&it.kind))
    }

    pub fn build(&mut self, relation: &ObjectName, index: &str, why: &Why) {
        let kind = EffectKind::BuildIndex { relation: relation.clone(), index: index.to_owned() };
        self.effect(kind, why);
    }

    /// Nothing is lost of a table whose rows an earlier statement of the transaction took, and of one that is made anew
    /// from its own rows only the columns that were not copied.
    pub fn lose(&mut self, relation: &ObjectName, column: Option<&str>, what: Loss, why: &Why) {
        let emptied = Rows::NoneIn(self.context.now.transaction);
        if self.table(relation).is_some_and(|it| it.rows == emptied) {
            return;
        }
        let mut rebuilds = self.context.rebuilds.iter();
        if let (Loss::Dropped, None) = (what, column)
            && let Some(rebuild) = rebuilds.find(|it| it.table == *relation)
        {
            let (old, new) = (self.table(relation), self.table(&rebuild.through));
            for column in old.iter().flat_map(|it| &it.columns) {
                if new.is_some_and(|it| it.column(&column.name).is_none()) {
                    self.lose(relation, Some(&column.name), what, why);
                    self.breaks(relation, Some(&column.name), Breakage::Removed, why);
                }
            }
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

    pub fn is_refused(&self) -> bool {
        self.found.iter().any(|it| {
            matches!(it.kind, EffectKind::Refused { .. }) && it.certainty == Certainty::Certain
        })
    }
}
