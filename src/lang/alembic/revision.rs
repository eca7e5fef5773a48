//! What a revision file says about itself: its identifier, its parents, labels and dependencies.

use ruff_python_ast::{Expr, Stmt};

use crate::lang::python::imports::Library;
use crate::lang::python::machine::Machine;
use crate::lang::python::parse::{Module, span_of};
use crate::lang::python::value::Value;
use crate::ops::unit::{Framework, Presence};
use crate::ops::{Direction, Unit};
use crate::text::Span;

#[derive(Debug, Default)]
pub(crate) struct Revision {
    id: Option<String>,
    id_span: Span,
    parents: Vec<String>,
    parents_span: Span,
    depends_on: Vec<String>,
    labels: Vec<String>,
    created: Option<String>,
    /// Taken for the identifier where none could be read.
    stem: String,
}

impl Revision {
    pub(crate) fn read(library: &Library<'_>, index: usize, module: &Module) -> Revision {
        let path = library.sources.get(index).map_or("", |it| it.path.as_str());
        let mut revision = Revision { stem: stem(path), ..Revision::default() };
        revision.created = created(&module.body);
        let mut known: Vec<(&str, Vec<String>)> = Vec::new();
        let mut bound = Vec::new();
        for statement in &module.body {
            match statement {
                Stmt::Assign(it) => {
                    for target in &it.targets {
                        bind(target, &it.value, &mut bound);
                    }
                }
                Stmt::AnnAssign(it) => {
                    if let Some(value) = &it.value {
                        bind(&it.target, value, &mut bound);
                    }
                }
                _ => {}
            }
        }
        for (target, values, span) in bound {
            let strings = strings(values, &known);
            match target {
                "revision" => {
                    revision.id = strings.first().cloned();
                    revision.id_span = span;
                }
                "down_revision" => {
                    revision.parents.clone_from(&strings);
                    revision.parents_span = span;
                }
                "depends_on" => revision.depends_on.clone_from(&strings),
                "branch_labels" => revision.labels.clone_from(&strings),
                _ => {}
            }
            if known.len() < 200 {
                known.push((target, strings));
            }
        }
        revision
    }

    /// The same from the text alone, for a file that is not parsed.
    pub(crate) fn from_lines(text: &str, path: &str) -> Revision {
        let mut revision = Revision { stem: stem(path), ..Revision::default() };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(at, at + line.trim_end().len());
            at += line.len();
            if let Some(value) = assigned(line, "down_revision") {
                (revision.parents, revision.parents_span) = (quoted(value), span);
            } else if let Some(value) = assigned(line, "revision") {
                (revision.id, revision.id_span) = (quoted(value).into_iter().next(), span);
            }
        }
        revision
    }

    /// What the names are bound to when the script has run, which is all that Alembic asks; where that is not known, what
    /// is written stays.
    pub(crate) fn settle(&mut self, machine: &Machine<'_>, index: usize) {
        let Some(globals) = machine.globals.get(&index) else { return };
        let value = |name: &str| globals.get(name).and_then(|it| texts(machine, it));
        if let Some(id) = value("revision").and_then(|it| it.into_iter().next()) {
            self.id = Some(id);
        }
        for (name, place) in [
            ("down_revision", &mut self.parents),
            ("depends_on", &mut self.depends_on),
            ("branch_labels", &mut self.labels),
        ] {
            if let Some(value) = value(name) {
                *place = value;
            }
        }
    }

    pub(crate) fn unit(&self, source: usize, direction: Direction) -> Unit {
        let id = self.id.clone().unwrap_or_else(|| self.stem.clone());
        let mut unit = Unit::new(source, direction, Framework::Alembic, id);
        unit.parents = Some(self.parents.clone());
        unit.depends_on.clone_from(&self.depends_on);
        unit.labels.clone_from(&self.labels);
        unit.created.clone_from(&self.created);
        unit.id_span = self.id_span;
        unit.parents_span = self.parents_span;
        unit.presence = Presence::Absent;
        unit
    }
}

/// A name, what it is bound to, and where that stands.
type Bound<'m> = (&'m str, &'m [Expr], Span);

/// The names among the targets of an assignment, which may be unpacked.
fn bind<'m>(target: &'m Expr, value: &'m Expr, bound: &mut Vec<Bound<'m>>) {
    let mut open = vec![(target, std::slice::from_ref(value))];
    while let Some((target, values)) = open.pop() {
        let targets = match target {
            Expr::Tuple(it) => &it.elts,
            Expr::List(it) => &it.elts,
            Expr::Starred(it) => {
                open.push((&*it.value, values));
                continue;
            }
            Expr::Name(name) => {
                let span = match values {
                    [only] => span_of(only),
                    [first, .., last] => {
                        Span::new(span_of(first).start as usize, span_of(last).end as usize)
                    }
                    [] => Span::default(),
                };
                bound.push((name.id.as_str(), values, span));
                continue;
            }
            _ => continue,
        };
        let values = match values {
            [only] => elements(only).unwrap_or_default(),
            _ => values,
        };
        let starred = targets.iter().position(Expr::is_starred_expr);
        let spare = (values.len() + 1)
            .checked_sub(targets.len())
            .filter(|it| starred.is_some() || *it == 1);
        let Some(spare) = spare else { continue };
        let mut rest = values;
        for (place, target) in targets.iter().enumerate() {
            let taken = if starred == Some(place) { spare } else { 1 };
            let Some((values, others)) = rest.split_at_checked(taken) else { break };
            open.push((target, values));
            rest = others;
        }
    }
}

fn elements(value: &Expr) -> Option<&[Expr]> {
    match value {
        Expr::Tuple(it) => Some(&it.elts),
        Expr::List(it) => Some(&it.elts),
        Expr::Set(it) => Some(&it.elts),
        _ => None,
    }
}

/// The strings of a value that is known: one, or those of a sequence; none of None.
fn texts(machine: &Machine<'_>, value: &Value<'_>) -> Option<Vec<String>> {
    if value.is_none() {
        return Some(Vec::new());
    }
    let values = machine.items(value).unwrap_or(std::slice::from_ref(value));
    values.iter().map(|it| it.as_known_str().map(str::to_owned)).collect()
}

/// The strings of literals; names stand for what they were assigned.
fn strings(values: &[Expr], known: &[(&str, Vec<String>)]) -> Vec<String> {
    let elements = match values {
        [only] => elements(only).unwrap_or(values),
        _ => values,
    };
    let mut strings = Vec::new();
    for element in elements {
        match element {
            Expr::StringLiteral(it) => strings.push(it.value.to_str().to_owned()),
            Expr::Name(name) => {
                let found = known.iter().rev().find(|(it, _)| *it == name.id.as_str());
                strings.extend(found.map(|(_, it)| it.clone()).unwrap_or_default());
            }
            _ => {}
        }
    }
    strings
}

/// The day of the docstring's `Create Date: 2026-01-31 10:00:00`.
fn created(body: &[Stmt]) -> Option<String> {
    let docstring = body.first()?.as_expr_stmt()?.value.as_string_literal_expr()?;
    let line = docstring.value.to_str().lines().find_map(|it| it.strip_prefix("Create Date:"))?;
    let day = line.split_whitespace().next()?;
    let shape = |it: char| if it.is_ascii_digit() { '0' } else { it };
    (day.chars().map(shape).eq("0000-00-00".chars())).then(|| day.to_owned())
}

fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".py").unwrap_or(name).to_owned()
}

fn assigned<'t>(line: &'t str, name: &str) -> Option<&'t str> {
    let rest = line.strip_prefix(name)?.trim_start();
    match rest.strip_prefix(':') {
        Some(annotated) => annotated.split_once('=').map(|(_, value)| value),
        None => rest.strip_prefix('='),
    }
}

/// What stands between quotes in a line.
fn quoted(text: &str) -> Vec<String> {
    let quote = if text.contains('"') { '"' } else { '\'' };
    text.split(quote).skip(1).step_by(2).take(64).map(str::to_owned).collect()
}
