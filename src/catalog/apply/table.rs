//! Tables: made, dropped, renamed, moved, stored.

use super::*;
use crate::catalog::links::Use;
use crate::dialect::Dialect;
use crate::ops::column::{ColumnDef, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::table::{CreateTable, PartitionBound, Storage};
use crate::ops::{Cascade, Guard};
use constraint::Made;
use heirs::Taking;

/// A column whose values come from a query.
pub(super) fn queried(output: ViewColumn, now: Birth) -> Column {
    Column {
        data_type: output.data_type,
        nullable: Some(true),
        born: Some(now),
        ..Column::unknown(&output.name)
    }
}

impl Schema {
    pub(super) fn create_table(&mut self, create: &CreateTable, now: Birth) {
        let name = &create.name;
        if name.is_unknown() {
            self.unnamed.put(name.clone(), now);
            return;
        }
        if self.is_relation(name) {
            if !create.replaces && (self.complete || create.guard == Guard::IfNeeded) {
                return;
            }
            self.make_way(name);
        }
        let mut table = Table::new(name.clone(), Knowledge::Whole, Some(now));
        table.persistence = create.persistence;
        table.partition_by = create.partition_by.clone();
        table.inherits = create.inherits.clone();
        table.partition_of = create.partition_of.clone();
        table.of_type = create.of_type.clone();
        for option in &create.options {
            set_option(&mut table.options, option);
        }
        if let Some(query) = &create.filled_from {
            let named: Vec<String> = create.columns.iter().map(|it| it.name.clone()).collect();
            match self.outputs_within_bounds(query, &named) {
                Some(outputs) => {
                    table.columns = outputs.into_iter().map(|it| queried(it, now)).collect();
                }
                None => table.knowledge = Knowledge::Assumed,
            }
            table.rows = if query.with_data { Rows::Some } else { Rows::NoneYet };
        }
        if create.persistence == crate::ops::table::Persistence::Foreign {
            table.rows = Rows::Some;
        }
        table.columns.reserve(create.columns.len().min(MOST_OF_A_KIND));
        let parents: Vec<ObjectName> = table.parents().cloned().collect();
        self.tables.put(name.clone(), table);
        self.link_table(name);
        for parent in &parents {
            self.enter(parent);
            self.take_over(parent, name, Taking::Heir, now);
        }
        let mut columns = create.columns.iter();
        let mut put = 0;
        if let Some(composite) = &create.of_type {
            self.take_attributes(composite, name, now);
        }
        for like in &create.like {
            for column in columns.by_ref().take(like.place.saturating_sub(put)) {
                self.put_column(name, column, &ColumnPosition::Last, now);
            }
            put = put.max(like.place);
            self.take_over(&like.table, name, Taking::Like(&like.including), now);
        }
        for column in columns {
            self.put_column(name, column, &ColumnPosition::Last, now);
        }
        // A foreign key makes an index of its own only where none of the table's serves it.
        let (foreign, own): (Vec<Constraint>, Vec<Constraint>) = in_order(create)
            .into_iter()
            .partition(|it| matches!(it.kind, ConstraintKind::ForeignKey(_)));
        for constraint in own {
            self.add_constraint(name, &constraint, Made::WithTable, now);
        }
        for like in &create.like {
            self.take_indexes_like(&like.table, name, &like.including, now);
        }
        if let Some(partition) = &create.partition_of {
            self.take_keys(&partition.parent, name, now);
        }
        for index in &create.indexes {
            self.create_index(index, now);
        }
        for constraint in foreign {
            self.add_constraint(name, &constraint, Made::WithTable, now);
        }
    }

    /// A table of a composite type has the attributes for columns (manual, "CREATE TABLE", OF).
    fn take_attributes(&mut self, composite: &ObjectName, to: &ObjectName, now: Birth) {
        let known = self.types.get(composite).filter(|it| it.knowledge == Knowledge::Whole);
        let Some(TypeDefinition::Composite(attributes)) = known.map(|it| &it.definition) else {
            return self.forget_what_is_whole(to);
        };
        let attributes = attributes.clone();
        for (name, data_type) in attributes {
            let def = ColumnDef::new(&name, Some(data_type));
            self.put_column(to, &def, &ColumnPosition::Last, now);
        }
    }

    /// Takes a relation away that ends with its session.
    pub fn forget_temporary(&mut self, name: &ObjectName) {
        self.make_way(name);
    }

    /// Takes away what stands in the way of a new table of that name, keeping the foreign keys of others to it.
    pub(super) fn make_way(&mut self, name: &ObjectName) {
        if self.tables.contains_key(name) {
            let children: Vec<ObjectName> =
                self.children_of(name).map(|it| it.name.clone()).collect();
            children.iter().for_each(|it| self.part(it, name));
        }
        if let Some(table) = self.tables.take(name) {
            self.forget_indexes(name, &table.indexes);
            self.drop_sequences_of(name);
        } else if self.views.contains_key(name) {
            self.remove_view(name);
        } else if self.sequences.contains_key(name) {
            self.sequences.take(name);
        } else if let Some(relation) = self.indexes.get(name).cloned() {
            self.remove_index(&relation, &name.name);
        }
    }

    pub(super) fn drop_table(&mut self, name: &ObjectName, cascade: Cascade) {
        if !self.tables.contains_key(name) {
            self.unnamed.take(name);
            return;
        }
        let mut doomed = vec![name.clone()];
        let mut at = 0;
        while let Some(parent) = doomed.get(at).cloned() {
            at += 1;
            let children: Vec<(ObjectName, bool)> = self
                .children_of(&parent)
                .map(|it| {
                    (it.name.clone(), it.partition_of.is_some() || cascade == Cascade::Cascade)
                })
                .collect();
            for (child, goes_along) in children {
                if goes_along {
                    doomed.push(child);
                } else {
                    self.part(&child, &parent);
                }
            }
            // A foreign key to the whole goes with any of its parts.
            let is_part = self.tables.get(&parent).is_some_and(|it| it.partition_of.is_some());
            if is_part && cascade == Cascade::Cascade {
                for whole in self.ancestors_of(&parent) {
                    self.remove_keys_to(&whole);
                }
            }
            self.remove_table(&parent);
        }
    }

    fn remove_keys_to(&mut self, name: &ObjectName) {
        let keys: Vec<(ObjectName, String)> = self
            .foreign_keys_to(name)
            .filter(|(table, _, _)| table.name != *name)
            .map(|(table, constraint, _)| (table.name.clone(), constraint.name.clone()))
            .collect();
        for (table, key) in keys {
            self.remove_constraint(&table, &key);
        }
    }

    /// Removes the table with its indexes, sequences, the foreign keys of others to it, and the views that read it.
    fn remove_table(&mut self, name: &ObjectName) {
        // Elsewhere the keys refer to a name, which may come back.
        if matches!(self.target.dialect, Dialect::Postgres | Dialect::Oracle | Dialect::Mssql) {
            self.remove_keys_to(name);
        }
        for (owner, kind, dependent) in self.lookers_into(name) {
            if let Some(owner) = self.tables.edit(&owner) {
                owner.dependents.retain(|it| it.kind != kind || it.name != dependent);
            }
        }
        self.drop_sequences_of(name);
        let Some(table) = self.tables.take(name) else { return };
        self.forget_indexes(name, &table.indexes);
        if self.drops_views_along() {
            self.remove_views_of(name);
        }
    }

    fn drop_sequences_of(&mut self, table: &ObjectName) {
        let sequences: Vec<ObjectName> =
            self.sequences_of(table).map(|it| it.name.clone()).collect();
        for sequence in sequences {
            self.sequences.take(&sequence);
        }
    }

    /// `ALTER TABLE … RENAME` works on views, sequences and indexes too.
    pub(super) fn rename_relation(&mut self, from: &ObjectName, to: &ObjectName) {
        // A bare new name means the same schema.
        let to = match &to.schema {
            Some(_) => to.clone(),
            None => from.sibling(&to.name),
        };
        if from == &to || from.is_unknown() || to.is_unknown() {
            return;
        }
        if self.views.contains_key(from) {
            self.rename_view(from, &to);
        } else if self.sequences.contains_key(from) {
            self.rename_sequence(from, &to);
        } else if !self.tables.contains_key(from) && self.indexes.contains_key(from) {
            self.rename_index(from, None, &to.name);
        } else if self.enter(from) {
            self.rename_table(from, &to);
        }
    }

    fn rename_table(&mut self, from: &ObjectName, to: &ObjectName) {
        if self.is_relation(to) {
            if self.complete {
                return;
            }
            self.make_way(to);
        }
        let Some(mut table) = self.tables.take(from) else { return };
        table.name = to.clone();
        let moved = from.schema != to.schema;
        self.forget_indexes(from, &table.indexes);
        if !self.indexes_are_local() {
            table.indexes.retain(|it| self.move_index_name(&it.name, to));
            for constraint in &mut table.constraints {
                let kept = |index: &String| table.indexes.named(index).is_some();
                constraint.index = constraint.index.take().filter(kept);
            }
        }
        for constraint in &mut table.constraints {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.definition.kind
                && key.references == *from
            {
                key.references = to.clone();
            }
        }
        let kept: Vec<ObjectName> = table.indexes.iter().map(|it| to.sibling(&it.name)).collect();
        self.tables.put(to.clone(), table);
        self.link_table(to);
        self.follow_table(from, to);
        self.forget_other_wholes(to, &kept);
        let sequences: Vec<ObjectName> =
            self.sequences_of(from).map(|it| it.name.clone()).collect();
        for name in sequences {
            let Some(sequence) = self.sequences.edit(&name) else { continue };
            if let Some((table, _)) = &mut sequence.owned_by {
                *table = to.clone();
            }
            let sequence = sequence.clone();
            self.link_sequence(&sequence);
            if moved {
                self.rename_sequence(&name, &to.sibling(&name.name));
            }
        }
    }

    /// Enters an index of a relation that moves under its name there; `false` where that is taken.
    pub(super) fn move_index_name(&mut self, index: &str, relation: &ObjectName) -> bool {
        let name = relation.sibling(index);
        let free = name != *relation && self.clear_index_name(&name);
        if free {
            self.indexes.put(name, relation.clone());
        }
        free
    }

    /// Indexes of partitions stand alone whose whole had to give way.
    fn forget_other_wholes(&mut self, table: &ObjectName, kept: &[ObjectName]) {
        let partitions: Vec<ObjectName> =
            self.partitions_of(table).map(|it| it.name.clone()).collect();
        for partition in partitions {
            let Some(partition) = self.tables.edit(&partition) else { continue };
            for index in &mut partition.indexes {
                index.part_of = index.part_of.take().filter(|it| kept.contains(it));
            }
        }
    }

    /// Tells those who use the table its new name.
    fn follow_table(&mut self, from: &ObjectName, to: &ObjectName) {
        for user in self.users(Use::References, from) {
            let Some(table) = self.tables.edit(&user) else { continue };
            for constraint in &mut table.constraints {
                if let ConstraintKind::ForeignKey(key) = &mut constraint.definition.kind
                    && key.references == *from
                {
                    key.references = to.clone();
                }
            }
            self.links.add(Use::References, to, &user);
        }
        for user in self.users(Use::Inherits, from) {
            let Some(table) = self.tables.edit(&user) else { continue };
            for parent in table.inherits.iter_mut().filter(|it| *it == from) {
                *parent = to.clone();
            }
            if let Some(partition) = &mut table.partition_of
                && partition.parent == *from
            {
                partition.parent = to.clone();
                for whole in table.indexes.iter_mut().filter_map(|it| it.part_of.as_mut()) {
                    *whole = to.sibling(&whole.name);
                }
            }
            let default = |it: &PartitionOf| it.bound == PartitionBound::Default;
            if table.partition_of.as_deref().is_some_and(default) {
                self.links.add(Use::Rest, to, &user);
            }
            self.links.add(Use::Inherits, to, &user);
            self.link_bound(&user);
        }
        self.follow_reads(from, to);
    }

    pub(super) fn move_relation(&mut self, name: &ObjectName, schema: &str) {
        let to = self.in_schema(name, schema);
        self.rename_relation_into(name, &to);
    }

    fn rename_relation_into(&mut self, from: &ObjectName, to: &ObjectName) {
        if from == to || from.is_unknown() || to.is_unknown() {
            return;
        }
        if self.views.contains_key(from) {
            self.rename_view(from, to);
        } else if self.sequences.contains_key(from) {
            self.rename_sequence(from, to);
        } else if self.enter(from) {
            self.rename_table(from, to);
        }
    }

    /// The name in that schema, the default one left out.
    pub(super) fn in_schema(&self, name: &ObjectName, schema: &str) -> ObjectName {
        if schema == self.target.dialect.default_schema() {
            ObjectName::bare(&name.name)
        } else {
            ObjectName::qualified(schema, &name.name)
        }
    }

    pub(super) fn set_storage(&mut self, table: &ObjectName, storage: &Storage) {
        use crate::ops::table::Persistence;
        let Some(table) = self.edit_table(table) else { return };
        match storage {
            Storage::Logged => table.persistence = Persistence::Permanent,
            Storage::Unlogged => table.persistence = Persistence::Unlogged,
            Storage::Tablespace(name) => put_option(&mut table.options, "tablespace", name),
            Storage::AccessMethod(name) => put_option(&mut table.options, "access method", name),
        }
    }

    pub(super) fn set_table_option(&mut self, table: &ObjectName, option: &TableOption) {
        if let Some(table) = self.edit_table(table)
            && !PASSING.contains(&option.name.as_str())
        {
            if option.name == "of" {
                let named = Some(&option.value).filter(|it| !it.is_empty());
                let composite = named.and_then(|it| crate::ops::expr::plain_name(it));
                table.of_type.clone_from(&composite);
                let table = table.name.clone();
                if let Some(composite) = composite {
                    self.links.add(Use::Shaped, &composite, &table);
                }
            } else {
                set_option(&mut table.options, option);
            }
        }
    }
}

/// What ALTER TABLE says once, and no table keeps.
const PASSING: [&str; 9] = [
    "algorithm",
    "discard tablespace",
    "force",
    "import tablespace",
    "keys",
    "lock",
    "order by",
    "validation",
    "wait",
];

fn set_option(options: &mut Vec<TableOption>, option: &TableOption) {
    put_option(options, &option.name, &option.value);
}

pub(super) fn put_option(options: &mut Vec<TableOption>, name: &str, value: &str) {
    let many = MOST_OF_A_KIND <= options.len();
    match options.iter_mut().find(|it| it.name == name) {
        Some(option) => option.value = value.to_owned(),
        None if many => {}
        None => options.push(TableOption { name: name.to_owned(), value: value.to_owned() }),
    }
}

/// The constraints of a new table in the order in which PostgreSQL names them: those without an index, the primary key,
/// other keys, foreign keys.
fn in_order(create: &CreateTable) -> Vec<Constraint> {
    let inline = create.columns.iter().flat_map(column::inline_constraints);
    let mut constraints: Vec<Constraint> =
        inline.chain(create.constraints.iter().cloned()).collect();
    crate::order::sort_by_key(&mut constraints, |it| match it.kind {
        ConstraintKind::Check(_)
        | ConstraintKind::NotNull { .. }
        | ConstraintKind::Default { .. } => 0,
        ConstraintKind::PrimaryKey(_) => 1,
        ConstraintKind::Unique(_) | ConstraintKind::Exclude { .. } => 2,
        ConstraintKind::ForeignKey(_) => 3,
    });
    constraints
}

/// Whether the column draws its values from a sequence of its own.
pub(super) fn owns_sequence(generated: Option<&Generated>) -> bool {
    matches!(generated, Some(Generated::Serial | Generated::Identity(_)))
}
