//! The simulated schema: what the database holds at a point of the history, as far as the migrations tell.
//!
//! `apply` (one function per family of operations in this folder's files) changes it operation by operation.
//! A relation that the history never made is entered when something first touches it, marked [`Knowledge::Assumed`]:
//! it exists and holds rows, and what it holds besides is not known.

pub mod apply;

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::ops::ObjectName;
use crate::ops::column::Generated;
use crate::ops::constraint::Constraint;
use crate::ops::expr::{DataType, Expr};
use crate::ops::index::IndexKey;
use crate::ops::object::{TypeDefinition, Volatility};
use crate::ops::table::{PartitionBy, PartitionOf, Persistence, TableOption, TableQuery};

#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    pub dialect: Dialect,
    /// Whether the history is complete from an empty database, so that what is not here does not exist.
    pub complete: bool,
    pub tables: BTreeMap<ObjectName, Table>,
    pub views: BTreeMap<ObjectName, View>,
    pub sequences: BTreeMap<ObjectName, Sequence>,
    pub types: BTreeMap<ObjectName, Type>,
    pub functions: BTreeMap<ObjectName, Function>,
    /// Which relation an index belongs to, by the index's name.
    pub indexes: BTreeMap<ObjectName, ObjectName>,
}

impl Schema {
    /// A database of which nothing is known.
    pub fn unknown(dialect: Dialect) -> Schema {
        Schema {
            dialect,
            complete: false,
            tables: BTreeMap::new(),
            views: BTreeMap::new(),
            sequences: BTreeMap::new(),
            types: BTreeMap::new(),
            functions: BTreeMap::new(),
            indexes: BTreeMap::new(),
        }
    }
}

/// How much of a relation the history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// It was made in the history or in the schema given: what is not listed is not there.
    Whole,
    /// It was there before: only what later operations say of it is known.
    Assumed,
}

/// Where in the history something was made: the place of the unit among all, and of the transaction in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Birth {
    pub unit: usize,
    /// Counts every transaction of the replay, so that equal numbers mean the same transaction.
    pub transaction: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub name: ObjectName,
    pub knowledge: Knowledge,
    /// `None` for what was there before the first migration.
    pub born: Option<Birth>,
    pub columns: Vec<Column>,
    pub constraints: Vec<TableConstraint>,
    pub indexes: Vec<Index>,
    pub triggers: Vec<Trigger>,
    pub persistence: Persistence,
    pub inherits: Vec<ObjectName>,
    pub partition_by: Option<PartitionBy>,
    pub partition_of: Option<PartitionOf>,
    pub options: Vec<TableOption>,
    /// Whether rows are known to be absent: made empty in the history, and nothing has filled it in this run.
    pub rows: Rows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Made empty, and nothing that we read has inserted since.
    NoneYet,
    Some,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub data_type: Option<DataType>,
    /// Whether NULL is allowed; `None` where it is not known (an assumed table's column that something mentioned).
    pub nullable: Option<bool>,
    pub default: Option<Expr>,
    pub generated: Option<Generated>,
    pub comment: Option<String>,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TableConstraint {
    /// The name, made up as the database would where none was given.
    pub name: String,
    pub definition: Constraint,
    pub validated: Validated,
    /// The index that enforces it, if one does.
    pub index: Option<String>,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validated {
    Yes,
    /// Validated in this transaction: no proof before it commits would differ, but the lock is still held.
    In(Birth),
    No,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    pub name: String,
    pub keys: Vec<IndexKey>,
    pub include: Vec<String>,
    pub unique: bool,
    pub nulls_not_distinct: bool,
    pub method: Option<String>,
    pub predicate: Option<Expr>,
    /// The constraint that owns it.
    pub constraint: Option<String>,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    pub name: String,
    /// Lower case, as `ops::object::CreateTrigger::events`.
    pub events: String,
    pub function: Option<ObjectName>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub name: ObjectName,
    pub materialized: bool,
    pub columns: Vec<String>,
    pub query: TableQuery,
    /// Of a materialized view.
    pub indexes: Vec<Index>,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    pub name: ObjectName,
    pub owned_by: Option<(ObjectName, String)>,
    pub data_type: Option<DataType>,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    pub name: ObjectName,
    pub definition: TypeDefinition,
    /// Names of the domain's constraints that are not validated.
    pub unvalidated: Vec<String>,
    pub born: Option<Birth>,
    /// Enum values added since, with where: a value is not usable before its transaction commits.
    pub added_values: Vec<(String, Birth)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: ObjectName,
    pub volatility: Volatility,
    pub language: Option<String>,
}
