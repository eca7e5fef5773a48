//! The simulated schema: what the database holds at a point of the history, as far as the migrations tell.
//!
//! `apply` (one function per family of operations in this folder's files) changes it operation by operation.
//! A relation that the history never made is entered when something first touches it, marked [`Knowledge::Assumed`]:
//! it exists and holds rows, and what it holds besides is not known.

pub mod apply;
pub mod bounds;
pub mod calls;
pub mod compare;
pub mod links;
pub mod named;
pub mod names;
pub mod objects;
pub mod query;

use crate::dialect::Target;
use crate::ops::ObjectName;
use crate::ops::column::Generated;
use crate::ops::constraint::Constraint;
use crate::ops::expr::{DataType, Expr};
use crate::ops::index::IndexKey;
use crate::ops::object::{ObjectKind, TypeDefinition, Volatility};
use crate::ops::table::{PartitionBy, PartitionOf, Persistence, TableOption, TableQuery};
use bounds::Starts;
use links::Links;
use named::{HasName, Named};
use objects::{Mark, Objects};

#[derive(Debug, Clone)]
pub struct Schema {
    pub target: Target,
    /// Whether the history is complete from an empty database, so that what is not here does not exist.
    pub complete: bool,
    pub tables: Objects<Table>,
    pub views: Objects<View>,
    pub sequences: Objects<Sequence>,
    pub types: Objects<Type>,
    pub functions: Objects<Function>,
    /// Which relation an index belongs to, by the index's name. Databases where each table has its own names for
    /// indexes (MySQL, MariaDB, SQL Server) have no entries here.
    pub indexes: Objects<ObjectName>,
    pub schemas: Objects<Namespace>,
    pub extensions: Objects<Extension>,
    /// When a table was made under a name that is only known when the migration runs. The same words may mean another
    /// table in the next migration, so nothing else is remembered of it.
    pub unnamed: Objects<Birth>,
    links: Links,
    starts: Starts,
    /// How much tables have taken over from others, weighed; see [`apply::MOST_TAKEN_OVER`].
    taken_over: usize,
}

/// A point to which the schema can be put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point([Mark; 9]);

impl Schema {
    /// A database of which nothing is known.
    pub fn unknown(target: Target) -> Schema {
        Schema {
            target,
            complete: false,
            tables: Objects::default(),
            views: Objects::default(),
            sequences: Objects::default(),
            types: Objects::default(),
            functions: Objects::default(),
            indexes: Objects::default(),
            schemas: Objects::default(),
            extensions: Objects::default(),
            unnamed: Objects::default(),
            links: Links::default(),
            starts: Starts::default(),
            taken_over: 0,
        }
    }

    /// Remembers from here on what is changed, until [`Schema::forget`], so that [`Schema::undo`] can put it back and
    /// [`Schema::changes_since`] can tell it. Costs a copy of every object that is then changed, once for each point.
    pub fn point(&mut self) -> Point {
        Point([
            self.tables.mark(),
            self.views.mark(),
            self.sequences.mark(),
            self.types.mark(),
            self.functions.mark(),
            self.indexes.mark(),
            self.schemas.mark(),
            self.extensions.mark(),
            self.unnamed.mark(),
        ])
    }

    /// Puts the schema back to what it was at that point; points after it are forgotten.
    pub fn undo(&mut self, to: Point) {
        let [tables, views, sequences, types, functions, indexes, schemas, extensions, unnamed] =
            to.0;
        self.tables.undo(tables);
        self.views.undo(views);
        self.sequences.undo(sequences);
        self.types.undo(types);
        self.functions.undo(functions);
        self.indexes.undo(indexes);
        self.schemas.undo(schemas);
        self.extensions.undo(extensions);
        self.unnamed.undo(unnamed);
    }

    /// Forgets the point and those after it; the schema stays as it is.
    pub fn forget(&mut self, point: Point) {
        let [tables, views, sequences, types, functions, indexes, schemas, extensions, unnamed] =
            point.0;
        self.tables.forget(tables);
        self.views.forget(views);
        self.sequences.forget(sequences);
        self.types.forget(types);
        self.functions.forget(functions);
        self.indexes.forget(indexes);
        self.schemas.forget(schemas);
        self.extensions.forget(extensions);
        self.unnamed.forget(unnamed);
    }
}

/// How much of a relation the history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// It was made in the history or in the schema given: what is not listed is not there.
    Whole,
    /// It was there before, or was made from something that is not known: only what operations say of it is known.
    Assumed,
}

/// Where in the history something was made: the place of the unit among all, of the transaction and of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Birth {
    pub unit: usize,
    /// Counts every transaction of the replay, so that equal numbers mean the same transaction.
    pub transaction: usize,
    /// The statement's place in its unit.
    pub statement: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub name: ObjectName,
    pub knowledge: Knowledge,
    /// `None` for what was there before the first migration.
    pub born: Option<Birth>,
    pub columns: Named<Column>,
    /// Names of columns that the history dropped or renamed: what is known of a table of which nothing else is.
    pub gone: Vec<String>,
    pub constraints: Named<TableConstraint>,
    pub indexes: Named<Index>,
    pub triggers: Vec<Trigger>,
    /// Policies, rules and publications that say something of the table's columns.
    pub dependents: Vec<Dependent>,
    pub persistence: Persistence,
    pub inherits: Vec<ObjectName>,
    pub partition_by: Option<Box<PartitionBy>>,
    pub partition_of: Option<Box<PartitionOf>>,
    /// The composite type whose attributes its columns are.
    pub of_type: Option<ObjectName>,
    pub options: Vec<TableOption>,
    /// Row level security as last set: `enable`, `force` and their opposites; empty where it was never touched.
    pub row_security: String,
    /// Whether its foreign keys are looked at when rows are written.
    pub enforcement: Enforcement,
    /// Whether rows are known to be absent: made empty in the history, and nothing has filled it in this run.
    pub rows: Rows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforcement {
    On,
    /// All triggers are switched off, and with them those that keep the foreign keys.
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Made empty, and nothing that we read has inserted since.
    NoneYet,
    /// Emptied in the transaction of that number, and nothing that we read has inserted since.
    /// What was there before fills again as soon as others may write.
    NoneIn(usize),
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
    /// MySQL's ON UPDATE.
    pub on_update: Option<Expr>,
    pub comment: Option<String>,
    /// TOAST strategy, where it was set.
    pub storage: Option<String>,
    /// Whether it was defined here, and is not only an heir's copy of its parent's column.
    pub local: bool,
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
    /// Whether the parent or the partitioned table has it too, so that it cannot be dropped here alone.
    pub inherited: bool,
    /// Whether it was defined here, and is not only an heir's copy of its parent's.
    pub local: bool,
    /// Whether one was dropped whose name only the run knows, and that may have been this.
    pub perhaps_dropped: bool,
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
    /// Whether InnoDB made it for a foreign key; it gives way to the first that can serve instead.
    pub for_key: bool,
    /// The index of the partitioned table that this one is a part of.
    pub part_of: Option<ObjectName>,
    /// Whether queries may use it: a partitioned table's index made by ON ONLY is not, until every partition has its part.
    pub valid: bool,
    pub options: Vec<(String, String)>,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    pub name: String,
    /// Lower case, as `ops::object::CreateTrigger::events`.
    pub events: String,
    pub function: Option<ObjectName>,
    pub constraint: bool,
    pub per_row: bool,
    /// As last set: `enable`, `disable` and their like; empty where it was never touched.
    pub state: String,
}

/// An object that is known by its text alone, and stands in the way where it names a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    pub kind: ObjectKind,
    pub name: String,
    /// Lower case, as far as it was kept.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub name: ObjectName,
    pub materialized: bool,
    pub temporary: bool,
    pub columns: Vec<String>,
    pub query: TableQuery,
    /// The columns it has, as they were when it was made; `None` where that is not known.
    pub outputs: Option<Vec<ViewColumn>>,
    /// Of a materialized view.
    pub indexes: Named<Index>,
    pub born: Option<Birth>,
}

/// One column of a query's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewColumn {
    pub name: String,
    pub data_type: Option<DataType>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    pub name: ObjectName,
    pub owned_by: Option<(ObjectName, String)>,
    /// Whether it belongs to an identity column, so that it cannot be dropped on its own.
    pub identity: bool,
    pub data_type: Option<DataType>,
    /// As written.
    pub options: String,
    pub temporary: bool,
    pub logged: bool,
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    pub name: ObjectName,
    pub knowledge: Knowledge,
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
    pub kind: ObjectKind,
    /// The loosest promise of all functions of that name.
    pub volatility: Volatility,
    /// How many values callers may give to one of them or another.
    pub parameters: Vec<usize>,
    pub returns_trigger: bool,
    pub language: Option<String>,
    pub born: Option<Birth>,
}

/// A schema that the history made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    pub born: Option<Birth>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub born: Option<Birth>,
}

impl HasName for Column {
    fn name(&self) -> &str {
        &self.name
    }
}

impl HasName for TableConstraint {
    fn name(&self) -> &str {
        &self.name
    }
}

impl HasName for Index {
    fn name(&self) -> &str {
        &self.name
    }
}
