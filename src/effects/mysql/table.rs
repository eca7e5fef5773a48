//! Tables made, dropped and renamed.

use super::work::{EXCLUSIVE, SHARED_READ, Work, why};
use crate::effects::{Breakage, EffectKind, HeldUntil, Loss, Refusal, ScanPurpose};
use crate::ops::table::{CreateTable, Persistence};
use crate::ops::{Clause, Guard, ObjectName, OpKind};

pub(super) fn create(work: &mut Work<'_>, create: &CreateTable) {
    let cause = why(Clause::Table, "CREATE TABLE Statement");
    if work.table(&create.name).is_some_and(|it| it.persistence != Persistence::Temporary)
        && create.guard == Guard::None
        && !create.replaces
        && create.persistence != Persistence::Temporary
        && work.schema.complete
    {
        let words = format!("1050: Table '{}' already exists", create.name);
        work.refused(
            Refusal::Schema,
            words,
            &cause.clone().possible("something else may have dropped it"),
        );
    }
    if create.replaces && !work.is_mariadb() {
        let source = "CREATE TABLE Statement";
        return work.syntax_error("no OR REPLACE before TABLE", Clause::Table, source);
    }
    for default in create.columns.iter().filter_map(|it| it.default.as_ref()) {
        super::column::refuse_default(work, default, false);
    }
    if create.options.iter().any(|it| it.name == "type") {
        let source = "CREATE TABLE Statement";
        return work.syntax_error("TYPE is called ENGINE", Clause::Option, source);
    }
    if create.guard == Guard::IfNeeded && work.is_whole(&create.name) {
        return;
    }
    if create.replaces && work.table(&create.name).is_some() {
        work.lock(&create.name, EXCLUSIVE, HeldUntil::Moment, &cause);
        work.lose(&create.name, None, Loss::Dropped, &cause);
    }
    for read in create.filled_from.iter().flat_map(|it| &it.reads) {
        work.lock(read, SHARED_READ, HeldUntil::Statement, &cause);
        let purpose = ScanPurpose::Query;
        work.effect(EffectKind::Scan { relation: read.clone(), purpose }, &cause);
    }
    if create.filled_from.is_some() && work.server.gtid_refuses_filled {
        let when = "the server keeps to global transaction identifiers: 1786: Statement violates GTID consistency: \
                    CREATE TABLE ... SELECT.";
        let source = "Restrictions on Replication with GTIDs";
        work.may_fail(when, &why(Clause::Table, source).possible("enforce_gtid_consistency"));
    }
    for like in &create.like {
        if work.schema.is_missing(&like.table) {
            let when = format!("1146: Table '{}' doesn't exist", like.table);
            let because = "nothing in the schema or the history makes it";
            work.may_fail(when, &cause.clone().possible(because));
        }
        work.lock(&like.table, SHARED_READ, HeldUntil::Statement, &cause);
    }
    let keys =
        create.constraints.iter().chain(create.columns.iter().flat_map(|it| &it.constraints));
    for constraint in keys {
        if let crate::ops::constraint::ConstraintKind::ForeignKey(key) = &constraint.kind {
            work.lock(&key.references, EXCLUSIVE, HeldUntil::Moment, &cause);
            let name = constraint.name.as_deref().unwrap_or_default();
            if !key.columns.is_empty() && work.checks_foreign_keys() {
                super::constraint::refuse_foreign_key(work, Some(create), &create.name, name, key);
            }
        }
    }
    ignored(work, create);
    super::limits::table(work, create);
}

/// What of the definition this version reads and forgets.
fn ignored(work: &mut Work<'_>, create: &CreateTable) {
    use crate::ops::constraint::ConstraintKind;
    for column in &create.columns {
        for constraint in &column.constraints {
            match &constraint.kind {
                ConstraintKind::ForeignKey(_) if !work.server.inline_references => {
                    let what = format!(
                        "REFERENCES behind column `{}` is read and ignored: there will be no foreign key",
                        column.name
                    );
                    let cause = why(Clause::References, "add_column/references_inline_ignored");
                    work.silent(&create.name, what, &cause);
                }
                ConstraintKind::Check(expr) if !work.server.checks => {
                    let what = format!("CHECK ({}) is read and ignored", expr.text);
                    work.silent(&create.name, what, &why(Clause::Check, "CHECK Constraints"));
                }
                _ => {}
            }
        }
    }
}

pub(super) fn drop(work: &mut Work<'_>, name: &ObjectName, guard: Guard) {
    let cause = why(Clause::Table, "DROP TABLE Statement");
    if work.says(Clause::Temporary) {
        return;
    }
    if work.schema.is_missing(name) {
        if guard == Guard::None {
            let words = format!("1051: Unknown table '{name}'");
            let because = "nothing in the schema or the history makes it";
            work.refused(Refusal::Schema, words, &cause.possible(because));
        }
        return;
    }
    refuse_referenced(work, name);
    let cause = why(Clause::Table, "DROP TABLE Statement");
    work.lock(name, EXCLUSIVE, HeldUntil::Moment, &cause);
    work.lose(name, None, Loss::Dropped, &cause);
    work.breaks(name, None, Breakage::Removed, &cause);
    broken_views(work, name);
}

fn refuse_referenced(work: &mut Work<'_>, name: &ObjectName) {
    if !work.checks_foreign_keys() {
        return;
    }
    // All at once in one version, one after the other in another.
    let goes = |work: &Work<'_>, table: &ObjectName| {
        let place = work.ops.iter().position(|it| match &it.kind {
            OpKind::DropTable { name, .. } => name == table,
            _ => false,
        });
        place.is_some_and(|it| work.server.atomic_ddl || it < work.index)
    };
    let child = work
        .schema
        .foreign_keys_to(name)
        .find(|(of, _, _)| of.name != *name && !goes(work, &of.name))
        .map(|(of, it, _)| (of.name.name.clone(), it.name.clone()));
    let Some((child, key)) = child else { return };
    let words = match (work.is_mariadb(), work.server.atomic_ddl) {
        (true, _) => {
            "1451: Cannot delete or update a parent row: a foreign key constraint fails".to_owned()
        }
        (_, true) => format!(
            "3730: Cannot drop table '{}' referenced by a foreign key constraint '{key}' on table '{child}'.",
            name.name
        ),
        (_, false) => {
            "1217: Cannot delete or update a parent row: a foreign key constraint fails".to_owned()
        }
    };
    work.refused(Refusal::Schema, words, &why(Clause::Table, "DROP TABLE Statement"));
}

fn broken_views(work: &mut Work<'_>, table: &ObjectName) {
    let views: Vec<ObjectName> = work.schema.views_of(table).map(|it| it.name.clone()).collect();
    for view in views {
        let cause = why(Clause::Table, "SELECT from view after its table was renamed");
        work.breaks(&view, None, Breakage::Dependent, &cause);
    }
}

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName) {
    let cause = why(Clause::Table, "RENAME TABLE Statement");
    work.lock(table, EXCLUSIVE, HeldUntil::Moment, &cause);
    // In a swap the name is taken again at once.
    let taken = work.ops.iter().any(|it| match &it.kind {
        OpKind::RenameTable { to: other, .. } => other.name == table.name,
        _ => false,
    });
    if !taken {
        work.breaks(table, None, Breakage::Renamed, &cause);
        broken_views(work, table);
    }
}
