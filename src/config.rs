//! Settings of a run, and the comments in migrations that allow findings.

use std::collections::BTreeMap;
use std::fmt;

use crate::rules::{self, AllowProblem, Notice, NoticeKind, Rule, Severity};
use crate::text::{Edit, Span};

/// A day of the Gregorian calendar. The library knows no today; the caller tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// `2027-01-31`.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let sound = part.len() == digits && part.bytes().all(|it| it.is_ascii_digit());
            sound.then(|| part.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => return None,
        };
        let sound = parts.next().is_none() && (1..=days).contains(&day);
        sound.then_some(Date { year, month: month as u8, day: day as u8 })
    }

    /// The day that lies so many days after 1970-01-01, by the civil calendar's 400-year cycle.
    pub fn from_days(days: u32) -> Date {
        let mut year: u32 = 1970;
        let mut left = days;
        let is_leap = |year: u32| {
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
        };
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if left < length || year == 9999 {
                break;
            }
            left -= length;
            year += 1;
        }
        let february = if is_leap(year) { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut month = 1;
        for length in lengths {
            if left < length {
                break;
            }
            left -= length;
            month += 1;
        }
        Date { year: year as u16, month, day: left.min(30) as u8 + 1 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What the configuration says about one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's name; one that no rule has does nothing.
    pub rule: &'static str,
    /// `None` switches it off.
    pub severity: Option<Severity>,
}

/// A comment that allows findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    pub rules: Vec<&'static str>,
    /// From `migralint:` to the end of the reason.
    pub span: Span,
    pub reach: Reach,
}

/// What an allow is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    File,
    /// The comment stands alone on its line; the span is the line that it is about.
    NextLine(Span),
    /// The comment stands behind something; the span is its own line.
    SameLine(Span),
}

/// The comments of one text that allow findings, and what is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allows {
    pub allows: Vec<Allow>,
    pub notices: Vec<Notice>,
    /// For a place and a rule, the first allow that is about it, by its place and the rule's place in it.
    index: BTreeMap<(Place, &'static str), (usize, usize)>,
    /// The lines that allows are about, by their start.
    lines: BTreeMap<u32, u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    File,
    /// What begins on the line of this start.
    BeginsOn(u32),
    /// What ends there.
    EndsOn(u32),
}

const MARK: &str = "migralint:";

/// Where in a text something may be said to us, in bytes.
pub fn marks(text: &str) -> Vec<usize> {
    text.match_indices(MARK).map(|it| it.0).collect()
}

/// Reads the allows of a text: comments `-- migralint: …`, `# migralint: …`, `/* migralint: … */`.
/// `marks` are those of [`marks`] that lie in comments of the text's language.
pub fn read_allows(text: &str, marks: &[usize], today: Option<Date>) -> Allows {
    let mut found = Allows::default();
    if marks.is_empty() {
        return found;
    }
    let lines = CommentLines::new(text);
    for &at in marks {
        let (own, about) = lines.around(at);
        let before = text.get(own.start as usize..at).unwrap_or("").trim_start_matches('\u{feff}');
        let Some(opener) = ["--", "#", "/*"].into_iter().find(|it| before.trim_end().ends_with(it))
        else {
            continue;
        };
        // Longer white space before a comment is nobody's indentation, and is not worth a look for every comment.
        let alone = before.len() < 200 && before.trim().len() == opener.len();
        let content = text.get(at..own.end as usize).unwrap_or("");
        let content = content.get(..content.floor_char_boundary(LONGEST)).unwrap_or(content);
        let content = match content.find("*/") {
            Some(end) if opener == "/*" => content.get(..end).unwrap_or(content),
            _ => content,
        };
        let content = content.trim_end();
        let span = Span::new(at, at + content.len());
        let reach = if alone { Reach::NextLine(about) } else { Reach::SameLine(own) };
        found.read(content.get(MARK.len()..).unwrap_or(""), span, reach, today);
    }
    found.make_index();
    found
}

/// So many bytes of a comment are read.
const LONGEST: usize = 2000;

/// The lines of a text, and for each the line that a comment alone on it is about.
struct CommentLines {
    lines: Vec<Span>,
    about: Vec<Span>,
}

impl CommentLines {
    fn new(text: &str) -> CommentLines {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            lines.push(Span::new(start, start + line.len()));
            start += line.len() + 1;
        }
        let nothing = Span::new(text.len(), text.len());
        let mut about = vec![nothing; lines.len()];
        for index in (1..lines.len()).rev() {
            let line = lines[index].of(text).trim();
            about[index - 1] = match line {
                // The line before a statement is the line before it: an empty one separates.
                "" => nothing,
                _ if is_comment(line) => about[index],
                _ => lines[index],
            };
        }
        CommentLines { lines, about }
    }

    /// The line of a place and the line that it is about if it is a comment alone.
    fn around(&self, at: usize) -> (Span, Span) {
        let index = self.lines.partition_point(|it| it.start as usize <= at).saturating_sub(1);
        let line = |lines: &[Span]| lines.get(index).copied().unwrap_or_default();
        (line(&self.lines), line(&self.about))
    }
}

/// Whether a line is a comment and nothing else.
fn is_comment(line: &str) -> bool {
    line.starts_with("--")
        || line.starts_with('#')
        || (line.starts_with("/*") && line.find("*/").is_some_and(|it| it + 2 == line.len()))
}

impl Allows {
    /// One comment's content after the mark: `allow[-file] RULE[, RULE…] [until DATE]: reason`.
    fn read(&mut self, content: &str, span: Span, reach: Reach, today: Option<Date>) {
        let content = content.trim();
        let (verb, rest) =
            content.split_once(|it: char| it.is_whitespace()).unwrap_or((content, ""));
        let reach = match verb {
            "allow" => reach,
            "allow-file" => Reach::File,
            _ => {
                let verb: String = verb.chars().take(40).collect();
                let what = format!("`{verb}` is not `allow` or `allow-file`");
                return self.tell(span, AllowProblem::Malformed { what });
            }
        };
        let (head, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let (names, until) = match head.split_once("until ") {
            Some((names, until)) => (names, Some(until.trim())),
            None => (head, None),
        };
        let expired = match until.map(Date::parse) {
            None => None,
            Some(Some(date)) => Some(date).filter(|&it| today.is_some_and(|today| it < today)),
            Some(None) => {
                let until: String = until.unwrap_or("").chars().take(40).collect();
                let what = format!("`{until}` is not a date");
                return self.tell(span, AllowProblem::Malformed { what });
            }
        };
        let rules = self.rules(names, span);
        if rules.is_empty() {
            return;
        }
        if reason.trim().is_empty() {
            self.tell(span, AllowProblem::WithoutReason);
        }
        match expired {
            Some(on) => self.tell(span, AllowProblem::Expired { on: on.to_string() }),
            None => self.allows.push(Allow { rules, span, reach }),
        }
    }

    fn rules(&mut self, names: &str, span: Span) -> Vec<&'static str> {
        let separates = |it: char| it == ',' || it.is_whitespace();
        let names: Vec<&str> = names.split(separates).filter(|it| !it.is_empty()).collect();
        if names.is_empty() {
            let what = "no rule is named".to_owned();
            self.tell(span, AllowProblem::Malformed { what });
        }
        let mut rules = Vec::new();
        for name in names {
            match find(name) {
                Some(rule) if rules.contains(&rule.name) => {}
                Some(rule) => rules.push(rule.name),
                None => {
                    let closest = rules::closest(name);
                    let name = name.chars().take(60).collect();
                    self.tell(span, AllowProblem::UnknownRule { name, closest });
                }
            }
        }
        rules
    }

    fn tell(&mut self, span: Span, problem: AllowProblem) {
        self.notices.push(Notice { span, kind: NoticeKind::Allow(problem) });
    }
}

/// A rule by its name, with or without its group before it.
pub fn find(name: &str) -> Option<&'static Rule> {
    let bare = name.rsplit('/').next().unwrap_or(name);
    rules::find(bare).filter(|it| bare.len() == name.len() || name == it.path())
}

/// The edit of a comment that leaves out these rules, or the comment itself where it names no others.
pub fn without(text: &str, span: Span, rules: &[&'static str]) -> Option<Edit> {
    let names = names(text, span)?;
    let stays = |it: &&Span| find(it.of(text)).is_none_or(|it| !rules.contains(&it.name));
    let kept: Vec<&str> = names.iter().filter(stays).map(|it| it.of(text)).collect();
    let all = names.first()?.cover(*names.last()?);
    match kept.as_slice() {
        [] => comment(text, span).map(|span| Edit { span, text: String::new() }),
        kept => Some(Edit { span: all, text: kept.join(", ") }),
    }
}

/// The edit of a comment that names another rule.
pub fn with_name(text: &str, span: Span, name: &str, other: &str) -> Option<Edit> {
    let span = names(text, span)?.into_iter().find(|it| it.of(text) == name)?;
    Some(Edit { span, text: other.to_owned() })
}

/// Where the rules stand that an allow names.
fn names(text: &str, span: Span) -> Option<Vec<Span>> {
    let content = span.of(text);
    let head = content.split_once(MARK)?.1;
    let head = head.split(':').next().unwrap_or(head);
    let head = head.split("until ").next().unwrap_or(head);
    let mut at = span.start as usize + MARK.len();
    let mut words = Vec::new();
    for word in head.split_inclusive(|it: char| it == ',' || it.is_whitespace()) {
        let name = word.trim_end_matches(|it: char| it == ',' || it.is_whitespace());
        if !name.is_empty() {
            words.push(Span::new(at, at + name.len()));
        }
        at += word.len();
    }
    // The first is the verb.
    (1 < words.len()).then(|| words.split_off(1))
}

/// The whole comment around what it says to us: with its line where it stands alone, else with the space before it.
fn comment(text: &str, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text.get(..start)?.rfind('\n').map_or(0, |it| it + 1);
    let before = text.get(line..start)?.trim_end();
    let opener = ["--", "#", "/*"].into_iter().find(|it| before.ends_with(it))?;
    let end = match opener {
        "/*" => end + text.get(end..)?.find("*/")? + 2,
        _ => end,
    };
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').map_or(text.len(), |it| end + it + 1);
    let behind = text.get(end..line_end)?.trim();
    let code = before.get(..before.len() - opener.len())?.trim_end();
    if code.trim_start_matches('\u{feff}').is_empty() && behind.is_empty() {
        let mark = if code.starts_with('\u{feff}') { 3 } else { 0 };
        return Some(Span::new(line + mark, line_end));
    }
    behind.is_empty().then(|| {
        let stop =
            text.get(end..line_end).map_or(end, |it| end + it.trim_end_matches(['\n', '\r']).len());
        Span::new(line + code.len(), stop)
    })
}

/// What a finding is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Within {
    /// An allow counts at its first and its last line.
    pub statement: Option<Span>,
    /// An allow counts at its first line.
    pub function: Option<Span>,
}

impl Allows {
    fn make_index(&mut self) {
        for (at, allow) in self.allows.iter().enumerate() {
            let (line, places) = match allow.reach {
                Reach::File => (None, vec![Place::File]),
                Reach::NextLine(line) => (Some(line), vec![Place::BeginsOn(line.start)]),
                Reach::SameLine(line) => {
                    (Some(line), vec![Place::BeginsOn(line.start), Place::EndsOn(line.start)])
                }
            };
            if let Some(line) = line.filter(|it| !it.is_empty()) {
                self.lines.insert(line.start, line.end);
            }
            for place in places {
                for (rule_at, &rule) in allow.rules.iter().enumerate() {
                    self.index.entry((place, rule)).or_insert((at, rule_at));
                }
            }
        }
    }

    /// The first allow that is about a finding of a rule at `span`: its place, and the rule's place in it.
    pub fn find(
        &self,
        text: &str,
        rule: &'static str,
        span: Span,
        within: Within,
    ) -> Option<(usize, usize)> {
        let line = |at: u32| {
            let (&start, &end) = self.lines.range(..=at).next_back()?;
            (at <= end).then_some(start)
        };
        let begins = [Some(span), within.statement, within.function].into_iter().flatten();
        let begins = begins.filter_map(|it| line(it.start)).map(Place::BeginsOn);
        let ends = within.statement.map(|it| [it.end, semicolon(text, it.end)]);
        let ends = ends.into_iter().flatten().filter_map(line).map(Place::EndsOn);
        begins.chain(ends).chain([Place::File]).find_map(|it| self.index.get(&(it, rule)).copied())
    }
}

/// Where the semicolon behind a statement stands, which may have a line of its own.
fn semicolon(text: &str, end: u32) -> u32 {
    let rest = text.get(end as usize..).unwrap_or("");
    let blank = rest.bytes().take(200).take_while(u8::is_ascii_whitespace).count();
    if rest.as_bytes().get(blank) == Some(&b';') { end + blank as u32 } else { end }
}
