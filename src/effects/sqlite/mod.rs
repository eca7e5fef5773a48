//! SQLite by the version of its library, 3.28 to 3.54.
//!
//! There is one lock for the whole database: who changes anything holds it until the transaction ends. Facts come from
//! the manual, cited by the page's title, and from measurements, cited by a case's name (`tests/facts/sqlite.json`).

mod batch;
mod column;
mod table;
mod work;

use super::{Context, Effect, EffectKind, InTransaction, Refusal, RowExtent, ScanPurpose};
use crate::catalog::Schema;
use crate::ops::data::{InsertSource, Task};
use crate::ops::expr::Expr;
use crate::ops::index::{CreateIndex, DropIndex, Online};
use crate::ops::object::ObjectKind;
use crate::ops::table::Persistence;
use crate::ops::transaction::TransactionOp;
use crate::ops::{Clause, Guard, ObjectName, Op, OpKind, Verb};
use work::{Work, always, why};

/// See [`super::of_statement`].
pub fn of_statement(ops: &[Op], before: &Schema, context: &Context<'_>) -> Vec<Effect> {
    let mut work = Work::new(ops, before, context);
    for (index, op) in ops.iter().enumerate() {
        work.index = index;
        if !batch::copied(&mut work, op) {
            operation(&mut work, op);
        }
    }
    work.finish()
}

/// Whether the setting does nothing where it stands: the enforcement of foreign keys does not change inside of a
/// transaction (manual: "PRAGMA foreign_keys"; measured: `recreate/fk_pragma_off_inside_tx`).
pub fn ignores_setting(name: &str, in_transaction: InTransaction) -> bool {
    name == "foreign_keys" && in_transaction == InTransaction::Yes
}

/// The relation without which the operation fails, and for one that only reads the first of those.
fn needed(op: &OpKind) -> Option<&ObjectName> {
    match op {
        OpKind::Insert(it) => Some(&it.table),
        OpKind::Update(it) => Some(&it.table),
        OpKind::Delete(it) => Some(&it.table),
        OpKind::CreateIndex(it) => Some(&it.table),
        OpKind::CreateTrigger(it) => Some(&it.table),
        OpKind::CreateTable(it) => it.filled_from.as_ref()?.reads.first(),
        OpKind::AddColumn { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::RenameColumn { table, .. } => Some(table),
        _ => None,
    }
}

/// What no table of the schema answers to, or a view instead of one.
fn misplaced(work: &Work<'_>, op: &OpKind) -> Option<(String, &'static str)> {
    const NOWHERE: &str = "nothing in the schema or the history makes it";
    let name = needed(op)?;
    let own = name.schema.is_some() || name.name.starts_with("sqlite_");
    if work.schema.is_missing(name) && !own {
        return Some((format!("no such table: {name}"), NOWHERE));
    }
    if !work.schema.views.contains_key(name) {
        return None;
    }
    match op {
        OpKind::AddColumn { .. } => Some(("Cannot add a column to a view".to_owned(), "")),
        OpKind::DropColumn { .. } => Some((format!("cannot drop column from view \"{name}\""), "")),
        OpKind::RenameColumn { .. } => {
            Some((format!("cannot rename columns of view \"{name}\""), ""))
        }
        OpKind::Insert(_) | OpKind::Update(_) | OpKind::Delete(_) => Some((
            format!("cannot modify {name} because it is a view"),
            "a trigger INSTEAD OF it may do so",
        )),
        _ => None,
    }
}

/// Functions that no index may call ("Indexes On Expressions", "Deterministic SQL Functions").
const VARYING: [&str; 5] =
    ["random", "randomblob", "changes", "total_changes", "last_insert_rowid"];

fn operation(work: &mut Work<'_>, op: &Op) {
    if let Some((words, because)) = misplaced(work, &op.kind) {
        let cause = always("Result and Error Codes");
        let cause = if because.is_empty() { cause } else { cause.possible(because) };
        return work.refused(Refusal::Schema, words, &cause);
    }
    match &op.kind {
        OpKind::CreateTable(it) => table::create(work, it),
        OpKind::DropTable { name, guard, cascade } => table::drop(work, name, *guard, *cascade),
        OpKind::RenameTable { table, to } => table::rename(work, table, to),
        OpKind::AddColumn { table, column, guard, .. } => column::add(work, table, column, *guard),
        OpKind::DropColumn { table, column, guard, .. } => {
            column::drop(work, table, column, *guard);
        }
        OpKind::RenameColumn { table, column, to } => {
            if !column.eq_ignore_ascii_case(to) && work.column(table, to).is_some() {
                let words =
                    format!("error in table {table} after rename: duplicate column name: {to}");
                return work.refused(Refusal::Schema, words, &why(Clause::Column, "ALTER TABLE"));
            }
            column::rename(work, table, column);
        }
        OpKind::AlterColumn { table, column, change } => column::alter(work, table, column, change),
        OpKind::AddConstraint { table, constraint, .. } => {
            column::add_constraint(work, table, constraint);
        }
        OpKind::DropConstraint { table, constraint, .. } => {
            column::drop_constraint(work, table, constraint);
        }
        OpKind::CreateIndex(it) => create_index(work, it),
        OpKind::DropIndex(it) => drop_index(work, it),
        OpKind::Reindex(_) => {
            work.writes(None, &always("REINDEX"));
            reindex(work, op);
        }
        OpKind::CreateView(it) => {
            if it.materialized {
                work.syntax_error("MATERIALIZED", Clause::Name);
            } else if it.replaces {
                work.syntax_error("OR", Clause::Name);
            } else if it.guard == Guard::None
                && !it.temporary
                && let Some(words) = table::taken(work, &it.name)
            {
                work.refused(Refusal::Schema, words, &why(Clause::Name, "CREATE VIEW"));
            }
            work.writes(None, &always("CREATE VIEW"));
        }
        OpKind::CreateTrigger(it) => {
            if it.events.starts_with("instead of") && work.table(&it.table).is_some() {
                let words = format!("cannot create INSTEAD OF trigger on table: {}", it.table);
                return work.refused(Refusal::Schema, words, &always("CREATE TRIGGER"));
            }
            work.writes(Some(&it.table), &always("CREATE TRIGGER"));
        }
        OpKind::DropObject { kind: ObjectKind::View, name, .. } if work.table(name).is_some() => {
            let words = format!("use DROP TABLE to delete table {name}");
            work.refused(Refusal::Schema, words, &why(Clause::Name, "DROP VIEW"));
        }
        OpKind::DropObject { .. } => work.writes(None, &always("DROP VIEW")),
        OpKind::Transaction(it) => transaction(work, it),
        OpKind::Set(it) => {
            if ignores_setting(&it.name, work.context.in_transaction) {
                let what = "PRAGMA foreign_keys does nothing inside a transaction";
                work.silent(&ObjectName::bare("main"), what, &always("PRAGMA foreign_keys"));
            }
        }
        OpKind::Opaque(it) => {
            let why = format!("{}: {}", it.why.words(), it.detail);
            work.effect(EffectKind::Unknown { why }, &always(""));
        }
        OpKind::Other { verb: Verb::Comment, .. } => work.syntax_error("COMMENT", Clause::Comment),
        OpKind::Other { .. } => {}
        _ => rows(work, op),
    }
}

fn transaction(work: &mut Work<'_>, op: &TransactionOp) {
    if *op == TransactionOp::Begin && work.context.in_transaction == InTransaction::Yes {
        let words = "cannot start a transaction within a transaction";
        work.refused(Refusal::InTransaction, words, &always("BEGIN TRANSACTION"));
    }
}

// ---- Indexes

fn create_index(work: &mut Work<'_>, index: &CreateIndex) {
    if index.online != Online::No {
        work.syntax_error(index.name.as_deref().unwrap_or("ON"), Clause::Online);
        return;
    }
    let name = index.name.clone().unwrap_or_default();
    let cause = why(Clause::Name, "CREATE INDEX");
    if work.schema.views.contains_key(&index.table) {
        return work.refused(Refusal::Schema, "views may not be indexed", &cause);
    }
    let there = work.schema.indexes.any(|it, _| it.name.eq_ignore_ascii_case(&name));
    if there {
        if index.guard == Guard::None {
            work.refused(Refusal::Schema, format!("index {name} already exists"), &cause);
        }
        return;
    }
    if work.schema.tables.contains_key(&ObjectName::bare(name.as_str())) {
        let words = format!("there is already a table named {name}");
        return work.refused(Refusal::Schema, words, &cause);
    }
    let computed = index.keys.iter().filter_map(|it| it.expr.as_ref()).chain(&index.predicate);
    let mut called = computed.flat_map(|it| &it.functions);
    if called.any(|it| VARYING.iter().any(|name| it.name.eq_ignore_ascii_case(name))) {
        let words = "non-deterministic functions prohibited in index expressions";
        return work.refused(Refusal::Schema, words, &cause);
    }
    work.writes(Some(&index.table), &cause);
    if index.unique {
        let columns: Vec<String> = index
            .keys
            .iter()
            .filter_map(|it| it.column.as_ref())
            .map(|it| format!("{}.{it}", index.table.name))
            .collect();
        let when =
            format!("two rows are the same: UNIQUE constraint failed: {}", columns.join(", "));
        work.may_fail(when, &why(Clause::Unique, "CREATE INDEX").possible(""));
    }
    let relation = index.table.clone();
    let purpose = ScanPurpose::BuildIndex;
    work.effect(EffectKind::Scan { relation: relation.clone(), purpose }, &cause);
    work.effect(EffectKind::BuildIndex { relation, index: name }, &cause);
}

fn drop_index(work: &mut Work<'_>, drop: &DropIndex) {
    if drop.table.is_some() && work.says(Clause::Table) {
        work.syntax_error("ON", Clause::Table);
        return;
    }
    let owned = drop.index.name.starts_with("sqlite_autoindex_")
        || work.schema.index(&drop.index).is_some_and(|it| it.1.constraint.is_some());
    if owned {
        let words = "index associated with UNIQUE or PRIMARY KEY constraint cannot be dropped";
        work.refused(Refusal::Schema, words, &why(Clause::Name, "DROP INDEX"));
        return;
    }
    if work.schema.complete
        && drop.guard == Guard::None
        && drop.index.schema.is_none()
        && !drop.index.is_unknown()
        && !work.schema.indexes.any(|it, _| it.name.eq_ignore_ascii_case(&drop.index.name))
    {
        let words = format!("no such index: {}", drop.index.name);
        let because = "nothing in the schema or the history makes it";
        work.refused(Refusal::Schema, words, &why(Clause::Name, "DROP INDEX").possible(because));
        return;
    }
    work.writes(drop.table.as_ref(), &always("DROP INDEX"));
}

fn reindex(work: &mut Work<'_>, op: &Op) {
    use crate::ops::index::ReindexScope;
    let OpKind::Reindex(reindex) = &op.kind else { return };
    let (ReindexScope::Index(name) | ReindexScope::Table(name)) = &reindex.scope else { return };
    let cause = always("REINDEX");
    let of_index = work.schema.index(name).map(|it| it.0.clone());
    let relation = of_index.unwrap_or_else(|| name.clone());
    let purpose = ScanPurpose::BuildIndex;
    work.effect(EffectKind::Scan { relation: relation.clone(), purpose }, &cause);
    work.effect(EffectKind::BuildIndex { relation, index: name.name.to_string() }, &cause);
}

// ---- Rows, and what there is no statement for

fn rows(work: &mut Work<'_>, op: &Op) {
    if let Some((_, name)) = super::absent::computed(work.schema, &op.kind) {
        let verb = if matches!(op.kind, OpKind::Insert(_)) { "INSERT into" } else { "UPDATE" };
        let words = format!("cannot {verb} generated column \"{name}\"");
        work.refused(Refusal::Schema, words, &why(Clause::Value, "Generated Columns"));
    }
    match &op.kind {
        OpKind::Insert(it) => {
            refuse_returning(work, &it.text);
            let (extent, from) = match &it.source {
                InsertSource::Rows(_) => (RowExtent::Listed, &[][..]),
                InsertSource::Query(from) => (RowExtent::All, from.as_slice()),
            };
            for relation in from {
                scan(work, relation);
            }
            change(work, &it.table, extent);
        }
        OpKind::Update(it) => {
            if !work.server.update_from && joins(&it.text) {
                work.syntax_error("FROM", Clause::Where);
            }
            refuse_returning(work, &it.text);
            if joins(&it.text) {
                scan(work, &it.table);
            }
            changed(work, &it.table, it.predicate.as_ref());
        }
        OpKind::Delete(it) => {
            refuse_returning(work, &it.text);
            changed(work, &it.table, it.predicate.as_ref());
            if it.predicate.as_ref().is_none_or(Expr::is_always_true) {
                let cause = why(Clause::Where, "DELETE");
                work.lose(&it.table, None, super::Loss::Emptied, &cause);
            }
        }
        OpKind::Maintain(it) => maintain(work, it.task, &it.tables),
        OpKind::Query { .. } | OpKind::Call { .. } => {}
        OpKind::Truncate(_) => work.syntax_error("TRUNCATE", Clause::Table),
        OpKind::CreateSchema { .. } => work.syntax_error("SCHEMA", Clause::Name),
        OpKind::CreateType(_) => work.syntax_error("TYPE", Clause::Name),
        OpKind::RenameIndex { .. } | OpKind::AlterIndex(_) => {
            work.syntax_error("INDEX", Clause::Name);
        }
        _ => work.syntax_error("", Clause::Table),
    }
}

fn maintain(work: &mut Work<'_>, task: Task, tables: &[ObjectName]) {
    match task {
        Task::Vacuum | Task::VacuumFull | Task::VacuumAnalyze => {
            if work.context.in_transaction == InTransaction::Yes {
                let words = "cannot VACUUM from within a transaction";
                work.refused(Refusal::InTransaction, words, &always("VACUUM"));
                return;
            }
            work.writes(None, &always("VACUUM"));
            let relation = ObjectName::bare("main");
            work.effect(EffectKind::Rewrite { relation }, &always("VACUUM"));
        }
        Task::Analyze => {
            work.writes(None, &always("ANALYZE"));
            for table in tables {
                scan(work, table);
            }
        }
        Task::Cluster | Task::Optimize | Task::Check => work.syntax_error("", Clause::Table),
    }
}

fn scan(work: &mut Work<'_>, relation: &ObjectName) {
    let purpose = ScanPurpose::Query;
    work.effect(EffectKind::Scan { relation: relation.clone(), purpose }, &always("SELECT"));
}

fn changed(work: &mut Work<'_>, table: &ObjectName, predicate: Option<&Expr>) {
    let all = predicate.is_none_or(Expr::is_always_true);
    let indexed = work.table(table).is_none_or(|of| {
        let first = of.indexes.iter().filter_map(|it| it.keys.first()?.column.as_deref());
        let key = of.primary_key().into_iter().flat_map(|it| it.1.columns.iter());
        first
            .chain(key.map(String::as_str))
            .any(|it| predicate.is_some_and(|predicate| predicate.mentions(it)))
    });
    if all || !indexed {
        scan(work, table);
    }
    change(work, table, if all { RowExtent::All } else { RowExtent::Chosen });
}

fn change(work: &mut Work<'_>, table: &ObjectName, extent: RowExtent) {
    work.writes(Some(table), &always("Locking Protocol"));
    let change = EffectKind::ChangeRows { relation: table.clone(), extent };
    work.effect(change, &always("UPDATE"));
}

fn refuse_returning(work: &mut Work<'_>, text: &str) {
    let says =
        text.split(|it: char| !it.is_alphanumeric()).any(|it| it.eq_ignore_ascii_case("returning"));
    if says && !work.server.returning {
        work.syntax_error("RETURNING", Clause::Value);
    }
}

/// Whether an UPDATE has a FROM of its own, outside of brackets.
fn joins(text: &str) -> bool {
    let mut depth = 0usize;
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
            continue;
        }
        if depth == 0 && word == "from" {
            return true;
        }
        word.clear();
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Whether a table is nobody else's.
fn is_temporary(work: &Work<'_>, table: &ObjectName) -> bool {
    work.table(table).is_some_and(|it| it.persistence == Persistence::Temporary)
}
