//! Operations on rows, and maintenance.

use super::expr::Expr;
use super::{Cascade, ObjectName};

#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    pub table: ObjectName,
    /// Empty where the statement names none.
    pub columns: Vec<String>,
    pub source: InsertSource,
    /// ON CONFLICT, ON DUPLICATE KEY, REPLACE, IGNORE: lower case, as far as the words go.
    pub on_conflict: Option<String>,
    /// OVERRIDING SYSTEM VALUE.
    pub overriding: bool,
    /// What the listed rows hold, place by place; empty where that is not known.
    pub values: Vec<Given>,
    pub text: String,
}

/// What listed rows hold at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A literal whole number above zero, in the first row.
    Number,
    /// NULL in one of the rows.
    Null,
    Other,
}

impl Insert {
    /// Whether a whole number above zero is given at that place.
    pub fn has_number(&self, place: usize) -> bool {
        self.values.get(place) == Some(&Given::Number)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsertSource {
    /// So many literal rows; `None` where the number is not known.
    Rows(Option<usize>),
    Query(Vec<ObjectName>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    pub table: ObjectName,
    /// Columns set, with the value where it could be read.
    pub sets: Vec<(String, Expr)>,
    /// Other relations it reads.
    pub reads: Vec<ObjectName>,
    pub predicate: Option<Expr>,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Delete {
    pub table: ObjectName,
    pub reads: Vec<ObjectName>,
    pub predicate: Option<Expr>,
    pub chance: Option<Chance>,
    pub text: String,
}

/// What picks one of several rows where nothing in the rows does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chance {
    /// `row_number() over (partition by …)`, which says no order.
    Number,
    /// `distinct on (…)` in a query that says no order.
    First,
    /// PostgreSQL's `ctid` or Oracle's `rowid`, where the least or the greatest is meant.
    Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyData {
    /// `None` for COPY of a query.
    pub table: Option<ObjectName>,
    pub columns: Vec<String>,
    pub into_table: bool,
    /// Rows given inline; `None` where they come from elsewhere.
    pub rows: Option<usize>,
    pub end: CopyEnd,
}

/// What is at the other end of a COPY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CopyEnd {
    #[default]
    Client,
    ServerFile,
    Program,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truncate {
    pub tables: Vec<ObjectName>,
    pub cascade: Cascade,
    pub restart_identity: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    pub tables: Vec<ObjectName>,
    /// Upper case, as the dialect names it; `None` for its default.
    pub mode: Option<String>,
    pub nowait: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maintain {
    pub task: Task,
    /// Empty for the whole database.
    pub tables: Vec<ObjectName>,
    /// Index of CLUSTER … USING.
    pub index: Option<String>,
    /// VACUUM's TRUNCATE, where it is stated.
    pub truncate: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    Vacuum,
    VacuumFull,
    Analyze,
    VacuumAnalyze,
    Cluster,
    /// MySQL's OPTIMIZE TABLE.
    Optimize,
    /// CHECK TABLE, REPAIR TABLE, DBCC and their like.
    Check,
}
