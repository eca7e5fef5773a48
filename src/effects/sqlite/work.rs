//! What a library can do, and what the engine asks besides.

use crate::catalog::Schema;
use crate::dialect::Version;
use crate::effects::work;
pub(super) use crate::effects::work::{Why, always, why};
use crate::effects::{
    Blocks, Context, EffectKind, HeldUntil, Lock, LockMode, Refusal, RelationKind,
};
use crate::ops::{Clause, ObjectName, Op};

/// Manual: "File Locking And Concurrency In SQLite Version 3"; measured as `behaviours.json`, "lock probe".
const RESERVED: LockMode = LockMode { strength: 0, name: "RESERVED", blocks: Blocks::WRITES };
const EXCLUSIVE: LockMode = LockMode { strength: 1, name: "EXCLUSIVE", blocks: Blocks::ALL };

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

pub(super) type Work<'a> = work::Work<'a, Library>;

impl<'a> Work<'a> {
    pub fn new(ops: &'a [Op], schema: &'a Schema, context: &'a Context<'a>) -> Work<'a> {
        Work::over(ops, schema, context, Library::of(context.target.version))
    }

    fn is_on(&self, name: &str) -> bool {
        self.setting(name).is_some_and(|it| matches!(it.as_str(), "on" | "1" | "true" | "yes"))
    }

    /// Off unless the connection turned it on (manual: "SQLite Foreign Key Support").
    pub fn checks_foreign_keys(&self) -> bool {
        self.is_on("foreign_keys")
    }

    pub fn is_legacy_alter(&self) -> bool {
        self.is_on("legacy_alter_table")
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

    /// The library does not know the word.
    pub fn syntax_error(&mut self, near: &str, clause: Clause) {
        let words = match near {
            "" => "syntax error: there is no such statement".to_owned(),
            _ => format!("near \"{near}\": syntax error"),
        };
        self.refused(Refusal::Version, words, &why(clause, "SQL As Understood By SQLite"));
    }
}
