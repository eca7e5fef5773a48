//! What a revision file says about itself: its identifier, its parents, labels and dependencies.

use ruff_python_ast::{Expr, Stmt};

use crate::lang::python::imports::Library;
use crate::lang::python::parse::{Module, span_of};
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
    /// Taken for the identifier where none could be read.
    stem: String,
}

impl Revision {
    pub(crate) fn read(library: &Library<'_>, index: usize, module: &Module) -> Revision {
        let path = library.sources.get(index).map_or("", |it| it.path.as_str());
        let mut revision = Revision { stem: stem(path), ..Revision::default() };
        let mut known: Vec<(&str, Vec<String>)> = Vec::new();
        for statement in &module.body {
            let (target, value, span) = match statement {
                Stmt::Assign(it) => match it.targets.as_slice() {
                    [Expr::Name(name)] => (name.id.as_str(), &*it.value, span_of(it)),
                    _ => continue,
                },
                Stmt::AnnAssign(it) => match (&*it.target, &it.value) {
                    (Expr::Name(name), Some(value)) => (name.id.as_str(), &**value, span_of(it)),
                    _ => continue,
                },
                _ => continue,
            };
            let strings = strings(value, &known);
            match target {
                "revision" => {
                    revision.id = strings.first().cloned();
                    revision.id_span = span_of(value);
                }
                "down_revision" => {
                    revision.parents.clone_from(&strings);
                    revision.parents_span =
                        if span_of(value).is_empty() { span } else { span_of(value) };
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

    pub(crate) fn unit(&self, source: usize, direction: Direction) -> Unit {
        let id = self.id.clone().unwrap_or_else(|| self.stem.clone());
        let mut unit = Unit::new(source, direction, Framework::Alembic, id);
        unit.parents = Some(self.parents.clone());
        unit.depends_on.clone_from(&self.depends_on);
        unit.labels.clone_from(&self.labels);
        unit.id_span = self.id_span;
        unit.parents_span = self.parents_span;
        unit.presence = Presence::Absent;
        unit
    }
}

/// The strings of a literal: one, or those of a tuple, list or set; names stand for what they were assigned.
fn strings(value: &Expr, known: &[(&str, Vec<String>)]) -> Vec<String> {
    let elements: &[Expr] = match value {
        Expr::Tuple(it) => &it.elts,
        Expr::List(it) => &it.elts,
        Expr::Set(it) => &it.elts,
        _ => std::slice::from_ref(value),
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
