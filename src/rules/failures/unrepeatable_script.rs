use std::collections::BTreeSet;

use crate::ops::data::InsertSource;
use crate::ops::unit::Framework;
use crate::ops::{ObjectName, OpKind};
use crate::rules::{Place, Remark, Severity, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let (repeats, when) = match unit.framework {
        Framework::Flyway if unit.id.starts_with("R__") => (true, "whenever its text changes"),
        // No version begins with a letter.
        Framework::Flyway => (unit.id.starts_with(['a', 'b']), "with every migration"),
        _ => (false, ""),
    };
    if !repeats {
        return None;
    }
    let ops = || unit.statements.iter().flat_map(|it| &it.ops);
    if let Some(again) = ops().find(|it| it.kind.fails_again()) {
        let remark = Remark::new(
            "the second run of this repeatable migration fails here",
            format!("it runs again {when}, and what it makes is there already"),
            "make it `or replace`, drop it first with `if exists`, or use a versioned migration",
        );
        return Some(Remark { place: Place::Span(again.span), ..remark });
    }
    // What a callback notes with every run is meant to be there as often.
    if !unit.id.starts_with("R__") {
        return None;
    }
    let mut cleared: BTreeSet<&ObjectName> = BTreeSet::new();
    for op in ops() {
        match &op.kind {
            OpKind::Delete(it) => _ = cleared.insert(&it.table),
            OpKind::Truncate(it) => cleared.extend(&it.tables),
            OpKind::DropTable { name, .. } => _ = cleared.insert(name),
            OpKind::CreateTable(it) => _ = cleared.insert(&it.name),
            OpKind::Insert(it)
                if it.on_conflict.is_none()
                    && matches!(it.source, InsertSource::Rows(_))
                    && !cleared.contains(&it.table) =>
            {
                let remark = Remark::new(
                    format!(
                        "each run of this repeatable migration inserts these rows into `{}`",
                        it.table
                    ),
                    format!(
                        "it runs again {when}: a key refuses them the second time, and without one they are there twice"
                    ),
                    "say what happens to those that are there (`on conflict`), or delete them first",
                );
                let remark = remark.with_severity(Severity::Warning);
                return Some(Remark { place: Place::Span(op.span), ..remark });
            }
            _ => {}
        }
    }
    None
}
