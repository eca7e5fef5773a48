//! The file of sizes, as the query of `stats-query` answered.

use std::path::Path;

use migralint::cost::sizes::{self, Size, Sizes};
use serde_json::{Map, Value};

use crate::files;

/// Reads `{"tables": [{"schema", "name", "rows", "bytes", "indexBytes"}]}`; an error names the file and the table.
pub fn read(path: &Path) -> Result<Sizes, String> {
    let source = files::read_one(path)?;
    let wrong = |what: String| {
        format!("{}: {what}; `migralint stats-query` prints the query that makes it", source.path)
    };
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let value: Value = serde_json::from_str(text).map_err(|it| wrong(format!("not JSON: {it}")))?;
    let tables = match &value {
        Value::Object(it) => it.get("tables"),
        _ => None,
    };
    let tables = tables
        .and_then(Value::as_array)
        .ok_or_else(|| wrong("no list `tables` of {name, rows, bytes}".to_owned()))?;
    let sizes = tables.iter().enumerate().map(|(place, it)| {
        size(it).map_err(|what| wrong(format!("table {} of `tables`: {what}", place + 1)))
    });
    Ok(Sizes::new(sizes.collect::<Result<_, _>>()?))
}

fn size(value: &Value) -> Result<Size, String> {
    let fields = value.as_object().ok_or("has to be an object with name, rows and bytes")?;
    let name = fields.get("name").and_then(Value::as_str).ok_or("`name` has to be a string")?;
    let schema = match fields.get("schema") {
        None | Some(Value::Null) => None,
        Some(Value::String(it)) => Some(it.clone()),
        Some(_) => return Err("`schema` has to be a string or null".to_owned()),
    };
    Ok(Size {
        schema,
        name: name.to_owned(),
        rows: number(fields, "rows")?,
        bytes: number(fields, "bytes")?,
        index_bytes: number(fields, "indexBytes")?,
    })
}

fn number(fields: &Map<String, Value>, key: &str) -> Result<Option<f64>, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(it) => match it.as_f64().filter(|it| sizes::is_count(*it)) {
            Some(number) => Ok(Some(number)),
            None => Err(format!("`{key}` has to be {}", sizes::COUNT)),
        },
    }
}
