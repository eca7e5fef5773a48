//! Source languages: from texts to units of operations. Only here is spelling known.

pub mod alembic;
pub mod edit;
mod edited;
pub mod framework;
pub mod python;
pub mod sql;
pub mod undo;

use self::framework::Beside;
use crate::dialect::{Dialect, Target};
use crate::ops::unit::{Direction, Framework, Presence, Unit};
use crate::ops::{Op, OpKind};
use crate::text::{Source, Span};
pub(crate) use edited::first_edit;

/// The units of all sources as they would run on the target. Reading never fails: what is not understood is opaque.
pub fn read(sources: &[Source], target: Target) -> Vec<Unit> {
    let (python, sql): (Vec<usize>, Vec<usize>) =
        (0..sources.len()).partition(|&it| is_python(&sources[it]));
    let (mut units, opened) = alembic::read_and_open(sources, &python, target);
    let is_sql = |it: &usize| {
        !opened.contains(it) && !alembic::configuration::is_configuration(&sources[*it].path)
    };
    let sql: Vec<usize> = sql.into_iter().filter(is_sql).collect();
    units.extend(read_sql(sources, &sql, target).into_iter().flatten());
    framework::leave_out_baselines(&mut units, sources);
    add_missing(&mut units, sources);
    units
}

/// The units of each file; of the others it needs only what they tell of the convention.
#[cfg(feature = "cli")]
fn read_sql(sources: &[Source], indexes: &[usize], target: Target) -> Vec<Vec<Unit>> {
    use rayon::prelude::*;
    let beside = Beside::of(sources);
    indexes.par_iter().map(|&it| framework::read(it, &sources[it], &beside, target)).collect()
}

#[cfg(not(feature = "cli"))]
fn read_sql(sources: &[Source], indexes: &[usize], target: Target) -> Vec<Vec<Unit>> {
    let beside = Beside::of(sources);
    indexes.iter().map(|&it| framework::read(it, &sources[it], &beside, target)).collect()
}

/// Enters an absent way down for each way up whose convention has a place for one. Flyway's undo migrations are for
/// paying users ("Undo migrations"): they are missing only where others are there.
fn add_missing(units: &mut Vec<Unit>, sources: &[Source]) {
    let down = |it: &&Unit| it.direction == Direction::Down;
    let there =
        crate::order::set(units.iter().filter(down).map(|it| (it.framework, it.id.clone())));
    let undoes = there.iter().any(|it| it.0 == Framework::Flyway);
    let missing: Vec<Unit> = units
        .iter()
        .filter(|it| it.direction == Direction::Up && it.framework != Framework::Alembic)
        .filter(|it| !there.contains(&(it.framework, it.id.clone())))
        .filter(|it| undoes || it.framework != Framework::Flyway)
        .filter(|it| {
            let path = sources.get(it.source).map_or("", |it| it.path.as_str());
            undo::has_place(it.framework, path)
        })
        .map(|it| {
            let mut absent = Unit::new(it.source, Direction::Down, it.framework, it.id.clone());
            absent.id_span = it.id_span;
            absent.presence = Presence::Absent;
            absent
        })
        .collect();
    units.extend(missing);
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

/// The database that the sources are for, and how they tell: a folder that is named after it, else the names or
/// changesets of at least half of the files.
pub fn dialect_told(sources: &[Source]) -> Option<(Dialect, String)> {
    sources.iter().find_map(framework::dialect_of_folder).or_else(|| {
        let mut told = sources.iter().filter_map(framework::dialect_told);
        let first = told.next()?;
        let same = 1 + told.filter(|it| it.0 == first.0).count();
        (sources.len() <= 2 * same).then_some(first)
    })
}

/// The dialect that a file of SQL seems to be written in, where it is none of these, and these understand less of it.
pub fn looks_like(source: &Source, dialects: &[Dialect]) -> Option<Dialect> {
    /// More is not looked at.
    const LOOKED_AT: usize = 16 * 1024;
    if !source.path.ends_with(".sql") && source.path != "-" {
        return None;
    }
    let text = source.text.get(..source.text.floor_char_boundary(LOOKED_AT))?;
    let lower = text.to_ascii_lowercase();
    let told =
        |dialect: Dialect| words_of(dialect).iter().filter(|it| lower.contains(**it)).count();
    let own = dialects.iter().map(|it| told(*it)).max()?;
    let others = Dialect::ALL.into_iter().filter(|it| !dialects.contains(it));
    let like = others.max_by_key(|it| (told(*it), std::cmp::Reverse(*it)))?;
    if told(like) <= own.max(1) {
        return None;
    }
    let unread = |dialect: Dialect| {
        let opaque = |it: &Op| matches!(it.kind, OpKind::Opaque(_));
        let read = sql::read(text, Span::new(0, text.len()), dialect);
        read.iter().filter(|it| it.ops.iter().any(opaque)).count()
    };
    let other = unread(like);
    dialects.iter().all(|it| other < unread(*it)).then_some(like)
}

/// Words and spellings that one database alone has.
fn words_of(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => &[
            "$$",
            "::",
            "serial",
            "concurrently",
            "jsonb",
            "timestamptz",
            "plpgsql",
            "create extension",
        ],
        Dialect::Mysql => {
            &["`", "engine=", "auto_increment", "unsigned", "delimiter", "utf8mb4", "/*!"]
        }
        Dialect::Mariadb => &["`", "engine=aria", "/*m!", "with system versioning"],
        Dialect::Sqlite => &["autoincrement", "pragma ", "without rowid", "sqlite_"],
        Dialect::Oracle => &[
            "varchar2",
            "number(",
            "sysdate",
            "execute immediate",
            "\n/\n",
            "tablespace",
            "nologging",
        ],
        Dialect::Mssql => {
            &["[dbo]", "dbo.", "nvarchar(", "\ngo\n", "identity(", "sp_", "object_id(", "getdate("]
        }
    }
}
