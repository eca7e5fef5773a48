use crate::ops::unit::{Direction, Presence};
use crate::rules::{Remark, UnitView, changes_anything};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let down = view.counterpart?;
    let up = view.run.unit;
    if up.direction != Direction::Up || down.presence != Presence::Empty || !changes_anything(up) {
        return None;
    }
    Some(Remark::new(
        format!("the way back of `{}` does nothing", up.id),
        "it succeeds, the version is counted back, and the schema stays as it was",
        "write what undoes it, or raise an error that says why nothing can",
    ))
}
