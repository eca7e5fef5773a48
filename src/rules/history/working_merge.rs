use crate::ops::unit::Direction;
use crate::rules::{Remark, UnitView, changes_anything};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let parents = unit.parents.as_ref().map_or(0, Vec::len);
    if unit.direction != Direction::Up || parents < 2 || !changes_anything(unit) {
        return None;
    }
    Some(Remark::new(
        format!("the merge `{}` changes the schema as well", unit.id),
        "what it changes is hard to find, and going back over it takes both branches apart",
        "leave the merge empty, and let a revision of its own follow it",
    ))
}
