//! Strings of a script, each part with its place in the script.

use crate::text::Span;

/// A string value. Parts whose value is not known before the script runs stand in it as `{expression}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text {
    pub(crate) value: String,
    /// Where parts of the value stand in the unit's own file, in the order of the value; parts without a place are left out.
    pieces: Vec<Piece>,
    /// Whether a part is only known when the script runs.
    pub(crate) has_holes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: usize,
    len: usize,
    source: Span,
    /// Whether the bytes are the same in the source, one for one.
    verbatim: bool,
}

impl Text {
    pub(crate) fn plain(value: impl Into<String>) -> Text {
        Text { value: value.into(), ..Text::default() }
    }

    /// Appends a part that stands in the source byte for byte.
    pub(crate) fn push_verbatim(&mut self, part: &str, at: u32) {
        let source = Span { start: at, end: at.saturating_add(part.len() as u32) };
        self.push_piece(part, source, true);
    }

    /// Appends a part that stands in the source in another spelling.
    pub(crate) fn push_escaped(&mut self, part: &str, source: Span) {
        self.push_piece(part, source, false);
    }

    pub(crate) fn push_hole(&mut self, expression: &str, source: Option<Span>) {
        self.has_holes = true;
        let words = hole(expression);
        match source {
            Some(source) => self.push_piece(&words, source, false),
            None => self.value.push_str(&words),
        }
    }

    pub(crate) fn push_text(&mut self, other: &Text) {
        let shift = self.value.len();
        self.value.push_str(&other.value);
        self.has_holes |= other.has_holes;
        self.pieces.extend(other.pieces.iter().map(|it| Piece { start: it.start + shift, ..*it }));
    }

    fn push_piece(&mut self, part: &str, source: Span, verbatim: bool) {
        if part.is_empty() {
            return;
        }
        let start = self.value.len();
        self.value.push_str(part);
        if verbatim
            && let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && last.start + last.len == start
            && last.source.end == source.start
        {
            last.len += part.len();
            last.source.end = source.end;
            return;
        }
        self.pieces.push(Piece { start, len: part.len(), source, verbatim });
    }

    /// The part of the value in this range of bytes, with its places.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Text {
        let value = self.value.get(start..end).unwrap_or("").to_owned();
        let first = self.pieces.partition_point(|it| it.start + it.len <= start);
        let mut pieces = Vec::new();
        for piece in self.pieces.iter().skip(first).take_while(|it| it.start < end) {
            let from = piece.start.max(start);
            let to = (piece.start + piece.len).min(end);
            let source = if piece.verbatim {
                let begin = piece.source.start + (from - piece.start) as u32;
                Span { start: begin, end: begin + (to - from) as u32 }
            } else {
                piece.source
            };
            pieces.push(Piece {
                start: from - start,
                len: to - from,
                source,
                verbatim: piece.verbatim,
            });
        }
        let has_holes = self.has_holes && value.contains('{');
        Text { value, pieces, has_holes }
    }

    /// Where a range of the value stands in the source: from the place of its first byte to that of its last.
    pub(crate) fn place(&self, span: Span) -> Option<Span> {
        let start = self.byte_place(span.start as usize)?;
        if span.is_empty() {
            return Some(Span { start: start.start, end: start.start });
        }
        let end = self.byte_place(span.end.saturating_sub(1) as usize)?;
        (start.start <= end.end).then_some(Span { start: start.start, end: end.end })
    }

    fn byte_place(&self, at: usize) -> Option<Span> {
        let index = self.pieces.partition_point(|it| it.start + it.len <= at);
        let piece = self.pieces.get(index).filter(|it| it.start <= at)?;
        if !piece.verbatim {
            return Some(piece.source);
        }
        let start = piece.source.start + (at - piece.start) as u32;
        Some(Span { start, end: start + 1 })
    }
}

/// An expression as it stands in a name or text that is not known: in braces, on one line, of bounded length.
pub(crate) fn hole(expression: &str) -> String {
    format!("{{{}}}", one_line(expression, 60).replace(['{', '}'], ""))
}

/// The first `limit` characters of a text with each run of white space made one blank.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
            count += 1;
        }
        for it in word.chars() {
            if limit <= count {
                line.push('…');
                return line;
            }
            line.push(it);
            count += 1;
        }
    }
    line
}
