//! What the engine gathers while it looks at one statement.

use super::server::{Family, Server};
use crate::catalog::{Column, Index, Knowledge, Schema, Table};
use crate::effects::{
    Blocks, Breakage, Certainty, Context, Effect, EffectKind, HeldUntil, Lock, LockMode, Loss,
    Refusal, RelationKind,
};
use crate::ops::{Clause, ObjectName, Op};

/// Metadata locks (MySQL manual: "Metadata Locking"; MariaDB: "Metadata Locking"); the names are those of
/// `performance_schema.metadata_locks`.
pub(super) const SHARED_READ: LockMode = mode(0, "SHARED_READ", false, false, false);
pub(super) const SHARED_WRITE: LockMode = mode(1, "SHARED_WRITE", false, false, false);
pub(super) const SHARED_UPGRADABLE: LockMode = mode(2, "SHARED_UPGRADABLE", false, false, true);
pub(super) const SHARED_NO_WRITE: LockMode = mode(3, "SHARED_NO_WRITE", false, true, true);
pub(super) const SHARED_NO_READ_WRITE: LockMode = mode(4, "SHARED_NO_READ_WRITE", true, true, true);
pub(super) const EXCLUSIVE: LockMode = mode(5, "EXCLUSIVE", true, true, true);

const fn mode(
    strength: u8,
    name: &'static str,
    reads: bool,
    writes: bool,
    changes: bool,
) -> LockMode {
    LockMode { strength, name, blocks: Blocks { reads, writes, changes } }
}

/// Why something happens, how sure that is, and who says so.
#[derive(Debug, Clone)]
pub(super) struct Why {
    pub clause: Option<Clause>,
    pub certainty: Certainty,
    pub because: String,
    pub source: &'static str,
}

pub(super) fn why(clause: Clause, source: &'static str) -> Why {
    Why { clause: Some(clause), certainty: Certainty::Certain, because: String::new(), source }
}

pub(super) fn always(source: &'static str) -> Why {
    Why { clause: None, certainty: Certainty::Certain, because: String::new(), source }
}

impl Why {
    pub fn possible(self, because: impl Into<String>) -> Why {
        Why { certainty: Certainty::Possible, because: because.into(), ..self }
    }
}

pub(super) struct Work<'a> {
    pub ops: &'a [Op],
    pub schema: &'a Schema,
    pub context: &'a Context<'a>,
    pub server: Server,
    /// The operation looked at, by its place in the statement.
    pub index: usize,
    found: Vec<Effect>,
}

impl<'a> Work<'a> {
    pub fn new(ops: &'a [Op], schema: &'a Schema, context: &'a Context<'a>) -> Work<'a> {
        let server = Server::of(context.target);
        Work { ops, schema, context, server, index: 0, found: Vec::new() }
    }

    pub fn finish(self) -> Vec<Effect> {
        self.found
    }

    pub fn is_mariadb(&self) -> bool {
        self.server.family == Family::Mariadb
    }

    pub fn says(&self, clause: Clause) -> bool {
        self.ops.get(self.index).is_some_and(|op| op.clauses.iter().any(|it| it.0 == clause))
    }

    /// The value in force of a session setting, lower case.
    pub fn setting(&self, name: &str) -> Option<String> {
        let known = self.context.settings.iter().rev().find(|it| it.0 == name)?;
        Some(known.1.to_ascii_lowercase())
    }

    /// Whether values that do not fit are an error (both manuals: "SQL Mode"; the default since 5.7 and 10.2.4).
    pub fn is_strict(&self) -> bool {
        self.setting("sql_mode").is_none_or(|it| {
            it.contains("strict") || it.contains("traditional") || it.contains('@')
        })
    }

    pub fn checks_foreign_keys(&self) -> bool {
        !self.setting("foreign_key_checks").is_some_and(|it| it == "0" || it == "off")
    }

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

    // ---- Effects

    pub fn effect(&mut self, kind: EffectKind, why: &Why) {
        let index = self.index;
        let mut latest = self.found.iter_mut().rev().take(32);
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

    /// This version does not know the words.
    pub fn syntax_error(&mut self, what: &str, clause: Clause, source: &'static str) {
        let words = format!("1064: You have an error in your SQL syntax: {what}");
        self.refused(Refusal::Version, words, &why(clause, source));
    }

    pub fn may_fail(&mut self, when: impl Into<String>, why: &Why) {
        self.effect(EffectKind::MayFail { when: when.into() }, why);
    }

    pub fn silent(&mut self, relation: &ObjectName, what: impl Into<String>, why: &Why) {
        let kind = EffectKind::Silent { relation: relation.clone(), what: what.into() };
        self.effect(kind, why);
    }

    pub fn lose(&mut self, relation: &ObjectName, column: Option<&str>, what: Loss, why: &Why) {
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

    /// Whether the statement never gets as far as committing the open transaction: it cannot be parsed.
    pub fn is_unparsed(&self) -> bool {
        self.found.iter().any(|it| match &it.kind {
            EffectKind::Refused { why, .. } => why.starts_with("1064") || why.starts_with("1800"),
            _ => false,
        })
    }
}
