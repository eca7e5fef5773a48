//! SQL Server 2016 to 2022 and Azure SQL, by edition.
//!
//! No server was asked: each fact is from the manual's page that is cited by its title ("Transact-SQL reference" and
//! "SQL Server documentation"). What rests on a page's words for a neighbouring case is marked as likely, and what the
//! page leaves open as possible.

mod column;
mod constraint;
mod index;
mod limits;
mod rows;

use super::work::{self, Why, always, why};
use super::{
    Blocks, Breakage, Context, Effect, EffectKind, HeldUntil, InTransaction, LockMode, Loss,
    Refusal, RowExtent, ScanPurpose,
};
use crate::catalog::Schema;
use crate::dialect::{Edition, Target, Version};
use crate::ops::constraint::AlterConstraint;
use crate::ops::object::ObjectKind;
use crate::ops::table::{AlterPartition, CreateTable, Persistence, TableOption};
use crate::ops::{Clause, Guard, ObjectName, Op, OpKind, Verb};

/// "Transaction locking and row versioning guide", "Lock modes" and "Lock compatibility".
const SCH_S: LockMode = LockMode { strength: 0, name: "Sch-S", blocks: Blocks::NOTHING };
const IS: LockMode = LockMode { strength: 1, name: "IS", blocks: Blocks::NOTHING };
const IX: LockMode = LockMode { strength: 2, name: "IX", blocks: Blocks::NOTHING };
const S: LockMode = LockMode { strength: 3, name: "S", blocks: Blocks::WRITES };
const X: LockMode = LockMode { strength: 4, name: "X", blocks: Blocks::ALL };
const SCH_M: LockMode = LockMode { strength: 5, name: "Sch-M", blocks: Blocks::ALL };

const ALTER: &str = "ALTER TABLE: Locks and ALTER TABLE";
const MODES: &str = "Transaction locking and row versioning guide: Lock modes";

/// What the version and edition can do.
#[derive(Debug, Clone, Copy)]
struct Server {
    /// "Editions and supported features": online index operations, and ADD of NOT NULL columns as an online operation,
    /// are Enterprise's and Azure's. `None` where nobody told the edition.
    online: Option<bool>,
    /// "CREATE INDEX", "RESUMABLE": since 2019.
    resumable_create: bool,
    /// "Resumable add table constraints": since 2022.
    resumable_constraint: bool,
    /// "CREATE INDEX", "WAIT_AT_LOW_PRIORITY": since 2022.
    low_priority_create: bool,
    /// "TRUNCATE TABLE", "WITH (PARTITIONS)" and DROP … IF EXISTS: since 2016.
    drops_if_exists: bool,
    /// The year that names the version; Azure has what the newest has.
    year: u32,
}

impl Server {
    fn of(target: Target) -> Server {
        let azure = target.edition == Some(Edition::Azure);
        let since = |year| azure || Version::new(year, 0, 0) <= target.version;
        Server {
            online: match target.edition {
                Some(Edition::Enterprise | Edition::Azure) => Some(true),
                Some(Edition::Standard) => Some(false),
                None => None,
            },
            resumable_create: since(2019),
            resumable_constraint: since(2022),
            low_priority_create: since(2022),
            drops_if_exists: since(2016),
            year: if azure { u32::MAX } else { target.version.major.into() },
        }
    }
}

type Work<'a> = work::Work<'a, Server>;

/// See [`super::of_statement`].
pub fn of_statement(ops: &[Op], before: &Schema, context: &Context<'_>) -> Vec<Effect> {
    let mut work = Work::over(ops, before, context, Server::of(context.target));
    for (index, op) in ops.iter().enumerate() {
        work.index = index;
        if !is_temporary(op) {
            operation(&mut work, op);
        }
    }
    work.finish()
}

/// Whether the operation is about a table that is nobody else's: `#t`.
fn is_temporary(op: &Op) -> bool {
    let name = match &op.kind {
        OpKind::DropTable { name, .. } => name,
        OpKind::AddColumn { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::AlterColumn { table, .. }
        | OpKind::AddConstraint { table, .. } => table,
        OpKind::CreateIndex(it) => &it.table,
        OpKind::Insert(it) => &it.table,
        OpKind::Update(it) => &it.table,
        OpKind::Delete(it) => &it.table,
        _ => return false,
    };
    name.name.starts_with('#')
}

fn operation(work: &mut Work<'_>, op: &Op) {
    match &op.kind {
        OpKind::CreateTable(it) => create(work, it),
        OpKind::DropTable { name, guard, .. } => drop(work, name, *guard),
        OpKind::RenameTable { table, .. } => {
            renamed(work, table, None);
        }
        OpKind::RenameColumn { table, column, .. } => {
            renamed(work, table, Some(column));
        }
        OpKind::RenameConstraint { table, .. } => {
            alter_lock(work, table, &schema_change("sp_rename: Remarks"));
        }
        OpKind::RenameIndex { table: Some(table), .. } => {
            alter_lock(work, table, &schema_change("sp_rename: Remarks"));
        }
        OpKind::AddColumn { .. } if work.says(Clause::Kind(ObjectKind::Column)) => {
            let words = "156: Incorrect syntax near the keyword 'COLUMN'.";
            let cause = why(Clause::Kind(ObjectKind::Column), "ALTER TABLE: Syntax");
            work.refused(Refusal::Version, words, &cause);
        }
        OpKind::AddColumn { table, column, .. } => column::add(work, table, column),
        OpKind::DropColumn { table, column, guard, .. } => {
            column::drop(work, table, column, *guard);
        }
        OpKind::AlterColumn { table, column, change } => column::alter(work, table, column, change),
        OpKind::AddConstraint { table, constraint, .. } => constraint::add(work, table, constraint),
        OpKind::DropConstraint { table, constraint, guard, .. } => {
            constraint::drop(work, table, constraint, *guard);
        }
        OpKind::ValidateConstraint { table, name } => constraint::validate(work, table, Some(name)),
        OpKind::AlterConstraint { table, change, .. } => {
            constraint::switch(work, table, *change);
        }
        OpKind::CreateIndex(it) => index::create(work, it),
        OpKind::DropIndex(it) => index::drop(work, it),
        OpKind::AlterIndex(it) => index::alter(work, it),
        OpKind::SetTableOption { table, option } => set_option(work, table, option),
        OpKind::AlterPartition { table, change } => partition(work, table, change),
        OpKind::SetTrigger { table, .. } => {
            alter_lock(work, table, &schema_change("DISABLE TRIGGER: Remarks"));
        }
        OpKind::CreateTrigger(it) => {
            alter_lock(work, &it.table, &schema_change("CREATE TRIGGER: Remarks"));
        }
        OpKind::Other { kind: ObjectKind::Trigger, table: Some(table), .. } => {
            alter_lock(work, table, &schema_change("ALTER TRIGGER: Remarks"));
        }
        OpKind::Other {
            kind: ObjectKind::Partitioning, verb: Verb::Alter, name, detail, ..
        } => {
            repartitioned(work, name.as_ref(), detail);
        }
        OpKind::Truncate(it) => {
            for table in &it.tables {
                truncate(work, table);
            }
        }
        OpKind::CreateDatabase { .. } | OpKind::DropDatabase { .. } => {
            refuse_inside(work, "CREATE DATABASE");
        }
        OpKind::Other { kind: ObjectKind::Database, verb: Verb::Alter, detail, .. } => {
            refuse_inside(work, "ALTER DATABASE");
            alone(work, detail);
        }
        OpKind::CreateView(it) if it.materialized => syntax(work, "MATERIALIZED", Clause::Name),
        OpKind::CreateType(_) | OpKind::CreateView(_) | OpKind::RefreshView(_) => {}
        OpKind::DropObject { kind, name, .. } => {
            if let Some(what) = kind.used_by_name()
                && what != "schema"
            {
                work.breaks(name, None, Breakage::Removed, &always("DROP VIEW: Remarks"));
            }
        }
        OpKind::Opaque(it) => {
            let why = format!("{}: {}", it.why.words(), it.detail);
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::Call { name, .. } if !is_system(name) => {
            let why = format!("what `{name}` does is not known");
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::Insert(_)
        | OpKind::Update(_)
        | OpKind::Delete(_)
        | OpKind::Merge { .. }
        | OpKind::Query { .. }
        | OpKind::Copy(_)
        | OpKind::Lock(_)
        | OpKind::Maintain(_)
        | OpKind::CreateExtension { .. }
        | OpKind::SetRowSecurity { .. }
        | OpKind::Reindex(_)
        | OpKind::AlterEnum { .. }
        | OpKind::AlterDomain { .. }
        | OpKind::SetInheritance { .. }
        | OpKind::SetStorage { .. }
        | OpKind::SetTableSchema { .. } => rows::operation(work, op),
        // Nothing that others wait for or lose.
        OpKind::CreateSchema { .. }
        | OpKind::DropSchema { .. }
        | OpKind::CreateSequence(_)
        | OpKind::AlterSequence { .. }
        | OpKind::CreateFunction(_)
        | OpKind::RenameObject { .. }
        | OpKind::MoveObject { .. }
        | OpKind::Transaction(_)
        | OpKind::Set(_)
        | OpKind::RenameIndex { .. }
        | OpKind::Other { .. }
        | OpKind::Call { .. } => {}
    }
}

/// "Affects all of them in a single transaction": which tables lie on a function is not known.
fn repartitioned(work: &mut Work<'_>, name: Option<&ObjectName>, detail: &str) {
    let words = detail.to_ascii_lowercase();
    let Some(name) = name.filter(|_| words.contains("split") || words.contains("merge")) else {
        return;
    };
    let why = format!(
        "every table on `{name}` is divided anew, offline and in one transaction, and rows move where a partition is not empty"
    );
    work.effect(
        EffectKind::Unknown { why },
        &always("ALTER PARTITION FUNCTION: Limitations and Restrictions"),
    );
}

/// What waits until nobody else is connected ("ALTER DATABASE SET Options": for READ_COMMITTED_SNAPSHOT "there must be no
/// active connections to the database except for the connection running the ALTER DATABASE command").
fn alone(work: &mut Work<'_>, detail: &str) {
    const WORDS: [&str; 6] = [
        "read_committed_snapshot",
        "single_user",
        "restricted_user",
        "offline",
        "read_only",
        "collate",
    ];
    let lower = detail.to_ascii_lowercase();
    if WORDS.iter().any(|it| lower.contains(it)) {
        let why = "it waits until nobody else is connected, and with ROLLBACK IMMEDIATE ends their transactions";
        let cause = always("ALTER DATABASE SET Options: WITH <termination>");
        work.effect(EffectKind::Unknown { why: why.to_owned() }, &cause);
    }
}

/// Procedures of the server's own that change no table ("System stored procedures"): what a team calls `sp_…` itself,
/// and the server's that change tables, are not known.
fn is_system(name: &ObjectName) -> bool {
    const HARMLESS: [&str; 26] = [
        "sp_add",
        "sp_approlepassword",
        "sp_attach",
        "sp_audit",
        "sp_change_users",
        "sp_changedbowner",
        "sp_configure",
        "sp_db",
        "sp_default",
        "sp_delete",
        "sp_deny",
        "sp_detach",
        "sp_drop",
        "sp_estimate",
        "sp_fulltext",
        "sp_get",
        "sp_grant",
        "sp_help",
        "sp_password",
        "sp_procoption",
        "sp_refresh",
        "sp_releaseapplock",
        "sp_revoke",
        "sp_set",
        "sp_spaceused",
        "sp_updatestats",
    ];
    let lower = name.name.to_ascii_lowercase();
    lower.starts_with("xp_") || HARMLESS.iter().any(|it| lower.starts_with(it))
}

/// The server does not know the word.
fn syntax(work: &mut Work<'_>, near: &str, clause: Clause) {
    unknown(work, near, &why(clause, "Database Engine events and errors: 0 to 999"));
}

/// The version does not know the word yet, as a page says.
fn unknown(work: &mut Work<'_>, near: &str, why: &Why) {
    let words = format!("102: Incorrect syntax near '{near}'.");
    work.refused(Refusal::Version, words, why);
}

/// "Transactions": what cannot be in an explicit transaction.
fn refuse_inside(work: &mut Work<'_>, what: &str) {
    if work.context.in_transaction == InTransaction::Yes {
        let words =
            format!("226: {what} statement not allowed within multi-statement transaction.");
        work.refused(Refusal::InTransaction, words, &always("ALTER DATABASE: Remarks"));
    }
}

/// Every ALTER TABLE acquires Sch-M, and keeps it until its transaction ends.
fn alter_lock(work: &mut Work<'_>, table: &ObjectName, why: &Why) {
    work.lock(table, SCH_M, HeldUntil::Commit, why);
}

/// A page that names no lock; "Schema locks" of the guide says that changes of a table's definition take Sch-M.
fn schema_change(page: &'static str) -> Why {
    always(page).likely("the page names no lock, and changes of a definition take Sch-M")
}

/// "Maximum capacity specifications for SQL Server", columns per table without sparse ones.
const MOST_COLUMNS: usize = 1_024;

// ---- Tables

fn create(work: &mut Work<'_>, create: &CreateTable) {
    let cause = why(Clause::References, "CREATE TABLE: REFERENCES");
    if create.persistence == Persistence::Unlogged {
        syntax(work, "UNLOGGED", Clause::Table);
    }
    if create.guard == Guard::IfNeeded && work.says(Clause::IfNotExists) {
        syntax(work, "IF", Clause::IfNotExists);
    }
    for column in &create.columns {
        if column::refuses(work, column) {
            return;
        }
    }
    limits::table(work, create);
    let inline = create.columns.iter().flat_map(|it| &it.constraints);
    for constraint in create.constraints.iter().chain(inline) {
        if let crate::ops::constraint::ConstraintKind::ForeignKey(key) = &constraint.kind
            && key.references != create.name
        {
            work.lock(&key.references, SCH_M, HeldUntil::Commit, &cause.likely(""));
        }
    }
    if MOST_COLUMNS < create.columns.len() {
        let words = format!(
            "1702: CREATE TABLE failed because a column of table '{}' exceeds the maximum of 1024 columns.",
            create.name
        );
        work.refused(
            Refusal::Schema,
            words,
            &why(
                Clause::Column,
                "Maximum capacity specifications for SQL Server: Database Engine objects",
            ),
        );
    }
    for read in create.filled_from.iter().flat_map(|it| &it.reads) {
        let cause = always(MODES).likely("with READ_COMMITTED_SNAPSHOT a query takes none");
        work.lock(read, IS, HeldUntil::Statement, &cause);
        work.scan(read, ScanPurpose::Query, &always("SELECT - INTO clause: new_table"));
    }
}

fn drop(work: &mut Work<'_>, name: &ObjectName, guard: Guard) {
    let cause = why(Clause::Table, "DROP TABLE: Remarks");
    if guard == Guard::IfNeeded && work.says(Clause::IfExists) && !work.server.drops_if_exists {
        syntax(work, "IF", Clause::IfExists);
    }
    if work.says(Clause::Cascade) {
        syntax(work, "CASCADE", Clause::Cascade);
    }
    if work.schema.is_missing(name) {
        if guard == Guard::None {
            let words = format!(
                "3701: Cannot drop the table '{name}', because it does not exist or you do not have permission."
            );
            work.refused(
                Refusal::Schema,
                words,
                &cause.possible("nothing in the history makes it"),
            );
        }
        return;
    }
    let referrer = work.schema.foreign_keys_to(name).find(|it| it.0.name != *name);
    if let Some((_, constraint, _)) = referrer {
        let words = format!(
            "3726: Could not drop object '{name}' because it is referenced by a FOREIGN KEY constraint (`{}`).",
            constraint.name
        );
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    work.lock(name, SCH_M, HeldUntil::Commit, &cause);
    work.lose(name, None, Loss::Dropped, &cause);
    work.breaks(name, None, Breakage::Removed, &cause);
}

/// "sp_rename": what refers to the old name in procedures, views and triggers is not changed.
fn renamed(work: &mut Work<'_>, table: &ObjectName, column: Option<&str>) {
    let cause = always("sp_rename: Remarks");
    alter_lock(work, table, &schema_change("sp_rename: Remarks"));
    work.breaks(table, column, Breakage::Renamed, &cause);
    let views: Vec<ObjectName> = work.schema.views_of(table).map(|it| it.name.clone()).collect();
    for view in views {
        work.breaks(
            &view,
            None,
            Breakage::Dependent,
            &cause.likely("it goes on using the old name"),
        );
    }
}

/// Whether the server keeps a history of the table's rows.
fn is_versioned(work: &Work<'_>, table: &ObjectName) -> bool {
    let options = work.table(table).map_or(&[][..], |it| &it.options);
    let on = |it: &&TableOption| it.value.trim_start().to_ascii_lowercase().starts_with("on");
    options.iter().filter(|it| it.name == "system_versioning").any(|it| on(&it))
}

fn truncate(work: &mut Work<'_>, table: &ObjectName) {
    let cause = why(Clause::Table, "TRUNCATE TABLE: Remarks");
    if is_versioned(work, table) {
        let words = format!("'{table}' is not emptied while SYSTEM_VERSIONING is ON");
        let page = "Temporal Table Considerations and Limitations: TRUNCATE TABLE";
        return work.refused(Refusal::Schema, words, &why(Clause::Table, page));
    }
    if let Some((_, constraint, _)) =
        work.schema.foreign_keys_to(table).find(|it| it.0.name != *table)
    {
        let words = format!(
            "4712: Cannot truncate table '{table}' because it is being referenced by a FOREIGN KEY constraint (`{}`).",
            constraint.name
        );
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    work.lock(table, SCH_M, HeldUntil::Commit, &cause);
    work.lose(table, None, Loss::Emptied, &cause);
}

fn set_option(work: &mut Work<'_>, table: &ObjectName, option: &TableOption) {
    match option.name.as_str() {
        "constraints" => match option.value.as_str() {
            "validate" => constraint::validate(work, table, None),
            "enforce" => constraint::switch(work, table, AlterConstraint::Enforce),
            _ => constraint::switch(work, table, AlterConstraint::Unenforce),
        },
        "rebuild" => {
            let online = option.value.contains("online=on");
            let cause = why(Clause::Option, "ALTER TABLE: REBUILD");
            index::rebuild(work, table, online, &cause);
            work.rewrite(table, &cause);
        }
        _ => alter_lock(work, table, &why(Clause::Option, ALTER)),
    }
}

/// SWITCH takes Sch-M on both tables, and moves no row; REBUILD writes one partition anew.
fn partition(work: &mut Work<'_>, table: &ObjectName, change: &AlterPartition) {
    let cause = why(Clause::Partition, "ALTER TABLE: SWITCH");
    if let AlterPartition::Truncate { .. } = change {
        let cause = why(Clause::Table, "TRUNCATE TABLE: Remarks");
        alter_lock(work, table, &cause);
        return work.lose(table, None, Loss::Emptied, &cause);
    }
    let AlterPartition::Other { verb, detail } = change else {
        return alter_lock(work, table, &cause);
    };
    let page = if verb == "rebuild" { "ALTER TABLE: REBUILD" } else { "ALTER TABLE: SWITCH" };
    alter_lock(work, table, &why(Clause::Partition, page));
    match verb.as_str() {
        "switch" => {
            let mut words = detail.split_whitespace();
            if let Some(target) =
                words.by_ref().find(|it| it.eq_ignore_ascii_case("to")).and_then(|_| words.next())
            {
                let (schema, name) = target.rsplit_once('.').unwrap_or(("", target));
                let strip = |it: &str| it.trim_matches(['[', ']', ';', '"']).to_owned();
                let (schema, name) = (strip(schema), strip(name));
                let target = match schema.as_str() {
                    "" | "dbo" => ObjectName::bare(name),
                    schema => ObjectName::qualified(schema, name),
                };
                alter_lock(work, &target, &cause);
            }
        }
        "rebuild" => work.rewrite(table, &why(Clause::Partition, "ALTER TABLE: REBUILD")),
        _ => {}
    }
}

/// Whether the operation is refused inside a transaction.
pub fn refuses_transaction(op: &Op) -> bool {
    match &op.kind {
        OpKind::CreateDatabase { .. } | OpKind::DropDatabase { .. } => true,
        OpKind::Other { kind: ObjectKind::Database, verb: Verb::Alter, .. } => true,
        OpKind::CreateIndex(it) => {
            it.method.as_deref() == Some("fulltext") || index::is_resumable(&it.options)
        }
        _ => false,
    }
}

fn change_rows(work: &mut Work<'_>, relation: &ObjectName, extent: RowExtent, why: &Why) {
    let kind = EffectKind::ChangeRows { relation: relation.clone(), extent };
    work.effect(kind, why);
}
