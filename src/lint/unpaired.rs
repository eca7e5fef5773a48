//! Migrations that one database has and another, whose files lie beside, has not.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::lang::framework::numbered_sibling;
use crate::rules::{Notice, NoticeKind};
use crate::text::{Source, Span};

/// Folders that have fewer numbers in common are not kept side by side.
const SHARED: usize = 3;

/// A folder that lacks more than one in so many has a history of its own.
const SELDOM: usize = 4;

/// Numbers in their order, each with the first source that bears it.
type Numbers<'s> = BTreeMap<(usize, &'s str), usize>;

/// By source: that it has no counterpart.
pub(super) fn notices(sources: &[Source]) -> BTreeMap<usize, Notice> {
    let mut places: BTreeMap<&str, BTreeMap<Dialect, Numbers<'_>>> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        if let Some((place, dialect, number)) = numbered_sibling(&source.path) {
            let numbers = places.entry(place).or_default().entry(dialect).or_default();
            numbers.entry((number.len(), number)).or_insert(index);
        }
    }
    let mut found: BTreeMap<usize, Notice> = BTreeMap::new();
    for dialects in places.values() {
        for (own, numbers) in dialects {
            for (other, others) in dialects.iter().filter(|it| it.0 != own) {
                // What came before a database was served it has in its first migration.
                let Some(first) = others.keys().next() else { continue };
                let missing: Vec<_> = numbers
                    .iter()
                    .filter(|it| first < it.0 && !others.contains_key(it.0))
                    .collect();
                let shared = numbers.keys().filter(|it| others.contains_key(it)).count();
                if shared < SHARED || shared < missing.len() * SELDOM {
                    continue;
                }
                for (&(_, number), &source) in missing {
                    let text = sources.get(source).map_or("", |it| it.text.as_str());
                    let span = Span::new(0, text.find('\n').unwrap_or(text.len()));
                    let new =
                        || NoticeKind::Unpaired { number: number.to_owned(), lacking: Vec::new() };
                    let notice =
                        found.entry(source).or_insert_with(|| Notice { span, kind: new() });
                    if let NoticeKind::Unpaired { lacking, .. } = &mut notice.kind {
                        lacking.push(other.title());
                    }
                }
            }
        }
    }
    found
}
