use crate::ops::unit::Direction;
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    // The way down is run by hand, with somebody watching.
    if view.run.unit.direction == Direction::Down {
        return None;
    }
    let (place, lock) = view.run.unbounded_wait.as_ref()?;
    let statement = view.run.unit.statements.get(*place)?;
    let remark = Remark::new(
        format!("nothing limits how long this waits for its lock on `{}`", lock.table),
        format!(
            "while {} waits for one long query, {} that come later wait behind it",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        "set a `lock_timeout` of a few seconds before it, and run the migration again if it expires",
    );
    Some(remark.at_span(statement.span))
}
