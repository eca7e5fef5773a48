//! Fixes put into effect, round after round, until nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::Options;
use crate::report::fill::check;
use crate::report::model::{CheckReport, Finding, Fix, FixedReport};
use crate::rules::Safety;
use crate::text::{Edit, Source, Span, apply};

/// What the fixes made of the sources.
pub struct Repaired {
    /// Those that were given, in their order, each as it is now.
    pub sources: Vec<Source>,
    /// Files that belong to the fixes.
    pub created: Vec<Source>,
    /// What is found now, and what was fixed.
    pub report: CheckReport,
    /// Sources that were left as they are because they are frozen.
    pub spared: Vec<usize>,
}

/// A fix may make room for the next one so many times.
const MOST_ROUNDS: usize = 50;
/// Where these do not suffice for all new files, what the last of them brought is mended in so many more.
const LAST_ROUNDS: usize = 5;

/// Applies the fixes that are at most so free, until none is left. Sources that are frozen stay as they are.
pub fn repair(sources: &[Source], options: &Options, freest: Safety, frozen: &[usize]) -> Repaired {
    let options = Options { fixes: crate::lint::Fixes::Wanted, ..options.clone() };
    let mut all = sources.to_vec();
    let mut created: Vec<Source> = Vec::new();
    let mut fixed = Vec::new();
    let mut met = Met::default();
    let mut spared = BTreeSet::new();
    let mut report = check(&all, &options);
    for number in 0..MOST_ROUNDS + LAST_ROUNDS {
        let mut round = Round::new(&all, &created, &options.neighbours, frozen);
        let counts = counts(&report.findings);
        for finding in &report.findings {
            let acceptable = |it: &&Fix| freest == Safety::Ask || it.safety == "safe";
            let Some(fix) = finding.fixes.iter().find(acceptable) else { continue };
            // What a fix made is not divided again, else each file could bring the next.
            let is_made = all.iter().skip(sources.len()).any(|it| it.path == finding.path);
            if (is_made || MOST_ROUNDS <= number) && !fix.creates.is_empty() {
                continue;
            }
            let count = counts.get(finding.fingerprint.as_str()).copied().unwrap_or(0);
            if met.is_stuck(finding, count) {
                continue;
            }
            match round.take(fix) {
                Taken::Yes => {
                    met.counts.insert(finding.fingerprint.clone(), count);
                    fixed.push(fixed_report(finding, fix));
                }
                Taken::NotNow => {}
                Taken::Frozen(source) => {
                    spared.insert(source);
                }
            }
        }
        if round.is_empty() {
            break;
        }
        let Round { edits, creates, .. } = round;
        for (source, edits) in edits {
            if let Some(source) = all.get_mut(source)
                && let Some(text) = apply(&source.text, &edits.edits)
            {
                source.text = text;
            }
        }
        for file in creates {
            if is_migration(&file.path) {
                all.push(file);
            } else {
                created.push(file);
            }
        }
        report = check(&all, &options);
    }
    let made = all.split_off(sources.len());
    created.splice(0..0, made);
    report.fixed = fixed;
    Repaired { sources: all, created, report, spared: spared.into_iter().collect() }
}

/// Whether a file that a fix makes is read like one that was given.
fn is_migration(path: &str) -> bool {
    path.ends_with(".sql") || path.ends_with(".py")
}

/// How often each finding is there.
fn counts(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.fingerprint.as_str()).or_insert(0) += 1;
    }
    counts
}

/// What was fixed before, and how often it was there then.
#[derive(Default)]
struct Met {
    counts: BTreeMap<String, usize>,
}

impl Met {
    /// Whether its fix was applied and it is there as before, so that applying it again leads nowhere.
    fn is_stuck(&self, finding: &Finding, count: usize) -> bool {
        self.counts.get(&finding.fingerprint).is_some_and(|&before| before <= count)
    }
}

fn fixed_report(finding: &Finding, fix: &Fix) -> FixedReport {
    FixedReport {
        rule: finding.rule.clone(),
        path: finding.path.clone(),
        title: fix.title.clone(),
        safety: fix.safety,
    }
}

enum Taken {
    Yes,
    /// It touches what another fix of this round changes.
    NotNow,
    Frozen(usize),
}

/// The fixes of one round, none of which touches another.
struct Round<'a> {
    places: BTreeMap<&'a str, usize>,
    taken_paths: BTreeSet<&'a str>,
    frozen: &'a [usize],
    edits: BTreeMap<usize, Edits>,
    creates: Vec<Source>,
}

#[derive(Default)]
struct Edits {
    edits: Vec<Edit>,
    /// By their start, with their end.
    at: BTreeMap<u32, usize>,
}

impl Edits {
    /// Whether the edit is there already.
    fn holds(&self, edit: &Edit) -> bool {
        let same = self.at.get(&edit.span.start).and_then(|&it| self.edits.get(it));
        same.is_some_and(|it| it == edit)
    }

    fn touches(&self, edit: &Edit) -> bool {
        let before = self.at.range(..=edit.span.end).next_back();
        before.and_then(|it| self.edits.get(*it.1)).is_some_and(|it| edit.span.start <= it.span.end)
    }

    fn add(&mut self, edit: Edit) {
        if !self.holds(&edit) {
            self.at.insert(edit.span.start, self.edits.len());
            self.edits.push(edit);
        }
    }
}

impl<'a> Round<'a> {
    fn new(
        sources: &'a [Source],
        created: &'a [Source],
        neighbours: &'a [String],
        frozen: &'a [usize],
    ) -> Round<'a> {
        let places = sources.iter().enumerate().map(|(place, it)| (it.path.as_str(), place));
        let paths = sources.iter().chain(created).map(|it| it.path.as_str());
        Round {
            places: places.collect(),
            taken_paths: paths.chain(neighbours.iter().map(String::as_str)).collect(),
            frozen,
            edits: BTreeMap::new(),
            creates: Vec::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.creates.is_empty()
    }

    /// Takes the fix as a whole or not at all.
    fn take(&mut self, fix: &Fix) -> Taken {
        let mut edits = Vec::new();
        for it in &fix.edits {
            let Some(&source) = self.places.get(it.path.as_str()) else { return Taken::NotNow };
            if self.frozen.contains(&source) {
                return Taken::Frozen(source);
            }
            let span = Span { start: it.span.start, end: it.span.end };
            edits.push((source, Edit { span, text: it.text.clone() }));
        }
        let free = |(source, edit): &(usize, Edit)| {
            let known = self.edits.get(source);
            known.is_none_or(|it| it.holds(edit) || !it.touches(edit))
        };
        // Two new files of one round would bear the same number.
        let crowded = !fix.creates.is_empty() && !self.creates.is_empty();
        let taken = fix.creates.iter().any(|it| self.taken_paths.contains(it.path.as_str()));
        if crowded || taken || !edits.iter().all(free) {
            return Taken::NotNow;
        }
        for (source, edit) in edits {
            self.edits.entry(source).or_default().add(edit);
        }
        let file = |it: &crate::report::model::NewFile| Source {
            path: it.path.clone(),
            text: it.text.clone(),
        };
        self.creates.extend(fix.creates.iter().map(file));
        Taken::Yes
    }
}
