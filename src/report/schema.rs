//! The catalogue in the shared shape.

use super::model::{ColumnReport, NamedReport, SchemaReport, TableReport};
use crate::catalog::{
    Column, Index, Knowledge, Schema, Sequence, Table, TableConstraint, Trigger, Type, Validated,
    View,
};
use crate::ops::column::{Generated, Identity};
use crate::ops::constraint::{Action, ConstraintKind, Deferrable, ForeignKey, Key, Validity};
use crate::ops::index::IndexKey;
use crate::ops::object::TypeDefinition;
use crate::ops::table::{PartitionBound, Persistence};

pub fn report(schema: &Schema) -> SchemaReport {
    let mut report = SchemaReport::default();
    add(schema, &mut report);
    report
}

/// Adds what is in one database to what is in those before.
pub fn add(schema: &Schema, to: &mut SchemaReport) {
    to.tables.extend(schema.tables.values().map(table));
    to.types.extend(schema.types.values().map(|it| named(&it.name, definition(it))));
    to.sequences.extend(schema.sequences.values().map(|it| named(&it.name, sequence(it))));
    to.views.extend(schema.views.values().map(|it| named(&it.name, view(it))));
}

fn named(name: &impl ToString, detail: impl Into<String>) -> NamedReport {
    NamedReport { name: name.to_string(), detail: detail.into() }
}

fn table(table: &Table) -> TableReport {
    let partition_by = |it: &crate::ops::table::PartitionBy| {
        format!("{} ({})", it.strategy, it.columns.join(", "))
    };
    let partition_of =
        |it: &crate::ops::table::PartitionOf| format!("{} {}", it.parent, bound(&it.bound));
    TableReport {
        name: table.name.to_string(),
        known: match table.knowledge {
            Knowledge::Whole => "whole",
            Knowledge::Assumed => "in part",
        },
        columns: table.columns.iter().map(column).collect(),
        constraints: table.constraints.iter().map(|it| named(&it.name, constraint(it))).collect(),
        indexes: table.indexes.iter().map(|it| named(&it.name, index(it))).collect(),
        triggers: table.triggers.iter().map(|it| named(&it.name, trigger(it))).collect(),
        persistence: match table.persistence {
            Persistence::Permanent => None,
            Persistence::Unlogged => Some("unlogged"),
            Persistence::Temporary => Some("temporary"),
            Persistence::Foreign => Some("foreign"),
        },
        partition_by: table.partition_by.as_deref().map(partition_by),
        partition_of: table.partition_of.as_deref().map(partition_of),
        inherits: table.inherits.iter().map(ToString::to_string).collect(),
        options: table.options.iter().map(|it| named(&it.name, it.value.clone())).collect(),
    }
}

fn column(column: &Column) -> ColumnReport {
    let generated = column.generated.as_ref().map(|it| match it {
        Generated::Serial => "serial".to_owned(),
        Generated::Identity(Identity::Always) => "identity always".to_owned(),
        Generated::Identity(Identity::ByDefault) => "identity by default".to_owned(),
        Generated::Identity(Identity::Seeded) => "identity".to_owned(),
        Generated::AutoIncrement => "auto_increment".to_owned(),
        Generated::Stored(expr) => format!("({}) stored", expr.text),
        Generated::Virtual(expr) => format!("({}) virtual", expr.text),
        Generated::Unstated(expr) => format!("({})", expr.text),
    });
    ColumnReport {
        name: column.name.clone(),
        data_type: column.data_type.as_ref().map(|it| it.text.clone()),
        nullable: column.nullable,
        default: column.default.as_ref().map(|it| it.text.clone()),
        generated,
        comment: column.comment.clone(),
    }
}

/// The constraint as one would write it after its name.
fn constraint(it: &TableConstraint) -> String {
    let mut text = match &it.definition.kind {
        ConstraintKind::PrimaryKey(key) => format!("PRIMARY KEY {}", columns_of(key)),
        ConstraintKind::Unique(key) if key.nulls_not_distinct => {
            format!("UNIQUE NULLS NOT DISTINCT {}", columns_of(key))
        }
        ConstraintKind::Unique(key) => format!("UNIQUE {}", columns_of(key)),
        ConstraintKind::ForeignKey(key) => foreign_key(key),
        ConstraintKind::Check(expr) => format!("CHECK ({})", expr.text),
        ConstraintKind::Exclude { method, keys, predicate } => {
            let mut text = "EXCLUDE".to_owned();
            if let Some(method) = method {
                text.push_str(&format!(" USING {method}"));
            }
            text.push_str(&format!(" ({})", listed(keys)));
            if let Some(predicate) = predicate {
                text.push_str(&format!(" WHERE ({})", predicate.text));
            }
            text
        }
        ConstraintKind::NotNull { column } => format!("NOT NULL {column}"),
        ConstraintKind::Default { column, value } => format!("DEFAULT {} FOR {column}", value.text),
    };
    if it.definition.no_inherit {
        text.push_str(" NO INHERIT");
    }
    text.push_str(match it.definition.deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    });
    if it.definition.validity == Validity::NotEnforced {
        text.push_str(" NOT ENFORCED");
    } else if it.validated == Validated::No {
        text.push_str(" NOT VALID");
    }
    text
}

fn columns_of(key: &Key) -> String {
    let overlaps = if key.without_overlaps { " WITHOUT OVERLAPS" } else { "" };
    let mut text = format!("({}{overlaps})", key.columns.join(", "));
    if !key.include.is_empty() {
        text.push_str(&format!(" INCLUDE ({})", key.include.join(", ")));
    }
    text
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", key.columns.join(", "), key.references);
    if !key.referenced.is_empty() {
        text.push_str(&format!("({})", key.referenced.join(", ")));
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        let action = match action {
            Action::NoAction => continue,
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        };
        text.push_str(&format!(" ON {event} {action}"));
    }
    text
}

/// The index as one would write it after its name and table.
fn index(it: &Index) -> String {
    let mut text = if it.unique { "UNIQUE ".to_owned() } else { String::new() };
    if let Some(method) = &it.method {
        text.push_str(&format!("USING {method} "));
    }
    text.push_str(&format!("({})", listed(&it.keys)));
    if !it.include.is_empty() {
        text.push_str(&format!(" INCLUDE ({})", it.include.join(", ")));
    }
    if it.nulls_not_distinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    if let Some(predicate) = &it.predicate {
        text.push_str(&format!(" WHERE {}", predicate.text));
    }
    if let Some(whole) = &it.part_of {
        text.push_str(&format!(" PART OF {whole}"));
    }
    if !it.valid {
        text.push_str(" INVALID");
    }
    text
}

fn listed(keys: &[IndexKey]) -> String {
    keys.iter().map(key).collect::<Vec<_>>().join(", ")
}

fn key(key: &IndexKey) -> String {
    let mut text = match (&key.column, &key.expr) {
        (Some(column), _) => column.clone(),
        (None, Some(expr)) => format!("({})", expr.text),
        (None, None) => "?".to_owned(),
    };
    if let Some(prefix) = key.prefix {
        text.push_str(&format!("({prefix})"));
    }
    if let Some(collation) = &key.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(opclass) = &key.opclass {
        text.push_str(&format!(" {opclass}"));
    }
    if key.descending {
        text.push_str(" DESC");
    }
    match key.nulls_first {
        Some(true) => text.push_str(" NULLS FIRST"),
        Some(false) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}

fn trigger(trigger: &Trigger) -> String {
    let function = trigger.function.as_ref();
    let function = function.map_or(String::new(), |it| format!(" execute {it}"));
    let state = if trigger.state.is_empty() { "" } else { " " };
    format!("{}{function}{state}{}", trigger.events, trigger.state)
}

fn bound(bound: &PartitionBound) -> String {
    let list = |it: &[crate::ops::expr::Expr]| {
        it.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(", ")
    };
    match bound {
        PartitionBound::Default => "DEFAULT".to_owned(),
        PartitionBound::Range { from, to } => format!("FROM ({}) TO ({})", list(from), list(to)),
        PartitionBound::List(values) => format!("IN ({})", list(values)),
        PartitionBound::Hash { modulus, remainder } => {
            format!("WITH (MODULUS {modulus}, REMAINDER {remainder})")
        }
        PartitionBound::Unread(text) => text.clone(),
    }
}

fn definition(it: &Type) -> String {
    match &it.definition {
        TypeDefinition::Enum(values) => {
            let values: Vec<String> = values.iter().map(|it| format!("'{it}'")).collect();
            format!("ENUM ({})", values.join(", "))
        }
        TypeDefinition::Composite(attributes) => {
            let attributes: Vec<String> =
                attributes.iter().map(|(name, of)| format!("{name} {}", of.text)).collect();
            format!("({})", attributes.join(", "))
        }
        TypeDefinition::Domain { base, not_null, default, checks } => {
            let mut text = format!("DOMAIN {}", base.text);
            if *not_null {
                text.push_str(" NOT NULL");
            }
            if let Some(default) = default {
                text.push_str(&format!(" DEFAULT {}", default.text));
            }
            for (name, expr) in checks {
                let name = name.as_deref().unwrap_or("");
                text.push_str(&format!(" CONSTRAINT {name} CHECK ({})", expr.text));
                if it.unvalidated.iter().any(|it| it == name) {
                    text.push_str(" NOT VALID");
                }
            }
            text
        }
        TypeDefinition::Range => "RANGE".to_owned(),
        TypeDefinition::Other => String::new(),
    }
}

fn sequence(sequence: &Sequence) -> String {
    let mut words = Vec::new();
    if let Some(data_type) = &sequence.data_type {
        words.push(format!("AS {}", data_type.text));
    }
    if !sequence.options.is_empty() {
        words.push(sequence.options.clone());
    }
    if let Some((table, column)) = &sequence.owned_by {
        words.push(format!("OWNED BY {table}.{column}"));
    }
    words.join(" ")
}

fn view(view: &View) -> String {
    let materialized = if view.materialized { "MATERIALIZED " } else { "" };
    let columns = if view.columns.is_empty() {
        String::new()
    } else {
        format!("({}) ", view.columns.join(", "))
    };
    let mut text = format!("{materialized}{columns}AS {}", view.query.text);
    for index in &view.indexes {
        text.push_str(&format!("; INDEX {} {}", index.name, self::index(index)));
    }
    text
}
