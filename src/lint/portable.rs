//! Whether a statement does the same on every target.

use std::collections::BTreeMap;

use crate::dialect::{Dialect, Target};
use crate::effects::{self, Certainty, EffectKind, Refusal};
use crate::ops::{OpKind, OpaqueReason};
use crate::replay::Step;
use crate::rules::{Notice, NoticeKind};
use crate::text::Span;

/// What each target does with each statement, by the statement's source and place.
#[derive(Debug, Default)]
pub(super) struct Portability {
    seen: BTreeMap<(usize, u32, u32), Vec<Seen>>,
}

#[derive(Debug)]
struct Seen {
    target: Target,
    verdict: Verdict,
    /// What the index has that it makes: each of [`PARTS`].
    has: [bool; 3],
}

/// What becomes of an index without each.
const PARTS: [&str; 3] = [
    "the condition is left out, and the index is over all rows",
    "the method is left out, and the index is an ordinary one",
    "INCLUDE is left out, and the index has the key's columns alone",
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Works,
    Silent(String),
    Fails(String),
}

impl Portability {
    pub(super) fn add(&mut self, step: &Step<'_>) {
        let span = step.statement.span;
        let index = step.statement.ops.iter().find_map(|it| match &it.kind {
            OpKind::CreateIndex(it) => Some(it),
            _ => None,
        });
        let has = index.map_or([false; 3], |it| {
            [it.predicate.is_some(), it.method.is_some(), !it.include.is_empty()]
        });
        let seen = Seen { target: step.before.target, verdict: verdict(step), has };
        self.seen.entry((step.unit.source, span.start, span.end)).or_default().push(seen);
    }

    /// Takes over what the next target does.
    pub(super) fn extend(&mut self, other: Portability) {
        for (place, seen) in other.seen {
            self.seen.entry(place).or_default().extend(seen);
        }
    }

    /// The statements of a source that some targets accept and others do not, or understand otherwise.
    pub(super) fn notices(&self, source: usize) -> Vec<Notice> {
        let range = (source, 0, 0)..(source + 1, 0, 0);
        let notice = |(&(_, start, end), seen): (&(usize, u32, u32), &Vec<Seen>)| {
            Some(Notice { span: Span { start, end }, kind: differing(seen)? })
        };
        self.seen.range(range).filter_map(notice).collect()
    }
}

fn verdict(step: &Step<'_>) -> Verdict {
    let unread = |it: &OpKind| match it {
        OpKind::Opaque(it) => matches!(
            it.why,
            OpaqueReason::Dialect | OpaqueReason::UnknownStatement | OpaqueReason::UnknownClause
        ),
        _ => false,
    };
    if step.statement.ops.iter().any(|it| unread(&it.kind)) {
        return Verdict::Fails("it is not understood as SQL of this database".to_owned());
    }
    let mut silent = None;
    for effect in step.effects {
        match &effect.kind {
            EffectKind::Refused { why, refusal }
                if effect.certainty != Certainty::Possible
                    && *refusal != Refusal::InTransaction =>
            {
                return Verdict::Fails(why.clone());
            }
            EffectKind::Silent { what, .. } => silent = silent.or(Some(what.clone())),
            _ => {}
        }
    }
    let silent = silent.or_else(|| empty_is_null(step));
    silent.map_or(Verdict::Works, Verdict::Silent)
}

/// Where the database takes a text of no letters for NULL, and the statement says one.
fn empty_is_null(step: &Step<'_>) -> Option<String> {
    let text = match &step.op.kind {
        OpKind::Insert(it) => &it.text,
        OpKind::Update(it) => &it.text,
        OpKind::Delete(it) => &it.text,
        _ => return None,
    };
    let says = effects::empty_is_null(step.before.target) && says_empty(text);
    says.then(|| "`''` is NULL there: it is stored as such, and nothing is equal to it".to_owned())
}

/// Whether a text of no letters stands in the statement.
fn says_empty(text: &str) -> bool {
    let mut inside: Option<usize> = None;
    let mut quotes = text.match_indices('\'').map(|it| it.0).peekable();
    while let Some(at) = quotes.next() {
        match inside {
            None => inside = Some(at),
            // Two in a row within a text are one letter.
            Some(start) if start + 1 < at && quotes.next_if_eq(&(at + 1)).is_some() => {}
            Some(start) if start + 1 == at && quotes.next_if_eq(&(at + 1)).is_some() => {}
            Some(start) if start + 1 == at => return true,
            Some(_) => inside = None,
        }
    }
    false
}

fn differing(seen: &[Seen]) -> Option<NoticeKind> {
    let several = seen.iter().any(|it| it.target != seen[0].target);
    several.then_some(())?;
    // What SQLAlchemy leaves out for one and not for another.
    let left_out = |of: &Seen| {
        let parts = PARTS.iter().enumerate();
        let mut lacking = parts.filter(|it| !of.has[it.0] && seen.iter().any(|of| of.has[it.0]));
        lacking.next().map(|it| (*it.1).to_owned())
    };
    let mut works: Vec<String> = Vec::new();
    let (mut fails, mut silent): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut why: Vec<String> = Vec::new();
    for it in seen {
        let name = name(it.target);
        let verdict = match &it.verdict {
            Verdict::Works => left_out(it).map_or(Verdict::Works, Verdict::Silent),
            other => other.clone(),
        };
        let (list, what) = match verdict {
            Verdict::Works => (&mut works, None),
            Verdict::Fails(what) => (&mut fails, Some(what)),
            Verdict::Silent(what) => (&mut silent, Some(what)),
        };
        if list.contains(&name) {
            continue;
        }
        why.extend(what.map(|it| format!("{name}: {it}")));
        list.push(name);
    }
    // One that works nowhere is no question of portability.
    let taken = !works.is_empty() || !silent.is_empty();
    (taken && !why.is_empty()).then_some(())?;
    (!works.is_empty() || !fails.is_empty()).then_some(())?;
    let list = |it: &[String]| it.join(", ");
    let mut message = match works.is_empty() {
        true => format!("the statement means something else on {}", list(&silent)),
        false => format!("the statement works on {}", list(&works)),
    };
    if !works.is_empty() && !silent.is_empty() {
        message.push_str(&format!(", means something else on {}", list(&silent)));
    }
    if !fails.is_empty() {
        message.push_str(&format!(", and fails on {}", list(&fails)));
    }
    Some(NoticeKind::Unportable { message, why: why.join("; ") })
}

fn name(target: Target) -> String {
    match target.dialect {
        Dialect::Sqlite if !target.version_given => target.dialect.title().to_owned(),
        _ => format!("{} {}", target.dialect.title(), target.version),
    }
}
