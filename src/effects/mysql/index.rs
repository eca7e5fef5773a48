//! Indexes.

use super::way::Way;
use super::work::{Work, why};
use super::{column, constraint};
use crate::effects::{EffectKind, Refusal};
use crate::ops::index::{CreateIndex, DropIndex, IndexChange, IndexKey};
use crate::ops::{Clause, Guard, ObjectName, OpKind};

/// Why a virtual column, and an index with one that it brings, lets nobody write.
pub(super) const FUNCTIONAL: &str = "ADD COLUMN col...VIRTUAL, ADD INDEX(col)";

const INDEXES: &str = "Online DDL Operations, Index Operations";

pub(super) fn builds(table: &ObjectName, index: &str) -> EffectKind {
    EffectKind::BuildIndex { relation: table.clone(), index: index.to_owned() }
}

/// A secondary index is built beside the rows.
pub(super) fn add_way(work: &Work<'_>) -> Way {
    if work.is_mariadb() { Way::no_rebuild().because("ADD INDEX") } else { Way::no_rebuild() }
}

pub(super) fn drop_way(work: &Work<'_>) -> Way {
    if work.is_mariadb() { Way::no_rebuild().because("DROP INDEX") } else { Way::no_rebuild() }
}

/// VISIBLE, INVISIBLE and IGNORED where the version does not know them.
pub(super) fn refuse_words(work: &mut Work<'_>) {
    let words = work.ops.get(work.index).and_then(|op| match &op.kind {
        OpKind::CreateIndex(index) => {
            let option = index.options.iter().find(|it| it.0 == "visibility")?;
            Some(option.1.clone())
        }
        _ => None,
    });
    if let Some(words) = words {
        refuse_visibility(work, &words);
    }
}

fn refuse_visibility(work: &mut Work<'_>, words: &str) -> bool {
    let known = match words.contains("ignored") {
        true => work.server.ignored_indexes,
        false => work.server.invisible_indexes,
    };
    if !known {
        work.syntax_error(&format!("no {words} index"), Clause::Visibility, "Invisible Indexes");
    }
    !known
}

pub(super) fn create(work: &mut Work<'_>, index: &CreateIndex) -> Option<Way> {
    if index.guard == Guard::IfNeeded && !work.server.column_guards {
        work.syntax_error("no IF NOT EXISTS before an index", Clause::IfNotExists, "CREATE INDEX");
        return None;
    }
    refuse_words(work);
    let name = index.name.clone().or_else(|| first_column(&index.keys)).unwrap_or_default();
    if index.keys.iter().any(|it| it.expr.is_some()) && !work.server.functional_indexes {
        work.syntax_error("an index is of columns", Clause::Column, "Functional Key Parts");
        return None;
    }
    let dropped = work.ops.iter().any(|it| {
        matches!(&it.kind, OpKind::DropIndex(drop) if drop.index.name.eq_ignore_ascii_case(&name))
    });
    if !dropped && index.name.is_some() && work.index_of(&index.table, &name).is_some() {
        if index.guard == Guard::IfNeeded {
            return Some(Way::metadata(&work.server));
        }
        let words = format!("1061: Duplicate key name '{name}'");
        work.refused(Refusal::Schema, words, &why(Clause::Name, "CREATE INDEX"));
        return None;
    }
    if let Some(missing) = missing_column(work, index) {
        let words = format!("1072: Key column '{missing}' doesn't exist in table");
        work.refused(Refusal::Schema, words, &why(Clause::Column, "CREATE INDEX"));
        return None;
    }
    if let Some(words) = unfit(work, index) {
        work.refused(Refusal::Schema, words, &why(Clause::Column, "CREATE INDEX"));
        return None;
    }
    if dropped && is_as_before(work, index, &name) && !work.is_mariadb() {
        return Some(Way::metadata(&work.server));
    }
    if let Some(engine) = column::of_engine(work, &index.table) {
        work.effect(builds(&index.table, &name), &why(Clause::Name, INDEXES));
        return Some(engine);
    }
    // An expression is a hidden virtual column (manual: "Functional Key Parts"; asked of 9.7).
    if index.keys.iter().any(|it| it.expr.is_some()) {
        work.effect(builds(&index.table, &name), &why(Clause::Column, "Functional Key Parts"));
        return Some(match index.unique {
            true => Way::copy(&work.server).because(column::VIRTUAL),
            false => add_way(work).shared(FUNCTIONAL).because(FUNCTIONAL),
        });
    }
    if index.unique {
        let columns: Vec<String> = index.keys.iter().filter_map(|it| it.column.clone()).collect();
        return Some(constraint::unique(work, &index.table, &columns, &name));
    }
    work.effect(builds(&index.table, &name), &why(Clause::Name, INDEXES));
    Some(match index.method.as_deref() {
        Some("fulltext") => fulltext(work, &index.table),
        Some("spatial") => {
            let words = "Do not support online operation on table with GIS index";
            let way = add_way(work).shared(words);
            column::reasoned(work, way, words)
        }
        // MariaDB: "CREATE TABLE with Vectors": the index is made by copying the table.
        Some("vector") => Way::copy(&work.server),
        _ => add_way(work),
    })
}

/// "Spatial Data Types".
pub(super) const GEOMETRIES: [&str; 9] = [
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
    "geomcollection",
];

/// A column whose type the index cannot hold: FULLTEXT is of texts, SPATIAL of geometries.
fn unfit(work: &Work<'_>, index: &CreateIndex) -> Option<String> {
    const TEXTS: [&str; 7] =
        ["character", "character varying", "text", "tinytext", "mediumtext", "longtext", "json"];
    let fits: &[&str] = match index.method.as_deref()? {
        "fulltext" => &TEXTS,
        "spatial" => &GEOMETRIES,
        _ => return None,
    };
    let unfit = index.keys.iter().filter_map(|it| it.column.as_deref()).find(|column| {
        let data_type = super::limits::type_of(work, None, &index.table, column);
        data_type.is_some_and(|it| !it.is_template() && !fits.iter().any(|name| it.is(name)))
    })?;
    Some(match (fits.len() == TEXTS.len(), work.is_mariadb()) {
        (true, _) => format!("1283: Column '{unfit}' cannot be part of FULLTEXT index"),
        (false, true) => "1210: Incorrect arguments to SPATIAL INDEX".to_owned(),
        (false, false) => {
            "1687: A SPATIAL index may only contain a geometrical type column".to_owned()
        }
    })
}

fn first_column(keys: &[IndexKey]) -> Option<String> {
    keys.first()?.column.clone()
}

fn missing_column(work: &Work<'_>, index: &CreateIndex) -> Option<String> {
    if !work.is_whole(&index.table) {
        return None;
    }
    let added = |name: &str| {
        work.ops.iter().any(|it| match &it.kind {
            OpKind::AddColumn { column, .. } => column.name.eq_ignore_ascii_case(name),
            OpKind::RenameColumn { to, .. } => to.eq_ignore_ascii_case(name),
            OpKind::AlterColumn {
                change: crate::ops::column::AlterColumn::Redefine { to, .. },
                ..
            } => to.name.eq_ignore_ascii_case(name),
            _ => false,
        })
    };
    index.keys.iter().filter_map(|it| it.column.clone()).find(|it| {
        let held = work.column(&index.table, it);
        held.is_none_or(|it| column::drops_column(work, &it.name)) && !added(it)
    })
}

/// Whether an index dropped in the same statement comes back as it was.
fn is_as_before(work: &Work<'_>, index: &CreateIndex, name: &str) -> bool {
    let plain = |it: Option<&str>| matches!(it, None | Some("btree" | "hash"));
    work.index_of(&index.table, name).is_some_and(|it| {
        it.keys == index.keys
            && it.unique == index.unique
            && plain(it.method.as_deref())
            && plain(index.method.as_deref())
    })
}

/// The first FULLTEXT index of a table adds a hidden column to it.
fn fulltext(work: &Work<'_>, table: &ObjectName) -> Way {
    let words = "Fulltext index creation requires a lock";
    let has = work
        .table(table)
        .is_some_and(|it| it.indexes.iter().any(|it| it.method.as_deref() == Some("fulltext")));
    if has {
        let way = add_way(work).shared(words);
        return column::reasoned(work, way, words);
    }
    column::reasoned(work, Way::rebuild().shared(words), words)
}

pub(super) fn drop(work: &mut Work<'_>, drop: &DropIndex) -> Option<Way> {
    if drop.guard == Guard::IfNeeded && !work.server.column_guards {
        work.syntax_error("no IF EXISTS before an index", Clause::IfExists, "DROP INDEX");
        return None;
    }
    let Some(table) = &drop.table else {
        work.syntax_error("DROP INDEX needs ON and its table", Clause::Name, "DROP INDEX");
        return None;
    };
    let name = &drop.index.name;
    if work.is_whole(table) && work.index_of(table, name).is_none() {
        if drop.guard == Guard::IfNeeded {
            return Some(Way::metadata(&work.server));
        }
        let words = format!("1091: Can't DROP '{name}'; check that column/key exists");
        work.refused(Refusal::Schema, words, &why(Clause::Name, "DROP INDEX"));
        return None;
    }
    let comes_back = work.ops.iter().any(|it| match &it.kind {
        OpKind::CreateIndex(index) => {
            index.name.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(name))
                && is_as_before(work, index, name)
        }
        _ => false,
    });
    if comes_back && !work.is_mariadb() {
        return Some(Way::metadata(&work.server));
    }
    Some(drop_key(work, table, name))
}

/// A dropped index, also one that enforces a unique constraint.
pub(super) fn drop_key(work: &mut Work<'_>, table: &ObjectName, name: &str) -> Way {
    if needed_by(work, table, name) {
        let words = format!("1553: Cannot drop index '{name}': needed in a foreign key constraint");
        let cause = why(Clause::Name, "FOREIGN KEY Constraints");
        work.refused(Refusal::Schema, words, &cause);
    }
    let way = column::of_engine(work, table).unwrap_or_else(|| drop_way(work));
    if is_clustered(work, table, name) { way.and(constraint::drop_clustered(work)) } else { way }
}

/// Whether the rows lie in the order of this index: without a primary key, InnoDB takes the first unique one whose columns
/// are NOT NULL (manual: "Clustered and Secondary Indexes").
fn is_clustered(work: &Work<'_>, table: &ObjectName, name: &str) -> bool {
    let Some(of) = work.table(table).filter(|it| it.primary_key().is_none()) else { return false };
    let required = |it: &&crate::catalog::Index| {
        it.unique
            && it.keys.iter().all(|key| {
                let column = key.column.as_deref().and_then(|it| work.column(table, it));
                key.prefix.is_none() && column.is_some_and(|it| it.nullable == Some(false))
            })
    };
    work.is_whole(table)
        && of.indexes.iter().find(required).is_some_and(|it| it.name.eq_ignore_ascii_case(name))
}

/// Whether a foreign key has no other index for its columns.
fn needed_by(work: &Work<'_>, table: &ObjectName, name: &str) -> bool {
    let (Some(of), Some(index)) = (work.table(table), work.index_of(table, name)) else {
        return false;
    };
    let dropped = column::dropped_constraints(work);
    let serves = |index: &crate::catalog::Index, columns: &[String]| {
        index.keys.len() >= columns.len()
            && index.keys.iter().zip(columns).all(|(key, it)| key.column.as_ref() == Some(it))
    };
    let added = |columns: &[String]| {
        work.ops.iter().any(|it| match &it.kind {
            OpKind::CreateIndex(new) => {
                new.keys.iter().zip(columns).all(|(key, it)| key.column.as_ref() == Some(it))
            }
            _ => false,
        })
    };
    of.foreign_keys().filter(|(it, _)| !dropped.contains(&it.name.as_str())).any(|(_, key)| {
        serves(index, &key.columns)
            && !of.indexes.iter().any(|it| it.name != index.name && serves(it, &key.columns))
            && !added(&key.columns)
    })
}

pub(super) fn rename(work: &mut Work<'_>) -> Option<Way> {
    if !work.server.rename_index {
        work.syntax_error("no RENAME INDEX", Clause::Name, "ALTER TABLE");
        return None;
    }
    Some(if work.server.instant_options { Way::instant() } else { Way::no_rebuild() })
}

pub(super) fn alter(work: &mut Work<'_>, change: &IndexChange) -> Option<Way> {
    match change {
        IndexChange::SetVisibility(words) => {
            if refuse_visibility(work, words) {
                return None;
            }
            Some(if work.server.instant_options { Way::instant() } else { Way::no_rebuild() })
        }
        IndexChange::SetOptions
        | IndexChange::SetTablespace(_)
        | IndexChange::SetStatistics
        | IndexChange::AttachPartition(_)
        | IndexChange::DependsOnExtension
        | IndexChange::Rebuild(_)
        | IndexChange::Reorganize
        | IndexChange::Disable => {
            work.syntax_error("no such change of an index", Clause::Name, "ALTER TABLE");
            None
        }
    }
}
