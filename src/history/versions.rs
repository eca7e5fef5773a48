//! What the names of migrations say wrongly: one version twice, or a version in words that its tool passes over.

use std::collections::BTreeMap;

use super::{Problem, ProblemKind};
use crate::ops::unit::{Direction, Framework, Unit};
use crate::text::Source;

/// Liquibase ("changeset", "id" and "author") knows a changeset by author, name and file, and does not start where there are
/// two. Flyway ("Migrations", "Naming"), golang-migrate ("Migrations"), goose ("Numbered migrations"), tern ("Migrations") and
/// refinery ("Migration files") run one file for each version, and stop where there are two.
pub(super) fn problems(units: &[Unit], sources: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut first: BTreeMap<(Framework, &str, String), usize> = BTreeMap::new();
    for (place, unit) in units.iter().enumerate().filter(|it| it.1.direction == Direction::Up) {
        let path = sources.get(unit.source).map_or("", |it| it.path.as_str());
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let tell = |kind| Problem { unit: place, span: unit.id_span, kind };
        if let Some(version) = version(unit) {
            let key = (unit.framework, folder, version);
            match first.get(&key) {
                Some(&other) => {
                    problems
                        .push(tell(ProblemKind::DuplicateRevision { other: units[other].source }));
                }
                None => _ = first.insert(key, place),
            }
        } else if unit.framework == Framework::Plain && is_misspelt(name) {
            let flyway = |it: &Unit| {
                let path = sources.get(it.source).map_or("", |it| it.path.as_str());
                it.framework == Framework::Flyway
                    && path.rsplit_once('/').map_or("", |it| it.0) == folder
            };
            if units.iter().take(MOST_LOOKED_AT).any(flyway) {
                problems.push(tell(ProblemKind::PassedOver));
            }
        }
    }
    problems
}

/// How many files are looked at for one that follows the convention.
const MOST_LOOKED_AT: usize = 64;

/// The version as its tool compares it, without zeros in front.
fn version(unit: &Unit) -> Option<String> {
    let digits = match unit.framework {
        Framework::Liquibase => {
            return unit.id.contains(':').then(|| format!("{}:{}", unit.source, unit.id));
        }
        Framework::Flyway => unit
            .id
            .starts_with(|it: char| it.is_ascii_digit())
            .then(|| unit.id.replace('_', "."))?,
        Framework::GolangMigrate | Framework::Goose | Framework::Tern | Framework::Refinery => {
            unit.id.chars().take_while(char::is_ascii_digit).collect()
        }
        _ => return None,
    };
    let part = |it: &str| {
        let short = it.trim_start_matches('0');
        if short.is_empty() { "0".to_owned() } else { short.to_owned() }
    };
    (!digits.is_empty()).then(|| digits.split('.').map(part).collect::<Vec<_>>().join("."))
}

/// `V2_name.sql`, `v2__name.sql`: a version that Flyway does not see.
fn is_misspelt(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".sql").or_else(|| name.strip_suffix(".SQL")) else {
        return false;
    };
    let mut letters = stem.chars();
    let kind = letters.next().is_some_and(|it| "VvUuBb".contains(it));
    kind && letters.next().is_some_and(|it| it.is_ascii_digit())
}
