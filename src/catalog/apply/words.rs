//! Names inside the text of expressions.

use crate::ops::expr::{Expr, Form};
use crate::ops::index::IndexKey;

/// The expression with the column renamed, in its text too.
pub(super) fn rename_in(expr: &mut Expr, from: &str, to: &str) {
    if !expr.mentions(from) {
        return;
    }
    rename_all(&mut expr.columns, from, to);
    rename_all(&mut expr.proves_not_null, from, to);
    rename_in_form(&mut expr.form, from, to);
    expr.text = replace_name(&expr.text, from, to);
}

pub(super) fn rename_in_key(key: &mut IndexKey, from: &str, to: &str) {
    if key.column.as_deref() == Some(from) {
        key.column = Some(to.to_owned());
    }
    if let Some(expr) = &mut key.expr {
        rename_in(expr, from, to);
    }
}

pub(super) fn rename_all(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|it| *it == from) {
        *name = to.to_owned();
    }
}

fn rename_in_form(form: &mut Form, from: &str, to: &str) {
    let mut form = form;
    loop {
        match form {
            Form::Cast(of, _) => form = of,
            Form::Column(name) if name == from => {
                *name = to.to_owned();
                return;
            }
            _ => return,
        }
    }
}

/// The text with every identifier `from` replaced, quoted or not, outside of strings; functions stay.
pub(super) fn replace_name(text: &str, from: &str, to: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = piece(rest, first);
        let (piece, tail) = rest.split_at(length);
        let is_call = tail.trim_start().starts_with('(');
        let quoted = piece.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        if quoted == Some(from) {
            result.push_str(&format!("\"{to}\""));
        } else if is_word(first) && !is_call && piece.eq_ignore_ascii_case(from) {
            result.push_str(&as_identifier(to));
        } else {
            result.push_str(piece);
        }
        rest = tail;
    }
    result
}

/// The length of the piece that the text begins with: a string, a quoted name, a word, or one character.
fn piece(text: &str, first: char) -> usize {
    let past = |quote: char| text[1..].find(quote).map_or(text.len(), |it| it + 2);
    match first {
        '\'' | '"' | '`' => past(first),
        _ if is_word(first) => text.find(|it| !is_word(it)).unwrap_or(text.len()),
        _ => first.len_utf8(),
    }
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_' || it == '$'
}

fn as_identifier(name: &str) -> String {
    let simple = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
        && !name.starts_with(|it: char| it.is_ascii_digit());
    if simple { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}
