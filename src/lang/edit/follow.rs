//! The files of migrations that come next, named and numbered by the framework's convention.

use crate::ops::unit::{Direction, Framework, Unit};
use crate::text::Source;

use super::newline;

/// What a new migration holds.
pub(super) struct Content {
    /// A few words for its name.
    pub(super) slug: String,
    /// Without semicolons.
    pub(super) statements: Vec<String>,
    pub(super) back: Vec<String>,
    /// Whether it has to run outside of a transaction.
    pub(super) alone: bool,
}

/// The place behind the last migration.
pub(super) struct Next {
    framework: Framework,
    /// With the slash at its end.
    folder: String,
    /// `V` of Flyway, and otherwise nothing.
    prefix: &'static str,
    number: u64,
    width: usize,
    /// What stands between number and words.
    gap: &'static str,
    newline: &'static str,
    pair: bool,
}

impl Next {
    /// After all migrations of the folder; `None` where no number tells which these are.
    pub(super) fn after(
        sources: &[Source],
        neighbours: &[String],
        source: &Source,
        unit: &Unit,
    ) -> Option<Next> {
        (unit.direction == Direction::Up).then_some(())?;
        let nested = matches!(unit.framework, Framework::Prisma | Framework::Diesel);
        let (folder, name) = split(&source.path, nested);
        let prefix = if unit.framework == Framework::Flyway { "V" } else { "" };
        let (_, width) = number(name, prefix)?;
        let paths = sources.iter().map(|it| &it.path).chain(neighbours);
        let numbers = paths.filter_map(|it| {
            let (other, name) = split(it, nested);
            (other == folder).then(|| number(name, prefix)).flatten()
        });
        let last = numbers.map(|it| it.0).max()?;
        let gap = match name
            .trim_start_matches(prefix)
            .trim_start_matches(|it: char| it.is_ascii_digit())
        {
            rest if rest.starts_with("__") => "__",
            rest if rest.starts_with('-') => "-",
            _ => "_",
        };
        Some(Next {
            framework: unit.framework,
            folder: folder.to_owned(),
            prefix,
            number: last,
            width,
            gap,
            newline: newline(&source.text),
            pair: source.path.ends_with(".up.sql"),
        })
    }

    /// The files of the next migration.
    pub(super) fn write(&mut self, content: &Content) -> Option<Vec<Source>> {
        self.number = self.number.checked_add(1)?;
        let number = format!("{:0width$}", self.number, width = self.width);
        let name = format!("{}{}{number}{}{}", self.folder, self.prefix, self.gap, content.slug);
        let lines = |statements: &[String]| -> String {
            statements.iter().map(|it| format!("{it};{}", self.newline)).collect()
        };
        let (up, down) = (lines(&content.statements), lines(&content.back));
        let file = |path: String, text: String| Source { path, text };
        let marked = |up_mark: &str, down_mark: &str| {
            let back = if down.is_empty() {
                String::new()
            } else {
                format!("{0}{down_mark}{0}{down}", self.newline)
            };
            vec![file(format!("{name}.sql"), format!("{up_mark}{}{up}{back}", self.newline))]
        };
        let several = 1 < content.statements.len() || 1 < content.back.len();
        Some(match self.framework {
            Framework::Goose => marked(
                if content.alone {
                    "-- +goose NO TRANSACTION\n-- +goose Up"
                } else {
                    "-- +goose Up"
                },
                "-- +goose Down",
            ),
            Framework::Dbmate if content.alone && several => return None,
            Framework::Dbmate if content.alone => {
                marked("-- migrate:up transaction:false", "-- migrate:down transaction:false")
            }
            Framework::Dbmate => marked("-- migrate:up", "-- migrate:down"),
            Framework::SqlMigrate if content.alone => {
                marked("-- +migrate Up notransaction", "-- +migrate Down notransaction")
            }
            Framework::SqlMigrate => marked("-- +migrate Up", "-- +migrate Down"),
            Framework::GolangMigrate | Framework::Sqlx if self.pair => {
                (!(content.alone && several)).then_some(())?;
                let mut files = vec![file(format!("{name}.up.sql"), up)];
                if !down.is_empty() {
                    files.push(file(format!("{name}.down.sql"), down));
                }
                files
            }
            Framework::Prisma => {
                (!(content.alone && several)).then_some(())?;
                vec![file(format!("{name}/migration.sql"), up)]
            }
            Framework::Diesel if !content.alone => {
                let mut files = vec![file(format!("{name}/up.sql"), up)];
                if !down.is_empty() {
                    files.push(file(format!("{name}/down.sql"), down));
                }
                files
            }
            Framework::Plain | Framework::Flyway => vec![file(format!("{name}.sql"), up)],
            Framework::Refinery if !content.alone => vec![file(format!("{name}.sql"), up)],
            _ => return None,
        })
    }
}

/// The folder that the migrations lie in, with its slash, and the name of one below it.
fn split(path: &str, nested: bool) -> (&str, &str) {
    let end = if nested { path.rfind('/').unwrap_or(0) } else { path.len() };
    let at = path.get(..end).and_then(|it| it.rfind('/')).map_or(0, |it| it + 1);
    (path.get(..at).unwrap_or(""), path.get(at..).unwrap_or(""))
}

/// The number that a name begins with, and how many digits it has.
fn number(name: &str, prefix: &str) -> Option<(u64, usize)> {
    let rest = name.strip_prefix(prefix)?;
    let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
    Some((rest.get(..digits)?.parse().ok()?, digits))
}
