//! Rules: each turns what the floors below know into a remark, or stays silent.
//!
//! A rule is a page `rules/<group>/<name>.md`, a check `<group>/<name>.rs` beside this file, and its `mod` line.
//! `build.rs` reads the pages and writes the table [`ALL`].

use crate::catalog::{Column, Index, Knowledge, Schema, Sequence, Table, TableConstraint};
use crate::cost::estimate::{Estimate, Range};
use crate::dialect::Dialect;
use crate::effects::{self, Certainty, Effect};
use crate::history::Problem;
use crate::ops::column::ColumnDef;
use crate::ops::unit::{Framework, Misconfigured, Quirk, Unit};
use crate::ops::{Clause, ObjectName, Op, OpKind};
use crate::replay::{Past, Step, UnitRun};
use crate::revert::proof::{Fault, Proof};
use crate::text::Span;

mod data_loss;
mod design;
mod failures;
mod history;
mod hygiene;
mod locks;
mod rewrites;
mod rollout;

/// What a rule says about one operation, unit or history.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// What happens, naming the objects in backticks; lower case, no full stop.
    pub message: String,
    /// Why it hurts.
    pub reason: String,
    /// What to do.
    pub help: String,
    pub place: Place,
    /// Only where it differs from the page's.
    pub severity: Option<Severity>,
    pub instead: Option<Instead>,
}

/// What a rule would rather see. The rule changes nothing: the language makes the smallest edit that says so, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// What is done then, as an order: `build `t_a` online`.
    pub title: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Operations in the place of the one that the remark is about, in order; those of each further list belong into a
    /// migration of their own, after this one.
    Operations { here: Vec<OpKind>, later: Vec<Vec<OpKind>> },
    /// The same update in batches, by ranges of this column, each committed by itself.
    Batches { key: String },
    /// A column like this beside the operation's own, kept in step with it and filled in batches, by ranges of the key;
    /// the old one goes in the last migration.
    Beside { column: Box<ColumnDef>, key: String },
    /// A view under the table's old name, which goes in the last migration; the columns it shows.
    ViewBehind { columns: Vec<String> },
    /// The statement does nothing where what it makes is there already, or what it drops is gone.
    Guard,
    /// A setting that is in force before the unit's first statement.
    Setting { name: &'static str, value: &'static str },
    /// What the language knows to mend the quirk.
    Mend,
    /// The call is given this argument, which is true.
    Argument(&'static str),
    /// The call says of which type the column is, and whether it may be null.
    ColumnType,
    /// The revision follows another one.
    Parent { id: String },
    /// The comment allows all but these.
    AllowWithout(Vec<&'static str>),
    /// The comment allows another rule than the one it names.
    AllowOf { name: String, other: &'static str },
}

impl Remark {
    pub fn new(
        message: impl Into<String>,
        reason: impl Into<String>,
        help: impl Into<String>,
    ) -> Remark {
        Remark {
            message: message.into(),
            reason: reason.into(),
            help: help.into(),
            place: Place::Whole,
            severity: None,
            instead: None,
        }
    }

    /// Names the operations that should stand in the place of the one it is about.
    pub fn or_rather(self, title: impl Into<String>, here: Vec<OpKind>) -> Remark {
        self.or_rather_then(title, here, Vec::new())
    }

    /// As [`Remark::or_rather`], with the operations of later migrations.
    pub fn or_rather_then(
        self,
        title: impl Into<String>,
        here: Vec<OpKind>,
        later: Vec<Vec<OpKind>>,
    ) -> Remark {
        self.instead(title, What::Operations { here, later })
    }

    pub fn instead(self, title: impl Into<String>, what: What) -> Remark {
        Remark { instead: Some(Instead { title: title.into(), what }), ..self }
    }

    /// Points at the clause that causes it instead of the whole operation.
    pub fn at(self, clause: Clause) -> Remark {
        Remark { place: Place::Clause(clause), ..self }
    }

    /// Points at a span of the unit's file.
    pub fn at_span(self, span: Span) -> Remark {
        Remark { place: Place::Span(span), ..self }
    }

    pub fn with_severity(self, severity: Severity) -> Remark {
        Remark { severity: Some(severity), ..self }
    }

    /// Names the condition of what does not always happen, and speaks more softly where it is only possible.
    pub fn resting_on(self, effect: &Effect) -> Remark {
        if effect.certainty == Certainty::Certain || effect.because.is_empty() {
            return self;
        }
        let reason = format!("{} ({})", self.reason, effect.because);
        let severity = match effect.certainty {
            Certainty::Possible => Some(Severity::Warning),
            Certainty::Likely | Certainty::Certain => self.severity,
        };
        Remark { reason, severity, ..self }
    }
}

/// The name as a statement needs it, for advice that can be copied.
fn spelled(step: &Step<'_>, name: &ObjectName) -> String {
    let dialect = step.before.target.dialect;
    match &name.schema {
        Some(schema) => format!("{}.{}", dialect.spell(schema), dialect.spell(&name.name)),
        None => dialect.spell(&name.name),
    }
}

/// What a column that stands alone, with the key of its table, would be if it were made anew: nothing else of the schema
/// is built on it, and its values can be compared.
fn beside(step: &Step<'_>, table: &ObjectName, column: &str) -> Option<(ColumnDef, String)> {
    const COMPARED: [&str; 12] = [
        "smallint",
        "integer",
        "bigint",
        "numeric",
        "text",
        "character varying",
        "boolean",
        "date",
        "timestamp without time zone",
        "timestamp with time zone",
        "uuid",
        "double precision",
    ];
    let known = step.before.table(table)?;
    let own = known.column(column)?;
    let data_type = own.data_type.clone()?;
    let (_, key) = known.primary_key()?;
    let [key] = key.columns.as_slice() else { return None };
    let numbered = known
        .column(key)?
        .data_type
        .as_ref()
        .is_some_and(|it| it.is("bigint") || it.is("integer") || it.is("smallint"));
    let plain = known.knowledge == Knowledge::Whole
        && !known.is_partitioned()
        && known.parents().next().is_none()
        && known.triggers.is_empty()
        && known.dependents.is_empty();
    let alone = own.generated.is_none()
        && own.comment.is_none()
        && own.storage.is_none()
        && !own.draws_from_sequence()
        && known.constraints_on(column).next().is_none()
        && known.indexes_on(column).next().is_none()
        && known.generated_from(column).next().is_none()
        && step.before.views_of(table).next().is_none();
    let safe = step.statement.ops.len() == 1
        && effects::blocks_may_commit(step.before.target)
        && effects::believes_checks(step.before.target)
        && COMPARED.iter().any(|it| data_type.is(it));
    let made = ColumnDef {
        nullable: own.nullable,
        default: own.default.clone(),
        ..ColumnDef::new(column, Some(data_type))
    };
    (plain && alone && numbered && safe && key != column).then(|| (made, key.clone()))
}

/// Speaks softly where the one lock of the whole database is at stake, which every write takes.
fn of_one_lock(step: &Step<'_>, remark: Remark) -> Remark {
    if step.has_one_lock() { remark.with_severity(Severity::Note) } else { remark }
}

/// Whether a unit asks for something that could be taken back.
fn changes_anything(unit: &Unit) -> bool {
    // A constraint that was found to hold needs no way back.
    let idle = |it: &Op| {
        matches!(
            it.kind,
            OpKind::Transaction(_) | OpKind::Set(_) | OpKind::ValidateConstraint { .. }
        )
    };
    unit.statements.iter().flat_map(|it| &it.ops).any(|it| !idle(it))
}

/// Where a statement that no transaction accepts belongs, in the words of whoever runs the unit.
fn outside_transaction(unit: &Unit) -> &'static str {
    match unit.framework {
        Framework::Alembic => "inside `with op.get_context().autocommit_block():`",
        Framework::Flyway => "in a migration with `executeInTransaction=false`",
        Framework::Goose => "in a migration with `-- +goose NO TRANSACTION`",
        Framework::Dbmate => "in a migration with `transaction:false`",
        Framework::Sqlx => "in a migration that begins with `-- no-transaction`",
        Framework::Diesel => {
            "in a migration with `run_in_transaction = false` in its `metadata.toml`"
        }
        Framework::SqlMigrate => "in a migration with `notransaction`",
        Framework::GolangMigrate => "alone in its file",
        Framework::Liquibase => "in a changeset with `runInTransaction:false`",
        Framework::NodePgMigrate => "in a JavaScript migration that calls `pgm.noTransaction()`",
        Framework::Plain
        | Framework::Refinery
        | Framework::Tern
        | Framework::Sqitch
        | Framework::Prisma
        | Framework::Drizzle
        | Framework::Rails
        | Framework::Mybatis => "in a migration that runs outside of a transaction",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The operation; for a unit or a history, its identifier or first line.
    Whole,
    Clause(Clause),
    Span(Span),
}

/// Least first, so that the greatest is the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    pub fn parse(name: &str) -> Option<Severity> {
        [Severity::Note, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

/// A set of rules that are asked only where somebody wants them: opinions, and caution beyond what safety needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Hazards that many teams accept, such as a lock that is short by itself.
    Strict,
    /// How a schema or a migration is best written.
    Style,
}

impl Preset {
    pub const ALL: [Preset; 2] = [Preset::Strict, Preset::Style];

    pub fn name(self) -> &'static str {
        match self {
            Preset::Strict => "strict",
            Preset::Style => "style",
        }
    }

    pub fn parse(name: &str) -> Result<Preset, String> {
        let known = Preset::ALL.map(Preset::name).join(", ");
        let found = Preset::ALL.into_iter().find(|it| it.name() == name);
        found.ok_or_else(|| {
            let name = name.get(..name.floor_char_boundary(60)).unwrap_or(name);
            format!("unknown preset `{name}`; known are {known}")
        })
    }
}

/// How freely a fix may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// It says the same in a better way.
    Safe,
    /// Somebody has to agree: it makes files, or leaves rows otherwise than they were asked for.
    Ask,
}

impl Safety {
    pub fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Ask => "ask",
        }
    }
}

/// A rule as its page describes it.
#[derive(Debug)]
pub struct Rule {
    /// The file's name: what stands after "allow".
    pub name: &'static str,
    pub group: &'static str,
    pub title: &'static str,
    pub severity: Severity,
    /// `None` for a rule that is always asked.
    pub preset: Option<Preset>,
    /// Empty for all.
    pub dialects: &'static [Dialect],
    /// Whether it names what it would rather see, and how freely that may be put into effect.
    pub fix: Option<Safety>,
    /// The page without its front matter, Markdown; empty in the wasm, beside which the npm package has the pages.
    pub page: &'static str,
    pub check: Check,
}

impl Rule {
    /// `locks/blocking-index-build`, as its page and its address are called.
    pub fn path(&self) -> String {
        format!("{}/{}", self.group, self.name)
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    Step(fn(&Step<'_>) -> Option<Remark>),
    /// A step of which is known what it takes.
    Estimate(fn(&Step<'_>, &Taken) -> Option<Remark>),
    Unit(fn(&UnitView<'_>) -> Option<Remark>),
    Script(fn(&ScriptView<'_>) -> Option<Remark>),
    /// Whatever the history made.
    Object(fn(&Made<'_>) -> Option<Remark>),
    Table(fn(&Made<'_>, &Table) -> Option<Remark>),
    Column(fn(&Made<'_>, &Table, &Column) -> Option<Remark>),
    Constraint(fn(&Made<'_>, &Table, &TableConstraint) -> Option<Remark>),
    Index(fn(&Made<'_>, &Table, &Index) -> Option<Remark>),
    Sequence(fn(&Made<'_>, &Sequence) -> Option<Remark>),
    History(fn(&HistoryProblem<'_>) -> Option<Remark>),
    Source(fn(&Notice) -> Option<Remark>),
    Downgrade(fn(&WayDown<'_>) -> Option<Remark>),
}

impl Check {
    /// What it says of the object, if it is asked about objects of that kind.
    pub fn of_object(self, made: &Made<'_>) -> Option<Remark> {
        match (self, made.object) {
            (Check::Object(check), _) => check(made),
            (Check::Table(check), Object::Table(table)) => check(made, table),
            (Check::Column(check), Object::Column(table, column)) => check(made, table, column),
            (Check::Constraint(check), Object::Constraint(table, it)) => check(made, table, it),
            (Check::Index(check), Object::Index(table, index)) => check(made, table, index),
            (Check::Sequence(check), Object::Sequence(sequence)) => check(made, sequence),
            (
                Check::Table(_)
                | Check::Column(_)
                | Check::Constraint(_)
                | Check::Index(_)
                | Check::Sequence(_)
                | Check::Step(_)
                | Check::Estimate(_)
                | Check::Unit(_)
                | Check::Script(_)
                | Check::History(_)
                | Check::Source(_)
                | Check::Downgrade(_),
                _,
            ) => None,
        }
    }
}

/// A fault of a way down, as the proof found it.
pub struct WayDown<'a> {
    pub up: &'a Unit,
    pub down: &'a Unit,
    pub proof: &'a Proof,
    pub fault: &'a Fault,
}

/// What a step takes.
pub struct Taken {
    pub estimate: Estimate,
    pub closed: Option<Closed>,
}

/// A table that a release keeps from writers, this step among others.
pub struct Closed {
    pub table: ObjectName,
    /// In seconds, without this step at the least, and with it.
    pub before: f64,
    pub after: Range,
    pub migrations: usize,
}

/// A unit that ran, with its counterpart in the other direction.
pub struct UnitView<'a> {
    pub run: &'a UnitRun<'a>,
    pub counterpart: Option<&'a Unit>,
}

/// Something of a script that no operation shows.
pub struct ScriptView<'a> {
    pub unit: &'a Unit,
    pub quirk: &'a Quirk,
}

/// Something that the history made and that is still there at its end.
pub struct Made<'a> {
    pub object: Object<'a>,
    /// The schema after the last way up.
    pub schema: &'a Schema,
    pub unit: &'a Unit,
    pub age: Age,
    /// Whether all that ran is known.
    pub past: Past,
}

impl Made<'_> {
    /// Speaks more softly where something may have happened that was not understood.
    fn as_far_as_known(&self, remark: Remark) -> Remark {
        match self.past {
            Past::Known => remark,
            Past::Doubtful => Remark {
                reason: format!("{}, as far as the migrations were understood", remark.reason),
                ..remark.with_severity(Severity::Note)
            },
        }
    }
}

/// A thing of the schema, with the table that it belongs to.
#[derive(Clone, Copy)]
pub enum Object<'a> {
    Table(&'a Table),
    Column(&'a Table, &'a Column),
    Constraint(&'a Table, &'a TableConstraint),
    Index(&'a Table, &'a Index),
    Sequence(&'a Sequence),
}

/// Whether migrations have run since something was made, so that what was left for later could have been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    Newest,
    Older,
}

/// One problem of the graph, with the units it is about.
pub struct HistoryProblem<'a> {
    pub problem: &'a Problem,
    pub unit: &'a Unit,
    /// All units, by their place.
    pub units: &'a [Unit],
    /// The paths of all sources, by their place.
    pub paths: &'a [&'a str],
}

/// Something about a file itself, whatever it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub span: Span,
    pub kind: NoticeKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// The bytes are not UTF-8 and were read as this encoding; the span is the first character that shows it.
    ReadAs {
        encoding: &'static str,
    },
    /// The text holds U+FFFD, which stands where somebody could not decode bytes.
    Replaced,
    /// The text holds U+0000.
    NullByte,
    /// A statement that some targets take and others do not, or take for something else.
    Unportable {
        message: String,
        why: String,
    },
    /// It is written for another database than the target, by its words.
    OtherDialect {
        target: &'static str,
        like: &'static str,
    },
    Allow(AllowProblem),
    Misconfigured(Misconfigured),
    /// A migration with a version does something else than where the branch left.
    Edited,
    /// Files for other databases lie beside it, and none of them has its number; which databases those are.
    Unpaired {
        number: String,
        lacking: Vec<&'static str>,
    },
}

/// What is wrong with a comment that allows findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowProblem {
    /// It does not follow the grammar; what it says instead.
    Malformed {
        what: String,
    },
    UnknownRule {
        name: String,
        closest: Option<&'static str>,
    },
    WithoutReason,
    Expired {
        on: String,
    },
    /// It silenced nothing; the rules it names.
    Unused {
        rules: Vec<&'static str>,
    },
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|it| it.name == name)
}

/// The rule whose name is nearest to a mistyped one, if any is near.
pub fn closest(name: &str) -> Option<&'static str> {
    let name = name.get(..name.len().min(64)).unwrap_or("");
    ALL.iter()
        .map(|it| (crate::text::distance(name, it.name), it.name))
        .filter(|&(distance, it)| distance <= it.len() / 3)
        .min()
        .map(|it| it.1)
}
