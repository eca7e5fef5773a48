use crate::ops::unit::{Direction, Presence};
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let written = unit.direction == Direction::Down && unit.presence == Presence::Written;
    if !written || view.counterpart.is_some() {
        return None;
    }
    Some(Remark::new(
        format!("no way up belongs to the way down of `{}`", unit.id),
        "the two are paired by name, so this one never runs, and the way up that was meant has none",
        "give both the same name",
    ))
}
