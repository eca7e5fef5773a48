//! Tables: making them, their storage and their partitions.

use super::column::ColumnDef;
use super::constraint::Constraint;
use super::expr::{DataType, Expr};
use super::index::CreateIndex;
use super::shared::Shared;
use super::{Guard, ObjectName};

#[derive(Debug, Clone, PartialEq)]
pub struct CreateTable {
    pub name: ObjectName,
    pub columns: Vec<ColumnDef>,
    pub constraints: Vec<Constraint>,
    /// Indexes written inside the table (MySQL, SQL Server) or made with it (Alembic's `index=True`).
    pub indexes: Vec<CreateIndex>,
    pub persistence: Persistence,
    pub guard: Guard,
    /// MariaDB's CREATE OR REPLACE TABLE.
    pub replaces: bool,
    pub inherits: Vec<ObjectName>,
    /// LIKE other tables: their columns become this one's.
    pub like: Vec<Like>,
    pub partition_by: Option<Box<PartitionBy>>,
    pub partition_of: Option<Box<PartitionOf>>,
    /// The composite type whose attributes are its columns.
    pub of_type: Option<ObjectName>,
    /// AS SELECT: what it reads; `None` where the table is made empty.
    pub filled_from: Option<TableQuery>,
    /// Engine, charset, tablespace, WITHOUT ROWID, STRICT: names lower case.
    pub options: Vec<TableOption>,
}

impl CreateTable {
    pub fn new(name: ObjectName) -> CreateTable {
        CreateTable {
            name,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            persistence: Persistence::Permanent,
            guard: Guard::None,
            replaces: false,
            inherits: Vec::new(),
            like: Vec::new(),
            partition_by: None,
            partition_of: None,
            of_type: None,
            filled_from: None,
            options: Vec::new(),
        }
    }
}

/// A table whose columns are taken over, and what is taken over besides their names, types and NOT NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Like {
    pub table: ObjectName,
    pub including: Vec<LikePart>,
    /// How many of the new table's own columns stand before it.
    pub place: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LikePart {
    Comments,
    Compression,
    Constraints,
    Defaults,
    Generated,
    Identity,
    Indexes,
    Statistics,
    Storage,
}

impl LikePart {
    /// INCLUDING ALL, and what MySQL's LIKE means.
    pub const ALL: [LikePart; 9] = [
        LikePart::Comments,
        LikePart::Compression,
        LikePart::Constraints,
        LikePart::Defaults,
        LikePart::Generated,
        LikePart::Identity,
        LikePart::Indexes,
        LikePart::Statistics,
        LikePart::Storage,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Persistence {
    #[default]
    Permanent,
    Unlogged,
    Temporary,
    Foreign,
}

/// `RANGE`, `LIST`, `HASH` and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionBy {
    /// Lower case.
    pub strategy: String,
    pub columns: Vec<String>,
    /// Where they are made with the table (MySQL).
    pub partitions: Vec<Partition>,
}

/// A partition that is no table of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    pub name: String,
    /// `VALUES …` as written.
    pub bound: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PartitionOf {
    pub parent: ObjectName,
    pub bound: PartitionBound,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PartitionBound {
    Default,
    Range { from: Vec<Expr>, to: Vec<Expr> },
    List(Vec<Expr>),
    Hash { modulus: u32, remainder: u32 },
    Unread(String),
}

/// A query that fills a table or stands behind a view, which operations and the catalogue share.
pub type TableQuery = Shared<Selection>;

/// What a query reads and gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    pub text: String,
    /// Relations it reads, folded.
    pub reads: Vec<ObjectName>,
    /// Columns it mentions, with the relation where the query says it.
    pub columns: Vec<(Option<String>, String)>,
    /// The columns it gives; `None` where that could not be told.
    pub outputs: Option<Outputs>,
    pub with_data: bool,
}

/// The columns that a query gives, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outputs {
    /// The relations that it joins, in order.
    pub from: Vec<ObjectName>,
    pub columns: Vec<Output>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// `*`: every column of all relations, or of one.
    All(Option<ObjectName>),
    One {
        name: String,
        value: OutputValue,
    },
}

/// Where a column's values come from, as far as that tells their type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputValue {
    /// A column, of the relation where one is named.
    Column(Option<ObjectName>, String),
    Cast(DataType),
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableOption {
    /// Lower case, words joined by one space: `engine`, `fillfactor`, `owner`, `replica identity`, `cluster on`.
    pub name: String,
    /// As written; empty for a flag.
    pub value: String,
}

/// Where and how a table's rows are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    Logged,
    Unlogged,
    Tablespace(String),
    AccessMethod(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum AlterPartition {
    Attach {
        partition: ObjectName,
        bound: PartitionBound,
    },
    Detach {
        partition: ObjectName,
        online: super::index::Online,
    },
    DetachFinalize {
        partition: ObjectName,
    },
    /// MySQL's PARTITION BY in ALTER TABLE: the rows are divided anew.
    By(PartitionBy),
    /// MySQL, Oracle, SQL Server: as written, with the partitions that it names.
    Add {
        detail: String,
        partitions: Vec<Partition>,
    },
    Drop {
        partitions: Vec<String>,
    },
    Truncate {
        partitions: Vec<String>,
    },
    /// REORGANIZE, SPLIT, MERGE, COALESCE, REBUILD, EXCHANGE, SWITCH, MOVE, REMOVE PARTITIONING: lower case verb first.
    Other {
        verb: String,
        detail: String,
    },
}
