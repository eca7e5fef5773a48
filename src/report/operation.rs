//! An operation in the shared shape: its kind and the names it is about.

use super::model::OperationReport;
use crate::ops::column::AlterColumn;
use crate::ops::data::{Maintain, Task};
use crate::ops::index::ReindexScope;
use crate::ops::table::AlterPartition;
use crate::ops::transaction::TransactionOp;
use crate::ops::{ConstraintRef, ObjectName, Op, OpKind, Verb};

pub fn report(op: &Op) -> OperationReport {
    let mut it = OperationReport { kind: kind(&op.kind), ..OperationReport::default() };
    let table = |it: &mut OperationReport, name: &ObjectName| it.table = Some(name.to_string());
    match &op.kind {
        OpKind::CreateTable(create) => table(&mut it, &create.name),
        OpKind::DropTable { name, .. } => table(&mut it, name),
        OpKind::RenameTable { table: name, to } => {
            table(&mut it, name);
            it.to = Some(to.to_string());
        }
        OpKind::SetTableSchema { table: name, schema } => {
            table(&mut it, name);
            it.to = Some(schema.clone());
        }
        OpKind::SetStorage { table: name, storage } => {
            table(&mut it, name);
            it.detail = Some(format!("{storage:?}").to_lowercase());
        }
        OpKind::SetTableOption { table: name, option } => {
            table(&mut it, name);
            it.name = Some(option.name.clone());
            it.to = Some(option.value.clone());
        }
        OpKind::AlterPartition { table: name, change } => {
            table(&mut it, name);
            it.name = partition_name(change);
        }
        OpKind::SetInheritance { table: name, parent, .. } => {
            table(&mut it, name);
            it.name = Some(parent.to_string());
        }
        OpKind::SetRowSecurity { table: name, setting } => {
            table(&mut it, name);
            it.detail = Some(setting.clone());
        }
        OpKind::AddColumn { table: name, column, .. } => {
            table(&mut it, name);
            it.column = Some(column.name.clone());
            it.detail = column.data_type.as_ref().map(|it| it.text.clone());
        }
        OpKind::DropColumn { table: name, column, .. } => {
            table(&mut it, name);
            it.column = Some(column.clone());
        }
        OpKind::RenameColumn { table: name, column, to } => {
            table(&mut it, name);
            it.column = Some(column.clone());
            it.to = Some(to.clone());
        }
        OpKind::AlterColumn { table: name, column, change } => {
            table(&mut it, name);
            it.column = Some(column.clone());
            if let AlterColumn::SetType { to, .. } = change {
                it.to = Some(to.text.clone());
            }
        }
        OpKind::AddConstraint { table: name, constraint, .. } => {
            table(&mut it, name);
            it.name = constraint.name.clone();
        }
        OpKind::DropConstraint { table: name, constraint, .. } => {
            table(&mut it, name);
            it.name = ConstraintRef::name(constraint).map(str::to_owned);
        }
        OpKind::ValidateConstraint { table: name, name: constraint }
        | OpKind::AlterConstraint { table: name, name: constraint, .. } => {
            table(&mut it, name);
            it.name = Some(constraint.clone());
        }
        OpKind::RenameConstraint { table: name, name: constraint, to } => {
            table(&mut it, name);
            it.name = Some(constraint.clone());
            it.to = Some(to.clone());
        }
        OpKind::CreateIndex(create) => {
            table(&mut it, &create.table);
            it.name = create.name.clone();
        }
        OpKind::DropIndex(drop) => {
            it.table = drop.table.as_ref().map(ObjectName::to_string);
            it.name = Some(drop.index.to_string());
        }
        OpKind::RenameIndex { index, table, to, .. } => {
            it.table = table.as_ref().map(ObjectName::to_string);
            it.name = Some(index.to_string());
            it.to = Some(to.clone());
        }
        OpKind::AlterIndex(alter) => it.name = Some(alter.index.to_string()),
        OpKind::Reindex(reindex) => match &reindex.scope {
            ReindexScope::Index(name) => it.name = Some(name.to_string()),
            ReindexScope::Table(name) => table(&mut it, name),
            ReindexScope::Schema(name) => it.name = Some(name.clone()),
            ReindexScope::Database(name) | ReindexScope::System(name) => it.name = name.clone(),
        },
        OpKind::CreateSchema { name, .. }
        | OpKind::DropSchema { name, .. }
        | OpKind::CreateDatabase { name }
        | OpKind::DropDatabase { name }
        | OpKind::CreateExtension { name, .. } => it.name = Some(name.clone()),
        OpKind::CreateSequence(create) => it.name = Some(create.name.to_string()),
        OpKind::CreateType(create) => it.name = Some(create.name.to_string()),
        OpKind::AlterSequence { name, .. }
        | OpKind::AlterEnum { name, .. }
        | OpKind::AlterDomain { name, .. }
        | OpKind::Call { name, .. } => it.name = Some(name.to_string()),
        OpKind::CreateView(create) => it.name = Some(create.name.to_string()),
        OpKind::RefreshView(refresh) => it.name = Some(refresh.view.to_string()),
        OpKind::CreateFunction(create) => it.name = Some(create.name.to_string()),
        OpKind::CreateTrigger(create) => {
            table(&mut it, &create.table);
            it.name = Some(create.name.clone());
        }
        OpKind::SetTrigger { table: on, name, state } => {
            table(&mut it, on);
            it.name = Some(name.clone());
            it.to = Some(state.clone());
        }
        OpKind::DropObject { kind, name, table: on, .. } => {
            it.table = on.as_ref().map(ObjectName::to_string);
            it.name = Some(name.to_string());
            it.detail = Some(words(&format!("{kind:?}")));
        }
        OpKind::RenameObject { kind, name, table: on, to } => {
            it.table = on.as_ref().map(ObjectName::to_string);
            it.name = Some(name.to_string());
            it.to = Some(to.clone());
            it.detail = Some(words(&format!("{kind:?}")));
        }
        OpKind::MoveObject { kind, name, schema } => {
            it.name = Some(name.to_string());
            it.to = Some(schema.clone());
            it.detail = Some(words(&format!("{kind:?}")));
        }
        OpKind::Other { kind, name, table: on, .. } => {
            it.table = on.as_ref().map(ObjectName::to_string);
            it.name = name.as_ref().map(ObjectName::to_string);
            it.detail = Some(words(&format!("{kind:?}")));
        }
        OpKind::Insert(insert) => table(&mut it, &insert.table),
        OpKind::Update(update) => table(&mut it, &update.table),
        OpKind::Delete(delete) => table(&mut it, &delete.table),
        OpKind::Merge { table: name, .. } => table(&mut it, name),
        OpKind::Copy(copy) => it.table = copy.table.as_ref().map(ObjectName::to_string),
        OpKind::Truncate(truncate) => it.table = listed(&truncate.tables),
        OpKind::Query { reads, .. } => it.table = listed(reads),
        OpKind::Lock(lock) => {
            it.table = listed(&lock.tables);
            it.detail = lock.mode.clone();
        }
        OpKind::Maintain(maintain) => it.table = listed(&maintain.tables),
        OpKind::Transaction(change) => match change {
            TransactionOp::Savepoint(name)
            | TransactionOp::RollbackTo(name)
            | TransactionOp::Release(name) => it.name = Some(name.clone()),
            TransactionOp::Begin
            | TransactionOp::Commit
            | TransactionOp::Rollback
            | TransactionOp::BeginAutocommit
            | TransactionOp::EndAutocommit
            | TransactionOp::TwoPhase(_)
            | TransactionOp::CommitInBlock
            | TransactionOp::Set(_) => {}
        },
        OpKind::Set(setting) => {
            it.name = Some(setting.name.clone());
            it.to = setting.value.clone();
        }
        OpKind::Opaque(opaque) => it.detail = Some(opaque.detail.clone()),
    }
    it
}

fn listed(names: &[ObjectName]) -> Option<String> {
    let names: Vec<String> = names.iter().map(ObjectName::to_string).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn partition_name(change: &AlterPartition) -> Option<String> {
    match change {
        AlterPartition::Attach { partition, .. }
        | AlterPartition::Detach { partition, .. }
        | AlterPartition::DetachFinalize { partition } => Some(partition.to_string()),
        AlterPartition::By(_) => None,
        AlterPartition::Add { detail, .. } | AlterPartition::Other { detail, .. } => {
            Some(detail.clone())
        }
        AlterPartition::Drop { partitions } | AlterPartition::Truncate { partitions } => {
            Some(partitions.join(", "))
        }
    }
}

/// `ForeignTable` as `foreign-table`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for (index, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && index != 0 {
            words.push('-');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

fn kind(kind: &OpKind) -> &'static str {
    match kind {
        OpKind::CreateTable(_) => "create-table",
        OpKind::DropTable { .. } => "drop-table",
        OpKind::RenameTable { .. } => "rename-table",
        OpKind::SetTableSchema { .. } => "set-table-schema",
        OpKind::SetStorage { .. } => "set-storage",
        OpKind::SetTableOption { .. } => "set-table-option",
        OpKind::AlterPartition { change, .. } => match change {
            AlterPartition::Attach { .. } => "attach-partition",
            AlterPartition::Detach { .. } | AlterPartition::DetachFinalize { .. } => {
                "detach-partition"
            }
            AlterPartition::Add { .. } => "add-partition",
            AlterPartition::Drop { .. } => "drop-partition",
            AlterPartition::Truncate { .. } => "truncate-partition",
            AlterPartition::By(_) | AlterPartition::Other { .. } => "alter-partition",
        },
        OpKind::SetInheritance { .. } => "set-inheritance",
        OpKind::SetRowSecurity { .. } => "set-row-security",
        OpKind::AddColumn { .. } => "add-column",
        OpKind::DropColumn { .. } => "drop-column",
        OpKind::RenameColumn { .. } => "rename-column",
        OpKind::AlterColumn { change, .. } => alter_column_kind(change),
        OpKind::AddConstraint { .. } => "add-constraint",
        OpKind::DropConstraint { .. } => "drop-constraint",
        OpKind::ValidateConstraint { .. } => "validate-constraint",
        OpKind::RenameConstraint { .. } => "rename-constraint",
        OpKind::AlterConstraint { .. } => "alter-constraint",
        OpKind::CreateIndex(_) => "create-index",
        OpKind::DropIndex(_) => "drop-index",
        OpKind::RenameIndex { .. } => "rename-index",
        OpKind::AlterIndex(_) => "alter-index",
        OpKind::Reindex(_) => "reindex",
        OpKind::CreateSchema { .. } => "create-schema",
        OpKind::DropSchema { .. } => "drop-schema",
        OpKind::CreateDatabase { .. } => "create-database",
        OpKind::DropDatabase { .. } => "drop-database",
        OpKind::CreateSequence(_) => "create-sequence",
        OpKind::AlterSequence { .. } => "alter-sequence",
        OpKind::CreateType(_) => "create-type",
        OpKind::AlterEnum { .. } => "alter-type",
        OpKind::AlterDomain { .. } => "alter-domain",
        OpKind::CreateView(it) if it.materialized => "create-materialized-view",
        OpKind::CreateView(_) => "create-view",
        OpKind::RefreshView(_) => "refresh-materialized-view",
        OpKind::CreateFunction(_) => "create-function",
        OpKind::CreateTrigger(_) => "create-trigger",
        OpKind::SetTrigger { .. } => "set-trigger",
        OpKind::CreateExtension { .. } => "create-extension",
        OpKind::DropObject { .. } => "drop-object",
        OpKind::RenameObject { .. } => "rename-object",
        OpKind::MoveObject { .. } => "move-object",
        OpKind::Other { verb, .. } => match verb {
            Verb::Create => "create-object",
            Verb::Alter => "alter-object",
            Verb::Drop => "drop-object",
            Verb::Comment => "comment",
            Verb::Grant => "grant",
            Verb::Revoke => "revoke",
            Verb::Run => "run",
        },
        OpKind::Insert(_) => "insert",
        OpKind::Update(_) => "update",
        OpKind::Delete(_) => "delete",
        OpKind::Merge { .. } => "merge",
        OpKind::Copy(_) => "copy",
        OpKind::Truncate(_) => "truncate",
        OpKind::Query { .. } => "query",
        OpKind::Lock(_) => "lock-table",
        OpKind::Call { .. } => "call",
        OpKind::Maintain(Maintain { task, .. }) => match task {
            Task::Vacuum | Task::VacuumFull | Task::VacuumAnalyze => "vacuum",
            Task::Analyze => "analyze",
            Task::Cluster => "cluster",
            Task::Optimize => "optimize",
            Task::Check => "check-table",
        },
        OpKind::Transaction(change) => match change {
            TransactionOp::Begin => "begin",
            TransactionOp::Commit => "commit",
            TransactionOp::Rollback => "rollback",
            TransactionOp::Savepoint(_) => "savepoint",
            TransactionOp::RollbackTo(_) => "rollback-to",
            TransactionOp::Release(_) => "release",
            TransactionOp::TwoPhase(_) => "two-phase",
            TransactionOp::CommitInBlock => "commit-in-block",
            TransactionOp::BeginAutocommit => "begin-autocommit",
            TransactionOp::EndAutocommit => "end-autocommit",
            TransactionOp::Set(_) => "set-transaction",
        },
        OpKind::Set(_) => "set",
        OpKind::Opaque(_) => "opaque",
    }
}

fn alter_column_kind(change: &AlterColumn) -> &'static str {
    match change {
        AlterColumn::SetType { .. } => "set-type",
        AlterColumn::SetDefault(_) => "set-default",
        AlterColumn::DropDefault => "drop-default",
        AlterColumn::SetNotNull => "set-not-null",
        AlterColumn::DropNotNull => "drop-not-null",
        AlterColumn::AddIdentity(_) => "add-identity",
        AlterColumn::SetIdentity { .. } => "set-identity",
        AlterColumn::DropIdentity => "drop-identity",
        AlterColumn::SetExpression(_) => "set-expression",
        AlterColumn::DropExpression => "drop-expression",
        AlterColumn::SetStatistics => "set-statistics",
        AlterColumn::SetStorage(_) => "set-column-storage",
        AlterColumn::SetCompression(_) => "set-compression",
        AlterColumn::SetOptions => "set-column-options",
        AlterColumn::SetComment(_) => "set-comment",
        AlterColumn::Redefine { .. } => "redefine-column",
        AlterColumn::SetUnused => "set-unused",
        AlterColumn::SetVisibility(_) => "set-visibility",
    }
}
