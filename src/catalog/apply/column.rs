//! Columns: added, dropped, renamed, changed.

use super::*;
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnDef, ExistingColumn, Generated, Identity};
use crate::ops::constraint::{Constraint, ConstraintKind, Key};
use crate::ops::expr::{DataType, Expr, Form};
use crate::ops::{Cascade, Guard};
use constraint::Made;
use words::{rename_all, rename_in, rename_in_key};

/// So many columns that went are remembered of a table.
const MOST_GONE: usize = 1_000;

impl Table {
    /// Of a table that is known whole it tells nothing new.
    fn remember_gone(&mut self, column: &str) {
        if self.knowledge == Knowledge::Assumed && self.gone.len() < MOST_GONE {
            self.gone.push(column.to_owned());
        }
    }
}

impl Schema {
    pub(super) fn add_column(
        &mut self,
        table: &ObjectName,
        def: &ColumnDef,
        position: &ColumnPosition,
        guard: Guard,
        now: Birth,
    ) {
        if !self.enter(table) {
            return;
        }
        if self.column(table, &def.name).is_some() {
            if guard == Guard::IfNeeded || self.complete {
                return;
            }
            self.remove_column(table, &def.name, Cascade::Unstated);
        }
        self.put_column(table, def, position, now);
        for heir in self.descendants_of(table) {
            if !self.may_take_over(COPY) {
                self.forget_what_is_whole(&heir);
                continue;
            }
            let Some(column) = self.column(table, &def.name).cloned() else { return };
            let Some(heir) = self.tables.edit(&heir) else { continue };
            if heir.column(&def.name).is_none() {
                heir.columns.push(Column { local: false, ..column });
            }
        }
        for constraint in inline_constraints(def) {
            self.add_constraint(table, &constraint, Made::Later, now);
        }
    }

    /// Enters the column with its sequence, without its constraints. One that was taken over from a parent is merged.
    pub(super) fn put_column(
        &mut self,
        table: &ObjectName,
        def: &ColumnDef,
        position: &ColumnPosition,
        now: Birth,
    ) {
        let mut column = self.make_column(def, now);
        if table::owns_sequence(def.generated.as_ref()) {
            self.give_sequence(table, &mut column, now);
        }
        if let Some(default) = &column.default {
            self.link_default(table, default);
        }
        let Some(held) = self.tables.edit(table) else { return };
        if let Some(taken_over) = held.columns.named_mut(&def.name) {
            merge(taken_over, column);
        } else if held.columns.len() < MOST_OF_A_KIND {
            let place = place_of(position, &held.columns);
            held.columns.insert(place, column);
        } else {
            held.knowledge = Knowledge::Assumed;
        }
        if let Some(data_type) = &def.data_type {
            self.links.add_typed(&data_type.name, table);
        }
    }

    fn make_column(&self, def: &ColumnDef, now: Birth) -> Column {
        let must = self.target.dialect == Dialect::Postgres
            && table::owns_sequence(def.generated.as_ref());
        let not_null = |it: &Constraint| matches!(it.kind, ConstraintKind::NotNull { .. });
        let nullable = def.nullable.unwrap_or(!must && !def.constraints.iter().any(not_null));
        Column {
            name: def.name.clone(),
            data_type: def.data_type.as_ref().map(|it| without_serial(it, def.generated.as_ref())),
            nullable: Some(nullable),
            default: def.default.clone().filter(|it| !it.is_null()),
            generated: def.generated.clone(),
            on_update: def.on_update.clone(),
            comment: def.comment.clone(),
            storage: None,
            local: true,
            born: Some(now),
        }
    }

    /// Makes the sequence that a serial or identity column owns (manual, "Serial Types").
    fn give_sequence(&mut self, table: &ObjectName, column: &mut Column, now: Birth) {
        if self.target.dialect != Dialect::Postgres {
            return;
        }
        let name = self.sequence_name(table, &column.name);
        let identity = matches!(column.generated, Some(Generated::Identity(_)));
        if !identity {
            column.default = Some(next_value(&name));
        }
        let sequence = Sequence {
            name: name.clone(),
            owned_by: Some((table.clone(), column.name.clone())),
            identity,
            data_type: column.data_type.clone(),
            options: String::new(),
            temporary: false,
            logged: true,
            born: Some(now),
        };
        self.link_sequence(&sequence);
        self.sequences.put(name, sequence);
    }

    /// An heir's copies could not be made: what is not listed may be there.
    pub(super) fn forget_what_is_whole(&mut self, table: &ObjectName) {
        if let Some(table) = self.tables.edit(table) {
            table.knowledge = Knowledge::Assumed;
        }
    }

    pub(super) fn drop_column(
        &mut self,
        table: &ObjectName,
        column: &str,
        cascade: Cascade,
        reach: Reach,
    ) {
        if !self.enter(table) {
            return;
        }
        let heirs = self.descendants_of(table);
        if reach == Reach::Alone {
            self.keep_column(table, column);
        }
        self.remove_column(table, column, cascade);
        for heir in heirs {
            let goes_along = self.may_take_over(1)
                && self.column(&heir, column).is_some_and(|it| !it.local)
                && !self.is_inherited_column(&heir, column);
            if goes_along {
                self.remove_column(&heir, column, cascade);
            }
        }
    }

    /// Makes the column, and the checks that come with it, the nearest heirs' own.
    fn keep_column(&mut self, table: &ObjectName, column: &str) {
        let children: Vec<ObjectName> = self.children_of(table).map(|it| it.name.clone()).collect();
        for child in children {
            let Some(child) = self.tables.edit(&child) else { continue };
            child.columns.iter_mut().filter(|it| it.name == column).for_each(|it| it.local = true);
            for constraint in child.constraints.iter_mut().filter(|it| it.mentions(column)) {
                constraint.inherited = false;
                constraint.local = true;
            }
        }
    }

    /// Removes the column with what cannot be without it: constraints and indexes that mention it, columns computed
    /// from it, foreign keys of others to it, its sequence (manual, "ALTER TABLE", DROP COLUMN).
    pub(super) fn remove_column(&mut self, table: &ObjectName, column: &str, cascade: Cascade) {
        let mut doomed = vec![column.to_owned()];
        while let Some(column) = doomed.pop() {
            let Some(held) = self.tables.get(table) else { return };
            let computed = held.generated_from(&column).map(|it| it.name.clone());
            doomed.extend(computed.filter(|it| *it != column));
            let Some(held) = self.tables.edit(table) else { return };
            held.columns.take(&column);
            held.remember_gone(&column);
            self.remove_dependants(table, &column);
            if cascade == Cascade::Cascade {
                let views: Vec<ObjectName> =
                    self.views_of_column(table, &column).map(|it| it.name.clone()).collect();
                views.iter().for_each(|it| self.remove_view(it));
            }
        }
    }

    fn remove_dependants(&mut self, table: &ObjectName, column: &str) {
        let sequences: Vec<ObjectName> = self
            .sequences_of(table)
            .filter(|it| it.owned_by.as_ref().is_some_and(|(_, of)| of == column))
            .map(|it| it.name.clone())
            .collect();
        for sequence in sequences {
            self.sequences.take(&sequence);
        }
        let keys: Vec<(ObjectName, String)> = self
            .foreign_keys_to(table)
            .filter(|(_, _, key)| key.referenced.iter().any(|it| it == column))
            .map(|(table, constraint, _)| (table.name.clone(), constraint.name.clone()))
            .collect();
        for (other, key) in keys {
            self.remove_constraint(&other, &key);
        }
        if self.shrinks_keys() {
            self.shrink_keys(table, column);
        }
        let Some(held) = self.tables.get(table) else { return };
        let constraints: Vec<String> =
            held.constraints_on(column).map(|it| it.name.clone()).collect();
        let indexes: Vec<String> = held.indexes_on(column).map(|it| it.name.clone()).collect();
        for constraint in constraints {
            self.remove_constraint(table, &constraint);
        }
        for index in indexes {
            self.remove_index(table, &index);
        }
    }

    pub(super) fn rename_column(&mut self, table: &ObjectName, from: &str, to: &str) {
        if from == to {
            return;
        }
        if self.views.contains_key(table) {
            self.rename_view_column(table, from, to);
            return;
        }
        if !self.enter(table) {
            return;
        }
        if !self.enter_columns(table, [from]) {
            return;
        }
        let mut tables = self.descendants_of(table);
        tables.insert(0, table.clone());
        for name in tables {
            if self.may_take_over(1) {
                self.rename_column_of(&name, from, to);
            }
        }
    }

    fn rename_column_of(&mut self, name: &ObjectName, from: &str, to: &str) {
        if self.column(name, from).is_none() {
            return;
        }
        if self.column(name, to).is_some() {
            if self.complete {
                return;
            }
            self.remove_column(name, to, Cascade::Unstated);
        }
        let Some(table) = self.tables.edit(name) else { return };
        rename_in_table(table, from, to);
        table.remember_gone(from);
        for user in self.users(links::Use::References, name) {
            let Some(other) = self.tables.edit(&user) else { continue };
            for constraint in &mut other.constraints {
                if let ConstraintKind::ForeignKey(key) = &mut constraint.definition.kind
                    && key.references == *name
                {
                    rename_all(&mut key.referenced, from, to);
                }
            }
        }
        for sequence in self.users(links::Use::Owned, name) {
            let Some(sequence) = self.sequences.edit(&sequence) else { continue };
            if let Some((table, column)) = &mut sequence.owned_by
                && table == name
                && column == from
            {
                *column = to.to_owned();
            }
        }
        self.follow_column_reads(name, from, to);
    }

    pub(super) fn alter_column(
        &mut self,
        table: &ObjectName,
        column: &str,
        change: &AlterColumn,
        reach: Reach,
        now: Birth,
    ) {
        if !self.enter(table) {
            return;
        }
        if let AlterColumn::Redefine { to, position } = change {
            self.redefine_column(table, column, to, position, now);
            return;
        }
        if *change == AlterColumn::SetUnused {
            self.drop_column(table, column, Cascade::Unstated, reach);
            return;
        }
        if !self.enter_columns(table, [column]) {
            return;
        }
        let named = self.tables.get(table).and_then(|it| it.not_null_constraint(column));
        if let (Reach::Alone, Some(name)) = (reach, named.map(|it| it.name.clone())) {
            self.keep_constraint(table, &name);
        }
        self.alter_column_of(table, column, change, now);
        if reach == Reach::Alone {
            return;
        }
        // Heirs get the table's named NOT NULL under its name.
        let named = self.tables.get(table).and_then(|it| it.not_null_constraint(column));
        if let Some(name) = named.map(|it| it.name.clone()) {
            self.hand_down_constraint(table, &name, now);
        }
        // An identity is its table's own; since 17 partitions draw from the whole's sequence (Release Notes).
        if matches!(change, AlterColumn::AddIdentity(_)) {
            return;
        }
        for heir in self.descendants_of(table) {
            if self.may_take_over(1) {
                self.alter_column_of(&heir, column, change, now);
            }
        }
    }

    fn alter_column_of(
        &mut self,
        table: &ObjectName,
        name: &str,
        change: &AlterColumn,
        now: Birth,
    ) {
        match change {
            AlterColumn::SetNotNull => self.add_not_null(table, name, now),
            AlterColumn::DropNotNull => self.drop_not_null(table, name),
            AlterColumn::DropIdentity => self.drop_identity(table, name),
            AlterColumn::AddIdentity(_) => self.add_identity(table, name, now),
            AlterColumn::SetType { to, .. } => self.links.add_typed(&to.name, table),
            AlterColumn::SetDefault(value) => self.link_default(table, value),
            // Where a default is a constraint, that goes with it.
            AlterColumn::DropDefault => {
                let of_column = |it: &&TableConstraint| matches!(&it.definition.kind, ConstraintKind::Default { column, .. } if column == name);
                let held =
                    self.tables.get(table).and_then(|it| it.constraints.iter().find(of_column));
                if let Some(constraint) = held.map(|it| it.name.clone()) {
                    self.take_constraint(table, &constraint);
                }
            }
            _ => {}
        }
        let Some(column) = self.edit_column(table, name) else { return };
        match change {
            AlterColumn::SetType { to, using: _ } => {
                let mut to = to.clone();
                // A type without COLLATE has its own collation again.
                if to.text.is_empty() {
                    to.text = to.name.to_string();
                }
                column.data_type = Some(to);
            }
            AlterColumn::SetDefault(value) => {
                column.default = Some(value.clone()).filter(|it| !it.is_null());
                forget_serial(column);
            }
            AlterColumn::DropDefault => {
                column.default = None;
                forget_serial(column);
            }
            AlterColumn::SetNotNull => column.nullable = Some(false),
            AlterColumn::DropNotNull => column.nullable = Some(true),
            AlterColumn::AddIdentity(identity) => {
                column.generated = Some(Generated::Identity(*identity));
                column.nullable = Some(false);
            }
            AlterColumn::SetIdentity { detail, restarts: _ } => {
                let detail = detail.to_ascii_lowercase();
                if detail.contains("by default") {
                    column.generated = Some(Generated::Identity(Identity::ByDefault));
                } else if detail.contains("always") {
                    column.generated = Some(Generated::Identity(Identity::Always));
                }
            }
            AlterColumn::DropIdentity | AlterColumn::DropExpression => column.generated = None,
            AlterColumn::SetExpression(expr) => {
                let expr = expr.clone();
                column.generated = Some(match &column.generated {
                    Some(Generated::Virtual(_)) => Generated::Virtual(expr),
                    Some(Generated::Unstated(_)) => Generated::Unstated(expr),
                    _ => Generated::Stored(expr),
                });
            }
            AlterColumn::SetStorage(storage) => column.storage = Some(storage.clone()),
            AlterColumn::SetComment(comment) => column.comment.clone_from(comment),
            AlterColumn::SetStatistics
            | AlterColumn::SetCompression(_)
            | AlterColumn::SetOptions
            | AlterColumn::SetVisibility(_)
            | AlterColumn::Redefine { .. }
            | AlterColumn::SetUnused => {}
        }
    }

    fn add_identity(&mut self, table: &ObjectName, name: &str, now: Birth) {
        let Some(mut column) = self.column(table, name).cloned() else { return };
        if self.sequence_of(table, name).is_some_and(|it| it.identity) {
            return;
        }
        column.generated = Some(Generated::Identity(Identity::Always));
        self.give_sequence(table, &mut column, now);
        self.add_not_null(table, name, now);
    }

    fn drop_identity(&mut self, table: &ObjectName, column: &str) {
        let sequence = self.sequence_of(table, column).filter(|it| it.identity);
        if let Some(name) = sequence.map(|it| it.name.clone()) {
            self.sequences.take(&name);
        }
    }

    /// MySQL's MODIFY and CHANGE drop what they leave out; SQL Server's and Oracle's keep it
    /// (MySQL manual, "ALTER TABLE Statement"; facts, surprise 33).
    fn redefine_column(
        &mut self,
        table: &ObjectName,
        name: &str,
        to: &ColumnDef,
        position: &ColumnPosition,
        now: Birth,
    ) {
        if !self.enter_columns(table, [name]) {
            return;
        }
        if to.name != name && !to.name.is_empty() {
            self.rename_column(table, name, &to.name);
        }
        let name = if to.name.is_empty() { name } else { &to.name };
        let mut new = self.make_column(to, now);
        let keeps = match self.target.dialect {
            Dialect::Mysql | Dialect::Mariadb => false,
            Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => true,
        };
        let in_key = self
            .tables
            .get(table)
            .and_then(Table::primary_key)
            .is_some_and(|(_, key)| key.columns.iter().any(|it| it == name));
        let Some(held) = self.tables.edit(table) else { return };
        let Some(column) = held.columns.named_mut(name) else { return };
        if keeps {
            new.data_type = new.data_type.or(column.data_type.take());
            new.nullable = to.nullable.or(column.nullable);
            new.default = new.default.or(column.default.take());
            new.generated = new.generated.or(column.generated.take());
            new.comment = new.comment.or(column.comment.take());
        } else if in_key {
            new.nullable = Some(false);
        }
        new.name = std::mem::take(&mut column.name);
        new.born = column.born;
        *column = new;
        // It stays where it is unless the statement says otherwise.
        if *position != ColumnPosition::Last
            && let Some(moved) = held.columns.take(name)
        {
            let place = place_of(position, &held.columns);
            held.columns.insert(place, moved);
        }
        for constraint in &to.constraints {
            self.add_constraint(table, constraint, Made::Later, now);
        }
    }

    /// Fills in what a script tells of a column and the schema does not know.
    pub fn believe(&mut self, told: &ExistingColumn) {
        if !self.enter(&told.table) || !self.enter_columns(&told.table, [told.column.as_str()]) {
            return;
        }
        let Some(column) = self.edit_column(&told.table, &told.column) else { return };
        if column.data_type.is_none() {
            column.data_type.clone_from(&told.data_type);
            column.default = column.default.take().or_else(|| told.default.clone());
        }
        column.nullable = column.nullable.or(told.nullable);
    }

    pub(super) fn edit_column(&mut self, table: &ObjectName, column: &str) -> Option<&mut Column> {
        self.tables.edit(table)?.columns.named_mut(column)
    }

    /// Whether dropping a column takes it out of the keys and indexes that have more columns.
    fn shrinks_keys(&self) -> bool {
        matches!(self.target.dialect, Dialect::Mysql | Dialect::Mariadb)
    }

    fn shrink_keys(&mut self, table: &ObjectName, column: &str) {
        let Some(table) = self.tables.edit(table) else { return };
        for index in table.indexes.iter_mut().filter(|it| 1 < it.keys.len()) {
            index.keys.retain(|it| it.column.as_deref() != Some(column));
        }
        for constraint in &mut table.constraints {
            match &mut constraint.definition.kind {
                ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key)
                    if 1 < key.columns.len() =>
                {
                    key.columns.retain(|it| it != column);
                }
                _ => {}
            }
        }
    }
}

/// The constraints written with the column. Since PostgreSQL 18 its NOT NULL is one too; [`Schema::add_constraint`]
/// leaves that out for the others.
pub(super) fn inline_constraints(def: &ColumnDef) -> Vec<Constraint> {
    let mut constraints = def.constraints.clone();
    let named = constraints.iter().any(|it| matches!(it.kind, ConstraintKind::NotNull { .. }));
    let must = def.nullable == Some(false) || table::owns_sequence(def.generated.as_ref());
    if must && !named {
        let kind = ConstraintKind::NotNull { column: def.name.clone() };
        constraints.insert(0, Constraint::new(kind));
    }
    for constraint in &mut constraints {
        name_column(constraint, &def.name);
        constraint.inline = true;
    }
    constraints
}

/// A key written with a column is on that column, whether or not its reader said so.
fn name_column(constraint: &mut Constraint, column: &str) {
    let fill = |columns: &mut Vec<String>| {
        if columns.is_empty() {
            columns.push(column.to_owned());
        }
    };
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey(Key { columns, using_index: None, .. })
        | ConstraintKind::Unique(Key { columns, using_index: None, .. }) => fill(columns),
        ConstraintKind::ForeignKey(key) => fill(&mut key.columns),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude { .. }
        | ConstraintKind::NotNull { .. }
        | ConstraintKind::Default { .. } => {}
    }
}

/// A column of the parent that is defined once more: what is said here wins.
fn merge(held: &mut Column, own: Column) {
    held.local = true;
    held.data_type = own.data_type.or(held.data_type.take());
    if own.nullable == Some(false) {
        held.nullable = own.nullable;
    }
    held.default = own.default.or(held.default.take());
    held.generated = own.generated.or(held.generated.take());
}

fn forget_serial(column: &mut Column) {
    if column.generated == Some(Generated::Serial) {
        column.generated = None;
    }
}

/// `serial` is no type: the column is an integer (manual, "Serial Types").
fn without_serial(data_type: &DataType, generated: Option<&Generated>) -> DataType {
    if generated != Some(&Generated::Serial) {
        return data_type.clone();
    }
    let name = match data_type.name.name.as_str() {
        "serial" | "serial4" => "integer",
        "bigserial" | "serial8" => "bigint",
        "smallserial" | "serial2" => "smallint",
        other => other,
    };
    DataType::named(name)
}

/// `nextval('sequence'::regclass)`, as the server shows it.
pub(super) fn next_value(sequence: &ObjectName) -> Expr {
    let nextval = ObjectName::bare("nextval");
    let mut expr = Expr::unread(format!("nextval('{sequence}'::regclass)"));
    expr.form = Form::Call(nextval.clone());
    expr.functions = vec![nextval];
    expr.casts = vec![DataType::named("regclass")];
    expr
}

fn rename_in_table(table: &mut Table, from: &str, to: &str) {
    table.columns.rename(from, |it| it.name = to.to_owned());
    for column in table.columns.each_mut() {
        if let Some(
            Generated::Stored(expr) | Generated::Virtual(expr) | Generated::Unstated(expr),
        ) = &mut column.generated
        {
            rename_in(expr, from, to);
        }
    }
    for constraint in table.constraints.each_mut() {
        rename_in_constraint(&mut constraint.definition, from, to);
    }
    for index in table.indexes.each_mut() {
        index.keys.iter_mut().for_each(|it| rename_in_key(it, from, to));
        rename_all(&mut index.include, from, to);
        if let Some(predicate) = &mut index.predicate {
            rename_in(predicate, from, to);
        }
    }
    if let Some(partition) = &mut table.partition_by {
        rename_all(&mut partition.columns, from, to);
    }
}

fn rename_in_constraint(constraint: &mut Constraint, from: &str, to: &str) {
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
            rename_all(&mut key.columns, from, to);
            rename_all(&mut key.include, from, to);
        }
        ConstraintKind::ForeignKey(key) => rename_all(&mut key.columns, from, to),
        ConstraintKind::Check(expr) => rename_in(expr, from, to),
        ConstraintKind::Exclude { keys, predicate, .. } => {
            keys.iter_mut().for_each(|it| rename_in_key(it, from, to));
            if let Some(predicate) = predicate {
                rename_in(predicate, from, to);
            }
        }
        ConstraintKind::NotNull { column } | ConstraintKind::Default { column, .. } => {
            if column == from {
                *column = to.to_owned();
            }
        }
    }
}
