//! Units: one migration file's way up or down.

use super::ObjectName;
use super::Op;
use super::column::ExistingColumn;
use super::transaction::Setting;
use crate::text::{Edit, Span};

/// One migration in one direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Which source it comes from, by its place among the sources given.
    pub source: usize,
    pub direction: Direction,
    pub framework: Framework,
    /// The revision or version; the file's name where the convention has none.
    pub id: String,
    /// Identifiers of the migrations that must run before; `None` where the convention orders by name or number.
    pub parents: Option<Vec<String>>,
    /// Revisions that must have run although they are no parents (Alembic's `depends_on`).
    pub depends_on: Vec<String>,
    pub labels: Vec<String>,
    /// The day on which the file says that it was made: `2026-01-31`.
    pub created: Option<String>,
    /// What is common to the revisions of one graph where a configuration says so; else their folder is.
    pub graph: Option<String>,
    /// Whether nothing but this graph is known to be of its database.
    pub is_apart: bool,
    /// A path in whose place it runs, where its own path does not tell its order.
    pub sorted_as: Option<String>,
    pub transaction: UnitTransaction,
    /// What is set for the session when the first statement runs.
    pub settings: Vec<Setting>,
    /// What is assumed of how it is run, as the files do not say it: sentences.
    pub assumed: Vec<String>,
    /// Whether it changes rows by way of the application's objects, as no statement of its own shows.
    pub changes_objects: bool,
    /// Whether a convention may name what the unit leaves without a name, and nothing tells which.
    pub names_are_assumed: bool,
    pub statements: Vec<Statement>,
    /// The part of the file that this unit is: a function, a section, or all of it.
    pub span: Span,
    /// Where the identifier and the parents stand, for findings about the graph.
    pub id_span: Span,
    pub parents_span: Span,
    /// For a way down: whether there is one at all.
    pub presence: Presence,
    /// What is told of the script itself, in its order.
    pub quirks: Vec<Quirk>,
}

/// Something of a script that no operation shows: it fails before the database is asked, or means other than it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quirk {
    pub span: Span,
    pub kind: QuirkKind,
    /// The edits after which it is gone, where the language knows them.
    pub mend: Vec<Edit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuirkKind {
    /// The library raises an error instead of sending a statement.
    Refused { what: String, why: &'static str, help: &'static str },
    /// The library refuses to change the column for want of its type.
    Untyped { table: ObjectName, column: String },
    /// A colon and a word in a text, which make a parameter that nothing gives a value.
    Parameter(String),
    /// So many statements are sent at once.
    Joined(usize),
    /// A statement is sent when the file is loaded.
    Stray,
    /// A table of the application's own code, as it is today.
    Model(String),
    /// The column is given a value by the application alone.
    PythonDefault(String),
    /// A default that is a text and reads like a call.
    QuotedCall,
    /// A name that nothing in the file gives a value.
    Undefined(String),
    /// An argument that nobody looks at, and the one that may be meant.
    PassedOver { argument: String, meant: Option<&'static str> },
    /// The table is copied although the database could change it in place.
    Copied(ObjectName),
    /// It asks the database while it runs.
    Online,
    /// A value that is another one in every run.
    Fleeting(String),
    /// A call of something outside the database.
    External(String),
    /// A plain string where the library takes a statement.
    PlainText,
    /// The way up does nothing, and its message says that it does.
    Idle(String),
    /// The file's own words name other parents than it has; both as a person writes them.
    Misstated { stated: String, parents: String },
    /// A row that gives other columns than the first; whether the value is lost, or missed.
    Uneven { row: usize, column: String, is_lost: bool },
    /// A setting that has no effect where it stands, since rows were changed before it.
    LateSetting(String),
    /// The statement is sent otherwise than it is written.
    Miscut(Miscut),
    /// The framework reads the file's sections otherwise than they are meant.
    Misread(Misread),
}

/// Something in a framework's configuration that means other than it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misconfigured {
    /// A password that opens a database elsewhere than on this machine.
    Password,
    /// Folders that nothing separates.
    Unsplit,
    /// Names of files that say neither the revision nor the second.
    Colliding,
    /// What is generated leaves out changes of types.
    Blind,
    /// Nothing commits what the migrations do.
    Uncommitted,
    /// Compiled files count without their source.
    Sourceless,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    /// A mark that is not spelt as its tool reads it.
    Unread,
    /// The way down stands first, which the tool refuses.
    Backwards,
    /// A statement before the first section, for which the tool refuses the file.
    RefusedOutside,
    /// A statement before the first section, which never runs.
    PassedOver,
    /// A statement of many lines is begun, and not ended.
    Unclosed,
    /// No line ends the statement.
    Unended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miscut {
    /// Its framework ends it at the first line that ends with a semicolon.
    InTwo,
    /// What follows is taken for a part of it.
    Swallows,
    /// It is run once for its semicolon, and once for the slash.
    Twice,
}

impl Unit {
    pub fn new(
        source: usize,
        direction: Direction,
        framework: Framework,
        id: impl Into<String>,
    ) -> Unit {
        Unit {
            source,
            direction,
            framework,
            id: id.into(),
            parents: None,
            depends_on: Vec::new(),
            labels: Vec::new(),
            created: None,
            graph: None,
            is_apart: false,
            sorted_as: None,
            transaction: UnitTransaction::Unknown,
            settings: Vec::new(),
            assumed: Vec::new(),
            names_are_assumed: false,
            changes_objects: false,
            statements: Vec::new(),
            span: Span::default(),
            id_span: Span::default(),
            parents_span: Span::default(),
            presence: Presence::Written,
            quirks: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Up,
    Down,
}

/// Whether a migration's function or section is there and does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Written,
    /// There, and it does nothing: `pass`, only comments.
    Empty,
    /// There, and it raises an error on purpose.
    Raises,
    /// The convention has a place for it, and it is not there.
    Absent,
}

/// The convention that a migration follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framework {
    Plain,
    Alembic,
    Flyway,
    GolangMigrate,
    Goose,
    Dbmate,
    Sqlx,
    Diesel,
    Refinery,
    SqlMigrate,
    Tern,
    Sqitch,
    Liquibase,
    Prisma,
    Drizzle,
    NodePgMigrate,
    Rails,
    Mybatis,
}

impl Framework {
    pub fn name(self) -> &'static str {
        match self {
            Framework::Plain => "plain",
            Framework::Alembic => "alembic",
            Framework::Flyway => "flyway",
            Framework::GolangMigrate => "golang-migrate",
            Framework::Goose => "goose",
            Framework::Dbmate => "dbmate",
            Framework::Sqlx => "sqlx",
            Framework::Diesel => "diesel",
            Framework::Refinery => "refinery",
            Framework::SqlMigrate => "sql-migrate",
            Framework::Tern => "tern",
            Framework::Sqitch => "sqitch",
            Framework::Liquibase => "liquibase",
            Framework::Prisma => "prisma",
            Framework::Drizzle => "drizzle",
            Framework::NodePgMigrate => "node-pg-migrate",
            Framework::Rails => "rails",
            Framework::Mybatis => "mybatis",
        }
    }
}

/// Who opens a transaction around the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitTransaction {
    /// The framework runs the unit in one transaction.
    Wrapped,
    /// The framework runs all pending units in one transaction.
    WrappedTogether,
    /// Every statement commits on its own unless the unit says otherwise.
    Autocommit,
    /// Nobody knows who runs the file. It is taken to be one transaction, as most runners do, unless it holds a
    /// statement that no transaction accepts.
    Unknown,
}

/// One statement as it reaches the database.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// In the unit's file: the SQL statement, or the Python call.
    pub span: Span,
    /// The statement as it reaches the database; `None` where it is the text under `span`.
    pub sql: Option<String>,
    pub ops: Vec<Op>,
    /// A condition of the script under which alone it runs, in the script's words.
    pub condition: Option<String>,
    /// What the script tells of the column that it changes.
    pub existing: Option<Box<ExistingColumn>>,
    /// Whether it names the default schema, which the names in its operations leave out.
    pub says_default_schema: bool,
    pub repetition: Repetition,
    /// SQL Server's batch, counted from the file's first: what the server reads at once. `None` elsewhere, and for what
    /// EXEC has it read by itself.
    pub batch: Option<u32>,
}

/// Whether the client runs the same text several times, each run a statement of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repetition {
    #[default]
    Once,
    First,
    Again,
}

impl Statement {
    pub fn new(span: Span, ops: Vec<Op>) -> Statement {
        Statement {
            span,
            sql: None,
            ops,
            condition: None,
            existing: None,
            repetition: Repetition::Once,
            batch: None,
            says_default_schema: false,
        }
    }
}
