//! SQL that a script sends: texts, and statements built with SQLAlchemy's expression language.

use std::rc::Rc;

use crate::dialect::Target;
use crate::lang::python::machine::{Machine, Reach};
use crate::lang::python::text::{Text, hole, one_line};
use crate::lang::python::value::{Arg, Call, Object, Value};
use crate::lang::sql;
use crate::ops::data::{Delete, Insert, InsertSource, Update};
use crate::ops::expr::Expr;
use crate::ops::object::{CreateSequence, ObjectKind};
use crate::ops::{Cascade, Clause, Guard, ObjectName, Op, OpKind, OpaqueReason, Statement};
use crate::text::Span;

use super::expression;
use super::host::{BIND, INSPECTOR, SESSION, Script};
use super::names;
use super::operations::CREATE_ALONE;
use super::quirks::Sender;
use super::schema::Reader;
use super::write;

/// Methods that send a statement through a connection or session.
const SENDS: [&str; 7] =
    ["execute", "scalar", "scalars", "exec_driver_sql", "stream", "execute_if", "exec"];
/// Calls of a chain that are looked through for what stands at its beginning.
const MAX_CHAIN: usize = 64;

/// The columns that SQLAlchemy itself gives a value in a new row, where the table has columns that may have a `default`:
/// those of `sa.table(…)` have none.
pub(crate) fn defaults_of(machine: &Machine<'_>, table: &Value<'_>) -> Option<String> {
    let call = machine.call_of(table);
    let light = call.and_then(|it| machine.last_name(&it.callee)).is_some_and(|it| it == "table");
    (!light).then(|| hole("defaults"))
}

/// The table that a value stands for: `sa.table(…)`, `sa.Table(…)`, what `create_table` gave back, a model class.
pub(crate) fn table_of(
    machine: &Machine<'_>,
    value: &Value<'_>,
    target: Target,
) -> Option<ObjectName> {
    let mut value = value.clone();
    for _ in 0..8 {
        match machine.object(&value)? {
            Object::Call(call) => match machine.last_name(&call.callee)?.as_str() {
                "Table" | "table" | "create_table" | "TableClause" => {
                    let first = call.positional().next()?;
                    let name = super::types::text_of(machine, &first.value, &first.text)?;
                    let schema = call
                        .keyword("schema")
                        .and_then(|it| super::types::text_of(machine, &it.value, &it.text));
                    return Some(match schema {
                        Some(schema) => names::object(Some(&schema), &name, target.dialect),
                        None => ObjectName::bare(names::fold(&name, target.dialect)),
                    });
                }
                "alias" | "aliased" | "tometadata" | "to_metadata" => {
                    let next = match machine.object(&call.callee) {
                        Some(Object::Member { of, .. }) => of.clone(),
                        _ => call.positional().next()?.value.clone(),
                    };
                    value = next;
                }
                _ => return None,
            },
            Object::Class(class) => {
                if let Some(table) = class.attributes.get("__table__") {
                    value = table.clone();
                    continue;
                }
                let name = class.attributes.get("__tablename__")?.as_text()?.value.clone();
                let schema = class
                    .attributes
                    .get("__table_args__")
                    .and_then(|it| schema_of_args(machine, it));
                return Some(match schema {
                    Some(schema) => names::object(Some(&schema), &name, target.dialect),
                    None => ObjectName::bare(names::fold(&name, target.dialect)),
                });
            }
            // `metadata.tables["name"]` after a reflection.
            Object::Item { of, index } => {
                let known = machine.entries(of).and_then(|it| it.first());
                let known = known.and_then(|it| machine.call_of(&it.1));
                let known = known.and_then(|it| machine.last_name(&it.callee));
                if known.as_deref() != Some("Table") {
                    machine.last_name(of).filter(|it| it == "tables")?;
                }
                return index.as_text().map(|it| names::object(None, &it.value, target.dialect));
            }
            Object::Member { of, name } if matches!(&**name, "c" | "columns" | "__table__") => {
                value = of.clone()
            }
            _ => return None,
        }
    }
    None
}

fn schema_of_args(machine: &Machine<'_>, args: &Value<'_>) -> Option<String> {
    let entries = match machine.items(args) {
        Some(items) => machine.entries(items.last()?)?,
        None => machine.entries(args)?,
    };
    let (_, schema) = entries.iter().find(|(key, _)| key.as_known_str() == Some("schema"))?;
    schema.as_known_str().map(str::to_owned)
}

pub(crate) fn sequence_op(name: ObjectName, create: bool, guard: Guard) -> OpKind {
    if create {
        OpKind::CreateSequence(CreateSequence {
            name,
            guard,
            owned_by: None,
            data_type: None,
            options: String::new(),
            temporary: false,
        })
    } else {
        OpKind::DropObject {
            kind: ObjectKind::Sequence,
            name,
            table: None,
            guard,
            cascade: Cascade::Unstated,
        }
    }
}

pub(crate) fn insert_text(table: &ObjectName, columns: &[String], target: Target) -> String {
    let columns: Vec<String> = columns.iter().map(|it| names::write(it, target.dialect)).collect();
    let table = names::write_object(table, target.dialect);
    if columns.is_empty() {
        format!("INSERT INTO {table} VALUES (…)")
    } else {
        format!("INSERT INTO {table} ({}) VALUES (…)", columns.join(", "))
    }
}

/// A statement of SQLAlchemy's expression language: its verb, its table, and the calls that refine it.
struct Built<'a> {
    verb: String,
    table: Option<Arg<'a>>,
    table_value: Value<'a>,
    /// Outermost first.
    refinements: Vec<(Rc<str>, Call<'a>)>,
    start: Call<'a>,
}

impl<'a> Script<'a> {
    /// A call of a method that may send a statement; whether it was one.
    pub(crate) fn executes(
        &mut self,
        machine: &mut Machine<'a>,
        of: &str,
        name: &str,
        call: &Call<'a>,
    ) -> bool {
        if of.starts_with(INSPECTOR) {
            return false;
        }
        let ours = of.starts_with(BIND) || of.starts_with(SESSION) || of.starts_with("@context");
        if SENDS.contains(&name) {
            let Some(arg) = call.positional().next().or_else(|| call.keyword("statement")).cloned()
            else {
                return false;
            };
            if ours || self.looks_like_sql(machine, &arg.value) {
                let is_known = of.starts_with(BIND) || of.starts_with(SESSION);
                let sender = match name {
                    "exec_driver_sql" | "exec" | "execute_if" => Sender::Driver,
                    _ if is_known => Sender::Connection,
                    _ => Sender::Unknown,
                };
                self.look_at_text(machine, &arg, call, sender);
                if matches!(name, "scalar" | "scalars" | "stream") {
                    self.tell_online(machine, call.span);
                }
                self.execute(machine, &arg, call.span);
                return true;
            }
            return false;
        }
        match name {
            // `query.update(…)` and `query.delete()` of a session.
            "update" | "delete" if of.is_empty() => self.query_change(machine, name, call),
            "run_sync" | "run_callable" if ours => {
                self.opaque(machine, call.span, OpaqueReason::RuntimeValue, &call.text);
                true
            }
            "add" | "add_all" | "bulk_save_objects" | "merge" | "bulk_insert_mappings"
                if of.starts_with(SESSION) =>
            {
                self.session_insert(machine, call);
                true
            }
            _ => false,
        }
    }

    fn looks_like_sql(&self, machine: &Machine<'_>, value: &Value<'_>) -> bool {
        match value {
            Value::Str(it) => starts_like_sql(&it.value),
            Value::Object(_) if let Some(Object::Choice { of, .. }) = machine.object(value) => {
                of.iter().any(|it| self.looks_like_sql(machine, it))
            }
            _ => match machine.call_of(value) {
                Some(call) => {
                    machine.last_name(&call.callee).is_some_and(|it| it == "text" || it == "DDL")
                        || self.built(machine, value).is_some()
                }
                None => false,
            },
        }
    }

    /// Sends what an argument stands for.
    pub(crate) fn execute(&mut self, machine: &mut Machine<'a>, arg: &Arg<'a>, span: Span) {
        let mut value = arg.value.clone();
        for _ in 0..MAX_CHAIN {
            if let Value::Str(text) = &value {
                let text = text.clone();
                self.send_text(machine, &text, span);
                return;
            }
            let Some(call) = machine.call_of(&value) else { break };
            let name = machine.last_name(&call.callee).unwrap_or_default();
            let next = match (name.as_str(), machine.object(&call.callee)) {
                ("text" | "DDL" | "sqltext" | "inline_literal" | "str", _) => {
                    call.positional().next().map(|it| it.value.clone())
                }
                (
                    "bindparams" | "params" | "execution_options" | "columns" | "compile"
                    | "with_hint" | "format_map" | "options",
                    Some(Object::Member { of, .. }),
                ) => Some(of.clone()),
                _ => None,
            };
            match next {
                Some(next) => value = next,
                None => break,
            }
        }
        if let Some(Object::Choice { of, words }) = machine.object(&value) {
            let (of, words) = (of.clone(), words.clone());
            for (index, value) in of.iter().enumerate() {
                let mark = machine.conditions.len();
                let one = format!("{words} is number {} of {}", index + 1, of.len());
                machine.assume(one, Reach::Block);
                self.execute(machine, &Arg { value: value.clone(), ..arg.clone() }, span);
                machine.end_block(mark, &[], None);
            }
            return;
        }
        if self.element(machine, &value) {
            return;
        }
        if let Some(statement) = self.built_statement(machine, &value, span) {
            self.emit(machine, statement);
            return;
        }
        if let Some(ops) = self.ddl_element(machine, &value, span) {
            for kind in ops {
                let mut statement = Statement::new(span, vec![Op::new(kind, span)]);
                statement.sql =
                    statement.ops.first().and_then(|it| write::sql(&it.kind, self.target));
                self.emit(machine, statement);
            }
            return;
        }
        let words = self.reader_words(machine, &value, &arg.text);
        self.opaque(machine, span, OpaqueReason::DynamicSql, &words);
    }

    fn reader_words(&self, machine: &Machine<'_>, value: &Value<'_>, words: &str) -> String {
        match value {
            Value::Unknown(it) => it.to_string(),
            _ => machine.call_of(value).map_or_else(|| words.to_owned(), |it| it.text.to_string()),
        }
    }

    // SQL as text

    pub(crate) fn send_text(&mut self, machine: &Machine<'_>, text: &Text, span: Span) {
        let place = |part: Span| text.place(part).unwrap_or(span);
        let whole = place(Span::new(0, text.value.len()));
        if text.has_holes && text.value.trim().starts_with('{') && text.value.trim().ends_with('}')
        {
            self.opaque(machine, whole, OpaqueReason::DynamicSql, text.value.trim());
            return;
        }
        let statements = sql::read_embedded(&text.value, self.target.dialect, &place);
        self.tell_joined(machine, span, whole, &statements);
        for statement in statements {
            self.tell_late(machine, span, &statement, &text.value);
            self.emit(machine, statement);
        }
    }

    // Statements built with the expression language

    fn built(&self, machine: &Machine<'a>, value: &Value<'a>) -> Option<Built<'a>> {
        let mut refinements = Vec::new();
        let mut call = machine.call_of(value)?.clone();
        for _ in 0..MAX_CHAIN {
            match machine.object(&call.callee) {
                Some(Object::Member { of, name }) => {
                    let verb =
                        matches!(&**name, "insert" | "update" | "delete" | "select" | "upsert");
                    if verb
                        && (table_of(machine, of, self.target).is_some()
                            || machine.call_of(of).is_none())
                    {
                        let table_value = of.clone();
                        return Some(Built {
                            verb: name.to_string(),
                            table: None,
                            table_value,
                            refinements,
                            start: call,
                        });
                    }
                    let inner = machine.call_of(of)?.clone();
                    refinements.push((name.clone(), call.clone()));
                    call = inner;
                }
                _ => {
                    let path = machine.dotted(&call.callee)?;
                    let verb = path.rsplit('.').next().unwrap_or(&path).to_owned();
                    let known = matches!(
                        verb.as_str(),
                        "insert"
                            | "update"
                            | "delete"
                            | "select"
                            | "exists"
                            | "union"
                            | "union_all"
                    );
                    if !known {
                        return None;
                    }
                    let table = call.positional().next().cloned();
                    let table_value = table.as_ref().map_or(Value::None, |it| it.value.clone());
                    return Some(Built { verb, table, table_value, refinements, start: call });
                }
            }
        }
        None
    }

    fn built_statement(
        &self,
        machine: &Machine<'a>,
        value: &Value<'a>,
        span: Span,
    ) -> Option<Statement> {
        let built = self.built(machine, value)?;
        let table = table_of(machine, &built.table_value, self.target);
        let named = table.clone().unwrap_or_else(|| {
            let words = built.table.as_ref().map(|it| it.text.to_string());
            let words = words.or_else(|| machine.dotted(&built.table_value)).unwrap_or_default();
            ObjectName::bare(hole(&words))
        });
        let (kind, sql) = match built.verb.as_str() {
            "insert" | "upsert" => self.insert(machine, &built, named),
            "update" => self.update(machine, &built, named),
            "delete" => self.delete(machine, &built, named),
            _ => {
                let reads = self.reads(machine, &built);
                (
                    OpKind::Query {
                        reads,
                        text: one_line(&built.start.text, 200),
                        locks_rows: None,
                    },
                    None,
                )
            }
        };
        let mut op = Op::new(kind, span);
        if let Some((_, it)) =
            built.refinements.iter().find(|(name, _)| matches!(&**name, "where" | "filter"))
        {
            op.clauses.push((Clause::Where, it.args.first().map_or(span, |it| it.span)));
        }
        let mut statement = Statement::new(span, vec![op]);
        statement.sql = sql;
        Some(statement)
    }

    fn reads(&self, machine: &Machine<'a>, built: &Built<'a>) -> Vec<ObjectName> {
        let mut reads: Vec<ObjectName> = Vec::new();
        let arguments = built
            .start
            .args
            .iter()
            .chain(built.refinements.iter().flat_map(|(_, it)| it.args.iter()));
        for arg in arguments.take(200) {
            for value in machine.items(&arg.value).unwrap_or(std::slice::from_ref(&arg.value)) {
                let of = match machine.object(value) {
                    Some(Object::Member { of, .. }) => of.clone(),
                    _ => value.clone(),
                };
                if let Some(table) = table_of(machine, &of, self.target)
                    && !reads.contains(&table)
                {
                    reads.push(table);
                }
            }
        }
        reads
    }

    fn insert(
        &self,
        machine: &Machine<'a>,
        built: &Built<'a>,
        table: ObjectName,
    ) -> (OpKind, Option<String>) {
        let reader = self.reader(machine);
        let mut columns = Vec::new();
        let mut source = InsertSource::Rows(Some(1));
        let mut on_conflict = None;
        let mut values = Vec::new();
        let mut selected = None;
        for (name, call) in &built.refinements {
            match &**name {
                "values" => values = assignments(&reader, call),
                "from_select" => {
                    columns = call.arg(0, "names").map(|it| reader.names(it)).unwrap_or_default();
                    let query = call.arg(1, "select").and_then(|it| self.built(machine, &it.value));
                    selected = query.as_ref().and_then(|it| self.select_text(machine, it));
                    source = InsertSource::Query(
                        query.map(|it| self.reads(machine, &it)).unwrap_or_default(),
                    );
                }
                "on_conflict_do_nothing" => on_conflict = Some("do nothing".to_owned()),
                "on_conflict_do_update" | "on_duplicate_key_update" => {
                    on_conflict = Some("do update".to_owned())
                }
                _ => {}
            }
        }
        if let Some((_, call)) = built.refinements.iter().find(|(name, _)| &**name == "values")
            && let Some(rows) = call.positional().next().and_then(|it| machine.items(&it.value))
        {
            source = InsertSource::Rows(Some(rows.len()));
            let first = rows.first().and_then(|it| machine.entries(it)).unwrap_or_default();
            columns = first
                .iter()
                .filter_map(|(it, _)| it.as_known_str())
                .map(|it| names::fold(it, self.target.dialect))
                .collect();
        }
        if columns.is_empty() {
            columns = values.iter().map(|(name, _)| name.clone()).collect();
        }
        let text = insert_text(&table, &columns, self.target);
        let full: Option<Vec<String>> = values.iter().map(|(_, it)| it.clone()).collect();
        let sql = match (full, &source) {
            (Some(values), InsertSource::Rows(Some(1))) if !values.is_empty() => {
                Some(text.replace("(…)", &format!("({})", values.join(", "))))
            }
            (_, InsertSource::Query(_)) => {
                Some(text.replace("VALUES (…)", &selected.unwrap_or_else(|| hole("select"))))
            }
            _ => Some(text.clone()),
        };
        if !columns.is_empty() {
            columns.extend(defaults_of(machine, &built.table_value));
        }
        let values = Vec::new();
        let insert =
            Insert { table, columns, source, on_conflict, overriding: false, values, text };
        (OpKind::Insert(insert), sql)
    }

    /// `SELECT … FROM … WHERE …` of columns of known tables; `None` where the query says more.
    fn select_text(&self, machine: &Machine<'a>, built: &Built<'a>) -> Option<String> {
        if built.verb != "select" {
            return None;
        }
        let mut words = "SELECT ";
        for (name, call) in &built.refinements {
            match &**name {
                "where" | "filter" => {}
                "distinct" if call.args.is_empty() => words = "SELECT DISTINCT ",
                "select_from" => {
                    table_of(machine, &call.positional().next()?.value, self.target)?;
                }
                _ => return None,
            }
        }
        let mut columns = Vec::new();
        for arg in &built.start.args {
            // Older scripts give a list.
            let given = machine.items(&arg.value).unwrap_or(std::slice::from_ref(&arg.value));
            for value in given.iter().filter(|_| arg.name.is_none()) {
                columns.push(expression::to_sql(machine, value, self.target)?);
            }
        }
        let tables: Vec<String> = self
            .reads(machine, built)
            .iter()
            .map(|it| names::write_object(it, self.target.dialect))
            .collect();
        if columns.is_empty() || tables.is_empty() {
            return None;
        }
        let mut text = format!("{words}{} FROM {}", columns.join(", "), tables.join(", "));
        if let Some(predicate) = self.predicate(machine, built) {
            text.push_str(&format!(" WHERE {}", predicate.text));
        }
        Some(text)
    }

    fn predicate(&self, machine: &Machine<'a>, built: &Built<'a>) -> Option<Expr> {
        let mut parts = Vec::new();
        let direct = built.start.keyword("whereclause").into_iter();
        let given = built
            .refinements
            .iter()
            .rev()
            .filter(|(name, _)| matches!(&**name, "where" | "filter" | "filter_by"));
        let given: Vec<&Arg<'a>> =
            direct.chain(given.flat_map(|(_, call)| call.args.iter())).collect();
        let is_alone = given.len() == 1;
        for arg in given {
            let text = expression::to_condition(machine, &arg.value, self.target, is_alone)
                .unwrap_or_else(|| hole(&arg.text));
            parts.push(match &arg.name {
                Some(name) if &**name != "whereclause" => format!("{name} = {text}"),
                _ => text,
            });
        }
        (!parts.is_empty()).then(|| expression::read(&parts.join(" AND "), self.target))
    }

    fn update(
        &self,
        machine: &Machine<'a>,
        built: &Built<'a>,
        table: ObjectName,
    ) -> (OpKind, Option<String>) {
        let reader = self.reader(machine);
        let mut sets = assignments(&reader, &built.start);
        for (name, call) in built.refinements.iter().rev() {
            if matches!(&**name, "values" | "ordered_values") {
                sets.extend(assignments(&reader, call));
            }
        }
        let predicate = self.predicate(machine, built);
        let sets: Vec<(String, Expr)> = sets
            .into_iter()
            .map(|(name, text)| {
                (name, expression::read(&text.unwrap_or_else(|| "{value}".to_owned()), self.target))
            })
            .collect();
        let words: Vec<String> = sets
            .iter()
            .map(|(name, value)| {
                format!("{}={}", names::write(name, self.target.dialect), value.text)
            })
            .collect();
        let mut text = format!(
            "UPDATE {} SET {}",
            names::write_object(&table, self.target.dialect),
            words.join(", ")
        );
        if let Some(predicate) = &predicate {
            text.push_str(&format!(" WHERE {}", predicate.text));
        }
        (
            OpKind::Update(Update {
                table,
                sets,
                reads: Vec::new(),
                predicate,
                text: text.clone(),
            }),
            Some(text),
        )
    }

    fn delete(
        &self,
        machine: &Machine<'a>,
        built: &Built<'a>,
        table: ObjectName,
    ) -> (OpKind, Option<String>) {
        let predicate = self.predicate(machine, built);
        let mut text = format!("DELETE FROM {}", names::write_object(&table, self.target.dialect));
        if let Some(predicate) = &predicate {
            text.push_str(&format!(" WHERE {}", predicate.text));
        }
        (
            OpKind::Delete(Delete {
                table,
                reads: Vec::new(),
                predicate,
                chance: None,
                text: text.clone(),
            }),
            Some(text),
        )
    }

    /// `session.query(Model).filter(…).update({…})`.
    fn query_change(&mut self, machine: &mut Machine<'a>, verb: &str, call: &Call<'a>) -> bool {
        let mut refinements = Vec::new();
        let mut current = call.clone();
        let start = loop {
            if MAX_CHAIN <= refinements.len() {
                return false;
            }
            let inner = match machine.object(&current.callee) {
                Some(Object::Member { of, .. }) => machine.call_of(of).cloned(),
                _ => None,
            };
            let Some(inner) = inner else { return false };
            let name = machine.last_name(&inner.callee).unwrap_or_default();
            if name == "query" {
                break inner;
            }
            refinements.push((Rc::from(name), inner.clone()));
            current = inner;
        };
        let Some(table) = start.positional().next().cloned() else { return false };
        if verb == "update" {
            refinements.push((Rc::from("values"), call.clone()));
        }
        let table_value = table.value.clone();
        let named = table_of(machine, &table.value, self.target)
            .unwrap_or_else(|| ObjectName::bare(hole(&table.text)));
        let bare = Call { args: Vec::new(), ..start };
        let built = Built {
            verb: verb.to_owned(),
            table: Some(table),
            table_value,
            refinements,
            start: bare,
        };
        let (kind, sql) = match verb {
            "update" => self.update(machine, &built, named),
            _ => self.delete(machine, &built, named),
        };
        let mut statement = Statement::new(call.span, vec![Op::new(kind, call.span)]);
        statement.sql = sql;
        self.emit(machine, statement);
        true
    }

    fn session_insert(&mut self, machine: &mut Machine<'a>, call: &Call<'a>) {
        let Some(arg) = call.positional().next() else { return };
        let object = machine.items(&arg.value).and_then(|it| it.first()).unwrap_or(&arg.value);
        let class = machine.call_of(object).map(|it| it.callee.clone()).unwrap_or(object.clone());
        let table = table_of(machine, &class, self.target)
            .unwrap_or_else(|| ObjectName::bare(hole(&arg.text)));
        let rows = machine.items(&arg.value).map_or(Some(1), |it| Some(it.len()));
        let text = insert_text(&table, &[], self.target);
        let insert = Insert {
            table,
            columns: Vec::new(),
            source: InsertSource::Rows(rows),
            on_conflict: None,
            overriding: false,
            values: Vec::new(),
            text: text.clone(),
        };
        let mut statement =
            Statement::new(call.span, vec![Op::new(OpKind::Insert(insert), call.span)]);
        statement.sql = Some(text);
        self.emit(machine, statement);
    }

    // DDL elements given to `execute`

    /// `CreateTable(table)` and its like, which do what a method of their object does; whether it was one.
    fn element(&mut self, machine: &mut Machine<'a>, value: &Value<'a>) -> bool {
        let Some(call) = machine.call_of(value).cloned() else { return false };
        let name = machine.last_name(&call.callee).unwrap_or_default();
        let method = match name.as_str() {
            "CreateTable" | "CreateIndex" => CREATE_ALONE,
            "DropTable" | "DropIndex" => "drop",
            _ => return false,
        };
        let Some(element) = call.arg(0, "element").cloned() else { return false };
        let needed = if method == CREATE_ALONE { "if_not_exists" } else { "if_exists" };
        let needed = self.reader(machine).flag(&call, needed);
        let check = Arg {
            name: Some(Rc::from("checkfirst")),
            value: Value::Bool(false),
            ..element.clone()
        };
        !needed
            && self.create_or_drop(
                machine,
                &element.value,
                method,
                &Call { args: vec![check], ..call },
            )
    }

    fn ddl_element(
        &self,
        machine: &Machine<'a>,
        value: &Value<'a>,
        span: Span,
    ) -> Option<Vec<OpKind>> {
        let call = machine.call_of(value)?;
        let name = machine.last_name(&call.callee)?;
        let reader = self.reader(machine);
        let arg = call.positional().next()?;
        let guard =
            |name: &str| if reader.flag(call, name) { Guard::IfNeeded } else { Guard::None };
        let named = || -> Option<ObjectName> {
            let inner = machine.call_of(&arg.value)?;
            let text = reader.text(inner.positional().next()?)?;
            let schema = inner.keyword("schema").and_then(|it| reader.text(it));
            Some(names::object(schema.as_deref(), &text, self.target.dialect))
        };
        let _ = span;
        Some(vec![match name.as_str() {
            "CreateSequence" => sequence_op(named()?, true, guard("if_not_exists")),
            "DropSequence" => sequence_op(named()?, false, guard("if_exists")),
            "CreateSchema" => {
                OpKind::CreateSchema { name: reader.name(arg)?, guard: guard("if_not_exists") }
            }
            "DropSchema" => {
                let cascade =
                    if reader.flag(call, "cascade") { Cascade::Cascade } else { Cascade::Unstated };
                OpKind::DropSchema { name: reader.name(arg)?, guard: guard("if_exists"), cascade }
            }
            "DropTable" => {
                let name = table_of(machine, &arg.value, self.target)?;
                OpKind::DropTable { name, guard: guard("if_exists"), cascade: Cascade::Unstated }
            }
            _ => return None,
        }])
    }
}

/// What `values(…)` sets: keywords, or the entries of a dict; each with its SQL where that is known.
fn assignments<'a>(reader: &Reader<'_, 'a>, call: &Call<'a>) -> Vec<(String, Option<String>)> {
    let mut sets = Vec::new();
    let dialect = reader.target.dialect;
    let sql = |value: &Value<'a>, words: &str| {
        let text = expression::to_assigned(reader.machine, value, reader.target);
        Some(text.unwrap_or_else(|| hole(words)))
    };
    for (name, arg) in call.keywords() {
        if name == "values" {
            entries(reader, arg, &mut sets);
        } else if !matches!(name, "whereclause" | "*" | "**" | "synchronize_session") {
            sets.push((names::fold(name, dialect), sql(&arg.value, &arg.text)));
        }
    }
    for arg in call.positional() {
        entries(reader, arg, &mut sets);
    }
    sets
}

fn entries<'a>(reader: &Reader<'_, 'a>, arg: &Arg<'a>, sets: &mut Vec<(String, Option<String>)>) {
    let machine = reader.machine;
    let is_known = machine.entries(&arg.value).is_some() || machine.items(&arg.value).is_some();
    if !is_known && table_of(machine, &arg.value, reader.target).is_none() {
        // Which columns these are is only known when the script runs.
        sets.push((hole(&arg.text), Some(hole(&arg.text))));
    }
    for (key, value) in reader.machine.entries(&arg.value).unwrap_or_default() {
        let name = match key {
            Value::Str(it) => names::fold(&it.value, reader.target.dialect),
            _ => match reader.machine.object(key) {
                Some(Object::Member { name, .. }) => names::fold(name, reader.target.dialect),
                _ => hole(&arg.text),
            },
        };
        let text = expression::to_assigned(reader.machine, value, reader.target)
            .unwrap_or_else(|| hole("value"));
        sets.push((name, Some(text)));
    }
}

fn starts_like_sql(text: &str) -> bool {
    let word: String = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    matches!(
        word.to_ascii_uppercase().as_str(),
        "SELECT"
            | "INSERT"
            | "UPDATE"
            | "DELETE"
            | "CREATE"
            | "ALTER"
            | "DROP"
            | "SET"
            | "COMMIT"
            | "BEGIN"
            | "LOCK"
            | "TRUNCATE"
            | "PRAGMA"
            | "WITH"
            | "COMMENT"
            | "GRANT"
            | "REVOKE"
            | "DO"
            | "VACUUM"
            | "ANALYZE"
            | "REINDEX"
            | "SHOW"
            | "CALL"
            | "MERGE"
            | "RENAME"
            | "EXEC"
            | "REPLACE"
    )
}
