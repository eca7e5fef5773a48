//! What tables take over from others: LIKE, inheritance, partitions.

use std::collections::BTreeMap;

use super::*;
use crate::catalog::links::Use;
use crate::dialect::Dialect;
use crate::ops::Link;
use crate::ops::column::Generated;
use crate::ops::constraint::{ConstraintKind, Key};
use crate::ops::index::Online;
use crate::ops::table::{AlterPartition, LikePart, PartitionOf};

/// How a table takes over the columns of another.
#[derive(Debug, Clone, Copy)]
pub(super) enum Taking<'a> {
    /// As a child or partition: with defaults and checks, and in step with the parent from there on.
    Heir,
    /// By LIKE: once, and only what is asked for.
    Like(&'a [LikePart]),
}

impl Taking<'_> {
    fn takes(self, part: LikePart) -> bool {
        match self {
            Taking::Heir => !matches!(part, LikePart::Identity | LikePart::Indexes),
            Taking::Like(parts) => parts.contains(&part),
        }
    }
}

impl Schema {
    /// Copies the columns and checks of one table to another.
    pub(super) fn take_over(
        &mut self,
        from: &ObjectName,
        to: &ObjectName,
        taking: Taking<'_>,
        now: Birth,
    ) {
        if let Some(view) = self.views.get(from) {
            let outputs = view.outputs.clone();
            match outputs.filter(|it| self.may_take_over(it.len() * COPY)) {
                None => self.forget_what_is_whole(to),
                Some(outputs) => {
                    for output in outputs {
                        self.take_column(to, table::queried(output, now), taking, now);
                    }
                }
            }
            return;
        }
        let whole = self.tables.get(from).is_some_and(|it| it.knowledge == Knowledge::Whole);
        let weight = self.tables.get(from).map_or(0, |it| it.columns.len() * COPY);
        if !whole || !self.may_take_over(weight) {
            self.forget_what_is_whole(to);
        }
        if MOST_TAKEN_OVER < self.taken_over {
            return;
        }
        let Some(source) = self.tables.get(from) else { return };
        let columns: Vec<Column> =
            source.columns.iter().map(|it| taken_over(it, taking, now)).collect();
        let partitioned = matches!(taking, Taking::Heir) && source.is_partitioned();
        let constraints: Vec<TableConstraint> = source
            .constraints
            .iter()
            .filter(|it| match it.definition.kind {
                ConstraintKind::NotNull { .. } => true,
                ConstraintKind::Check(_) => {
                    taking.takes(LikePart::Constraints) && !it.definition.no_inherit
                }
                _ => false,
            })
            .cloned()
            .collect();
        let triggers: Vec<Trigger> = if partitioned { source.triggers.clone() } else { Vec::new() };
        for column in columns {
            self.take_column(to, column, taking, now);
        }
        for function in triggers.iter().filter_map(|it| it.function.as_ref()) {
            self.links.add(Use::Fires, function, to);
        }
        if let Some(table) = self.tables.edit(to) {
            table.triggers.extend(triggers);
        }
        for constraint in constraints {
            let inherited = matches!(taking, Taking::Heir);
            let copy = TableConstraint { inherited, local: !inherited, ..constraint };
            self.take_constraint_over(to, copy, now);
        }
    }

    fn take_column(&mut self, to: &ObjectName, mut column: Column, taking: Taking<'_>, now: Birth) {
        if matches!(taking, Taking::Like(_))
            && matches!(column.generated, Some(Generated::Identity(_)))
        {
            let def = crate::ops::column::ColumnDef {
                data_type: column.data_type.clone(),
                nullable: column.nullable,
                generated: column.generated.clone(),
                comment: column.comment.clone(),
                ..crate::ops::column::ColumnDef::new(&column.name, None)
            };
            self.put_column(to, &def, &ColumnPosition::Last, now);
            return;
        }
        if let Some(data_type) = &column.data_type {
            self.links.add_typed(&data_type.name, to);
        }
        if let Some(default) = &column.default {
            self.link_default(to, default);
        }
        let Some(table) = self.tables.edit(to) else { return };
        if table.column(&column.name).is_some() || MOST_OF_A_KIND <= table.columns.len() {
            return;
        }
        column.born = Some(now);
        table.columns.push(column);
    }

    /// A constraint that keeps its parent's name; merged with one of the child's own of that name.
    fn take_constraint_over(&mut self, to: &ObjectName, constraint: TableConstraint, now: Birth) {
        let Some(table) = self.tables.edit(to) else { return };
        if let ConstraintKind::NotNull { column } = &constraint.definition.kind
            && table.column(column).is_none()
        {
            return;
        }
        // A partition has nothing of its own that its table has too.
        let partition = table.partition_of.is_some();
        let same = |it: &&mut TableConstraint| {
            it.name == constraint.name
                || match (&it.definition.kind, &constraint.definition.kind) {
                    (
                        ConstraintKind::NotNull { column: a },
                        ConstraintKind::NotNull { column: b },
                    ) => a == b,
                    _ => false,
                }
        };
        if let Some(own) = table.constraints.iter_mut().find(same) {
            own.inherited = constraint.inherited;
            own.local &= !partition;
            return;
        }
        let definition = constraint.definition.clone();
        self.put_constraint(
            to,
            TableConstraint { definition, index: None, born: Some(now), ..constraint },
            now,
        );
    }

    /// LIKE … INCLUDING INDEXES: keys and indexes, under names of their own.
    pub(super) fn take_indexes_like(
        &mut self,
        from: &ObjectName,
        to: &ObjectName,
        parts: &[LikePart],
        now: Birth,
    ) {
        if parts.contains(&LikePart::Indexes) {
            self.copy_keys(from, to, Parting::Alone, now);
            self.copy_indexes(from, to, Parting::Alone, now);
        }
    }

    /// A new or attached partition gets the partitioned table's keys, indexes and foreign keys
    /// (manual, "CREATE TABLE", PARTITION OF; "ALTER TABLE", ATTACH PARTITION).
    pub(super) fn take_keys(&mut self, parent: &ObjectName, partition: &ObjectName, now: Birth) {
        // Elsewhere partitions are no tables of their own.
        if self.target.dialect != Dialect::Postgres {
            return;
        }
        self.copy_keys(parent, partition, Parting::Part, now);
        self.copy_indexes(parent, partition, Parting::Part, now);
        let Some(source) = self.tables.get(parent) else { return };
        let keys: Vec<TableConstraint> = source.foreign_keys().map(|(it, _)| it.clone()).collect();
        for key in keys {
            if self.may_take_over(COPY) {
                self.take_foreign_key(partition, &key, now);
            }
        }
    }

    fn take_foreign_key(&mut self, partition: &ObjectName, key: &TableConstraint, now: Birth) {
        let Some(table) = self.tables.edit(partition) else { return };
        let same = |it: &&mut TableConstraint| it.definition.kind == key.definition.kind;
        if let Some(own) = table.constraints.iter_mut().find(same) {
            own.inherited = true;
            own.local = false;
            return;
        }
        let mut copy =
            TableConstraint { inherited: true, local: false, born: Some(now), ..key.clone() };
        if table.constraint(&copy.name).is_some() {
            copy.definition.name = None;
            copy.name = self.constraint_name(partition, &copy.definition);
        }
        self.put_constraint(partition, copy, now);
    }

    /// Keys with their indexes: the names are the new table's own.
    fn copy_keys(&mut self, from: &ObjectName, to: &ObjectName, parting: Parting, now: Birth) {
        let Some(source) = self.tables.get(from) else { return };
        let keys: Vec<TableConstraint> =
            source.constraints.iter().filter(|it| it.index.is_some()).cloned().collect();
        for key in keys {
            if !self.may_take_over(COPY) {
                return;
            }
            let whole = key.index.as_deref().map(|it| from.sibling(it));
            let whole = whole.filter(|_| parting == Parting::Part);
            self.copy_key(&key, whole, to, now);
        }
    }

    fn copy_key(
        &mut self,
        key: &TableConstraint,
        part_of: Option<ObjectName>,
        to: &ObjectName,
        now: Birth,
    ) {
        let Some(table) = self.tables.get(to) else { return };
        let own = table
            .constraints
            .iter()
            .find(|it| it.index.is_some() && same_key(&it.definition.kind, &key.definition.kind));
        let name = match own {
            Some(own) => own.name.clone(),
            None => {
                let mut definition = key.definition.clone();
                definition.name = None;
                forget_used_index(&mut definition.kind);
                let name = match self.keeps_names() {
                    true => key.name.clone(),
                    false => self.constraint_name(to, &definition),
                };
                definition.name = Some(name.clone());
                self.add_constraint(to, &definition, constraint::Made::WithTable, now);
                name
            }
        };
        if part_of.is_none() {
            return;
        }
        if let Some(index) = self.edit_index(to, &name) {
            index.part_of = part_of;
        }
        let Some(table) = self.tables.edit(to) else { return };
        let constraint = table.constraints.iter_mut().filter(|it| it.name == name);
        for constraint in constraint {
            constraint.inherited = true;
            constraint.local = false;
        }
    }

    /// An index's name is its table's alone, so that LIKE takes it over too.
    fn keeps_names(&self) -> bool {
        matches!(self.target.dialect, Dialect::Mysql | Dialect::Mariadb)
    }

    fn copy_indexes(&mut self, from: &ObjectName, to: &ObjectName, parting: Parting, now: Birth) {
        let indexes: Vec<Index> =
            self.indexes_of(from).iter().filter(|it| it.constraint.is_none()).cloned().collect();
        for index in indexes {
            if self.may_take_over(COPY) {
                self.copy_index(&index, from, to, parting, now);
            }
        }
    }

    /// Copies one index, or takes one that is like it for the part. Answers the name of the copy.
    fn copy_index(
        &mut self,
        index: &Index,
        from: &ObjectName,
        to: &ObjectName,
        parting: Parting,
        now: Birth,
    ) -> Option<String> {
        let part_of = match parting {
            Parting::Alone => None,
            Parting::Part => Some(from.sibling(&index.name)),
        };
        let like = self
            .indexes_of(to)
            .iter()
            .find(|it| part_of.is_some() && it.part_of.is_none() && it.is_like(index))
            .map(|it| it.name.clone());
        if let Some(name) = like {
            if let Some(own) = self.edit_index(to, &name) {
                own.part_of = part_of;
            }
            return Some(name);
        }
        let name = match self.keeps_names() {
            true => index.name.clone(),
            false => self.index_name(to, &index.keys, &index.include),
        };
        self.put_index(
            to,
            Index {
                name: name.clone(),
                constraint: None,
                part_of,
                for_key: false,
                valid: true,
                born: Some(now),
                ..index.clone()
            },
        );
        Some(name)
    }

    /// Gives heirs what the table's new constraint means for them.
    pub(super) fn hand_down_constraint(&mut self, table: &ObjectName, name: &str, now: Birth) {
        let heirs = self.descendants_of(table);
        if heirs.is_empty() {
            return;
        }
        let Some(held) = self.tables.get(table) else { return };
        let Some(constraint) = held.constraint(name).cloned() else { return };
        let partitioned = held.is_partitioned() && self.target.dialect == Dialect::Postgres;
        let mut wholes = BTreeMap::new();
        if let Some(index) = &constraint.index {
            wholes.insert(table.clone(), table.sibling(index));
        }
        for heir in heirs {
            if !self.may_take_over(COPY) {
                self.forget_what_is_whole(&heir);
                continue;
            }
            match &constraint.definition.kind {
                ConstraintKind::Check(_) | ConstraintKind::NotNull { .. }
                    if !constraint.definition.no_inherit =>
                {
                    let copy =
                        TableConstraint { inherited: true, local: false, ..constraint.clone() };
                    self.take_constraint_over(&heir, copy, now);
                }
                ConstraintKind::PrimaryKey(_)
                | ConstraintKind::Unique(_)
                | ConstraintKind::Exclude { .. }
                    if partitioned =>
                {
                    let whole = self
                        .tables
                        .get(&heir)
                        .and_then(|it| wholes.get(&it.partition_of.as_ref()?.parent))
                        .cloned();
                    self.copy_key(&constraint, whole.clone(), &heir, now);
                    let part = self
                        .indexes_of(&heir)
                        .iter()
                        .find(|it| it.part_of.is_some() && it.part_of == whole);
                    if let Some(part) = part {
                        wholes.insert(heir.clone(), heir.sibling(&part.name));
                    }
                }
                ConstraintKind::ForeignKey(_) if partitioned => {
                    self.take_foreign_key(&heir, &constraint, now);
                }
                _ => {}
            }
        }
    }

    /// Gives partitions their part of a new index.
    pub(super) fn hand_down_index(&mut self, relation: &ObjectName, name: &str, now: Birth) {
        if !self.tables.get(relation).is_some_and(Table::is_partitioned)
            || self.target.dialect != Dialect::Postgres
        {
            return;
        }
        let Some((_, index)) = self.index(&relation.sibling(name)) else { return };
        let index = index.clone();
        let mut names = BTreeMap::from([(relation.clone(), name.to_owned())]);
        for heir in self.descendants_of(relation) {
            if !self.may_take_over(COPY) {
                self.forget_what_is_whole(&heir);
                continue;
            }
            let parent = self.tables.get(&heir).and_then(|it| it.partition_of.as_ref());
            let Some(parent) = parent.map(|it| it.parent.clone()) else { continue };
            let Some(whole) = names.get(&parent) else { continue };
            let whole = Index { name: whole.clone(), ..index.clone() };
            let part = self.copy_index(&whole, &parent, &heir, Parting::Part, now);
            if let Some(part) = part {
                names.insert(heir, part);
            }
        }
    }

    pub(super) fn alter_partition(
        &mut self,
        table: &ObjectName,
        change: &AlterPartition,
        now: Birth,
    ) {
        self.enter(table);
        match change {
            AlterPartition::Attach { partition, bound } => {
                self.enter(partition);
                let old = self.tables.get(partition).and_then(|it| it.partition_of.as_ref());
                if let Some(old) = old.map(|it| it.parent.clone()) {
                    self.part(partition, &old);
                }
                let Some(held) = self.tables.edit(partition) else { return };
                let of = PartitionOf { parent: table.clone(), bound: bound.clone() };
                held.partition_of = Some(Box::new(of));
                held.columns.iter_mut().for_each(|it| it.local = false);
                self.link_table(partition);
                self.take_over(table, partition, Taking::Heir, now);
                self.take_keys(table, partition, now);
                if self.tables.get(partition).is_some_and(|it| it.rows != Rows::NoneYet) {
                    self.fill(table);
                }
            }
            AlterPartition::Detach { partition, online: Online::Yes } => {
                self.keep_bound(table, partition, now);
                self.part(partition, table);
            }
            AlterPartition::Detach { partition, online: _ }
            | AlterPartition::DetachFinalize { partition } => {
                self.part(partition, table);
            }
            AlterPartition::By(by) => {
                if let Some(table) = self.tables.edit(table) {
                    table.partition_by = Some(Box::new(by.clone()));
                }
            }
            AlterPartition::Add { detail: _, partitions } => {
                if let Some(by) = self.tables.edit(table).and_then(|it| it.partition_by.as_mut()) {
                    by.partitions.extend(partitions.iter().cloned());
                }
            }
            AlterPartition::Drop { partitions } => {
                if let Some(by) = self.tables.edit(table).and_then(|it| it.partition_by.as_mut()) {
                    by.partitions.retain(|it| !partitions.contains(&it.name));
                }
            }
            AlterPartition::Other { verb, detail: _ } if verb == "remove" => {
                if let Some(table) = self.tables.edit(table) {
                    table.partition_by = None;
                }
            }
            AlterPartition::Truncate { partitions: _ }
            | AlterPartition::Other { verb: _, detail: _ } => {}
        }
    }

    /// A partition that is detached online keeps its bound as a CHECK, unless one of its own says so already
    /// (manual, "ALTER TABLE", DETACH PARTITION).
    fn keep_bound(&mut self, table: &ObjectName, partition: &ObjectName, now: Birth) {
        let by = self.tables.get(table).and_then(|it| it.partition_by.as_ref());
        let Some(columns) = by.map(|it| it.columns.clone()) else { return };
        let Some(held) = self.tables.get(partition) else { return };
        let says = |it: &Expr| columns.iter().any(|column| it.mentions(column));
        if held.checks().any(|(it, expr)| it.validated != Validated::No && says(expr)) {
            return;
        }
        let text = format!("the partition's bound over {}", columns.join(", "));
        let mut expr = Expr::unread(text);
        expr.columns = columns;
        let check = Constraint::new(ConstraintKind::Check(expr));
        self.add_constraint(partition, &check, constraint::Made::Later, now);
    }

    pub(super) fn set_inheritance(&mut self, table: &ObjectName, parent: &ObjectName, link: Link) {
        if !self.enter(table) {
            return;
        }
        self.enter(parent);
        match link {
            Link::Leave => self.part(table, parent),
            Link::Join => {
                let Some(held) = self.tables.edit(table) else { return };
                if !held.inherits.contains(parent) {
                    held.inherits.push(parent.clone());
                }
                self.link_table(table);
                let names: Vec<String> = self
                    .tables
                    .get(parent)
                    .map(|it| it.checks().map(|(it, _)| it.name.clone()).collect())
                    .unwrap_or_default();
                let Some(held) = self.tables.edit(table) else { return };
                for constraint in &mut held.constraints {
                    constraint.inherited |= names.contains(&constraint.name);
                }
            }
        }
    }

    /// The child stands on its own from here on: what it has stays.
    pub(super) fn part(&mut self, child: &ObjectName, parent: &ObjectName) {
        let Some(table) = self.tables.edit(child) else { return };
        table.inherits.retain(|it| it != parent);
        if table.partition_of.as_ref().is_some_and(|it| it.parent == *parent) {
            table.partition_of = None;
            table.indexes.iter_mut().for_each(|it| it.part_of = None);
        }
        if table.parents().next().is_none() {
            table.columns.iter_mut().for_each(|it| it.local = true);
            for constraint in &mut table.constraints {
                constraint.inherited = false;
                constraint.local = true;
            }
        }
    }
}

/// Whether a copied index is a part of the one it is copied from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parting {
    Alone,
    Part,
}

fn taken_over(column: &Column, taking: Taking<'_>, now: Birth) -> Column {
    let mut copy = column.clone();
    copy.local = matches!(taking, Taking::Like(_));
    copy.born = Some(now);
    if !taking.takes(LikePart::Defaults) {
        copy.default = None;
    }
    if !taking.takes(LikePart::Comments) {
        copy.comment = None;
    }
    if !taking.takes(LikePart::Storage) {
        copy.storage = None;
    }
    let keeps = match &copy.generated {
        // The copy's default still draws from the other table's sequence.
        Some(Generated::Serial) | None => false,
        Some(Generated::Identity(_)) => taking.takes(LikePart::Identity),
        Some(Generated::AutoIncrement) => true,
        Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_)) => {
            taking.takes(LikePart::Generated)
        }
    };
    if !keeps {
        copy.generated = None;
    }
    copy
}

/// Whether both keys are of the same kind and on the same columns.
fn same_key(one: &ConstraintKind, other: &ConstraintKind) -> bool {
    match (one, other) {
        (ConstraintKind::PrimaryKey(one), ConstraintKind::PrimaryKey(other))
        | (ConstraintKind::Unique(one), ConstraintKind::Unique(other)) => {
            one.columns == other.columns
        }
        (ConstraintKind::Exclude { .. }, ConstraintKind::Exclude { .. }) => one == other,
        _ => false,
    }
}

fn forget_used_index(kind: &mut ConstraintKind) {
    if let ConstraintKind::PrimaryKey(Key { using_index, .. })
    | ConstraintKind::Unique(Key { using_index, .. }) = kind
    {
        *using_index = None;
    }
}
