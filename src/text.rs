//! Spans of source text, the lines they lie on, and edits to it.

use std::ops::Range;

/// A range of bytes in one source text, UTF-8, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text under this span; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// Texts over 4 GiB are refused before they reach the library; a position beyond is held at the end.
fn clamp(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// A replacement of the bytes under `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// The text with all edits applied, or `None` where two edits overlap or one does not fit the text.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    crate::order::sort_by_key(&mut edits, |it| it.span);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < at {
            return None;
        }
        result.push_str(text.get(at..range.start)?);
        result.push_str(&edit.text);
        text.get(range.clone())?;
        at = range.end;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

/// A place as people count it: line and column from 1, the column in Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// Where the lines of a text begin; answers positions in logarithmic time, however long the lines are.
#[derive(Debug, Clone)]
pub struct Lines {
    /// One at every line's start, and more inside long lines.
    marks: Vec<Mark>,
    /// Which marks begin a line.
    starts: Vec<u32>,
}

/// A byte offset whose line, column and UTF-16 offset are known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: u32,
    /// From 0.
    line: u32,
    /// Characters before it on its line.
    column: u32,
    utf16: u32,
}

/// The bytes between two marks of one line, at most: what a look-up may have to count.
const STRIDE: usize = 1024;

impl Lines {
    pub fn new(text: &str) -> Lines {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let room = breaks + 1 + text.len() / STRIDE;
        let mut lines =
            Lines { marks: Vec::with_capacity(room), starts: Vec::with_capacity(breaks + 1) };
        let mut mark = Mark { offset: 0, line: 0, column: 0, utf16: 0 };
        for line in lines_of(text) {
            lines.starts.push(clamp(lines.marks.len()));
            mark = lines.mark_line(mark, line);
        }
        if text.is_empty() || text.ends_with('\n') {
            lines.starts.push(clamp(lines.marks.len()));
            lines.marks.push(mark);
        }
        lines
    }

    /// Marks one line, its break included, and returns where the next begins.
    fn mark_line(&mut self, mut mark: Mark, line: &str) -> Mark {
        let mut rest = line;
        while !rest.is_empty() {
            self.marks.push(mark);
            let (piece, tail) = rest.split_at(rest.floor_char_boundary(STRIDE.min(rest.len())));
            let bytes = clamp(piece.len());
            let (chars, utf16) =
                if piece.is_ascii() { (bytes, bytes) } else { (chars(piece), utf16_len(piece)) };
            mark = Mark {
                offset: mark.offset + bytes,
                line: mark.line,
                column: mark.column + chars,
                utf16: mark.utf16 + utf16,
            };
            rest = tail;
        }
        Mark { line: mark.line + 1, column: 0, ..mark }
    }

    /// Line and column of a byte offset; an offset inside a character counts as its start.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mark = self.before(offset);
        let counted = between(text, mark.offset, offset);
        // A byte order mark takes no column.
        let skipped = u32::from(mark.line == 0 && offset != 0 && text.starts_with('\u{feff}'));
        let column = (mark.column + chars(counted)).saturating_sub(skipped);
        Position { line: mark.line + 1, column: column + 1 }
    }

    /// The same offset in UTF-16 code units, as JavaScript counts.
    pub fn utf16(&self, text: &str, offset: u32) -> u32 {
        let mark = self.before(offset);
        mark.utf16 + utf16_len(between(text, mark.offset, offset))
    }

    /// The span of a line (counted from 1) without its line break.
    pub fn line(&self, text: &str, line: u32) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = self.start(index)?;
        let end = self.start(index + 1).unwrap_or(text.len());
        let content = text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len()))
    }

    fn start(&self, index: usize) -> Option<usize> {
        let mark = self.marks.get(*self.starts.get(index)? as usize)?;
        Some(mark.offset as usize)
    }

    fn before(&self, offset: u32) -> Mark {
        let index = self.marks.partition_point(|it| it.offset <= offset).saturating_sub(1);
        self.marks.get(index).copied().unwrap_or(Mark { offset: 0, line: 0, column: 0, utf16: 0 })
    }
}

/// The text's lines with their breaks.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |it| it + 1);
        let (line, tail) = rest.split_at(end);
        rest = tail;
        (!line.is_empty()).then_some(line)
    })
}

fn between(text: &str, start: u32, end: u32) -> &str {
    let end = text.floor_char_boundary((end as usize).min(text.len()));
    text.get(start as usize..end).unwrap_or("")
}

fn chars(text: &str) -> u32 {
    clamp(if text.is_ascii() { text.len() } else { text.chars().count() })
}

fn utf16_len(text: &str) -> u32 {
    clamp(if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() })
}

/// One file as it was given: its path as the caller names it, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub path: String,
    pub text: String,
}

/// How many letters have to be inserted, removed or replaced (Levenshtein).
pub(crate) fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, left) in from.chars().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, right) in to.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.chars().count()]
}
