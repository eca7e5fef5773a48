use crate::ops::unit::Direction;
use crate::replay::CROWD;
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let statement = view.run.unit.statements.get(view.run.crowd?)?;
    if view.run.unit.direction == Direction::Down {
        return None;
    }
    let remark = Remark::new(
        format!("one transaction locks tables in more than {CROWD} statements"),
        "the first of its locks is held until the last statement is done, and a failure there starts all anew",
        "divide it into migrations that commit by themselves",
    );
    Some(remark.at_span(statement.span))
}
