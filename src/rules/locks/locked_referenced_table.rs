use crate::effects::RelationKind;
use crate::ops::{ObjectName, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = match &step.op.kind {
        OpKind::DropTable { name, .. } => name,
        OpKind::DropConstraint { table, .. } | OpKind::DropColumn { table, .. } => table,
        _ => return None,
    };
    // Partitions and heirs are locked too, but they are not what the key refers to.
    let keys = step.before.tables.get(table)?;
    let referenced = |name: &ObjectName| keys.foreign_keys().any(|(_, it)| it.references == *name);
    let (lock, _) = step.locks().find(|(it, _)| {
        it.table != *table
            && it.relation_kind == RelationKind::Table
            && it.mode.blocks.reads
            && referenced(&it.table)
    })?;
    Some(Remark::new(
        format!("a foreign key of `{table}` goes, and that locks `{}` too", lock.table),
        format!(
            "{} on the referenced table stops its {} until the commit",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        "drop the foreign key alone, in a migration of its own with a short `lock_timeout`",
    ))
}
