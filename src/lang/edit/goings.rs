//! What a history takes away or renames: a migration behind its end does not find it.

use std::collections::BTreeMap;

use super::{Site, table_of};
use crate::ops::unit::{Direction, Unit};
use crate::ops::{ObjectName, OpKind};

/// Where in the history something happens: the migration's rank, and the operation's place in its text.
type Moment = (usize, u32);

/// By table, what happens to it that another migration has to know.
pub(super) struct Goings<'a> {
    by_table: BTreeMap<&'a ObjectName, Vec<(Moment, &'a OpKind)>>,
    ranks: BTreeMap<*const Unit, usize>,
}

impl<'a> Goings<'a> {
    /// Of all ways up; `order` holds their places in the order in which they run.
    pub(super) fn of(units: &'a [Unit], order: &[usize]) -> Goings<'a> {
        let mut goings = Goings { by_table: BTreeMap::new(), ranks: BTreeMap::new() };
        for (rank, &place) in order.iter().enumerate() {
            let Some(unit) = units.get(place).filter(|it| it.direction == Direction::Up) else {
                continue;
            };
            goings.ranks.insert(std::ptr::from_ref(unit), rank);
            for op in unit.statements.iter().flat_map(|it| &it.ops) {
                if let Some(table) = leaving(&op.kind) {
                    let going = ((rank, op.span.start), &op.kind);
                    goings.by_table.entry(table).or_default().push(going);
                }
            }
        }
        goings
    }

    /// Whether what the operation is about goes, or gets another name, after it.
    pub(super) fn take(&self, site: Site<'_>) -> bool {
        let Some(table) = table_of(&site.op.kind) else { return false };
        let Some(goings) = self.by_table.get(table) else { return false };
        let rank = self.ranks.get(&std::ptr::from_ref(site.unit)).copied().unwrap_or(usize::MAX);
        let now = (rank, site.op.span.start);
        goings.iter().any(|(moment, going)| now < *moment && concerns(going, &site.op.kind))
    }
}

/// The table that is taken away or renamed, or of which something is.
fn leaving(kind: &OpKind) -> Option<&ObjectName> {
    match kind {
        OpKind::DropTable { name: table, .. }
        | OpKind::RenameTable { table, .. }
        | OpKind::SetTableSchema { table, .. }
        | OpKind::DropColumn { table, .. }
        | OpKind::AddColumn { table, .. }
        | OpKind::RenameColumn { table, .. }
        | OpKind::DropConstraint { table, .. }
        | OpKind::RenameConstraint { table, .. } => Some(table),
        _ => None,
    }
}

/// Whether it takes away what the operation on the same table is about.
fn concerns(going: &OpKind, kind: &OpKind) -> bool {
    let column_goes = |gone: &str| match kind {
        OpKind::AddConstraint { constraint, .. } => constraint.columns().contains(&gone),
        OpKind::AlterColumn { column, .. }
        | OpKind::RenameColumn { column, .. }
        | OpKind::DropColumn { column, .. } => column == gone,
        OpKind::AddColumn { column, .. } => column.name == gone,
        _ => true,
    };
    let constraint_goes = |gone: Option<&str>| match kind {
        OpKind::AddConstraint { constraint, .. } => {
            gone.is_none() || constraint.name.as_deref() == gone
        }
        _ => false,
    };
    match going {
        OpKind::DropColumn { column, .. } | OpKind::RenameColumn { column, .. } => {
            column_goes(column)
        }
        // A column that is made again, if only under a condition, comes without what was put on it.
        OpKind::AddColumn { column, .. } => match kind {
            OpKind::AddConstraint { .. } | OpKind::AlterColumn { .. } => column_goes(&column.name),
            _ => false,
        },
        OpKind::DropConstraint { constraint, .. } => constraint_goes(constraint.name()),
        OpKind::RenameConstraint { name, .. } => constraint_goes(Some(name)),
        _ => true,
    }
}
