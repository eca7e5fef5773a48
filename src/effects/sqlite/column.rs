//! Columns and constraints (manual: "ALTER TABLE").

use super::work::{Work, always, why};
use crate::catalog::Table;
use crate::effects::{Breakage, EffectKind, Loss, Refusal, ScanPurpose, functions};
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::expr::{Expr, Form};
use crate::ops::{Clause, ConstraintRef, Guard, ObjectName};

const ALTER: &str = "ALTER TABLE";

/// A default is a literal, or stands in brackets ("CREATE TABLE", "The DEFAULT clause"); a function in it is looked for
/// when a row takes it. Whether the column is refused.
pub(super) fn refuses_default(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) -> bool {
    let Some(default) = &column.default else { return false };
    let ends = default.text.ends_with(')') && !default.text.starts_with('(');
    if ends && matches!(default.form, Form::Call(_)) {
        work.syntax_error("(", Clause::Default);
        return true;
    }
    let (before, target) = (work.schema, work.context.target);
    if let Some(name) = functions::lacking(default, before, target) {
        let why = why(Clause::Default, "CREATE TABLE: The DEFAULT clause");
        let what = format!(
            "a row that takes the default of `{}` fails: unknown function: {name}()",
            column.name
        );
        work.silent(table, what, &why);
    }
    false
}

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef, guard: Guard) {
    let cause = why(Clause::Column, ALTER);
    if guard == Guard::IfNeeded {
        work.syntax_error("EXISTS", Clause::IfNotExists);
        return;
    }
    if work.schema.views.contains_key(table) {
        work.refused(Refusal::Schema, "Cannot add a column to a view", &cause);
        return;
    }
    if work.column(table, &column.name).is_some() {
        let words = format!("duplicate column name: {}", column.name);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if refuses_default(work, table, column) {
        return;
    }
    work.writes(Some(table), &cause);
    for constraint in &column.constraints {
        match &constraint.kind {
            ConstraintKind::PrimaryKey(_) => {
                let cause = why(Clause::PrimaryKey, ALTER);
                work.refused(Refusal::Schema, "Cannot add a PRIMARY KEY column", &cause);
            }
            ConstraintKind::Unique(_) => {
                let cause = why(Clause::Unique, ALTER);
                work.refused(Refusal::Schema, "Cannot add a UNIQUE column", &cause);
            }
            ConstraintKind::ForeignKey(_) => referring(work, column),
            ConstraintKind::Check(expr) => checked(work, table, expr),
            ConstraintKind::Exclude { .. }
            | ConstraintKind::NotNull { .. }
            | ConstraintKind::Default { .. } => {}
        }
    }
    generated(work, table, column);
    filled(work, table, column);
    typed(work, table, column);
}

fn referring(work: &mut Work<'_>, column: &ColumnDef) {
    if work.checks_foreign_keys() && column.default.as_ref().is_some_and(|it| !it.is_null()) {
        let words = "Cannot add a REFERENCES column with non-NULL default value";
        work.refused(Refusal::Schema, words, &why(Clause::References, ALTER));
    }
}

/// Whether the rows that are there are looked at depends on the version (measured: "VM steps of DDL at 10 and 20000 rows").
fn checked(work: &mut Work<'_>, table: &ObjectName, expr: &Expr) {
    let cause = why(Clause::Check, ALTER);
    if work.server.checks_added {
        let purpose = ScanPurpose::CheckConstraint;
        work.effect(EffectKind::Scan { relation: table.clone(), purpose }, &cause);
        let when = format!("a row breaks ({}): CHECK constraint failed", expr.text);
        work.may_fail(when, &cause.possible(""));
    } else {
        let what = format!("the rows that are there are not checked against ({})", expr.text);
        work.silent(table, what, &cause);
    }
}

fn generated(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    let cause = why(Clause::Generated, "Generated Columns");
    match &column.generated {
        Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_))
            if !work.server.generated =>
        {
            work.syntax_error("AS", Clause::Generated);
        }
        Some(Generated::Stored(_)) => {
            work.refused(Refusal::Schema, "cannot add a STORED column", &cause);
        }
        Some(Generated::Virtual(_) | Generated::Unstated(_)) if column.nullable == Some(false) => {
            if work.server.checks_added {
                let purpose = ScanPurpose::CheckNotNull;
                work.effect(EffectKind::Scan { relation: table.clone(), purpose }, &cause);
                let when = "a row's value is NULL: NOT NULL constraint failed";
                work.may_fail(when, &cause.possible(""));
            } else {
                let what = "the rows that are there are not checked against NOT NULL";
                work.silent(table, what, &cause);
            }
        }
        _ => {}
    }
}

/// What only an empty table takes: a NOT NULL column without a default, and a default that is no constant.
fn filled(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    if column.generated.is_some() {
        return;
    }
    let missing = column.default.as_ref().is_none_or(Expr::is_null);
    if column.nullable == Some(false) && missing {
        let cause = why(Clause::NotNull, ALTER);
        work.breaks(table, Some(&column.name), Breakage::Required, &cause);
        only_empty(
            work,
            table,
            "Cannot add a NOT NULL column with default value NULL",
            Clause::NotNull,
        );
    }
    if column.default.as_ref().is_some_and(|it| !is_constant(it)) {
        only_empty(work, table, "Cannot add a column with non-constant default", Clause::Default);
    }
}

fn is_constant(default: &Expr) -> bool {
    let text = default.text.trim();
    let current = ["current_timestamp", "current_date", "current_time"]
        .iter()
        .any(|it| text.eq_ignore_ascii_case(it));
    !current && (!text.starts_with('(') || matches!(default.form, Form::Literal(_) | Form::Null))
}

fn only_empty(work: &mut Work<'_>, table: &ObjectName, words: &str, clause: Clause) {
    let cause = why(clause, ALTER);
    if !work.server.looks_for_rows {
        work.refused(Refusal::Schema, words, &cause);
    } else if work.may_hold_rows(table) {
        work.may_fail(format!("the table holds a row: {words}"), &cause.possible(""));
    }
}

/// STRICT tables know few types, and the others take any words for one, FIRST and AFTER among them.
fn typed(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    let Some(data_type) = &column.data_type else { return };
    let cause = why(Clause::Type, "STRICT Tables");
    let strict = work.table(table).is_some_and(|it| it.option("strict").is_some());
    const STRICT: [&str; 6] = ["int", "integer", "real", "text", "blob", "any"];
    if strict && !STRICT.contains(&data_type.name.name.as_str()) {
        let words = format!(
            "error in table {t} after add column: unknown datatype for {t}.{}: \"{}\"",
            column.name,
            data_type.text,
            t = table.name
        );
        work.refused(Refusal::Schema, words, &cause);
    }
    let words: Vec<&str> = data_type.name.name.split(' ').collect();
    if words.iter().skip(1).any(|it| matches!(*it, "first" | "after")) {
        let what = format!(
            "the type of `{}` is `{}`: the column stands last, and the words become part of its type",
            column.name, data_type.text
        );
        work.silent(table, what, &why(Clause::Type, "add_column/first"));
    }
}

// ---- DROP COLUMN

pub(super) fn drop(work: &mut Work<'_>, table: &ObjectName, column: &str, guard: Guard) {
    let cause = why(Clause::Column, ALTER);
    if !work.server.drop_column {
        work.syntax_error("DROP", Clause::Column);
        return;
    }
    if guard == Guard::IfNeeded {
        work.syntax_error("EXISTS", Clause::IfExists);
        return;
    }
    if let Some(of) = work.table(table)
        && let Some(words) = undroppable(work, of, column)
    {
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    work.writes(Some(table), &cause);
    work.lose(table, Some(column), Loss::Dropped, &cause);
    work.breaks(table, Some(column), Breakage::Removed, &cause);
    if work.server.drop_corrupts {
        let what = "this version's DROP COLUMN leaves rows out of the table's indexes: the file is corrupt after it";
        work.silent(table, what, &why(Clause::Column, "drop_column/plain"));
        return;
    }
    work.effect(EffectKind::Rewrite { relation: table.clone() }, &cause);
}

/// Why the column stays, in the library's words.
fn undroppable(work: &Work<'_>, of: &Table, column: &str) -> Option<String> {
    let mentions = |columns: &[String]| columns.iter().any(|it| it.eq_ignore_ascii_case(column));
    let gone =
        |what: String| format!("error in {what} after drop column: no such column: {column}");
    if of.primary_key().is_some_and(|it| mentions(&it.1.columns)) {
        return Some(format!("cannot drop PRIMARY KEY column: \"{column}\""));
    }
    let unique = of.constraints.iter().any(|it| match &it.definition.kind {
        ConstraintKind::Unique(key) => mentions(&key.columns),
        _ => false,
    });
    if unique {
        return Some(format!("cannot drop UNIQUE column: \"{column}\""));
    }
    if of.columns.len() == 1 {
        return Some(format!("cannot drop column \"{column}\": no other columns exist"));
    }
    if let Some(index) = of.indexes_on(column).next() {
        return Some(gone(format!("index {}", index.name)));
    }
    let checked = of.checks().any(|(it, expr)| {
        expr.mentions(column) && !(it.definition.inline && mentions_only(expr, column))
    });
    let table_key =
        of.foreign_keys().any(|(it, key)| mentions(&key.columns) && !it.definition.inline);
    if checked || table_key || of.generated_from(column).next().is_some() {
        return Some(gone(format!("table {}", of.name.name)));
    }
    let explicit = |it: &&crate::catalog::View| {
        it.query.columns.iter().any(|(_, name)| name.eq_ignore_ascii_case(column))
    };
    let view = work.schema.views_of(&of.name).find(explicit)?;
    Some(gone(format!("view {}", view.name.name)))
}

fn mentions_only(expr: &Expr, column: &str) -> bool {
    expr.columns.iter().all(|it| it.eq_ignore_ascii_case(column))
}

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let cause = why(Clause::Column, ALTER);
    if !work.server.rename_column {
        work.syntax_error("COLUMN", Clause::Column);
        return;
    }
    if work.table(table).is_some_and(|it| it.lacks_column(column)) {
        work.refused(Refusal::Schema, format!("no such column: \"{column}\""), &cause);
        return;
    }
    work.writes(Some(table), &cause);
    work.breaks(table, Some(column), Breakage::Renamed, &cause);
}

// ---- ALTER COLUMN and constraints

pub(super) fn alter(work: &mut Work<'_>, table: &ObjectName, column: &str, change: &AlterColumn) {
    if !work.server.alters_constraints {
        work.syntax_error("ALTER", Clause::Column);
        return;
    }
    let cause = why(Clause::NotNull, ALTER);
    match change {
        AlterColumn::SetNotNull => {
            work.writes(Some(table), &cause);
            let key = work
                .table(table)
                .and_then(Table::primary_key)
                .is_some_and(|it| it.1.columns.iter().any(|it| it.eq_ignore_ascii_case(column)));
            work.breaks(table, Some(column), Breakage::Restricted, &cause);
            if !key {
                let purpose = ScanPurpose::CheckNotNull;
                work.effect(EffectKind::Scan { relation: table.clone(), purpose }, &cause);
                let when = format!("a row has NULL in `{column}`: constraint failed");
                work.may_fail(when, &cause.possible(""));
            }
        }
        AlterColumn::DropNotNull => {
            work.writes(Some(table), &cause);
            work.breaks(table, Some(column), Breakage::Loosened, &cause);
        }
        AlterColumn::SetType { .. } => work.syntax_error("TYPE", Clause::Type),
        AlterColumn::SetDefault(_) | AlterColumn::DropDefault => {
            work.syntax_error("DEFAULT", Clause::Default);
        }
        _ => work.syntax_error("", Clause::Column),
    }
}

pub(super) fn add_constraint(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    let word = match &constraint.kind {
        ConstraintKind::PrimaryKey(_) => "PRIMARY",
        ConstraintKind::Unique(_) => "UNIQUE",
        ConstraintKind::ForeignKey(_) => "FOREIGN",
        ConstraintKind::Check(_) => "CHECK",
        ConstraintKind::NotNull { .. } => "NOT",
        ConstraintKind::Exclude { .. } | ConstraintKind::Default { .. } => "",
    };
    let ConstraintKind::Check(expr) = &constraint.kind else {
        let named = constraint.name.is_some() && !work.server.alters_constraints;
        return work.syntax_error(if named { "CONSTRAINT" } else { word }, Clause::Table);
    };
    if !work.server.alters_constraints {
        let named = constraint.name.is_some();
        return work.syntax_error(if named { "CONSTRAINT" } else { word }, Clause::Check);
    }
    let cause = why(Clause::Check, ALTER);
    work.writes(Some(table), &cause);
    let purpose = ScanPurpose::CheckConstraint;
    work.effect(EffectKind::Scan { relation: table.clone(), purpose }, &cause);
    for column in &expr.columns {
        work.breaks(table, Some(column), Breakage::Restricted, &cause);
    }
    let when = format!("a row breaks ({}): constraint failed", expr.text);
    work.may_fail(when, &cause.possible(""));
}

pub(super) fn drop_constraint(work: &mut Work<'_>, table: &ObjectName, constraint: &ConstraintRef) {
    if !work.server.drop_column {
        return work.syntax_error("DROP", Clause::Name);
    }
    let name = match constraint {
        ConstraintRef::PrimaryKey => return work.syntax_error("PRIMARY", Clause::PrimaryKey),
        ConstraintRef::Named(name)
        | ConstraintRef::ForeignKey(name)
        | ConstraintRef::Check(name)
        | ConstraintRef::Unique(name) => name,
    };
    if !work.server.alters_constraints {
        return work.syntax_error("CONSTRAINT", Clause::Name);
    }
    let held = work
        .table(table)
        .and_then(|it| it.constraints.iter().find(|it| it.name.eq_ignore_ascii_case(name)));
    let droppable = match held.map(|it| &it.definition.kind) {
        Some(ConstraintKind::Check(_) | ConstraintKind::NotNull { .. }) | None => true,
        Some(ConstraintKind::ForeignKey(_)) => work.server.drops_foreign_keys,
        Some(_) => false,
    };
    if !droppable {
        let words = format!("constraint may not be dropped: {name}");
        return work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER));
    }
    work.writes(Some(table), &always(ALTER));
}
