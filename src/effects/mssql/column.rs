//! Columns ("ALTER TABLE").

use super::{ALTER, Work, alter_lock, constraint, is_versioned, syntax};
use crate::effects::foreign::Unknown;
use crate::effects::work::{always, why};
use crate::effects::{Breakage, Loss, Refusal, ScanPurpose};
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::{DataType, Expr};
use crate::ops::{Clause, ConstraintRef, Guard, ObjectName, Op, OpKind, is_unknown};

const ONLINE_ADD: &str = "ALTER TABLE: Adding NOT NULL columns as an online operation";
/// "Changes that affect all the rows in large tables, such as dropping a column" stands there, while "DROP COLUMN" says
/// that the space is not given back: the pages do not agree, so that a rewrite is possible.
const DROP: &str = "ALTER TABLE: DROP COLUMN";
const LEGACY: &str = "ALTER TABLE: Dropping NTEXT columns";
const ALTER_COLUMN: &str = "ALTER TABLE: ALTER COLUMN";

const FOREIGN: Unknown = Unknown {
    types: &[
        "serial",
        "bigserial",
        "smallserial",
        "boolean",
        "bool",
        "uuid",
        "jsonb",
        "bytea",
        "clob",
        "blob",
        "varchar2",
        "nvarchar2",
        "number",
        "timestamptz",
        "interval",
        "inet",
        "tsvector",
        "enum",
        "double",
        "mediumint",
        "mediumtext",
        "longtext",
        "tinytext",
        "mediumblob",
        "longblob",
        "citext",
    ],
    booleans: true,
};

/// What no server of this kind takes in a column; whether the column is refused.
pub(super) fn refuses(work: &mut Work<'_>, column: &ColumnDef) -> bool {
    if let Some(data_type) = FOREIGN.data_type(column) {
        let words =
            format!("2715: Column `{}`: Cannot find data type {}.", column.name, data_type.text);
        work.refused(
            Refusal::Version,
            words,
            &why(Clause::Type, "Data types: Data type categories"),
        );
        return true;
    }
    if let Some(value) = FOREIGN.truth(column) {
        let words = format!("128: `{value}` is no value here");
        work.refused(Refusal::Version, words, &why(Clause::Default, "CREATE TABLE: DEFAULT"));
        return true;
    }
    if matches!(column.generated, Some(Generated::AutoIncrement)) {
        syntax(work, "AUTO_INCREMENT", Clause::Identity);
        return true;
    }
    false
}

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    let cause = why(Clause::Column, ALTER);
    if refuses(work, column) {
        return;
    }
    if work.says(Clause::IfNotExists) {
        return syntax(work, "IF", Clause::IfNotExists);
    }
    if work.column(table, &column.name).is_some() && work.is_whole(table) {
        let words = format!("2705: Column names in each table must be unique: '{}'.", column.name);
        work.refused(Refusal::Schema, words, &cause.possible("unless the guard before it holds"));
        return;
    }
    let own = match &column.generated {
        Some(Generated::Identity(_)) => true,
        Some(other) => other.expression().is_some(),
        None => false,
    };
    if own && is_versioned(work, table) {
        let words = "no computed and no IDENTITY column is added while SYSTEM_VERSIONING is ON";
        let page = "Changing the schema of a system-versioned temporal table: Important remarks";
        return work.refused(Refusal::Schema, words, &why(Clause::Generated, page));
    }
    alter_lock(work, table, &cause);
    filled(work, table, column);
    match &column.generated {
        Some(Generated::Stored(_)) => {
            work.rewrite(table, &why(Clause::Generated, "ALTER TABLE: PERSISTED"));
        }
        Some(Generated::Identity(_) | Generated::Serial | Generated::AutoIncrement) => {
            let because = "every row gets a value of its own";
            work.rewrite(table, &why(Clause::Identity, ONLINE_ADD).likely(because));
        }
        Some(Generated::Virtual(_) | Generated::Unstated(_)) | None => {}
    }
    for constraint in &column.constraints {
        match &constraint.kind {
            ConstraintKind::Default { .. } | ConstraintKind::NotNull { .. } => {}
            _ => constraint::add(work, table, constraint),
        }
    }
}

fn filled(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    if column.generated.is_some() {
        return;
    }
    let numbered = |it: &DataType| it.is("rowversion") || it.is("timestamp");
    if column.data_type.as_ref().is_some_and(numbered) {
        let because = "every row gets a value of its own";
        return work.rewrite(table, &why(Clause::Type, "rowversion: Remarks").likely(because));
    }
    let default = column.default.as_ref().filter(|it| !it.is_null());
    let required = column.nullable == Some(false);
    let Some(default) = default else {
        if required {
            let cause = why(Clause::NotNull, ALTER);
            if work.may_hold_rows(table) {
                let when = format!(
                    "the table holds a row: 4901: column '{}' cannot be added: it allows no nulls and has no default",
                    column.name
                );
                work.may_fail(when, &cause.possible(""));
            }
            work.breaks(table, Some(&column.name), Breakage::Required, &cause);
        }
        return;
    };
    // A default fills the rows that are there only where nulls are not allowed, or WITH VALUES says so.
    let cause = why(Clause::Default, ONLINE_ADD);
    if !required {
        // "The default value is stored in the new column in existing rows."
        if work.says(Clause::Value) {
            let because = "WITH VALUES stores the default in the rows that are there";
            let cause = why(Clause::Value, "ALTER TABLE: WITH VALUES");
            work.rewrite(table, &cause.likely(because));
        }
        return;
    }
    if !is_runtime_constant(default) {
        return work
            .rewrite(table, &cause.because("the default has a value of its own for each row"));
    }
    if column.data_type.as_ref().is_some_and(is_large) {
        return work
            .rewrite(table, &always(ONLINE_ADD).because("columns of this type are added offline"));
    }
    let cause = always(ONLINE_ADD);
    match work.server.online {
        Some(true) => {}
        Some(false) => {
            work.rewrite(
                table,
                &cause.because("only Enterprise edition keeps the default in the metadata"),
            );
        }
        None => {
            let because = "the edition is not Enterprise or Azure, and every row is written";
            work.rewrite(table, &cause.possible(because));
        }
    }
}

/// "Runtime constant": the same value for every row of the statement. NEWID and NEWSEQUENTIALID are none.
fn is_runtime_constant(default: &Expr) -> bool {
    let each =
        |name: &str| matches!(name, "newid" | "newsequentialid" | "rand" | "crypt_gen_random");
    !default.functions.iter().any(|it| each(&it.name.to_ascii_lowercase()) || it.schema.is_some())
        && !default.text.to_ascii_lowercase().contains("next value")
}

/// Types that are not added online, by the page's list.
fn is_large(data_type: &DataType) -> bool {
    let max = data_type.args.first().is_some_and(|it| it.eq_ignore_ascii_case("max"));
    const LARGE: [&str; 7] =
        ["text", "ntext", "image", "xml", "hierarchyid", "geometry", "geography"];
    max || LARGE.iter().any(|it| data_type.name.name.eq_ignore_ascii_case(it))
}

pub(super) fn drop(work: &mut Work<'_>, table: &ObjectName, column: &str, guard: Guard) {
    let cause = why(Clause::Column, DROP);
    if guard == Guard::IfNeeded && work.says(Clause::IfExists) && !work.server.drops_if_exists {
        syntax(work, "IF", Clause::IfExists);
    }
    if let Some((dependent, clause)) = dependent(work, table, column, &|_| true) {
        let words = format!("5074: The {dependent} is dependent on column '{column}'.");
        return work.refused(Refusal::Schema, words, &why(clause, DROP));
    }
    if let Some(default) = unnamed_default(work, table, column) {
        let words = format!(
            "5074: The object `DF__…` is dependent on column '{column}': its default `{default}`."
        );
        return work.refused(Refusal::Schema, words, &why(Clause::Default, DROP));
    }
    alter_lock(work, table, &cause);
    let legacy = ["text", "ntext", "image"];
    let known = work.column(table, column).and_then(|it| it.data_type.as_ref());
    if known.is_some_and(|it| legacy.iter().any(|name| it.is(name))) {
        let because = "the values are cleaned up row by row";
        work.rewrite(table, &why(Clause::Column, LEGACY).likely(because));
    } else if !work.rewrites(table) {
        let because = "the manual counts it among the changes that touch every row, and says that no space is given back";
        work.rewrite(table, &why(Clause::Column, ALTER).possible(because));
    }
    work.lose(table, Some(column), Loss::Dropped, &cause);
    work.breaks(table, Some(column), Breakage::Removed, &cause);
}

/// What keeps a column: an index, a constraint, a default, a computed column, a schema-bound view.
fn dependent(
    work: &Work<'_>,
    table: &ObjectName,
    column: &str,
    counts: &dyn Fn(&ConstraintKind) -> bool,
) -> Option<(String, Clause)> {
    let of = work.table(table)?;
    let dropped = |name: &str| {
        work.ops.iter().any(|it| match &it.kind {
            OpKind::DropConstraint { constraint, .. } => constraint.name() == Some(name),
            OpKind::DropIndex(it) => it.index.name == name,
            _ => false,
        })
    };
    // What is looked up by its column when the migration runs.
    let looked_up = |kind: &ConstraintKind| {
        work.ops.iter().any(|it| match &it.kind {
            OpKind::DropConstraint { constraint: ConstraintRef::Check(name), .. } => {
                is_unknown(name) && matches!(kind, ConstraintKind::Check(_))
            }
            OpKind::DropConstraint { constraint: ConstraintRef::ForeignKey(name), .. } => {
                is_unknown(name) && matches!(kind, ConstraintKind::ForeignKey(_))
            }
            _ => false,
        })
    };
    let index = of.indexes_on(column).find(|it| !dropped(&it.name));
    if let Some(index) = index {
        return Some((format!("index `{}`", index.name), Clause::Column));
    }
    let keeps = |it: &&crate::catalog::TableConstraint| {
        let own = it.definition.columns().iter().any(|it| it.eq_ignore_ascii_case(column));
        own && counts(&it.definition.kind)
            && !matches!(it.definition.kind, ConstraintKind::NotNull { .. })
            && !it.perhaps_dropped
            && !dropped(&it.name)
            && !looked_up(&it.definition.kind)
    };
    if let Some(constraint) = of.constraints.iter().find(keeps) {
        let clause = match constraint.definition.kind {
            ConstraintKind::Default { .. } => Clause::Default,
            ConstraintKind::Check(_) => Clause::Check,
            ConstraintKind::ForeignKey(_) => Clause::References,
            _ => Clause::Column,
        };
        return Some((format!("object `{}`", constraint.name), clause));
    }
    let computed = of.generated_from(column).next()?;
    Some((format!("column `{}`", computed.name), Clause::Column))
}

fn drops_default(op: &Op, column: &str) -> bool {
    matches!(&op.kind, OpKind::AlterColumn { column: of, change: AlterColumn::DropDefault, .. } if of == column)
}

/// The default of a column that no constraint with a name holds ("DROP COLUMN": "Associated with a default that's defined
/// with the DEFAULT keyword").
fn unnamed_default<'a>(work: &Work<'a>, table: &ObjectName, column: &str) -> Option<&'a str> {
    let known = work.column(table, column)?;
    let of = work.table(table)?;
    let named = of.constraints.iter().any(|it| {
        matches!(&it.definition.kind, ConstraintKind::Default { column: of, .. } if of == column)
    });
    let dropped =
        |it: &Op| drops_default(it, column) || matches!(it.kind, OpKind::DropConstraint { .. });
    let default = known.default.as_ref().filter(|_| !named && !work.ops.iter().any(dropped))?;
    Some(&default.text)
}

pub(super) fn alter(work: &mut Work<'_>, table: &ObjectName, column: &str, change: &AlterColumn) {
    let cause = why(Clause::Type, ALTER_COLUMN);
    match change {
        AlterColumn::Redefine { to, .. } => redefine(work, table, column, to),
        AlterColumn::SetType { to, .. } => {
            alter_lock(work, table, &cause);
            retype(work, table, column, to);
        }
        AlterColumn::SetNotNull => {
            alter_lock(work, table, &cause);
            require(work, table, column);
        }
        AlterColumn::DropNotNull => {
            alter_lock(work, table, &cause);
            work.breaks(table, Some(column), Breakage::Loosened, &why(Clause::Null, ALTER_COLUMN));
        }
        AlterColumn::SetStorage(words) => {
            alter_lock(work, table, &cause);
            if words.contains("persisted") || words.contains("sparse") {
                let because = "every row is written in the other format";
                work.rewrite(table, &cause.likely(because));
            }
        }
        _ => alter_lock(work, table, &cause),
    }
}

/// The whole definition anew: a column without NOT NULL becomes nullable.
fn redefine(work: &mut Work<'_>, table: &ObjectName, column: &str, to: &ColumnDef) {
    let cause = why(Clause::Type, ALTER_COLUMN);
    let known = work.column(table, column);
    if let Some(dependent) = changed_dependent(work, table, column, to) {
        let words = format!("5074: The {} is dependent on column '{column}'.", dependent.0);
        return work.refused(Refusal::Schema, words, &cause.likely(""));
    }
    // "Online option has no effect" on a table with a history.
    if work.says(Clause::Online) && !is_versioned(work, table) {
        if work.server.online == Some(false) {
            let words = "1712: Online index operations can only be performed in Enterprise edition of SQL Server.";
            return work.refused(Refusal::Version, words, &why(Clause::Online, ALTER_COLUMN));
        }
        let held = crate::effects::HeldUntil::Moment;
        work.lock(
            table,
            super::SCH_M,
            held,
            &why(Clause::Online, "ALTER TABLE: ALTER COLUMN WITH ONLINE"),
        );
    } else {
        alter_lock(work, table, &cause);
    }
    if let Some(data_type) = &to.data_type {
        retype(work, table, column, data_type);
    }
    if work.says(Clause::Option) && !work.rewrites(table) {
        let because = "to sparse and from it every row is written in the other format";
        work.rewrite(table, &why(Clause::Option, "ALTER TABLE: SPARSE").likely(because));
    } else if work.says(Clause::Collation) && !work.rewrites(table) {
        let because =
            "the new collation has another code page, or an order that the values are kept in";
        work.rewrite(table, &why(Clause::Collation, "ALTER TABLE: COLLATE").possible(because));
    }
    let nullable = known.and_then(|it| it.nullable);
    match to.nullable {
        Some(false) if nullable != Some(false) => require(work, table, column),
        None if nullable == Some(false) => {
            let what = format!(
                "`{column}` becomes nullable: ALTER COLUMN that says neither NULL nor NOT NULL drops NOT NULL"
            );
            let cause = why(Clause::Type, ALTER_COLUMN);
            work.silent(table, what, &cause.likely("ANSI_NULL_DFLT is on, as drivers set it"));
            work.breaks(table, Some(column), Breakage::Loosened, &cause);
        }
        Some(true) if nullable == Some(false) => {
            work.breaks(table, Some(column), Breakage::Loosened, &why(Clause::Null, ALTER_COLUMN));
        }
        _ => {}
    }
}

/// A column with an index, a constraint or a default keeps its type, but for wider varying lengths.
fn changed_dependent(
    work: &Work<'_>,
    table: &ObjectName,
    column: &str,
    to: &ColumnDef,
) -> Option<(String, Clause)> {
    let known = work.column(table, column)?;
    let (from, into) = (known.data_type.as_ref()?, to.data_type.as_ref()?);
    if from.same_as(into) && !is_varying(from) && known.nullable != to.nullable {
        // "Used in an index, unless the column is a varchar, nvarchar, or varbinary data type".
        return dependent(work, table, column, &|_| false);
    }
    if from.same_as(into) || is_widened(from, into) {
        return None;
    }
    // "The length, precision, or scale of a column with a default can be changed."
    let same = from.name == into.name;
    let counts = |it: &ConstraintKind| !(same && matches!(it, ConstraintKind::Default { .. }));
    dependent(work, table, column, &counts)
}

fn is_varying(it: &DataType) -> bool {
    ["character varying", "nvarchar", "varbinary"].iter().any(|name| it.is(name))
}

/// Whether only a varying length grows, which changes nothing but the metadata.
fn is_widened(from: &DataType, to: &DataType) -> bool {
    is_varying(from)
        && from.name == to.name
        && match (from.number(0), to.number(0)) {
            (Some(from), Some(to)) => from <= to,
            _ => false,
        }
}

fn retype(work: &mut Work<'_>, table: &ObjectName, column: &str, to: &DataType) {
    let cause = why(Clause::Type, ALTER_COLUMN);
    let from = work.column(table, column).and_then(|it| it.data_type.clone());
    let Some(from) = from else {
        let because = "the column's type now is not known";
        return work.rewrite(table, &cause.possible(because));
    };
    if from.same_as(to) {
        return;
    }
    if is_widened(&from, to) {
        return;
    }
    if to.holds_less_than(&from) {
        work.scan(
            table,
            ScanPurpose::CheckConstraint,
            &cause.likely("values are checked, not written"),
        );
        work.lose(
            table,
            Some(column),
            Loss::Narrowed,
            &cause.possible("values that do not fit fail it"),
        );
        let when = "a value does not fit: 2628 or 8115: String or binary data would be truncated, or overflow";
        work.may_fail(when, &cause.possible(""));
        if from.name == to.name {
            return;
        }
    }
    let because = format!("`{}` and `{}` are kept differently", from.text, to.text);
    work.rewrite(table, &cause.likely(because));
    work.breaks(table, Some(column), Breakage::Retyped, &cause);
}

fn require(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let cause = why(Clause::NotNull, ALTER_COLUMN);
    work.scan(table, ScanPurpose::CheckNotNull, &cause);
    if work.may_hold_rows(table) {
        let when = format!("a row has NULL in `{column}`: 515: Cannot insert the value NULL");
        work.may_fail(when, &cause.possible(""));
    }
    work.breaks(table, Some(column), Breakage::Restricted, &cause);
}
