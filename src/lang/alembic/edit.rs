//! The smallest edits of a revision's script that make an operation another one.

use ruff_python_ast::{Expr, Stmt};

use crate::lang::edit::{line_of, newline};
use crate::lang::python::parse::{self, span_of};
use crate::lang::sql::edit::insert;
use crate::ops::OpKind;
use crate::ops::constraint::{Constraint, Validity};
use crate::ops::index::{CreateIndex, DropIndex, Online};
use crate::text::{Edit, Span};

/// The statements of a script's functions that are no more than a call, in order.
pub(crate) struct Script {
    places: Vec<Place>,
    /// Where each function's first statement stands, the docstring left out, by the function's span.
    bodies: Vec<(Span, u32)>,
    /// Strings that run over several lines.
    strings: Vec<Span>,
    /// Whether the name `op` is Alembic's.
    imports_op: bool,
}

struct Place {
    span: Span,
    /// Inside a `batch_alter_table`.
    batch: bool,
    /// A statement of the function's own, and not of a block in it.
    top: bool,
    call: Call,
}

struct Call {
    /// What stands before the last dot.
    receiver: Option<Span>,
    args: Vec<Span>,
    /// With the span of the value.
    keywords: Vec<(String, Span)>,
    /// The end of the last argument.
    last: Option<u32>,
    /// Where the closing bracket stands.
    close: u32,
}

impl Script {
    /// `None` where the text is not parsed, or not without errors.
    pub(crate) fn read(text: &str) -> Option<Script> {
        let module = parse::parse(text).ok()?;
        module.errors.is_empty().then_some(())?;
        let imports_op = module.body.iter().any(|it| match it {
            Stmt::ImportFrom(it) => {
                let alembic = it.module.as_ref().is_some_and(|it| it.as_str() == "alembic");
                alembic && it.names.iter().any(|it| it.name.as_str() == "op" && it.asname.is_none())
            }
            _ => false,
        });
        let strings = parse::long_strings(text);
        let mut script = Script { places: Vec::new(), bodies: Vec::new(), strings, imports_op };
        for statement in &module.body {
            if let Stmt::FunctionDef(function) = statement {
                let documented = function.body.first().is_some_and(
                    |it| matches!(it, Stmt::Expr(it) if it.value.is_string_literal_expr()),
                );
                let first = function.body.get(usize::from(documented));
                script.bodies.extend(first.map(|it| (span_of(function), span_of(it).start)));
                script.block(&function.body, false, true);
            }
        }
        Some(script)
    }

    /// The parser's guard bounds how deep blocks nest.
    fn block(&mut self, body: &[Stmt], batch: bool, top: bool) {
        for statement in body {
            match statement {
                Stmt::Expr(it) => {
                    if let Expr::Call(call) = &*it.value {
                        self.places.push(Place {
                            span: span_of(it),
                            batch,
                            top,
                            call: call_of(call),
                        });
                    }
                }
                Stmt::If(it) => {
                    self.block(&it.body, batch, false);
                    for clause in &it.elif_else_clauses {
                        self.block(&clause.body, batch, false);
                    }
                }
                Stmt::For(it) => {
                    self.block(&it.body, batch, false);
                    self.block(&it.orelse, batch, false);
                }
                Stmt::While(it) => self.block(&it.body, batch, false),
                Stmt::Try(it) => self.block(&it.body, batch, false),
                Stmt::With(it) => {
                    let opens = it.items.iter().any(|it| is_batch(&it.context_expr));
                    self.block(&it.body, batch || opens, false);
                }
                _ => {}
            }
        }
    }

    /// The place of the statement that holds the span.
    pub(crate) fn find(&self, span: Span) -> Option<usize> {
        let at = self.places.partition_point(|it| it.span.start <= span.start).checked_sub(1)?;
        self.places.get(at)?.span.contains(span).then_some(at)
    }

    /// The call at that place with these arguments, where it has none of them.
    pub(crate) fn with_arguments(
        &self,
        text: &str,
        at: Span,
        arguments: &[(&str, String)],
    ) -> Option<Vec<Edit>> {
        let call = &self.places.get(self.find(at)?).filter(|it| it.span == at)?.call;
        let missing = arguments.iter().filter(|it| call.keywords.iter().all(|has| has.0 != it.0));
        let words: Vec<String> = missing.map(|(name, value)| format!("{name}={value}")).collect();
        let (name, value) =
            words.join(", ").split_once('=').map(|it| (it.0.to_owned(), it.1.to_owned()))?;
        Some(vec![argument(text, call, (&name, &value), "")])
    }

    /// Which keywords the call at that place gives.
    pub(crate) fn gives(&self, at: Span, name: &str) -> bool {
        let call = self.find(at).and_then(|it| self.places.get(it)).map(|it| &it.call);
        call.is_some_and(|it| it.keywords.iter().any(|it| it.0 == name))
    }

    /// A statement of SQL before the first statement of the function.
    pub(crate) fn first_in(&self, text: &str, function: Span, sql: &str) -> Option<Edit> {
        self.imports_op.then_some(())?;
        let &(_, first) = self.bodies.iter().find(|it| it.0 == function)?;
        let (line, indent) = line_of(text, first)?;
        (line as usize + indent.len() == first as usize).then_some(())?;
        Some(insert(line, format!("{indent}{}{}", execute(sql), newline(text))))
    }
}

fn is_batch(context: &Expr) -> bool {
    let Expr::Call(call) = context else { return false };
    let Expr::Attribute(callee) = &*call.func else { return false };
    callee.attr.as_str() == "batch_alter_table"
}

fn call_of(call: &ruff_python_ast::ExprCall) -> Call {
    let receiver = match &*call.func {
        Expr::Attribute(it) => Some(span_of(&*it.value)),
        _ => None,
    };
    let arguments = &call.arguments;
    let args: Vec<Span> = arguments.args.iter().map(span_of).collect();
    let ends =
        args.iter().map(|it| it.end).chain(arguments.keywords.iter().map(|it| span_of(it).end));
    let last = ends.max();
    let keywords = arguments
        .keywords
        .iter()
        .filter_map(|it| Some((it.arg.as_ref()?.to_string(), span_of(&it.value))));
    Call {
        receiver,
        keywords: keywords.collect(),
        last,
        close: span_of(arguments).end.saturating_sub(1),
        args,
    }
}

/// A call that is a statement of its own, alone on its lines.
pub(crate) struct Here<'a> {
    text: &'a str,
    script: &'a Script,
    place: &'a Place,
    line: u32,
    indent: &'a str,
}

impl<'a> Here<'a> {
    pub(crate) fn new(script: &'a Script, at: usize, text: &'a str) -> Option<Here<'a>> {
        let place = script.places.get(at)?;
        let (line, indent) = line_of(text, place.span.start)?;
        let before = line as usize + indent.len() == place.span.start as usize;
        let behind = text.get(place.span.end as usize..)?.split(['\r', '\n']).next()?.trim_start();
        let alone = before && (behind.is_empty() || behind.starts_with('#'));
        let receiver = place.call.receiver?.of(text);
        (alone && !place.batch && receiver == "op" && script.imports_op).then_some(Here {
            text,
            script,
            place,
            line,
            indent,
        })
    }

    /// The edits that make the operation the other one, where that takes no more than an argument; a line of its own is
    /// so much deeper.
    pub(crate) fn become_other(
        &self,
        from: &OpKind,
        to: &OpKind,
        deeper: &str,
    ) -> Option<Vec<Edit>> {
        let concurrently = || vec![self.argument("postgresql_concurrently", deeper)];
        match (from, to) {
            (from, to) if from == to => Some(Vec::new()),
            // Its text says all; it takes no argument of an operation's.
            _ if self.calls("execute") => None,
            (OpKind::CreateIndex(from), OpKind::CreateIndex(to)) => {
                let online = CreateIndex { online: Online::Yes, ..from.clone() };
                (online == *to).then(concurrently)
            }
            (OpKind::DropIndex(from), OpKind::DropIndex(to)) => {
                let online = DropIndex { online: Online::Yes, ..from.clone() };
                (online == *to).then(concurrently)
            }
            (
                OpKind::AddConstraint { constraint: from, .. },
                OpKind::AddConstraint { constraint: to, .. },
            ) => self.constraint(from, to, deeper),
            _ => None,
        }
    }

    /// Whether the call is of this operation.
    fn calls(&self, name: &str) -> bool {
        let behind = self.place.call.receiver.and_then(|it| self.text.get(it.end as usize..));
        let called = behind
            .and_then(|it| it.trim_start().strip_prefix('.')?.trim_start().strip_prefix(name));
        called.is_some_and(|it| it.trim_start().starts_with('('))
    }

    fn constraint(&self, from: &Constraint, to: &Constraint, deeper: &str) -> Option<Vec<Edit>> {
        let same = Constraint { name: to.name.clone(), validity: to.validity, ..from.clone() };
        (same == *to).then_some(())?;
        let mut edits = Vec::new();
        if from.name != to.name {
            let first = self.place.call.args.first()?;
            (first.of(self.text) == "None").then_some(())?;
            edits.push(Edit { span: *first, text: quote(to.name.as_deref()?) });
        }
        match (from.validity, to.validity) {
            (Validity::Checked, Validity::NotValid) => {
                edits.push(self.argument("postgresql_not_valid", deeper));
            }
            (from, to) if from == to => {}
            _ => return None,
        }
        Some(edits)
    }

    /// The call with this argument, which is true.
    fn argument(&self, name: &str, deeper: &str) -> Edit {
        argument(self.text, &self.place.call, (name, "True"), deeper)
    }

    /// The edits that put lines before and after the call and, if asked, the call into a block without a transaction.
    pub(crate) fn around(
        &self,
        before: &[(String, bool)],
        after: &[(String, bool)],
        inside: bool,
    ) -> Vec<Edit> {
        let newline = newline(self.text);
        let mut edits = Vec::new();
        let mut head = self.lines(before);
        if inside {
            head.push_str(&format!("{}{BLOCK}{newline}", self.indent));
            let unit = self.unit();
            head.push_str(unit);
            edits.extend(self.later_lines().map(|it| insert(it, unit.to_owned())));
        }
        if !head.is_empty() {
            edits.push(insert(self.line, head));
        }
        let tail = self.lines(after);
        if !tail.is_empty() {
            let end = text_line_end(self.text, self.place.span.end);
            edits.push(insert(end, format!("{newline}{}", tail.trim_end_matches(['\r', '\n']))));
        }
        edits
    }

    /// The script without the call; `None` where a block could be left without anything.
    pub(crate) fn removed(&self) -> Option<Edit> {
        let end = text_line_end(self.text, self.place.span.end) as usize;
        let rest = self.text.get(end..)?;
        let broken = ["\r\n", "\n"].iter().find(|it| rest.starts_with(**it));
        let end = end + broken.map_or(0, |it| it.len());
        let span = Span::new(self.line as usize, end);
        self.place.top.then_some(Edit { span, text: String::new() })
    }

    /// The lines in the place of the call; `None` where a comment would go with it.
    pub(crate) fn replaced(&self, lines: &[(String, bool)]) -> Option<Edit> {
        (!self.place.span.of(self.text).contains('#')).then_some(())?;
        let lines = self.lines(lines);
        let text = lines.trim_end_matches(['\r', '\n']);
        let span = Span { start: self.line, end: self.place.span.end };
        Some(Edit { span, text: text.to_owned() })
    }

    /// Lines at the call's indentation, those that leave the transaction in blocks.
    fn lines(&self, lines: &[(String, bool)]) -> String {
        let newline = newline(self.text);
        let mut text = String::new();
        let mut open = false;
        for (line, inside) in lines {
            if *inside && !open {
                text.push_str(&format!("{}{BLOCK}{newline}", self.indent));
            }
            open = *inside;
            let unit = if open { self.unit() } else { "" };
            for line in line.lines() {
                text.push_str(&format!("{}{unit}{line}{newline}", self.indent));
            }
        }
        text
    }

    /// One level of indentation.
    pub(crate) fn unit(&self) -> &'static str {
        if self.indent.contains('\t') { "\t" } else { "    " }
    }

    /// Where the call's lines begin but for the first, those inside of strings left out.
    fn later_lines(&self) -> impl Iterator<Item = u32> {
        let span = self.place.span;
        let breaks = span.of(self.text).match_indices('\n');
        let starts = breaks.map(move |(at, _)| span.start + at as u32 + 1);
        starts.filter(|&at| {
            let inside = |it: &Span| it.start < at && at < it.end;
            let first = self.script.strings.partition_point(|it| it.end <= at);
            !self.script.strings.get(first).is_some_and(inside)
        })
    }
}

/// The call with this argument; a line of its own is so much deeper.
fn argument(text: &str, call: &Call, (name, value): (&str, &str), deeper: &str) -> Edit {
    if let Some((_, known)) = call.keywords.iter().find(|it| it.0 == name) {
        return Edit { span: *known, text: value.to_owned() };
    }
    let Some(last) = call.last else { return insert(call.close, format!("{name}={value}")) };
    let tail = text.get(last as usize..call.close as usize).unwrap_or("");
    let code = tail.find('#').map_or(tail, |it| tail.get(..it).unwrap_or(tail));
    let Some(comma) = code.find(',') else {
        return insert(last, format!(", {name}={value}"));
    };
    let at = last + comma as u32 + 1;
    if !tail.contains('\n') {
        return insert(at, format!(" {name}={value}"));
    }
    // One argument a line: the new one gets a line of its own, after a comment behind the last.
    let line_end = text_line_end(text, at);
    let indent = line_of(text, last).map_or("", |it| it.1);
    insert(line_end, format!("{}{indent}{deeper}{name}={value},", newline(text)))
}

const BLOCK: &str = "with op.get_context().autocommit_block():";

/// The edits after which the revision follows another one: the assignment, and the line of the docstring that says it too.
pub(crate) fn parent(text: &str, assigned: Span, old: &str, new: &str) -> Option<Vec<Edit>> {
    let written = assigned.of(text);
    let mark = written.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    (written == format!("{mark}{old}{mark}") && !new.contains([mark, '\\'])).then_some(())?;
    let mut edits = vec![Edit { span: assigned, text: format!("{mark}{new}{mark}") }];
    let head = text.get(..assigned.start as usize)?;
    let said = head.match_indices("Revises:").find_map(|(at, word)| {
        let begins = head.get(..at)?.ends_with(['\n', '"', '\'']);
        let line = head.get(at + word.len()..)?.lines().next()?;
        let indent = line.len() - line.trim_start().len();
        let start = at + word.len() + indent;
        (begins && line.trim() == old).then(|| Span::new(start, start + old.len()))
    });
    edits.extend(said.map(|span| Edit { span, text: new.to_owned() }));
    Some(edits)
}

/// A call that sends the statement.
pub(crate) fn execute(sql: &str) -> String {
    if sql.contains('\n') && !sql.contains("\"\"\"") && !sql.contains('\\') {
        let lines: String = sql.lines().map(|it| format!("        {it}\n")).collect();
        return format!("op.execute(\n    \"\"\"\n{lines}    \"\"\"\n)");
    }
    format!("op.execute({})", quote(sql))
}

/// A string of Python. A colon begins a parameter in what `op.execute` is given.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

fn text_line_end(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or("");
    let line = rest.find('\n').map_or(rest, |it| rest.get(..it).unwrap_or(rest));
    at + line.trim_end_matches('\r').len() as u32
}
