//! Constraints of tables.

use super::ObjectName;
use super::expr::Expr;
use super::index::IndexKey;

#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// Whether the catalogue took it over from a column's definition, and not from the table's list.
    pub inline: bool,
    /// `None` where the database will make up the name.
    pub name: Option<String>,
    pub kind: ConstraintKind,
    pub validity: Validity,
    pub deferrable: Deferrable,
    /// CHECK … NO INHERIT.
    pub no_inherit: bool,
}

impl Constraint {
    pub fn new(kind: ConstraintKind) -> Constraint {
        Constraint {
            inline: false,
            name: None,
            kind,
            validity: Validity::Checked,
            deferrable: Deferrable::No,
            no_inherit: false,
        }
    }

    /// The columns that the constraint is on, in its table.
    pub fn columns(&self) -> Vec<&str> {
        match &self.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.columns.iter().map(String::as_str).collect()
            }
            ConstraintKind::ForeignKey(key) => key.columns.iter().map(String::as_str).collect(),
            ConstraintKind::Check(expr) => expr.columns.iter().map(String::as_str).collect(),
            ConstraintKind::Exclude { keys, .. } => {
                keys.iter().filter_map(|it| it.column.as_deref()).collect()
            }
            ConstraintKind::NotNull { column } | ConstraintKind::Default { column, .. } => {
                vec![column]
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ConstraintKind {
    PrimaryKey(Key),
    Unique(Key),
    ForeignKey(ForeignKey),
    Check(Expr),
    Exclude {
        method: Option<String>,
        keys: Vec<IndexKey>,
        predicate: Option<Expr>,
    },
    /// PostgreSQL 18's named NOT NULL.
    NotNull {
        column: String,
    },
    /// SQL Server's named default.
    Default {
        column: String,
        value: Expr,
    },
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Key {
    pub columns: Vec<String>,
    /// An index that exists already and becomes the constraint's.
    pub using_index: Option<String>,
    pub include: Vec<String>,
    pub nulls_not_distinct: bool,
    /// PostgreSQL 18's WITHOUT OVERLAPS on the last column.
    pub without_overlaps: bool,
    /// SQL Server's CLUSTERED and NONCLUSTERED.
    pub clustered: Option<bool>,
    /// MySQL's `UNIQUE (note(20))`: a column counts with its first characters alone.
    pub prefixed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub references: ObjectName,
    /// Empty for the primary key of the other table.
    pub referenced: Vec<String>,
    pub on_delete: Action,
    pub on_update: Action,
    /// The columns that ON DELETE sets, where they are named: `set null (column)`.
    pub set_on_delete: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Action {
    #[default]
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl Action {
    /// Lower case, as it stands behind ON DELETE.
    pub fn words(self) -> &'static str {
        match self {
            Action::NoAction => "no action",
            Action::Restrict => "restrict",
            Action::Cascade => "cascade",
            Action::SetNull => "set null",
            Action::SetDefault => "set default",
        }
    }
}

/// Whether the rows that exist are checked, and whether new ones are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Validity {
    #[default]
    Checked,
    /// NOT VALID, WITH NOCHECK, ENABLE NOVALIDATE: only new rows are.
    NotValid,
    /// NOT ENFORCED, DISABLE.
    NotEnforced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deferrable {
    #[default]
    No,
    InitiallyImmediate,
    InitiallyDeferred,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlterConstraint {
    SetDeferrable(Deferrable),
    Enforce,
    Unenforce,
    SetInherit,
    SetNoInherit,
}
