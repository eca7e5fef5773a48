use crate::effects;
use crate::ops::unit::Direction;
use crate::rules::{Remark, UnitView, What};

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
        effects::limited_wait(view.run.after.target),
    );
    let remark = remark.at_span(statement.span);
    Some(match effects::short_patience(view.run.after.target.dialect) {
        Some((name, value)) => remark.instead(
            format!("wait for locks no longer than {value}"),
            What::Setting { name, value },
        ),
        None => remark,
    })
}
