//! The proof of a way back: the way up is replayed, then the way down, and the schema must be what it was.

use std::collections::{BTreeMap, BTreeSet};

use super::asks::{Asks, asks, object};
use crate::catalog::compare::{By, Comparison, How, Part};
use crate::catalog::{Birth, Column, Knowledge, Point, Rows, Schema, Table, TableConstraint};
use crate::dialect::Dialect;
use crate::ops::column::AlterColumn;
use crate::ops::constraint::ConstraintKind;
use crate::ops::object::ObjectKind;
use crate::ops::unit::{Presence, Statement, Unit};
use crate::ops::{Cascade, Guard, ObjectName, Op, OpKind, Verb};
use crate::text::Span;

/// The number of the transaction in which a way down runs; no other reaches it.
const WAY_DOWN: usize = usize::MAX;

/// How well a way back undoes its way up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The schema is what it was, and nothing was lost on the way.
    Exact,
    /// The schema is what it was; rows or values are not.
    StructureOnly,
    /// Something was not understood, or rests on what nobody knows.
    Unproved,
    /// The schema is not what it was, or the way down fails.
    Wrong,
    /// There is no way down, or it raises an error.
    Impossible,
}

impl Grade {
    pub fn name(self) -> &'static str {
        match self {
            Grade::Exact => "exact",
            Grade::StructureOnly => "structure-only",
            Grade::Unproved => "unproved",
            Grade::Wrong => "wrong",
            Grade::Impossible => "impossible",
        }
    }
}

/// What came of the proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    pub grade: Grade,
    pub faults: Vec<Fault>,
    /// Rows and values that are lost, in words.
    pub lost: Vec<String>,
    /// What was not understood or is assumed, in words.
    pub unproved: Vec<String>,
}

impl Proof {
    fn graded(grade: Grade) -> Proof {
        Proof { grade, faults: Vec::new(), lost: Vec::new(), unproved: Vec::new() }
    }

    /// What the grade rests on, in words.
    pub fn reasons(&self) -> Vec<String> {
        let faults = self.faults.iter().map(Fault::words);
        let rest = [&self.lost, &self.unproved].into_iter().flatten().cloned();
        faults.chain(rest).collect()
    }
}

/// Something wrong with a way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub part: Part,
    pub kind: FaultKind,
    /// In the file of the way down; empty where nothing there has to do with it.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The way up made it, and it stays.
    Left { again: Again },
    /// The way up took it away, and it does not come back.
    Unrestored,
    /// The way down takes away what the way up did not make.
    TakenAway,
    /// The way down makes what was not there before.
    Made,
    /// The way up changed the attribute, and the way down does not put it back as it was.
    Attribute { attribute: &'static str, was: String, now: String },
    /// The way down is refused at this statement.
    Fails { why: Failure },
    /// IF EXISTS hides that nothing of that name can be there.
    Idle,
    /// Rows that came since may not fit.
    MayFail { why: String },
    /// Every row of a table goes, where the way up put in some.
    DeletesAll,
}

impl FaultKind {
    /// Whether the schema is not what it was, or the way down fails whatever the rows are.
    fn is_wrong(&self) -> bool {
        match self {
            FaultKind::Idle | FaultKind::MayFail { .. } | FaultKind::DeletesAll => false,
            FaultKind::Left { .. }
            | FaultKind::Unrestored
            | FaultKind::TakenAway
            | FaultKind::Made
            | FaultKind::Attribute { .. }
            | FaultKind::Fails { .. } => true,
        }
    }
}

/// What the next way up does about something that is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// It makes it without asking, and fails.
    Collides,
    Goes,
}

/// Why the server refuses a statement of a way down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// An earlier statement of the way down took it away.
    GoneAlready,
    ThereAlready,
    /// Something still uses it.
    InUse {
        by: String,
    },
}

impl Fault {
    /// The fault in words.
    pub fn words(&self) -> String {
        let part = self.part.words();
        match &self.kind {
            FaultKind::Left { .. } => format!("{part} is left behind"),
            FaultKind::Unrestored => format!("{part} does not come back"),
            FaultKind::TakenAway => {
                format!("{part} is taken away though the upgrade did not make it")
            }
            FaultKind::Made => format!("{part} was not there before the upgrade"),
            FaultKind::Attribute { attribute, was, now } => {
                format!("the {attribute} of {part} was `{was}` and is `{now}` afterwards")
            }
            FaultKind::Fails { why: Failure::GoneAlready } => {
                format!("{part} is gone when its turn comes")
            }
            FaultKind::Fails { why: Failure::ThereAlready } => {
                format!("{part} is there already when it is made")
            }
            FaultKind::Fails { why: Failure::InUse { by } } => {
                format!("{part} is still used by {by} when it is dropped")
            }
            FaultKind::Idle => format!("{part} cannot be there when it is dropped"),
            FaultKind::MayFail { why } => why.clone(),
            FaultKind::DeletesAll => {
                format!("every row of {part} is deleted, not only those that the upgrade put in")
            }
        }
    }
}

/// So many faults and reasons of one migration are told.
const MOST_TOLD: usize = 50;

/// In longer statements nobody drops and makes the same thing.
const MOST_TOGETHER: usize = 64;

/// A proof under way: the way up runs over the schema meanwhile.
pub struct Trial<'u> {
    up: &'u Unit,
    down: &'u Unit,
    start: Point,
    place: usize,
    /// What the way up makes, and whether it asks first.
    made: BTreeMap<Part, Guard>,
    run: Run,
}

/// What both runs gather.
#[derive(Default)]
struct Run {
    /// Parts that are there although the catalogue does not know them.
    supposed: BTreeSet<Part>,
    /// Objects of which something runs under a condition only.
    doubtful: BTreeSet<ObjectName>,
    /// Tables of which a constraint or index is named only when it runs.
    hazy: BTreeSet<ObjectName>,
    /// Tables by their old and new names.
    renamed: Vec<(ObjectName, ObjectName)>,
    lost: Vec<String>,
    unproved: Vec<String>,
    faults: Vec<Fault>,
    opaque: bool,
}

impl Run {
    fn tell(list: &mut Vec<String>, what: String) {
        if list.len() < MOST_TOLD && !list.contains(&what) {
            list.push(what);
        }
    }

    fn fault(&mut self, part: Part, kind: FaultKind, span: Span) {
        if self.faults.len() < MOST_TOLD {
            self.faults.push(Fault { part, kind, span });
        }
    }

    /// What both directions have in common.
    fn common(&mut self, statement: &Statement, op: &Op, asks: &Asks) {
        if let Some(beyond) = &asks.beyond {
            Run::tell(&mut self.unproved, beyond.clone());
        }
        if let OpKind::Opaque(_) = op.kind {
            self.opaque = true;
        }
        // What stands in a procedural block runs as the block decides.
        let in_block = statement.ops.iter().any(|it| matches!(it.kind, OpKind::Opaque(_)));
        for part in asks.needs.iter().chain(&asks.makes) {
            if statement.condition.is_some() || in_block {
                self.doubtful.insert(part.owner().clone());
            }
            if part.is_unknown() {
                Run::tell(
                    &mut self.unproved,
                    format!("the name of {} is only known when it runs", part.words()),
                );
                match part {
                    Part::Constraint { table, .. } | Part::Index { table, .. } => {
                        self.hazy.insert(table.clone());
                    }
                    _ => _ = self.doubtful.insert(part.owner().clone()),
                }
            }
        }
        if let (Some(Part::Table(from)), Some(Part::Table(to))) = (&asks.needs, &asks.makes) {
            self.renamed.push((from.clone(), to.clone()));
        }
        if let Some(condition) = &statement.condition {
            Run::tell(&mut self.unproved, format!("a part runs only if {condition}"));
        }
    }
}

impl Run {
    /// Whether what the comparison says of the part rests on what is only known when it runs.
    fn is_in_doubt(&self, part: &Part) -> bool {
        let in_doubt = |name: &ObjectName| {
            self.doubtful.contains(name)
                || (matches!(part, Part::Constraint { .. } | Part::Index { .. })
                    && self.hazy.contains(name))
        };
        let owner = part.owner();
        in_doubt(owner)
            || self.renamed.iter().any(|(from, to)| {
                (owner == from || owner == to) && (in_doubt(from) || in_doubt(to))
            })
    }
}

impl<'u> Trial<'u> {
    /// Before the way up runs.
    pub fn begin(schema: &mut Schema, up: &'u Unit, down: &'u Unit, place: usize) -> Trial<'u> {
        let mut run = Run::default();
        if up.changes_objects {
            let what = "what the upgrade writes by way of the application's objects stays";
            Run::tell(&mut run.lost, what.to_owned());
        }
        Trial { up, down, start: schema.point(), place, made: BTreeMap::new(), run }
    }

    /// Before each statement of the way up.
    pub fn statement(&mut self, schema: &Schema, statement: &Statement) {
        for op in &statement.ops {
            let asks = asks(&op.kind, schema);
            self.run.common(statement, op, &asks);
            if let Some(part) =
                asks.needs.filter(|it| !schema.holds(it) && !self.made.contains_key(it))
            {
                self.run.supposed.insert(part);
            }
            if let OpKind::Other { kind, verb: Verb::Comment, name, table, .. } = &op.kind {
                let owner = table.as_ref().or(name.as_ref());
                let part = name.as_ref().and_then(|it| object(schema, *kind, it, table.as_ref()));
                let new = owner.is_some_and(|it| self.is_new(schema, it))
                    || part.is_some_and(|it| self.made.contains_key(&it));
                if !new {
                    let what = "comments of what was there before are not compared".to_owned();
                    Run::tell(&mut self.run.unproved, what);
                }
            }
            if let Some(part) = asks.makes {
                self.made.entry(part).or_insert(asks.guard);
            }
            for lost in self.losses(schema, &op.kind, "upgrade") {
                Run::tell(&mut self.run.lost, lost);
            }
        }
    }

    /// What of rows and values goes for good.
    fn losses(&self, schema: &Schema, kind: &OpKind, way: &str) -> Vec<String> {
        let new = |table: &ObjectName| self.is_new(schema, table);
        match kind {
            OpKind::DropTable { name, .. } if !new(name) && !is_view(schema, name) => {
                vec![format!("the rows of `{name}` are lost")]
            }
            OpKind::DropColumn { table, column, .. } if !new(table) => {
                let computed = schema.column(table, column).is_some_and(is_computed);
                match computed || self.is_new_column(schema, table, column) {
                    true => Vec::new(),
                    false => vec![format!("the values of `{table}.{column}` are lost")],
                }
            }
            OpKind::DropSchema { name, cascade: Cascade::Cascade, .. } => {
                vec![format!("everything in schema `{name}` is lost")]
            }
            OpKind::Update(it) => {
                let theirs = it.sets.is_empty()
                    || it
                        .sets
                        .iter()
                        .any(|(column, _)| !self.is_new_column(schema, &it.table, column));
                match theirs && !new(&it.table) {
                    true => vec![format!("what the {way} writes into `{}` stays", it.table)],
                    false => Vec::new(),
                }
            }
            OpKind::Delete(it) if !new(&it.table) => {
                vec![format!("the rows deleted from `{}` are lost", it.table)]
            }
            OpKind::Truncate(it) => it
                .tables
                .iter()
                .filter(|it| !new(it))
                .map(|it| format!("the rows of `{it}` are lost"))
                .collect(),
            OpKind::Insert(_) | OpKind::Merge { .. } | OpKind::Copy(_) => asks(kind, schema)
                .rows
                .iter()
                .filter(|it| !new(it))
                .map(|it| format!("rows of `{it}` are written, and rows are not compared"))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn is_new(&self, schema: &Schema, table: &ObjectName) -> bool {
        schema.tables.get(table).and_then(|it| it.born).is_some_and(|it| it.unit == self.place)
    }

    fn is_new_column(&self, schema: &Schema, table: &ObjectName, column: &str) -> bool {
        let born = |it: &Column| it.born.is_some_and(|it| it.unit == self.place);
        schema.column(table, column).is_some_and(born)
    }

    /// After the way up: runs the way down, compares, and puts the schema back to what the way up left.
    pub fn finish(mut self, schema: &mut Schema) -> Proof {
        if self.down.presence == Presence::Written {
            let between = schema.point();
            self.way_down(schema, between);
            let comparison = schema.changes_since(self.start, between);
            self.judge(schema, comparison, between);
            schema.undo(between);
        } else if self.down.presence == Presence::Empty {
            let between = schema.point();
            let comparison = schema.changes_since(self.start, between);
            self.judge(schema, comparison, between);
        }
        schema.forget(self.start);
        self.proof()
    }

    fn proof(self) -> Proof {
        let idle = |it: &Op| matches!(it.kind, OpKind::Transaction(_) | OpKind::Set(_));
        if self.up.statements.iter().flat_map(|it| &it.ops).all(idle) && self.run.faults.is_empty()
        {
            let lost = self.run.lost;
            let grade = if lost.is_empty() { Grade::Exact } else { Grade::StructureOnly };
            return Proof { lost, ..Proof::graded(grade) };
        }
        let Run { lost, unproved, faults, .. } = self.run;
        let grade = match self.down.presence {
            Presence::Absent | Presence::Raises => {
                let why = match self.down.presence {
                    Presence::Raises => "it raises an error",
                    _ => "there is no way down",
                };
                return Proof {
                    unproved: vec![why.to_owned()],
                    lost,
                    ..Proof::graded(Grade::Impossible)
                };
            }
            _ if faults.iter().any(|it| it.kind.is_wrong()) => Grade::Wrong,
            _ if !unproved.is_empty() => Grade::Unproved,
            _ if !lost.is_empty() => Grade::StructureOnly,
            _ => Grade::Exact,
        };
        Proof { grade, faults, lost, unproved }
    }

    fn way_down(&mut self, schema: &mut Schema, between: Point) {
        let now = Birth { unit: self.place, transaction: WAY_DOWN, statement: 0 };
        let up_opaque = std::mem::take(&mut self.run.opaque);
        let down = self.down;
        for statement in &down.statements {
            for op in &statement.ops {
                self.before_down(schema, statement, op, between);
            }
            schema.apply_all(&statement.ops, now);
        }
        let down_opaque = std::mem::replace(&mut self.run.opaque, up_opaque);
        let mut faults = std::mem::take(&mut self.run.faults);
        // What was not understood may put right whatever seems wrong.
        faults.retain(|it| !down_opaque && !self.run.is_in_doubt(&it.part));
        self.run.faults = faults;
        self.run.opaque = up_opaque || down_opaque;
    }

    fn before_down(&mut self, schema: &Schema, statement: &Statement, op: &Op, between: Point) {
        let asks = asks(&op.kind, schema);
        self.run.common(statement, op, &asks);
        if !asks.rows.is_empty() {
            for lost in self.losses(schema, &op.kind, "downgrade") {
                Run::tell(&mut self.run.lost, lost);
            }
        }
        let asked = asks.guard == Guard::IfNeeded || statement.condition.is_some();
        if let Some(part) = asks.needs.as_ref().filter(|it| !schema.holds(it)) {
            let gone = schema.held_at(between, part);
            if gone && !asked {
                let kind = FaultKind::Fails { why: Failure::GoneAlready };
                self.run.fault(part.clone(), kind, op.span);
            } else if !gone
                && self.is_certainly_absent(schema, part)
                && statement.condition.is_none()
            {
                if asked {
                    // A way up that was emptied afterwards leaves a way down that asks for good reason.
                    if !self.up.statements.is_empty() {
                        self.run.fault(part.clone(), FaultKind::Idle, op.span);
                    }
                } else {
                    self.suppose(part);
                }
            } else if !gone && !asked {
                self.suppose(part);
            }
        }
        let replaced = |part: &Part| {
            let drops = |it: &Op| self::asks(&it.kind, schema).needs.as_ref() == Some(part);
            statement.ops.len() < MOST_TOGETHER && statement.ops.iter().any(drops)
        };
        let there = |it: &&Part| !asked && schema.holds(it) && !replaced(it);
        if let Some(part) = asks.makes.as_ref().filter(there) {
            let known = match part {
                Part::Table(name) => schema.tables.get(name).is_some_and(|it| it.born.is_some()),
                Part::Column { table, column } => {
                    schema.column(table, column).is_some_and(|it| it.born.is_some())
                }
                _ => {
                    let table = schema.tables.get(part.owner());
                    !self.run.supposed.iter().any(|it| is_conventional(table, part, it))
                }
            };
            if known {
                let kind = FaultKind::Fails { why: Failure::ThereAlready };
                self.run.fault(part.clone(), kind, op.span);
            }
        }
        if statement.condition.is_none()
            && let Some((part, by)) =
                in_use(schema, &op.kind, |table, key| self.may_be_gone(table, key))
        {
            self.run.fault(part, FaultKind::Fails { why: Failure::InUse { by } }, op.span);
        }
        if let Some(table) = self.deletes_all(schema, &op.kind) {
            self.run.fault(Part::Table(table), FaultKind::DeletesAll, op.span);
        }
        let emptied = Rows::NoneIn(WAY_DOWN);
        let is_empty = |table: &ObjectName| {
            self.is_new(schema, table)
                || schema.tables.get(table).is_some_and(|it| it.rows == emptied)
        };
        if let Some(risk) = risk(schema, &op.kind, is_empty) {
            let part =
                asks.needs.or(asks.makes).unwrap_or_else(|| Part::Table(ObjectName::default()));
            self.run.fault(part, FaultKind::MayFail { why: risk }, op.span);
        }
    }

    /// Whether a constraint may be what was dropped by a name that a naming convention gives it.
    fn may_be_gone(&self, table: &Table, key: &TableConstraint) -> bool {
        let part = Part::Constraint { table: table.name.clone(), name: key.name.clone() };
        let unnamed = key.definition.name.is_none();
        self.run.supposed.iter().any(|it| {
            let of_table = matches!(it, Part::Constraint { table: of, .. } if *of == table.name);
            (unnamed && of_table) || is_conventional(Some(table), &part, it)
        })
    }

    /// Whether the way down empties a table that was there before and that the way up put rows into.
    fn deletes_all(&self, schema: &Schema, kind: &OpKind) -> Option<ObjectName> {
        let OpKind::Delete(delete) = kind else { return None };
        let all = delete.predicate.as_ref().is_none_or(|it| it.is_always_true());
        let seeds = |it: &Op| matches!(&it.kind, OpKind::Insert(it) if it.table == delete.table);
        let seeded = self.up.statements.iter().flat_map(|it| &it.ops).any(seeds);
        let theirs = !self.is_new(schema, &delete.table);
        (all && seeded && theirs && delete.reads.is_empty()).then(|| delete.table.clone())
    }

    fn suppose(&mut self, part: &Part) {
        Run::tell(&mut self.run.unproved, format!("{} is not known", part.words()));
        self.run.supposed.insert(part.clone());
    }

    /// Whether the catalogue would know of it if it were there.
    fn is_certainly_absent(&self, schema: &Schema, part: &Part) -> bool {
        if self.run.opaque || part.owner().is_unknown() {
            return false;
        }
        match part {
            Part::Column { table, .. } | Part::Index { table, .. } => {
                schema.tables.get(table).is_some_and(|it| it.knowledge == Knowledge::Whole)
            }
            _ => false,
        }
    }

    fn judge(&mut self, schema: &Schema, comparison: Comparison, between: Point) {
        let Comparison { differences, assumed } = comparison;
        for part in assumed {
            let what = format!("what {} was before is not known", part.words());
            Run::tell(&mut self.run.unproved, what);
        }
        let down_opaque = self
            .down
            .statements
            .iter()
            .flat_map(|it| &it.ops)
            .any(|it| matches!(it.kind, OpKind::Opaque(_)));
        for difference in differences {
            let part = difference.part;
            if self.run.is_in_doubt(&part) || down_opaque {
                continue;
            }
            if difference.by == By::Second && self.run.opaque {
                continue;
            }
            if self.is_supposed(&part) {
                Run::tell(&mut self.run.unproved, format!("{} was not known before", part.words()));
                continue;
            }
            if self.goes_under_another_name(schema, &part, &difference.how, between) {
                continue;
            }
            let kind = match (difference.how, difference.by) {
                (How::Left, By::First) => match self.made.get(&part) {
                    Some(Guard::IfNeeded) => {
                        let what = format!("{} may have been there before", part.words());
                        Run::tell(&mut self.run.unproved, what);
                        continue;
                    }
                    Some(Guard::None) => FaultKind::Left { again: Again::Collides },
                    None => FaultKind::Left { again: Again::Goes },
                },
                (How::Left, By::Second) => FaultKind::Made,
                (How::Gone, By::First) => FaultKind::Unrestored,
                // What the way up makes without asking was not there, whatever another branch of the history made.
                (How::Gone, By::Second) if self.made.get(&part) == Some(&Guard::None) => continue,
                (How::Gone, By::Second) => FaultKind::TakenAway,
                (How::Changed { attribute, was, now }, _) => {
                    FaultKind::Attribute { attribute, was, now }
                }
            };
            let span = self.place_of(schema, &part);
            self.run.fault(part, kind, span);
        }
    }

    fn is_supposed(&self, part: &Part) -> bool {
        let supposed = &self.run.supposed;
        supposed.contains(part)
            || supposed.contains(&Part::Table(part.owner().clone()))
            || match part {
                Part::Index { name, .. } => {
                    let bare = part.owner().sibling(name);
                    supposed.contains(&Part::Index { table: bare, name: name.clone() })
                }
                Part::View(name) | Part::Sequence(name) => {
                    supposed.contains(&Part::Table(name.clone()))
                }
                _ => false,
            }
    }

    /// A constraint or index stays that nobody gave a name, or to which a naming convention may give another, and one of a
    /// name that is not known was dropped: they are taken for one, since naming conventions and other databases' habits
    /// make up names as well.
    fn goes_under_another_name(
        &mut self,
        schema: &Schema,
        part: &Part,
        how: &How,
        between: Point,
    ) -> bool {
        let supposed = &self.run.supposed;
        let fits = |table: &ObjectName, name: &str, point: Option<Point>| {
            let table = match point {
                Some(point) => schema.table_at(point, table),
                None => schema.tables.get(table),
            };
            let held = table.and_then(|it| it.constraint(name));
            held.is_some_and(|it| it.definition.name.is_none())
                || supposed.iter().any(|it| is_conventional(table, part, it))
        };
        let of_table = |table: &ObjectName| {
            let theirs = |it: &&Part| match it {
                Part::Constraint { table: of, .. } => of == table,
                Part::Index { table: of, name } => is_on(of, name, table),
                _ => false,
            };
            supposed.iter().any(|it| theirs(&it))
        };
        let (Part::Constraint { table, name } | Part::Index { table, name }) = part else {
            return false;
        };
        let found = of_table(table)
            && match how {
                How::Left => fits(table, name, None),
                How::Gone => {
                    fits(table, name, Some(self.start)) || fits(table, name, Some(between))
                }
                How::Changed { .. } => false,
            };
        if found {
            let what = format!("{} may be what is dropped under another name", part.words());
            Run::tell(&mut self.run.unproved, what);
        }
        found
    }

    /// Where the way down has to do with the part, or with its table.
    fn place_of(&self, schema: &Schema, part: &Part) -> Span {
        let ops = || self.down.statements.iter().flat_map(|it| &it.ops).take(200);
        let names = |op: &&Op, exact: bool| {
            let asks = asks(&op.kind, schema);
            asks.needs.iter().chain(&asks.makes).any(|it| match exact {
                true => it == part,
                false => it.owner() == part.owner(),
            })
        };
        let exact = ops().find(|it| names(it, true));
        exact.or_else(|| ops().find(|it| names(it, false))).map_or(self.down.span, |it| it.span)
    }
}

/// Whether a name that is not known may be a convention's for what is left: the name that the script gives with another
/// before it, or one made of the same column where SQLAlchemy makes the name up ("Configuring Constraint Naming
/// Conventions").
fn is_conventional(of_left: Option<&Table>, left: &Part, supposed: &Part) -> bool {
    match (left, supposed) {
        (Part::Constraint { table, name }, Part::Constraint { table: of, name: other }) => {
            table == of && ends_with_word(other, name)
        }
        (Part::Index { table, name }, Part::Index { table: of, name: other }) => {
            let index = of_left.and_then(|it| it.index(name));
            let first = index.and_then(|it| it.keys.first()?.column.as_deref());
            let is_made_up = |column: &str| {
                let rest = name.strip_suffix(column).and_then(|it| it.strip_suffix('_'));
                name.starts_with("ix_") && rest.is_some_and(|it| ends_with_word(it, &table.name))
            };
            is_on(of, other, table)
                && first.is_some_and(|it| is_made_up(it) && other.contains(&format!("_{it}")))
        }
        _ => false,
    }
}

/// Whether an index may be on the table: where nothing tells which relation it is on, its own name stands for that.
fn is_on(of: &ObjectName, name: &str, table: &ObjectName) -> bool {
    of == table || *of == table.sibling(name)
}

fn ends_with_word(name: &str, word: &str) -> bool {
    name.strip_suffix(word).is_some_and(|it| it.ends_with('_'))
}

fn is_view(schema: &Schema, name: &ObjectName) -> bool {
    schema.views.contains_key(name)
}

fn is_computed(column: &Column) -> bool {
    use crate::ops::column::Generated;
    matches!(
        column.generated,
        Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_))
    )
}

/// What still uses an object that is dropped without CASCADE.
/// PostgreSQL's manual, "Dependency Tracking"; MySQL's "DROP TABLE Statement"; SQL Server's and Oracle's "DROP TABLE".
/// SQLite drops a referenced table, and its foreign keys are not enforced unless asked for ("SQLite Foreign Key Support").
fn in_use(
    schema: &Schema,
    kind: &OpKind,
    may_be_gone: impl Fn(&Table, &TableConstraint) -> bool,
) -> Option<(Part, String)> {
    let dialect = schema.target.dialect;
    match kind {
        OpKind::DropTable { name, cascade, .. }
            if *cascade != Cascade::Cascade && dialect != Dialect::Sqlite =>
        {
            let (table, constraint, _) = schema
                .foreign_keys_to(name)
                .find(|(table, key, _)| table.name != *name && !may_be_gone(table, key))?;
            let by = format!("foreign key `{}` of `{}`", constraint.name, table.name);
            Some((Part::Table(name.clone()), by))
        }
        OpKind::DropObject {
            kind: ObjectKind::Type | ObjectKind::Domain, name, cascade, ..
        } if *cascade != Cascade::Cascade => {
            let (table, column) = schema.columns_of_type(name).next()?;
            let by = format!("column `{}.{}`", table.name, column.name);
            Some((Part::Type(name.clone()), by))
        }
        OpKind::DropObject { kind: ObjectKind::Sequence, name, cascade, .. }
            if *cascade != Cascade::Cascade && dialect == Dialect::Postgres =>
        {
            let (table, column) = schema.drawing_from(name).next()?;
            let by = format!("the default of `{}.{}`", table.name, column.name);
            Some((Part::Sequence(name.clone()), by))
        }
        OpKind::DropObject { kind: ObjectKind::Function, name, cascade, .. }
            if *cascade != Cascade::Cascade && dialect == Dialect::Postgres =>
        {
            let table = schema.tables_firing(name).next()?;
            let by = format!("a trigger of `{}`", table.name);
            Some((Part::Function(name.clone()), by))
        }
        _ => None,
    }
}

/// What may make a statement of a way down fail on rows that came since.
fn risk(schema: &Schema, kind: &OpKind, is_empty: impl Fn(&ObjectName) -> bool) -> Option<String> {
    match kind {
        OpKind::AddColumn { table, column, .. }
            if column.nullable == Some(false)
                && column.default.is_none()
                && column.generated.is_none()
                && !is_empty(table) =>
        {
            Some(format!(
                "`{table}.{}` comes back as NOT NULL without a default, which fails on rows",
                column.name
            ))
        }
        OpKind::AlterColumn { table, column, change: AlterColumn::SetNotNull }
            if !is_empty(table) && schema.column(table, column).is_none_or(may_be_null) =>
        {
            Some(format!("it fails where `{table}.{column}` has been left NULL since"))
        }
        OpKind::AddConstraint { table, constraint, .. } if !is_empty(table) => {
            let columns = constraint.columns();
            let refilled = columns.iter().any(|it| made_since(schema.column(table, it)));
            match &constraint.kind {
                ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) if refilled => None,
                ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
                    let columns = columns.join(", ");
                    Some(format!("it fails where `{table}` ({columns}) holds duplicates since"))
                }
                ConstraintKind::Check(_)
                | ConstraintKind::ForeignKey(_)
                | ConstraintKind::Exclude { .. }
                | ConstraintKind::NotNull { .. }
                | ConstraintKind::Default { .. } => None,
            }
        }
        OpKind::CreateIndex(it) if it.unique && !is_empty(&it.table) => {
            Some(format!("it fails where `{}` holds duplicates since", it.table))
        }
        OpKind::AlterColumn { table, column, change: AlterColumn::SetType { to, .. } }
            if !is_empty(table) =>
        {
            let held = schema.column(table, column)?.data_type.as_ref()?;
            narrows(held, to).then(|| {
                format!(
                    "it fails or cuts where a value of `{table}.{column}` no longer fits `{}`",
                    to.text
                )
            })
        }
        _ => None,
    }
}

/// Whether the column was made on the way down, which fills it: nothing that came since stands in it.
fn made_since(column: Option<&Column>) -> bool {
    column.and_then(|it| it.born).is_some_and(|it| it.transaction == WAY_DOWN)
}

/// Whether the column may hold NULL that came since.
fn may_be_null(column: &Column) -> bool {
    column.nullable != Some(false) && !made_since(Some(column))
}

/// Whether some value of a type does not fit another, as far as length and integer width tell.
pub fn narrows(from: &crate::ops::expr::DataType, to: &crate::ops::expr::DataType) -> bool {
    let width = |it: &crate::ops::expr::DataType| match it.name.name.as_str() {
        "smallint" | "int2" => Some(2),
        "integer" | "int" | "int4" => Some(4),
        "bigint" | "int8" => Some(8),
        _ => None,
    };
    if let (Some(from), Some(to)) = (width(from), width(to)) {
        return to < from;
    }
    let text = |it: &crate::ops::expr::DataType| {
        matches!(it.name.name.as_str(), "character varying" | "varchar" | "text" | "nvarchar")
    };
    text(from)
        && text(to)
        && match (from.number(0), to.number(0)) {
            (Some(from), Some(to)) => to < from,
            (None, Some(_)) => true,
            (_, None) => false,
        }
}
