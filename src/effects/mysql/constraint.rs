//! Keys, foreign keys and checks.

use super::way::Way;
use super::work::{EXCLUSIVE, Work, why};
use super::{column, index, retype};
use crate::catalog::TableConstraint;
use crate::effects::{Breakage, Certainty, EffectKind, HeldUntil, Refusal, ScanPurpose};
use crate::ops::constraint::{
    Action, AlterConstraint, Constraint, ConstraintKind, Deferrable, ForeignKey, Key, Validity,
};
use crate::ops::expr::Expr;
use crate::ops::table::CreateTable;
use crate::ops::{Clause, ConstraintRef, Guard, ObjectName, OpKind};

const KEYS: &str = "Online DDL Operations, Primary Key Operations";
const FOREIGN: &str = "Online DDL Operations, Foreign Key Operations";

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) -> Option<Way> {
    if constraint.deferrable != Deferrable::No {
        // "CREATE TABLE Statement": nothing of a constraint can wait.
        work.syntax_error("no DEFERRABLE", Clause::Deferrable, "CREATE TABLE Statement");
        return None;
    }
    let engine = column::of_engine(work, table);
    let way = match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => primary_key(work, table, key)?,
        ConstraintKind::Unique(key) => {
            index::refuse_words(work);
            let name = constraint.name.clone().or_else(|| key.columns.first().cloned());
            unique(work, table, &key.columns, &name.unwrap_or_default())
        }
        ConstraintKind::ForeignKey(key) => {
            foreign_key(work, table, constraint.name.as_deref(), key)?
        }
        ConstraintKind::Check(expr) => {
            let name = constraint.name.clone().unwrap_or_else(|| format!("{}_chk_1", table.name));
            check(work, table, &name, expr, constraint.validity)?
        }
        ConstraintKind::NotNull { .. }
        | ConstraintKind::Default { .. }
        | ConstraintKind::Exclude { .. } => {
            work.syntax_error("no such constraint", Clause::Exclude, "ALTER TABLE");
            return None;
        }
    };
    Some(engine.unwrap_or(way))
}

pub(super) fn unique(
    work: &mut Work<'_>,
    table: &ObjectName,
    columns: &[String],
    name: &str,
) -> Way {
    let cause = why(Clause::Unique, "Online DDL Operations, Index Operations");
    let when = format!("two rows are the same in ({}): 1062: Duplicate entry", columns.join(", "));
    work.may_fail(when, &cause.clone().possible(String::new()));
    for column in columns {
        work.breaks(table, Some(column), Breakage::Restricted, &cause);
    }
    work.effect(index::builds(table, name), &cause);
    index::add_way(work)
}

fn primary_key(work: &mut Work<'_>, table: &ObjectName, key: &Key) -> Option<Way> {
    let cause = why(Clause::PrimaryKey, KEYS);
    let dropped = work.ops.iter().any(|it| {
        matches!(&it.kind, OpKind::DropConstraint { constraint: ConstraintRef::PrimaryKey, .. })
    });
    if !dropped && work.table(table).is_some_and(|it| it.primary_key().is_some()) {
        work.refused(Refusal::Schema, "1068: Multiple primary key defined", &cause);
        return None;
    }
    for column in &key.columns {
        if work.column(table, column).is_some_and(|it| it.nullable == Some(true)) {
            let when = format!("a row has NULL in `{column}`: 1138: Invalid use of NULL value");
            work.may_fail(when, &cause.clone().possible(String::new()));
        }
    }
    Some(Way::rebuild())
}

/// ADD FOREIGN KEY copies the table to check each row, unless the session checks no foreign keys.
pub(super) fn foreign_key(
    work: &mut Work<'_>,
    table: &ObjectName,
    name: Option<&str>,
    key: &ForeignKey,
) -> Option<Way> {
    let cause = why(Clause::References, FOREIGN);
    refuse_foreign_key(work, None, table, name.unwrap_or_default(), key);
    if ignores_keys(work, None, table) {
        return Some(Way::metadata(&work.server));
    }
    for column in &key.columns {
        work.breaks(table, Some(column), Breakage::Restricted, &cause);
    }
    work.lock(&key.references, EXCLUSIVE, HeldUntil::Moment, &cause);
    if !work.checks_foreign_keys() {
        let what = "the rows that are there are never checked against the foreign key, for foreign_key_checks is off";
        let cause = why(Clause::References, "fk/add_violated_checks_off");
        work.silent(table, what, &cause);
        return Some(index::add_way(work));
    }
    let when = format!(
        "a row of `{table}` refers to none of `{}`: 1452: Cannot add or update a child row: a foreign key constraint fails",
        key.references
    );
    work.may_fail(when, &cause.clone().possible(String::new()));
    let scan = EffectKind::Scan { relation: table.clone(), purpose: ScanPurpose::CheckForeignKey };
    work.effect(scan, &cause);
    Some(Way::copy(&work.server).because("Adding foreign keys needs foreign_key_checks=OFF"))
}

/// "For other storage engines, MySQL Server parses and ignores the FOREIGN KEY syntax" ("FOREIGN KEY Constraints").
fn ignores_keys(work: &Work<'_>, create: Option<&CreateTable>, table: &ObjectName) -> bool {
    let of_new = create.and_then(|it| it.options.iter().find(|it| it.name == "engine"));
    let engine = match create {
        Some(_) => of_new.map(|it| it.value.trim()),
        None => work.table(table).and_then(|it| it.option("engine")),
    };
    engine.is_some_and(|it| {
        ["myisam", "memory", "archive", "csv", "aria"]
            .iter()
            .any(|name| it.eq_ignore_ascii_case(name))
    })
}

/// Of a new table its definition tells what its own columns are.
pub(super) fn refuse_foreign_key(
    work: &mut Work<'_>,
    create: Option<&CreateTable>,
    table: &ObjectName,
    name: &str,
    key: &ForeignKey,
) {
    let cause = why(Clause::References, "FOREIGN KEY Constraints");
    if ignores_keys(work, create, table) {
        let what = "the table's engine reads the foreign key and keeps none";
        return work.silent(table, what, &cause);
    }
    let maria = work.is_mariadb();
    let malformed = format!(
        "1005: Can't create table `{table}` (errno: 150 \"Foreign key constraint is incorrectly formed\")"
    );
    let held = |it: &TableConstraint| {
        it.name.eq_ignore_ascii_case(name)
            && matches!(it.definition.kind, ConstraintKind::ForeignKey(_))
    };
    let of = work.table(table).filter(|_| create.is_none());
    if of.is_some_and(|it| it.constraints.iter().any(held))
        && !column::dropped_constraints(work).iter().any(|it| it.eq_ignore_ascii_case(name))
    {
        let words = match maria {
            true => format!(
                "1005: Can't create table `{table}` (errno: 121 \"Duplicate key on write or update\")"
            ),
            false => format!("1826: Duplicate foreign key constraint name '{name}'"),
        };
        return work.refused(Refusal::Schema, words, &cause);
    }
    let required = |it: &&String| match create {
        Some(create) => create
            .columns
            .iter()
            .any(|of| of.name.eq_ignore_ascii_case(it) && of.nullable == Some(false)),
        None => {
            !column::is_changed(work, it)
                && work.column(table, it).is_some_and(|it| it.nullable == Some(false))
        }
    };
    if [key.on_delete, key.on_update].contains(&Action::SetNull)
        && let Some(column) = key.columns.iter().find(required)
    {
        let words = match (maria, work.server.atomic_ddl) {
            (true, _) => malformed,
            (_, true) => format!(
                "1830: Column '{column}' cannot be NOT NULL: needed in a foreign key constraint '{name}' SET NULL"
            ),
            (_, false) => "1215: Cannot add foreign key constraint".to_owned(),
        };
        return work.refused(Refusal::Schema, words, &cause);
    }
    if of.is_some_and(|it| it.is_partitioned()) {
        let words = "1506: Foreign keys are not yet supported in conjunction with partitioning";
        work.refused(Refusal::Schema, words, &cause);
    }
    let Some(parent) = work.table(&key.references).filter(|_| work.is_whole(&key.references))
    else {
        return;
    };
    let mut referenced = key.referenced.clone();
    if referenced.is_empty()
        && let Some((_, primary)) = parent.primary_key()
    {
        referenced.clone_from(&primary.columns);
    }
    let pairs = key.columns.iter().zip(&referenced);
    for (own, other) in pairs {
        let left = super::limits::type_of(work, create, table, own);
        let right = work.column(&key.references, other).and_then(|it| it.data_type.as_ref());
        let (Some(left), Some(right)) = (&left, right) else { continue };
        let same = left.name == right.name && left.unsigned == right.unsigned;
        if !same
            || (create.is_none()
                && retype::is_text(left)
                && other_set(work, table, left, &key.references, right))
        {
            let words = match (maria, work.server.atomic_ddl) {
                (true, _) => malformed.clone(),
                (_, true) => format!(
                    "3780: Referencing column '{own}' and referenced column '{other}' in foreign key constraint \
                     '{name}' are incompatible."
                ),
                (_, false) => "1215: Cannot add foreign key constraint".to_owned(),
            };
            work.refused(Refusal::Schema, words, &cause);
            return;
        }
    }
    let covers = |exact: bool| {
        parent.indexes.iter().any(|it| {
            let columns: Vec<&str> = it.keys.iter().filter_map(|it| it.column.as_deref()).collect();
            let begins = columns.len() >= referenced.len()
                && columns.iter().zip(&referenced).all(|(left, right)| left == right);
            begins && (!exact || (it.unique && columns.len() == referenced.len()))
        })
    };
    if work.server.references_unique && !covers(true) {
        let words = format!(
            "6125: Failed to add the foreign key constraint. Missing unique key for constraint '{name}' in the \
             referenced table '{}'",
            key.references
        );
        work.refused(Refusal::Schema, words, &cause);
    } else if !covers(false) {
        let words = match (maria, work.server.atomic_ddl) {
            (true, _) => malformed,
            (_, true) => format!(
                "1822: Failed to add the foreign key constraint. Missing index for constraint '{name}' in the \
                 referenced table '{}'",
                key.references
            ),
            (_, false) => "1215: Cannot add foreign key constraint".to_owned(),
        };
        work.refused(Refusal::Schema, words, &cause);
    }
}

fn other_set(
    work: &Work<'_>,
    table: &ObjectName,
    left: &crate::ops::expr::DataType,
    other: &ObjectName,
    right: &crate::ops::expr::DataType,
) -> bool {
    let set = |table, of| retype::charset(work, work.table(table), of);
    work.is_whole(table) && set(table, left) != set(other, right)
}

pub(super) fn check(
    work: &mut Work<'_>,
    table: &ObjectName,
    name: &str,
    expr: &Expr,
    validity: Validity,
) -> Option<Way> {
    let cause = why(Clause::Check, "CHECK Constraints");
    let enforced = validity != Validity::NotEnforced;
    if !enforced && !work.server.not_enforced {
        work.syntax_error("no NOT ENFORCED", Clause::NotValid, "CHECK Constraints");
        return None;
    }
    if !work.server.checks {
        let what = format!("CHECK ({}) is read and ignored", expr.text);
        work.silent(table, what, &cause);
        return Some(Way::no_rebuild());
    }
    if !enforced {
        return Some(Way::instant());
    }
    let words = match work.is_mariadb() {
        true => format!("4025: CONSTRAINT `{name}` failed for `{table}`"),
        false => format!("3819: Check constraint '{name}' is violated."),
    };
    let off = work.setting("check_constraint_checks").is_some_and(|it| it == "0" || it == "off");
    if !(work.is_mariadb() && off) {
        let when = format!("a row breaks ({}): {words}", expr.text);
        work.may_fail(when, &cause.clone().possible(String::new()));
    }
    for column in &expr.columns {
        work.breaks(table, Some(column), Breakage::Restricted, &cause);
    }
    let scan = EffectKind::Scan { relation: table.clone(), purpose: ScanPurpose::CheckConstraint };
    work.effect(scan, &cause);
    Some(Way::copy(&work.server))
}

pub(super) fn drop(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &ConstraintRef,
    guard: Guard,
) -> Option<Way> {
    if guard == Guard::IfNeeded && !work.server.column_guards {
        work.syntax_error("no IF EXISTS before a constraint", Clause::IfExists, "ALTER TABLE");
        return None;
    }
    let known = |work: &Work<'_>, name: &str| {
        work.table(table)
            .and_then(|it| it.constraints.iter().find(|it| it.name.eq_ignore_ascii_case(name)))
            .cloned()
    };
    match constraint {
        ConstraintRef::PrimaryKey => drop_primary_key(work, table),
        ConstraintRef::ForeignKey(_) => Some(drop_foreign_key(work)),
        ConstraintRef::Check(_) => {
            if !work.server.checks {
                work.syntax_error("no DROP CHECK", Clause::Name, "CHECK Constraints");
                return None;
            }
            Some(Way::instant())
        }
        ConstraintRef::Unique(name) => Some(index::drop_key(work, table, name)),
        ConstraintRef::Named(name) => {
            if !work.server.drop_constraint {
                work.syntax_error("no DROP CONSTRAINT", Clause::Name, "ALTER TABLE");
                return None;
            }
            let Some(held) = known(work, name) else {
                if work.is_whole(table) && guard == Guard::None {
                    let words = if work.is_mariadb() {
                        format!("1091: Can't DROP CONSTRAINT `{name}`; check that it exists")
                    } else {
                        format!("3940: Constraint '{name}' does not exist.")
                    };
                    work.refused(Refusal::Schema, words, &why(Clause::Name, "ALTER TABLE"));
                }
                return Some(Way {
                    certainty: Certainty::Possible,
                    because: format!("what kind of constraint `{name}` is, is not known"),
                    ..Way::no_rebuild()
                });
            };
            drop_known(work, table, &held)
        }
    }
}

fn drop_known(work: &mut Work<'_>, table: &ObjectName, held: &TableConstraint) -> Option<Way> {
    Some(match held.definition.kind {
        ConstraintKind::PrimaryKey(_) => return drop_primary_key(work, table),
        ConstraintKind::ForeignKey(_) => drop_foreign_key(work),
        ConstraintKind::Unique(_) => index::drop_key(work, table, &held.name),
        _ => Way::metadata(&work.server),
    })
}

fn drop_foreign_key(work: &Work<'_>) -> Way {
    if work.server.instant_options { Way::instant() } else { Way::no_rebuild() }
}

fn drop_primary_key(work: &mut Work<'_>, table: &ObjectName) -> Option<Way> {
    let cause = why(Clause::PrimaryKey, KEYS);
    let added = work.ops.iter().find_map(|it| match &it.kind {
        OpKind::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => Some(key.columns.clone()),
            _ => None,
        },
        _ => None,
    });
    if let Some(of) = work.table(table) {
        let auto = of
            .columns
            .iter()
            .find(|it| it.generated == Some(crate::ops::column::Generated::AutoIncrement));
        let keyed = |name: &str| {
            let first = |it: &crate::catalog::Index| {
                it.keys.first().is_some_and(|it| it.column.as_deref() == Some(name))
            };
            of.indexes.iter().filter(|it| it.name != "PRIMARY").any(first)
                || added.as_ref().is_some_and(|it| it.first().is_some_and(|it| it == name))
        };
        if auto.is_some_and(|it| !keyed(&it.name) && !column::is_changed(work, &it.name)) {
            let words = "1075: Incorrect table definition; there can be only one auto column and it must be defined \
                         as a key";
            work.refused(Refusal::Schema, words, &cause);
            return None;
        }
        refuse_referenced(work, table, added.as_deref());
    }
    if added.is_some() {
        return Some(Way::rebuild());
    }
    Some(drop_clustered(work))
}

/// The rows lose the key in whose order they lie.
pub(super) fn drop_clustered(work: &Work<'_>) -> Way {
    if column::adds_primary_key(work) {
        return Way::rebuild();
    }
    Way::copy(&work.server)
        .because("Dropping a primary key is not allowed without also adding a new primary key")
}

/// A foreign key needs the key that it refers to.
fn refuse_referenced(work: &mut Work<'_>, table: &ObjectName, added: Option<&[String]>) {
    if !work.server.references_unique || !work.checks_foreign_keys() {
        return;
    }
    let Some((_, key)) = work.table(table).and_then(|it| it.primary_key()) else { return };
    let needed = work
        .schema
        .foreign_keys_to(table)
        .any(|(_, _, foreign)| foreign.referenced == key.columns || foreign.referenced.is_empty());
    if needed && added != Some(key.columns.as_slice()) {
        let words = "1553: Cannot drop index 'PRIMARY': needed in a foreign key constraint";
        work.refused(Refusal::Schema, words, &why(Clause::PrimaryKey, "pk/drop_referenced"));
    }
}

pub(super) fn alter(
    work: &mut Work<'_>,
    table: &ObjectName,
    change: AlterConstraint,
) -> Option<Way> {
    if !work.server.not_enforced {
        work.syntax_error("no ALTER CHECK", Clause::Name, "CHECK Constraints");
        return None;
    }
    match change {
        AlterConstraint::Unenforce => Some(Way::instant()),
        AlterConstraint::Enforce => {
            let cause = why(Clause::Name, "CHECK Constraints");
            let when = "a row breaks the constraint: 3819: Check constraint is violated";
            work.may_fail(when, &cause.clone().possible(String::new()));
            let purpose = ScanPurpose::CheckConstraint;
            work.effect(EffectKind::Scan { relation: table.clone(), purpose }, &cause);
            Some(Way::copy(&work.server))
        }
        AlterConstraint::SetDeferrable(_)
        | AlterConstraint::SetInherit
        | AlterConstraint::SetNoInherit => {
            work.syntax_error("no such change of a constraint", Clause::Name, "ALTER TABLE");
            None
        }
    }
}
