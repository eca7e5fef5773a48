//! Answers for people at a terminal: findings as rustc shows its own, steps as an aligned list.
//!
//! Nothing of a migration reaches the terminal as it is: control characters, escape sequences and characters that
//! turn the direction of text are shown by what they are called.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::model::*;
use crate::cost::estimate::seconds_words;
use crate::text::{Lines, Source, Span};

/// How the text may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub colors: Colors,
    /// Columns of the terminal.
    pub width: usize,
    pub extent: Extent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    Plain,
    Ansi,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Findings alone.
    Findings,
    /// And what was read, and for which database.
    Whole,
}

/// Lines longer than this are cut around what they are shown for.
const LONGEST_LINE: usize = 240;
/// A span over more lines is underlined on its first line alone.
const MOST_LINES: u32 = 8;
/// Reasons for which pieces were not understood are listed up to this many.
const MOST_REASONS: usize = 8;

/// What `check` found.
pub fn check(
    out: &mut dyn Write,
    report: &CheckReport,
    sources: &[Source],
    look: Look,
) -> fmt::Result {
    let texts = Excerpts::new(sources);
    let renderer = renderer(look);
    for group in same_findings(&report.findings) {
        let Some(first) = group.first() else { continue };
        let targets: Vec<&str> = group.iter().map(|it| it.target.as_str()).collect();
        let several = (1 < report.targets.len()).then(|| targets.join(", "));
        finding(out, first, several.as_deref(), &texts, &renderer)?;
        out.write_str("\n\n")?;
    }
    if look.extent == Extent::Whole {
        summary(out, report, look)?;
    }
    Ok(())
}

/// Findings that differ in nothing but their target, in the order of the first of each.
fn same_findings(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut places = BTreeMap::new();
    for finding in findings {
        let key = (
            finding.path.as_str(),
            finding.span,
            finding.rule.as_str(),
            finding.severity,
            finding.message.as_str(),
            finding.reason.as_str(),
            finding.help.as_str(),
        );
        // Two alike for one target are two.
        match places.get(&key).and_then(|&it: &usize| groups.get_mut(it)) {
            Some(group) if group.iter().all(|it| it.target != finding.target) => {
                group.push(finding)
            }
            _ => {
                places.insert(key, groups.len());
                groups.push(vec![finding]);
            }
        }
    }
    groups
}

fn renderer(look: Look) -> Renderer {
    match look.colors {
        Colors::Plain => Renderer::plain(),
        Colors::Ansi => Renderer::styled(),
    }
    .term_width(look.width)
}

fn finding(
    out: &mut dyn Write,
    finding: &Finding,
    targets: Option<&str>,
    texts: &Excerpts<'_>,
    renderer: &Renderer,
) -> fmt::Result {
    let level = match finding.severity {
        "error" => Level::ERROR,
        "warning" => Level::WARNING,
        _ => Level::NOTE,
    };
    let excerpt = texts.excerpt(finding);
    let path = visible(&finding.path);
    let snippet = Snippet::source(excerpt.text.as_str())
        .line_start(finding.span.line as usize)
        .path(path.as_ref())
        .annotation(AnnotationKind::Primary.span(excerpt.span.range()));
    let title = level.primary_title(visible(&finding.message)).id(finding.rule.as_str());
    let mut group = Group::with_title(title).element(snippet);
    if !finding.reason.is_empty() {
        group = group.element(Level::NOTE.message(visible(&finding.reason)));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(visible(&finding.help)));
    }
    if let Some(targets) = targets {
        group = group.element(Level::NOTE.message(format!("for {targets}")));
    }
    let text = renderer.render(&[group]);
    let place = |column: u32| format!("{path}:{}:{column}", finding.span.line);
    // The excerpt may begin within its line, and names of characters are longer than these.
    out.write_str(&text.replacen(&place(excerpt.column), &place(finding.span.column), 1))
}

/// The sources by path, with their lines.
struct Excerpts<'a> {
    by_path: BTreeMap<&'a str, (&'a str, std::cell::OnceCell<Lines>)>,
}

/// The lines that a finding is shown on, made safe to show, and its place in them.
struct Excerpt {
    text: String,
    span: Span,
    /// Where the span begins in the text's first line.
    column: u32,
}

impl<'a> Excerpts<'a> {
    fn new(sources: &'a [Source]) -> Excerpts<'a> {
        let entry = |it: &'a Source| (it.path.as_str(), (it.text.as_str(), Default::default()));
        Excerpts { by_path: sources.iter().map(entry).collect() }
    }

    fn excerpt(&self, finding: &Finding) -> Excerpt {
        let nothing = Excerpt { text: String::new(), span: Span::default(), column: 1 };
        let Some((text, lines)) = self.by_path.get(finding.path.as_str()) else { return nothing };
        let lines = lines.get_or_init(|| Lines::new(text));
        let span = finding.span;
        let last = match span.end_line {
            end if MOST_LINES <= end.saturating_sub(span.line) => span.line,
            // A span that ends where a line begins ends with the line before.
            end if span.line < end && span.end_column == 1 => end - 1,
            end => end,
        };
        let mut excerpt = nothing;
        for number in span.line..=last {
            let Some(line) = lines.line(text, number) else { break };
            if number != span.line {
                excerpt.text.push('\n');
            }
            excerpt.add(text, line, span.start, span.end);
        }
        let before = excerpt.text.get(..excerpt.span.start as usize).unwrap_or("");
        excerpt.column = before.chars().count() as u32 + 1;
        excerpt
    }
}

impl Excerpt {
    /// Appends a line, cut around the part that the span `start` to `end` covers.
    fn add(&mut self, text: &str, line: Span, start: u32, end: u32) {
        let (from, to) = (start.clamp(line.start, line.end), end.clamp(line.start, line.end));
        let content = line.of(text);
        let within = |at: u32| (at - line.start) as usize;
        let (cut_from, cut_to) = if content.len() <= LONGEST_LINE {
            (0, content.len())
        } else {
            let cut_from =
                content.floor_char_boundary(within(from).saturating_sub(LONGEST_LINE / 3));
            (cut_from, content.ceil_char_boundary((cut_from + LONGEST_LINE).min(content.len())))
        };
        if 0 < cut_from {
            self.text.push('…');
        }
        let place = |at: u32| content.floor_char_boundary(within(at)).clamp(cut_from, cut_to);
        let (from, to) = (place(from), place(to));
        let piece = |part: &str, text: &mut String| text.push_str(&visible(part));
        piece(content.get(cut_from..from).unwrap_or(""), &mut self.text);
        let begin = self.text.len();
        piece(content.get(from..to).unwrap_or(""), &mut self.text);
        let finish = self.text.len();
        piece(content.get(to..cut_to).unwrap_or(""), &mut self.text);
        if cut_to < content.len() {
            self.text.push('…');
        }
        // The first line sets where the span begins, each line where it ends.
        let start =
            if line.start <= start && start <= line.end { begin } else { self.span.start as usize };
        self.span = Span::new(start, finish);
    }
}

/// The text with everything that a terminal would act on, or that would mislead its reader, replaced by its name.
/// Tabulators stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(misleads) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\u{feff}' => {}
            // The Unicode block "Control Pictures" has one for each.
            '\0'..='\u{1f}' if letter != '\t' => {
                shown.extend(char::from_u32(0x2400 + letter as u32));
            }
            '\u{7f}' => shown.push('\u{2421}'),
            letter if misleads(letter) => {
                let _ = write!(shown, "<U+{:04X}>", letter as u32);
            }
            letter => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// Control characters (C0, C1), line and paragraph separators, and the invisible: marks of direction, joiners, tags.
fn misleads(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{8}' | '\u{a}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn summary(out: &mut dyn Write, report: &CheckReport, look: Look) -> fmt::Result {
    let paint = Paint::new(look.colors);
    let count =
        |severity: &str| report.findings.iter().filter(|it| it.severity == severity).count();
    let parts: Vec<String> = ["error", "warning", "note"]
        .into_iter()
        .map(|it| (it, count(it)))
        .filter(|it| 0 < it.1)
        .map(|(severity, count)| plural(count, severity))
        .collect();
    let findings = match report.findings.len() {
        0 => "no findings".to_owned(),
        count => format!("{}: {}", plural(count, "finding"), parts.join(", ")),
    };
    for fixed in &report.fixed {
        writeln!(out, "fixed: {}: {}", visible(&fixed.path), visible(&fixed.title))?;
    }
    writeln!(out, "{}", paint.bold(&findings))?;
    coverage(out, &report.coverage)?;
    judged_for(out, &report.targets)
}

/// `1 finding`, `2 findings`.
fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn coverage(out: &mut dyn Write, coverage: &Coverage) -> fmt::Result {
    understood(out, coverage)?;
    coverage.assumed.iter().try_for_each(|it| writeln!(out, "assumed: {}", visible(it)))
}

fn understood(out: &mut dyn Write, coverage: &Coverage) -> fmt::Result {
    write!(
        out,
        "read {} with {}",
        plural(coverage.migrations, "migration"),
        plural(coverage.statements, "statement")
    )?;
    if coverage.understood == coverage.statements && coverage.opaque.is_empty() {
        return writeln!(out, "{}", if coverage.statements == 0 { "" } else { ", all understood" });
    }
    writeln!(out, ", {} understood; about the rest nothing is said:", coverage.understood)?;
    let mut reasons: BTreeMap<&str, Vec<&OpaqueReport>> = BTreeMap::new();
    for opaque in &coverage.opaque {
        let why = opaque.why.split(": ").next().unwrap_or(&opaque.why);
        reasons.entry(why).or_default().push(opaque);
    }
    let mut reasons: Vec<(&str, Vec<&OpaqueReport>)> = reasons.into_iter().collect();
    reasons.sort_by_key(|it| std::cmp::Reverse(it.1.len()));
    let width = reasons.first().map_or(1, |it| it.1.len().to_string().len());
    for (why, pieces) in reasons.iter().take(MOST_REASONS) {
        let Some(first) = pieces.first() else { continue };
        let place = format!("{}:{}:{}", first.path, first.span.line, first.span.column);
        let detail = first.why.strip_prefix(why).and_then(|it| it.strip_prefix(": ")).unwrap_or("");
        let example = match (pieces.len(), detail) {
            (1, "") => format!("at {place}"),
            (1, detail) => format!("{} at {place}", cut(detail, 100)),
            (_, "") => format!("first at {place}"),
            (_, detail) => format!("first {} at {place}", cut(detail, 100)),
        };
        writeln!(out, "  {:>width$} {}: {}", pieces.len(), visible(why), visible(&example))?;
    }
    if MOST_REASONS < reasons.len() {
        writeln!(
            out,
            "  and {} in `--format json`",
            plural(reasons.len() - MOST_REASONS, "reason")
        )?;
    }
    Ok(())
}

fn judged_for(out: &mut dyn Write, targets: &[TargetReport]) -> fmt::Result {
    let names: Vec<&str> = targets.iter().map(|it| it.target.as_str()).collect();
    write!(out, "judged for {}", names.join(", "))?;
    let Some(first) = targets.first() else { return writeln!(out) };
    match first.chosen {
        "assumed" => {
            writeln!(out, ", as {}; `--target` names another", visible(&first.because))
        }
        "configured" => writeln!(out, ", as {}", visible(&first.because)),
        _ => {
            for target in targets.iter().filter(|it| !it.because.is_empty()) {
                write!(out, "; {}", visible(&target.because))?;
            }
            writeln!(out)
        }
    }
}

/// The first line of a text, cut to so many bytes.
fn cut(text: &str, most: usize) -> Cow<'_, str> {
    let first = text.trim().lines().next().unwrap_or("").trim_end();
    if first.len() <= most {
        return Cow::Borrowed(first);
    }
    Cow::Owned(format!("{}…", &first[..first.floor_char_boundary(most)]))
}

/// What `inspect` learnt: each migration's steps, and what each does.
pub fn inspect(out: &mut dyn Write, report: &InspectReport, look: Look) -> fmt::Result {
    let paint = Paint::new(look.colors);
    for migration in &report.migrations {
        let mut head = format!("{} ({}", visible(&migration.path), migration.direction);
        if migration.framework != "plain" {
            write!(head, ", {} {}", migration.framework, visible(&migration.id))?;
        }
        if 1 < report.targets.len() {
            write!(head, ", {}", migration.target)?;
        }
        writeln!(out, "{}", paint.bold(&format!("{head})")))?;
        for step in &migration.steps {
            self::step(out, step, look, paint)?;
        }
        if migration.steps.is_empty() {
            writeln!(out, "  {}", paint.dim("nothing"))?;
        }
        writeln!(out)?;
    }
    if look.extent == Extent::Whole {
        coverage(out, &report.coverage)?;
        judged_for(out, &report.targets)?;
    }
    Ok(())
}

/// Each migration's way down: the grade of the one that is there, and the text that would be written.
pub fn revert(out: &mut dyn Write, report: &RevertReport, look: Look) -> fmt::Result {
    let paint = Paint::new(look.colors);
    for it in &report.migrations {
        let grade = it.downgrade.as_ref().map_or("no way down", |it| it.grade);
        let mut head = format!("{} ({}", visible(&it.path), visible(&it.id));
        if 1 < report.targets.len() {
            write!(head, ", {}", it.target)?;
        }
        writeln!(out, "{} {grade}", paint.bold(&format!("{head}):")))?;
        for reason in it.downgrade.iter().flat_map(|it| &it.reasons) {
            writeln!(out, "  {}", paint.dim(&visible(reason)))?;
        }
        if let Some(why) = &it.cannot {
            writeln!(out, "  cannot be written: {}", visible(why))?;
        }
        if let Some(proposed) = &it.proposed {
            writeln!(out, "  would be written, {}:", proposed.grade.grade)?;
            for line in proposed.text.lines() {
                writeln!(out, "    {}", visible(line))?;
            }
        }
    }
    if look.extent == Extent::Whole {
        let mut counts = std::collections::BTreeMap::new();
        for it in report.migrations.iter().filter_map(|it| it.downgrade.as_ref()) {
            *counts.entry(it.grade).or_insert(0) += 1;
        }
        let words: Vec<String> =
            counts.iter().map(|(grade, count)| format!("{count} {grade}")).collect();
        writeln!(out, "{} migrations: {}", report.migrations.len(), words.join(", "))?;
        judged_for(out, &report.targets)?;
    }
    Ok(())
}

/// The plan that a person runs: migrations with their steps, what to ask before and after, and the way back.
pub fn plan(out: &mut dyn Write, report: &PlanReport, look: Look) -> fmt::Result {
    let paint = Paint::new(look.colors);
    for migration in &report.migrations {
        let mut head = visible(&migration.path).into_owned();
        if migration.framework != "plain" {
            write!(head, " ({} {})", migration.framework, visible(&migration.id))?;
        }
        if 1 < report.targets.len() {
            write!(head, ", {}", migration.target)?;
        }
        writeln!(out, "{}", paint.bold(&head))?;
        for (index, step) in migration.steps.iter().enumerate() {
            planned(out, index + 1, step, look, paint)?;
        }
        if let Some(way_back) = &migration.way_back {
            writeln!(out, "  way back: {}", way_back.grade)?;
            for reason in &way_back.reasons {
                writeln!(out, "      {}", visible(reason))?;
            }
        }
        writeln!(out)?;
    }
    if look.extent == Extent::Whole {
        coverage(out, &report.coverage)?;
        judged_for(out, &report.targets)?;
    }
    Ok(())
}

/// How long something takes that takes the longer the more rows there are, where the sizes tell.
fn seconds(cost: &CostReport) -> Option<String> {
    match cost.seconds.as_deref() {
        Some(&[least, most]) if cost.duration != "instant" => Some(seconds_words((least, most))),
        _ => None,
    }
}

fn planned(
    out: &mut dyn Write,
    number: usize,
    step: &PlannedStep,
    look: Look,
    paint: Paint,
) -> fmt::Result {
    let mut lines = step.sql.trim().lines();
    let first = lines.next().unwrap_or("");
    let more = if lines.next().is_some() { " …" } else { "" };
    let first = cut(first, look.width.saturating_sub(6).max(40)).into_owned();
    writeln!(out, "  {number}. {}{more}", visible(&first))?;
    let lasts = match step.duration {
        "instant" => "an instant, once its locks are granted",
        "grows-with-table" => "the longer the more rows there are",
        _ => "nobody knows how long",
    };
    row(out, paint.plain("phase"), step.phase)?;
    match seconds(&step.cost) {
        Some(it) => row(out, paint.plain("lasts"), &format!("{it}, once its locks are granted"))?,
        None => row(out, paint.plain("lasts"), lasts)?,
    }
    row(out, paint.plain("transaction"), step.transaction)?;
    for effect in &step.risks {
        let (words, weight) = effect_words(effect);
        let kind = match weight {
            Weight::Stops => paint.red(effect.kind),
            Weight::Costs => paint.yellow(effect.kind),
            Weight::Little => paint.plain(effect.kind),
        };
        row(out, kind, &words)?;
    }
    for (when, questions) in [("before", &step.before), ("after", &step.after)] {
        for it in questions {
            row(out, paint.plain(when), &format!("{}: {}", it.finds, it.expected))?;
            row(out, paint.plain(""), &it.sql)?;
        }
    }
    Ok(())
}

fn step(out: &mut dyn Write, step: &StepReport, look: Look, paint: Paint) -> fmt::Result {
    let place = format!("{}:{}", step.span.line, step.span.column);
    let mut lines = step.sql.trim().lines();
    let first = lines.next().unwrap_or("");
    let more = if lines.next().is_some() { " …" } else { "" };
    let first = cut(first, look.width.saturating_sub(place.len() + 6).max(40)).into_owned();
    writeln!(out, "  {}  {}{more}", paint.dim(&place), visible(&first))?;
    for operation in &step.operations {
        row(out, paint.plain(operation.kind), &operation_words(operation))?;
    }
    if let Some(condition) = &step.condition {
        row(out, paint.plain("only if"), &cut(condition, 120))?;
    }
    row(out, paint.plain("transaction"), step.transaction)?;
    if let Some(it) = seconds(&step.cost) {
        row(out, paint.plain("lasts"), &format!("{it}; {}", step.cost.because))?;
    }
    for effect in &step.effects {
        let (words, weight) = effect_words(effect);
        let kind = match weight {
            Weight::Stops => paint.red(effect.kind),
            Weight::Costs => paint.yellow(effect.kind),
            Weight::Little => paint.plain(effect.kind),
        };
        row(out, kind, &words)?;
    }
    Ok(())
}

/// A word and what there is to it, aligned.
fn row(out: &mut dyn Write, word: Painted<'_>, content: &str) -> fmt::Result {
    let gap = 22usize.saturating_sub(word.text.chars().count()).max(1);
    writeln!(out, "      {word}{:gap$}{}", "", visible(content))
}

fn operation_words(operation: &OperationReport) -> String {
    let mut words = String::new();
    let mut push = |before: &str, it: &Option<String>| {
        if let Some(it) = it.as_deref().filter(|it| !it.is_empty()) {
            let gap = if words.is_empty() { "" } else { " " };
            words.push_str(&format!("{gap}{before}{}", cut(it, 80)));
        }
    };
    push("", &operation.table);
    push("column ", &operation.column);
    push("", &operation.name);
    push("to ", &operation.to);
    push("", &operation.detail);
    words
}

/// How much an effect matters to whoever uses the database meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Somebody waits, loses, or fails.
    Stops,
    /// It lasts.
    Costs,
    Little,
}

fn effect_words(effect: &EffectReport) -> (String, Weight) {
    let mut words = Vec::new();
    if let Some(relation) = &effect.relation {
        words.push(match (&effect.column, &effect.index) {
            (Some(column), _) => format!("{relation}.{column}"),
            (None, Some(index)) => format!("{index} on {relation}"),
            (None, None) => relation.clone(),
        });
    }
    words.extend(effect.mode.map(str::to_owned));
    let blocks = effect.blocks.as_deref().unwrap_or_default();
    if effect.blocks.is_some() {
        words.push(match blocks {
            [] => "blocks neither reads nor writes".to_owned(),
            blocks => format!("blocks {}", blocks.join(" and ")),
        });
    }
    words.extend(effect.held_until.map(|it| match it {
        "commit" => "until commit".to_owned(),
        other => format!("until the {other} ends"),
    }));
    words.extend(effect.algorithm.map(|it| format!("ALGORITHM={it}")));
    words.extend(effect.lock.map(|it| format!("LOCK={it}")));
    words.extend(effect.when.clone());
    words.extend(effect.why.clone());
    if effect.certainty != "certain" {
        words.push(effect.certainty.to_owned());
    }
    let weight = match effect.kind {
        "lock" if blocks.is_empty() => Weight::Little,
        "lock" | "lose-data" | "may-fail" | "breaks" | "refused" => Weight::Stops,
        "algorithm" if effect.algorithm != Some("COPY") => Weight::Little,
        _ => Weight::Costs,
    };
    (words.join(", "), weight)
}

/// Every rule, a line each.
pub fn rules(out: &mut dyn Write, rules: &[RuleReport], look: Look) -> fmt::Result {
    let paint = Paint::new(look.colors);
    let width = rules.iter().map(|it| it.group.len() + it.name.len() + 1).max().unwrap_or(0);
    for rule in rules {
        let name = format!("{}/{}", rule.group, rule.name);
        let mut marks = rule.dialects.clone();
        let preset = rule.preset.map(|it| format!("preset {it}"));
        marks.extend(preset.as_deref());
        let marks = match marks.as_slice() {
            [] => String::new(),
            marks => format!(" ({})", marks.join(", ")),
        };
        let gap = 9 - rule.severity.len().min(8);
        let severity = paint.severity(rule.severity);
        writeln!(out, "{severity}{:gap$}{name:width$}  {}{marks}", "", rule.title)?;
    }
    Ok(())
}

/// A rule's page.
pub fn page(out: &mut dyn Write, page: &RulePage, look: Look) -> fmt::Result {
    let paint = Paint::new(look.colors);
    let rule = &page.rule;
    writeln!(out, "{}", paint.bold(rule.title))?;
    write!(out, "{}/{}, {}", rule.group, rule.name, paint.severity(rule.severity))?;
    if !rule.dialects.is_empty() {
        write!(out, ", {}", rule.dialects.join(", "))?;
    }
    if let Some(preset) = rule.preset {
        write!(out, ", asked with `--preset {preset}`")?;
    }
    writeln!(out, "\n\n{}", page.page.trim_end())
}

/// Words in colour, or as they are.
#[derive(Clone, Copy)]
struct Paint {
    colors: Colors,
}

struct Painted<'a> {
    text: &'a str,
    style: Style,
}

impl fmt::Display for Painted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.style.render(), self.text, self.style.render_reset())
    }
}

impl Paint {
    fn new(colors: Colors) -> Paint {
        Paint { colors }
    }

    fn with(self, text: &str, style: Style) -> Painted<'_> {
        let style = if self.colors == Colors::Ansi { style } else { Style::new() };
        Painted { text, style }
    }

    fn plain(self, text: &str) -> Painted<'_> {
        self.with(text, Style::new())
    }

    fn bold(self, text: &str) -> Painted<'_> {
        self.with(text, Style::new().bold())
    }

    fn dim(self, text: &str) -> Painted<'_> {
        self.with(text, AnsiColor::BrightBlue.on_default())
    }

    fn red(self, text: &str) -> Painted<'_> {
        self.with(text, AnsiColor::BrightRed.on_default())
    }

    fn yellow(self, text: &str) -> Painted<'_> {
        self.with(text, AnsiColor::Yellow.on_default())
    }

    fn severity(self, severity: &'static str) -> Painted<'static> {
        match severity {
            "error" => self.with(severity, AnsiColor::BrightRed.on_default().bold()),
            "warning" => self.with(severity, AnsiColor::Yellow.on_default().bold()),
            _ => self.with(severity, AnsiColor::BrightGreen.on_default().bold()),
        }
    }
}
