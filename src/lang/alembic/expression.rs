//! SQLAlchemy expressions as SQL text: server defaults, predicates, values.

use crate::dialect::{Dialect, Target};
use crate::lang::python::machine::Machine;
use crate::lang::python::text::hole;
use crate::lang::python::value::{Arg, Call, Object, Value};
use crate::lang::sql;
use crate::ops::expr::Expr;

use super::{names, types};

const MAX_NESTING: usize = 24;

/// An expression read from its SQL text, which stays as it is.
pub(crate) fn read(text: &str, target: Target) -> Expr {
    let mut read = sql::read_expr(text, target.dialect);
    text.clone_into(&mut read.text);
    read
}

/// The SQL of a server default: a string is a literal, anything else is an expression.
pub(crate) fn server_default(machine: &Machine<'_>, arg: &Arg<'_>, target: Target) -> String {
    match &arg.value {
        Value::Str(it) => quote(&it.value),
        value => to_sql(machine, value, target).unwrap_or_else(|| hole(&arg.text)),
    }
}

pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The SQL of an expression as far as it is known.
pub(crate) fn to_sql(machine: &Machine<'_>, value: &Value<'_>, target: Target) -> Option<String> {
    nested(machine, value, target, MAX_NESTING)
}

fn nested<'a>(
    machine: &Machine<'a>,
    value: &Value<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    Some(match value {
        Value::None => "NULL".to_owned(),
        Value::Bool(it) => boolean(*it, target.dialect).to_owned(),
        Value::Int(it) => it.to_string(),
        Value::Float(it) => it.to_string(),
        Value::Str(it) => quote(&it.value),
        Value::Name(path) => constant(path, target)?,
        Value::Object(_) => match machine.object(value)? {
            Object::Call(call) => from_call(machine, call, target, depth)?,
            Object::Member { of, name } => member(machine, of, name, target)?,
            Object::Operation { operator, operands, .. } => {
                operation(machine, operator, operands, target, depth)?
            }
            Object::List(items) | Object::Tuple(items) => {
                let items: Option<Vec<String>> =
                    items.iter().take(1_000).map(|it| nested(machine, it, target, depth)).collect();
                format!("({})", items?.join(", "))
            }
            _ => return None,
        },
        _ => return None,
    })
}

/// The SQL of conditions of which all have to hold, as far as each is known.
pub(crate) fn to_condition(
    machine: &Machine<'_>,
    value: &Value<'_>,
    target: Target,
    is_alone: bool,
) -> Option<String> {
    match is_alone {
        true => condition(machine, value, target, MAX_NESTING),
        false => part(machine, value, target, MAX_NESTING),
    }
}

/// The SQL of a value that a column is set to: what is computed stands in parentheses.
pub(crate) fn to_assigned(
    machine: &Machine<'_>,
    value: &Value<'_>,
    target: Target,
) -> Option<String> {
    let text = to_sql(machine, value, target)?;
    let computed = matches!(machine.object(value), Some(Object::Operation { operator, .. })
        if matches!(*operator, "+" | "-" | "*" | "/" | "%"));
    Some(if computed { format!("({text})") } else { text })
}

/// A column or a constant alone is compared where the database has no truth values of its own
/// (`SQLCompiler.visit_istrue_unary_operator`, `visit_false`).
fn condition<'a>(
    machine: &Machine<'a>,
    value: &Value<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    if let Value::Bool(is_true) = value
        && target.dialect != Dialect::Postgres
    {
        return Some(format!("{} = 1", boolean(*is_true, target.dialect)));
    }
    let text = nested(machine, value, target, depth)?;
    Some(if is_boolean(machine, value, target) { format!("{text} = 1") } else { text })
}

/// A condition among others that have to hold as well: what holds if one of several does stands in parentheses.
fn part<'a>(
    machine: &Machine<'a>,
    value: &Value<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let text = condition(machine, value, target, depth)?;
    let is_either = match machine.object(value) {
        Some(Object::Operation { operator, .. }) => *operator == "|",
        Some(Object::Call(call)) => {
            machine.last_name(&call.callee).as_deref() == Some("or_") && 1 < call.args.len()
        }
        _ => false,
    };
    Some(if is_either { format!("({text})") } else { text })
}

/// A condition turned round: a comparison by its own operator, a column of truth values by what is false.
fn negated<'a>(
    machine: &Machine<'a>,
    value: &Value<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let text = nested(machine, value, target, depth)?;
    if is_boolean(machine, value, target) {
        return Some(format!("{text} = 0"));
    }
    if let Some(Object::Operation { operator, operands, .. }) = machine.object(value) {
        let turned = match *operator {
            "==" => Some("!="),
            "!=" => Some("=="),
            "<" => Some(">="),
            "<=" => Some(">"),
            ">" => Some("<="),
            ">=" => Some("<"),
            _ => None,
        };
        return match turned {
            Some(turned) => operation(machine, turned, operands, target, depth),
            None => Some(format!("NOT ({text})")),
        };
    }
    let called = machine.call_of(value).and_then(|it| machine.last_name(&it.callee));
    Some(match called.as_deref() {
        Some("and_" | "or_") => format!("NOT ({text})"),
        _ => format!("NOT {text}"),
    })
}

/// Whether a value is a column of truth values in a table of the script, where the database has none of its own.
fn is_boolean<'a>(machine: &Machine<'a>, value: &Value<'a>, target: Target) -> bool {
    if target.dialect == Dialect::Postgres {
        return false;
    }
    let Some(Object::Member { of, name }) = machine.object(value) else { return false };
    let table = match machine.object(of) {
        Some(Object::Member { of, name }) if matches!(&**name, "c" | "columns") => of,
        _ => of,
    };
    let Some(table) = machine.call_of(table) else { return false };
    let column = table.positional().skip(1).find_map(|it| {
        let column = machine.call_of(&it.value)?;
        let first = column.positional().next()?;
        (first.value.as_known_str() == Some(name)).then_some(column)
    });
    let kind = column.and_then(|it| it.positional().nth(1)).map(|it| &it.value);
    let kind = kind.map(|it| machine.call_of(it).map_or(it, |it| &it.callee));
    kind.and_then(|it| machine.last_name(it)).is_some_and(|it| it.eq_ignore_ascii_case("boolean"))
}

fn boolean(value: bool, dialect: Dialect) -> &'static str {
    match (dialect, value) {
        (Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb, true) => "true",
        (Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb, false) => "false",
        (_, true) => "1",
        (_, false) => "0",
    }
}

fn constant(path: &str, target: Target) -> Option<String> {
    Some(match path.rsplit('.').next()? {
        "true" => boolean(true, target.dialect).to_owned(),
        "false" => boolean(false, target.dialect).to_owned(),
        "null" => "NULL".to_owned(),
        _ => return None,
    })
}

fn function(name: &str, args: &[String], dialect: Dialect) -> String {
    let lower = name.to_ascii_lowercase();
    match (lower.as_str(), dialect) {
        ("now", Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql) => {
            "CURRENT_TIMESTAMP".to_owned()
        }
        (
            "current_timestamp" | "current_date" | "current_time" | "current_user"
            | "localtimestamp" | "localtime",
            _,
        ) if args.is_empty() => lower.to_ascii_uppercase(),
        _ => format!("{name}({})", args.join(", ")),
    }
}

fn from_call<'a>(
    machine: &Machine<'a>,
    call: &Call<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let name = machine.last_name(&call.callee)?;
    let path = machine.dotted(&call.callee).unwrap_or_default();
    let first = call.positional().next();
    let args = || -> Option<Vec<String>> {
        call.positional().take(100).map(|it| nested(machine, &it.value, target, depth)).collect()
    };
    if path.contains("func.") {
        return Some(function(&name, &args()?, target.dialect));
    }
    if let Some(Object::Member { of, name }) = machine.object(&call.callee)
        && !matches!(of, Value::Name(_))
        && let Some(text) = method(machine, of, name, call, target, depth)
    {
        return Some(text);
    }
    Some(match name.as_str() {
        "text" | "literal_column" | "DefaultClause" | "TextClause" => match &first?.value {
            Value::Str(it) => it.value.clone(),
            other => nested(machine, other, target, depth).filter(|_| name == "DefaultClause")?,
        },
        "f" | "literal" | "inline_literal" | "bindparam" if name != "bindparam" => {
            nested(machine, &first?.value, target, depth)?
        }
        "bindparam" => format!(":{}", first?.value.as_known_str()?),
        "true" | "True_" => boolean(true, target.dialect).to_owned(),
        "false" | "False_" => boolean(false, target.dialect).to_owned(),
        "null" | "Null" => "NULL".to_owned(),
        "column" | "Column" => names::write(first?.value.as_known_str()?, target.dialect),
        "cast" | "type_coerce" => {
            let to = types::read(machine, &call.arg(1, "type_")?.value, target)?;
            cast(nested(machine, &first?.value, target, depth)?, &to.data_type.text, target)
        }
        "case" => case(machine, call, target, depth)?,
        "and_" | "or_" => {
            let one = if name == "and_" { part } else { condition };
            let parts = call.positional().take(100);
            let parts: Option<Vec<String>> =
                parts.map(|it| one(machine, &it.value, target, depth)).collect();
            parts?.join(if name == "and_" { " AND " } else { " OR " })
        }
        "not_" => negated(machine, &first?.value, target, depth)?,
        "desc" | "asc" if call.args.len() == 1 => {
            format!("{} {}", args()?.join(" "), name.to_ascii_uppercase())
        }
        _ => return None,
    })
}

/// CAST as SQLAlchemy writes it: MySQL casts to few types, and what it cannot cast to stays as it is
/// (`MySQLCompiler.visit_typeclause`).
fn cast(value: String, to: &str, target: Target) -> String {
    let to = if !matches!(target.dialect, Dialect::Mysql | Dialect::Mariadb) {
        to.to_owned()
    } else {
        let (name, length) = to.split_at(to.find('(').unwrap_or(to.len()));
        match name {
            "VARCHAR" | "CHAR" => format!("CHAR{length}"),
            _ if name.ends_with("TEXT") => "CHAR".to_owned(),
            _ if name.ends_with("INT") || name == "INTEGER" => "SIGNED INTEGER".to_owned(),
            "NUMERIC" | "DECIMAL" => format!("DECIMAL{length}"),
            _ if name.ends_with("BLOB") => "BINARY".to_owned(),
            "BOOL" | "FLOAT" | "DOUBLE" | "DOUBLE PRECISION" | "REAL" | "ENUM" => return value,
            _ => to.to_owned(),
        }
    };
    format!("CAST({value} AS {to})")
}

/// `case((condition, value), …, else_=…)`, its pairs in a list in older scripts.
fn case<'a>(
    machine: &Machine<'a>,
    call: &Call<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let text = |value: &Value<'a>| nested(machine, value, target, depth);
    let mut words = "CASE".to_owned();
    if let Some(subject) = call.keyword("value").filter(|it| !it.value.is_none()) {
        words.push_str(&format!(" {}", text(&subject.value)?));
    }
    let mut pairs: Vec<(Value<'a>, Value<'a>)> = Vec::new();
    for arg in call.positional().take(100) {
        let items = machine.items(&arg.value);
        match (items, machine.entries(&arg.value)) {
            (Some([condition, value]), _) if machine.items(condition).is_none() => {
                pairs.push((condition.clone(), value.clone()));
            }
            (Some(items), _) => {
                for item in items {
                    let [condition, value] = machine.items(item)? else { return None };
                    pairs.push((condition.clone(), value.clone()));
                }
            }
            (None, Some(entries)) => pairs.extend(entries.iter().cloned()),
            (None, None) => return None,
        }
    }
    for (condition, value) in &pairs {
        let operation = matches!(machine.object(condition), Some(Object::Operation { .. }));
        let condition = text(condition)?;
        let condition = if operation { format!("({condition})") } else { condition };
        words.push_str(&format!(" WHEN {condition} THEN {}", text(value)?));
    }
    if let Some(other) = call.keyword("else_") {
        words.push_str(&format!(" ELSE {}", text(&other.value)?));
    }
    Some(format!("{words} END"))
}

/// A method of a column or expression.
fn method<'a>(
    machine: &Machine<'a>,
    of: &Value<'a>,
    name: &str,
    call: &Call<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let left = || nested(machine, of, target, depth);
    let first = || nested(machine, &call.positional().next()?.value, target, depth);
    Some(match name {
        // A sequence's own.
        "next_value" => {
            let sequence =
                machine.call_of(of)?.positional().next()?.value.as_known_str()?.to_owned();
            format!("nextval({})", quote(&sequence))
        }
        "is_" => format!("{} IS {}", left()?, first()?),
        "isnot" | "is_not" => format!("{} IS NOT {}", left()?, first()?),
        "in_" => format!("{} IN {}", left()?, first()?),
        "notin_" | "not_in" => format!("({} NOT IN {})", left()?, first()?),
        "like" => format!("{} LIKE {}", left()?, first()?),
        "between" => {
            let upper = nested(machine, &call.positional().nth(1)?.value, target, depth)?;
            format!("{} BETWEEN {} AND {upper}", left()?, first()?)
        }
        "cast" => {
            let to = types::read(machine, &call.positional().next()?.value, target)?;
            cast(left()?, &to.data_type.text, target)
        }
        "as_string" => json_text(machine, of, target, depth)?,
        "desc" => format!("{} DESC", left()?),
        "asc" => format!("{} ASC", left()?),
        "op" | "self_group" | "label" => return None,
        "nullsfirst" | "nulls_first" => format!("{} NULLS FIRST", left()?),
        "nullslast" | "nulls_last" => format!("{} NULLS LAST", left()?),
        "bindparams" | "params" | "execution_options" => left()?,
        _ => return None,
    })
}

/// `column["key"].as_string()`, `column[["a", "b"]].as_string()` (`visit_json_getitem_op_binary` and
/// `visit_json_path_getitem_op_binary` of each compiler); other types than text are written in too many ways.
fn json_text<'a>(
    machine: &Machine<'a>,
    value: &Value<'a>,
    target: Target,
    depth: usize,
) -> Option<String> {
    let Object::Item { of, index } = machine.object(value)? else { return None };
    let of = nested(machine, of, target, depth)?;
    let keys = machine.items(index).unwrap_or(std::slice::from_ref(index));
    let keys: Option<Vec<&str>> = keys.iter().map(Value::as_known_str).collect();
    let keys = keys?;
    let path: String = keys.iter().map(|it| format!(".\"{it}\"")).collect();
    let path = quote(&format!("${path}"));
    Some(match target.dialect {
        Dialect::Postgres if machine.items(index).is_some() => {
            format!("CAST(({of} #>> {}) AS VARCHAR)", quote(&format!("{{{}}}", keys.join(","))))
        }
        Dialect::Postgres => format!("CAST(({of} ->> {}) AS VARCHAR)", quote(&keys.join(","))),
        Dialect::Sqlite => format!("CAST(JSON_EXTRACT({of}, {path}) AS VARCHAR)"),
        Dialect::Mysql | Dialect::Mariadb => {
            let value = format!("JSON_EXTRACT({of}, {path})");
            format!("CASE {value} WHEN 'null' THEN NULL ELSE JSON_UNQUOTE({value}) END")
        }
        Dialect::Oracle | Dialect::Mssql => return None,
    })
}

/// `table.c.column`, `Model.column`.
fn member<'a>(machine: &Machine<'a>, of: &Value<'a>, name: &str, target: Target) -> Option<String> {
    if let Value::Name(path) = of
        && path.ends_with("func")
    {
        return Some(function(name, &[], target.dialect));
    }
    let table = super::statement::table_of(machine, of, target)?;
    Some(format!(
        "{}.{}",
        names::write_object(&table, target.dialect),
        names::write(name, target.dialect)
    ))
}

fn operation<'a>(
    machine: &Machine<'a>,
    operator: &str,
    operands: &[Value<'a>],
    target: Target,
    depth: usize,
) -> Option<String> {
    if operator == "not" {
        return negated(machine, operands.first()?, target, depth);
    }
    let text = |it: &Value<'a>| match operator {
        "&" => part(machine, it, target, depth),
        "|" => condition(machine, it, target, depth),
        _ => nested(machine, it, target, depth),
    };
    let texts: Option<Vec<String>> = operands.iter().map(text).collect();
    let texts = texts?;
    let null = texts.last().is_some_and(|it| it == "NULL");
    let word = match operator {
        "==" if null => "IS",
        "!=" if null => "IS NOT",
        "==" => "=",
        "&" => "AND",
        "|" => "OR",
        "+" | "-" | "*" | "/" | "%" | "<" | "<=" | ">" | ">=" | "!=" => operator,
        _ => return None,
    };
    Some(texts.join(&format!(" {word} ")))
}
