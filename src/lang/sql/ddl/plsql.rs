//! PL/SQL blocks ("Database PL/SQL Language Reference"): what they send as it stands, under which condition, and that
//! the rest was not read.

use std::collections::BTreeMap;

use super::super::cursor::Cursor;
use super::super::lex::Kind;
use super::super::{first_words, opaque};
use super::{Reader, Verdict, procedural, transact, verb};
use crate::ops::object::ObjectKind;
use crate::ops::transaction::TransactionOp;
use crate::ops::{Op, OpKind, OpaqueExtent, OpaqueReason};

/// What is open around a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Frame {
    Block { handler: bool },
    If { words: String, inverted: bool },
    Loop { words: String },
    Case,
}

#[derive(Default)]
struct Body<'a> {
    frames: Vec<Frame>,
    declaring: bool,
    /// What a variable was given last, where that is an expression of its own.
    values: BTreeMap<String, Cursor<'a>>,
    /// Variables that count objects of the schema.
    counts: Vec<String>,
    /// The block catches errors, so that what is there already or no longer does no harm.
    catches: bool,
}

/// `[DECLARE …] BEGIN … [EXCEPTION …] END`.
pub(super) fn block(reader: &mut Reader<'_>) -> Option<()> {
    let mut rest = reader.take_rest();
    let mut body = Body::default();
    while !rest.is_done() {
        let piece = rest.take_until(|it| it.kind() == Some(Kind::Semicolon));
        rest.next();
        statement(reader, &mut body, piece);
    }
    if body.catches {
        for op in &mut reader.ops {
            let _ = procedural::guarded(&mut op.kind) || procedural::guarded_drop(&mut op.kind);
        }
    }
    if reader.ops.is_empty() {
        super::object::push_other(reader, ObjectKind::Session, None);
    }
    Some(())
}

fn statement<'a>(reader: &mut Reader<'a>, body: &mut Body<'a>, mut piece: Cursor<'a>) {
    steer(body, &mut piece);
    if piece.is_done() {
        return;
    }
    if body.declaring {
        declared(body, piece);
        return;
    }
    let mut part = reader.part(piece);
    let skipped = [
        "null",
        "raise",
        "return",
        "open",
        "fetch",
        "close",
        "exit",
        "goto",
        "rollback",
        "savepoint",
        "continue",
        "pipe",
        "pragma",
        "forall",
    ];
    if piece.is_any(&skipped) {
        body.catches |= piece.is("null") && handles(body);
        return;
    }
    if is_assignment(&piece) {
        assigned(body, piece);
        return;
    }
    if part.eat("execute immediate") {
        let mut value = part.take_until(|it| it.is_any(&["using", "into", "returning"]));
        part.skip_all();
        if let [only] = value.rest()
            && let Some(name) = value.name_of(*only)
            && let Some(known) = body.values.get(&name)
        {
            value = *known;
        }
        transact::sent(&mut part, value);
    } else if piece.is("commit") {
        part.push(OpKind::Transaction(TransactionOp::Commit));
    } else if piece.is("select") {
        counted(body, piece);
        return;
    } else if piece.is_any(&["insert", "update", "delete", "merge", "lock", "with"]) {
        match verb(&mut part) {
            Verdict::Read => part.unknown_tail(),
            _ => part.ops = unread(piece),
        }
    } else if piece.is_name() {
        let text = piece.rest_text().to_owned();
        match part.object() {
            Some(name) => part.push(OpKind::Call { name, text }),
            None => part.ops = unread(piece),
        }
    } else {
        part.ops = unread(piece);
    }
    under(reader, body, &mut part.ops);
    reader.condition = reader.condition.take().or(part.condition);
    reader.take_further(&mut part.ops);
}

fn unread(piece: Cursor<'_>) -> Vec<Op> {
    let span = piece.span();
    let (why, extent) = (OpaqueReason::Procedural, OpaqueExtent::Part);
    vec![opaque(why, first_words(piece.text, span), extent, span)]
}

/// Applies the conditions that are open.
fn under(reader: &mut Reader<'_>, body: &mut Body<'_>, ops: &mut [Op]) {
    let mut condition = None;
    for frame in body.frames.iter().rev().take(DEEPEST) {
        match frame {
            Frame::If { words, inverted } => {
                let absent = asks_for(words, *inverted, &body.counts);
                let believed = absent.is_some_and(|absent| {
                    ops.iter_mut().all(|it| match absent {
                        true => procedural::guarded(&mut it.kind),
                        false => procedural::guarded_drop(&mut it.kind),
                    })
                });
                if !believed {
                    let words = if *inverted { format!("not ({words})") } else { words.clone() };
                    condition = condition.or(Some(words));
                }
            }
            Frame::Loop { words } => condition = condition.or_else(|| Some(words.clone())),
            Frame::Block { handler: true } => {
                condition = condition.or_else(|| Some("an error was caught".to_owned()));
            }
            Frame::Block { .. } | Frame::Case => {}
        }
    }
    reader.condition = reader.condition.take().or(condition);
}

/// Whether the condition holds where the object counted is not there; `None` where it asks for something else.
fn asks_for(words: &str, inverted: bool, counts: &[String]) -> Option<bool> {
    let words = words.to_ascii_lowercase();
    let words = words.trim_matches(['(', ')', ' ']);
    let name: String = words.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
    counts.iter().any(|it| it.eq_ignore_ascii_case(&name)).then_some(())?;
    let asked: String = words.get(name.len()..)?.split_whitespace().collect();
    let absent = match asked.as_str() {
        "=0" | "<1" => true,
        "=1" | ">0" | ">=1" | "!=0" | "<>0" => false,
        _ => return None,
    };
    Some(absent != inverted)
}

/// Goes behind the words that only steer.
fn steer(body: &mut Body<'_>, piece: &mut Cursor<'_>) {
    loop {
        if piece.is_operator("<<") {
            piece.next();
            piece.take_until(|it| it.is_operator(">>"));
            piece.next();
        } else if piece.eat("declare") {
            body.declaring = true;
        } else if piece.eat("begin") {
            body.declaring = false;
            body.frames.push(Frame::Block { handler: false });
        } else if piece.eat("exception") {
            if let Some(Frame::Block { handler }) = body.frames.last_mut() {
                *handler = true;
            }
        } else if piece.is("when") {
            piece.take_until(|it| it.is("then"));
            piece.next();
        } else if piece.eat("if") {
            let words = words_of(piece.take_until(|it| it.is("then")));
            piece.next();
            body.catches |= handles(body) && words.to_ascii_lowercase().contains("sqlcode");
            body.frames.push(Frame::If { words, inverted: false });
        } else if piece.eat("elsif") {
            let words = words_of(piece.take_until(|it| it.is("then")));
            piece.next();
            if let Some(frame) = body.frames.last_mut() {
                *frame = Frame::If { words, inverted: false };
            }
        } else if piece.eat("else") {
            if let Some(Frame::If { inverted, .. }) = body.frames.last_mut() {
                *inverted = true;
            }
        } else if piece.is_any(&["for", "while", "loop"]) {
            let words = words_of(piece.take_until(|it| it.is("loop")));
            piece.next();
            let words = if words.is_empty() { "a loop".to_owned() } else { words };
            body.frames.push(Frame::Loop { words });
        } else if piece.is("case") {
            piece.take_until(|it| it.is("then"));
            piece.next();
            body.frames.push(Frame::Case);
        } else if piece.is("end") {
            body.frames.pop();
            piece.skip_all();
        } else {
            return;
        }
        if piece.is_done() {
            return;
        }
    }
}

/// Whether what follows runs after an error.
fn handles(body: &Body<'_>) -> bool {
    let mut near = body.frames.iter().rev().take(DEEPEST);
    near.any(|it| matches!(it, Frame::Block { handler: true }))
}

/// How many conditions and blocks around a statement are looked at.
const DEEPEST: usize = 16;

/// How much of a condition is shown.
const LONGEST: usize = 120;

fn words_of(cursor: Cursor<'_>) -> String {
    let words = cursor.rest_text().split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or("")),
        None => words,
    }
}

fn is_assignment(piece: &Cursor<'_>) -> bool {
    let mut ahead = *piece;
    ahead.take_until(|it| it.is_operator(":=")).rest().len() <= 6 && !ahead.is_done()
}

fn assigned<'a>(body: &mut Body<'a>, mut piece: Cursor<'a>) {
    let Some(name) = piece.name() else { return };
    if piece.eat_operator(":=") {
        body.values.insert(name, piece);
    } else {
        body.values.remove(&name);
    }
}

/// A variable's declaration, with its first value where it has one.
fn declared<'a>(body: &mut Body<'a>, mut piece: Cursor<'a>) {
    let Some(name) = piece.name() else { return };
    piece.take_until(|it| it.is_operator(":=") || it.is("default"));
    piece.next();
    if !piece.is_done() {
        body.values.insert(name, piece);
    }
}

/// `SELECT COUNT(*) INTO variable FROM user_tables …`: the variable tells whether the object is there.
fn counted(body: &mut Body<'_>, mut piece: Cursor<'_>) {
    const CATALOGUE: [&str; 4] = ["user_", "all_", "dba_", "sys.user_"];
    let text = piece.rest_text().to_ascii_lowercase();
    piece.take_until(|it| it.is("into"));
    piece.next();
    let Some(name) = piece.name() else { return };
    piece.take_until(|it| it.is("from"));
    piece.next();
    let from = piece.rest_text().to_ascii_lowercase();
    body.values.remove(&name);
    body.counts.retain(|it| *it != name);
    if text.contains("count") && CATALOGUE.iter().any(|it| from.starts_with(it)) {
        if DEEPEST <= body.counts.len() {
            body.counts.remove(0);
        }
        body.counts.push(name);
    }
}
