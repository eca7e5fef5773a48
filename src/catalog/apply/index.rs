//! Indexes: made, dropped, renamed, attached.

use super::*;
use crate::catalog::names::indexes_are_local;
use crate::ops::constraint::ConstraintKind;
use crate::ops::index::{AlterIndex, CreateIndex, IndexChange};

impl Index {
    pub(super) fn new(name: &str, keys: Vec<IndexKey>) -> Index {
        Index {
            name: name.to_owned(),
            keys,
            include: Vec::new(),
            unique: false,
            nulls_not_distinct: false,
            method: None,
            predicate: None,
            constraint: None,
            part_of: None,
            for_key: false,
            valid: true,
            options: Vec::new(),
            born: None,
        }
    }

    /// Whether its first keys are these columns; `None` is an expression.
    pub(super) fn begins_with<'c>(
        &self,
        columns: impl ExactSizeIterator<Item = Option<&'c str>>,
    ) -> bool {
        columns.len() <= self.keys.len()
            && columns.zip(&self.keys).all(|(column, it)| it.column.as_deref() == column)
    }
}

impl Schema {
    pub(super) fn create_index(&mut self, create: &CreateIndex, now: Birth) {
        let relation = &create.table;
        if !self.views.contains_key(relation) && !self.enter(relation) {
            return;
        }
        let columns = create.keys.iter().filter_map(|it| it.column.as_deref());
        let columns: Vec<&str> = columns.chain(create.include.iter().map(String::as_str)).collect();
        if !self.views.contains_key(relation) && !self.enter_columns(relation, columns) {
            return;
        }
        let name = match &create.name {
            Some(name) => name.clone(),
            None => self.index_name(relation, &create.keys, &create.include),
        };
        let known = self.index_of(relation, &name).is_some();
        if known || (!self.indexes_are_local() && self.is_relation(&relation.sibling(&name))) {
            if self.complete || create.guard == crate::ops::Guard::IfNeeded {
                return;
            }
            self.remove_index_named(&relation.sibling(&name), relation);
        }
        let mut index = Index::new(&name, create.keys.clone());
        index.include.clone_from(&create.include);
        index.unique = create.unique;
        index.nulls_not_distinct = create.nulls_not_distinct;
        index.method.clone_from(&create.method);
        index.predicate.clone_from(&create.predicate);
        index.options.clone_from(&create.options);
        index.born = Some(now);
        let partitions = self.partitions_of(relation).next().is_some();
        index.valid = !(create.only && partitions);
        self.put_index(relation, index);
        if !create.only {
            self.hand_down_index(relation, &name, now);
        }
    }

    pub(super) fn indexes_are_local(&self) -> bool {
        indexes_are_local(self.target.dialect)
    }

    /// Enters the index under its name and with its table or view, and answers whether it could.
    pub(super) fn put_index(&mut self, relation: &ObjectName, index: Index) -> bool {
        if MOST_OF_A_KIND <= self.indexes_of(relation).len() {
            self.forget_what_is_whole(relation);
            return false;
        }
        if self.indexes_are_local() {
            self.take_index(relation, &index.name);
        } else {
            let name = relation.sibling(&index.name);
            if !self.clear_index_name(&name) {
                return false;
            }
            self.indexes.put(name, relation.clone());
        }
        if let Some(indexes) = self.edit_indexes(relation) {
            let serves =
                |it: &Index| index.begins_with(it.keys.iter().map(|it| it.column.as_deref()));
            indexes.retain(|it| !(it.for_key && serves(it)));
            indexes.push(index);
        }
        true
    }

    /// Removes another index of that name; `false` where the name is another relation's.
    pub(super) fn clear_index_name(&mut self, name: &ObjectName) -> bool {
        if let Some(relation) = self.indexes.get(name).cloned() {
            self.remove_index(&relation, &name.name);
        }
        !self.is_relation(name)
    }

    fn edit_indexes(&mut self, relation: &ObjectName) -> Option<&mut Named<Index>> {
        if self.tables.contains_key(relation) {
            return self.tables.edit(relation).map(|it| &mut it.indexes);
        }
        self.views.edit(relation).map(|it| &mut it.indexes)
    }

    pub(super) fn edit_index(&mut self, relation: &ObjectName, name: &str) -> Option<&mut Index> {
        self.edit_indexes(relation)?.named_mut(name)
    }

    /// The relation of the index: by its own name, or by the table that the statement names.
    fn relation_of_index(
        &self,
        index: &ObjectName,
        table: Option<&ObjectName>,
    ) -> Option<ObjectName> {
        match (self.indexes.get(index), table) {
            (Some(relation), _) => Some(relation.clone()),
            (None, Some(table)) => Some(table.clone()),
            (None, None) => None,
        }
    }

    pub(super) fn drop_index(&mut self, index: &ObjectName, table: Option<&ObjectName>) {
        if let Some(relation) = self.relation_of_index(index, table) {
            self.remove_index(&relation, &index.name);
        } else if let Some(table) = table {
            self.enter(table);
        }
    }

    /// What Alembic does not read of a table that it copies: triggers, indexes over expressions, checks without a name.
    pub(super) fn forget_in_copy(&mut self, op: &Op) {
        let table = match &op.kind {
            OpKind::AddColumn { table, .. }
            | OpKind::DropColumn { table, .. }
            | OpKind::RenameColumn { table, .. }
            | OpKind::AlterColumn { table, .. }
            | OpKind::AddConstraint { table, .. }
            | OpKind::DropConstraint { table, .. } => table,
            OpKind::CreateIndex(it) => &it.table,
            _ => return,
        };
        let Some(held) = self.tables.edit(table) else { return };
        held.triggers.clear();
        if op.clauses.iter().any(|it| it.0 == Clause::Reflected) {
            let unnamed = |it: &&mut TableConstraint| {
                it.definition.name.is_none()
                    && matches!(it.definition.kind, ConstraintKind::Check(_))
            };
            held.constraints.iter_mut().filter(unnamed).for_each(|it| it.perhaps_dropped = true);
            for column in &mut held.columns {
                if let Some(of) = &mut column.data_type {
                    of.collation = None;
                }
            }
            let keys = held.indexes.iter_mut().flat_map(|it| &mut it.keys);
            keys.for_each(|it| (it.descending, it.collation) = (false, None));
        }
        if op.clauses.iter().any(|it| it.0 == Clause::Uncounted) {
            let counted = |it: &&mut Column| it.generated == Some(Generated::AutoIncrement);
            held.columns.iter_mut().filter(counted).for_each(|it| it.generated = None);
        }
        let over_terms =
            held.indexes.iter().filter(|it| it.keys.iter().any(|it| it.column.is_none()));
        let gone: Vec<String> = over_terms.map(|it| it.name.clone()).collect();
        gone.iter().for_each(|it| self.remove_index(table, it));
    }

    fn remove_index_named(&mut self, name: &ObjectName, relation: &ObjectName) {
        let relation = self.indexes.get(name).unwrap_or(relation).clone();
        self.remove_index(&relation, &name.name);
    }

    /// Removes the index, the constraint that it enforces, and its parts on partitions.
    pub(super) fn remove_index(&mut self, relation: &ObjectName, name: &str) {
        self.take_index(relation, name);
        let mut gone = crate::order::set([relation.sibling(name)]);
        for heir in self.descendants_of(relation) {
            if !self.may_take_over(1) {
                return;
            }
            let parts: Vec<String> = self
                .indexes_of(&heir)
                .iter()
                .filter(|it| it.part_of.as_ref().is_some_and(|it| gone.contains(it)))
                .map(|it| it.name.clone())
                .collect();
            for part in parts {
                self.take_index(&heir, &part);
                gone.insert(heir.sibling(&part));
            }
        }
    }

    /// Takes the index out of this relation alone, and the constraint that it enforces.
    fn take_index(&mut self, relation: &ObjectName, name: &str) {
        self.indexes.take(&relation.sibling(name));
        let Some(indexes) = self.edit_indexes(relation) else { return };
        indexes.take(name);
        let constraint = self
            .tables
            .get(relation)
            .and_then(|it| it.constraints.iter().find(|it| it.index.as_deref() == Some(name)));
        if let Some(constraint) = constraint.map(|it| it.name.clone()) {
            self.take_constraint(relation, &constraint);
        }
    }

    /// Takes indexes of a relation that is gone out of the names.
    pub(super) fn forget_indexes(&mut self, relation: &ObjectName, indexes: &[Index]) {
        for index in indexes {
            let name = relation.sibling(&index.name);
            if self.indexes.get(&name) == Some(relation) {
                self.indexes.take(&name);
            }
        }
    }

    pub(super) fn rename_index(
        &mut self,
        index: &ObjectName,
        table: Option<&ObjectName>,
        to: &str,
    ) {
        if let Some(relation) = self.relation_of_index(index, table) {
            self.rename_index_of(&relation, &index.name, to);
        } else if self.is_relation(index) {
            // `ALTER INDEX` renames tables and views too (manual, "ALTER INDEX").
            self.rename_relation(index, &index.sibling(to));
        }
    }

    /// Renames the index and the constraint that it enforces: both always have one name.
    pub(super) fn rename_index_of(&mut self, relation: &ObjectName, from: &str, to: &str) {
        if from == to {
            return;
        }
        let (old, new) = (relation.sibling(from), relation.sibling(to));
        if self.index_of(relation, from).is_none() {
            return;
        }
        if self.indexes_are_local() {
            self.take_index(relation, to);
        } else if (self.complete && self.is_relation(&new)) || !self.clear_index_name(&new) {
            return;
        }
        let Some(index) = self.edit_index(relation, from) else { return };
        index.name = to.to_owned();
        if index.constraint.as_deref() == Some(from) {
            index.constraint = Some(to.to_owned());
        }
        if self.indexes.take(&old).is_some() {
            self.indexes.put(new.clone(), relation.clone());
        }
        for heir in self.descendants_of(relation) {
            let Some(indexes) = self.edit_indexes(&heir) else { continue };
            for part in indexes.iter_mut().filter(|it| it.part_of.as_ref() == Some(&old)) {
                part.part_of = Some(new.clone());
            }
        }
        let Some(table) = self.tables.edit(relation) else { return };
        for constraint in &mut table.constraints {
            if constraint.index.as_deref() == Some(from) {
                constraint.index = Some(to.to_owned());
                constraint.name = to.to_owned();
                constraint.definition.name = Some(to.to_owned());
            }
        }
        self.links.add(links::Use::Named, &new, relation);
    }

    pub(super) fn alter_index(&mut self, alter: &AlterIndex) {
        match &alter.change {
            IndexChange::AttachPartition(part) => self.attach_index(&alter.index, part),
            IndexChange::SetTablespace(name) => {
                let relation = self.relation_of_index(&alter.index, alter.table.as_ref());
                let index = relation.and_then(|it| self.edit_index(&it, &alter.index.name));
                let Some(index) = index else { return };
                index.options.retain(|(option, _)| option != "tablespace");
                index.options.push(("tablespace".to_owned(), name.clone()));
            }
            IndexChange::SetVisibility(_) | IndexChange::Disable => {}
            IndexChange::SetOptions
            | IndexChange::SetStatistics
            | IndexChange::DependsOnExtension
            | IndexChange::Rebuild(_)
            | IndexChange::Reorganize => {}
        }
    }

    /// The partitioned table's index becomes valid once every partition has its part.
    fn attach_index(&mut self, whole: &ObjectName, part: &ObjectName) {
        let (Some(parent), Some(partition)) =
            (self.indexes.get(whole).cloned(), self.indexes.get(part).cloned())
        else {
            return;
        };
        let of = self.tables.get(&partition).and_then(|it| it.partition_of.as_ref());
        if of.is_none_or(|it| it.parent != parent) {
            return;
        }
        if let Some(index) = self.edit_index(&partition, &part.name) {
            index.part_of = Some(whole.clone());
        }
        let complete = self
            .partitions_of(&parent)
            .all(|it| it.indexes.iter().any(|it| it.part_of.as_ref() == Some(whole) && it.valid));
        if complete && let Some(index) = self.edit_index(&parent, &whole.name) {
            index.valid = true;
        }
    }
}
