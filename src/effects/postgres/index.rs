//! Indexes (manual: "CREATE INDEX", "DROP INDEX", "ALTER INDEX", "REINDEX"; measured: `index/…`, `partition/…`).

use super::work::{Why, Work, always, why};
use super::{column, constraint, dropped, locks, retype, types};
use crate::catalog::Index;
use crate::effects::{Breakage, EffectKind, LockMode, Refusal, ScanPurpose, Wait};
use crate::ops::constraint::ConstraintKind;
use crate::ops::index::{
    AlterIndex, CreateIndex, DropIndex, IndexChange, Online, Reindex, ReindexScope,
};
use crate::ops::{Cascade, Clause, Guard, ObjectName, RenamedThrough};

const CREATE_INDEX: &str = "CREATE INDEX";

/// What a build without a lock against writers waits for, before and between its two passes
/// (manual: "CREATE INDEX", "Building Indexes Concurrently").
const BUILD_WAITS: [Wait; 2] = [Wait::Writers, Wait::OldSnapshots];

pub(super) fn create(work: &mut Work<'_>, index: &CreateIndex) {
    let table = &index.table;
    let cause = always(CREATE_INDEX);
    refuse(work, index);
    let online = index.online == Online::Yes;
    let mode = if online { locks::SHARE_UPDATE_EXCLUSIVE } else { locks::SHARE };
    let cause = match index.online {
        Online::Unknown => cause.likely("unless CONCURRENTLY is asked for when it runs"),
        Online::Yes | Online::No => cause,
    };
    work.lock(table, mode, &cause);
    if is_there(work, index) {
        return;
    }
    let leaves = if index.only { vec![table.clone()] } else { work.partitions(table) };
    work.lock_all(&leaves, mode, &cause);
    for relation in &leaves {
        work.scan(relation, ScanPurpose::BuildIndex, &cause);
    }
    let name = name_of(index);
    if !(index.only && work.is_partitioned(table)) {
        work.build(table, &name, &cause);
    }
    if index.unique {
        if leaves.iter().any(|it| work.may_hold_rows(it)) {
            let when =
                format!("`{table}` holds duplicates: could not create unique index \"{name}\"");
            work.may_fail(when, &why(Clause::Unique, CREATE_INDEX));
        }
        work.breaks(table, None, Breakage::Restricted, &why(Clause::Unique, CREATE_INDEX));
    }
    if online {
        let cause = why(Clause::Online, CREATE_INDEX);
        work.waits(&BUILD_WAITS, &cause);
        let kind = EffectKind::LeavesInvalidIndex { relation: table.clone(), index: name };
        work.effect(kind, &cause.possible("if it fails or is interrupted"));
    }
}

fn name_of(index: &CreateIndex) -> String {
    if let Some(name) = &index.name {
        return name.clone();
    }
    let columns: Vec<&str> =
        index.keys.iter().map(|it| it.column.as_deref().unwrap_or("expr")).collect();
    format!("{}_{}_idx", index.table.name, columns.join("_"))
}

/// Whether IF NOT EXISTS finds an index of that name, valid or not.
fn is_there(work: &Work<'_>, index: &CreateIndex) -> bool {
    let Some(name) = &index.name else { return false };
    index.guard == Guard::IfNeeded && work.schema.is_relation(&index.table.sibling(name))
}

fn refuse(work: &mut Work<'_>, index: &CreateIndex) {
    let table = &index.table;
    let major = work.major();
    if let Some(name) = &index.name
        && index.guard == Guard::None
        && work.schema.is_relation(&table.sibling(name))
    {
        let words = format!("relation \"{name}\" already exists");
        work.refused(Refusal::Schema, words, &why(Clause::Name, CREATE_INDEX));
    }
    if !index.include.is_empty() && major < 11 {
        work.unknown_before(11, "INCLUDE", Clause::Option);
    }
    if index.nulls_not_distinct && major < 15 {
        work.unknown_before(15, "NULLS NOT DISTINCT", Clause::Unique);
    }
    let of_column = |it: &str| work.column(table, it)?.data_type.clone();
    let mut predicates = index.predicate.iter();
    let predicate_varies =
        predicates.any(|it| super::volatility::column_cast_varies(it, &of_column));
    let mut exprs = index.keys.iter().filter_map(|it| it.expr.as_ref());
    let mut forms = exprs.clone().map(|it| &it.form);
    if constraint::unusable_function(work, &index.keys).is_some()
        || forms.any(|it| super::volatility::cast_varies(it, &of_column))
        || exprs.any(|it| super::volatility::column_cast_varies(it, &of_column))
    {
        let words = "functions in index expression must be marked IMMUTABLE";
        work.refused(Refusal::Schema, words, &always(CREATE_INDEX));
    }
    let predicate = index.predicate.iter().flat_map(|it| &it.functions);
    let mut changing =
        predicate.filter(|it| super::volatility::is_never_immutable(it, work.schema));
    if changing.next().is_some() || predicate_varies {
        let words = "functions in index predicate must be marked IMMUTABLE";
        work.refused(Refusal::Schema, words, &why(Clause::Where, CREATE_INDEX));
    }
    if work.view(table).is_some_and(|it| !it.materialized) {
        let words = if work.major() < 15 {
            format!("\"{}\" is not a table or materialized view", table.name)
        } else {
            format!("cannot create index on relation \"{}\"", table.name)
        };
        work.refused(Refusal::Schema, words, &why(Clause::Table, CREATE_INDEX));
    }
    if let Some(whole) = work.whole(table) {
        let missing = index.keys.iter().filter_map(|it| it.column.as_deref());
        if let Some(column) = missing
            .chain(index.include.iter().map(String::as_str))
            .find(|it| whole.lacks_column(it))
        {
            let words = format!("column \"{column}\" does not exist");
            work.refused(Refusal::Schema, words, &why(Clause::Column, CREATE_INDEX));
        }
    }
    let method = index.method.as_deref().unwrap_or("btree");
    refuse_method(work, index, method);
    for key in index.keys.iter().filter(|it| it.opclass.is_none()) {
        let known = key.column.as_ref().and_then(|it| work.column(table, it));
        let computed = key.expr.as_ref().and_then(|it| types::of_form(&it.form));
        let data_type = known.and_then(|it| it.data_type.clone()).or(computed);
        if let Some(data_type) = data_type
            && types::lacks_operator_class(&data_type, method, work.schema)
        {
            retype::refuse_operator_class(work, &data_type, method);
        }
    }
    if work.is_partitioned(table) {
        refuse_partitioned(work, index);
    }
}

/// What the access methods of the server itself cannot do (manual: "CREATE INDEX", Notes).
fn refuse_method(work: &mut Work<'_>, index: &CreateIndex, method: &str) {
    let own = matches!(method, "btree" | "hash" | "gin" | "gist" | "spgist" | "brin");
    let several = 1 < index.keys.len();
    let system = index.keys.iter().filter_map(|it| it.column.as_deref());
    let words = if index.keys.len() + index.include.len() > MOST_KEYS {
        format!("cannot use more than {MOST_KEYS} columns in an index")
    } else if system.clone().any(|it| super::refusals::SYSTEM_COLUMNS.contains(&it)) {
        "index creation on system columns is not supported".to_owned()
    } else if own && index.unique && method != "btree" {
        format!("access method \"{method}\" does not support unique indexes")
    } else if several && matches!(method, "hash" | "spgist") {
        format!("access method \"{method}\" does not support multicolumn indexes")
    } else if !index.include.is_empty() && matches!(method, "hash" | "gin" | "brin") {
        format!("access method \"{method}\" does not support included columns")
    } else if own && method != "btree" && index.keys.iter().any(|it| it.descending) {
        format!("access method \"{method}\" does not support ASC/DESC options")
    } else if own && method != "btree" && index.keys.iter().any(|it| it.nulls_first.is_some()) {
        format!("access method \"{method}\" does not support NULLS FIRST/LAST options")
    } else {
        if !own && work.schema.complete && work.schema.extensions.is_empty() {
            super::refusals::absent(work, format!("access method \"{method}\" does not exist"));
        }
        return;
    };
    work.refused(Refusal::Statement, words, &why(Clause::Option, CREATE_INDEX));
}

/// "PostgreSQL Limits": columns per index.
const MOST_KEYS: usize = 32;

fn refuse_partitioned(work: &mut Work<'_>, index: &CreateIndex) {
    let table = &index.table;
    if work.major() < 11 {
        let words = format!("cannot create index on partitioned table \"{}\"", table.name);
        work.refused(Refusal::Version, words, &always(CREATE_INDEX));
    } else if index.online == Online::Yes {
        let words =
            format!("cannot create index on partitioned table \"{}\" concurrently", table.name);
        work.refused(Refusal::Schema, words, &why(Clause::Online, CREATE_INDEX));
    }
    let Some(partitioned) = work.table(table).and_then(|it| it.partition_by.as_ref()) else {
        return;
    };
    let covers = |part: &String| {
        index.keys.iter().any(|it| it.column.as_ref().is_some_and(|it| column::has_word(part, it)))
    };
    if index.unique && !partitioned.columns.iter().all(covers) {
        let words = "unique constraint on partitioned table must include all partitioning columns";
        work.refused(Refusal::Schema, words, &why(Clause::Unique, CREATE_INDEX));
    }
}

// ---- Dropping

pub(super) fn drop(work: &mut Work<'_>, index: &DropIndex) {
    let cause = always("DROP INDEX");
    let online = index.online == Online::Yes;
    if online && 1 < index.together {
        let words = "DROP INDEX CONCURRENTLY does not support dropping multiple objects";
        work.refused(Refusal::Statement, words, &why(Clause::Online, "DROP INDEX"));
        return;
    }
    if online && index.cascade == Cascade::Cascade {
        let words = "DROP INDEX CONCURRENTLY does not support CASCADE";
        work.refused(Refusal::Statement, words, &why(Clause::Online, "DROP INDEX"));
        return;
    }
    let Some((table, known)) = work.schema.index(&index.index) else {
        drop_unknown(work, index);
        return;
    };
    let name = &known.name;
    if online {
        work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
        work.waits(&[Wait::Readers, Wait::Writers], &why(Clause::Online, "DROP INDEX"));
        if work.is_partitioned(table) {
            let words = format!("cannot drop partitioned index \"{name}\" concurrently");
            work.refused(Refusal::Schema, words, &cause);
        }
    } else {
        work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
    }
    if let Some(owner) = &known.constraint {
        let words = format!(
            "cannot drop index {} because constraint {owner} on table {table} requires it",
            table.sibling(name)
        );
        let mode = if online { locks::SHARE_UPDATE_EXCLUSIVE } else { locks::ACCESS_EXCLUSIVE };
        work.lock_index(table, name, mode, &cause);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    work.lock_index(table, name, locks::ACCESS_EXCLUSIVE, &cause);
    if let Some(whole) = &known.part_of {
        let words = format!("cannot drop index {name} because index {whole} requires it");
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    parts(work, table, name, locks::ACCESS_EXCLUSIVE, &cause);
    release_keys(work, table, known, index.cascade);
    if known.unique {
        work.breaks(table, None, Breakage::Loosened, &cause);
    }
}

/// Foreign keys that rely on a unique index which is no constraint's.
fn release_keys(work: &mut Work<'_>, table: &ObjectName, index: &Index, cascade: Cascade) {
    let keys: Vec<&str> = index.keys.iter().filter_map(|it| it.column.as_deref()).collect();
    if !index.unique || index.predicate.is_some() || keys.len() != index.keys.len() {
        return;
    }
    let others = work.indexes(table).iter().any(|it| {
        it.name != index.name
            && it.unique
            && it.keys.len() == keys.len()
            && it.keys.iter().all(|it| it.column.as_deref().is_some_and(|it| keys.contains(&it)))
    });
    for (owner, constraint, key) in work.referrers(table) {
        let referenced = work.referenced_columns(table, &key.referenced);
        let same = referenced.len() == keys.len()
            && referenced.iter().all(|it| keys.contains(&it.as_str()));
        if same && !others {
            dropped::foreign_key(work, &owner.name, constraint, cascade);
        }
    }
}

fn drop_unknown(work: &mut Work<'_>, index: &DropIndex) {
    let cause = always("DROP INDEX");
    if work.schema.is_missing(&index.index) {
        if index.guard == Guard::IfNeeded {
            return;
        }
        let words = format!("index \"{}\" does not exist", index.index.name);
        let because = "nothing in the schema or the history makes it";
        work.may_fail(words, &why(Clause::Name, "DROP INDEX").possible(because));
    }
    let cause = match index.guard {
        Guard::None => cause,
        Guard::IfNeeded => cause.likely("if the index is there"),
    };
    let table = index.table.clone().unwrap_or_else(|| index.index.clone());
    if index.online == Online::Yes {
        if index.table.is_some() {
            work.lock(&table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
        }
        work.lock_index(&table, &index.index.name, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
        work.waits(&[Wait::Readers, Wait::Writers], &why(Clause::Online, "DROP INDEX"));
        return;
    }
    if index.table.is_some() {
        work.lock(&table, locks::ACCESS_EXCLUSIVE, &cause);
    }
    let because = "and its table, which the history does not name";
    work.lock_index(&table, &index.index.name, locks::ACCESS_EXCLUSIVE, &cause.because(because));
}

/// Locks the partitions of a partitioned table and their parts of its index.
pub(super) fn parts(
    work: &mut Work<'_>,
    table: &ObjectName,
    index: &str,
    mode: LockMode,
    cause: &Why,
) {
    if !work.is_partitioned(table) {
        return;
    }
    let mut wholes = vec![table.sibling(index)];
    for relation in work.family(table).iter().skip(1) {
        work.lock(relation, mode, cause);
        for part in work.indexes(relation) {
            if part.part_of.as_ref().is_some_and(|it| wholes.contains(it)) {
                work.lock_index(relation, &part.name, mode, cause);
                wholes.push(relation.sibling(&part.name));
            }
        }
    }
}

// ---- Renaming and altering

pub(super) fn rename(
    work: &mut Work<'_>,
    index: &ObjectName,
    table: Option<&ObjectName>,
    through: RenamedThrough,
) {
    // The name may be that of another relation, which is renamed under the lock that it needs ("ALTER INDEX").
    if work.schema.index(index).is_none() && work.schema.is_relation(index) {
        work.lock(index, locks::ACCESS_EXCLUSIVE, &always("ALTER INDEX"));
        work.breaks(index, None, Breakage::Renamed, &always("ALTER INDEX"));
        return;
    }
    let weak = through == RenamedThrough::Index && 12 <= work.major();
    let mode = if weak { locks::SHARE_UPDATE_EXCLUSIVE } else { locks::ACCESS_EXCLUSIVE };
    let table = table_of(work, index, table);
    work.lock_index(&table, &index.name, mode, &always("ALTER INDEX"));
}

/// The index's table, or the index's own name where nobody has told.
fn table_of(work: &Work<'_>, index: &ObjectName, told: Option<&ObjectName>) -> ObjectName {
    work.schema.indexes.get(index).or(told).unwrap_or(index).clone()
}

pub(super) fn alter(work: &mut Work<'_>, alter: &AlterIndex) {
    let cause = always("ALTER INDEX");
    let table = table_of(work, &alter.index, alter.table.as_ref());
    let name = &alter.index.name;
    match &alter.change {
        IndexChange::SetOptions | IndexChange::SetStatistics => {
            work.lock_index(&table, name, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
        }
        IndexChange::SetTablespace(tablespace) => {
            work.lock_index(&table, name, locks::ACCESS_EXCLUSIVE, &cause);
            if tablespace != "pg_default" && !work.is_partitioned(&table) {
                work.build(&table, name, &cause);
            }
        }
        IndexChange::AttachPartition(part) => {
            let mode = if work.major() < 12 {
                locks::ACCESS_EXCLUSIVE
            } else {
                locks::SHARE_UPDATE_EXCLUSIVE
            };
            work.lock_index(&table, name, mode, &cause);
            let part_table = table_of(work, part, None);
            for (table, index) in [(&table, &alter.index), (&part_table, part)] {
                if table != index {
                    work.lock(table, locks::ACCESS_SHARE, &cause);
                }
            }
            work.lock_index(&part_table, &part.name, locks::ACCESS_EXCLUSIVE, &cause);
        }
        IndexChange::DependsOnExtension => {
            work.lock_index(&table, name, locks::ACCESS_EXCLUSIVE, &cause);
        }
        IndexChange::Rebuild(_)
        | IndexChange::Reorganize
        | IndexChange::Disable
        | IndexChange::SetVisibility(_) => {
            work.refused(Refusal::Version, "PostgreSQL has no such clause", &cause);
        }
    }
}

// ---- REINDEX

pub(super) fn reindex(work: &mut Work<'_>, reindex: &Reindex) {
    if reindex.online == Online::Yes && work.major() < 12 {
        work.unknown_before(12, "REINDEX … CONCURRENTLY", Clause::Online);
    }
    if reindex.tablespace.is_some() && work.major() < 14 {
        work.unknown_before(14, "REINDEX (TABLESPACE …)", Clause::Option);
    }
    match &reindex.scope {
        ReindexScope::Index(index) => {
            let table = table_of(work, index, None);
            let known = table != *index;
            if work.is_partitioned(&table) {
                reindex_parts(work, &table, Some(&index.name), reindex.online);
            } else {
                reindex_one(work, &table, Some(&index.name), (reindex.online, known));
            }
        }
        ReindexScope::Table(table) if work.is_partitioned(table) => {
            reindex_parts(work, table, None, reindex.online);
        }
        ReindexScope::Table(table) => reindex_one(work, table, None, (reindex.online, true)),
        ReindexScope::Schema(schema) => {
            let public = schema == "public";
            let within = |it: &ObjectName| match &it.schema {
                Some(named) => named == schema,
                None => public,
            };
            reindex_many(work, &within, reindex.online);
        }
        ReindexScope::Database(_) => reindex_many(work, &|_| true, reindex.online),
        ReindexScope::System(_) => {}
    }
    if reindex.online == Online::Yes && !skips_partitioned(work, reindex) {
        let waits = [Wait::Readers, Wait::Writers, Wait::OldSnapshots];
        work.waits(&waits, &why(Clause::Online, "REINDEX"));
    }
}

/// Until 13 a partitioned table is passed over with a warning.
fn skips_partitioned(work: &Work<'_>, reindex: &Reindex) -> bool {
    matches!(&reindex.scope, ReindexScope::Table(table) if work.is_partitioned(table))
        && work.major() < 14
}

fn reindex_many(work: &mut Work<'_>, within: &dyn Fn(&ObjectName) -> bool, online: Online) {
    let tables = work
        .schema
        .tables
        .keys()
        .chain(work.schema.views.iter().filter(|it| it.1.materialized).map(|it| it.0));
    let chosen: Vec<ObjectName> = tables.filter(|it| within(it)).cloned().collect();
    for table in chosen {
        if has_indexes(work, &table) {
            reindex_one(work, &table, None, (online, true));
        } else {
            let because = "it is locked for a moment, to list its indexes";
            work.lock(&table, locks::SHARE, &always("REINDEX").possible(because));
        }
    }
}

/// Whether there is anything to build: an index, or that of values kept beside the table.
/// Others are locked and let go at once.
fn has_indexes(work: &Work<'_>, relation: &ObjectName) -> bool {
    let columns = work.table(relation).into_iter().flat_map(|it| &it.columns);
    let mut types = columns.filter_map(|it| it.data_type.as_ref());
    work.keeps_rows(relation)
        && (!work.indexes(relation).is_empty()
            || types.any(|it| super::types::is_kept_beside(it, work.schema)))
}

/// Builds one index anew, or all of a table; `known` tells whether the name of the table is.
fn reindex_one(
    work: &mut Work<'_>,
    table: &ObjectName,
    only: Option<&str>,
    (online, known): (Online, bool),
) {
    let cause = always("REINDEX");
    let online = online == Online::Yes;
    let (table_mode, index_mode) = if online {
        (locks::SHARE_UPDATE_EXCLUSIVE, locks::SHARE_UPDATE_EXCLUSIVE)
    } else {
        (locks::SHARE, locks::ACCESS_EXCLUSIVE)
    };
    if known {
        work.lock(table, table_mode, &cause);
    }
    if let (true, Some(index)) = (online, only)
        && work
            .constraint(table, index)
            .is_some_and(|it| matches!(it.definition.kind, ConstraintKind::Exclude { .. }))
    {
        let words = "concurrent index creation for exclusion constraints is not supported";
        work.refused(Refusal::Schema, words, &why(Clause::Online, "REINDEX"));
        return;
    }
    // The index of an exclusion constraint is passed over with a warning ("REINDEX", Rebuilding Indexes Concurrently).
    let excludes = |it: &Index| {
        let owner = it.constraint.as_deref().and_then(|it| work.constraint(table, it));
        owner.is_some_and(|it| matches!(it.definition.kind, ConstraintKind::Exclude { .. }))
    };
    let known_indexes = work.indexes(table).iter();
    let (passed, known_indexes): (Vec<&Index>, Vec<&Index>) =
        known_indexes.partition(|it| online && excludes(it));
    for index in passed.into_iter().filter(|_| only.is_none()) {
        let because = "it is locked for a moment, to find that it is passed over";
        work.lock_index(table, &index.name, index_mode, &cause.possible(because));
    }
    let known_indexes = known_indexes.into_iter().map(|it| it.name.clone());
    let indexes: Vec<String> = match only {
        Some(index) => vec![index.to_owned()],
        None => known_indexes.collect(),
    };
    if !indexes.is_empty() || work.whole(table).is_none() && work.view(table).is_none() {
        work.scan(table, ScanPurpose::BuildIndex, &cause);
    }
    for index in &indexes {
        work.lock_index(table, index, index_mode, &cause);
        work.build(table, index, &cause);
        if online {
            let kind =
                EffectKind::LeavesInvalidIndex { relation: table.clone(), index: index.clone() };
            work.effect(kind, &cause.possible("if it fails or is interrupted"));
        }
    }
}

/// Since 14 each partition is done in a transaction of its own; before, nothing was done at all
/// (measured: `partition/reindex_partitioned`, `partition/reindex_concurrently_partitioned`).
fn reindex_parts(work: &mut Work<'_>, table: &ObjectName, only: Option<&str>, online: Online) {
    let cause = always("partition/reindex_partitioned");
    if work.major() < 14 {
        if online != Online::Yes {
            work.lock(table, locks::SHARE, &cause);
        }
        return;
    }
    if online == Online::Yes {
        work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
    } else {
        let because = "it is locked for a moment, to list its partitions";
        work.lock(table, locks::SHARE, &cause.possible(because));
    }
    let mut wholes: Vec<ObjectName> = only.map(|it| table.sibling(it)).into_iter().collect();
    for relation in work.family(table) {
        if only.is_none() && online == Online::Yes && work.keeps_rows(&relation) {
            let because = "each partition is first locked so to list its indexes";
            work.lock(&relation, locks::SHARE, &cause.because(because));
        } else if only.is_none() && work.keeps_rows(&relation) && work.indexes(&relation).is_empty()
        {
            // The index of the values kept beside the table is built anew all the same.
            let cause = if has_indexes(work, &relation) {
                cause.because("the index of its values kept beside it is built anew")
            } else {
                cause.possible("it is locked for a moment, to list its indexes")
            };
            work.lock(&relation, locks::SHARE, &cause);
        }
        for index in work.indexes(&relation) {
            let wanted = match (only, &index.part_of) {
                (None, _) => true,
                (Some(_), Some(whole)) => wholes.contains(whole),
                (Some(_), None) => false,
            };
            if wanted && work.keeps_rows(&relation) {
                if online == Online::Yes {
                    let because = "each partition is first locked so to list its indexes";
                    work.lock(&relation, locks::SHARE, &cause.because(because));
                }
                reindex_one(work, &relation, Some(&index.name), (online, true));
            }
            if wanted && only.is_some() {
                wholes.push(relation.sibling(&index.name));
            }
        }
    }
}

/// Whether REINDEX runs in transactions of its own.
pub(super) fn reindex_refuses_transaction(reindex: &Reindex) -> Option<&'static str> {
    match (&reindex.scope, reindex.online) {
        (ReindexScope::Schema(_), Online::No | Online::Unknown) => Some("REINDEX SCHEMA"),
        (ReindexScope::Database(_), Online::No | Online::Unknown) => Some("REINDEX DATABASE"),
        (ReindexScope::System(_), _) => Some("REINDEX SYSTEM"),
        (_, Online::Yes) => Some("REINDEX CONCURRENTLY"),
        (ReindexScope::Index(_) | ReindexScope::Table(_), Online::No | Online::Unknown) => None,
    }
}
