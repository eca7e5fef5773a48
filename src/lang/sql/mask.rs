//! Template placeholders: found while lexing, they become part of a word, so that the statement around them stays readable.
//!
//! Nothing is written over: a token under which a placeholder lies keeps its text, and names carry it (`${schema}`).

use super::lex::Lexis;

/// The end of the placeholder that begins at `at`, if one does. It must close on its own line.
pub(super) fn placeholder(bytes: &[u8], at: usize, lexis: &Lexis) -> Option<usize> {
    let next = *bytes.get(at + 1)?;
    match bytes.get(at)? {
        b'$' if next == b'{' => braces(bytes, at + 1),
        b'$' if next == b'%' => named(bytes, at + 2, b"%$"),
        b'$' if next == b'(' && lexis.dollar_brackets => named(bytes, at + 2, b")"),
        b'{' => braces(bytes, at),
        b'%' if next == b'(' => named(bytes, at + 2, b")s"),
        b'%' if next == b's' && !is_name(bytes, at + 2) && stands_apart(bytes, at) => Some(at + 2),
        b':' if next.is_ascii_alphabetic() || next == b'_' => colon(bytes, at),
        b'&' if lexis.ampersand_variables => ampersand(bytes, at),
        b'@' if !lexis.at_variables && next.is_ascii_alphabetic() => Some(name_end(bytes, at + 1)),
        b'<' if next == b'%' && bytes.get(at + 2) == Some(&b'=') => {
            find_on_line(bytes, at + 2, b"%>")
        }
        _ => None,
    }
}

/// A tag that steers the template and prints nothing: `{% if x %}`, `<% if x %>`.
pub(super) fn control_tag(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at)?, bytes.get(at + 1)?) {
        (b'{', b'%') => find_on_line(bytes, at + 2, b"%}"),
        (b'{', b'#') => find_on_line(bytes, at + 2, b"#}"),
        (b'<', b'%') if bytes.get(at + 2) == Some(&b' ') => find_on_line(bytes, at + 2, b"%>"),
        _ => None,
    }
}

/// A placeholder as it stands in a name: between braces, its own or ours.
pub(super) fn in_braces(text: &str) -> String {
    if text.contains('{') { text.to_owned() } else { format!("{{{text}}}") }
}

fn braces(bytes: &[u8], open: usize) -> Option<usize> {
    let double = bytes.get(open + 1) == Some(&b'{');
    find_on_line(bytes, open + 1, if double { b"}}" } else { b"}" })
}

fn named(bytes: &[u8], from: usize, close: &[u8]) -> Option<usize> {
    let end = name_end(bytes, from);
    (from < end && bytes.get(end..)?.starts_with(close)).then_some(end + close.len())
}

/// `:name`; right behind a name, a number or a bracket it is an array's slice.
fn colon(bytes: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|it| bytes.get(it)).copied().unwrap_or(b' ');
    let glued =
        before.is_ascii_alphanumeric() || matches!(before, b'_' | b':' | b']' | b')' | b'"');
    (!glued).then(|| name_end(bytes, at + 1))
}

/// `&name` and `&&name`, with the dot that ends it.
fn ampersand(bytes: &[u8], at: usize) -> Option<usize> {
    let from = if bytes.get(at + 1) == Some(&b'&') { at + 2 } else { at + 1 };
    let end = name_end(bytes, from);
    if from == end {
        return None;
    }
    Some(if bytes.get(end) == Some(&b'.') { end + 1 } else { end })
}

fn stands_apart(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|it| bytes.get(it)).copied().unwrap_or(b' ');
    before.is_ascii_whitespace() || matches!(before, b'(' | b',' | b'.' | b'"' | b'=')
}

fn is_name(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_')
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while is_name(bytes, at) {
        at += 1;
    }
    at
}

/// A template's name or expression is short; a longer one is not looked for, so that the search stays linear.
const LONGEST: usize = 200;

fn find_on_line(bytes: &[u8], from: usize, close: &[u8]) -> Option<usize> {
    let window = bytes.get(from..bytes.len().min(from + LONGEST))?;
    let line = window.split(|&it| it == b'\n').next()?;
    line.windows(close.len()).position(|it| it == close).map(|it| from + it + close.len())
}
