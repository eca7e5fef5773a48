//! Constraints ("constraint", "ALTER TABLE", "constraint_clauses").

use super::{NONBLOCKING, SHARE, Work, exclusive, mostly_nonblocking, nonblocking, syntax};
use crate::effects::work::why;
use crate::effects::{Breakage, HeldUntil, Refusal, ScanPurpose};
use crate::ops::constraint::{
    Action, AlterConstraint, Constraint, ConstraintKind, ForeignKey, Key, Validity,
};
use crate::ops::{Cascade, Clause, ConstraintRef, ObjectName};

const STATE: &str = "constraint: constraint_state";

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => built(work, table, key, constraint, Clause::PrimaryKey),
        ConstraintKind::Unique(key) => built(work, table, key, constraint, Clause::Unique),
        ConstraintKind::ForeignKey(key) => {
            refuse_actions(work, key);
            checked(work, table, constraint, Clause::References, ScanPurpose::CheckForeignKey);
            if constraint.validity == Validity::Checked && key.references != *table {
                let other = key.references.clone();
                let because = "rows that the new key refers to must not go away meanwhile";
                work.lock(
                    &other,
                    SHARE,
                    HeldUntil::Statement,
                    &why(Clause::References, STATE).likely(because),
                );
            }
            restricted(work, table, &key.columns, Clause::References);
        }
        ConstraintKind::Check(expr) => {
            checked(work, table, constraint, Clause::Check, ScanPurpose::CheckConstraint);
            restricted(work, table, &expr.columns, Clause::Check);
        }
        ConstraintKind::Exclude { .. } => syntax(work, "ORA-00904", "EXCLUDE", Clause::Exclude),
        ConstraintKind::NotNull { .. } | ConstraintKind::Default { .. } => {
            exclusive(work, table, &why(Clause::NotNull, STATE));
        }
    }
}

/// Oracle knows CASCADE and SET NULL on delete, and nothing on update ("constraint", "references_clause").
pub(super) fn refuse_actions(work: &mut Work<'_>, key: &ForeignKey) {
    let deletes = matches!(key.on_delete, Action::Restrict | Action::SetDefault);
    if deletes || key.on_update != Action::NoAction {
        let words = "ORA-00905: missing keyword: ON DELETE takes CASCADE or SET NULL, and there is no ON UPDATE";
        work.refused(
            Refusal::Version,
            words,
            &why(Clause::References, "constraint: references_clause"),
        );
    }
}

/// ENABLE VALIDATE, the default, reads every row while nobody writes; ENABLE NOVALIDATE does not block.
fn checked(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &Constraint,
    clause: Clause,
    purpose: ScanPurpose,
) {
    if constraint.validity != Validity::Checked {
        return mostly_nonblocking(work, table, Clause::NotValid);
    }
    let cause = why(clause, STATE);
    work.lock(
        table,
        SHARE,
        HeldUntil::Statement,
        &cause.likely("it is checked while nobody writes"),
    );
    work.scan(table, purpose, &cause);
    if work.may_hold_rows(table) {
        let code = if clause == Clause::References {
            "ORA-02298: parent keys not found"
        } else {
            "ORA-02293: check constraint violated"
        };
        work.may_fail(format!("a row breaks it: {code}"), &cause.possible(""));
    }
}

fn restricted(work: &mut Work<'_>, table: &ObjectName, columns: &[String], clause: Clause) {
    for column in columns {
        work.breaks(table, Some(column), Breakage::Restricted, &why(clause, STATE));
    }
}

fn built(
    work: &mut Work<'_>,
    table: &ObjectName,
    key: &Key,
    constraint: &Constraint,
    clause: Clause,
) {
    let cause = why(clause, "constraint: using_index_clause");
    restricted(work, table, &key.columns, clause);
    if constraint.validity == Validity::NotEnforced {
        return mostly_nonblocking(work, table, Clause::NotValid);
    }
    let served = key.using_index.is_some();
    if served && constraint.validity == Validity::NotValid {
        return mostly_nonblocking(work, table, Clause::NotValid);
    }
    work.lock(
        table,
        SHARE,
        HeldUntil::Statement,
        &cause.likely("its index is built, or its rows are checked, while nobody writes"),
    );
    work.scan(table, ScanPurpose::BuildIndex, &cause);
    if !served {
        work.build(table, constraint.name.as_deref().unwrap_or(""), &cause);
    }
    if work.may_hold_rows(table) {
        let when = format!(
            "two rows are the same in ({}): ORA-02299 or ORA-02437: duplicate keys found",
            key.columns.join(", ")
        );
        work.may_fail(when, &cause.possible(""));
    }
}

pub(super) fn drop(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &ConstraintRef,
    cascade: Cascade,
) {
    let cause = why(Clause::Name, "ALTER TABLE: drop_constraint_clause");
    let known = work.table(table).and_then(|it| match constraint.name() {
        Some(name) => it.constraint(name),
        None => it.primary_key().map(|it| it.0),
    });
    let key = known.is_some_and(|it| {
        matches!(it.definition.kind, ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_))
    });
    let referred = work.schema.foreign_keys_to(table).any(|it| it.0.name != *table);
    if key && referred && cascade != Cascade::Cascade {
        let words = "ORA-02273: this unique/primary key is referenced by some foreign keys";
        return work.refused(Refusal::Schema, words, &cause.likely(""));
    }
    if work.says(Clause::Online) || work.server.is_23 {
        mostly_nonblocking(work, table, Clause::Online);
    } else {
        exclusive(work, table, &cause);
    }
}

/// "Moving a single constraint from the ENABLE NOVALIDATE state to the ENABLE VALIDATE state does not block reads, writes,
/// or other DDL statements" ("constraint"); of one that is disabled the page does not say so.
pub(super) fn validate(work: &mut Work<'_>, table: &ObjectName, name: &str) {
    let cause = why(Clause::Name, NONBLOCKING);
    let known = work.table(table).and_then(|it| it.constraint(name));
    if known.is_some_and(|it| it.definition.validity == Validity::NotEnforced) {
        let because = "a constraint that was disabled is checked while nobody writes";
        work.lock(table, SHARE, HeldUntil::Statement, &why(Clause::Name, STATE).likely(because));
        work.breaks(table, None, Breakage::Restricted, &cause);
    } else {
        nonblocking(work, table, &cause.likely("the constraint is enabled already"));
    }
    work.scan(table, ScanPurpose::CheckConstraint, &cause);
    work.may_fail(format!("a row breaks `{name}`: ORA-02293 or ORA-02298"), &cause.possible(""));
}

pub(super) fn switch(work: &mut Work<'_>, table: &ObjectName, change: AlterConstraint) {
    let cause = why(Clause::Name, "ALTER TABLE: enable_disable_clause");
    match change {
        AlterConstraint::Enforce => {
            mostly_nonblocking(work, table, Clause::NotValid);
            work.breaks(table, None, Breakage::Restricted, &cause);
        }
        AlterConstraint::Unenforce => {
            exclusive(work, table, &cause);
            work.breaks(table, None, Breakage::Loosened, &cause);
        }
        _ => exclusive(work, table, &cause),
    }
}
