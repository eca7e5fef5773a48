//! How each operation changes the schema, a file per family.
//!
//! A history that was written down has run: where an operation contradicts the catalogue, the operation is right, and
//! what it says goes (a table that is made again replaces the one known; what is dropped takes its dependants along).
//! Only where the whole schema was given does an operation on what is not there, or is there already, change nothing.
//! Whether the server would refuse it is the effects' business.

mod column;
mod constraint;
mod data;
mod heirs;
mod index;
mod object;
mod table;
mod words;

use std::collections::BTreeSet;

use super::*;
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnPosition};
use crate::ops::{Clause, Guard, Op, OpKind};

/// So many columns, constraints or indexes of one table are kept. No table has more; one that seems to counts as known
/// in part from there on.
pub const MOST_OF_A_KIND: usize = 4_096;

/// What tables take over from others (LIKE, INHERITS, partitions) is bounded, so that a short file cannot fill the memory:
/// a copied column weighs [`COPY`], a change carried on to an heir 1. Past the bound, heirs count as known in part.
pub const MOST_TAKEN_OVER: usize = 2_000_000;

const COPY: usize = 20;

/// What a column weighs that a query takes over by `*`.
const STARRED: usize = 4;

/// How far a change of a table goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Family,
    /// ONLY: its heirs stay as they are.
    Alone,
}

impl Reach {
    fn of(op: &Op) -> Reach {
        let only = op.clauses.iter().any(|it| it.0 == Clause::Only);
        if only { Reach::Alone } else { Reach::Family }
    }
}

/// The columns that are renamed or dropped after another has taken their names, lower case.
fn crossed(ops: &[Op]) -> BTreeSet<(&ObjectName, String)> {
    let mut taken = BTreeSet::new();
    let mut crossed = BTreeSet::new();
    for op in ops {
        let (table, from, to) = match &op.kind {
            OpKind::AddColumn { table, column, .. } => (table, None, Some(&column.name)),
            OpKind::DropColumn { table, column, .. } => (table, Some(column), None),
            OpKind::RenameColumn { table, column, to, .. } => (table, Some(column), Some(to)),
            OpKind::AlterColumn {
                table, column, change: AlterColumn::Redefine { to, .. }, ..
            } if !to.name.is_empty() && to.name != *column => (table, Some(column), Some(&to.name)),
            _ => continue,
        };
        let lower = |it: &String| (table, it.to_ascii_lowercase());
        crossed.extend(from.map(lower).filter(|it| taken.contains(it)));
        taken.extend(to.map(lower));
    }
    crossed
}

impl Schema {
    /// Makes the changes of one statement, in the order in which the database makes them.
    pub fn apply_all(&mut self, ops: &[Op], now: Birth) {
        if let [op] = ops {
            return self.apply(op, now);
        }
        let passes: Option<Vec<u8>> = ops.iter().map(|it| pass(&it.kind)).collect();
        let mut order: Vec<usize> = (0..ops.len()).collect();
        if let Some(passes) = passes.filter(|_| self.target.dialect == Dialect::Postgres) {
            crate::order::sort_by_key(&mut order, |&it| passes[it]);
        }
        if matches!(self.target.dialect, Dialect::Mysql | Dialect::Mariadb) {
            let crossed = crossed(ops);
            if !crossed.is_empty() {
                return self.apply_crossed(ops, &crossed, now);
            }
        }
        for at in order {
            self.apply(&ops[at], now);
        }
    }

    /// Columns may swap their names in one statement, each of which is looked up before any is renamed ("ALTER TABLE
    /// Statement", Renaming, Redefining, and Reordering Columns): those whose name another takes first stand aside.
    fn apply_crossed(&mut self, ops: &[Op], crossed: &BTreeSet<(&ObjectName, String)>, now: Birth) {
        let aside = |name: &str| format!("{name} (aside)");
        let mut ops = ops.to_vec();
        for op in &mut ops {
            if let OpKind::DropColumn { table, column, .. }
            | OpKind::RenameColumn { table, column, .. }
            | OpKind::AlterColumn {
                table, column, change: AlterColumn::Redefine { .. }, ..
            } = &mut op.kind
                && crossed.contains(&(&*table, column.to_ascii_lowercase()))
            {
                let to = aside(column);
                self.rename_column(table, column, &to);
                *column = to;
            }
        }
        for op in &ops {
            self.apply(op, now);
        }
    }

    /// Makes the change that the operation asks for. What the schema does not know is entered as assumed.
    pub fn apply(&mut self, op: &Op, now: Birth) {
        if op.clauses.iter().any(|it| it.0 == Clause::Rebuild) {
            self.forget_in_copy(op);
        }
        match &op.kind {
            OpKind::CreateTable(create) => self.create_table(create, now),
            OpKind::DropTable { name, guard: _, cascade } => self.drop_table(name, *cascade),
            OpKind::RenameTable { table, to } => self.rename_relation(table, to),
            OpKind::SetTableSchema { table, schema } => self.move_relation(table, schema),
            OpKind::SetStorage { table, storage } => self.set_storage(table, storage),
            OpKind::SetTableOption { table, option } => self.set_table_option(table, option),
            OpKind::AlterPartition { table, change } => self.alter_partition(table, change, now),
            OpKind::SetInheritance { table, parent, link } => {
                self.set_inheritance(table, parent, *link);
            }
            OpKind::SetRowSecurity { table, setting } => {
                if let Some(table) = self.edit_table(table) {
                    table.row_security = setting.clone();
                }
            }

            OpKind::AddColumn { table, column, position, guard } => {
                self.add_column(table, column, position, *guard, now);
            }
            OpKind::DropColumn { table, column, guard: _, cascade } => {
                self.drop_column(table, column, *cascade, Reach::of(op));
            }
            OpKind::RenameColumn { table, column, to } => self.rename_column(table, column, to),
            OpKind::AlterColumn { table, column, change } => {
                self.alter_column(table, column, change, Reach::of(op), now);
            }

            OpKind::AddConstraint { table, constraint, guard } => {
                if *guard == Guard::IfNeeded && self.has_constraint(table, constraint) {
                    return;
                }
                let made = match Reach::of(op) {
                    Reach::Family => constraint::Made::Later,
                    Reach::Alone => constraint::Made::Alone,
                };
                self.add_constraint(table, constraint, made, now);
            }
            OpKind::DropConstraint { table, constraint, guard, cascade } => {
                let meant = self.conventional(table, constraint).filter(|_| *guard == Guard::None);
                let constraint = meant.as_ref().unwrap_or(constraint);
                self.drop_constraint(table, constraint, *cascade, Reach::of(op));
            }
            OpKind::ValidateConstraint { table, name } => {
                self.validate_constraint(table, name, now);
            }
            OpKind::RenameConstraint { table, name, to } => {
                self.rename_constraint(table, name, to);
            }
            OpKind::AlterConstraint { table, name, change } => {
                self.alter_constraint(table, name, *change, now);
            }

            OpKind::CreateIndex(create) => self.create_index(create, now),
            OpKind::DropIndex(drop) => self.drop_index(&drop.index, drop.table.as_ref()),
            OpKind::RenameIndex { index, table, to, through: _ } => {
                self.rename_index(index, table.as_ref(), to);
            }
            OpKind::AlterIndex(alter) => self.alter_index(alter),
            OpKind::Reindex(_) => {}

            OpKind::CreateSchema { name, guard } => self.create_schema(name, *guard, now),
            OpKind::DropSchema { name, guard: _, cascade: _ } => self.drop_schema(name),
            OpKind::CreateDatabase { name: _ } | OpKind::DropDatabase { name: _ } => {}
            OpKind::CreateSequence(create) => self.create_sequence(create, now),
            OpKind::AlterSequence { name, change } => self.alter_sequence(name, change),
            OpKind::CreateType(create) => self.create_type(create, now),
            OpKind::AlterEnum { name, change } => self.alter_enum(name, change, now),
            OpKind::AlterDomain { name, change } => self.alter_domain(name, change),
            OpKind::CreateView(create) => self.create_view(create, now),
            OpKind::RefreshView(refresh) => {
                if let Some(view) = self.views.edit(&refresh.view) {
                    view.query.with_data = refresh.with_data;
                }
            }
            OpKind::CreateFunction(create) => self.create_function(create, now),
            OpKind::CreateTrigger(create) => self.create_trigger(create),
            OpKind::SetTrigger { table, name, state } => self.set_trigger(table, name, state),
            OpKind::CreateExtension { name, guard: _ } => {
                let name = ObjectName::bare(name.as_str());
                if !self.extensions.contains_key(&name) {
                    self.extensions.put(name, Extension { born: Some(now) });
                }
            }
            OpKind::DropObject { kind, name, table, guard: _, cascade } => {
                self.drop_object(*kind, name, table.as_ref(), *cascade);
            }
            OpKind::RenameObject { kind, name, table, to } => {
                self.rename_object(*kind, name, table.as_ref(), to);
            }
            OpKind::MoveObject { kind, name, schema } => self.move_object(*kind, name, schema),
            OpKind::Other { kind, verb, name, table, detail } => {
                self.other(*kind, *verb, (name.as_ref(), table.as_ref()), detail);
            }

            OpKind::Insert(insert) => self.fill(&insert.table),
            OpKind::Merge { table, text: _ } => self.fill(table),
            OpKind::Copy(copy) => {
                if let (Some(table), true) = (&copy.table, copy.into_table) {
                    self.fill(table);
                }
            }
            OpKind::Update(update) => _ = self.enter(&update.table),
            OpKind::Delete(delete) => self.delete(delete, now),
            OpKind::Truncate(truncate) => self.truncate(truncate, now),
            OpKind::Lock(lock) => {
                for table in &lock.tables {
                    self.enter(table);
                }
            }
            OpKind::Maintain(maintain) => self.maintain(maintain),
            OpKind::Query { .. } | OpKind::Call { .. } => {}

            OpKind::Transaction(_) | OpKind::Set(_) | OpKind::Opaque(_) => {}
        }
    }

    /// Forgets when things were made: what a given schema holds was there before the first migration.
    pub fn settle(&mut self) {
        let names: Vec<ObjectName> = self.tables.keys().cloned().collect();
        for name in names {
            let Some(table) = self.tables.edit(&name) else { continue };
            table.born = None;
            table.rows = Rows::Some;
            table.columns.iter_mut().for_each(|it| it.born = None);
            table.indexes.iter_mut().for_each(|it| it.born = None);
            for constraint in &mut table.constraints {
                constraint.born = None;
                if let Validated::In(_) = constraint.validated {
                    constraint.validated = Validated::Yes;
                }
            }
        }
        settle(&mut self.views, |it| {
            it.born = None;
            it.indexes.iter_mut().for_each(|it| it.born = None);
        });
        settle(&mut self.sequences, |it| it.born = None);
        settle(&mut self.functions, |it| it.born = None);
        settle(&mut self.schemas, |it| it.born = None);
        settle(&mut self.extensions, |it| it.born = None);
        settle(&mut self.types, |it| {
            it.born = None;
            it.added_values.clear();
        });
    }

    /// Sees to it that the table is there, and answers whether it is: one that the history never made is entered as
    /// assumed, unless it cannot exist or its name is not known.
    fn enter(&mut self, name: &ObjectName) -> bool {
        if self.tables.contains_key(name) {
            return true;
        }
        if self.complete || name.is_unknown() || self.is_relation(name) {
            return false;
        }
        let table = Table::new(name.clone(), Knowledge::Assumed, None);
        self.tables.put(name.clone(), table);
        true
    }

    /// The table, to be changed.
    fn edit_table(&mut self, name: &ObjectName) -> Option<&mut Table> {
        if self.enter(name) { self.tables.edit(name) } else { None }
    }

    /// Sees to it that the columns are there, and answers whether they are: those that an operation mentions and the
    /// catalogue lacks are entered, unless the whole schema was given.
    fn enter_columns<'a>(
        &mut self,
        table: &ObjectName,
        columns: impl IntoIterator<Item = &'a str>,
    ) -> bool {
        let Some(held) = self.tables.get(table) else { return false };
        let missing: Vec<&str> =
            columns.into_iter().filter(|it| held.column(it).is_none()).collect();
        if missing.is_empty() {
            return true;
        }
        if self.complete && held.knowledge == Knowledge::Whole {
            return false;
        }
        let Some(held) = self.tables.edit(table) else { return false };
        for column in missing {
            if held.column(column).is_none() && held.columns.len() < MOST_OF_A_KIND {
                held.columns.push(Column::unknown(column));
            }
        }
        true
    }

    /// As [`Schema::outputs`]; what `*` takes over from other relations counts.
    fn outputs_within_bounds(
        &mut self,
        query: &TableQuery,
        named: &[String],
    ) -> Option<Vec<ViewColumn>> {
        if MOST_TAKEN_OVER < self.taken_over {
            return None;
        }
        let outputs = self.outputs(query, named)?;
        let listed = query.outputs.as_ref().map_or(0, |it| it.columns.len());
        let weight = outputs.len().saturating_sub(listed) * STARRED;
        self.may_take_over(weight).then_some(outputs)
    }

    /// Counts something taken over from another table; `false` once there is too much of it.
    fn may_take_over(&mut self, weight: usize) -> bool {
        self.taken_over = self.taken_over.saturating_add(weight);
        self.taken_over <= MOST_TAKEN_OVER
    }
}

impl Column {
    /// A column of which only the name is known.
    fn unknown(name: &str) -> Column {
        Column {
            name: name.to_owned(),
            data_type: None,
            nullable: None,
            default: None,
            generated: None,
            on_update: None,
            comment: None,
            storage: None,
            local: true,
            born: None,
        }
    }
}

/// In which of its passes PostgreSQL's ALTER TABLE makes the change (`AlterTablePass` of its source): what is dropped goes
/// first. `None` for what is no part of a longer ALTER TABLE.
fn pass(kind: &OpKind) -> Option<u8> {
    Some(match kind {
        OpKind::DropColumn { .. } | OpKind::DropConstraint { .. } => 0,
        OpKind::AlterColumn { change: AlterColumn::SetType { .. }, .. } => 1,
        OpKind::AddColumn { .. } => 2,
        OpKind::AlterColumn { .. } => 3,
        OpKind::AddConstraint { .. } => 4,
        OpKind::ValidateConstraint { .. }
        | OpKind::AlterConstraint { .. }
        | OpKind::SetTableOption { .. }
        | OpKind::SetStorage { .. }
        | OpKind::SetInheritance { .. }
        | OpKind::SetRowSecurity { .. }
        | OpKind::SetTrigger { .. } => 5,
        _ => return None,
    })
}

fn settle<T: Clone>(objects: &mut Objects<T>, change: impl Fn(&mut T)) {
    let names: Vec<ObjectName> = objects.keys().cloned().collect();
    for name in names {
        if let Some(object) = objects.edit(&name) {
            change(object);
        }
    }
}

/// Where a column goes, by its place among the table's.
fn place_of(position: &ColumnPosition, columns: &Named<Column>) -> usize {
    match position {
        ColumnPosition::Last => columns.len(),
        ColumnPosition::First => 0,
        ColumnPosition::After(before) => columns.place(before).map_or(columns.len(), |it| it + 1),
    }
}
