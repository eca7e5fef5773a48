//! The names in an operation, to be put in their place where a search path is set.

use super::constraint::{Constraint, ConstraintKind};
use super::data::InsertSource;
use super::object::{AlterSequence, TypeDefinition};
use super::table::{AlterPartition, TableQuery};
use super::{ObjectName, Op, OpKind};
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::index::{IndexChange, ReindexScope};

/// What a name is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The operation makes it.
    Makes,
    /// It is there already.
    Uses,
}

/// Shows each name of a relation, type or function to `visit`, which may change it.
/// Names within a table (columns, constraints, triggers) and those of objects outside of schemas are left alone.
pub fn each(op: &mut Op, visit: &mut dyn FnMut(&mut ObjectName, Naming)) {
    use Naming::{Makes, Uses};
    match &mut op.kind {
        OpKind::CreateTable(it) => {
            visit(&mut it.name, Makes);
            it.columns.iter_mut().for_each(|it| column(it, visit));
            it.constraints.iter_mut().for_each(|it| constraint(it, visit));
            it.indexes.iter_mut().for_each(|it| visit(&mut it.table, Makes));
            it.inherits.iter_mut().for_each(|it| visit(it, Uses));
            it.like.iter_mut().for_each(|it| visit(&mut it.table, Uses));
            it.of_type.iter_mut().for_each(|it| visit(it, Uses));
            it.partition_of.iter_mut().for_each(|it| visit(&mut it.parent, Uses));
            it.filled_from.iter_mut().for_each(|it| query(it, visit));
        }
        OpKind::CreateIndex(it) => visit(&mut it.table, Uses),
        OpKind::DropIndex(it) => visit(&mut it.index, Uses),
        OpKind::RenameIndex { index, .. } => visit(index, Uses),
        OpKind::AlterIndex(it) => {
            visit(&mut it.index, Uses);
            if let IndexChange::AttachPartition(part) = &mut it.change {
                visit(part, Uses);
            }
        }
        OpKind::Reindex(it) => match &mut it.scope {
            ReindexScope::Index(name) | ReindexScope::Table(name) => visit(name, Uses),
            ReindexScope::Schema(_) | ReindexScope::Database(_) | ReindexScope::System(_) => {}
        },
        OpKind::AddColumn { table, column: def, .. } => {
            visit(table, Uses);
            column(def, visit);
        }
        OpKind::AlterColumn { table, change, .. } => {
            visit(table, Uses);
            if let AlterColumn::SetType { to, .. } = change {
                visit(&mut to.name, Uses);
            }
        }
        OpKind::AddConstraint { table, constraint: added, .. } => {
            visit(table, Uses);
            constraint(added, visit);
        }
        OpKind::AlterPartition { table, change } => {
            visit(table, Uses);
            match change {
                AlterPartition::Attach { partition, .. }
                | AlterPartition::Detach { partition, .. }
                | AlterPartition::DetachFinalize { partition } => visit(partition, Uses),
                AlterPartition::By(_)
                | AlterPartition::Add { .. }
                | AlterPartition::Drop { .. }
                | AlterPartition::Truncate { .. }
                | AlterPartition::Other { .. } => {}
            }
        }
        OpKind::SetInheritance { table, parent, .. } => {
            visit(table, Uses);
            visit(parent, Uses);
        }
        OpKind::DropTable { name: table, .. }
        | OpKind::RenameTable { table, .. }
        | OpKind::SetTableSchema { table, .. }
        | OpKind::SetStorage { table, .. }
        | OpKind::SetTableOption { table, .. }
        | OpKind::SetRowSecurity { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::RenameColumn { table, .. }
        | OpKind::DropConstraint { table, .. }
        | OpKind::ValidateConstraint { table, .. }
        | OpKind::RenameConstraint { table, .. }
        | OpKind::AlterConstraint { table, .. }
        | OpKind::SetTrigger { table, .. }
        | OpKind::Merge { table, .. } => visit(table, Uses),
        OpKind::CreateSequence(it) => {
            visit(&mut it.name, Makes);
            it.owned_by.iter_mut().for_each(|it| visit(&mut it.0, Uses));
        }
        OpKind::AlterSequence { name, change } => {
            visit(name, Uses);
            if let AlterSequence::OwnedBy(Some((table, _))) = change {
                visit(table, Uses);
            }
        }
        OpKind::CreateType(it) => {
            visit(&mut it.name, Makes);
            match &mut it.definition {
                TypeDefinition::Composite(attributes) => {
                    attributes.iter_mut().for_each(|it| visit(&mut it.1.name, Uses));
                }
                TypeDefinition::Domain { base, .. } => visit(&mut base.name, Uses),
                TypeDefinition::Enum(_) | TypeDefinition::Range | TypeDefinition::Other => {}
            }
        }
        OpKind::AlterEnum { name, .. }
        | OpKind::AlterDomain { name, .. }
        | OpKind::Call { name, .. } => visit(name, Uses),
        OpKind::CreateView(it) => {
            visit(&mut it.name, if it.replaces { Uses } else { Makes });
            query(&mut it.query, visit);
        }
        OpKind::RefreshView(it) => visit(&mut it.view, Uses),
        OpKind::CreateFunction(it) => {
            visit(&mut it.name, if it.replaces { Uses } else { Makes });
            it.reads.iter_mut().chain(&mut it.changes).for_each(|it| visit(it, Uses));
        }
        OpKind::CreateTrigger(it) => {
            visit(&mut it.table, Uses);
            it.function.iter_mut().for_each(|it| visit(it, Uses));
            it.references.iter_mut().for_each(|it| visit(it, Uses));
        }
        OpKind::DropObject { name, table, .. } | OpKind::RenameObject { name, table, .. } => {
            match table {
                Some(table) => visit(table, Uses),
                None => visit(name, Uses),
            }
        }
        OpKind::MoveObject { name, .. } => visit(name, Uses),
        OpKind::Other { name, table, .. } => match (name, table) {
            (_, Some(table)) => visit(table, Uses),
            (Some(name), None) => visit(name, Uses),
            (None, None) => {}
        },
        OpKind::Insert(it) => {
            visit(&mut it.table, Uses);
            if let InsertSource::Query(reads) = &mut it.source {
                reads.iter_mut().for_each(|it| visit(it, Uses));
            }
        }
        OpKind::Update(it) => {
            visit(&mut it.table, Uses);
            it.reads.iter_mut().for_each(|it| visit(it, Uses));
        }
        OpKind::Delete(it) => {
            visit(&mut it.table, Uses);
            it.reads.iter_mut().for_each(|it| visit(it, Uses));
        }
        OpKind::Copy(it) => it.table.iter_mut().for_each(|it| visit(it, Uses)),
        OpKind::Truncate(it) => it.tables.iter_mut().for_each(|it| visit(it, Uses)),
        OpKind::Query { reads, .. } => reads.iter_mut().for_each(|it| visit(it, Uses)),
        OpKind::Lock(it) => it.tables.iter_mut().for_each(|it| visit(it, Uses)),
        OpKind::Maintain(it) => it.tables.iter_mut().for_each(|it| visit(it, Uses)),
        OpKind::CreateSchema { .. }
        | OpKind::DropSchema { .. }
        | OpKind::CreateDatabase { .. }
        | OpKind::DropDatabase { .. }
        | OpKind::CreateExtension { .. }
        | OpKind::Transaction(_)
        | OpKind::Set(_)
        | OpKind::Opaque(_) => {}
    }
}

fn column(def: &mut ColumnDef, visit: &mut dyn FnMut(&mut ObjectName, Naming)) {
    if let Some(data_type) = &mut def.data_type {
        visit(&mut data_type.name, Naming::Uses);
    }
    def.constraints.iter_mut().for_each(|it| constraint(it, visit));
}

fn constraint(it: &mut Constraint, visit: &mut dyn FnMut(&mut ObjectName, Naming)) {
    if let ConstraintKind::ForeignKey(key) = &mut it.kind {
        visit(&mut key.references, Naming::Uses);
    }
}

fn query(query: &mut TableQuery, visit: &mut dyn FnMut(&mut ObjectName, Naming)) {
    query.reads.iter_mut().for_each(|it| visit(it, Naming::Uses));
    if let Some(outputs) = &mut query.outputs {
        outputs.from.iter_mut().for_each(|it| visit(it, Naming::Uses));
    }
}
