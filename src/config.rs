//! Settings of a run, and the comments in migrations that allow findings.

use std::fmt;

use crate::rules::{self, AllowProblem, Notice, NoticeKind, Rule, Severity};
use crate::text::Span;

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
}

const MARK: &str = "migralint:";

/// Reads the allows of a text: comments `-- migralint: …`, `# migralint: …`, `/* migralint: … */`.
/// `is_comment` tells whether a byte offset lies in a comment of the text's language.
pub fn read_allows(text: &str, today: Option<Date>, is_comment: &dyn Fn(usize) -> bool) -> Allows {
    let mut found = Allows::default();
    for (at, _) in text.match_indices(MARK) {
        let (line_start, line_end) = line_around(text, at);
        let before = text.get(line_start..at).unwrap_or("").trim_end();
        let Some(opener) = ["--", "#", "/*"].into_iter().find(|it| before.ends_with(it)) else {
            continue;
        };
        if !is_comment(at) {
            continue;
        }
        let alone = before.trim_end_matches(opener).trim().is_empty();
        let content = text.get(at..line_end).unwrap_or("");
        let content = match content.find("*/") {
            Some(end) if opener == "/*" => &content[..end],
            _ => content,
        };
        let content = content.trim_end();
        let span = Span::new(at, at + content.len());
        let own = Span::new(line_start, line_end);
        let reach =
            if alone { Reach::NextLine(next_line(text, line_end)) } else { Reach::SameLine(own) };
        found.read(content.get(MARK.len()..).unwrap_or(""), span, reach, today);
    }
    found
}

fn line_around(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
    (start, end)
}

/// The next line that is no comment; an empty line ends the search.
fn next_line(text: &str, mut at: usize) -> Span {
    while at < text.len() {
        let (start, end) = (at + 1, line_around(text, at + 1).1);
        let line = text.get(start..end).unwrap_or("").trim();
        let comment = ["--", "#", "/*", "*"].into_iter().any(|it| line.starts_with(it));
        if !comment || (line.starts_with("/*") && !line.ends_with("*/")) {
            return Span::new(start, if line.is_empty() { start } else { end });
        }
        at = end;
    }
    Span::new(text.len(), text.len())
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

/// What a finding is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Within {
    /// An allow counts at its first and its last line.
    pub statement: Option<Span>,
    /// An allow counts at its first line.
    pub function: Option<Span>,
}

impl Allow {
    /// Whether this allow is about a finding of a rule at `span`.
    pub fn covers(&self, text: &str, rule: &str, span: Span, within: Within) -> bool {
        if !self.rules.contains(&rule) {
            return false;
        }
        let line = match self.reach {
            Reach::File => return true,
            Reach::NextLine(line) | Reach::SameLine(line) => line,
        };
        let begins = [Some(span), within.statement, within.function];
        if begins.into_iter().flatten().any(|it| starts_on(line, it)) {
            return true;
        }
        let ends = within.statement.is_some_and(|it| ends_on(line, it, text));
        matches!(self.reach, Reach::SameLine(_)) && ends
    }
}

fn starts_on(line: Span, span: Span) -> bool {
    !line.is_empty() && (line.start..=line.end).contains(&span.start)
}

/// A statement that ends before its semicolon or bracket may leave these to a line of their own.
fn ends_on(line: Span, span: Span, text: &str) -> bool {
    if (line.start..=line.end).contains(&span.end) {
        return true;
    }
    span.end <= line.start
        && text
            .get(span.end as usize..line.start as usize)
            .is_some_and(|it| it.chars().all(|it| it.is_whitespace()))
        && text.get(line.range()).is_some_and(|it| it.trim_start().starts_with(';'))
}
