use crate::ops::unit::{Direction, QuirkKind};
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Model(name) = &view.quirk.kind else { return None };
    let reason = match view.unit.direction {
        Direction::Up => {
            "it is the model of today, which may have columns that later migrations make, and then this one fails"
        }
        Direction::Down => {
            "it is the model of today, and not that of the revision that is taken back"
        }
    };
    Some(Remark::new(
        format!("the migration uses the application's `{name}`"),
        reason,
        "write down in the migration what it needs of the table, as `sa.table(…)`",
    ))
}
