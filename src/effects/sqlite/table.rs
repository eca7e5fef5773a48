//! Tables made, dropped, renamed, and rebuilt.

use super::work::{Work, always, why};
use crate::effects::absent::{self, Twice};
use crate::effects::{Breakage, EffectKind, Loss, Refusal, ScanPurpose};
use crate::ops::column::{ColumnDef, Generated};
use crate::ops::constraint::{Action, ConstraintKind};
use crate::ops::table::{CreateTable, Persistence};
use crate::ops::{Cascade, Clause, Guard, ObjectName};

pub(super) fn create(work: &mut Work<'_>, create: &CreateTable) {
    let cause = why(Clause::Table, "CREATE TABLE");
    if create.replaces {
        return work.syntax_error("OR", Clause::Table);
    }
    if create.options.iter().any(|it| it.name == "strict") && !work.server.strict {
        return work.syntax_error("STRICT", Clause::Option);
    }
    let computed = |it: &Option<Generated>| {
        matches!(it, Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_)))
    };
    if create.columns.iter().any(|it| computed(&it.generated)) && !work.server.generated {
        return work.syntax_error("AS", Clause::Generated);
    }
    if create.columns.iter().any(|it| super::column::refuses_default(work, &create.name, it)) {
        return;
    }
    if create.guard == Guard::IfNeeded && work.table(&create.name).is_some() {
        return;
    }
    if let Some(words) = unmade(create) {
        return work.refused(Refusal::Schema, words, &cause);
    }
    if create.persistence == Persistence::Temporary {
        return;
    }
    if create.guard == Guard::None
        && let Some(words) = taken(work, &create.name)
    {
        let because = "something else may have dropped it";
        work.refused(Refusal::Schema, words, &cause.clone().possible(because));
    }
    work.writes(Some(&create.name), &cause);
    for read in create.filled_from.iter().flat_map(|it| &it.reads) {
        let purpose = ScanPurpose::Query;
        work.effect(EffectKind::Scan { relation: read.clone(), purpose }, &cause);
    }
}

/// Why the library takes no such table (manual: "CREATE TABLE", "SQLite Autoincrement", "The WITHOUT ROWID Optimization",
/// "STRICT Tables"; each was asked of 3.40).
fn unmade(create: &CreateTable) -> Option<String> {
    let name = &create.name.name;
    match absent::twice(create) {
        Some(Twice::Column(column)) => return Some(format!("duplicate column name: {column}")),
        Some(Twice::PrimaryKey) => {
            return Some(format!("table \"{name}\" has more than one primary key"));
        }
        Some(Twice::Index(_)) | None => {}
    }
    if name.starts_with("sqlite_") {
        return Some(format!("object name reserved for internal use: {name}"));
    }
    let has = |option: &str| create.options.iter().any(|it| it.name == option);
    let keyed = |kind: &ConstraintKind| matches!(kind, ConstraintKind::PrimaryKey(_));
    let counted = create.columns.iter().find(|it| it.generated == Some(Generated::AutoIncrement));
    if let Some(column) = counted {
        if has("without rowid") {
            return Some("AUTOINCREMENT not allowed on WITHOUT ROWID tables".to_owned());
        }
        if column.data_type.as_ref().is_some_and(|it| !it.text.eq_ignore_ascii_case("integer")) {
            return Some("AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY".to_owned());
        }
    }
    let mut within = create.columns.iter().flat_map(|it| &it.constraints);
    if has("without rowid")
        && !create.constraints.iter().any(|it| keyed(&it.kind))
        && !within.any(|it| keyed(&it.kind))
        && create.filled_from.is_none()
    {
        return Some(format!("PRIMARY KEY missing on table {name}"));
    }
    has("strict").then_some(())?;
    create.columns.iter().find_map(|it| untyped(name, it))
}

/// Why a strict table takes no such column.
pub(super) fn untyped(table: &str, column: &ColumnDef) -> Option<String> {
    const TYPES: [&str; 6] = ["int", "integer", "real", "text", "blob", "any"];
    let of = format!("{table}.{}", column.name);
    let Some(data_type) = &column.data_type else {
        return Some(format!("missing datatype for {of}"));
    };
    let known = TYPES.iter().any(|it| data_type.text.eq_ignore_ascii_case(it));
    (!known).then(|| format!("unknown datatype for {of}: \"{}\"", data_type.text))
}

/// Why there can be no relation of that name.
pub(super) fn taken(work: &Work<'_>, name: &ObjectName) -> Option<String> {
    let permanent = |it: &crate::catalog::Table| it.persistence == Persistence::Permanent;
    if work.schema.views.contains_key(name) {
        return Some(format!("view {name} already exists"));
    }
    let table = work.schema.complete && work.table(name).is_some_and(permanent);
    table.then(|| format!("table {name} already exists"))
}

pub(super) fn drop(work: &mut Work<'_>, name: &ObjectName, guard: Guard, cascade: Cascade) {
    let cause = why(Clause::Table, "DROP TABLE");
    if work.schema.views.contains_key(name) {
        let words = format!("use DROP VIEW to delete view {name}");
        return work.refused(Refusal::Schema, words, &cause);
    }
    match cascade {
        Cascade::Cascade => return work.syntax_error("CASCADE", Clause::Cascade),
        Cascade::Restrict => return work.syntax_error("RESTRICT", Clause::Cascade),
        Cascade::Unstated => {}
    }
    if work.schema.is_missing(name) {
        if guard == Guard::None {
            let because = "nothing in the schema or the history makes it";
            let words = format!("no such table: {name}");
            work.refused(Refusal::Schema, words, &cause.possible(because));
        }
        return;
    }
    work.writes(Some(name), &cause);
    children(work, name);
    match work.context.rebuilds.iter().find(|it| it.table == *name) {
        Some(rebuild) => rebuilt(work, name, &rebuild.through.clone()),
        None => {
            work.lose(name, None, Loss::Dropped, &cause);
            work.breaks(name, None, Breakage::Removed, &cause);
        }
    }
}

/// With foreign keys on, DROP TABLE first deletes every row as DELETE would (manual: "SQLite Foreign Key Support",
/// section 5; measured: `recreate/fk_on_no_restrict_child`).
pub(super) fn children(work: &mut Work<'_>, name: &ObjectName) {
    let cause = why(Clause::Table, "SQLite Foreign Key Support");
    let children: Vec<(ObjectName, Vec<String>, Action)> = work
        .schema
        .foreign_keys_to(name)
        .filter(|(of, _, _)| of.name != *name)
        .map(|(of, _, key)| (of.name.clone(), key.columns.clone(), key.on_delete))
        .collect();
    for (child, columns, action) in children {
        if !work.checks_foreign_keys() {
            if !work.context.rebuilds.iter().any(|it| it.table == *name) {
                let what = format!("rows of `{child}` go on referring to `{name}`, which is gone");
                work.silent(&child, what, &cause);
            }
            continue;
        }
        match action {
            Action::Cascade => work.lose(&child, None, Loss::Emptied, &cause),
            Action::SetNull | Action::SetDefault => {
                for column in columns {
                    work.lose(&child, Some(&column), Loss::Overwritten, &cause);
                }
            }
            Action::NoAction | Action::Restrict => {
                let when =
                    format!("a row of `{child}` refers to `{name}`: FOREIGN KEY constraint failed");
                work.may_fail(when, &cause.clone().possible(""));
            }
        }
    }
}

/// What a table loses that is copied into a new one, dropped, and replaced by it: columns that the new one lacks,
/// indexes and triggers that the unit does not make again (manual: "ALTER TABLE", section 7).
fn rebuilt(work: &mut Work<'_>, name: &ObjectName, through: &ObjectName) {
    let cause = why(Clause::Table, "Making Other Kinds Of Table Schema Changes");
    let (Some(old), Some(new)) = (work.table(name), work.table(through)) else { return };
    work.lose(name, None, Loss::Dropped, &cause);
    let again = work.context.rebuilds.iter().find(|it| it.table == *name);
    let names = again.map_or(&[][..], |it| it.made_again.as_slice());
    let keys = again.map_or(&[][..], |it| it.keys.as_slice());
    let is_again = |it: &str| names.iter().any(|made| made.eq_ignore_ascii_case(it));
    let mut lost: Vec<String> = old
        .indexes
        .iter()
        .filter(|it| it.constraint.is_none() && !is_again(&it.name))
        .filter(|it| !new.indexes.iter().any(|new| new.keys == it.keys) && !keys.contains(&it.keys))
        .map(|it| format!("index `{}`", it.name))
        .collect();
    lost.extend(
        old.triggers
            .iter()
            .filter(|it| !is_again(&it.name))
            .map(|it| format!("trigger `{}`", it.name)),
    );
    if !lost.is_empty() {
        let what = format!("the rebuild of `{name}` loses {}", lost.join(", "));
        work.silent(name, what, &why(Clause::Table, "recreate/triggers_indexes_lost"));
    }
}

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName, to: &ObjectName) {
    let cause = why(Clause::Table, "ALTER TABLE");
    if work.schema.views.contains_key(table) {
        return work.refused(Refusal::Schema, format!("view {table} may not be altered"), &cause);
    }
    if to != table && (taken(work, to).is_some() || work.schema.indexes.contains_key(to)) {
        let words = format!("there is already another table or index with this name: {to}");
        return work.refused(Refusal::Schema, words, &cause);
    }
    work.writes(Some(table), &cause);
    refuse_broken_view(work);
    if work.context.rebuilds.iter().any(|it| it.through == *table) {
        return;
    }
    work.breaks(table, None, Breakage::Renamed, &cause);
    if work.is_legacy_alter() && work.schema.foreign_keys_to(table).next().is_some() {
        let what = format!("foreign keys of other tables go on referring to `{table}`");
        work.silent(table, what, &always("rename/table_fk_parent_legacy"));
    }
}

/// A rename reads every view again, and fails on one that reads what is not there.
fn refuse_broken_view(work: &mut Work<'_>) {
    if work.is_legacy_alter() || !work.schema.complete {
        return;
    }
    let missing = |it: &ObjectName| !work.schema.is_relation(it) && !it.is_unknown();
    let broken = work.schema.views.values().find_map(|view| {
        let read = view.query.reads.iter().find(|it| missing(it))?;
        Some((view.name.name.clone(), read.name.clone()))
    });
    if let Some((view, read)) = broken {
        let words = format!("error in view {view}: no such table: main.{read}");
        work.refused(Refusal::Schema, words, &why(Clause::Table, "recreate/with_view"));
    }
}
