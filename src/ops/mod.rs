//! Operations: what a migration asks the database for, in no language and no dialect.
//!
//! A [`Unit`] is one migration in one direction; it holds [`Statement`]s in the order in which they reach the
//! database, and each statement holds the [`Op`]s it consists of (one `ALTER TABLE` may carry many).
//! Names are folded as the target folds them, with the default schema left out.
//! A name that is only known when the migration runs keeps its source text in braces or in the template's own marks.

pub mod by_name;
pub mod column;
pub mod constraint;
pub mod data;
pub mod expr;
pub mod index;
pub mod names;
pub mod object;
pub mod shared;
pub mod table;
pub mod transaction;
pub mod unit;

use smol_str::SmolStr;

use crate::text::Span;

use column::{AlterColumn, ColumnDef, ColumnPosition};
use constraint::Constraint;
use data::{CopyData, Delete, Insert, Lock, Truncate, Update};
use index::{AlterIndex, CreateIndex, DropIndex, Reindex};
use object::{
    AlterDomain, AlterEnum, AlterSequence, CreateSequence, CreateTrigger, CreateType, CreateView,
    FunctionDef, ObjectKind, RefreshView,
};
use table::{AlterPartition, CreateTable, Storage, TableOption};
use transaction::{Setting, TransactionOp};

/// The name of a table, index, type or other object: folded, the default schema left out.
/// Names are handed on at every step, so they are strings that cost nothing to copy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ObjectName {
    pub schema: Option<SmolStr>,
    pub name: SmolStr,
}

impl ObjectName {
    pub fn bare(name: impl AsRef<str>) -> ObjectName {
        ObjectName { schema: None, name: SmolStr::new(name) }
    }

    pub fn qualified(schema: impl AsRef<str>, name: impl AsRef<str>) -> ObjectName {
        ObjectName { schema: Some(SmolStr::new(schema)), name: SmolStr::new(name) }
    }

    /// A name in the same schema as this one, as an index stands beside its table.
    pub fn sibling(&self, name: impl AsRef<str>) -> ObjectName {
        ObjectName { schema: self.schema.clone(), name: SmolStr::new(name) }
    }

    /// Whether a part of the name is only known when the migration runs.
    pub fn is_unknown(&self) -> bool {
        is_unknown(&self.name) || self.schema.as_deref().is_some_and(is_unknown)
    }
}

/// Whether a part of a column's, constraint's or other name is only known when the migration runs: two such names may
/// differ though they are written alike.
pub fn is_unknown(name: &str) -> bool {
    name.contains(['{', '}'])
}

impl std::fmt::Display for ObjectName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}

/// One operation, where it stands, and where those of its clauses stand that may cause an effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Op {
    pub kind: OpKind,
    /// In the file of the unit: for SQL the operation inside its statement, for Alembic the call.
    pub span: Span,
    pub clauses: Vec<(Clause, Span)>,
}

impl Op {
    pub fn new(kind: OpKind, span: Span) -> Op {
        Op { kind, span, clauses: Vec::new() }
    }

    /// Where the clause stands, or the whole operation where it has no place of its own.
    pub fn clause(&self, clause: Clause) -> Span {
        self.clauses.iter().find(|(it, _)| *it == clause).map_or(self.span, |&(_, span)| span)
    }
}

/// The part of an operation that causes an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clause {
    /// The relation that the operation works on.
    Table,
    /// The same relation, where a subquery of the statement reads it.
    OwnRows,
    /// The object's own name.
    Name,
    Column,
    /// Oracle's DROP TABLE … PURGE.
    Purge,
    Type,
    Collation,
    Using,
    Default,
    NotNull,
    Null,
    Generated,
    Identity,
    Check,
    Unique,
    PrimaryKey,
    References,
    Exclude,
    NotValid,
    Deferrable,
    UsingIndex,
    Online,
    IfExists,
    IfNotExists,
    Cascade,
    Where,
    Position,
    Partition,
    Algorithm,
    Lock,
    Comment,
    Option,
    Value,
    /// ONLY: heirs and partitions are left alone.
    Only,
    /// It stands in a procedural block, whose statements the server sends from a function.
    Block,
    /// It stands in a loop of such a block that goes through the rows in batches, and never commits.
    Loop,
    /// It stands in a loop of such a block that goes through the rows of a query.
    Round,
    /// VISIBLE, INVISIBLE, IGNORED.
    Visibility,
    /// TEMPORARY.
    Temporary,
    /// A name that is longer than the database keeps.
    Cut,
    /// This word, which the database does not take there.
    Alien(&'static str),
    /// This function, which not every version of the database has.
    Called(&'static str),
    /// The first change of several for which the table is made anew and its rows are copied.
    Rebuild,
    /// A further one of these.
    Rebuilt,
    /// The new table is made after what is read of the old one, and nothing tells of it besides.
    Reflected,
    /// Nothing says either that the new table counts its rows for good (AUTOINCREMENT), which cannot be read of the old one.
    Uncounted,
    /// With it begins a further statement of a block, which runs when those before it have.
    Further,
    /// The word for a relation that is not TABLE: ALTER VIEW, DROP FOREIGN TABLE.
    Kind(ObjectKind),
}

/// What an operation does. The families lie in this folder's files.
#[derive(Debug, Clone, PartialEq)]
pub enum OpKind {
    // Tables
    CreateTable(CreateTable),
    DropTable {
        name: ObjectName,
        guard: Guard,
        cascade: Cascade,
    },
    RenameTable {
        table: ObjectName,
        to: ObjectName,
    },
    SetTableSchema {
        table: ObjectName,
        schema: String,
    },
    SetStorage {
        table: ObjectName,
        storage: Storage,
    },
    SetTableOption {
        table: ObjectName,
        option: TableOption,
    },
    AlterPartition {
        table: ObjectName,
        change: AlterPartition,
    },
    SetInheritance {
        table: ObjectName,
        parent: ObjectName,
        link: Link,
    },
    /// Row level security switched, forced, or not.
    SetRowSecurity {
        table: ObjectName,
        setting: String,
    },

    // Columns
    AddColumn {
        table: ObjectName,
        column: ColumnDef,
        position: ColumnPosition,
        guard: Guard,
    },
    DropColumn {
        table: ObjectName,
        column: String,
        guard: Guard,
        cascade: Cascade,
    },
    RenameColumn {
        table: ObjectName,
        column: String,
        to: String,
    },
    AlterColumn {
        table: ObjectName,
        column: String,
        change: AlterColumn,
    },

    // Constraints
    AddConstraint {
        table: ObjectName,
        constraint: Constraint,
        guard: Guard,
    },
    DropConstraint {
        table: ObjectName,
        constraint: ConstraintRef,
        guard: Guard,
        cascade: Cascade,
    },
    ValidateConstraint {
        table: ObjectName,
        name: String,
    },
    RenameConstraint {
        table: ObjectName,
        name: String,
        to: String,
    },
    AlterConstraint {
        table: ObjectName,
        name: String,
        change: constraint::AlterConstraint,
    },

    // Indexes
    CreateIndex(CreateIndex),
    DropIndex(DropIndex),
    RenameIndex {
        index: ObjectName,
        table: Option<ObjectName>,
        to: String,
        through: RenamedThrough,
    },
    AlterIndex(AlterIndex),
    Reindex(Reindex),

    // Other objects of the schema
    CreateSchema {
        name: String,
        guard: Guard,
    },
    DropSchema {
        name: String,
        guard: Guard,
        cascade: Cascade,
    },
    CreateDatabase {
        name: String,
    },
    DropDatabase {
        name: String,
    },
    CreateSequence(CreateSequence),
    AlterSequence {
        name: ObjectName,
        change: AlterSequence,
    },
    CreateType(CreateType),
    AlterEnum {
        name: ObjectName,
        change: AlterEnum,
    },
    AlterDomain {
        name: ObjectName,
        change: AlterDomain,
    },
    CreateView(CreateView),
    RefreshView(RefreshView),
    CreateFunction(FunctionDef),
    CreateTrigger(CreateTrigger),
    /// A trigger or rule of a table switched on or off.
    SetTrigger {
        table: ObjectName,
        name: String,
        state: String,
    },
    CreateExtension {
        name: String,
        guard: Guard,
    },
    /// Any object that is dropped and has no operation of its own above.
    DropObject {
        kind: ObjectKind,
        name: ObjectName,
        table: Option<ObjectName>,
        guard: Guard,
        cascade: Cascade,
    },
    /// Any object that is renamed and has no operation of its own above.
    RenameObject {
        kind: ObjectKind,
        name: ObjectName,
        table: Option<ObjectName>,
        to: String,
    },
    /// Any object moved to another schema that is not a table.
    MoveObject {
        kind: ObjectKind,
        name: ObjectName,
        schema: String,
    },
    /// Understood, and of no consequence for tables: comments, grants, roles, publications, policies, and their like.
    Other {
        kind: ObjectKind,
        verb: Verb,
        name: Option<ObjectName>,
        table: Option<ObjectName>,
        detail: String,
    },

    // Data
    Insert(Insert),
    Update(Update),
    Delete(Delete),
    Merge {
        table: ObjectName,
        text: String,
    },
    Copy(CopyData),
    Truncate(Truncate),
    Query {
        reads: Vec<ObjectName>,
        text: String,
        locks_rows: Option<String>,
    },
    Lock(Lock),
    /// A procedure or function called for what it does.
    Call {
        name: ObjectName,
        text: String,
    },
    /// VACUUM, ANALYZE, CLUSTER, OPTIMIZE and their like.
    Maintain(data::Maintain),

    // Transactions and settings
    Transaction(TransactionOp),
    Set(Setting),

    /// A statement that was not understood, or that nobody can know before it runs.
    Opaque(Opaque),
}

impl OpKind {
    /// Whether it asks for a change, and is not only about the session or reads.
    pub fn is_change(&self) -> bool {
        !matches!(
            self,
            OpKind::Transaction(_)
                | OpKind::Set(_)
                | OpKind::Query { .. }
                | OpKind::Lock(_)
                | OpKind::Other { verb: Verb::Run, .. }
        )
    }

    /// Whether a second run is refused because of what the first one did.
    pub fn fails_again(&self) -> bool {
        match self {
            OpKind::CreateTable(it) => it.guard == Guard::None && !it.replaces,
            OpKind::CreateIndex(it) => it.guard == Guard::None,
            OpKind::CreateSequence(it) => it.guard == Guard::None,
            OpKind::CreateType(it) => it.guard == Guard::None,
            OpKind::CreateView(it) => it.guard == Guard::None && !it.replaces,
            OpKind::CreateTrigger(it) => !it.replaces,
            OpKind::DropIndex(it) => it.guard == Guard::None,
            OpKind::AlterEnum { change: object::AlterEnum::AddValue { guard, .. }, .. }
            | OpKind::AddColumn { guard, .. }
            | OpKind::AddConstraint { guard, .. }
            | OpKind::DropTable { guard, .. }
            | OpKind::DropColumn { guard, .. }
            | OpKind::DropConstraint { guard, .. }
            | OpKind::DropObject { guard, .. }
            | OpKind::CreateSchema { guard, .. } => *guard == Guard::None,
            OpKind::RenameTable { .. }
            | OpKind::RenameColumn { .. }
            | OpKind::RenameConstraint { .. }
            | OpKind::RenameIndex { .. } => true,
            _ => false,
        }
    }

    /// The name of the relation, type or function that the operation makes.
    pub fn created(&self) -> Option<&ObjectName> {
        match self {
            OpKind::CreateTable(it) => Some(&it.name),
            OpKind::CreateView(it) => Some(&it.name),
            OpKind::CreateSequence(it) => Some(&it.name),
            OpKind::CreateType(it) => Some(&it.name),
            OpKind::CreateFunction(it) => Some(&it.name),
            _ => None,
        }
    }
}

/// IF EXISTS and IF NOT EXISTS, or a condition in the script that means the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Guard {
    #[default]
    None,
    /// The statement does nothing where the object is (or is not) there already.
    IfNeeded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cascade {
    #[default]
    Unstated,
    Restrict,
    Cascade,
}

/// A table made an heir of another, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    Join,
    Leave,
}

/// Whether an index was renamed as an index or by `ALTER TABLE`, which locks harder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenamedThrough {
    Index,
    Table,
}

/// Which constraint is meant where a dialect lets one leave out the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintRef {
    Named(String),
    /// MySQL's `DROP PRIMARY KEY` and Alembic's `type_="primary"` without a name.
    PrimaryKey,
    /// MySQL's `DROP FOREIGN KEY name`, Alembic's `type_="foreignkey"`.
    ForeignKey(String),
    /// MySQL's `DROP CHECK name`, Alembic's `type_="check"`.
    Check(String),
    /// Alembic's `type_="unique"`.
    Unique(String),
}

impl ConstraintRef {
    pub fn name(&self) -> Option<&str> {
        match self {
            ConstraintRef::PrimaryKey => None,
            ConstraintRef::Named(name)
            | ConstraintRef::ForeignKey(name)
            | ConstraintRef::Check(name)
            | ConstraintRef::Unique(name) => Some(name),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Create,
    Alter,
    Drop,
    Comment,
    Grant,
    Revoke,
    Run,
}

/// Why a piece of the migration is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    pub why: OpaqueReason,
    /// What exactly: the statement's first words, or the expression that has no value before it runs.
    pub detail: String,
    /// Whether the piece is a statement of which nothing is known, or one that was read except for this.
    pub extent: OpaqueExtent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpaqueReason {
    /// The reader knows no statement that begins like this.
    UnknownStatement,
    /// The statement is known, but not this form of it.
    UnknownClause,
    /// A string, comment or bracket that is never closed, or half a statement.
    Unfinished,
    /// Nested or chained beyond what is read.
    TooDeep,
    /// The target's dialect is not read in depth.
    Dialect,
    /// A procedural block (DO, PL/SQL, BEGIN … END), whose statements depend on what it finds.
    Procedural,
    /// SQL that the block or script builds when it runs.
    DynamicSql,
    /// A client's command that reads another file.
    IncludedFile,
    /// A value that only exists when the script runs.
    RuntimeValue,
    /// A function of another module of the repository, which was not given.
    ImportedCode,
    /// A call that is no operation of Alembic's that we know.
    UnknownOperation,
    /// A file that cannot be parsed here.
    SyntaxError,
    /// A loop or expansion beyond the bound.
    TooLarge,
}

impl OpaqueReason {
    /// In words that complete "not understood: …".
    pub fn words(self) -> &'static str {
        match self {
            OpaqueReason::UnknownStatement => "a statement that is not known",
            OpaqueReason::UnknownClause => "a form of the statement that is not known",
            OpaqueReason::Unfinished => "it is not finished",
            OpaqueReason::TooDeep => "it is nested or chained too deep",
            OpaqueReason::Dialect => "statements of this dialect are not read in depth",
            OpaqueReason::Procedural => "a procedural block",
            OpaqueReason::DynamicSql => "SQL that is built when it runs",
            OpaqueReason::IncludedFile => "it reads another file",
            OpaqueReason::RuntimeValue => "a value that only exists when the script runs",
            OpaqueReason::ImportedCode => "code of another module",
            OpaqueReason::UnknownOperation => "an operation that is not known",
            OpaqueReason::SyntaxError => "it cannot be parsed",
            OpaqueReason::TooLarge => "it is too large to unroll",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpaqueExtent {
    Statement,
    Part,
}

pub use unit::{Direction, Statement, Unit};
