//! A place in a statement's tokens, and the small questions that every reader asks there.

use smol_str::SmolStr;

use super::lex::{Kind, LOWER, Token};
use super::mask;
use crate::dialect::Dialect;
use crate::ops::ObjectName;
use crate::text::Span;

#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    tokens: &'a [Token],
    at: usize,
    pub dialect: Dialect,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], dialect: Dialect) -> Cursor<'a> {
        Cursor { text, tokens, at: 0, dialect }
    }

    pub fn rest(&self) -> &'a [Token] {
        self.tokens.get(self.at..).unwrap_or(&[])
    }

    pub fn is_done(&self) -> bool {
        self.tokens.len() <= self.at
    }

    pub fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub fn peek_at(&self, offset: usize) -> Option<Token> {
        self.tokens.get(self.at + offset).copied()
    }

    pub fn kind(&self) -> Option<Kind> {
        self.peek().map(|it| it.kind)
    }

    pub fn kind_at(&self, offset: usize) -> Option<Kind> {
        self.peek_at(offset).map(|it| it.kind)
    }

    /// The token read last.
    pub fn last(&self) -> Option<Token> {
        self.at.checked_sub(1).and_then(|it| self.tokens.get(it)).copied()
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    pub fn skip_all(&mut self) {
        self.at = self.tokens.len();
    }

    /// The word at `offset`, as written; empty where there is none.
    pub fn word_at(&self, offset: usize) -> &'a str {
        match self.peek_at(offset) {
            Some(token) if token.kind == Kind::Word => token.text(self.text),
            _ => "",
        }
    }

    pub fn word(&self) -> &'a str {
        self.word_at(0)
    }

    pub fn is_at(&self, offset: usize, word: &str) -> bool {
        self.tokens.get(self.at + offset).is_some_and(|it| it.spells(self.text, word))
    }

    /// Whether these words come next; `words` has one space between two.
    pub fn is(&self, words: &str) -> bool {
        self.count_of(words).is_some()
    }

    /// How many words these are, if they come next.
    // The wasm is built to be small.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn count_of(&self, words: &str) -> Option<usize> {
        // Nearly every question is answered by the first letter, and that where it is asked.
        let token = self.tokens.get(self.at)?;
        let wanted = words.as_bytes().first()?;
        if token.first == wanted | LOWER { self.count_words(words) } else { None }
    }

    #[inline(never)]
    fn count_words(&self, words: &str) -> Option<usize> {
        let mut count = 0;
        for word in words.as_bytes().split(|it| *it == b' ') {
            let token = self.tokens.get(self.at + count)?;
            if !token.spells(self.text, word) {
                return None;
            }
            count += 1;
        }
        Some(count)
    }

    /// An assignment's operator: `=`, `:=`, and SQL Server's `+=` and its like, in as many tokens as it comes.
    pub fn next_operator(&mut self) -> Option<()> {
        let plain = self.eat_operator("=") || self.eat_operator(":=");
        if plain {
            return Some(());
        }
        (self.dialect == Dialect::Mssql).then_some(())?;
        let token = self.next().filter(|it| it.kind == Kind::Operator)?;
        (token.text(self.text).ends_with('=') || self.eat_operator("=")).then_some(())
    }

    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|it| self.is(it))
    }

    /// Reads these words if they all come next.
    pub fn eat(&mut self, words: &str) -> bool {
        let count = self.count_of(words);
        self.at += count.unwrap_or(0);
        count.is_some()
    }

    /// As [`Cursor::eat`], with the place of the words.
    pub fn eat_span(&mut self, words: &str) -> Option<Span> {
        let start = self.mark();
        self.eat(words).then(|| self.since(start))
    }

    /// Reads the first of these that comes next.
    pub fn eat_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().copied().find(|it| self.eat(it))
    }

    /// As [`Cursor::eat`], but `None` where the words do not come: for `?`.
    pub fn need(&mut self, words: &str) -> Option<()> {
        self.eat(words).then_some(())
    }

    pub fn eat_kind(&mut self, kind: Kind) -> bool {
        let found = self.kind() == Some(kind);
        self.at += usize::from(found);
        found
    }

    pub fn is_operator(&self, operator: &str) -> bool {
        self.peek().is_some_and(|it| it.kind == Kind::Operator && it.text(self.text) == operator)
    }

    pub fn eat_operator(&mut self, operator: &str) -> bool {
        let found = self.is_operator(operator);
        self.at += usize::from(found);
        found
    }

    /// A place to come back to, or to measure from.
    pub fn mark(&self) -> usize {
        self.at
    }

    pub fn back_to(&mut self, mark: usize) {
        self.at = mark;
    }

    /// From the token at `mark` to the one read last.
    pub fn since(&self, mark: usize) -> Span {
        let end = self.at.max(mark + 1).min(self.tokens.len());
        span_of(self.tokens.get(mark..end).unwrap_or(&[]))
    }

    /// What lies between `mark` and here, as a cursor of its own.
    pub fn part_since(&self, mark: usize) -> Cursor<'a> {
        Cursor { tokens: self.tokens.get(mark..self.at).unwrap_or(&[]), at: 0, ..*self }
    }

    /// The place of all that is left.
    pub fn span(&self) -> Span {
        span_of(self.rest())
    }

    /// The text of all that is left.
    pub fn rest_text(&self) -> &'a str {
        self.span().of(self.text)
    }

    /// What is left, read to its end.
    pub fn take_rest(&mut self) -> Cursor<'a> {
        let rest = Cursor { tokens: self.rest(), at: 0, ..*self };
        self.skip_all();
        rest
    }

    /// Reads up to a token outside of brackets for which `stop` holds; the token itself is left.
    pub fn take_until(&mut self, mut stop: impl FnMut(&Cursor<'a>) -> bool) -> Cursor<'a> {
        let start = self.at;
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Open | Kind::OpenSquare => depth += 1,
                Kind::Close | Kind::CloseSquare if depth == 0 => break,
                Kind::Close | Kind::CloseSquare => depth -= 1,
                _ if depth == 0 && stop(self) => break,
                _ => {}
            }
            self.at += 1;
        }
        self.part_since(start)
    }

    pub fn take_until_comma(&mut self) -> Cursor<'a> {
        self.take_until(|it| it.kind() == Some(Kind::Comma))
    }

    /// The contents of the brackets that open here; the cursor goes behind them.
    pub fn group(&mut self) -> Option<Cursor<'a>> {
        let close = match self.kind()? {
            Kind::Open => Kind::Close,
            Kind::OpenSquare => Kind::CloseSquare,
            _ => return None,
        };
        self.at += 1;
        let inner = self.take_until(|_| false);
        (self.kind() == Some(close)).then_some(())?;
        self.at += 1;
        Some(inner)
    }

    /// The parts of a list at its commas outside of brackets.
    pub fn split_commas(mut self) -> Vec<Cursor<'a>> {
        let mut parts = Vec::new();
        while !self.is_done() {
            parts.push(self.take_until_comma());
            if !self.eat_kind(Kind::Comma) {
                break;
            }
        }
        parts
    }

    pub fn is_name(&self) -> bool {
        self.is_name_at(0)
    }

    pub fn is_name_at(&self, offset: usize) -> bool {
        matches!(self.kind_at(offset), Some(Kind::Word | Kind::Quoted | Kind::Template))
    }

    /// One name, folded unless it is quoted.
    pub fn name(&mut self) -> Option<String> {
        let token = self.peek()?;
        let name = self.name_of(token)?;
        self.at += 1;
        Some(self.unescaped(token).unwrap_or(name))
    }

    /// A name with Unicode escapes whose UESCAPE behind it says what begins them ("Lexical Structure", Identifiers and Key
    /// Words); `None` for any other.
    fn unescaped(&mut self, token: Token) -> Option<String> {
        let text = token.text(self.text);
        (token.kind == Kind::Quoted && is_unicode(text) && self.is("uescape")).then_some(())?;
        let said = self.peek_at(1).filter(|it| it.kind == Kind::Text)?;
        let mut escape = said.text(self.text).trim_matches('\'').chars();
        let name = shortened(unquote_name_by(text, escape.next()?), self.dialect);
        self.at += 2;
        Some(name)
    }

    /// As [`Cursor::name`], as a part of an object's name.
    fn short_name(&mut self) -> Option<SmolStr> {
        let token = self.peek()?;
        let name = match token.kind {
            Kind::Word => self.dialect.fold_short(token.text(self.text)),
            _ => self.name_of(token)?.into(),
        };
        self.at += 1;
        Some(self.unescaped(token).map_or(name, Into::into))
    }

    pub fn named(&mut self) -> Option<(String, Span)> {
        let span = self.peek()?.span();
        Some((self.name()?, span))
    }

    pub fn name_of(&self, token: Token) -> Option<String> {
        let text = token.text(self.text);
        Some(match token.kind {
            Kind::Word => shortened(self.dialect.fold(text), self.dialect),
            Kind::Quoted => shortened(unquote_name(text), self.dialect),
            Kind::Template => mask::in_braces(text),
            // "SQLite Keywords": a text where only a name may stand is one.
            Kind::Text if self.dialect == Dialect::Sqlite && text.starts_with('\'') => {
                text.get(1..text.len().saturating_sub(1))?.replace("''", "'")
            }
            _ => return None,
        })
    }

    /// A name with its schema, the default schema left out.
    pub fn object(&mut self) -> Option<ObjectName> {
        let first = self.short_name()?;
        if self.kind() != Some(Kind::Dot) {
            return Some(ObjectName { schema: None, name: first });
        }
        if self.is_name_at(1) && self.kind_at(2) != Some(Kind::Dot) {
            self.at += 1;
            let name = self.short_name()?;
            let told = !first.is_empty() && !is_default(&first, self.dialect);
            return Some(ObjectName { schema: told.then_some(first), name });
        }
        let mut parts = vec![first.to_string()];
        while self.kind() == Some(Kind::Dot)
            && (self.is_name_at(1) || self.kind_at(1) == Some(Kind::Dot))
        {
            self.at += 1;
            parts.push(if self.is_name() { self.name()? } else { String::new() });
        }
        Some(object_name(parts, self.dialect))
    }

    pub fn object_span(&mut self) -> Option<(ObjectName, Span)> {
        let start = self.at;
        let name = self.object()?;
        Some((name, self.since(start)))
    }

    /// `a, b.c, d`
    pub fn objects(&mut self) -> Option<Vec<(ObjectName, Span)>> {
        let mut objects = vec![self.object_span()?];
        while self.eat_kind(Kind::Comma) {
            objects.push(self.object_span()?);
        }
        Some(objects)
    }

    /// A list of plain names that fills this cursor.
    pub fn names(mut self) -> Option<Vec<String>> {
        let mut names = Vec::new();
        while !self.is_done() {
            names.push(self.name()?);
            if !self.eat_kind(Kind::Comma) && !self.is_done() {
                return None;
            }
        }
        Some(names)
    }

    /// `(a, b)`
    pub fn bracketed_names(&mut self) -> Option<Vec<String>> {
        self.group()?.names()
    }

    /// The contents of a string.
    pub fn string(&mut self) -> Option<String> {
        let token = self.peek()?;
        if token.kind != Kind::Text {
            return None;
        }
        self.at += 1;
        Some(unquote(token.text(self.text), self.dialect))
    }

    /// A value as written, without quotes: a string, a number with its sign, or a word.
    pub fn value(&mut self) -> Option<String> {
        let start = self.at;
        if self.is_operator("-") || self.is_operator("+") {
            self.at += 1;
        }
        let token = self.next()?;
        Some(match token.kind {
            Kind::Text => unquote(token.text(self.text), self.dialect),
            Kind::Quoted => unquote_name(token.text(self.text)),
            Kind::Word | Kind::Number | Kind::Param | Kind::Template => {
                self.since(start).of(self.text).to_owned()
            }
            _ => {
                self.at = start;
                return None;
            }
        })
    }
}

/// PostgreSQL cuts longer names off (manual, "Identifiers and Key Words").
fn shortened(mut name: String, dialect: Dialect) -> String {
    const LONGEST: usize = 63;
    if dialect == Dialect::Postgres && LONGEST < name.len() && !name.contains(['{', '}']) {
        let mut end = LONGEST;
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
    }
    name
}

fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span().cover(last.span()),
        _ => Span::default(),
    }
}

/// The last part is the object, the one before it the schema; a database before them is kept with the schema only
/// where a statement can reach into another database.
pub(super) fn object_name(mut parts: Vec<String>, dialect: Dialect) -> ObjectName {
    let Some(name) = parts.pop() else { return ObjectName::default() };
    let schema = match (dialect, parts.pop()) {
        (_, None) => None,
        (Dialect::Mssql, Some(schema)) if !parts.is_empty() => {
            Some(format!("{}.{schema}", parts.join(".")))
        }
        (_, Some(schema)) if schema.is_empty() || is_default(&schema, dialect) => None,
        (_, Some(schema)) => Some(schema),
    };
    ObjectName { schema: schema.map(Into::into), name: name.into() }
}

fn is_default(schema: &str, dialect: Dialect) -> bool {
    let default = dialect.default_schema();
    schema == default || (dialect.ignores_case() && schema.eq_ignore_ascii_case(default))
}

/// A quoted name without its quotes, doubled ones made single.
pub(super) fn unquote_name(text: &str) -> String {
    unquote_name_by(text, '\\')
}

/// Whether the quotes hold Unicode escapes: `U&"…"`.
fn is_unicode(text: &str) -> bool {
    text.get(..2).is_some_and(|it| it.eq_ignore_ascii_case("u&"))
}

/// With the character that begins Unicode escapes where there are such.
fn unquote_name_by(text: &str, escape: char) -> String {
    let text = text.strip_prefix(':').unwrap_or(text);
    if is_unicode(text) {
        return unicode(&unquote_name_by(&text[2..], escape), escape);
    }
    let Some(quote) = text.chars().next() else { return String::new() };
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    let close = if quote == '[' { ']' } else { quote };
    if inner.contains(close) {
        inner.replace(&format!("{close}{close}"), &close.to_string())
    } else {
        inner.to_owned()
    }
}

/// A string's contents: quotes, letters before them, tags and doubled quotes gone, backslashes resolved where they count.
pub(super) fn unquote(text: &str, dialect: Dialect) -> String {
    if let Some(tagged) = text.strip_prefix('$') {
        let tag = tagged.find('$').map_or(0, |it| it + 2);
        return text.get(tag..text.len().saturating_sub(tag)).unwrap_or("").to_owned();
    }
    let quote_at = text.find(['\'', '"']).unwrap_or(0);
    let letters = text.get(..quote_at).unwrap_or("").to_ascii_lowercase();
    let inner = text.get(quote_at + 1..text.len().saturating_sub(1)).unwrap_or("");
    if letters.ends_with('q') {
        let mut inside = inner.chars();
        inside.next();
        inside.next_back();
        return inside.as_str().to_owned();
    }
    if letters == "u&" {
        return unicode(&resolve(inner, '\'', false), '\\');
    }
    let backslashes = letters == "e" || super::lex::Lexis::of(dialect).backslashes;
    if inner.contains('\'') || inner.contains('"') || (backslashes && inner.contains('\\')) {
        let quote = text.get(quote_at..quote_at + 1).unwrap_or("'");
        return resolve(inner, quote.chars().next().unwrap_or('\''), backslashes);
    }
    inner.to_owned()
}

/// Text with `\0061` and `\+000061` as the characters that they are, and the escape twice as itself; what is no escape
/// stays as it is.
fn unicode(text: &str, escape: char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut high = None;
    while let Some(at) = rest.find(escape) {
        out.push_str(&rest[..at]);
        let behind = &rest[at + escape.len_utf8()..];
        let (skipped, count) = if behind.starts_with('+') { (1, 6) } else { (0, 4) };
        let digits = behind.get(skipped..skipped + count);
        let code = digits.and_then(|it| u32::from_str_radix(it, 16).ok());
        match (high.take().filter(|_| at == 0), code) {
            (_, Some(code)) if (0xD800..0xDC00).contains(&code) => high = Some(code),
            (Some(high), Some(low)) if (0xDC00..0xE000).contains(&low) => {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                out.extend(char::from_u32(code));
            }
            (_, Some(code)) => out.extend(char::from_u32(code)),
            (_, None) => out.push(escape),
        }
        let length = if code.is_some() { skipped + count } else { 0 };
        let length =
            if code.is_none() && behind.starts_with(escape) { escape.len_utf8() } else { length };
        rest = &behind[length..];
    }
    out.push_str(rest);
    out
}

fn resolve(inner: &str, quote: char, backslashes: bool) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(char) = chars.next() {
        if char == quote && chars.peek() == Some(&quote) {
            chars.next();
        }
        if char == '\\' && backslashes {
            match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            }
        } else {
            out.push(char);
        }
    }
    out
}
