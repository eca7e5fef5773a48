//! Tables made, dropped, renamed, and rebuilt.

use super::work::{Work, always, why};
use crate::effects::{Breakage, EffectKind, Loss, Refusal, ScanPurpose};
use crate::ops::column::Generated;
use crate::ops::constraint::Action;
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
    // A default is a literal, or stands in brackets ("CREATE TABLE", "The DEFAULT clause").
    let called = |it: &crate::ops::column::ColumnDef| {
        it.default.as_ref().is_some_and(|it| {
            matches!(it.form, crate::ops::expr::Form::Call(_))
                && it.text.ends_with(')')
                && !it.text.starts_with('(')
        })
    };
    if create.columns.iter().any(called) {
        return work.syntax_error("(", Clause::Default);
    }
    if create.persistence == Persistence::Temporary {
        return;
    }
    work.writes(Some(&create.name), &cause);
    for read in create.filled_from.iter().flat_map(|it| &it.reads) {
        let purpose = ScanPurpose::Query;
        work.effect(EffectKind::Scan { relation: read.clone(), purpose }, &cause);
    }
}

pub(super) fn drop(work: &mut Work<'_>, name: &ObjectName, guard: Guard, cascade: Cascade) {
    let cause = why(Clause::Table, "DROP TABLE");
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

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName) {
    let cause = why(Clause::Table, "ALTER TABLE");
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
