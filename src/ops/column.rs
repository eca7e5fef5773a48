//! Columns: definitions and changes.

use super::ObjectName;
use super::constraint::Constraint;
use super::expr::{DataType, Expr};

#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDef {
    pub name: String,
    /// `None` where the dialect lets it be left out (SQLite) or where it is not known.
    pub data_type: Option<DataType>,
    /// `Some(false)` for NOT NULL, `Some(true)` for an explicit NULL, `None` where nothing is said.
    pub nullable: Option<bool>,
    pub default: Option<Expr>,
    pub generated: Option<Generated>,
    /// MySQL's ON UPDATE.
    pub on_update: Option<Expr>,
    pub comment: Option<String>,
    /// Constraints written with the column, each naming this column: PRIMARY KEY, UNIQUE, REFERENCES, CHECK.
    pub constraints: Vec<Constraint>,
}

impl ColumnDef {
    /// Adds a constraint. They are large, and most columns have one or none.
    pub fn constrain(&mut self, constraint: Constraint) {
        if self.constraints.is_empty() {
            self.constraints.reserve_exact(1);
        }
        self.constraints.push(constraint);
    }

    pub fn new(name: impl Into<String>, data_type: Option<DataType>) -> ColumnDef {
        ColumnDef {
            name: name.into(),
            data_type,
            nullable: None,
            default: None,
            generated: None,
            on_update: None,
            comment: None,
            constraints: Vec::new(),
        }
    }
}

/// Where a column's values come from, if not from whoever inserts.
#[derive(Debug, Clone, PartialEq)]
pub enum Generated {
    /// PostgreSQL's serial types: a sequence owned by the column.
    Serial,
    Identity(Identity),
    /// MySQL's AUTO_INCREMENT and SQLite's AUTOINCREMENT.
    AutoIncrement,
    Stored(Expr),
    Virtual(Expr),
    /// `GENERATED ALWAYS AS (…)` with neither word: what it means depends on the version.
    Unstated(Expr),
}

impl Generated {
    /// The expression that computes it.
    pub fn expression(&self) -> Option<&Expr> {
        match self {
            Generated::Stored(it) | Generated::Virtual(it) | Generated::Unstated(it) => Some(it),
            Generated::Serial | Generated::Identity(_) | Generated::AutoIncrement => None,
        }
    }

    /// Whether it is an expression over the row.
    pub fn is_computed(&self) -> bool {
        match self {
            Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_) => true,
            Generated::Serial | Generated::Identity(_) | Generated::AutoIncrement => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    Always,
    ByDefault,
    /// SQL Server's IDENTITY(seed, increment).
    Seeded,
}

/// What a script says of a column as it is before the statement (Alembic's `existing_type` and its like). It fills what the
/// schema does not know, and contradicts nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct ExistingColumn {
    pub table: ObjectName,
    pub column: String,
    pub data_type: Option<DataType>,
    pub nullable: Option<bool>,
    pub default: Option<Expr>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ColumnPosition {
    #[default]
    Last,
    First,
    After(String),
}

/// One change to an existing column.
#[derive(Debug, Clone, PartialEq)]
pub enum AlterColumn {
    SetType {
        to: DataType,
        using: Option<Expr>,
    },
    SetDefault(Expr),
    DropDefault,
    SetNotNull,
    DropNotNull,
    AddIdentity(Identity),
    /// Generation kind, restart or sequence options of an identity column, as written.
    SetIdentity {
        detail: String,
        restarts: bool,
    },
    DropIdentity,
    SetExpression(Expr),
    DropExpression,
    SetStatistics,
    SetStorage(String),
    SetCompression(String),
    /// Attribute options such as `n_distinct`.
    SetOptions,
    SetComment(Option<String>),
    /// MySQL's MODIFY and CHANGE, SQL Server's ALTER COLUMN, Oracle's MODIFY: the whole definition anew, and what it leaves
    /// out is dropped where the dialect says so.
    Redefine {
        to: Box<ColumnDef>,
        position: ColumnPosition,
    },
    /// Oracle's SET UNUSED.
    SetUnused,
    /// Visible or invisible.
    SetVisibility(String),
}
