//! From a Python text to its tree. Reading never fails: what cannot be parsed is an error with its place, and the rest
//! of the tree is there.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, Stmt};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

use super::guard::{self, Refusal};
use crate::text::Span;

/// How many errors of one file are kept; the first ones tell what is wrong.
const MAX_ERRORS: usize = 20;

#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) body: Vec<Stmt>,
    pub(crate) errors: Vec<SyntaxError>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) span: Span,
    pub(crate) message: String,
}

/// The tree of a module, or why the text is not handed to the parser.
pub(crate) fn parse(text: &str) -> Result<Module, Refusal> {
    guard::check(text)?;
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
    let mut errors: Vec<SyntaxError> = Vec::new();
    for error in parsed.errors() {
        if errors.len() == MAX_ERRORS {
            break;
        }
        let span = line_of(text, span(error.location));
        if errors.last().is_none_or(|it| it.span != span) {
            errors.push(SyntaxError { span, message: error.error.to_string() });
        }
    }
    let body = match parsed.into_syntax() {
        Mod::Module(module) => module.body.into_iter().collect(),
        Mod::Expression(_) => Vec::new(),
    };
    Ok(Module { body, errors })
}

/// The comments of a module that the parser may be given.
pub(crate) fn comments(text: &str) -> Option<Vec<Span>> {
    guard::check(text).ok()?;
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
    let comments = parsed.tokens().iter().filter(|it| it.kind() == TokenKind::Comment);
    Some(comments.map(|it| span(it.range())).collect())
}

/// The strings, or parts of strings, that hold a line break, in order.
pub(crate) fn long_strings(text: &str) -> Vec<Span> {
    if guard::check(text).is_err() {
        return Vec::new();
    }
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module));
    let parts = parsed.tokens().iter().filter(|it| {
        matches!(it.kind(), TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle)
    });
    parts.map(|it| span(it.range())).filter(|it| it.of(text).contains('\n')).collect()
}

/// The span of any node.
pub(crate) fn span_of(node: &impl Ranged) -> Span {
    span(node.range())
}

pub(crate) fn span(range: TextRange) -> Span {
    Span { start: range.start().to_u32(), end: range.end().to_u32() }
}

/// The line around the start of a span, without the space before and after what is written there.
fn line_of(text: &str, span: Span) -> Span {
    let at = (span.start as usize).min(text.len());
    let bytes = text.as_bytes();
    let start = bytes
        .get(..at)
        .and_then(|it| it.iter().rposition(|&it| it == b'\n'))
        .map_or(0, |it| it + 1);
    let end = bytes
        .get(at..)
        .and_then(|it| it.iter().position(|&it| it == b'\n'))
        .map_or(text.len(), |it| at + it);
    let line = text.get(start..end).unwrap_or("");
    let indent = line.len() - line.trim_start().len();
    Span::new(start + indent, start + line.trim_end().len())
}
