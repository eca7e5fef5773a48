//! What the servers are asked: the table of facts and the battery beside it.

use std::collections::BTreeSet;

use super::behaviour::{Behaviour, Mode};
use super::measure::Script;

/// Cases over one schema.
pub struct Suite {
    pub name: &'static str,
    pub schema: String,
    pub cases: Vec<Case>,
}

pub struct Case {
    /// `family/name`.
    pub name: String,
    pub versions: BTreeSet<u16>,
    pub script: Script,
    /// What a server was seen to do before, where that is on record.
    pub recorded: Option<Behaviour>,
}

impl Case {
    pub fn family(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

/// The cases of `postgres.json`; its fields are those of the table's own README.
pub fn facts(text: &str) -> Result<Vec<Case>, String> {
    let records: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|it| format!("postgres.json: {it}"))?;
    Ok(records.iter().map(fact).collect())
}

fn fact(record: &serde_json::Value) -> Case {
    let versions = record["versions"].as_array().into_iter().flatten();
    Case {
        name: record["id"].as_str().unwrap_or_default().to_owned(),
        versions: versions.filter_map(|it| u16::try_from(it.as_u64()?).ok()).collect(),
        script: Script {
            setup: texts(&record["setup"]),
            session: texts(&record["session"]),
            statements: texts(&record["sql"]),
        },
        recorded: Some(recorded(record)),
    }
}

fn recorded(record: &serde_json::Value) -> Behaviour {
    let names = |key: &str| texts(&record[key]).into_iter().collect::<BTreeSet<_>>();
    let mut behaviour = Behaviour {
        rewritten: names("rewritten"),
        rebuilt: names("indexes_rebuilt"),
        scanned: names("scanned"),
        refused_in_transaction: record["tx_error"].as_str().map(str::to_owned),
        error: record["error"].as_str().map(str::to_owned),
        ..Behaviour::default()
    };
    for (relation, modes) in record["locks"].as_object().into_iter().flatten() {
        for mode in texts(modes).iter().filter_map(|it| Mode::parse(it)) {
            if !relation.starts_with("new:") {
                behaviour.lock(relation, mode);
            }
        }
    }
    behaviour
}

/// A string, or the strings of a list.
pub fn texts(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(it) => vec![it.clone()],
        serde_json::Value::Array(it) => {
            it.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// The schema and the cases of a battery.
///
/// `#@ name [versions]` begins a case, `#@ schema` what all start from; `#! setup` and `#! session` begin what is
/// run before the case's own statements, and `#! run` these. Versions are `12`, `12-` or `12-16`; none means all.
pub fn battery(name: &'static str, text: &str, majors: &BTreeSet<u16>) -> Result<Suite, String> {
    let mut suite = Suite { name, schema: String::new(), cases: Vec::new() };
    for piece in text.split("\n#@ ").skip(1) {
        let (head, body) = piece.split_once('\n').unwrap_or((piece, ""));
        let (title, versions) = head.trim().split_once(' ').unwrap_or((head.trim(), ""));
        if title == "schema" {
            suite.schema = body.to_owned();
            continue;
        }
        suite.cases.push(Case {
            name: title.to_owned(),
            versions: range(versions, majors).ok_or_else(|| format!("{name}: `{head}`"))?,
            script: script(body),
            recorded: None,
        });
    }
    Ok(suite)
}

fn script(body: &str) -> Script {
    let mut script = Script::default();
    let mut part = "run";
    let mut text = String::new();
    for line in body.lines().chain(["#! end"]) {
        let Some(next) = line.strip_prefix("#! ") else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        let done = std::mem::take(&mut text).trim().to_owned();
        let list = match part {
            "setup" => &mut script.setup,
            "session" => &mut script.session,
            _ => &mut script.statements,
        };
        if !done.is_empty() {
            list.push(done);
        }
        part = next.trim();
    }
    script
}

fn range(text: &str, majors: &BTreeSet<u16>) -> Option<BTreeSet<u16>> {
    let (first, last) = match text.trim().split_once('-') {
        None if text.trim().is_empty() => (0, u16::MAX),
        None => {
            let only = text.trim().parse().ok()?;
            (only, only)
        }
        Some((first, "")) => (first.parse().ok()?, u16::MAX),
        Some(("", last)) => (0, last.parse().ok()?),
        Some((first, last)) => (first.parse().ok()?, last.parse().ok()?),
    };
    Some(majors.range(first..=last).copied().collect())
}
