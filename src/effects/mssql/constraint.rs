//! Constraints ("ALTER TABLE", "table_constraint").

use super::{ALTER, SCH_M, Work, alter_lock, index, syntax};
use crate::effects::work::why;
use crate::effects::{Breakage, EffectKind, HeldUntil, Refusal, ScanPurpose};
use crate::ops::constraint::{
    Action, AlterConstraint, Constraint, ConstraintKind, Deferrable, Key, Validity,
};
use crate::ops::{Clause, ConstraintRef, Guard, ObjectName};

const ADD: &str = "ALTER TABLE: WITH CHECK and WITH NOCHECK";

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    if constraint.deferrable != Deferrable::No {
        return syntax(work, "DEFERRABLE", Clause::Deferrable);
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => {
            // A primary key is clustered unless another index is, or it says otherwise.
            let taken = work.table(table).is_some_and(|it| {
                it.indexes
                    .iter()
                    .any(|it| it.method.as_deref().is_some_and(|it| it.starts_with("clustered")))
            });
            built(
                work,
                table,
                key,
                constraint,
                key.clustered.unwrap_or(!taken),
                Clause::PrimaryKey,
            );
        }
        ConstraintKind::Unique(key) => {
            built(work, table, key, constraint, key.clustered == Some(true), Clause::Unique);
        }
        ConstraintKind::ForeignKey(key) => {
            let cause = why(Clause::References, ADD);
            if key.on_delete == Action::Restrict || key.on_update == Action::Restrict {
                return syntax(work, "RESTRICT", Clause::References);
            }
            alter_lock(work, table, &cause);
            let other = key.references.clone();
            if other != *table {
                work.lock(&other, SCH_M, HeldUntil::Commit, &cause.likely(""));
            }
            if constraint.validity == Validity::Checked {
                work.scan(table, ScanPurpose::CheckForeignKey, &cause);
                if work.may_hold_rows(table) {
                    let when = format!(
                        "a row of `{table}` refers to nothing in `{other}`: 547: the ALTER TABLE statement conflicted"
                    );
                    work.may_fail(when, &cause.possible(""));
                }
            } else {
                untrusted(work, table, constraint);
            }
            for column in &key.columns {
                work.breaks(table, Some(column), Breakage::Restricted, &cause);
            }
        }
        ConstraintKind::Check(expr) => {
            let cause = why(Clause::Check, ADD);
            alter_lock(work, table, &cause);
            if constraint.validity == Validity::Checked {
                work.scan(table, ScanPurpose::CheckConstraint, &cause);
                if work.may_hold_rows(table) {
                    let when = format!(
                        "a row breaks ({}): 547: the ALTER TABLE statement conflicted",
                        expr.text
                    );
                    work.may_fail(when, &cause.possible(""));
                }
            } else {
                untrusted(work, table, constraint);
            }
            for column in &expr.columns {
                work.breaks(table, Some(column), Breakage::Restricted, &cause);
            }
        }
        ConstraintKind::Exclude { .. } => syntax(work, "EXCLUDE", Clause::Exclude),
        ConstraintKind::NotNull { .. } | ConstraintKind::Default { .. } => {
            alter_lock(work, table, &why(Clause::Default, ALTER));
        }
    }
}

/// The optimizer does not believe a constraint that rows were not checked for ("ALTER TABLE": "is_not_trusted").
fn untrusted(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    let name = constraint.name.as_deref().unwrap_or("the constraint");
    let what = format!(
        "`{name}` is not trusted: rows that are there are not checked, and queries are planned as if it were not there \
         until `WITH CHECK CHECK CONSTRAINT`"
    );
    work.silent(table, what, &why(Clause::NotValid, ADD));
}

fn built(
    work: &mut Work<'_>,
    table: &ObjectName,
    key: &Key,
    constraint: &Constraint,
    clustered: bool,
    clause: Clause,
) {
    let cause = why(clause, "ALTER TABLE: ADD PRIMARY KEY or UNIQUE");
    let online = work.says(Clause::Online);
    if online && index::refuse_online(work) {
        return;
    }
    if work.says(Clause::Option) && !work.server.resumable_constraint {
        let cause = why(
            Clause::Option,
            "Resumable add table constraints: Support for resumable operations",
        );
        return super::unknown(work, "RESUMABLE", &cause);
    }
    let name = constraint.name.clone().unwrap_or_default();
    if online {
        index::online_locks(work, table, clustered);
    } else {
        alter_lock(work, table, &cause);
    }
    work.scan(table, ScanPurpose::BuildIndex, &cause);
    work.build(table, &name, &cause);
    if clustered {
        let because = "the rows are moved into the order of the clustered index";
        work.rewrite(table, &cause.because(because));
    }
    if work.may_hold_rows(table) {
        let columns = key.columns.join(", ");
        let when = format!("two rows are the same in ({columns}): 1505: a duplicate key was found");
        work.may_fail(when, &cause.possible(""));
        if clause == Clause::PrimaryKey {
            for column in &key.columns {
                if work.column(table, column).is_some_and(|it| it.nullable == Some(true)) {
                    let words = format!(
                        "8111: Cannot define PRIMARY KEY constraint on nullable column `{column}`."
                    );
                    work.refused(Refusal::Schema, words, &cause);
                }
            }
        }
    }
    if clause == Clause::Unique {
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        index::one_null(work, table, &columns);
    }
    for column in &key.columns {
        work.breaks(table, Some(column), Breakage::Restricted, &cause);
    }
}

pub(super) fn drop(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &ConstraintRef,
    guard: Guard,
) {
    let cause = why(Clause::Name, "ALTER TABLE: DROP CONSTRAINT");
    if guard == Guard::IfNeeded && work.says(Clause::IfExists) && !work.server.drops_if_exists {
        syntax(work, "IF", Clause::IfExists);
    }
    let known = work.table(table).and_then(|it| match constraint.name() {
        Some(name) => it.constraints.iter().find(|it| it.name.eq_ignore_ascii_case(name)),
        None => it.primary_key().map(|it| it.0),
    });
    if let Some((key, primary)) = known.and_then(|it| match &it.definition.kind {
        ConstraintKind::PrimaryKey(key) => Some((key, true)),
        ConstraintKind::Unique(key) => Some((key, false)),
        _ => None,
    }) {
        let refers = |to: &[String]| to.is_empty() && primary || to == key.columns.as_slice();
        let mut referrers = work.schema.foreign_keys_to(table).filter(|it| it.0.name != *table);
        if let Some((other, found, _)) = referrers.find(|it| refers(&it.2.referenced)) {
            let words = format!(
                "3725: The constraint is being referenced by table '{}', foreign key constraint '{}'.",
                other.name, found.name
            );
            return work.refused(Refusal::Schema, words, &cause);
        }
    }
    alter_lock(work, table, &cause);
    match known.map(|it| &it.definition.kind) {
        Some(ConstraintKind::ForeignKey(key)) if key.references != *table => {
            let other = key.references.clone();
            work.lock(&other, SCH_M, HeldUntil::Commit, &cause.likely(""));
        }
        Some(ConstraintKind::PrimaryKey(key)) if key.clustered != Some(false) => {
            let name = constraint.name().unwrap_or_default().to_owned();
            if work.says(Clause::Online) {
                let because = "the rows of a clustered key become a heap, and are written for it";
                work.rewrite(table, &cause.likely(because));
            } else {
                index::others_built(work, table, &name, &why(Clause::Name, "DROP INDEX: Remarks"));
            }
        }
        _ => {}
    }
}

pub(super) fn validate(work: &mut Work<'_>, table: &ObjectName, name: Option<&str>) {
    let cause = why(Clause::Name, ADD);
    alter_lock(work, table, &cause);
    work.scan(table, ScanPurpose::CheckConstraint, &cause);
    let name = name.unwrap_or("a constraint");
    work.may_fail(format!("a row breaks `{name}`: 547"), &cause.possible(""));
}

/// CHECK CONSTRAINT without WITH CHECK looks at no row; NOCHECK stops looking at new ones.
pub(super) fn switch(work: &mut Work<'_>, table: &ObjectName, change: AlterConstraint) {
    let cause = why(Clause::Name, ADD);
    alter_lock(work, table, &cause);
    match change {
        AlterConstraint::Unenforce => {
            let relation = table.clone();
            let (column, what) = (None, Breakage::Loosened);
            work.effect(EffectKind::Breaks { relation, column, what }, &cause);
        }
        AlterConstraint::Enforce => {
            // Switched on right after it was checked, nothing changes; what was never checked stays untrusted.
            work.breaks(
                table,
                None,
                Breakage::Restricted,
                &cause.possible("it was switched off before"),
            );
        }
        _ => {}
    }
}
