//! What an operation makes although it is there, or takes although it is not; what each server answers was asked of
//! MySQL 9.7 and MariaDB 10.11.

use super::work::{Work, why};
use super::{altered, column};
use crate::effects::{Refusal, absent};
use crate::ops::column::{AlterColumn, ColumnDef, ColumnPosition, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::object::ObjectKind;
use crate::ops::{Clause, ConstraintRef, Guard, ObjectName, Op, OpKind};

/// Whether the server refuses the operation, whatever the algorithm.
pub(super) fn refuses(work: &mut Work<'_>, op: &Op) -> bool {
    let Some((words, clause)) = clash(work, &op.kind) else { return false };
    work.refused(Refusal::Schema, words, &why(clause, "Server Error Message Reference"));
    true
}

fn clash(work: &Work<'_>, kind: &OpKind) -> Option<(String, Clause)> {
    let is_view = |name: &ObjectName| work.schema.views.contains_key(name);
    let maria = work.is_mariadb();
    let changed = match kind {
        OpKind::RenameTable { .. } => None,
        OpKind::CreateTrigger(it) => Some(&it.table),
        _ => altered(kind),
    };
    if let Some(view) = changed.filter(|it| is_view(it)) {
        let what = if maria { "is not of type 'BASE TABLE'" } else { "is not BASE TABLE" };
        return Some((format!("1347: '{view}' {what}"), Clause::Table));
    }
    let exists = |name: &ObjectName| format!("1050: Table '{name}' already exists");
    match kind {
        OpKind::RenameTable { to, .. } => {
            (taken(work, to) || is_view(to)).then(|| (exists(to), Clause::Name))
        }
        OpKind::CreateTable(it) => (is_view(&it.name)
            && it.guard == Guard::None
            && !it.replaces
            && it.persistence == crate::ops::table::Persistence::Permanent)
            .then(|| (exists(&it.name), Clause::Table)),
        OpKind::CreateView(it) if it.guard == Guard::None => {
            let table = taken(work, &it.name);
            if table && it.replaces {
                let what = if maria { "of type 'VIEW'" } else { "VIEW" };
                return Some((format!("1347: '{}' is not {what}", it.name), Clause::Name));
            }
            (table || is_view(&it.name) && !it.replaces).then(|| (exists(&it.name), Clause::Name))
        }
        OpKind::DropTable { name, guard: Guard::None, .. } if is_view(name) => {
            let words = match maria {
                true => format!("1965: '{name}' is a view"),
                false => format!("1051: Unknown table '{name}'"),
            };
            Some((words, Clause::Table))
        }
        OpKind::DropObject { kind: ObjectKind::View, name, guard: Guard::None, .. }
            if taken(work, name) =>
        {
            let words = match maria {
                true => format!("4092: Unknown VIEW: '{name}'"),
                false => format!("1347: '{name}' is not VIEW"),
            };
            Some((words, Clause::Name))
        }
        OpKind::RenameIndex { table: Some(table), index, to, .. } => {
            if !work.is_whole(table) {
                return None;
            }
            if work.index_of(table, &index.name).is_none() {
                let words = format!("1176: Key '{}' doesn't exist in table '{table}'", index.name);
                return Some((words, Clause::Name));
            }
            let goes = |it: &Op| match &it.kind {
                OpKind::DropIndex(it) => it.index.name.eq_ignore_ascii_case(to),
                OpKind::RenameIndex { index, .. } => index.name.eq_ignore_ascii_case(to),
                _ => false,
            };
            let stays = work.index_of(table, to).is_some() && !work.ops.iter().any(goes);
            stays.then(|| (format!("1061: Duplicate key name '{to}'"), Clause::Name))
        }
        OpKind::DropConstraint { table, constraint, guard: Guard::None, .. } => {
            let name = match constraint {
                ConstraintRef::ForeignKey(name) | ConstraintRef::Check(name) => name,
                _ => return None,
            };
            let held = work.table(table).filter(|_| work.is_whole(table))?;
            if held.constraints.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
                return None;
            }
            let words = match (constraint, maria) {
                (ConstraintRef::Check(_), true) => return None,
                (ConstraintRef::Check(_), false) => {
                    format!("3821: Check constraint '{name}' is not found in the table.")
                }
                (_, true) => {
                    format!("1091: Can't DROP FOREIGN KEY `{name}`; check that it exists")
                }
                (_, false) => format!("1091: Can't DROP '{name}'; check that column/key exists"),
            };
            Some((words, Clause::Name))
        }
        OpKind::RenameColumn { table, column, to } => renamed_onto(work, table, column, to),
        OpKind::AlterColumn { table, column, change: AlterColumn::Redefine { to, .. } }
            if !to.name.is_empty() =>
        {
            renamed_onto(work, table, column, &to.name).or_else(|| second_key(work, table, to))
        }
        OpKind::AddColumn { table, column, position, .. } => {
            let held = work.table(table).filter(|_| work.is_whole(table))?;
            if let Some(second) = second_key(work, table, column) {
                return Some(second);
            }
            let counts = |it: &crate::catalog::Column| {
                it.generated == Some(Generated::AutoIncrement)
                    && !column::is_changed(work, &it.name)
            };
            if column.generated == Some(Generated::AutoIncrement) && held.columns.iter().any(counts)
            {
                return Some((super::limits::UNKEYED.to_owned(), Clause::Identity));
            }
            let ColumnPosition::After(before) = position else { return None };
            if !held.lacks_column(before) || work.column(table, before).is_some() {
                return None;
            }
            let made = |it: &Op| match &it.kind {
                OpKind::AddColumn { column, .. } => column.name.eq_ignore_ascii_case(before),
                OpKind::RenameColumn { .. }
                | OpKind::AlterColumn { change: AlterColumn::Redefine { .. }, .. } => true,
                _ => false,
            };
            let before_it = work.ops.get(..work.index).unwrap_or_default();
            let absent = !before_it.iter().any(made);
            let words = || format!("1054: Unknown column '{before}' in '{}'", table.name);
            absent.then(|| (words(), Clause::Position))
        }
        OpKind::Update(_) | OpKind::Insert(_) => generated(work, kind),
        _ => None,
    }
}

/// A column that is the primary key of a table that has one.
fn second_key(work: &Work<'_>, table: &ObjectName, column: &ColumnDef) -> Option<(String, Clause)> {
    let is_key = |it: &Constraint| matches!(it.kind, ConstraintKind::PrimaryKey(_));
    let second = column.constraints.iter().any(is_key)
        && work.table(table)?.primary_key().is_some()
        && !column::dropped_constraints(work).contains(&"PRIMARY");
    second.then(|| ("1068: Multiple primary key defined".to_owned(), Clause::PrimaryKey))
}

/// A column that gets the name of another one, which keeps it.
fn renamed_onto(
    work: &Work<'_>,
    table: &ObjectName,
    column: &str,
    to: &str,
) -> Option<(String, Clause)> {
    // More than any table has columns ("Limits on Table Column Count") are not compared with each other.
    const MOST: usize = 8_192;
    let held = work.column(table, to).filter(|_| !to.eq_ignore_ascii_case(column))?;
    if MOST < work.ops.len() {
        return None;
    }
    let goes = |it: &Op| match &it.kind {
        OpKind::RenameColumn { column, .. } => column.eq_ignore_ascii_case(to),
        OpKind::AlterColumn { column, change: AlterColumn::Redefine { to: new, .. }, .. } => {
            column.eq_ignore_ascii_case(to) && !new.name.eq_ignore_ascii_case(to)
        }
        _ => false,
    };
    let stays = !column::drops_column(work, &held.name) && !work.ops.iter().any(goes);
    stays.then(|| (format!("1060: Duplicate column name '{to}'"), Clause::Column))
}

/// A value for a column that is computed.
fn generated(work: &Work<'_>, kind: &OpKind) -> Option<(String, Clause)> {
    let (table, name) = absent::computed(work.schema, kind)?;
    let words = match work.is_mariadb() {
        true if !work.is_strict() => return None,
        true => format!(
            "1906: The value specified for generated column '{name}' in table '{table}' has been ignored"
        ),
        false => format!(
            "3105: The value specified for generated column '{name}' in table '{table}' is not allowed."
        ),
    };
    Some((words, Clause::Value))
}

/// Whether a table of that name stands there, and no earlier part of the statement moves it away.
fn taken(work: &Work<'_>, name: &ObjectName) -> bool {
    let permanent = crate::ops::table::Persistence::Permanent;
    let before = work.ops.get(..work.index).unwrap_or_default();
    work.table(name).is_some_and(|it| it.persistence == permanent)
        && work.schema.complete
        && !before.iter().any(|it| match &it.kind {
            OpKind::RenameTable { table, .. } => table == name,
            _ => false,
        })
}
