//! Fills the shared shape from what the judging tells.

use std::collections::BTreeMap;

use super::model::*;
use crate::cost::estimate::{Range, rounded};
use crate::dialect::Target;
use crate::downgrade::{self, Downgrade, Outcome};
use crate::effects::{Certainty, Effect, EffectKind, HeldUntil, InTransaction, Refusal};
use crate::lang::undo::Change;
use crate::lint::{self, Ask, Chosen, ChosenBy, Finding as Found, Heard, Judged, Options, Sieve};
use crate::ops::unit::{Direction, Unit};
use crate::ops::{Op, OpaqueExtent};
use crate::replay::Step;
use crate::revert::proof::Proof;
use crate::rules::{self, Preset, Rule, Severity};
use crate::text::{Edit, Lines, Source, Span, apply};

/// Findings of every rule over the sources, and what was read of them.
pub fn check(sources: &[Source], options: &Options) -> CheckReport {
    let texts = Texts::new(sources);
    let targets = lint::targets(sources, options);
    let sieve = Sieve::new(sources, options, &targets);
    let mut told = Told::default();
    let judged = lint::for_each(&targets, &|index, target| {
        let mut told = Told::default();
        lint::judge(sources, options, target, Ask::Rules, &mut |judged| match judged {
            Judged::Finding(found) => {
                let severity = sieve.severity(found, &mut told.heard);
                told.findings.extend(severity.map(|it| finding(found, it, &texts)));
            }
            Judged::Proof { up, proof, target, down: _ } => told.downgrades.push(DowngradeReport {
                path: texts.path(up.source),
                id: up.id.clone(),
                target: target.to_string(),
                grade: grade(proof),
            }),
            Judged::Step(step) if 1 < targets.len() => told.heard.compare(step),
            // What was read is told once, not once a target.
            Judged::Unit(unit, _) if index == 0 => cover(&mut told.coverage, unit, &texts),
            _ => {}
        });
        told
    });
    for (index, it) in judged.into_iter().enumerate() {
        told.findings.extend(it.findings);
        told.downgrades.extend(it.downgrades);
        told.heard.extend(it.heard);
        if index == 0 {
            told.coverage = it.coverage;
        }
    }
    let Told { mut findings, coverage, downgrades, heard } = told;
    sieve.judge_sources(&targets, heard, &mut |found, severity| {
        findings.push(finding(found, severity, &texts));
    });
    crate::order::sort_by(&mut findings, |a: &Finding, b: &Finding| {
        (&a.path, a.span, &a.rule, &a.target, &a.message)
            .cmp(&(&b.path, b.span, &b.rule, &b.target, &b.message))
    });
    CheckReport {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        targets: targets.iter().map(target_report).collect(),
        findings,
        fixed: Vec::new(),
        downgrades,
        coverage,
    }
}

/// What the judging for one or several targets told.
#[derive(Default)]
struct Told {
    findings: Vec<Finding>,
    coverage: Coverage,
    downgrades: Vec<DowngradeReport>,
    heard: Heard,
}

/// What each step does: operations and effects, without rules.
pub fn inspect(sources: &[Source], options: &Options) -> InspectReport {
    let texts = Texts::new(sources);
    let targets = lint::targets(sources, options);
    let mut migrations: Vec<MigrationReport> = Vec::new();
    let mut schema = SchemaReport::default();
    let mut coverage = Coverage::default();
    for (index, chosen) in targets.iter().enumerate() {
        lint::judge(sources, options, chosen.target, Ask::Effects, &mut |judged| match judged {
            Judged::Unit(unit, target) => {
                if index == 0 {
                    cover(&mut coverage, unit, &texts);
                }
                migrations.push(migration(unit, target, &texts));
            }
            Judged::Step(it) => {
                if let Some(migration) = migrations.last_mut() {
                    migration.steps.push(step(it, options, &texts));
                }
            }
            Judged::Proof { proof, .. } => {
                if let Some(migration) = migrations.last_mut() {
                    migration.downgrade = Some(grade(proof));
                }
            }
            Judged::Schema(it) if index == 0 => super::schema::add(it, &mut schema),
            Judged::Schema(_) | Judged::Finding(_) => {}
        });
    }
    InspectReport {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        targets: targets.iter().map(target_report).collect(),
        migrations,
        schema,
        coverage,
    }
}

/// Each migration's way down: how well it undoes its way up, and what would be written where it is missing or wrong.
pub fn revert(sources: &[Source], options: &Options) -> RevertReport {
    let texts = Texts::new(sources);
    let targets = lint::targets(sources, options);
    let mut migrations = Vec::new();
    for chosen in &targets {
        for it in downgrade::downgrades(sources, options, chosen.target) {
            migrations.push(way_down(&it, chosen.target, &texts));
        }
    }
    RevertReport {
        schema_version: SCHEMA_VERSION,
        tool: Tool::this(),
        targets: targets.iter().map(target_report).collect(),
        migrations,
    }
}

/// The sources with the ways down that the first target's report proposes, and the files that are new.
pub fn written(sources: &[Source], report: &RevertReport) -> (Vec<Source>, Vec<Source>) {
    let mut new = sources.to_vec();
    let mut created = Vec::new();
    let places: BTreeMap<&str, usize> =
        sources.iter().enumerate().map(|(at, it)| (it.path.as_str(), at)).collect();
    let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
    let first = report.targets.first().map_or("", |it| it.target.as_str());
    let proposed = report.migrations.iter().filter(|it| it.target == first);
    for it in proposed.filter_map(|it| it.proposed.as_ref()) {
        for edit in &it.edits {
            let Some(&at) = places.get(edit.path.as_str()) else { continue };
            let span = Span { start: edit.span.start, end: edit.span.end };
            edits.entry(at).or_default().push(Edit { span, text: edit.text.clone() });
        }
        let file = |it: &NewFile| Source { path: it.path.clone(), text: it.text.clone() };
        created.extend(it.creates.iter().map(file));
    }
    for (at, edits) in edits {
        if let Some(source) = new.get_mut(at)
            && let Some(text) = apply(&source.text, &edits)
        {
            source.text = text;
        }
    }
    (new, created)
}

fn way_down(it: &Downgrade, target: Target, texts: &Texts<'_>) -> WayDownReport {
    let (proposed, cannot) = match &it.outcome {
        Outcome::Leave => (None, None),
        Outcome::Cannot(why) => (None, Some(why.clone())),
        Outcome::Write { change, proof } => {
            let mut proposed = ProposedReport {
                grade: grade(proof),
                text: String::new(),
                edits: Vec::new(),
                creates: Vec::new(),
            };
            match change {
                Change::Edits { source, edits } => {
                    let report = |it: &crate::text::Edit| EditReport {
                        path: texts.path(*source),
                        span: texts.span(*source, it.span),
                        text: it.text.clone(),
                    };
                    proposed.edits = edits.iter().map(report).collect();
                    let body = edits.iter().max_by_key(|it| it.span);
                    proposed.text =
                        body.map_or(String::new(), |it| it.text.trim_matches('\n').to_owned());
                }
                Change::Create { path, text } => {
                    proposed.text = text.trim_matches('\n').to_owned();
                    proposed.creates = vec![NewFile { path: path.clone(), text: text.clone() }];
                }
            }
            (Some(proposed), None)
        }
    };
    WayDownReport {
        path: texts.path(it.up.source),
        id: it.up.id.clone(),
        framework: it.up.framework.name(),
        target: target.to_string(),
        downgrade: it.proof.as_ref().map(grade),
        proposed,
        cannot,
    }
}

/// Every rule, by group and name.
pub fn rules() -> Vec<RuleReport> {
    rules::ALL.iter().map(rule_report).collect()
}

/// A rule's page; `None` where there is no such rule.
pub fn explain(name: &str) -> Option<RulePage> {
    let rule = rules::find(name)?;
    Some(RulePage { rule: rule_report(rule), page: rule.page })
}

fn rule_report(rule: &Rule) -> RuleReport {
    RuleReport {
        name: rule.name,
        group: rule.group,
        title: rule.title,
        severity: rule.severity.name(),
        preset: rule.preset.map(Preset::name),
        dialects: rule.dialects.iter().map(|it| it.name()).collect(),
    }
}

/// The sources with their lines, so that each is measured once.
pub(super) struct Texts<'a> {
    sources: &'a [Source],
    lines: Vec<Lines>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(sources: &'a [Source]) -> Texts<'a> {
        Texts { sources, lines: sources.iter().map(|it| Lines::new(&it.text)).collect() }
    }

    pub(super) fn path(&self, source: usize) -> String {
        self.sources.get(source).map_or(String::new(), |it| it.path.clone())
    }

    pub(super) fn text(&self, source: usize) -> &'a str {
        self.sources.get(source).map_or("", |it| it.text.as_str())
    }

    pub(super) fn span(&self, source: usize, span: Span) -> SpanReport {
        let text = self.text(source);
        let Some(lines) = self.lines.get(source) else {
            return SpanReport {
                start: span.start,
                end: span.end,
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 1,
                utf16_start: None,
                utf16_end: None,
            };
        };
        let (start, end) = (lines.position(text, span.start), lines.position(text, span.end));
        let javascript = cfg!(target_arch = "wasm32");
        SpanReport {
            start: span.start,
            end: span.end,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            utf16_start: javascript.then(|| lines.utf16(text, span.start)),
            utf16_end: javascript.then(|| lines.utf16(text, span.end)),
        }
    }
}

pub(super) fn target_report(chosen: &Chosen) -> TargetReport {
    let (by, mut because) = match &chosen.by {
        ChosenBy::Caller => ("given", String::new()),
        ChosenBy::Configuration(file) => ("configured", format!("{file} names it")),
        ChosenBy::Assumption(why) => ("assumed", why.clone()),
    };
    if let Some(nearest) = chosen.target.nearest() {
        let (title, version) = (chosen.target.dialect.title(), chosen.target.version);
        because.push_str(if because.is_empty() { "" } else { "; " });
        because.push_str(&format!(
            "{title} {version} is not known, and is judged as {nearest}, the nearest that is"
        ));
    }
    TargetReport { target: chosen.target.to_string(), chosen: by, because }
}

fn finding(found: &Found<'_>, severity: Severity, texts: &Texts<'_>) -> Finding {
    let path = texts.path(found.source);
    let rule = found.rule.name;
    let effects = found
        .op
        .map(|op| found.effects.iter().map(|it| effect(it, op, found.source, texts)).collect())
        .unwrap_or_default();
    Finding {
        rule: rule.to_owned(),
        severity: severity.name(),
        fingerprint: fingerprint(&[
            rule,
            &path,
            found.target.dialect.name(),
            &found.remark.message,
        ]),
        message: found.remark.message.clone(),
        reason: found.remark.reason.clone(),
        help: found.remark.help.clone(),
        span: texts.span(found.source, found.span),
        path,
        target: found.target.to_string(),
        operation: found.op.map(super::operation::report),
        fixes: found.fixes.iter().map(|it| fix(it, found.source, texts)).collect(),
        effects,
        pages: format!("rules/{}/{rule}.html", found.rule.group),
    }
}

fn fix(fix: &lint::Fix, source: usize, texts: &Texts<'_>) -> Fix {
    let edit = |it: &crate::text::Edit| EditReport {
        path: texts.path(source),
        span: texts.span(source, it.span),
        text: it.text.clone(),
    };
    let create = |it: &Source| NewFile { path: it.path.clone(), text: it.text.clone() };
    Fix {
        title: fix.title.clone(),
        safety: fix.safety.name(),
        edits: fix.edits.iter().map(edit).collect(),
        creates: fix.creates.iter().map(create).collect(),
    }
}

/// FNV-1a over the parts: the same on every machine, and no line number in it.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|it| it.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}")
}

pub(super) fn cover(coverage: &mut Coverage, unit: &Unit, texts: &Texts<'_>) {
    if !lint::is_there(unit) {
        return;
    }
    coverage.migrations += usize::from(unit.direction == Direction::Up);
    coverage.statements += unit.statements.len();
    let unknown = |it: &&crate::ops::Statement| it.ops.iter().any(is_unknown_whole);
    coverage.understood += unit.statements.len() - unit.statements.iter().filter(unknown).count();
    for it in &unit.assumed {
        if !coverage.assumed.contains(it) {
            coverage.assumed.push(it.clone());
        }
    }
    coverage.opaque.extend(lint::unread(unit).map(|it| OpaqueReport {
        path: texts.path(it.source),
        span: texts.span(it.source, it.span),
        why: format!("{}: {}", it.opaque.why.words(), it.opaque.detail),
        extent: match it.opaque.extent {
            OpaqueExtent::Statement => "statement",
            OpaqueExtent::Part => "part",
        },
    }));
}

fn is_unknown_whole(op: &Op) -> bool {
    matches!(&op.kind, crate::ops::OpKind::Opaque(it) if it.extent == OpaqueExtent::Statement)
}

fn migration(unit: &Unit, target: Target, texts: &Texts<'_>) -> MigrationReport {
    MigrationReport {
        path: texts.path(unit.source),
        id: unit.id.clone(),
        parents: unit.parents.clone().unwrap_or_default(),
        direction: match unit.direction {
            Direction::Up => "up",
            Direction::Down => "down",
        },
        framework: unit.framework.name(),
        target: target.to_string(),
        downgrade: None,
        steps: Vec::new(),
    }
}

pub(super) fn grade(proof: &Proof) -> GradeReport {
    GradeReport { grade: proof.grade.name(), reasons: proof.reasons() }
}

fn step(step: &Step<'_>, options: &Options, texts: &Texts<'_>) -> StepReport {
    let source = step.unit.source;
    let statement = step.statement;
    StepReport {
        span: texts.span(source, statement.span),
        sql: statement
            .sql
            .clone()
            .unwrap_or_else(|| statement.span.of(texts.text(source)).to_owned()),
        operations: statement.ops.iter().map(super::operation::report).collect(),
        transaction: transaction(step),
        effects: step
            .effects
            .iter()
            .filter_map(|it| Some(effect(it, statement.ops.get(it.op)?, source, texts)))
            .collect(),
        condition: statement.condition.clone(),
        cost: cost(step, options),
    }
}

pub(super) fn cost(step: &Step<'_>, options: &Options) -> CostReport {
    let estimate = lint::estimate_of(step, step.effects.iter(), &options.sizes);
    let pair = |it: Range| vec![rounded(it.0), rounded(it.1)];
    CostReport {
        duration: duration(crate::cost::of(step.effects.iter())),
        seconds: estimate.seconds.map(pair),
        bytes: estimate.bytes.map(|it| vec![it.0 as u64, it.1 as u64]),
        certainty: if estimate.seconds.is_some() { "estimated" } else { "unknown" },
        because: estimate.because,
    }
}

pub(super) fn duration(duration: crate::cost::Duration) -> &'static str {
    match duration {
        crate::cost::Duration::Instant => "instant",
        crate::cost::Duration::GrowsWithTable => "grows-with-table",
        crate::cost::Duration::Unknown => "unknown",
    }
}

pub(super) fn transaction(step: &Step<'_>) -> &'static str {
    let has = |wanted: fn(&EffectKind) -> bool| step.effects.iter().any(|it| wanted(&it.kind));
    if has(|it| matches!(it, EffectKind::CommitsImplicitly)) {
        return "commits-implicitly";
    }
    let refused =
        has(|it| matches!(it, EffectKind::Refused { refusal: Refusal::InTransaction, .. }));
    match step.transaction.inside {
        InTransaction::Yes if refused => "refused",
        InTransaction::Yes | InTransaction::Unknown => "inside",
        InTransaction::No => "outside",
    }
}

pub(super) fn effect(effect: &Effect, op: &Op, source: usize, texts: &Texts<'_>) -> EffectReport {
    let mut report = EffectReport {
        span: Some(texts.span(source, lint::cause_span(op, effect.clause))),
        certainty: match effect.certainty {
            Certainty::Certain => "certain",
            Certainty::Likely => "likely",
            Certainty::Possible => "possible",
        },
        because: effect.because.clone(),
        source: effect.source,
        ..EffectReport::default()
    };
    match &effect.kind {
        EffectKind::Lock(lock) => {
            report.kind = "lock";
            report.relation = Some(lock.relation.to_string());
            report.mode = Some(lock.mode.name);
            let blocks = [("reads", lock.mode.blocks.reads), ("writes", lock.mode.blocks.writes)];
            report.blocks = Some(blocks.into_iter().filter(|it| it.1).map(|it| it.0).collect());
            report.held_until = Some(match lock.held {
                HeldUntil::Moment | HeldUntil::WhileUnasked | HeldUntil::Statement => "statement",
                HeldUntil::Commit => "commit",
            });
        }
        EffectKind::Scan { relation, .. } => {
            report.kind = "scan";
            report.relation = Some(relation.to_string());
        }
        EffectKind::Rewrite { relation } | EffectKind::ReplaceSequence { relation } => {
            report.kind = "rewrite";
            report.relation = Some(relation.to_string());
        }
        EffectKind::BuildIndex { relation, index } => {
            report.kind = "build-index";
            report.relation = Some(relation.to_string());
            report.index = Some(index.clone());
        }
        EffectKind::ChangeRows { relation, .. } => {
            report.kind = "change-rows";
            report.relation = Some(relation.to_string());
        }
        EffectKind::LoseData { relation, column, .. } => {
            report.kind = "lose-data";
            report.relation = Some(relation.to_string());
            report.column = column.clone();
        }
        EffectKind::MayFail { when } => {
            report.kind = "may-fail";
            report.when = Some(when.clone());
        }
        EffectKind::Breaks { relation, column, .. } => {
            report.kind = "breaks";
            report.relation = Some(relation.to_string());
            report.column = column.clone();
        }
        EffectKind::Refused { why, .. } => {
            report.kind = "refused";
            report.why = Some(why.clone());
        }
        EffectKind::CommitsImplicitly => report.kind = "commits-implicitly",
        EffectKind::Algorithm { relation, algorithm, lock } => {
            report.kind = "algorithm";
            report.relation = Some(relation.to_string());
            report.algorithm = Some(algorithm);
            report.lock = Some(lock);
        }
        EffectKind::WaitsFor { what } => {
            report.kind = "waits-for";
            report.why = Some(
                match what {
                    crate::effects::Wait::Readers => "readers",
                    crate::effects::Wait::Writers => "writers",
                    crate::effects::Wait::OldSnapshots => "old snapshots",
                }
                .to_owned(),
            );
        }
        EffectKind::LeavesInvalidIndex { relation, index } => {
            report.kind = "leaves-invalid-index";
            report.relation = Some(relation.to_string());
            report.index = Some(index.clone());
        }
        EffectKind::Silent { relation, what } => {
            report.kind = "silent-change";
            report.relation = Some(relation.to_string());
            report.why = Some(what.clone());
        }
        EffectKind::Unknown { why } => {
            report.kind = "unknown";
            report.why = Some(why.clone());
        }
    }
    report
}
