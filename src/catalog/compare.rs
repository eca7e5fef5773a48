//! What differs between two states of the schema, object by object.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::dialect::Dialect;
use crate::ops::column::{Generated, Identity};
use crate::ops::constraint::{ConstraintKind, Validity};
use crate::order;

/// A part of the schema that can differ on its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Table(ObjectName),
    Column { table: ObjectName, column: String },
    Constraint { table: ObjectName, name: String },
    Index { table: ObjectName, name: String },
    Trigger { table: ObjectName, name: String },
    Dependent { table: ObjectName, kind: ObjectKind, name: String },
    View(ObjectName),
    Sequence(ObjectName),
    Type(ObjectName),
    EnumValue { name: ObjectName, value: String },
    Function(ObjectName),
    Schema(ObjectName),
    Extension(ObjectName),
}

impl Part {
    /// The relation that the part belongs to, or its own name.
    pub fn owner(&self) -> &ObjectName {
        match self {
            Part::Table(name)
            | Part::View(name)
            | Part::Sequence(name)
            | Part::Type(name)
            | Part::Function(name)
            | Part::Schema(name)
            | Part::Extension(name) => name,
            Part::EnumValue { name, .. } => name,
            Part::Column { table, .. }
            | Part::Constraint { table, .. }
            | Part::Index { table, .. }
            | Part::Trigger { table, .. }
            | Part::Dependent { table, .. } => table,
        }
    }

    /// Whether a part of its name is only known when the migration runs.
    pub fn is_unknown(&self) -> bool {
        let own = match self {
            Part::Column { column: name, .. }
            | Part::Constraint { name, .. }
            | Part::Index { name, .. }
            | Part::Trigger { name, .. }
            | Part::Dependent { name, .. }
            | Part::EnumValue { value: name, .. } => name.contains(['{', '}']),
            Part::Table(_)
            | Part::View(_)
            | Part::Sequence(_)
            | Part::Type(_)
            | Part::Function(_)
            | Part::Schema(_)
            | Part::Extension(_) => false,
        };
        own || self.owner().is_unknown()
    }

    /// The part in words: `table t`, `column t.a`.
    pub fn words(&self) -> String {
        match self {
            Part::Table(name) => format!("table `{name}`"),
            Part::Column { table, column } => format!("column `{table}.{column}`"),
            Part::Constraint { table, name } => format!("constraint `{name}` of `{table}`"),
            Part::Index { table, name } => format!("index `{name}` of `{table}`"),
            Part::Trigger { table, name } => format!("trigger `{name}` of `{table}`"),
            Part::Dependent { table, kind, name } => {
                let kind = match kind {
                    ObjectKind::Policy => "policy",
                    ObjectKind::Rule => "rule",
                    _ => "publication",
                };
                format!("{kind} `{name}` of `{table}`")
            }
            Part::View(name) => format!("view `{name}`"),
            Part::Sequence(name) => format!("sequence `{name}`"),
            Part::Type(name) => format!("type `{name}`"),
            Part::EnumValue { name, value } => format!("value '{value}' of type `{name}`"),
            Part::Function(name) => format!("function `{name}`"),
            Part::Schema(name) => format!("schema `{name}`"),
            Part::Extension(name) => format!("extension `{name}`"),
        }
    }
}

/// How a part differs now from what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// It is there now and was not.
    Left,
    /// It was there and is not now.
    Gone,
    /// It is there with another value of this attribute.
    Changed { attribute: &'static str, was: String, now: String },
}

/// Which of two runs made the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The first did it, and the second left it so.
    First,
    Second,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub part: Part,
    pub how: How,
    pub by: By,
}

/// What two runs did together, as against the state before both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    pub differences: Vec<Difference>,
    /// Parts that the second run made where it is not known whether they were there before, or of what type.
    pub assumed: Vec<Part>,
}

/// An object before both runs, between them, and now.
#[derive(Debug)]
struct Three<'a, T> {
    was: Option<&'a T>,
    between: Option<&'a T>,
    now: Option<&'a T>,
}

impl<T> Clone for Three<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Three<'_, T> {}

impl<T> Three<'_, T> {
    /// Left or gone, if it is one of them.
    fn presence(&self) -> Option<(How, By)> {
        let by = if self.between.is_some() == self.now.is_some() { By::First } else { By::Second };
        match (self.was, self.now) {
            (None, Some(_)) => Some((How::Left, by)),
            (Some(_), None) => Some((How::Gone, by)),
            _ => None,
        }
    }
}

/// Every object that either run touched, by name.
fn touched<T: Clone>(
    objects: &Objects<T>,
    (first, second): (objects::Mark, objects::Mark),
) -> Vec<(&ObjectName, Three<'_, T>)> {
    let three = |(name, was)| {
        let (between, now) = (objects.at(second, name), objects.get(name));
        (name, Three { was, between, now })
    };
    objects.since(first).into_iter().map(three).collect()
}

impl Schema {
    /// What differs now from what was at `first`, and which run did it: the one before `second` or the one after.
    pub fn changes_since(&self, first: Point, second: Point) -> Comparison {
        let marks = |at: usize| (first.0[at], second.0[at]);
        let mut found =
            Compare { schema: self, dialect: self.target.dialect, into: Comparison::default() };
        for (name, three) in touched(&self.tables, marks(0)) {
            found.tables(name, &three);
        }
        for (name, three) in touched(&self.views, marks(1)) {
            found.views(name, &three);
        }
        for (name, three) in touched(&self.sequences, marks(2)) {
            found.sequences(name, &three);
        }
        for (name, three) in touched(&self.types, marks(3)) {
            found.types(name, &three);
        }
        for (name, three) in touched(&self.functions, marks(4)) {
            let part = || Part::Function(name.clone());
            found.presence(part(), &three);
            found
                .attribute(part(), &three, "volatility", |it| Some(format!("{:?}", it.volatility)));
            found.attribute(part(), &three, "language", |it| it.language.clone());
        }
        for (name, three) in touched(&self.schemas, marks(6)) {
            found.presence(Part::Schema(name.clone()), &three);
        }
        for (name, three) in touched(&self.extensions, marks(7)) {
            found.presence(Part::Extension(name.clone()), &three);
        }
        found.into
    }

    /// The table of that name at that point.
    pub fn table_at(&self, point: Point, name: &ObjectName) -> Option<&Table> {
        self.tables.at(point.0[0], name)
    }
}

struct Compare<'a> {
    schema: &'a Schema,
    dialect: Dialect,
    into: Comparison,
}

impl Compare<'_> {
    fn add(&mut self, part: Part, how: How, by: By) {
        if part.is_unknown() {
            return;
        }
        self.into.differences.push(Difference { part, how, by });
    }

    fn presence<T>(&mut self, part: Part, three: &Three<'_, T>) {
        if let Some((how, by)) = three.presence() {
            self.add(part, how, by);
        }
    }

    /// Compares one attribute of what is there both times; `None` where its value is not known.
    fn attribute<T>(
        &mut self,
        part: Part,
        three: &Three<'_, T>,
        attribute: &'static str,
        value: impl Fn(&T) -> Option<String>,
    ) {
        let (Some(was), Some(now)) = (three.was.and_then(&value), three.now.and_then(&value))
        else {
            return;
        };
        if plain(&was) == plain(&now) {
            return;
        }
        let between = three.between.and_then(&value);
        let first = between.is_some_and(|it| plain(&it) == plain(&now));
        let by = if first { By::First } else { By::Second };
        self.add(part, How::Changed { attribute, was, now }, by);
    }

    fn tables(&mut self, name: &ObjectName, three: &Three<'_, Table>) {
        let entered = |it: &&Table| it.knowledge == Knowledge::Assumed && it.born.is_none();
        if three.was.is_none() && three.now.as_ref().is_some_and(entered) {
            // It was there all the time, and is known only since something touched it.
            let nothing = Table::new(name.clone(), Knowledge::Assumed, None);
            let known = Three { was: Some(&nothing), ..*three };
            return self.table_parts(name, &known);
        }
        if self.ends_with_its_session(three) {
            return;
        }
        self.presence(Part::Table(name.clone()), three);
        if three.was.is_some() && three.now.is_some() {
            self.table_parts(name, three);
        }
    }

    /// A temporary table is the session's; Oracle's are there for good ("CREATE TABLE", GLOBAL TEMPORARY).
    fn ends_with_its_session(&self, three: &Three<'_, Table>) -> bool {
        let temporary = |it: &&Table| it.persistence == Persistence::Temporary;
        self.dialect != Dialect::Oracle
            && three.was.is_none()
            && three.now.as_ref().is_some_and(temporary)
    }

    fn table_parts(&mut self, name: &ObjectName, three: &Three<'_, Table>) {
        let whole = three.was.is_some_and(|it| it.knowledge == Knowledge::Whole);
        let table = || Part::Table(name.clone());
        self.attribute(table(), three, "persistence", |it| Some(format!("{:?}", it.persistence)));
        self.attribute(table(), three, "row security", |it| {
            let on = !matches!(
                it.row_security.as_str(),
                "disable row level security" | "no force row level security"
            );
            Some(if on { it.row_security.clone() } else { String::new() })
        });
        self.attribute(table(), three, "options", |it| {
            let compared =
                it.options.iter().filter(|it| it.name != "comment" && it.name != "owner");
            Some(
                compared
                    .map(|it| format!("{}={}", it.name, it.value))
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        });
        self.attribute(table(), three, "parents", |it| {
            Some(it.parents().map(ObjectName::to_string).collect::<Vec<_>>().join(", "))
        });
        for (column, three) in three.parts(|it| &it.columns, |it| it.name.clone()) {
            let part = Part::Column { table: name.clone(), column };
            if self.may_compare(&part, &three, whole, |it| it.born) {
                self.column(&part, &three);
            }
        }
        self.constraints(name, three, whole);
        let indexes = three.parts(|it| &it.indexes, |it| it.name.clone());
        self.indexes(name, indexes, three, whole);
        for (trigger, three) in three.parts(|it| &it.triggers, |it| it.name.clone()) {
            let part = Part::Trigger { table: name.clone(), name: trigger };
            if self.may_compare(&part, &three, whole, |_| Some(Birth::default())) {
                self.presence(part.clone(), &three);
                self.attribute(part.clone(), &three, "events", |it| Some(it.events.clone()));
                self.attribute(part.clone(), &three, "state", |it| Some(it.state.clone()));
                self.attribute(part, &three, "function", |it| {
                    it.function.as_ref().map(ObjectName::to_string)
                });
            }
        }
        let key = |it: &Dependent| format!("{:?} {}", it.kind, it.name);
        for (_, three) in three.parts(|it| &it.dependents, key) {
            let Some(any) = three.was.or(three.now).or(three.between) else { continue };
            let dependent = any.name.clone();
            let part = Part::Dependent { table: name.clone(), kind: any.kind, name: dependent };
            if self.may_compare(&part, &three, whole, |_| Some(Birth::default())) {
                self.presence(part.clone(), &three);
                self.attribute(part, &three, "text", |it| Some(it.text.clone()));
            }
        }
    }

    /// Whether a part of a table can be compared: not what was only entered because something mentioned it, and not
    /// what the second run made where nobody knows whether it was there before.
    fn may_compare<T>(
        &mut self,
        part: &Part,
        three: &Three<'_, T>,
        whole: bool,
        birth: impl Fn(&T) -> Option<Birth>,
    ) -> bool {
        let Some(now) = three.now.filter(|_| three.was.is_none()) else { return true };
        let Some(made) = birth(now) else { return false };
        // What the first run made and the second makes anew is the second's.
        if !whole && three.between.and_then(birth) != Some(made) {
            self.into.assumed.push(part.clone());
            return false;
        }
        true
    }

    fn column(&mut self, part: &Part, three: &Three<'_, Column>) {
        self.presence(part.clone(), three);
        // Of a column that was only mentioned nothing but the name is known.
        let known = |it: &&Column| it.nullable.is_some() || it.data_type.is_some();
        let three = Three { was: three.was.filter(known), ..*three };
        let schema = self.schema;
        if let (Some(was), Some(now)) = (three.was, three.now)
            && let (Some(was), Some(now)) = (&was.data_type, &now.data_type)
            && !was.same_as(now)
            && (known_type(schema, was).is_none() || known_type(schema, now).is_none())
        {
            // Classes of the application may stand for the same type.
            self.into.assumed.push(part.clone());
        }
        self.attribute(part.clone(), &three, "type", |it| {
            known_type(schema, it.data_type.as_ref()?)
        });
        self.attribute(part.clone(), &three, "collation", |it| {
            it.data_type.as_ref()?.collation.clone()
        });
        self.attribute(part.clone(), &three, "nullability", |it| {
            Some(if it.nullable? { "NULL" } else { "NOT NULL" }.to_owned())
        });
        self.attribute(part.clone(), &three, "default", |it| {
            let data_type = it.data_type.as_ref();
            Some(
                it.default
                    .as_ref()
                    .map_or("no default".to_owned(), |it| default_words(it, data_type)),
            )
        });
        self.attribute(part.clone(), &three, "generation", |it| {
            Some(generation(it.generated.as_ref()))
        });
        self.attribute(part.clone(), &three, "on update", |it| {
            Some(it.on_update.as_ref().map_or(String::new(), |it| it.text.clone()))
        });
        self.attribute(part.clone(), &three, "comment", |it| {
            Some(it.comment.clone().unwrap_or_default())
        });
        self.attribute(part.clone(), &three, "storage", |it| {
            Some(it.storage.clone().unwrap_or_default())
        });
    }

    fn constraints<'a>(&mut self, table: &ObjectName, three: &Three<'a, Table>, whole: bool) {
        let mut parts = three.parts(|it| &it.constraints, |it| it.name.clone());
        // What stands as an attribute of its column, and what came along from a parent, is not told twice.
        parts.retain(|(_, it)| {
            let any = it.was.or(it.now).or(it.between);
            any.is_some_and(|it| {
                let attribute = matches!(
                    it.definition.kind,
                    ConstraintKind::NotNull { .. } | ConstraintKind::Default { .. }
                );
                !attribute && it.local
            })
        });
        // The same constraint under another name where nobody chose the name is the same.
        let mut same = BTreeSet::new();
        let of_nobody = |it: &TableConstraint| it.definition.name.is_none();
        let left = |(at, it): (usize, &(_, Three<'a, TableConstraint>))| {
            it.1.now.filter(|_| it.1.was.is_none()).map(|now| (at, now))
        };
        let left: Vec<_> = parts.iter().enumerate().filter_map(left).collect();
        for (at, (_, three)) in parts.iter().enumerate() {
            let gone = three.was.filter(|_| three.now.is_none());
            let Some(was) = gone.filter(|_| self.dialect != Dialect::Postgres) else { continue };
            let new = left.iter().find(|(at, now)| {
                (of_nobody(was) || of_nobody(now))
                    && !same.contains(at)
                    && same_constraint(was, now)
            });
            if let Some((new, _)) = new {
                same.extend([at, *new]);
            }
        }
        for (_, (name, three)) in parts.into_iter().enumerate().filter(|(at, _)| !same.contains(at))
        {
            let part = Part::Constraint { table: table.clone(), name };
            if self.may_compare(&part, &three, whole, |it| it.born) {
                self.presence(part.clone(), &three);
                self.attribute(part.clone(), &three, "definition", |it| Some(constraint_words(it)));
                // That the rows were found to keep it is nothing to be undone.
                let unchecked = |it: &TableConstraint| it.validated == Validated::No;
                if three.now.is_some_and(unchecked) {
                    self.attribute(part, &three, "validity", |it| {
                        Some(if unchecked(it) { "not valid" } else { "valid" }.to_owned())
                    });
                }
            }
        }
    }

    fn indexes(
        &mut self,
        relation: &ObjectName,
        mut indexes: Vec<(String, Three<'_, Index>)>,
        table: &Three<'_, Table>,
        whole: bool,
    ) {
        indexes.retain(|(_, it)| {
            let any = it.now.or(it.was).or(it.between);
            any.is_some_and(|it| it.constraint.is_none() && it.part_of.is_none())
        });
        for (name, three) in indexes {
            if three.was.is_none() && self.came_with_a_key(&three, table) {
                continue;
            }
            let part = Part::Index { table: relation.clone(), name };
            if !self.may_compare(&part, &three, whole, |it| it.born) {
                continue;
            }
            self.presence(part.clone(), &three);
            self.attribute(part.clone(), &three, "keys", |it| Some(key_words(it)));
            self.attribute(part.clone(), &three, "uniqueness", |it| {
                Some(if it.unique { "unique" } else { "not unique" }.to_owned())
            });
            self.attribute(part.clone(), &three, "method", |it| {
                Some(it.method.clone().unwrap_or_else(|| "btree".to_owned()))
            });
            self.attribute(part.clone(), &three, "condition", |it| {
                Some(it.predicate.as_ref().map_or("no condition".to_owned(), |it| it.text.clone()))
            });
            self.attribute(part.clone(), &three, "included columns", |it| {
                Some(it.include.join(", "))
            });
            self.attribute(part, &three, "nulls", |it| {
                Some(if it.nulls_not_distinct { "not distinct" } else { "distinct" }.to_owned())
            });
        }
    }

    /// InnoDB's index for a foreign key stays when the key goes, and gives way to any other that can serve.
    fn came_with_a_key(&self, three: &Three<'_, Index>, table: &Three<'_, Table>) -> bool {
        let Some(index) =
            three.now.filter(|_| matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb))
        else {
            return false;
        };
        let tables = [table.was, table.between, table.now];
        tables.into_iter().flatten().flat_map(Table::foreign_keys).any(|(_, key)| {
            key.columns.len() == index.keys.len()
                && key.columns.iter().zip(&index.keys).all(|(a, b)| b.column.as_ref() == Some(a))
        })
    }

    fn views(&mut self, name: &ObjectName, three: &Three<'_, View>) {
        if three.was.is_none() && three.now.is_some_and(|it| it.temporary) {
            return;
        }
        let part = || Part::View(name.clone());
        self.presence(part(), three);
        self.attribute(part(), three, "query", |it| Some(it.query.text.clone()));
        self.attribute(part(), three, "kind", |it| {
            Some(if it.materialized { "materialized" } else { "not materialized" }.to_owned())
        });
        if let (Some(was), Some(now)) = (three.was, three.now) {
            let between = three.between;
            let names = was.indexes.iter().chain(&now.indexes).map(|it| it.name.as_str());
            for index in order::set(names) {
                let of = |view: &'_ View| view.indexes.iter().position(|it| it.name == index);
                let at = |view: Option<&'_ View>| view.and_then(of);
                let three = Three {
                    was: at(Some(was)).and_then(|it| was.indexes.get(it)),
                    between: between.and_then(|view| view.indexes.get(of(view)?)),
                    now: at(Some(now)).and_then(|it| now.indexes.get(it)),
                };
                let part = Part::Index { table: name.clone(), name: index.to_owned() };
                self.presence(part.clone(), &three);
                self.attribute(part, &three, "keys", |it| Some(key_words(it)));
            }
        }
    }

    /// A column's own sequence comes and goes with the column.
    fn sequences(&mut self, name: &ObjectName, three: &Three<'_, Sequence>) {
        let owned = [three.was, three.now].into_iter().flatten().any(|it| it.owned_by.is_some());
        let entered =
            three.was.is_none() && three.now.is_some_and(|it| it.born.is_none() || it.temporary);
        if entered || (owned && three.presence().is_some()) {
            return;
        }
        let part = || Part::Sequence(name.clone());
        self.presence(part(), three);
        self.attribute(part(), three, "options", |it| {
            Some(it.options.clone()).filter(|it| !it.is_empty())
        });
        self.attribute(part(), three, "type", |it| Some(type_words(it.data_type.as_ref()?)));
        self.attribute(part(), three, "owner", |it| {
            Some(
                it.owned_by
                    .as_ref()
                    .map_or("nobody".to_owned(), |(table, column)| format!("{table}.{column}")),
            )
        });
    }

    fn types(&mut self, name: &ObjectName, three: &Three<'_, Type>) {
        let entered = three.was.is_none()
            && three.now.is_some_and(|it| it.knowledge == Knowledge::Assumed && it.born.is_none());
        if !entered {
            self.presence(Part::Type(name.clone()), three);
        }
        let values = |it: Option<&Type>| match it.map(|it| &it.definition) {
            Some(TypeDefinition::Enum(values)) => values.clone(),
            _ => Vec::new(),
        };
        if let Some(now) = three.now.filter(|_| entered || three.was.is_some()) {
            let (was, between) = (values(three.was), values(three.between));
            let added = |value: &String| now.added_values.iter().any(|(it, _)| it == value);
            let now = values(Some(now));
            if was.iter().chain(&now).any(|it| it.contains(['{', '}'])) {
                return;
            }
            let part =
                |value: &str| Part::EnumValue { name: name.clone(), value: value.to_owned() };
            for value in now.iter().filter(|it| !was.contains(it)) {
                let by = if between.contains(value) { By::First } else { By::Second };
                if !entered || added(value) {
                    self.add(part(value), How::Left, by);
                }
            }
            for value in was.iter().filter(|it| !now.contains(it)) {
                let by = if between.contains(value) { By::Second } else { By::First };
                self.add(part(value), How::Gone, by);
            }
        }
        self.attribute(Part::Type(name.clone()), three, "definition", |it| match &it.definition {
            TypeDefinition::Enum(_) => None,
            TypeDefinition::Composite(fields) => {
                let field = |(name, data_type): &(String, DataType)| {
                    format!("{name} {}", type_words(data_type))
                };
                Some(fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
            TypeDefinition::Domain { base, not_null, default, checks } => {
                let default = default.as_ref().map_or("", |it| &it.text);
                let checks: Vec<&str> = checks.iter().map(|it| it.1.text.as_str()).collect();
                Some(format!("{} {not_null} {default} {}", type_words(base), checks.join(" and ")))
            }
            TypeDefinition::Range | TypeDefinition::Other => None,
        });
    }
}

impl<'a> Three<'a, Table> {
    /// A list of the table's parts, each with its key, in the order of keys.
    fn parts<T: 'a>(
        &self,
        list: fn(&'a Table) -> &'a [T],
        key: impl Fn(&T) -> String,
    ) -> Vec<(String, Three<'a, T>)> {
        // One type of map for all lists: each type's code weighs in the wasm.
        let (mut places, mut parts) = (BTreeMap::new(), Vec::new());
        let mut enter = |table: Option<&'a Table>, put: fn(&mut Three<'a, T>, &'a T)| {
            for part in table.into_iter().flat_map(list) {
                let place = *places.entry(key(part)).or_insert(parts.len());
                if place == parts.len() {
                    parts.push(Three { was: None, between: None, now: None });
                }
                if let Some(three) = parts.get_mut(place) {
                    put(three, part);
                }
            }
        };
        enter(self.was, |three, it| three.was = Some(it));
        enter(self.between, |three, it| three.between = Some(it));
        enter(self.now, |three, it| three.now = Some(it));
        places.into_iter().filter_map(|(key, at)| Some((key, *parts.get(at)?))).collect()
    }
}

/// A text as it is compared: letter case, space, outer brackets and a string's quotes make no difference.
fn plain(text: &str) -> String {
    // A sequence's name is the same with and without its type.
    let text = text.replace("::regclass", "");
    let mut plain = String::with_capacity(text.len());
    let mut quoted = false;
    for it in text.chars() {
        quoted ^= it == '\'';
        if quoted {
            plain.push(it);
        } else if !it.is_whitespace() && it != '"' {
            plain.extend(it.to_lowercase());
        }
    }
    let mut rest = plain.as_str();
    loop {
        let inner = rest.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        match inner.filter(|it| is_balanced(it)) {
            Some(inner) => rest = inner,
            None => break,
        }
    }
    // A cast of a literal shows the column's type and changes no value.
    if let Some((literal, cast)) = rest.rsplit_once("::")
        && literal.ends_with('\'')
        && !cast.contains('\'')
    {
        rest = literal;
    }
    let string = rest.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    let rest = string.filter(|it| !it.contains('\'')).unwrap_or(rest);
    match rest {
        "current_timestamp" | "current_timestamp()" | "transaction_timestamp()" => {
            "now()".to_owned()
        }
        other => other.to_owned(),
    }
}

/// Whether every bracket of the text is closed in it.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0i64;
    text.bytes().all(|it| {
        depth += i64::from(it == b'(') - i64::from(it == b')');
        0 <= depth
    }) && depth == 0
}

/// The type in words, if it is one of the database's own or one that the catalogue holds: a class of the application
/// may stand for any.
fn known_type(schema: &Schema, data_type: &DataType) -> Option<String> {
    let own = data_type.name.schema.is_none() && OWN_TYPES.contains(&&*data_type.name.name);
    (own || schema.types.contains_key(&data_type.name)).then(|| type_words(data_type))
}

/// Types of the databases themselves, as the readers name them.
const OWN_TYPES: [&str; 77] = [
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "decimal",
    "real",
    "double precision",
    "float",
    "money",
    "character varying",
    "character",
    "text",
    "bytea",
    "boolean",
    "date",
    "time",
    "timestamp",
    "time without time zone",
    "time with time zone",
    "timestamp without time zone",
    "timestamp with time zone",
    "interval",
    "uuid",
    "json",
    "jsonb",
    "xml",
    "inet",
    "cidr",
    "macaddr",
    "bit",
    "bit varying",
    "tsvector",
    "tsquery",
    "citext",
    "hstore",
    "oid",
    "point",
    "int4range",
    "int8range",
    "numrange",
    "tsrange",
    "tstzrange",
    "daterange",
    "varchar",
    "char",
    "nvarchar",
    "nchar",
    "int",
    "tinyint",
    "mediumint",
    "double",
    "tinytext",
    "mediumtext",
    "longtext",
    "blob",
    "tinyblob",
    "mediumblob",
    "longblob",
    "binary",
    "varbinary",
    "datetime",
    "year",
    "set",
    "enum",
    "datetime2",
    "datetimeoffset",
    "uniqueidentifier",
    "ntext",
    "image",
    "varchar2",
    "nvarchar2",
    "number",
    "clob",
    "nclob",
    "raw",
    "string",
    "bool",
];

/// A default as it is compared: databases write a truth value in several ways.
fn default_words(default: &Expr, of: Option<&DataType>) -> String {
    let counts = |it: &DataType| {
        ["boolean", "bool", "bit", "tinyint", "number"].contains(&&*it.name.name)
            || !OWN_TYPES.contains(&&*it.name.name)
    };
    let words = plain(&default.text);
    let is_one_of = |truths: [&str; 4]| truths.iter().any(|it| it.eq_ignore_ascii_case(&words));
    if !of.is_none_or(counts) {
        default.text.clone()
    } else if is_one_of(["true", "t", "1", "b'1'"]) {
        "true".to_owned()
    } else if is_one_of(["false", "f", "0", "b'0'"]) {
        "false".to_owned()
    } else {
        default.text.clone()
    }
}

fn type_words(data_type: &DataType) -> String {
    let mut words = data_type.name.to_string();
    if !data_type.args.is_empty() {
        words.push_str(&format!("({})", data_type.args.join(", ")));
    }
    words.push_str(&"[]".repeat(usize::from(data_type.array)));
    if data_type.unsigned {
        words.push_str(" unsigned");
    }
    words
}

fn generation(generated: Option<&Generated>) -> String {
    match generated {
        // A serial's sequence shows in the default.
        None | Some(Generated::Serial) => "none".to_owned(),
        Some(Generated::Identity(Identity::Always)) => "always as identity".to_owned(),
        Some(Generated::Identity(Identity::ByDefault | Identity::Seeded)) => "identity".to_owned(),
        Some(Generated::AutoIncrement) => "auto_increment".to_owned(),
        Some(Generated::Stored(it) | Generated::Virtual(it) | Generated::Unstated(it)) => {
            it.text.clone()
        }
    }
}

fn key_words(index: &Index) -> String {
    let key = |it: &IndexKey| {
        let mut words = match (&it.column, &it.expr) {
            (Some(column), _) => column.clone(),
            (None, Some(expr)) => plain(&expr.text),
            (None, None) => String::new(),
        };
        for part in [&it.collation, &it.opclass].into_iter().flatten() {
            words.push_str(&format!(" {part}"));
        }
        if it.descending {
            words.push_str(" desc");
        }
        match it.nulls_first {
            // These are the defaults of either direction.
            Some(first) if first != it.descending => {
                words.push_str(if first { " nulls first" } else { " nulls last" });
            }
            _ => {}
        }
        if let Some(prefix) = it.prefix {
            words.push_str(&format!("({prefix})"));
        }
        words
    };
    index.keys.iter().map(key).collect::<Vec<_>>().join(", ")
}

fn constraint_words(constraint: &TableConstraint) -> String {
    let definition = &constraint.definition;
    let mut words = match &definition.kind {
        ConstraintKind::PrimaryKey(key) => format!("primary key ({})", key.columns.join(", ")),
        ConstraintKind::Unique(key) => format!("unique ({})", key.columns.join(", ")),
        ConstraintKind::ForeignKey(key) => {
            let referenced = match key.referenced.is_empty() {
                true => String::new(),
                false => format!(" ({})", key.referenced.join(", ")),
            };
            format!(
                "foreign key ({}) references {}{referenced} on delete {} on update {}",
                key.columns.join(", "),
                key.references,
                key.on_delete.words(),
                key.on_update.words(),
            )
        }
        ConstraintKind::Check(expr) => format!("check ({})", plain(&expr.text)),
        ConstraintKind::Exclude { method, keys, .. } => {
            let keys: Vec<&str> = keys.iter().filter_map(|it| it.column.as_deref()).collect();
            format!("exclude {} ({})", method.as_deref().unwrap_or(""), keys.join(", "))
        }
        ConstraintKind::NotNull { column } => format!("not null ({column})"),
        ConstraintKind::Default { column, .. } => format!("default of {column}"),
    };
    match definition.deferrable {
        crate::ops::constraint::Deferrable::No => {}
        crate::ops::constraint::Deferrable::InitiallyImmediate => words.push_str(" deferrable"),
        crate::ops::constraint::Deferrable::InitiallyDeferred => {
            words.push_str(" initially deferred");
        }
    }
    if definition.validity == Validity::NotEnforced {
        words.push_str(" not enforced");
    }
    words
}

fn same_constraint(a: &TableConstraint, b: &TableConstraint) -> bool {
    constraint_words(a) == constraint_words(b)
}

impl Schema {
    /// Whether the part is there, as far as the catalogue knows.
    pub fn holds(&self, part: &Part) -> bool {
        match part {
            Part::Table(name) => self.is_relation(name),
            Part::Column { .. }
            | Part::Constraint { .. }
            | Part::Trigger { .. }
            | Part::Dependent { .. } => {
                self.tables.get(part.owner()).is_some_and(|it| it.holds(part))
            }
            Part::Index { table, name } => {
                self.indexes_of(table).iter().any(|it| it.name == *name)
            }
            Part::View(name) => self.views.contains_key(name),
            Part::Sequence(name) => self.sequences.contains_key(name),
            Part::Type(name) => self.types.contains_key(name),
            Part::EnumValue { name, value } => self.types.get(name).is_some_and(|it| {
                matches!(&it.definition, TypeDefinition::Enum(values) if values.contains(value))
            }),
            Part::Function(name) => self.functions.contains_key(name),
            Part::Schema(name) => self.schemas.contains_key(name),
            Part::Extension(name) => self.extensions.contains_key(name),
        }
    }

    /// Whether the part was there at that point.
    pub fn held_at(&self, point: Point, part: &Part) -> bool {
        match part {
            Part::Table(name) => self.tables.at(point.0[0], name).is_some(),
            Part::Column { .. }
            | Part::Constraint { .. }
            | Part::Trigger { .. }
            | Part::Dependent { .. } => {
                self.table_at(point, part.owner()).is_some_and(|it| it.holds(part))
            }
            Part::Index { table, name } if table.name == *name => {
                self.indexes.at(point.0[5], table).is_some()
            }
            Part::Index { table, name } => {
                self.table_at(point, table).is_some_and(|it| it.index(name).is_some())
            }
            Part::View(name) => self.views.at(point.0[1], name).is_some(),
            Part::Sequence(name) => self.sequences.at(point.0[2], name).is_some(),
            Part::Type(name) => self.types.at(point.0[3], name).is_some(),
            Part::EnumValue { .. } => false,
            Part::Function(name) => self.functions.at(point.0[4], name).is_some(),
            Part::Schema(name) => self.schemas.at(point.0[6], name).is_some(),
            Part::Extension(name) => self.extensions.at(point.0[7], name).is_some(),
        }
    }
}

impl Table {
    fn holds(&self, part: &Part) -> bool {
        match part {
            Part::Column { column, .. } => self.column(column).is_some(),
            Part::Constraint { name, .. } => self.constraint(name).is_some(),
            Part::Index { name, .. } => self.index(name).is_some(),
            Part::Trigger { name, .. } => self.triggers.iter().any(|it| it.name == *name),
            Part::Dependent { kind, name, .. } => {
                self.dependents.iter().any(|it| it.kind == *kind && it.name == *name)
            }
            Part::Table(_)
            | Part::View(_)
            | Part::Sequence(_)
            | Part::Type(_)
            | Part::EnumValue { .. }
            | Part::Function(_)
            | Part::Schema(_)
            | Part::Extension(_) => false,
        }
    }
}
