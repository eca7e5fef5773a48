use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Copied(table) = &view.quirk.kind else { return None };
    let remark = Remark::new(
        format!("`{table}` is copied row by row"),
        "nobody else gets at the table until all is copied, and privileges and triggers of the old table are gone",
        "leave `recreate` out, so that only SQLite copies the table",
    );
    Some(remark.instead("copy the table only where that is needed", What::Mend))
}
