//! Which convention a file follows: up and down, version, order, who opens the transaction.

use crate::dialect::Dialect;
use crate::ops::unit::{Direction, Framework, Unit};
use crate::text::{Source, Span};

/// The units of one file that is not Python.
pub fn read(index: usize, source: &Source, dialect: Dialect) -> Vec<Unit> {
    let name = source.path.rsplit('/').next().unwrap_or(&source.path);
    let id = name.strip_suffix(".sql").unwrap_or(name);
    let mut unit = Unit::new(index, Direction::Up, Framework::Plain, id);
    unit.span = Span::new(0, source.text.len());
    unit.statements = super::sql::read(&source.text, unit.span, dialect);
    vec![unit]
}

/// The database that a file's path tells, and how.
pub fn dialect_told(source: &Source) -> Option<(Dialect, String)> {
    let words = source.path.split(|it: char| !it.is_ascii_alphanumeric());
    words
        .filter_map(|it| Some((Dialect::parse(it)?, it)))
        .next_back()
        .map(|(dialect, word)| (dialect, format!("the path {} says `{word}`", source.path)))
}
