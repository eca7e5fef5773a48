//! Columns ("ALTER TABLE", "column_clauses").

use super::{EXCLUSIVE, Work, constraint, exclusive, invalidates, mostly_nonblocking, syntax};
use crate::effects::foreign::Unknown;
use crate::effects::work::{always, why};
use crate::effects::{Breakage, HeldUntil, Loss, Refusal, ScanPurpose};
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::{DataType, Expr};
use crate::ops::{Clause, ObjectName};

const ADD: &str = "ALTER TABLE: add_column_clause";
const MODIFY: &str = "ALTER TABLE: modify_col_properties";
const DROP: &str = "ALTER TABLE: drop_column_clause";

const FOREIGN: Unknown = Unknown {
    types: &[
        "serial",
        "bigserial",
        "smallserial",
        "uuid",
        "jsonb",
        "bytea",
        "text",
        "bigint",
        "tinyint",
        "mediumint",
        "datetime",
        "datetime2",
        "money",
        "nvarchar",
        "uniqueidentifier",
        "bit",
        "double",
        "inet",
        "enum",
        "mediumtext",
        "longtext",
        "tinytext",
        "longblob",
        "timestamptz",
        "citext",
    ],
    booleans: true,
};

/// What no server of this kind takes in a column; whether the column is refused.
pub(super) fn refuses(work: &mut Work<'_>, column: &ColumnDef) -> bool {
    let cause = why(Clause::Type, "Data Types: Oracle Built-in Data Types");
    if let Some(data_type) = FOREIGN.data_type(column) {
        let words = format!("ORA-00902: invalid datatype: {}", data_type.text);
        work.refused(Refusal::Version, words, &cause);
        return true;
    }
    let of =
        |name: &str| column.data_type.as_ref().is_some_and(|it| it.is(name) && it.args.is_empty());
    if ["varchar2", "character varying", "nvarchar2", "raw"].iter().any(|it| of(it)) {
        let words = "ORA-00906: missing left parenthesis: the type needs a length";
        work.refused(Refusal::Version, words, &cause);
        return true;
    }
    if of("boolean") && !work.server.is_23 {
        let words = "ORA-00902: invalid datatype: BOOLEAN is understood since Oracle 23ai";
        work.refused(Refusal::Version, words, &why(Clause::Type, "Data Types: Boolean Data Type"));
        return true;
    }
    if let Some(value) = Unknown::misfit(column) {
        let words = format!("ORA-01722: invalid number: the default '{value}'");
        let cause = why(Clause::Default, "Database Error Messages: ORA-01722");
        work.refused(Refusal::Schema, words, &cause.likely("at the latest when a row takes it"));
    }
    if let Some(value) = FOREIGN.truth(column).filter(|_| !work.server.is_23) {
        let words = format!("ORA-00984: `{value}` is not allowed here");
        work.refused(Refusal::Version, words, &why(Clause::Default, "CREATE TABLE: DEFAULT"));
        return true;
    }
    if matches!(column.generated, Some(Generated::AutoIncrement)) {
        syntax(work, "ORA-00907", "AUTO_INCREMENT", Clause::Identity);
        return true;
    }
    false
}

/// An empty string is null here ("Nulls: Note").
pub(super) fn empty(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    let text = column.default.as_ref().map_or("", |it| it.text.trim());
    if text == "''" {
        let what =
            format!("the default of `{}` is an empty string, which is NULL here", column.name);
        work.silent(table, what, &why(Clause::Default, "Nulls: Note"));
    }
}

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    let cause = why(Clause::Column, ADD);
    if refuses(work, column) {
        return;
    }
    empty(work, table, column);
    if work.column(table, &column.name).is_some() && work.is_whole(table) {
        let words =
            format!("ORA-01430: column being added already exists in table: {}", column.name);
        return work.refused(
            Refusal::Schema,
            words,
            &cause.possible("unless the guard before it holds"),
        );
    }
    let default = column.default.as_ref().filter(|it| !it.is_null());
    let required = column.nullable == Some(false);
    match &column.generated {
        Some(Generated::Identity(_)) => {
            exclusive(work, table, &why(Clause::Identity, ADD));
            work.rewrite(
                table,
                &why(Clause::Identity, ADD).likely("every row gets a value of its own"),
            );
        }
        _ => match default {
            Some(default) => filled(work, table, column, default),
            None => mostly_nonblocking(work, table, Clause::Column),
        },
    }
    if required && default.is_none() && column.generated.is_none() {
        let cause = why(Clause::NotNull, ADD);
        if work.may_hold_rows(table) {
            let when = "the table holds a row: ORA-01758: table must be empty to add mandatory (NOT NULL) column";
            work.may_fail(when, &cause.possible(""));
        }
        work.breaks(table, Some(&column.name), Breakage::Required, &cause);
    }
    for constraint in &column.constraints {
        if !matches!(constraint.kind, ConstraintKind::NotNull { .. }) {
            constraint::add(work, table, constraint);
        }
    }
}

/// "The default value is stored as metadata but the column itself is not populated with data", unless the table or the
/// default is of the kinds that the page lists. It does not list SYS_GUID, whose value differs from row to row.
fn filled(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef, default: &Expr) {
    let large =
        |it: &DataType| ["clob", "nclob", "blob", "long", "xmltype"].iter().any(|name| it.is(name));
    let lobs = column.data_type.as_ref().is_some_and(large)
        || work
            .table(table)
            .is_some_and(|it| it.columns.iter().any(|it| it.data_type.as_ref().is_some_and(large)));
    let each = default.text.to_ascii_lowercase();
    let sequence = each.contains("nextval") || each.contains("currval");
    let own = each.contains("sys_guid") || each.contains("sys_context");
    let because = if lobs {
        "the table has a LOB column"
    } else if sequence {
        "the sequence gives each row a value of its own"
    } else if own {
        "the default has a value of its own for each row, of which the page says nothing"
    } else {
        return mostly_nonblocking(work, table, Clause::Default);
    };
    // It is the table that makes the rows be written, or the default itself.
    let cause = if lobs { always(ADD) } else { why(Clause::Default, ADD) };
    let cause = if own && !lobs { cause.possible(because) } else { cause.likely(because) };
    exclusive(work, table, &cause);
    work.rewrite(table, &cause);
}

pub(super) fn drop(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let cause = why(Clause::Column, DROP);
    let used = work.table(table).and_then(|of| {
        let key = of.constraints.iter().find(|it| {
            let own = it.definition.columns();
            1 < own.len() && own.contains(&column)
        });
        key.map(|it| it.name.clone())
    });
    if let Some(name) = used.filter(|_| !work.says(Clause::Cascade)) {
        let words =
            format!("ORA-12991: column is referenced in a multi-column constraint: `{name}`");
        return work.refused(Refusal::Schema, words, &cause);
    }
    let key = |to: &[String]| match to {
        [] => work
            .table(table)
            .and_then(|it| it.primary_key())
            .is_some_and(|(_, key)| key.columns.iter().any(|it| it == column)),
        named => named.iter().any(|it| it == column),
    };
    let referrer = work
        .schema
        .foreign_keys_to(table)
        .find(|it| it.0.name != *table && key(&it.2.referenced))
        .map(|it| it.1.name.clone());
    if let Some(name) = referrer.filter(|_| !work.says(Clause::Cascade)) {
        let words = format!("ORA-12992: cannot drop parent key column (`{name}`)");
        return work.refused(Refusal::Schema, words, &cause);
    }
    exclusive(work, table, &cause);
    // The columns of one statement are taken out of each row together.
    if !work.rewrites(table) {
        work.rewrite(table, &cause);
    }
    work.lose(table, Some(column), Loss::Dropped, &cause);
    work.breaks(table, Some(column), Breakage::Removed, &cause);
    invalidates(work, table, Some(column));
}

pub(super) fn alter(work: &mut Work<'_>, table: &ObjectName, column: &str, change: &AlterColumn) {
    let cause = why(Clause::Column, MODIFY);
    match change {
        AlterColumn::SetUnused => {
            let cause = why(Clause::Column, "ALTER TABLE: SET UNUSED");
            if work.says(Clause::Online) || work.server.is_23 {
                mostly_nonblocking(work, table, Clause::Online);
            } else {
                exclusive(work, table, &cause);
            }
            work.lose(table, Some(column), Loss::Dropped, &cause);
            work.breaks(table, Some(column), Breakage::Removed, &cause);
            invalidates(work, table, Some(column));
        }
        AlterColumn::SetType { to, .. } => retype(work, table, column, to),
        AlterColumn::Redefine { to, .. } => {
            if let Some(data_type) = &to.data_type {
                retype(work, table, column, data_type);
            }
            if to.nullable == Some(false) {
                require(work, table, column);
            }
        }
        AlterColumn::SetNotNull => require(work, table, column),
        AlterColumn::DropNotNull => {
            exclusive(work, table, &cause);
            work.breaks(table, Some(column), Breakage::Loosened, &why(Clause::Null, MODIFY));
        }
        AlterColumn::SetVisibility(_) => mostly_nonblocking(work, table, Clause::Visibility),
        _ => exclusive(work, table, &cause),
    }
}

/// "You can change a column's datatype if all rows of it are null, and decrease its length only where values fit".
fn retype(work: &mut Work<'_>, table: &ObjectName, column: &str, to: &DataType) {
    let cause = why(Clause::Type, MODIFY);
    exclusive(work, table, &cause);
    let from = work.column(table, column).and_then(|it| it.data_type.clone());
    let holds_rows = work.may_hold_rows(table);
    let Some(from) = from else {
        if holds_rows {
            let when = format!(
                "a row has a value in `{column}` and its type is another: ORA-01439, or the value does not fit: ORA-01440, ORA-01441"
            );
            work.may_fail(when, &cause.possible(""));
        }
        return;
    };
    if from.same_as(to) {
        return;
    }
    let text = |it: &DataType| {
        matches!(
            it.name.name.as_str(),
            "varchar2" | "character varying" | "character" | "nvarchar2" | "raw"
        )
    };
    let number = |it: &DataType| matches!(it.name.name.as_str(), "number" | "numeric" | "float");
    if let Some(loses) = datetime_change(&from, to) {
        if loses {
            let because = "fractional seconds are rounded, and rows that have them are written";
            work.rewrite(table, &cause.possible(because));
            work.lose(table, Some(column), Loss::Narrowed, &cause.possible(because));
        }
        return work.breaks(table, Some(column), Breakage::Retyped, &cause);
    }
    let same_kind = text(&from) && text(to) || number(&from) && number(to);
    if text(&from) && text(to) && (from.is("character") != to.is("character")) {
        let when =
            "BLANK_TRIMMING is not TRUE: CHAR and VARCHAR2 change into each other only with it";
        work.may_fail(when, &cause.possible(""));
    }
    if !same_kind {
        if holds_rows {
            let when = format!(
                "a row has a value in `{column}`: ORA-01439: column to be modified must be empty to change datatype"
            );
            work.may_fail(when, &cause.possible(""));
        }
        return work.breaks(table, Some(column), Breakage::Retyped, &cause);
    }
    let narrower = match (from.number(0), to.number(0)) {
        (Some(from), Some(to)) => to < from,
        (None, Some(_)) => number(to),
        _ => false,
    } || to.number(1).unwrap_or(0) < from.number(1).unwrap_or(0);
    if narrower {
        work.scan(table, ScanPurpose::CheckConstraint, &cause);
        let code = if number(to) {
            "ORA-01440: column to be modified must be empty to decrease precision or scale"
        } else {
            "ORA-01441: cannot decrease column length because some value is too big"
        };
        if holds_rows {
            work.may_fail(
                format!("a value of `{column}` does not fit: {code}"),
                &cause.possible(""),
            );
        }
        work.breaks(table, Some(column), Breakage::Restricted, &cause);
    }
}

/// "You can change a DATE column to a TIMESTAMP column, and a TIMESTAMP column to a DATE column", rows or none; whether
/// the change loses what the rows have.
fn datetime_change(from: &DataType, to: &DataType) -> Option<bool> {
    let stamp = |it: &DataType| {
        ["timestamp", "timestamp with local time zone"].iter().any(|name| it.is(name))
    };
    match () {
        () if from.is("date") && stamp(to) => Some(false),
        () if stamp(from) && to.is("date") => Some(true),
        () => None,
    }
}

/// NOT NULL is a constraint, enabled and validated unless it says otherwise.
fn require(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let cause = why(Clause::NotNull, MODIFY);
    work.breaks(table, Some(column), Breakage::Restricted, &cause);
    if work.says(Clause::NotValid) {
        return mostly_nonblocking(work, table, Clause::NotValid);
    }
    work.lock(table, EXCLUSIVE, HeldUntil::Statement, &cause);
    work.scan(table, ScanPurpose::CheckNotNull, &cause);
    if work.may_hold_rows(table) {
        let when =
            format!("a row has NULL in `{column}`: ORA-02296: cannot enable - null values found");
        work.may_fail(when, &cause.possible(""));
    }
}
