use crate::catalog::{Knowledge, Table};
use crate::effects::EffectKind;
use crate::ops::constraint::ConstraintKind;
use crate::ops::object::ObjectKind;
use crate::ops::{ConstraintRef, Op, OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = match &step.op.kind {
        OpKind::DropConstraint { table, constraint, .. } => {
            let table = step.before.table(table)?;
            let (key, _) = table.primary_key()?;
            let is_key = match constraint {
                ConstraintRef::PrimaryKey => true,
                other => other.name() == Some(&key.name),
            };
            (is_key && !chose_another(table)).then_some(table)?
        }
        OpKind::DropColumn { table, column, .. } => {
            let table = step.before.table(table)?;
            let (_, key) = table.primary_key()?;
            (key.columns.contains(column) && !chose_another(table)).then_some(table)?
        }
        OpKind::DropIndex(drop) => {
            let (table, index) = step.before.index(&drop.index)?;
            let table = step.before.table(table)?;
            let identity = table.option("replica identity")?.to_ascii_lowercase();
            let is_it = identity.strip_prefix("using index").map(str::trim) == Some(&index.name);
            is_it.then_some(table)?
        }
        OpKind::Other { kind: ObjectKind::Publication, verb, detail, .. } => {
            return published(step, *verb, detail);
        }
        _ => return None,
    };
    let publishes = table
        .dependents
        .iter()
        .find(|it| it.kind == ObjectKind::Publication && publishes_changes(&it.text))?;
    let chosen = |it: &Op| match &it.kind {
        OpKind::SetTableOption { table: other, option } => {
            *other == table.name && option.name == "replica identity"
        }
        OpKind::AddConstraint { table: other, constraint, .. } => {
            *other == table.name && matches!(constraint.kind, ConstraintKind::PrimaryKey(_))
        }
        OpKind::DropTable { name, .. } => *name == table.name,
        _ => false,
    };
    (!step.near().any(chosen)).then(|| refusal(table, &publishes.name))
}

/// A publication of a table that has no key.
fn published(step: &Step<'_>, verb: Verb, detail: &str) -> Option<Remark> {
    if !matches!(verb, Verb::Create | Verb::Alter) || !publishes_changes(&detail.to_lowercase()) {
        return None;
    }
    let OpKind::Other { name, .. } = &step.op.kind else { return None };
    let listed = step.own().filter_map(|it| match &it.kind {
        EffectKind::Lock(lock) => step.before.table(&lock.table),
        _ => None,
    });
    let keyless = |it: &&Table| {
        it.knowledge == Knowledge::Whole
            && it.primary_key().is_none()
            && it.inherits.is_empty()
            && it.partition_of.is_none()
            && !chose_another(it)
    };
    let table = listed.into_iter().find(keyless)?;
    Some(refusal(table, &name.as_ref()?.name))
}

fn refusal(table: &Table, publication: &str) -> Remark {
    Remark::new(
        format!("nothing tells the rows of `{}` apart for `{publication}`", table.name),
        "the server refuses every update and delete on the table while it is published like this",
        "choose a unique index over required columns as its `replica identity` first, or `full`, or publish inserts alone",
    )
}

/// Whether rows are identified by something else than the primary key.
fn chose_another(table: &Table) -> bool {
    let identity = table.option("replica identity").unwrap_or("default").to_ascii_lowercase();
    identity.starts_with("full") || identity.starts_with("using")
}

fn publishes_changes(text: &str) -> bool {
    match text.split_once("publish") {
        Some((_, rest)) if rest.trim_start().starts_with('=') => {
            rest.contains("update") || rest.contains("delete")
        }
        _ => true,
    }
}
