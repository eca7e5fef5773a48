//! Constraints: added, dropped, validated, renamed, altered; and the indexes behind them.

use super::*;
use crate::catalog::links::Use;
use crate::catalog::names::names_not_null;
use crate::dialect::Dialect;
use crate::ops::constraint::{
    AlterConstraint, Constraint, ConstraintKind, ForeignKey, Key, Validity,
};
use crate::ops::index::IndexKey;
use crate::ops::{Cascade, ConstraintRef, is_unknown};

/// Whether a constraint comes with its table, which has no rows that could break it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    WithTable,
    Later,
    /// By ONLY: heirs and partitions do not get it.
    Alone,
}

impl Schema {
    pub(super) fn has_constraint(&self, table: &ObjectName, constraint: &Constraint) -> bool {
        let Some(name) = &constraint.name else { return false };
        self.tables.get(table).is_some_and(|it| it.constraint(name).is_some())
    }

    pub(super) fn add_constraint(
        &mut self,
        table: &ObjectName,
        constraint: &Constraint,
        made: Made,
        now: Birth,
    ) {
        if !self.enter(table) || self.is_nothing_new(table, constraint, made) {
            return;
        }
        let mut definition = constraint.clone();
        self.complete_definition(table, &mut definition);
        if !self.has_key_columns(table, &definition) {
            return;
        }
        let name = self.name_for(table, &definition);
        if let Some(held) = self.tables.get(table).and_then(|it| it.constraint(&name)) {
            if self.complete && !held.perhaps_dropped {
                return;
            }
            self.remove_constraint(table, &name);
        }
        // A second primary key means that the first one was dropped unseen.
        if let ConstraintKind::PrimaryKey(_) = definition.kind
            && let Some(old) =
                self.tables.get(table).and_then(Table::primary_key).map(|(it, _)| it.name.clone())
        {
            if self.complete {
                return;
            }
            self.remove_constraint(table, &old);
        }
        if made == Made::WithTable && definition.validity == Validity::NotValid {
            definition.validity = Validity::Checked;
        }
        let index = self.index_behind(table, &name, &definition, now);
        let validated =
            if definition.validity == Validity::Checked { Validated::Yes } else { Validated::No };
        let constraint = TableConstraint {
            name: name.clone(),
            definition,
            validated,
            index,
            inherited: false,
            local: true,
            perhaps_dropped: false,
            born: Some(now),
        };
        self.put_constraint(table, constraint, now);
        if made != Made::Alone {
            self.hand_down_constraint(table, &name, now);
        }
    }

    /// What the catalogue does not keep: NOT NULL before it had a name, and a key that repeats one of a new table
    /// (`transformIndexConstraints` of PostgreSQL's source keeps one of the two).
    fn is_nothing_new(&self, table: &ObjectName, constraint: &Constraint, made: Made) -> bool {
        match &constraint.kind {
            ConstraintKind::NotNull { column } => {
                !names_not_null(self.target)
                    || self
                        .tables
                        .get(table)
                        .is_some_and(|it| it.not_null_constraint(column).is_some())
            }
            ConstraintKind::Unique(key) => {
                made == Made::WithTable
                    && constraint.name.is_none()
                    && self.tables.get(table).is_some_and(|it| {
                        it.constraints.iter().any(|it| match &it.definition.kind {
                            ConstraintKind::PrimaryKey(other) | ConstraintKind::Unique(other) => {
                                other.columns == key.columns && other.include == key.include
                            }
                            _ => false,
                        })
                    })
            }
            ConstraintKind::PrimaryKey(_)
            | ConstraintKind::ForeignKey(_)
            | ConstraintKind::Check(_)
            | ConstraintKind::Exclude { .. }
            | ConstraintKind::Default { .. } => false,
        }
    }

    /// Whether the columns of a key are there. What an expression seems to mention may be something else than a column.
    fn has_key_columns(&mut self, table: &ObjectName, definition: &Constraint) -> bool {
        match &definition.kind {
            ConstraintKind::Check(_) => true,
            ConstraintKind::PrimaryKey(_)
            | ConstraintKind::Unique(_)
            | ConstraintKind::ForeignKey(_)
            | ConstraintKind::Exclude { .. }
            | ConstraintKind::NotNull { .. }
            | ConstraintKind::Default { .. } => self.enter_columns(table, definition.columns()),
        }
    }

    /// Fills in what the statement leaves to the catalogue: the referenced key, the columns of the index used.
    fn complete_definition(&mut self, table: &ObjectName, definition: &mut Constraint) {
        match &mut definition.kind {
            ConstraintKind::ForeignKey(key) => {
                self.enter(&key.references);
                if key.referenced.is_empty()
                    && let Some((_, primary)) =
                        self.tables.get(&key.references).and_then(Table::primary_key)
                    && primary.columns.len() == key.columns.len()
                {
                    key.referenced.clone_from(&primary.columns);
                }
                let (references, referenced) = (key.references.clone(), key.referenced.clone());
                if self.tables.get(&references).is_some_and(|it| it.knowledge == Knowledge::Assumed)
                {
                    self.enter_columns(&references, referenced.iter().map(String::as_str));
                }
            }
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                let used = key
                    .using_index
                    .as_deref()
                    .and_then(|it| self.tables.get(table).and_then(|table| table.index(it)));
                if let Some(index) = used
                    && key.columns.is_empty()
                {
                    key.columns = index.keys.iter().filter_map(|it| it.column.clone()).collect();
                    key.include.clone_from(&index.include);
                    key.nulls_not_distinct = index.nulls_not_distinct;
                }
            }
            ConstraintKind::Check(_)
            | ConstraintKind::Exclude { .. }
            | ConstraintKind::NotNull { .. }
            | ConstraintKind::Default { .. } => {}
        }
    }

    fn name_for(&self, table: &ObjectName, definition: &Constraint) -> String {
        if let Some(name) = &definition.name {
            return name.clone();
        }
        match &definition.kind {
            ConstraintKind::PrimaryKey(Key { using_index: Some(index), .. })
            | ConstraintKind::Unique(Key { using_index: Some(index), .. }) => index.clone(),
            _ => self.constraint_name(table, definition),
        }
    }

    /// The index that enforces the constraint: made with it, or an existing one that takes its name.
    fn index_behind(
        &mut self,
        table: &ObjectName,
        name: &str,
        definition: &Constraint,
        now: Birth,
    ) -> Option<String> {
        let mut index = match &definition.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                if let Some(used) = &key.using_index {
                    return self.use_index(table, used, name, now);
                }
                let mut index = Index::new(name, key.columns.iter().map(IndexKey::of).collect());
                index.include.clone_from(&key.include);
                index.unique = true;
                index.nulls_not_distinct = key.nulls_not_distinct;
                index.method = key.without_overlaps.then(|| "gist".to_owned());
                index
            }
            ConstraintKind::Exclude { method, keys, predicate } => {
                let mut index = Index::new(name, keys.clone());
                index.method.clone_from(method);
                index.predicate.clone_from(predicate);
                index
            }
            ConstraintKind::ForeignKey(key) => {
                let named = definition.name.is_some().then_some(name);
                self.index_foreign_key(table, named, key, now);
                return None;
            }
            ConstraintKind::Check(_)
            | ConstraintKind::NotNull { .. }
            | ConstraintKind::Default { .. } => return None,
        };
        index.constraint = Some(name.to_owned());
        index.born = Some(now);
        self.put_index(table, index).then(|| name.to_owned())
    }

    /// USING INDEX: the index gets the constraint's name (manual, "ALTER TABLE").
    fn use_index(
        &mut self,
        table: &ObjectName,
        used: &str,
        name: &str,
        now: Birth,
    ) -> Option<String> {
        if self.tables.get(table).is_some_and(|it| it.index(used).is_none()) {
            let mut index = Index::new(used, Vec::new());
            index.born = Some(now);
            self.put_index(table, index);
        }
        self.rename_index_of(table, used, name);
        let index = self.edit_index(table, name)?;
        index.unique = true;
        index.constraint = Some(name.to_owned());
        Some(name.to_owned())
    }

    /// InnoDB makes an index for a foreign key whose columns begin none, under the key's name if it was given one
    /// (MySQL manual, "FOREIGN KEY Constraints": it "may be silently dropped later if you create another index").
    fn index_foreign_key(
        &mut self,
        table: &ObjectName,
        name: Option<&str>,
        key: &ForeignKey,
        now: Birth,
    ) {
        if !matches!(self.target.dialect, Dialect::Mysql | Dialect::Mariadb) {
            return;
        }
        let Some(held) = self.tables.get(table) else { return };
        let columns = || key.columns.iter().map(|it| Some(it.as_str()));
        if held.indexes.iter().any(|it| it.begins_with(columns())) {
            return;
        }
        let keys: Vec<IndexKey> = key.columns.iter().map(IndexKey::of).collect();
        let name = name.map_or_else(|| self.index_name(table, &keys, &[]), str::to_owned);
        let mut index = Index::new(&name, keys);
        index.for_key = true;
        index.born = Some(now);
        self.put_index(table, index);
    }

    /// Enters the constraint and what follows from it for the columns.
    pub(super) fn put_constraint(
        &mut self,
        table: &ObjectName,
        constraint: TableConstraint,
        now: Birth,
    ) {
        self.links.add(Use::Named, &table.sibling(&constraint.name), table);
        let mut not_null = Vec::new();
        match &constraint.definition.kind {
            ConstraintKind::ForeignKey(key) => {
                self.links.add(Use::References, &key.references, table);
            }
            ConstraintKind::PrimaryKey(key) => {
                not_null.extend(key.columns.iter().filter(|it| self.key_needs_value(table, it)));
            }
            ConstraintKind::NotNull { column } if constraint.validated != Validated::No => {
                if let Some(column) = self.edit_column(table, column) {
                    column.nullable = Some(false);
                }
            }
            ConstraintKind::Default { column, value } => {
                if let Some(column) = self.edit_column(table, column) {
                    column.default = Some(value.clone());
                }
            }
            ConstraintKind::Unique(_)
            | ConstraintKind::Check(_)
            | ConstraintKind::Exclude { .. }
            | ConstraintKind::NotNull { .. } => {}
        }
        let not_null: Vec<String> = not_null.into_iter().cloned().collect();
        if let Some(held) = self.tables.edit(table) {
            if held.constraints.len() < MOST_OF_A_KIND {
                held.constraints.push(constraint);
            } else {
                held.knowledge = Knowledge::Assumed;
            }
        }
        for column in not_null {
            if let Some(column) = self.edit_column(table, &column) {
                column.nullable = Some(false);
            }
            self.add_not_null(table, &column, now);
        }
    }

    /// SQLite lets primary keys hold NULL, but for the row's own number ("CREATE TABLE", "The PRIMARY KEY").
    fn key_needs_value(&self, table: &ObjectName, column: &str) -> bool {
        if self.target.dialect != Dialect::Sqlite {
            return true;
        }
        let Some(table) = self.tables.get(table) else { return false };
        let is_rowid = table.column(column).is_some_and(|it| {
            it.data_type.as_ref().is_some_and(|it| it.name.name.eq_ignore_ascii_case("integer"))
        });
        is_rowid || table.option("without rowid").is_some() || table.option("strict").is_some()
    }

    /// The named NOT NULL that PostgreSQL 18 keeps for the column.
    pub(super) fn add_not_null(&mut self, table: &ObjectName, column: &str, now: Birth) {
        if !names_not_null(self.target) || self.column(table, column).is_none() {
            return;
        }
        let Some(held) = self.tables.edit(table) else { return };
        let known = held.constraints.iter_mut().find(|it| match &it.definition.kind {
            ConstraintKind::NotNull { column: of } => of == column,
            _ => false,
        });
        if let Some(known) = known {
            known.validated = Validated::Yes;
            known.definition.validity = Validity::Checked;
            return;
        }
        let whole = held.partition_of.as_ref().map(|it| it.parent.clone());
        let inherited = whole
            .and_then(|it| Some(self.tables.get(&it)?.not_null_constraint(column)?.name.clone()));
        let definition = Constraint::new(ConstraintKind::NotNull { column: column.to_owned() });
        let constraint = TableConstraint {
            name: inherited.unwrap_or_else(|| self.constraint_name(table, &definition)),
            definition,
            validated: Validated::Yes,
            index: None,
            inherited: false,
            local: true,
            perhaps_dropped: false,
            born: Some(now),
        };
        self.put_constraint(table, constraint, now);
    }

    pub(super) fn drop_not_null(&mut self, table: &ObjectName, column: &str) {
        let name = self
            .tables
            .get(table)
            .and_then(|it| it.not_null_constraint(column))
            .map(|it| it.name.clone());
        if let Some(name) = name {
            self.remove_constraint(table, &name);
        }
    }

    /// Makes a constraint the nearest heirs' own.
    pub(super) fn keep_constraint(&mut self, table: &ObjectName, name: &str) {
        let children: Vec<ObjectName> = self.children_of(table).map(|it| it.name.clone()).collect();
        for child in children {
            let Some(child) = self.tables.edit(&child) else { continue };
            for constraint in child.constraints.iter_mut().filter(|it| it.name == name) {
                constraint.inherited = false;
                constraint.local = true;
            }
        }
    }

    /// The check that is meant by a name which the table does not have: a naming convention puts words before the name
    /// that a script gives ("Configuring Constraint Naming Conventions").
    pub(super) fn conventional(
        &self,
        table: &ObjectName,
        which: &ConstraintRef,
    ) -> Option<ConstraintRef> {
        let name = which.name()?;
        let held = self.tables.get(table).filter(|it| it.constraint(name).is_none())?;
        let is_meant = |it: &&TableConstraint| {
            matches!(it.definition.kind, ConstraintKind::Check(_))
                && name.strip_suffix(it.name.as_str()).is_some_and(|it| it.ends_with('_'))
        };
        let meant = held.constraints.iter().filter(is_meant).max_by_key(|it| it.name.len())?;
        Some(ConstraintRef::Check(meant.name.clone()))
    }

    pub(super) fn drop_constraint(
        &mut self,
        table: &ObjectName,
        which: &ConstraintRef,
        cascade: Cascade,
        reach: Reach,
    ) {
        if !self.enter(table) {
            return;
        }
        if which.name().is_some_and(is_unknown) {
            self.drop_some_constraint(table, which);
            return;
        }
        let Some(held) = self.tables.get(table) else { return };
        let constraint = match which {
            ConstraintRef::PrimaryKey => held.primary_key().map(|(it, _)| it),
            ConstraintRef::Named(name)
            | ConstraintRef::ForeignKey(name)
            | ConstraintRef::Check(name)
            | ConstraintRef::Unique(name) => held.constraint(name),
        };
        let Some(constraint) = constraint else { return };
        let name = constraint.name.clone();
        if reach == Reach::Alone {
            self.keep_constraint(table, &name);
        }
        let Some(constraint) = self.tables.get(table).and_then(|it| it.constraint(&name)) else {
            return;
        };
        if cascade == Cascade::Cascade
            && let ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) =
                &constraint.definition.kind
        {
            let columns = key.columns.clone();
            let keys: Vec<(ObjectName, String)> = self
                .foreign_keys_to(table)
                .filter(|(_, _, it)| it.referenced == columns)
                .map(|(table, constraint, _)| (table.name.clone(), constraint.name.clone()))
                .collect();
            for (other, key) in keys {
                self.remove_constraint(&other, &key);
            }
        }
        self.remove_constraint(table, &name);
    }

    /// One of that kind is dropped, under a name that only the run knows: the one that there is, or any of several.
    fn drop_some_constraint(&mut self, table: &ObjectName, which: &ConstraintRef) {
        let Some(held) = self.tables.edit(table) else { return };
        let mut possible: Vec<&mut TableConstraint> = held
            .constraints
            .iter_mut()
            .filter(|it| match (which, &it.definition.kind) {
                (ConstraintRef::PrimaryKey, kind) => matches!(kind, ConstraintKind::PrimaryKey(_)),
                (ConstraintRef::ForeignKey(_), kind) => {
                    matches!(kind, ConstraintKind::ForeignKey(_))
                }
                (ConstraintRef::Check(_), kind) => matches!(kind, ConstraintKind::Check(_)),
                (ConstraintRef::Unique(_), kind) => matches!(kind, ConstraintKind::Unique(_)),
                (ConstraintRef::Named(_), _) => true,
            })
            .collect();
        match possible.as_mut_slice() {
            [only] if held.knowledge == Knowledge::Whole => {
                let name = only.name.clone();
                self.remove_constraint(table, &name);
            }
            several => several.iter_mut().for_each(|it| it.perhaps_dropped = true),
        }
    }

    /// Removes the constraint, its index, and the copies that heirs have of it.
    pub(super) fn remove_constraint(&mut self, table: &ObjectName, name: &str) {
        let Some(removed) = self.take_constraint(table, name) else { return };
        if let Some(index) = &removed.index {
            self.remove_index(table, index);
            return;
        }
        for heir in self.descendants_of(table) {
            if !self.may_take_over(1) {
                return;
            }
            let Some(held) = self.tables.get(&heir) else { continue };
            // One that comes from another parent, or from an heir between that keeps it, stays.
            // A column has one NOT NULL, whatever those of its parents are called.
            let gives = |it: &Table| {
                match &removed.definition.kind {
                ConstraintKind::NotNull { column } => it.constraints.iter().any(|it| {
                    matches!(&it.definition.kind, ConstraintKind::NotNull { column: of } if of == column)
                }),
                _ => it.constraint(name).is_some(),
            }
            };
            if held.parents().any(|it| self.tables.get(it).is_some_and(gives)) {
                continue;
            }
            let copy = held.constraint(name);
            match copy.map(|it| (it.inherited, it.local)) {
                Some((true, false)) => _ = self.take_constraint(&heir, name),
                Some((true, true)) => {
                    let Some(heir) = self.tables.edit(&heir) else { continue };
                    let own = heir.constraints.named_mut(name);
                    own.into_iter().for_each(|it| it.inherited = false);
                }
                Some((false, _)) | None => {}
            }
        }
    }

    /// Takes the constraint out of this table alone, with what it meant for the columns.
    pub(super) fn take_constraint(
        &mut self,
        table: &ObjectName,
        name: &str,
    ) -> Option<TableConstraint> {
        let held = self.tables.get(table)?;
        let place = held.constraints.place(name)?;
        let held = self.tables.edit(table)?;
        let removed = held.constraints.remove(place);
        match &removed.definition.kind {
            ConstraintKind::NotNull { column } => {
                let column = held.columns.named_mut(column);
                column.into_iter().for_each(|it| it.nullable = Some(true));
            }
            ConstraintKind::Default { column, .. } => {
                let column = held.columns.named_mut(column);
                column.into_iter().for_each(|it| it.default = None);
            }
            _ => {}
        }
        Some(removed)
    }

    pub(super) fn validate_constraint(&mut self, table: &ObjectName, name: &str, now: Birth) {
        if !self.enter(table) {
            return;
        }
        let mut tables = vec![table.clone()];
        tables.extend(self.descendants_of(table));
        for table in tables {
            if !self.may_take_over(1) {
                return;
            }
            let Some(held) = self.tables.edit(&table) else { continue };
            let Some(constraint) = held.constraints.named_mut(name) else {
                continue;
            };
            if constraint.validated == Validated::No {
                constraint.validated = Validated::In(now);
                constraint.definition.validity = Validity::Checked;
            }
            if let ConstraintKind::NotNull { column } = &constraint.definition.kind {
                let column = held.columns.named_mut(column);
                column.into_iter().for_each(|it| it.nullable = Some(false));
            }
        }
    }

    pub(super) fn rename_constraint(&mut self, table: &ObjectName, from: &str, to: &str) {
        if !self.enter(table) {
            return;
        }
        let Some(constraint) = self.tables.get(table).and_then(|it| it.constraint(from)) else {
            return;
        };
        if let Some(index) = constraint.index.clone() {
            self.rename_index_of(table, &index, to);
            return;
        }
        self.rename_constraint_of(table, from, to);
        for heir in self.descendants_of(table) {
            let inherited = |it: &Table| it.constraint(from).is_some_and(|it| it.inherited);
            if self.may_take_over(1) && self.tables.get(&heir).is_some_and(inherited) {
                self.rename_constraint_of(&heir, from, to);
            }
        }
    }

    fn rename_constraint_of(&mut self, table: &ObjectName, from: &str, to: &str) {
        let Some(held) = self.tables.edit(table) else { return };
        let Some(constraint) = held.constraints.iter_mut().find(|it| it.name == from) else {
            return;
        };
        constraint.name = to.to_owned();
        constraint.definition.name = Some(to.to_owned());
        self.links.add(Use::Named, &table.sibling(to), table);
    }

    pub(super) fn alter_constraint(
        &mut self,
        table: &ObjectName,
        name: &str,
        change: AlterConstraint,
        now: Birth,
    ) {
        let Some(held) = self.edit_table(table) else { return };
        let Some(it) = held.constraints.named_mut(name) else { return };
        match change {
            AlterConstraint::SetInherit => {
                it.definition.no_inherit = false;
                self.hand_down_constraint(table, name, now);
            }
            AlterConstraint::SetDeferrable(deferrable) => it.definition.deferrable = deferrable,
            AlterConstraint::Enforce => {
                it.definition.validity = Validity::Checked;
                it.validated = Validated::In(now);
            }
            AlterConstraint::Unenforce => {
                it.definition.validity = Validity::NotEnforced;
                it.validated = Validated::No;
            }
            AlterConstraint::SetNoInherit => it.definition.no_inherit = true,
        }
    }
}
