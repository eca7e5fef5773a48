//! MySQL 5.7 to 9.7 and MariaDB 10.3 to 11.8: one engine, which asks [`server::Server`] what the server can do.
//!
//! Each operation of an ALTER TABLE says how far it can go without work ([`way::Way`]); the dearest of them decides for
//! the statement. Facts come from the manuals, cited by the page's title, and from measurements, cited by a case's name
//! (`tests/facts/mysql.json`, `mariadb.json`, `behaviours.json`).

mod column;
mod constraint;
mod data;
mod foreign;
mod index;
mod limits;
mod names;
mod option;
mod partition;
mod retype;
mod server;
mod table;
pub(super) mod tools;
mod way;
mod work;

use super::{Context, Effect, EffectKind, HeldUntil, Refusal};
use crate::catalog::Schema;
use crate::ops::data::Task;
use crate::ops::object::ObjectKind;
use crate::ops::table::Persistence;
use crate::ops::{Clause, Guard, ObjectName, Op, OpKind, Verb};
use partition::Change;
use way::{Asked, Concurrency, Level, Way};
use work::{EXCLUSIVE, SHARED_NO_WRITE, SHARED_UPGRADABLE, Why, Work, always, why};

/// Whether values that do not fit are an error (both manuals: "SQL Mode"; the default since 5.7 and 10.2.4).
pub(super) fn is_strict(context: &Context<'_>) -> bool {
    context
        .setting("sql_mode")
        .is_none_or(|it| it.contains("strict") || it.contains("traditional") || it.contains('@'))
}

/// See [`super::of_statement`].
pub fn of_statement(ops: &[Op], before: &Schema, context: &Context<'_>) -> Vec<Effect> {
    let mut work = Work::new(ops, before, context);
    let mut ways: Vec<(usize, &ObjectName, Way)> = Vec::new();
    for (index, op) in ops.iter().enumerate() {
        work.index = index;
        if let Some((table, way)) = operation(&mut work, op) {
            ways.push((index, table, way));
        }
    }
    alter(&mut work, ways);
    oversized(&mut work);
    commit(&mut work);
    work.finish()
}

/// A statement longer than the server takes by default (manuals: "Packet Too Large", `max_allowed_packet`).
fn oversized(work: &mut Work<'_>) {
    let length = work.ops.iter().map(|it| it.span.end - it.span.start).max().unwrap_or_default();
    if work.server.packet < length {
        work.index = 0;
        let when = format!(
            "max_allowed_packet is {} MiB, as it is by default: 1153: Got a packet bigger than 'max_allowed_packet' bytes",
            work.server.packet >> 20
        );
        work.may_fail(
            when,
            &always("Packet Too Large").possible("what the server is set to is not known"),
        );
    }
}

// ---- ALTER TABLE as a whole

/// Does what the dearest of the operations makes necessary, as far as ALGORITHM and LOCK allow.
fn alter(work: &mut Work<'_>, ways: Vec<(usize, &ObjectName, Way)>) {
    let Some(&(_, table, _)) = ways.first() else { return };
    let dearest =
        ways.iter().max_by_key(|(index, _, way)| (way.level, way.lock, usize::MAX - index));
    work.index = dearest.map_or(0, |it| it.0);
    let Some(mut way) = ways.into_iter().map(|it| it.2).reduce(Way::and) else { return };
    let asked = asked(work.ops);
    // The server looks at the clauses before it looks at the schema.
    let refused = work.is_refused();
    if let Err(words) = within_budget(work, table, &mut way, asked) {
        work.refused(Refusal::Schema, words, &why(Clause::Algorithm, "Online DDL Limitations"));
        return;
    }
    match way::settle(&way, asked, &work.server) {
        Ok(_) if refused => {}
        Ok(settled) => perform(work, table, &settled, asked),
        Err(words) => refuse_clause(work, &words, asked),
    }
}

/// What ALGORITHM and LOCK of the statement say, wherever they stand.
fn asked(ops: &[Op]) -> Asked<'_> {
    let mut asked = Asked::default();
    for op in ops {
        match &op.kind {
            OpKind::SetTableOption { option, .. } if option.name == "algorithm" => {
                asked.algorithm = Some(&option.value);
            }
            OpKind::SetTableOption { option, .. } if option.name == "lock" => {
                asked.lock = Some(&option.value);
            }
            OpKind::CreateIndex(it) => listen(&mut asked, &it.options),
            OpKind::DropIndex(it) => listen(&mut asked, &it.options),
            _ => {}
        }
    }
    asked
}

fn listen<'a>(asked: &mut Asked<'a>, options: &'a [(String, String)]) {
    for (name, value) in options {
        match name.as_str() {
            "algorithm" => asked.algorithm = Some(value),
            "lock" => asked.lock = Some(value),
            _ => {}
        }
    }
}

/// Each instant change of columns is a version of the rows, and a table holds only so many (measured: "consecutive ADD
/// COLUMN ALGORITHM=INSTANT until refused"). A table at its limit is rebuilt, or the statement refused if it asks for
/// INSTANT.
fn within_budget(
    work: &Work<'_>,
    table: &ObjectName,
    way: &mut Way,
    asked: Asked<'_>,
) -> Result<(), String> {
    let Some(limit) = work.server.row_versions else { return Ok(()) };
    let changes = |it: &Op| matches!(it.kind, OpKind::AddColumn { .. } | OpKind::DropColumn { .. });
    if way.level != Level::Instant
        || !work.ops.iter().any(changes)
        || column::row_versions(work, table) < limit
    {
        return Ok(());
    }
    if asked.algorithm.is_some_and(|it| it.eq_ignore_ascii_case("instant")) {
        return Err(format!(
            "4092: Maximum row versions reached for table {table}. No more columns can be added or dropped \
             instantly. Please use COPY/INPLACE."
        ));
    }
    way.level = Level::Rebuild;
    Ok(())
}

fn refuse_clause(work: &mut Work<'_>, words: &str, asked: Asked<'_>) {
    let clause = if words.contains("LOCK=") && asked.lock.is_some() {
        Clause::Lock
    } else {
        Clause::Algorithm
    };
    let place = work.ops.iter().position(|it| it.clauses.iter().any(|it| it.0 == clause));
    work.index = place.unwrap_or(work.index);
    work.refused(Refusal::Statement, words, &why(clause, "Online DDL Performance and Concurrency"));
}

fn perform(work: &mut Work<'_>, table: &ObjectName, way: &Way, asked: Asked<'_>) {
    let mut cause = Why {
        clause: None,
        certainty: way.certainty,
        because: way.because.clone(),
        source: "Online DDL Operations",
    };
    if cause.because.is_empty()
        && let Some(reason) = way.reason.or(way.lock_reason)
    {
        cause.because = reason.to_owned();
    }
    let algorithm = way::name(way.level, &work.server);
    let lock = way.lock.name();
    work.effect(EffectKind::Algorithm { relation: table.clone(), algorithm, lock }, &cause);
    if Level::Rebuild <= way.level {
        work.effect(EffectKind::Rewrite { relation: table.clone() }, &cause);
    }
    let wanted = asked.algorithm.filter(|it| !it.eq_ignore_ascii_case(algorithm));
    if let Some(wanted) = wanted.filter(|_| way.ignores_algorithm) {
        let what = format!("ALGORITHM={wanted} is accepted, and the table is copied all the same");
        work.silent(table, what, &why(Clause::Algorithm, "table/engine_myisam"));
    }
    if work.table(table).is_some_and(|it| it.persistence == Persistence::Temporary) {
        return;
    }
    let cause = Why { source: "Metadata Locking", ..cause };
    let mode = match way.lock {
        Concurrency::All => SHARED_UPGRADABLE,
        Concurrency::Reads => SHARED_NO_WRITE,
        Concurrency::Nothing => EXCLUSIVE,
    };
    work.lock(table, mode, HeldUntil::Statement, &cause);
    if way.lock != Concurrency::Nothing {
        work.lock(table, EXCLUSIVE, HeldUntil::Moment, &cause);
    }
}

/// OPTIMIZE TABLE: as ALTER TABLE … FORCE.
fn optimized(work: &mut Work<'_>, table: &ObjectName) {
    let way = match column::of_engine(work, table).or_else(|| column::of_table(work, table)) {
        Some(way) => way.and(Way::rebuild()),
        None => Way::rebuild(),
    };
    perform(work, table, &way, Asked::default());
}

// ---- Implicit commits

/// Every statement that changes definitions commits the open transaction first, one that then fails too; one that cannot
/// be parsed does not (MySQL manual: "Statements That Cause an Implicit Commit"; measured for each case).
fn commit(work: &mut Work<'_>) {
    if work.is_unparsed() {
        return;
    }
    if let Some(place) = work.ops.iter().position(|it| commits(work, &it.kind)) {
        work.index = place;
        let source = "Statements That Cause an Implicit Commit";
        work.effect(EffectKind::CommitsImplicitly, &always(source));
    }
}

fn commits(work: &Work<'_>, kind: &OpKind) -> bool {
    match kind {
        OpKind::CreateTable(it) => it.persistence != Persistence::Temporary,
        OpKind::DropTable { .. } => {
            let temporary = |it: &Op| it.clauses.iter().any(|it| it.0 == Clause::Temporary);
            !work.ops.iter().any(temporary)
        }
        OpKind::Other { kind, verb, detail, .. } => other_commits(*kind, *verb, detail),
        OpKind::Maintain(it) => !matches!(it.task, Task::Vacuum | Task::VacuumFull),
        OpKind::RenameTable { .. }
        | OpKind::SetTableSchema { .. }
        | OpKind::SetStorage { .. }
        | OpKind::SetTableOption { .. }
        | OpKind::AlterPartition { .. }
        | OpKind::SetInheritance { .. }
        | OpKind::SetRowSecurity { .. }
        | OpKind::AddColumn { .. }
        | OpKind::DropColumn { .. }
        | OpKind::RenameColumn { .. }
        | OpKind::AlterColumn { .. }
        | OpKind::AddConstraint { .. }
        | OpKind::DropConstraint { .. }
        | OpKind::ValidateConstraint { .. }
        | OpKind::RenameConstraint { .. }
        | OpKind::AlterConstraint { .. }
        | OpKind::CreateIndex(_)
        | OpKind::DropIndex(_)
        | OpKind::RenameIndex { .. }
        | OpKind::AlterIndex(_)
        | OpKind::Reindex(_)
        | OpKind::CreateSchema { .. }
        | OpKind::DropSchema { .. }
        | OpKind::CreateDatabase { .. }
        | OpKind::DropDatabase { .. }
        | OpKind::CreateSequence(_)
        | OpKind::AlterSequence { .. }
        | OpKind::CreateType(_)
        | OpKind::AlterEnum { .. }
        | OpKind::AlterDomain { .. }
        | OpKind::CreateView(_)
        | OpKind::RefreshView(_)
        | OpKind::CreateFunction(_)
        | OpKind::CreateTrigger(_)
        | OpKind::SetTrigger { .. }
        | OpKind::CreateExtension { .. }
        | OpKind::DropObject { .. }
        | OpKind::RenameObject { .. }
        | OpKind::MoveObject { .. }
        | OpKind::Truncate(_)
        | OpKind::Lock(_) => true,
        OpKind::Insert(_)
        | OpKind::Update(_)
        | OpKind::Delete(_)
        | OpKind::Merge { .. }
        | OpKind::Copy(_)
        | OpKind::Query { .. }
        | OpKind::Call { .. }
        | OpKind::Transaction(_)
        | OpKind::Set(_)
        | OpKind::Opaque(_) => false,
    }
}

fn other_commits(kind: ObjectKind, verb: Verb, detail: &str) -> bool {
    match verb {
        Verb::Create | Verb::Alter | Verb::Drop | Verb::Grant | Verb::Revoke => true,
        Verb::Comment => false,
        Verb::Run => {
            kind == ObjectKind::System && !begins(detail, &KEEPS) && begins(detail, &COMMITS)
        }
    }
}

fn begins(detail: &str, words: &[&str]) -> bool {
    let mut starts =
        words.iter().map(|it| detail.get(..it.len()).is_some_and(|of| of.eq_ignore_ascii_case(it)));
    starts.any(|it| it)
}

/// Statements about the server that commit; each was seen to, in MySQL 9.7 or in MariaDB 10.11.
const COMMITS: [&str; 12] = [
    "alter instance",
    "backup",
    "cache",
    "change",
    "clone",
    "flush",
    "import",
    "install",
    "load index",
    "reset",
    "start",
    "stop",
];

/// One that does not.
const KEEPS: [&str; 1] = ["reset persist"];

/// Statements about the server that nobody's queries wait for.
const HARMLESS: [&str; 16] = [
    "flush privileges",
    "flush local privileges",
    "flush status",
    "flush logs",
    "flush binary logs",
    "flush error logs",
    "flush general logs",
    "flush slow logs",
    "flush hosts",
    "flush user_resources",
    "flush optimizer_costs",
    "flush query cache",
    "install",
    "uninstall",
    "load index",
    "cache index",
];

// ---- One operation

/// What the operation does by itself; as part of an ALTER TABLE, the table and how far it can go without work.
fn operation<'a>(work: &mut Work<'_>, op: &'a Op) -> Option<(&'a ObjectName, Way)> {
    if let Some(table) = altered(&op.kind)
        && work.schema.is_missing(table)
    {
        if work.says(Clause::IfExists) && matches!(op.kind, OpKind::RenameTable { .. }) {
            return None;
        }
        let because = "nothing in the schema or the history makes it";
        let cause = why(Clause::Table, "ALTER TABLE").possible(because);
        work.may_fail(format!("1146: Table '{table}' doesn't exist"), &cause);
    }
    if foreign::refuses(work, op) || names::refuses(work, op) {
        return None;
    }
    match &op.kind {
        OpKind::AddColumn { table, column, position, guard } => {
            limits::added(work, table, column);
            column::add(work, table, column, position, *guard).map(|it| (table, it))
        }
        OpKind::DropColumn { table, column, guard, .. } => {
            column::drop(work, table, column, *guard).map(|it| (table, it))
        }
        OpKind::RenameColumn { table, column, .. } => {
            column::rename(work, table, column).map(|it| (table, it))
        }
        OpKind::AlterColumn { table, column, change } => {
            column::alter(work, table, column, change).map(|it| (table, it))
        }
        OpKind::AddConstraint { table, constraint, guard } => {
            if *guard == Guard::IfNeeded && !work.server.column_guards {
                work.syntax_error("no IF NOT EXISTS here", Clause::IfNotExists, "ALTER TABLE");
                return None;
            }
            limits::constraint(work, table, constraint);
            constraint::add(work, table, constraint).map(|it| (table, it))
        }
        OpKind::DropConstraint { table, constraint, guard, .. } => {
            constraint::drop(work, table, constraint, *guard).map(|it| (table, it))
        }
        OpKind::AlterConstraint { table, change, .. } => {
            constraint::alter(work, table, *change).map(|it| (table, it))
        }
        OpKind::CreateIndex(it) => {
            limits::index(work, it);
            index::create(work, it).map(|way| (&it.table, way))
        }
        OpKind::DropIndex(it) => {
            let way = index::drop(work, it)?;
            Some((it.table.as_ref()?, way))
        }
        OpKind::RenameIndex { table, .. } => {
            let way = index::rename(work)?;
            Some((table.as_ref()?, way))
        }
        OpKind::AlterIndex(it) => {
            let way = index::alter(work, &it.change)?;
            Some((it.table.as_ref()?, way))
        }
        OpKind::SetTableOption { table, option } => {
            option::set(work, table, option).map(|it| (table, it))
        }
        OpKind::AlterPartition { table, change } => match partition::alter(work, table, change)? {
            Change::Way(way) => Some((table, way)),
            Change::Own { rebuilds } => {
                partition_ddl(work, table, rebuilds);
                None
            }
        },
        _ => {
            alone(work, &op.kind);
            None
        }
    }
}

/// Partition DDL has no algorithm; what ALGORITHM and LOCK say of it is ignored, refused, or a syntax error.
fn partition_ddl(work: &mut Work<'_>, table: &ObjectName, rebuilds: bool) {
    let asked = asked(work.ops);
    if asked.algorithm.is_some() || asked.lock.is_some() {
        if work.server.partition_refuses_clauses {
            let words = "no ALGORITHM or LOCK with partitions";
            work.syntax_error(words, Clause::Algorithm, "ALTER TABLE Partition Operations");
            return;
        }
        if rebuilds {
            let words = "1846: LOCK=NONE/SHARED/EXCLUSIVE is not supported. Reason: Partition specific operations \
                         do not yet support LOCK/ALGORITHM. Try LOCK=DEFAULT.";
            work.refused(Refusal::Statement, words, &why(Clause::Algorithm, "partition/rebuild"));
            return;
        }
    }
    partition::own(work, table, rebuilds);
}

/// Operations that are a statement of their own.
fn alone(work: &mut Work<'_>, kind: &OpKind) {
    match kind {
        OpKind::CreateTable(it) => table::create(work, it),
        OpKind::DropTable { name, guard, .. } => table::drop(work, name, *guard),
        OpKind::RenameTable { table, .. } => table::rename(work, table),
        OpKind::CreateView(it) => {
            for read in &it.query.reads {
                work.lock(read, work::SHARED_READ, HeldUntil::Statement, &always("CREATE VIEW"));
            }
        }
        OpKind::CreateTrigger(it) => data::definition(work, &it.table),
        OpKind::DropObject { kind: ObjectKind::Trigger, table: Some(table), .. } => {
            data::definition(work, table);
        }
        OpKind::CreateSequence(_) | OpKind::AlterSequence { .. } => {
            if !work.server.sequences {
                work.syntax_error("no SEQUENCE", Clause::Name, "CREATE SEQUENCE");
            }
        }
        OpKind::Insert(it) => data::insert(work, it),
        OpKind::Update(it) => data::update(work, it),
        OpKind::Delete(it) => data::delete(work, it),
        OpKind::Copy(it) => {
            if let Some(table) = &it.table {
                data::load(work, table);
            }
        }
        OpKind::Truncate(it) => data::truncate(work, it),
        OpKind::Query { reads, .. } => data::query(work, reads),
        OpKind::Lock(it) => data::lock(work, it),
        OpKind::Maintain(it) => data::maintain(work, it),
        OpKind::Call { name, .. } => {
            let why = format!("what `{name}` does when it is called");
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        // It reaches further than the tables that a migration is about (manual: "Database Administration Statements").
        OpKind::Other { kind: ObjectKind::System, verb: Verb::Run, detail, .. }
            if !begins(detail, &HARMLESS) =>
        {
            let why = format!("what the whole server does on {detail}");
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::Opaque(it) => {
            let why = format!("{}: {}", it.why.words(), it.detail);
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::SetTableSchema { .. }
        | OpKind::SetStorage { .. }
        | OpKind::SetInheritance { .. }
        | OpKind::SetRowSecurity { .. }
        | OpKind::ValidateConstraint { .. }
        | OpKind::RenameConstraint { .. }
        | OpKind::Reindex(_)
        | OpKind::CreateType(_)
        | OpKind::AlterEnum { .. }
        | OpKind::AlterDomain { .. }
        | OpKind::RefreshView(_)
        | OpKind::SetTrigger { .. }
        | OpKind::CreateExtension { .. }
        | OpKind::MoveObject { .. }
        | OpKind::Merge { .. } => {
            work.syntax_error("there is no such statement", Clause::Table, "SQL Statements");
        }
        // Parts of an ALTER TABLE are told as a whole.
        OpKind::AddColumn { .. }
        | OpKind::DropColumn { .. }
        | OpKind::RenameColumn { .. }
        | OpKind::AlterColumn { .. }
        | OpKind::AddConstraint { .. }
        | OpKind::DropConstraint { .. }
        | OpKind::AlterConstraint { .. }
        | OpKind::CreateIndex(_)
        | OpKind::DropIndex(_)
        | OpKind::RenameIndex { .. }
        | OpKind::AlterIndex(_)
        | OpKind::SetTableOption { .. }
        | OpKind::AlterPartition { .. } => {}
        // They touch no rows that anybody else uses.
        OpKind::CreateSchema { .. }
        | OpKind::DropSchema { .. }
        | OpKind::CreateDatabase { .. }
        | OpKind::DropDatabase { .. }
        | OpKind::CreateFunction(_)
        | OpKind::DropObject { .. }
        | OpKind::RenameObject { .. }
        | OpKind::Other { .. }
        | OpKind::Transaction(_)
        | OpKind::Set(_) => {}
    }
}

/// The table that an operation changes.
fn altered(kind: &OpKind) -> Option<&ObjectName> {
    match kind {
        OpKind::RenameTable { table, .. }
        | OpKind::SetTableOption { table, .. }
        | OpKind::AlterPartition { table, .. }
        | OpKind::AddColumn { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::RenameColumn { table, .. }
        | OpKind::AlterColumn { table, .. }
        | OpKind::AddConstraint { table, .. }
        | OpKind::DropConstraint { table, .. }
        | OpKind::AlterConstraint { table, .. } => Some(table),
        OpKind::CreateIndex(index) => Some(&index.table),
        _ => None,
    }
}
