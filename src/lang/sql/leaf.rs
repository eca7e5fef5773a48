//! What our own readers leave: expressions with queries inside, and the columns that a query mentions.
//!
//! The only module that names `sqlparser`. It gets our tokens, never text, and only what is small enough: its recursion
//! limit does not cover flat chains, so depth and length are measured first.

mod dialects;

use std::ops::ControlFlow;

use sqlparser::ast::{self, SelectItem, SelectItemQualifiedWildcardKind, Visit, Visitor};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Location, Span as Place, Token as Theirs, TokenWithSpan};

use super::cursor::{Cursor, object_name, unquote, unquote_name};
use super::expr::{Mentions, function_name, typed_literal};
use super::lex::{Kind, Token};
use super::mask;
use super::select::Qualified;
use super::types;
use crate::dialect::Dialect;
use crate::ops::ObjectName;
use crate::ops::expr::DataType;
use crate::ops::table::{Output, OutputValue, Outputs};

/// What an expression mentions; `None` where it cannot be read.
pub(super) fn expression(cursor: Cursor<'_>) -> Option<Mentions> {
    if cursor.is_done() || !fits(cursor) {
        return None;
    }
    let (tokens, types) = tokens(cursor);
    let dialect = dialects::of(cursor.dialect);
    let mut parser = Parser::new(dialect).with_tokens_with_locations(tokens);
    let expr = parser.parse_expr().ok()?;
    (parser.peek_token_ref().token == Theirs::EOF).then_some(())?;
    let mut visit = Mentioned::new(cursor, types);
    let _ = expr.visit(&mut visit);
    Some(visit.mentions)
}

/// The columns that a query mentions, `*` for all of them, and those that it gives.
pub(super) fn query_columns(cursor: Cursor<'_>) -> Option<(Vec<Qualified>, Option<Outputs>)> {
    if cursor.is_done() || !fits(cursor) {
        return None;
    }
    let (tokens, types) = tokens(cursor);
    let dialect = dialects::of(cursor.dialect);
    let mut parser = Parser::new(dialect).with_tokens_with_locations(tokens);
    let query = parser.parse_query().ok()?;
    let mut visit = Mentioned::new(cursor, types);
    let _ = query.visit(&mut visit);
    let outputs = outputs(&query.body, &visit);
    Some((visit.qualified, outputs))
}

// ---- What a query gives

/// The columns of a SELECT over plain relations; `None` for whatever else a query may be.
fn outputs(body: &ast::SetExpr, names: &Mentioned<'_>) -> Option<Outputs> {
    let ast::SetExpr::Select(select) = body else { return None };
    let mut from: Vec<(String, ObjectName)> = Vec::new();
    for listed in &select.from {
        from.push(relation(&listed.relation, names)?);
        for join in &listed.joins {
            keeps_columns(&join.join_operator).then_some(())?;
            from.push(relation(&join.relation, names)?);
        }
    }
    let columns: Option<Vec<Output>> =
        select.projection.iter().map(|it| output(it, &from, names)).collect();
    Some(Outputs { columns: columns?, from: from.into_iter().map(|it| it.1).collect() })
}

/// A relation, and the name by which the query calls it.
fn relation(factor: &ast::TableFactor, names: &Mentioned<'_>) -> Option<(String, ObjectName)> {
    let ast::TableFactor::Table { name, alias, args: None, .. } = factor else { return None };
    let name = object_name(names.parts(name), names.dialect);
    let called = match alias {
        Some(alias) if alias.columns.is_empty() => names.name(&alias.name),
        Some(_) => return None,
        None => name.name.to_string(),
    };
    Some((called, name))
}

/// Whether a join gives the columns of both sides: USING and NATURAL give common ones once.
fn keeps_columns(join: &ast::JoinOperator) -> bool {
    use ast::JoinOperator as Join;
    match join {
        Join::Join(on)
        | Join::Inner(on)
        | Join::Left(on)
        | Join::LeftOuter(on)
        | Join::Right(on)
        | Join::RightOuter(on)
        | Join::FullOuter(on)
        | Join::CrossJoin(on) => {
            matches!(on, ast::JoinConstraint::On(_) | ast::JoinConstraint::None)
        }
        _ => false,
    }
}

fn output(
    item: &SelectItem,
    from: &[(String, ObjectName)],
    names: &Mentioned<'_>,
) -> Option<Output> {
    match item {
        SelectItem::Wildcard(_) => Some(Output::All(None)),
        SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
            let of = names.parts(name).pop()?;
            Some(Output::All(Some(called(&of, from)?)))
        }
        SelectItem::ExprWithAlias { expr, alias } => {
            Some(Output::One { name: names.name(alias), value: value(expr, from, names)?.1 })
        }
        SelectItem::UnnamedExpr(expr) => {
            let (name, value) = value(expr, from, names)?;
            Some(Output::One { name: name?, value })
        }
        _ => None,
    }
}

fn called(name: &str, from: &[(String, ObjectName)]) -> Option<ObjectName> {
    from.iter().find(|it| it.0 == name).map(|it| it.1.clone())
}

/// What a value is, and the name that its column gets; no name where a version decides.
fn value(
    expr: &ast::Expr,
    from: &[(String, ObjectName)],
    names: &Mentioned<'_>,
) -> Option<(Option<String>, OutputValue)> {
    let mut inner = expr;
    let mut cast = None;
    loop {
        match inner {
            ast::Expr::Nested(it) => inner = it,
            ast::Expr::Cast { expr, data_type, .. } => {
                cast = cast.or_else(|| names.cast(data_type));
                inner = expr;
            }
            _ => break,
        }
    }
    let (name, found) = match inner {
        ast::Expr::Identifier(ident) => {
            let name = names.name(ident);
            (Some(name.clone()), OutputValue::Column(None, name))
        }
        ast::Expr::CompoundIdentifier(parts) => {
            let (last, before) = parts.split_last()?;
            let of = called(&names.name(before.last()?), from)?;
            let name = names.name(last);
            (Some(name.clone()), OutputValue::Column(Some(of), name))
        }
        ast::Expr::Function(function) => (names.parts(&function.name).pop(), OutputValue::Other),
        ast::Expr::Case { .. } => (Some("case".to_owned()), OutputValue::Other),
        _ => (None, OutputValue::Other),
    };
    Some((name, cast.map_or(found, OutputValue::Cast)))
}

// ---- Measures

/// Bounds under which the parser, its tree and the tree's end need less than 1 MiB of stack.
const LONGEST: u32 = 256 * 1024;
const DEEPEST: usize = 24;
const MOST_QUERIES: usize = 8;
const MOST_JOINS: usize = 60;
const MOST_OPERATORS: usize = 500;

fn fits(cursor: Cursor<'_>) -> bool {
    let span = cursor.span();
    if LONGEST < span.end - span.start {
        return false;
    }
    let mut depth = 0usize;
    let mut joins = 0usize;
    let mut operators = 0usize;
    let mut queries: Vec<usize> = Vec::new();
    for token in cursor.rest() {
        match token.kind {
            Kind::Open | Kind::OpenSquare => depth += 1,
            Kind::Close | Kind::CloseSquare => {
                depth = depth.saturating_sub(1);
                while queries.last().is_some_and(|&it| depth < it) {
                    queries.pop();
                }
            }
            Kind::Operator => operators += 1,
            Kind::Word => match Chain::of(token.text(cursor.text)) {
                Chain::Nests => depth += 1,
                Chain::Ends => depth = depth.saturating_sub(1),
                Chain::Queries if queries.last() != Some(&depth) => queries.push(depth),
                Chain::Queries => {}
                Chain::Joins => joins += 1,
                Chain::Operates => operators += 1,
                Chain::None => {}
            },
            _ => {}
        }
        if DEEPEST < depth
            || MOST_JOINS < joins
            || MOST_OPERATORS < operators
            || MOST_QUERIES < queries.len()
        {
            return false;
        }
    }
    true
}

/// How a word makes the tree deeper.
enum Chain {
    Nests,
    Ends,
    Queries,
    Joins,
    Operates,
    None,
}

impl Chain {
    fn of(word: &str) -> Chain {
        let any = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
        match word.len() {
            2 if any(&["or"]) => Chain::Operates,
            3 if any(&["and", "not"]) => Chain::Operates,
            3 if any(&["end"]) => Chain::Ends,
            4 if any(&["case"]) => Chain::Nests,
            4 if any(&["join"]) => Chain::Joins,
            5 if any(&["union"]) => Chain::Operates,
            6 if any(&["select"]) => Chain::Queries,
            6 if any(&["except"]) => Chain::Operates,
            9 if any(&["intersect"]) => Chain::Operates,
            _ => Chain::None,
        }
    }
}

// ---- Tokens

/// What a name begins with that stands in the place of a type; no name of anybody's has it.
const STANDS_FOR_TYPE: char = '\0';

/// Our tokens as theirs. The types of casts are read here, since their tree keeps no places of types; in their places
/// stand names with their numbers among those that are given back. The line of each token is its number.
fn tokens(mut cursor: Cursor<'_>) -> (Vec<TokenWithSpan>, Vec<DataType>) {
    let (mut theirs, mut types) = (Vec::with_capacity(cursor.rest().len()), Vec::new());
    // How many parentheses are open, and with which of them each CAST began.
    let (mut open, mut casts) = (0usize, Vec::new());
    let mut push = |token: Theirs, number: usize| {
        let at = Location::new(number as u64, 1);
        theirs.push(TokenWithSpan::new(token, Place::new(at, at)));
    };
    while let Some(ours) = cursor.peek() {
        let in_cast = casts.last() == Some(&open) && cursor.is("as");
        let before_type = in_cast || cursor.is_operator("::");
        match ours.kind {
            Kind::Open => {
                open += 1;
                let word = cursor.last().map_or("", |it| it.text(cursor.text));
                if ["cast", "try_cast", "safe_cast"].iter().any(|it| it.eq_ignore_ascii_case(word))
                {
                    casts.push(open);
                }
            }
            Kind::Close => {
                casts.pop_if(|it| *it == open);
                open = open.saturating_sub(1);
            }
            _ => {}
        }
        push(token(ours, cursor), cursor.mark());
        cursor.next();
        let mut behind = cursor;
        let read = if before_type { types::read(&mut behind) } else { None };
        if let Some(read) = read.filter(|_| !in_cast || behind.kind() == Some(Kind::Close)) {
            let name = format!("{STANDS_FOR_TYPE}{}", types.len());
            push(Theirs::make_word(&name, Some('"')), cursor.mark());
            types.push(read.data_type);
            cursor = behind;
        }
    }
    (theirs, types)
}

fn token(token: Token, cursor: Cursor<'_>) -> Theirs {
    let text = token.text(cursor.text);
    match token.kind {
        Kind::Word => word_operator(text, cursor).unwrap_or_else(|| Theirs::make_word(text, None)),
        Kind::Quoted => Theirs::make_word(&unquote_name(text), Some('"')),
        Kind::Template => Theirs::make_word(&mask::in_braces(text), Some('"')),
        Kind::Text => Theirs::SingleQuotedString(unquote(text, cursor.dialect)),
        Kind::Number => Theirs::Number(text.to_owned(), false),
        Kind::Param => Theirs::Placeholder(text.to_owned()),
        Kind::Open => Theirs::LParen,
        Kind::Close => Theirs::RParen,
        Kind::OpenSquare => Theirs::LBracket,
        Kind::CloseSquare => Theirs::RBracket,
        Kind::Comma => Theirs::Comma,
        Kind::Dot => Theirs::Period,
        Kind::Semicolon => Theirs::SemiColon,
        Kind::Backslash | Kind::Unfinished => Theirs::Backslash,
        Kind::Operator => operator(text),
    }
}

/// Operators that are words in one dialect alone, as ones that bind alike: what an expression mentions does not hang on
/// them. Their parser would copy what stands before such a word, as often as there are words, and the wasm would carry
/// the copying of its whole tree. MySQL: "Arithmetic Operators", DIV; SQLite: "SQL Language Expressions", GLOB, REGEXP
/// and MATCH, which are functions too.
fn word_operator(word: &str, cursor: Cursor<'_>) -> Option<Theirs> {
    let (words, operator): (&[&str], Theirs) = match cursor.dialect {
        Dialect::Mysql | Dialect::Mariadb => (&["div"], Theirs::Div),
        Dialect::Sqlite => (&["glob", "regexp", "match"], Theirs::Eq),
        Dialect::Postgres | Dialect::Oracle | Dialect::Mssql => return None,
    };
    let mut behind = cursor;
    behind.next();
    let is_call = behind.kind() == Some(Kind::Open);
    let after_operand = cursor.last().is_some_and(|it| match it.kind {
        Kind::Quoted | Kind::Template | Kind::Text | Kind::Number | Kind::Param | Kind::Close => {
            true
        }
        Kind::Word => !is_call && !it.text(cursor.text).eq_ignore_ascii_case("not"),
        _ => false,
    });
    (after_operand && words.iter().any(|it| it.eq_ignore_ascii_case(word))).then_some(operator)
}

fn operator(text: &str) -> Theirs {
    match text {
        "=" => Theirs::Eq,
        "==" => Theirs::DoubleEq,
        "<>" | "!=" => Theirs::Neq,
        "<" => Theirs::Lt,
        ">" => Theirs::Gt,
        "<=" => Theirs::LtEq,
        ">=" => Theirs::GtEq,
        "<=>" => Theirs::Spaceship,
        "+" => Theirs::Plus,
        "-" => Theirs::Minus,
        "*" => Theirs::Mul,
        "/" => Theirs::Div,
        "%" => Theirs::Mod,
        "||" => Theirs::StringConcat,
        ":" => Theirs::Colon,
        "::" => Theirs::DoubleColon,
        ":=" => Theirs::Assignment,
        "=>" => Theirs::RArrow,
        "&" => Theirs::Ampersand,
        "|" => Theirs::Pipe,
        "^" => Theirs::Caret,
        "#" => Theirs::Sharp,
        "~" => Theirs::Tilde,
        "~*" => Theirs::TildeAsterisk,
        "!~" => Theirs::ExclamationMarkTilde,
        "!~*" => Theirs::ExclamationMarkTildeAsterisk,
        "~~" => Theirs::DoubleTilde,
        "~~*" => Theirs::DoubleTildeAsterisk,
        "!~~" => Theirs::ExclamationMarkDoubleTilde,
        "!~~*" => Theirs::ExclamationMarkDoubleTildeAsterisk,
        "<<" => Theirs::ShiftLeft,
        ">>" => Theirs::ShiftRight,
        "&&" => Theirs::Overlap,
        "@" => Theirs::AtSign,
        "@@" => Theirs::AtAt,
        "->" => Theirs::Arrow,
        "->>" => Theirs::LongArrow,
        "#>" => Theirs::HashArrow,
        "#>>" => Theirs::HashLongArrow,
        "@>" => Theirs::AtArrow,
        "<@" => Theirs::ArrowAt,
        "#-" => Theirs::HashMinus,
        "@?" => Theirs::AtQuestion,
        "?" => Theirs::Question,
        "?&" => Theirs::QuestionAnd,
        "?|" => Theirs::QuestionPipe,
        other => Theirs::CustomBinaryOperator(other.to_owned()),
    }
}

// ---- The tree

struct Mentioned<'a> {
    /// At the beginning.
    cursor: Cursor<'a>,
    dialect: Dialect,
    types: Vec<DataType>,
    mentions: Mentions,
    qualified: Vec<(Option<String>, String)>,
}

impl<'a> Mentioned<'a> {
    fn new(cursor: Cursor<'a>, types: Vec<DataType>) -> Mentioned<'a> {
        let (dialect, mentions) = (cursor.dialect, Mentions::default());
        Mentioned { cursor, dialect, types, mentions, qualified: Vec::new() }
    }

    /// The type of a cast.
    fn cast(&self, data_type: &ast::DataType) -> Option<DataType> {
        match data_type {
            ast::DataType::Custom(name, _) => {
                let ast::ObjectNamePart::Identifier(name) = name.0.first()? else { return None };
                let number = name.value.strip_prefix(STANDS_FOR_TYPE)?;
                self.types.get(number.parse::<usize>().ok()?).cloned()
            }
            // MySQL's operator BINARY.
            ast::DataType::Binary(None) => super::read_type("binary", self.dialect),
            _ => None,
        }
    }

    /// The type before a literal, by the literal's number.
    fn typed(&self, literal: usize) -> Option<DataType> {
        // The longest are like `timestamp (3) without time zone`.
        (literal.saturating_sub(8)..literal).find_map(|start| {
            let mut cursor = self.cursor;
            cursor.back_to(start);
            typed_literal(&mut cursor)?;
            let read = types::read(&mut cursor)?;
            (cursor.mark() == literal).then_some(read.data_type)
        })
    }

    fn name(&self, ident: &ast::Ident) -> String {
        if ident.quote_style.is_some() {
            ident.value.clone()
        } else {
            self.dialect.fold(&ident.value)
        }
    }

    fn parts(&self, name: &ast::ObjectName) -> Vec<String> {
        name.0.iter().filter_map(|it| it.as_ident()).map(|it| self.name(it)).collect()
    }

    fn column(&mut self, parts: &[ast::Ident]) {
        let Some((last, before)) = parts.split_last() else { return };
        let name = self.name(last);
        let qualifier = before.last().map(|it| self.name(it));
        self.mentions.columns.push(name.clone());
        self.qualified.push((qualifier, name));
    }

    fn call(&mut self, name: &str) {
        self.mentions.functions.push(ObjectName::bare(name));
    }
}

impl Visitor for Mentioned<'_> {
    type Break = ();

    fn pre_visit_select(&mut self, select: &ast::Select) -> ControlFlow<()> {
        for item in &select.projection {
            match item {
                SelectItem::Wildcard(_) => self.qualified.push((None, "*".to_owned())),
                SelectItem::QualifiedWildcard(
                    SelectItemQualifiedWildcardKind::ObjectName(name),
                    _,
                ) => {
                    let qualifier = self.parts(name).pop();
                    self.qualified.push((qualifier, "*".to_owned()));
                }
                _ => {}
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &ast::Expr) -> ControlFlow<()> {
        match expr {
            ast::Expr::Identifier(ident) => self.column(std::slice::from_ref(ident)),
            ast::Expr::CompoundIdentifier(parts) => self.column(parts),
            ast::Expr::Function(function) => {
                let name = function_name(self.parts(&function.name), self.dialect);
                self.mentions.functions.push(name);
            }
            ast::Expr::Cast { data_type, .. } => {
                let read = self.cast(data_type);
                self.mentions.casts.extend(read);
            }
            ast::Expr::TypedString(typed) => {
                let read = self.typed(typed.value.span.start.line as usize);
                self.mentions.casts.extend(read);
            }
            ast::Expr::Extract { .. } => self.call("extract"),
            ast::Expr::Position { .. } => self.call("position"),
            ast::Expr::Substring { .. } => self.call("substring"),
            ast::Expr::Trim { .. } => self.call("trim"),
            ast::Expr::Overlay { .. } => self.call("overlay"),
            ast::Expr::Ceil { .. } => self.call("ceil"),
            ast::Expr::Floor { .. } => self.call("floor"),
            ast::Expr::Convert { .. } => self.call("convert"),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
