//! The files of migrations that come next, named and numbered by the framework's convention.

use crate::lang::alembic::edit::execute;
use crate::ops::unit::{Direction, Framework, Unit};
use crate::order;
use crate::text::Source;

use super::{When, newline};

/// What a new migration holds.
pub(super) struct Content {
    /// A few words for its name.
    pub(super) slug: String,
    /// Without semicolons.
    pub(super) statements: Vec<String>,
    pub(super) back: Vec<(String, When)>,
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
    /// The last revision of Alembic's.
    parent: String,
}

/// The ends of all folders of migrations, found once for every migration that is written behind one.
pub(super) struct Ends<'a> {
    /// Ordered: which names, and a number among them.
    numbers: Vec<(Names<'a>, u64)>,
    /// Ordered: a folder of Alembic's, and a head in it.
    heads: Vec<(&'a str, &'a str)>,
}

/// The names that are numbered together: a folder, what stands before the numbers, and whether each migration is a
/// folder by itself.
type Names<'a> = (&'a str, &'static str, bool);

impl<'a> Ends<'a> {
    pub(super) fn of(
        sources: &'a [Source],
        units: &'a [Unit],
        neighbours: &'a [String],
    ) -> Ends<'a> {
        let mut numbers = Vec::new();
        for path in sources.iter().map(|it| &it.path).chain(neighbours) {
            for nested in [false, true] {
                let (folder, name) = split(path, nested);
                for prefix in ["", "V"] {
                    let found = number(name, prefix);
                    numbers.extend(found.map(|it| ((folder, prefix, nested), it.0)));
                }
            }
        }
        order::sort(&mut numbers);
        let here = units.iter().filter_map(|it| {
            let revision = it.direction == Direction::Up && it.framework == Framework::Alembic;
            let source = sources.get(it.source).filter(|_| revision)?;
            Some((graph(it, source), it))
        });
        let mut parents = Vec::new();
        for (folder, unit) in here.clone() {
            parents.extend(unit.parents.iter().flatten().map(|it| (folder, it.as_str())));
        }
        order::sort(&mut parents);
        let mut heads: Vec<(&str, &str)> = here
            .map(|(folder, unit)| (folder, unit.id.as_str()))
            .filter(|it| parents.binary_search(it).is_err())
            .collect();
        order::sort(&mut heads);
        Ends { numbers, heads }
    }

    /// The highest number.
    fn last(&self, names: Names<'_>) -> Option<u64> {
        let end = self.numbers.partition_point(|it| it.0 <= names);
        self.numbers.get(end.checked_sub(1)?).filter(|it| it.0 == names).map(|it| it.1)
    }

    /// The folder's one head; `None` where there are several.
    fn head(&self, folder: &str) -> Option<&'a str> {
        let start = self.heads.partition_point(|it| it.0 < folder);
        let mut heads = self.heads.iter().skip(start).take_while(|it| it.0 == folder);
        match (heads.next(), heads.next()) {
            (Some(head), None) => Some(head.1),
            _ => None,
        }
    }
}

/// What the revisions of one graph have in common.
fn graph<'a>(unit: &'a Unit, source: &'a Source) -> &'a str {
    unit.graph.as_deref().unwrap_or_else(|| split(&source.path, false).0)
}

impl Next {
    /// After all migrations of the folder; `None` where no number tells which these are.
    pub(super) fn after(ends: &Ends<'_>, source: &Source, unit: &Unit) -> Option<Next> {
        (unit.direction == Direction::Up).then_some(())?;
        if unit.framework == Framework::Alembic {
            return Next::after_head(ends, source, unit);
        }
        let nested = matches!(unit.framework, Framework::Prisma | Framework::Diesel);
        let (folder, name) = split(&source.path, nested);
        let prefix = if unit.framework == Framework::Flyway { "V" } else { "" };
        let (_, width) = number(name, prefix)?;
        let last = ends.last((folder, prefix, nested))?;
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
            parent: String::new(),
        })
    }

    /// After the one head of Alembic's graph; `None` where there are several.
    fn after_head(ends: &Ends<'_>, source: &Source, unit: &Unit) -> Option<Next> {
        let (folder, _) = split(&source.path, false);
        let parent = ends.head(graph(unit, source))?.to_owned();
        let (number, width) = match parent.parse() {
            Ok(number) if unit.id.bytes().all(|it| it.is_ascii_digit()) => (number, parent.len()),
            _ => (0, 0),
        };
        Some(Next {
            framework: Framework::Alembic,
            folder: folder.to_owned(),
            prefix: "",
            number,
            width,
            gap: "_",
            newline: newline(&source.text),
            pair: false,
            parent,
        })
    }

    /// A revision after the last one.
    fn revision(&mut self, content: &Content) -> Source {
        let id = match self.width {
            0 => identifier(&[&self.parent, &content.slug]),
            width => {
                self.number += 1;
                format!("{:0width$}", self.number)
            }
        };
        let body = |statements: &mut dyn Iterator<Item = (&String, When)>| {
            let mut lines = String::new();
            let mut open = false;
            for (statement, when) in statements {
                let apart = content.alone || when == When::AfterCommit;
                if apart && !open {
                    lines.push_str("    with op.get_context().autocommit_block():\n");
                }
                open = apart;
                let indent = if apart { "        " } else { "    " };
                lines.push_str(&format!("{indent}{}\n", execute(statement)));
            }
            if lines.is_empty() { "    pass\n".to_owned() } else { lines }
        };
        let title = content.slug.replace('_', " ");
        let text = format!(
            "\"\"\"{title}\n\nRevision ID: {id}\nRevises: {parent}\n\"\"\"\n\nfrom alembic import op\n\n\
             revision = \"{id}\"\ndown_revision = \"{parent}\"\nbranch_labels = None\ndepends_on = None\n\n\n\
             def upgrade():\n{}\n\ndef downgrade():\n{}",
            body(&mut content.statements.iter().map(|it| (it, When::Together))),
            body(&mut content.back.iter().map(|(it, when)| (it, *when))),
            parent = self.parent,
        );
        let path = format!("{}{id}_{}.py", self.folder, content.slug);
        self.parent = id;
        Source { path, text: text.replace('\n', self.newline) }
    }

    /// The files of the next migration.
    pub(super) fn write(&mut self, content: &Content) -> Option<Vec<Source>> {
        if self.framework == Framework::Alembic {
            return Some(vec![self.revision(content)]);
        }
        self.number = self.number.checked_add(1)?;
        let number = format!("{:0width$}", self.number, width = self.width);
        let name = format!("{}{}{number}{}{}", self.folder, self.prefix, self.gap, content.slug);
        let lines = |statements: &[String]| -> String {
            statements.iter().map(|it| format!("{it};{}", self.newline)).collect()
        };
        // The ways down of these run in one transaction.
        let back = content.back.iter().filter(|it| it.1 == When::Together);
        let back: Vec<String> = back.map(|it| it.0.clone()).collect();
        let (up, down) = (lines(&content.statements), lines(&back));
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

/// Twelve hexadecimal digits, as Alembic's own identifiers have, that are the same for the same words (FNV-1a).
fn identifier(words: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in words.iter().flat_map(|it| it.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{:012x}", hash & 0xffff_ffff_ffff)
}
