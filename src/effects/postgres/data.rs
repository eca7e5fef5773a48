//! Rows changed and read, tables emptied, locked and maintained (manual: "Explicit Locking", and each command's page).

use std::collections::BTreeSet;

use super::work::{Why, Work, always, why};
use super::{locks, partition, table};
use crate::catalog::{Column, Enforcement};
use crate::effects::{
    Certainty, EffectKind, LockMode, Loss, Refusal, RowExtent, ScanPurpose, Wait,
};
use crate::ops::column::{Generated, Identity};
use crate::ops::constraint::{Action, ForeignKey};
use crate::ops::data::{
    CopyData, Delete, Insert, InsertSource, Lock, Maintain, Task, Truncate, Update,
};
use crate::ops::expr::{Expr, plain_name, sequences_in};
use crate::ops::object::ObjectKind;
use crate::ops::{Cascade, Clause, ObjectName};

pub(super) fn insert(work: &mut Work<'_>, insert: &Insert) {
    let cause = always("INSERT");
    change_rows(work, &insert.table, locks::ROW_EXCLUSIVE, &always("Table Partitioning"));
    let extent = match &insert.source {
        InsertSource::Rows(_) => RowExtent::Listed,
        InsertSource::Query(reads) => {
            read_all(work, reads);
            RowExtent::All
        }
    };
    let listed = extent == RowExtent::Listed;
    refuse_number(work, insert);
    work.effect(EffectKind::ChangeRows { relation: insert.table.clone(), extent }, &cause);
    if !insert.columns.is_empty() || insert.text.to_ascii_lowercase().contains("default") {
        sequences_of_defaults(work, &insert.table, &insert.columns, &always("other/seq_setval"));
    }
    for key in keys_of(work, &insert.table) {
        let given =
            insert.columns.is_empty() || key.columns.iter().all(|it| insert.columns.contains(it));
        if given {
            let found = match insert.on_conflict {
                None => Certainty::Certain,
                Some(_) => Certainty::Possible,
            };
            look_up(work, &key.references, found);
        }
    }
    if listed {
        unsafe_value(work, &insert.table, &insert.text);
    }
}

/// An identity that is always generated takes a number only by OVERRIDING SYSTEM VALUE (manual: "INSERT").
fn refuse_number(work: &mut Work<'_>, insert: &Insert) {
    let Some(table) = work.table(&insert.table) else { return };
    let given = |it: &&Column| {
        let place = table.place_in(insert, &it.name);
        place.is_some_and(|it| insert.has_number(it))
            && it.generated == Some(Generated::Identity(Identity::Always))
    };
    let Some(column) = table.columns.iter().find(given).filter(|_| !insert.overriding) else {
        return;
    };
    let words = format!("cannot insert a non-DEFAULT value into column \"{}\"", column.name);
    work.refused(Refusal::Statement, words, &always("INSERT"));
}

/// Writers lock the rows that they refer to, and so the table in the weakest mode for that.
fn look_up(work: &mut Work<'_>, referenced: &ObjectName, found: Certainty) {
    let cause = always("table/insert_fk").because("a foreign key is checked row by row");
    let cause = match found {
        Certainty::Certain => cause,
        Certainty::Likely | Certainty::Possible => {
            cause.possible("unless every row is there already")
        }
    };
    work.lock(referenced, locks::ROW_SHARE, &cause);
}

fn change_rows(work: &mut Work<'_>, table: &ObjectName, mode: LockMode, bounds: &Why) {
    let cause = always("Explicit Locking");
    for relation in work.schema.behind(table) {
        work.lock(&relation, mode, &cause);
        let cause = cause.possible("if a row of the partition is concerned");
        for part in work.partitions(&relation).iter().skip(1) {
            work.lock(part, mode, &cause);
        }
        // A row must satisfy the bounds of all that its table is a part of.
        if work.table(&relation).is_some_and(|it| it.partition_of.is_some()) {
            let above = work.schema.ancestors_of(&relation);
            work.lock_all(&above, locks::ACCESS_SHARE, bounds);
        }
    }
}

/// UPDATE and DELETE look into the tables that inherit as well.
fn change_found_rows(work: &mut Work<'_>, table: &ObjectName, predicate: Option<&Expr>) {
    let cause = always("UPDATE");
    for relation in work.schema.behind(table) {
        for part in work.reach(&relation) {
            let ruled_out = predicate.is_some() && part != relation && is_part(work, &part);
            let cause = if ruled_out { cause.possible(RULED_OUT) } else { cause.clone() };
            work.lock(&part, locks::ROW_EXCLUSIVE, &cause);
        }
    }
}

/// A row that is written must stay within the bounds of its partition, which those above it tell.
fn bounds(work: &mut Work<'_>, table: &ObjectName, predicate: Option<&Expr>) {
    if is_part(work, table) {
        let cause = always("Table Partitioning");
        let cause = match predicate {
            Some(_) => cause.possible("if a row is concerned"),
            None => cause,
        };
        let above = work.schema.ancestors_of(table);
        work.lock_all(&above, locks::ACCESS_SHARE, &cause);
    }
}

const RULED_OUT: &str = "unless the condition rules the partition out";

fn is_part(work: &Work<'_>, table: &ObjectName) -> bool {
    work.table(table).is_some_and(|it| it.partition_of.is_some())
}

fn keys_of(work: &Work<'_>, table: &ObjectName) -> Vec<ForeignKey> {
    // A replica's session runs no trigger, and those that keep foreign keys are triggers ("session_replication_role").
    if work.setting("session_replication_role").is_some_and(|it| it.eq_ignore_ascii_case("replica"))
    {
        return Vec::new();
    }
    let table = work.table(table).filter(|it| it.enforcement == Enforcement::On);
    table.into_iter().flat_map(|it| it.foreign_keys()).map(|it| it.1.clone()).collect()
}

fn read_all(work: &mut Work<'_>, reads: &[ObjectName]) {
    for relation in reads {
        if is_relation(work, relation) {
            table::read(work, relation, true);
        }
    }
}

/// Whether the name is that of a relation of the schema or may be one that it does not know.
fn is_relation(work: &Work<'_>, name: &ObjectName) -> bool {
    let catalog = matches!(name.schema.as_deref(), Some("pg_catalog" | "information_schema"));
    !catalog && !name.name.starts_with("pg_") && !work.schema.is_missing(name)
}

/// Rows of a published table are changed only where a subscriber can tell them apart ("Publication", replica identity).
fn refuse_unidentified(work: &mut Work<'_>, table: &ObjectName, (doing, what): (&str, &str)) {
    let Some(known) = work.whole(table) else { return };
    let published = known.dependents.iter().find(|it| it.kind == ObjectKind::Publication);
    let Some(publication) = published else { return };
    let identity = known.option("replica identity").unwrap_or("default").to_ascii_lowercase();
    let by_key = identity == "default" && known.primary_key().is_some();
    if by_key || identity.starts_with("full") || identity.starts_with("using") {
        return;
    }
    let cause = always("Logical Replication");
    let cause = if publication.text.contains("publish =") || publication.text.contains("publish=") {
        cause.possible(format!("if `{}` publishes {what}", publication.name))
    } else {
        cause.because(format!("`{}` publishes {what}", publication.name))
    };
    let words = format!(
        "cannot {doing} table \"{}\" because it does not have a replica identity and publishes {what}",
        table.name
    );
    work.refused(Refusal::Schema, words, &cause);
}

pub(super) fn update(work: &mut Work<'_>, update: &Update) {
    refuse_unidentified(work, &update.table, ("update", "updates"));
    change_found_rows(work, &update.table, update.predicate.as_ref());
    bounds(work, &update.table, update.predicate.as_ref());
    rows_chosen(work, &update.table, update.predicate.as_ref(), &update.reads);
    read_all(work, &update.reads);
    let sets = |column: &String| update.sets.iter().any(|it| it.0 == *column);
    for key in keys_of(work, &update.table) {
        if key.columns.iter().any(sets) {
            look_up(work, &key.references, Certainty::Certain);
        }
    }
    for (owner, constraint, key) in work.referrers(&update.table) {
        let referenced = work.referenced_columns(&update.table, &key.referenced);
        if referenced.iter().any(sets) {
            let owner = (&owner.name, constraint.name.as_str());
            let found = finding(update.predicate.as_ref());
            at_the_other_end(work, &update.table, owner, key.on_update, found);
        }
    }
    for (column, _) in &update.sets {
        work.lose(&update.table, Some(column), Loss::Overwritten, &always("UPDATE"));
    }
    unsafe_value(work, &update.table, &update.text);
}

pub(super) fn delete(work: &mut Work<'_>, delete: &Delete) {
    refuse_unidentified(work, &delete.table, ("delete from", "deletes"));
    change_found_rows(work, &delete.table, delete.predicate.as_ref());
    if work.major() < 14 {
        bounds(work, &delete.table, None);
    }
    rows_chosen(work, &delete.table, delete.predicate.as_ref(), &delete.reads);
    read_all(work, &delete.reads);
    let mut emptied = vec![delete.table.clone()];
    let mut known = BTreeSet::new();
    known.insert(delete.table.clone());
    let mut at = 0;
    while let Some(table) = emptied.get(at).cloned() {
        for (owner, constraint, key) in work.referrers(&table) {
            let found = finding(delete.predicate.as_ref());
            at_the_other_end(work, &table, (&owner.name, &constraint.name), key.on_delete, found);
            if key.on_delete == Action::Cascade && known.insert(owner.name.clone()) {
                emptied.push(owner.name.clone());
            }
        }
        at += 1;
    }
    let what = match delete.predicate.as_ref().filter(|it| !it.is_always_true()) {
        None => Loss::Emptied,
        Some(_) => Loss::Dropped,
    };
    work.lose(&delete.table, None, what, &always("DELETE"));
}

/// Whether a row is found to be changed.
fn finding(predicate: Option<&Expr>) -> Certainty {
    if predicate.is_none() { Certainty::Certain } else { Certainty::Possible }
}

/// What happens to rows that refer to one that goes or changes its key.
fn at_the_other_end(
    work: &mut Work<'_>,
    table: &ObjectName,
    (owner, constraint): (&ObjectName, &str),
    action: Action,
    found: Certainty,
) {
    let cause = always("Constraints").because("its foreign key refers to the rows");
    let looked = match found {
        Certainty::Certain => cause.clone(),
        Certainty::Likely | Certainty::Possible => cause.possible("if the condition finds a row"),
    };
    let mode = match action {
        Action::NoAction | Action::Restrict => {
            if work.may_hold_rows(owner) {
                let when = format!(
                    "a row of `{owner}` refers to one that goes or changes: update or delete on table \"{}\" \
                     violates foreign key constraint \"{constraint}\" on table \"{}\"",
                    table.name, owner.name
                );
                work.may_fail(when, &cause);
            }
            locks::ROW_SHARE
        }
        Action::Cascade | Action::SetNull | Action::SetDefault => locks::ROW_EXCLUSIVE,
    };
    if owner != table {
        work.lock(owner, mode, &looked);
    }
}

/// Which rows are changed, and whether all must be read to find them. Where other relations are read, the condition may
/// only say how they are joined.
fn rows_chosen(
    work: &mut Work<'_>,
    table: &ObjectName,
    predicate: Option<&Expr>,
    reads: &[ObjectName],
) {
    let predicate = predicate.filter(|it| !it.is_always_true());
    let (extent, why) = match predicate {
        None => (RowExtent::All, always("UPDATE")),
        Some(_) => (RowExtent::Chosen, why(Clause::Where, "UPDATE")),
    };
    let behind = work.schema.behind(table);
    for relation in behind.iter().flat_map(|it| work.reach(it)).collect::<Vec<_>>() {
        work.effect(EffectKind::ChangeRows { relation: relation.clone(), extent }, &why);
        match predicate {
            None => work.scan(&relation, ScanPurpose::Query, &why),
            Some(predicate) if reads.is_empty() && is_indexed(work, &relation, predicate) => {}
            Some(_) => {
                let ruled_out = !behind.contains(&relation) && is_part(work, &relation);
                let why = if ruled_out {
                    why.possible(RULED_OUT)
                } else {
                    why.likely("unless an index serves the condition")
                };
                work.scan(&relation, ScanPurpose::Query, &why);
            }
        }
    }
}

/// Whether the condition names the first column of an index, and no query in it reads the table once more.
fn is_indexed(work: &Work<'_>, table: &ObjectName, predicate: &Expr) -> bool {
    let asks = predicate.text.to_ascii_lowercase().contains("select");
    !asks
        && work.indexes(table).iter().any(|it| {
            let first = it.keys.first().and_then(|it| it.column.as_ref());
            first.is_some_and(|it| predicate.columns.contains(it))
        })
}

pub(super) fn merge(work: &mut Work<'_>, table: &ObjectName, text: &str) {
    let rules = |it: &crate::catalog::Table| it.has_dependent(ObjectKind::Rule);
    if work.table(table).is_some_and(rules) {
        let words = format!("cannot execute MERGE on relation \"{}\"", table.name);
        work.refused(Refusal::Schema, words, &why(Clause::Table, "MERGE"));
    }
    if work.major() < 15 {
        work.unknown_before(15, "MERGE", Clause::Table);
    }
    change_found_rows(work, table, None);
    bounds(work, table, None);
    rows_chosen(work, table, None, &[]);
    if let Some(source) = merged_from(text) {
        read_all(work, &[source]);
    }
    if text.to_ascii_lowercase().contains("insert") {
        let cause = always("other/seq_setval").possible("if a row is inserted");
        sequences_of_defaults(work, table, &[], &cause);
    }
}

/// The relation after USING, where it is a plain name.
fn merged_from(text: &str) -> Option<ObjectName> {
    let mut words = text.split_whitespace();
    words.find(|it| it.eq_ignore_ascii_case("using"))?;
    let name = words.next()?.trim_end_matches([',', ';']);
    if name.starts_with('(') {
        return None;
    }
    plain_name(name)
}

pub(super) fn copy(work: &mut Work<'_>, copy: &CopyData) {
    let Some(table) = &copy.table else { return };
    if !copy.into_table {
        // The rows of the table itself, and none of its heirs' ("COPY", Notes).
        let cause = always("COPY");
        let let_go = "before PostgreSQL 14 it may be let go when the rows are copied";
        let held = if work.major() < 14 { cause.possible(let_go) } else { cause.clone() };
        work.lock(table, locks::ACCESS_SHARE, &held);
        work.scan(table, ScanPurpose::Query, &cause);
        return;
    }
    change_rows(work, table, locks::ROW_EXCLUSIVE, &always("COPY").possible("if it holds a row"));
    let kind = EffectKind::ChangeRows { relation: table.clone(), extent: RowExtent::Listed };
    work.effect(kind, &always("COPY"));
    if !copy.columns.is_empty() {
        sequences_of_defaults(work, table, &copy.columns, &always("other/seq_setval"));
    }
    for key in keys_of(work, table) {
        look_up(work, &key.references, Certainty::Certain);
    }
}

pub(super) fn query(
    work: &mut Work<'_>,
    reads: &[ObjectName],
    text: &str,
    locks_rows: Option<&str>,
) {
    let reads: Vec<ObjectName> = reads.iter().filter(|it| is_relation(work, it)).cloned().collect();
    for relation in &reads {
        table::read(work, relation, true);
    }
    if let Some(words) = locks_rows {
        let mut cause = always("Explicit Locking");
        if words.ends_with(" of") && reads.len() != 1 {
            cause = cause.possible("if it is among those that are named");
        }
        for relation in reads.iter().flat_map(|it| work.schema.behind(it)).collect::<Vec<_>>() {
            lock_rows(work, &relation, &cause);
        }
    }
    sequence_calls(work, text);
    for table in reads {
        unsafe_value(work, &table, text);
    }
    unsafe_cast(work, text);
}

/// Rows are locked in the tables that inherit as well, and in the partitions that the condition leaves.
fn lock_rows(work: &mut Work<'_>, table: &ObjectName, cause: &Why) {
    for relation in work.family(table) {
        let part = relation != *table && is_part(work, &relation);
        let cause = if part { cause.possible(RULED_OUT) } else { cause.clone() };
        work.lock(&relation, locks::ROW_SHARE, &cause);
    }
}

/// `setval` and `nextval` lock their sequence as writers lock a table (measured: `other/seq_setval`).
pub(super) fn sequence_calls(work: &mut Work<'_>, text: &str) {
    sequences_called(work, text, &always("other/seq_setval"));
}

fn sequences_called(work: &mut Work<'_>, text: &str, cause: &Why) {
    for name in sequences_in(text) {
        if work.schema.sequences.contains_key(&name) {
            work.lock(&name, locks::ROW_EXCLUSIVE, cause);
        }
    }
}

/// New rows take values from the sequences behind the columns that they do not give.
fn sequences_of_defaults(work: &mut Work<'_>, table: &ObjectName, given: &[String], cause: &Why) {
    let Some(known) = work.table(table) else { return };
    let left_out = |it: &&Column| !given.contains(&it.name);
    for column in known.columns.iter().filter(left_out) {
        if let Some(default) = &column.default {
            sequences_called(work, &default.text, cause);
        }
        if matches!(column.generated, Some(Generated::Identity(_))) {
            for sequence in work.owned_sequences(table, Some(&column.name)) {
                work.lock(&sequence, locks::ROW_EXCLUSIVE, cause);
            }
        }
    }
}

// ---- Enumeration values that are not committed

/// A value added to an enumeration is not usable before its transaction commits, unless the type itself was made in it:
/// that works on 10, 11 and since 17 (measured: `other/enum_…_same_tx`).
pub(super) fn unsafe_value(work: &mut Work<'_>, table: &ObjectName, text: &str) {
    let Some(known) = work.table(table) else { return };
    let types: Vec<ObjectName> = known
        .columns
        .iter()
        .filter_map(|it| it.data_type.as_ref())
        .map(|it| it.name.clone())
        .collect();
    for name in types {
        refuse_unsafe(work, &name, text);
    }
}

fn unsafe_cast(work: &mut Work<'_>, text: &str) {
    for cast in text.split("::").skip(1) {
        let end = cast.find(|it: char| !(it.is_alphanumeric() || "_.\"$".contains(it)));
        let name = cast.get(..end.unwrap_or(cast.len())).and_then(plain_name);
        if let Some(name) = name {
            refuse_unsafe(work, &name, text);
        }
    }
}

pub(super) fn refuse_unsafe(work: &mut Work<'_>, type_name: &ObjectName, text: &str) {
    let Some(known) = work.schema.types.get(type_name) else { return };
    let now = work.context.now;
    let born_here = known.born.is_some_and(|it| it.transaction == now.transaction);
    let major = work.major();
    if work.context.in_transaction == crate::effects::InTransaction::No {
        return;
    }
    if born_here && !(12..17).contains(&major) || !born_here && major < 12 {
        return;
    }
    let used = known.added_values.iter().find(|(value, birth)| {
        birth.transaction == now.transaction && text.contains(&format!("'{value}'"))
    });
    if let Some((value, _)) = used {
        let words = format!("unsafe use of new value \"{value}\" of enum type {}", type_name.name);
        work.refused(Refusal::InTransaction, words, &why(Clause::Value, "ALTER TYPE"));
    }
}

// ---- TRUNCATE, LOCK

pub(super) fn truncate(work: &mut Work<'_>, truncate: &Truncate) {
    let mut tables: Vec<ObjectName> = Vec::new();
    for table in &truncate.tables {
        tables.extend(work.reach(table));
    }
    let mut at = 0;
    while let Some(table) = tables.get(at).cloned() {
        let mut referred = partition::wholes(work, &table);
        referred.push(table.clone());
        let referrers: Vec<_> = referred.iter().flat_map(|it| work.referrers(it)).collect();
        for (owner, constraint, _) in referrers {
            if tables.contains(&owner.name) {
                continue;
            }
            if truncate.cascade == Cascade::Cascade {
                tables.push(owner.name.clone());
            } else {
                let words = format!(
                    "cannot truncate a table referenced in a foreign key constraint: table \"{}\" references \
                     \"{}\" by `{}`",
                    owner.name, table, constraint.name
                );
                work.refused(Refusal::Schema, words, &always("TRUNCATE"));
            }
        }
        at += 1;
    }
    for table in &tables {
        empty(work, table, truncate);
    }
}

/// A table's file and those of its indexes are replaced by empty ones.
fn empty(work: &mut Work<'_>, table: &ObjectName, truncate: &Truncate) {
    let cause = always("TRUNCATE");
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    let parent = work.table(table).and_then(|it| it.partition_of.as_ref()).map(|it| &it.parent);
    if let Some(parent) = parent.filter(|_| work.major() < 14) {
        work.lock(parent, locks::ACCESS_SHARE, &cause);
    }
    work.lose(table, None, Loss::Emptied, &cause);
    if work.keeps_rows(table) {
        work.rebuild_indexes(table, &cause);
    }
    if truncate.restart_identity {
        for sequence in work.owned_sequences(table, None) {
            work.lock(&sequence, locks::ACCESS_EXCLUSIVE, &cause);
            work.rewrite_sequence(&sequence, &cause);
        }
    }
}

pub(super) fn lock(work: &mut Work<'_>, lock: &Lock) {
    let cause = why(Clause::Lock, "LOCK");
    let mode = lock.mode.as_deref().map_or(Some(locks::ACCESS_EXCLUSIVE), locks::named);
    let Some(mode) = mode else { return };
    for table in &lock.tables {
        if work.view(table).is_some() && work.major() < 11 {
            work.refused(Refusal::Version, format!("\"{}\" is not a table", table.name), &cause);
        }
        for relation in work.schema.behind(table) {
            let reach = work.reach(&relation);
            work.lock_all(&reach, mode, &cause);
        }
    }
}

// ---- Maintenance

pub(super) fn maintain(work: &mut Work<'_>, maintain: &Maintain) {
    let tables = if maintain.tables.is_empty() {
        let all = work.schema.tables.keys().filter(|it| work.keeps_rows(it));
        all.cloned().collect()
    } else {
        maintain.tables.clone()
    };
    if maintain.truncate.is_some() && work.major() < 12 {
        work.unknown_before(12, "VACUUM (TRUNCATE)", Clause::Option);
    }
    if 1 < maintain.tables.len() && work.major() < 11 {
        work.unknown_before(11, "a list of tables", Clause::Table);
    }
    for table in &tables {
        // Since 18 the heirs are vacuumed with their parent (Release Notes of 18).
        let vacuums =
            matches!(maintain.task, Task::Vacuum | Task::VacuumFull | Task::VacuumAnalyze);
        let heirs = vacuums && 18 <= work.major();
        let reach = if heirs { work.reach(table) } else { work.partitions(table) };
        for relation in reach {
            maintain_one(work, &relation, maintain);
        }
    }
    if maintain.task == Task::VacuumFull {
        work.waits(&[Wait::Readers, Wait::Writers], &always("VACUUM"));
    }
    if let (Task::Cluster, [table]) = (maintain.task, maintain.tables.as_slice())
        && work.is_partitioned(table)
        && work.major() < 15
    {
        work.refused(Refusal::Version, "cannot cluster a partitioned table", &always("CLUSTER"));
    }
}

fn maintain_one(work: &mut Work<'_>, table: &ObjectName, maintain: &Maintain) {
    let keeps = work.keeps_rows(table);
    match maintain.task {
        Task::Vacuum | Task::VacuumAnalyze => {
            let cause = always("VACUUM");
            let because = "it has nothing to vacuum: it is locked for a moment";
            let cause = if keeps { cause } else { cause.possible(because) };
            work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            if keeps && cuts_off(work, table, maintain) {
                let because = "empty pages at its end are cut off while nobody else asks for it";
                work.lock_while_unasked(table, locks::ACCESS_EXCLUSIVE, &cause.possible(because));
            }
        }
        Task::VacuumFull => {
            if keeps {
                work.rewrite(table, &always("VACUUM"));
            }
        }
        Task::Analyze => {
            let view = work.view(table).is_some_and(|it| !it.materialized);
            // What has no rows is left out with a warning.
            if view
                || work.schema.sequences.contains_key(table)
                || work.schema.index(table).is_some()
            {
                return;
            }
            work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &always("ANALYZE"));
            // Since 18 the heirs are analysed too, and not only read (Release Notes).
            let mode =
                if work.major() < 18 { locks::ACCESS_SHARE } else { locks::SHARE_UPDATE_EXCLUSIVE };
            let heirs: Vec<ObjectName> = work.family(table).into_iter().skip(1).collect();
            work.lock_all(&heirs, mode, &always("ANALYZE"));
        }
        Task::Cluster => {
            if keeps {
                work.rewrite(table, &always("CLUSTER"));
            } else {
                let because = "it is locked for a moment, to list its partitions";
                work.lock(table, locks::ACCESS_EXCLUSIVE, &always("CLUSTER").possible(because));
            }
        }
        Task::Optimize | Task::Check => {
            work.refused(Refusal::Version, "PostgreSQL has no such command", &always(""));
        }
    }
}

/// Whether VACUUM looks for empty pages at the table's end: "VACUUM", TRUNCATE; "CREATE TABLE", `vacuum_truncate`, both
/// since 12; "Vacuuming", the setting of that name, since 18.
fn cuts_off(work: &Work<'_>, table: &ObjectName, maintain: &Maintain) -> bool {
    let off = |it: &str| {
        let it = it.trim_matches('\'').to_ascii_lowercase();
        ["0", "of", "off", "n", "no"].contains(&it.as_str())
            || (!it.is_empty() && "false".starts_with(&it))
    };
    let stored = work.table(table).and_then(|it| it.option("vacuum_truncate"));
    let stored = stored.filter(|_| 12 <= work.major());
    let set = || work.setting("vacuum_truncate").filter(|_| 18 <= work.major());
    maintain.truncate.unwrap_or_else(|| !stored.or_else(set).is_some_and(off))
}

/// Whether the command runs in transactions of its own, by the name under which the server refuses it.
pub(super) fn maintain_refuses_transaction(maintain: &Maintain) -> Option<&'static str> {
    match maintain.task {
        Task::Vacuum | Task::VacuumFull | Task::VacuumAnalyze => Some("VACUUM"),
        Task::Cluster if maintain.tables.is_empty() => Some("CLUSTER"),
        Task::Cluster | Task::Analyze | Task::Optimize | Task::Check => None,
    }
}
