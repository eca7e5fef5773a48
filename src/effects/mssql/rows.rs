//! Rows, and what there is no statement for ("Transaction locking and row versioning guide").

use super::{IX, MODES, SCH_S, Work, X, alter_lock, change_rows, schema_change, syntax};
use crate::effects::work::{always, why};
use crate::effects::{Breakage, HeldUntil, Loss, RowExtent, ScanPurpose};
use crate::ops::data::{CopyData, InsertSource};
use crate::ops::expr::Expr;
use crate::ops::object::ObjectKind;
use crate::ops::{Clause, ObjectName, Op, OpKind};

const GUIDE: &str = "Transaction locking and row versioning guide: Lock escalation";

pub(super) fn operation(work: &mut Work<'_>, op: &Op) {
    match &op.kind {
        OpKind::Insert(it) => {
            let (extent, from) = match &it.source {
                InsertSource::Rows(_) => (RowExtent::Listed, &[][..]),
                InsertSource::Query(from) => (RowExtent::All, from.as_slice()),
            };
            if it.on_conflict.is_some() {
                syntax(work, "ON", Clause::Value);
            }
            for relation in from {
                work.scan(relation, ScanPurpose::Query, &always("INSERT: derived_table"));
            }
            hinted(work, &it.table, &it.text);
            changed(work, &it.table, extent);
        }
        OpKind::Update(it) => {
            hinted(work, &it.table, &it.text);
            of_predicate(work, &it.table, it.predicate.as_ref());
        }
        OpKind::Delete(it) => {
            hinted(work, &it.table, &it.text);
            of_predicate(work, &it.table, it.predicate.as_ref());
            if it.predicate.as_ref().is_none_or(Expr::is_always_true) {
                work.lose(
                    &it.table,
                    None,
                    Loss::Emptied,
                    &why(Clause::Where, "DELETE: Locking behavior"),
                );
            }
        }
        OpKind::Merge { table, .. } => changed(work, table, RowExtent::Chosen),
        OpKind::Query { reads, .. } => {
            for relation in reads {
                work.lock(relation, SCH_S, HeldUntil::Statement, &always(MODES));
            }
        }
        OpKind::Copy(CopyData { table: Some(table), into_table: true, .. })
            if work.says(Clause::Option) =>
        {
            changed(work, table, RowExtent::All);
        }
        OpKind::Copy(_) => syntax(work, "COPY", Clause::Table),
        OpKind::Lock(_) => syntax(work, "LOCK", Clause::Table),
        OpKind::Maintain(it) if work.says(Clause::Kind(ObjectKind::Statistics)) => {
            for table in &it.tables {
                let cause = always("UPDATE STATISTICS: Remarks");
                work.lock(
                    table,
                    SCH_S,
                    HeldUntil::Statement,
                    &cause.likely("the page names no lock"),
                );
                work.scan(table, ScanPurpose::Query, &cause.likely("a sample, unless FULLSCAN"));
            }
        }
        OpKind::Maintain(_) => syntax(work, "ANALYZE", Clause::Table),
        OpKind::CreateExtension { .. } => syntax(work, "EXTENSION", Clause::Name),
        OpKind::SetRowSecurity { .. } => syntax(work, "ROW", Clause::Table),
        OpKind::Reindex(_) => syntax(work, "REINDEX", Clause::Table),
        OpKind::AlterEnum { .. } | OpKind::AlterDomain { .. } => syntax(work, "TYPE", Clause::Name),
        OpKind::SetInheritance { .. } => syntax(work, "INHERIT", Clause::Table),
        OpKind::SetTableSchema { table, .. } if work.says(Clause::Name) => {
            let cause = always("ALTER SCHEMA: Remarks");
            alter_lock(work, table, &schema_change("ALTER SCHEMA: Remarks"));
            work.breaks(table, None, Breakage::Renamed, &cause);
            work.silent(table, "the rights that were granted on it are dropped", &cause);
        }
        OpKind::SetStorage { .. } | OpKind::SetTableSchema { .. } => {
            syntax(work, "SET", Clause::Table)
        }
        _ => {}
    }
}

/// TABLOCK and TABLOCKX lock the table for what is changed in it ("Table hints").
fn hinted(work: &mut Work<'_>, table: &ObjectName, text: &str) {
    let lower = text.to_ascii_lowercase();
    if lower.split(|it: char| !it.is_ascii_alphanumeric()).any(|it| it.starts_with("tablock")) {
        work.lock(table, X, HeldUntil::Commit, &always("Table hints: TABLOCK, TABLOCKX"));
    }
}

fn of_predicate(work: &mut Work<'_>, table: &ObjectName, predicate: Option<&Expr>) {
    let extent = work.chosen(table, predicate);
    changed(work, table, extent);
}

/// IX on the table and X on each row; from some 5,000 locks on, X on the table.
fn changed(work: &mut Work<'_>, table: &ObjectName, extent: RowExtent) {
    work.lock(table, IX, HeldUntil::Commit, &always(MODES));
    if extent == RowExtent::All {
        let because = "more than 5,000 locks are escalated to one on the table";
        work.lock(table, X, HeldUntil::Commit, &always(GUIDE).possible(because));
    }
    change_rows(work, table, extent, &always("UPDATE: Locking behavior"));
}
