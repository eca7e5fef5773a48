//! Effects: what an operation does to a live database. One engine per dialect, each a set of pure functions from the
//! operations of one statement and the schema before it.
//!
//! Lock names, version numbers and citations of manuals stand here and nowhere above.

use crate::catalog::Schema;
use crate::dialect::{Dialect, Target, Version};
use crate::ops::index::IndexKey;
use crate::ops::table::PartitionBound;
use crate::ops::transaction::Setting;
use crate::ops::{Clause, ObjectName, Op, is_unknown};

mod absent;
mod alien;
mod foreign;
mod functions;
pub mod misfit;
mod mssql;
pub mod mysql;
pub mod oracle;
pub mod postgres;
pub mod questions;
mod rows;
pub mod sqlite;
mod work;

/// One thing that a statement does, why, and how sure that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    pub kind: EffectKind,
    /// Which of the statement's operations causes it.
    pub op: usize,
    /// Which clause of that operation.
    pub clause: Option<Clause>,
    pub certainty: Certainty,
    /// The condition under which it happens, or what it rests on; a sentence part such as
    /// "the session's time zone is not UTC". Empty where it always happens.
    pub because: String,
    /// Where we know it from: a fact's id or a manual's page by title.
    pub source: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It depends on something the migration does not tell.
    Possible,
    /// It happens unless something unusual holds.
    Likely,
    Certain,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EffectKind {
    Lock(Lock),
    /// Every row is read.
    Scan {
        relation: ObjectName,
        purpose: ScanPurpose,
    },
    /// Every row is written anew, and every index with it.
    Rewrite {
        relation: ObjectName,
    },
    /// A sequence gets a new file, which holds one row whatever happened before.
    ReplaceSequence {
        relation: ObjectName,
    },
    /// An index is built, or built anew.
    BuildIndex {
        relation: ObjectName,
        index: String,
    },
    /// Rows are changed one by one by UPDATE, DELETE or INSERT … SELECT.
    ChangeRows {
        relation: ObjectName,
        extent: RowExtent,
    },
    LoseData {
        relation: ObjectName,
        column: Option<String>,
        what: Loss,
    },
    /// The statement fails on data or schemas that are possible.
    MayFail {
        when: String,
    },
    /// Code of the running application that still uses the old schema fails.
    Breaks {
        relation: ObjectName,
        column: Option<String>,
        what: Breakage,
    },
    /// The server refuses the statement, whatever the data.
    Refused {
        why: String,
        refusal: Refusal,
    },
    /// The open transaction is committed first.
    CommitsImplicitly,
    /// MySQL's and MariaDB's way of doing it, and the weakest lock accepted with it.
    Algorithm {
        relation: ObjectName,
        algorithm: &'static str,
        lock: &'static str,
    },
    /// The statement waits until others are done, without keeping new ones out.
    WaitsFor {
        what: Wait,
    },
    /// An interrupted or failed run leaves an unusable index behind.
    LeavesInvalidIndex {
        relation: ObjectName,
        index: String,
    },
    /// The statement does something that it does not say, or leaves out something that it says, without an error.
    Silent {
        relation: ObjectName,
        what: String,
    },
    /// What the statement does is not known.
    Unknown {
        why: String,
    },
}

/// A lock on a relation. For a lock on an index, `relation` is the index and `table` its table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lock {
    pub relation: ObjectName,
    pub relation_kind: RelationKind,
    pub table: ObjectName,
    pub mode: LockMode,
    pub held: HeldUntil,
}

/// A lock mode: the engine's own word, how strong it is among that engine's modes, and whom it stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LockMode {
    pub strength: u8,
    pub name: &'static str,
    pub blocks: Blocks,
}

impl LockMode {
    /// `an ACCESS EXCLUSIVE lock`, for a sentence.
    pub fn words(self) -> String {
        let article = if self.name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
        format!("{article} {} lock", self.name)
    }
}

/// Whom a lock stops while it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Blocks {
    pub reads: bool,
    pub writes: bool,
    /// Other schema changes and maintenance.
    pub changes: bool,
}

impl Blocks {
    pub const NOTHING: Blocks = Blocks { reads: false, writes: false, changes: false };
    pub const CHANGES: Blocks = Blocks { changes: true, ..Blocks::NOTHING };
    pub const WRITES: Blocks = Blocks { writes: true, ..Blocks::CHANGES };
    pub const ALL: Blocks = Blocks { reads: true, ..Blocks::WRITES };

    /// What waits, for a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Blocks { reads: true, writes: true, .. } => "reads and writes",
            Blocks { reads: true, .. } => "reads",
            Blocks { writes: true, .. } => "writes",
            Blocks { .. } => "other schema changes",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelationKind {
    Table,
    Index,
    View,
    Sequence,
    Database,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeldUntil {
    /// At the beginning and the end of the statement, for as long as it takes to get it.
    Moment,
    /// Taken where nobody else has the relation, and given up as soon as somebody asks for it.
    WhileUnasked,
    Statement,
    Commit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScanPurpose {
    CheckConstraint,
    CheckNotNull,
    CheckForeignKey,
    CheckPartition,
    BuildIndex,
    Copy,
    Query,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowExtent {
    /// No predicate, or one that is always true.
    All,
    /// Those that a predicate chooses.
    Chosen,
    /// As many as the statement lists.
    Listed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// The column's or table's values are gone.
    Dropped,
    /// All rows are removed.
    Emptied,
    /// Values no longer fit and are cut, rounded or refused.
    Narrowed,
    /// Values are overwritten.
    Overwritten,
    /// Something else goes with it: an index, a constraint, a generated column.
    Dependent,
    /// Rows would not survive a crash or reach a replica.
    Durability,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breakage {
    Removed,
    Renamed,
    /// A required value that the running application does not know to give.
    Required,
    /// Writes that were accepted are refused.
    Restricted,
    /// Values that code did not expect can now occur.
    Loosened,
    Retyped,
    /// Another object of the schema stops working.
    Dependent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Not inside a transaction.
    InTransaction,
    /// Only inside a transaction.
    OutsideTransaction,
    /// This version does not know it.
    Version,
    /// The schema forbids it.
    Schema,
    /// The statement contradicts itself.
    Statement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    Readers,
    Writers,
    OldSnapshots,
}

/// What the engine is told besides the statement and the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Context<'a> {
    pub target: Target,
    /// Whether the statement runs inside a transaction block.
    pub in_transaction: InTransaction,
    /// The transaction's number, to know what was born in it.
    pub now: crate::catalog::Birth,
    /// Session settings that change what statements do, name and value, lower case: `timezone`, `foreign_key_checks`.
    pub settings: Vec<(String, String)>,
    /// Tables whose rows the transaction has changed.
    pub written: &'a std::collections::BTreeSet<ObjectName>,
    /// Tables that the unit makes anew by copying them.
    pub rebuilds: &'a [Rebuild],
}

impl Context<'_> {
    /// The session setting's value, lower case, where the migration sets it.
    pub fn setting(&self, name: &str) -> Option<String> {
        let known = self.settings.iter().rev().find(|it| it.0 == name)?;
        Some(known.1.to_ascii_lowercase())
    }
}

/// A table that a unit copies into another, drops, and replaces by that other, or makes anew and fills from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuild {
    pub table: ObjectName,
    /// The table that takes its place, or keeps its rows meanwhile.
    pub through: ObjectName,
    /// Names of indexes and triggers that the unit makes.
    pub made_again: Vec<String>,
    /// What it indexes again, under any name.
    pub keys: Vec<Vec<IndexKey>>,
}

/// The tables that statements rebuild: CREATE of one, INSERT … SELECT from the other, DROP of that, RENAME; or, as of old,
/// a copy into another table, DROP, CREATE under the same name, and INSERT … SELECT back (SQLite's "Frequently Asked
/// Questions", 11).
pub fn rebuilds<'a>(ops: impl Iterator<Item = &'a Op> + Clone) -> Vec<Rebuild> {
    use crate::ops::OpKind;
    use crate::ops::data::InsertSource;
    let renamed = |it: &&'a Op| matches!(it.kind, OpKind::RenameTable { .. });
    let mut found: Vec<Rebuild> = Vec::new();
    for rename in ops.clone().filter(renamed).take(MOST_REBUILDS) {
        let OpKind::RenameTable { table: through, to } = &rename.kind else { continue };
        let made = ops.clone().any(|it| match &it.kind {
            OpKind::CreateTable(it) => it.name == *through,
            _ => false,
        });
        let filled = ops.clone().any(|it| match &it.kind {
            OpKind::Insert(it) => {
                it.table == *through
                    && matches!(&it.source, InsertSource::Query(reads) if reads.contains(to))
            }
            OpKind::CreateTable(it) => {
                it.name == *through
                    && it.filled_from.as_ref().is_some_and(|it| it.reads.contains(to))
            }
            _ => false,
        });
        let dropped = ops.clone().any(|it| match &it.kind {
            OpKind::DropTable { name, .. } => name == to,
            _ => false,
        });
        if made && filled && dropped {
            let (table, through) = (to.clone(), through.clone());
            found.push(Rebuild { table, through, made_again: Vec::new(), keys: Vec::new() });
        }
    }
    // What fills a table, and from which others.
    let fills = |it: &'a Op| match &it.kind {
        OpKind::Insert(it) => match &it.source {
            InsertSource::Query(reads) => Some((&it.table, reads.as_slice())),
            InsertSource::Rows(_) => None,
        },
        OpKind::CreateTable(it) => Some((&it.name, it.filled_from.as_ref()?.reads.as_slice())),
        _ => None,
    };
    let drops = ops.clone().enumerate().filter_map(|(place, it)| match &it.kind {
        OpKind::DropTable { name, .. } => Some((place, name)),
        _ => None,
    });
    for (place, name) in drops.take(MOST_REBUILDS) {
        let made = |it: &Op| matches!(&it.kind, OpKind::CreateTable(it) if it.name == *name);
        let after = ops.clone().skip(place);
        if !after.clone().any(made) {
            continue;
        }
        let mut copies = ops.clone().take(place).filter_map(fills);
        let Some((through, _)) = copies.find(|it| it.0 != name && it.1.contains(name)) else {
            continue;
        };
        if after.filter_map(fills).any(|it| it.0 == name && it.1.contains(through)) {
            let (table, through) = (name.clone(), through.clone());
            found.push(Rebuild { table, through, made_again: Vec::new(), keys: Vec::new() });
        }
    }
    if !found.is_empty() {
        let name = |it: &Op| match &it.kind {
            OpKind::CreateIndex(it) => it.name.clone(),
            OpKind::CreateTrigger(it) => Some(it.name.clone()),
            _ => None,
        };
        let made: Vec<String> = ops.clone().filter_map(name).collect();
        for rebuild in &mut found {
            rebuild.made_again.clone_from(&made);
            let keys = |it: &Op| match &it.kind {
                OpKind::CreateIndex(it) if it.table == rebuild.table => Some(it.keys.clone()),
                _ => None,
            };
            rebuild.keys = ops.clone().filter_map(keys).collect();
        }
    }
    found
}

/// More rebuilds in one unit are not looked for.
const MOST_REBUILDS: usize = 64;

/// Whether a setting does nothing where it stands.
pub fn ignores_setting(setting: &Setting, target: Target, in_transaction: InTransaction) -> bool {
    target.dialect == Dialect::Sqlite && sqlite::ignores_setting(&setting.name, in_transaction)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InTransaction {
    Yes,
    No,
    /// Nobody knows who runs the file.
    Unknown,
}

/// What the operations of one statement do together, in the order of the operations that cause it.
/// Effects on relations that were born in the same transaction are left out: nobody else can see these.
pub fn of_statement(ops: &[Op], before: &Schema, context: &Context<'_>) -> Vec<Effect> {
    if let Some(effect) = alien::refused(ops, before, context.target) {
        return vec![effect];
    }
    let mut effects: Vec<Effect> = match context.target.dialect {
        Dialect::Postgres => postgres::of_statement(ops, before, context),
        Dialect::Mysql | Dialect::Mariadb => mysql::of_statement(ops, before, context),
        Dialect::Sqlite => sqlite::of_statement(ops, before, context),
        Dialect::Oracle => oracle::of_statement(ops, before, context),
        Dialect::Mssql => mssql::of_statement(ops, before, context),
    };
    absent::columns(ops, before, &mut effects);
    rows::refused(ops, before, context, &mut effects);
    misfit::refused(ops, before, context, &mut effects);
    effects.retain(|it| !is_about_unknown_name(&it.kind));
    if before.left_out() {
        effects.push(left_out());
    }
    effects
}

/// That a statement does the same to more than is told.
fn left_out() -> Effect {
    let why = "what it does to all that depends on its objects: there are too many".to_owned();
    Effect {
        kind: EffectKind::Unknown { why },
        op: 0,
        clause: None,
        certainty: Certainty::Certain,
        because: String::new(),
        source: "",
    }
}

/// Whether the schema is said to refuse a name that is only known when the migration runs: that is not known either.
fn is_about_unknown_name(kind: &EffectKind) -> bool {
    matches!(kind, EffectKind::Refused { refusal: Refusal::Schema, why } if is_unknown(why))
}

/// For how long at most a lock is waited for under these settings, in milliseconds; `None` for ever, or nearly.
/// PostgreSQL: "Client Connection Defaults", `lock_timeout`; MySQL and MariaDB: "Server System Variables",
/// `lock_wait_timeout`, in seconds, a year or a day if unset; SQL Server: "SET LOCK_TIMEOUT", -1 for ever; Oracle:
/// "Database Reference", `DDL_LOCK_TIMEOUT`, in seconds, 0 if unset; SQLite: "PRAGMA busy_timeout", 0 if unset.
pub fn patience(settings: &[Setting], dialect: Dialect) -> Option<f64> {
    let milliseconds = |name: &str| {
        let setting = settings.iter().rev().find(|it| it.name == name)?;
        setting.milliseconds().filter(|it| 0.0 < *it)
    };
    match dialect {
        Dialect::Postgres => milliseconds("lock_timeout"),
        Dialect::Mysql | Dialect::Mariadb => {
            milliseconds("lock_wait_timeout").map(|it| it * 1000.0)
        }
        Dialect::Mssql => milliseconds("lock_timeout"),
        Dialect::Oracle => Some(milliseconds("ddl_lock_timeout").map_or(0.0, |it| it * 1000.0)),
        Dialect::Sqlite => Some(milliseconds("busy_timeout").unwrap_or(0.0)),
    }
}

/// The setting that limits how long a lock is waited for, and a time that users can stand.
pub fn short_patience(dialect: Dialect) -> Option<(&'static str, &'static str)> {
    match dialect {
        Dialect::Postgres => Some(("lock_timeout", "5s")),
        Dialect::Mysql | Dialect::Mariadb => Some(("lock_wait_timeout", "5")),
        // SQL Server sets it without an equals sign, Oracle by ALTER SESSION, and SQLite does not wait.
        Dialect::Mssql | Dialect::Oracle | Dialect::Sqlite => None,
    }
}

/// Whether a function of the database's own may answer differently the next time: it tells the time, a setting, who
/// asks, or something random.
pub fn varies(function: &ObjectName, schema: &Schema) -> bool {
    match schema.target.dialect {
        Dialect::Postgres => postgres::volatility::varies(function, schema),
        Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => {
            false
        }
    }
}

/// Whether a procedural block may commit between its statements.
/// PostgreSQL 11: "DO", Notes: transaction control statements are allowed where DO runs in its own transaction; the page
/// of 10 has no such words.
pub fn blocks_may_commit(target: Target) -> bool {
    target.dialect == Dialect::Postgres && Version::new(11, 0, 0) <= target.version
}

/// What becomes of locks that batches take in one transaction.
/// SQL Server: "Transaction locking and row versioning guide", Lock escalation; PostgreSQL: "Explicit Locking", Row-Level
/// Locks, has none.
pub fn harm_of_batches(target: Target) -> &'static str {
    if target.dialect == Dialect::Mssql {
        "each keeps its locks until the commit at the end; a statement that takes 5,000 or more gets one on the whole table"
    } else {
        "each row that was changed stays locked until the end, and a failure there takes all of it back, as with one statement"
    }
}

/// Whether a text of no letters is NULL. Oracle: "Nulls", Note.
pub fn empty_is_null(target: Target) -> bool {
    target.dialect == Dialect::Oracle
}

/// Whether SET NOT NULL believes a validated check instead of reading every row.
/// PostgreSQL: release notes of 12, "Allow ALTER TABLE … SET NOT NULL to avoid unnecessary table scans", and "ALTER TABLE".
pub fn believes_checks(target: Target) -> bool {
    target.dialect == Dialect::Postgres && Version::new(12, 0, 0) <= target.version
}

/// Whether an index that is built online may miss rows that are updated meanwhile: PostgreSQL's release notes of 14.4,
/// "Prevent possible corruption of indexes created or rebuilt with the CONCURRENTLY option". A version without its last
/// number stands for all of them, and is taken for a mended one.
pub fn loses_rows_online(target: Target) -> bool {
    let (first, last) = (Version::new(14, 1, 0), Version::new(14, 3, 0));
    target.dialect == Dialect::Postgres && first <= target.version && target.version <= last
}

/// What no partition with one of these bounds takes, in words, where that is certain.
pub fn gap_between(bounds: &[&PartitionBound]) -> Option<String> {
    crate::catalog::bounds::gap(bounds)
}

/// What to do instead of a statement that keeps others from a table; `None` where the operation itself has a better form.
pub fn instead(ops: &[Op], table: &ObjectName, before: &Schema) -> Option<String> {
    match before.target.dialect {
        Dialect::Mysql | Dialect::Mariadb => Some(mysql::tools::instead(ops, table, before)),
        Dialect::Sqlite => {
            Some("run it while nothing else writes: the database has one lock for all".to_owned())
        }
        Dialect::Postgres | Dialect::Oracle | Dialect::Mssql => None,
    }
}

/// How one limits the wait for a lock.
pub fn limited_wait(target: Target) -> &'static str {
    match target.dialect {
        Dialect::Mysql | Dialect::Mariadb => {
            "set `lock_wait_timeout` to a few seconds before it (unset it is a day or a year), and run the migration \
             again if it expires"
        }
        Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => {
            "set a `lock_timeout` of a few seconds before it, and run the migration again if it expires"
        }
    }
}

/// Whether the operation is refused inside a transaction block, whatever the schema.
pub fn refuses_transaction(op: &Op, target: Target) -> bool {
    match target.dialect {
        Dialect::Postgres => postgres::refuses_transaction(op, target.version),
        Dialect::Mssql => mssql::refuses_transaction(op),
        Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Oracle => false,
    }
}
