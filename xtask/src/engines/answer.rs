//! What migralint says a script does, through its public API, in the shape in which servers are measured.

use std::collections::BTreeMap;

use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport, OperationReport};
use migralint::{Options, Source};

use super::behaviour::{Behaviour, Mode};
use super::measure::Script;
use super::schema::{self, Tables};

/// The file that holds what is asked about.
const CASE: &str = "0002_case.sql";

/// migralint's answer about a script.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// What happens whatever the data and the session.
    pub certain: Behaviour,
    /// That, and what happens under a condition.
    pub possible: Behaviour,
    /// Why it fails, or under which data it does.
    pub failures: Vec<String>,
    /// What migralint says it does not know.
    pub unknown: Vec<String>,
    pub schema: Tables,
}

/// The answer about a script that runs in one transaction over a schema, to which its setup belongs.
pub fn about(script: &Script, schema: &str, major: u16) -> Answer {
    let before = format!("{schema};\n{}", joined(&script.setup));
    answered(script, &before, "", major)
}

/// The answer where the setup is what earlier migrations have done.
pub fn about_later(script: &Script, schema: &str, major: u16) -> Answer {
    answered(script, schema, &joined(&script.setup), major)
}

fn joined(statements: &[String]) -> String {
    statements.iter().map(|it| format!("{};\n", it.trim_end().trim_end_matches(';'))).collect()
}

fn answered(script: &Script, schema: &str, earlier: &str, major: u16) -> Answer {
    let mut text = String::new();
    for sql in &script.session {
        text.push_str(sql);
        text.push_str(";\n");
    }
    let alone = format!("{text}{}\n", script.statements.join(";\n"));
    text.push_str("BEGIN;\n");
    for sql in &script.statements {
        text.push_str(sql.trim_end().trim_end_matches(';'));
        text.push_str(";\n");
    }
    text.push_str("COMMIT;\n");
    let inside = of_report(&inspected(text, schema, earlier, major));
    let Some(why) = inside.certain.refused_in_transaction else { return inside };
    let mut outside = of_report(&inspected(alone, schema, earlier, major));
    outside.certain.refused_in_transaction = Some(why);
    outside
}

/// What `inspect` says about a file over a schema, after what an earlier file has done.
fn inspected(text: String, schema: &str, earlier: &str, major: u16) -> InspectReport {
    let sources = [
        Source { path: "0001_earlier.sql".to_owned(), text: earlier.to_owned() },
        Source { path: CASE.to_owned(), text },
    ];
    let sources = sources.get(usize::from(earlier.is_empty())..).unwrap_or_default();
    let options = Options {
        targets: vec![Target::at(Dialect::Postgres, Version::new(major, 0, 0))],
        schema: Some(Source { path: "schema.sql".to_owned(), text: schema.to_owned() }),
        ..Options::default()
    };
    migralint::inspect(sources, &options)
}

fn of_report(report: &InspectReport) -> Answer {
    let mut answer = Answer { schema: schema::of_report(&report.schema), ..Answer::default() };
    answer.unknown.extend(report.coverage.opaque.iter().map(|it| it.why.clone()));
    let mut names = Names::default();
    let mut savepoints: Vec<(Option<String>, Behaviour, Behaviour)> = Vec::new();
    let own = report.migrations.iter().filter(|it| it.path == CASE);
    for step in own.flat_map(|it| &it.steps) {
        for effect in step.effects.iter().filter(|it| holds(&it.because)) {
            answer.add(&names.as_before(effect));
        }
        for op in &step.operations {
            names.follow(op);
            match op.kind {
                "savepoint" => savepoints.push((
                    op.name.clone(),
                    answer.certain.clone(),
                    answer.possible.clone(),
                )),
                "rollback-to" => {
                    let place = savepoints.iter().rposition(|it| it.0 == op.name);
                    if let Some((_, certain, possible)) = place.and_then(|it| savepoints.get(it)) {
                        roll_back(&mut answer.certain, certain);
                        roll_back(&mut answer.possible, possible);
                    }
                }
                _ => {}
            }
        }
    }
    answer
}

/// Back to a savepoint: locks are let go and files are the old ones; what was read was read.
fn roll_back(behaviour: &mut Behaviour, to: &Behaviour) {
    behaviour.locks.clone_from(&to.locks);
    behaviour.rewritten.clone_from(&to.rewritten);
    behaviour.rebuilt.clone_from(&to.rebuilt);
}

/// Conditions that hold for some of the measured tables: of a look at the other end of a foreign key, and of a query
/// whose condition an index may serve.
const DATA_DECIDES: [&str; 2] =
    ["unless every row holds NULL there", "unless an index serves the query"];

/// Whether what an effect's condition names is so on the servers that are asked: their time zone is UTC.
/// A session that sets another is told to migralint, which then states no condition.
fn holds(because: &str) -> bool {
    because != "unless the session's time zone is UTC"
}

/// The names that relations had before the script; the server knows them by what they are.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn before(&self, name: &str) -> String {
        self.0.get(name).map_or_else(|| name.to_owned(), String::clone)
    }

    fn follow(&mut self, op: &OperationReport) {
        let (Some(old), Some(new)) = (op.table.as_ref().or(op.name.as_ref()), &op.to) else {
            return;
        };
        let (schema, name) = match old.rsplit_once('.') {
            Some((schema, name)) => (format!("{schema}."), name),
            None => (String::new(), old.as_str()),
        };
        let new = match op.kind {
            "rename-table" | "rename-view" | "rename-sequence" => {
                let new = new.rsplit('.').next().unwrap_or(new);
                format!("{schema}{new}")
            }
            "set-table-schema" if new == "public" => name.to_owned(),
            "set-table-schema" => format!("{new}.{name}"),
            _ => return,
        };
        let before = self.before(old);
        self.0.remove(old);
        self.0.insert(new, before);
    }

    fn as_before(&self, effect: &EffectReport) -> EffectReport {
        let mut effect = effect.clone();
        effect.relation = effect.relation.map(|it| self.before(&it));
        effect
    }
}

impl Answer {
    /// Adds one effect of a step.
    pub fn add(&mut self, effect: &EffectReport) {
        match effect.kind {
            "refused" if refuses_transaction(effect) => {
                self.certain.refused_in_transaction = effect.why.clone();
            }
            "refused" => {
                if effect.certainty != "possible" {
                    self.certain.error = effect.why.clone();
                }
                self.failures.extend(effect.why.clone());
            }
            "may-fail" => self.failures.extend(effect.when.clone()),
            "unknown" => self.unknown.extend(effect.why.clone()),
            _ => {}
        }
        if effect.certainty != "possible" && !DATA_DECIDES.contains(&effect.because.as_str()) {
            add(&mut self.certain, effect);
        }
        add(&mut self.possible, effect);
    }
}

/// Whether a refusal is for the transaction alone: the server's own words end so.
fn refuses_transaction(effect: &EffectReport) -> bool {
    effect.why.as_deref().is_some_and(|it| it.ends_with("inside a transaction block"))
}

fn add(behaviour: &mut Behaviour, effect: &EffectReport) {
    let Some(relation) = &effect.relation else { return };
    match effect.kind {
        "lock" => {
            if let Some(mode) = effect.mode.and_then(Mode::parse) {
                behaviour.lock(relation, mode);
            }
        }
        "scan" => drop(behaviour.scanned.insert(relation.clone())),
        "rewrite" => drop(behaviour.rewritten.insert(relation.clone())),
        "build-index" => {
            let schema = relation.rsplit_once('.').map(|it| format!("{}.", it.0));
            let index = effect.index.as_deref().unwrap_or_default();
            behaviour.rebuilt.insert(format!("{}{index}", schema.unwrap_or_default()));
        }
        _ => {}
    }
}
