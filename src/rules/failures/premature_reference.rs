use crate::ops::constraint::{Constraint, ConstraintKind, ForeignKey};
use crate::ops::{Guard, ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let own = step.op.kind.created();
    let to = keys(&step.op.kind).into_iter().map(|it| &it.references).find(|to| {
        let known = step.before.tables.get(to).is_some_and(|it| it.born.is_some());
        own != Some(to) && !known && !to.is_unknown() && is_made_later(step, to)
    })?;
    Some(Remark::new(
        format!("`{to}` is not there yet when a foreign key refers to it"),
        "the server refuses the key, and the migration stops here",
        format!("make `{to}` first, or add the key after it"),
    ))
}

fn keys(kind: &OpKind) -> Vec<&ForeignKey> {
    let constraints: Vec<&Constraint> = match kind {
        OpKind::CreateTable(table) => {
            let of_columns = table.columns.iter().flat_map(|it| &it.constraints);
            of_columns.chain(&table.constraints).collect()
        }
        OpKind::AddColumn { column, .. } => column.constraints.iter().collect(),
        OpKind::AddConstraint { constraint, .. } => vec![constraint],
        _ => Vec::new(),
    };
    let keys = constraints.into_iter().filter_map(|it| match &it.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        _ => None,
    });
    keys.collect()
}

/// Whether a later statement makes the table, and nothing shows that another of that name is there before.
fn is_made_later(step: &Step<'_>, table: &ObjectName) -> bool {
    let mut made = false;
    for op in step.after() {
        match &op.kind {
            OpKind::CreateTable(it) if it.name == *table => {
                made = it.guard == Guard::None;
                break;
            }
            OpKind::DropTable { name, .. } if name == table => return false,
            OpKind::RenameTable { table: from, .. } if from == table => return false,
            OpKind::Opaque(_) => return false,
            _ => {}
        }
    }
    let comes = |it: &Op| match &it.kind {
        OpKind::RenameTable { to, .. } => to == table,
        OpKind::Opaque(_) => true,
        other => other.created() == Some(table),
    };
    made && !step.shortly_before().any(comes)
}
