//! What other databases write and these two refuse as it stands.

use super::Work;
use crate::effects::Refusal;
use crate::effects::foreign::Unknown;
use crate::effects::work::why;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::index::Online;
use crate::ops::{Clause, Op, OpKind};

const FOREIGN: Unknown = Unknown {
    types: &[
        "bigserial",
        "smallserial",
        "jsonb",
        "bytea",
        "clob",
        "varchar2",
        "nvarchar2",
        "number",
        "timestamptz",
        "interval",
        "inet",
        "tsvector",
        "money",
        "datetime2",
        "uniqueidentifier",
        "citext",
        "cidr",
        "timestamp with time zone",
    ],
    booleans: false,
};

/// Whether the operation is refused for its spelling.
pub(super) fn refuses(work: &mut Work<'_>, op: &Op) -> bool {
    let refused = match &op.kind {
        OpKind::CreateTable(it) => it.columns.iter().find_map(|it| unknown(work, it)),
        OpKind::AddColumn { column, .. } => unknown(work, column),
        OpKind::AlterColumn { change: AlterColumn::SetType { .. }, .. } => {
            Some(("no ALTER COLUMN … TYPE; it is MODIFY".to_owned(), Clause::Type))
        }
        OpKind::CreateIndex(it) if it.online != Online::No => {
            Some(("no CONCURRENTLY".to_owned(), Clause::Online))
        }
        OpKind::CreateIndex(it) if it.predicate.is_some() => {
            Some(("an index has no WHERE".to_owned(), Clause::Where))
        }
        OpKind::CreateIndex(it) if !it.include.is_empty() => {
            Some(("an index has no INCLUDE".to_owned(), Clause::Column))
        }
        OpKind::Insert(it)
            if it.on_conflict.as_deref().is_some_and(|it| it.starts_with("on conflict")) =>
        {
            Some(("no ON CONFLICT".to_owned(), Clause::Value))
        }
        _ => None,
    };
    let Some((what, clause)) = refused else { return false };
    work.syntax_error(&what, clause, "SQL Statements");
    true
}

/// What in a column is unknown: its type, a length that is missing, a function of its default.
fn unknown(work: &mut Work<'_>, column: &ColumnDef) -> Option<(String, Clause)> {
    let name = &column.name;
    if let Some(data_type) = FOREIGN.data_type(column) {
        return Some((format!("`{name}`: no type {}", data_type.text), Clause::Type));
    }
    let varying = |it: &crate::ops::expr::DataType| {
        it.args.is_empty()
            && ["character varying", "varbinary", "nvarchar"].iter().any(|of| it.is(of))
    };
    if let Some(data_type) = column.data_type.as_ref().filter(|it| varying(it)) {
        return Some((format!("`{name}`: {} needs a length", data_type.text), Clause::Type));
    }
    if Unknown::misfit(column).is_some() {
        let words = format!("1067: Invalid default value for '{name}'");
        work.refused(Refusal::Schema, words, &why(Clause::Default, "Data Type Default Values"));
    }
    None
}
