//! Tables that the script's modules tell SQLAlchemy of: classes that are mapped to a table, and what a `MetaData` knows.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt};

use crate::lang::python::machine::Machine;
use crate::lang::python::value::{Arg, Call, Class, Object, Value};
use crate::ops::ObjectName;
use crate::ops::constraint::ConstraintKind;
use crate::text::Span;

use super::host::Script;
use super::registry::is_same;
use super::schema::Reader;
use super::statement::table_of;

/// Classes above a class that are looked through.
const MAX_BASES: usize = 16;
/// Tables of one metadata; of more, none is told.
const MAX_TABLES: usize = 2_000;
/// Steps that a table of a metadata takes.
pub(super) const TABLE_STEPS: usize = 60;
/// Tables that are put in order.
const MAX_ORDERED: usize = 300;
/// Bases without columns of their own.
const BARE: [&str; 12] = [
    "ABC",
    "AsyncAttrs",
    "Base",
    "BaseModel",
    "DeclarativeBase",
    "DeclarativeBaseNoMeta",
    "Generic",
    "MappedAsDataclass",
    "Model",
    "SQLModel",
    "object",
    "declarative_base",
];
/// What the mapping of types takes for a Python type ("Mapped Column Derives the Datatype and Nullability").
const TYPES: [(&str, &str); 12] = [
    ("Decimal", "Numeric"),
    ("UUID", "Uuid"),
    ("bool", "Boolean"),
    ("bytes", "LargeBinary"),
    ("date", "Date"),
    ("datetime", "DateTime"),
    ("float", "Float"),
    ("int", "Integer"),
    ("str", "String"),
    ("time", "Time"),
    ("timedelta", "Interval"),
    ("uuid4", "Uuid"),
];

/// The type and nullability that `Mapped[…]` states.
struct Stated<'a> {
    kind: Value<'a>,
    optional: bool,
}

/// The `Table(…)` that a mapped class stands for.
pub(super) fn table_of_model<'a>(
    machine: &mut Machine<'a>,
    model: &Value<'a>,
    call: &Call<'a>,
) -> Option<Call<'a>> {
    let Some(Object::Class(class)) = machine.object(model) else { return None };
    let class = class.clone();
    let plain =
        |value: Value<'a>| Arg { name: None, value, span: call.span, text: call.text.clone() };
    let mut args = vec![plain(class.attributes.get("__tablename__")?.clone())];
    let mut taken: Vec<&'a str> = Vec::new();
    let mut open = vec![model.clone()];
    for round in 0..MAX_BASES {
        let Some(value) = open.pop() else { break };
        let Some(Object::Class(it)) = machine.object(&value) else {
            let name = machine
                .last_name(&value)
                .or_else(|| machine.last_name(&machine.call_of(&value)?.callee));
            // What another package's class brings is not known.
            if name.is_none_or(|it| !BARE.contains(&it.as_str())) {
                args.push(plain(Value::Unknown(call.text.clone())));
            }
            continue;
        };
        let it = it.clone();
        // Another table's columns are not its own, unless that class is abstract.
        if 0 < round && it.attributes.contains_key("__tablename__") {
            continue;
        }
        open.extend(it.bases.iter().rev().cloned());
        for (name, value) in columns(machine, &it, call) {
            if !taken.contains(&name) {
                taken.push(name);
                args.push(plain(value));
            }
        }
    }
    let more = class.attributes.get("__table_args__").cloned().unwrap_or(Value::None);
    let parts = match machine.items(&more) {
        Some(items) => items.to_vec(),
        None => vec![more],
    };
    for part in parts {
        match machine.entries(&part) {
            Some(entries) => {
                for (key, value) in entries {
                    let name = key.as_known_str().map(Rc::from);
                    args.push(Arg { name, ..plain(value.clone()) });
                }
            }
            None => args.push(plain(part)),
        }
    }
    let callee = Value::Name(Rc::from("sqlalchemy.Table"));
    Some(Call { callee, args, span: call.span, text: Rc::from(class.def.name.as_str()) })
}

/// The columns of a class body in their order, each with its name in it.
fn columns<'a>(
    machine: &mut Machine<'a>,
    class: &Class<'a>,
    call: &Call<'a>,
) -> Vec<(&'a str, Value<'a>)> {
    let mut found = Vec::new();
    for statement in &class.def.body {
        let (name, annotation) = match statement {
            Stmt::Assign(it) => match it.targets.first() {
                Some(Expr::Name(name)) => (name.id.as_str(), None),
                _ => continue,
            },
            Stmt::AnnAssign(it) => match &*it.target {
                Expr::Name(name) => (name.id.as_str(), stated(&it.annotation)),
                _ => continue,
            },
            // A function that gives a column once there is a table.
            Stmt::FunctionDef(it)
                if it.decorator_list.iter().any(|it| is_named(&it.expression, "declared_attr")) =>
            {
                found.push((it.name.as_str(), Value::unknown(it.name.as_str())));
                continue;
            }
            _ => continue,
        };
        let made = class.attributes.get(name).and_then(|it| machine.call_of(it)).cloned();
        let is_column = made.as_ref().and_then(|it| machine.last_name(&it.callee));
        let mut column = match (made, is_column.as_deref()) {
            (Some(made), Some("Column" | "mapped_column")) => made,
            (None, _) if annotation.is_some() && !class.attributes.contains_key(name) => {
                Call { args: Vec::new(), ..call.clone() }
            }
            _ => continue,
        };
        let mapped = is_column.as_deref() != Some("Column");
        column.callee = Value::Name(Rc::from("sqlalchemy.Column"));
        let plain = |value: Value<'a>| Arg {
            name: None,
            value,
            span: column.span,
            text: column.text.clone(),
        };
        let has_name = column.keyword("name").is_some()
            || column.positional().next().is_some_and(|it| matches!(it.value, Value::Str(_)));
        let at = usize::from(has_name && column.keyword("name").is_none());
        let mut more = Vec::new();
        if !has_name {
            more.push(plain(Value::str(name)));
        }
        if let Some(stated) = annotation.filter(|_| mapped) {
            let typed = column.keyword("type_").is_some()
                || column.positional().nth(at).is_some_and(|it| !is_constraint(machine, &it.value));
            if !typed {
                more.push(plain(stated.kind));
            }
            let says = |name| column.keyword(name).is_some();
            if !stated.optional && !says("nullable") && !says("primary_key") {
                let name = Some(Rc::from("nullable"));
                more.push(Arg { name, ..plain(Value::Bool(false)) });
            }
        }
        column.args.splice(at..at, more);
        found.push((name, machine.alloc(Object::Call(column))));
    }
    found
}

/// Whether a column's argument is no type but hangs on the column.
fn is_constraint(machine: &Machine<'_>, value: &Value<'_>) -> bool {
    let name = machine.call_of(value).and_then(|it| machine.last_name(&it.callee));
    name.is_some_and(|it| {
        it.contains("ForeignKey")
            || matches!(it.as_str(), "CheckConstraint" | "Computed" | "Identity" | "Sequence")
    })
}

fn is_named(expr: &Expr, name: &str) -> bool {
    last_word(expr) == Some(name)
}

fn last_word(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(it) => Some(it.id.as_str()),
        Expr::Attribute(it) => match it.attr.as_str() {
            // `declared_attr.directive`.
            "directive" | "cascading" => last_word(&it.value),
            name => Some(name),
        },
        _ => None,
    }
}

/// What `Mapped[int]`, `Mapped[Optional[int]]` or `Mapped[int | None]` states.
fn stated<'a>(annotation: &Expr) -> Option<Stated<'a>> {
    let Expr::Subscript(mapped) = annotation else { return None };
    if !is_named(&mapped.value, "Mapped") {
        return None;
    }
    let mut inner = &*mapped.slice;
    let mut optional = false;
    for _ in 0..4 {
        inner = match inner {
            Expr::Subscript(it) if is_named(&it.value, "Optional") => {
                optional = true;
                &it.slice
            }
            Expr::BinOp(it) if it.right.is_none_literal_expr() => {
                optional = true;
                &it.left
            }
            Expr::Subscript(it) if is_named(&it.value, "Union") => match &*it.slice {
                Expr::Tuple(parts) => {
                    optional |= parts.elts.iter().any(Expr::is_none_literal_expr);
                    parts.elts.first()?
                }
                other => other,
            },
            _ => break,
        };
    }
    let word = last_word(inner).unwrap_or("type");
    let kind = match TYPES.iter().find(|it| it.0 == word) {
        Some((_, kind)) => Value::Name(Rc::from(format!("sqlalchemy.{kind}"))),
        None => Value::unknown(word),
    };
    // A collection of other objects is no column.
    let is_column =
        !matches!(word, "list" | "List" | "set" | "type") && !inner.is_string_literal_expr();
    is_column.then_some(Stated { kind, optional })
}

/// What stands for the metadata behind `Base.metadata`, `db.metadata`, `MetaData()` or a class mapped with it.
fn metadata_of<'a>(machine: &Machine<'a>, value: &Value<'a>) -> Option<Value<'a>> {
    let mut value = value.clone();
    for _ in 0..MAX_BASES {
        let next = match machine.object(&value) {
            Some(Object::Member { of, name }) if matches!(&**name, "metadata" | "Model") => {
                of.clone()
            }
            Some(Object::Call(call)) => match call.keyword("metadata") {
                Some(arg) => arg.value.clone(),
                None => return Some(value),
            },
            Some(Object::Class(class)) => match class.attributes.get("metadata") {
                Some(metadata) => metadata.clone(),
                None => {
                    let mut bases = class.bases.iter();
                    let above = bases.find(|it| metadata_above(machine, it));
                    match above {
                        Some(base) => base.clone(),
                        None => return Some(value),
                    }
                }
            },
            _ => {
                let path = value.as_name()?;
                let path = path.strip_suffix(".metadata").unwrap_or(path);
                return Some(Value::Name(Rc::from(path)));
            }
        };
        value = next;
    }
    None
}

/// Whether a base of a class leads to its metadata, and is no mixin.
fn metadata_above(machine: &Machine<'_>, base: &Value<'_>) -> bool {
    let mut open = vec![base];
    for _ in 0..MAX_BASES {
        let Some(base) = open.pop() else { break };
        match machine.object(base) {
            Some(Object::Class(class)) => {
                let mut names = class.bases.iter().filter_map(|it| machine.last_name(it));
                if class.attributes.contains_key("metadata")
                    || names.any(|it| it.starts_with("DeclarativeBase"))
                {
                    return true;
                }
                open.extend(class.bases.iter().rev());
            }
            Some(Object::Call(_) | Object::Member { .. }) => return true,
            // A base of another package: the application's own `Base`, mostly.
            _ => {
                let path = base.as_name().unwrap_or_default();
                let last = path.rsplit('.').next().unwrap_or(path);
                let is_base = last.ends_with("Base") || last.ends_with("Model");
                if path.contains('.') && is_base && !last.starts_with("DeclarativeBase") {
                    return true;
                }
            }
        }
    }
    false
}

/// The table of a column: of `table.c.name`, `table.c["name"]`, `Model.name`, with an order or without.
pub(super) fn owner<'a>(reader: &Reader<'_, 'a>, column: &Value<'a>) -> Option<Value<'a>> {
    if let Some((table, _)) = reader.subscript(column) {
        return Some(table.clone());
    }
    let column = match reader.machine.object(column)? {
        // `table.c.name.desc()`.
        Object::Call(call) => match reader.machine.object(&call.callee)? {
            Object::Member { of, .. } => of,
            _ => return None,
        },
        _ => column,
    };
    let Object::Member { of, .. } = reader.machine.object(column)? else { return None };
    Some(match reader.machine.object(of) {
        Some(Object::Member { of: table, name }) if matches!(&**name, "c" | "columns") => table,
        _ => of,
    })
    .cloned()
}

/// What the scripts and modules evaluated so far tell of tables.
#[derive(Default)]
pub(crate) struct Models<'a> {
    /// Each `Table(…)` and mapped class, with the `Table(…)` that stands for it where it was asked for.
    tables: Vec<(Value<'a>, Option<Value<'a>>)>,
    /// Each `Index(…)`.
    indexes: Vec<Value<'a>>,
    /// Objects that were looked at.
    seen: usize,
}

/// Gives each column without a type that of the column it refers to (`ForeignKey` of SQLAlchemy, "type").
fn fill_types<'a>(machine: &mut Machine<'a>, tables: &[(Rc<str>, Value<'a>)]) {
    let mut filled = Vec::new();
    for (_, table) in tables {
        let columns = machine.call_of(table).into_iter().flat_map(|it| it.positional());
        for arg in columns {
            let Some(column) = machine.call_of(&arg.value) else { continue };
            let mut parts = column.positional().skip(1);
            let (Some(first), None) = (parts.next(), column.keyword("type_")) else { continue };
            let Some(key) = machine.call_of(&first.value) else { continue };
            if machine.last_name(&key.callee).as_deref() != Some("ForeignKey") {
                continue;
            }
            let target = key.positional().next().and_then(|it| it.value.as_known_str());
            let Some((other, name)) = target.and_then(|it| it.rsplit_once('.')) else { continue };
            let other = tables.iter().find(|it| &*it.0 == other);
            let others = other.and_then(|it| machine.call_of(&it.1)).into_iter();
            let mut others = others.flat_map(|it| it.positional().skip(1));
            let kind = others.find_map(|it| {
                let mut parts = machine.call_of(&it.value)?.positional();
                (parts.next()?.value.as_known_str() == Some(name)).then(|| parts.next())?
            });
            if let Some(kind) = kind.filter(|it| !is_constraint(machine, &it.value)) {
                filled.push((arg.value.clone(), Arg { span: first.span, ..kind.clone() }));
            }
        }
    }
    for (column, kind) in filled {
        if let Some(Object::Call(call)) = machine.object_mut(&column) {
            call.args.insert(1, kind);
        }
    }
}

impl<'a> Script<'a> {
    /// Notes the tables and indexes that came to be since.
    fn look(&mut self, machine: &Machine<'a>) {
        for (value, object) in machine.objects().skip(self.models.seen) {
            match object {
                Object::Class(class) if class.attributes.contains_key("__tablename__") => {
                    self.models.tables.push((value, None));
                }
                Object::Call(call) => match machine.last_name(&call.callee).as_deref() {
                    Some("Table") => self.models.tables.push((value, None)),
                    Some("Index") => self.models.indexes.push(value),
                    _ => {}
                },
                _ => {}
            }
        }
        self.models.seen = machine.objects().len();
    }

    /// The indexes that were made of a table's columns outside of it.
    pub(super) fn loose_indexes(
        &mut self,
        machine: &mut Machine<'a>,
        table: &Value<'a>,
    ) -> Vec<Value<'a>> {
        self.look(machine);
        if !machine.charge(self.models.indexes.len() / 4 + 1, Default::default()) {
            return Vec::new();
        }
        let reader = self.reader(machine);
        let mut models = self.models.tables.iter();
        let model = models.find(|it| it.1.as_ref().is_some_and(|it| is_same(it, table)));
        let is_own = |it: &&Value<'a>| {
            let mut columns = machine.call_of(it).into_iter().flat_map(|it| it.positional());
            columns.any(|it| {
                owner(&reader, &it.value).is_some_and(|it| {
                    is_same(&it, table) || model.is_some_and(|model| is_same(&it, &model.0))
                })
            })
        };
        self.models.indexes.iter().filter(is_own).cloned().collect()
    }

    /// `table.indexes`: those in it, those of its columns, and those outside of it.
    pub(super) fn indexes(&mut self, machine: &mut Machine<'a>, table: &Value<'a>) -> Value<'a> {
        let call = machine.call_of(table).cloned();
        let loose = self.loose_indexes(machine, table);
        let mut found = Vec::new();
        for arg in call.iter().flat_map(|it| it.positional().skip(1)) {
            let Some(part) = machine.call_of(&arg.value).cloned() else { continue };
            let reader = self.reader(machine);
            let mut args = match machine.last_name(&part.callee).as_deref() {
                Some("Index") => part.args.clone(),
                _ if reader.column(&arg.value).is_some_and(|it| it.index) => {
                    let name = part.positional().next().map(|it| it.value.clone());
                    let plain = |value: Value<'a>| Arg { name: None, value, ..arg.clone() };
                    let mut args = vec![plain(Value::None), plain(name.unwrap_or(Value::None))];
                    args.extend(part.keyword("unique").cloned());
                    args
                }
                _ => continue,
            };
            // A column's name alone does not tell its table.
            let keys = args.iter_mut().filter(|it| it.name.is_none()).skip(1);
            for key in keys.filter(|it| matches!(it.value, Value::Str(_))) {
                let columns = Object::Member { of: table.clone(), name: Rc::from("c") };
                let of = machine.alloc(columns);
                key.value = machine.alloc(Object::Item { of, index: key.value.clone() });
            }
            let callee = Value::Name(Rc::from("sqlalchemy.Index"));
            found.push(machine.alloc(Object::Call(Call { callee, args, ..part })));
        }
        // What was made here is none of the script's.
        self.models.seen = machine.objects().len();
        found.extend(loose);
        machine.list(found)
    }

    /// The tables that a metadata knows by now, in the order in which they were told to it.
    pub(super) fn tables_of(
        &mut self,
        machine: &mut Machine<'a>,
        metadata: &Value<'a>,
        call: &Call<'a>,
    ) -> Vec<(Rc<str>, Value<'a>)> {
        let Some(wanted) = metadata_of(machine, metadata) else { return Vec::new() };
        self.look(machine);
        if !machine.charge(self.models.tables.len() / 4 + 1, Default::default()) {
            return Vec::new();
        }
        let mut found: Vec<(Rc<str>, Value<'a>)> = Vec::new();
        let mut models = false;
        for (value, made) in &mut self.models.tables {
            let (name, told) = match machine.object(value) {
                Some(Object::Class(class)) => {
                    let Some(name) = class.attributes.get("__tablename__") else { continue };
                    (name.clone(), metadata_of(machine, value))
                }
                Some(Object::Call(call)) => {
                    let mut args = call.positional();
                    let (Some(name), Some(metadata)) = (args.next(), args.next()) else { continue };
                    (name.value.clone(), metadata_of(machine, &metadata.value))
                }
                _ => continue,
            };
            let (Some(name), Some(told)) = (name.as_known_str(), told) else { continue };
            if !is_same(&told, &wanted) || found.iter().any(|it| &*it.0 == name) {
                continue;
            }
            let name = Rc::from(name);
            if made.is_none() {
                let is_charged = machine.charge(TABLE_STEPS, Default::default());
                *made = match table_of_model(machine, value, call).filter(|_| is_charged) {
                    Some(table) => Some(machine.alloc(Object::Call(table))),
                    None => Some(value.clone()),
                };
            }
            models |= matches!(machine.object(value), Some(Object::Class(_)));
            found.push((name, made.clone().unwrap_or(Value::None)));
            if MAX_TABLES < found.len() {
                return Vec::new();
            }
        }
        if models && found.len() <= MAX_ORDERED {
            fill_types(machine, &found);
        }
        found
    }

    /// `metadata.tables` and `metadata.sorted_tables`, where a table is known.
    pub(super) fn tables(
        &mut self,
        machine: &mut Machine<'a>,
        metadata: &Value<'a>,
        name: &str,
    ) -> Option<Value<'a>> {
        let text = Rc::from(name);
        let call = Call { callee: metadata.clone(), args: Vec::new(), span: Span::default(), text };
        let tables = self.tables_of(machine, metadata, &call);
        if tables.is_empty() {
            return None;
        }
        if name == "sorted_tables" {
            let tables = tables.into_iter().map(|it| it.1).collect();
            let tables = self.in_order(machine, tables);
            return Some(machine.list(tables));
        }
        let entries = tables.into_iter().map(|(name, table)| (Value::str(&*name), table)).collect();
        Some(machine.alloc(Object::Dict(entries)))
    }

    /// Tables in an order in which each comes after those that it refers to, as far as there is one
    /// (`sqlalchemy.sql.ddl.sort_tables_and_constraints`).
    pub(super) fn in_order(
        &self,
        machine: &mut Machine<'a>,
        tables: Vec<Value<'a>>,
    ) -> Vec<Value<'a>> {
        let work = tables.len().min(MAX_ORDERED) * (tables.len().min(MAX_ORDERED) / 4 + 1);
        if MAX_ORDERED < tables.len() || !machine.charge(work, Default::default()) {
            return tables;
        }
        let names: Vec<_> = tables.iter().map(|it| table_of(machine, it, self.target)).collect();
        let needs: Vec<Vec<usize>> =
            tables.iter().map(|it| self.needs(machine, it, &names)).collect();
        let mut open: Vec<usize> = (0..tables.len()).collect();
        let mut order = Vec::new();
        while !open.is_empty() {
            let is_ready = |it: &usize| {
                let needs = needs.get(*it).map_or(&[][..], Vec::as_slice);
                needs.iter().all(|other| other == it || !open.contains(other))
            };
            let (ready, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|it| is_ready(it));
            // Tables that refer to each other stay as they were told.
            let (ready, rest) = if ready.is_empty() { (rest, ready) } else { (ready, rest) };
            order.extend(ready.into_iter().filter_map(|it| tables.get(it).cloned()));
            open = rest;
        }
        order
    }

    /// The places, among the names, of the tables that one refers to.
    fn needs(
        &self,
        machine: &Machine<'a>,
        table: &Value<'a>,
        names: &[Option<ObjectName>],
    ) -> Vec<usize> {
        let reader = self.reader(machine);
        let call = machine.call_of(table);
        let mut needs = Vec::new();
        for arg in call.iter().flat_map(|it| it.positional().skip(1)) {
            let column = reader.column(&arg.value).map(|it| it.constraints);
            let keys = column.unwrap_or_default().into_iter().chain(reader.constraint(&arg.value));
            for constraint in keys {
                if let ConstraintKind::ForeignKey(key) = constraint.kind {
                    needs.extend(names.iter().position(|it| it.as_ref() == Some(&key.references)));
                }
            }
        }
        needs
    }
}
