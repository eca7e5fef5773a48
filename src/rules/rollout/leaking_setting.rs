use crate::ops::transaction::{Setting, SettingScope};
use crate::ops::{Op, OpKind};
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let leaks = |it: &&Setting| {
        it.scope == SettingScope::Session && it.changes_meaning() && it.value.is_some()
    };
    let setting = view.run.end.settings.iter().find(leaks)?;
    let sets = |it: &&Op| matches!(&it.kind, OpKind::Set(set) if set == setting);
    let set = view.run.unit.statements.iter().flat_map(|it| &it.ops).rfind(sets)?;
    let remark = Remark::new(
        format!("`{}` stays as it is set here after the migration", setting.name),
        "migrations that run later on the same connection run under it, and mean something else",
        format!("use `set local` inside the transaction, or `reset {}` at the end", setting.name),
    );
    Some(remark.at_span(set.span))
}
