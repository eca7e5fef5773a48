//! SQL, read dialect by dialect.

mod alien;
mod cursor;
mod ddl;
pub(crate) mod edit;
mod expr;
mod indirect;
mod leaf;
mod lex;
mod mask;
mod query;
mod select;
mod shape;
mod split;
pub(crate) mod statement;
mod tsql;
mod types;
pub(crate) mod write;

#[cfg(feature = "cli")]
use std::ops::Range;

use crate::dialect::{Dialect, Target};
use crate::ops::expr::{DataType, Expr};
use crate::ops::unit::Repetition;
use crate::ops::{Clause, Op, OpKind, Opaque, OpaqueExtent, OpaqueReason, Statement};
use crate::text::Span;
use cursor::Cursor;
use lex::{Kind, Lexer, Lexis, Token};
use split::{Piece, PieceKind, Splitter};

/// The statements of the part of `text` under `span`, in order. Never fails: what is not understood is
/// [`OpKind::Opaque`], one statement at a time.
pub fn read(text: &str, span: Span, dialect: Dialect) -> Vec<Statement> {
    statements(text, Splitter::new(text, span, dialect), dialect)
}

/// As [`read`], leaving out what the target's version would take for a comment (`/*!80023 … */`).
pub fn read_for(text: &str, span: Span, target: Target) -> Vec<Statement> {
    followed(text, Splitter::new(text, span, target.dialect).on(Some(target)), target.dialect)
}

/// As [`read_for`], of what a tool cuts and cleans: all statements end at `delimiter` where there is one, and `--` begins
/// a comment, whatever follows it (Liquibase: "endDelimiter", "stripComments").
pub fn read_cut<'a>(
    text: &'a str,
    span: Span,
    target: Target,
    delimiter: Option<&'a str>,
) -> Vec<Statement> {
    let splitter = Splitter::new(text, span, target.dialect).on(Some(target));
    followed(text, splitter.cut_by_tool(delimiter), target.dialect)
}

fn followed<'a>(text: &'a str, splitter: Splitter<'a>, dialect: Dialect) -> Vec<Statement> {
    let mut statements = statements(text, splitter, dialect);
    indirect::follow(text, &mut statements, dialect);
    statements
}

fn statements<'a>(text: &'a str, mut splitter: Splitter<'a>, dialect: Dialect) -> Vec<Statement> {
    #[cfg(feature = "cli")]
    if LARGE <= splitter.length() {
        return read_on_all_cores(text, splitter, dialect);
    }
    let mut tokens = Vec::new();
    let mut statements = Vec::new();
    while let Some(piece) = splitter.next(&mut tokens) {
        statements.push(statement(text, piece, &tokens, dialect));
    }
    in_batches(text, statements, &splitter, dialect)
}

/// A batch is run again at most so often: what happens the second time happens every time after it.
const MOST_RUNS: u32 = 10;

/// So many statements at most come of batches that run again.
const MOST_REPEATED: usize = 1_000;

/// The statements in the order in which they run, each with its batch: those that `GO 5` ends, five times.
fn in_batches(
    text: &str,
    mut statements: Vec<Statement>,
    splitter: &Splitter<'_>,
    dialect: Dialect,
) -> Vec<Statement> {
    if dialect != Dialect::Mssql {
        return statements;
    }
    let batches = splitter.batches();
    let mut batch = 0;
    for statement in &mut statements {
        let start = statement.span.start as usize;
        batch += batches[batch..].iter().take_while(|it| it.0 <= start).count();
        let first = statement.span.of(text).split(|it: char| !it.is_ascii_alphanumeric()).next();
        let apart = first
            .is_some_and(|it| ["exec", "execute"].iter().any(|word| it.eq_ignore_ascii_case(word)));
        statement.batch = (!apart).then(|| u32::try_from(batch).unwrap_or(u32::MAX));
    }
    if batches.iter().all(|it| it.1 <= 1) {
        return statements;
    }
    let mut run = Vec::with_capacity(statements.len());
    let mut added = 0;
    let mut rest = statements.into_iter().peekable();
    for &(end, runs) in batches {
        let start = run.len();
        while let Some(it) = rest.next_if(|it| (it.span.start as usize) < end) {
            run.push(it);
        }
        let batch = start..run.len();
        for _ in 1..runs.min(MOST_RUNS) {
            added += batch.len();
            if MOST_REPEATED < added {
                break;
            }
            let next = run.len();
            run.extend_from_within(batch.clone());
            run[next..].iter_mut().for_each(|it| it.repetition = Repetition::Again);
            run[batch.clone()].iter_mut().for_each(|it| it.repetition = Repetition::First);
        }
    }
    run.extend(rest);
    run
}

fn statement(text: &str, piece: Piece, tokens: &[Token], dialect: Dialect) -> Statement {
    let (ops, condition) = match piece.kind {
        PieceKind::ClientLine => (vec![ddl::client::read(text, piece.span, dialect)], None),
        PieceKind::Statement | PieceKind::CopyRows(_) => {
            read_tokens(text, tokens, piece.span, dialect)
        }
    };
    let says_default_schema = says_default_schema(text, tokens, dialect);
    let mut statement =
        Statement { condition, says_default_schema, ..Statement::new(piece.span, ops) };
    if let PieceKind::CopyRows(rows) = piece.kind {
        count_rows(&mut statement, rows);
    }
    statement
}

/// Whether a name of the statement begins with the default schema.
fn says_default_schema(text: &str, tokens: &[Token], dialect: Dialect) -> bool {
    let default = dialect.default_schema();
    tokens.windows(2).any(|it| {
        it[1].kind == lex::Kind::Dot
            && it[0].text(text).trim_matches('"').eq_ignore_ascii_case(default)
    })
}

/// Texts from this size on are worth more than one core.
#[cfg(feature = "cli")]
const LARGE: usize = 128 * 1024;

/// So many tokens are split before they are read, which bounds what has to be kept of them.
#[cfg(feature = "cli")]
const AT_ONCE: usize = 64 * 1024;

/// The statements in order. What one statement is depends on those before it and is found by one core; what it says
/// depends on its own tokens alone, and the other cores read that meanwhile.
#[cfg(feature = "cli")]
fn read_on_all_cores(text: &str, mut splitter: Splitter<'_>, dialect: Dialect) -> Vec<Statement> {
    use rayon::prelude::*;
    let mut statements = Vec::new();
    let mut ahead = split_some(&mut splitter);
    while !ahead.pieces.is_empty() {
        let read = |(piece, tokens): &(Piece, Range<usize>)| {
            let tokens = ahead.tokens.get(tokens.clone()).unwrap_or_default();
            statement(text, *piece, tokens, dialect)
        };
        let (next, found) = rayon::join(
            || split_some(&mut splitter),
            || ahead.pieces.par_iter().map(read).collect::<Vec<Statement>>(),
        );
        statements.extend(found);
        ahead = next;
    }
    in_batches(text, statements, &splitter, dialect)
}

/// Some pieces, each with the place of its tokens among all.
#[cfg(feature = "cli")]
#[derive(Default)]
struct Split {
    pieces: Vec<(Piece, Range<usize>)>,
    tokens: Vec<Token>,
}

#[cfg(feature = "cli")]
fn split_some(splitter: &mut Splitter<'_>) -> Split {
    let mut split = Split { pieces: Vec::new(), tokens: Vec::with_capacity(AT_ONCE) };
    let mut tokens = Vec::new();
    while split.pieces.len() + split.tokens.len() < AT_ONCE
        && let Some(piece) = splitter.next(&mut tokens)
    {
        let start = split.tokens.len();
        split.tokens.extend_from_slice(&tokens);
        split.pieces.push((piece, start..split.tokens.len()));
    }
    split
}

/// For each of the byte offsets, in ascending order, whether it lies outside of every token, and so in a comment. A
/// body between dollar quotes is SQL of its own, whose comments count too.
pub fn in_comment(text: &str, offsets: &[usize], dialect: Dialect) -> Vec<bool> {
    let mut outside = vec![true; offsets.len()];
    let mut splitter = Splitter::new(text, Span::new(0, text.len()), dialect);
    let mut tokens = Vec::new();
    while splitter.next(&mut tokens).is_some() {
        for token in tokens.iter().filter(|it| !it.text(text).starts_with('$')) {
            let (start, end) = (token.start as usize, token.end as usize);
            let first = offsets.partition_point(|&it| it < start);
            let last = offsets.partition_point(|&it| it < end);
            for outside in outside.get_mut(first..last).unwrap_or_default() {
                *outside = false;
            }
        }
    }
    outside
}

/// Where a definition begins that a PL/SQL block in `span` has taken in, since no line that is `/` ended the block.
pub fn swallowed(text: &str, span: Span) -> Option<Span> {
    const BEGINS: [&str; 5] = ["create", "alter", "drop", "grant", "truncate"];
    let mut lexer = Lexer::new(text, span, Lexis::of(Dialect::Oracle));
    let mut ended = false;
    std::iter::from_fn(|| lexer.next()).find_map(|it| {
        let word = it.text(text);
        let begins = ended && BEGINS.iter().any(|begin| begin.eq_ignore_ascii_case(word));
        ended = it.kind == lex::Kind::Semicolon;
        begins.then(|| it.span())
    })
}

/// The statements of SQL that stands inside another language; `place` says where a part of it stands in the file.
pub fn read_embedded(sql: &str, dialect: Dialect, place: &dyn Fn(Span) -> Span) -> Vec<Statement> {
    let mut statements = read(sql, Span::new(0, sql.len()), dialect);
    for statement in &mut statements {
        statement.sql = Some(statement.span.of(sql).to_owned());
        statement.span = place(statement.span);
        for op in &mut statement.ops {
            op.span = place(op.span);
            for (_, span) in &mut op.clauses {
                *span = place(*span);
            }
        }
    }
    statements
}

/// The type that `text` spells, and nothing else; a serial type is the integer under it.
pub fn read_type(text: &str, dialect: Dialect) -> Option<DataType> {
    let tokens = lex(text, dialect);
    let mut cursor = Cursor::new(text, &tokens, dialect);
    let found = types::read(&mut cursor)?;
    cursor.is_done().then_some(found.data_type)
}

/// The expression that `text` spells; of one that cannot be read the text is kept.
pub fn read_expr(text: &str, dialect: Dialect) -> Expr {
    let tokens = lex(text, dialect);
    expr::read(Cursor::new(text, &tokens, dialect))
}

fn lex(text: &str, dialect: Dialect) -> Vec<Token> {
    let mut lexer = Lexer::new(text, Span::new(0, text.len()), Lexis::of(dialect));
    std::iter::from_fn(|| lexer.next()).collect()
}

fn count_rows(statement: &mut Statement, rows: usize) {
    for op in &mut statement.ops {
        if let OpKind::Copy(copy) = &mut op.kind {
            copy.rows = Some(rows);
        }
    }
}

/// The operations of one statement, and the condition under which they run.
fn read_tokens(
    text: &str,
    tokens: &[Token],
    span: Span,
    dialect: Dialect,
) -> (Vec<Op>, Option<String>) {
    if let Some(place) = unfinished(tokens) {
        let detail = first_words(text, span);
        return (
            vec![opaque(OpaqueReason::Unfinished, detail, OpaqueExtent::Statement, place)],
            None,
        );
    }
    let (mut ops, condition) = ddl::read(Cursor::new(text, tokens, dialect), span);
    if let (Some(name), Some(op)) = (cut_off(tokens, dialect), ops.first_mut()) {
        op.clauses.push((Clause::Cut, name));
    }
    if let Some((word, place)) = alien::of(&ops, tokens, text, dialect)
        && let Some(op) = ops.first_mut()
    {
        op.clauses.push((Clause::Alien(word), place));
    }
    if let Some(op) = ops.first_mut() {
        alien::calls(op, tokens, text, dialect);
    }
    if dialect == Dialect::Mysql
        && let Some(place) = shape::own_rows(&ops, tokens, text)
        && let Some(op) = ops.first_mut()
    {
        op.clauses.push((Clause::OwnRows, place));
    }
    (ops, condition)
}

/// The first name that PostgreSQL cuts off (manual, "Identifiers and Key Words"). Other databases refuse such a name.
fn cut_off(tokens: &[Token], dialect: Dialect) -> Option<Span> {
    const LONGEST: u32 = 63;
    let length = |it: &Token| match it.kind {
        Kind::Word => it.end - it.start,
        Kind::Quoted => (it.end - it.start).saturating_sub(2),
        _ => 0,
    };
    let name = tokens.iter().find(|it| LONGEST < length(it))?;
    (dialect == Dialect::Postgres).then(|| name.span())
}

/// Where a string, a comment or a bracket is that is never closed, or a bracket that closes nothing.
fn unfinished(tokens: &[Token]) -> Option<Span> {
    let mut open: Vec<&Token> = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Unfinished => return Some(token.span()),
            Kind::Open | Kind::OpenSquare => open.push(token),
            Kind::Close | Kind::CloseSquare => {
                let matching =
                    if token.kind == Kind::Close { Kind::Open } else { Kind::OpenSquare };
                if open.pop().is_none_or(|it| it.kind != matching) {
                    return Some(token.span());
                }
            }
            _ => {}
        }
    }
    open.first().map(|it| it.span())
}

fn opaque(why: OpaqueReason, detail: String, extent: OpaqueExtent, span: Span) -> Op {
    Op::new(OpKind::Opaque(Opaque { why, detail, extent }), span)
}

/// How much of a statement's text a report shows of it.
const SHOWN: usize = 80;

/// The statement's first words, on one line.
fn first_words(text: &str, span: Span) -> String {
    let mut words = String::new();
    for word in span.of(text).split_whitespace() {
        if SHOWN < words.len() + word.len() {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if words.is_empty() { span.of(text).chars().take(SHOWN).collect() } else { words }
}
