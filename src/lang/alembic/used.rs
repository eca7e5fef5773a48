//! What names a script uses, by its text alone: those that nothing gives a value, and tables of the application.

use std::collections::BTreeMap;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Alias, ExceptHandler, Expr, ExprContext, Parameter, Pattern, Stmt};

use crate::lang::edit::newline;
use crate::lang::python::parse::span_of;
use crate::lang::sql::edit::insert;
use crate::text::{Edit, Span};

/// So many of each kind are told.
const MOST: usize = 20;

#[derive(Default)]
pub(crate) struct Used {
    /// In the order of the text, each once.
    pub(crate) undefined: Vec<(String, Span)>,
    pub(crate) models: Vec<(String, Span)>,
}

/// Reads a module that was parsed without errors.
pub(crate) fn read(body: &[Stmt]) -> Used {
    let mut names = Names::default();
    for statement in body {
        names.visit_stmt(statement);
    }
    let mut used = Used::default();
    let is_known = |it: &str| {
        names.bound.contains_key(it)
            || BUILTINS.binary_search(&it).is_ok()
            || it.starts_with("__")
            || it.ends_with("Error")
            || it.ends_with("Warning")
    };
    if !names.star {
        let mut undefined: Vec<(&str, Span)> = names
            .loaded
            .iter()
            .filter(|it| !is_known(it.0))
            .map(|(name, span)| (*name, *span))
            .collect();
        crate::order::sort_by_key(&mut undefined, |it| it.1);
        undefined.truncate(MOST);
        used.undefined =
            undefined.into_iter().map(|(name, span)| (name.to_owned(), span)).collect();
    }
    for (name, span) in names.candidates {
        let imported = names.bound.get(name).copied();
        let Some(Bound::Import { from }) = imported else { continue };
        let known = used.models.iter().any(|it| it.0 == name);
        if is_application(from) && !known && used.models.len() < MOST {
            used.models.push((name.to_owned(), span));
        }
    }
    used
}

/// Whether a module belongs to the application and holds its tables.
fn is_application(module: &str) -> bool {
    let first = module.split('.').next().unwrap_or("");
    !["sqlalchemy", "alembic", "geoalchemy2", "sqlmodel", "advanced_alchemy"].contains(&first)
}

#[derive(Clone, Copy)]
enum Bound<'a> {
    Import { from: &'a str },
    Otherwise,
}

#[derive(Default)]
struct Names<'a> {
    bound: BTreeMap<&'a str, Bound<'a>>,
    /// Where each name is first read.
    loaded: BTreeMap<&'a str, Span>,
    /// Imported names where they are used as tables.
    candidates: Vec<(&'a str, Span)>,
    /// Everything of a module is imported.
    star: bool,
}

impl<'a> Names<'a> {
    fn bind(&mut self, name: &'a str, as_what: Bound<'a>) {
        self.bound.entry(name).or_insert(as_what);
    }

    fn import(&mut self, alias: &'a Alias, from: &'a str) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        let name = name.split('.').next().unwrap_or(name);
        self.star |= name == "*";
        self.bind(name, Bound::Import { from });
    }

    /// `Model.__table__`, `Model.query`, `select(Model)`, `Base.metadata.create_all(…)`.
    fn note(&mut self, expr: &'a Expr) {
        let name_of = |it: &'a Expr| it.as_name_expr().map(|it| it.id.as_str());
        match expr {
            Expr::Attribute(it) if matches!(it.attr.as_str(), "__table__" | "query") => {
                if let Some(name) = name_of(&it.value).filter(|it| is_class(it)) {
                    self.candidates.push((name, span_of(expr)));
                }
            }
            Expr::Call(call) => {
                let (called, on) = match &*call.func {
                    Expr::Attribute(it) => (it.attr.as_str(), Some(&*it.value)),
                    Expr::Name(it) => (it.id.as_str(), None),
                    _ => return,
                };
                if matches!(called, "create_all" | "drop_all") {
                    let mut root = on;
                    while let Some(Expr::Attribute(it)) = root {
                        root = Some(&it.value);
                    }
                    if let Some(name) = root.and_then(name_of) {
                        self.candidates.push((name, span_of(call)));
                    }
                }
                if matches!(called, "query" | "select" | "insert" | "update" | "delete") {
                    for arg in &call.arguments.args {
                        let root = match arg {
                            Expr::Attribute(it) => name_of(&it.value),
                            _ => name_of(arg),
                        };
                        if let Some(name) = root.filter(|it| is_class(it)) {
                            self.candidates.push((name, span_of(arg)));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// `UserAccount`, and not `users` or `USERS`.
fn is_class(name: &str) -> bool {
    name.starts_with(|it: char| it.is_uppercase()) && name.contains(|it: char| it.is_lowercase())
}

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(it) => self.bind(it.name.as_str(), Bound::Otherwise),
            Stmt::ClassDef(it) => self.bind(it.name.as_str(), Bound::Otherwise),
            Stmt::Import(it) => it.names.iter().for_each(|it| self.import(it, it.name.as_str())),
            Stmt::ImportFrom(it) => {
                let from = it.module.as_ref().map_or("", |it| it.as_str());
                it.names.iter().for_each(|it| self.import(it, from));
            }
            Stmt::Global(it) => {
                it.names.iter().for_each(|it| self.bind(it.as_str(), Bound::Otherwise));
            }
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(it) = expr {
            match it.ctx {
                ExprContext::Load => {
                    self.loaded.entry(it.id.as_str()).or_insert(span_of(it));
                }
                ExprContext::Store | ExprContext::Del | ExprContext::Invalid => {
                    self.bind(it.id.as_str(), Bound::Otherwise);
                }
            }
        }
        self.note(expr);
        visitor::walk_expr(self, expr);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.bind(parameter.name.as_str(), Bound::Otherwise);
        visitor::walk_parameter(self, parameter);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(it) = handler;
        if let Some(name) = &it.name {
            self.bind(name.as_str(), Bound::Otherwise);
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(it) => it.name.as_ref(),
            Pattern::MatchStar(it) => it.name.as_ref(),
            Pattern::MatchMapping(it) => it.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name.as_str(), Bound::Otherwise);
        }
        visitor::walk_pattern(self, pattern);
    }

    // Types are written where nothing is run, and may name what only a checker of types knows.
    fn visit_annotation(&mut self, _: &'a Expr) {}
    fn visit_type_params(&mut self, _: &'a ruff_python_ast::TypeParams) {
        self.star = true;
    }
}

/// The first line of the file's docstring.
pub(crate) fn title(body: &[Stmt]) -> Option<String> {
    let Stmt::Expr(it) = body.first()? else { return None };
    let text = it.value.as_string_literal_expr()?.value.to_str();
    let line = text.lines().map(str::trim).find(|it| !it.is_empty())?;
    Some(crate::lang::python::text::one_line(line, 80))
}

/// Imports that give names of which everybody means the same.
const IMPORTS: [(&str, &str); 16] = [
    ("context", "from alembic import context"),
    ("geoalchemy2", "import geoalchemy2"),
    ("json", "import json"),
    ("logging", "import logging"),
    ("mssql", "from sqlalchemy.dialects import mssql"),
    ("mysql", "from sqlalchemy.dialects import mysql"),
    ("op", "from alembic import op"),
    ("oracle", "from sqlalchemy.dialects import oracle"),
    ("os", "import os"),
    ("pgvector", "import pgvector"),
    ("postgresql", "from sqlalchemy.dialects import postgresql"),
    ("sa", "import sqlalchemy as sa"),
    ("sqlalchemy_utils", "import sqlalchemy_utils"),
    ("sqlite", "from sqlalchemy.dialects import sqlite"),
    ("sqlmodel", "import sqlmodel"),
    ("uuid", "import uuid"),
];

/// The edit that imports a name, behind the last import of the file or before its first statement.
pub(crate) fn import_of(text: &str, body: &[Stmt], name: &str) -> Vec<Edit> {
    let Some((_, import)) = IMPORTS.iter().find(|it| it.0 == name) else { return Vec::new() };
    let newline = newline(text);
    let last = body.iter().rev().find(|it| matches!(it, Stmt::Import(_) | Stmt::ImportFrom(_)));
    let documented = body
        .first()
        .is_some_and(|it| matches!(it, Stmt::Expr(it) if it.value.is_string_literal_expr()));
    let edit = match last {
        Some(last) => {
            let end = span_of(last).end as usize;
            let rest = text.get(end..).unwrap_or("");
            let line = rest.split(['\r', '\n']).next().unwrap_or("");
            // Another statement may follow on the same line.
            if !(line.trim().is_empty() || line.trim().starts_with('#')) {
                return Vec::new();
            }
            insert((end + line.len()) as u32, format!("{newline}{import}"))
        }
        None => match body.get(usize::from(documented)) {
            Some(first) => insert(span_of(first).start, format!("{import}{newline}{newline}")),
            None => return Vec::new(),
        },
    };
    vec![edit]
}

/// Names that are always there, in order.
#[rustfmt::skip]
static BUILTINS: &[&str] = &[
    "ArithmeticError", "BaseException", "BaseExceptionGroup", "Ellipsis", "Exception", "ExceptionGroup", "False",
    "GeneratorExit", "KeyboardInterrupt", "None", "NotImplemented", "StopAsyncIteration", "StopIteration",
    "SystemExit", "True",
    "abs", "aiter", "all", "anext", "any", "ascii", "basestring", "bin", "bool", "breakpoint", "bytearray", "bytes",
    "callable", "chr", "classmethod", "compile", "complex", "copyright", "credits", "delattr", "dict", "dir",
    "divmod", "enumerate", "eval", "exec", "exit", "filter", "float", "format", "frozenset", "getattr", "globals",
    "hasattr", "hash", "help", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "license",
    "list", "locals", "long", "map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord", "pow",
    "print", "property", "quit", "range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted",
    "staticmethod", "str", "sum", "super", "tuple", "type", "unicode", "vars", "xrange", "zip",
];
