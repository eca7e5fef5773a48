use crate::ops::unit::{Direction, Presence};
use crate::rules::{Remark, UnitView, changes_anything};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let down = view.counterpart?;
    let up = view.run.unit;
    if up.direction != Direction::Up || down.presence != Presence::Absent || !changes_anything(up) {
        return None;
    }
    Some(Remark::new(
        format!("`{}` has no way back", up.id),
        "when the release has to be taken back, nobody has written or tried what undoes it",
        "write the way down, or one that raises an error and says why there is none",
    ))
}
