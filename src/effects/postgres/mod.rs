//! PostgreSQL 10 to 18.
//!
//! Each family of operations has its file; [`work::Work`] gathers what they find. Facts come from the manual, cited by
//! the page's title, and from measurements, cited by a case's name (`tests/facts/postgres.json`).

pub mod locks;
pub mod types;
pub mod volatility;

mod column;
mod constraint;
mod data;
mod dropped;
mod index;
mod intent;
mod kinds;
mod object;
mod partition;
mod refusals;
mod retype;
mod table;
mod unfit;
mod work;

use super::{Context, Effect, EffectKind, InTransaction, Refusal};
use crate::catalog::Schema;
use crate::dialect::Version;
use crate::ops::column::AlterColumn;
use crate::ops::index::Online;
use crate::ops::object::{AlterEnum, ObjectKind};
use crate::ops::table::AlterPartition;
use crate::ops::transaction::TransactionOp;
use crate::ops::{Clause, Guard, ObjectName, Op, OpKind, RenamedThrough, Verb};
use work::{Work, always, why};

/// See [`super::of_statement`].
pub fn of_statement(ops: &[Op], before: &Schema, context: &Context<'_>) -> Vec<Effect> {
    let mut work = Work::new(ops, before, context);
    for (index, op) in ops.iter().enumerate() {
        work.turn_to(index);
        operation(&mut work, op);
        refuse_in_transaction(&mut work, op);
    }
    work.finish()
}

/// See [`super::refuses_transaction`].
pub fn refuses_transaction(op: &Op, version: Version) -> bool {
    refused_in_transaction(op, version).is_some()
}

/// The command's name in the server's words "… cannot run inside a transaction block".
fn refused_in_transaction(op: &Op, version: Version) -> Option<&'static str> {
    match &op.kind {
        OpKind::CreateIndex(index) if index.online == Online::Yes => {
            Some("CREATE INDEX CONCURRENTLY")
        }
        OpKind::DropIndex(index) if index.online == Online::Yes => Some("DROP INDEX CONCURRENTLY"),
        OpKind::Reindex(reindex) => index::reindex_refuses_transaction(reindex),
        OpKind::AlterPartition {
            change: AlterPartition::Detach { online: Online::Yes, .. },
            ..
        } => Some("ALTER TABLE ... DETACH CONCURRENTLY"),
        OpKind::AlterEnum { change: AlterEnum::AddValue { .. }, .. } if version.major < 12 => {
            Some("ALTER TYPE ... ADD")
        }
        // "invalid transaction termination" (manual: "Transaction Management" of PL/pgSQL).
        OpKind::Transaction(TransactionOp::CommitInBlock) => Some("a DO block that commits"),
        OpKind::CreateDatabase { .. } => Some("CREATE DATABASE"),
        OpKind::DropDatabase { .. } => Some("DROP DATABASE"),
        // A form that the version does not know is not read so far.
        OpKind::Maintain(it) if it.truncate.is_some() && version.major < 12 => None,
        OpKind::Maintain(maintain) => data::maintain_refuses_transaction(maintain),
        OpKind::Other { kind: ObjectKind::System, verb: Verb::Alter, .. } => Some("ALTER SYSTEM"),
        OpKind::Other { kind: ObjectKind::Tablespace, verb: Verb::Create, .. } => {
            Some("CREATE TABLESPACE")
        }
        OpKind::DropObject { kind: ObjectKind::Tablespace, .. } => Some("DROP TABLESPACE"),
        OpKind::Other { kind: ObjectKind::Subscription, verb: Verb::Create, detail, .. }
            if connects(detail) =>
        {
            Some("CREATE SUBSCRIPTION ... WITH (create_slot = true)")
        }
        _ => None,
    }
}

/// Whether CREATE SUBSCRIPTION makes a replication slot, as it does unless told otherwise.
fn connects(detail: &str) -> bool {
    let detail: String = detail.to_ascii_lowercase().split_whitespace().collect();
    !["connect=false", "create_slot=false", "slot_name=none"].iter().any(|it| detail.contains(it))
}

fn refuse_in_transaction(work: &mut Work<'_>, op: &Op) {
    if work.says(Clause::Block) {
        if let Some(command) = refused_in_transaction(op, work.context.target.version) {
            let words = format!("{command} cannot be executed from a function");
            work.refused(Refusal::Statement, words, &why(Clause::Online, "ERRCODE 25001"));
        }
        return;
    }
    if work.context.in_transaction == InTransaction::No {
        return;
    }
    let command = match refused_in_transaction(op, work.context.target.version) {
        Some(command) => command,
        None => match partitioned_command(work, op) {
            Some(command) => command,
            None => return,
        },
    };
    if made_here(work, op) {
        return;
    }
    let words = format!("{command} cannot run inside a transaction block");
    work.refused(Refusal::InTransaction, words, &why(Clause::Online, "ERRCODE 25001"));
}

/// Commands that only on partitioned tables run in transactions of their own.
fn partitioned_command(work: &Work<'_>, op: &Op) -> Option<&'static str> {
    use crate::ops::data::Task;
    use crate::ops::index::ReindexScope;
    match &op.kind {
        OpKind::Reindex(reindex) if 14 <= work.major() => match &reindex.scope {
            ReindexScope::Table(table) if work.is_partitioned(table) => Some("REINDEX TABLE"),
            ReindexScope::Index(index) => {
                let table = work.schema.indexes.get(index)?;
                work.is_partitioned(table).then_some("REINDEX INDEX")
            }
            _ => None,
        },
        OpKind::Maintain(maintain) if maintain.task == Task::Cluster && 15 <= work.major() => {
            maintain.tables.iter().any(|it| work.is_partitioned(it)).then_some("CLUSTER")
        }
        _ => None,
    }
}

/// A value may be added to an enumeration of this very transaction in every version.
fn made_here(work: &Work<'_>, op: &Op) -> bool {
    let OpKind::AlterEnum { name, .. } = &op.kind else { return false };
    let born = work.schema.types.get(name).and_then(|it| it.born);
    born.is_some_and(|it| it.transaction == work.context.now.transaction)
}

fn operation(work: &mut Work<'_>, op: &Op) {
    if kinds::refuse(work, op) {
        return;
    }
    if let Some(table) = altered(&op.kind) {
        if is_missing(work, table) {
            return;
        }
        refuse_pending(work, table);
    }
    refusals::refuse(work, &op.kind);
    unfit::refuse(work, &op.kind);
    match &op.kind {
        OpKind::CreateTable(it) => table::create(work, it),
        OpKind::DropTable { name, guard, cascade } => table::drop(work, name, *guard, *cascade),
        OpKind::RenameTable { table, to } => table::rename(work, table, to),
        OpKind::SetTableSchema { table, .. } => table::set_schema(work, table),
        OpKind::SetStorage { table, storage } => table::set_storage(work, table, storage),
        OpKind::SetTableOption { table, option } => table::set_option(work, table, option),
        OpKind::AlterPartition { table, change } => partition::alter(work, table, change),
        OpKind::SetInheritance { table, parent, link } => {
            table::set_inheritance(work, table, parent, *link);
        }
        OpKind::SetRowSecurity { table, .. } => {
            work.lock(table, locks::ACCESS_EXCLUSIVE, &always("ALTER TABLE"));
        }
        OpKind::AddColumn { table, column, guard, .. } => column::add(work, table, column, *guard),
        OpKind::DropColumn { table, column, guard, cascade } => {
            column::drop(work, table, column, *guard, *cascade);
        }
        OpKind::RenameColumn { table, column, to } => column::rename(work, table, column, to),
        OpKind::AlterColumn { table, column, change } => {
            column::alter(work, table, column, change);
            unsafe_default(work, table, column, change);
        }
        OpKind::AddConstraint { table, constraint, guard } => {
            // No form of the statement has the guard: whoever asks first sends nothing.
            let name = constraint.name.as_deref().filter(|_| *guard == Guard::IfNeeded);
            if name.is_none_or(|it| work.constraint(table, it).is_none()) {
                constraint::add(work, table, constraint);
            }
        }
        OpKind::DropConstraint { table, constraint, guard, cascade } => {
            constraint::drop(work, table, constraint, *guard, *cascade);
        }
        OpKind::ValidateConstraint { table, name } => constraint::validate(work, table, name),
        OpKind::RenameConstraint { table, name, .. } => constraint::rename(work, table, name),
        OpKind::AlterConstraint { table, name, change } => {
            constraint::alter(work, table, name, *change);
        }
        OpKind::CreateIndex(it) => index::create(work, it),
        OpKind::DropIndex(it) => index::drop(work, it),
        OpKind::RenameIndex { index, table, through, .. } => {
            index::rename(work, index, table.as_ref(), *through);
        }
        OpKind::AlterIndex(it) => index::alter(work, it),
        OpKind::Reindex(it) => index::reindex(work, it),
        OpKind::DropSchema { name, cascade, .. } => object::drop_schema(work, name, *cascade),
        OpKind::CreateSequence(it) => {
            if let Some((table, _)) = &it.owned_by {
                work.lock(table, locks::ACCESS_SHARE, &always("CREATE SEQUENCE"));
            }
        }
        OpKind::AlterSequence { name, change } => object::alter_sequence(work, name, change),
        OpKind::AlterEnum { name, change } => object::alter_enum(work, name, change),
        OpKind::AlterDomain { name, change } => object::alter_domain(work, name, change),
        OpKind::CreateView(it) => object::create_view(work, it),
        OpKind::RefreshView(it) => object::refresh(work, it),
        OpKind::CreateTrigger(it) => object::create_trigger(work, it),
        OpKind::SetTrigger { table, name, state } => object::set_trigger(work, table, name, state),
        OpKind::DropObject { kind, name, table, guard, cascade } => {
            let dropping = object::Dropping {
                kind: *kind,
                name,
                table: table.as_ref(),
                guard: *guard,
                cascade: *cascade,
            };
            object::drop(work, &dropping);
        }
        OpKind::RenameObject { kind, name, table, .. } => match kind {
            ObjectKind::Index => index::rename(work, name, None, RenamedThrough::Index),
            _ => object::rename(work, *kind, name, table.as_ref()),
        },
        OpKind::MoveObject { kind, name, .. } => object::set_schema(work, *kind, name),
        OpKind::Other { kind, verb, name, table, detail } => {
            let other = object::Other {
                kind: *kind,
                verb: *verb,
                name: name.as_ref(),
                table: table.as_ref(),
                detail,
            };
            object::other(work, &other);
        }
        OpKind::Insert(it) => data::insert(work, it),
        OpKind::Update(it) => data::update(work, it),
        OpKind::Delete(it) => data::delete(work, it),
        OpKind::Merge { table, text } => data::merge(work, table, text),
        OpKind::Copy(it) => data::copy(work, it),
        OpKind::Truncate(it) => data::truncate(work, it),
        OpKind::Query { reads, text, locks_rows } => {
            data::query(work, reads, text, locks_rows.as_deref());
        }
        OpKind::Lock(it) => data::lock(work, it),
        OpKind::Call { name, text } => call(work, name, text),
        OpKind::Maintain(it) => data::maintain(work, it),
        OpKind::Opaque(it) => {
            let why = format!("{}: {}", it.why.words(), it.detail);
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::CreateFunction(it) => object::create_function(work, it),
        // They make things that nobody else has seen yet, or touch no relation.
        OpKind::CreateSchema { .. }
        | OpKind::CreateDatabase { .. }
        | OpKind::DropDatabase { .. }
        | OpKind::CreateType(_)
        | OpKind::CreateExtension { .. }
        | OpKind::Transaction(_)
        | OpKind::Set(_) => {}
    }
}

/// The table that an operation changes by ALTER TABLE, TRUNCATE's and DROP's kin apart.
fn altered(kind: &OpKind) -> Option<&ObjectName> {
    match kind {
        OpKind::RenameTable { table, .. }
        | OpKind::SetTableSchema { table, .. }
        | OpKind::SetStorage { table, .. }
        | OpKind::SetTableOption { table, .. }
        | OpKind::AlterPartition { table, .. }
        | OpKind::SetInheritance { table, .. }
        | OpKind::SetRowSecurity { table, .. }
        | OpKind::AddColumn { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::RenameColumn { table, .. }
        | OpKind::AlterColumn { table, .. }
        | OpKind::AddConstraint { table, .. }
        | OpKind::DropConstraint { table, .. }
        | OpKind::ValidateConstraint { table, .. }
        | OpKind::RenameConstraint { table, .. }
        | OpKind::AlterConstraint { table, .. }
        | OpKind::SetTrigger { table, .. } => Some(table),
        OpKind::CreateIndex(index) => Some(&index.table),
        OpKind::DropTable { name, .. } => Some(name),
        _ => None,
    }
}

/// Whether IF EXISTS makes the operation do nothing, as nothing in the schema given and in the history makes the table.
/// Without it the server would refuse; but tables also come from elsewhere, so what follows is told all the same.
fn is_missing(work: &mut Work<'_>, table: &ObjectName) -> bool {
    if !work.schema.is_missing(table) || work.intent.dropped_tables.contains(table) {
        return false;
    }
    if work.says(Clause::IfExists) {
        return true;
    }
    let words = format!("relation \"{table}\" does not exist");
    let cause = why(Clause::Table, "ALTER TABLE");
    let because = "nothing in the schema or the history makes it";
    work.may_fail(words, &cause.possible(because));
    false
}

/// Rows changed under a deferred constraint are checked at the end of the transaction; until then the table stays as
/// it is (measured: `other/alter_after_dml_deferred_fk`).
fn refuse_pending(work: &mut Work<'_>, table: &ObjectName) {
    use crate::ops::constraint::Deferrable;
    if !work.context.written.contains(table) {
        return;
    }
    let deferred = |it: &crate::catalog::TableConstraint| {
        it.definition.deferrable == Deferrable::InitiallyDeferred
    };
    let own = work.table(table).is_some_and(|it| it.constraints.iter().any(deferred));
    if own || work.referrers(table).iter().any(|it| deferred(it.1)) {
        let words =
            format!("cannot ALTER TABLE \"{}\" because it has pending trigger events", table.name);
        let cause = why(Clause::Table, "SET CONSTRAINTS");
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// A new default may name an enumeration's value that is not committed yet.
fn unsafe_default(work: &mut Work<'_>, table: &ObjectName, column: &str, change: &AlterColumn) {
    let AlterColumn::SetDefault(value) = change else { return };
    let data_type = work.column(table, column).and_then(|it| it.data_type.clone());
    if let Some(data_type) = data_type {
        data::refuse_unsafe(work, &data_type.name, &value.text);
    }
}

/// A function called for what it does: the server's own are known, what a user's does is not.
fn call(work: &mut Work<'_>, name: &ObjectName, text: &str) {
    data::sequence_calls(work, text);
    let built_in = volatility::of_function(name, work.schema).is_some()
        && !work.schema.functions.contains_key(name);
    if !built_in {
        let why = format!("what `{name}` does when it is called");
        work.effect(EffectKind::Unknown { why }, &always(""));
    }
}
