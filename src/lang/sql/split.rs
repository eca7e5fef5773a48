//! From tokens to statements: where one ends, by the dialect and by the client that would send it.

use super::lex::{Kind, Lexer, Lexis, Token};
use super::tsql::{Fed, Machine};
use crate::dialect::{Dialect, Target};
use crate::text::Span;

/// One statement, or one line that is a command to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: PieceKind,
    /// From its first token to its last, without what ends it.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    Statement,
    /// psql's `\i`, SQL*Plus's `PROMPT`, SQLite's `.mode`, sqlcmd's `:r`.
    ClientLine,
    /// COPY … FROM stdin with so many rows of data behind it.
    CopyRows(usize),
}

pub(super) struct Splitter<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    end: usize,
    dialect: Dialect,
    /// MySQL's DELIMITER where it is not the semicolon.
    delimiter: Option<&'a str>,
    /// Where each of SQL Server's batches ended, and how often it runs.
    batches: Vec<(usize, u32)>,
}

impl<'a> Splitter<'a> {
    pub fn new(text: &'a str, span: Span, dialect: Dialect) -> Splitter<'a> {
        let end = (span.end as usize).min(text.len());
        let lexer = Lexer::new(text, span, Lexis::of(dialect));
        Splitter { text, lexer, end, dialect, delimiter: None, batches: Vec::new() }
    }

    /// The same for one target: what its version leaves out is a comment.
    pub fn on(self, target: Option<Target>) -> Splitter<'a> {
        Splitter { lexer: self.lexer.clone().on(target), ..self }
    }

    /// The same for what a tool cuts: each statement ends at `delimiter`, and comments are taken out.
    pub fn cut_by_tool(self, delimiter: Option<&'a str>) -> Splitter<'a> {
        Splitter { delimiter, lexer: self.lexer.clone().stripped(), ..self }
    }

    /// So many bytes are still to be split.
    #[cfg(feature = "cli")]
    pub fn length(&self) -> usize {
        self.end.saturating_sub(self.lexer.at)
    }

    /// The next piece; its tokens replace those in `tokens`.
    pub fn next(&mut self, tokens: &mut Vec<Token>) -> Option<Piece> {
        tokens.clear();
        loop {
            if let Some(unfinished) = self.lexer.skip_trivia() {
                tokens.push(unfinished);
                return piece(PieceKind::Statement, tokens);
            }
            if self.end <= self.lexer.at {
                return None;
            }
            match self.line_command() {
                Some(LineCommand::Skip) => continue,
                Some(LineCommand::Client(span)) => {
                    return Some(Piece { kind: PieceKind::ClientLine, span });
                }
                None => {}
            }
            if let Some(piece) = self.statement(tokens) {
                return Some(piece);
            }
        }
    }

    fn statement(&mut self, tokens: &mut Vec<Token>) -> Option<Piece> {
        let mut body = Body::default();
        let mut depth = 0i32;
        let mut machine = (self.dialect == Dialect::Mssql).then(Machine::default);
        while let Some(token) = self.next_token(tokens) {
            if let Some(machine) = &mut machine
                && token.kind != Kind::Unfinished
                && !self.batch_ends(token)
            {
                if self.transact(machine, token) {
                    if token.kind != Kind::Semicolon {
                        self.lexer.at = token.start as usize;
                    }
                    break;
                }
                if !(token.kind == Kind::Semicolon && tokens.is_empty()) {
                    tokens.push(token);
                }
                continue;
            }
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = (depth - 1).max(0),
                Kind::Semicolon if self.ends_here(tokens, &mut body, depth) => {
                    let copies = self.is_copy_from_stdin(tokens);
                    if !copies {
                        return piece(PieceKind::Statement, tokens);
                    }
                    let rows = self.copy_data();
                    return piece(PieceKind::CopyRows(rows), tokens);
                }
                Kind::Backslash => {
                    self.lexer.at = token.start as usize;
                    if tokens.is_empty() {
                        // Unreachable in practice: a line command was looked for first.
                        self.lexer.skip_line();
                    }
                    break;
                }
                Kind::Word if self.batch_ends(token) => {
                    self.batches
                        .push((token.start as usize, runs(uncommented(self.line_after(token)))));
                    self.lexer.skip_line();
                    break;
                }
                Kind::Operator if self.slash_line(token) => break,
                _ => {}
            }
            if token.kind == Kind::Semicolon && tokens.is_empty() {
                continue;
            }
            tokens.push(token);
            if token.kind == Kind::Unfinished {
                break;
            }
        }
        piece(PieceKind::Statement, tokens)
    }

    /// Whether the statement ends before this token, or with it where it is a semicolon.
    fn transact(&self, machine: &mut Machine<'a>, token: Token) -> bool {
        let next = || {
            let mut ahead = self.lexer.clone();
            let token = ahead.next().filter(|it| it.kind == Kind::Word);
            token.map_or("", |it| it.text(self.text))
        };
        match token.kind {
            Kind::Semicolon => machine.semicolon(&next),
            Kind::Word => machine.feed(token, self.text, &next) == Fed::Begins,
            _ => machine.feed(token, self.text, &|| "") == Fed::Begins,
        }
    }

    /// The next token, or `None` at the end or at the client's delimiter.
    fn next_token(&mut self, tokens: &[Token]) -> Option<Token> {
        let Some(delimiter) = self.delimiter else { return self.lexer.next() };
        if let Some(unfinished) = self.lexer.skip_trivia() {
            return Some(unfinished);
        }
        let start = self.lexer.at;
        // A word such as GO is a delimiter only where it stands alone.
        let is_word = delimiter.bytes().all(|it| it.is_ascii_alphanumeric());
        let rest = self.text.get(start..self.end)?.strip_prefix(delimiter);
        if rest.is_some_and(|it| {
            !is_word || !it.starts_with(|it: char| it.is_alphanumeric() || it == '_')
        }) {
            self.lexer.at = start + delimiter.len();
            return None;
        }
        if let Some(command) = tokens.is_empty().then(|| self.line_command()).flatten() {
            let LineCommand::Skip = command else { return None };
            return self.next_token(tokens);
        }
        let token = self.lexer.next()?;
        let cut = match token.kind {
            Kind::Word | Kind::Operator | Kind::Template if !is_word => {
                token.text(self.text).find(delimiter)
            }
            _ => None,
        };
        let Some(cut) = cut else { return Some(token) };
        self.lexer.at = start + cut;
        Some(Token { end: token.start + cut as u32, ..token })
    }

    fn ends_here(&self, tokens: &[Token], body: &mut Body, depth: i32) -> bool {
        // Between delimiters the server itself tells statements apart.
        if self.delimiter.is_some() {
            return head(self.text, tokens, self.dialect) == Head::Plain;
        }
        body.goes_on(self.text, tokens, self.dialect).not_if(depth)
    }

    /// A line, at the start of a statement, that the client keeps for itself.
    fn line_command(&mut self) -> Option<LineCommand> {
        let start = self.lexer.at;
        let rest = self.text.get(start..self.end)?;
        let first = rest.split([' ', '\t', ';', '\n', '\r']).next().unwrap_or(rest);
        let is = |word: &str| first.eq_ignore_ascii_case(word);
        // The line is looked at only where its first word allows: a file may be one line of many statements.
        let possible = match self.dialect {
            Dialect::Postgres => first.starts_with('\\'),
            Dialect::Sqlite => first.starts_with('.'),
            Dialect::Mysql | Dialect::Mariadb => {
                is("delimiter") || is("source") || first.starts_with("\\.")
            }
            Dialect::Mssql => is("go") || first.starts_with([':', '!']),
            Dialect::Oracle => true,
        };
        if !possible {
            return None;
        }
        let mut line = rest.split(['\n', '\r']).next().unwrap_or(rest);
        // "SQL*Plus User's Guide", "Continuing a Long SQL*Plus Command": a hyphen at the end of the line.
        while self.dialect == Dialect::Oracle
            && (is("exec") || is("execute"))
            && line.trim_end().ends_with('-')
        {
            let next = rest.get(line.len()..).and_then(|it| it.split_inclusive('\n').nth(1));
            let Some(next) = next else { break };
            let more = rest[line.len()..].find('\n').map_or(0, |it| it + 1);
            line = &rest[..line.len() + more + next.trim_end_matches(['\n', '\r']).len()];
        }
        let span = Span::new(start, start + line.trim_end().len());
        let client = match self.dialect {
            Dialect::Postgres => line.starts_with('\\'),
            Dialect::Sqlite => {
                line.starts_with('.') && line[1..].starts_with(|it: char| it.is_ascii_lowercase())
            }
            Dialect::Mysql | Dialect::Mariadb => {
                if is("delimiter") {
                    let delimiter =
                        line.get(first.len()..)?.split_whitespace().next().unwrap_or(";");
                    self.delimiter = (delimiter != ";").then_some(delimiter);
                    self.lexer.at = start + line.len();
                    return Some(LineCommand::Skip);
                }
                is("source") || line.starts_with("\\.")
            }
            Dialect::Mssql => {
                let count = uncommented(line.get(2..).unwrap_or(""));
                if is("go") && count.bytes().all(|it| it.is_ascii_digit() || it == b';') {
                    self.batches.push((start, runs(count)));
                    self.lexer.at = start + line.len();
                    return Some(LineCommand::Skip);
                }
                // "sqlcmd utility", "sqlcmd commands": no statement begins so.
                line.starts_with(':') || line.starts_with("!!")
            }
            Dialect::Oracle => {
                if line.trim() == "/" {
                    self.lexer.at = start + line.len();
                    return Some(LineCommand::Skip);
                }
                is_sqlplus(first, line)
            }
        };
        if !client {
            return None;
        }
        self.lexer.at = start + line.len();
        Some(LineCommand::Client(span))
    }

    /// `GO` alone on its line.
    fn batch_ends(&self, token: Token) -> bool {
        self.dialect == Dialect::Mssql
            && token.end - token.start == 2
            && token.spells(self.text, "go")
            && self.line_before(token).trim().is_empty()
            && uncommented(self.line_after(token))
                .bytes()
                .all(|it| it.is_ascii_digit() || it == b';')
    }

    /// Where each batch that was read ended, in order, and how often `GO` says that it runs.
    pub fn batches(&self) -> &[(usize, u32)] {
        &self.batches
    }

    /// `/` alone on its line.
    fn slash_line(&self, token: Token) -> bool {
        self.dialect == Dialect::Oracle
            && token.text(self.text) == "/"
            && self.line_before(token).trim().is_empty()
            && self.line_after(token).trim().is_empty()
    }

    /// At most 200 bytes: what is looked for is blank.
    fn line_before(&self, token: Token) -> &'a str {
        let end = token.start as usize;
        let bytes = &self.text.as_bytes()[end.saturating_sub(200)..end];
        let start = bytes.iter().rposition(|&it| it == b'\n').map_or(0, |it| it + 1);
        self.text.get(end - bytes.len() + start..end).unwrap_or("x")
    }

    fn line_after(&self, token: Token) -> &'a str {
        let start = token.end as usize;
        let bytes = &self.text.as_bytes()[start..self.end.min(start + 200).max(start)];
        let end = bytes.iter().position(|&it| it == b'\n').unwrap_or(bytes.len());
        self.text.get(start..start + end).unwrap_or("x")
    }

    fn is_copy_from_stdin(&self, tokens: &[Token]) -> bool {
        let word = |token: &Token| token.text(self.text);
        self.dialect == Dialect::Postgres
            && tokens.first().is_some_and(|it| word(it).eq_ignore_ascii_case("copy"))
            && tokens.windows(2).any(|it| {
                word(&it[0]).eq_ignore_ascii_case("from")
                    && word(&it[1]).eq_ignore_ascii_case("stdin")
            })
    }

    /// Skips the rows after `COPY … FROM stdin;` up to `\.` and counts them.
    fn copy_data(&mut self) -> usize {
        self.lexer.skip_line();
        let mut rows = 0;
        while self.lexer.at < self.end {
            self.lexer.at += 1;
            let start = self.lexer.at;
            self.lexer.skip_line();
            let line = self.text.get(start..self.lexer.at).unwrap_or("");
            if line.trim_end() == "\\." {
                return rows;
            }
            rows += usize::from(!line.is_empty());
        }
        rows
    }
}

/// The line without the comment at its end: GO's line "can contain comments".
fn uncommented(line: &str) -> &str {
    let ends = [line.find("--"), line.find("/*").filter(|_| line.trim_end().ends_with("*/"))];
    let end = ends.into_iter().flatten().min().unwrap_or(line.len());
    line.get(..end).unwrap_or(line).trim()
}

/// What stands behind `GO`: "the batch preceding GO will execute the specified number of times" ("SQL Server utilities
/// statements: GO").
fn runs(count: &str) -> u32 {
    let count = count.trim().trim_end_matches(';').trim_end();
    if count.is_empty() { 1 } else { count.parse().unwrap_or(u32::MAX) }
}

enum LineCommand {
    Skip,
    Client(Span),
}

fn piece(kind: PieceKind, tokens: &[Token]) -> Option<Piece> {
    let span = tokens.first()?.span().cover(tokens.last()?.span());
    Some(Piece { kind, span })
}

/// SQL*Plus's own commands and their short forms (manual: "SQL*Plus Command Reference"); each takes its line.
fn is_sqlplus(first: &str, line: &str) -> bool {
    const COMMANDS: [&str; 52] = [
        "acc",
        "bre",
        "bti",
        "cl",
        "comp",
        "def",
        "disc",
        "ho",
        "passw",
        "pau",
        "pro",
        "sho",
        "spo",
        "timi",
        "tti",
        "undef",
        "prompt",
        "whenever",
        "define",
        "undefine",
        "spool",
        "rem",
        "remark",
        "set",
        "column",
        "col",
        "accept",
        "pause",
        "exec",
        "execute",
        "start",
        "host",
        "connect",
        "conn",
        "disconnect",
        "exit",
        "quit",
        "show",
        "ttitle",
        "btitle",
        "break",
        "clear",
        "compute",
        "variable",
        "var",
        "print",
        "timing",
        "desc",
        "describe",
        "password",
        "archive",
        "recover",
    ];
    let lower = first.to_ascii_lowercase();
    if lower == "set" {
        // SET TRANSACTION, SET ROLE and SET CONSTRAINTS are SQL.
        let next = line.split_whitespace().nth(1).unwrap_or("").to_ascii_lowercase();
        return !matches!(next.as_str(), "transaction" | "role" | "constraint" | "constraints");
    }
    line.starts_with(['@', '!']) || COMMANDS.contains(&lower.as_str())
}

/// What kind of statement this is, as far as its semicolons go, and how deep its blocks are open.
#[derive(Debug, Default)]
struct Body {
    head: Option<Head>,
    counted: usize,
    open: i32,
    began: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Plain,
    /// Its blocks hold statements: BEGIN … END.
    Blocks,
    /// As blocks, inside one that nothing but its own END shows.
    Package,
    /// BEGIN ATOMIC … END, and nothing else, holds statements.
    Atomic,
    /// Brackets hold statements.
    Brackets,
    /// It goes on to the end of its batch, or to the line that is `/`.
    Batch,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum GoesOn {
    No,
    Yes,
    WhileBracketsAreOpen,
}

impl GoesOn {
    fn not_if(self, depth: i32) -> bool {
        match self {
            GoesOn::No => true,
            GoesOn::Yes => false,
            GoesOn::WhileBracketsAreOpen => depth == 0,
        }
    }
}

impl Body {
    fn goes_on(&mut self, text: &str, tokens: &[Token], dialect: Dialect) -> GoesOn {
        let head = *self.head.get_or_insert_with(|| head(text, tokens, dialect));
        match head {
            Head::Plain => GoesOn::No,
            Head::Brackets => GoesOn::WhileBracketsAreOpen,
            Head::Batch => GoesOn::Yes,
            Head::Package if !self.began => {
                self.began = true;
                self.open = 1;
                self.count(text, tokens, Head::Blocks);
                if 0 < self.open { GoesOn::Yes } else { GoesOn::No }
            }
            Head::Blocks | Head::Package | Head::Atomic => {
                self.count(text, tokens, head);
                if 0 < self.open { GoesOn::Yes } else { GoesOn::No }
            }
        }
    }

    fn count(&mut self, text: &str, tokens: &[Token], head: Head) {
        for index in self.counted..tokens.len() {
            let word = word_at(text, tokens, index);
            if word.len() < 2 {
                continue;
            }
            let is = |it: &str| word.eq_ignore_ascii_case(it);
            let before = if index == 0 { "" } else { word_at(text, tokens, index - 1) };
            let next = word_at(text, tokens, index + 1);
            if head == Head::Atomic && !self.began {
                self.began = is("begin") && next.eq_ignore_ascii_case("atomic");
                self.open = i32::from(self.began);
            } else if is("end") {
                self.open = (self.open - 1).max(0);
            } else if !before.eq_ignore_ascii_case("end") && opens(text, tokens, index, head) {
                self.open += 1;
            }
        }
        self.counted = tokens.len();
    }
}

/// Whether the word at `index` opens what an END closes.
fn opens(text: &str, tokens: &[Token], index: usize, head: Head) -> bool {
    let word = word_at(text, tokens, index);
    let is = |it: &str| word.eq_ignore_ascii_case(it);
    if is("case") {
        return true;
    }
    if is("begin") {
        let next = word_at(text, tokens, index + 1).to_ascii_lowercase();
        return !matches!(
            next.as_str(),
            "tran" | "transaction" | "distributed" | "dialog" | "conversation"
        );
    }
    if head == Head::Atomic || !begins_statement(text, tokens, index) {
        return false;
    }
    is("if") || is("loop") || is("repeat") || is("while")
}

fn begins_statement(text: &str, tokens: &[Token], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|it| tokens.get(it)) else { return true };
    if before.kind == Kind::Semicolon || before.text(text) == ":" {
        return true;
    }
    let before = before.text(text).to_ascii_lowercase();
    matches!(
        before.as_str(),
        "then" | "else" | "begin" | "row" | "do" | "loop" | "repeat" | "atomic"
    )
}

fn word_at<'a>(text: &'a str, tokens: &[Token], index: usize) -> &'a str {
    tokens.get(index).filter(|it| it.kind == Kind::Word).map_or("", |it| it.text(text))
}

/// What a statement makes or changes, as far as it tells where the statement ends.
const OBJECTS: [&str; 14] = [
    "procedure",
    "proc",
    "function",
    "trigger",
    "event",
    "package",
    "type",
    "rule",
    "table",
    "view",
    "index",
    "library",
    "java",
    "sequence",
];

fn head(text: &str, tokens: &[Token], dialect: Dialect) -> Head {
    let lower = |at: usize| tokens.get(at).map(|it| it.text(text).to_ascii_lowercase());
    let first = lower(0).unwrap_or_default();
    let second = lower(1).unwrap_or_default();
    let object = || {
        let words = tokens.iter().take(12).skip(1).map(|it| it.text(text));
        words
            .flat_map(|it| OBJECTS.into_iter().filter(move |of| of.eq_ignore_ascii_case(it)))
            .next()
    };
    match dialect {
        Dialect::Postgres if first == "create" => match object() {
            Some("function" | "procedure") => Head::Atomic,
            Some("rule") => Head::Brackets,
            _ => Head::Plain,
        },
        Dialect::Sqlite if first == "create" => match object() {
            Some("trigger") => Head::Blocks,
            _ => Head::Plain,
        },
        Dialect::Mysql | Dialect::Mariadb if first == "create" || first == "alter" => {
            match object() {
                Some("procedure" | "function" | "trigger" | "event") => Head::Blocks,
                Some("package") => Head::Package,
                _ => Head::Plain,
            }
        }
        Dialect::Mariadb if first == "begin" && second == "not" => Head::Blocks,
        Dialect::Mariadb
            if matches!(first.as_str(), "if" | "while" | "loop" | "repeat" | "for") =>
        {
            Head::Blocks
        }
        Dialect::Oracle if first == "declare" || first == "<<" => Head::Batch,
        Dialect::Oracle if first == "begin" => Head::Batch,
        // "SELECT", "plsql_declarations".
        Dialect::Oracle
            if first == "with" && matches!(second.as_str(), "function" | "procedure") =>
        {
            Head::Batch
        }
        Dialect::Oracle if first == "create" => match object() {
            Some(
                "procedure" | "function" | "package" | "trigger" | "type" | "library" | "java",
            ) => Head::Batch,
            _ => Head::Plain,
        },
        _ => Head::Plain,
    }
}
