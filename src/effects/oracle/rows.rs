//! Rows, and what there is no statement for ("Automatic Locks in DML Operations: Table Locks (TM)").

use super::{EXCLUSIVE, ROW_EXCLUSIVE, ROW_SHARE, SHARE, Work, syntax};
use crate::effects::work::{always, why};
use crate::effects::{EffectKind, HeldUntil, Loss, Refusal, RowExtent, ScanPurpose};
use crate::ops::data::{InsertSource, Task};
use crate::ops::expr::Expr;
use crate::ops::{Clause, ObjectName, Op, OpKind};

const LOCKS: &str = "Automatic Locks in DML Operations: Table Locks (TM)";
const INSERT: &str = "INSERT: subquery";

pub(super) fn operation(work: &mut Work<'_>, op: &Op) {
    match &op.kind {
        OpKind::Insert(it) => {
            if let InsertSource::Rows(Some(rows)) = it.source
                && 1 < rows
                && !work.server.is_23
            {
                let words = "ORA-00933: several rows of `VALUES` are understood since Oracle 23ai";
                let cause = why(Clause::Value, "Oracle SQL Features: Table Value Constructor");
                let because = "no page says with which number earlier versions refuse it";
                work.refused(Refusal::Version, words, &cause.likely(because));
            }
            if it.on_conflict.is_some() {
                syntax(work, "ORA-00933", "ON", Clause::Value);
            }
            let (extent, from) = match &it.source {
                InsertSource::Rows(_) => (RowExtent::Listed, &[][..]),
                InsertSource::Query(from) => (RowExtent::All, from.as_slice()),
            };
            for relation in from {
                work.scan(relation, ScanPurpose::Query, &always(INSERT));
            }
            changed(work, &it.table, extent);
            if extent == RowExtent::All && appends(&it.text) {
                let because = "the page speaks of more locking and names no lock";
                let cause = why(Clause::Value, "Parallel DML Tip 2: Direct-Path INSERT");
                work.lock(&it.table, EXCLUSIVE, HeldUntil::Commit, &cause.likely(because));
            }
        }
        OpKind::Update(it) => of_predicate(work, &it.table, it.predicate.as_ref()),
        OpKind::Delete(it) => {
            of_predicate(work, &it.table, it.predicate.as_ref());
            if it.predicate.as_ref().is_none_or(Expr::is_always_true) {
                work.lose(&it.table, None, Loss::Emptied, &why(Clause::Where, "DELETE: Purpose"));
            }
        }
        OpKind::Merge { table, .. } => changed(work, table, RowExtent::Chosen),
        OpKind::Lock(it) => {
            let mode = match it.mode.as_deref() {
                Some("ROW SHARE" | "SHARE UPDATE") => ROW_SHARE,
                Some("ROW EXCLUSIVE") => ROW_EXCLUSIVE,
                Some("SHARE" | "SHARE ROW EXCLUSIVE") => SHARE,
                _ => EXCLUSIVE,
            };
            for table in &it.tables {
                work.lock(
                    table,
                    mode,
                    HeldUntil::Commit,
                    &why(Clause::Lock, "LOCK TABLE: lockmode Clause"),
                );
            }
        }
        OpKind::Query { reads, locks_rows: Some(_), .. } => {
            for table in reads {
                work.lock(table, ROW_EXCLUSIVE, HeldUntil::Commit, &always(LOCKS));
            }
        }
        OpKind::Copy(_) => syntax(work, "ORA-00900", "COPY", Clause::Table),
        OpKind::CreateExtension { .. } => syntax(work, "ORA-00901", "EXTENSION", Clause::Name),
        OpKind::Reindex(_) => syntax(work, "ORA-00900", "REINDEX", Clause::Table),
        OpKind::SetRowSecurity { .. } | OpKind::SetInheritance { .. } => {
            syntax(work, "ORA-01735", "ALTER TABLE", Clause::Table);
        }
        OpKind::AlterEnum { .. } | OpKind::AlterDomain { .. } | OpKind::SetTableSchema { .. } => {
            syntax(work, "ORA-00922", "ALTER", Clause::Name);
        }
        OpKind::Maintain(it) if it.task == Task::Analyze => {
            for table in &it.tables {
                if work.says(Clause::Lock) {
                    let page = "ANALYZE: VALIDATE STRUCTURE";
                    let because =
                        "OFFLINE keeps others from writing, as far as the page could be read";
                    let cause = why(Clause::Lock, page).likely(because);
                    work.lock(table, SHARE, HeldUntil::Statement, &cause);
                }
                work.scan(table, ScanPurpose::Query, &always("ANALYZE: Purpose"));
            }
        }
        _ => {}
    }
}

/// The APPEND hint: rows are written behind all others, and nobody else writes until the transaction ends.
fn appends(text: &str) -> bool {
    let hint = text.split_once("/*+").and_then(|it| it.1.split_once("*/"));
    let mut words = hint.map_or("", |it| it.0).split(|it: char| !it.is_ascii_alphanumeric());
    words.any(|it| it.eq_ignore_ascii_case("append"))
}

fn of_predicate(work: &mut Work<'_>, table: &ObjectName, predicate: Option<&Expr>) {
    let extent = work.chosen(table, predicate);
    changed(work, table, extent);
}

/// TM row exclusive on the table and TX on each row, until the transaction ends.
fn changed(work: &mut Work<'_>, table: &ObjectName, extent: RowExtent) {
    work.lock(table, ROW_EXCLUSIVE, HeldUntil::Commit, &always(LOCKS));
    let kind = EffectKind::ChangeRows { relation: table.clone(), extent };
    work.effect(kind, &always("UPDATE: Purpose"));
}
