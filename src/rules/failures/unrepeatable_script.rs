use crate::ops::unit::Framework;
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let repeats = unit.framework == Framework::Flyway && unit.id.starts_with("R__");
    if !repeats {
        return None;
    }
    let mut ops = unit.statements.iter().flat_map(|it| &it.ops);
    let again = ops.find(|it| it.kind.fails_again())?;
    let remark = Remark::new(
        "the second run of this repeatable migration fails here",
        "it runs again whenever its text changes, and what it makes is there already",
        "make it `or replace`, drop it first with `if exists`, or use a versioned migration",
    );
    Some(Remark { place: Place::Span(again.span), ..remark })
}
