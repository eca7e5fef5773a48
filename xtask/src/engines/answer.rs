//! What migralint says a script does, through its public API, in the shape in which servers are measured.

use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport};
use migralint::{Options, Source};

use super::behaviour::{Behaviour, Mode};
use super::measure::Script;
use super::schema::{self, Tables};

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

/// The answer about a script that runs in one transaction over a schema.
pub fn about(script: &Script, schema: &str, major: u16) -> Answer {
    let mut before = schema.to_owned();
    for sql in &script.setup {
        before.push_str(";\n");
        before.push_str(sql);
    }
    before.push_str(";\n");
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
    let inside = of_report(&inspected(text, &before, major));
    let Some(why) = inside.certain.refused_in_transaction else { return inside };
    let mut outside = of_report(&inspected(alone, &before, major));
    outside.certain.refused_in_transaction = Some(why);
    outside
}

/// What `inspect` says about a file over a schema.
pub fn inspected(text: String, schema: &str, major: u16) -> InspectReport {
    let sources = [Source { path: "case.sql".to_owned(), text }];
    let options = Options {
        targets: vec![Target::at(Dialect::Postgres, Version::new(major, 0, 0))],
        schema: Some(Source { path: "schema.sql".to_owned(), text: schema.to_owned() }),
        ..Options::default()
    };
    migralint::inspect(&sources, &options)
}

fn of_report(report: &InspectReport) -> Answer {
    let mut answer = Answer { schema: schema::of_report(&report.schema), ..Answer::default() };
    answer.unknown.extend(report.coverage.opaque.iter().map(|it| it.why.clone()));
    for step in report.migrations.iter().flat_map(|it| &it.steps) {
        for effect in &step.effects {
            answer.add(effect);
        }
    }
    answer
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
        if effect.certainty != "possible" {
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
