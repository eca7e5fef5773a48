//! Fills the plan that a person runs, in the shared shape.

use std::collections::BTreeMap;

use super::fill::{Texts, cost, cover, duration, effect, grade, target_report, transaction};
use super::model::*;
use crate::cost::Duration;
use crate::lint::{self, Ask, Judged, Options};
use crate::ops::unit::{Direction, Unit};
use crate::plan::{Phase, Planned, Question, of_step};
use crate::replay::Step;
use crate::text::Source;

/// The plan for the ways up: steps, risks, durations, what to ask before and after, and the way back.
pub fn plan(sources: &[Source], options: &Options) -> PlanReport {
    let texts = Texts::new(sources);
    let targets = lint::targets(sources, options);
    let mut migrations: Vec<PlannedMigration> = Vec::new();
    let mut coverage = Coverage::default();
    for (index, chosen) in targets.iter().enumerate() {
        // Where each migration stands, to be found again by its way down.
        let mut places: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let mut going_up = false;
        lint::judge(sources, options, chosen.target, Ask::Effects, &mut |judged| match judged {
            Judged::Unit(unit, target) => {
                if index == 0 {
                    cover(&mut coverage, unit, &texts);
                }
                going_up = unit.direction == Direction::Up;
                if going_up {
                    places.insert((unit.source, unit.id.clone()), migrations.len());
                    migrations.push(migration(unit, target.to_string(), &texts));
                }
            }
            Judged::Step(it) => {
                if let (true, Some(migration)) = (going_up, migrations.last_mut()) {
                    migration.steps.push(statement(it, options, &texts));
                }
            }
            Judged::Proof { up, proof, .. } => {
                let place = places.get(&(up.source, up.id.clone())).copied();
                if let Some(migration) = place.and_then(|it| migrations.get_mut(it)) {
                    migration.way_back = Some(grade(proof));
                }
            }
            Judged::Schema(_) | Judged::Finding(_) => {}
        });
    }
    PlanReport {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        targets: targets.iter().map(target_report).collect(),
        migrations,
        coverage,
    }
}

fn migration(unit: &Unit, target: String, texts: &Texts<'_>) -> PlannedMigration {
    PlannedMigration {
        path: texts.path(unit.source),
        id: unit.id.clone(),
        parents: unit.parents.clone().unwrap_or_default(),
        framework: unit.framework.name(),
        target,
        steps: Vec::new(),
        way_back: None,
    }
}

/// A statement is as late, as long and as risky as the operations in it.
fn statement(first: &Step<'_>, options: &Options, texts: &Texts<'_>) -> PlannedStep {
    let (source, statement) = (first.unit.source, first.statement);
    let planned: Vec<Planned<'_>> = statement
        .ops
        .iter()
        .enumerate()
        .map(|(index, op)| of_step(&Step { op, index, ..*first }))
        .collect();
    let questions = |of: for<'p> fn(&'p Planned<'_>) -> &'p Vec<Question>| {
        let mut asked: Vec<QuestionReport> = Vec::new();
        for it in planned.iter().flat_map(of) {
            if asked.last().is_none_or(|last| last.sql != it.sql) {
                asked.push(QuestionReport {
                    finds: it.finds.clone(),
                    sql: it.sql.clone(),
                    expected: it.expected,
                });
            }
        }
        asked
    };
    PlannedStep {
        span: texts.span(source, statement.span),
        sql: statement
            .sql
            .clone()
            .unwrap_or_else(|| statement.span.of(texts.text(source)).to_owned()),
        transaction: transaction(first),
        phase: planned.iter().map(|it| it.phase).max().unwrap_or(Phase::Expand).name(),
        duration: duration(planned.iter().map(|it| it.duration).max().unwrap_or(Duration::Instant)),
        cost: cost(first, options),
        risks: planned
            .iter()
            .flat_map(|it| &it.risks)
            .filter_map(|it| Some(effect(it, statement.ops.get(it.op)?, source, texts)))
            .collect(),
        before: questions(|it| &it.before),
        after: questions(|it| &it.after),
    }
}
