//! Tables made, dropped, renamed, moved, and how they are kept (manual: "CREATE TABLE", "DROP TABLE", "ALTER TABLE").

use super::work::{Work, always, why};
use super::{constraint, dropped, locks, partition};
use crate::catalog::{Column, Table};
use crate::effects::{Breakage, Certainty, LockMode, Loss, Refusal, ScanPurpose};
use crate::ops::column::Generated;
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::DataType;
use crate::ops::object::ObjectKind;
use crate::ops::table::{
    CreateTable, PartitionBound, Persistence, Storage, TableOption, TableQuery,
};
use crate::ops::{Cascade, Clause, Guard, Link, ObjectName};

const CREATE_TABLE: &str = "CREATE TABLE";
const ALTER_TABLE: &str = "ALTER TABLE";

pub(super) fn create(work: &mut Work<'_>, table: &CreateTable) {
    let cause = always(CREATE_TABLE);
    if work.table(&table.name).is_some() || work.view(&table.name).is_some() {
        if table.guard == Guard::None
            && work.schema.is_relation(&table.name)
            && work.whole(&table.name).is_some()
        {
            let words = format!("relation \"{}\" already exists", table.name.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, CREATE_TABLE));
        }
        if table.guard == Guard::IfNeeded && work.whole(&table.name).is_some() {
            return;
        }
    }
    refuse_generated(work, table);
    let inline = table.columns.iter().flat_map(|it| &it.constraints);
    for constraint in inline.chain(&table.constraints) {
        if let ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) = &constraint.kind {
            let all = table.columns.iter().take(constraint::MOST_OF_TABLE);
            let of_key = all.filter(|it| key.columns.contains(&it.name));
            let types: Vec<DataType> = of_key.filter_map(|it| it.data_type.clone()).collect();
            constraint::refuse_unordered(work, &types);
        }
        if let ConstraintKind::ForeignKey(key) = &constraint.kind
            && key.references != table.name
        {
            constraint::refuse_reference(work, table, constraint);
            let cause = why(Clause::References, CREATE_TABLE);
            let referenced = work.partitions(&key.references);
            work.lock_all(&referenced, locks::SHARE_ROW_EXCLUSIVE, &cause);
        }
    }
    work.lock_all(&table.inherits, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
    for like in &table.like {
        work.lock(&like.table, locks::ACCESS_SHARE, &cause);
    }
    if let Some(of) = &table.partition_of {
        partition::create(work, &table.name, of);
    }
    if let Some(query) = &table.filled_from {
        let named: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
        refuse_twice_named(work, query, &named);
        for relation in &query.reads {
            read(work, relation, query.with_data);
        }
    }
}

/// No relation has two columns of one name, as `SELECT *` over a join may give them.
pub(super) fn refuse_twice_named(work: &mut Work<'_>, query: &TableQuery, named: &[String]) {
    let Some(outputs) = work.schema.outputs(query, named) else { return };
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = outputs.iter().find(|it| !seen.insert(it.name.as_str())) {
        let words = format!("column \"{}\" specified more than once", twice.name);
        work.refused(Refusal::Schema, words, &always(CREATE_TABLE));
    }
}

fn refuse_generated(work: &mut Work<'_>, table: &CreateTable) {
    use crate::ops::column::Generated;
    for column in &table.columns {
        match &column.generated {
            Some(Generated::Stored(_)) if work.major() < 12 => {
                work.unknown_before(12, "GENERATED ALWAYS AS (…) STORED", Clause::Generated);
            }
            Some(Generated::Virtual(_) | Generated::Unstated(_)) if work.major() < 18 => {
                work.unknown_before(18, "a virtual generated column", Clause::Generated);
            }
            _ => {}
        }
    }
    let constraints =
        table.constraints.iter().chain(table.columns.iter().flat_map(|it| &it.constraints));
    for constraint in constraints {
        constraint::refuse_versions(work, constraint);
    }
}

/// A query reads a relation, the tables behind a view included.
pub(super) fn read(work: &mut Work<'_>, relation: &ObjectName, rows: bool) {
    let cause = always("SELECT");
    for relation in work.schema.behind(relation) {
        for (place, relation) in work.family(&relation).into_iter().enumerate() {
            let cause = match place {
                0 => cause.clone(),
                _ if work.table(&relation).is_some_and(|it| it.partition_of.is_some()) => {
                    cause.possible("unless the query's condition rules the partition out")
                }
                _ => cause.clone(),
            };
            work.lock(&relation, locks::ACCESS_SHARE, &cause);
            if rows && work.keeps_rows(&relation) {
                let cause = match place {
                    0 => cause.likely("unless an index serves the query"),
                    _ => cause,
                };
                work.scan(&relation, ScanPurpose::Query, &cause);
            }
        }
    }
}

// ---- Dropping

/// What tells rows apart has to do so for every row ("ALTER TABLE", REPLICA IDENTITY).
fn refuse_identity(work: &mut Work<'_>, table: &ObjectName, option: &str) {
    let index = option.rsplit(' ').next().unwrap_or_default();
    let index_is_named = option != index;
    let Some(whole) = work.whole(table) else { return };
    let Some(known) = whole.index(index) else {
        let words = format!("index \"{index}\" for table \"{}\" does not exist", table.name);
        if index_is_named {
            work.refused(Refusal::Schema, words, &always("ALTER TABLE"));
        }
        return;
    };
    let nullable = |it: &&str| whole.column(it).is_some_and(|column| column.nullable == Some(true));
    let column = known.keys.iter().filter_map(|it| it.column.as_deref()).find(nullable);
    let words = if !known.unique {
        format!("cannot use non-unique index \"{index}\" as replica identity")
    } else if known.keys.iter().any(|it| it.expr.is_some()) {
        format!("cannot use expression index \"{index}\" as replica identity")
    } else if known.predicate.is_some() {
        format!("cannot use partial index \"{index}\" as replica identity")
    } else if let Some(column) = column {
        format!(
            "index \"{index}\" cannot be used as replica identity because column \"{column}\" is nullable"
        )
    } else {
        return;
    };
    work.refused(Refusal::Schema, words, &always("ALTER TABLE"));
}

pub(super) fn drop(work: &mut Work<'_>, table: &ObjectName, guard: Guard, cascade: Cascade) {
    let cause = always("DROP TABLE");
    if work.schema.is_missing(table) {
        if guard == Guard::IfNeeded {
            return;
        }
        let words = format!("table \"{}\" does not exist", table.name);
        let because = "nothing in the schema or the history makes it";
        work.may_fail(words, &why(Clause::Name, "DROP TABLE").possible(because));
    }
    let cause = match (guard, work.table(table)) {
        (Guard::IfNeeded, None) => cause.likely("if the table is there"),
        _ => cause,
    };
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    partition::lock_above(work, table);
    for relation in work.partitions(table) {
        drop_one(work, &relation, cascade);
    }
    // A foreign key to the whole refers to each of its parts.
    for whole in partition::wholes(work, table) {
        refuse_referred(work, &whole, cascade);
        if cascade == Cascade::Cascade
            && work.referrers(&whole).iter().any(|it| it.0.name != *table)
        {
            let because = "a foreign key to it goes, and its triggers";
            let parts = work.partitions(&whole);
            work.lock_all(&parts, locks::ACCESS_EXCLUSIVE, &cause.because(because));
        }
    }
    policies(work, table, cascade);
    drop_heirs(work, table, cascade);
    work.lose(table, None, Loss::Dropped, &cause);
    work.breaks(table, None, Breakage::Removed, &cause);
}

/// One table goes with its indexes, its sequences and its keys; views and keys of others stand in the way.
fn drop_one(work: &mut Work<'_>, table: &ObjectName, cascade: Cascade) {
    let cause = always("DROP TABLE");
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    for index in work.indexes(table) {
        work.lock_index(table, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
    }
    for sequence in work.owned_sequences(table, None) {
        work.lock(&sequence, locks::ACCESS_EXCLUSIVE, &cause);
    }
    if let Some(known) = work.table(table) {
        for (constraint, key) in known.foreign_keys() {
            let because =
                format!("foreign key `{}` goes, and its triggers on both tables", constraint.name);
            let referenced = work.partitions(&key.references);
            work.lock_all(&referenced, locks::ACCESS_EXCLUSIVE, &cause.because(because));
        }
    }
    refuse_referred(work, table, cascade);
    let what = format!("cannot drop table {table}");
    let readers: Vec<_> = work.schema.views_of(table).collect();
    for view in readers {
        dropped::reader(work, view, &what, Certainty::Certain, cascade);
    }
}

/// Foreign keys of other tables stand in the way, or go with it.
fn refuse_referred(work: &mut Work<'_>, table: &ObjectName, cascade: Cascade) {
    for (owner, constraint, _) in work.referrers(table) {
        let also = work.intent.dropped_tables.contains(&owner.name)
            || is_partition_of(work, &owner.name, table);
        if owner.name != *table && !also {
            dropped::foreign_key(work, &owner.name, constraint, cascade);
        }
    }
}

/// Policies and rules of other tables that look into it stand in the way, or go with it.
fn policies(work: &mut Work<'_>, table: &ObjectName, cascade: Cascade) {
    for (owner, kind, name) in work.schema.lookers_into(table) {
        if work.intent.dropped_tables.contains(&owner) {
            continue;
        }
        let kind = if kind == ObjectKind::Policy { "policy" } else { "rule" };
        let cause = always("DROP TABLE").because(format!("{kind} `{name}` of `{owner}` reads it"));
        if cascade == Cascade::Cascade {
            work.lock(&owner, locks::ACCESS_EXCLUSIVE, &cause);
            work.lose(&owner, None, Loss::Dependent, &cause);
        } else {
            let words = format!(
                "cannot drop table {table} because other objects depend on it: {kind} {name} on table {owner}"
            );
            work.refused(Refusal::Schema, words, &cause);
        }
    }
}

fn is_partition_of(work: &Work<'_>, table: &ObjectName, whole: &ObjectName) -> bool {
    work.schema.ancestors_of(table).contains(whole)
}

/// Tables that merely inherit keep their parent from being dropped.
fn drop_heirs(work: &mut Work<'_>, table: &ObjectName, cascade: Cascade) {
    if work.is_partitioned(table) {
        return;
    }
    let heirs: Vec<ObjectName> = work
        .family(table)
        .into_iter()
        .skip(1)
        .filter(|it| !work.intent.dropped_tables.contains(it))
        .collect();
    if heirs.is_empty() {
        return;
    }
    if cascade == Cascade::Cascade {
        for heir in &heirs {
            drop_one(work, heir, cascade);
            work.lose(heir, None, Loss::Dropped, &always("DROP TABLE"));
        }
    } else {
        let words = format!("cannot drop table {table} because other objects depend on it");
        work.refused(Refusal::Schema, words, &always("DROP TABLE"));
    }
}

// ---- Renaming and moving

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName, to: &ObjectName) {
    let cause = always(ALTER_TABLE);
    if let Some((owner, _)) = work.schema.index(table) {
        work.lock_index(owner, &table.name, locks::ACCESS_EXCLUSIVE, &cause);
        return;
    }
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    if work.schema.is_relation(to) {
        let words = format!("relation \"{}\" already exists", to.name);
        work.refused(Refusal::Schema, words, &cause);
    }
    work.breaks(table, None, Breakage::Renamed, &cause);
}

pub(super) fn set_schema(work: &mut Work<'_>, table: &ObjectName) {
    let cause = always(ALTER_TABLE);
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    for sequence in work.owned_sequences(table, None) {
        work.lock(&sequence, locks::ACCESS_EXCLUSIVE, &cause);
    }
    work.breaks(table, None, Breakage::Renamed, &cause);
}

pub(super) fn set_storage(work: &mut Work<'_>, table: &ObjectName, storage: &Storage) {
    let cause = always(ALTER_TABLE);
    if let Some((owner, index)) = work.schema.index(table) {
        work.lock_index(owner, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
        work.build(owner, &index.name, &cause);
        return;
    }
    work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    if let Some(sequence) = work.schema.sequences.get(table) {
        let already = match storage {
            Storage::Logged => sequence.logged,
            Storage::Unlogged => !sequence.logged,
            Storage::Tablespace(_) | Storage::AccessMethod(_) => false,
        };
        if !already {
            work.rewrite_sequence(table, &cause);
        }
        return;
    }
    match storage {
        Storage::Logged | Storage::Unlogged => set_logged(work, table, storage),
        Storage::Tablespace(tablespace) => {
            let same = work.table(table).and_then(|it| it.option("tablespace"));
            if same.unwrap_or("pg_default") != tablespace && work.keeps_rows(table) {
                move_rows(work, table);
            }
        }
        Storage::AccessMethod(method) => {
            if work.major() < 15 {
                work.unknown_before(15, "SET ACCESS METHOD", Clause::Option);
            }
            let now = work.table(table).and_then(|it| it.option("using"));
            if now.unwrap_or("heap") != method {
                work.rewrite(table, &cause);
            }
        }
    }
}

fn set_logged(work: &mut Work<'_>, table: &ObjectName, storage: &Storage) {
    let cause = always(ALTER_TABLE);
    if work.is_partitioned(table) {
        if 18 <= work.major() {
            let word = if *storage == Storage::Logged { "LOGGED" } else { "UNLOGGED" };
            let words = format!(
                "ALTER action SET {word} cannot be performed on relation \"{}\"",
                table.name
            );
            work.refused(Refusal::Schema, words, &cause);
        }
        return;
    }
    let persistence = work.table(table).map(|it| it.persistence);
    let already = match storage {
        Storage::Logged => {
            persistence == Some(Persistence::Permanent) && work.whole(table).is_some()
        }
        _ => persistence == Some(Persistence::Unlogged),
    };
    if already {
        return;
    }
    work.rewrite(table, &cause);
    if 15 <= work.major() {
        for sequence in work.owned_sequences(table, None) {
            work.lock(&sequence, locks::ACCESS_EXCLUSIVE, &cause);
            work.rewrite_sequence(&sequence, &cause);
        }
    }
    if *storage == Storage::Unlogged {
        work.lose(table, None, Loss::Durability, &cause);
        refuse_unlogged(work, table);
    } else {
        refuse_logged(work, table);
    }
}

/// Nor may a table that a crash keeps refer to one that it empties.
fn refuse_logged(work: &mut Work<'_>, table: &ObjectName) {
    let keys = work.table(table).into_iter().flat_map(|it| it.foreign_keys());
    let unlogged = keys
        .filter_map(|it| work.table(&it.1.references))
        .find(|it| it.name != *table && it.persistence == Persistence::Unlogged);
    if let Some(other) = unlogged {
        let words = format!(
            "could not change table \"{}\" to logged because it references unlogged table \"{}\"",
            table.name, other.name.name
        );
        work.refused(Refusal::Schema, words, &always(ALTER_TABLE));
    }
}

/// A permanent table must not depend on one that a crash empties.
fn refuse_unlogged(work: &mut Work<'_>, table: &ObjectName) {
    let permanent = work
        .referrers(table)
        .into_iter()
        .find(|it| it.0.name != *table && it.0.persistence == Persistence::Permanent);
    if let Some((owner, _, _)) = permanent {
        let words = format!(
            "could not change table \"{}\" to unlogged because it references logged table \"{}\"",
            table.name, owner.name.name
        );
        work.refused(Refusal::Schema, words, &always(ALTER_TABLE));
    }
}

/// The file is copied block by block; the indexes stay where they are.
fn move_rows(work: &mut Work<'_>, table: &ObjectName) {
    let cause = always("storage/set_tablespace");
    let kind = crate::effects::EffectKind::Rewrite { relation: table.clone() };
    work.effect(kind, &cause);
}

/// Options of a table that need less than the strongest lock (manual: "ALTER TABLE", "SET ( storage_parameter … )").
pub(super) fn set_option(work: &mut Work<'_>, table: &ObjectName, option: &TableOption) {
    let cause = always(ALTER_TABLE);
    match option.name.as_str() {
        "with oids" => {
            if 12 <= work.major() {
                work.refused(Refusal::Version, "syntax error at or near \"WITH\"", &cause);
            } else {
                for relation in work.reach(table) {
                    work.rewrite(&relation, &cause);
                }
            }
        }
        "without oids" => {
            work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
            let has = work.table(table).is_some_and(|it| {
                it.options
                    .iter()
                    .any(|it| it.name == "with oids" || it.name == "oids" && it.value != "false")
            });
            if has && work.major() < 12 {
                work.rewrite(table, &cause);
            }
        }
        "replica identity" => {
            work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
            let index = option.value.trim().rsplit(' ').next().unwrap_or_default();
            refuse_identity(work, table, option.value.trim());
            if work.schema.index_of(table, index).is_some() {
                work.lock_index(table, index, locks::SHARE, &cause);
            }
        }
        "cluster on" => {
            work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            if work.indexes(table).iter().any(|it| it.name == option.value) {
                work.lock_index(table, &option.value, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            }
        }
        "of" => {
            work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
            if !option.value.is_empty() {
                work.lock(&named(&option.value), locks::ACCESS_SHARE, &cause);
            }
        }
        name if is_storage_parameter(name) => storage_parameter(work, table, option),
        _ => work.lock(table, locks::ACCESS_EXCLUSIVE, &cause),
    }
}

/// The name as an option holds it.
fn named(value: &str) -> ObjectName {
    match value.split_once('.') {
        Some((schema, name)) => ObjectName::qualified(schema, name),
        None => ObjectName::bare(value),
    }
}

fn is_storage_parameter(name: &str) -> bool {
    let name = name.strip_prefix("toast.").unwrap_or(name);
    name.starts_with("autovacuum_")
        || name.starts_with("vacuum_")
        || matches!(
            name,
            "fillfactor"
                | "parallel_workers"
                | "toast_tuple_target"
                | "log_autovacuum_min_duration"
        )
}

fn storage_parameter(work: &mut Work<'_>, table: &ObjectName, option: &TableOption) {
    let name = &option.name;
    let cause = always(ALTER_TABLE);
    if let Some((owner, index)) = work.schema.index(table) {
        work.lock_index(owner, &index.name, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
        return;
    }
    work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
    if work.is_partitioned(table) && !option.value.is_empty() {
        let words = if work.major() < 16 {
            format!("unrecognized parameter \"{name}\"")
        } else {
            "cannot specify storage parameters for a partitioned table".to_owned()
        };
        work.refused(Refusal::Schema, words, &why(Clause::Option, ALTER_TABLE));
    }
}

pub(super) fn set_inheritance(
    work: &mut Work<'_>,
    table: &ObjectName,
    parent: &ObjectName,
    link: Link,
) {
    let cause = always(ALTER_TABLE);
    refuse_inheritance(work, table, parent, link);
    let mode: LockMode = locks::ACCESS_EXCLUSIVE;
    work.lock(table, mode, &cause);
    let parent_mode = match link {
        Link::Join => locks::SHARE_UPDATE_EXCLUSIVE,
        Link::Leave => locks::ACCESS_SHARE,
    };
    work.lock(parent, parent_mode, &cause);
}

/// Whether the child has the column, and no other type for it as far as is known.
fn inherits(child: &Table, column: &Column) -> bool {
    child.column(&column.name).is_some_and(|own| {
        let serial = |it: &Column| it.generated == Some(Generated::Serial);
        match (&own.data_type, &column.data_type) {
            (Some(left), Some(right)) => left.same_as(right) || serial(own) || serial(column),
            _ => true,
        }
    })
}

fn refuse_inheritance(work: &mut Work<'_>, table: &ObjectName, parent: &ObjectName, link: Link) {
    let (Some(child), Some(above)) = (work.whole(table), work.whole(parent)) else { return };
    let words = if child.partition_of.is_some() {
        "cannot change inheritance of a partition".to_owned()
    } else if child.is_partitioned() {
        "cannot change inheritance of partitioned table".to_owned()
    } else if link == Link::Leave {
        if child.inherits.contains(parent) {
            return;
        }
        format!("relation \"{}\" is not a parent of relation \"{}\"", parent.name, table.name)
    } else if let Some(column) = above.columns.iter().find(|it| !inherits(child, it)) {
        match child.column(&column.name) {
            Some(_) => format!(
                "child table \"{}\" has different type for column \"{}\"",
                table.name, column.name
            ),
            None => format!("child table is missing column \"{}\"", column.name),
        }
    } else if let Some(column) = above.columns.iter().find(|it| {
        let own = child.column(&it.name).and_then(|it| it.data_type.as_ref());
        matches!((&it.data_type, own), (Some(a), Some(b)) if a.name != b.name || a.array != b.array)
    }) {
        let name = &column.name;
        format!("child table \"{}\" has different type for column \"{name}\"", table.name)
    } else if let Some((check, _)) = above
        .checks()
        .find(|(it, _)| !it.definition.no_inherit && child.constraint(&it.name).is_none())
    {
        format!("child table is missing constraint \"{}\"", check.name)
    } else {
        return;
    };
    work.refused(Refusal::Schema, words, &always(ALTER_TABLE));
}

/// Whether the bound takes everything that no other partition does.
pub(super) fn is_default(bound: &PartitionBound) -> bool {
    *bound == PartitionBound::Default
}
