//! What a history takes away or renames: a migration behind its end does not find it.

use std::collections::BTreeMap;

use super::{Site, table_of};
use crate::ops::unit::{Direction, Unit};
use crate::ops::{ObjectName, OpKind};

/// Where in the history something happens: the migration's rank, and the operation's place in its text.
type Moment = (usize, u32);

/// What goes, or gets another name, of a table.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Whole,
    AnyColumn,
    Column(&'a str),
    /// A column that is made again, if only under a condition, comes without what was put on it.
    Made(&'a str),
    /// By its name; one without may be any.
    Constraint(Option<&'a str>),
}

/// What another migration has to know, each with the last time that it happens.
pub(super) struct Goings<'a> {
    last: BTreeMap<(&'a ObjectName, Part<'a>), Moment>,
    ranks: BTreeMap<*const Unit, usize>,
}

impl<'a> Goings<'a> {
    /// Of all ways up; `order` holds their places in the order in which they run.
    pub(super) fn of(units: &'a [Unit], order: &[usize]) -> Goings<'a> {
        let mut goings = Goings { last: BTreeMap::new(), ranks: BTreeMap::new() };
        for (rank, &place) in order.iter().enumerate() {
            let Some(unit) = units.get(place).filter(|it| it.direction == Direction::Up) else {
                continue;
            };
            goings.ranks.insert(std::ptr::from_ref(unit), rank);
            for op in unit.statements.iter().flat_map(|it| &it.ops) {
                let Some((table, part)) = leaving(&op.kind) else { continue };
                let moment = (rank, op.span.start);
                if let Part::Column(_) = part {
                    goings.note(table, Part::AnyColumn, moment);
                }
                goings.note(table, part, moment);
            }
        }
        goings
    }

    fn note(&mut self, table: &'a ObjectName, part: Part<'a>, moment: Moment) {
        let last = self.last.entry((table, part)).or_default();
        *last = (*last).max(moment);
    }

    /// Whether what the operation is about goes, or gets another name, after it.
    pub(super) fn take(&self, site: Site<'_>) -> bool {
        let Some(table) = table_of(&site.op.kind) else { return false };
        let rank = self.ranks.get(&std::ptr::from_ref(site.unit)).copied().unwrap_or(usize::MAX);
        let now = (rank, site.op.span.start);
        let goes = |part: Part<'_>| self.last.get(&(table, part)).is_some_and(|it| now < *it);
        let column_goes = match &site.op.kind {
            OpKind::AddConstraint { constraint, .. } => {
                let columns = constraint.columns();
                columns.into_iter().any(|it| goes(Part::Column(it)) || goes(Part::Made(it)))
            }
            OpKind::AlterColumn { column, .. } => {
                goes(Part::Column(column)) || goes(Part::Made(column))
            }
            OpKind::RenameColumn { column, .. } | OpKind::DropColumn { column, .. } => {
                goes(Part::Column(column))
            }
            OpKind::AddColumn { column, .. } => goes(Part::Column(&column.name)),
            _ => goes(Part::AnyColumn),
        };
        let constraint_goes = match &site.op.kind {
            OpKind::AddConstraint { constraint, .. } => {
                goes(Part::Constraint(None))
                    || constraint.name.as_deref().is_some_and(|it| goes(Part::Constraint(Some(it))))
            }
            _ => false,
        };
        column_goes || constraint_goes || goes(Part::Whole)
    }
}

/// The table that is taken away or renamed, or of which something is.
fn leaving(kind: &OpKind) -> Option<(&ObjectName, Part<'_>)> {
    Some(match kind {
        OpKind::DropTable { name: table, .. }
        | OpKind::RenameTable { table, .. }
        | OpKind::SetTableSchema { table, .. } => (table, Part::Whole),
        OpKind::DropColumn { table, column, .. } | OpKind::RenameColumn { table, column, .. } => {
            (table, Part::Column(column))
        }
        OpKind::AddColumn { table, column, .. } => (table, Part::Made(&column.name)),
        OpKind::DropConstraint { table, constraint, .. } => {
            (table, Part::Constraint(constraint.name()))
        }
        OpKind::RenameConstraint { table, name, .. } => (table, Part::Constraint(Some(name))),
        _ => return None,
    })
}
