//! Constraints added, validated, dropped, renamed and altered (manual: "ALTER TABLE"; measured: `constraint/…`).

use super::column::{self, Filling};
use super::work::{Why, Work, always, why};
use super::{dropped, locks, retype, types, volatility};
use crate::catalog::{Table, TableConstraint, Validated};
use crate::effects::{Breakage, Refusal, ScanPurpose};
use crate::ops::constraint::{
    AlterConstraint, Constraint, ConstraintKind, Deferrable, ForeignKey, Key, Validity,
};
use crate::ops::expr::DataType;
use crate::ops::index::IndexKey;
use crate::ops::table::{CreateTable, Persistence};
use crate::ops::{Cascade, Clause, ConstraintRef, Guard, ObjectName};

const ALTER_TABLE: &str = "ALTER TABLE";

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    refuse_forms(work, table, constraint);
    match &constraint.kind {
        ConstraintKind::Check(_) => add_check(work, table, constraint),
        ConstraintKind::ForeignKey(key) => add_foreign_key(work, table, constraint, key),
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            add_key(work, table, constraint, key);
        }
        ConstraintKind::Exclude { keys, .. } => add_exclusion(work, table, constraint, keys),
        ConstraintKind::NotNull { column } => add_not_null(work, table, constraint, column),
        ConstraintKind::Default { .. } => {
            let cause = always(ALTER_TABLE);
            work.refused(Refusal::Version, "PostgreSQL has no named defaults", &cause);
        }
    }
}

/// Forms that this version does not know.
pub(super) fn refuse_versions(work: &mut Work<'_>, constraint: &Constraint) {
    let major = work.major();
    if constraint.validity == Validity::NotEnforced && major < 18 {
        work.unknown_before(18, "NOT ENFORCED", Clause::NotValid);
    }
    if let ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) = &constraint.kind {
        if key.nulls_not_distinct && major < 15 {
            work.unknown_before(15, "NULLS NOT DISTINCT", Clause::Unique);
        }
        if key.without_overlaps && major < 18 {
            work.unknown_before(18, "WITHOUT OVERLAPS", Clause::Unique);
        }
        if !key.include.is_empty() && major < 11 {
            work.unknown_before(11, "INCLUDE", Clause::Unique);
        }
    }
}

fn refuse_forms(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    refuse_versions(work, constraint);
    if matches!(constraint.kind, ConstraintKind::NotNull { .. }) && work.major() < 18 {
        work.unknown_before(18, "ADD CONSTRAINT … NOT NULL", Clause::NotNull);
    }
    if let Some(name) = &constraint.name
        && work.constraint(table, name).is_some_and(|it| !it.perhaps_dropped)
        && !work.drops_constraint(table, name)
    {
        let words = format!("constraint \"{name}\" for relation \"{}\" already exists", table.name);
        work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
    }
}

/// A constraint that comes with a new column, whose rows hold what `filling` says.
pub(super) fn add_with_column(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &Constraint,
    filling: &Filling,
) {
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) if *filling == Filling::Nothing => {
            // Every row holds NULL, which refers to nothing: nobody looks.
            let unchecked = Constraint { validity: Validity::NotValid, ..constraint.clone() };
            add_foreign_key(work, table, &unchecked, key);
        }
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
            add(work, table, constraint);
            if *filling == Filling::OneValue && work.may_hold_rows(table) {
                let when =
                    format!("`{table}` holds more than one row, which all get the same value");
                work.may_fail(when, &why(Clause::Unique, ALTER_TABLE));
            }
        }
        ConstraintKind::NotNull { .. } | ConstraintKind::Default { .. } => {}
        ConstraintKind::ForeignKey(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude { .. } => {
            add(work, table, constraint);
        }
    }
}

fn is_checked(constraint: &Constraint) -> bool {
    constraint.validity == Validity::Checked
}

/// A key is a B-tree over its columns, which some types have no order for.
pub(super) fn refuse_unordered(work: &mut Work<'_>, types: &[DataType]) {
    const METHOD: &str = "btree";
    let mut unordered =
        types.iter().filter(|it| types::lacks_operator_class(it, METHOD, work.schema));
    if let Some(data_type) = unordered.next() {
        retype::refuse_operator_class(work, data_type, METHOD);
    }
}

/// Whether the statement drops the column, which happens before it adds constraints.
fn is_gone(work: &Work<'_>, table: &ObjectName, column: &str) -> bool {
    work.intent.dropped_columns.contains_key(&(table, column))
        && work.added_column(table, column).is_none()
        && work.column(table, column).is_some()
}

fn add_check(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    let cause = why(Clause::Check, ALTER_TABLE);
    if let ConstraintKind::Check(check) = &constraint.kind
        && let Some(column) = check.columns.iter().find(|it| is_gone(work, table, it))
    {
        let words = format!("column \"{column}\" does not exist");
        work.refused(Refusal::Schema, words, &cause);
    }
    let reach = if constraint.no_inherit { vec![table.clone()] } else { work.reach(table) };
    // Since 18 the heirs are locked before it is looked at whether they get the constraint.
    if 18 <= work.major() {
        let family = work.reach(table);
        work.lock_all(&family, locks::ACCESS_EXCLUSIVE, &cause);
    }
    if work.says(Clause::Only) && !constraint.no_inherit && work.has_children(table) {
        let words = "constraint must be added to child tables too";
        work.refused(Refusal::Schema, words, &why(Clause::Only, ALTER_TABLE));
    }
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    if is_checked(constraint) {
        let name = name_of(work, table, constraint);
        check_rows(work, &reach, &name, &cause);
    }
    if constraint.validity != Validity::NotEnforced {
        work.breaks(table, None, Breakage::Restricted, &cause);
    }
}

/// The name that the constraint has or gets.
fn name_of(work: &Work<'_>, table: &ObjectName, constraint: &Constraint) -> String {
    constraint.name.clone().unwrap_or_else(|| work.schema.constraint_name(table, constraint))
}

/// Reads each table for rows that break a CHECK.
fn check_rows(work: &mut Work<'_>, reach: &[ObjectName], name: &str, cause: &Why) {
    for relation in reach {
        work.scan(relation, ScanPurpose::CheckConstraint, cause);
    }
    if reach.iter().any(|it| work.may_hold_rows(it)) {
        let first = reach.first().map_or(String::new(), |it| it.name.to_string());
        let when =
            format!("check constraint \"{name}\" of relation \"{first}\" is violated by some row");
        work.may_fail(when, cause);
    }
}

fn add_not_null(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint, column: &str) {
    let cause = why(Clause::NotNull, ALTER_TABLE);
    let other = work.table(table).and_then(|it| {
        it.constraints.iter().find(|it| {
            matches!(&it.definition.kind, ConstraintKind::NotNull { column: of } if of == column)
        })
    });
    if let (Some(other), Some(name)) = (other, &constraint.name)
        && other.name != *name
        && !work.drops_constraint(table, &other.name)
    {
        let words = format!(
            "cannot create not-null constraint \"{name}\" on column \"{column}\" of table \"{}\"",
            table.name
        );
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if constraint.no_inherit {
        if work.is_partitioned(table) {
            let words = "not-null constraints on partitioned tables cannot be NO INHERIT";
            work.refused(Refusal::Schema, words, &cause);
            return;
        }
        let family = work.reach(table);
        work.lock_all(&family, locks::ACCESS_EXCLUSIVE, &cause);
        if is_checked(constraint) && column::check_not_null(work, table, column, &cause) {
            work.breaks(table, Some(column), Breakage::Restricted, &cause);
        }
        return;
    }
    if is_checked(constraint) {
        column::set_not_null(work, table, column, &cause);
        return;
    }
    let reach = work.reach(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    work.breaks(table, Some(column), Breakage::Restricted, &cause);
}

// ---- Foreign keys

fn add_foreign_key(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &Constraint,
    key: &ForeignKey,
) {
    let cause = why(Clause::References, ALTER_TABLE);
    refuse_foreign_key(work, table, constraint, key);
    let owners = work.partitions(table);
    let referenced = work.partitions(&key.references);
    work.lock_all(&owners, locks::SHARE_ROW_EXCLUSIVE, &cause);
    // 11 clones the key from a partition to its own partitions under a stronger lock (measured:
    // `constraint/fk_from_partitioned`).
    if work.major() == 11 {
        let parent = |it: &ObjectName| Some(&work.schema.table(it)?.partition_of.as_ref()?.parent);
        let below = |it: &&ObjectName| *it != table && parent(it).is_some_and(|it| it != table);
        let below: Vec<ObjectName> = owners.iter().filter(below).cloned().collect();
        work.lock_all(&below, locks::ACCESS_EXCLUSIVE, &cause);
    }
    if 18 <= work.major() {
        let family = work.reach(table);
        work.lock_all(&family, locks::SHARE_ROW_EXCLUSIVE, &cause);
    }
    work.lock_all(&referenced, locks::SHARE_ROW_EXCLUSIVE, &cause);
    if is_checked(constraint) {
        let ends = Ends { owners: &owners, referenced: &referenced, key };
        let name = name_of(work, table, constraint);
        check_foreign_key(work, table, &ends, Some(&name), &cause);
    }
    if constraint.validity != Validity::NotEnforced {
        work.breaks(table, None, Breakage::Restricted, &cause);
    }
}

/// The tables on both sides of a foreign key, partitions too.
pub(super) struct Ends<'a> {
    pub owners: &'a [ObjectName],
    pub referenced: &'a [ObjectName],
    pub key: &'a ForeignKey,
}

/// Looks up every row of the one end in the other; where all hold NULL there is nothing to look up.
pub(super) fn check_foreign_key(
    work: &mut Work<'_>,
    table: &ObjectName,
    ends: &Ends<'_>,
    name: Option<&str>,
    cause: &Why,
) {
    for relation in ends.owners {
        work.scan(relation, ScanPurpose::CheckForeignKey, cause);
    }
    let columns = &ends.key.columns;
    if columns.iter().any(|it| column::is_all_null(work, table, it)) {
        return;
    }
    let made_null = |it: &String| {
        work.column(table, it).is_some_and(|it| {
            it.born.is_some() && it.nullable == Some(true) && it.default.is_none()
        })
    };
    let looked_up = if columns.iter().any(made_null) {
        cause.likely("unless every row holds NULL there")
    } else {
        cause.clone()
    };
    for relation in ends.referenced {
        work.scan(relation, ScanPurpose::CheckForeignKey, &looked_up);
    }
    if ends.owners.iter().any(|it| work.may_hold_rows(it)) {
        let first = ends.owners.first().map_or(String::new(), |it| it.name.to_string());
        let named = name.map_or(String::new(), |it| format!(" \"{it}\""));
        let when = format!(
            "a row has no counterpart: insert or update on table \"{first}\" violates foreign key constraint{named}"
        );
        work.may_fail(when, cause);
    }
}

fn refuse_foreign_key(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &Constraint,
    key: &ForeignKey,
) {
    let major = work.major();
    let cause = why(Clause::References, ALTER_TABLE);
    if work.is_partitioned(table) {
        if major < 11 {
            let words = "foreign key constraints are not supported on partitioned tables";
            work.refused(Refusal::Version, words, &cause);
        } else if constraint.validity == Validity::NotValid && major < 18 {
            let words = format!(
                "cannot add NOT VALID foreign key on partitioned table \"{}\" referencing relation \"{}\"",
                table.name, key.references.name
            );
            work.refused(Refusal::Version, words, &cause);
        }
    }
    if work.is_partitioned(&key.references) && major < 12 {
        let words = format!("cannot reference partitioned table \"{}\"", key.references.name);
        work.refused(Refusal::Version, words, &cause);
    }
    if work.schema.is_missing(&key.references) {
        let words = format!("relation \"{}\" does not exist", key.references);
        let because = "nothing in the schema or the history makes it";
        work.may_fail(words, &cause.possible(because));
    }
    if work.view(&key.references).is_some() {
        let words = format!("referenced relation \"{}\" is not a table", key.references.name);
        work.refused(Refusal::Schema, words, &cause);
    }
    let absent = |on: &ObjectName, column: &&String| {
        work.whole(on).is_some_and(|it| it.lacks_column(column))
            && work.added_column(on, column).is_none()
    };
    let own = key.columns.iter().find(|it| absent(table, it));
    if let Some(column) = own.or(key.referenced.iter().find(|it| absent(&key.references, it))) {
        let words =
            format!("column \"{column}\" referenced in foreign key constraint does not exist");
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    refuse_persistence(work, table, &key.references, &cause);
    let Some(other) = work.whole(&key.references) else { return };
    let same_statement = work.intent.added_to.contains(&key.references);
    let columns = work.referenced_columns(&key.references, &key.referenced);
    let known = columns.iter().all(|it| is_told(other, it));
    if !columns.is_empty() && columns.len() != key.columns.len() {
        let words = "number of referencing and referenced columns for foreign key disagree";
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    let wanted: Vec<&str> = columns.iter().map(String::as_str).collect();
    let deferrable = |it: &&TableConstraint| {
        it.index.is_some()
            && it.definition.columns() == wanted
            && it.definition.deferrable != Deferrable::No
    };
    if other.constraints.iter().any(|it| deferrable(&it)) {
        let words = format!(
            "cannot use a deferrable unique constraint for referenced table \"{}\"",
            key.references.name
        );
        work.refused(Refusal::Schema, words, &cause);
    }
    if incomparable(work, table, key, &columns) {
        let name = name_of(work, table, constraint);
        let words = format!("foreign key constraint \"{name}\" cannot be implemented");
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if columns.is_empty() {
        let words =
            format!("there is no primary key for referenced table \"{}\"", key.references.name);
        if !same_statement {
            work.refused(Refusal::Schema, words, &cause);
        }
    } else if known && !same_statement && !other.is_unique_over(&columns) {
        let words = format!(
            "there is no unique constraint matching given keys for referenced table \"{}\"",
            key.references.name
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// Whether the column is known, and no template says what it is, which may hold a key too.
fn is_told(table: &Table, column: &str) -> bool {
    let template = |it: &DataType| it.is_template();
    table.column(column).is_some_and(|it| !it.data_type.as_ref().is_some_and(template))
}

/// What outlives a session or a crash must not refer to what does not.
fn refuse_persistence(
    work: &mut Work<'_>,
    table: &ObjectName,
    references: &ObjectName,
    cause: &Why,
) {
    let persistence = |it: &ObjectName| work.table(it).map(|it| it.persistence);
    if let (Some(own), Some(other)) = (persistence(table), persistence(references)) {
        refuse_apart(work, own, other, cause);
    }
}

fn refuse_apart(work: &mut Work<'_>, own: Persistence, other: Persistence, cause: &Why) {
    let words = match (own, other) {
        (Persistence::Permanent, Persistence::Temporary | Persistence::Unlogged) => {
            "constraints on permanent tables may reference only permanent tables"
        }
        (Persistence::Temporary, Persistence::Permanent | Persistence::Unlogged) => {
            "constraints on temporary tables may reference only temporary tables"
        }
        _ => return,
    };
    work.refused(Refusal::Schema, words, cause);
}

/// What a table that is being made cannot refer to.
pub(super) fn refuse_reference(work: &mut Work<'_>, table: &CreateTable, constraint: &Constraint) {
    let ConstraintKind::ForeignKey(key) = &constraint.kind else { return };
    let cause = why(Clause::References, "CREATE TABLE");
    let name = &key.references.name;
    if work.is_partitioned(&key.references) && work.major() < 12 {
        let words = format!("cannot reference partitioned table \"{name}\"");
        work.refused(Refusal::Version, words, &cause);
    }
    let Some(other) = work.whole(&key.references) else {
        if work.view(&key.references).is_some() {
            let words = format!("referenced relation \"{name}\" is not a table");
            work.refused(Refusal::Schema, words, &cause);
        }
        return;
    };
    refuse_apart(work, table.persistence, other.persistence, &cause);
    let columns = work.referenced_columns(&key.references, &key.referenced);
    let known = columns.iter().all(|it| is_told(other, it));
    let mut pairs = key.columns.iter().zip(&columns);
    let differ = pairs.any(|(own, referenced)| {
        let own = table.columns.iter().take(MOST_OF_TABLE).find(|it| it.name == *own);
        let own = own.and_then(|it| it.data_type.as_ref());
        let referenced = other.column(referenced).and_then(|it| it.data_type.as_ref());
        let types = own.zip(referenced);
        types.is_some_and(|(own, other)| types::incomparable(own, other, work.schema))
    });
    if differ {
        let name = name_of(work, &table.name, constraint);
        let words = format!("foreign key constraint \"{name}\" cannot be implemented");
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if columns.is_empty() {
        let words = format!("there is no primary key for referenced table \"{name}\"");
        work.refused(Refusal::Schema, words, &cause);
    } else if known && !other.is_unique_over(&columns) {
        let words = format!(
            "there is no unique constraint matching given keys for referenced table \"{name}\""
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// Whether a column and the one it refers to have types that no equality compares.
fn incomparable(
    work: &Work<'_>,
    table: &ObjectName,
    key: &ForeignKey,
    referenced: &[String],
) -> bool {
    key.columns.iter().zip(referenced).any(|(own, other)| {
        // Types change before keys are added.
        let retyped = work.intent.retyped.get(&(table, own.as_str())).map(|it| it.1);
        let own = retyped.or_else(|| match work.added_column(table, own) {
            Some(added) => added.data_type.as_ref(),
            None => work.column(table, own).and_then(|it| it.data_type.as_ref()),
        });
        let other = work.column(&key.references, other).and_then(|it| it.data_type.as_ref());
        match (own, other) {
            (Some(own), Some(other)) => types::incomparable(own, other, work.schema),
            _ => false,
        }
    })
}

// ---- Keys that are indexes

fn add_key(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint, key: &Key) {
    let clause = match constraint.kind {
        ConstraintKind::PrimaryKey(_) => Clause::PrimaryKey,
        _ => Clause::Unique,
    };
    let cause = why(clause, ALTER_TABLE);
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    if let Some(index) = &key.using_index {
        take_over_index(work, table, constraint, index);
        return;
    }
    refuse_key(work, table, (clause == Clause::PrimaryKey, key), &cause);
    let alone = work.says(Clause::Only);
    let leaves = if alone { vec![table.clone()] } else { work.partitions(table) };
    // Since 12 those that merely inherit are asked for the NOT NULL of a primary key, since 18 partitions too, and for
    // other keys as well.
    let asked = clause == Clause::PrimaryKey && !work.is_partitioned(table);
    let since = if asked { 12 } else { 18 };
    if since <= work.major() {
        let family = work.reach(table);
        work.lock_all(&family, locks::ACCESS_EXCLUSIVE, &cause);
    }
    // Until 17 the partitions' indexes were built under a weaker lock.
    let strong = 18 <= work.major();
    let mode = if strong { locks::ACCESS_EXCLUSIVE } else { locks::SHARE };
    work.lock_all(&leaves, mode, &cause);
    for relation in &leaves {
        work.scan(relation, ScanPurpose::BuildIndex, &cause);
    }
    let name = key_index_name(table, constraint, key);
    work.build(table, &name, &cause);
    if clause == Clause::PrimaryKey {
        for column in &key.columns {
            require_not_null(work, table, column, &cause);
        }
    }
    if leaves.iter().any(|it| work.may_hold_rows(it)) {
        let when = format!(
            "`{table}` holds duplicates of {}: could not create unique index \"{name}\"",
            key.columns.join(", ")
        );
        work.may_fail(when, &cause);
    }
    work.breaks(table, None, Breakage::Restricted, &cause);
}

/// A primary key makes its columns NOT NULL, which may need a look at every row.
fn require_not_null(work: &mut Work<'_>, table: &ObjectName, name: &str, cause: &Why) {
    if work.added_column(table, name).is_some() {
        return;
    }
    let nullable = work.column(table, name).is_none_or(|it| it.nullable != Some(false));
    if nullable {
        column::set_not_null(work, table, name, cause);
    }
}

fn key_index_name(table: &ObjectName, constraint: &Constraint, key: &Key) -> String {
    if let Some(name) = &constraint.name {
        return name.clone();
    }
    match constraint.kind {
        ConstraintKind::PrimaryKey(_) => format!("{}_pkey", table.name),
        _ => format!("{}_{}_key", table.name, key.columns.join("_")),
    }
}

/// No table has more columns ("PostgreSQL Limits").
pub(super) const MOST_OF_TABLE: usize = 1_600;

/// No key has more ("PostgreSQL Limits": columns per index).
const MOST_COLUMNS: usize = 32;

fn refuse_key(
    work: &mut Work<'_>,
    table: &ObjectName,
    (is_primary, key): (bool, &Key),
    cause: &Why,
) {
    if let Some(column) = key.columns.iter().find(|it| is_gone(work, table, it)) {
        let words = format!("column \"{column}\" named in key does not exist");
        work.refused(Refusal::Schema, words, cause);
    }
    let type_of = |column: &String| match work.added_column(table, column) {
        Some(added) => added.data_type.clone(),
        None => work.column(table, column)?.data_type.clone(),
    };
    let types: Vec<DataType> = key.columns.iter().filter_map(type_of).collect();
    refuse_unordered(work, &types);
    let first = work.table(table).and_then(Table::primary_key);
    if is_primary && first.is_some_and(|(it, _)| !work.drops_constraint(table, &it.name)) {
        let words = format!("multiple primary keys for table \"{}\" are not allowed", table.name);
        work.refused(Refusal::Schema, words, cause);
    }
    let mut columns = key.columns.iter().enumerate().take(MOST_COLUMNS);
    if let Some((_, column)) =
        columns.find(|(at, it)| key.columns.iter().take(*at).any(|other| other == *it))
    {
        let what = if is_primary { "primary key" } else { "unique" };
        let words = format!("column \"{column}\" appears twice in {what} constraint");
        work.refused(Refusal::Statement, words, cause);
    }
    let Some(partitioned) = work.table(table).and_then(|it| it.partition_by.as_ref()) else {
        return;
    };
    if work.major() < 11 {
        let what = if is_primary { "primary key" } else { "unique" };
        let words = format!("{what} constraints are not supported on partitioned tables");
        work.refused(Refusal::Version, words, cause);
        return;
    }
    let covers = |part: &String| key.columns.iter().any(|it| column::has_word(part, it));
    if !partitioned.columns.iter().all(covers) {
        let words = "unique constraint on partitioned table must include all partitioning columns";
        work.refused(Refusal::Schema, words, cause);
    }
}

/// An index that exists becomes the constraint's: nothing is read, but it may be renamed.
fn take_over_index(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint, name: &str) {
    let cause = why(Clause::UsingIndex, ALTER_TABLE);
    let index = work.schema.index_of(table, name);
    let obstacle = match index {
        Some(index) if index.keys.iter().any(|it| it.expr.is_some() && it.column.is_none()) => {
            Some(format!("index \"{name}\" contains expressions"))
        }
        Some(index) if index.predicate.is_some() => Some(format!("\"{name}\" is a partial index")),
        Some(index) if !index.unique => Some(format!("\"{name}\" is not a unique index")),
        Some(index) if index.constraint.is_some() => {
            Some(format!("index \"{name}\" is already associated with a constraint"))
        }
        None if work.whole(table).is_some() => Some(format!("index \"{name}\" does not exist")),
        _ => None,
    };
    if let Some(words) = obstacle {
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if constraint.name.as_deref().is_some_and(|it| it != name) {
        let mode =
            if work.major() < 12 { locks::ACCESS_EXCLUSIVE } else { locks::SHARE_UPDATE_EXCLUSIVE };
        work.lock_index(table, name, mode, &cause.because("the index takes the constraint's name"));
    }
    if !matches!(constraint.kind, ConstraintKind::PrimaryKey(_)) {
        return;
    }
    let columns = index.into_iter().flat_map(|it| &it.keys).filter_map(|it| it.column.as_deref());
    for column in columns {
        require_not_null(work, table, column, &cause);
    }
}

fn add_exclusion(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &Constraint,
    keys: &[IndexKey],
) {
    let cause = why(Clause::Exclude, ALTER_TABLE);
    if constraint.validity != Validity::Checked {
        let words = "EXCLUDE constraints cannot be marked NOT VALID";
        work.refused(Refusal::Statement, words, &why(Clause::NotValid, ALTER_TABLE));
        return;
    }
    if work.is_partitioned(table) && work.major() < 17 {
        let words = "exclusion constraints are not supported on partitioned tables";
        work.refused(Refusal::Version, words, &cause);
    }
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    let leaves = work.partitions(table);
    work.lock_all(&leaves, locks::SHARE, &cause);
    if 18 <= work.major() {
        let family = work.reach(table);
        work.lock_all(&family, locks::ACCESS_EXCLUSIVE, &cause);
    }
    for relation in &leaves {
        work.scan(relation, ScanPurpose::BuildIndex, &cause);
    }
    let columns: Vec<&str> = keys.iter().filter_map(|it| it.column.as_deref()).collect();
    let name = constraint
        .name
        .clone()
        .unwrap_or_else(|| format!("{}_{}_excl", table.name, columns.join("_")));
    work.build(table, &name, &cause);
    if work.may_hold_rows(table) {
        let when = format!(
            "rows of `{table}` exclude each other: could not create exclusion constraint \"{name}\""
        );
        work.may_fail(when, &cause);
    }
    work.breaks(table, None, Breakage::Restricted, &cause);
}

// ---- Validating

pub(super) fn validate(work: &mut Work<'_>, table: &ObjectName, name: &str) {
    let cause = always(ALTER_TABLE);
    if let Some(constraint) = added(work, table, name) {
        let validated = Validated::No;
        check(work, table, constraint, validated, &cause);
        return;
    }
    // What one statement drops is gone before it validates.
    let known = work.constraint(table, name).filter(|_| !work.drops_constraint(table, name));
    match known {
        Some(known) => check(work, table, &known.definition, known.validated, &cause),
        None => {
            let reach = work.reach(table);
            work.lock_all(&reach, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            if work.whole(table).is_some() {
                let words =
                    format!("constraint \"{name}\" of relation \"{}\" does not exist", table.name);
                work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
                return;
            }
            let cause = cause.likely(format!("unless `{name}` is valid already"));
            work.scan(table, ScanPurpose::CheckConstraint, &cause);
            work.may_fail(format!("a row of `{table}` violates `{name}`"), &cause);
        }
    }
}

/// A constraint that an earlier operation of this statement adds.
fn added<'a>(work: &Work<'a>, table: &ObjectName, name: &str) -> Option<&'a Constraint> {
    let (place, constraint) = work.intent.added_constraints.get(&(table, name))?;
    (*place < work.index).then_some(*constraint)
}

fn check(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &Constraint,
    validated: Validated,
    cause: &Why,
) {
    let valid = validated != Validated::No;
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => {
            let owners = work.partitions(table);
            let referenced = work.partitions(&key.references);
            if valid {
                work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, cause);
                return;
            }
            work.lock_all(&owners, locks::SHARE_UPDATE_EXCLUSIVE, cause);
            work.lock_all(&referenced, locks::ROW_SHARE, cause);
            let ends = Ends { owners: &owners, referenced: &referenced, key };
            check_foreign_key(work, table, &ends, constraint.name.as_deref(), cause);
        }
        ConstraintKind::Check(_) => {
            let reach = if constraint.no_inherit { vec![table.clone()] } else { work.reach(table) };
            if valid {
                work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, cause);
                return;
            }
            work.lock_all(&reach, locks::SHARE_UPDATE_EXCLUSIVE, cause);
            let name = name_of(work, table, constraint);
            check_rows(work, &reach, &name, cause);
        }
        ConstraintKind::NotNull { column } => {
            if valid {
                work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, cause);
                return;
            }
            let reach = work.reach(table);
            work.lock_all(&reach, locks::SHARE_UPDATE_EXCLUSIVE, cause);
            for relation in &reach {
                work.scan(relation, ScanPurpose::CheckNotNull, cause);
            }
            let when =
                format!("column \"{column}\" of relation \"{}\" contains null values", table.name);
            work.may_fail(when, cause);
        }
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Exclude { .. }
        | ConstraintKind::Default { .. } => {
            let name = constraint.name.as_deref().unwrap_or_default();
            let words = format!(
                "constraint \"{name}\" of relation \"{}\" is not a foreign key or check constraint",
                table.name
            );
            work.refused(Refusal::Schema, words, cause);
        }
    }
}

// ---- Dropping, renaming, altering

pub(super) fn drop(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &ConstraintRef,
    guard: Guard,
    cascade: Cascade,
) {
    let cause = always(ALTER_TABLE);
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    if let Some(known) = dropped::named(work.schema, table, constraint) {
        if known.inherited {
            let words = format!(
                "cannot drop inherited constraint \"{}\" of relation \"{}\"",
                known.name, table.name
            );
            work.refused(Refusal::Schema, words, &cause);
            return;
        }
        let_go(work, table, known, cascade);
        work.breaks(table, None, Breakage::Loosened, &cause);
        return;
    }
    let name = constraint.name().unwrap_or_default();
    if work.whole(table).is_some() {
        if guard == Guard::None {
            let words =
                format!("constraint \"{name}\" of relation \"{}\" does not exist", table.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
        }
        return;
    }
    if let ConstraintRef::Named(_) | ConstraintRef::ForeignKey(_) = constraint {
        let because = "if it is a foreign key, the table it refers to is locked as hard";
        work.lock(table, locks::ACCESS_EXCLUSIVE, &cause.because(because));
    }
    work.breaks(table, None, Breakage::Loosened, &cause);
}

/// What a constraint holds on to when it goes: its index, the other end of a foreign key, keys that refer to it.
pub(super) fn let_go(
    work: &mut Work<'_>,
    table: &ObjectName,
    constraint: &TableConstraint,
    cascade: Cascade,
) {
    let cause = always(ALTER_TABLE);
    match &constraint.definition.kind {
        ConstraintKind::ForeignKey(key) => {
            let because =
                format!("foreign key `{}` goes, and its triggers on both tables", constraint.name);
            let owners = work.partitions(table);
            let referenced = work.partitions(&key.references);
            work.lock_all(&owners, locks::ACCESS_EXCLUSIVE, &cause);
            work.lock_all(&referenced, locks::ACCESS_EXCLUSIVE, &cause.because(because));
        }
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Exclude { .. } => {
            if let Some(index) = &constraint.index {
                work.lock_index(table, index, locks::ACCESS_EXCLUSIVE, &cause);
                super::index::parts(work, table, index, locks::ACCESS_EXCLUSIVE, &cause);
            }
            for (owner, reference, key) in work.referrers(table) {
                let referenced = work.referenced_columns(table, &key.referenced);
                if relies(work, table, constraint, &referenced) {
                    dropped::foreign_key(work, &owner.name, reference, cascade);
                }
            }
        }
        ConstraintKind::Check(_) | ConstraintKind::NotNull { .. } => {
            if !constraint.definition.no_inherit {
                let reach = work.reach(table);
                work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
                // ONLY makes it the nearest heirs' own.
                let children: Vec<ObjectName> =
                    work.schema.children_of(table).map(|it| it.name.clone()).collect();
                work.lock_all(&children, locks::ACCESS_EXCLUSIVE, &cause);
            }
        }
        ConstraintKind::Default { .. } => {}
    }
}

/// Whether a foreign key over these columns needs this constraint: no other key covers them.
fn relies(
    work: &Work<'_>,
    table: &ObjectName,
    constraint: &TableConstraint,
    referenced: &[String],
) -> bool {
    let same = |it: &TableConstraint| {
        let mut columns = it.definition.columns();
        let mut wanted: Vec<&str> = referenced.iter().map(String::as_str).collect();
        crate::order::sort(&mut columns);
        crate::order::sort(&mut wanted);
        it.index.is_some() && columns == wanted
    };
    let first = work.table(table).and_then(|it| it.constraints.iter().find(|it| same(it)));
    same(constraint) && first.is_none_or(|it| it.name == constraint.name)
}

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName, name: &str) {
    let cause = always(ALTER_TABLE);
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    let Some(known) = work.constraint(table, name) else {
        if work.whole(table).is_some() {
            let words =
                format!("constraint \"{name}\" for table \"{}\" does not exist", table.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
        }
        return;
    };
    if let Some(index) = &known.index {
        let mode =
            if work.major() < 12 { locks::ACCESS_EXCLUSIVE } else { locks::SHARE_UPDATE_EXCLUSIVE };
        work.lock_index(table, index, mode, &cause);
    }
    if matches!(known.definition.kind, ConstraintKind::Check(_)) && !known.definition.no_inherit {
        let reach = work.reach(table);
        work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    }
}

pub(super) fn alter(work: &mut Work<'_>, table: &ObjectName, name: &str, change: AlterConstraint) {
    let cause = always(ALTER_TABLE);
    // What one statement drops is gone before it changes.
    let known = work.constraint(table, name).filter(|_| !work.drops_constraint(table, name));
    let key = match known.map(|it| &it.definition.kind) {
        Some(ConstraintKind::ForeignKey(key)) => Some(key),
        _ => None,
    };
    if known.is_none() && work.whole(table).is_some() {
        let words = format!("constraint \"{name}\" of relation \"{}\" does not exist", table.name);
        work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
    }
    let reach = work.partitions(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    if change != AlterConstraint::SetDeferrable(Deferrable::No) && work.major() < 18 {
        match change {
            AlterConstraint::SetDeferrable(_) => {}
            AlterConstraint::Enforce | AlterConstraint::Unenforce => {
                work.unknown_before(18, "ALTER CONSTRAINT … ENFORCED", Clause::NotValid);
            }
            AlterConstraint::SetInherit | AlterConstraint::SetNoInherit => {
                work.unknown_before(18, "ALTER CONSTRAINT … INHERIT", Clause::Option);
            }
        }
    }
    match change {
        AlterConstraint::SetDeferrable(_) => {
            if known.is_some() && key.is_none() {
                let words = format!(
                    "constraint \"{name}\" of relation \"{}\" is not a foreign key constraint",
                    table.name
                );
                work.refused(Refusal::Schema, words, &cause);
            }
        }
        AlterConstraint::SetInherit => {
            let heirs: Vec<ObjectName> = work.reach(table).into_iter().skip(1).collect();
            work.lock_all(&heirs, locks::ACCESS_EXCLUSIVE, &cause);
            for heir in &heirs {
                work.scan(heir, ScanPurpose::CheckNotNull, &cause);
            }
        }
        AlterConstraint::SetNoInherit => {
            let children: Vec<ObjectName> =
                work.schema.children_of(table).map(|it| it.name.clone()).collect();
            work.lock_all(&children, locks::ACCESS_EXCLUSIVE, &cause);
        }
        AlterConstraint::Enforce => {
            let Some(key) = key else { return };
            let referenced = work.partitions(&key.references);
            work.lock_all(&referenced, locks::SHARE_ROW_EXCLUSIVE, &cause);
            let ends = Ends { owners: &reach, referenced: &referenced, key };
            check_foreign_key(work, table, &ends, Some(name), &cause);
            work.breaks(table, None, Breakage::Restricted, &cause);
        }
        AlterConstraint::Unenforce => {
            let Some(key) = key else { return };
            let referenced = work.partitions(&key.references);
            work.lock_all(&referenced, locks::ACCESS_EXCLUSIVE, &cause);
            work.breaks(table, None, Breakage::Loosened, &cause);
        }
    }
}

/// Whether an index or constraint may not use the function, as its results change.
pub(super) fn unusable_function(work: &Work<'_>, keys: &[IndexKey]) -> Option<ObjectName> {
    keys.iter()
        .filter_map(|it| it.expr.as_ref())
        .flat_map(|it| &it.functions)
        .find(|it| volatility::is_never_immutable(it, work.schema))
        .cloned()
}
