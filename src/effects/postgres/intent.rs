//! What a statement's operations want together, gathered once, so that each can ask about the others.

use std::collections::{BTreeMap, BTreeSet};

use super::dropped;
use crate::catalog::Schema;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::expr::DataType;
use crate::ops::object::ObjectKind;
use crate::ops::{ObjectName, Op, OpKind};

/// A name within a table.
type Within<'a> = (&'a ObjectName, &'a str);

#[derive(Debug, Default)]
pub(super) struct Intent<'a> {
    pub dropped_tables: BTreeSet<&'a ObjectName>,
    pub dropped_constraints: BTreeSet<Within<'a>>,
    pub dropped_indexes: BTreeSet<Within<'a>>,
    /// With the place of the first operation that drops it.
    pub dropped_columns: BTreeMap<Within<'a>, usize>,
    /// The first type that the statement gives a column, with the operation's place.
    pub retyped: BTreeMap<Within<'a>, (usize, &'a DataType)>,
    pub dropped_defaults: BTreeSet<Within<'a>>,
    pub made_not_null: BTreeSet<Within<'a>>,
    pub added_columns: BTreeMap<Within<'a>, &'a ColumnDef>,
    /// With the place of the operation that adds it.
    pub added_constraints: BTreeMap<Within<'a>, (usize, &'a Constraint)>,
    /// Tables that get a column or a key.
    pub added_to: BTreeSet<&'a ObjectName>,
}

impl<'a> Intent<'a> {
    pub fn of(ops: &'a [Op], schema: &'a Schema) -> Intent<'a> {
        let mut intent = Intent::default();
        for (place, op) in ops.iter().enumerate() {
            intent.note(place, op, schema);
        }
        intent
    }

    fn note(&mut self, place: usize, op: &'a Op, schema: &'a Schema) {
        match &op.kind {
            OpKind::DropTable { name, .. } => {
                self.dropped_tables.insert(name);
            }
            OpKind::DropObject {
                kind: ObjectKind::View | ObjectKind::MaterializedView,
                name,
                ..
            } => {
                self.dropped_tables.insert(name);
            }
            OpKind::DropConstraint { table, constraint, .. } => {
                let known = dropped::named(schema, table, constraint);
                if let Some(known) = known {
                    self.dropped_constraints.insert((table, &known.name));
                    self.dropped_indexes.extend(known.index.iter().map(|it| (table, it.as_str())));
                }
            }
            OpKind::DropColumn { table, column, .. } => {
                self.dropped_columns.entry((table, column)).or_insert(place);
                self.without_column(table, column, schema);
            }
            OpKind::AlterColumn { table, column, change: AlterColumn::SetType { to, .. } } => {
                self.retyped.entry((table, column)).or_insert((place, to));
            }
            OpKind::AddColumn { table, column, .. } => {
                self.added_columns.insert((table, &column.name), column);
                self.added_to.insert(table);
            }
            OpKind::AddConstraint { table, constraint, .. } => {
                if let ConstraintKind::PrimaryKey(key) = &constraint.kind {
                    let columns = key.columns.iter().map(|it| (table, it.as_str()));
                    self.made_not_null.extend(columns);
                }
                if let Some(name) = &constraint.name {
                    self.added_constraints.insert((table, name), (place, constraint));
                }
                if matches!(
                    constraint.kind,
                    ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_)
                ) {
                    self.added_to.insert(table);
                }
            }
            OpKind::AlterColumn { table, column, change: AlterColumn::DropDefault } => {
                self.dropped_defaults.insert((table, column));
            }
            OpKind::AlterColumn { table, column, change: AlterColumn::SetNotNull } => {
                self.made_not_null.insert((table, column));
            }
            _ => {}
        }
    }

    /// What goes with a column.
    fn without_column(&mut self, table: &'a ObjectName, column: &'a str, schema: &'a Schema) {
        let Some(known) = schema.table(table) else { return };
        for constraint in known.constraints_on(column) {
            self.dropped_constraints.insert((table, &constraint.name));
            self.dropped_indexes.extend(constraint.index.iter().map(|it| (table, it.as_str())));
        }
        self.dropped_indexes.extend(known.indexes_on(column).map(|it| (table, it.name.as_str())));
    }
}
