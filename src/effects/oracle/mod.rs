//! Oracle Database 12.2, 19c, 21c and 23ai, by edition.
//!
//! No server was asked: each fact is from the manual's page that is cited by its title ("SQL Language Reference" unless
//! another book is named). What rests on a page's words for a neighbouring case is marked as likely, and what the page
//! leaves open as possible. Queries are never blocked ("Automatic Locks in DDL Operations").

mod column;
mod constraint;
mod index;
mod rows;

use super::work::{self, Why, always, why};
use super::{
    Blocks, Breakage, Context, Effect, EffectKind, HeldUntil, LockMode, Loss, Refusal, ScanPurpose,
    Wait,
};
use crate::catalog::{Schema, View};
use crate::dialect::{Edition, Target, Version};
use crate::ops::constraint::Action;
use crate::ops::object::ObjectKind;
use crate::ops::table::{AlterPartition, CreateTable, Persistence, TableOption};
use crate::ops::{Cascade, Clause, Guard, ObjectName, Op, OpKind, Verb};

/// "Automatic Locks in DML Operations: Table Locks (TM)", "Table Locks (TM)".
const ROW_SHARE: LockMode = LockMode { strength: 0, name: "TM row share", blocks: Blocks::NOTHING };
const ROW_EXCLUSIVE: LockMode =
    LockMode { strength: 1, name: "TM row exclusive", blocks: Blocks::NOTHING };
const SHARE: LockMode = LockMode { strength: 2, name: "TM share", blocks: Blocks::WRITES };
const EXCLUSIVE: LockMode = LockMode { strength: 4, name: "TM exclusive", blocks: Blocks::WRITES };

/// Its pages are there by title, and their tables of editions could not be read: what rests on them is likely.
const LICENSING: &str = "Licensing Information: Permitted Features, Options, and Management Packs";
/// "Most DDL operations require exclusive DDL locks", which keep others from a DML lock and not from a query, until the
/// statement's own commit; DROP TABLE and ALTER TABLE are its example.
const LOCKS: &str = "Automatic Locks in DDL Operations: Exclusive DDL Locks";
const NONBLOCKING: &str = "Automatic and Manual Locking Mechanisms: List of Nonblocking DDLs";

/// What the version and edition can do.
#[derive(Debug, Clone, Copy)]
struct Server {
    /// "Licensing Information", "Permitted Features": ONLINE of indexes and tables is Enterprise Edition's. `None` where
    /// nobody told the edition.
    online: Option<bool>,
    /// 23ai: IF [NOT] EXISTS, BOOLEAN, several rows of VALUES, and more that does not block ("Release 23").
    is_23: bool,
    /// "DROP INDEX", "IF EXISTS": "You can only use IF EXISTS from Release 19.28 and up". `None` where no release update
    /// of 19 was told.
    guards: Option<bool>,
    /// 12.2: names of 128 bytes.
    long_names: bool,
}

impl Server {
    fn of(target: Target) -> Server {
        let online = match target.edition {
            Some(Edition::Enterprise | Edition::Azure) => Some(true),
            Some(Edition::Standard) => Some(false),
            None => None,
        };
        let is_23 = Version::new(23, 0, 0) <= target.version;
        let guards = match (target.version.major, target.version.minor) {
            (19, 0) => None,
            (19, update) => Some(28 <= update),
            _ => Some(is_23),
        };
        Server {
            online,
            is_23,
            guards,
            long_names: target.version.major != 12 || target.version.minor != 1,
        }
    }
}

type Work<'a> = work::Work<'a, Server>;

/// See [`super::of_statement`].
pub fn of_statement(ops: &[Op], before: &Schema, context: &Context<'_>) -> Vec<Effect> {
    let mut work = Work::over(ops, before, context, Server::of(context.target));
    for (index, op) in ops.iter().enumerate() {
        work.index = index;
        if !refuses_guard(&mut work) {
            operation(&mut work, op);
        }
    }
    commit(&mut work);
    work.finish()
}

/// IF EXISTS and IF NOT EXISTS are 23ai's, and 19.28's ("Release 23", "IF [NOT] EXISTS Syntax Support").
fn refuses_guard(work: &mut Work<'_>) -> bool {
    let said = [Clause::IfExists, Clause::IfNotExists].into_iter().find(|it| work.says(*it));
    let Some(clause) = said.filter(|_| work.server.guards != Some(true)) else { return false };
    let words = "ORA-00922 or ORA-00933: IF EXISTS and IF NOT EXISTS are understood since Oracle 23ai and 19.28";
    let cause = why(clause, "Database Development Guide: Using IF EXISTS and IF NOT EXISTS");
    let cause = match work.server.guards {
        None => cause.likely("19 before its release update 28"),
        Some(_) => cause,
    };
    work.refused(Refusal::Version, words, &cause);
    true
}

fn operation(work: &mut Work<'_>, op: &Op) {
    match &op.kind {
        OpKind::CreateTable(it) => create(work, it),
        OpKind::DropTable { name, guard, cascade } => drop(work, name, *guard, *cascade),
        OpKind::RenameTable { table, .. } => {
            let because = "the page names no lock, and most DDL takes an exclusive one";
            exclusive(work, table, &always(LOCKS).likely(because));
            work.breaks(table, None, Breakage::Renamed, &always("RENAME: Purpose"));
            invalidates(work, table, None);
        }
        OpKind::RenameColumn { table, column, .. } => {
            let cause = why(Clause::Column, "ALTER TABLE: rename_column_clause");
            exclusive(work, table, &cause);
            work.breaks(table, Some(column), Breakage::Renamed, &cause);
            invalidates(work, table, Some(column));
        }
        OpKind::AddColumn { .. } if work.says(Clause::Kind(ObjectKind::Column)) => {
            let cause = why(Clause::Kind(ObjectKind::Column), "ALTER TABLE: add_column_clause");
            work.refused(Refusal::Version, "ADD takes no COLUMN here", &cause);
        }
        OpKind::AddColumn { table, column, .. } => column::add(work, table, column),
        OpKind::DropColumn { table, column, .. } => column::drop(work, table, column),
        OpKind::AlterColumn { table, column, change } => column::alter(work, table, column, change),
        OpKind::AddConstraint { table, constraint, .. } => constraint::add(work, table, constraint),
        OpKind::DropConstraint { table, constraint, cascade, .. } => {
            constraint::drop(work, table, constraint, *cascade);
        }
        OpKind::ValidateConstraint { table, name } => constraint::validate(work, table, name),
        OpKind::AlterConstraint { table, change, .. } => constraint::switch(work, table, *change),
        OpKind::RenameConstraint { table, .. } => exclusive(work, table, &always(LOCKS)),
        OpKind::CreateIndex(it) => index::create(work, it),
        OpKind::DropIndex(it) => index::drop(work, it),
        OpKind::AlterIndex(it) => index::alter(work, it),
        OpKind::SetTableOption { table, option } => set_option(work, table, option),
        OpKind::AlterPartition { table, change } => partition(work, table, change),
        OpKind::SetTrigger { table, .. } => {
            exclusive(work, table, &always("ALTER TABLE: enable_disable_clause"))
        }
        OpKind::Truncate(it) => {
            for table in &it.tables {
                truncate(work, table, it.cascade);
            }
        }
        OpKind::CreateView(it) => {
            if it.materialized {
                // BUILD IMMEDIATE is the default; DEFERRED is not kept.
                let cause = always("CREATE MATERIALIZED VIEW: BUILD Clause");
                for read in &it.query.reads {
                    work.scan(
                        read,
                        ScanPurpose::Query,
                        &cause.likely("unless it is BUILD DEFERRED"),
                    );
                }
            }
        }
        OpKind::Other { kind: ObjectKind::Table, table: Some(table), .. } => {
            let cause =
                always("FLASHBACK TABLE: Notes").likely("the page's notes were read in a copy");
            exclusive(work, table, &cause);
            let kind = EffectKind::ChangeRows {
                relation: table.clone(),
                extent: crate::effects::RowExtent::All,
            };
            work.effect(kind, &cause);
            work.scan(table, ScanPurpose::Query, &cause);
            work.lose(table, None, Loss::Overwritten, &cause);
        }
        OpKind::Other { kind: ObjectKind::MaterializedView, table: Some(table), verb, .. } => {
            let cause = always(LOCKS).likely("it is not among the statements that block nobody");
            exclusive(work, table, &cause);
            if *verb == Verb::Create {
                let what = format!("every change of `{table}` is written to its log too");
                work.silent(table, what, &always("CREATE MATERIALIZED VIEW LOG: Purpose"));
            }
        }
        OpKind::DropObject { kind, name, .. } => {
            if kind.used_by_name().is_some() {
                work.breaks(name, None, Breakage::Removed, &always("DROP VIEW: Purpose"));
            }
        }
        OpKind::Opaque(it) => {
            let why = format!("{}: {}", it.why.words(), it.detail);
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::Call { name, .. } if !is_supplied(name) => {
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
        | OpKind::SetTableSchema { .. } => rows::operation(work, op),
        // Nothing that others wait for or lose.
        OpKind::SetStorage { .. }
        | OpKind::RenameIndex { .. }
        | OpKind::CreateSchema { .. }
        | OpKind::DropSchema { .. }
        | OpKind::CreateDatabase { .. }
        | OpKind::DropDatabase { .. }
        | OpKind::CreateSequence(_)
        | OpKind::AlterSequence { .. }
        | OpKind::CreateType(_)
        | OpKind::RefreshView(_)
        | OpKind::CreateFunction(_)
        | OpKind::CreateTrigger(_)
        | OpKind::RenameObject { .. }
        | OpKind::MoveObject { .. }
        | OpKind::Other { .. }
        | OpKind::Transaction(_)
        | OpKind::Set(_)
        | OpKind::Call { .. } => {}
    }
}

/// Packages that Oracle supplies and that change no table ("PL/SQL Packages and Types Reference").
fn is_supplied(name: &ObjectName) -> bool {
    let of = name.schema.as_deref().unwrap_or(&name.name).to_ascii_uppercase();
    let package = of.rsplit('.').next().unwrap_or(&of);
    matches!(
        package,
        "DBMS_OUTPUT"
            | "DBMS_STATS"
            | "DBMS_UTILITY"
            | "UTL_RECOMP"
            | "DBMS_LOCK"
            | "DBMS_SESSION"
            | "DBMS_APPLICATION_INFO"
            | "DBMS_SCHEDULER"
    )
}

/// The server does not know the word.
fn syntax(work: &mut Work<'_>, code: &str, near: &str, clause: Clause) {
    let words = format!("{code}: `{near}` is not understood");
    work.refused(
        Refusal::Version,
        words,
        &why(clause, "Database Error Messages: the number that is told"),
    );
}

// ---- Locks

/// An exclusive DDL lock, and TM exclusive for as long as the statement lasts, since it commits at its end.
fn exclusive(work: &mut Work<'_>, table: &ObjectName, why: &Why) {
    work.lock(table, EXCLUSIVE, HeldUntil::Statement, why);
}

/// As the list says of some: it does not block, unless the table is logged for replication.
fn mostly_nonblocking(work: &mut Work<'_>, table: &ObjectName, clause: Clause) {
    let because = "with supplemental logging it blocks writes";
    nonblocking(work, table, &why(clause, NONBLOCKING).likely(because));
}

/// It waits for those who write now, and lets others write meanwhile.
fn nonblocking(work: &mut Work<'_>, table: &ObjectName, why: &Why) {
    work.lock(table, ROW_SHARE, HeldUntil::Statement, why);
    work.effect(EffectKind::WaitsFor { what: Wait::Writers }, why);
}

/// Whether ONLINE is refused: Standard Edition does not have it.
fn refuse_online(work: &mut Work<'_>) -> bool {
    let cause = why(Clause::Online, LICENSING).likely("the page's table could not be read");
    match work.server.online {
        Some(true) => false,
        Some(false) => {
            let words = "ORA-00439: feature not enabled: Online Index Build or Online Redefinition";
            work.refused(Refusal::Version, words, &cause);
            true
        }
        None => {
            work.may_fail("the edition is not Enterprise: ORA-00439", &cause.possible(""));
            false
        }
    }
}

/// Views that read the table, or the column, under the name that goes; views that read others of its columns stay valid
/// ("Schema Object Dependency").
fn invalidates(work: &mut Work<'_>, table: &ObjectName, column: Option<&str>) {
    let cause = always("Database Concepts: Schema Object Dependencies");
    let views = work.schema.views_of(table);
    let reads = |it: &&View| column.is_none_or(|of| it.uses_column(table, of));
    let views: Vec<ObjectName> = views.filter(reads).map(|it| it.name.clone()).collect();
    for view in views {
        work.breaks(
            &view,
            None,
            Breakage::Dependent,
            &cause.likely("it is invalid, and compiles no more as it is"),
        );
    }
}

// ---- Implicit commits

/// Every DDL statement commits before and after itself ("COMMIT", "Types of SQL Statements").
fn commit(work: &mut Work<'_>) {
    if let Some(place) = work.ops.iter().position(|it| commits(&it.kind)) {
        work.index = place;
        let cause = always("Types of SQL Statements: Data Definition Language (DDL) Statements");
        work.effect(EffectKind::CommitsImplicitly, &cause);
    }
}

fn commits(kind: &OpKind) -> bool {
    match kind {
        OpKind::Insert(_)
        | OpKind::Update(_)
        | OpKind::Delete(_)
        | OpKind::Merge { .. }
        | OpKind::Query { .. }
        | OpKind::Copy(_)
        | OpKind::Call { .. }
        | OpKind::Lock(_)
        | OpKind::Transaction(_)
        | OpKind::Set(_)
        | OpKind::Opaque(_) => false,
        OpKind::Other { kind: ObjectKind::Session | ObjectKind::Client, .. } => false,
        // Of these, ALTER SYSTEM is no DDL, and what starts and stops the server is none either.
        OpKind::Other { kind: ObjectKind::System, detail, .. } => {
            let words = detail.to_ascii_lowercase();
            !["alter system", "startup", "shutdown", "administer"]
                .iter()
                .any(|it| words.starts_with(it))
        }
        OpKind::Other { kind: ObjectKind::Statistics, .. } => true,
        OpKind::Other { verb, .. } => *verb != Verb::Run,
        _ => true,
    }
}

// ---- Tables

fn create(work: &mut Work<'_>, create: &CreateTable) {
    if create.persistence == Persistence::Unlogged {
        syntax(work, "ORA-00901", "UNLOGGED", Clause::Table);
    }
    let most = if work.server.is_23 { 4_096 } else { 1_000 };
    if most < create.columns.len() {
        let words = format!("ORA-01792: maximum number of columns in a table or view is {most}");
        work.refused(
            Refusal::Schema,
            words,
            &why(Clause::Column, "Reference: Logical Database Limits"),
        );
    }
    for read in create.filled_from.iter().flat_map(|it| &it.reads) {
        work.scan(read, ScanPurpose::Query, &always("CREATE TABLE: AS subquery"));
    }
    let keys =
        create.constraints.iter().chain(create.columns.iter().flat_map(|it| &it.constraints));
    for constraint in keys {
        if let crate::ops::constraint::ConstraintKind::ForeignKey(key) = &constraint.kind {
            constraint::refuse_actions(work, key);
        }
    }
    name(work, &create.name.name, Clause::Table);
    for column in &create.columns {
        name(work, &column.name, Clause::Column);
        if column::refuses(work, column) {
            return;
        }
        column::empty(work, &create.name, column);
    }
}

/// "Database Object Naming Rules": 128 bytes since 12.2, where COMPATIBLE says so, and 30 before.
fn name(work: &mut Work<'_>, name: &str, clause: Clause) {
    let most = if work.server.long_names { 128 } else { 30 };
    if most < name.len() && !name.contains(['{', '$', '%']) {
        let words = format!("ORA-00972: identifier is too long: `{name}`: {most} bytes at most");
        work.refused(
            Refusal::Version,
            words,
            &why(clause, "Database Object Names and Qualifiers: Database Object Naming Rules"),
        );
    }
}

fn drop(work: &mut Work<'_>, name: &ObjectName, guard: Guard, cascade: Cascade) {
    let cause = why(Clause::Table, "DROP TABLE: Purpose");
    if work.schema.is_missing(name) {
        if guard == Guard::None {
            let words = format!("ORA-00942: table or view does not exist: {name}");
            work.refused(
                Refusal::Schema,
                words,
                &cause.possible("nothing in the history makes it"),
            );
        }
        return;
    }
    let referrer = work.schema.foreign_keys_to(name).find(|it| it.0.name != *name);
    if let Some((_, constraint, _)) = referrer.filter(|_| cascade != Cascade::Cascade) {
        let words = format!(
            "ORA-02449: unique/primary keys in table referenced by foreign keys (`{}`)",
            constraint.name
        );
        let cause = why(Clause::Cascade, "DROP TABLE: CASCADE CONSTRAINTS");
        return work.refused(Refusal::Schema, words, &cause);
    }
    exclusive(work, name, &why(Clause::Table, LOCKS));
    work.lose(name, None, Loss::Dropped, &cause);
    work.breaks(name, None, Breakage::Removed, &cause);
    invalidates(work, name, None);
}

fn truncate(work: &mut Work<'_>, table: &ObjectName, cascade: Cascade) {
    let cause = why(Clause::Table, "TRUNCATE TABLE: Purpose");
    // CASCADE empties what refers with ON DELETE CASCADE, and is refused where one key does not say so.
    let referrer = work.schema.foreign_keys_to(table).find(|it| {
        it.0.name != *table && (cascade != Cascade::Cascade || it.2.on_delete != Action::Cascade)
    });
    if let Some((_, constraint, _)) = referrer {
        let (code, source) = match cascade {
            Cascade::Cascade => ("ORA-14705", "Database Error Messages: ORA-14705"),
            _ => ("ORA-02266", "Database Error Messages: ORA-02266"),
        };
        let words = format!(
            "{code}: unique/primary keys in table referenced by enabled foreign keys (`{}`)",
            constraint.name
        );
        return work.refused(Refusal::Schema, words, &why(Clause::Table, source));
    }
    exclusive(work, table, &cause);
    work.lose(table, None, Loss::Emptied, &cause);
}

fn set_option(work: &mut Work<'_>, table: &ObjectName, option: &TableOption) {
    match option.name.as_str() {
        "move" => moved(work, table),
        "drop unused" => {
            let cause = always("ALTER TABLE: DROP UNUSED COLUMNS");
            exclusive(work, table, &cause);
            work.rewrite(table, &cause);
        }
        name if name.starts_with("shrink space") => {
            let cause = always("ALTER TABLE: shrink_clause");
            work.lock(table, ROW_EXCLUSIVE, HeldUntil::Statement, &cause);
            // COMPACT leaves the end, and its moment, to a later one.
            if !name.contains("compact") {
                work.lock(table, EXCLUSIVE, HeldUntil::Moment, &cause);
            }
            work.scan(table, ScanPurpose::Query, &cause.because("rows are moved to the front"));
        }
        _ => exclusive(work, table, &why(Clause::Option, LOCKS)),
    }
}

/// MOVE writes every row anew and leaves the indexes unusable; ONLINE keeps them and lets others write.
fn moved(work: &mut Work<'_>, table: &ObjectName) {
    let cause = always("ALTER TABLE: move_table_clause");
    if work.says(Clause::Online) {
        if refuse_online(work) {
            return;
        }
        nonblocking(work, table, &why(Clause::Online, NONBLOCKING));
        work.rewrite(table, &cause);
        return;
    }
    exclusive(work, table, &cause);
    work.rewrite(table, &cause);
    let indexed = work.table(table).is_none_or(|it| !it.indexes.is_empty());
    if indexed {
        let what = format!(
            "the indexes of `{table}` are UNUSABLE until they are rebuilt: statements that need them fail with ORA-01502"
        );
        work.silent(table, what, &cause);
    }
}

/// The table behind WITH TABLE.
fn exchanged(work: &Work<'_>, detail: &str) -> Option<ObjectName> {
    let mut words = detail.split_whitespace().skip_while(|it| !it.eq_ignore_ascii_case("with"));
    words.next().filter(|_| words.next().is_some_and(|it| it.eq_ignore_ascii_case("table")))?;
    let name = words.next()?;
    let fold = |it: &str| match it.strip_prefix('"') {
        Some(quoted) => quoted.trim_end_matches('"').to_owned(),
        None => work.context.target.dialect.fold(it),
    };
    Some(match name.split_once('.') {
        Some((schema, name)) => ObjectName::qualified(fold(schema), fold(name)),
        None => ObjectName::bare(fold(name)),
    })
}

fn partition(work: &mut Work<'_>, table: &ObjectName, change: &AlterPartition) {
    let cause = why(Clause::Partition, "ALTER TABLE: alter_table_partitioning");
    let online = work.says(Clause::Online);
    if online && refuse_online(work) {
        return;
    }
    if online {
        nonblocking(work, table, &why(Clause::Online, NONBLOCKING));
    } else {
        exclusive(
            work,
            table,
            &cause.likely("it locks the partitions that it changes, not the others"),
        );
    }
    let hashed = work.table(table).and_then(|it| it.partition_by.as_ref());
    let hashed = hashed.is_some_and(|it| it.strategy == "hash");
    let (unusable, rewrites) = match change {
        AlterPartition::By(_) => (false, true),
        // "The database populates the new partition with rows rehashed from an existing partition".
        AlterPartition::Add { .. } if hashed => (true, true),
        AlterPartition::Drop { .. } => {
            work.lose(table, None, Loss::Dropped, &cause);
            (true, false)
        }
        AlterPartition::Truncate { .. } => {
            work.lose(table, None, Loss::Emptied, &cause);
            (true, false)
        }
        AlterPartition::Other { verb, detail } => match verb.as_str() {
            "split" | "merge" | "move" | "coalesce" => (true, true),
            "exchange" => {
                let because = "the segments of both tables change places";
                let unchecked = detail.to_ascii_lowercase().contains("without validation");
                if let Some(other) = exchanged(work, detail) {
                    exclusive(work, &other, &cause.likely(because));
                    if !unchecked {
                        let cause = cause.because("each row is checked to belong there");
                        work.scan(&other, ScanPurpose::CheckConstraint, &cause);
                    }
                }
                if unchecked {
                    let what = "rows that do not belong into the partition are not found";
                    work.silent(table, what, &cause);
                }
                (true, false)
            }
            _ => (false, false),
        },
        _ => (false, false),
    };
    if rewrites {
        work.rewrite(table, &cause.likely("only the partitions that it names"));
    }
    if unusable && !online && !work.says(Clause::UsingIndex) {
        let what = format!("global indexes of `{table}` become UNUSABLE without UPDATE INDEXES");
        work.silent(table, what, &why(Clause::Partition, "ALTER TABLE: update_index_clauses"));
    }
}
