//! Where a convention's way down stands, and how SQL is written there.

use super::sql::statement;
use crate::dialect::Dialect;
use crate::ops::OpKind;
use crate::ops::index::Online;
use crate::ops::unit::{Framework, Presence, Unit, UnitTransaction};
use crate::text::{Edit, Source, Span};

pub use super::alembic::downgrade::{Form, Piece, Wanted};

/// What is done to the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Edits { source: usize, edits: Vec<Edit> },
    Create { path: String, text: String },
}

/// The change that gives the migration its way down, or why there is none; its lines end as those of the way up do.
pub fn write(
    sources: &[Source],
    up: &Unit,
    down: Option<&Unit>,
    wanted: &Wanted<'_>,
) -> Result<Change, String> {
    let mut change = written(sources, up, down, wanted)?;
    let text = sources.get(up.source).map_or("", |it| it.text.as_str());
    if super::edit::newline(text) == "\r\n" {
        let whole = |it: &mut String| *it = it.replace('\r', "").replace('\n', "\r\n");
        match &mut change {
            Change::Edits { edits, .. } => edits.iter_mut().for_each(|it| whole(&mut it.text)),
            Change::Create { text, .. } => whole(text),
        }
    }
    Ok(change)
}

fn written(
    sources: &[Source],
    up: &Unit,
    down: Option<&Unit>,
    wanted: &Wanted<'_>,
) -> Result<Change, String> {
    let source = sources.get(up.source).ok_or("the file is not there")?;
    if up.framework == Framework::Alembic {
        let edits = super::alembic::downgrade::write(&source.text, wanted);
        let edits = edits.ok_or("it cannot be written in the file's style")?;
        return Ok(Change::Edits { source: up.source, edits });
    }
    if !wanted.refuses.is_empty() {
        return Err(wanted.refuses.join("; "));
    }
    let existing = down.filter(|it| it.presence != Presence::Absent);
    let alone = runs_alone(up, existing);
    let statements =
        statements(wanted, &source.text, alone).ok_or("it cannot be written as SQL")?;
    // What leaves the transaction out is said for each way by itself.
    let mark_of_alone = match up.framework {
        Framework::Dbmate if alone => " transaction:false",
        Framework::SqlMigrate if alone => " notransaction",
        _ => "",
    };
    match (section(up.framework), existing) {
        (Some(mark), None) => {
            let text = source.text.trim_end();
            let at = Span::new(text.len(), source.text.len());
            let body = format!("\n\n{mark}{mark_of_alone}\n{statements}");
            Ok(Change::Edits { source: up.source, edits: vec![Edit { span: at, text: body }] })
        }
        (Some(_), Some(down)) => {
            let old = sources.get(down.source).map_or("", |it| down.span.of(&it.text));
            let tail = if old.ends_with('\n') && down.span.end as usize != source.text.len() {
                "\n"
            } else {
                ""
            };
            let body = format!("\n{}{statements}{tail}", comments(old, wanted.target.dialect));
            Ok(Change::Edits {
                source: down.source,
                edits: vec![Edit { span: down.span, text: body }],
            })
        }
        (None, existing) if up.framework == Framework::Liquibase => {
            Ok(rollback(source, up, existing, &statements))
        }
        (None, Some(down)) => {
            let old = sources.get(down.source).map_or("", |it| it.text.as_str());
            let span = Span::new(0, old.len());
            let text = whole(up.framework, comments(old, wanted.target.dialect), &statements);
            Ok(Change::Edits { source: down.source, edits: vec![Edit { span, text }] })
        }
        (None, None) => {
            let path = counterpart(up.framework, &source.path)
                .ok_or_else(|| format!("{} has no way down", words(up.framework)))?;
            let head = match up.framework {
                Framework::Sqitch => format!("-- Revert {}\n", up.id),
                Framework::Sqlx if alone => "-- no-transaction\n".to_owned(),
                _ => String::new(),
            };
            Ok(Change::Create { path, text: whole(up.framework, head, &statements) })
        }
    }
}

/// Whether no transaction is around the way down, so that it may hold what no transaction accepts. Where it has a file or
/// a section yet to be made, this is as it is for the way up; Flyway's and Sqitch's files begin in one.
fn runs_alone(up: &Unit, down: Option<&Unit>) -> bool {
    let of = |it: &Unit| it.transaction == UnitTransaction::Autocommit;
    match (down, up.framework) {
        (_, Framework::GolangMigrate) => true,
        (Some(down), _) => of(down),
        (None, Framework::Flyway | Framework::Sqitch) => false,
        (None, _) => of(up),
    }
}

/// A file that holds nothing else. Sqitch's scripts open their own transaction ("sqitchtutorial").
fn whole(framework: Framework, head: String, statements: &str) -> String {
    match framework {
        Framework::Sqitch => format!("{head}\nBEGIN;\n\n{statements}\nCOMMIT;\n"),
        _ => format!("{head}{statements}"),
    }
}

fn words(framework: Framework) -> &'static str {
    match framework {
        Framework::Plain => "a plain SQL file",
        other => other.name(),
    }
}

/// The line that begins a file's way down; `None` where that is a file of its own or there is none.
fn section(framework: Framework) -> Option<&'static str> {
    match framework {
        Framework::Goose => Some("-- +goose Down"),
        Framework::Dbmate => Some("-- migrate:down"),
        Framework::SqlMigrate => Some("-- +migrate Down"),
        Framework::NodePgMigrate => Some("-- Down Migration"),
        Framework::Tern => Some("---- create above / drop below ----"),
        Framework::Mybatis => Some("-- //@UNDO"),
        Framework::Plain
        | Framework::Alembic
        | Framework::Flyway
        | Framework::GolangMigrate
        | Framework::Sqlx
        | Framework::Diesel
        | Framework::Refinery
        | Framework::Sqitch
        | Framework::Liquibase
        | Framework::Prisma
        | Framework::Drizzle
        | Framework::Rails => None,
    }
}

/// Where the file of the way down belongs: golang-migrate "Migrations", sqlx "sqlx migrate add -r", diesel
/// "diesel_migrations", Flyway "Undo migrations", Sqitch "sqitchtutorial".
fn counterpart(framework: Framework, path: &str) -> Option<String> {
    let (folder, file) = match path.rsplit_once('/') {
        Some((folder, file)) => (format!("{folder}/"), file),
        None => (String::new(), path),
    };
    match framework {
        Framework::GolangMigrate | Framework::Sqlx => {
            Some(format!("{folder}{}.down.sql", file.strip_suffix(".up.sql")?))
        }
        Framework::Diesel => (file == "up.sql").then(|| format!("{folder}down.sql")),
        Framework::Flyway => Some(format!("{folder}U{}", file.strip_prefix('V')?)),
        Framework::Sqitch => {
            let above = folder.strip_suffix("deploy/")?;
            Some(format!("{above}revert/{file}"))
        }
        Framework::Plain
        | Framework::Alembic
        | Framework::Goose
        | Framework::Dbmate
        | Framework::Refinery
        | Framework::SqlMigrate
        | Framework::Tern
        | Framework::Liquibase
        | Framework::Prisma
        | Framework::Drizzle
        | Framework::NodePgMigrate
        | Framework::Rails
        | Framework::Mybatis => None,
    }
}

/// Whether the convention has a place for a way down beside this file.
pub fn has_place(framework: Framework, path: &str) -> bool {
    section(framework).is_some()
        || matches!(framework, Framework::Alembic | Framework::Liquibase)
        || counterpart(framework, path).is_some()
}

/// Liquibase's formatted SQL: each line of the way back stands behind `--rollback` ("Example Changelogs: SQL Format").
fn rollback(source: &Source, up: &Unit, down: Option<&Unit>, statements: &str) -> Change {
    let lines: Vec<&str> = statements.lines().filter(|it| !it.starts_with("--")).collect();
    let edit = match down {
        Some(down) => Edit { span: down.span, text: lines.join("\n--rollback ") },
        None => {
            let end = up.span.start as usize + up.span.of(&source.text).trim_end().len();
            let text = lines.iter().map(|it| format!("\n--rollback {it}")).collect();
            Edit { span: Span::new(end, end), text }
        }
    };
    Change::Edits { source: up.source, edits: vec![edit] }
}

/// The comments of the old way down, those behind a statement too, on lines of their own; without the marks that hold a
/// statement of many lines together.
fn comments(old: &str, dialect: Dialect) -> String {
    let begins = |at: &usize| {
        let rest = old.get(*at..).unwrap_or("");
        rest.starts_with("--") || rest.starts_with("/*")
    };
    let starts: Vec<usize> = old.match_indices(['-', '/']).map(|it| it.0).filter(begins).collect();
    let inside = super::sql::in_comment(old, &starts, dialect);
    let (mut kept, mut done) = (String::new(), 0);
    for (at, _) in starts.into_iter().zip(inside).filter(|it| it.1) {
        let rest = old.get(at..).filter(|_| done <= at).unwrap_or("");
        let end = match rest.starts_with("/*") {
            true => block_end(rest),
            false => rest.find('\n').unwrap_or(rest.len()),
        };
        let comment = rest.get(..end).unwrap_or("").trim_end();
        done = done.max(at + end);
        if !comment.is_empty()
            && !comment.contains("StatementBegin")
            && !comment.contains("StatementEnd")
        {
            kept.push_str(comment);
            kept.push('\n');
        }
    }
    kept
}

/// Where a comment ends that others may stand in.
fn block_end(text: &str) -> usize {
    let (mut depth, mut done) = (0_usize, 0);
    for (at, _) in text.match_indices(['/', '*']) {
        if at < done {
            continue;
        }
        let mark = text.get(at..at + 2).unwrap_or("");
        if mark == "/*" {
            depth += 1;
        } else if mark == "*/" {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 2;
            }
        } else {
            continue;
        }
        done = at + 2;
    }
    text.len()
}

/// The statements, a line each, in the letter case of the way up.
fn statements(wanted: &Wanted<'_>, like: &str, alone: bool) -> Option<String> {
    let lower = wanted.target.dialect == Dialect::Postgres && is_lower(like);
    let mut text = String::new();
    for piece in wanted.pieces {
        for note in &piece.notes {
            text.push_str(&format!(
                "-- {}\n",
                note.split_whitespace().collect::<Vec<_>>().join(" ")
            ));
        }
        for kind in &piece.ops {
            let mut kind = kind.clone();
            match &mut kind {
                OpKind::CreateIndex(index) if !alone => index.online = Online::No,
                OpKind::DropIndex(index) if !alone => index.online = Online::No,
                _ => {}
            }
            let sql = statement::sql(&kind, wanted.target)?;
            let sql = if lower { lowered(&sql) } else { sql };
            text.push_str(&format!("{sql};\n"));
        }
    }
    Some(text)
}

fn is_lower(text: &str) -> bool {
    let count = |words: &[&str]| words.iter().map(|it| text.matches(it).count()).sum::<usize>();
    count(&["CREATE ", "ALTER ", "DROP ", "INSERT ", "UPDATE "])
        < count(&["create ", "alter ", "drop ", "insert ", "update "])
}

/// The text with everything outside of quotes in lower case.
fn lowered(text: &str) -> String {
    let mut quote = None;
    text.chars()
        .map(|it| {
            match quote {
                None if matches!(it, '\'' | '"') => quote = Some(it),
                Some(open) if open == it => quote = None,
                _ => {}
            }
            if quote.is_none() { it.to_ascii_lowercase() } else { it }
        })
        .collect()
}
