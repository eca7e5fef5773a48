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
    edits.sort_by_key(|it| it.span);
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

/// Where the lines of a text begin; answers positions in logarithmic time plus the length of one line.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
    /// UTF-16 code units before each line's start.
    utf16: Vec<u32>,
}

impl Lines {
    pub fn new(text: &str) -> Lines {
        let mut starts = vec![0];
        let mut utf16 = vec![0];
        let mut units = 0u32;
        let mut line_start = 0;
        for (at, _) in text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n') {
            units += utf16_len(&text[line_start..=at]);
            line_start = at + 1;
            starts.push(clamp(line_start));
            utf16.push(units);
        }
        Lines { starts, utf16 }
    }

    /// Line and column of a byte offset; an offset inside a character counts as its start.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|&it| it <= offset).max(1) - 1;
        let before = before(text, self.starts[line] as usize, offset as usize);
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Position { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The same offset in UTF-16 code units, as JavaScript counts.
    pub fn utf16(&self, text: &str, offset: u32) -> u32 {
        let line = self.starts.partition_point(|&it| it <= offset).max(1) - 1;
        self.utf16[line] + utf16_len(before(text, self.starts[line] as usize, offset as usize))
    }

    /// The span of a line (counted from 1) without its line break.
    pub fn line(&self, text: &str, line: u32) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |&it| it as usize);
        let content = text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(Span::new(start, start + content.len()))
    }
}

fn before(text: &str, start: usize, mut end: usize) -> &str {
    end = end.min(text.len());
    while start < end && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or("")
}

fn utf16_len(text: &str) -> u32 {
    if text.is_ascii() {
        clamp(text.len())
    } else {
        text.chars().map(|it| it.len_utf16() as u32).sum()
    }
}

/// One file as it was given: its path as the caller names it, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub path: String,
    pub text: String,
}
