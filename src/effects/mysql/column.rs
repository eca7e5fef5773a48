//! Columns added, dropped, renamed, redefined.

use super::retype::{self, Fit};
use super::way::Way;
use super::work::{Work, why};
use super::{constraint, index};
use crate::catalog::Column;
use crate::effects::{Breakage, Certainty, Loss, Refusal};
use crate::ops::column::{AlterColumn, ColumnDef, ColumnPosition, Generated};
use crate::ops::constraint::{ConstraintKind, Validity};
use crate::ops::expr::{Expr, Form};
use crate::ops::table::Persistence;
use crate::ops::{Clause, ConstraintRef, Guard, ObjectName, OpKind};

const ADD: &str = "Online DDL Operations, Column Operations";

// ---- ADD COLUMN

pub(super) fn add(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &ColumnDef,
    position: &ColumnPosition,
    guard: Guard,
) -> Option<Way> {
    if guard == Guard::IfNeeded && !work.server.column_guards {
        work.syntax_error("no IF NOT EXISTS before a column", Clause::IfNotExists, "ALTER TABLE");
        return None;
    }
    let held = work.column(table, &column.name).filter(|it| !drops_column(work, &it.name));
    if held.is_some() {
        if guard == Guard::IfNeeded {
            return Some(Way::metadata(&work.server));
        }
        let words = format!("1060: Duplicate column name '{}'", column.name);
        work.refused(Refusal::Schema, words, &why(Clause::Column, "add_column/duplicate"));
        return None;
    }
    refuse_invisible(work, work.server.invisible_columns);
    if let Some(default) = &column.default {
        refuse_default(work, default, true);
    }
    let required = column.nullable == Some(false) && column.default.is_none();
    if required && column.generated.is_none() {
        work.breaks(
            table,
            Some(&column.name),
            Breakage::Required,
            &why(Clause::NotNull, "SQL Mode"),
        );
    }
    if let Some(way) = of_engine(work, table) {
        return Some(way);
    }
    let mut way = placed(work, position);
    if let Some(special) = of_table(work, table) {
        way = special;
    }
    if *position != ColumnPosition::Last && work.is_mariadb() && has_virtual(work, table) {
        way = Way::copy(&work.server).because(VIRTUAL);
    } else if is_virtual(column.generated.as_ref()) {
        way = virtual_column(work, table, Some(position));
    }
    if matches!(&column.generated, Some(Generated::Stored(_))) {
        way = Way::copy(&work.server);
    }
    if column.generated == Some(Generated::AutoIncrement) {
        let words = "Adding an auto-increment column requires a lock";
        way = way.and(reasoned(work, Way::rebuild().shared(words), words));
    }
    way = way.and(filled(work, table, column));
    for constraint in &column.constraints {
        if let Some(more) = added_with(work, table, column, &constraint.kind, constraint.validity) {
            way = way.and(more);
        }
    }
    Some(way)
}

/// MySQL names why INSTANT is refused where the lock has a reason; MariaDB does not.
pub(super) fn reasoned(work: &Work<'_>, way: Way, words: &'static str) -> Way {
    if work.is_mariadb() { way } else { way.because(words) }
}

/// Tables that know no way but copying: other engines than InnoDB, and temporary ones.
pub(super) fn of_engine(work: &Work<'_>, table: &ObjectName) -> Option<Way> {
    let of = work.table(table)?;
    if of.persistence == Persistence::Temporary {
        if work.server.instant_temporary {
            return Some(Way { inplace_refused: true, ..Way::instant() });
        }
        let copy = Way::copy(&work.server);
        return Some(Way { lock: super::way::Concurrency::All, ..copy });
    }
    let engine = of.option("engine").unwrap_or("innodb");
    (!engine.eq_ignore_ascii_case("innodb")).then(|| Way::copy(&work.server))
}

fn placed(work: &Work<'_>, position: &ColumnPosition) -> Way {
    let server = &work.server;
    Way::instant_or_rebuild(match position {
        ColumnPosition::Last => server.instant_add_last,
        ColumnPosition::First | ColumnPosition::After(_) => server.instant_add_anywhere,
    })
}

/// What tables with FULLTEXT and SPATIAL indexes, indexed virtual columns and compressed rows refuse.
pub(super) fn of_table(work: &Work<'_>, table: &ObjectName) -> Option<Way> {
    let of = work.table(table)?;
    let has = |method: &str| of.indexes.iter().any(|it| it.method.as_deref() == Some(method));
    if has("fulltext") {
        return Some(if work.is_mariadb() {
            Way::rebuild().shared("Fulltext index creation requires a lock")
        } else {
            Way::copy(&work.server)
                .because("InnoDB presently supports one FULLTEXT index creation at a time")
        });
    }
    if has("spatial") && !work.is_mariadb() {
        let words = "Do not support online operation on table with GIS index";
        let way = Way::rebuild().shared(words);
        return Some(if work.server.spatial_rebuilds {
            Way { instant_on_request: work.server.instant, ..way }
        } else {
            let shared = super::way::Concurrency::Reads;
            Way {
                inplace_lock: shared,
                inplace_rebuilds: true,
                lock_reason: Some(words),
                ..Way::instant()
            }
        });
    }
    let indexed_virtual = of
        .columns
        .iter()
        .any(|it| is_virtual(it.generated.as_ref()) && of.indexes_on(&it.name).next().is_some());
    if indexed_virtual && work.server.virtual_index_rebuilds {
        return Some(Way::rebuild().shared("online rebuild with indexed virtual columns"));
    }
    let compressed =
        of.option("row_format").is_some_and(|it| it.eq_ignore_ascii_case("compressed"));
    (compressed && !work.is_mariadb()).then(Way::rebuild)
}

pub(super) const VIRTUAL: &str =
    "INPLACE ADD or DROP of virtual columns cannot be combined with other ALTER TABLE actions";

fn is_virtual(generated: Option<&Generated>) -> bool {
    matches!(generated, Some(Generated::Virtual(_) | Generated::Unstated(_)))
}

fn has_virtual(work: &Work<'_>, table: &ObjectName) -> bool {
    let of = work.table(table);
    of.is_some_and(|it| it.columns.iter().any(|it| is_virtual(it.generated.as_ref())))
}

/// A virtual column comes and goes without work beside others of its kind and beside indexes, and otherwise only alone
/// (each combination was asked of MySQL 9.7 and MariaDB 10.11).
fn virtual_column(work: &Work<'_>, table: &ObjectName, added: Option<&ColumnPosition>) -> Way {
    let maria = work.is_mariadb();
    let mut indexed = false;
    let beside = |op: &crate::ops::Op| match &op.kind {
        OpKind::AddColumn { column, .. } => is_virtual(column.generated.as_ref()),
        OpKind::DropColumn { column, .. } => {
            let held = work.column(table, column);
            held.is_none_or(|it| is_virtual(it.generated.as_ref())) || maria
        }
        OpKind::CreateIndex(index) => {
            indexed |= added.is_some();
            !index.unique
        }
        OpKind::DropIndex(_) => true,
        OpKind::SetTableOption { option, .. } => {
            matches!(option.name.as_str(), "algorithm" | "lock" | "wait")
        }
        OpKind::RenameTable { .. }
        | OpKind::AlterColumn { change: AlterColumn::SetDefault(_), .. } => !maria,
        _ => false,
    };
    let last = added.is_none_or(|it| *it == ColumnPosition::Last);
    let placed = last || work.server.virtual_combines;
    if !placed || !work.ops.iter().all(beside) {
        return Way::copy(&work.server).because(VIRTUAL);
    }
    let way = Way::metadata(&work.server);
    match (indexed, maria) {
        (false, _) => way,
        (true, true) => way.shared(VIRTUAL),
        (true, false) => Way::no_rebuild().shared(index::FUNCTIONAL).because(index::FUNCTIONAL),
    }
}

/// What the default of a new column costs: a constant is kept in the catalogue, an expression may be computed per row.
fn filled(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) -> Way {
    let Some(default) = &column.default else { return Way::instant() };
    let calls = |name: &str| default.functions.iter().any(|it| it.name.eq_ignore_ascii_case(name));
    if work.server.expression_default_copies {
        let expression = is_expression(default);
        return if expression { Way::copy(&work.server) } else { Way::instant() };
    }
    if calls("uuid") || calls("uuid_short") || calls("sys_guid") || calls("nextval") {
        return Way::copy(&work.server);
    }
    if calls("rand") {
        let what = format!(
            "every row that is there gets the same value in `{}`: {} is computed once",
            column.name, default.text
        );
        work.silent(table, what, &why(Clause::Default, "add_column/default_rand"));
    }
    Way::instant()
}

/// Whether a default stands in brackets, as MySQL demands of every expression but CURRENT_TIMESTAMP.
fn is_expression(default: &Expr) -> bool {
    default.text.trim_start().starts_with('(')
}

/// Expressions that this version does not take for a default, or not in ALTER TABLE.
pub(super) fn refuse_default(work: &mut Work<'_>, default: &Expr, adds: bool) {
    if work.is_mariadb() {
        return;
    }
    if !is_expression(default) {
        const NOW: [&str; 4] = ["now", "current_timestamp", "localtime", "localtimestamp"];
        let calls = |it: &ObjectName| !NOW.iter().any(|now| it.name.eq_ignore_ascii_case(now));
        if let Some(called) = default.functions.iter().find(|it| calls(it)) {
            let what = format!("a default that calls {called}() without brackets around it");
            work.syntax_error(&what, Clause::Default, "Data Type Default Values");
        }
        return;
    }
    if !work.server.expression_defaults {
        work.syntax_error(
            "a default is no expression",
            Clause::Default,
            "Data Type Default Values",
        );
        return;
    }
    const UNSAFE: [&str; 8] = [
        "uuid",
        "rand",
        "uuid_short",
        "sysdate",
        "user",
        "current_user",
        "connection_id",
        "row_count",
    ];
    let is_unsafe = |it: &ObjectName| UNSAFE.iter().any(|name| it.name.eq_ignore_ascii_case(name));
    if adds && default.functions.iter().any(is_unsafe) {
        let words = "1674: Statement is unsafe because it uses a system function that may return a \
                     different value on the replica.";
        work.refused(Refusal::Schema, words, &why(Clause::Default, "add_column/default_expr_uuid"));
    }
}

/// VISIBLE and INVISIBLE of a column where the version has no such words.
fn refuse_invisible(work: &mut Work<'_>, known: bool) {
    if work.says(Clause::Visibility) && !known {
        work.syntax_error("no INVISIBLE column", Clause::Visibility, "Invisible Columns");
    }
}

fn added_with(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &ColumnDef,
    kind: &ConstraintKind,
    validity: Validity,
) -> Option<Way> {
    match kind {
        ConstraintKind::PrimaryKey(_) => Some(Way::rebuild()),
        ConstraintKind::Unique(_) => {
            work.effect(index::builds(table, &column.name), &why(Clause::Unique, ADD));
            if is_virtual(column.generated.as_ref()) {
                return Some(Way::copy(&work.server).because(VIRTUAL));
            }
            let same = match &column.default {
                Some(default) => matches!(default.form, Form::Literal(_)),
                None => column.nullable == Some(false),
            };
            if same && column.generated.is_none() && work.may_hold_rows(table) {
                let when = format!(
                    "`{table}` holds more than one row, which all get the same value: 1062: Duplicate entry for key '{}'",
                    column.name
                );
                work.may_fail(when, &why(Clause::Unique, "Data Type Default Values"));
            }
            Some(Way::rebuild())
        }
        ConstraintKind::ForeignKey(key) => {
            if work.server.inline_references {
                return constraint::foreign_key(work, table, None, key)
                    .map(|it| it.and(Way::rebuild()));
            }
            let what = format!(
                "REFERENCES behind column `{}` is read and ignored: there will be no foreign key",
                column.name
            );
            work.silent(
                table,
                what,
                &why(Clause::References, "add_column/references_inline_ignored"),
            );
            None
        }
        ConstraintKind::Check(expr) => {
            let name = format!("{}_chk_1", table.name);
            if !work.server.unverified_column_check || !work.server.checks {
                return constraint::check(work, table, &name, expr, validity);
            }
            if column.default.is_some() {
                let what = format!(
                    "the rows that are there are not checked against CHECK ({}); the next copy of the table fails \
                     if their default breaks it",
                    expr.text
                );
                work.silent(
                    table,
                    what,
                    &why(Clause::Check, "ADD COLUMN x INT DEFAULT -5 CHECK (x>0)"),
                );
            }
            None
        }
        ConstraintKind::Exclude { .. }
        | ConstraintKind::NotNull { .. }
        | ConstraintKind::Default { .. } => None,
    }
}

// ---- DROP COLUMN

pub(super) fn drop(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    guard: Guard,
) -> Option<Way> {
    if guard == Guard::IfNeeded && !work.server.column_guards {
        work.syntax_error("no IF EXISTS before a column", Clause::IfExists, "ALTER TABLE");
        return None;
    }
    let whole = work.is_whole(table);
    let Some(held) = work.column(table, column) else {
        if whole && guard == Guard::None {
            let words = format!("1091: Can't DROP '{column}'; check that column/key exists");
            work.refused(Refusal::Schema, words, &why(Clause::Column, "ALTER TABLE"));
            return None;
        }
        if whole {
            return Some(Way::metadata(&work.server));
        }
        drops(work, table, column);
        return Some(
            of_engine(work, table)
                .unwrap_or_else(|| Way::instant_or_rebuild(work.server.instant_drop)),
        );
    };
    refuse_drop(work, table, held);
    drops(work, table, column);
    if let Some(way) = of_engine(work, table) {
        return Some(way);
    }
    if is_virtual(held.generated.as_ref()) {
        let way = virtual_column(work, table, None);
        let indexed = work.table(table).is_some_and(|it| it.indexes_on(column).next().is_some());
        return Some(if indexed { way.and(index::drop_way(work)) } else { way });
    }
    Some(dropped(work, table, column))
}

fn drops(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let cause = why(Clause::Column, "ALTER TABLE");
    work.lose(table, Some(column), Loss::Dropped, &cause);
    work.breaks(table, Some(column), Breakage::Removed, &cause);
    let views: Vec<ObjectName> =
        work.schema.views_of_column(table, column).map(|it| it.name.clone()).collect();
    for view in views {
        let cause = why(Clause::Column, "SELECT from view after its column was dropped");
        work.breaks(&view, Some(column), Breakage::Dependent, &cause);
    }
}

fn dropped(work: &mut Work<'_>, table: &ObjectName, column: &str) -> Way {
    let instant = Way::instant_or_rebuild(work.server.instant_drop);
    let Some(of) = work.table(table) else { return instant };
    if let Some((_, key)) = of.primary_key()
        && key.columns.iter().any(|it| it == column)
        && key.columns.len() == 1
        && !adds_primary_key(work)
    {
        return Way::copy(&work.server).because(
            "Dropping a primary key is not allowed without also adding a new primary key",
        );
    }
    let (mut alone, mut part) = (false, false);
    let mut shrunk = Vec::new();
    for index in of.indexes_on(column) {
        match index.keys.len() {
            0 | 1 => alone = true,
            _ => {
                part = true;
                if index.unique {
                    shrunk.push(index.name.clone());
                }
            }
        }
    }
    for index in shrunk {
        let rest = format!("unique index `{index}` goes on without column `{column}`");
        let cause = why(Clause::Column, "drop_column/multi_col_unique_part");
        work.silent(table, rest, &cause);
    }
    // With its only column a FULLTEXT index goes too, and what it stood in the way of.
    let others = of.indexes.iter().any(|it| {
        it.method.as_deref() == Some("fulltext")
            && it.keys.iter().any(|it| it.column.as_deref() != Some(column))
    });
    if let Some(way) = of_table(work, table).filter(|_| {
        others || !alone || of.columns.iter().any(|it| is_virtual(it.generated.as_ref()))
    }) {
        return way;
    }
    let fulltext = |it: &crate::catalog::Index| it.method.as_deref() == Some("fulltext");
    if part || of.indexes.iter().any(fulltext) {
        return Way::rebuild();
    }
    if alone && work.server.nocopy && work.server.instant_drop {
        return Way::no_rebuild().because("DROP INDEX");
    }
    if alone { Way::rebuild() } else { instant }
}

pub(super) fn adds_primary_key(work: &Work<'_>) -> bool {
    work.ops.iter().any(|it| match &it.kind {
        OpKind::AddConstraint { constraint, .. } => {
            matches!(constraint.kind, ConstraintKind::PrimaryKey(_))
        }
        _ => false,
    })
}

fn refuse_drop(work: &mut Work<'_>, table: &ObjectName, column: &Column) {
    let name = column.name.clone();
    refuse_functional(work, table, &name);
    let Some(of) = work.table(table) else { return };
    let cause = why(Clause::Column, "ALTER TABLE");
    let dropped: Vec<&str> = dropped_constraints(work);
    let key = of
        .foreign_keys()
        .find(|(it, key)| key.columns.contains(&name) && !dropped.contains(&it.name.as_str()))
        .map(|(it, _)| it.name.clone());
    if let Some(key) = key {
        let words = if work.is_mariadb() || !work.server.atomic_ddl {
            let index = of.indexes_on(&name).next().map(|it| it.name.clone()).unwrap_or_default();
            format!("1553: Cannot drop index '{index}': needed in a foreign key constraint")
        } else {
            format!("1828: Cannot drop column '{name}': needed in a foreign key constraint '{key}'")
        };
        work.refused(Refusal::Schema, words, &cause);
    }
    let other = work
        .schema
        .foreign_keys_to(table)
        .find(|(_, _, key)| key.referenced.contains(&name))
        .map(|(of, it, _)| (of.name.name.clone(), it.name.clone()));
    if let Some((child, key)) = other
        && work.checks_foreign_keys()
    {
        let words = format!(
            "1829: Cannot drop column '{name}': needed in a foreign key constraint '{key}' of table '{child}'"
        );
        work.refused(Refusal::Schema, words, &cause);
    }
    if of.generated_from(&name).any(|it| !drops_column(work, &it.name)) {
        let words = match work.is_mariadb() {
            true => format!("1054: Unknown column '{name}' in 'GENERATED ALWAYS AS'"),
            false => format!("3108: Column '{name}' has a generated column dependency."),
        };
        work.refused(Refusal::Schema, words, &cause);
    }
    if let Some(by) = &of.partition_by
        && by.columns.iter().any(|it| mentions(it, &name))
    {
        let words = match (work.is_mariadb(), work.server.native_partitions) {
            (true, _) => format!("1072: Key column '{name}' doesn't exist in table"),
            (_, true) => format!(
                "3855: Column '{name}' has a partitioning function dependency and cannot be dropped or renamed."
            ),
            (_, false) => format!("1054: Unknown column '{name}' in 'partition function'"),
        };
        work.refused(Refusal::Schema, words, &cause);
    }
    let unique_part = of
        .indexes_on(&name)
        .any(|it| it.unique && 1 < it.keys.len() && it.constraint.as_deref() != Some("PRIMARY"));
    if work.is_mariadb() && unique_part {
        let words = format!("1072: Key column '{name}' doesn't exist in table");
        work.refused(Refusal::Schema, words, &cause);
    }
    let checked = of.checks().any(|(it, expr)| {
        expr.mentions(&name)
            && expr.columns.iter().any(|it| *it != name)
            && !dropped.contains(&it.name.as_str())
    });
    if checked && work.server.checks && !work.is_mariadb() {
        let words = format!(
            "3959: Check constraint uses column '{name}', hence column cannot be dropped or renamed."
        );
        work.refused(Refusal::Schema, words, &cause);
    }
}

pub(super) fn mentions(expression: &str, column: &str) -> bool {
    expression
        .split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$'))
        .any(|it| it.eq_ignore_ascii_case(column))
}

pub(super) fn drops_column(work: &Work<'_>, column: &str) -> bool {
    work.ops
        .iter()
        .any(|it| matches!(&it.kind, OpKind::DropColumn { column: of, .. } if of == column))
}

/// Whether the statement drops the column, or says anew what it is.
pub(super) fn is_changed(work: &Work<'_>, column: &str) -> bool {
    let redefines = |it: &crate::ops::Op| match &it.kind {
        OpKind::AlterColumn { column: of, change: AlterColumn::Redefine { to, .. }, .. } => {
            of.eq_ignore_ascii_case(column) && to.generated != Some(Generated::AutoIncrement)
        }
        _ => false,
    };
    drops_column(work, column) || work.ops.iter().any(redefines)
}

/// A functional index over it keeps a column as it is called.
fn refuse_functional(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let Some(of) = work.table(table).filter(|_| work.server.functional_indexes) else { return };
    let goes = |name: &str| {
        work.ops.iter().any(|it| match &it.kind {
            OpKind::DropIndex(it) => it.index.name == name,
            _ => false,
        })
    };
    let over = |it: &crate::catalog::Index| {
        it.keys.iter().filter_map(|it| it.expr.as_ref()).any(|it| it.mentions(column))
            && !goes(&it.name)
    };
    if of.indexes.iter().any(over) {
        let words = format!(
            "3837: Column '{column}' has a functional index dependency and cannot be dropped or renamed."
        );
        work.refused(Refusal::Schema, words, &why(Clause::Column, "Functional Key Parts"));
    }
}

pub(super) fn dropped_constraints<'a>(work: &Work<'a>) -> Vec<&'a str> {
    let name = |it: &'a crate::ops::Op| match &it.kind {
        OpKind::DropConstraint { constraint, .. } => match constraint {
            ConstraintRef::PrimaryKey => Some("PRIMARY"),
            ConstraintRef::Named(name)
            | ConstraintRef::ForeignKey(name)
            | ConstraintRef::Check(name)
            | ConstraintRef::Unique(name) => Some(name.as_str()),
        },
        _ => None,
    };
    work.ops.iter().filter_map(name).collect()
}

// ---- RENAME COLUMN

pub(super) fn rename(work: &mut Work<'_>, table: &ObjectName, column: &str) -> Option<Way> {
    if !work.server.rename_column {
        work.syntax_error("no RENAME COLUMN", Clause::Column, "ALTER TABLE");
        return None;
    }
    Some(renamed(work, table, column))
}

fn renamed(work: &mut Work<'_>, table: &ObjectName, column: &str) -> Way {
    let cause = why(Clause::Column, "ALTER TABLE");
    refuse_functional(work, table, column);
    work.breaks(table, Some(column), Breakage::Renamed, &cause);
    let views: Vec<ObjectName> =
        work.schema.views_of_column(table, column).map(|it| it.name.clone()).collect();
    for view in views {
        work.breaks(&view, Some(column), Breakage::Dependent, &cause);
    }
    let way = if work.server.instant_rename_column { Way::instant() } else { Way::no_rebuild() };
    let Some(of) = work.table(table) else { return way };
    if !work.is_mariadb() {
        let check = of.checks().find(|it| it.1.mentions(column)).map(|it| it.0.name.clone());
        if let Some(check) = check.filter(|_| work.server.checks) {
            let words = format!(
                "3959: Check constraint '{check}' uses column '{column}', hence column cannot be dropped or renamed."
            );
            work.refused(Refusal::Schema, words, &cause);
        }
        if of.generated_from(column).next().is_some() {
            let words = format!("3108: Column '{column}' has a generated column dependency.");
            work.refused(Refusal::Schema, words, &cause);
        }
    }
    let words = "Columns participating in a foreign key are renamed";
    let child = of.foreign_keys().any(|it| it.1.columns.iter().any(|it| it == column));
    let parent = work
        .schema
        .foreign_keys_to(table)
        .any(|(_, _, key)| key.referenced.iter().any(|it| it == column));
    if parent && !work.is_mariadb() {
        return Way { copy_refused: Some(words), ..Way::no_rebuild().because(words) };
    }
    if parent || child { Way { copy_refused: Some(words), ..way } } else { way }
}

// ---- ALTER, MODIFY, CHANGE

pub(super) fn alter(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    change: &AlterColumn,
) -> Option<Way> {
    match change {
        AlterColumn::SetDefault(value) => {
            refuse_default(work, value, false);
            let held = work.column(table, column);
            if !work.is_mariadb() && held.is_some_and(|it| is_virtual(it.generated.as_ref())) {
                let words = "1221: Incorrect usage of DEFAULT and generated column";
                work.refused(Refusal::Schema, words, &why(Clause::Default, "ALTER TABLE"));
                return None;
            }
            if let Some(of) = held.and_then(|it| it.data_type.as_ref()) {
                super::limits::default(work, column, of, value);
            }
            if value.is_null() && held.is_some_and(|it| it.nullable == Some(false)) {
                let words = format!("1067: Invalid default value for '{column}'");
                let cause = why(Clause::Default, "Data Type Default Values");
                work.refused(Refusal::Schema, words, &cause);
            }
            Some(of_engine(work, table).unwrap_or_else(|| Way::metadata(&work.server)))
        }
        AlterColumn::DropDefault => {
            if work.column(table, column).is_some_and(|it| it.nullable == Some(false)) {
                let cause = why(Clause::Default, "ALTER TABLE");
                work.breaks(table, Some(column), Breakage::Required, &cause);
            }
            Some(Way::metadata(&work.server))
        }
        AlterColumn::SetVisibility(_) => {
            if !work.server.alter_visibility {
                work.syntax_error("no SET INVISIBLE", Clause::Column, "Invisible Columns");
                return None;
            }
            Some(Way::metadata(&work.server))
        }
        AlterColumn::Redefine { to, position } => redefine(work, table, column, to, position),
        // Other languages ask for parts of what MODIFY says as a whole.
        AlterColumn::SetType { to, .. } => {
            let mut whole = restated(work, table, column);
            whole.data_type = Some(to.clone());
            redefine(work, table, column, &whole, &ColumnPosition::Last)
        }
        AlterColumn::SetNotNull | AlterColumn::DropNotNull => {
            let mut whole = restated(work, table, column);
            whole.nullable = Some(*change == AlterColumn::DropNotNull);
            redefine(work, table, column, &whole, &ColumnPosition::Last)
        }
        AlterColumn::SetComment(_) => Some(Way::metadata(&work.server)),
        AlterColumn::AddIdentity(_)
        | AlterColumn::SetIdentity { .. }
        | AlterColumn::DropIdentity
        | AlterColumn::SetExpression(_)
        | AlterColumn::DropExpression
        | AlterColumn::SetStatistics
        | AlterColumn::SetStorage(_)
        | AlterColumn::SetCompression(_)
        | AlterColumn::SetOptions
        | AlterColumn::SetUnused => {
            work.syntax_error("no such change of a column", Clause::Column, "ALTER TABLE");
            None
        }
    }
}

/// The column's whole definition as it is, as far as it is known.
fn restated(work: &Work<'_>, table: &ObjectName, column: &str) -> ColumnDef {
    let mut def = ColumnDef::new(column, None);
    if let Some(held) = work.column(table, column) {
        def.data_type.clone_from(&held.data_type);
        def.nullable = held.nullable;
        def.default.clone_from(&held.default);
        def.generated.clone_from(&held.generated);
        def.on_update.clone_from(&held.on_update);
        def.comment.clone_from(&held.comment);
    }
    def
}

fn redefine(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    to: &ColumnDef,
    position: &ColumnPosition,
) -> Option<Way> {
    if work.says(Clause::IfExists) && !work.server.column_guards {
        work.syntax_error("no IF EXISTS before a column", Clause::IfExists, "ALTER TABLE");
        return None;
    }
    refuse_invisible(work, work.server.invisible_columns);
    if let Some(default) = &to.default {
        refuse_default(work, default, false);
    }
    let mut way = Way::metadata(&work.server);
    if !to.name.is_empty() && !to.name.eq_ignore_ascii_case(column) {
        way = way.and(renamed(work, table, column));
    }
    let Some(old) = work.column(table, column) else {
        if work.is_whole(table) && !work.says(Clause::IfExists) {
            let words = format!("1054: Unknown column '{column}' in '{}'", table.name);
            work.refused(Refusal::Schema, words, &why(Clause::Column, "ALTER TABLE"));
            return None;
        }
        let reason = retype::reason(work);
        let copy = Way::copy(&work.server).because(reason);
        return Some(Way {
            certainty: Certainty::Possible,
            because: format!("the present type of `{column}` is not known"),
            ..copy
        });
    };
    if let Some(engine) = of_engine(work, table) {
        return Some(engine);
    }
    if let (Some(of), Some(default)) = (&to.data_type, &to.default) {
        super::limits::default(work, &to.name, of, default);
    }
    super::limits::lengthened(work, table, &old.name, to);
    super::limits::generated(work, to);
    forgotten(work, table, old, to);
    way = way.and(retyped(work, table, old, to)?);
    way = way.and(nullability(work, table, old, to));
    if *position != ColumnPosition::Last {
        way = way.and(Way::instant_or_rebuild(work.server.instant_reorder));
    }
    let (counts, counted) = (&to.generated, &old.generated);
    if *counted == Some(Generated::AutoIncrement) && counts.is_none() && !work.is_mariadb() {
        way = way.and(Way::copy(&work.server).because(retype::reason(work)));
    }
    if *counts == Some(Generated::AutoIncrement) && *counted != Some(Generated::AutoIncrement) {
        let copy = Way::copy(&work.server).because(retype::reason(work));
        way = way.and(Way { lock: super::way::Concurrency::Reads, ..copy });
    }
    for constraint in &to.constraints {
        if let Some(more) = added_with(work, table, to, &constraint.kind, constraint.validity) {
            way = way.and(more);
        }
    }
    Some(way)
}

/// What MODIFY and CHANGE drop because they do not repeat it (measured: "MODIFY c VARCHAR(30) on a NOT NULL DEFAULT
/// COMMENT latin1 column").
fn forgotten(work: &mut Work<'_>, table: &ObjectName, old: &Column, to: &ColumnDef) {
    let mut lost = Vec::new();
    let key = |it: &crate::catalog::Table| {
        it.primary_key().is_some_and(|it| it.1.columns.contains(&old.name))
    };
    let in_key = work.table(table).is_some_and(key);
    if old.nullable == Some(false) && to.nullable.is_none() && !in_key {
        lost.push("NOT NULL".to_owned());
    }
    if let Some(default) = &old.default
        && to.default.is_none()
    {
        lost.push(format!("DEFAULT {}", default.text));
    }
    if old.on_update.is_some() && to.on_update.is_none() {
        lost.push("ON UPDATE".to_owned());
    }
    if old.comment.as_ref().is_some_and(|it| !it.is_empty()) && to.comment.is_none() {
        lost.push("its COMMENT".to_owned());
    }
    if old.generated == Some(Generated::AutoIncrement) && to.generated.is_none() {
        lost.push("AUTO_INCREMENT".to_owned());
    }
    let set = |it: &Option<crate::ops::expr::DataType>| {
        it.as_ref()
            .filter(|it| retype::is_text(it))
            .and_then(|it| it.charset.clone().or_else(|| it.collation.clone()))
    };
    let stays_text = to.data_type.as_ref().is_some_and(retype::is_text);
    if let (Some(charset), None, true) = (set(&old.data_type), set(&to.data_type), stays_text) {
        lost.push(format!("character set {charset}"));
    }
    if !lost.is_empty() {
        let what =
            format!("column `{}` loses {}, which it does not repeat", old.name, lost.join(", "));
        work.silent(table, what, &why(Clause::Column, "modify/drops_default_by_omission"));
    }
}

fn retyped(work: &mut Work<'_>, table: &ObjectName, old: &Column, to: &ColumnDef) -> Option<Way> {
    let is_stored = |it: &Option<Generated>| matches!(it, Some(Generated::Stored(_)));
    let cause = why(Clause::Generated, "ALTER TABLE");
    let stays = is_virtual(to.generated.as_ref());
    if is_virtual(old.generated.as_ref()) != stays {
        let words = match work.is_mariadb() {
            true => "1907: This is not yet supported for generated columns",
            false => "3106: 'Changing the STORED status' is not supported for generated columns.",
        };
        work.refused(Refusal::Schema, words, &cause);
        return None;
    }
    let same_type = match (&old.data_type, &to.data_type) {
        (Some(old), Some(new)) => old.same_as(new),
        _ => false,
    };
    let new = match &to.generated {
        Some(Generated::Virtual(expr) | Generated::Unstated(expr) | Generated::Stored(expr)) => {
            Some(expr.text.as_str())
        }
        _ => None,
    };
    let same = old.expression().map(|it| it.text.as_str()) == new;
    if stays {
        if !same_type {
            return Some(Way::copy(&work.server));
        }
        if same {
            return Some(Way::metadata(&work.server));
        }
        return Some(match work.is_mariadb() {
            true => Way::instant(),
            false => Way::copy(&work.server),
        });
    }
    if is_stored(&old.generated) && is_stored(&to.generated) && same_type {
        let kept = same && !work.is_mariadb();
        return Some(if kept { Way::metadata(&work.server) } else { Way::copy(&work.server) });
    }
    if is_stored(&old.generated) || is_stored(&to.generated) {
        return Some(Way::copy(&work.server).because(retype::reason(work)));
    }
    let (Some(from), Some(new)) = (&old.data_type, &to.data_type) else {
        return Some(Way::copy(&work.server).because(retype::reason(work)));
    };
    let way = retype::way(work, table, old, new);
    refuse_retype(work, table, old, new);
    let fit = retype::fit(work, from, new);
    let cause = why(Clause::Type, "Online DDL Operations");
    match fit {
        Fit::All => {}
        Fit::Rounded => work.lose(table, Some(&old.name), Loss::Narrowed, &cause),
        Fit::Some(code) if work.is_strict() => {
            let when = format!("a value of `{}` does not fit {}: {code}", old.name, new.text);
            work.may_fail(when, &cause.possible(String::new()));
        }
        Fit::Some(_) => work.lose(table, Some(&old.name), Loss::Narrowed, &cause),
    }
    if !from.same_as(new) {
        let cause = why(Clause::Type, "ALTER TABLE");
        if fit != Fit::All {
            work.breaks(table, Some(&old.name), Breakage::Retyped, &cause);
        }
    }
    Some(way)
}

fn refuse_retype(
    work: &mut Work<'_>,
    table: &ObjectName,
    old: &Column,
    new: &crate::ops::expr::DataType,
) {
    let Some(of) = work.table(table) else { return };
    let Some(from) = &old.data_type else { return };
    let cause = why(Clause::Type, "ALTER TABLE");
    if new.is("character varying") && work.is_whole(table) {
        let size = retype::row_size(work, of, &old.name, new);
        if 65_535 < size {
            let words = "1118: Row size too large. The maximum row size for the used table type, not counting \
                         BLOBs, is 65535.";
            work.refused(Refusal::Schema, words, &cause);
        }
    }
    let same_kind = from.name == new.name && from.unsigned == new.unsigned;
    if same_kind || !work.checks_foreign_keys() {
        return;
    }
    let own =
        of.foreign_keys().find(|it| it.1.columns.contains(&old.name)).and_then(|(it, key)| {
            let place = key.columns.iter().position(|it| *it == old.name)?;
            let referenced = key.referenced.get(place).cloned().unwrap_or_default();
            Some((it.name.clone(), old.name.clone(), referenced, of.name.name.clone(), false))
        });
    let other =
        work.schema.foreign_keys_to(table).find(|it| it.2.referenced.contains(&old.name)).and_then(
            |(of, it, key)| {
                let place = key.referenced.iter().position(|it| *it == old.name)?;
                let column = key.columns.get(place).cloned().unwrap_or_default();
                Some((it.name.clone(), column, old.name.clone(), of.name.name.clone(), true))
            },
        );
    let Some((key, column, referenced, child, parent)) = own.or(other) else { return };
    let words = if !work.is_mariadb() && work.server.atomic_ddl {
        format!(
            "3780: Referencing column '{column}' and referenced column '{referenced}' in foreign key constraint \
             '{key}' are incompatible."
        )
    } else if parent {
        format!(
            "1833: Cannot change column '{}': used in a foreign key constraint '{key}' of table 'd.{child}'",
            old.name
        )
    } else {
        format!(
            "1832: Cannot change column '{}': used in a foreign key constraint '{key}'",
            old.name
        )
    };
    work.refused(Refusal::Schema, words, &cause);
}

fn nullability(work: &mut Work<'_>, table: &ObjectName, old: &Column, to: &ColumnDef) -> Way {
    let in_key = work
        .table(table)
        .and_then(|it| it.primary_key())
        .is_some_and(|it| it.1.columns.contains(&old.name));
    let is_generated = to.generated.as_ref().is_some_and(|it| *it != Generated::AutoIncrement);
    let new = to.nullable.unwrap_or(true) && !in_key;
    let Some(was) = old.nullable else { return Way::instant() };
    if new == was || in_key || is_generated {
        return Way::instant();
    }
    let cause = why(Clause::NotNull, "SQL Mode");
    if new {
        let cause = why(Clause::Null, "ALTER TABLE");
        work.breaks(table, Some(&old.name), Breakage::Loosened, &cause);
        return Way::rebuild();
    }
    work.breaks(table, Some(&old.name), Breakage::Restricted, &cause);
    // MariaDB fills in the default where it finds NULL, and can do so in place only with one value for all.
    if work.is_mariadb() {
        let changing =
            |it: &Expr| !it.functions.is_empty() || super::limits::now_digits(&it.text).is_some();
        if to.default.as_ref().is_some_and(changing) {
            let words = "cannot convert NULL to non-constant DEFAULT";
            return Way::copy(&work.server).because(words);
        }
        if has_virtual(work, table) {
            return Way::copy(&work.server);
        }
    }
    if work.is_strict() {
        let words = match work.is_mariadb() {
            true => format!("1265: Data truncated for column '{}'", old.name),
            false => "1138: Invalid use of NULL value".to_owned(),
        };
        let when = format!("a row has NULL in `{}`: {words}", old.name);
        work.may_fail(when, &cause.possible(String::new()));
        return Way::rebuild();
    }
    work.lose(table, Some(&old.name), Loss::Overwritten, &cause);
    if work.server.inplace_null_conversion {
        return Way::rebuild();
    }
    Way::copy(&work.server)
        .because("cannot silently convert NULL values, as required in this SQL_MODE")
}

/// How often the table's columns were changed instantly since it was made, as far as the history shows.
pub(super) fn row_versions(work: &Work<'_>, table: &ObjectName) -> usize {
    let Some(of) = work.table(table) else { return 0 };
    let mut births: Vec<_> =
        of.columns.iter().filter_map(|it| it.born).filter(|it| Some(*it) != of.born).collect();
    crate::order::sort(&mut births);
    births.dedup();
    births.len()
}
