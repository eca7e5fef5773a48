//! DO blocks: what is literal in them is read; that the rest was not is said.

use super::super::cursor::Cursor;
use super::super::lex::{Kind, Lexer, Lexis, Token};
use super::super::{first_words, opaque, unfinished};
use super::{Reader, Verdict, verb};
use crate::dialect::Dialect;
use crate::ops::constraint::ConstraintKind;
use crate::ops::transaction::TransactionOp;
use crate::ops::{Clause, Guard, Op, OpKind, OpaqueExtent, OpaqueReason};
use crate::text::Span;

pub(super) fn block(reader: &mut Reader<'_>) -> Option<()> {
    (reader.dialect == Dialect::Postgres).then_some(())?;
    reader.need("do")?;
    let mut language = "plpgsql".to_owned();
    let mut body = None;
    while !reader.is_done() {
        if reader.eat("language") {
            language = reader.value()?.to_ascii_lowercase();
        } else {
            body = Some(reader.peek().filter(|it| it.kind == Kind::Text)?);
            reader.next();
        }
    }
    let body = body?;
    let mut why = OpaqueReason::Procedural;
    if language == "plpgsql"
        && let Some(inside) = dollar_body(body, reader.text)
    {
        let alone = handled(reader.text, inside, reader.dialect)
            .or_else(|| asked_for(reader.text, inside, reader.dialect));
        if let Some(mut ops) = alone {
            reader.ops.append(&mut ops);
            return Some(());
        }
        let (mut ops, extent) = literal(reader.text, inside, reader.dialect);
        mark_loops(&mut ops, &loops(reader.text, inside, reader.dialect));
        let commits = plain_loop(reader.text, inside, reader.dialect);
        if extent == Extent::Whole || commits.is_some() {
            reader.ops.append(&mut ops);
            reader.ops.extend(commits.into_iter().flatten());
            return Some(());
        }
        if executes(reader.text, inside, reader.dialect) {
            why = OpaqueReason::DynamicSql;
        }
        if !ops.is_empty() {
            reader.condition = Some("a DO block".to_owned());
        }
        reader.ops.append(&mut ops);
    }
    let detail = first_words(reader.text, reader.span);
    reader.ops.push(opaque(why, detail, OpaqueExtent::Part, reader.span));
    Some(())
}

/// The one statement of a block that passes over what is there, or is not there, already: it does what it would with IF
/// [NOT] EXISTS. `None` for any other block, and where the handler is for what else may fail.
fn handled(text: &str, body: Span, dialect: Dialect) -> Option<Vec<Op>> {
    let mut lexer = Lexer::new(text, body, Lexis::of(dialect));
    let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next()).take(MOST_OF_HANDLED).collect();
    let mut pieces = tokens.split(|it| it.kind == Kind::Semicolon);
    let mut piece = || Some(Cursor::new(text, pieces.next()?, dialect));
    let mut first = piece()?;
    (first.eat("begin") && is_literal(&first)).then_some(())?;
    let mut handler = piece()?;
    (handler.eat("exception") && handler.eat("when")).then_some(())?;
    let mut conditions = vec![handler.name()?];
    while handler.eat("or") {
        conditions.push(handler.name()?);
    }
    (handler.eat("then") && (handler.is("null") || handler.is("raise notice"))).then_some(())?;
    piece()?.is("end").then_some(())?;
    let done = |it: &[Token]| it.is_empty();
    pieces.all(done).then_some(())?;
    unfinished(first.rest()).is_none().then_some(())?;
    let mut ops = statement(first, Guard::None);
    let [op] = ops.as_mut_slice() else { return None };
    let caught = condition(&op.kind)?;
    let drops = caught.starts_with("undefined");
    let family = if drops { "undefined" } else { "duplicate" };
    let alike = conditions.iter().all(|it| it.starts_with(family));
    (alike && tokens.len() < MOST_OF_HANDLED).then_some(())?;
    if conditions.iter().any(|it| it == caught) {
        let has_guard = if drops { guarded_drop(&mut op.kind) } else { guarded(&mut op.kind) };
        has_guard.then_some(())?;
    }
    Some(ops)
}

/// The one statement of a block that first asks the catalogue for what the statement makes, or takes away, by its name:
/// `IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'c') THEN ALTER TABLE … ADD CONSTRAINT c …; END IF`.
fn asked_for(text: &str, body: Span, dialect: Dialect) -> Option<Vec<Op>> {
    let mut lexer = Lexer::new(text, body, Lexis::of(dialect));
    let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next()).take(MOST_OF_HANDLED).collect();
    let mut pieces = tokens.split(|it| it.kind == Kind::Semicolon);
    let mut piece = || Some(Cursor::new(text, pieces.next()?, dialect));
    let mut first = piece()?;
    (first.eat("begin") && first.eat("if")).then_some(())?;
    let absent = first.eat("not");
    first.eat("exists").then_some(())?;
    let condition = first.group()?;
    let words = condition.rest_text().to_ascii_lowercase();
    let catalogued = words.contains("pg_") || words.contains("information_schema");
    (catalogued && first.eat("then") && is_literal(&first)).then_some(())?;
    (piece()?.is("end if") && piece()?.is("end")).then_some(())?;
    (pieces.all(<[Token]>::is_empty) && tokens.len() < MOST_OF_HANDLED).then_some(())?;
    unfinished(first.rest()).is_none().then_some(())?;
    let mut ops = statement(first, Guard::None);
    let [op] = ops.as_mut_slice() else { return None };
    let name = subject(&op.kind)?;
    let means = |it: &Token| it.kind == Kind::Text && it.text(text).trim_matches('\'') == name;
    condition.rest().iter().any(means).then_some(())?;
    let guards = if absent { guarded(&mut op.kind) } else { guarded_drop(&mut op.kind) };
    guards.then_some(ops)
}

/// The name of what is made or taken away.
fn subject(kind: &OpKind) -> Option<&str> {
    Some(match kind {
        OpKind::AddConstraint { constraint, .. } => constraint.name.as_deref()?,
        OpKind::CreateIndex(it) => it.name.as_deref()?,
        OpKind::AddColumn { column, .. } => &column.name,
        OpKind::DropColumn { column, .. } => column,
        OpKind::CreateTable(it) => &it.name.name,
        OpKind::CreateType(it) => &it.name.name,
        OpKind::CreateSequence(it) => &it.name.name,
        OpKind::CreateSchema { name, .. } => name,
        OpKind::DropTable { name, .. } => &name.name,
        OpKind::DropConstraint { constraint, .. } => constraint.name()?,
        _ => return None,
    })
}

/// A longer block is none with one statement.
const MOST_OF_HANDLED: usize = 400;

/// What PL/pgSQL calls the error of an operation whose object is there, or is not there, already ("PostgreSQL Error
/// Codes").
fn condition(kind: &OpKind) -> Option<&'static str> {
    Some(match kind {
        OpKind::CreateTable(_)
        | OpKind::CreateIndex(_)
        | OpKind::CreateSequence(_)
        | OpKind::CreateView(_) => "duplicate_table",
        OpKind::AddColumn { .. } => "duplicate_column",
        OpKind::CreateType(_) | OpKind::CreateExtension { .. } => "duplicate_object",
        OpKind::CreateSchema { .. } => "duplicate_schema",
        OpKind::AddConstraint { constraint, .. } => match constraint.kind {
            ConstraintKind::Unique(_) | ConstraintKind::Exclude { .. } => "duplicate_table",
            ConstraintKind::Check(_) | ConstraintKind::ForeignKey(_) => "duplicate_object",
            _ => return None,
        },
        OpKind::DropTable { .. } => "undefined_table",
        OpKind::DropColumn { .. } => "undefined_column",
        OpKind::DropConstraint { .. } | OpKind::DropIndex(_) => "undefined_object",
        _ => return None,
    })
}

/// MariaDB's compound statements outside of routines: `BEGIN NOT ATOMIC … END`, `IF … END IF` and loops.
pub(super) fn compound(reader: &mut Reader<'_>) -> Option<()> {
    (reader.dialect == Dialect::Mariadb).then_some(())?;
    let mut why = OpaqueReason::Procedural;
    let (mut ops, _) = literal(reader.text, reader.span, reader.dialect);
    if executes(reader.text, reader.span, reader.dialect) {
        why = OpaqueReason::DynamicSql;
    }
    if !ops.is_empty() {
        reader.condition = Some("a compound statement".to_owned());
    }
    reader.ops.append(&mut ops);
    let detail = first_words(reader.text, reader.span);
    reader.ops.push(opaque(why, detail, OpaqueExtent::Part, reader.span));
    reader.skip_all();
    Some(())
}

/// `EXECUTE IMMEDIATE '…'` of a literal: what it holds, at its place in the file.
pub(super) fn immediate(reader: &mut Reader<'_>) -> Option<()> {
    let token = reader.peek().filter(|it| it.kind == Kind::Text)?;
    let ops = quoted(reader.text, token, reader.dialect)?;
    reader.next();
    reader.ops.extend(ops);
    reader.skip_all();
    Some(())
}

/// What a string holds that is sent as it is, at its place in the file; `None` where not all of it is understood.
pub(super) fn quoted(text: &str, token: Token, dialect: Dialect) -> Option<Vec<Op>> {
    let words = token.text(text);
    let inside = match dollar_body(token, text) {
        Some(inside) => inside,
        None => {
            // A string with escapes is another text than the one in the file.
            let plain = words.starts_with('\'') && !words.contains('\\');
            (plain && !words[1..].contains("''")).then_some(())?;
            Span::new(token.start as usize + 1, (token.end as usize).checked_sub(1)?)
        }
    };
    let mut lexer = Lexer::new(text, inside, Lexis::of(dialect));
    let tokens: Vec<Token> = std::iter::from_fn(|| lexer.next()).collect();
    let mut ops = Vec::new();
    for piece in tokens.split(|it| it.kind == Kind::Semicolon).filter(|it| !it.is_empty()) {
        unfinished(piece).is_none().then_some(())?;
        let found = statement(Cursor::new(text, piece, dialect), Guard::None);
        let opaque = |it: &Op| matches!(it.kind, OpKind::Opaque(_));
        (!found.is_empty() && !found.iter().any(opaque)).then_some(())?;
        ops.extend(found);
    }
    (!ops.is_empty()).then_some(ops)
}

/// The commits of a block that does nothing but count, loop, send what stands in it, and commit; `None` for any other.
fn plain_loop(text: &str, body: Span, dialect: Dialect) -> Option<Vec<Op>> {
    let mut lexer = Lexer::new(text, body, Lexis::of(dialect));
    let mut commits = Vec::new();
    let mut declares = false;
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(token) = lexer.next() {
        if token.kind != Kind::Semicolon {
            tokens.push(token);
            continue;
        }
        let mut cursor = Cursor::new(text, &tokens, dialect);
        loop {
            if cursor.eat("declare") {
                declares = true;
            } else if cursor.eat("begin") {
                declares = false;
            } else if cursor.is("while") || cursor.is("for") {
                let counts = cursor.is("while");
                let over = cursor.take_until(|it| it.is("loop"));
                (counts || over.rest_text().contains("..")).then_some(())?;
                cursor.next();
            } else if !cursor.eat("loop") {
                break;
            }
        }
        let assigns = cursor.is_name() && cursor.peek_at(1).is_some_and(|it| it.text(text) == ":=");
        if cursor.is("commit") && cursor.rest().len() == 1 {
            let kind = OpKind::Transaction(TransactionOp::CommitInBlock);
            commits.push(Op::new(kind, cursor.span()));
        } else if is_literal(&cursor) {
            let opaque = |it: &Op| matches!(it.kind, OpKind::Opaque(_));
            let ops = statement(cursor, Guard::None);
            (!ops.is_empty() && !ops.iter().any(opaque)).then_some(())?;
        } else if !(cursor.is_done()
            || declares
            || assigns
            || cursor.is_any(&["end loop", "exit", "get diagnostics"]))
        {
            return None;
        }
        tokens.clear();
    }
    let last = Cursor::new(text, &tokens, dialect);
    (last.is("end") && last.rest().len() == 1).then_some(commits)
}

/// The outermost loops of a block: those that count or ask whether something is left, and never commit, and those over the
/// rows of a query.
fn loops(text: &str, body: Span, dialect: Dialect) -> Vec<(Span, Clause)> {
    let mut lexer = Lexer::new(text, body, Lexis::of(dialect));
    let mut found = Vec::new();
    let mut depth = 0_usize;
    // Where the outermost loop begins, unless it is none of these.
    let mut open: Option<(u32, Clause)> = None;
    let mut over_from = None;
    let mut before = "";
    while let Some(token) = lexer.next() {
        let word = token.text(text);
        let is = |it: &str| word.eq_ignore_ascii_case(it);
        if token.kind == Kind::Semicolon {
            over_from = None;
        } else if token.kind != Kind::Word {
        } else if is("for") {
            over_from = Some(token.start);
        } else if is("commit") {
            open = open.filter(|it| it.1 != Clause::Loop);
        } else if is("loop") && before.eq_ignore_ascii_case("end") {
            depth = depth.saturating_sub(1);
            if depth == 0
                && let Some((start, kind)) = open.take()
            {
                found.push((Span { start, end: token.end }, kind));
            }
        } else if is("loop") {
            let over = over_from.map(|start| Span { start, end: token.start }.of(text));
            if depth == 0 {
                let counts = over.is_none_or(|it| it.contains(".."));
                open = Some((token.start, if counts { Clause::Loop } else { Clause::Round }));
            }
            depth += 1;
        }
        before = word;
    }
    found
}

/// Notes which of the operations stand in one of the loops.
fn mark_loops(ops: &mut [Op], loops: &[(Span, Clause)]) {
    for op in ops {
        let at = loops.partition_point(|it| it.0.end < op.span.start);
        if let Some((_, kind)) = loops.get(at).filter(|it| it.0.contains(op.span)) {
            op.clauses.insert(0, (*kind, op.span));
        }
    }
}

/// The place of a body between dollar quotes, in which positions are those of the file.
fn dollar_body(token: Token, text: &str) -> Option<Span> {
    let quoted = token.text(text);
    let tag = quoted.strip_prefix('$')?.find('$')? + 2;
    let (start, end) = (token.start as usize + tag, (token.end as usize).checked_sub(tag)?);
    (start <= end).then(|| Span::new(start, end))
}

/// Whether the body sends SQL that it builds.
fn executes(text: &str, body: Span, dialect: Dialect) -> bool {
    let mut lexer = Lexer::new(text, body, Lexis::of(dialect));
    let mut execute = false;
    let mut whole = false;
    while let Some(token) = lexer.next() {
        let word = token.text(text);
        let is = |it: &str| word.eq_ignore_ascii_case(it);
        // One string and nothing more is no SQL that is built.
        if whole {
            if token.kind != Kind::Semicolon {
                return true;
            }
            whole = false;
        }
        if execute && token.kind == Kind::Text {
            (execute, whole) = (false, true);
            continue;
        }
        // A trigger executes a function, and EXECUTE is a privilege.
        if execute && !(is("function") || is("procedure") || is("on") || is(",")) {
            return true;
        }
        execute = token.kind == Kind::Word && is("execute");
    }
    execute
}

/// How much of a body its literal statements are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All there is between BEGIN and END.
    Whole,
    Part,
}

/// The operations of the statements that stand in the body as they are, and whether that is all that it does.
fn literal(text: &str, body: Span, dialect: Dialect) -> (Vec<Op>, Extent) {
    let mut extent = Extent::Whole;
    let mut lexer = Lexer::new(text, body, Lexis::of(dialect));
    let mut ops = Vec::new();
    let mut guard = Guard::None;
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(token) = lexer.next() {
        if token.kind != Kind::Semicolon {
            tokens.push(token);
            continue;
        }
        let mut cursor = Cursor::new(text, &tokens, dialect);
        let plain = matches!(tokens.as_slice(), [end] if end.spells(text, "end"));
        if ops.is_empty() && cursor.is("begin") {
            cursor.next();
        }
        let steered = cursor.mark();
        strip_control(&mut cursor, &mut guard);
        let mut read = plain || steered == cursor.mark();
        let whole = |it: &Token| it.kind == Kind::Text;
        let sent = match cursor.rest() {
            [_, sent] if cursor.is("execute") && whole(sent) => quoted(text, *sent, dialect),
            _ => None,
        };
        if let Some(mut found) = sent {
            if guard == Guard::IfNeeded {
                found.iter_mut().for_each(|it| _ = guarded(&mut it.kind));
            }
            ops.extend(found);
        } else if is_literal(&cursor) && unfinished(cursor.rest()).is_none() {
            let found = statement(cursor, guard);
            let opaque = |it: &Op| matches!(it.kind, OpKind::Opaque(_));
            read &= !found.is_empty() && !found.iter().any(opaque);
            ops.extend(found);
        } else {
            read &= plain;
        }
        if !read {
            extent = Extent::Part;
        }
        tokens.clear();
    }
    // The last END may stand without a semicolon.
    let last = matches!(tokens.as_slice(), [end] if end.spells(text, "end"));
    if !(tokens.is_empty() || last) || ops.is_empty() {
        extent = Extent::Part;
    }
    (ops, extent)
}

/// Goes behind the words that only steer: BEGIN, IF … THEN, ELSE, LOOP, END IF, EXCEPTION WHEN … THEN.
fn strip_control(cursor: &mut Cursor<'_>, guard: &mut Guard) {
    loop {
        if cursor.is("if") || cursor.is("elsif") {
            let absent = cursor.is("if not exists");
            cursor.take_until(|it| it.is("then"));
            *guard = if absent { Guard::IfNeeded } else { Guard::None };
            cursor.next();
        } else if cursor.is("end") {
            *guard = Guard::None;
            cursor.skip_all();
        } else if cursor.is("exception") || cursor.is("when") {
            cursor.take_until(|it| it.is("then"));
            cursor.next();
        } else if cursor.eat("begin not atomic") {
        } else if cursor.is("while") || cursor.is("for") {
            cursor.take_until(|it| it.is("loop"));
            cursor.next();
        } else if cursor.is("begin") || cursor.is("else") || cursor.is("loop") {
            cursor.next();
        } else {
            return;
        }
        if cursor.is_done() {
            return;
        }
    }
}

/// Whether a statement begins here that the block sends as it is written.
fn is_literal(cursor: &Cursor<'_>) -> bool {
    cursor.is_any(&[
        "create", "alter", "drop", "insert", "update", "delete", "truncate", "lock", "comment",
        "grant",
    ])
}

fn statement(cursor: Cursor<'_>, guard: Guard) -> Vec<Op> {
    let span = cursor.span();
    let mut reader = Reader::new(cursor, span);
    if verb(&mut reader) != Verdict::Read {
        return Vec::new();
    }
    reader.unknown_tail();
    for op in &mut reader.ops {
        op.clauses.push((Clause::Block, op.span));
    }
    if guard == Guard::IfNeeded {
        reader.ops.iter_mut().for_each(|it| {
            guarded(&mut it.kind);
        });
    }
    reader.ops
}

/// `IF NOT EXISTS (…) THEN` means what the operation's own IF NOT EXISTS would; whether it has one.
pub(super) fn guarded(kind: &mut OpKind) -> bool {
    match kind {
        OpKind::CreateTable(it) => it.guard = Guard::IfNeeded,
        OpKind::CreateIndex(it) => it.guard = Guard::IfNeeded,
        OpKind::CreateSequence(it) => it.guard = Guard::IfNeeded,
        OpKind::CreateType(it) => it.guard = Guard::IfNeeded,
        OpKind::CreateView(it) => it.guard = Guard::IfNeeded,
        OpKind::AddColumn { guard, .. }
        | OpKind::AddConstraint { guard, .. }
        | OpKind::CreateSchema { guard, .. }
        | OpKind::CreateExtension { guard, .. } => *guard = Guard::IfNeeded,
        _ => return false,
    }
    true
}

/// `IF EXISTS (…)` before a DROP; whether it has such a guard of its own.
pub(super) fn guarded_drop(kind: &mut OpKind) -> bool {
    match kind {
        OpKind::DropIndex(it) => it.guard = Guard::IfNeeded,
        OpKind::DropTable { guard, .. }
        | OpKind::DropColumn { guard, .. }
        | OpKind::DropConstraint { guard, .. }
        | OpKind::DropSchema { guard, .. }
        | OpKind::DropObject { guard, .. } => *guard = Guard::IfNeeded,
        _ => return false,
    }
    true
}
