//! A linear look over a Python text before it is parsed: what nests or chains so deep that visiting or dropping the
//! tree would need more stack than a browser's worker has is refused here, with its place.

use crate::text::Span;

/// Brackets inside each other. CPython's own parser stops at 200 ("too many nested parentheses").
const MAX_BRACKETS: usize = 200;
/// Levels of indentation. CPython stops at 100 ("too many levels of indentation").
const MAX_INDENTS: usize = 100;
/// Operators that may lie above each other in one expression.
const MAX_CHAIN: usize = 1_000;
/// Words that may open a nested expression or block in one logical line.
const MAX_OPENERS: usize = 2_000;
/// Bytes of one file.
const MAX_BYTES: usize = 16 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    TooDeep(Span),
    TooLarge,
}

/// Whether the text may be parsed.
pub(crate) fn check(text: &str) -> Result<(), Refusal> {
    if MAX_BYTES < text.len() {
        return Err(Refusal::TooLarge);
    }
    Scan { bytes: text.as_bytes(), at: 0, chains: vec![0], total: 0, openers: 0, indents: vec![0] }
        .run()
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    /// Operators since the last separator, for each open bracket.
    chains: Vec<usize>,
    /// The sum of `chains`.
    total: usize,
    openers: usize,
    indents: Vec<usize>,
}

impl Scan<'_> {
    fn run(mut self) -> Result<(), Refusal> {
        let mut line_start = true;
        loop {
            if line_start && self.chains.len() == 1 {
                self.indent()?;
            }
            line_start = false;
            let Some(&byte) = self.bytes.get(self.at) else { return Ok(()) };
            match byte {
                b'\n' => {
                    line_start = true;
                    if self.chains.len() == 1 {
                        self.separate();
                        self.openers = 0;
                    }
                    self.at += 1;
                }
                b'\\' => self.at += 2,
                b'#' => self.comment(),
                b'\'' | b'"' => self.string(byte, false)?,
                b'(' | b'[' | b'{' => self.open()?,
                b')' | b']' | b'}' => self.close(),
                b',' | b';' => {
                    self.separate();
                    self.at += 1;
                }
                b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'|' | b'&' | b'^' | b'<' | b'>'
                | b'=' | b'!' | b'~' | b'.' => self.operator(1)?,
                b'_' | b'a'..=b'z' | b'A'..=b'Z' => self.word()?,
                _ => self.at += 1,
            }
        }
    }

    fn refuse(&self) -> Refusal {
        let start = self.at.saturating_sub(1);
        Refusal::TooDeep(Span::new(start, self.at))
    }

    fn indent(&mut self) -> Result<(), Refusal> {
        let mut width = 0;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' => width += 1,
                b'\t' => width = (width / 8 + 1) * 8,
                _ => break,
            }
            self.at += 1;
        }
        if matches!(self.bytes.get(self.at), None | Some(b'\n' | b'\r' | b'#')) {
            return Ok(());
        }
        while self.indents.last().is_some_and(|&it| width < it) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|&it| it < width) {
            self.indents.push(width);
        }
        if MAX_INDENTS < self.indents.len() { Err(self.refuse()) } else { Ok(()) }
    }

    fn separate(&mut self) {
        if let Some(chain) = self.chains.last_mut() {
            self.total -= *chain;
            *chain = 0;
        }
    }

    fn operator(&mut self, width: usize) -> Result<(), Refusal> {
        self.at += width;
        if let Some(chain) = self.chains.last_mut() {
            *chain += 1;
            self.total += 1;
        }
        if MAX_CHAIN < self.total { Err(self.refuse()) } else { Ok(()) }
    }

    fn open(&mut self) -> Result<(), Refusal> {
        self.operator(1)?;
        self.chains.push(0);
        if MAX_BRACKETS < self.chains.len() { Err(self.refuse()) } else { Ok(()) }
    }

    fn close(&mut self) {
        self.at += 1;
        if 1 < self.chains.len()
            && let Some(chain) = self.chains.pop()
        {
            self.total -= chain;
        }
    }

    fn comment(&mut self) {
        while self.bytes.get(self.at).is_some_and(|&it| it != b'\n') {
            self.at += 1;
        }
    }

    fn word(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_' || 0x80 <= *it)
        {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if let Some(&quote @ (b'\'' | b'"')) = self.bytes.get(self.at)
            && word.len() <= 2
        {
            return self
                .string(quote, word.iter().any(|it| matches!(it, b'f' | b'F' | b't' | b'T')));
        }
        match word {
            b"lambda" | b"if" | b"else" | b"for" | b"while" | b"with" | b"def" | b"class"
            | b"try" | b"await" | b"yield" | b"async" | b"match" | b"case" => {
                self.openers += 1;
                if MAX_OPENERS < self.openers { Err(self.refuse()) } else { self.operator(0) }
            }
            b"not" | b"and" | b"or" | b"in" | b"is" => self.operator(0),
            _ => Ok(()),
        }
    }

    /// Passes a string; what an f-string holds in braces counts like code.
    fn string(&mut self, quote: u8, formatted: bool) -> Result<(), Refusal> {
        let triple = self.bytes.get(self.at..self.at + 3) == Some(&[quote; 3]);
        self.at += if triple { 3 } else { 1 };
        let (mut depth, mut operators) = (0usize, 0usize);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'\n' if !triple => return Ok(()),
                _ if byte == quote
                    && (!triple || self.bytes.get(self.at..self.at + 3) == Some(&[quote; 3])) =>
                {
                    self.at += if triple { 3 } else { 1 };
                    return Ok(());
                }
                b'{' if formatted => depth += 1,
                b'}' if formatted => depth = depth.saturating_sub(1),
                b'(' | b'[' if 0 < depth => depth += 1,
                b')' | b']' if 0 < depth => depth = depth.saturating_sub(1),
                b'+' | b'-' | b'*' | b'/' | b'.' | b'|' | b'&' | b'^' | b'~' | b' ' | b'<'
                | b'>' | b'='
                    if 0 < depth =>
                {
                    operators += 1;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                operators = 0;
            }
            if MAX_BRACKETS < depth || MAX_CHAIN < operators {
                return Err(self.refuse());
            }
        }
        Ok(())
    }
}
