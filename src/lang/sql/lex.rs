//! From bytes to tokens, one at a time, by what a dialect's spelling allows. Comments and white space leave no token.

use memchr::memchr;

use super::mask;
use crate::dialect::{Dialect, Target};
use crate::text::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name without quotes, or a keyword.
    Word,
    /// A name between the dialect's quotes.
    Quoted,
    /// A name or value of which a template placeholder is a part.
    Template,
    /// A string of any spelling.
    Text,
    Number,
    /// `$1`, `?`, `@x`: a value given from outside.
    Param,
    Operator,
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    Comma,
    Dot,
    Semicolon,
    Backslash,
    /// A string, quoted name or comment that is never closed; it runs to the end.
    Unfinished,
}

/// What makes an ASCII letter a small one.
pub(super) const LOWER: u8 = 0x20;

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    /// A word's first letter, lower case; 0 for all else.
    pub first: u8,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    pub fn text(self, text: &str) -> &str {
        self.span().of(text)
    }

    /// Whether it is this word, in letters of either case. Nearly every question is answered by the first letter.
    pub fn spells(self, text: &str, word: impl AsRef<[u8]>) -> bool {
        let word = word.as_ref();
        let near = word.first().is_some_and(|it| self.first == it | LOWER)
            && (self.end - self.start) as usize == word.len();
        near && text
            .as_bytes()
            .get(self.start as usize..self.end as usize)
            .is_some_and(|it| it.eq_ignore_ascii_case(word))
    }
}

/// How a dialect spells: what its lexer must know.
#[derive(Debug)]
pub(super) struct Lexis {
    /// `"x"` is a string, not a name.
    pub double_quoted_strings: bool,
    pub backticks: bool,
    /// `[x]` is a name.
    pub square_names: bool,
    /// A backslash escapes inside every string.
    pub backslashes: bool,
    /// `E'…'`.
    pub escape_strings: bool,
    /// `q'[…]'`.
    pub q_strings: bool,
    pub dollar_quotes: bool,
    pub nested_comments: bool,
    pub hash_comments: bool,
    /// `--` begins a comment only before white space.
    pub spaced_dashes: bool,
    /// `/*! … */` holds statements.
    pub executable_comments: bool,
    /// `/*M! … */` does too.
    pub maria_comments: bool,
    /// `@x` is a variable.
    pub at_variables: bool,
    /// `#` and `@` are part of names.
    pub sharp_names: bool,
    /// `?` is a parameter, not an operator.
    pub question_params: bool,
    /// Operators are as long as they can be, of any operator characters.
    pub free_operators: bool,
    /// `$(x)` is a variable of the client.
    pub dollar_brackets: bool,
    /// `&x` is a variable of the client.
    pub ampersand_variables: bool,
    /// A backslash is a command to the client.
    pub backslash_commands: bool,
}

const PLAIN: Lexis = Lexis {
    double_quoted_strings: false,
    backticks: false,
    square_names: false,
    backslashes: false,
    escape_strings: false,
    q_strings: false,
    dollar_quotes: false,
    nested_comments: false,
    hash_comments: false,
    spaced_dashes: false,
    executable_comments: false,
    maria_comments: false,
    at_variables: false,
    sharp_names: false,
    question_params: true,
    free_operators: false,
    dollar_brackets: false,
    ampersand_variables: false,
    backslash_commands: false,
};

const POSTGRES: Lexis = Lexis {
    escape_strings: true,
    dollar_quotes: true,
    nested_comments: true,
    question_params: false,
    free_operators: true,
    backslash_commands: true,
    ..PLAIN
};
const MYSQL: Lexis = Lexis {
    double_quoted_strings: true,
    backticks: true,
    backslashes: true,
    hash_comments: true,
    spaced_dashes: true,
    executable_comments: true,
    at_variables: true,
    ..PLAIN
};
const MARIADB: Lexis = Lexis { maria_comments: true, ..MYSQL };
const SQLITE: Lexis = Lexis { backticks: true, square_names: true, ..PLAIN };
const ORACLE: Lexis = Lexis {
    q_strings: true,
    sharp_names: true,
    at_variables: true,
    ampersand_variables: true,
    ..PLAIN
};
const MSSQL: Lexis = Lexis {
    square_names: true,
    nested_comments: true,
    at_variables: true,
    sharp_names: true,
    dollar_brackets: true,
    ..PLAIN
};

impl Lexis {
    pub fn of(dialect: Dialect) -> &'static Lexis {
        match dialect {
            Dialect::Postgres => &POSTGRES,
            Dialect::Mysql => &MYSQL,
            Dialect::Mariadb => &MARIADB,
            Dialect::Sqlite => &SQLITE,
            Dialect::Oracle => &ORACLE,
            Dialect::Mssql => &MSSQL,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub at: usize,
    end: usize,
    lexis: &'static Lexis,
    /// Inside `/*! … */`, whose end is skipped.
    executable: bool,
    /// The server's version as `/*!80046 … */` writes it, where it is known.
    server: Option<u32>,
    /// Whether `--` begins a comment before anything.
    strips: bool,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str, span: Span, lexis: &'static Lexis) -> Lexer<'a> {
        let end = (span.end as usize).min(text.len());
        Lexer {
            bytes: &text.as_bytes()[..end],
            at: (span.start as usize).min(end),
            end,
            lexis,
            executable: false,
            server: None,
            strips: false,
        }
    }

    /// The same, for a server of that version: what only newer ones execute is a comment.
    pub fn on(self, target: Option<Target>) -> Lexer<'a> {
        let server = target.map(|it| {
            let version = it.release();
            u32::from(version.major) * 10_000
                + u32::from(version.minor) * 100
                + u32::from(version.patch)
        });
        Lexer { server, ..self }
    }

    /// The same where the client takes out what stands behind `--`, whatever follows it.
    pub fn stripped(self) -> Lexer<'a> {
        Lexer { strips: true, ..self }
    }

    fn byte(&self, offset: usize) -> u8 {
        self.bytes.get(self.at + offset).copied().unwrap_or(0)
    }

    /// Skips white space and comments; an unfinished comment is left as a token.
    pub fn skip_trivia(&mut self) -> Option<Token> {
        while self.at < self.end {
            match self.bytes[self.at] {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0 => self.at += 1,
                0xef if self.bytes[self.at..].starts_with("\u{feff}".as_bytes()) => self.at += 3,
                0xc2 if self.byte(1) == 0xa0 => self.at += 2,
                b'-' if self.byte(1) == b'-' && self.dashes_comment() => self.skip_line(),
                b'#' if self.lexis.hash_comments => self.skip_line(),
                b'/' if self.byte(1) == b'*' => {
                    if let Some(unfinished) = self.comment() {
                        return Some(unfinished);
                    }
                }
                b'*' if self.executable && self.byte(1) == b'/' => {
                    self.executable = false;
                    self.at += 2;
                }
                b'{' | b'<' => match mask::control_tag(self.bytes, self.at) {
                    Some(end) => self.at = end,
                    None => return None,
                },
                _ => return None,
            }
        }
        None
    }

    fn dashes_comment(&self) -> bool {
        !self.lexis.spaced_dashes || self.strips || self.at + 2 == self.end || self.byte(2) <= b' '
    }

    pub fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn comment(&mut self) -> Option<Token> {
        let start = self.at;
        let maria = self.lexis.maria_comments && self.byte(2) == b'M' && self.byte(3) == b'!';
        if maria || (self.lexis.executable_comments && self.byte(2) == b'!') {
            self.at += if maria { 4 } else { 3 };
            let digits = self.at;
            while self.byte(0).is_ascii_digit() {
                self.at += 1;
            }
            let from = self.bytes.get(digits..self.at).unwrap_or(&[]);
            if self.executes(from, maria) {
                self.executable = true;
                return None;
            }
            self.at = start;
        }
        self.at += 2;
        let mut depth = 1u32;
        while self.at < self.end {
            match (self.bytes[self.at], self.byte(1)) {
                (b'*', b'/') => {
                    self.at += 2;
                    depth -= 1;
                    if depth == 0 {
                        return None;
                    }
                }
                (b'/', b'*') if self.lexis.nested_comments => {
                    self.at += 2;
                    depth += 1;
                }
                _ => self.at += 1,
            }
        }
        Some(self.token(Kind::Unfinished, start))
    }

    /// Whether the server executes `/*!… */` from that version on. MySQL manual: "Comments"; MariaDB: "Comment Syntax",
    /// which leaves out what was written for MySQL 5.7 and later.
    fn executes(&self, digits: &[u8], maria: bool) -> bool {
        let Some(server) = self.server else { return true };
        let from = digits.iter().fold(0u32, |number, it| {
            number.saturating_mul(10).saturating_add(u32::from(it - b'0'))
        });
        let for_mysql = self.lexis.maria_comments && !maria && (50_700..=99_999).contains(&from);
        from <= server && !for_mysql
    }

    fn token(&self, kind: Kind, start: usize) -> Token {
        let span = Span::new(start, self.at);
        let letter = self.bytes.get(start).map_or(0, |it| it | LOWER);
        let first = if kind == Kind::Word { letter } else { 0 };
        Token { kind, first, start: span.start, end: span.end }
    }

    pub fn next(&mut self) -> Option<Token> {
        if let Some(unfinished) = self.skip_trivia() {
            return Some(unfinished);
        }
        if self.end <= self.at {
            return None;
        }
        let start = self.at;
        let kind = match self.bytes[start] {
            b'(' => self.single(Kind::Open),
            b')' => self.single(Kind::Close),
            b',' => self.single(Kind::Comma),
            b';' => self.single(Kind::Semicolon),
            b'\'' => self.quoted(b'\'', self.lexis.backslashes, Kind::Text),
            b'"' if self.lexis.double_quoted_strings => {
                self.quoted(b'"', self.lexis.backslashes, Kind::Text)
            }
            b'"' => self.quoted(b'"', false, Kind::Quoted),
            b'`' if self.lexis.backticks => self.quoted(b'`', false, Kind::Quoted),
            b'[' if self.lexis.square_names => self.quoted(b']', false, Kind::Quoted),
            b'[' => self.single(Kind::OpenSquare),
            b']' => self.single(Kind::CloseSquare),
            b'\\' if self.lexis.backslash_commands => self.single(Kind::Backslash),
            b'.' if self.byte(1).is_ascii_digit() && !self.after_name() => self.number(),
            b'.' => self.single(Kind::Dot),
            b'0'..=b'9' => self.number(),
            b'$' => self.dollar(),
            b'@' if self.lexis.at_variables => self.variable(),
            b'?' if self.lexis.question_params => self.question(),
            byte if is_name_start(byte) || (byte == b'#' && self.lexis.sharp_names) => {
                self.word_or_string()
            }
            _ => self.other(),
        };
        Some(self.token(kind, start))
    }

    fn single(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    fn after_name(&self) -> bool {
        self.at
            .checked_sub(1)
            .and_then(|it| self.bytes.get(it))
            .is_some_and(|&it| is_name_part(it) || matches!(it, b'"' | b'`' | b']' | b'}'))
    }

    /// From an opening quote to the closing one, which doubled stands for itself.
    fn quoted(&mut self, close: u8, backslashes: bool, kind: Kind) -> Kind {
        self.at += 1;
        while self.at < self.end {
            let byte = self.bytes[self.at];
            if byte == close {
                if self.byte(1) != close {
                    self.at += 1;
                    return kind;
                }
                self.at += 1;
            } else if byte == b'\\' && backslashes {
                self.at += 1;
            }
            self.at += 1;
        }
        self.at = self.end;
        Kind::Unfinished
    }

    fn number(&mut self) -> Kind {
        if self.byte(0) == b'0' && matches!(self.byte(1), b'x' | b'X') {
            self.at += 2;
            while self.byte(0).is_ascii_hexdigit() {
                self.at += 1;
            }
            return Kind::Number;
        }
        self.digits();
        // Two dots are PL/SQL's range.
        if self.byte(0) == b'.' && self.byte(1) != b'.' {
            self.at += 1;
            self.digits();
        }
        let signed = usize::from(matches!(self.byte(1), b'+' | b'-'));
        if matches!(self.byte(0), b'e' | b'E') && self.byte(1 + signed).is_ascii_digit() {
            self.at += 1 + signed;
            self.digits();
        }
        Kind::Number
    }

    fn digits(&mut self) {
        while self.byte(0).is_ascii_digit()
            || (self.byte(0) == b'_' && self.byte(1).is_ascii_digit())
        {
            self.at += 1;
        }
    }

    fn dollar(&mut self) -> Kind {
        if mask::placeholder(self.bytes, self.at, self.lexis).is_some() {
            return self.word(Kind::Word);
        }
        if self.byte(1).is_ascii_digit() {
            self.at += 1;
            self.digits();
            return Kind::Param;
        }
        let tag = self.bytes[self.at + 1..].iter().position(|&it| !is_name_part(it) || it == b'$');
        if let (true, Some(length)) = (self.lexis.dollar_quotes, tag)
            && self.byte(length + 1) == b'$'
        {
            return self.dollar_quoted(length + 2);
        }
        self.at += 1;
        if is_name_start(self.byte(0)) {
            return self.word(Kind::Template);
        }
        Kind::Operator
    }

    fn dollar_quoted(&mut self, tag: usize) -> Kind {
        let tag = &self.bytes[self.at..self.at + tag];
        let mut from = self.at + tag.len();
        while let Some(found) = memchr(b'$', &self.bytes[from..]) {
            from += found;
            if self.bytes[from..].starts_with(tag) {
                self.at = from + tag.len();
                return Kind::Text;
            }
            from += 1;
        }
        self.at = self.end;
        Kind::Unfinished
    }

    fn variable(&mut self) -> Kind {
        while self.byte(0) == b'@' {
            self.at += 1;
        }
        match self.byte(0) {
            quote @ (b'\'' | b'"' | b'`') => self.quoted(quote, false, Kind::Param),
            _ => {
                while is_name_part(self.byte(0)) || (self.lexis.sharp_names && self.byte(0) == b'#')
                {
                    self.at += 1;
                }
                Kind::Param
            }
        }
    }

    fn question(&mut self) -> Kind {
        self.at += 1;
        self.digits();
        Kind::Param
    }

    /// A word, or a string with letters before its quote.
    fn word_or_string(&mut self) -> Kind {
        let first = self.byte(0).to_ascii_lowercase();
        match (first, self.byte(1)) {
            (b'e', b'\'') if self.lexis.escape_strings => {
                self.at += 1;
                self.quoted(b'\'', true, Kind::Text)
            }
            (b'n' | b'b' | b'x', b'\'') => {
                self.at += 1;
                self.quoted(b'\'', self.lexis.backslashes, Kind::Text)
            }
            (b'u', b'&') if matches!(self.byte(2), b'\'' | b'"') => {
                self.at += 2;
                let quote = self.byte(0);
                self.quoted(quote, false, if quote == b'"' { Kind::Quoted } else { Kind::Text })
            }
            (b'q', b'\'') if self.lexis.q_strings => self.q_string(1),
            (b'n', b'q' | b'Q') if self.lexis.q_strings && self.byte(2) == b'\'' => {
                self.q_string(2)
            }
            _ => self.word(Kind::Word),
        }
    }

    fn q_string(&mut self, letters: usize) -> Kind {
        let close = match self.byte(letters + 1) {
            b'[' => b']',
            b'{' => b'}',
            b'(' => b')',
            b'<' => b'>',
            other => other,
        };
        self.at = (self.at + letters + 2).min(self.end);
        while self.at < self.end {
            if self.bytes[self.at] == close && self.byte(1) == b'\'' {
                self.at += 2;
                return Kind::Text;
            }
            self.at += 1;
        }
        Kind::Unfinished
    }

    fn word(&mut self, mut kind: Kind) -> Kind {
        loop {
            let rest = self.bytes.get(self.at..self.end).unwrap_or(&[]);
            self.at += rest.iter().take_while(|&&it| NAME[usize::from(it)]).count();
            if self.end <= self.at {
                break;
            }
            let byte = self.bytes[self.at];
            if matches!(byte, b'$' | b'{' | b'%' | b'&' | b'<' | b':' | b'@')
                && (byte != b':' || kind == Kind::Word)
                && let Some(end) = mask::placeholder(self.bytes, self.at, self.lexis)
            {
                self.at = end.min(self.end);
                kind = Kind::Template;
            } else if is_name_part(byte) || (self.lexis.sharp_names && matches!(byte, b'#' | b'@'))
            {
                self.at += 1;
            } else {
                break;
            }
        }
        kind
    }

    fn other(&mut self) -> Kind {
        if mask::placeholder(self.bytes, self.at, self.lexis).is_some() {
            return self.word(Kind::Word);
        }
        if self.byte(0) == b':' {
            return self.colon();
        }
        if self.lexis.free_operators && is_operator(self.byte(0)) {
            return self.free_operator();
        }
        const LONG: [&[u8]; 3] = [b"->>", b"<=>", b"#>>"];
        const PAIRS: [&[u8]; 19] = [
            b"<=", b">=", b"<>", b"!=", b"||", b"&&", b"->", b"=>", b"==", b"<<", b">>", b"+=",
            b"-=", b"*=", b"/=", b"^=", b"**", b"!<", b"!>",
        ];
        let rest = &self.bytes[self.at..];
        self.at += if LONG.iter().any(|it| rest.starts_with(it)) {
            3
        } else if PAIRS.iter().any(|it| rest.starts_with(it)) {
            2
        } else {
            1
        };
        Kind::Operator
    }

    /// `::`, `:=`, or psql's `:'x'` and `:"x"`.
    fn colon(&mut self) -> Kind {
        let next = self.byte(1);
        if matches!(next, b':' | b'=') {
            self.at += 2;
            return Kind::Operator;
        }
        self.at += 1;
        match next {
            b'\'' if self.lexis.backslash_commands => self.quoted(b'\'', false, Kind::Param),
            b'"' if self.lexis.backslash_commands => self.quoted(b'"', false, Kind::Template),
            _ => Kind::Operator,
        }
    }

    /// PostgreSQL's rule (manual: "Operators" under "Lexical Structure"): as long as possible, no comment inside, and a
    /// sign at its end only where a rarer character is in it.
    fn free_operator(&mut self) -> Kind {
        let start = self.at;
        while is_operator(self.byte(0)) {
            let comment = matches!((self.byte(0), self.byte(1)), (b'-', b'-') | (b'/', b'*'));
            if comment && start < self.at {
                break;
            }
            self.at += 1;
        }
        let rare = |it: &u8| b"~!@#%^&|`?".contains(it);
        while start + 1 < self.at
            && matches!(self.bytes[self.at - 1], b'+' | b'-')
            && !self.bytes[start..self.at].iter().any(rare)
        {
            self.at -= 1;
        }
        Kind::Operator
    }
}

fn is_operator(byte: u8) -> bool {
    matches!(
        byte,
        b'+' | b'-'
            | b'*'
            | b'/'
            | b'<'
            | b'>'
            | b'='
            | b'~'
            | b'!'
            | b'@'
            | b'#'
            | b'%'
            | b'^'
            | b'&'
            | b'|'
            | b'`'
            | b'?'
    )
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || 0x80 <= byte
}

/// The bytes that are a part of a name and nothing else: most of a text's.
const NAME: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize || 0x80 <= byte;
        byte += 1;
    }
    plain
};

fn is_name_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || 0x80 <= byte
}
