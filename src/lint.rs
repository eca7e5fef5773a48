//! From sources to findings: reading, ordering, replaying, and asking every rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Birth, Column, Schema};
use crate::config::{self, Allows, Date, RuleLevel, Within};
use crate::cost::Duration;
use crate::cost::estimate::{self, Estimate};
use crate::cost::sizes::Sizes;
use crate::dialect::{Dialect, Target};
use crate::effects::{self, Effect, InTransaction};
use crate::history::{self, Counterparts, History};
use crate::lang;
use crate::lang::edit::{Around, Change, Editor, Manner, Site, Wanted, Wish};
use crate::ops::column::Generated;
use crate::ops::unit::{Direction, Framework, Presence, Quirk, QuirkKind, Repetition, Unit};
use crate::ops::{Clause, ObjectName, Op, OpKind, Opaque};
use crate::replay::{self, Blocked, Event, OpenedBy, Past, Replayed, Step, UnitRun};
use crate::revert::proof::Proof;
use crate::rules::{
    ALL, AllowProblem, Check, Closed, HistoryProblem, Notice, NoticeKind, Place, Preset, Remark,
    Rule, Safety, ScriptView, Severity, Taken, UnitView, WayDown, What,
};
use crate::text::{Edit, Source, Span};

mod objects;
mod portable;
mod unpaired;

/// What the caller decides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// Each migration is judged for each of these; empty to let the sources tell.
    pub targets: Vec<Target>,
    /// The schema before the first migration, as DDL.
    pub schema: Option<Source>,
    /// How large the tables are.
    pub sizes: Sizes,
    /// The day on which allows with a date are judged; without it none expires.
    pub today: Option<Date>,
    /// What the configuration says about single rules.
    pub rules: Vec<RuleLevel>,
    /// The rules that are asked besides those that always are.
    pub presets: Vec<Preset>,
    /// The configuration file that names the targets, where the caller did not choose them.
    pub targets_from: Option<String>,
    /// Sources that were not UTF-8, as the caller decoded them.
    pub read_as: Vec<ReadAs>,
    pub fixes: Fixes,
    /// Paths of files beside the sources, whose names and numbers are taken.
    pub neighbours: Vec<String>,
    /// Sources as they stand where the branch left, by their paths; what they do may have been done already.
    pub base: Vec<Source>,
    /// Findings are told of these sources alone, by their places; of all where nothing is said. All are replayed.
    pub only: Option<BTreeSet<usize>>,
}

/// Whether findings come with the edits that mend them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fixes {
    #[default]
    Wanted,
    /// Nobody looks at them, and the time to make them is saved.
    Unwanted,
}

/// A source that was decoded for want of a better guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAs {
    /// The source's place among the sources given.
    pub source: usize,
    /// As people call it: `Windows-1252`.
    pub encoding: &'static str,
    /// The first character that shows it, in bytes of the decoded text.
    pub at: usize,
}

/// A target and how it came to be judged for.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    pub target: Target,
    pub by: ChosenBy,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ChosenBy {
    Caller,
    /// The configuration file of this path.
    Configuration(String),
    /// Nobody said; why this one.
    Assumption(String),
}

/// The targets to judge for: the caller's, else what the sources tell, else PostgreSQL.
pub fn targets(sources: &[Source], options: &Options) -> Vec<Chosen> {
    if !options.targets.is_empty() {
        let by = match &options.targets_from {
            None => ChosenBy::Caller,
            Some(file) => ChosenBy::Configuration(file.clone()),
        };
        return options.targets.iter().map(|&target| Chosen { target, by: by.clone() }).collect();
    }
    let (dialect, why) = match lang::dialect_told(sources) {
        Some((dialect, why)) => (dialect, why),
        None => (Dialect::Postgres, "nothing in the files tells the database".to_owned()),
    };
    vec![Chosen { target: Target::new(dialect), by: ChosenBy::Assumption(why) }]
}

/// A remark with its rule, its place and what it rests on.
pub struct Finding<'a> {
    pub rule: &'static Rule,
    pub severity: Severity,
    pub remark: Remark,
    pub source: usize,
    pub span: Span,
    pub target: Target,
    pub op: Option<&'a Op>,
    /// The operation's own effects.
    pub effects: Vec<&'a Effect>,
    /// Where besides the place itself an allow may stand.
    pub within: Within,
    pub fixes: Vec<Fix>,
}

/// A change of the sources after which the finding is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub title: String,
    pub safety: Safety,
    /// In the finding's own source.
    pub edits: Vec<Edit>,
    pub creates: Vec<Source>,
}

/// A piece that was not understood.
pub struct Unread<'a> {
    pub source: usize,
    pub span: Span,
    pub opaque: &'a Opaque,
}

/// What the judging tells, in the order in which it happens.
pub enum Judged<'a> {
    Finding(&'a Finding<'a>),
    /// Before its steps.
    Unit(&'a Unit, Target),
    Step(&'a Step<'a>),
    /// How well a way up's way down undoes it, after its steps.
    Proof {
        up: &'a Unit,
        down: &'a Unit,
        proof: &'a Proof,
        target: Target,
    },
    /// After the last way up of each database.
    Schema(&'a Schema),
}

/// Which questions are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Operations and effects alone.
    Effects,
    /// The rules too.
    Rules,
}

/// The sources whose migrations come after a revision, for [`Options::only`]; `None` where no migration of that name is
/// there, or more than one.
pub fn sources_after(
    sources: &[Source],
    options: &Options,
    revision: &str,
) -> Option<BTreeSet<usize>> {
    let target = targets(sources, options).first()?.target;
    history::after(&lang::read(sources, target), sources, revision)
}

/// What `judge` makes of each target, in the order of the targets: none hangs on another, and each has a core of its own
/// where there are several.
#[cfg(feature = "cli")]
pub fn for_each<T: Send>(
    targets: &[Chosen],
    judge: &(dyn Fn(usize, Target) -> T + Sync),
) -> Vec<T> {
    use rayon::prelude::*;
    let judge = |(index, chosen): (usize, &Chosen)| judge(index, chosen.target);
    targets.par_iter().enumerate().with_max_len(1).map(judge).collect()
}

#[cfg(not(feature = "cli"))]
pub fn for_each<T>(targets: &[Chosen], judge: &dyn Fn(usize, Target) -> T) -> Vec<T> {
    targets.iter().enumerate().map(|(index, it)| judge(index, it.target)).collect()
}

/// Reads, orders and replays the sources for one target and hands everything it learns to `tell`.
pub fn judge(
    sources: &[Source],
    options: &Options,
    target: Target,
    ask: Ask,
    tell: &mut dyn FnMut(Judged<'_>),
) {
    let units = units_for(sources, options, target);
    let history = history::order_after(&units, sources, options.only.as_ref());
    let rules = match ask {
        Ask::Effects => Vec::new(),
        Ask::Rules => rules_for(target.dialect, options),
    };
    let asked = Asked::of(&rules, target, &options.sizes);
    let schema = initial_schema(options, target);
    let mut databases: BTreeMap<&str, [Vec<&Unit>; 2]> = BTreeMap::new();
    for (way, direction) in [Direction::Up, Direction::Down].into_iter().enumerate() {
        for unit in replay::in_order(&units, &history.order, direction) {
            databases.entry(database(unit)).or_default()[way].push(unit);
        }
    }
    if databases.is_empty() {
        databases.entry("").or_default();
    }
    let counterparts = Counterparts::of(&units);
    let editor = (options.fixes == Fixes::Wanted && !rules.is_empty()).then(|| {
        let others = options.targets.iter().any(|it| it.dialect != target.dialect);
        Editor::new(sources, (&units, &history.order), &options.neighbours, target.dialect, others)
    });
    let mut judge = Judge {
        asked: &asked,
        counterparts: &counterparts,
        editor,
        told: BTreeSet::new(),
        closed: Tables::default(),
    };
    judge_history(&units, &history, sources, &mut judge, tell);
    let past = if history.is_guessed { Past::Doubtful } else { Past::Known };
    let mut left = Vec::new();
    for [ups, downs] in databases.into_values() {
        let release_from = match &options.only {
            Some(only) => {
                let new = |it: &&&Unit| only.contains(&it.source);
                ups.len() - ups.iter().rev().take_while(new).count()
            }
            None => usize::MAX,
        };
        let start = Replayed { past, release_from, ..Replayed::start(schema.clone()) };
        judge.closed = Tables::default();
        let after = walk(ups.clone(), start, &mut judge, tell);
        tell(Judged::Schema(&after.schema));
        objects::judge(&after, &ups, sources, &asked, tell);
        left.push(walk(downs, after, &mut judge, tell));
    }
    release(left, units);
}

/// What tells the unit's database from those of others; nothing for the one of all that nothing sets apart.
fn database(unit: &Unit) -> &str {
    unit.graph.as_deref().filter(|_| unit.is_apart).unwrap_or_default()
}

/// The units of the sources that are for this target: a file whose path names another of the targets is for that one, and
/// so is one that lies beside files of this target.
fn units_for(sources: &[Source], options: &Options, target: Target) -> Vec<Unit> {
    let mut units = lang::read(sources, target);
    let others: Vec<Dialect> =
        options.targets.iter().map(|it| it.dialect).filter(|it| *it != target.dialect).collect();
    let siblings: Vec<_> = sources.iter().map(|it| lang::framework::sibling(&it.path)).collect();
    // What serves MySQL serves MariaDB, where nothing else is there for it.
    let own = [target.dialect, Dialect::Mysql];
    let own = own
        .into_iter()
        .take(if target.dialect == Dialect::Mariadb { 2 } else { 1 })
        .find(|own| siblings.iter().flatten().any(|it| it.1 == *own));
    let places = siblings.iter().flatten().filter(|it| Some(it.1) == own).map(|it| it.0);
    let places = crate::order::set(places);
    if others.is_empty() && places.is_empty() {
        return units;
    }
    let elsewhere: Vec<bool> = sources
        .iter()
        .zip(&siblings)
        .map(|(source, sibling)| {
            sibling.is_some_and(|(place, named)| Some(named) != own && places.contains(place))
                || lang::framework::dialect_told(source).is_some_and(|it| others.contains(&it.0))
        })
        .collect();
    units.retain(|it| !elsewhere.get(it.source).copied().unwrap_or(false));
    units
}

/// Lets go of what the judging made: as much work as a part of the judging, and nobody waits for it.
#[cfg(feature = "cli")]
fn release(after: Vec<Replayed>, units: Vec<Unit>) {
    rayon::spawn(|| drop((after, units)));
}

#[cfg(not(feature = "cli"))]
fn release(_: Vec<Replayed>, _: Vec<Unit>) {}

/// What both directions are judged with.
struct Judge<'a> {
    asked: &'a Asked<'a>,
    counterparts: &'a Counterparts<'a>,
    editor: Option<Editor<'a>>,
    /// What was told of statements that run several times, which is told once.
    told: BTreeSet<(&'static str, usize, Span, String)>,
    closed: Tables,
}

/// For how long a release keeps writers from each table, by how many migrations, the last of which is this.
#[derive(Default)]
struct Tables(BTreeMap<ObjectName, (estimate::Range, usize, usize)>);

impl Tables {
    /// Counts a step of the release that keeps writers out for long.
    fn add(&mut self, step: &Step<'_>, estimate: &Estimate) -> Option<Closed> {
        let released = step.release_from <= step.place && step.unit.direction == Direction::Up;
        let lock = step.long_lock_against(Blocked::Writers).filter(|_| released)?;
        let seconds = estimate.seconds?;
        let (sum, migrations, last) =
            self.0.entry(lock.table.clone()).or_insert(((0.0, 0.0), 0, usize::MAX));
        let before = sum.0;
        *sum = (sum.0 + seconds.0, sum.1 + seconds.1);
        *migrations += usize::from(*last != step.place);
        *last = step.place;
        let (after, migrations) = (*sum, *migrations);
        Some(Closed { table: lock.table.clone(), before, after, migrations })
    }
}

/// Which rules are asked, and for which target.
struct Asked<'r> {
    rules: &'r [&'static Rule],
    /// Those that are asked most, each with its question.
    over_steps: Vec<(&'static Rule, AboutStep)>,
    over_objects: objects::OverObjects,
    over_estimates: Vec<(&'static Rule, AboutEstimate)>,
    target: Target,
    sizes: &'r Sizes,
}

type AboutStep = fn(&Step<'_>) -> Option<Remark>;
type AboutEstimate = fn(&Step<'_>, &Taken) -> Option<Remark>;

impl<'r> Asked<'r> {
    fn of(rules: &'r [&'static Rule], target: Target, sizes: &'r Sizes) -> Asked<'r> {
        let (over_steps, over_estimates) = (Vec::new(), Vec::new());
        let over_objects = objects::OverObjects::of(rules);
        let mut asked = Asked { rules, over_steps, over_objects, over_estimates, target, sizes };
        for &rule in rules {
            match rule.check {
                Check::Step(check) => asked.over_steps.push((rule, check)),
                Check::Estimate(check) if !sizes.is_empty() => {
                    asked.over_estimates.push((rule, check));
                }
                Check::Estimate(_)
                | Check::Unit(_)
                | Check::Script(_)
                | Check::Object(_)
                | Check::Table(_)
                | Check::Column(_)
                | Check::Constraint(_)
                | Check::Index(_)
                | Check::Sequence(_)
                | Check::History(_)
                | Check::Source(_)
                | Check::Downgrade(_) => {}
            }
        }
        asked
    }
}

/// Replays one direction and asks the rules.
fn walk(
    units: Vec<&Unit>,
    start: Replayed,
    judge: &mut Judge<'_>,
    tell: &mut dyn FnMut(Judged<'_>),
) -> Replayed {
    let (target, counterparts) = (judge.asked.target, judge.counterparts);
    let mut visit = |event: Event<'_>| match event {
        Event::Begin(unit) => tell(Judged::Unit(unit, target)),
        Event::Step(step) => {
            if step.index == 0 {
                tell(Judged::Step(step));
            }
            judge_script_at(step, judge, tell);
            judge_step(step, judge, tell);
        }
        Event::Unit(run) => {
            if let Some((down, proof)) = &run.way_down {
                tell(Judged::Proof { up: run.unit, down, proof, target });
                judge_way_down(run.unit, down, proof, judge.asked, tell);
            }
            judge_unit(run, judge, tell);
            judge_script(run.unit, judge, tell);
        }
    };
    replay::replay(units.into_iter(), start, target, counterparts, &mut visit)
}

/// The schema that the caller gave, or one of which nothing is known.
fn initial_schema(options: &Options, target: Target) -> Schema {
    let mut schema = Schema::unknown(target);
    let Some(source) = &options.schema else { return schema };
    schema.complete = true;
    let span = Span::new(0, source.text.len());
    let before = Birth { unit: usize::MAX, transaction: 0, statement: 0 };
    for statement in lang::sql::read_for(&source.text, span, target) {
        schema.apply_all(&statement.ops, before);
    }
    schema.settle();
    schema
}

fn judge_step(step: &Step<'_>, judge: &mut Judge<'_>, tell: &mut dyn FnMut(Judged<'_>)) {
    let asked = judge.asked;
    let about = asked.over_steps.iter();
    let mut remarks: Vec<(&'static Rule, Remark)> =
        about.filter_map(|it| Some((it.0, (it.1)(step)?))).collect();
    if !asked.over_estimates.is_empty() {
        let estimate = estimate_of(step, step.own(), asked.sizes);
        let closed = judge.closed.add(step, &estimate);
        let taken = Taken { estimate, closed };
        let about = asked.over_estimates.iter();
        remarks.extend(about.filter_map(|it| Some((it.0, (it.1)(step, &taken)?))));
    }
    for (rule, mut remark) in remarks {
        let Some(mut severity) = in_direction(rule, &remark, step.unit.direction) else { continue };
        if matches!(rule.group, "locks" | "rewrites") && !asked.sizes.is_empty() {
            by_size(&mut remark, &mut severity, step, asked.sizes);
        }
        let span = match remark.place {
            Place::Whole => step.op.span,
            Place::Clause(clause) => step.op.clause(clause),
            Place::Span(span) => span,
        };
        if step.statement.repetition != Repetition::Once
            && !judge.told.insert((rule.name, step.unit.source, span, remark.message.clone()))
        {
            continue;
        }
        let fixes = judge.step_fixes(rule, &remark, step);
        tell(Judged::Finding(&Finding {
            rule,
            severity,
            remark,
            fixes,
            source: step.unit.source,
            span,
            target: asked.target,
            op: Some(step.op),
            effects: step.own().collect(),
            within: Within { statement: Some(step.statement.span), function: function(step.unit) },
        }));
    }
}

/// What takes so little at most, in seconds, holds hardly anybody up.
const SHORT: f64 = 1.0;

/// Says how long it takes where the tables' sizes are known, and takes it less seriously where that is short. Loss of data
/// and failures do not depend on sizes, nor does a wait for a lock.
fn by_size(remark: &mut Remark, severity: &mut Severity, step: &Step<'_>, sizes: &Sizes) {
    if step.duration() != Duration::GrowsWithTable {
        return;
    }
    let Estimate { seconds: Some(seconds), .. } = estimate_of(step, step.own(), sizes) else {
        return;
    };
    remark.reason.push_str("; here that is about ");
    remark.reason.push_str(&estimate::seconds_words(seconds));
    if seconds.1 < SHORT {
        *severity = match *severity {
            Severity::Error => Severity::Warning,
            Severity::Warning | Severity::Note => Severity::Note,
        };
    }
}

/// What these of the step's effects take.
pub fn estimate_of<'e>(
    step: &Step<'_>,
    effects: impl Iterator<Item = &'e Effect>,
    sizes: &Sizes,
) -> Estimate {
    let is_new = |relation: &ObjectName| step.is_new(relation);
    estimate::of(effects, &step.statement.ops, step.before, sizes, &is_new)
}

fn judge_unit(run: &UnitRun<'_>, judge: &mut Judge<'_>, tell: &mut dyn FnMut(Judged<'_>)) {
    let asked = judge.asked;
    let view = UnitView { run, counterpart: judge.counterparts.of_unit(run.unit) };
    for rule in asked.rules {
        let Check::Unit(check) = rule.check else { continue };
        let Some(remark) = check(&view) else { continue };
        let Some(severity) = in_direction(rule, &remark, run.unit.direction) else { continue };
        let span = match remark.place {
            Place::Span(span) => span,
            Place::Whole | Place::Clause(_) => run.unit.id_span,
        };
        let source = run.unit.source;
        let fixes = judge.unit_fixes(rule, &remark, run.unit);
        tell(Judged::Finding(&Finding {
            rule,
            severity,
            remark,
            fixes,
            source,
            span,
            target: asked.target,
            op: None,
            effects: Vec::new(),
            within: Within { statement: None, function: function(run.unit) },
        }));
    }
}

/// Asks about what only the schema before a statement can mend.
fn judge_script_at(step: &Step<'_>, judge: &mut Judge<'_>, tell: &mut dyn FnMut(Judged<'_>)) {
    if step.index != 0 || step.unit.quirks.is_empty() {
        return;
    }
    for quirk in &step.unit.quirks {
        let QuirkKind::Untyped { table, column } = &quirk.kind else { continue };
        if quirk.span != step.statement.span {
            continue;
        }
        let known = step.before.column(table, column);
        judge_quirk(step.unit, quirk, known, judge, tell);
    }
}

fn judge_script(unit: &Unit, judge: &mut Judge<'_>, tell: &mut dyn FnMut(Judged<'_>)) {
    let sent = |it: &Quirk| unit.statements.iter().any(|other| other.span == it.span);
    for quirk in &unit.quirks {
        if !(matches!(quirk.kind, QuirkKind::Untyped { .. }) && sent(quirk)) {
            judge_quirk(unit, quirk, None, judge, tell);
        }
    }
}

fn judge_quirk(
    unit: &Unit,
    quirk: &Quirk,
    known: Option<&Column>,
    judge: &mut Judge<'_>,
    tell: &mut dyn FnMut(Judged<'_>),
) {
    let asked = judge.asked;
    for rule in asked.rules {
        let Check::Script(check) = rule.check else { continue };
        let Some(remark) = check(&ScriptView { unit, quirk }) else { continue };
        let Some(severity) = in_direction(rule, &remark, unit.direction) else { continue };
        let fixes = judge.script_fixes(rule, &remark, unit, quirk, known);
        tell(Judged::Finding(&Finding {
            rule,
            severity,
            remark,
            fixes,
            source: unit.source,
            span: quirk.span,
            target: asked.target,
            op: None,
            effects: Vec::new(),
            within: Within { statement: Some(quirk.span), function: function(unit) },
        }));
    }
}

/// Asks the rules about every fault of a way down.
fn judge_way_down(
    up: &Unit,
    down: &Unit,
    proof: &Proof,
    asked: &Asked<'_>,
    tell: &mut dyn FnMut(Judged<'_>),
) {
    if down.presence == Presence::Empty {
        // That it does nothing is said once, not for each object.
        return;
    }
    for fault in &proof.faults {
        let view = WayDown { up, down, proof, fault };
        for rule in asked.rules {
            let Check::Downgrade(check) = rule.check else { continue };
            let Some(remark) = check(&view) else { continue };
            tell(Judged::Finding(&Finding {
                rule,
                severity: remark.severity.unwrap_or(rule.severity),
                remark,
                fixes: Vec::new(),
                source: down.source,
                span: fault.span,
                target: asked.target,
                op: None,
                effects: Vec::new(),
                within: Within { statement: Some(fault.span), function: function(down) },
            }));
        }
    }
}

impl Judge<'_> {
    fn step_fixes(&mut self, rule: &Rule, remark: &Remark, step: &Step<'_>) -> Vec<Fix> {
        let (Some(editor), Some(instead)) = (&mut self.editor, &remark.instead) else {
            return Vec::new();
        };
        // A function that both directions call, or several revisions, is not changed for the sake of one.
        if step.unit.framework == Framework::Alembic
            && !step.unit.span.contains(step.statement.span)
            && instead.what != What::Mend
        {
            return Vec::new();
        }
        let around = match (step.transaction.inside, step.transaction.opened_by) {
            (InTransaction::No, _) => Around::Nobody,
            (_, OpenedBy::Statement) => Around::Statement,
            (_, OpenedBy::Framework | OpenedBy::Assumption) => Around::Runner,
        };
        let site = Site { unit: step.unit, statement: step.statement, op: step.op, around };
        if let What::Batches { key } = &instead.what {
            let change = editor.in_batches(site, key);
            return change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect();
        }
        if instead.what == What::Mend {
            let Place::Clause(clause) = remark.place else { return Vec::new() };
            let span = step.op.clause(clause);
            let mended = |it: &&Quirk| it.span == span && it.kind == QuirkKind::QuotedCall;
            let edits = step.unit.quirks.iter().find(mended).map(|it| it.mend.clone());
            let change = edits.filter(|it| !it.is_empty());
            let change = change.map(|edits| Change { edits, ..Change::default() });
            return change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect();
        }
        if let What::Argument(name) = instead.what {
            let edits = editor.add_argument(step.unit, step.statement.span, name);
            let change = edits.map(|edits| Change { edits, ..Change::default() });
            return change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect();
        }
        if let What::Beside { column, key } = &instead.what {
            let change = editor.beside(site, column, key);
            return change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect();
        }
        if let What::ViewBehind { columns } = &instead.what {
            let change = editor.view_behind(site, columns);
            return change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect();
        }
        let What::Operations { here, later } = &instead.what else { return Vec::new() };
        if step.would_refuse(here) {
            return Vec::new();
        }
        let target = self.asked.target;
        let wanted = |it: &OpKind| {
            let kind = it.clone();
            let alone = effects::refuses_transaction(&Op::new(it.clone(), step.op.span), target);
            Wanted { kind, alone, text: None }
        };
        let wish = Wish {
            here: here.iter().map(wanted).collect(),
            later: later.iter().map(|it| it.iter().map(wanted).collect()).collect(),
        };
        editor.grant(site, &wish).and_then(|it| fix(rule, &instead.title, it)).into_iter().collect()
    }

    fn script_fixes(
        &mut self,
        rule: &Rule,
        remark: &Remark,
        unit: &Unit,
        quirk: &Quirk,
        known: Option<&Column>,
    ) -> Vec<Fix> {
        let (Some(editor), Some(instead)) = (&mut self.editor, &remark.instead) else {
            return Vec::new();
        };
        let edits = match &instead.what {
            What::Mend => Some(quirk.mend.clone()),
            What::ColumnType => known.filter(|it| it.on_update.is_none()).and_then(|it| {
                let known = lang::edit::Column {
                    data_type: it.data_type.as_ref(),
                    is_required: it.nullable == Some(false),
                    counts: it.generated == Some(Generated::AutoIncrement),
                    default: it.default.as_ref(),
                };
                editor.state_column(unit, quirk.span, &known, self.asked.target)
            }),
            What::Operations { .. }
            | What::Batches { .. }
            | What::Beside { .. }
            | What::ViewBehind { .. }
            | What::Guard
            | What::Argument(_)
            | What::Setting { .. }
            | What::Parent { .. }
            | What::AllowWithout(_)
            | What::AllowOf { .. } => None,
        };
        let change = edits.filter(|it| !it.is_empty());
        let change = change.map(|edits| Change { edits, ..Change::default() });
        change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect()
    }

    fn history_fixes(&mut self, rule: &Rule, remark: &Remark, unit: &Unit) -> Vec<Fix> {
        let (Some(editor), Some(instead)) = (&mut self.editor, &remark.instead) else {
            return Vec::new();
        };
        let What::Parent { id } = &instead.what else { return Vec::new() };
        let edits = editor.give_parent(unit, id);
        let change = edits.map(|edits| Change { edits, ..Change::default() });
        change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect()
    }

    fn unit_fixes(&mut self, rule: &Rule, remark: &Remark, unit: &Unit) -> Vec<Fix> {
        let (Some(editor), Some(instead)) = (&mut self.editor, &remark.instead) else {
            return Vec::new();
        };
        let change = match (&instead.what, remark.place) {
            (What::Setting { name, value }, _) => editor.set_first(unit, name, value),
            (What::Guard, Place::Span(span)) => {
                let statement = unit.statements.iter().find(|it| it.span == span);
                statement.and_then(|it| editor.guard(unit, it))
            }
            _ => None,
        };
        change.and_then(|it| fix(rule, &instead.title, it)).into_iter().collect()
    }
}

/// A fix from a change, with what becomes of the transaction in its title. A rule whose page claims none has none.
fn fix(rule: &Rule, title: &str, change: Change) -> Option<Fix> {
    let Change { edits, creates, manner } = change;
    let title = match manner {
        Manner::Same => title.to_owned(),
        Manner::Outside => format!("{title}, outside of a transaction"),
    };
    let asked = !creates.is_empty();
    let safety = if asked { Safety::Ask } else { rule.fix? };
    Some(Fix { title, safety: safety.max(rule.fix?), edits, creates })
}

/// Fixes of a comment that allows findings.
fn comment_fixes(rule: &Rule, remark: &Remark, text: &str, span: Span) -> Vec<Fix> {
    let edits = remark.instead.as_ref().and_then(|instead| match &instead.what {
        What::AllowWithout(rules) => config::without(text, span, rules),
        What::AllowOf { name, other } => config::with_name(text, span, name, other),
        What::Operations { .. }
        | What::Batches { .. }
        | What::Beside { .. }
        | What::ViewBehind { .. }
        | What::Guard
        | What::Setting { .. }
        | What::Mend
        | What::ColumnType
        | What::Argument(_)
        | What::Parent { .. } => None,
    });
    let title = remark.instead.as_ref().map_or("", |it| it.title.as_str());
    let change = edits.map(|it| Change { edits: vec![it], ..Change::default() });
    change.and_then(|it| fix(rule, title, it)).into_iter().collect()
}

/// The function that a unit is; `None` where it is a whole file, which `allow-file` is for.
fn function(unit: &Unit) -> Option<Span> {
    (unit.framework == Framework::Alembic).then_some(unit.span)
}

fn judge_history(
    units: &[Unit],
    history: &History,
    sources: &[Source],
    judge: &mut Judge<'_>,
    tell: &mut dyn FnMut(Judged<'_>),
) {
    let asked = judge.asked;
    let paths: Vec<&str> = sources.iter().map(|it| it.path.as_str()).collect();
    for problem in &history.problems {
        let unit = &units[problem.unit];
        let about = HistoryProblem { problem, unit, units, paths: &paths };
        for rule in asked.rules {
            let Check::History(check) = rule.check else { continue };
            let Some(remark) = check(&about) else { continue };
            let severity = remark.severity.unwrap_or(rule.severity);
            let (source, span) = (unit.source, problem.span);
            let fixes = judge.history_fixes(rule, &remark, unit);
            tell(Judged::Finding(&Finding {
                rule,
                severity,
                remark,
                fixes,
                source,
                span,
                target: asked.target,
                op: None,
                effects: Vec::new(),
                within: Within::default(),
            }));
        }
    }
}

/// The rules that have something to say about a dialect and that somebody wants to hear.
fn rules_for(dialect: Dialect, options: &Options) -> Vec<&'static Rule> {
    let concerns = |it: &Rule| it.dialects.is_empty() || it.dialects.contains(&dialect);
    ALL.iter().filter(|it| concerns(it) && is_on(it, options)).collect()
}

/// A rule of a preset is asked where its preset is chosen, or where the configuration gives it a severity.
fn is_on(rule: &Rule, options: &Options) -> bool {
    let level = options.rules.iter().rev().find(|it| it.rule == rule.name);
    let chosen = rule.preset.is_none_or(|it| options.presets.contains(&it));
    level.map_or(chosen, |it| it.severity.is_some())
}

/// The severity in that direction. On the way down, losing what the way up brought and breaking the code that used it
/// is the purpose, and who waits for long is worth a note; what fails outright stays what it is.
fn in_direction(rule: &Rule, remark: &Remark, direction: Direction) -> Option<Severity> {
    let severity = remark.severity.unwrap_or(rule.severity);
    match (direction, rule.group) {
        (Direction::Up, _) | (Direction::Down, "failures" | "history" | "hygiene") => {
            Some(severity)
        }
        (Direction::Down, "data-loss" | "design") => None,
        // A rule over units or scripts speaks of the way down itself.
        (Direction::Down, "rollout")
            if !matches!(rule.check, Check::Unit(_) | Check::Script(_)) =>
        {
            None
        }
        (Direction::Down, "rollout") => Some(severity),
        (Direction::Down, _) => (severity == Severity::Error).then_some(Severity::Note),
    }
}

/// Lets findings through or holds them back, as configuration and allows say.
pub struct Sieve<'a> {
    sources: &'a [Source],
    options: &'a Options,
    allows: Vec<Allows>,
}

/// What one or several targets told the sieve, for the questions that are asked after all were judged.
#[derive(Debug, Default)]
pub struct Heard {
    /// For each source and allow that was met, the place of the rule that it names.
    met: BTreeSet<(usize, usize, usize)>,
    portability: portable::Portability,
}

impl Heard {
    /// Keeps what a target does with a statement, to be compared with the others.
    pub fn compare(&mut self, step: &Step<'_>) {
        self.portability.add(step);
    }

    /// Takes over what the next target told.
    pub fn extend(&mut self, other: Heard) {
        self.met.extend(other.met);
        self.portability.extend(other.portability);
    }
}

impl<'a> Sieve<'a> {
    pub fn new(sources: &'a [Source], options: &'a Options, targets: &[Chosen]) -> Sieve<'a> {
        let dialect = targets.first().map_or(Dialect::Postgres, |it| it.target.dialect);
        let allows: Vec<Allows> =
            sources.iter().map(|it| allows_of(it, dialect, options.today)).collect();
        Sieve { sources, options, allows }
    }

    /// The severity with which a finding is reported, if it is.
    pub fn severity(&self, found: &Finding<'_>, heard: &mut Heard) -> Option<Severity> {
        let level = self.options.rules.iter().rev().find(|it| it.rule == found.rule.name);
        let severity = match level {
            None => found.severity,
            // What is softer than the rule itself because of its circumstances stays so.
            Some(level) if found.severity < found.rule.severity => {
                level.severity?.min(found.severity)
            }
            Some(level) => level.severity?,
        };
        // An allow is met whether or not its finding is told.
        let told = self.options.only.as_ref().is_none_or(|it| it.contains(&found.source));
        (!self.is_allowed(found, heard) && told).then_some(severity)
    }

    fn is_allowed(&self, found: &Finding<'_>, heard: &mut Heard) -> bool {
        let Some(allows) = self.allows.get(found.source) else { return false };
        let text = self.sources.get(found.source).map_or("", |it| it.text.as_str());
        let Some((allow, rule)) = allows.find(text, found.rule.name, found.span, found.within)
        else {
            return false;
        };
        heard.met.insert((found.source, allow, rule));
        true
    }

    /// Hands over what is wrong with the sources themselves. Called after all targets were judged, since an allow
    /// that one target needs is not superfluous; the findings bear the first target.
    pub fn judge_sources(
        &self,
        targets: &[Chosen],
        mut heard: Heard,
        tell: &mut dyn FnMut(&Finding<'_>, Severity),
    ) {
        let Some(first) = targets.first().map(|it| it.target) else { return };
        let unpaired = unpaired::notices(self.sources);
        let base: BTreeMap<&str, &Source> =
            self.options.base.iter().map(|it| (it.path.as_str(), it)).collect();
        for source in 0..self.sources.len() {
            let mut notices = self.text_notices(source);
            notices.extend(unpaired.get(&source).cloned());
            notices.extend(self.edited(source, &base, first.dialect));
            notices.extend(self.other_dialect(source, targets));
            notices.extend(heard.portability.notices(source));
            if let Some(allows) = self.allows.get(source) {
                notices.extend(allows.notices.iter().cloned());
            }
            self.tell_notices(source, &notices, first, &mut heard, tell);
        }
        // Last, so that allows of the notices above have been met.
        for source in 0..self.sources.len() {
            let notices = self.unused(source, targets, &heard);
            self.tell_notices(source, &notices, first, &mut heard, tell);
        }
    }

    fn tell_notices(
        &self,
        source: usize,
        notices: &[Notice],
        target: Target,
        heard: &mut Heard,
        tell: &mut dyn FnMut(&Finding<'_>, Severity),
    ) {
        for (notice, rule) in notices.iter().flat_map(|it| ALL.iter().map(move |rule| (it, rule))) {
            let Check::Source(check) = rule.check else { continue };
            if !is_on(rule, self.options) {
                continue;
            }
            let Some(remark) = check(notice) else { continue };
            let text = self.sources.get(source).map_or("", |it| it.text.as_str());
            let finding = Finding {
                rule,
                severity: remark.severity.unwrap_or(rule.severity),
                fixes: comment_fixes(rule, &remark, text, notice.span),
                remark,
                source,
                span: notice.span,
                target,
                op: None,
                effects: Vec::new(),
                within: Within::default(),
            };
            if let Some(severity) = self.severity(&finding, heard) {
                tell(&finding, severity);
            }
        }
    }

    /// What the bytes of a source tell.
    fn text_notices(&self, source: usize) -> Vec<Notice> {
        let text = self.sources.get(source).map_or("", |it| it.text.as_str());
        let mut notices = Vec::new();
        let mut tell = |at: usize, kind: NoticeKind| {
            let length = text.get(at..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
            notices.push(Notice { span: Span::new(at, at + length), kind });
        };
        for it in self.options.read_as.iter().filter(|it| it.source == source) {
            tell(it.at, NoticeKind::ReadAs { encoding: it.encoding });
        }
        if let Some(at) = text.find('\u{fffd}') {
            tell(at, NoticeKind::Replaced);
        }
        if let Some(at) = text.find('\0') {
            tell(at, NoticeKind::NullByte);
        }
        if let Some(source) = self.sources.get(source) {
            let faults = lang::alembic::configuration::faults(source).into_iter();
            notices.extend(
                faults.map(|it| Notice { span: it.0, kind: NoticeKind::Misconfigured(it.1) }),
            );
        }
        notices
    }

    /// Whether the source is a migration that does something else than where the branch left.
    fn edited(
        &self,
        source: usize,
        base: &BTreeMap<&str, &Source>,
        dialect: Dialect,
    ) -> Option<Notice> {
        let source = self.sources.get(source)?;
        let before = base.get(source.path.as_str())?;
        let span = lang::first_edit(before, source, dialect)?;
        Some(Notice { span, kind: NoticeKind::Edited })
    }

    /// Whether the source is written for a database that is none of the targets.
    fn other_dialect(&self, source: usize, targets: &[Chosen]) -> Option<Notice> {
        let source = self.sources.get(source)?;
        let dialects: Vec<Dialect> = targets.iter().map(|it| it.target.dialect).collect();
        let like = lang::looks_like(source, &dialects)?;
        let target = dialects.first()?.title();
        let end = source.text.find('\n').unwrap_or(source.text.len());
        let kind = NoticeKind::OtherDialect { target, like: like.title() };
        Some(Notice { span: Span::new(0, end), kind })
    }

    /// Allows that silenced nothing although their rules were asked. `unused-allow` itself is never superfluous.
    fn unused(&self, source: usize, targets: &[Chosen], heard: &Heard) -> Vec<Notice> {
        let Some(allows) = self.allows.get(source) else { return Vec::new() };
        let asked = |name: &str| {
            let judged = |rule: &Rule| {
                is_on(rule, self.options)
                    && (rule.dialects.is_empty()
                        || targets.iter().any(|it| rule.dialects.contains(&it.target.dialect)))
            };
            name != "unused-allow" && crate::rules::find(name).is_some_and(judged)
        };
        let superfluous = allows.allows.iter().enumerate().filter_map(|(place, allow)| {
            let unmet = |rule: usize| !heard.met.contains(&(source, place, rule));
            let named = allow.rules.iter().enumerate();
            let rules: Vec<&'static str> =
                named.filter(|it| unmet(it.0) && asked(it.1)).map(|it| *it.1).collect();
            let kind = NoticeKind::Allow(AllowProblem::Unused { rules: rules.clone() });
            (!rules.is_empty()).then_some(Notice { span: allow.span, kind })
        });
        superfluous.collect()
    }
}

fn allows_of(source: &Source, dialect: Dialect, today: Option<Date>) -> Allows {
    let mut marks = config::marks(&source.text);
    if !marks.is_empty() {
        let mut in_comment = lang::in_comment(source, &marks, dialect).into_iter();
        marks.retain(|_| in_comment.next() == Some(true));
    }
    config::read_allows(&source.text, &marks, today)
}

/// The pieces of a unit that were not understood, and how many of its statements were.
pub fn unread<'u>(unit: &'u Unit) -> impl Iterator<Item = Unread<'u>> {
    unit.statements.iter().flat_map(|it| &it.ops).filter_map(|op| match &op.kind {
        OpKind::Opaque(opaque) => Some(Unread { source: unit.source, span: op.span, opaque }),
        _ => None,
    })
}

/// Whether a unit is a migration at all, and not the empty place of one.
pub fn is_there(unit: &Unit) -> bool {
    unit.presence != Presence::Absent
}

/// Where an effect's cause stands.
pub fn cause_span(op: &Op, clause: Option<Clause>) -> Span {
    clause.map_or(op.span, |it| op.clause(it))
}
