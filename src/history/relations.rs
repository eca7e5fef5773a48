//! Tables over the whole history: which migration uses one before any has made it, or after one has dropped it.
//!
//! Nothing is said unless the history itself proves it. A table that a later migration makes without `if not exists` was
//! not there before; one that a migration has dropped or renamed is not there until something brings the name back.
//! What is not understood may have done either, so that nothing from before it counts.

use super::{Problem, ProblemKind, folder};
use crate::ops::by_name::ByName;
use crate::ops::constraint::ConstraintKind;
use crate::ops::data::InsertSource;
use crate::ops::unit::{Direction, Framework, Unit};
use crate::ops::{Clause, Guard, ObjectName, Op, OpKind};
use crate::text::{Source, Span};

/// What the ways up do to tables that cannot be there.
pub(super) fn misplaced(units: &[Unit], sources: &[Source], order: &[usize]) -> Vec<Problem> {
    let mut tables = Tables {
        made: ByName::default(),
        used: ByName::default(),
        gone: ByName::default(),
        schemas: ByName::default(),
        problems: Vec::new(),
    };
    // Whether no search path was set so far.
    let mut knows_schemas = true;
    for &place in order {
        let Some(unit) = units.get(place).filter(|it| it.direction == Direction::Up) else {
            continue;
        };
        let home = home(unit, sources);
        for statement in unit.statements.iter() {
            let certain = statement.condition.is_none();
            for op in &statement.ops {
                if hides_names(op) {
                    tables.used = ByName::default();
                    tables.gone = ByName::default();
                    knows_schemas &= !matches!(&op.kind, OpKind::Set(_));
                }
                let knows_schemas =
                    knows_schemas && !unit.settings.iter().any(|it| it.name == "search_path");
                tables.run(op, certain, Seen { unit: place, span: op.span, home, knows_schemas });
            }
        }
    }
    tables.tell_schemas();
    tables.problems
}

/// Migrations that belong together lie in one folder, or each in a folder of its own beside the others.
fn home<'s>(unit: &'s Unit, sources: &'s [Source]) -> &'s str {
    let own = folder(unit, sources);
    match unit.framework {
        Framework::Prisma | Framework::Diesel => own.rsplit_once('/').map_or("", |it| it.0),
        _ => own,
    }
}

/// Whether names mean something else from here on, or may come and go unseen.
fn hides_names(op: &Op) -> bool {
    match &op.kind {
        OpKind::Set(setting) => setting.name == "search_path",
        OpKind::Opaque(_)
        | OpKind::Call { .. }
        | OpKind::DropSchema { .. }
        | OpKind::RenameObject { .. }
        | OpKind::MoveObject { .. } => true,
        _ => false,
    }
}

struct Tables<'s> {
    /// Tables that a migration has made.
    made: ByName<()>,
    /// Tables that were used and that nothing has made so far: where first.
    used: ByName<Seen<'s>>,
    /// Tables that were dropped or renamed, and where.
    gone: ByName<Seen<'s>>,
    /// By the bare names of tables that are made in a schema: the first of that name, and where; `None` where several are.
    schemas: ByName<Option<(ObjectName, Seen<'s>)>>,
    problems: Vec<Problem>,
}

#[derive(Clone, Copy)]
struct Seen<'s> {
    unit: usize,
    span: Span,
    /// Only migrations of one home are certain to run in the order in which they are read.
    home: &'s str,
    /// Whether nothing tells in which schemas a bare name is looked for.
    knows_schemas: bool,
}

impl<'s> Tables<'s> {
    fn run(&mut self, op: &Op, certain: bool, here: Seen<'s>) {
        match &op.kind {
            OpKind::CreateTable(create) => {
                let made = certain && create.guard == Guard::None && !create.replaces;
                self.make(&create.name, made, here);
                if create.name.schema.is_some() {
                    let bare = ObjectName::bare(&create.name.name);
                    let several = self
                        .schemas
                        .get(&bare)
                        .is_some_and(|it| it.as_ref().is_none_or(|it| it.0 != create.name));
                    let own = Some((create.name.clone(), here)).filter(|_| !several);
                    self.schemas.insert(bare, own);
                }
            }
            OpKind::CreateView(create) => self.make(&create.name, false, here),
            OpKind::RenameTable { table, to } => {
                self.using(op, table, certain, here);
                self.remove(table, certain, here);
                let to = if to.schema.is_some() { to.clone() } else { table.sibling(&to.name) };
                self.make(&to, false, here);
            }
            OpKind::SetTableSchema { table, schema } => {
                self.remove(table, certain, here);
                self.make(&ObjectName::qualified(schema, &table.name), false, here);
                self.make(&ObjectName::bare(&table.name), false, here);
            }
            OpKind::DropTable { name, guard, .. } => {
                if *guard == Guard::None && self.gone.get(name).is_some() {
                    self.using(op, name, certain, here);
                }
                self.remove(name, certain, here);
            }
            kind => {
                if let Some(table) = used(kind) {
                    self.using(op, table, certain, here);
                }
                for table in needed(kind) {
                    if self.gone.get(table).is_some() {
                        self.using(op, table, certain, here);
                    }
                }
            }
        }
    }

    fn make(&mut self, name: &ObjectName, certainly_new: bool, here: Seen<'s>) {
        self.gone.remove(name);
        self.made.insert(name.clone(), ());
        let Some(before) = self.used.remove(name) else { return };
        if certainly_new && before.unit != here.unit && before.home == here.home {
            let kind = ProblemKind::UsedBeforeMade { table: name.clone(), maker: here.unit };
            self.problems.push(Problem { unit: before.unit, span: before.span, kind });
        }
        // From here on it is there, whoever made it.
    }

    /// Tables that nobody makes, but for the schema before their name.
    fn tell_schemas(&mut self) {
        for (table, used) in self.used.iter() {
            let Some(Some((made, maker))) = self.schemas.get(table) else { continue };
            if table.schema.is_none() && used.home == maker.home && used.knows_schemas {
                let kind = ProblemKind::UsedWithoutSchema { table: made.clone() };
                self.problems.push(Problem { unit: used.unit, span: used.span, kind });
            }
        }
    }

    fn remove(&mut self, name: &ObjectName, certain: bool, here: Seen<'s>) {
        self.used.remove(name);
        self.made.remove(name);
        if certain {
            self.gone.insert(name.clone(), here);
        }
    }

    /// An operation that fails without the table: is it gone?
    fn using(&mut self, op: &Op, table: &ObjectName, certain: bool, here: Seen<'s>) {
        let guarded = op.clauses.iter().any(|it| it.0 == Clause::IfExists);
        if guarded || !certain || table.is_unknown() {
            return;
        }
        match self.gone.remove(table) {
            Some(gone) if gone.home == here.home => {
                let kind = ProblemKind::UsedAfterDropped { table: table.clone(), by: gone.unit };
                self.problems.push(Problem { unit: here.unit, span: here.span, kind });
            }
            Some(_) => {}
            None if self.made.get(table).is_some() => {}
            None if self.used.get(table).is_none() => self.used.insert(table.clone(), here),
            None => {}
        }
    }
}

/// The table that the operation is about, which has to be there.
fn used(kind: &OpKind) -> Option<&ObjectName> {
    match kind {
        OpKind::AddColumn { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::RenameColumn { table, .. }
        | OpKind::AlterColumn { table, .. }
        | OpKind::AddConstraint { table, .. }
        | OpKind::DropConstraint { table, .. }
        | OpKind::ValidateConstraint { table, .. }
        | OpKind::RenameConstraint { table, .. }
        | OpKind::AlterConstraint { table, .. }
        | OpKind::SetStorage { table, .. }
        | OpKind::SetTableOption { table, .. }
        | OpKind::SetRowSecurity { table, .. }
        | OpKind::SetTrigger { table, .. } => Some(table),
        OpKind::CreateIndex(index) => Some(&index.table),
        OpKind::CreateTrigger(trigger) => Some(&trigger.table),
        OpKind::Insert(insert) => Some(&insert.table),
        OpKind::Update(update) => Some(&update.table),
        OpKind::Delete(delete) => Some(&delete.table),
        _ => None,
    }
}

/// Other tables without which the operation fails.
fn needed(kind: &OpKind) -> Vec<&ObjectName> {
    match kind {
        OpKind::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::ForeignKey(key) => vec![&key.references],
            _ => Vec::new(),
        },
        OpKind::Truncate(truncate) => truncate.tables.iter().collect(),
        OpKind::Query { reads, .. } => reads.iter().collect(),
        OpKind::Update(update) => update.reads.iter().collect(),
        OpKind::Delete(delete) => delete.reads.iter().collect(),
        OpKind::Insert(insert) => match &insert.source {
            InsertSource::Query(reads) => reads.iter().collect(),
            InsertSource::Rows(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}
