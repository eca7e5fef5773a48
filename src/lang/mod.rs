//! Source languages: from texts to units of operations. Only here is spelling known.

pub mod alembic;
pub mod edit;
pub mod framework;
pub mod python;
pub mod sql;
pub mod undo;

use crate::dialect::{Dialect, Target};
use crate::ops::unit::Unit;
use crate::text::Source;

/// The units of all sources as they would run on the target. Reading never fails: what is not understood is opaque.
pub fn read(sources: &[Source], target: Target) -> Vec<Unit> {
    let (python, sql): (Vec<usize>, Vec<usize>) =
        (0..sources.len()).partition(|&it| is_python(&sources[it]));
    let mut units = alembic::read(sources, &python, target);
    units.extend(read_sql(sources, &sql, target).into_iter().flatten());
    units
}

/// The units of each file; no file needs another.
#[cfg(feature = "cli")]
fn read_sql(sources: &[Source], indexes: &[usize], target: Target) -> Vec<Vec<Unit>> {
    use rayon::prelude::*;
    indexes.par_iter().map(|&it| framework::read(it, &sources[it], target)).collect()
}

#[cfg(not(feature = "cli"))]
fn read_sql(sources: &[Source], indexes: &[usize], target: Target) -> Vec<Vec<Unit>> {
    indexes.iter().map(|&it| framework::read(it, &sources[it], target)).collect()
}

/// Whether a source is Python: by its name, or, where the name tells nothing, by what a revision cannot do without.
pub fn is_python(source: &Source) -> bool {
    let name = source.path.rsplit(['/', '\\']).next().unwrap_or(&source.path);
    if name.ends_with(".mako") {
        return false;
    }
    if name.ends_with(".py") || name.contains(".sql") {
        return name.ends_with(".py");
    }
    let begins =
        |line: &str| ["down_revision", "def upgrade("].iter().any(|it| line.starts_with(it));
    source.text.lines().any(begins)
}

/// For each of the byte offsets, in ascending order, whether it lies in a comment: of the file's own language, or of
/// SQL in a string of a Python file or of a routine's body.
pub fn in_comment(source: &Source, offsets: &[usize], dialect: Dialect) -> Vec<bool> {
    if is_python(source) {
        python::in_comment(&source.text, offsets)
    } else {
        sql::in_comment(&source.text, offsets, dialect)
    }
}

/// The database that the sources are written for, and what tells it.
pub fn dialect_told(sources: &[Source]) -> Option<(Dialect, String)> {
    sources.iter().find_map(framework::dialect_told)
}
