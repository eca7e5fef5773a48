//! Whether a migration that others may have run does something else than it did: its way up, whatever it says about
//! itself, how it is laid out and how it is undone.

use ruff_python_ast::Stmt;

use crate::dialect::Dialect;
use crate::text::{Source, Span};

use super::python::parse;
use super::sql;

/// Lines with which tools begin the way down in the same file: goose's, sql-migrate's, dbmate's and MyBatis's.
const DOWNS: [&str; 4] = ["-- +goose down", "-- +migrate down", "-- migrate:down", "-- //@undo"];

/// The first sign of a migration that is another than before; `None` for files that are no migrations with a version.
pub(crate) fn first_edit(before: &Source, now: &Source, dialect: Dialect) -> Option<Span> {
    if !runs_once(now) || before.text == now.text {
        return None;
    }
    let (old, new) = (signs(before, dialect), signs(now, dialect));
    let same = old.iter().zip(&new).take_while(|(old, new)| old.1 == new.1).count();
    if same == old.len() && same == new.len() {
        return None;
    }
    let at = new.get(same).or(new.last()).map_or(0, |it| it.0);
    let length = now.text.get(at..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
    Some(Span::new(at, at + length))
}

/// Whether a file is run once and by its number: a revision, a version of Flyway's, a name that begins with digits. What
/// is run again whenever it changes, and what only leads back, is not.
fn runs_once(source: &Source) -> bool {
    if super::is_python(source) {
        return super::alembic::is_migration(source);
    }
    let mut parts = source.path.rsplit('/');
    let (name, folder) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let is_down = name.contains(".down.") || name.starts_with("down.");
    let numbered = |it: &str| it.starts_with(|it: char| it.is_ascii_digit());
    let versioned = name.strip_prefix(['V', 'v']).is_some_and(numbered);
    let in_folder = matches!(name, "up.sql" | "migration.sql") && numbered(folder);
    !is_down && (numbered(name) || versioned || in_folder)
}

/// The words of the way up outside of comments, each with its place.
fn words(source: &Source, dialect: Dialect) -> Vec<(usize, &str)> {
    let text = source.text.as_str();
    let words =
        text.split_whitespace().map(|it| (it.as_ptr() as usize - text.as_ptr() as usize, it));
    if super::is_python(source) {
        let mut skipped = aside(text).into_iter().peekable();
        let told = |&(at, _): &(usize, &str)| {
            while skipped.next_if(|it| it.end as usize <= at).is_some() {}
            skipped.peek().is_none_or(|it| at < it.start as usize)
        };
        return words.filter(told).collect();
    }
    let lower = text.to_ascii_lowercase();
    let end = DOWNS.iter().filter_map(|it| lower.find(it)).min().unwrap_or(text.len());
    let words: Vec<(usize, &str)> = words.take_while(|it| it.0 < end).collect();
    let places: Vec<usize> = words.iter().map(|it| it.0).collect();
    let comments = sql::in_comment(text, &places, dialect);
    words.into_iter().zip(comments).filter(|it| !it.1).map(|it| it.0).collect()
}

/// What the words are made of, each sign with its place, without what formatters change: spaces, Python's kind of quotes,
/// and a comma before a bracket that closes.
fn signs(source: &Source, dialect: Dialect) -> Vec<(usize, char)> {
    let is_python = super::is_python(source);
    let mut signs: Vec<(usize, char)> = Vec::new();
    for (start, word) in words(source, dialect) {
        for (at, sign) in word.char_indices() {
            if is_python && matches!(sign, ')' | ']' | '}') {
                signs.pop_if(|it| it.1 == ',');
            }
            let sign = if is_python && sign == '"' { '\'' } else { sign };
            signs.push((start + at, sign));
        }
    }
    signs
}

/// Comments, what the file says of itself, and its way down, in the order of the text.
fn aside(text: &str) -> Vec<Span> {
    let mut spans = parse::comments(text).unwrap_or_default();
    if let Ok(module) = parse::parse(text) {
        for (place, statement) in module.body.iter().enumerate() {
            match statement {
                Stmt::Expr(it) if place == 0 && it.value.is_string_literal_expr() => {
                    spans.push(parse::span_of(it));
                }
                Stmt::FunctionDef(it) if it.name.as_str() == "downgrade" => {
                    spans.push(parse::span_of(it));
                }
                _ => {}
            }
        }
    }
    crate::order::sort(&mut spans);
    spans
}
