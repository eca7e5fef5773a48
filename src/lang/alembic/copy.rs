//! The table that SQLite makes anew for a batch of changes, and copies the rows to.

use crate::lang::python::machine::Machine;
use crate::lang::python::value::Call;
use crate::ops::column::Generated;
use crate::ops::constraint::ConstraintKind;
use crate::ops::table::CreateTable;
use crate::ops::{Clause, Op, OpKind, Statement};

use super::host::Script;
use super::operations::Site;
use super::{names, write};

/// Alembic's `ApplyBatchImpl._calc_temp_name`: so much of the name is kept.
const MAX_NAME: usize = 50;

/// Says of the changes that one copy makes them: what goes is gone when the new table is made.
pub(super) fn mark(queued: &mut [Statement], call: &Call<'_>, is_certain: bool) {
    crate::order::sort_by_key(queued, |it| !it.ops.iter().all(goes));
    let told = ["copy_from", "table_args", "naming_convention"];
    let reflected = is_certain && told.iter().all(|it| call.keyword(it).is_none());
    let again = made_again(queued);
    let ops = queued.iter_mut().flat_map(|it| &mut it.ops);
    for (place, op) in ops.enumerate() {
        let clause = if place == 0 { Clause::Rebuild } else { Clause::Rebuilt };
        op.clauses.push((clause, op.span));
        let stays = matches!(&op.kind, OpKind::DropColumn { column, .. } if again.contains(column));
        if reflected && !stays {
            op.clauses.push((Clause::Reflected, op.span));
            if call.keyword("table_kwargs").is_none() {
                op.clauses.push((Clause::Uncounted, op.span));
            }
        }
    }
}

/// One statement of all that a copy changes, with the text that Alembic sends for it.
pub(super) fn join(queued: &mut Vec<Statement>, text: String) {
    let mut all = std::mem::take(queued).into_iter();
    let Some(mut first) = all.next() else { return };
    first.ops.extend(all.flat_map(|it| it.ops));
    first.sql = Some(text);
    queued.push(first);
}

impl<'a> Script<'a> {
    /// What Alembic sends where the script says what the table is (`copy_from`) and the batch adds nothing but
    /// constraints; `None` where the table has to be looked up, or the copy changes more.
    pub(super) fn copy_text(
        &self,
        machine: &Machine<'a>,
        call: &Call<'a>,
        queued: &[Statement],
    ) -> Option<String> {
        let from = machine.call_of(&call.keyword("copy_from")?.value)?;
        let site = Site { reader: self.reader(machine), call: from, batch: None };
        let mut table = site.create_table()?.into_iter().find_map(|it| match it.kind {
            OpKind::CreateTable(it) => Some(it),
            _ => None,
        })?;
        let (old, dialect) = (table.name.clone(), self.target.dialect);
        let all: Vec<String> =
            table.columns.iter().map(|it| names::write(&it.name, dialect)).collect();
        for op in queued.iter().flat_map(|it| &it.ops) {
            let OpKind::AddConstraint { constraint, .. } = &op.kind else { return None };
            table.constraints.push(constraint.clone());
        }
        // `ApplyBatchImpl._transfer_elements_to_new_table`: what has a name is appended first.
        crate::order::sort_by_key(&mut table.constraints, |it| match it.kind {
            ConstraintKind::PrimaryKey(_) => 0,
            _ if it.name.is_some() => 1,
            _ => 2,
        });
        if queued.iter().any(|it| it.condition.is_some()) {
            return None;
        }
        table.name.name = format!("_alembic_tmp_{}", old.name).chars().take(MAX_NAME).collect();
        let (whole, part) =
            (names::write_object(&table.name, dialect), names::write_object(&old, dialect));
        let create = write::sql(&OpKind::CreateTable(CreateTable { ..table }), self.target)?;
        let values: Vec<String> = all.iter().map(|it| format!("{part}.{it}")).collect();
        Some(format!(
            "{create};\nINSERT INTO {whole} ({}) SELECT {} FROM {part};\nDROP TABLE {part};\nALTER TABLE {whole} RENAME TO {}",
            all.join(", "),
            values.join(", "),
            names::write(&old.name, dialect),
        ))
    }
}

/// The columns that a batch adds: one that it drops too has its name again when the new table is made.
fn made_again(queued: &[Statement]) -> Vec<String> {
    let added = |it: &Op| match &it.kind {
        OpKind::AddColumn { column, .. } => Some(column.name.clone()),
        _ => None,
    };
    queued.iter().flat_map(|it| &it.ops).filter_map(added).collect()
}

fn goes(op: &Op) -> bool {
    matches!(op.kind, OpKind::DropConstraint { .. } | OpKind::DropIndex(_))
}

/// Whether SQLite's table is made anew for the batch: as `recreate` says, and by itself for whatever is no new column or
/// index (`requires_recreate_in_batch` of Alembic's SQLite implementation).
pub(super) fn copies(call: &Call<'_>, queued: &[Statement]) -> bool {
    match call.arg(2, "recreate").and_then(|it| it.value.as_known_str()) {
        Some("always") => return true,
        Some("never") => return false,
        _ => {}
    }
    let in_place = |it: &Op| match &it.kind {
        OpKind::CreateIndex(_) | OpKind::DropIndex(_) => true,
        OpKind::AddColumn { column, .. } => {
            let default = column.default.as_ref();
            !matches!(column.generated, Some(Generated::Stored(_)))
                && default.is_none_or(|it| !it.text.contains('('))
        }
        _ => false,
    };
    !queued.iter().flat_map(|it| &it.ops).all(in_place)
}
