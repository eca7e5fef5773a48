//! Replay: units in order over a schema, giving each operation as a [`Step`] with all that is known when it runs.
//!
//! The schema is changed in place and lent to the visitor, so that time and memory stay linear in the history.

use crate::catalog::{Birth, Column, Knowledge, Schema, TableConstraint};
use crate::cost::{self, Duration};
use crate::dialect::Target;
use crate::effects::{
    self, Certainty, Context, Effect, EffectKind, HeldUntil, InTransaction, Lock, Refusal,
    RelationKind, ScanPurpose,
};
use crate::ops::table::Persistence;
use crate::ops::transaction::{Setting, SettingScope, TransactionOp};
use crate::ops::unit::{Direction, Statement, Unit, UnitTransaction};
use crate::ops::{ObjectName, Op, OpKind};

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
    /// Session settings in force, name and value, lower case.
    pub settings: Vec<Setting>,
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

impl Transaction {
    /// The value in force of a session setting.
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().rev().find(|it| it.name == name)
    }
}

impl<'a> Step<'a> {
    /// The effects that this operation causes.
    pub fn own(&self) -> impl Iterator<Item = &'a Effect> {
        let index = self.index;
        self.effects.iter().filter(move |it| it.op == index)
    }

    /// Whether the relation was made in this migration, so that nobody waits for it and it holds nobody's data.
    pub fn is_new(&self, relation: &ObjectName) -> bool {
        self.birth(relation).is_some_and(|it| it.unit == self.place)
    }

    /// This operation's locks on relations that were there before this migration.
    pub fn locks(&self) -> impl Iterator<Item = (&'a Lock, &'a Effect)> {
        self.own().filter_map(|effect| match &effect.kind {
            EffectKind::Lock(lock) if !self.is_new(&lock.table) => Some((lock, effect)),
            _ => None,
        })
    }

    /// The strongest of this operation's locks on existing relations that stops readers or, if asked, writers.
    pub fn lock_against(&self, who: Blocked) -> Option<&'a Lock> {
        // Online work takes an index for itself only when it has waited for everybody who uses it.
        let waits = self.own().any(|it| matches!(it.kind, EffectKind::WaitsFor { .. }));
        self.locks()
            .map(|(lock, _)| lock)
            .filter(|it| !(waits && it.relation_kind == RelationKind::Index))
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
        let own = self.effects.iter().filter_map(|it| match &it.kind {
            EffectKind::Lock(lock) => Some(lock),
            _ => None,
        });
        let held = self.transaction.held.iter().map(|it| &it.lock);
        own.chain(held)
            .filter(|it| it.table == *relation && !self.is_new(&it.table) && who.is_stopped_by(it))
            .max_by_key(|it| it.mode)
    }

    /// The strongest lock on an existing relation that earlier statements took and that stops them still.
    pub fn held_against(&self, who: Blocked) -> Option<&'a Held> {
        let held = self.transaction.held.iter();
        held.filter(|it| !self.is_new(&it.lock.table) && who.is_stopped_by(&it.lock))
            .max_by_key(|it| it.lock.mode)
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

    /// Whether the relation's rows are nobody else's concern: made in this migration, or temporary.
    pub fn is_private(&self, relation: &ObjectName) -> bool {
        let temporary = |it: &crate::catalog::Table| it.persistence == Persistence::Temporary;
        self.is_new(relation) || self.before.tables.get(relation).is_some_and(temporary)
    }

    /// What is known of a column before the statement.
    pub fn column(&self, table: &ObjectName, column: &str) -> Option<&'a Column> {
        self.before.tables.get(table)?.columns.iter().find(|it| it.name == column)
    }

    /// Whether the column or its table was made in this migration.
    pub fn is_new_column(&self, table: &ObjectName, column: &str) -> bool {
        let born = |it: &Column| it.born.is_some_and(|it| it.unit == self.place);
        self.is_private(table) || self.column(table, column).is_some_and(born)
    }

    /// What is known of a constraint before the statement.
    pub fn constraint(&self, table: &ObjectName, name: &str) -> Option<&'a TableConstraint> {
        self.before.tables.get(table)?.constraints.iter().find(|it| it.name == name)
    }

    /// Operations of the same unit not far from this one: what a step does is often completed by its neighbours.
    pub fn near(&self) -> impl Iterator<Item = &'a Op> {
        const NEAR: usize = 16;
        let own = self.op;
        let statements = self.unit.statements.iter().skip(self.number.saturating_sub(NEAR));
        let ops = statements.take(2 * NEAR + 1).flat_map(|it| it.ops.iter().take(NEAR));
        ops.filter(move |it| !std::ptr::eq(*it, own))
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
    let table = schema.indexes.get(relation)?;
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
        | EffectKind::LeavesInvalidIndex { relation, .. } => Some(relation),
        EffectKind::MayFail { .. }
        | EffectKind::Refused { .. }
        | EffectKind::CommitsImplicitly
        | EffectKind::WaitsFor { .. }
        | EffectKind::Unknown { .. } => None,
    }
}

/// One statement of a unit after it ran: its place, its effects, and the transaction it ran in.
#[derive(Debug, Clone, PartialEq)]
pub struct Ran {
    pub statement: usize,
    pub effects: Vec<Effect>,
    pub transaction: usize,
    pub inside: InTransaction,
    /// Whether the relations that its effects touch are all new in this unit.
    pub on_new: bool,
}

/// A unit after it ran.
pub struct UnitRun<'a> {
    pub unit: &'a Unit,
    pub place: usize,
    pub ran: Vec<Ran>,
    /// The first lock on an existing relation that others queue behind and that nothing limits the wait for, with the
    /// statement's place.
    pub unbounded_wait: Option<(usize, Lock)>,
    pub after: &'a Schema,
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
}

impl Replayed {
    /// Before the first unit.
    pub fn start(schema: Schema) -> Replayed {
        Replayed { schema, next: Birth { unit: 0, transaction: 0 } }
    }
}

/// Runs the units in the order given over the schema. A second replay goes on counting where the first ended, so that
/// nothing the first made counts as new in it.
pub fn replay<'u>(
    units: impl Iterator<Item = &'u Unit>,
    from: Replayed,
    target: Target,
    visit: &mut dyn FnMut(Event<'_>),
) -> Replayed {
    let Replayed { schema, next } = from;
    let mut replay =
        Replay { schema, target, number: next.transaction, session: Session::default() };
    let mut place = next.unit;
    for unit in units {
        replay.unit(unit, place, visit);
        place += 1;
    }
    let next = Birth { unit: place, transaction: replay.number + 1 };
    Replayed { schema: replay.schema, next }
}

struct Replay {
    schema: Schema,
    target: Target,
    number: usize,
    session: Session,
}

/// What outlives a unit: the framework's open transaction and the session's settings.
#[derive(Default)]
struct Session {
    held: Vec<Held>,
    settings: Vec<Setting>,
    together: bool,
}

impl Replay {
    fn unit(&mut self, unit: &Unit, place: usize, visit: &mut dyn FnMut(Event<'_>)) {
        visit(Event::Begin(unit));
        let mut transaction = self.open(unit);
        let mut ran = Vec::with_capacity(unit.statements.len());
        let mut unbounded_wait = None;
        for (index, statement) in unit.statements.iter().enumerate() {
            let context = Context {
                target: self.target,
                in_transaction: transaction.inside,
                now: Birth { unit: place, transaction: transaction.number },
                settings: setting_values(&transaction.settings),
            };
            let mut effects = effects::of_statement(&statement.ops, &self.schema, &context);
            self.settle(&mut effects, &transaction);
            let mut on_new = true;
            for (op_index, op) in statement.ops.iter().enumerate() {
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
                };
                on_new &=
                    step.own().filter_map(|it| relation_of(&it.kind)).all(|it| step.is_new(it));
                if unbounded_wait.is_none() && step.patience().is_none() {
                    let lock = step.lock_against(Blocked::Readers);
                    let lock = lock.or_else(|| step.lock_against(Blocked::Writers));
                    unbounded_wait = lock.map(|it| (index, it.clone()));
                }
                visit(Event::Step(&step));
            }
            for op in &statement.ops {
                self.schema.apply(op, context.now);
            }
            ran.push(Ran {
                statement: index,
                transaction: transaction.number,
                inside: transaction.inside,
                effects,
                on_new,
            });
            let done = &ran[ran.len() - 1];
            self.advance(&mut transaction, statement, done, place);
        }
        self.close(unit, transaction);
        visit(Event::Unit(&UnitRun { unit, place, ran, unbounded_wait, after: &self.schema }));
    }

    /// The transaction in which the unit's first statement runs.
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
        let goes_on = self.session.together && unit.transaction == UnitTransaction::WrappedTogether;
        if !goes_on {
            self.number += 1;
            self.session = Session::default();
        }
        Transaction {
            number: self.number,
            inside,
            opened_by,
            held: std::mem::take(&mut self.session.held),
            settings: std::mem::take(&mut self.session.settings),
        }
    }

    fn close(&mut self, unit: &Unit, transaction: Transaction) {
        let together = unit.transaction == UnitTransaction::WrappedTogether
            && transaction.inside == InTransaction::Yes;
        self.session = Session {
            together,
            held: if together { transaction.held } else { Vec::new() },
            settings: if together { transaction.settings } else { Vec::new() },
        };
    }

    /// Drops what happens to relations that only this transaction can see, and settles how long locks are held.
    fn settle(&self, effects: &mut Vec<Effect>, transaction: &Transaction) {
        let unseen = |relation: &ObjectName| {
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
                EffectKind::Lock(lock) if transaction.inside == InTransaction::No => {
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
        ran: &Ran,
        place: usize,
    ) {
        if ran.effects.iter().any(|it| it.kind == EffectKind::CommitsImplicitly) {
            self.end(transaction);
        }
        for op in &statement.ops {
            match &op.kind {
                OpKind::Transaction(change) => self.change(transaction, change),
                OpKind::Set(setting) => set(&mut transaction.settings, setting),
                _ => {}
            }
        }
        if transaction.inside == InTransaction::No {
            self.end(transaction);
            return;
        }
        for effect in &ran.effects {
            let EffectKind::Lock(lock) = &effect.kind else { continue };
            hold(&mut transaction.held, lock, place, ran.statement);
        }
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
            // After a literal COMMIT the server is outside of any transaction, whatever the framework believes.
            TransactionOp::Commit
            | TransactionOp::Rollback
            | TransactionOp::BeginAutocommit
            | TransactionOp::TwoPhase(_) => {
                self.end(transaction);
                transaction.inside = InTransaction::No;
                transaction.opened_by = OpenedBy::Framework;
            }
            TransactionOp::EndAutocommit => {
                self.end(transaction);
                transaction.inside = InTransaction::Yes;
                transaction.opened_by = OpenedBy::Framework;
            }
            TransactionOp::Savepoint(_)
            | TransactionOp::RollbackTo(_)
            | TransactionOp::Release(_)
            | TransactionOp::Set(_) => {}
        }
    }

    fn end(&mut self, transaction: &mut Transaction) {
        self.number += 1;
        transaction.number = self.number;
        transaction.held.clear();
        transaction.settings.retain(|it| it.scope != SettingScope::Local);
    }
}

/// Whether the unit holds its own BEGIN, or a statement that no transaction accepts: then nobody wraps it.
fn runs_alone(unit: &Unit, target: Target) -> bool {
    unit.statements.iter().flat_map(|it| &it.ops).any(|op| {
        matches!(op.kind, OpKind::Transaction(TransactionOp::Begin))
            || effects::refuses_transaction(op, target)
    })
}

/// Keeps the strongest lock per relation, and who took it first.
fn hold(held: &mut Vec<Held>, lock: &Lock, unit: usize, statement: usize) {
    match held.iter_mut().find(|it| it.lock.relation == lock.relation) {
        Some(known) if known.lock.mode < lock.mode => {
            *known = Held { lock: lock.clone(), unit, statement };
        }
        Some(_) => {}
        None => held.push(Held { lock: lock.clone(), unit, statement }),
    }
}

fn set(settings: &mut Vec<Setting>, setting: &Setting) {
    settings.retain(|it| it.name != setting.name);
    if setting.value.is_some() {
        settings.push(setting.clone());
    }
}

fn setting_values(settings: &[Setting]) -> Vec<(String, String)> {
    settings
        .iter()
        .filter_map(|it| Some((it.name.clone(), it.value.as_ref()?.to_lowercase())))
        .collect()
}

/// Whether a relation holds rows that were there before, as far as is known.
pub fn may_hold_rows(schema: &Schema, relation: &ObjectName) -> bool {
    schema.tables.get(relation).is_none_or(|it| {
        it.knowledge == Knowledge::Assumed || it.rows == crate::catalog::Rows::Some
    })
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
