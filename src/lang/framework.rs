//! Which convention a file follows: up and down, version, order, who opens the transaction.
//!
//! Facts are from each tool's own manual; the page is named where the convention is recognised.

use std::collections::{BTreeMap, BTreeSet};

use memchr::{memchr, memmem, memrchr};

use super::sql;
use crate::dialect::{Dialect, Target};
use crate::ops::transaction::TransactionOp;
use crate::ops::unit::{
    Direction, Framework, Miscut, Misread, Presence, Quirk, QuirkKind, Unit, UnitTransaction,
};
use crate::ops::{OpKind, Statement};
use crate::text::{Source, Span};

/// The units of one file that is not Python: its way up, and its way down where the file holds both.
pub fn read(index: usize, source: &Source, beside: &Beside, target: Target) -> Vec<Unit> {
    if is_aside(source) {
        return Vec::new();
    }
    let (dialect, name) = (target.dialect, Name::of(&source.path));
    let comments = comments(&source.text);
    let file = File { index, source, target, dialect, name, comments, beside };
    let read = [sections, liquibase, by_name].into_iter().find_map(|it| it(&file));
    read.unwrap_or_else(|| vec![file.plain()])
}

/// What the files of a folder tell of one another: names alone do not tell sqlx from golang-migrate, or refinery from
/// Flyway.
#[derive(Debug, Default)]
pub struct Beside {
    /// Folders with a file that only sqlx writes or reads.
    sqlx: BTreeSet<String>,
    /// Folders `migrations` whose files are all named as "sqlx migrate add" names them. Others may name theirs so too.
    dated: BTreeSet<String>,
    /// Folders whose metadata.toml says that diesel opens no transaction.
    outside: BTreeSet<String>,
    /// Folders with a file that has Drizzle's breakpoints.
    drizzle: BTreeSet<String>,
    /// Folders of `U1__x.sql` that undo nothing, and with nothing that Flyway alone would have.
    refinery: BTreeSet<String>,
    /// The changes of Sqitch's plans: project and name, sorted, with the place in the plan.
    changes: Vec<((String, String), u32)>,
}

impl Beside {
    pub fn of(sources: &[Source]) -> Beside {
        let mut beside = Beside::default();
        beside.changes.extend(sources.iter().filter(|it| is_plan(&it.path)).flat_map(planned));
        crate::order::sort(&mut beside.changes);
        let mut flyway = BTreeSet::new();
        let mut versions: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        let mut dates: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
        for source in sources {
            let folder = folder_of(&source.path);
            let all = dates.entry(folder).or_insert((0, true));
            *all = (all.0 + 1, all.1 && is_dated(Name::of(&source.path).stem));
            if runs_outside(source) {
                beside.outside.insert(folder.to_owned());
            }
            if is_of_sqlx(&source.text) {
                beside.sqlx.insert(folder.to_owned());
            }
            if is_of_drizzle(&source.text) {
                beside.drizzle.insert(folder.to_owned());
            }
            let Some((prefix, _)) = Name::of(&source.path).stem.split_once("__") else { continue };
            match prefix.split_at_checked(1) {
                Some((kind @ ("V" | "U"), version)) => {
                    versions.entry(folder).or_default().push((version, kind));
                }
                Some(("R" | "B", _)) => _ = flyway.insert(folder),
                _ => {}
            }
        }
        for (folder, (count, all)) in dates {
            let above = folder_of(folder);
            if 1 < count && all && folder.ends_with("migrations") && !above.ends_with("supabase") {
                beside.dated.insert(folder.to_owned());
            }
        }
        for (folder, mut versions) in versions {
            crate::order::sort(&mut versions);
            let undone = versions.windows(2).any(|it| it[0].0 == it[1].0);
            let whole = |it: &(&str, &str)| it.0.bytes().all(|it| it.is_ascii_digit());
            let several = 1 < versions.len() && versions.iter().any(|it| it.1 == "U");
            if several && !undone && versions.iter().all(whole) && !flyway.contains(folder) {
                beside.refinery.insert(folder.to_owned());
            }
        }
        beside
    }
}

fn folder_of(path: &str) -> &str {
    path.rfind(['/', '\\']).map_or("", |it| &path[..it])
}

/// `20240101000000_name`.
fn is_dated(stem: &str) -> bool {
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    digits == 14 && stem.as_bytes().get(digits) == Some(&b'_') && !stem.contains('.')
}

/// What "sqlx migrate add" writes into a new file ("sqlx-cli"), and what only sqlx reads.
fn is_of_sqlx(text: &str) -> bool {
    const WRITTEN: [&str; 3] = [
        "-- Add migration script here",
        "-- Add up migration script here",
        "-- Add down migration script here",
    ];
    let text = text.trim_start_matches('\u{feff}');
    begins_without_transaction(text) || WRITTEN.iter().any(|it| text.trim_start().starts_with(it))
}

/// The database that a file is for, as its folder, its own name or its changesets tell, and how. The name of a script of
/// Python only says what the revision is about: it runs on every database.
pub fn dialect_told(source: &Source) -> Option<(Dialect, String)> {
    let script = super::is_python(source);
    dialect_of_folder(source)
        .or_else(|| in_words(source, &source.path).filter(|_| !script))
        .or_else(|| {
            let dialect = dialect_of_changesets(&source.text)?;
            Some((dialect, format!("the changesets of {} are for it", source.path)))
        })
}

/// The database that the folder of a file names, and how.
pub fn dialect_of_folder(source: &Source) -> Option<(Dialect, String)> {
    in_words(source, source.path.rsplit_once('/')?.0)
}

/// The last word of a part of the path that is a database.
fn in_words(source: &Source, part: &str) -> Option<(Dialect, String)> {
    let words = part.split(|it: char| !it.is_ascii_alphanumeric());
    let (dialect, word) = words.filter_map(|it| Some((Dialect::parse(it)?, it))).next_back()?;
    Some((dialect, format!("the path {} says `{word}`", source.path)))
}

/// For a path of which one part is a database, `mysql/1_a.sql` or `1_a.mysql.up.sql`: where the files for other databases
/// lie beside it, and the database.
pub fn sibling(path: &str) -> Option<(&str, Dialect)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if let Some(dialect) = name.split('.').skip(1).find_map(Dialect::parse) {
        return Some((folder, dialect));
    }
    let mut end = folder.len();
    while let Some(above) = folder.get(..end) {
        let start = above.rfind('/').map_or(0, |it| it + 1);
        if let Some(dialect) = Dialect::parse(&above[start..]) {
            return Some((&above[..start], dialect));
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// As [`sibling`], with the number by which the file is one of its folder's.
pub fn numbered_sibling(path: &str) -> Option<(&str, Dialect, &str)> {
    let (place, dialect) = sibling(path)?;
    let rest = path.get(place.len()..)?.trim_start_matches('/');
    let behind = rest.split_once('/').filter(|it| Dialect::parse(it.0).is_some());
    let rest = behind.map_or(rest, |it| it.1).trim_start_matches('V');
    let end = rest.find(|it: char| !(it.is_ascii_digit() || it == '-' || it == '.'));
    let number = rest.get(..end?)?.trim_end_matches(['-', '.']);
    (!number.is_empty()).then_some((place, dialect, number))
}

struct File<'a> {
    index: usize,
    source: &'a Source,
    target: Target,
    dialect: Dialect,
    name: Name<'a>,
    /// The lines that begin with `--`, where conventions leave their marks.
    comments: Vec<Span>,
    beside: &'a Beside,
}

/// The parts of a path that conventions speak about.
struct Name<'a> {
    /// The file's name without `.sql`.
    stem: &'a str,
    folder: &'a str,
    /// The folder above.
    above: &'a str,
}

impl<'a> Name<'a> {
    fn of(path: &'a str) -> Name<'a> {
        let mut parts = path.rsplit(['/', '\\']);
        let file = parts.next().unwrap_or(path);
        Name {
            stem: file.strip_suffix(".sql").unwrap_or(file),
            folder: parts.next().unwrap_or(""),
            above: parts.next().unwrap_or(""),
        }
    }
}

/// What a convention says of one unit.
struct Way<'a> {
    framework: Framework,
    direction: Direction,
    id: &'a str,
    transaction: UnitTransaction,
}

impl<'a> Way<'a> {
    fn up(framework: Framework, id: &'a str, transaction: UnitTransaction) -> Way<'a> {
        Way { framework, direction: Direction::Up, id, transaction }
    }
}

impl File<'_> {
    fn text(&self) -> &str {
        &self.source.text
    }

    fn whole(&self) -> Span {
        Span::new(0, self.text().len())
    }

    fn unit(&self, way: &Way<'_>, span: Span) -> Unit {
        self.unit_of(way, span, sql::read_for(self.text(), span, self.target))
    }

    fn unit_of(&self, way: &Way<'_>, span: Span, statements: Vec<Statement>) -> Unit {
        let mut unit = Unit::new(self.index, way.direction, way.framework, way.id);
        unit.span = span;
        unit.transaction = way.transaction;
        unit.statements = statements;
        match (way.framework, self.dialect) {
            (Framework::Goose | Framework::SqlMigrate, _) => cut_at_lines(self.text(), &mut unit),
            (_, Dialect::Oracle) => run_by_slashes(self.text(), &mut unit),
            _ => {}
        }
        if unit.statements.is_empty() {
            unit.presence = Presence::Empty;
        }
        unit
    }

    fn plain(&self) -> Unit {
        self.unit(
            &Way::up(Framework::Plain, self.name.stem, UnitTransaction::Unknown),
            self.whole(),
        )
    }
}

// ---- Sections of a file

/// Comments that divide a file into its way up and its way down.
struct Marks {
    framework: Framework,
    /// Empty where the way up is what stands above the other mark.
    up: &'static str,
    /// A word on the line of a mark, or a line of its own, that leaves the transaction out.
    without: &'static str,
    transaction: UnitTransaction,
}

/// goose: "Annotations" and its internal/sqlparser; dbmate: "Creating Migrations", "Migration Options" and its
/// migration.go; sql-migrate: "Writing migrations" and its sqlparse.go; tern: its migrate.go (`disableTxPattern`);
/// node-pg-migrate: "Defining Migrations" for the transaction, and its sqlMigration.ts, which reads no other marks;
/// MyBatis Migrations: "The 'new' command" and its MigrationReader.java.
const MARKS: [Marks; 6] = [
    Marks {
        framework: Framework::Goose,
        up: "up",
        without: "no transaction",
        transaction: UnitTransaction::Wrapped,
    },
    Marks {
        framework: Framework::Dbmate,
        up: "up",
        without: "transaction:false",
        transaction: UnitTransaction::Wrapped,
    },
    Marks {
        framework: Framework::SqlMigrate,
        up: "up",
        without: "notransaction",
        transaction: UnitTransaction::Wrapped,
    },
    Marks {
        framework: Framework::NodePgMigrate,
        up: "up",
        without: "",
        transaction: UnitTransaction::WrappedTogether,
    },
    Marks {
        framework: Framework::Tern,
        up: "",
        without: "---- tern: disable-tx ----",
        transaction: UnitTransaction::Wrapped,
    },
    Marks {
        framework: Framework::Mybatis,
        up: "",
        without: "",
        transaction: UnitTransaction::Wrapped,
    },
];

/// What a comment says to the tool, such as `up`; with blanks and letter cases that some tools do not accept.
fn said(line: &str, framework: Framework) -> Option<&str> {
    let line = line.trim();
    let words = line.strip_prefix("--")?.trim_start();
    let first = |it: &'_ str| it.split_whitespace().next().map_or(0, str::len);
    match framework {
        Framework::Goose => {
            let words = after(words, "+goose")?.trim();
            let word = words.get(..first(words))?;
            Some(if is_section(word) { word } else { words })
        }
        Framework::SqlMigrate => {
            let words = after(words, "+migrate")?.trim_start();
            words.get(..first(words))
        }
        Framework::Dbmate => {
            let words = after(words, "migrate:")?;
            words.get(..first(words))
        }
        Framework::NodePgMigrate => {
            let words = words.trim_start_matches(|it: char| it == '-' || it.is_whitespace());
            let (word, rest) = words.split_at_checked(first(words))?;
            after(rest.trim_start(), "migration").map(|_| word)
        }
        Framework::Tern => (line == "---- create above / drop below ----").then_some("down"),
        Framework::Mybatis => {
            (words.starts_with("//") && words.contains("@UNDO")).then_some("down")
        }
        _ => None,
    }
}

fn is_section(word: &str) -> bool {
    word.eq_ignore_ascii_case("up") || word.eq_ignore_ascii_case("down")
}

fn after<'l>(words: &'l str, mark: &str) -> Option<&'l str> {
    starts_with(words, mark).then(|| &words[mark.len()..])
}

/// Whether the tool itself reads the mark: goose refuses a blank before it and words behind it, and the others take it for
/// a comment.
fn is_read(line: &str, framework: Framework) -> bool {
    match framework {
        Framework::Goose => {
            line.starts_with("--")
                && line.rsplit("+goose").next().is_some_and(|it| is_section(it.trim()))
        }
        Framework::Dbmate => ["up", "down"].iter().any(|it| {
            let words = line.strip_prefix("--").map(str::trim_start);
            words.and_then(|words| words.strip_prefix("migrate:")?.strip_prefix(it)).is_some()
        }),
        Framework::SqlMigrate => {
            ["-- +migrate Up", "-- +migrate Down"].iter().any(|it| line.starts_with(it))
        }
        _ => true,
    }
}

fn sections(file: &File<'_>) -> Option<Vec<Unit>> {
    let marks = MARKS.iter().find(|it| {
        let first = if it.up.is_empty() { "down" } else { it.up };
        file.mark(it.framework, first).is_some()
    })?;
    let text = file.text();
    let up = match marks.up {
        "" => Span::default(),
        mark => file.mark(marks.framework, mark)?,
    };
    let down = file.mark(marks.framework, "down");
    let everywhere =
        marks.framework == Framework::Goose && file.mark(Framework::Goose, marks.without).is_some();
    let transaction = |line: Span, section: Span| {
        let here = line.of(text).split_whitespace().skip(1).any(|it| it == marks.without);
        // tern looks for the words in the section that it runs, goose in the file.
        let inside = marks.framework == Framework::Tern
            && line_with(section.of(text), marks.without).is_some();
        if everywhere || inside || here { UnitTransaction::Autocommit } else { marks.transaction }
    };
    // A file may begin with its way down.
    let end_of = |start: Span, other: Option<Span>| match other {
        Some(other) if start.start < other.start => other.start as usize,
        _ => text.len(),
    };
    let unit = |direction, line: Span, other| {
        let section = Span::new(line.end as usize, end_of(line, other));
        let way = Way {
            framework: marks.framework,
            direction,
            id: file.name.stem,
            transaction: transaction(line, section),
        };
        file.unit(&way, section)
    };
    let mut first = unit(Direction::Up, up, down);
    misread(file, marks, up, down, &mut first.quirks);
    let mut units = vec![first];
    if let Some(line) = down {
        units.push(unit(Direction::Down, line, Some(up)));
    }
    Some(units)
}

/// Where the tool reads the sections otherwise than they are meant.
fn misread(file: &File<'_>, marks: &Marks, up: Span, down: Option<Span>, quirks: &mut Vec<Quirk>) {
    let mut tell = |span: Span, how: Misread| {
        quirks.push(Quirk { span, kind: QuirkKind::Misread(how), mend: Vec::new() });
    };
    if marks.up.is_empty() {
        return;
    }
    let refuses = matches!(marks.framework, Framework::Goose | Framework::Dbmate);
    for line in [Some(up), down].into_iter().flatten() {
        // node-pg-migrate looks behind a byte order mark, as behind blanks.
        let marked =
            file.text().starts_with('\u{feff}') && line.start as usize == '\u{feff}'.len_utf8();
        let passes = marked && marks.framework != Framework::NodePgMigrate;
        if passes || !is_read(line.of(file.text()), marks.framework) {
            tell(line, Misread::Unread);
        }
    }
    if refuses && down.is_some_and(|it| it.start < up.start) {
        tell(up, Misread::Backwards);
    }
    let before = down.map_or(up.start, |it| it.start.min(up.start));
    let outside = sql::read(file.text(), Span::new(0, before as usize), file.dialect);
    if let Some(first) = outside.first() {
        tell(first.span, if refuses { Misread::RefusedOutside } else { Misread::PassedOver });
    }
}

/// goose ends a statement at a line whose last word ends with a semicolon, a word that begins with `--` being the last
/// to count, unless StatementBegin and StatementEnd stand around it ("SQL file annotations", and `endsWithSemicolon` of
/// its parser, which sql-migrate has from it). What no such line ends, it refuses.
fn cut_at_lines(text: &str, unit: &mut Unit) {
    let mut begun = None;
    let mut start = unit.span.start as usize;
    let mut rest = unit.statements.iter().map(|it| it.span).peekable();
    for line in unit.span.of(text).split_inclusive('\n') {
        let at = (start + line.len()) as u32;
        let word = if line.starts_with("--") { said(line, unit.framework) } else { None };
        let is = |mark: &str| word.is_some_and(|it| it.eq_ignore_ascii_case(mark));
        if is("StatementBegin") {
            begun = Some(Span::new(start, start + line.trim_end().len()));
        }
        let closes = begun.is_some() && is("StatementEnd");
        let last = line.split_whitespace().take_while(|it| !it.starts_with("--")).last();
        let ends = begun.is_none() && last.is_some_and(|it| it.ends_with(';'));
        if closes || ends {
            while rest.next_if(|it| it.end < at).is_some() {}
        }
        if closes {
            begun = None;
        }
        if ends && let Some(span) = rest.next_if(|it| it.start < at) {
            unit.quirks.push(miscut(span, Miscut::InTwo));
        }
        start += line.len();
    }
    let open = match (begun, rest.peek()) {
        (Some(line), _) => (line, Misread::Unclosed),
        (None, Some(span)) => (*span, Misread::Unended),
        (None, None) => return,
    };
    unit.quirks.push(Quirk { span: open.0, kind: QuirkKind::Misread(open.1), mend: Vec::new() });
}

/// A PL/SQL block is ended by a line that is `/` and not by a semicolon ("Running PL/SQL Blocks" of the SQL*Plus User's
/// Guide); behind a statement that its semicolon has run, the line runs it again ("/ (slash)").
fn run_by_slashes(text: &str, unit: &mut Unit) {
    let by_sqlplus = matches!(unit.framework, Framework::Plain | Framework::Sqitch);
    for statement in &unit.statements {
        let span = statement.span;
        if sql::swallowed(text, span).is_some() {
            unit.quirks.push(miscut(span, Miscut::Swallows));
        }
        let rest = text.get(span.end as usize..unit.span.end as usize).unwrap_or("");
        let next = rest.strip_prefix(';').map(|it| it.trim_start().split('\n').next());
        let again = next.flatten().is_some_and(|it| it.trim_end() == "/");
        if by_sqlplus && again && statement.ops.iter().any(|it| it.kind.is_change()) {
            unit.quirks.push(miscut(span, Miscut::Twice));
        }
    }
}

fn miscut(span: Span, how: Miscut) -> Quirk {
    Quirk { span, kind: QuirkKind::Miscut(how), mend: Vec::new() }
}

/// The lines that begin with `--`, whole.
fn comments(text: &str) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    while let Some(dashes) = memmem::find(&text.as_bytes()[at..], b"--").map(|it| at + it) {
        let start = memrchr(b'\n', &text.as_bytes()[at..dashes]).map_or(at, |it| at + it + 1);
        let rest = &text.as_bytes()[dashes..];
        let end = memchr(b'\n', rest).map_or(text.len(), |it| dashes + it + 1);
        if text[start..dashes].trim_start().is_empty() {
            comments.push(Span::new(start, end));
        }
        at = end;
    }
    comments
}

impl File<'_> {
    /// The first comment that says this to the tool.
    fn mark(&self, framework: Framework, word: &str) -> Option<Span> {
        self.comments.iter().find_map(|it| {
            let line = it.of(self.text());
            let says = said(line, framework).is_some_and(|it| it.eq_ignore_ascii_case(word));
            says.then(|| Span::new(it.start as usize, it.start as usize + line.trim_end().len()))
        })
    }

    /// The first line that begins with `mark`, a comment in lower case.
    fn line_with(&self, mark: &str) -> Option<Span> {
        self.comments.iter().find_map(|it| marked(self.text(), *it, mark))
    }
}

/// The line's text, if it begins with `mark`.
fn marked(text: &str, line: Span, mark: &str) -> Option<Span> {
    let (start, line) = (line.start as usize, line.of(text));
    begins_with(line, mark).then(|| Span::new(start, start + line.trim_end().len()))
}

fn begins_with(line: &str, mark: &str) -> bool {
    line.trim_start().get(..mark.len()).is_some_and(|it| it.eq_ignore_ascii_case(mark))
}

/// The first line that begins with `mark`, a comment in lower case.
pub(super) fn line_with(text: &str, mark: &str) -> Option<Span> {
    comments(text).into_iter().find_map(|it| marked(text, it, mark))
}

// ---- Liquibase

/// Formatted SQL (manual: "Example Changelogs: SQL Format"): a unit for each changeset, its way back in comments.
fn liquibase(file: &File<'_>) -> Option<Vec<Unit>> {
    let text = file.text();
    let head = *file.comments.iter().find(|it| is_head(it.of(text)))?;
    let changesets = changesets(text, head.end as usize);
    let mut units = Vec::new();
    for (at, line) in changesets.iter().enumerate() {
        let words = line.of(text);
        if dbms(words).is_some_and(|it| !runs_on(it, file.dialect)) {
            continue;
        }
        let id = words.split_whitespace().find(|it| it.contains(':') && !it.ends_with(':'));
        let id = id.map_or(file.name.stem, |it| it.trim_start_matches("--changeset").trim());
        let end = changesets.get(at + 1).map_or(text.len(), |it| it.start as usize);
        let transaction = if words.to_ascii_lowercase().contains("runintransaction:false") {
            UnitTransaction::Autocommit
        } else {
            UnitTransaction::Wrapped
        };
        let mut way = Way::up(Framework::Liquibase, id, transaction);
        let span = Span::new(line.end as usize, end);
        let delimiter = delimiter(words, file.dialect);
        let statements = sql::read_cut(text, span, file.target, delimiter);
        units.push(file.unit_of(&way, span, statements));
        way.direction = Direction::Down;
        units.extend(rollback(file, &way, span));
    }
    Some(units)
}

/// `--liquibase formatted sql`, with any blanks.
fn is_head(line: &str) -> bool {
    let words = line.trim_start().strip_prefix("--").map(str::trim_start);
    words
        .and_then(|it| after(it, "liquibase"))
        .is_some_and(|it| starts_with(it.trim_start(), "formatted"))
}

/// What a changeset's line says of an attribute, which is given in lower case with its colon.
fn attribute<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let start = line.to_ascii_lowercase().find(name)? + name.len();
    line.get(start..)?.split_whitespace().next()
}

/// The databases that a changeset is for, as its line says.
fn dbms(line: &str) -> Option<&str> {
    attribute(line, "dbms:").map(|it| it.trim_matches('"'))
}

/// Manual, "endDelimiter": what ends each statement of a changeset, a text or a pattern. `None` for what the database's
/// own scripts end so: a semicolon, Oracle's slash, SQL Server's GO.
fn delimiter(line: &str, dialect: Dialect) -> Option<&str> {
    let said = attribute(line, " enddelimiter:")?;
    let literal = said.strip_prefix("\\n").unwrap_or(said);
    let own = match dialect {
        Dialect::Oracle => literal.contains('/'),
        Dialect::Mssql => literal.eq_ignore_ascii_case("go"),
        _ => false,
    };
    (!own && !matches!(literal, "" | ";") && !literal.contains('\\')).then_some(literal)
}

/// Manual, "dbms": names with commas between them, `!` before one that it is not for, `all` and `none`.
fn runs_on(list: &str, dialect: Dialect) -> bool {
    let is_this = |it: &str| Dialect::parse(it) == Some(dialect);
    let mut names = list.split(',').filter(|it| !it.is_empty());
    if names.clone().any(|it| it.strip_prefix('!').is_some_and(is_this)) {
        return false;
    }
    names.clone().all(|it| it.starts_with('!'))
        || names.any(|it| is_this(it) || it.eq_ignore_ascii_case("all"))
}

/// The one database that all changesets are for, of those that say so.
fn dialect_of_changesets(text: &str) -> Option<Dialect> {
    let head = *comments(text).iter().find(|it| is_head(it.of(text)))?;
    let mut named = changesets(text, head.end as usize)
        .into_iter()
        .filter_map(|it| dbms(it.of(text)))
        .map(Dialect::parse);
    let first = named.next()??;
    named.all(|it| it == Some(first)).then_some(first)
}

fn changesets(text: &str, from: usize) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut at = from;
    for line in text.get(from..).unwrap_or("").split_inclusive('\n') {
        let words = line.trim_start().trim_start_matches("--").trim_start();
        let comment = line.trim_start().starts_with("--");
        if comment && words.get(..10).is_some_and(|it| it.eq_ignore_ascii_case("changeset ")) {
            lines.push(Span::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    lines
}

/// The statements that stand behind `--rollback`, each of whose lines goes on where the one before ended, or in a
/// comment that begins with `liquibase rollback` ("Rollback", "Formatted SQL").
fn rollback(file: &File<'_>, way: &Way<'_>, span: Span) -> Option<Unit> {
    let text = file.text();
    let mut sql = String::new();
    // Where each line of `sql` stands in the file.
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut place: Option<Span> = None;
    let mut at = span.start as usize;
    let mut block = false;
    for line in span.of(text).split_inclusive('\n') {
        let inner = line.trim_start();
        let part = if block {
            block = !line.contains("*/");
            Some((0, line.find("*/").unwrap_or(line.trim_end().len())))
        } else if let Some(words) = inner.strip_prefix("/*") {
            let words = words.trim_start();
            let marked = starts_with(words, "liquibase rollback");
            let start = line.len() - words.len() + if marked { 18 } else { 0 };
            block = marked && !words.contains("*/");
            marked.then(|| (start, line.find("*/").unwrap_or(line.trim_end().len())))
        } else {
            let words = inner.trim_start_matches("--").trim_start();
            let marked = inner.starts_with("--") && starts_with(words, "rollback ");
            marked.then(|| (line.len() - words.len() + 9, line.trim_end().len()))
        };
        if let Some((start, end)) = part.filter(|it| it.0 <= it.1) {
            let found = Span::new(at + start, at + end);
            places.push((sql.len(), at + start));
            sql += found.of(text);
            sql.push('\n');
            place = Some(place.map_or(found, |it| it.cover(found)));
        }
        at += line.len();
    }
    let mut unit = Unit::new(file.index, way.direction, way.framework, way.id);
    unit.span = place?;
    unit.transaction = way.transaction;
    // "--rollback empty" and "--rollback not required" say that nothing is to be done.
    if matches!(sql.trim().to_ascii_lowercase().as_str(), "" | "empty" | "not required") {
        unit.presence = Presence::Empty;
        return Some(unit);
    }
    let offset = |it: u32| {
        let line = places.partition_point(|place| place.0 <= it as usize).saturating_sub(1);
        let (from, to) = places.get(line).copied().unwrap_or_default();
        to + (it as usize - from)
    };
    let whole = unit.span.range();
    let in_file = |it: Span| {
        let (start, end) = (offset(it.start), offset(it.end.saturating_sub(1)) + 1);
        Span::new(start.clamp(whole.start, whole.end), end.clamp(whole.start, whole.end))
    };
    unit.statements = sql::read_embedded(&sql, file.dialect, &in_file);
    Some(unit)
}

fn starts_with(words: &str, mark: &str) -> bool {
    words.get(..mark.len()).is_some_and(|it| it.eq_ignore_ascii_case(mark))
}

// ---- The path's own words

fn by_name(file: &File<'_>) -> Option<Vec<Unit>> {
    let found = [pair, folder_pair, drizzle, prisma, flyway, sqitch, rails, sqlx]
        .into_iter()
        .find_map(|it| it(file));
    found.map(|it| vec![it])
}

/// `0001_x.up.sql` and `0001_x.down.sql`, and golang-migrate's `0001_x.alwaysup.sql`. golang-migrate ("Migrations",
/// "postgres: Multi-statement mode") sends the file as one message, which PostgreSQL runs as one transaction where it
/// holds several statements; sqlx ("SQLx CLI", "Reverting Migrations") opens a transaction unless the first line says
/// otherwise.
fn pair(file: &File<'_>) -> Option<Unit> {
    let (id, direction) = match file.name.stem.rsplit_once('.')? {
        (id, "up" | "alwaysup") => (id, Direction::Up),
        (id, "down" | "alwaysdown") => (id, Direction::Down),
        _ => return None,
    };
    if file.beside.sqlx.contains(folder_of(&file.source.path)) {
        let transaction = of_sqlx(file);
        let way = Way { framework: Framework::Sqlx, direction, id, transaction };
        return Some(file.unit(&way, file.whole()));
    }
    let framework = Framework::GolangMigrate;
    let mut unit = file.unit(
        &Way { framework, direction, id, transaction: UnitTransaction::Unknown },
        file.whole(),
    );
    unit.transaction = one_message(file, &unit);
    Some(unit)
}

fn of_sqlx(file: &File<'_>) -> UnitTransaction {
    if begins_without_transaction(file.text()) {
        UnitTransaction::Autocommit
    } else {
        UnitTransaction::Wrapped
    }
}

/// One message of several statements: PostgreSQL makes one transaction of it, the others none.
fn one_message(file: &File<'_>, unit: &Unit) -> UnitTransaction {
    let begins = unit
        .statements
        .first()
        .and_then(|it| it.ops.first())
        .is_some_and(|it| matches!(it.kind, OpKind::Transaction(TransactionOp::Begin)));
    match (file.dialect, unit.statements.len()) {
        // A BEGIN makes the message's transaction its own ("Multiple Statements in a Simple Query").
        (Dialect::Postgres, _) if begins => UnitTransaction::Autocommit,
        (Dialect::Postgres, 0 | 1) => UnitTransaction::Unknown,
        (Dialect::Postgres, _) => UnitTransaction::Wrapped,
        _ => UnitTransaction::Autocommit,
    }
}

/// diesel's `NAME/up.sql` and `NAME/down.sql`, in a transaction unless metadata.toml's `run_in_transaction` says
/// otherwise ("diesel_migrations").
fn folder_pair(file: &File<'_>) -> Option<Unit> {
    let direction = match file.name.stem {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return None,
    };
    let (framework, id) = (Framework::Diesel, file.name.folder);
    (!id.is_empty()).then_some(())?;
    let transaction = match file.beside.outside.contains(folder_of(&file.source.path)) {
        true => UnitTransaction::Autocommit,
        false => UnitTransaction::Wrapped,
    };
    Some(file.unit(&Way { framework, direction, id, transaction }, file.whole()))
}

/// Prisma's `migrations/20240101000000_x/migration.sql` ("About migration histories"). Up to 7.3 its engine sends the file
/// as one message; since then statement by statement, unless its parser does not know one of them
/// (`split_script_into_statements` of prisma-engines). The version is not known, and the older way holds locks for longer.
fn prisma(file: &File<'_>) -> Option<Unit> {
    let dated = file.name.folder.bytes().take_while(u8::is_ascii_digit).count() == 14;
    (file.name.stem == "migration" && (dated || file.name.above == "migrations")).then_some(())?;
    let way = Way::up(Framework::Prisma, file.name.folder, UnitTransaction::Unknown);
    let mut unit = file.unit(&way, file.whole());
    unit.transaction = one_message(file, &unit);
    Some(unit)
}

/// Flyway's `V1__x.sql`, `U1__x.sql`, `R__x.sql`, `B1__x.sql` ("Migrations"). It leaves out the transaction where a
/// statement does not accept one ("Flyway Execute In Transaction Setting"), which is what an unknown runner is taken to
/// do. refinery has the same names, and a `U1__x.sql` of its that stands alone is a way up ("Unversioned VS Versioned
/// migrations"); it runs each in a transaction ("Implementation details").
fn flyway(file: &File<'_>) -> Option<Unit> {
    if is_callback(file.name.stem) {
        let way = Way::up(Framework::Flyway, file.name.stem, UnitTransaction::Unknown);
        return Some(file.unit(&way, file.whole()));
    }
    let (prefix, _) = file.name.stem.split_once("__")?;
    let (kind, version) = (prefix.get(..1)?, prefix.get(1..)?);
    let numbered = !version.is_empty()
        && version.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'_'));
    let direction = match kind {
        "V" | "B" if numbered => Direction::Up,
        "U" if numbered => Direction::Down,
        "R" if version.is_empty() => Direction::Up,
        _ => return None,
    };
    let id = if numbered { version } else { file.name.stem };
    if file.beside.refinery.contains(folder_of(&file.source.path)) {
        let way = Way::up(Framework::Refinery, id, UnitTransaction::Wrapped);
        let mut unit = file.unit(&way, file.whole());
        unit.sorted_as = Some(format!("{}/{id}", folder_of(&file.source.path)));
        return Some(unit);
    }
    let way =
        Way { framework: Framework::Flyway, direction, id, transaction: UnitTransaction::Unknown };
    Some(file.unit(&way, file.whole()))
}

/// A database that has run a migration ignores Flyway's `B5__x.sql`; a new one begins with the newest and ignores each `V`
/// up to it ("Baseline Migrations"). Both lead to the same schema, and live data is in the first: the `V` are judged where
/// they are there, and the newest `B` in the place of those that no longer are.
pub(super) fn leave_out_baselines(units: &mut Vec<Unit>, sources: &[Source]) {
    type Version<'v> = Vec<(usize, &'v str)>;
    // The kind, the folder and the version, whose parts are compared as numbers.
    fn told<'v>(unit: &'v Unit, sources: &'v [Source]) -> Option<(bool, &'v str, Version<'v>)> {
        let path = sources.get(unit.source).map_or("", |it| it.path.as_str());
        let folder = folder_of(path);
        let base = path.rsplit('/').next().is_some_and(|it| it.starts_with('B'));
        let counts = unit.framework == Framework::Flyway
            && unit.direction == Direction::Up
            && unit.id.starts_with(|it: char| it.is_ascii_digit());
        let number = |it: &'v str| {
            let it = it.trim_start_matches('0');
            (it.len(), it)
        };
        let mut version: Version<'v> = unit.id.split(['.', '_']).map(number).collect();
        while version.pop_if(|it| it.0 == 0).is_some() {}
        counts.then_some((base, folder, version))
    }
    let known = |it: &Unit| told(it, sources).is_some_and(|it| it.0);
    if !units.iter().any(known) {
        return;
    }
    let mut first: BTreeMap<&str, Version<'_>> = BTreeMap::new();
    for (_, folder, version) in units.iter().filter_map(|it| told(it, sources)).filter(|it| !it.0) {
        let least = first.entry(folder).or_insert_with(|| version.clone());
        if version < *least {
            *least = version;
        }
    }
    let mut newest: BTreeMap<&str, (Version<'_>, usize)> = BTreeMap::new();
    for unit in units.iter() {
        let Some((true, folder, version)) = told(unit, sources) else { continue };
        let gone = first.get(folder).is_none_or(|it| version < *it);
        if gone && newest.get(folder).is_none_or(|it| it.0 <= version) {
            newest.insert(folder, (version, unit.source));
        }
    }
    let kept: BTreeSet<usize> = newest.into_values().map(|it| it.1).collect();
    units.retain(|it| kept.contains(&it.source) || !told(it, sources).is_some_and(|it| it.0));
}

/// Flyway's `beforeMigrate.sql` and `afterEachMigrate__x.sql` ("Callback events"), of which those count that run with a
/// migration.
fn is_callback(stem: &str) -> bool {
    const EVENTS: [&str; 11] = [
        "Migrate",
        "MigrateApplied",
        "MigrateError",
        "EachMigrate",
        "EachMigrateError",
        "EachMigrateStatement",
        "EachMigrateStatementError",
        "Repeatables",
        "Versioned",
        "Deploy",
        "Connect",
    ];
    let name = stem.split_once("__").map_or(stem, |it| it.0);
    let event = name.strip_prefix("before").or_else(|| name.strip_prefix("after"));
    event.is_some_and(|it| EVENTS.contains(&it))
}

/// Sqitch's `deploy/x.sql` and `revert/x.sql`, run by psql, which commits each statement, in the order of its plan
/// ("sqitchtutorial", "sqitch" under "Plan File").
fn sqitch(file: &File<'_>) -> Option<Unit> {
    let change = Change::of(&file.source.path)?;
    let (mark, direction) = match change.task {
        "deploy" => ("-- deploy ", Direction::Up),
        "revert" => ("-- revert ", Direction::Down),
        _ => return None,
    };
    file.line_with(mark)?;
    let (framework, id) = (Framework::Sqitch, change.name);
    let mut unit = file.unit(
        &Way { framework, direction, id, transaction: UnitTransaction::Autocommit },
        file.whole(),
    );
    let planned = (change.project.to_owned(), change.name.to_owned());
    let changes = &file.beside.changes;
    let found = changes.binary_search_by(|it| it.0.cmp(&planned)).ok();
    unit.sorted_as = found.map(|it| format!("{}{}", change.project, changes[it].1));
    Some(unit)
}

/// What a path in a project of Sqitch says.
struct Change<'p> {
    /// The project's folder with its slash; empty for the one that migralint runs in.
    project: &'p str,
    task: &'p str,
    name: &'p str,
}

impl<'p> Change<'p> {
    fn of(path: &'p str) -> Option<Change<'p>> {
        ["deploy", "revert", "verify"].into_iter().find_map(|task| {
            let start = path.rmatch_indices(task).map(|it| it.0).find(|&it| {
                let begins = it == 0 || path[..it].ends_with('/');
                begins && path[it + task.len()..].starts_with('/')
            })?;
            let name = path[start + task.len() + 1..].strip_suffix(".sql")?;
            Some(Change { project: &path[..start], task, name })
        })
    }
}

/// What is no migration: Sqitch's plan, and what it asks after a change.
fn is_aside(source: &Source) -> bool {
    is_plan(&source.path)
        || is_metadata(&source.path)
        || line_with(&source.text, DUMPED).is_some()
        || Change::of(&source.path).is_some_and(|it| it.task == "verify")
            && line_with(&source.text, "-- verify ").is_some()
}

/// What dbmate writes into its dump of the schema, which is loaded instead of the migrations ("Exporting Schema File").
const DUMPED: &str = "-- dbmate schema migrations";

/// diesel's settings of one migration.
fn is_metadata(path: &str) -> bool {
    path.rsplit('/').next() == Some("metadata.toml")
}

/// `run_in_transaction = false`.
fn runs_outside(source: &Source) -> bool {
    is_metadata(&source.path)
        && source.text.lines().any(|line| {
            let said = line.split_once('=').map(|it| (it.0.trim(), it.1.trim()));
            said.is_some_and(|it| it.0 == "run_in_transaction" && it.1.starts_with("false"))
        })
}

fn is_plan(path: &str) -> bool {
    path.rsplit('/').next() == Some("sqitch.plan")
}

/// Each change of a plan with its place; of one that was reworked, the files before the last are named after the tag
/// that came next ("sqitch-rework").
fn planned(plan: &Source) -> Vec<((String, String), u32)> {
    let project = plan.path.strip_suffix("sqitch.plan").unwrap_or("");
    let mut changes: Vec<(&str, Option<&str>)> = Vec::new();
    let mut untagged = 0;
    for line in plan.text.lines().map(str::trim) {
        let Some(word) = line.split_whitespace().next() else { continue };
        if word.starts_with('@') {
            changes[untagged..].iter_mut().for_each(|it| it.1 = Some(word));
            untagged = changes.len();
        } else if !word.starts_with(['#', '%']) {
            changes.push((word, None));
        }
    }
    let mut later = BTreeSet::new();
    let mut found = Vec::new();
    for (place, (name, tag)) in changes.iter().enumerate().rev() {
        let is_last = later.insert(*name);
        let tag = if is_last { "" } else { tag.unwrap_or("") };
        found.push(((project.to_owned(), format!("{name}{tag}")), place as u32));
    }
    found
}

fn is_of_drizzle(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"--> statement-breakpoint").is_some()
}

/// Drizzle's breakpoints, which a file of one statement lacks ("drizzle-kit migrate"); its migrator runs all that is pending in one transaction (drizzle-orm,
/// `migrate`). Its folders may be named as Prisma's.
fn drizzle(file: &File<'_>) -> Option<Unit> {
    let numbered = file.name.stem.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    let beside = numbered && file.beside.drizzle.contains(folder_of(&file.source.path));
    (beside || is_of_drizzle(file.text())).then_some(())?;
    let id = if file.name.stem == "migration" { file.name.folder } else { file.name.stem };
    let way = Way::up(Framework::Drizzle, id, UnitTransaction::WrappedTogether);
    // The migrator cuts at the breakpoints, which are no comments to MySQL.
    let statements = sql::read_cut(file.text(), file.whole(), file.target, None);
    Some(file.unit_of(&way, file.whole(), statements))
}

/// What `rails db:schema:dump` writes for `config.active_record.schema_format = :sql` ("Active Record Migrations",
/// "Types of Schema Dumps"): the schema, and the versions that it holds. psql loads it, a statement at a time.
fn rails(file: &File<'_>) -> Option<Unit> {
    (file.name.stem.ends_with("structure") && file.text().contains("schema_migrations"))
        .then_some(())?;
    let way = Way::up(Framework::Rails, file.name.stem, UnitTransaction::Autocommit);
    Some(file.unit(&way, file.whole()))
}

/// sqlx without a way down, known by what it writes and reads at the beginning of a file ("SQLx CLI").
fn sqlx(file: &File<'_>) -> Option<Unit> {
    let dated = file.name.stem.bytes().take_while(u8::is_ascii_digit).count();
    let named = 0 < dated && file.name.stem.as_bytes().get(dated) == Some(&b'_');
    let folder = folder_of(&file.source.path);
    let own = is_of_sqlx(file.text()) || named && file.beside.sqlx.contains(folder);
    let dated = file.beside.dated.contains(folder);
    (own || dated).then_some(())?;
    let transaction = if own { of_sqlx(file) } else { UnitTransaction::Unknown };
    Some(file.unit(&Way::up(Framework::Sqlx, file.name.stem, transaction), file.whole()))
}

fn begins_without_transaction(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').starts_with("-- no-transaction")
}
