use crate::ops::unit::Direction;
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let phases = view.run.phases;
    let removing = view.run.unit.statements.get(phases.removes?)?;
    if phases.adds.is_none() || view.run.unit.direction == Direction::Down {
        return None;
    }
    let remark = Remark::new(
        "one migration adds something new and takes away something that is in use",
        "what is added must be there before the new release starts, and what goes must stay until the old one has stopped",
        "add in a migration before the release, and take away in a later one",
    );
    Some(remark.at_span(removing.span))
}
