//! The columns that a simple query gives, so that replacing a view can be judged.

use super::work::Work;
use crate::ops::ObjectName;
use crate::ops::expr::DataType;

/// One column of a query's result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Output {
    pub name: String,
    pub data_type: Option<DataType>,
}

/// The columns of `SELECT a, b AS c, d::type AS e FROM one_table …`; `None` where the list holds more than that.
pub(super) fn columns(work: &Work<'_>, named: &[String], query: &str) -> Option<Vec<Output>> {
    let lower = query.to_ascii_lowercase();
    let trimmed = lower.trim_start();
    let list = trimmed.strip_prefix("select")?;
    if !list.starts_with(char::is_whitespace) || list.contains(['\'', '"']) {
        return None;
    }
    let (list, rest) = list.split_once(" from ")?;
    let from = rest.split(|it: char| !(it.is_alphanumeric() || it == '_')).next()?;
    let table = ObjectName::bare(from);
    let mut outputs = Vec::new();
    for item in split(list)? {
        outputs.push(output(work, &table, item.trim())?);
    }
    for (output, name) in outputs.iter_mut().zip(named) {
        output.name.clone_from(name);
    }
    Some(outputs)
}

/// Parts between commas outside of brackets.
fn split(list: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, letter) in list.char_indices() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(list.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list.get(start..)?);
    Some(parts)
}

fn output(work: &Work<'_>, table: &ObjectName, item: &str) -> Option<Output> {
    if item.is_empty() || item.contains('*') {
        return None;
    }
    let (value, alias) = match item.rsplit_once(" as ") {
        Some((value, alias)) => (value.trim(), Some(alias.trim())),
        None => (item, None),
    };
    let plain = |it: &str| it.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '.');
    let column = |it: &str| it.rsplit('.').next().unwrap_or(it).to_owned();
    if plain(value) {
        let name = column(value);
        let data_type = work.column(table, &name).and_then(|it| it.data_type.clone());
        return Some(Output { name: alias.map_or(name, str::to_owned), data_type });
    }
    if let Some((of, cast)) = value.split_once("::")
        && plain(of)
        && plain(cast)
    {
        let name = alias.map_or_else(|| column(of), str::to_owned);
        return Some(Output { name, data_type: Some(DataType::named(cast)) });
    }
    alias.map(|it| Output { name: it.to_owned(), data_type: None })
}
