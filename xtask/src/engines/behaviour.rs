//! What a statement does, in the one shape in which a server's doing and migralint's answer are compared.

use std::collections::{BTreeMap, BTreeSet};

/// PostgreSQL's table locks, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

impl Mode {
    pub const ALL: [Mode; 8] = [
        Mode::AccessShare,
        Mode::RowShare,
        Mode::RowExclusive,
        Mode::ShareUpdateExclusive,
        Mode::Share,
        Mode::ShareRowExclusive,
        Mode::Exclusive,
        Mode::AccessExclusive,
    ];

    /// As statements and reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Mode::AccessShare => "ACCESS SHARE",
            Mode::RowShare => "ROW SHARE",
            Mode::RowExclusive => "ROW EXCLUSIVE",
            Mode::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Mode::Share => "SHARE",
            Mode::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Mode::Exclusive => "EXCLUSIVE",
            Mode::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }

    /// Either as statements write it or as `pg_locks` and the facts do.
    pub fn parse(text: &str) -> Option<Mode> {
        let letters = |it: &str| {
            it.chars().filter(|it| *it != ' ').flat_map(char::to_lowercase).collect::<String>()
        };
        let text = letters(text.strip_suffix("Lock").unwrap_or(text));
        Mode::ALL.into_iter().find(|it| letters(it.name()) == text)
    }
}

/// Names are as migralint gives them: the schema only where it is not `public`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Behaviour {
    /// The strongest lock on each relation that was there before; on indexes only what stops somebody's planning.
    pub locks: BTreeMap<String, Mode>,
    /// Tables, materialized views and sequences with a new file.
    pub rewritten: BTreeSet<String>,
    /// Indexes that were there before and have a new file.
    pub rebuilt: BTreeSet<String>,
    /// Tables whose rows were all read.
    pub scanned: BTreeSet<String>,
    /// Why it cannot run inside a transaction block.
    pub refused_in_transaction: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

impl Behaviour {
    pub fn lock(&mut self, relation: &str, mode: Mode) {
        let strongest = self.locks.entry(relation.to_owned()).or_insert(mode);
        *strongest = mode.max(*strongest);
    }
}
