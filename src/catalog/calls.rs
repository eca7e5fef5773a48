//! What in the schema calls a function, and so keeps it from being dropped or goes with it.

use super::{Schema, Table};
use crate::ops::ObjectName;
use crate::ops::expr::{DataType, Expr, plain_name};
use crate::ops::object::ObjectKind;

/// Something of a table that calls a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    Default(String),
    /// A generated column.
    Column(String),
    Constraint(String),
    Index(String),
    Policy(String),
}

impl Schema {
    /// What of each table calls the function.
    pub fn callers_of(&self, function: &ObjectName) -> Vec<(ObjectName, Caller)> {
        let mut found = Vec::new();
        for (name, table) in &self.tables {
            found.extend(callers(table, function).into_iter().map(|it| (name.clone(), it)));
        }
        found
    }

    /// Columns of an extension's type that has its name, or of a collation.
    pub fn columns_from(&self, kind: ObjectKind, name: &ObjectName) -> Vec<(ObjectName, String)> {
        let of_it = |it: &DataType| match kind {
            ObjectKind::Extension => it.name.name == name.name,
            ObjectKind::Collation => {
                let named = it.collation.as_deref().and_then(plain_name);
                named.is_some_and(|it| it == *name)
            }
            _ => false,
        };
        let mut found = Vec::new();
        for (table, known) in &self.tables {
            let columns =
                known.columns.iter().filter(|it| it.data_type.as_ref().is_some_and(of_it));
            found.extend(columns.map(|it| (table.clone(), it.name.clone())));
        }
        found
    }

    /// Views whose queries call the function, as far as their words tell.
    pub fn views_calling(&self, function: &ObjectName) -> Vec<ObjectName> {
        self.views.names_where(|_, it| calls(&it.query.text, function))
    }
}

fn callers(table: &Table, function: &ObjectName) -> Vec<Caller> {
    let of = |it: &Expr| it.functions.contains(function);
    let mut found = Vec::new();
    for column in &table.columns {
        if column.default.as_ref().is_some_and(of) {
            found.push(Caller::Default(column.name.clone()));
        }
        if column.generated.as_ref().and_then(|it| it.expression()).is_some_and(of) {
            found.push(Caller::Column(column.name.clone()));
        }
    }
    for (constraint, expr) in table.checks() {
        if of(expr) {
            found.push(Caller::Constraint(constraint.name.clone()));
        }
    }
    for index in &table.indexes {
        let keys = index.keys.iter().filter_map(|it| it.expr.as_ref());
        if keys.chain(&index.predicate).any(of) {
            found.push(Caller::Index(index.name.clone()));
        }
    }
    for dependent in table.dependents.iter().filter(|it| it.kind == ObjectKind::Policy) {
        if calls(&dependent.text, function) {
            found.push(Caller::Policy(dependent.name.clone()));
        }
    }
    found
}

/// Whether the function's name stands in the text with a bracket behind it.
fn calls(text: &str, function: &ObjectName) -> bool {
    let name = function.name.as_str();
    text.match_indices(name).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let last = before.chars().next_back();
        let inside = last.is_some_and(|it| it.is_alphanumeric() || it == '_' || it == '$');
        let behind = rest.get(name.len()..).unwrap_or_default();
        !inside && behind.trim_start_matches('"').trim_start().starts_with('(')
    })
}
