//! Columns added, dropped, renamed and altered (manual: "ALTER TABLE").

use super::volatility::{self, Promise};
use super::work::{Why, Work, always, why};
use super::{constraint, dropped, locks, retype, types};
use crate::catalog::{Table, TableConstraint, Validated};
use crate::effects::{Breakage, Loss, Refusal, ScanPurpose};
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::Expr;
use crate::ops::object::Volatility;
use crate::ops::{Cascade, Clause, Guard, ObjectName};

const ALTER_TABLE: &str = "ALTER TABLE";

/// What the rows that are there get in a new column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filling {
    /// NULL, or a value computed when it is read.
    Nothing,
    /// One value for all, kept in the catalogue since PostgreSQL 11.
    OneValue,
    /// Each row its own.
    EachItsOwn,
}

pub(super) fn add(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef, guard: Guard) {
    work.lock(table, locks::ACCESS_EXCLUSIVE, &always(ALTER_TABLE));
    refuse_add(work, table);
    if let Some(whole) = work.whole(table)
        && whole.column(&column.name).is_some()
        && !work.intent.dropped_columns.contains_key(&(table, column.name.as_str()))
    {
        if guard == Guard::None {
            let words =
                format!("column \"{}\" of relation \"{}\" already exists", column.name, table.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
        }
        return;
    }
    let reach = work.reach(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &always(ALTER_TABLE));
    if let Some(data_type) = &column.data_type
        && column.generated.is_none()
    {
        refuse_type(work, data_type);
    }
    let filling = fill(work, column, &reach);
    requires_value(work, table, column, &filling);
    for constraint in &column.constraints {
        constraint::add_with_column(work, table, constraint, &filling);
    }
}

/// Whether it is refused because the columns are those of a composite type ("ALTER TABLE", OF).
pub(super) fn refuse_typed(work: &mut Work<'_>, table: &ObjectName, what: &str) -> bool {
    let typed = work.table(table).is_some_and(|it| it.of_type.is_some());
    if typed {
        work.refused(Refusal::Schema, format!("cannot {what} typed table"), &always(ALTER_TABLE));
    }
    typed
}

fn refuse_add(work: &mut Work<'_>, table: &ObjectName) {
    let because = always(ALTER_TABLE);
    refuse_typed(work, table, "add column to");
    if work.table(table).is_some_and(|it| it.partition_of.is_some()) {
        work.refused(Refusal::Schema, "cannot add column to a partition", &because);
    }
    if work.says(Clause::Only) && work.has_children(table) {
        work.refused(
            Refusal::Schema,
            "column must be added to child tables too",
            &why(Clause::Only, ALTER_TABLE),
        );
    }
}

/// Rewrites what must be, and tells what the rows get.
fn fill(work: &mut Work<'_>, column: &ColumnDef, reach: &[ObjectName]) -> Filling {
    let (filling, cause) = filling(work, column);
    if filling == Filling::EachItsOwn
        && let Some(cause) = &cause
    {
        for table in reach {
            work.rewrite(table, cause);
        }
        if let Some(default) = &column.default {
            super::data::sequence_calls(work, &default.text);
        }
    }
    filling
}

fn filling(work: &mut Work<'_>, column: &ColumnDef) -> (Filling, Option<Why>) {
    let major = work.major();
    match &column.generated {
        Some(Generated::Serial | Generated::AutoIncrement) => {
            let cause =
                why(Clause::Type, ALTER_TABLE).because("each row takes a value from the sequence");
            return (Filling::EachItsOwn, Some(cause));
        }
        Some(Generated::Identity(_)) => {
            let cause = why(Clause::Identity, ALTER_TABLE)
                .because("each row takes a value from the sequence");
            return (Filling::EachItsOwn, Some(cause));
        }
        Some(Generated::Stored(_)) => {
            if major < 12 {
                work.unknown_before(12, "GENERATED ALWAYS AS (…) STORED", Clause::Generated);
            }
            let cause = why(Clause::Generated, ALTER_TABLE)
                .because("each row's value is computed and stored");
            return (Filling::EachItsOwn, Some(cause));
        }
        Some(Generated::Virtual(_) | Generated::Unstated(_)) => {
            if major < 18 {
                work.unknown_before(18, "a virtual generated column", Clause::Generated);
            }
            return (Filling::Nothing, None);
        }
        None => {}
    }
    let data_type = column.data_type.as_ref();
    let domain_default = data_type.and_then(|it| types::domain_default(it, work.schema));
    let default = column.default.as_ref().or(domain_default).filter(|it| !it.is_null());
    let (filling, cause) = match default {
        // 11 and 12 compute the default that a domain brings once, volatile or not: asked of servers.
        Some(_) if column.default.is_none() && matches!(major, 11 | 12) => {
            (Filling::OneValue, None)
        }
        Some(default) => by_default(work, default),
        None => (Filling::Nothing, None),
    };
    if data_type.is_some_and(|it| types::is_constrained_domain(it, work.schema)) {
        let cause = why(Clause::Type, ALTER_TABLE)
            .because("the domain has constraints, which are checked row by row");
        return (Filling::EachItsOwn, Some(cause));
    }
    (filling, cause)
}

fn by_default(work: &Work<'_>, default: &Expr) -> (Filling, Option<Why>) {
    let cause = why(Clause::Default, ALTER_TABLE);
    if work.major() < 11 {
        let cause = cause.because("before PostgreSQL 11 a default is written into every row");
        return (Filling::EachItsOwn, Some(cause));
    }
    match volatility::of(default, work.schema) {
        Promise::Inlined(function) => {
            let because = format!(
                "unless the body of `{function}`, which the server may put in its place, is not volatile"
            );
            (Filling::EachItsOwn, Some(cause.possible(because)))
        }
        Promise::Known(Volatility::Volatile) => {
            let cause = cause.because("the default is volatile: each row gets its own value");
            (Filling::EachItsOwn, Some(cause))
        }
        Promise::Known(Volatility::Stable | Volatility::Immutable) => (Filling::OneValue, None),
        Promise::Unknown(function) => {
            let because =
                format!("it does if `{function}` is VOLATILE, as functions are by default");
            (Filling::EachItsOwn, Some(cause.likely(because)))
        }
        Promise::Unread => {
            let because = "it does if the default, which could not be read, is volatile";
            (Filling::EachItsOwn, Some(cause.possible(because)))
        }
    }
}

/// A type that nothing makes: neither the server, nor the history, nor, as far as that is known, an extension.
pub(super) fn refuse_type(work: &mut Work<'_>, data_type: &crate::ops::expr::DataType) {
    let schema = work.schema;
    let elsewhere = !schema.complete
        || !schema.extensions.is_empty()
        || data_type.name.is_unknown()
        || data_type.name.schema.is_some()
        || schema.is_relation(&data_type.name);
    let extension = data_type.is("citext");
    if !elsewhere && (extension || !types::is_type_known(data_type, schema)) {
        let words = format!("type \"{}\" does not exist", data_type.name);
        let because = "nothing in the schema or the history makes it";
        work.may_fail(words, &why(Clause::Type, ALTER_TABLE).possible(because));
    }
}

/// A column that must have a value, and none for the rows that are there.
fn requires_value(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef, filling: &Filling) {
    let key = column.constraints.iter().any(|it| matches!(it.kind, ConstraintKind::PrimaryKey(_)));
    let domain = column.data_type.as_ref().is_some_and(|it| types::refuses_null(it, work.schema));
    let named =
        column.constraints.iter().any(|it| matches!(it.kind, ConstraintKind::NotNull { .. }));
    let no_default = column.default.as_ref().is_none_or(Expr::is_null)
        && column.generated.is_none()
        && column
            .data_type
            .as_ref()
            .and_then(|it| types::domain_default(it, work.schema))
            .is_none();
    let virtual_one =
        matches!(column.generated, Some(Generated::Virtual(_) | Generated::Unstated(_)));
    if !(column.nullable == Some(false) || key || domain || named) {
        return;
    }
    if virtual_one {
        let cause = why(Clause::NotNull, ALTER_TABLE);
        for relation in work.reach(table) {
            work.scan(&relation, ScanPurpose::CheckNotNull, &cause);
        }
        return;
    }
    if !no_default || *filling == Filling::OneValue {
        return;
    }
    let clause = if domain { Clause::Type } else { Clause::NotNull };
    let cause = why(clause, ALTER_TABLE);
    work.breaks(table, Some(&column.name), Breakage::Required, &cause);
    if work.reach(table).iter().any(|it| work.may_hold_rows(it)) {
        let when = match &column.data_type {
            Some(data_type) if domain => {
                format!(
                    "`{table}` holds any row: domain {} does not allow null values",
                    data_type.name
                )
            }
            _ => format!(
                "`{table}` holds any row: column \"{}\" of relation \"{}\" contains null values",
                column.name, table.name
            ),
        };
        work.may_fail(when, &cause);
    }
}

// ---- Dropping

pub(super) fn drop(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    guard: Guard,
    cascade: Cascade,
) {
    let cause = always(ALTER_TABLE);
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    if refuse_typed(work, table, "drop column from") {
        return;
    }
    if let Some(whole) = work.whole(table)
        && whole.column(column).is_none()
    {
        if guard == Guard::None {
            let words =
                format!("column \"{column}\" of relation \"{}\" does not exist", table.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, ALTER_TABLE));
        }
        return;
    }
    let reach = work.reach(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    if refuse_inherited(work, table, column, "cannot drop inherited column") {
        return;
    }
    if is_partition_key(work, table, column) {
        let words = format!(
            "cannot drop column \"{column}\" because it is part of the partition key of relation \"{}\"",
            table.name
        );
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if work.says(Clause::Only) {
        let children: Vec<ObjectName> =
            work.schema.children_of(table).map(|it| it.name.clone()).collect();
        work.lock_all(&children, locks::ACCESS_EXCLUSIVE, &cause);
    }
    for relation in &reach {
        work.lose(relation, Some(column), Loss::Dropped, &cause);
        drop_dependants(work, relation, column, cascade);
    }
    work.breaks(table, Some(column), Breakage::Removed, &cause);
}

/// The column of a table whose composite type loses the attribute.
pub(super) fn drop_of_typed(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    cascade: Cascade,
) {
    let cause = always("ALTER TYPE");
    work.lose(table, Some(column), Loss::Dropped, &cause);
    drop_dependants(work, table, column, cascade);
    work.breaks(table, Some(column), Breakage::Removed, &cause);
}

/// Takes with the column what depends on it, or tells what forbids to drop it.
fn drop_dependants(work: &mut Work<'_>, table: &ObjectName, column: &str, cascade: Cascade) {
    let cause = always(ALTER_TABLE);
    dropped::readers_of_column(work, table, column, cascade);
    for sequence in work.owned_sequences(table, Some(column)) {
        work.lock(&sequence, locks::ACCESS_EXCLUSIVE, &cause);
    }
    let Some(known) = work.table(table) else { return };
    for constraint in known.constraints_on(column) {
        constraint::let_go(work, table, constraint, cascade);
        if constraint.definition.columns().len() > 1 {
            let because = format!("constraint `{}` goes with the column", constraint.name);
            work.lose(table, Some(column), Loss::Dependent, &cause.because(because));
        }
    }
    for index in known.indexes_on(column) {
        work.lock_index(table, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
        let because = format!("index `{}` goes with the column", index.name);
        work.lose(table, Some(column), Loss::Dependent, &cause.because(because));
    }
    // A key of which the column is only the other end is named by the column it refers to.
    for (owner, constraint, key) in work.referrers(table) {
        let referenced = work.referenced_columns(table, &key.referenced);
        let own = known
            .constraints_on(column)
            .any(|it| it.index.is_some() && it.definition.columns() == referenced);
        if referenced.iter().any(|it| it == column) && !own && owner.name != *table {
            dropped::foreign_key(work, &owner.name, constraint, cascade);
        }
    }
    drop_generated(work, table, column, cascade);
    if let Some(dependent) = known.dependents.iter().find(|it| has_word(&it.text, column))
        && cascade != Cascade::Cascade
    {
        let words = format!(
            "cannot drop column {column} of table {table} because other objects depend on it: {}",
            dependent.name
        );
        work.refused(Refusal::Schema, words, &cause.likely("if it uses this column"));
    }
    let used = known.triggers.iter().find(|it| trigger_names(&it.events, column));
    if let Some(trigger) = used
        && cascade != Cascade::Cascade
    {
        let words = format!(
            "cannot drop column {column} of table {table} because other objects depend on it: trigger {}",
            trigger.name
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// Until 14 a generated column went with its source without a word (measured: `drop_column/generated_dep`).
fn drop_generated(work: &mut Work<'_>, table: &ObjectName, column: &str, cascade: Cascade) {
    let Some(known) = work.table(table) else { return };
    for dependent in known.generated_from(column) {
        let cause = always("drop_column/generated_dep")
            .because(format!("generated column `{}` goes with its source", dependent.name));
        if work.major() < 15 || cascade == Cascade::Cascade {
            work.lose(table, Some(&dependent.name), Loss::Dependent, &cause);
            work.breaks(table, Some(&dependent.name), Breakage::Removed, &cause);
        } else {
            let words = format!(
                "cannot drop column {column} of table {table} because other objects depend on it: \
                 generated column {}",
                dependent.name
            );
            work.refused(Refusal::Schema, words, &always("drop_column/generated_dep"));
        }
    }
}

/// Whether a trigger's events or condition name the column: `before update of a, b`.
pub(super) fn trigger_names(events: &str, column: &str) -> bool {
    [" of ", " when "]
        .iter()
        .any(|word| events.split_once(word).is_some_and(|(_, named)| has_word(named, column)))
}

pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).any(|it| it == word)
}

pub(super) fn is_partition_key(work: &Work<'_>, table: &ObjectName, column: &str) -> bool {
    work.table(table)
        .and_then(|it| it.partition_by.as_ref())
        .is_some_and(|it| it.columns.iter().any(|it| has_word(it, column)))
}

fn refuse_inherited(work: &mut Work<'_>, table: &ObjectName, column: &str, words: &str) -> bool {
    let inherited = work.schema.is_inherited_column(table, column);
    if inherited {
        work.refused(Refusal::Schema, format!("{words} \"{column}\""), &always(ALTER_TABLE));
    }
    inherited
}

/// An heir that has the column from a parent outside of the family too.
pub(super) fn has_other_parent<'a>(
    work: &Work<'a>,
    family: &[ObjectName],
    column: &str,
) -> Option<&'a Table> {
    family.iter().skip(1).filter_map(|it| work.table(it)).find(|heir| {
        heir.parents().any(|it| !family.contains(it) && work.column(it, column).is_some())
    })
}

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName, column: &str, to: &str) {
    let cause = always(ALTER_TABLE);
    let reach = work.reach(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    if refuse_typed(work, table, "rename column of") {
        return;
    }
    if refuse_inherited(work, table, column, "cannot rename inherited column") {
        return;
    }
    if work.says(Clause::Only) && work.has_children(table) {
        let words = format!("inherited column \"{column}\" must be renamed in child tables too");
        work.refused(Refusal::Schema, words, &why(Clause::Only, ALTER_TABLE));
        return;
    }
    if has_other_parent(work, &reach, column).is_some() {
        let words = format!("cannot rename inherited column \"{column}\"");
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if let Some(whole) = work.whole(table) {
        let has = |name: &str| whole.column(name).is_some();
        if !has(column) {
            work.refused(Refusal::Schema, format!("column \"{column}\" does not exist"), &cause);
        } else if has(to) {
            let words = format!("column \"{to}\" of relation \"{}\" already exists", table.name);
            work.refused(Refusal::Schema, words, &cause);
        }
    }
    work.breaks(table, Some(column), Breakage::Renamed, &cause);
}

// ---- Altering

pub(super) fn alter(work: &mut Work<'_>, table: &ObjectName, column: &str, change: &AlterColumn) {
    if let Some(whole) = work.whole(table)
        && whole.column(column).is_none()
        && work.added_column(table, column).is_none()
    {
        let words = format!("column \"{column}\" of relation \"{}\" does not exist", table.name);
        work.refused(Refusal::Schema, words, &always(ALTER_TABLE));
    }
    match change {
        AlterColumn::SetType { .. } if refuse_typed(work, table, "alter column type of") => {}
        AlterColumn::SetType { to, using } => {
            retype::column(work, table, column, to, using.as_ref())
        }
        AlterColumn::SetDefault(_) => {
            on_family(work, table, locks::ACCESS_EXCLUSIVE);
            refuse_default(work, table, column);
        }
        AlterColumn::DropDefault => {
            refuse_default(work, table, column);
            on_family(work, table, locks::ACCESS_EXCLUSIVE);
            if work.column(table, column).is_some_and(|it| it.nullable == Some(false)) {
                work.breaks(table, Some(column), Breakage::Required, &always(ALTER_TABLE));
            }
        }
        AlterColumn::SetNotNull => set_not_null(work, table, column, &always(ALTER_TABLE)),
        AlterColumn::DropNotNull => drop_not_null(work, table, column),
        AlterColumn::AddIdentity(_) => add_identity(work, table, column),
        AlterColumn::SetIdentity { detail, restarts } => {
            alter_identity(work, table, column);
            if *restarts || changes_sequence(detail) {
                for sequence in work.owned_sequences(table, Some(column)) {
                    work.rewrite_sequence(&sequence, &always(ALTER_TABLE));
                }
            }
        }
        AlterColumn::DropIdentity => {
            on_partitions(work, table, locks::ACCESS_EXCLUSIVE);
            if !work.says(Clause::IfExists) {
                refuse_without_identity(work, table, column);
            }
            for sequence in work.owned_sequences(table, Some(column)) {
                work.lock(&sequence, locks::ACCESS_EXCLUSIVE, &always(ALTER_TABLE));
            }
        }
        AlterColumn::SetExpression(_) => set_expression(work, table, column),
        AlterColumn::DropExpression => {
            if work.major() < 13 {
                work.unknown_before(13, "DROP EXPRESSION", Clause::Generated);
            }
            on_family(work, table, locks::ACCESS_EXCLUSIVE);
        }
        AlterColumn::SetStatistics => on_family(work, table, locks::SHARE_UPDATE_EXCLUSIVE),
        AlterColumn::SetStorage(_) => on_family(work, table, locks::ACCESS_EXCLUSIVE),
        AlterColumn::SetCompression(_) => {
            if work.major() < 14 {
                work.unknown_before(14, "SET COMPRESSION", Clause::Option);
            }
            work.lock(table, locks::ACCESS_EXCLUSIVE, &always(ALTER_TABLE));
        }
        AlterColumn::SetOptions => {
            work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &always(ALTER_TABLE))
        }
        AlterColumn::SetComment(_) => {
            work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &always("COMMENT"))
        }
        AlterColumn::Redefine { .. } | AlterColumn::SetUnused | AlterColumn::SetVisibility(_) => {
            work.refused(Refusal::Version, "PostgreSQL has no such clause", &always(ALTER_TABLE));
        }
    }
}

/// The values of generated and identity columns are no defaults.
fn refuse_default(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let word = match work.column(table, column).and_then(|it| it.generated.as_ref()) {
        Some(Generated::Identity(_)) => "an identity",
        Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_)) => {
            "a generated"
        }
        Some(Generated::Serial | Generated::AutoIncrement) | None => return,
    };
    let words = format!("column \"{column}\" of relation \"{}\" is {word} column", table.name);
    work.refused(Refusal::Schema, words, &why(Clause::Default, ALTER_TABLE));
}

fn on_family(work: &mut Work<'_>, table: &ObjectName, mode: crate::effects::LockMode) {
    let reach = work.reach(table);
    work.lock_all(&reach, mode, &always(ALTER_TABLE));
}

/// Identity reaches the partitions since 17, which gave them the partitioned table's (release notes of 17).
fn on_partitions(work: &mut Work<'_>, table: &ObjectName, mode: crate::effects::LockMode) {
    let reach = if work.major() < 17 { vec![table.clone()] } else { work.partitions(table) };
    work.lock_all(&reach, mode, &always(ALTER_TABLE));
}

fn add_identity(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    on_partitions(work, table, locks::ACCESS_EXCLUSIVE);
    let Some(known) = work.column(table, column) else { return };
    let name = format!("column \"{column}\" of relation \"{}\"", table.name);
    let cause = why(Clause::Identity, ALTER_TABLE);
    if known.data_type.as_ref().is_some_and(|it| !types::is_whole_number(it, work.schema)) {
        refuse_identity_type(work);
    } else if matches!(known.generated, Some(Generated::Identity(_))) {
        work.refused(Refusal::Schema, format!("{name} is already an identity column"), &cause);
    } else if known.nullable == Some(true) && !work.intent.made_not_null.contains(&(table, column))
    {
        let words = format!("{name} must be declared NOT NULL before identity can be added");
        work.refused(Refusal::Schema, words, &cause);
    } else if known.default.is_some() && !work.intent.dropped_defaults.contains(&(table, column)) {
        work.refused(Refusal::Schema, format!("{name} already has a default value"), &cause);
    }
}

/// "CREATE TABLE", GENERATED AS IDENTITY.
pub(super) fn refuse_identity_type(work: &mut Work<'_>) {
    let words = "identity column type must be smallint, integer, or bigint";
    work.refused(Refusal::Statement, words, &why(Clause::Identity, ALTER_TABLE));
}

fn refuse_without_identity(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let known = work.column(table, column);
    if known.is_some_and(|it| !matches!(it.generated, Some(Generated::Identity(_))))
        && work.whole(table).is_some()
    {
        let words =
            format!("column \"{column}\" of relation \"{}\" is not an identity column", table.name);
        work.refused(Refusal::Schema, words, &why(Clause::Identity, ALTER_TABLE));
    }
}

fn alter_identity(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    on_partitions(work, table, locks::ACCESS_EXCLUSIVE);
    refuse_without_identity(work, table, column);
    for sequence in work.owned_sequences(table, Some(column)) {
        work.lock(&sequence, locks::SHARE_ROW_EXCLUSIVE, &always(ALTER_TABLE));
    }
}

/// Whether the words change the sequence, and not only who may give values.
fn changes_sequence(detail: &str) -> bool {
    const OPTIONS: [&str; 8] =
        ["restart", "increment", "minvalue", "maxvalue", "start", "cache", "cycle", "as"];
    let detail = detail.to_ascii_lowercase();
    OPTIONS.iter().any(|it| has_word(&detail, it))
}

fn set_expression(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let reach = work.reach(table);
    let cause = why(Clause::Generated, ALTER_TABLE);
    if work.major() < 17 {
        work.unknown_before(17, "SET EXPRESSION", Clause::Generated);
    }
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    if matches!(
        work.column(table, column).and_then(|it| it.generated.as_ref()),
        Some(Generated::Virtual(_) | Generated::Unstated(_))
    ) {
        return;
    }
    for relation in &reach {
        work.rewrite(relation, &cause);
        work.lose(relation, Some(column), Loss::Overwritten, &cause);
    }
}

// ---- NOT NULL

/// What makes a column NOT NULL: by SET NOT NULL, by a primary key, or by a constraint of that kind.
pub(super) fn set_not_null(work: &mut Work<'_>, table: &ObjectName, column: &str, cause: &Why) {
    let reach = work.reach(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, cause);
    let nullable = |it: &ObjectName| {
        work.column(it, column).is_some_and(|column| column.nullable == Some(true))
    };
    if work.says(Clause::Only)
        && work.is_partitioned(table)
        && work.partitions(table).iter().any(|it| it != table && nullable(it))
    {
        let words = if work.major() < 12 {
            "cannot add constraint to only the partitioned table when partitions exist"
        } else {
            "constraint must be added to child tables too"
        };
        work.refused(Refusal::Schema, words, cause);
    }
    let mut changes = false;
    for relation in &reach {
        changes |= check_not_null(work, relation, column, cause);
    }
    if changes {
        work.breaks(table, Some(column), Breakage::Restricted, cause);
    }
}

/// Reads the table for NULLs unless it is known that there are none. Tells whether the column allows NULL until now.
pub(super) fn check_not_null(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    cause: &Why,
) -> bool {
    let known = work.column(table, column);
    let unproved = unvalidated_not_null(work, table, column);
    if known.is_some_and(|it| it.nullable == Some(false)) && !unproved {
        return false;
    }
    if 12 <= work.major() && !unproved && proving_check(work, table, column).is_some() {
        return true;
    }
    let cause = &match known {
        Some(_) => cause.clone(),
        None if work.added_column(table, column).is_some() => cause.clone(),
        None => cause
            .likely(format!("unless `{column}` is NOT NULL already or a valid CHECK proves it")),
    };
    work.scan(table, ScanPurpose::CheckNotNull, cause);
    if work.may_hold_rows(table) {
        let when = format!(
            "`{table}`.`{column}` holds NULL: column \"{column}\" of relation \"{}\" contains null values",
            table.name
        );
        work.may_fail(when, cause);
    }
    true
}

/// A valid CHECK that forbids NULL in the column and that this statement does not drop
/// (measured: `alter_column/set_not_null_valid_check` and its like).
pub(super) fn proving_check<'a>(
    work: &Work<'a>,
    table: &ObjectName,
    column: &str,
) -> Option<&'a TableConstraint> {
    work.table(table)?.constraints.iter().find(|it| {
        it.validated != Validated::No
            && !work.drops_constraint(table, &it.name)
            && matches!(&it.definition.kind, ConstraintKind::Check(expr)
                if expr.proves_not_null.iter().any(|it| it == column))
    })
}

/// A NOT NULL constraint of 18 that is not valid: the column counts as NOT NULL for new rows only.
fn unvalidated_not_null(work: &Work<'_>, table: &ObjectName, column: &str) -> bool {
    work.table(table).is_some_and(|it| {
        it.constraints.iter().any(|it| {
            it.validated == Validated::No
                && matches!(&it.definition.kind, ConstraintKind::NotNull { column: on } if on == column)
        })
    })
}

fn drop_not_null(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let reach = work.reach(table);
    let cause = why(Clause::Null, ALTER_TABLE);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &cause);
    // Since 18 it is a constraint, which becomes the nearest heirs' own.
    if 18 <= work.major() {
        let children: Vec<ObjectName> =
            work.schema.children_of(table).map(|it| it.name.clone()).collect();
        work.lock_all(&children, locks::ACCESS_EXCLUSIVE, &cause);
    }
    let key = work.table(table).and_then(Table::primary_key);
    let in_key =
        key.is_some_and(|(it, _)| it.mentions(column) && !work.drops_constraint(table, &it.name));
    if in_key {
        work.refused(Refusal::Schema, format!("column \"{column}\" is in a primary key"), &cause);
        return;
    }
    let known = work.column(table, column);
    if known.is_some_and(|it| matches!(it.generated, Some(Generated::Identity(_)))) {
        let words =
            format!("column \"{column}\" of relation \"{}\" is an identity column", table.name);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    let named = work.table(table).and_then(|it| it.not_null_constraint(column));
    if let Some(named) = named.filter(|it| it.inherited) {
        let words = format!(
            "cannot drop inherited constraint \"{}\" of relation \"{}\"",
            named.name, table.name
        );
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    if known.is_none_or(|it| it.nullable != Some(true)) {
        work.breaks(table, Some(column), Breakage::Loosened, &cause);
    }
}

/// Whether the column's rows are all NULL: it is made here, or was in this transaction, and nothing fills it.
pub(super) fn is_all_null(work: &Work<'_>, table: &ObjectName, column: &str) -> bool {
    if let Some(definition) = work.added_column(table, column) {
        let default = definition.default.as_ref().is_none_or(Expr::is_null);
        return default && definition.generated.is_none();
    }
    work.column(table, column).is_some_and(|it| {
        let now = work.context.now;
        it.born.is_some_and(|born| (born.unit, born.transaction) == (now.unit, now.transaction))
            && it.default.is_none()
            && it.generated.is_none()
            && !work.context.written.contains(table)
    })
}
