//! What the engine asks besides: metadata locks, the SQL mode, and the server's errors.

use super::server::{Family, Server};
use crate::catalog::Schema;
use crate::effects::work;
pub(super) use crate::effects::work::{Why, always, why};
use crate::effects::{Blocks, Context, EffectKind, LockMode, Refusal};
use crate::ops::{Clause, Op};

/// Metadata locks (MySQL manual: "Metadata Locking"; MariaDB: "Metadata Locking"); the names are those of
/// `performance_schema.metadata_locks`.
pub(super) const SHARED_READ: LockMode =
    LockMode { strength: 0, name: "SHARED_READ", blocks: Blocks::NOTHING };
pub(super) const SHARED_WRITE: LockMode =
    LockMode { strength: 1, name: "SHARED_WRITE", blocks: Blocks::NOTHING };
pub(super) const SHARED_UPGRADABLE: LockMode =
    LockMode { strength: 2, name: "SHARED_UPGRADABLE", blocks: Blocks::CHANGES };
pub(super) const SHARED_NO_WRITE: LockMode =
    LockMode { strength: 3, name: "SHARED_NO_WRITE", blocks: Blocks::WRITES };
pub(super) const SHARED_NO_READ_WRITE: LockMode =
    LockMode { strength: 4, name: "SHARED_NO_READ_WRITE", blocks: Blocks::ALL };
pub(super) const EXCLUSIVE: LockMode =
    LockMode { strength: 5, name: "EXCLUSIVE", blocks: Blocks::ALL };

pub(super) type Work<'a> = work::Work<'a, Server>;

impl<'a> Work<'a> {
    pub fn new(ops: &'a [Op], schema: &'a Schema, context: &'a Context<'a>) -> Work<'a> {
        Work::over(ops, schema, context, Server::of(context.target))
    }

    pub fn is_mariadb(&self) -> bool {
        self.server.family == Family::Mariadb
    }

    pub fn is_strict(&self) -> bool {
        super::is_strict(self.context)
    }

    pub fn checks_foreign_keys(&self) -> bool {
        !self.setting("foreign_key_checks").is_some_and(|it| it == "0" || it == "off")
    }

    /// This version does not know the words.
    pub fn syntax_error(&mut self, what: &str, clause: Clause, source: &'static str) {
        let words = format!("1064: You have an error in your SQL syntax: {what}");
        self.refused(Refusal::Version, words, &why(clause, source));
    }

    /// Whether the statement never gets as far as committing the open transaction: it cannot be parsed.
    pub fn is_unparsed(&self) -> bool {
        self.found().iter().any(|it| match &it.kind {
            EffectKind::Refused { why, .. } => why.starts_with("1064") || why.starts_with("1800"),
            _ => false,
        })
    }
}
