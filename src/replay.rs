//! Replay: units in order over a schema, giving each operation as a [`Step`] with all that is known when it runs.
//!
//! The schema is changed in place and lent to the visitor, so that time and memory stay linear in the history.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::links::Bounds;
use crate::catalog::{Birth, Column, Knowledge, Point, Rows, Schema, TableConstraint};
use crate::cost::{self, Duration};
use crate::dialect::{Dialect, Target};
use crate::effects::{
    self, Breakage, Certainty, Context, Effect, EffectKind, HeldUntil, InTransaction, Lock,
    Refusal, RelationKind, RowExtent, ScanPurpose,
};
use crate::history::Counterparts;
use crate::ops::constraint::Constraint;
use crate::ops::names::{self, Naming};
use crate::ops::object::ObjectKind;
use crate::ops::table::Persistence;
use crate::ops::transaction::{Setting, SettingScope, TransactionOp};
use crate::ops::unit::{Direction, Statement, Unit, UnitTransaction};
use crate::ops::{Clause, ObjectName, Op, OpKind};
use crate::revert::proof::{Proof, Trial};

/// One operation as it runs.
pub struct Step<'a> {
    pub unit: &'a Unit,
    pub statement: &'a Statement,
    pub op: &'a Op,
    /// The statement's place in its unit.
    pub number: usize,
    /// The operation's place in its statement.
    pub index: usize,
    /// The schema before the statement.
    pub before: &'a Schema,
    /// What the whole statement does; [`Step::own`] gives this operation's part.
    pub effects: &'a [Effect],
    pub transaction: &'a Transaction,
    /// This unit's place among all.
    pub place: usize,
    /// Whether all that ran before is known, so that the schema is as it is told.
    pub past: Past,
    /// From this place on the units go live together.
    pub release_from: usize,
}

/// How well the history before a statement is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    Known,
    /// Something was not understood, or ran only under a condition of its script.
    Doubtful,
}

/// The transaction that a statement runs in, as it is before the statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction {
    /// Counts all transactions of the replay.
    pub number: usize,
    pub inside: InTransaction,
    pub opened_by: OpenedBy,
    /// Locks on relations that others can see, taken by earlier statements and still held.
    pub held: Vec<Held>,
    /// The place in `held` of each relation's lock.
    held_at: BTreeMap<ObjectName, usize>,
    strongest: Strongest,
    /// Session settings in force, name and value, lower case.
    pub settings: Vec<Setting>,
    /// Tables whose rows earlier statements have changed.
    written: BTreeSet<ObjectName>,
    /// How many statements have changed something since it began.
    pub changes: usize,
    /// The first existing table whose rows it has changed at length, so that others wait for them.
    pub worked_on: Option<ObjectName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenedBy {
    /// The framework, or nobody.
    Framework,
    /// `BEGIN` in the unit.
    Statement,
    /// It is assumed, as most runners open one.
    Assumption,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub lock: Lock,
    /// The unit that took it and the statement's place in that.
    pub unit: usize,
    pub statement: usize,
}

/// The places of the strongest locks among those that a transaction holds, kept so that no statement looks through
/// them all.
#[derive(Debug, Clone, Default, PartialEq)]
struct Strongest {
    readers: Option<usize>,
    writers: Option<usize>,
}

impl Strongest {
    fn against(&self, who: Blocked) -> Option<usize> {
        match who {
            Blocked::Readers => self.readers,
            Blocked::Writers => self.writers,
        }
    }

    /// Takes the place if no stronger lock, and no later one as strong, is known.
    fn consider(&mut self, held: &[Held], who: Blocked, place: Option<usize>) {
        let known = match who {
            Blocked::Readers => &mut self.readers,
            Blocked::Writers => &mut self.writers,
        };
        let rank = |it: &Option<usize>| {
            let place = (*it)?;
            Some((held.get(place)?.lock.mode, place))
        };
        if rank(known) < rank(&place) {
            *known = place;
        }
    }
}

impl Transaction {
    /// Keeps the strongest lock per relation, and who took it first. Nobody waits for a table that is new, even where the
    /// lock is on the whole database.
    fn hold(&mut self, lock: &Lock, is_new: bool, (unit, statement): (usize, usize)) {
        let taken = Held { lock: lock.clone(), unit, statement };
        let place = match self.held_at.get(&lock.relation) {
            Some(&place) => place,
            None => {
                self.held_at.insert(lock.relation.clone(), self.held.len());
                self.held.push(taken.clone());
                self.held.len() - 1
            }
        };
        if let Some(known) = self.held.get_mut(place).filter(|it| it.lock.mode < lock.mode) {
            *known = taken;
        }
        for who in [Blocked::Readers, Blocked::Writers] {
            let place = Some(place).filter(|_| who.is_stopped_by(lock) && !is_new);
            self.strongest.consider(&self.held, who, place);
        }
    }

    /// A lock is on the relation, whatever its name becomes.
    fn follow(&mut self, from: &ObjectName, to: &ObjectName) {
        for held in self.held.iter_mut().filter(|it| it.lock.table == *from) {
            held.lock.table = to.clone();
        }
        let Some(place) = self.held_at.remove(from) else { return };
        if let Some(held) = self.held.get_mut(place) {
            held.lock.relation = to.clone();
            self.held_at.insert(to.clone(), place);
        }
    }

    /// Lets go of all locks but the first so many, of which these were the strongest.
    fn release_after(&mut self, count: usize, strongest: &Strongest) {
        for released in self.held.drain(count.min(self.held.len())..) {
            self.held_at.remove(&released.lock.relation);
        }
        // One of the first may have become stronger since.
        let since = std::mem::replace(&mut self.strongest, strongest.clone());
        for who in [Blocked::Readers, Blocked::Writers] {
            self.strongest.consider(&self.held, who, since.against(who));
        }
    }

    /// The strongest lock that is held on the relation.
    pub fn held_on(&self, relation: &ObjectName) -> Option<&Held> {
        self.held.get(*self.held_at.get(relation)?)
    }

    /// The value in force of a session setting.
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().rev().find(|it| it.name == name)
    }
}

/// Of the locks of one statement's other operations so many are compared, so that time stays linear.
const MOST_LOOKED_AT: usize = 256;

impl<'a> Step<'a> {
    /// Whether it was made by this migration, or by an earlier one that goes live with it.
    pub fn is_of_this_release(&self, born: Birth) -> bool {
        born.unit == self.place || self.release_from <= born.unit && born.unit < self.place
    }

    /// Whether this migration goes live with others, and the table was there before all of them.
    fn is_released_over(&self, table: &ObjectName) -> bool {
        self.release_from <= self.place
            && self.unit.direction == Direction::Up
            && !self.birth(table).is_some_and(|it| self.is_of_this_release(it))
    }

    /// The effects that this operation causes.
    pub fn own(&self) -> impl Iterator<Item = &'a Effect> {
        let start = self.effects.partition_point(|it| it.op < self.index);
        let index = self.index;
        self.effects.get(start..).unwrap_or(&[]).iter().take_while(move |it| it.op == index)
    }

    /// Whether the relation was made in this migration, so that nobody waits for it and it holds nobody's data.
    pub fn is_new(&self, relation: &ObjectName) -> bool {
        self.birth(relation).is_some_and(|it| it.unit == self.place)
    }

    /// This operation's locks on relations that were there before this migration, without those for which nobody waits.
    pub fn locks(&self) -> impl Iterator<Item = (&'a Lock, &'a Effect)> {
        self.own().filter_map(|effect| match &effect.kind {
            EffectKind::Lock(lock)
                if lock.held != HeldUntil::WhileUnasked && !self.is_new(&lock.table) =>
            {
                Some((lock, effect))
            }
            _ => None,
        })
    }

    /// The strongest of this operation's locks on existing relations that stops readers or, if asked, writers.
    pub fn lock_against(&self, who: Blocked) -> Option<&'a Lock> {
        // Online work takes something for itself only when it has waited for everybody who uses it.
        let waits = self.own().any(|it| matches!(it.kind, EffectKind::WaitsFor { .. }));
        // What is asked for a moment only holds nobody up for long; where the rest is instant, it is all there is.
        let instant = self.duration() == Duration::Instant;
        self.locks()
            .map(|(lock, _)| lock)
            .filter(|it| instant || it.held != HeldUntil::Moment)
            .filter(|it| !(waits && it.mode.blocks.reads))
            .filter(|it| who.is_stopped_by(it))
            .max_by_key(|it| it.mode)
    }

    /// As [`Step::lock_against`], if the lock is held for a time that grows with data that was there before.
    pub fn long_lock_against(&self, who: Blocked) -> Option<&'a Lock> {
        self.lock_against(who).filter(|_| self.duration() != Duration::Instant)
    }

    /// The strongest lock on the relation that stops them while this statement runs: one of the statement's own, or
    /// one that the transaction still holds.
    pub fn lock_over(&self, relation: &ObjectName, who: Blocked) -> Option<&'a Lock> {
        if self.is_new(relation) {
            return None;
        }
        let all = self.own().chain(self.effects.iter().take(MOST_LOOKED_AT));
        let own = all.filter_map(|it| match &it.kind {
            EffectKind::Lock(lock)
                if lock.relation == *relation && lock.held != HeldUntil::WhileUnasked =>
            {
                Some(lock)
            }
            _ => None,
        });
        let held = self.transaction.held_on(relation).map(|it| &it.lock);
        own.chain(held).filter(|it| who.is_stopped_by(it)).max_by_key(|it| it.mode)
    }

    /// The strongest lock that earlier statements took and that stops them still, the last one of these.
    pub fn held_against(&self, who: Blocked) -> Option<&'a Held> {
        self.transaction.held.get(self.transaction.strongest.against(who)?)
    }

    /// This operation's lock on a table, beside one that an earlier statement took on another; both stop writers.
    fn second_table(&self) -> Option<SecondTable> {
        let is_held = |table: &ObjectName| {
            let held = self.transaction.held_on(table);
            held.is_some_and(|it| Blocked::Writers.is_stopped_by(&it.lock))
        };
        let (taken, _) = self.locks().find(|(it, _)| {
            Blocked::Writers.is_stopped_by(it)
                && it.relation_kind == RelationKind::Table
                && !is_held(&it.table)
        })?;
        let held = &self.held_against(Blocked::Writers)?.lock;
        let (held, taken) = (held.clone(), taken.clone());
        Some(SecondTable { held, taken, statement: self.number })
    }

    /// Whether it gives the schema something that was not there before.
    fn adds(&self) -> bool {
        match &self.op.kind {
            OpKind::AddColumn { table, .. } => !self.is_private(table),
            OpKind::CreateTable(it) => it.persistence != Persistence::Temporary,
            _ => false,
        }
    }

    /// Whether an operation near this one gives the name to another relation.
    fn is_made_anew(&self, relation: &ObjectName) -> bool {
        self.near().any(|it| match &it.kind {
            OpKind::RenameTable { to, .. } => to == relation,
            other => other.created() == Some(relation),
        })
    }

    /// Whether it takes from the schema, or renames, what was there before this migration.
    fn removes(&self) -> bool {
        self.own().any(|it| match &it.kind {
            EffectKind::Breaks {
                relation,
                column,
                what: Breakage::Removed | Breakage::Renamed,
            } => match column {
                Some(column) => !self.is_new_column(relation, column),
                None => !self.is_private(relation) && !self.is_made_anew(relation),
            },
            _ => false,
        })
    }

    /// The existing relation whose every row this operation reads for that purpose.
    pub fn scan_for(&self, purpose: ScanPurpose) -> Option<&'a ObjectName> {
        self.own().find_map(|it| match &it.kind {
            EffectKind::Scan { relation, purpose: of }
                if *of == purpose && !self.is_new(relation) =>
            {
                Some(relation)
            }
            _ => None,
        })
    }

    /// The existing relation whose every row this operation writes anew, with the effect that says why.
    pub fn rewrite(&self) -> Option<(&'a ObjectName, &'a Effect)> {
        self.own().find_map(|it| match &it.kind {
            EffectKind::Rewrite { relation } if !self.is_new(relation) => Some((relation, it)),
            _ => None,
        })
    }

    /// The index of an existing relation that this operation builds, and the relation.
    pub fn built_index(&self) -> Option<(&'a str, &'a ObjectName)> {
        self.own().find_map(|it| match &it.kind {
            EffectKind::BuildIndex { relation, index } if !self.is_new(relation) => {
                Some((index.as_str(), relation))
            }
            _ => None,
        })
    }

    /// What to do instead: the database's own way to keep `table` open, or else what the rule knows.
    pub fn advice(&self, table: &ObjectName, or: &str) -> String {
        self.own_way(table).unwrap_or_else(|| or.to_owned())
    }

    /// How this database is kept open where the operation has no better form of its own.
    pub fn own_way(&self, table: &ObjectName) -> Option<String> {
        effects::instead(&self.statement.ops, table, self.before)
    }

    /// Whether all that this operation holds is the one lock of a database that has no other.
    pub fn has_one_lock(&self) -> bool {
        let mut locks = self.locks().map(|(lock, _)| lock.relation_kind);
        locks.next() == Some(RelationKind::Database)
    }

    /// Whether the relation's rows are nobody else's concern: made in this migration, or temporary.
    pub fn is_private(&self, relation: &ObjectName) -> bool {
        let temporary = |it: &crate::catalog::Table| it.persistence == Persistence::Temporary;
        self.is_new(relation) || self.before.tables.get(relation).is_some_and(temporary)
    }

    /// Whether an earlier statement of the transaction took all rows.
    pub fn is_emptied(&self, table: &ObjectName) -> bool {
        let emptied = Rows::NoneIn(self.transaction.number);
        self.before.tables.get(table).is_some_and(|it| it.rows == emptied)
    }

    /// As [`Step::is_new`], for an object of any kind.
    pub fn is_new_object(&self, kind: ObjectKind, name: &ObjectName) -> bool {
        let born = match kind {
            ObjectKind::Type | ObjectKind::Domain => {
                self.before.types.get(name).and_then(|it| it.born)
            }
            ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => {
                self.before.functions.get(name).and_then(|it| it.born)
            }
            ObjectKind::Schema => self.before.schemas.get(name).and_then(|it| it.born),
            _ => self.birth(name),
        };
        born.is_some_and(|it| it.unit == self.place)
    }

    /// What is known of a column before the statement.
    pub fn column(&self, table: &ObjectName, column: &str) -> Option<&'a Column> {
        self.before.tables.get(table)?.column(column)
    }

    /// Whether the column or its table was made in this migration.
    pub fn is_new_column(&self, table: &ObjectName, column: &str) -> bool {
        let born = |it: &Column| it.born.is_some_and(|it| it.unit == self.place);
        self.is_private(table) || self.column(table, column).is_some_and(born)
    }

    /// What is known of a constraint before the statement.
    pub fn constraint(&self, table: &ObjectName, name: &str) -> Option<&'a TableConstraint> {
        self.before.tables.get(table)?.constraint(name)
    }

    /// Operations of the same unit not far from this one: what a step does is often completed by its neighbours.
    pub fn near(&self) -> impl Iterator<Item = &'a Op> {
        const NEAR: usize = 16;
        let own = (self.number, self.index);
        let statements = self.unit.statements.iter().enumerate();
        let statements = statements.skip(self.number.saturating_sub(NEAR)).take(2 * NEAR + 1);
        let ops = statements.flat_map(|(number, it)| {
            it.ops.iter().take(NEAR).enumerate().map(move |(index, it)| ((number, index), it))
        });
        ops.filter(move |it| it.0 != own).map(|it| it.1)
    }

    /// Operations that the unit asks for after this one, as far as anybody looks.
    pub fn after(&self) -> impl Iterator<Item = &'a Op> {
        const FAR: usize = 2_000;
        let rest = self.statement.ops.iter().skip(self.index + 1);
        let later = self.unit.statements.iter().skip(self.number + 1).take(FAR);
        rest.chain(later.flat_map(|it| &it.ops)).take(FAR)
    }

    /// Operations of the statements shortly before this one.
    pub fn shortly_before(&self) -> impl Iterator<Item = &'a Op> {
        const NEAR: usize = 16;
        let first = self.number.saturating_sub(NEAR);
        self.unit.statements.iter().take(self.number).skip(first).flat_map(|it| it.ops.iter())
    }

    /// For how long at most this operation's locks are waited for, in milliseconds, where a setting says so.
    pub fn patience(&self) -> Option<f64> {
        effects::patience(&self.transaction.settings, self.before.target.dialect)
    }

    /// How the duration of this operation depends on the data that was there before the migration.
    pub fn duration(&self) -> Duration {
        cost::of(
            self.own()
                .filter(|it| !relation_of(&it.kind).is_some_and(|relation| self.is_new(relation))),
        )
    }

    /// Whether the database would refuse these operations in the place of this one, for more than the transaction
    /// around it. What the schema is then is known for the first of them alone.
    pub fn would_refuse(&self, kinds: &[OpKind]) -> bool {
        let written = BTreeSet::new();
        let context = Context {
            target: self.before.target,
            in_transaction: self.transaction.inside,
            now: Birth {
                unit: self.place,
                transaction: self.transaction.number,
                statement: self.number,
            },
            settings: Vec::new(),
            written: &written,
            rebuilds: &[],
        };
        let refused = |kind: &OpKind, first: bool| {
            let op = [Op::new(kind.clone(), self.op.span)];
            effects::of_statement(&op, self.before, &context).iter().any(|it| match it.kind {
                EffectKind::Refused { refusal: Refusal::InTransaction, .. } => false,
                EffectKind::Refused { refusal: Refusal::Schema, .. } => first,
                EffectKind::Refused { .. } => true,
                _ => false,
            })
        };
        kinds.iter().enumerate().any(|(place, it)| refused(it, place == 0))
    }

    /// The name that the database gives a constraint, as far as it is known for certain.
    pub fn constraint_name(&self, table: &ObjectName, constraint: &Constraint) -> Option<String> {
        if constraint.name.is_some() {
            return constraint.name.clone();
        }
        let known = self.before.tables.get(table)?.knowledge == Knowledge::Whole;
        let alone = self.statement.ops.len() == 1;
        (known && alone).then(|| self.before.constraint_name(table, constraint))
    }

    /// When the relation was made, if the history made it: a table, view, sequence or type, or an index's table.
    pub fn birth(&self, relation: &ObjectName) -> Option<Birth> {
        birth(self.before, relation)
    }
}

/// Whose work a lock may stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    Readers,
    Writers,
}

impl Blocked {
    fn is_stopped_by(self, lock: &Lock) -> bool {
        match self {
            Blocked::Readers => lock.mode.blocks.reads,
            // Nobody writes to a view's own rows but who refreshes it.
            Blocked::Writers => lock.mode.blocks.writes && lock.relation_kind != RelationKind::View,
        }
    }
}

/// A script that runs a statement under a condition, or catches its error, may know what the schema would refuse; all else
/// happens if the condition holds.
fn soften(effects: &mut [Effect]) {
    for effect in effects.iter_mut().filter(|it| it.certainty == Certainty::Certain) {
        effect.certainty = match effect.kind {
            EffectKind::Refused { refusal: Refusal::Schema, .. } => Certainty::Possible,
            EffectKind::Unknown { .. } => continue,
            _ => Certainty::Likely,
        };
        if effect.because.is_empty() || effect.certainty == Certainty::Possible {
            effect.because = "the script runs it under a condition".to_owned();
        }
    }
}

fn birth(schema: &Schema, relation: &ObjectName) -> Option<Birth> {
    if let Some(table) = schema.tables.get(relation) {
        return table.born;
    }
    if let Some(view) = schema.views.get(relation) {
        return view.born;
    }
    if let Some(sequence) = schema.sequences.get(relation) {
        return sequence.born;
    }
    let Some(table) = schema.indexes.get(relation) else {
        return schema.unnamed.get(relation).copied();
    };
    (table != relation).then(|| birth(schema, table))?
}

/// The relation that an effect touches, if it touches one.
pub fn relation_of(kind: &EffectKind) -> Option<&ObjectName> {
    match kind {
        EffectKind::Lock(lock) => Some(&lock.table),
        EffectKind::Scan { relation, .. }
        | EffectKind::Rewrite { relation }
        | EffectKind::ReplaceSequence { relation }
        | EffectKind::BuildIndex { relation, .. }
        | EffectKind::ChangeRows { relation, .. }
        | EffectKind::LoseData { relation, .. }
        | EffectKind::Breaks { relation, .. }
        | EffectKind::Algorithm { relation, .. }
        | EffectKind::Silent { relation, .. }
        | EffectKind::LeavesInvalidIndex { relation, .. } => Some(relation),
        EffectKind::MayFail { .. }
        | EffectKind::Refused { .. }
        | EffectKind::CommitsImplicitly
        | EffectKind::WaitsFor { .. }
        | EffectKind::Unknown { .. } => None,
    }
}

/// An operation whose effects are not known, by the places of its statement and of itself in that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    pub statement: usize,
    pub op: usize,
    pub why: String,
}

/// A unit after it ran.
pub struct UnitRun<'a> {
    pub unit: &'a Unit,
    pub place: usize,
    pub unknown: Vec<Unknown>,
    /// The first short lock on an existing relation that others queue behind and that nothing limits the wait for, with
    /// the statement's place.
    pub unbounded_wait: Option<(usize, Lock)>,
    pub second_table: Option<SecondTable>,
    /// Places of the statements that changed something outside of any transaction.
    pub on_their_own: Vec<usize>,
    /// The transaction as the unit leaves it.
    pub end: &'a Transaction,
    /// The first relation that is written anew a second time, with the statement's place.
    pub repeated_rewrite: Option<(usize, ObjectName)>,
    /// The first table that so many migrations of one release lock that this is one too many, with the statement's place.
    pub repeated_lock: Option<(usize, ObjectName)>,
    /// The statement with which one transaction has locked existing tables more often than is good.
    pub crowd: Option<usize>,
    pub phases: Phases,
    pub after: &'a Schema,
    /// For a way up with a place for its way down: that, and how well it undoes this one.
    pub way_down: Option<(&'a Unit, Proof)>,
}

/// The first statements of a unit that add what the next release needs, and take away what the last one used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Phases {
    pub adds: Option<usize>,
    pub removes: Option<usize>,
}

/// The first lock on an existing relation that stops writers while the transaction holds such a lock on another table.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondTable {
    pub held: Lock,
    pub taken: Lock,
    /// The place of the statement that takes it.
    pub statement: usize,
}

/// What the visitor is shown, in the order in which things run.
pub enum Event<'a> {
    /// A unit begins.
    Begin(&'a Unit),
    Step(&'a Step<'a>),
    Unit(&'a UnitRun<'a>),
}

/// A schema, and what the next unit's birth is counted from.
#[derive(Debug, Clone)]
pub struct Replayed {
    pub schema: Schema,
    pub next: Birth,
    pub past: Past,
    /// From this place on the units go live together; beyond all where nobody said so.
    pub release_from: usize,
}

impl Replayed {
    /// Before the first unit.
    pub fn start(schema: Schema) -> Replayed {
        let next = Birth { unit: 0, transaction: 0, statement: 0 };
        Replayed { schema, next, past: Past::Known, release_from: usize::MAX }
    }
}

/// Runs the units in the order given over the schema. A second replay goes on counting where the first ended, so that
/// nothing the first made counts as new in it.
pub fn replay<'u>(
    units: impl Iterator<Item = &'u Unit>,
    from: Replayed,
    target: Target,
    counterparts: &Counterparts<'u>,
    visit: &mut dyn FnMut(Event<'_>),
) -> Replayed {
    let Replayed { schema, next, past, release_from } = from;
    let (number, hiding) = (next.transaction, BTreeSet::new());
    let locked_by = BTreeMap::new();
    let mut replay =
        Replay { schema, target, number, undo: None, past, release_from, hiding, locked_by };
    replay.schema.bound(Bounds::Told);
    let mut place = next.unit;
    for unit in units {
        let down = counterparts.way_down(unit);
        replay.unit(unit, down, place, visit);
        place += 1;
    }
    replay.schema.bound(Bounds::None);
    let next = Birth { unit: place, transaction: replay.number + 1, statement: 0 };
    Replayed { schema: replay.schema, next, past: replay.past, release_from }
}

struct Replay {
    schema: Schema,
    target: Target,
    number: usize,
    /// Where a rollback puts the schema back to; only for units that roll back.
    undo: Option<Undo>,
    past: Past,
    release_from: usize,
    /// Temporary relations that hide others of their names.
    hiding: BTreeSet<ObjectName>,
    /// How many migrations of the release have locked each table.
    locked_by: BTreeMap<ObjectName, usize>,
}

/// The state at the beginning of the transaction and at its savepoints.
struct Undo {
    start: Point,
    settings: Vec<Setting>,
    savepoints: Vec<Savepoint>,
}

struct Savepoint {
    name: String,
    point: Point,
    /// How many relations were locked; a lock that was made stronger since stays so.
    held: usize,
    strongest: Strongest,
}

/// Whether a further statement of a block begins with it.
fn is_further(op: &Op) -> bool {
    op.clauses.last().is_some_and(|it| it.0 == Clause::Further)
}

/// The schema of what a session has for itself.
const TEMPORARY: &str = "pg_temp";

/// So many migrations of one release may lock a table.
pub const LOCKED_BY: usize = 2;

/// So many statements of one transaction may lock tables that are there.
pub const CROWD: usize = 10;

/// More savepoints than this in one transaction are not told apart.
const MOST_SAVEPOINTS: usize = 1_000;

/// More settings than this are not kept.
const MOST_SETTINGS: usize = 256;

impl Replay {
    fn unit<'u>(
        &mut self,
        unit: &'u Unit,
        down: Option<&'u Unit>,
        place: usize,
        visit: &mut dyn FnMut(Event<'_>),
    ) {
        visit(Event::Begin(unit));
        // Temporary relations end with the session; whether the next migration shares it nobody knows.
        for name in std::mem::take(&mut self.hiding) {
            self.schema.forget_temporary(&name);
        }
        let mut trial = down.map(|down| Trial::begin(&mut self.schema, unit, down, place));
        let mut transaction = self.open(unit);
        if rolls_back(unit, self.target) {
            self.begin_undo(&transaction);
        }
        let mut unknown = Vec::new();
        let mut unbounded_wait = None;
        let mut second_table = None;
        let mut repeated_rewrite = None;
        let mut repeated_lock = None;
        let mut locked: BTreeSet<ObjectName> = BTreeSet::new();
        // The transaction's number, and how many of its statements lock tables that are there.
        let mut crowd = (usize::MAX, 0);
        let mut crowded = None;
        let mut rewritten: BTreeSet<ObjectName> = BTreeSet::new();
        let mut phases = Phases::default();
        let mut values = setting_values(&transaction);
        let ops = unit.statements.iter().flat_map(|it| &it.ops);
        let rebuilds = effects::rebuilds(ops);
        let mut on_their_own = Vec::new();
        for (index, written) in unit.statements.iter().enumerate() {
            let now = Birth { unit: place, transaction: transaction.number, statement: index };
            let resolved = self.resolved(written, &transaction);
            let statement = resolved.as_ref().unwrap_or(written);
            if let Some(existing) = &statement.existing {
                self.schema.believe(existing);
            }
            let context = Context {
                target: self.target,
                in_transaction: transaction.inside,
                now,
                settings: std::mem::take(&mut values),
                written: &transaction.written,
                rebuilds: &rebuilds,
            };
            if let Some(trial) = &mut trial {
                trial.statement(&self.schema, statement);
            }
            let mut effects = if statement.ops.iter().skip(1).any(is_further) {
                self.effects_in_turn(&statement.ops, &context)
            } else {
                effects::of_statement(&statement.ops, &self.schema, &context)
            };
            values = context.settings;
            // An operation's own effects are found by its place.
            crate::order::sort_by_key(&mut effects, |it| it.op);
            self.settle(&mut effects, &transaction);
            if statement.condition.is_some() {
                soften(&mut effects);
            }
            // The open transaction ends before the statement runs, and nobody opens another one.
            if effects.iter().any(|it| it.kind == EffectKind::CommitsImplicitly) {
                self.end(&mut transaction);
                if transaction.opened_by == OpenedBy::Statement {
                    transaction.inside = InTransaction::No;
                }
            }
            let mut done = 0;
            for (op_index, op) in statement.ops.iter().enumerate() {
                if 0 < op_index && is_further(op) {
                    self.schema.apply_all(statement.ops.get(done..op_index).unwrap_or(&[]), now);
                    done = op_index;
                }
                let step = Step {
                    unit,
                    statement,
                    op,
                    number: index,
                    index: op_index,
                    before: &self.schema,
                    effects: &effects,
                    transaction: &transaction,
                    place,
                    past: self.past,
                    release_from: self.release_from,
                };
                // What holds its lock for long is told of by other rules, and cured by not taking it.
                if unbounded_wait.is_none()
                    && step.patience().is_none()
                    && step.duration() == Duration::Instant
                {
                    let lock = step.lock_against(Blocked::Readers);
                    let lock = lock.or_else(|| step.lock_against(Blocked::Writers));
                    unbounded_wait = lock.map(|it| (index, it.clone()));
                }
                if let Some(lock) = step.lock_against(Blocked::Writers) {
                    if crowd.0 != transaction.number {
                        crowd = (transaction.number, 0);
                    }
                    // One operation of a statement stands for all.
                    if op_index == 0 && transaction.inside != InTransaction::No {
                        crowd.1 += 1;
                        crowded = crowded.or((CROWD < crowd.1).then_some(index));
                    }
                    if step.is_released_over(&lock.table) && locked.insert(lock.table.clone()) {
                        let count = self.locked_by.entry(lock.table.clone()).or_default();
                        *count += 1;
                        let once_too_often = *count == LOCKED_BY + 1;
                        repeated_lock =
                            repeated_lock.or(once_too_often.then(|| (index, lock.table.clone())));
                    }
                }
                second_table = second_table.or_else(|| step.second_table());
                phases.adds = phases.adds.or_else(|| step.adds().then_some(index));
                phases.removes = phases.removes.or_else(|| step.removes().then_some(index));
                if let Some((relation, effect)) = step.rewrite()
                    && effect.certainty == Certainty::Certain
                    && rewritten.contains(relation)
                {
                    repeated_rewrite = repeated_rewrite.or(Some((index, relation.clone())));
                }
                visit(Event::Step(&step));
            }
            // Several changes of one statement are one rewrite; one that depends on what is not known may be none.
            rewritten.extend(effects.iter().filter_map(|it| match &it.kind {
                EffectKind::Rewrite { relation } if it.certainty == Certainty::Certain => {
                    Some(relation.clone())
                }
                _ => None,
            }));
            self.schema.apply_all(statement.ops.get(done..).unwrap_or(&[]), now);
            if self.schema.left_out() {
                let why = "what becomes of all that depends on its objects: there are too many";
                unknown.push(Unknown { statement: index, op: 0, why: why.to_owned() });
                self.past = Past::Doubtful;
            }
            if statement.condition.is_some() || statement.ops.iter().any(is_opaque) {
                self.past = Past::Doubtful;
            }
            let changes = statement.ops.iter().any(|it| it.kind.is_change());
            if changes && transaction.inside == InTransaction::No {
                on_their_own.push(index);
            }
            let before = transaction.settings.len();
            self.advance(&mut transaction, statement, &effects, (place, index));
            unknown.extend(effects.into_iter().filter_map(|it| match it.kind {
                EffectKind::Unknown { why } => Some(Unknown { statement: index, op: it.op, why }),
                _ => None,
            }));
            let is_set = |it: &Op| matches!(it.kind, OpKind::Set(_));
            if before != transaction.settings.len() || statement.ops.iter().any(is_set) {
                values = setting_values(&transaction);
            }
        }
        self.end_undo();
        let proof = trial.map(|it| it.finish(&mut self.schema));
        visit(Event::Unit(&UnitRun {
            unit,
            place,
            unknown,
            unbounded_wait,
            second_table,
            on_their_own,
            end: &transaction,
            repeated_rewrite,
            repeated_lock,
            crowd: crowded,
            phases,
            after: &self.schema,
            way_down: down.zip(proof),
        }));
    }

    /// What the statements of a block do one after the other; the schema is left as it was before the first.
    fn effects_in_turn(&mut self, ops: &[Op], context: &Context<'_>) -> Vec<Effect> {
        let before = self.schema.point();
        let mut all = Vec::new();
        let mut start = 0;
        while let Some(rest) = ops.get(start..).filter(|it| !it.is_empty()) {
            let length = 1 + rest.iter().skip(1).take_while(|it| !is_further(it)).count();
            let part = rest.get(..length).unwrap_or(rest);
            let found = effects::of_statement(part, &self.schema, context);
            all.extend(found.into_iter().map(|it| Effect { op: it.op + start, ..it }));
            self.schema.apply_all(part, context.now);
            start += length;
        }
        self.schema.undo(before);
        self.schema.forget(before);
        all
    }

    /// The statement with its names put into the schemas where the search path finds them; `None` where none is set, and
    /// no temporary relation hides another.
    fn resolved(&mut self, statement: &Statement, transaction: &Transaction) -> Option<Statement> {
        let path = search_path(transaction);
        let hides = self.target.dialect == Dialect::Postgres
            && !statement.says_default_schema
            && (!self.hiding.is_empty() || statement.ops.iter().any(makes_temporary));
        if path.is_none() && !hides {
            return None;
        }
        let mut statement = statement.clone();
        for op in &mut statement.ops {
            let temporary = makes_temporary(op);
            names::each(op, &mut |name, naming| {
                if hides && self.hides(name, naming, temporary) {
                    return;
                }
                if let Some(path) = &path {
                    self.schema.find_in_path(path, name, naming);
                }
            });
        }
        Some(statement)
    }

    /// Puts a name that was written without a schema among the temporary ones, where a temporary relation hides another
    /// of that name (manual, "CREATE TABLE", TEMPORARY), and says whether it did.
    fn hides(&mut self, name: &mut ObjectName, naming: Naming, temporary: bool) -> bool {
        if name.schema.is_some() || name.is_unknown() {
            return false;
        }
        let hiding = ObjectName::qualified(TEMPORARY, name.name.as_str());
        let hides = match naming {
            Naming::Makes => temporary && self.schema.is_relation(name),
            Naming::Uses => self.hiding.contains(&hiding) && self.schema.is_relation(&hiding),
        };
        if hides {
            if naming == Naming::Makes {
                self.hiding.insert(hiding.clone());
            }
            *name = hiding;
        }
        hides
    }

    /// The transaction in which the unit's first statement runs. Even where the framework runs all pending units in one,
    /// each unit has its own here: which of them are pending nobody knows, and taking the whole history for one
    /// transaction would make every table a new one.
    fn open(&mut self, unit: &Unit) -> Transaction {
        let (inside, opened_by) = match unit.transaction {
            UnitTransaction::Wrapped | UnitTransaction::WrappedTogether => {
                (InTransaction::Yes, OpenedBy::Framework)
            }
            UnitTransaction::Autocommit => (InTransaction::No, OpenedBy::Framework),
            UnitTransaction::Unknown if runs_alone(unit, self.target) => {
                (InTransaction::No, OpenedBy::Assumption)
            }
            UnitTransaction::Unknown => (InTransaction::Unknown, OpenedBy::Assumption),
        };
        self.number += 1;
        Transaction {
            number: self.number,
            inside,
            opened_by,
            held: Vec::new(),
            held_at: BTreeMap::new(),
            strongest: Strongest::default(),
            settings: unit.settings.clone(),
            written: BTreeSet::new(),
            changes: 0,
            worked_on: None,
        }
    }

    /// Drops what happens to relations that only this transaction can see, and settles how long locks are held.
    fn settle(&self, effects: &mut Vec<Effect>, transaction: &Transaction) {
        let unseen = |relation: &ObjectName| {
            if relation.schema.as_deref() == Some(TEMPORARY) {
                return true;
            }
            transaction.inside != InTransaction::No
                && birth(&self.schema, relation)
                    .is_some_and(|it| it.transaction == transaction.number)
        };
        effects.retain(|it| match it.kind {
            EffectKind::Breaks { .. } | EffectKind::LoseData { .. } => true,
            _ => !relation_of(&it.kind).is_some_and(unseen),
        });
        for effect in effects.iter_mut() {
            match &mut effect.kind {
                EffectKind::Lock(lock)
                    if transaction.inside == InTransaction::No
                        && lock.held == HeldUntil::Commit =>
                {
                    lock.held = HeldUntil::Statement;
                }
                EffectKind::Refused { refusal: Refusal::InTransaction, .. }
                    if transaction.opened_by == OpenedBy::Assumption =>
                {
                    effect.certainty = Certainty::Possible;
                    effect.because = "whoever runs the file opens a transaction".to_owned();
                }
                _ => {}
            }
        }
    }

    /// Carries the transaction over to the next statement.
    fn advance(
        &mut self,
        transaction: &mut Transaction,
        statement: &Statement,
        effects: &[Effect],
        (unit, place): (usize, usize),
    ) {
        let inside = transaction.inside;
        for op in &statement.ops {
            match &op.kind {
                OpKind::Transaction(change) => self.change(transaction, change),
                OpKind::Set(setting) if effects::ignores_setting(setting, self.target, inside) => {}
                OpKind::Set(setting) => set(&mut transaction.settings, setting),
                _ => {}
            }
        }
        if transaction.inside == InTransaction::No {
            self.end(transaction);
            return;
        }
        transaction.changes += usize::from(statement.ops.iter().any(|it| it.kind.is_change()));
        if transaction.worked_on.is_none() {
            transaction.worked_on = self.worked_on(effects, unit);
        }
        for effect in effects {
            match &effect.kind {
                EffectKind::Lock(lock) if lock.held == HeldUntil::Commit => {
                    let table = match statement.ops.get(effect.op).map(|it| &it.kind) {
                        Some(OpKind::RenameTable { table, to, .. }) if *table == lock.table => to,
                        _ => &lock.table,
                    };
                    let is_new = birth(&self.schema, table).is_some_and(|it| it.unit == unit);
                    transaction.hold(lock, is_new, (unit, place));
                }
                EffectKind::ChangeRows { relation, .. } => {
                    transaction.written.insert(relation.clone());
                }
                _ => {}
            }
        }
        for op in &statement.ops {
            if let OpKind::RenameTable { table, to } = &op.kind {
                let to = if to.schema.is_some() { to.clone() } else { table.sibling(&to.name) };
                transaction.follow(table, &to);
            }
        }
    }

    /// The table that was there before this unit and whose rows the effects change at length.
    fn worked_on(&self, effects: &[Effect], unit: usize) -> Option<ObjectName> {
        let relation = effects.iter().find_map(|it| match &it.kind {
            EffectKind::ChangeRows { relation, extent: RowExtent::All | RowExtent::Chosen } => {
                Some(relation)
            }
            _ => None,
        })?;
        let reads = |it: &Effect| matches!(&it.kind, EffectKind::Scan { relation: of, .. } if of == relation);
        let new = birth(&self.schema, relation).is_some_and(|it| it.unit == unit);
        (!new && effects.iter().any(reads)).then(|| relation.clone())
    }

    fn change(&mut self, transaction: &mut Transaction, change: &TransactionOp) {
        match change {
            TransactionOp::Begin => {
                if transaction.inside != InTransaction::Yes {
                    self.end(transaction);
                    transaction.inside = InTransaction::Yes;
                    transaction.opened_by = OpenedBy::Statement;
                }
            }
            TransactionOp::Rollback => {
                if let Some(undo) = &mut self.undo {
                    self.schema.undo(undo.start);
                    transaction.settings = std::mem::take(&mut undo.settings);
                }
                self.end(transaction);
                transaction.inside = InTransaction::No;
                transaction.opened_by = OpenedBy::Framework;
            }
            // After a literal COMMIT the server is outside of any transaction, whatever the framework believes.
            TransactionOp::Commit | TransactionOp::BeginAutocommit | TransactionOp::TwoPhase(_) => {
                self.end(transaction);
                transaction.inside = InTransaction::No;
                transaction.opened_by = OpenedBy::Framework;
            }
            TransactionOp::EndAutocommit => {
                self.end(transaction);
                transaction.inside = InTransaction::Yes;
                transaction.opened_by = OpenedBy::Framework;
            }
            TransactionOp::Savepoint(name) => self.save(name, transaction),
            TransactionOp::RollbackTo(name) => self.roll_back_to(name, transaction),
            TransactionOp::Release(_) | TransactionOp::Set(_) | TransactionOp::CommitInBlock => {}
        }
    }

    fn save(&mut self, name: &str, transaction: &Transaction) {
        let Some(undo) = &mut self.undo else { return };
        if undo.savepoints.len() < MOST_SAVEPOINTS {
            let point = self.schema.point();
            let held = transaction.held.len();
            let strongest = transaction.strongest.clone();
            undo.savepoints.push(Savepoint { name: name.to_owned(), point, held, strongest });
        }
    }

    /// Undoes what was done since the savepoint and lets go of the locks taken since; the savepoint itself stays
    /// (PostgreSQL manual, "ROLLBACK TO SAVEPOINT").
    fn roll_back_to(&mut self, name: &str, transaction: &mut Transaction) {
        let Some(undo) = &mut self.undo else { return };
        let Some(place) = undo.savepoints.iter().rposition(|it| it.name == name) else { return };
        undo.savepoints.truncate(place + 1);
        if let Some(savepoint) = undo.savepoints.last() {
            self.schema.undo(savepoint.point);
            transaction.release_after(savepoint.held, &savepoint.strongest);
        }
    }

    /// From here on changes can be undone.
    fn begin_undo(&mut self, transaction: &Transaction) {
        self.end_undo();
        let start = self.schema.point();
        let settings = transaction.settings.clone();
        self.undo = Some(Undo { start, settings, savepoints: Vec::new() });
    }

    /// What was done so far stays.
    fn end_undo(&mut self) {
        if let Some(undo) = self.undo.take() {
            self.schema.forget(undo.start);
        }
    }

    fn end(&mut self, transaction: &mut Transaction) {
        self.number += 1;
        transaction.number = self.number;
        transaction.release_after(0, &Strongest::default());
        transaction.written.clear();
        transaction.changes = 0;
        transaction.worked_on = None;
        transaction.settings.retain(|it| it.scope != SettingScope::Local);
        if self.undo.is_some() {
            self.begin_undo(transaction);
        }
    }
}

fn is_opaque(op: &Op) -> bool {
    matches!(op.kind, OpKind::Opaque(_))
}

/// Whether the unit holds its own BEGIN, or a statement that no transaction accepts: then nobody wraps it.
fn runs_alone(unit: &Unit, target: Target) -> bool {
    unit.statements.iter().flat_map(|it| &it.ops).any(|op| {
        matches!(op.kind, OpKind::Transaction(TransactionOp::Begin))
            || effects::refuses_transaction(op, target)
    })
}

/// Whether the unit rolls anything back, in a database where that undoes changes of the schema too.
fn rolls_back(unit: &Unit, target: Target) -> bool {
    let undoes = match target.dialect {
        Dialect::Postgres | Dialect::Sqlite | Dialect::Mssql => true,
        Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => false,
    };
    undoes
        && unit.statements.iter().flat_map(|it| &it.ops).any(|op| {
            matches!(
                op.kind,
                OpKind::Transaction(TransactionOp::Rollback | TransactionOp::RollbackTo(_))
            )
        })
}

/// A session's value replaces the transaction's too; a transaction's only hides the session's.
fn set(settings: &mut Vec<Setting>, setting: &Setting) {
    let local = setting.scope == SettingScope::Local;
    if setting.name == "all" && setting.value.is_none() {
        settings.clear();
        return;
    }
    settings.retain(|it| it.name != setting.name || (local && it.scope != SettingScope::Local));
    if (local || setting.value.is_some()) && settings.len() < MOST_SETTINGS {
        settings.push(setting.clone());
    }
}

fn makes_temporary(op: &Op) -> bool {
    match &op.kind {
        OpKind::CreateTable(it) => it.persistence == Persistence::Temporary,
        OpKind::CreateView(it) => it.temporary,
        OpKind::CreateSequence(it) => it.temporary,
        _ => false,
    }
}

/// The schemas in which names are looked for, where the script has set them.
fn search_path(transaction: &Transaction) -> Option<Vec<String>> {
    let value = transaction.setting("search_path")?.value.as_ref()?;
    const QUOTES: [char; 2] = ['"', '\''];
    let schema = |it: &str| match it.trim().strip_prefix(QUOTES) {
        Some(quoted) => quoted.trim_end_matches(QUOTES).to_owned(),
        None => it.trim().to_lowercase(),
    };
    let path: Vec<String> =
        value.split(',').map(schema).filter(|it| !it.is_empty() && it != "$user").collect();
    (!path.is_empty()).then_some(path)
}

/// The values in force.
fn setting_values(transaction: &Transaction) -> Vec<(String, String)> {
    let settings = &transaction.settings;
    settings
        .iter()
        .enumerate()
        .filter(|(place, it)| !settings[place + 1..].iter().any(|other| other.name == it.name))
        .filter_map(|(_, it)| Some((it.name.clone(), it.value.as_ref()?.to_lowercase())))
        .collect()
}

/// Whether a relation holds rows that were there before, as far as is known.
pub fn may_hold_rows(schema: &Schema, relation: &ObjectName) -> bool {
    schema.tables.get(relation).is_none_or(|it| it.rows != Rows::NoneYet)
}

/// The direction's units in the order in which they run: downs in reverse.
pub fn in_order<'u>(units: &'u [Unit], order: &[usize], direction: Direction) -> Vec<&'u Unit> {
    let ordered =
        order.iter().filter_map(|&it| units.get(it)).filter(|it| it.direction == direction);
    match direction {
        Direction::Up => ordered.collect(),
        Direction::Down => {
            let mut downs: Vec<&Unit> = ordered.collect();
            downs.reverse();
            downs
        }
    }
}
