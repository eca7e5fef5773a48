//! Rules: each turns what the floors below know into a remark, or stays silent.
//!
//! A rule is a page `rules/<group>/<name>.md`, a check `<group>/<name>.rs` beside this file, and its `mod` line.
//! `build.rs` reads the pages and writes the table [`ALL`].

use crate::dialect::Dialect;
use crate::history::Problem;
use crate::ops::Clause;
use crate::ops::unit::Unit;
use crate::replay::{Step, UnitRun};
use crate::text::Span;

mod locks;

/// What a rule says about one operation, unit or history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What happens, naming the objects in backticks; lower case, no full stop.
    pub message: String,
    /// Why it hurts.
    pub reason: String,
    /// What to do.
    pub help: String,
    pub place: Place,
    /// Only where it differs from the page's.
    pub severity: Option<Severity>,
}

impl Remark {
    pub fn new(
        message: impl Into<String>,
        reason: impl Into<String>,
        help: impl Into<String>,
    ) -> Remark {
        Remark {
            message: message.into(),
            reason: reason.into(),
            help: help.into(),
            place: Place::Whole,
            severity: None,
        }
    }

    /// Points at the clause that causes it instead of the whole operation.
    pub fn at(self, clause: Clause) -> Remark {
        Remark { place: Place::Clause(clause), ..self }
    }

    /// Points at a span of the unit's file.
    pub fn at_span(self, span: Span) -> Remark {
        Remark { place: Place::Span(span), ..self }
    }

    pub fn with_severity(self, severity: Severity) -> Remark {
        Remark { severity: Some(severity), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The operation; for a unit or a history, its identifier or first line.
    Whole,
    Clause(Clause),
    Span(Span),
}

/// Least first, so that the greatest is the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    pub fn parse(name: &str) -> Option<Severity> {
        [Severity::Note, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

/// A rule as its page describes it.
#[derive(Debug)]
pub struct Rule {
    /// The file's name: what stands after "allow".
    pub name: &'static str,
    pub group: &'static str,
    pub title: &'static str,
    pub severity: Severity,
    /// Empty for all.
    pub dialects: &'static [Dialect],
    /// The page without its front matter, Markdown.
    pub page: &'static str,
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    Step(fn(&Step<'_>) -> Option<Remark>),
    Unit(fn(&UnitView<'_>) -> Option<Remark>),
    History(fn(&HistoryProblem<'_>) -> Option<Remark>),
}

/// A unit that ran, with its counterpart in the other direction.
pub struct UnitView<'a> {
    pub run: &'a UnitRun<'a>,
    pub counterpart: Option<&'a Unit>,
}

/// One problem of the graph, with the units it is about.
pub struct HistoryProblem<'a> {
    pub problem: &'a Problem,
    pub unit: &'a Unit,
    /// The paths of all sources, by their place.
    pub paths: &'a [&'a str],
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|it| it.name == name)
}
