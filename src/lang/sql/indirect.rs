//! What MySQL and MariaDB run where it does not stand: a prepared statement (manual, "Prepared Statements"), and a
//! procedure that the script makes and calls ("CREATE PROCEDURE and CREATE FUNCTION Statements").
//!
//! Neither database has a condition for DDL outside of procedures, so that scripts which may run twice are written so.

use super::cursor::Cursor;
use super::lex::{Kind, Lexer, Lexis, Token};
use super::{first_words, read_embedded};
use crate::dialect::Dialect;
use crate::ops::{Op, OpKind, Statement};
use crate::text::Span;

/// Puts what a statement runs in the place of EXECUTE and CALL, where all of it is known.
pub(super) fn follow(text: &str, statements: &mut [Statement], dialect: Dialect) {
    let calls = |it: &Op| matches!(it.kind, OpKind::Call { .. });
    if !matches!(dialect, Dialect::Mysql | Dialect::Mariadb)
        || !statements.iter().flat_map(|it| &it.ops).any(calls)
    {
        return;
    }
    let mut script = Script {
        dialect,
        values: Vec::new(),
        prepared: Vec::new(),
        procedures: Vec::new(),
        room: ROOM + 16 * text.len(),
    };
    for statement in statements {
        let first = statement.span.of(text).split(|it: char| !it.is_ascii_alphabetic()).next();
        if !first.is_some_and(|it| VERBS.iter().any(|verb| verb.eq_ignore_ascii_case(it))) {
            continue;
        }
        let tokens = tokens(text, statement.span, dialect);
        let mut found = Found::default();
        if statement.ops.iter().any(calls) {
            script.run(Cursor::new(text, &tokens, dialect), 0, &mut found);
            found.put_into(statement, dialect);
        } else {
            script.note(Cursor::new(text, &tokens, dialect));
        }
    }
}

const VERBS: [&str; 6] = ["set", "select", "prepare", "execute", "call", "create"];

/// How many names of a kind are kept, the newest ones, and how many texts one may stand for.
const KEPT: usize = 64;
const MOST_TEXTS: usize = 4;

/// So many bytes may be written out of any script, and some more of a longer one.
const ROOM: usize = 64 * 1024;

/// Stands for the name of the database that the script runs on.
const DATABASE: &str = "\0";

/// How deep brackets and procedures are followed.
const DEEPEST: usize = 8;

fn tokens(text: &str, span: Span, dialect: Dialect) -> Vec<Token> {
    let mut lexer = Lexer::new(text, span, Lexis::of(dialect));
    std::iter::from_fn(|| lexer.next()).collect()
}

/// A text that may be run, and the condition under which it is this one.
#[derive(Debug, Clone)]
struct Said {
    sql: String,
    condition: Option<String>,
}

/// What a statement runs.
#[derive(Debug, Default)]
struct Found {
    texts: Vec<Said>,
    /// Whether something else may run as well.
    more: bool,
}

impl Found {
    fn put_into(self, statement: &mut Statement, dialect: Dialect) {
        if self.more || self.texts.is_empty() {
            return;
        }
        let mut changes = Vec::new();
        let mut others = Vec::new();
        for said in self.texts {
            for read in read_embedded(&said.sql, dialect, &|_| statement.span) {
                let known = |it: &Op| !matches!(it.kind, OpKind::Opaque(_) | OpKind::Call { .. });
                if !read.ops.iter().all(known) {
                    return;
                }
                let place = if read.ops.iter().any(|it| it.kind.is_change()) {
                    &mut changes
                } else {
                    &mut others
                };
                place.push((read.ops, said.condition.clone()));
            }
        }
        let ran = if changes.is_empty() { others } else { changes };
        if ran.is_empty() {
            return;
        }
        statement.condition = ran.iter().find_map(|it| it.1.clone());
        statement.ops = ran.into_iter().flat_map(|it| it.0).collect();
    }
}

struct Script {
    dialect: Dialect,
    /// What variables hold.
    values: Vec<(String, Vec<Said>)>,
    prepared: Vec<(String, Vec<Said>)>,
    procedures: Vec<(String, String)>,
    /// So many bytes may still be written out.
    room: usize,
}

/// The name's newest meaning.
fn named<'m, T>(names: &'m [(String, T)], name: &str) -> Option<&'m T> {
    names.iter().rev().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| &it.1)
}

fn name<T>(names: &mut Vec<(String, T)>, name: &str, meaning: T) {
    names.retain(|it| !it.0.eq_ignore_ascii_case(name));
    if KEPT <= names.len() {
        names.remove(0);
    }
    names.push((name.to_owned(), meaning));
}

impl Script {
    /// Remembers what a statement says for later ones.
    fn note(&mut self, mut cursor: Cursor<'_>) {
        if cursor.eat("set") {
            for mut one in cursor.split_commas() {
                let variable = one.next().map_or("", |it| it.text(one.text));
                if one.eat_operator("=") || one.eat_operator(":=") {
                    let values = self.values_of(one, 0).unwrap_or_default();
                    name(&mut self.values, variable, values);
                }
            }
        } else if cursor.is("select") {
            let query = cursor.take_until(|it| it.is("into"));
            cursor.next();
            let mut values = self.values_of(query, 0).unwrap_or_default();
            for mut variable in cursor.split_commas() {
                let variable = variable.next().map_or("", |it| it.text(variable.text));
                name(&mut self.values, variable, std::mem::take(&mut values));
            }
        } else if cursor.eat("prepare") {
            let statement = cursor.word();
            cursor.next();
            cursor.eat("from");
            let mut texts = self.values_of(cursor, 0).unwrap_or_default();
            for said in &mut texts {
                // A name is the same without the database in which it is looked for anyway.
                said.sql = said.sql.replace("`\0`.", "").replace("\0.", "");
            }
            if texts.iter().any(|it| it.sql.contains(DATABASE)) {
                texts.clear();
            }
            name(&mut self.prepared, statement, texts);
        } else if cursor.eat("create") {
            cursor.take_until(|it| it.is("procedure"));
            let defined = cursor.next().and_then(|_| {
                cursor.eat("if not exists");
                cursor.object()
            });
            if let Some(procedure) = defined {
                name(&mut self.procedures, &procedure.name, cursor.rest_text().to_owned());
            }
        }
    }

    /// What a statement runs that may be EXECUTE, CALL, or any other.
    fn run(&mut self, mut cursor: Cursor<'_>, depth: usize, found: &mut Found) {
        if cursor.eat("execute") {
            let texts = named(&self.prepared, cursor.word()).cloned().unwrap_or_default();
            found.more |= texts.is_empty() || cursor.is("immediate");
            let length = texts.iter().map(|it| it.sql.len()).sum();
            found.more |= !self.takes(length);
            found.texts.extend(texts);
        } else if cursor.eat("call") {
            let body = cursor.object().and_then(|it| named(&self.procedures, &it.name).cloned());
            let arguments = cursor.group().map(Cursor::split_commas).unwrap_or_default();
            match body {
                Some(body) if depth < DEEPEST && self.takes(body.len()) => {
                    self.procedure(&body, &arguments, depth, found);
                }
                _ => found.more = true,
            }
        } else if cursor.is_any(&["prepare", "set"]) || cursor.is("select") && into(cursor) {
            self.note(cursor);
        } else {
            let (sql, condition) = (cursor.rest_text().to_owned(), None);
            found.texts.push(Said { sql, condition });
        }
    }

    fn takes(&mut self, length: usize) -> bool {
        let left = self.room.checked_sub(length);
        self.room = left.unwrap_or(0);
        left.is_some()
    }

    /// What a procedure runs: each statement of its body, under the condition that it stands under.
    fn procedure(
        &mut self,
        definition: &str,
        arguments: &[Cursor<'_>],
        depth: usize,
        found: &mut Found,
    ) {
        let whole = Span::new(0, definition.len());
        let tokens = tokens(definition, whole, self.dialect);
        let mut cursor = Cursor::new(definition, &tokens, self.dialect);
        let parameters = cursor.group().map(Cursor::split_commas).unwrap_or_default();
        let mut passed = Vec::new();
        for (mut parameter, argument) in parameters.into_iter().zip(arguments) {
            parameter.eat("in");
            let values = self.values_of(*argument, 0).unwrap_or_default();
            passed.push((parameter.word().to_owned(), values));
        }
        // Variables of another procedure are none of this one.
        self.values.retain(|it| it.0.starts_with('@'));
        self.values.extend(passed);
        cursor.take_until(|it| it.is("begin"));
        let mut branches = Branches::default();
        while !cursor.is_done() {
            let changed = branches.steer(&mut cursor);
            if changed && std::mem::take(&mut branches.assigned) {
                // What was assigned in one branch may hold behind it, or not.
                self.values.clear();
                self.prepared.clear();
            }
            let statement = cursor.take_until(|it| it.kind() == Some(Kind::Semicolon));
            cursor.next();
            if statement.is_any(&UNFOLLOWED) {
                found.more = true;
            } else if statement.is("declare") {
                self.declare(statement, &mut branches, found);
            } else if !statement.is_done() && !statement.is_any(&WITHOUT_EFFECT) {
                branches.assigned |= statement.is_any(&["set", "select", "prepare"]);
                let next = found.texts.len();
                self.run(statement, depth + 1, found);
                for said in found.texts.iter_mut().skip(next) {
                    said.condition = said.condition.take().or_else(|| branches.condition());
                }
            }
        }
    }

    /// A variable, or what is done where a statement fails: nothing, or it is not followed.
    fn declare(&mut self, mut declared: Cursor<'_>, branches: &mut Branches, found: &mut Found) {
        declared.take_until(|it| it.is("handler"));
        if declared.is_done() {
            return;
        }
        branches.fails = true;
        declared.take_until(|it| it.is("begin"));
        found.more |= !(declared.is_done() || declared.is("begin end"));
    }

    /// The texts that an expression may be; `None` where one of them is not known.
    fn values_of(&mut self, mut value: Cursor<'_>, depth: usize) -> Option<Vec<Said>> {
        (depth < DEEPEST).then_some(())?;
        let text = value.text;
        if value.kind() == Some(Kind::Open) {
            let inner = value.group()?;
            return if value.is_done() { self.values_of(inner, depth + 1) } else { None };
        }
        if value.eat("select") {
            let item = value.take_until(|it| {
                it.kind() == Some(Kind::Comma)
                    || it.is_any(&["from", "into", "as", "where", "limit"])
            });
            return self.values_of(item, depth + 1);
        }
        if value.kind() == Some(Kind::Text) {
            let mut sql = String::new();
            while let Some(part) = value.string() {
                sql.push_str(&part);
            }
            return value.is_done().then(|| vec![Said { sql, condition: None }]);
        }
        if value.eat("case") {
            let mut all = Vec::new();
            let mut condition = Some(value.take_until(|it| it.is("when")).rest_text().to_owned());
            while value.is_any(&["when", "else"]) {
                if value.eat("when") {
                    condition =
                        Some(first_words(text, value.take_until(|it| it.is("then")).span()));
                }
                value.next();
                let one = value.take_until(|it| it.is_any(&["when", "else", "end"]));
                all.extend(under(self.values_of(one, depth + 1)?, condition.as_deref()));
            }
            return (value.eat("end") && value.is_done() && all.len() <= MOST_TEXTS).then_some(all);
        }
        let word = value.next()?.text(text);
        if value.is_done() {
            return named(&self.values, word).filter(|it| !it.is_empty()).cloned();
        }
        let arguments = value.group()?.split_commas();
        value.is_done().then_some(())?;
        match (word.to_ascii_lowercase().as_str(), arguments.as_slice()) {
            ("database" | "schema", []) => {
                Some(vec![Said { sql: DATABASE.to_owned(), condition: None }])
            }
            ("if", [condition, then, otherwise]) => {
                let condition = first_words(text, condition.span());
                let mut all = under(self.values_of(*then, depth + 1)?, Some(&condition));
                let negated = format!("not {condition}");
                all.extend(under(self.values_of(*otherwise, depth + 1)?, Some(&negated)));
                (all.len() <= MOST_TEXTS).then_some(all)
            }
            ("concat", parts) => {
                let mut all = vec![Said { sql: String::new(), condition: None }];
                for part in parts {
                    let ends = self.values_of(*part, depth + 1)?;
                    (all.len() * ends.len() <= MOST_TEXTS).then_some(())?;
                    let mut longer = Vec::new();
                    for (start, end) in
                        all.iter().flat_map(|it| ends.iter().map(move |end| (it, end)))
                    {
                        self.takes(start.sql.len() + end.sql.len()).then_some(())?;
                        let condition = start.condition.clone().or_else(|| end.condition.clone());
                        longer.push(Said { sql: format!("{}{}", start.sql, end.sql), condition });
                    }
                    all = longer;
                }
                Some(all)
            }
            _ => None,
        }
    }
}

/// What a body holds that does nothing to the schema, or only ends it.
const WITHOUT_EFFECT: [&str; 4] = ["deallocate", "drop prepare", "leave", "signal"];

/// What a body holds that is not followed: it may run any number of times, or on any rows.
const UNFOLLOWED: [&str; 7] = ["loop", "while", "repeat", "open", "fetch", "close", "case"];

fn under(mut texts: Vec<Said>, condition: Option<&str>) -> Vec<Said> {
    for said in &mut texts {
        said.condition = said.condition.take().or_else(|| condition.map(str::to_owned));
    }
    texts
}

/// Whether a query keeps what it finds in variables.
fn into(mut query: Cursor<'_>) -> bool {
    query.take_until(|it| it.is("into"));
    !query.is_done()
}

/// The conditions that a statement of a body stands under.
#[derive(Debug, Default)]
struct Branches {
    /// From the outermost.
    conditions: Vec<String>,
    /// Whether a handler takes over where a statement fails.
    fails: bool,
    /// Whether a variable got its value in the branch.
    assigned: bool,
}

impl Branches {
    fn condition(&self) -> Option<String> {
        let handled = || self.fails.then(|| "nothing before it fails".to_owned());
        self.conditions.last().cloned().or_else(handled)
    }

    /// Goes behind the words that only steer, and says whether another branch begins.
    fn steer(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let mut changed = false;
        loop {
            if let Some(word) = cursor.eat_any(&["elseif", "if"]) {
                if word == "elseif" {
                    self.conditions.pop();
                    changed = true;
                }
                let asked = cursor.take_until(|it| it.is("then"));
                self.conditions.push(first_words(asked.text, asked.span()));
                cursor.next();
            } else if cursor.eat("else") {
                let negated = self.conditions.pop().map(|it| format!("not {it}"));
                self.conditions.extend(negated);
                changed = true;
            } else if cursor.is("end") {
                if cursor.is("end if") {
                    self.conditions.pop();
                    changed = true;
                }
                cursor.take_until(|it| it.kind() == Some(Kind::Semicolon));
                return changed;
            } else if !(cursor.eat("begin") || label(cursor)) {
                return changed;
            }
        }
    }
}

/// `done: BEGIN`
fn label(cursor: &mut Cursor<'_>) -> bool {
    let is_one =
        cursor.is_name() && cursor.peek_at(1).is_some_and(|it| it.text(cursor.text) == ":");
    if is_one {
        cursor.next();
        cursor.next();
    }
    is_one
}
