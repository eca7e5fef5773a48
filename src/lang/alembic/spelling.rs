//! What SQLAlchemy writes of a call beside what the operation holds: words that change nothing for the database, but stand
//! in the statement.

use crate::dialect::Dialect;
use crate::lang::python::value::{Arg, Call, Object, Value};

use super::expression;
use super::names;
use super::schema::Reader;

#[derive(Debug, Default)]
pub(crate) struct Spelling {
    /// Options of identity columns, by the column.
    identities: Vec<(String, String)>,
    /// What follows the columns that a foreign key references, by the key's own columns.
    tails: Vec<(Vec<String>, String)>,
    /// Whether MySQL's column is stated with CHANGE, not MODIFY.
    pub(crate) changes: bool,
    /// Whether a default that is no plain value stands in parentheses.
    pub(crate) parenthesised: bool,
    /// MySQL's options of a table, as they follow its columns.
    pub(crate) options: Option<String>,
    /// Keys of an index that stand in parentheses of their own.
    pub(crate) grouped: Vec<String>,
    /// Unique keys that say NULLS DISTINCT, by their columns; without columns, that of the call itself.
    distinct: Vec<Vec<String>>,
    /// Keys of an index that say ASC.
    pub(crate) ascending: Vec<String>,
    /// Names that `op.f` marks as made already, to which no naming convention is put.
    pub(crate) finals: Vec<String>,
}

impl Spelling {
    pub(crate) fn of<'a>(reader: &Reader<'_, 'a>, name: &str, call: &Call<'a>) -> Spelling {
        let parenthesised = matches!(reader.dialect(), Dialect::Mysql | Dialect::Sqlite);
        let mut spelling = Spelling { parenthesised, ..Spelling::default() };
        if name == "create_foreign_key" {
            let columns = call.keyword("local_cols").or_else(|| {
                // Outside of a batch two tables stand before them, inside one.
                call.positional().skip(2).find(|it| reader.machine.items(&it.value).is_some())
            });
            let columns = columns.map(|it| reader.names(it)).unwrap_or_default();
            spelling.tails.push((columns, tail(reader, call)));
        }
        for arg in call.positional().chain(call.keyword("column")) {
            spelling.read(reader, arg);
        }
        let mysql = matches!(reader.dialect(), Dialect::Mysql | Dialect::Mariadb);
        if mysql && matches!(name, "create_table" | "Table") {
            spelling.options = Some(table_options(reader, call));
        }
        if matches!(name, "create_index" | "Index") {
            spelling.read_keys(reader, call);
        }
        for one in std::iter::once(call)
            .chain(call.positional().filter_map(|it| reader.machine.call_of(&it.value)))
        {
            let nulls = one.keyword("postgresql_nulls_not_distinct").map(|it| &it.value);
            if let Some(Value::Bool(false)) =
                nulls.filter(|_| reader.dialect() == Dialect::Postgres)
            {
                let own = std::ptr::eq(one, call);
                let columns = one.positional().filter(|_| !own).flat_map(|it| reader.names(it));
                spelling.distinct.push(columns.collect());
            }
            let named = one.keyword("name").or_else(|| one.positional().next());
            let name = named.or_else(|| one.keyword("constraint_name"));
            // The name that an index is given stays, whatever the convention.
            let called = reader.machine.last_name(&one.callee).unwrap_or_default();
            let stays = matches!(called.as_str(), "create_index" | "Index");
            let name = name.filter(|it| stays || is_made(it));
            spelling.finals.extend(name.and_then(|it| reader.name(it)));
        }
        spelling
    }

    /// MySQL takes an expression as a key only in parentheses; SQLAlchemy sets them around operators and functions, and
    /// leaves a text as it is (`MySQLDDLCompiler.visit_create_index`).
    fn read_keys<'a>(&mut self, reader: &Reader<'_, 'a>, call: &Call<'a>) {
        for arg in call.positional().chain(call.keyword("columns")) {
            for value in
                reader.machine.items(&arg.value).unwrap_or(std::slice::from_ref(&arg.value))
            {
                let is_operation =
                    matches!(reader.machine.object(value), Some(Object::Operation { .. }));
                let called = reader.machine.call_of(value);
                let is_function = called
                    .and_then(|it| reader.machine.dotted(&it.callee))
                    .is_some_and(|it| it.contains("func."))
                    || reader.call(value, &["as_string"]).is_some();
                let text = value.as_known_str().map(str::to_owned).or_else(|| {
                    reader
                        .call(value, &["text"])?
                        .positional()
                        .next()?
                        .value
                        .as_known_str()
                        .map(str::to_owned)
                });
                let words: Vec<&str> = text.iter().flat_map(|it| it.split_whitespace()).collect();
                if let [name, order] = words.as_slice()
                    && order.eq_ignore_ascii_case("asc")
                {
                    self.ascending.push(names::fold(name, reader.dialect()));
                }
                let mysql = matches!(reader.dialect(), Dialect::Mysql | Dialect::Mariadb);
                if mysql && (is_operation || is_function) {
                    self.grouped.extend(expression::to_sql(reader.machine, value, reader.target));
                }
            }
        }
    }

    fn read<'a>(&mut self, reader: &Reader<'_, 'a>, arg: &Arg<'a>) {
        if let Some(call) = reader.call(&arg.value, &["ForeignKeyConstraint"]) {
            let columns = call.arg(0, "columns").map(|it| reader.names(it)).unwrap_or_default();
            self.tails.push((columns, tail(reader, call)));
            return;
        }
        let Some(column) = reader.column(&arg.value) else { return };
        let Some(call) = reader.machine.call_of(&arg.value) else { return };
        for part in call.positional().chain(call.keyword("server_default")) {
            if let Some(key) = reader.call(&part.value, &["ForeignKey"]) {
                self.tails.push((vec![column.def.name.clone()], tail(reader, key)));
            } else if let Some(identity) = reader.call(&part.value, &["Identity"]) {
                let options = identity_options(reader, identity);
                if !options.is_empty() {
                    self.identities.push((column.def.name.clone(), options));
                }
            }
        }
    }

    pub(crate) fn identity(&self, column: &str) -> Option<&str> {
        self.identities.iter().find(|it| it.0 == column).map(|it| it.1.as_str())
    }

    pub(crate) fn is_distinct(&self, columns: &[String]) -> bool {
        self.distinct.iter().any(|it| it.is_empty() || it == columns)
    }

    pub(crate) fn tail(&self, columns: &[String]) -> Option<&str> {
        self.tails.iter().find(|it| it.0 == columns).map(|it| it.1.as_str())
    }
}

/// Whether an argument is a call of `op.f` or of a batch's.
fn is_made(arg: &Arg<'_>) -> bool {
    let head = arg.text.split('(').next().unwrap_or_default();
    arg.text.ends_with(')') && (head == "f" || head.ends_with(".f"))
}

/// MATCH, the actions and when the key is checked (`DDLCompiler.visit_foreign_key_constraint`); Oracle's compiler leaves ON
/// UPDATE out.
fn tail<'a>(reader: &Reader<'_, 'a>, call: &Call<'a>) -> String {
    let said = |name: &str| call.keyword(name).and_then(|it| reader.text(it));
    let mut text = String::new();
    for (words, name) in
        [(" MATCH ", "match"), (" ON DELETE ", "ondelete"), (" ON UPDATE ", "onupdate")]
    {
        if name == "onupdate" && reader.dialect() == Dialect::Oracle {
            continue;
        }
        if let Some(said) = said(name) {
            text.push_str(words);
            text.push_str(&said);
        }
    }
    match call.keyword("deferrable").map(|it| reader.machine.truth_of(&it.value)) {
        Some(Some(true)) => text.push_str(" DEFERRABLE"),
        Some(Some(false)) if !call.keyword("deferrable").is_some_and(|it| it.value.is_none()) => {
            text.push_str(" NOT DEFERRABLE")
        }
        _ => {}
    }
    if let Some(said) = said("initially") {
        text.push_str(&format!(" INITIALLY {said}"));
    }
    text
}

/// `MySQLDDLCompiler.post_create_table`.
fn table_options<'a>(reader: &Reader<'_, 'a>, call: &Call<'a>) -> String {
    let mut options: Vec<(String, String)> = Vec::new();
    for (name, arg) in call.keywords() {
        let Some(option) = name.strip_prefix("mysql_") else { continue };
        let value = reader.text(arg).unwrap_or_default();
        options.push((option.to_ascii_uppercase(), value));
    }
    if let Some(comment) = call.keyword("comment").and_then(|it| reader.text(it)) {
        options.retain(|it| it.0 != "COMMENT");
        options.push(("COMMENT".to_owned(), comment));
    }
    let is_charset = |it: &str| it.ends_with("CHARSET") || it.ends_with("CHARACTER_SET");
    if options.iter().any(|it| is_charset(&it.0)) {
        crate::order::sort_by_key(&mut options, |it| it.0 == "COLLATE");
    }
    crate::order::sort_by_key(&mut options, |it| it.0.contains("PARTITION"));
    let mut text = String::new();
    for (name, value) in options {
        let name = match name.as_str() {
            "DATA_DIRECTORY"
            | "INDEX_DIRECTORY"
            | "DEFAULT_CHARACTER_SET"
            | "CHARACTER_SET"
            | "DEFAULT_CHARSET"
            | "DEFAULT_COLLATE" => name.replace('_', " "),
            _ if name.contains("PARTITION") => name.replace('_', " "),
            _ => name,
        };
        let value = match name.as_str() {
            "COMMENT" | "DATA DIRECTORY" | "INDEX DIRECTORY" | "PASSWORD" | "CONNECTION" => {
                expression::quote(&value)
            }
            _ => value,
        };
        let apart = matches!(
            name.as_str(),
            "TABLESPACE" | "DEFAULT CHARACTER SET" | "CHARACTER SET" | "COLLATE"
        ) || name.contains("PARTITION");
        let space = if text.is_empty() { "" } else { " " };
        text.push_str(&format!("{space}{name}{}{value}", if apart { " " } else { "=" }));
    }
    text
}

/// What stands in parentheses behind IDENTITY (`DDLCompiler.get_identity_options`, `MSDDLCompiler.visit_identity_column`).
pub(crate) fn identity_options<'a>(reader: &Reader<'_, 'a>, call: &Call<'a>) -> String {
    let said = |name: &str| call.keyword(name).and_then(|it| reader.text(it));
    if reader.dialect() == Dialect::Mssql {
        let (start, increment) = (said("start"), said("increment"));
        if start.is_none() && increment.is_none() {
            return String::new();
        }
        let or_one = |it: Option<String>| it.unwrap_or_else(|| "1".to_owned());
        return format!("({},{})", or_one(start), or_one(increment));
    }
    let mut parts = Vec::new();
    for (name, words) in [
        ("increment", "INCREMENT BY "),
        ("start", "START WITH "),
        ("minvalue", "MINVALUE "),
        ("maxvalue", "MAXVALUE "),
    ] {
        parts.extend(said(name).map(|it| format!("{words}{it}")));
    }
    for (name, words) in [("nominvalue", "NO MINVALUE"), ("nomaxvalue", "NO MAXVALUE")] {
        parts.extend(call.keyword(name).filter(|it| !it.value.is_none()).map(|_| words.to_owned()));
    }
    parts.extend(said("cache").map(|it| format!("CACHE {it}")));
    match call.keyword("cycle").map(|it| &it.value) {
        Some(Value::Bool(true)) => parts.push("CYCLE".to_owned()),
        Some(Value::Bool(false)) => parts.push("NO CYCLE".to_owned()),
        _ => {}
    }
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(" ")) }
}
