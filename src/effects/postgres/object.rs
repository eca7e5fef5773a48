//! Sequences, types, domains, views, triggers, policies and schemas (manual: the page of each command;
//! measured: `other/…`, `view/…`, `trigger/…`, `schema/…`).

use super::table;
use super::work::{Work, always, why};
use super::{column, dropped, locks, unfit};
use crate::catalog::View;
use crate::catalog::calls::Caller;
use crate::effects::{Breakage, Certainty, EffectKind, Loss, Refusal, RelationKind, ScanPurpose};
use crate::ops::constraint::Validity;
use crate::ops::expr::plain_name;
use crate::ops::index::Online;
use crate::ops::object::{
    AlterAttribute, AlterDomain, AlterEnum, AlterSequence, CreateTrigger, CreateView, FunctionDef,
    ObjectKind, RefreshView,
};
use crate::ops::{Cascade, Clause, Guard, ObjectName, OpKind, Verb};

// ---- Sequences

pub(super) fn alter_sequence(work: &mut Work<'_>, name: &ObjectName, change: &AlterSequence) {
    let cause = always("ALTER SEQUENCE");
    match change {
        AlterSequence::OwnedBy(owner) => {
            work.lock(name, locks::SHARE_ROW_EXCLUSIVE, &cause);
            if let Some((table, _)) = owner
                && table.schema != name.schema
                && work.whole(table).is_some()
                && work.schema.sequences.contains_key(name)
            {
                let words = "sequence must be in same schema as table it is linked to";
                work.refused(Refusal::Schema, words, &cause);
            }
            if let Some((table, _)) = owner {
                work.lock(table, locks::ACCESS_SHARE, &cause);
            }
        }
        AlterSequence::SetType(_) | AlterSequence::Restart(_) | AlterSequence::SetOptions(_) => {
            work.lock(name, locks::SHARE_ROW_EXCLUSIVE, &cause);
            work.rewrite_sequence(name, &cause);
        }
        AlterSequence::SetLogged(_) => {
            if work.major() < 15 {
                work.unknown_before(15, "ALTER SEQUENCE … SET LOGGED", Clause::Option);
            }
            work.lock(name, locks::ACCESS_EXCLUSIVE, &cause);
            work.rewrite_sequence(name, &cause);
        }
    }
}

// ---- Types

pub(super) fn alter_enum(work: &mut Work<'_>, name: &ObjectName, change: &AlterEnum) {
    match change {
        AlterEnum::AddValue { .. } | AlterEnum::RenameValue { .. } => {
            refuse_label(work, name, change);
            if matches!(change, AlterEnum::RenameValue { .. }) {
                for (table, column) in users(work, name) {
                    work.breaks(&table, Some(&column), Breakage::Retyped, &always("ALTER TYPE"));
                }
            }
        }
        AlterEnum::Attribute { change, cascade } => attribute(work, name, change, *cascade),
    }
}

/// Labels are unique within their enumeration, and one that is renamed must be there.
fn refuse_label(work: &mut Work<'_>, name: &ObjectName, change: &AlterEnum) {
    use crate::catalog::Knowledge;
    use crate::ops::object::TypeDefinition;
    let known = work.schema.types.get(name).filter(|it| it.knowledge == Knowledge::Whole);
    let Some(TypeDefinition::Enum(labels)) = known.map(|it| &it.definition) else { return };
    let cause = why(Clause::Value, "ALTER TYPE");
    match change {
        AlterEnum::AddValue { value, guard: Guard::None, .. } if labels.contains(value) => {
            let words = format!("enum label \"{value}\" already exists");
            work.refused(Refusal::Schema, words, &cause);
        }
        AlterEnum::RenameValue { value, .. } if !labels.contains(value) => {
            let words = format!("\"{value}\" is not an existing enum label");
            work.refused(Refusal::Schema, words, &cause);
        }
        AlterEnum::RenameValue { to, .. } if labels.contains(to) => {
            let words = format!("enum label \"{to}\" already exists");
            work.refused(Refusal::Schema, words, &cause);
        }
        AlterEnum::AddValue { .. }
        | AlterEnum::RenameValue { .. }
        | AlterEnum::Attribute { .. } => {}
    }
}

/// A composite type is kept like a relation; its attributes stay as they are while a column uses it
/// (measured: `alter_type/composite_attribute_used`).
fn attribute(work: &mut Work<'_>, name: &ObjectName, change: &AlterAttribute, cascade: Cascade) {
    let cause = always("ALTER TYPE");
    work.lock(name, locks::ACCESS_EXCLUSIVE, &cause);
    refuse_attribute(work, name, change);
    let tables = work.schema.tables_of_type(name);
    if let (Some(_), true) = (tables.first(), cascade != Cascade::Cascade) {
        let words =
            format!("cannot alter type \"{}\" because it is the type of a typed table", name.name);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    for table in tables {
        let because = cause.because(format!("`{table}` has the type's attributes for columns"));
        work.lock(&table, locks::ACCESS_EXCLUSIVE, &because);
        match change {
            AlterAttribute::Add { .. } => {}
            AlterAttribute::Drop { name, .. } => column::drop_of_typed(work, &table, name, cascade),
            AlterAttribute::SetType { name, to } => {
                super::retype::column(work, &table, name, to, None);
            }
            AlterAttribute::Rename { name, .. } => {
                work.breaks(&table, Some(name), Breakage::Renamed, &because);
            }
        }
    }
    let retypes = matches!(change, AlterAttribute::SetType { .. });
    if let Some((table, column)) = users(work, name).into_iter().next()
        && retypes
    {
        let words = format!(
            "cannot alter type \"{}\" because column \"{table}.{column}\" uses it",
            name.name
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// Attributes are unique within their type, and one that is changed must be there.
fn refuse_attribute(work: &mut Work<'_>, composite: &ObjectName, change: &AlterAttribute) {
    use crate::catalog::Knowledge;
    use crate::ops::object::TypeDefinition;
    let known = work.schema.types.get(composite).filter(|it| it.knowledge == Knowledge::Whole);
    let Some(TypeDefinition::Composite(attributes)) = known.map(|it| &it.definition) else {
        return;
    };
    let has = |name: &String| attributes.iter().any(|it| it.0 == *name);
    let of = &composite.name;
    let words = match change {
        AlterAttribute::Add { name, .. } if has(name) => {
            format!("column \"{name}\" of relation \"{of}\" already exists")
        }
        AlterAttribute::Drop { name, guard: Guard::None }
        | AlterAttribute::SetType { name, .. }
            if !has(name) && added_attribute(work, composite, name).is_none() =>
        {
            format!("column \"{name}\" of relation \"{of}\" does not exist")
        }
        AlterAttribute::Rename { name, .. } if !has(name) => {
            format!("column \"{name}\" does not exist")
        }
        _ => return,
    };
    work.refused(Refusal::Schema, words, &always("ALTER TYPE"));
}

/// The place in this statement that adds the attribute.
fn added_attribute(work: &Work<'_>, composite: &ObjectName, attribute: &str) -> Option<usize> {
    work.ops.iter().position(|it| match &it.kind {
        OpKind::AlterEnum {
            name,
            change: AlterEnum::Attribute { change: AlterAttribute::Add { name: added, .. }, .. },
        } => name == composite && added == attribute,
        _ => false,
    })
}

/// Columns of the type, or of a domain that stands on it.
fn users(work: &Work<'_>, name: &ObjectName) -> Vec<(ObjectName, String)> {
    work.schema
        .standing_on(name)
        .iter()
        .flat_map(|it| work.schema.columns_of_type(it))
        .map(|(table, column)| (table.name.clone(), column.name.clone()))
        .collect()
}

pub(super) fn alter_domain(work: &mut Work<'_>, name: &ObjectName, change: &AlterDomain) {
    match change {
        AlterDomain::AddCheck { validity: Validity::Checked, .. } => {
            check_domain(work, name, Clause::Check);
        }
        AlterDomain::SetNotNull => check_domain(work, name, Clause::NotNull),
        AlterDomain::AddNotNull { .. } => {
            if work.major() < 17 {
                work.unknown_before(17, "ALTER DOMAIN … ADD NOT NULL", Clause::NotNull);
            }
            check_domain(work, name, Clause::NotNull);
        }
        AlterDomain::ValidateConstraint { name: constraint } => {
            let known = work.schema.types.get(name);
            if known.is_none_or(|it| it.unvalidated.contains(constraint)) {
                check_domain(work, name, Clause::Check);
            }
        }
        AlterDomain::AddCheck { .. }
        | AlterDomain::DropNotNull
        | AlterDomain::SetDefault(_)
        | AlterDomain::DropDefault
        | AlterDomain::DropConstraint { .. }
        | AlterDomain::RenameConstraint { .. } => {}
    }
}

/// Reads every table with a column of the domain (measured: `other/domain_add_check`).
fn check_domain(work: &mut Work<'_>, name: &ObjectName, clause: Clause) {
    let cause = why(clause, "other/domain_add_check");
    let purpose = match clause {
        Clause::NotNull => ScanPurpose::CheckNotNull,
        _ => ScanPurpose::CheckConstraint,
    };
    for domain in work.schema.standing_on(name) {
        if let Some((table, column)) = column_around(work, &domain) {
            let (domain, table) = (&domain.name, &table.name);
            let words = format!(
                "cannot alter type \"{domain}\" because column \"{table}.{column}\" uses it"
            );
            work.refused(Refusal::Schema, words, &cause);
        }
    }
    for (table, column) in users(work, name) {
        // A partitioned table has no rows of its own.
        if work.is_partitioned(&table) {
            continue;
        }
        let array = work.column(&table, &column).and_then(|it| it.data_type.as_ref());
        if array.is_some_and(|it| 0 < it.array) {
            let bare = &name.name;
            let words = format!(
                "cannot alter type \"{bare}\" because column \"{}.{column}\" uses it",
                table.name
            );
            work.refused(Refusal::Schema, words, &cause);
            continue;
        }
        work.lock(&table, locks::SHARE, &cause);
        work.scan(&table, purpose, &cause);
        if work.may_hold_rows(&table) {
            let when = format!(
                "column \"{column}\" of table \"{}\" contains values that violate the new constraint",
                table.name
            );
            work.may_fail(when, &cause);
        }
        work.breaks(&table, Some(&column), Breakage::Restricted, &cause);
    }
    let standing = work.schema.standing_on(name);
    let views = standing.iter().flat_map(|it| work.schema.stored_views_of_type(it));
    for view in crate::order::set(views.map(|it| &it.name)) {
        work.lock(view, locks::SHARE, &cause);
        work.scan(view, purpose, &cause);
    }
}

/// So many types are looked into for one that holds another.
const MOST_AROUND: usize = 64;

/// A column whose type holds the domain within: a composite type, or a table's row.
fn column_around(work: &Work<'_>, domain: &ObjectName) -> Option<(ObjectName, String)> {
    let mut around = vec![domain.clone()];
    let mut at = 0;
    while let Some(inner) = around.get(at).cloned().filter(|_| at < MOST_AROUND) {
        let mut outer = composites_of(work, &inner);
        outer.extend(work.schema.columns_of_type(&inner).map(|it| it.0.name.clone()));
        for it in outer {
            if let Some((table, column)) = work.schema.columns_of_type(&it).next() {
                return Some((table.name.clone(), column.name.clone()));
            }
            if !around.contains(&it) && around.len() < MOST_AROUND {
                around.push(it);
            }
        }
        at += 1;
    }
    None
}

// ---- Views

pub(super) fn create_view(work: &mut Work<'_>, view: &CreateView) {
    let cause = always("CREATE VIEW");
    if let Some(known) = work.view(&view.name) {
        if view.guard == Guard::IfNeeded {
            return;
        }
        if !view.replaces {
            let words = format!("relation \"{}\" already exists", view.name.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, "CREATE VIEW"));
            return;
        }
        work.lock(&view.name, locks::ACCESS_EXCLUSIVE, &cause);
        refuse_replacement(work, known, view);
    }
    table::refuse_twice_named(work, &view.query, &view.columns);
    for relation in view.query.reads.iter().filter(|it| **it != view.name) {
        if view.materialized {
            table::read(work, relation, view.query.with_data);
        } else {
            work.lock(relation, locks::ACCESS_SHARE, &cause);
        }
    }
}

/// The columns of a view may only be added to, at the end (manual: "CREATE VIEW").
fn refuse_replacement(work: &mut Work<'_>, known: &View, view: &CreateView) {
    let cause = always("CREATE VIEW");
    let (Some(old), Some(new)) = (&known.outputs, work.schema.outputs(&view.query, &view.columns))
    else {
        return;
    };
    if new.len() < old.len() {
        work.refused(Refusal::Schema, "cannot drop columns from view", &cause);
        return;
    }
    for (old, new) in old.iter().zip(&new) {
        if old.name != new.name {
            let words =
                format!("cannot change name of view column \"{}\" to \"{}\"", old.name, new.name);
            work.refused(Refusal::Schema, words, &cause);
            return;
        }
        if let (Some(before), Some(after)) = (&old.data_type, &new.data_type)
            && !before.same_as(after)
        {
            let words = format!(
                "cannot change data type of view column \"{}\" from {} to {}",
                old.name, before.name, after.name
            );
            work.refused(Refusal::Schema, words, &cause);
            return;
        }
    }
}

pub(super) fn refresh(work: &mut Work<'_>, refresh: &RefreshView) {
    let view = &refresh.view;
    let reads: Vec<ObjectName> =
        work.view(view).into_iter().flat_map(|it| it.query.reads.clone()).collect();
    if refresh.online == Online::Yes {
        let cause = why(Clause::Online, "REFRESH MATERIALIZED VIEW");
        if !refresh.with_data {
            let words = "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together";
            work.refused(Refusal::Statement, words, &cause);
        }
        let usable = work.indexes(view).iter().any(|it| {
            it.unique
                && it.valid
                && it.predicate.is_none()
                && it.keys.iter().all(|it| it.expr.is_none())
        });
        if work.view(view).is_some() && !usable {
            let schema = view.schema.as_deref().unwrap_or("public");
            let words =
                format!("cannot refresh materialized view \"{schema}.{}\" concurrently", view.name);
            work.refused(Refusal::Schema, words, &cause);
        }
        work.lock(view, locks::EXCLUSIVE, &cause);
        work.scan(view, ScanPurpose::Query, &cause);
    } else {
        let cause = always("REFRESH MATERIALIZED VIEW");
        work.lock(view, locks::ACCESS_EXCLUSIVE, &cause);
        if refresh.with_data {
            work.effect(EffectKind::Rewrite { relation: view.clone() }, &cause);
            if !work.indexes(view).is_empty() {
                work.scan(view, ScanPurpose::BuildIndex, &cause);
            }
        } else {
            work.lose(view, None, Loss::Emptied, &cause);
        }
        work.rebuild_indexes(view, &cause);
    }
    if refresh.with_data {
        for relation in &reads {
            table::read(work, relation, true);
        }
    }
}

/// A body in SQL is read when the function is made, and so what it names is locked as if it ran ("CREATE FUNCTION";
/// `check_function_bodies`; measured: `hand/function_…`).
pub(super) fn create_function(work: &mut Work<'_>, function: &FunctionDef) {
    let off = |it: &str| ["off", "false", "no", "0"].contains(&it);
    if work.setting("check_function_bodies").is_some_and(off) {
        return;
    }
    let cause = always("CREATE FUNCTION").because("its body is checked");
    for (names, mode) in
        [(&function.changes, locks::ROW_EXCLUSIVE), (&function.reads, locks::ACCESS_SHARE)]
    {
        for name in names {
            let found = if function.pins_search_path && name.schema.is_none() {
                // Names are looked for along the function's own path.
                let along = function.path.iter().map(|it| match it.as_str() {
                    "public" => name.clone(),
                    schema => ObjectName::qualified(schema, name.name.as_str()),
                });
                along.into_iter().find(|it| work.schema.is_relation(it))
            } else {
                Some(name.clone()).filter(|it| work.schema.is_relation(it))
            };
            if let Some(found) = found {
                work.lock_all(&work.schema.behind(&found), mode, &cause);
            }
        }
    }
}

// ---- Triggers

pub(super) fn create_trigger(work: &mut Work<'_>, trigger: &CreateTrigger) {
    let cause = always("CREATE TRIGGER");
    if trigger.replaces && work.major() < 14 {
        work.unknown_before(14, "CREATE OR REPLACE TRIGGER", Clause::Name);
    }
    // Only what fires for each row is made on the partitions too (manual: "CREATE TRIGGER").
    let reach =
        if trigger.per_row { work.partitions(&trigger.table) } else { vec![trigger.table.clone()] };
    work.lock_all(&reach, locks::SHARE_ROW_EXCLUSIVE, &cause);
    if let Some(other) = &trigger.references {
        work.lock(other, locks::ACCESS_SHARE, &cause);
    }
    let taken = work
        .table(&trigger.table)
        .is_some_and(|it| it.triggers.iter().any(|it| it.name == trigger.name));
    if taken && !trigger.replaces {
        let words = format!(
            "trigger \"{}\" for relation \"{}\" already exists",
            trigger.name, trigger.table.name
        );
        work.refused(Refusal::Schema, words, &why(Clause::Name, "CREATE TRIGGER"));
    }
}

/// Triggers are switched under a weaker lock than rules.
pub(super) fn set_trigger(work: &mut Work<'_>, table: &ObjectName, name: &str, state: &str) {
    let rule = state.contains("rule");
    let mode = if rule { locks::ACCESS_EXCLUSIVE } else { locks::SHARE_ROW_EXCLUSIVE };
    // Of the partitions' triggers those are switched that the whole's made.
    let internal =
        name == "all" && work.table(table).is_some_and(|it| it.foreign_keys().next().is_some());
    let own = work.table(table).is_none_or(|it| !it.triggers.is_empty());
    let none = matches!(name, "all" | "user") && !own && !internal;
    let alone = rule || none || work.says(Clause::Only);
    let reach = if alone { vec![table.clone()] } else { work.partitions(table) };
    work.lock_all(&reach, mode, &always("ALTER TABLE"));
}

// ---- Dropping

pub(super) struct Dropping<'a> {
    pub kind: ObjectKind,
    pub name: &'a ObjectName,
    pub table: Option<&'a ObjectName>,
    pub guard: Guard,
    pub cascade: Cascade,
}

pub(super) fn drop(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    use ObjectKind as Kind;
    match dropping.kind {
        Kind::View | Kind::MaterializedView => drop_view(work, dropping),
        Kind::Sequence => drop_sequence(work, dropping),
        Kind::Type | Kind::Domain => drop_type(work, dropping),
        Kind::Function | Kind::Procedure | Kind::Aggregate => drop_function(work, dropping),
        Kind::Trigger => {
            if let Some(table) = dropping.table {
                if is_absent(work, table, dropping) {
                    return;
                }
                let reach = work.partitions(table);
                work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &always("DROP TRIGGER"));
            }
        }
        Kind::Rule | Kind::Policy => {
            if let Some(table) = dropping.table {
                if is_absent(work, table, dropping) {
                    return;
                }
                work.lock(table, locks::ACCESS_EXCLUSIVE, &always("DROP POLICY"));
            }
        }
        Kind::Table | Kind::ForeignTable => {
            table::drop(work, dropping.name, dropping.guard, dropping.cascade);
        }
        Kind::Server => drop_server(work, dropping),
        Kind::Extension | Kind::Collation => drop_columns_of(work, dropping),
        // Since 12 the table is locked (measured: `stat/drop`).
        Kind::Statistics if 12 <= work.major() => {
            let tables = work.schema.named_by(dropping.kind, dropping.name);
            work.lock_all(&tables, locks::SHARE_UPDATE_EXCLUSIVE, &always("DROP STATISTICS"));
        }
        _ => {}
    }
}

/// Foreign tables keep their server, or go with it.
fn drop_server(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let server = dropping.name;
    let tables = work
        .schema
        .tables
        .names_where(|_, it| it.option("server").is_some_and(|it| it == server.name.as_str()));
    for table in tables {
        if dropping.cascade == Cascade::Cascade {
            table::drop(work, &table, Guard::None, Cascade::Cascade);
        } else {
            let words = format!(
                "cannot drop server {server} because other objects depend on it: foreign table {table}"
            );
            work.refused(Refusal::Schema, words, &always("DROP SERVER"));
        }
    }
}

/// Columns keep the collation, or the extension whose type of its own name they have, or go with it.
fn drop_columns_of(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let name = dropping.name;
    let word = if dropping.kind == ObjectKind::Extension { "extension" } else { "collation" };
    for (table, column) in work.schema.columns_from(dropping.kind, name) {
        if dropping.cascade == Cascade::Cascade {
            column::drop(work, &table, &column, Guard::None, Cascade::Cascade);
        } else {
            let words = format!(
                "cannot drop {word} {name} because other objects depend on it: column {column} of table {table}"
            );
            work.refused(Refusal::Schema, words, &always("DROP EXTENSION"));
        }
    }
    if (dropping.kind, dropping.cascade) == (ObjectKind::Extension, Cascade::Cascade) {
        let why = format!("what else depends on extension `{name}` and goes with it");
        work.effect(EffectKind::Unknown { why }, &always("DROP EXTENSION"));
    }
}

/// Whether a table that is known as a whole has no such trigger, policy or rule: then nothing is done, or it is refused.
fn is_absent(work: &mut Work<'_>, table: &ObjectName, dropping: &Dropping<'_>) -> bool {
    let Some(known) = work.whole(table) else { return false };
    let name = &dropping.name.name;
    let word = match dropping.kind {
        ObjectKind::Trigger => "trigger",
        ObjectKind::Policy => "policy",
        _ => "rule",
    };
    let there = known.triggers.iter().any(|it| it.name == *name)
        || known.dependents.iter().any(|it| it.kind == dropping.kind && it.name == *name);
    if !there && dropping.guard == Guard::None {
        let relation = if word == "rule" { "relation" } else { "table" };
        let words = format!("{word} \"{name}\" for {relation} \"{}\" does not exist", table.name);
        work.refused(Refusal::Schema, words, &why(Clause::Name, "DROP TRIGGER"));
    }
    !there
}

fn drop_view(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let name = dropping.name;
    let cause = always("DROP VIEW");
    if work.schema.is_missing(name) {
        if dropping.guard == Guard::None {
            let stored = dropping.kind == ObjectKind::MaterializedView;
            let word = if stored { "materialized view" } else { "view" };
            let words = format!("{word} \"{}\" does not exist", name.name);
            work.refused(Refusal::Schema, words, &why(Clause::Name, "DROP VIEW"));
        }
        return;
    }
    work.lock(name, locks::ACCESS_EXCLUSIVE, &cause);
    for index in work.indexes(name) {
        work.lock_index(name, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
    }
    let what = format!("cannot drop view {name}");
    let readers: Vec<&View> = work.schema.views_of(name).collect();
    for view in readers {
        dropped::reader(work, view, &what, Certainty::Certain, dropping.cascade);
    }
    work.breaks(name, None, Breakage::Removed, &cause);
}

fn drop_sequence(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let name = dropping.name;
    let cause = always("DROP SEQUENCE");
    work.lock(name, locks::ACCESS_EXCLUSIVE, &cause);
    work.lose(name, None, Loss::Dropped, &cause);
    drop_defaults(work, name, dropping.cascade);
    let identity = work.schema.sequences.get(name).filter(|it| it.identity);
    if let Some((table, column)) = identity.and_then(|it| it.owned_by.as_ref()) {
        let words = format!(
            "cannot drop sequence {name} because column {column} of table {table} requires it"
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

fn drop_defaults(work: &mut Work<'_>, sequence: &ObjectName, cascade: Cascade) {
    let drawing: Vec<(ObjectName, String)> = work
        .schema
        .drawing_from(sequence)
        .map(|(table, column)| (table.name.clone(), column.name.clone()))
        .collect();
    for (table, column) in drawing {
        drop_default(work, sequence, (&table, &column), cascade);
    }
}

/// A default that takes its values from a sequence goes with it, or keeps it.
fn drop_default(
    work: &mut Work<'_>,
    sequence: &ObjectName,
    (table, column): (&ObjectName, &str),
    cascade: Cascade,
) {
    let cause = always("DROP SEQUENCE");
    if cascade == Cascade::Cascade {
        let cause = cause.because(format!("the default of `{column}` goes with it"));
        work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
        work.breaks(table, Some(column), Breakage::Required, &cause);
    } else {
        let words = format!("cannot drop sequence {sequence} because other objects depend on it");
        work.refused(Refusal::Schema, words, &cause);
    }
}

fn drop_type(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let cause = always("DROP TYPE");
    let typed = work.schema.tables_of_type(dropping.name);
    if composites(work).contains(dropping.name) {
        work.lock(dropping.name, locks::ACCESS_EXCLUSIVE, &cause);
    }
    if !typed.is_empty() && dropping.cascade != Cascade::Cascade {
        let words =
            format!("cannot drop type {} because other objects depend on it", dropping.name);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    for table in typed {
        table::drop(work, &table, Guard::None, Cascade::Cascade);
    }
    let used = users(work, dropping.name);
    for composite in composites_of(work, dropping.name) {
        if dropping.cascade == Cascade::Cascade {
            work.lock(&composite, locks::ACCESS_EXCLUSIVE, &cause);
        } else if used.is_empty() {
            let words = format!(
                "cannot drop type {} because other objects depend on it: composite type {composite}",
                dropping.name
            );
            work.refused(Refusal::Schema, words, &cause);
        }
    }
    if used.is_empty() {
        return;
    }
    if dropping.cascade != Cascade::Cascade {
        let word = if dropping.kind == ObjectKind::Domain { "domain" } else { "type" };
        let words =
            format!("cannot drop {word} {} because other objects depend on it", dropping.name);
        // An operation before this one in the same statement cannot have changed that.
        let words = format!("{words}: column {} of table {}", used[0].1, used[0].0);
        work.refused(Refusal::Schema, words, &cause);
        return;
    }
    for (table, of_type) in used {
        column::drop(work, &table, &of_type, Guard::None, Cascade::Cascade);
    }
}

fn drop_function(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let cause = always("DROP FUNCTION");
    drop_callers(work, dropping);
    for table in work.schema.tables_firing(dropping.name).map(|it| &it.name) {
        if dropping.cascade == Cascade::Cascade {
            let cause = cause.because("its trigger goes with it");
            work.lock(table, locks::ACCESS_EXCLUSIVE, &cause);
            work.breaks(table, None, Breakage::Dependent, &cause);
        } else {
            let words = format!(
                "cannot drop function {}() because other objects depend on it: trigger on table {table}",
                dropping.name
            );
            work.refused(Refusal::Schema, words, &cause);
        }
    }
}

/// Defaults, checks, indexes, policies and views that call the function keep it, or go with it.
fn drop_callers(work: &mut Work<'_>, dropping: &Dropping<'_>) {
    let name = dropping.name;
    let Some(function) = work.schema.functions.get(name) else { return };
    let cause = always("DROP FUNCTION");
    let cause = match function.parameters.as_slice() {
        [] | [_] => cause,
        _ => cause.likely("if it is the function of that name that is called"),
    };
    let cascades = dropping.cascade == Cascade::Cascade;
    for (table, caller) in work.schema.callers_of(name) {
        let what = match &caller {
            Caller::Default(column) => format!("the default of `{column}`"),
            Caller::Column(column) => format!("generated column `{column}`"),
            Caller::Constraint(name) => format!("constraint `{name}`"),
            Caller::Index(name) => format!("index `{name}`"),
            Caller::Policy(name) => format!("policy `{name}`"),
        };
        if !cascades {
            let words = format!(
                "cannot drop function {name}() because other objects depend on it: {what} of {table}"
            );
            work.refused(Refusal::Schema, words, &cause);
            continue;
        }
        let cause = cause.because(format!("{what} goes with it"));
        work.lock(&table, locks::ACCESS_EXCLUSIVE, &cause);
        match caller {
            Caller::Default(column) => {
                work.breaks(&table, Some(&column), Breakage::Required, &cause);
            }
            Caller::Column(column) => {
                work.lose(&table, Some(&column), Loss::Dropped, &cause);
                work.breaks(&table, Some(&column), Breakage::Removed, &cause);
            }
            Caller::Index(index) => {
                work.lock_index(&table, &index, locks::ACCESS_EXCLUSIVE, &cause);
            }
            Caller::Constraint(_) | Caller::Policy(_) => {
                work.breaks(&table, None, Breakage::Dependent, &cause);
            }
        }
    }
    for view in work.schema.views_calling(name) {
        let cause = cause.because(format!("view `{view}` calls it"));
        if cascades {
            work.lock(&view, locks::ACCESS_EXCLUSIVE, &cause);
            work.breaks(&view, None, Breakage::Removed, &cause);
        } else {
            let words = format!(
                "cannot drop function {name}() because other objects depend on it: view {view}"
            );
            work.refused(Refusal::Schema, words, &cause);
        }
    }
}

pub(super) fn drop_schema(work: &mut Work<'_>, schema: &str, cascade: Cascade) {
    let public = schema == "public";
    let within = |it: &ObjectName| match &it.schema {
        Some(named) => named == schema,
        None => public,
    };
    let mut relations: Vec<ObjectName> = Vec::new();
    relations.extend(work.schema.tables.names_where(|it, _| within(it)));
    relations.extend(work.schema.views.names_where(|it, _| within(it)));
    relations.extend(work.schema.sequences.names_where(|it, _| within(it)));
    relations.extend(composites(work).into_iter().filter(|it| within(it)));
    let cause = always("DROP SCHEMA");
    if cascade != Cascade::Cascade {
        if !relations.is_empty() {
            let words = format!("cannot drop schema {schema} because other objects depend on it");
            work.refused(Refusal::Schema, words, &cause);
        }
        return;
    }
    for relation in &relations {
        if work.table(relation).is_some() {
            table::drop(work, relation, Guard::None, cascade);
        }
        work.lock(relation, locks::ACCESS_EXCLUSIVE, &cause);
        for index in work.indexes(relation) {
            work.lock_index(relation, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
        }
        drop_defaults(work, relation, cascade);
    }
}

/// Composite types are relations without rows.
fn composites(work: &Work<'_>) -> Vec<ObjectName> {
    use crate::ops::object::TypeDefinition;
    work.schema.types.names_where(|_, it| matches!(it.definition, TypeDefinition::Composite(_)))
}

/// Composite types with an attribute of the type.
fn composites_of(work: &Work<'_>, of: &ObjectName) -> Vec<ObjectName> {
    use crate::ops::object::TypeDefinition;
    work.schema.types.names_where(|_, it| match &it.definition {
        TypeDefinition::Composite(attributes) => attributes.iter().any(|it| it.1.name == *of),
        _ => false,
    })
}

// ---- Renaming and moving

pub(super) fn rename(
    work: &mut Work<'_>,
    kind: ObjectKind,
    name: &ObjectName,
    table: Option<&ObjectName>,
) {
    use ObjectKind as Kind;
    let cause = always("ALTER VIEW");
    match kind {
        Kind::View | Kind::MaterializedView | Kind::Sequence | Kind::ForeignTable | Kind::Table => {
            work.lock(name, locks::ACCESS_EXCLUSIVE, &cause);
            work.breaks(name, None, Breakage::Renamed, &cause);
        }
        Kind::Trigger | Kind::Policy | Kind::Rule => {
            if let Some(table) = table {
                // Since 15 the partitions' triggers are renamed with it (Release Notes of 15).
                let parts = kind == Kind::Trigger && 15 <= work.major();
                let reach = if parts { work.partitions(table) } else { vec![table.clone()] };
                work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &always("ALTER TRIGGER"));
            }
        }
        Kind::Type if composites(work).contains(name) => {
            work.lock(name, locks::ACCESS_EXCLUSIVE, &always("ALTER TYPE"));
        }
        _ => {}
    }
}

pub(super) fn set_schema(work: &mut Work<'_>, kind: ObjectKind, name: &ObjectName) {
    use ObjectKind as Kind;
    let relation = matches!(
        kind,
        Kind::View | Kind::MaterializedView | Kind::Sequence | Kind::ForeignTable | Kind::Table
    );
    let composite = kind == Kind::Type && composites(work).contains(name);
    if relation || composite {
        work.lock(name, locks::ACCESS_EXCLUSIVE, &always("ALTER VIEW"));
        work.breaks(name, None, Breakage::Renamed, &always("ALTER VIEW"));
    }
}

// ---- What has no operation of its own

pub(super) struct Other<'a> {
    pub kind: ObjectKind,
    pub verb: Verb,
    pub name: Option<&'a ObjectName>,
    pub table: Option<&'a ObjectName>,
    pub detail: &'a str,
}

pub(super) fn other(work: &mut Work<'_>, other: &Other<'_>) {
    use ObjectKind as Kind;
    match (other.kind, other.verb) {
        (Kind::Policy | Kind::Rule, Verb::Create | Verb::Alter | Verb::Drop) => {
            if let Some(table) = other.table {
                work.lock(table, locks::ACCESS_EXCLUSIVE, &always("CREATE POLICY"));
                looked_into(work, table, other.detail);
            }
        }
        (Kind::SecurityLabel, _) => {
            if let Some(table) = other.table {
                let cause = always("SECURITY LABEL");
                work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
                work.may_fail("no security label providers have been loaded", &cause);
            }
        }
        (Kind::Trigger, Verb::Alter) => {
            if let Some(table) = other.table {
                let depends = other.detail.to_ascii_lowercase().contains(" depends on ");
                let mode = if depends { locks::ACCESS_SHARE } else { locks::ACCESS_EXCLUSIVE };
                work.lock(table, mode, &always("ALTER TRIGGER"));
            }
        }
        (_, Verb::Comment) => comment(work, other),
        (Kind::Statistics, Verb::Create) => {
            let cause = always("CREATE STATISTICS");
            if let Some(table) = other.table {
                work.lock(table, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            }
            if let Some(name) = other.name
                && !other.detail.to_ascii_lowercase().contains("if not exists")
                && !work.schema.named_by(other.kind, name).is_empty()
            {
                let words = format!("statistics object \"{}\" already exists", name.name);
                work.refused(Refusal::Schema, words, &cause);
            }
        }
        (
            Kind::View | Kind::Sequence | Kind::ForeignTable | Kind::MaterializedView,
            Verb::Alter,
        ) => {
            if let Some(name) = other.name {
                alter_relation(work, name, other.detail);
            }
        }
        (Kind::Publication, Verb::Create | Verb::Alter) => published(work, other),
        (Kind::Table, Verb::Alter) => all_in_tablespace(work, other.detail),
        (_, Verb::Grant | Verb::Revoke) => {
            for name in granted(other) {
                super::refusals::absent_relation(work, &name);
                if 18 <= work.major() && work.schema.is_relation(&name) {
                    work.lock(&name, locks::ACCESS_SHARE, &always("table/grant"));
                }
            }
        }
        _ => {}
    }
}

/// The relations behind ON in GRANT and REVOKE, if it names relations.
pub(super) fn granted(other: &Other<'_>) -> Vec<ObjectName> {
    let mut quoted = false;
    let mut words = other
        .detail
        .split(move |it: char| {
            quoted ^= it == '"';
            !quoted && (it.is_whitespace() || matches!(it, ',' | '(' | ')' | ';'))
        })
        .filter(|it| !it.is_empty());
    let is = |word: &str, words: &[&str]| words.iter().any(|it| word.eq_ignore_ascii_case(it));
    if other.table.is_none() || !words.any(|it| is(it, &["on"])) {
        return Vec::new();
    }
    words
        .take_while(|it| !is(it, &["to", "from"]))
        .filter(|it| !is(it, &["table", "sequence"]))
        .filter_map(plain_name)
        .collect()
}

/// Tables that the queries of a policy or rule read are looked up, and so locked in the weakest mode.
fn looked_into(work: &mut Work<'_>, table: &ObjectName, detail: &str) {
    for (name, changes) in crate::catalog::query::looked_into(detail) {
        if name != *table && work.schema.is_relation(&name) {
            let mode = if changes { locks::ROW_EXCLUSIVE } else { locks::ACCESS_SHARE };
            work.lock(&name, mode, &always("CREATE POLICY"));
        }
    }
}

/// Comments on relations and columns lock against other schema changes; those on a constraint or trigger only read.
fn comment(work: &mut Work<'_>, other: &Other<'_>) {
    use ObjectKind as Kind;
    let cause = always("COMMENT");
    match other.kind {
        Kind::Table
        | Kind::Column
        | Kind::View
        | Kind::MaterializedView
        | Kind::Sequence
        | Kind::ForeignTable => {
            if let Some(relation) = other.table.or(other.name) {
                work.lock(relation, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            }
        }
        Kind::Index => {
            if let Some(name) = other.name {
                let table = work.schema.indexes.get(name).unwrap_or(name).clone();
                work.lock_index(&table, &name.name, locks::SHARE_UPDATE_EXCLUSIVE, &cause);
            }
        }
        Kind::Constraint | Kind::Trigger | Kind::Policy | Kind::Rule => {
            if let Some(table) = other.table {
                work.lock(table, locks::ACCESS_SHARE, &cause);
            }
        }
        _ => {}
    }
}

/// Owner, options and their like of a view or sequence.
fn alter_relation(work: &mut Work<'_>, name: &ObjectName, detail: &str) {
    let detail = detail.to_ascii_lowercase();
    let parameters = work.view(name).is_some_and(|it| it.materialized)
        && (detail.contains(" set (") || detail.contains(" reset ("))
        || detail.contains("cluster");
    let mode = if parameters { locks::SHARE_UPDATE_EXCLUSIVE } else { locks::ACCESS_EXCLUSIVE };
    let cause = always("ALTER VIEW");
    work.lock(name, mode, &cause);
    if let Some((_, index)) = detail.split_once("cluster on ") {
        let index = index.trim().trim_matches('"');
        if work.indexes(name).iter().any(|it| it.name == index) {
            work.lock_index(name, index, mode, &cause);
        }
    }
    if detail.contains("set tablespace") && work.kind_of(name) == RelationKind::View {
        work.effect(EffectKind::Rewrite { relation: name.clone() }, &cause);
    }
}

/// Tables that a publication names are locked against other schema changes.
fn published(work: &mut Work<'_>, other: &Other<'_>) {
    let words: Vec<&str> = other
        .detail
        .split(|it: char| it.is_whitespace() || matches!(it, ',' | ';' | '(' | ')'))
        .filter(|it| !it.is_empty())
        .collect();
    let after = words.iter().position(|it| it.eq_ignore_ascii_case("table"));
    let Some(after) = after else { return };
    let named = words.iter().skip(after + 1);
    let only = named.clone().any(|it| it.eq_ignore_ascii_case("only"));
    let mut names: Vec<ObjectName> = named.filter_map(|it| plain_name(it)).collect();
    // SET TABLE takes away those that were there.
    if let (true, Some(publication)) =
        (words.iter().any(|it| it.eq_ignore_ascii_case("set")), other.name)
    {
        names.extend(work.schema.named_by(ObjectKind::Publication, publication));
    }
    for name in names {
        unfit::refuse_published(work, &name);
        let adds = words.iter().any(|it| it.eq_ignore_ascii_case("add"));
        let member = work.table(&name).is_some_and(|it| {
            it.dependents.iter().any(|it| {
                it.kind == ObjectKind::Publication
                    && other.name.is_some_and(|publication| it.name == publication.name)
            })
        });
        if adds
            && member
            && let Some(publication) = other.name
        {
            let words = format!(
                "relation \"{}\" is already member of publication \"{}\"",
                name.name, publication.name
            );
            work.refused(Refusal::Schema, words, &always("ALTER PUBLICATION"));
        }
        if work.table(&name).is_some() {
            // The heirs are published with their parent, a partition with the whole.
            let alone = only || work.is_partitioned(&name);
            let heirs = if alone { vec![name] } else { work.family(&name) };
            work.lock_all(&heirs, locks::SHARE_UPDATE_EXCLUSIVE, &always("ALTER PUBLICATION"));
        }
    }
}

/// Moves every table of a tablespace (measured: `storage/all_in_tablespace`).
fn all_in_tablespace(work: &mut Work<'_>, detail: &str) {
    let lower = detail.to_ascii_lowercase();
    if !lower.contains("all in tablespace") {
        return;
    }
    let cause = always("storage/all_in_tablespace");
    let from = lower
        .split_whitespace()
        .skip_while(|it| *it != "tablespace")
        .nth(1)
        .unwrap_or("pg_default");
    let tables: Vec<ObjectName> = work
        .schema
        .tables
        .iter()
        .filter(|it| it.1.option("tablespace").unwrap_or("pg_default") == from)
        .map(|it| it.0.clone())
        .collect();
    for table in tables {
        work.lock(&table, locks::ACCESS_EXCLUSIVE, &cause);
        if work.keeps_rows(&table) {
            work.effect(EffectKind::Rewrite { relation: table.clone() }, &cause);
        }
    }
}
