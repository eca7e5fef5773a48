//! Operations of Alembic's widely used plug-ins, and functions of a project's own that wrap an operation.

use std::rc::Rc;

use crate::dialect::Dialect;
use crate::lang::python::machine::Machine;
use crate::lang::python::text::{Text, hole};
use crate::lang::python::value::{Arg, Call, Object, Value};

use super::expression::quote;
use super::host::{OP, Script};
use super::operations::is_known;
use super::types::text_of;

/// What projects put before and after the name of an operation that they wrap. That it looks first whether there is
/// something to do is a guard of the operation; the other words say nothing about what is sent.
const BEFORE: [&str; 9] = [
    "_",
    "try_",
    "safe_",
    "safely_",
    "maybe_",
    "ensure_",
    "conditional_",
    "idempotent_",
    "checked_",
];
const PLACES: [&str; 4] = ["_alembic", "_from_table", "_on_table", "_to_table"];
const AFTER: [&str; 13] = [
    "_if_supported",
    "_if_exists",
    "_if_not_exists",
    "_if_missing",
    "_if_present",
    "_if_absent",
    "_if_needed",
    "_if_not_present",
    "_safe",
    "_safely",
    "_idempotent",
    "_conditionally",
    "_checked",
];
/// Operations that drop one kind of constraint, as projects call them, with the kind's name in Alembic.
const DROPS: [(&str, &str); 7] = [
    ("drop_unique_constraint", "unique"),
    ("drop_foreign_key", "foreignkey"),
    ("drop_foreign_key_constraint", "foreignkey"),
    ("drop_fk_constraint", "foreignkey"),
    ("drop_check_constraint", "check"),
    ("drop_primary_key", "primary"),
    ("drop_primary_key_constraint", "primary"),
];

/// An operation behind a name that a project gave its wrapper.
struct Wrapped<'n> {
    operation: &'n str,
    guarded: bool,
    constraint: Option<&'static str>,
}

fn wrapped(name: &str) -> Option<Wrapped<'_>> {
    let mut operation = name;
    let mut guarded = false;
    for _ in 0..3 {
        if let Some(rest) = BEFORE.iter().find_map(|it| operation.strip_prefix(it)) {
            guarded |= !operation.starts_with('_');
            operation = rest;
        }
        if let Some(rest) = PLACES.iter().find_map(|it| operation.strip_suffix(it)) {
            operation = rest;
        }
        if let Some(rest) = AFTER.iter().find_map(|it| operation.strip_suffix(it)) {
            guarded = true;
            operation = rest;
        }
    }
    if let Some((_, kind)) = DROPS.iter().find(|it| it.0 == operation) {
        return Some(Wrapped { operation: "drop_constraint", guarded, constraint: Some(kind) });
    }
    let plain = matches!(
        operation,
        "f" | "get_bind"
            | "get_context"
            | "execute"
            | "invoke"
            | "implementation_for"
            | "run_async"
            | "inline_literal"
    );
    (is_known(operation) && !plain).then_some(Wrapped { operation, guarded, constraint: None })
}

impl<'a> Script<'a> {
    /// A project's own function that bears an operation's name is taken for that operation.
    pub(crate) fn wrapper(
        &mut self,
        machine: &mut Machine<'a>,
        path: &str,
        call: &Call<'a>,
    ) -> Option<Value<'a>> {
        let name = path.rsplit('.').next()?;
        let foreign =
            path.contains('.') && !path.starts_with('@') && !path.starts_with("sqlalchemy.");
        if !foreign || call.positional().next().is_none() {
            return None;
        }
        let mut call = call.clone();
        // The operations themselves may be handed in before what they are asked for.
        call.args.retain(|it| it.value.as_name() != Some(OP));
        let single = match name {
            "add_columns" => Some("add_column"),
            "drop_columns" => Some("drop_column"),
            _ => None,
        };
        if let Some(single) = single {
            let mut args = call.positional();
            let table = args.next()?.clone();
            for arg in args {
                let one = Call { args: vec![table.clone(), arg.clone()], ..call.clone() };
                self.operation(machine, single, &one, None);
            }
            return Some(Value::None);
        }
        let Some(Wrapped { operation, guarded, constraint }) = wrapped(name) else {
            return self.keyed(machine, name, &call).or_else(|| self.retyped(machine, name, &call));
        };
        let operation = operation.to_owned();
        if operation == "add_column" {
            with_column(machine, &mut call);
        }
        in_order(&operation, &mut call);
        if let Some(kind) = constraint {
            call.args.push(named("type_", Value::str(kind), &call));
        }
        if guarded {
            let option = if operation.starts_with("drop") { "if_exists" } else { "if_not_exists" };
            call.args.push(named(option, Value::Bool(true), &call));
        }
        match self.operation(machine, &operation, &call, None) {
            // The table that was made.
            None => {
                call.callee = Value::Name(Rc::from("alembic.op.create_table"));
                Some(machine.alloc(Object::Call(call)))
            }
            made => made,
        }
    }

    /// `create_fks_for_table(name, table, other, columns, columns)` and `drop_fks_for_table(table, names)`: what says in its
    /// name that it makes or drops foreign keys, and is given what that takes.
    fn keyed(
        &mut self,
        machine: &mut Machine<'a>,
        name: &str,
        call: &Call<'a>,
    ) -> Option<Value<'a>> {
        let words = ["_fk", "_fks", "_foreign_key", "_foreign_keys"];
        let about = name.trim_end_matches("_for_table").trim_end_matches("_from_table");
        let verb = words.iter().find_map(|it| about.strip_suffix(it))?;
        // By position whatever they are called: such helpers have the names that SQLAlchemy has in its constraints.
        let plain = |arg: &Arg<'a>| Arg { name: None, ..arg.clone() };
        match (verb, call.args.as_slice()) {
            ("create" | "add", [key, table, other, own, others, rest @ ..]) => {
                let named = [key, table, other].iter().all(|it| matches!(it.value, Value::Str(_)));
                let listed = [own, others].iter().all(|it| machine.items(&it.value).is_some());
                if !named || !listed {
                    return None;
                }
                let mut args: Vec<Arg<'a>> = [key, table, other, own, others].map(plain).to_vec();
                args.extend(rest.iter().filter(|it| it.name.is_some()).cloned());
                self.operation(machine, "create_foreign_key", &Call { args, ..call.clone() }, None)
            }
            ("drop" | "remove", [table, keys]) if matches!(table.value, Value::Str(_)) => {
                let keys: Vec<Value<'a>> = machine.items(&keys.value)?.to_vec();
                for key in keys {
                    let key = Arg { value: key, ..plain(table) };
                    let kind = named("type_", Value::str("foreignkey"), call);
                    let args = vec![key, plain(table), kind];
                    let one = Call { args, ..call.clone() };
                    self.operation(machine, "drop_constraint", &one, None);
                }
                Some(Value::None)
            }
            _ => None,
        }
    }

    /// `change_column_type_to_json("table", "column")`: what says in its name that it changes a column's type, and is
    /// given a table and a column.
    fn retyped(
        &mut self,
        machine: &mut Machine<'a>,
        name: &str,
        call: &Call<'a>,
    ) -> Option<Value<'a>> {
        let changes = ["alter", "update", "change", "convert", "modify", "set", "migrate"];
        let (before, after) = name.split_once("column_type")?;
        let given = call
            .positional()
            .take(2)
            .all(|it| matches!(it.value, Value::Str(_)) || matches!(it.value, Value::Unknown(_)));
        if !before.split('_').any(|it| changes.contains(&it)) || call.args.len() < 2 || !given {
            return None;
        }
        let kind = match call.positional().nth(2) {
            Some(arg) => arg.value.clone(),
            None => match after.trim_start_matches("_to_").trim_matches('_') {
                // Python's word, for which databases have others.
                "datetime" => Value::Name(Rc::from("sqlalchemy.DateTime")),
                word => Value::Unknown(Rc::from(word)),
            },
        };
        let mut args: Vec<Arg<'a>> = call.positional().take(2).cloned().collect();
        args.push(named("type_", kind, call));
        let one = Call { args, ..call.clone() };
        self.operation(machine, "alter_column", &one, None)
    }

    /// An operation of a plug-in, as the statements that it sends; whether it was one.
    pub(crate) fn plugin(
        &mut self,
        machine: &mut Machine<'a>,
        name: &str,
        call: &Call<'a>,
    ) -> bool {
        let sent = match name {
            "sync_enum_values" => {
                add_missing_values(machine, call).or_else(|| sync_enum_values(machine, call))
            }
            "add_enum_value" => add_enum_value(machine, call),
            "create_entity" | "drop_entity" | "replace_entity" => entity(machine, name, call),
            _ => return false,
        };
        let Some(statements) = sent else { return false };
        // The plug-ins are for PostgreSQL; on another database they do nothing.
        if self.target.dialect == Dialect::Postgres {
            for sql in statements {
                self.send_text(machine, &Text::plain(sql), call.span);
            }
        }
        true
    }
}

/// A wrapper may take a column's name and type where Alembic takes the column.
fn with_column<'a>(machine: &mut Machine<'a>, call: &mut Call<'a>) {
    let is_name = |it: &Arg<'a>| matches!(it.value, Value::Str(_) | Value::Unknown(_));
    let split = match call.args.as_slice() {
        [table, name, kind, ..] if [table, name, kind].iter().all(|it| it.name.is_none()) => {
            is_name(name)
        }
        _ => false,
    };
    if !split {
        return;
    }
    let args = call.args.split_off(1);
    let (span, text) = (call.span, call.text.clone());
    let callee = Value::Name(Rc::from("sqlalchemy.Column"));
    let column = machine.alloc(Object::Call(Call { callee, args, span, text: text.clone() }));
    call.args.push(Arg { name: None, value: column, span, text });
}

fn named<'a>(name: &str, value: Value<'a>, call: &Call<'a>) -> Arg<'a> {
    Arg { name: Some(Rc::from(name)), value, span: call.span, text: call.text.clone() }
}

/// Alembic gives the name of an index or constraint before the table; a wrapper may have the table first.
fn in_order(operation: &str, call: &mut Call<'_>) {
    let named_first = matches!(
        operation,
        "create_index"
            | "drop_index"
            | "drop_constraint"
            | "create_unique_constraint"
            | "create_check_constraint"
            | "create_primary_key"
            | "create_foreign_key"
    );
    let [first, second, ..] = call.args.as_mut_slice() else { return };
    if !named_first || first.name.is_some() || second.name.is_some() {
        return;
    }
    let (Some(left), Some(right)) = (first.value.as_known_str(), second.value.as_known_str())
    else {
        return;
    };
    let names = |it: &str, table: &str| {
        let marks = ["ix_", "idx_", "uq_", "uix_", "fk_", "ck_", "pk_", "index_"];
        let ends = ["_idx", "_ix", "_key", "_fkey", "_pkey", "_check", "_fk", "_uc", "_unique"];
        marks.iter().any(|mark| it.starts_with(mark))
            || ends.iter().any(|end| it.ends_with(end))
            || table.len() < it.len() && it.contains(table)
    };
    if names(right, left) && !names(left, right) {
        std::mem::swap(first, second);
    }
}

fn words(machine: &Machine<'_>, arg: Option<&Arg<'_>>) -> Option<String> {
    let arg = arg?;
    text_of(machine, &arg.value, &arg.text)
}

fn in_quotes(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `sync_enum_values(schema, name, old_values, new_values)` of alembic-autogenerate-enums 0.1.2, which adds values after a
/// COMMIT of its own; `None` where the call is another plug-in's.
fn add_missing_values<'a>(machine: &Machine<'a>, call: &Call<'a>) -> Option<Vec<String>> {
    let (old, new) = (call.arg(2, "old_values")?, call.arg(3, "new_values")?);
    let (old, new) = (machine.items(&old.value)?, machine.items(&new.value)?);
    let known = |it: &Value<'a>| it.as_known_str().map(str::to_owned);
    let old: Option<Vec<String>> = old.iter().map(known).collect();
    let new: Option<Vec<String>> = new.iter().map(known).collect();
    let reverses = call.arg(5, "should_reverse");
    let (old, new) = (old?, new.filter(|it| !it.is_empty())?);
    if reverses.is_some_and(|it| machine.truth_of(&it.value) != Some(false)) {
        return None;
    }
    let schema = words(machine, call.arg(0, "schema"))?;
    let name = words(machine, call.arg(1, "name"))?;
    let added = new.iter().filter(|it| !old.contains(it));
    let mut sent = vec!["COMMIT".to_owned()];
    sent.extend(added.map(|it| format!("ALTER TYPE {schema}.{name} ADD VALUE {}", quote(it))));
    Some(sent)
}

/// alembic-postgresql-enum, `operations/sync_enum_values.py` and `sql_commands/enum_type.py` of 1.10: the type is made
/// anew under its name and each column cast to it. The operators that it makes and drops between are left out.
fn sync_enum_values<'a>(machine: &Machine<'a>, call: &Call<'a>) -> Option<Vec<String>> {
    let schema = words(machine, call.arg(0, "enum_schema"))?;
    let name = words(machine, call.arg(1, "enum_name"))?;
    let values = call.arg(2, "new_values")?;
    let values: Vec<String> = machine
        .items(&values.value)?
        .iter()
        .filter_map(|it| text_of(machine, it, &values.text))
        .map(|it| quote(&it))
        .collect();
    let full = format!("{}.{}", in_quotes(&schema), in_quotes(&name));
    let old = in_quotes(&format!("{name}_old"));
    let mut sent = vec![
        format!("ALTER TYPE {full} RENAME TO {old}"),
        format!("CREATE TYPE {full} AS ENUM ({})", values.join(", ")),
    ];
    let affected = call.arg(3, "affected_columns")?;
    for item in machine.items(&affected.value)? {
        let (table, column, default, array) = reference(machine, item, &affected.text)?;
        let alter = format!("ALTER TABLE {table} ALTER COLUMN {column}");
        let brackets = if array { "[]" } else { "" };
        if default.is_some() {
            sent.push(format!("{alter} DROP DEFAULT"));
        }
        sent.push(format!(
            "{alter} TYPE {full}{brackets} USING {column}::text{brackets}::{full}{brackets}"
        ));
        sent.extend(default.map(|it| format!("{alter} SET DEFAULT {it}")));
    }
    sent.push(format!("DROP TYPE {}.{old}", in_quotes(&schema)));
    Some(sent)
}

/// `TableReference(table_name, column_name, table_schema, column_type, existing_server_default)`, or an older pair: the
/// table and the column as they are written, the default, and whether the column is an array.
fn reference<'a>(
    machine: &Machine<'a>,
    item: &Value<'a>,
    given: &str,
) -> Option<(String, String, Option<String>, bool)> {
    if let Some(pair) = machine.items(item) {
        let mut pair = pair.iter().filter_map(|it| text_of(machine, it, given));
        return Some((in_quotes(&pair.next()?), in_quotes(&pair.next()?), None, false));
    }
    let call = machine.call_of(item)?;
    let table = in_quotes(&words(machine, call.arg(0, "table_name"))?);
    let column = in_quotes(&words(machine, call.arg(1, "column_name"))?);
    let table = match words(machine, call.arg(2, "table_schema")) {
        Some(schema) => format!("{}.{table}", in_quotes(&schema)),
        None => table,
    };
    let array = call
        .arg(3, "column_type")
        .and_then(|it| machine.last_name(&it.value))
        .is_some_and(|it| it == "ARRAY");
    Some((table, column, words(machine, call.arg(4, "existing_server_default")), array))
}

fn add_enum_value<'a>(machine: &Machine<'a>, call: &Call<'a>) -> Option<Vec<String>> {
    let schema = words(machine, call.arg(0, "enum_schema"))?;
    let name = words(machine, call.arg(1, "enum_name"))?;
    let value = quote(&words(machine, call.arg(2, "new_value"))?);
    let mut sql =
        format!("ALTER TYPE {}.{} ADD VALUE {value}", in_quotes(&schema), in_quotes(&name));
    if let Some(before) = words(machine, call.arg(3, "before_value")) {
        // The plug-in writes AFTER, whatever its parameter is called.
        sql.push_str(&format!(" AFTER {}", quote(&before)));
    }
    Some(vec![sql])
}

/// alembic_utils' functions, views, triggers and extensions, by the statements that its `to_sql_statement_create`,
/// `…_drop` and `…_create_or_replace` make.
fn entity<'a>(machine: &Machine<'a>, operation: &str, call: &Call<'a>) -> Option<Vec<String>> {
    let made = machine.call_of(&call.positional().next()?.value)?;
    let schema = in_quotes(&words(machine, made.arg(0, "schema"))?);
    if machine.last_name(&made.callee)? == "PGGrantTable" {
        return grant(machine, operation, made, &schema);
    }
    let signature = words(machine, made.arg(1, "signature"))?;
    let definition = made
        .arg(2, "definition")
        .map(|it| words(machine, Some(it)).unwrap_or_else(|| hole(&it.text)))
        .unwrap_or_default();
    let definition = definition.trim().trim_end_matches(';');
    let quoted = format!("{schema}.{}", in_quotes(&signature));
    let (kind, name, body) = match machine.last_name(&made.callee)?.as_str() {
        "PGFunction" => ("FUNCTION", format!("{schema}.{signature}"), definition.to_owned()),
        "PGView" => ("VIEW", quoted, format!("AS {definition}")),
        "PGMaterializedView" => ("MATERIALIZED VIEW", quoted, format!("AS {definition}")),
        "PGTrigger" => ("TRIGGER", in_quotes(&signature), definition.to_owned()),
        "PGPolicy" => ("POLICY", signature.clone(), definition.to_owned()),
        "PGExtension" => ("EXTENSION", in_quotes(&signature), format!("WITH SCHEMA {schema}")),
        _ => return None,
    };
    let on =
        words(machine, made.keyword("on_entity")).map_or(String::new(), |it| format!(" ON {it}"));
    let body = if kind == "POLICY" { format!("{} {body}", on.trim_start()) } else { body };
    Some(match (operation, kind) {
        ("create_entity", _) => vec![format!("CREATE {kind} {name} {body}")],
        ("drop_entity", "TRIGGER" | "POLICY") => vec![format!("DROP {kind} {name}{on}")],
        ("drop_entity", _) => vec![format!("DROP {kind} {name}")],
        (_, "FUNCTION" | "VIEW") => vec![format!("CREATE OR REPLACE {kind} {name} {body}")],
        (_, "TRIGGER" | "POLICY") => vec![
            format!("DROP {kind} IF EXISTS {name}{on}"),
            format!("CREATE {kind} {name} {body}"),
        ],
        _ => vec![format!("DROP {kind} IF EXISTS {name}"), format!("CREATE {kind} {name} {body}")],
    })
}

/// `PGGrantTable`: a right on a table, or on some of its columns.
fn grant<'a>(
    machine: &Machine<'a>,
    operation: &str,
    made: &Call<'a>,
    schema: &str,
) -> Option<Vec<String>> {
    let table = format!("{schema}.{}", in_quotes(&words(machine, made.arg(1, "table"))?));
    let columns: Vec<String> = made
        .arg(2, "columns")
        .and_then(|it| Some((machine.items(&it.value)?, it)))
        .map(|(items, arg)| items.iter().filter_map(|it| text_of(machine, it, &arg.text)).collect())
        .unwrap_or_default();
    let role = in_quotes(&words(machine, made.arg(3, "role"))?);
    let right = words(machine, made.arg(4, "grant"))?;
    let right = right.rsplit('.').next().unwrap_or(&right).trim_end_matches('}').to_owned();
    let on = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
    let hands_on = made.arg(5, "with_grant_option").map(|it| machine.truth_of(&it.value));
    let option = if hands_on == Some(Some(true)) { " WITH GRANT OPTION" } else { "" };
    let revoke = format!("REVOKE {right} ON {table} FROM {role}");
    let grant = format!("GRANT {right}{on} ON {table} TO {role}{option}");
    Some(match operation {
        "create_entity" => vec![grant],
        "drop_entity" => vec![revoke],
        _ => vec![revoke, grant],
    })
}
