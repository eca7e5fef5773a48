//! Sequences, types, views, functions, triggers, and objects that tables do not depend on.

use super::expr::{DataType, Expr};
use super::table::TableQuery;
use super::{Cascade, Guard, ObjectName};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    Table,
    ForeignTable,
    Column,
    Constraint,
    Index,
    Sequence,
    View,
    MaterializedView,
    Type,
    Domain,
    Function,
    Procedure,
    Aggregate,
    Operator,
    Package,
    Trigger,
    EventTrigger,
    Rule,
    Policy,
    Schema,
    Database,
    Extension,
    Statistics,
    Collation,
    Cast,
    Conversion,
    Language,
    TextSearch,
    Publication,
    Subscription,
    Server,
    UserMapping,
    ForeignDataWrapper,
    Role,
    Privilege,
    Tablespace,
    Synonym,
    Event,
    Partitioning,
    LargeObject,
    Transform,
    AccessMethod,
    SecurityLabel,
    System,
    Session,
    /// A command to the client program that reads the script.
    Client,
}

impl ObjectKind {
    /// What people call it, if code outside of the schema uses it by its name.
    pub fn used_by_name(self) -> Option<&'static str> {
        Some(match self {
            ObjectKind::Sequence => "sequence",
            ObjectKind::View => "view",
            ObjectKind::MaterializedView => "materialized view",
            ObjectKind::ForeignTable => "foreign table",
            ObjectKind::Type => "type",
            ObjectKind::Domain => "domain",
            ObjectKind::Function => "function",
            ObjectKind::Procedure => "procedure",
            ObjectKind::Aggregate => "aggregate",
            ObjectKind::Package => "package",
            ObjectKind::Synonym => "synonym",
            ObjectKind::Schema => "schema",
            _ => return None,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateSequence {
    pub name: ObjectName,
    pub guard: Guard,
    /// Table and column of OWNED BY.
    pub owned_by: Option<(ObjectName, String)>,
    pub data_type: Option<DataType>,
    /// The options as written.
    pub options: String,
    pub temporary: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum AlterSequence {
    OwnedBy(Option<(ObjectName, String)>),
    SetType(DataType),
    /// RESTART, with the value where it is literal.
    Restart(Option<String>),
    SetLogged(bool),
    /// CACHE, INCREMENT, MINVALUE and their like, as written.
    SetOptions(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateType {
    pub name: ObjectName,
    pub definition: TypeDefinition,
    pub guard: Guard,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeDefinition {
    Enum(Vec<String>),
    Composite(Vec<(String, DataType)>),
    Domain {
        base: DataType,
        not_null: bool,
        default: Option<Expr>,
        checks: Vec<(Option<String>, Expr)>,
    },
    Range,
    /// A shell, a base type in C, a table type.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlterEnum {
    AddValue {
        value: String,
        guard: Guard,
        neighbour: Option<Neighbour>,
    },
    RenameValue {
        value: String,
        to: String,
    },
    /// A composite type's attribute changed; with CASCADE in the tables of that type too.
    Attribute {
        change: AlterAttribute,
        cascade: Cascade,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlterAttribute {
    Add { name: String, data_type: DataType },
    Drop { name: String, guard: Guard },
    SetType { name: String, to: DataType },
    Rename { name: String, to: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Neighbour {
    Before(String),
    After(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum AlterDomain {
    SetNotNull,
    DropNotNull,
    SetDefault(Expr),
    DropDefault,
    AddCheck { name: Option<String>, expr: Expr, validity: super::constraint::Validity },
    AddNotNull { name: Option<String> },
    DropConstraint { name: String },
    ValidateConstraint { name: String },
    RenameConstraint { name: String, to: String },
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateView {
    pub name: ObjectName,
    pub materialized: bool,
    pub temporary: bool,
    /// OR REPLACE, OR ALTER.
    pub replaces: bool,
    pub guard: Guard,
    /// Names of its columns where they are given.
    pub columns: Vec<String>,
    pub query: TableQuery,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RefreshView {
    pub view: ObjectName,
    pub online: super::index::Online,
    pub with_data: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FunctionDef {
    pub kind: ObjectKind,
    pub name: ObjectName,
    pub replaces: bool,
    /// Lower case: `sql`, `plpgsql`.
    pub language: Option<String>,
    pub volatility: Volatility,
    /// SECURITY DEFINER.
    pub runs_as_owner: bool,
    /// SET search_path.
    pub pins_search_path: bool,
    /// The schemas that it names.
    pub path: Vec<String>,
    /// What a body in SQL reads and what it changes, as far as all of it could be read.
    pub reads: Vec<ObjectName>,
    pub changes: Vec<ObjectName>,
    /// How many values a caller may give; `None` where the statement lists no parameters.
    pub parameters: Option<usize>,
    /// Whether triggers run it, and nobody else can.
    pub returns_trigger: bool,
}

/// What a function promises about its result; VOLATILE where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volatility {
    Immutable,
    Stable,
    Volatile,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CreateTrigger {
    pub name: String,
    pub table: ObjectName,
    pub replaces: bool,
    /// Lower case: `before insert or update`, `instead of delete`.
    pub events: String,
    pub function: Option<ObjectName>,
    pub constraint: bool,
    /// FOR EACH ROW.
    pub per_row: bool,
    /// REFERENCING: it sees the changed rows as tables.
    pub transitions: bool,
    /// FROM of a constraint trigger.
    pub references: Option<ObjectName>,
}
