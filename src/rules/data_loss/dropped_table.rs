use crate::catalog::Column;
use crate::effects::{Effect, EffectKind};
use crate::ops::column::ColumnDef;
use crate::ops::table::CreateTable;
use crate::ops::{Guard, ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, Severity};

use super::copy_of;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropTable { name, guard, .. } = &step.op.kind else { return None };
    let known = step.before.tables.contains_key(name);
    if step.is_private(name) || (!known && step.before.complete) {
        return None;
    }
    // A table that is made anew from its own rows loses none.
    let rebuilt = |it: &Op| match &it.kind {
        OpKind::RenameTable { to, .. } => to == name,
        OpKind::CreateTable(it) => it.name == *name,
        _ => false,
    };
    let lost = |it: &Effect| match &it.kind {
        EffectKind::LoseData { relation, column: None, .. } => relation == name,
        _ => false,
    };
    if step.near().any(rebuilt) && !step.own().any(lost) {
        return None;
    }
    if let Some(other) = lookalike(step, name) {
        return Some(Remark::new(
            format!(
                "dropping `{name}` loses all its rows, while `{other}` with the same columns starts empty"
            ),
            "tools that compare schemas write a renamed table this way, and nothing brings the rows back but a backup",
            format!(
                "if `{other}` is the same under another name, rename the table; else copy what is needed first"
            ),
        ));
    }
    if let Some(copied) = copy_of(step, name) {
        let remark = Remark::new(
            format!("dropping `{name}` loses what was not copied to `{}`", copied.into),
            "nothing brings that back but a backup, and code that still uses the table fails at once",
            "compare both first, and drop it in a later release, when nothing uses it any more",
        );
        return Some(copied.weighed(remark));
    }
    let remark = Remark::new(
        format!("dropping `{name}` loses all its rows"),
        "nothing brings them back but a backup, and code that still uses the table fails at once",
        "rename the table first, wait until nothing misses it, keep a backup, and drop it in a later release",
    );
    // A guarded drop of a table that nothing has mentioned often clears the way for a new one.
    let unheard_of = !known && *guard == Guard::IfNeeded;
    Some(if unheard_of { remark.with_severity(Severity::Warning) } else { remark })
}

/// The one table with the same columns that the same migration makes and never fills.
fn lookalike<'a>(step: &Step<'a>, name: &ObjectName) -> Option<&'a ObjectName> {
    let dropped = step.before.table(name)?;
    let alike = |it: &CreateTable| {
        let same = |(one, other): (&Column, &ColumnDef)| {
            let types = one.data_type.as_ref().zip(other.data_type.as_ref());
            one.name == other.name && types.is_some_and(|(one, other)| one.same_as(other))
        };
        it.name != *name
            && 1 < dropped.columns.len()
            && dropped.columns.len() == it.columns.len()
            && dropped.columns.iter().zip(&it.columns).all(same)
    };
    let mut made = step.near().filter_map(|it| match &it.kind {
        OpKind::CreateTable(table) if alike(table) => Some(&table.name),
        _ => None,
    });
    let other = made.next().filter(|_| made.next().is_none())?;
    let filled = |it: &Op| match &it.kind {
        OpKind::Insert(insert) => insert.table == *other,
        OpKind::Copy(copy) => copy.table.as_ref() == Some(other),
        OpKind::Opaque(_) => true,
        _ => false,
    };
    (!step.near().any(filled)).then_some(other)
}
