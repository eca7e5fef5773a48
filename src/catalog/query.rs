//! Questions about the schema, under the names by which effects and rules ask them.

use super::links::{Use, drawn_by};
use super::*;
use crate::ops::column::Generated;
use crate::ops::constraint::{ConstraintKind, ForeignKey, Key};
use crate::ops::data::Insert;
use crate::ops::expr::{DataType, Expr, plain_name};
use crate::ops::names::Naming;
use crate::ops::table::{CreateTable, Output, OutputValue, PartitionBound};

/// Of a table with more indexes none is compared with the others, so that time stays linear.
const MOST_COMPARED: usize = 256;

/// The relations that the text of a policy or rule names behind FROM and JOIN, and whether it changes rows of them.
pub fn looked_into(text: &str) -> Vec<(ObjectName, bool)> {
    let lower = text.to_lowercase();
    let mut words =
        lower.split(|it: char| it.is_whitespace() || matches!(it, '(' | ')' | ',' | ';'));
    let mut found = Vec::new();
    let mut last = "";
    while let Some(word) = words.next() {
        if word.is_empty() {
            continue;
        }
        let changes = word == "into" || word == "update" || word == "from" && last == "delete";
        last = word;
        if !changes && !matches!(word, "from" | "join") {
            continue;
        }
        let Some(name) = words.find(|it| !it.is_empty()) else { break };
        last = name;
        found.extend(plain_name(name).map(|it| (it, changes)));
    }
    found
}

impl Schema {
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.get(name)
    }

    pub fn column(&self, table: &ObjectName, column: &str) -> Option<&Column> {
        self.tables.get(table)?.column(column)
    }

    /// Puts a name that was written without a schema into the first schema of the search path that has such an object,
    /// or into the first of all where it is made (manual, "The Schema Search Path").
    pub fn find_in_path(&self, path: &[String], name: &mut ObjectName, naming: Naming) {
        if name.schema.is_some() || name.is_unknown() {
            return;
        }
        let default = self.target.dialect.default_schema();
        let within = |schema: &String| match schema == default {
            true => ObjectName::bare(name.name.as_str()),
            false => ObjectName::qualified(schema.as_str(), name.name.as_str()),
        };
        let is_there = |it: &ObjectName| {
            self.is_relation(it) || self.types.contains_key(it) || self.functions.contains_key(it)
        };
        let mut places = path.iter().map(within);
        let found = match naming {
            Naming::Makes => places.next(),
            Naming::Uses => places.find(is_there),
        };
        if let Some(found) = found {
            *name = found;
        }
    }

    /// Tables whose columns are the attributes of that composite type.
    pub fn tables_of_type(&self, composite: &ObjectName) -> Vec<ObjectName> {
        let of_it = |it: &&ObjectName| {
            self.tables.get(it).is_some_and(|it| it.of_type.as_ref() == Some(composite))
        };
        self.links.users(Use::Shaped, composite).filter(of_it).cloned().collect()
    }

    /// Whether a relation of that name cannot exist: the whole schema is known, and it is not there.
    pub fn is_missing(&self, relation: &ObjectName) -> bool {
        self.complete && !relation.is_unknown() && !self.is_relation(relation)
    }

    /// Foreign keys that refer to the table, with the table that has each; its own included.
    pub fn foreign_keys_to<'a>(
        &'a self,
        table: &ObjectName,
    ) -> impl Iterator<Item = (&'a Table, &'a TableConstraint, &'a ForeignKey)> {
        let to = table.clone();
        self.links
            .users(Use::References, table)
            .filter_map(|it| self.tables.get(it))
            .flat_map(|it| it.foreign_keys().map(move |(constraint, key)| (it, constraint, key)))
            .filter(move |(_, _, key)| key.references == to)
    }

    /// The columns of a foreign key, each with the one that it refers to, as far as both are known.
    pub fn column_pairs<'a>(
        &'a self,
        table: &'a Table,
        key: &ForeignKey,
    ) -> Vec<(&'a Column, &'a Column)> {
        let Some(other) = self.tables.get(&key.references) else { return Vec::new() };
        let primary = other.primary_key().map(|(_, it)| it.columns.as_slice()).unwrap_or_default();
        let referenced =
            if key.referenced.is_empty() { primary } else { key.referenced.as_slice() };
        let pairs = key.columns.iter().zip(referenced);
        pairs.filter_map(|(from, to)| Some((table.column(from)?, other.column(to)?))).collect()
    }

    /// Tables that inherit from the table, its partitions included, nearest only, by name.
    pub fn children_of(&self, table: &ObjectName) -> impl Iterator<Item = &Table> {
        let of = table.clone();
        self.links
            .users(Use::Inherits, table)
            .filter_map(|it| self.tables.get(it))
            .filter(move |it| it.parents().any(|parent| *parent == of))
    }

    /// Partitions of the table, nearest only, by name.
    pub fn partitions_of(&self, table: &ObjectName) -> impl Iterator<Item = &Table> {
        let of = table.clone();
        self.children_of(table).filter(move |it| {
            it.partition_of.as_ref().is_some_and(|partition| partition.parent == of)
        })
    }

    /// The partition that takes what the others leave.
    pub fn default_partition_of(&self, table: &ObjectName) -> Option<&Table> {
        let default = |it: &&Table| {
            let of = it.partition_of.as_ref();
            of.is_some_and(|it| it.parent == *table && it.bound == PartitionBound::Default)
        };
        self.links.users(Use::Rest, table).filter_map(|it| self.tables.get(it)).find(default)
    }

    /// Heirs and partitions at any distance, nearest first, without the table itself.
    pub fn descendants_of(&self, table: &ObjectName) -> Vec<ObjectName> {
        if !self.links.any(Use::Inherits, table) {
            return Vec::new();
        }
        let mut found: Vec<ObjectName> = Vec::new();
        let mut seen = crate::order::set([table.clone()]);
        let mut at = 0;
        let mut next = Some(table.clone());
        while let Some(parent) = next {
            for child in self.children_of(&parent) {
                if seen.insert(child.name.clone()) {
                    found.push(child.name.clone());
                }
            }
            next = found.get(at).cloned();
            at += 1;
        }
        found
    }

    /// Parents at any distance, nearest first.
    pub fn ancestors_of(&self, table: &ObjectName) -> Vec<ObjectName> {
        let mut found: Vec<ObjectName> = Vec::new();
        let mut seen = crate::order::set([table.clone()]);
        let mut at = 0;
        let mut next = Some(table.clone());
        while let Some(child) = next {
            for parent in self.tables.get(&child).into_iter().flat_map(Table::parents) {
                if seen.insert(parent.clone()) {
                    found.push(parent.clone());
                }
            }
            next = found.get(at).cloned();
            at += 1;
        }
        found
    }

    /// Whether the column is there because a parent has it.
    pub fn is_inherited_column(&self, table: &ObjectName, column: &str) -> bool {
        self.tables
            .get(table)
            .into_iter()
            .flat_map(Table::parents)
            .any(|it| self.column(it, column).is_some())
    }

    /// The relation, and what it reads if it is a view, at any distance.
    pub fn behind(&self, relation: &ObjectName) -> Vec<ObjectName> {
        let mut found = vec![relation.clone()];
        let mut seen = crate::order::set([relation]);
        let most = self.links.most();
        let mut at = 0;
        while let Some(current) = found.get(at).cloned() {
            if let Some(view) = self.views.get(&current).filter(|it| !it.materialized) {
                for read in &view.query.reads {
                    if !seen.contains(read) && self.links.tell(found.len(), most) {
                        seen.insert(read);
                        found.push(read.clone());
                    }
                }
            }
            at += 1;
        }
        found
    }

    /// Views that read the relation, nearest only, by name.
    pub fn views_of(&self, relation: &ObjectName) -> impl Iterator<Item = &View> {
        let of = relation.clone();
        self.links
            .users(Use::Reads, relation)
            .filter_map(|it| self.views.get(it))
            .filter(move |it| it.query.reads.contains(&of))
    }

    /// Views that read the relation's column, as far as their queries tell.
    pub fn views_of_column<'a>(
        &'a self,
        relation: &'a ObjectName,
        column: &'a str,
    ) -> impl Iterator<Item = &'a View> {
        self.views_of(relation).filter(move |it| it.uses_column(relation, column))
    }

    /// Views that depend on the relation at any distance, nearest first.
    pub fn all_views_of(&self, relation: &ObjectName) -> Vec<ObjectName> {
        let mut found: Vec<ObjectName> = Vec::new();
        let mut seen = crate::order::set([relation.clone()]);
        let mut at = 0;
        let mut next = Some(relation.clone());
        while let Some(read) = next {
            for view in self.views_of(&read) {
                if seen.insert(view.name.clone()) {
                    found.push(view.name.clone());
                }
            }
            next = found.get(at).cloned();
            at += 1;
        }
        found
    }

    /// Tables with columns of the type, by name, and those columns.
    pub fn columns_of_type<'a>(
        &'a self,
        type_name: &ObjectName,
    ) -> impl Iterator<Item = (&'a Table, &'a Column)> {
        let name = type_name.clone();
        self.links
            .users(Use::Typed, type_name)
            .filter_map(|it| self.tables.get(it))
            .flat_map(|it| it.columns.iter().map(move |column| (it, column)))
            .filter(move |(_, it)| it.data_type.as_ref().is_some_and(|of| of.name == name))
    }

    /// Materialized views with columns of the type, by name.
    pub fn stored_views_of_type(&self, type_name: &ObjectName) -> impl Iterator<Item = &View> {
        let name = type_name.clone();
        let views = self.links.users(Use::Typed, type_name).filter_map(|it| self.views.get(it));
        views.filter(move |it| {
            let mut types = it.outputs.iter().flatten().filter_map(|it| it.data_type.as_ref());
            it.materialized && types.any(|it| it.name == name)
        })
    }

    /// Tables with a trigger that calls the function, by name.
    pub fn tables_firing(&self, function: &ObjectName) -> impl Iterator<Item = &Table> {
        let name = function.clone();
        let tables = self.links.users(Use::Fires, function).filter_map(|it| self.tables.get(it));
        tables.filter(move |it| it.triggers.iter().any(|it| it.function.as_ref() == Some(&name)))
    }

    /// The type itself and every domain that stands on it, nearest first.
    pub fn standing_on(&self, base: &ObjectName) -> Vec<ObjectName> {
        let mut found = vec![base.clone()];
        let mut seen = crate::order::set([base.clone()]);
        let mut at = 0;
        while let Some(below) = found.get(at).cloned() {
            for domain in self.links.users(Use::Based, &below) {
                let stands = self.types.get(domain).is_some_and(|it| match &it.definition {
                    TypeDefinition::Domain { base, .. } => base.name == below,
                    _ => false,
                });
                if stands && seen.insert(domain.clone()) {
                    found.push(domain.clone());
                }
            }
            at += 1;
        }
        found
    }

    /// Sequences that belong to the table's columns, by name.
    pub fn sequences_of(&self, table: &ObjectName) -> impl Iterator<Item = &Sequence> {
        let of = table.clone();
        self.links
            .users(Use::Owned, table)
            .filter_map(|it| self.sequences.get(it))
            .filter(move |it| it.owned_by.as_ref().is_some_and(|(table, _)| *table == of))
    }

    /// The sequence that belongs to the column.
    pub fn sequence_of(&self, table: &ObjectName, column: &str) -> Option<&Sequence> {
        self.sequences_of(table).find(|it| it.owned_by.as_ref().is_some_and(|(_, of)| of == column))
    }

    /// Columns whose default takes a value from the sequence.
    pub fn drawing_from<'a>(
        &'a self,
        sequence: &'a ObjectName,
    ) -> impl Iterator<Item = (&'a Table, &'a Column)> {
        let tables = self.links.users(Use::Draws, sequence).filter_map(|it| self.tables.get(it));
        tables.flat_map(|it| it.columns.iter().map(move |column| (it, column))).filter(
            move |(_, column)| {
                column.default.as_ref().is_some_and(|it| drawn_by(it).contains(sequence))
            },
        )
    }

    /// The sequences that a default takes values from.
    pub fn sequences_drawn_by(&self, default: &Expr) -> Vec<ObjectName> {
        drawn_by(default)
    }

    /// Whether the sequence gives a column its values, so that code names the column and not the sequence.
    pub fn is_owned_sequence(&self, name: &ObjectName) -> bool {
        self.sequences.get(name).is_some_and(|it| it.owned_by.is_some())
    }

    /// The values of an enum.
    pub fn enum_values(&self, name: &ObjectName) -> Option<&[String]> {
        match &self.types.get(name)?.definition {
            TypeDefinition::Enum(values) => Some(values),
            _ => None,
        }
    }

    /// Policies and rules of other tables that look into this one: their table, what they are, their name.
    pub fn lookers_into(&self, table: &ObjectName) -> Vec<(ObjectName, ObjectKind, String)> {
        let mut found = Vec::new();
        for owner in self.links.users(Use::Looks, table) {
            let Some(known) = self.tables.get(owner).filter(|_| owner != table) else { continue };
            for it in &known.dependents {
                if matches!(it.kind, ObjectKind::Policy | ObjectKind::Rule)
                    && looked_into(&it.text).iter().any(|it| it.0 == *table)
                {
                    found.push((owner.clone(), it.kind, it.name.clone()));
                }
            }
        }
        found
    }

    /// Tables that the publication lists, or that the statistics are about.
    pub fn named_by(&self, kind: ObjectKind, name: &ObjectName) -> Vec<ObjectName> {
        let full = name.to_string();
        let lists = |it: &&ObjectName| {
            let dependents = self.tables.get(it).into_iter().flat_map(|it| &it.dependents);
            dependents.into_iter().any(|it| it.kind == kind && it.name == full)
        };
        self.links.users(Use::Published, name).filter(lists).cloned().collect()
    }

    /// The index of that name, and the relation it is on.
    pub fn index(&self, name: &ObjectName) -> Option<(&ObjectName, &Index)> {
        let relation = self.indexes.get(name)?;
        let index = self.index_of(relation, &name.name)?;
        Some((relation, index))
    }

    /// The indexes of a table or materialized view.
    pub fn indexes_of(&self, relation: &ObjectName) -> &[Index] {
        match (self.tables.get(relation), self.views.get(relation)) {
            (Some(table), _) => &table.indexes,
            (None, Some(view)) => &view.indexes,
            (None, None) => &[],
        }
    }

    /// The columns that a query gives, under the names that are given for them; `None` where that is not known.
    pub fn outputs(&self, query: &TableQuery, named: &[String]) -> Option<Vec<ViewColumn>> {
        let outputs = query.outputs.as_ref()?;
        let mut columns = Vec::new();
        for output in &outputs.columns {
            match output {
                Output::All(None) => {
                    for relation in &outputs.from {
                        columns.extend(self.columns_of(relation)?);
                    }
                }
                Output::All(Some(relation)) => columns.extend(self.columns_of(relation)?),
                Output::One { name, value } => {
                    let data_type = match value {
                        OutputValue::Cast(data_type) => Some(data_type.clone()),
                        OutputValue::Column(of, column) => {
                            let from = match of {
                                Some(of) => std::slice::from_ref(of),
                                None => outputs.from.as_slice(),
                            };
                            self.type_of(from, column)
                        }
                        OutputValue::Other => None,
                    };
                    columns.push(ViewColumn { name: name.clone(), data_type });
                }
            }
            if apply::MOST_OF_A_KIND < columns.len() {
                return None;
            }
        }
        for (column, name) in columns.iter_mut().zip(named) {
            column.name.clone_from(name);
        }
        Some(columns)
    }

    /// The columns of a table or view that is known as a whole.
    fn columns_of(&self, relation: &ObjectName) -> Option<Vec<ViewColumn>> {
        if let Some(view) = self.views.get(relation) {
            return view.outputs.clone();
        }
        let table = self.tables.get(relation).filter(|it| it.knowledge == Knowledge::Whole)?;
        let column =
            |it: &Column| ViewColumn { name: it.name.clone(), data_type: it.data_type.clone() };
        Some(table.columns.iter().map(column).collect())
    }

    /// The type of the column of that name in the first of the relations that has one.
    fn type_of(&self, from: &[ObjectName], column: &str) -> Option<DataType> {
        from.iter().find_map(|relation| match self.views.get(relation) {
            Some(view) => {
                let found = view.outputs.iter().flatten().find(|it| it.name == column)?;
                found.data_type.clone()
            }
            None => self.column(relation, column)?.data_type.clone(),
        })
    }

    /// The index of that name of a table or materialized view.
    pub fn index_of(&self, relation: &ObjectName, name: &str) -> Option<&Index> {
        match (self.tables.get(relation), self.views.get(relation)) {
            (Some(table), _) => table.indexes.named(name),
            (None, Some(view)) => view.indexes.named(name),
            (None, None) => None,
        }
    }

    /// The type that stands behind a column's type, domains resolved; itself where it is none.
    pub fn base_type<'a>(&'a self, data_type: &'a DataType) -> &'a DataType {
        let mut base = data_type;
        // Domains over domains are possible; a circle of them is not, but may be written.
        for _ in 0..32 {
            match self.types.get(&base.name).map(|it| &it.definition) {
                Some(TypeDefinition::Domain { base: next, .. }) => base = next,
                _ => break,
            }
        }
        base
    }
}

impl Table {
    /// A table without anything in it.
    pub fn new(name: ObjectName, knowledge: Knowledge, born: Option<Birth>) -> Table {
        Table {
            name,
            knowledge,
            born,
            columns: Named::default(),
            gone: Vec::new(),
            constraints: Named::default(),
            indexes: Named::default(),
            triggers: Vec::new(),
            dependents: Vec::new(),
            persistence: Persistence::Permanent,
            inherits: Vec::new(),
            partition_by: None,
            partition_of: None,
            of_type: None,
            options: Vec::new(),
            row_security: String::new(),
            enforcement: Enforcement::On,
            rows: if knowledge == Knowledge::Whole { Rows::NoneYet } else { Rows::Some },
        }
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.named(name)
    }

    /// Whether the table certainly has no such column.
    pub fn lacks_column(&self, name: &str) -> bool {
        self.column(name).is_none()
            && (self.knowledge == Knowledge::Whole || self.gone.iter().any(|it| it == name))
    }

    /// Whether a policy, rule or publication says something of it.
    pub fn has_dependent(&self, kind: ObjectKind) -> bool {
        self.dependents.iter().any(|it| it.kind == kind)
    }

    pub fn constraint(&self, name: &str) -> Option<&TableConstraint> {
        self.constraints.named(name)
    }

    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.named(name)
    }

    pub fn is_partitioned(&self) -> bool {
        self.partition_by.is_some()
    }

    /// The tables it inherits from, and the one whose partition it is.
    pub fn parents(&self) -> impl Iterator<Item = &ObjectName> {
        self.inherits.iter().chain(self.partition_of.iter().map(|it| &it.parent))
    }

    pub fn primary_key(&self) -> Option<(&TableConstraint, &Key)> {
        self.constraints.iter().find_map(|it| match &it.definition.kind {
            ConstraintKind::PrimaryKey(key) => Some((it, key)),
            _ => None,
        })
    }

    pub fn foreign_keys(&self) -> impl Iterator<Item = (&TableConstraint, &ForeignKey)> {
        self.constraints.iter().filter_map(|it| match &it.definition.kind {
            ConstraintKind::ForeignKey(key) => Some((it, key)),
            _ => None,
        })
    }

    pub fn checks(&self) -> impl Iterator<Item = (&TableConstraint, &Expr)> {
        self.constraints.iter().filter_map(|it| match &it.definition.kind {
            ConstraintKind::Check(expr) => Some((it, expr)),
            _ => None,
        })
    }

    /// Constraints that mention the column.
    pub fn constraints_on<'a>(
        &'a self,
        column: &'a str,
    ) -> impl Iterator<Item = &'a TableConstraint> {
        self.constraints.iter().filter(move |it| it.mentions(column))
    }

    /// Indexes that mention the column anywhere: key, INCLUDE, expression or predicate.
    pub fn indexes_on<'a>(&'a self, column: &'a str) -> impl Iterator<Item = &'a Index> {
        self.indexes.iter().filter(move |it| it.mentions(column))
    }

    /// Columns that are computed from the column.
    pub fn generated_from<'a>(&'a self, column: &'a str) -> impl Iterator<Item = &'a Column> {
        self.columns.iter().filter(move |it| {
            it.expression().is_some_and(|expr| expr.columns.iter().any(|it| it == column))
        })
    }

    /// The validated CHECK that shows that no row has NULL in the column.
    pub fn not_null_proof(&self, column: &str) -> Option<&TableConstraint> {
        self.checks()
            .filter(|(it, _)| it.validated != Validated::No && !it.definition.no_inherit)
            .find(|(_, expr)| expr.proves_not_null.iter().any(|it| it == column))
            .map(|(it, _)| it)
    }

    /// PostgreSQL 18's named NOT NULL of the column.
    pub fn not_null_constraint(&self, column: &str) -> Option<&TableConstraint> {
        self.constraints.iter().find(|it| match &it.definition.kind {
            ConstraintKind::NotNull { column: of } => of == column,
            _ => false,
        })
    }

    /// Whether a unique key or index without a predicate covers exactly these columns, in any order.
    pub fn is_unique_over(&self, columns: &[String]) -> bool {
        let wanted = crate::order::set(columns.iter().map(String::as_str));
        self.indexes.iter().filter(|it| it.unique && it.predicate.is_none() && it.valid).any(|it| {
            it.keys.len() == wanted.len()
                && it
                    .keys
                    .iter()
                    .all(|key| key.column.as_deref().is_some_and(|it| wanted.contains(it)))
        })
    }

    /// The place of the column's value in the rows of an INSERT.
    pub fn place_in(&self, insert: &Insert, column: &str) -> Option<usize> {
        if insert.columns.is_empty() {
            return self.columns.iter().position(|it| it.name == column);
        }
        insert.columns.iter().position(|it| it == column)
    }

    /// Whether the table asked for has a column that this one lacks or holds otherwise.
    pub fn differs_from(&self, asked: &CreateTable) -> bool {
        let other = |it: &crate::ops::column::ColumnDef| match self.column(&it.name) {
            None => true,
            Some(known) => {
                let types = known.data_type.as_ref().zip(it.data_type.as_ref());
                it.generated.is_none() && types.is_some_and(|(known, asked)| !known.same_as(asked))
            }
        };
        self.knowledge == Knowledge::Whole && asked.columns.iter().any(other)
    }

    /// Whether an index finds rows by these columns: it begins with one of them, and leaves out no more than rows that
    /// hold NULL there.
    pub fn finds_by(&self, columns: &[String]) -> bool {
        let begins = |it: &Index| {
            let first = it.keys.first().and_then(|it| it.column.as_ref());
            first.is_some_and(|it| columns.contains(it))
        };
        let whole = |it: &Index| {
            it.predicate.as_ref().is_none_or(|predicate| {
                let mut proved = predicate.proves_not_null.iter();
                proved.any(|it| columns.contains(it) && predicate.is_not_null_of(it))
            })
        };
        let sorted = |it: &Index| {
            it.method.as_deref().is_none_or(|it| matches!(it, "btree" | "hash" | "clustered"))
        };
        self.indexes.iter().any(|it| begins(it) && whole(it) && sorted(it))
    }

    /// Whether there are more indexes than are compared with each other.
    pub fn has_too_many_indexes(&self) -> bool {
        MOST_COMPARED < self.indexes.len()
    }

    /// The index that makes this one needless: it holds the same, or begins with the same columns.
    /// Of two that are alike, the later is needless; one behind a primary key never is.
    pub fn index_instead_of(&self, index: &Index) -> Option<&Index> {
        let is_key =
            self.primary_key().is_some_and(|(it, _)| it.index.as_ref() == Some(&index.name));
        if is_key || !index.valid || self.has_too_many_indexes() {
            return None;
        }
        let place = |of: &Index| self.indexes.iter().position(|it| it.name == of.name);
        self.indexes.iter().filter(|it| it.name != index.name && it.valid).find(|it| {
            let earlier = (it.born, place(it)) < (index.born, place(index));
            let alike = it.is_part_of(index);
            index.is_part_of(it)
                && (!alike || it.serves_more_than(index) || earlier && !index.serves_more_than(it))
        })
    }

    /// The value of an option, the last one set.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|it| it.name == name).map(|it| it.value.as_str())
    }
}

impl Trigger {
    /// Whether it fires for each row of an UPDATE that sets these columns.
    pub fn fires_on_update_of(&self, columns: &[&str]) -> bool {
        let Some((_, behind)) = self.events.split_once("update") else { return false };
        let mut words = behind.split(|it: char| it.is_whitespace() || it == ',');
        let words = words.by_ref().filter(|it| !it.is_empty()).take_while(|it| *it != "or");
        let words: Vec<&str> = words.collect();
        let concerned = match words.split_first() {
            Some((&"of", of)) => of.iter().any(|it| columns.contains(it)),
            _ => true,
        };
        self.per_row && concerned && !self.state.starts_with("disable")
    }
}

impl Column {
    /// Whether a sequence gives its values where an insert names none.
    pub fn draws_from_sequence(&self) -> bool {
        let draws = |it: &Expr| it.functions.iter().any(|it| it.name == "nextval");
        matches!(self.generated, Some(Generated::Serial | Generated::Identity(_)))
            || self.default.as_ref().is_some_and(draws)
    }

    /// The expression that it is computed from.
    pub fn expression(&self) -> Option<&Expr> {
        match &self.generated {
            Some(
                Generated::Stored(expr) | Generated::Virtual(expr) | Generated::Unstated(expr),
            ) => Some(expr),
            Some(Generated::Serial | Generated::Identity(_) | Generated::AutoIncrement) | None => {
                None
            }
        }
    }
}

impl TableConstraint {
    pub fn mentions(&self, column: &str) -> bool {
        match &self.definition.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.columns.iter().chain(&key.include).any(|it| it == column)
            }
            ConstraintKind::Exclude { keys, predicate, .. } => {
                keys.iter().any(|it| it.mentions(column))
                    || predicate.as_ref().is_some_and(|it| it.mentions(column))
            }
            ConstraintKind::ForeignKey(key) => key.columns.iter().any(|it| it == column),
            ConstraintKind::Check(expr) => expr.mentions(column),
            ConstraintKind::NotNull { column: of } | ConstraintKind::Default { column: of, .. } => {
                of == column
            }
        }
    }
}

impl Index {
    pub fn mentions(&self, column: &str) -> bool {
        self.keys.iter().any(|it| it.mentions(column))
            || self.include.iter().any(|it| it == column)
            || self.predicate.as_ref().is_some_and(|it| it.mentions(column))
    }

    /// Whether whatever this index does, the other does too: its keys are the first of the other's, or all of them.
    fn is_part_of(&self, other: &Index) -> bool {
        let method = |it: &Index| it.method.clone().unwrap_or_else(|| "btree".to_owned());
        let kept = |it: &String| {
            other.include.contains(it)
                || other.keys.iter().any(|key| key.column.as_ref() == Some(it))
        };
        let whole = self.keys.len() == other.keys.len();
        other.keys.starts_with(&self.keys)
            && (whole || method(self) == "btree")
            && method(self) == method(other)
            && self.include.iter().all(kept)
            && (!self.unique || other.unique && whole)
            && (!self.unique || self.nulls_not_distinct == other.nulls_not_distinct)
            && self.predicate.as_ref().map(|it| &it.text)
                == other.predicate.as_ref().map(|it| &it.text)
    }

    /// Whether this index also enforces what the other does not.
    fn serves_more_than(&self, other: &Index) -> bool {
        self.constraint.is_some() && other.constraint.is_none() || self.unique && !other.unique
    }

    /// Whether both would hold the same: keys, uniqueness, method and predicate, whatever the names.
    pub fn is_like(&self, other: &Index) -> bool {
        self.keys == other.keys
            && self.include == other.include
            && self.unique == other.unique
            && self.method == other.method
            && self.predicate.as_ref().map(|it| &it.text)
                == other.predicate.as_ref().map(|it| &it.text)
    }
}

impl View {
    /// Whether the view reads the relation's column, as far as its query tells: a column without its relation counts for
    /// each relation, and `*` for every column.
    pub fn uses_column(&self, relation: &ObjectName, column: &str) -> bool {
        self.query.reads.contains(relation)
            && self.query.columns.iter().any(|(of, name)| {
                (name == column || name == "*")
                    && of
                        .as_ref()
                        .is_none_or(|of| *of == relation.name || *of == relation.to_string())
            })
    }
}
