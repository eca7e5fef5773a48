//! Indexes.

use super::expr::Expr;
use super::{Cascade, Guard, ObjectName};

#[derive(Debug, Clone, PartialEq)]
pub struct CreateIndex {
    /// `None` where the database will make up the name.
    pub name: Option<String>,
    pub table: ObjectName,
    pub keys: Vec<IndexKey>,
    pub include: Vec<String>,
    pub unique: bool,
    pub nulls_not_distinct: bool,
    /// `gin`, `gist`, `brin`, `hash`; for others FULLTEXT, SPATIAL, BITMAP, COLUMNSTORE, CLUSTERED, lower case.
    pub method: Option<String>,
    pub predicate: Option<Expr>,
    /// CONCURRENTLY, ONLINE, WITH (ONLINE = ON).
    pub online: Online,
    pub guard: Guard,
    /// ON ONLY: the partitions are left alone.
    pub only: bool,
    /// Storage parameters and engine clauses, name and value lower case: `fillfactor`, `tablespace`, `algorithm`, `lock`.
    pub options: Vec<(String, String)>,
}

impl CreateIndex {
    pub fn new(table: ObjectName) -> CreateIndex {
        CreateIndex {
            name: None,
            table,
            keys: Vec::new(),
            include: Vec::new(),
            unique: false,
            nulls_not_distinct: false,
            method: None,
            predicate: None,
            online: Online::No,
            guard: Guard::None,
            only: false,
            options: Vec::new(),
        }
    }
}

/// One column or expression of an index.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IndexKey {
    pub column: Option<String>,
    pub expr: Option<Expr>,
    pub collation: Option<String>,
    pub opclass: Option<String>,
    pub descending: bool,
    /// `Some(true)` for NULLS FIRST.
    pub nulls_first: Option<bool>,
    /// MySQL's prefix length.
    pub prefix: Option<u32>,
}

impl IndexKey {
    pub fn of(column: impl Into<String>) -> IndexKey {
        IndexKey { column: Some(column.into()), ..IndexKey::default() }
    }

    /// Whether the column is the key or part of its expression.
    pub fn mentions(&self, column: &str) -> bool {
        self.column.as_deref() == Some(column)
            || self.expr.as_ref().is_some_and(|it| it.mentions(column))
    }
}

/// Whether the build lets others write meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Online {
    #[default]
    No,
    Yes,
    /// It depends on a value that is only known when the migration runs.
    Unknown,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DropIndex {
    pub index: ObjectName,
    /// Where the language names it (MySQL, SQL Server, Alembic).
    pub table: Option<ObjectName>,
    pub online: Online,
    pub guard: Guard,
    pub cascade: Cascade,
    pub options: Vec<(String, String)>,
    /// How many indexes the statement drops; PostgreSQL refuses more than one online.
    pub together: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AlterIndex {
    pub index: ObjectName,
    pub table: Option<ObjectName>,
    pub change: IndexChange,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexChange {
    /// Storage parameters set or reset.
    SetOptions,
    SetTablespace(String),
    SetStatistics,
    AttachPartition(ObjectName),
    DependsOnExtension,
    Rebuild(Online),
    Reorganize,
    Disable,
    /// Visible or invisible, usable or not, ignored or not.
    SetVisibility(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Reindex {
    pub scope: ReindexScope,
    pub online: Online,
    pub tablespace: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReindexScope {
    Index(ObjectName),
    Table(ObjectName),
    Schema(String),
    Database(Option<String>),
    System(Option<String>),
}
