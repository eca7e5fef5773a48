//! What a library can do, and what the engine gathers while it looks at one statement.

use crate::catalog::{Column, Schema, Table};
use crate::dialect::Version;
use crate::effects::{
    Blocks, Breakage, Certainty, Context, Effect, EffectKind, HeldUntil, Lock, LockMode, Loss,
    Refusal, RelationKind,
};
use crate::ops::{Clause, ObjectName, Op};

/// Manual: "File Locking And Concurrency In SQLite Version 3"; measured as `behaviours.json`, "lock probe".
const RESERVED: LockMode = LockMode {
    strength: 0,
    name: "RESERVED",
    blocks: Blocks { reads: false, writes: true, changes: true },
};
const EXCLUSIVE: LockMode = LockMode {
    strength: 1,
    name: "EXCLUSIVE",
    blocks: Blocks { reads: true, writes: true, changes: true },
};

/// What the library's version can do (manual: "Release History").
#[derive(Debug, Clone, Copy)]
pub(super) struct Library {
    pub rename_column: bool,
    pub generated: bool,
    pub update_from: bool,
    /// ADD COLUMN of what rows would break is taken where there are no rows.
    pub looks_for_rows: bool,
    pub drop_column: bool,
    /// DROP COLUMN left indexes without their rows.
    pub drop_corrupts: bool,
    pub returning: bool,
    pub strict: bool,
    /// ADD COLUMN checks the rows that are there.
    pub checks_added: bool,
    /// NOT NULL and CHECK are added and dropped in place.
    pub alters_constraints: bool,
    pub drops_foreign_keys: bool,
}

impl Library {
    fn of(version: Version) -> Library {
        let since = |minor, patch| Version::new(3, minor, patch) <= version;
        Library {
            rename_column: since(25, 0),
            generated: since(31, 0),
            update_from: since(33, 0),
            looks_for_rows: since(32, 0),
            drop_column: since(35, 0),
            drop_corrupts: since(35, 0) && !since(35, 5),
            returning: since(35, 0),
            strict: since(37, 0),
            checks_added: since(37, 0),
            alters_constraints: since(52, 0),
            drops_foreign_keys: since(54, 0),
        }
    }
}

/// Why something happens, how sure that is, and who says so.
#[derive(Debug, Clone)]
pub(super) struct Why {
    clause: Option<Clause>,
    certainty: Certainty,
    because: String,
    source: &'static str,
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
    pub library: Library,
    pub index: usize,
    found: Vec<Effect>,
}

impl<'a> Work<'a> {
    pub fn new(ops: &'a [Op], schema: &'a Schema, context: &'a Context<'a>) -> Work<'a> {
        let library = Library::of(context.target.version);
        Work { ops, schema, context, library, index: 0, found: Vec::new() }
    }

    pub fn finish(self) -> Vec<Effect> {
        self.found
    }

    pub fn says(&self, clause: Clause) -> bool {
        self.ops.get(self.index).is_some_and(|op| op.clauses.iter().any(|it| it.0 == clause))
    }

    fn setting(&self, name: &str) -> bool {
        let known = self.context.settings.iter().rev().find(|it| it.0 == name);
        known.is_some_and(|it| {
            matches!(it.1.to_ascii_lowercase().as_str(), "on" | "1" | "true" | "yes")
        })
    }

    /// Off unless the connection turned it on (manual: "SQLite Foreign Key Support").
    pub fn checks_foreign_keys(&self) -> bool {
        self.setting("foreign_keys")
    }

    pub fn is_legacy_alter(&self) -> bool {
        self.setting("legacy_alter_table")
    }

    pub fn table(&self, name: &ObjectName) -> Option<&'a Table> {
        self.schema.table(name)
    }

    pub fn column(&self, table: &ObjectName, column: &str) -> Option<&'a Column> {
        self.table(table)?.columns.iter().find(|it| it.name.eq_ignore_ascii_case(column))
    }

    // ---- Effects

    pub fn effect(&mut self, kind: EffectKind, why: &Why) {
        self.found.push(Effect {
            kind,
            op: self.index,
            clause: why.clause,
            certainty: why.certainty,
            because: why.because.clone(),
            source: why.source,
        });
    }

    /// The one lock of the database: other writers fail or wait until the transaction ends, and when it does the readers
    /// too, unless the journal is a write-ahead log.
    pub fn writes(&mut self, table: Option<&ObjectName>, why: &Why) {
        if table.is_some_and(|it| super::is_temporary(self, it)) {
            return;
        }
        let main = ObjectName::bare("main");
        let table = table.unwrap_or(&main).clone();
        let lock = |mode, held| {
            EffectKind::Lock(Lock {
                relation: main.clone(),
                relation_kind: RelationKind::Database,
                table: table.clone(),
                mode,
                held,
            })
        };
        let (writing, ending) =
            (lock(RESERVED, HeldUntil::Commit), lock(EXCLUSIVE, HeldUntil::Moment));
        self.effect(writing, why);
        let ends = why.clone().possible("the journal is no write-ahead log");
        self.effect(ending, &ends);
    }

    pub fn refused(&mut self, refusal: Refusal, words: impl Into<String>, why: &Why) {
        self.effect(EffectKind::Refused { why: words.into(), refusal }, why);
    }

    /// The library does not know the word.
    pub fn syntax_error(&mut self, near: &str, clause: Clause) {
        let words = match near {
            "" => "syntax error: there is no such statement".to_owned(),
            _ => format!("near \"{near}\": syntax error"),
        };
        self.refused(Refusal::Version, words, &why(clause, "SQL As Understood By SQLite"));
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
}
