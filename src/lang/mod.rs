//! Source languages: from texts to units of operations. Only here is spelling known.

pub mod alembic;
pub mod framework;
pub mod python;
pub mod sql;

use crate::dialect::{Dialect, Target};
use crate::ops::unit::Unit;
use crate::text::Source;

/// The units of all sources as they would run on the target. Reading never fails: what is not understood is opaque.
pub fn read(sources: &[Source], target: Target) -> Vec<Unit> {
    let (python, sql): (Vec<usize>, Vec<usize>) =
        (0..sources.len()).partition(|&it| sources[it].path.ends_with(".py"));
    let mut units = alembic::read(sources, &python, target);
    units.extend(sql.into_iter().flat_map(|it| framework::read(it, &sources[it], target.dialect)));
    units
}

/// The database that the sources are written for, and what tells it.
pub fn dialect_told(sources: &[Source]) -> Option<(Dialect, String)> {
    sources.iter().find_map(framework::dialect_told)
}
