use crate::ops::unit::Framework;
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let (repeats, when) = match unit.framework {
        Framework::Flyway if unit.id.starts_with("R__") => (true, "whenever its text changes"),
        // No version begins with a letter.
        Framework::Flyway => (unit.id.starts_with(['a', 'b']), "with every migration"),
        _ => (false, ""),
    };
    if !repeats {
        return None;
    }
    let mut ops = unit.statements.iter().flat_map(|it| &it.ops);
    let again = ops.find(|it| it.kind.fails_again())?;
    let remark = Remark::new(
        "the second run of this repeatable migration fails here",
        format!("it runs again {when}, and what it makes is there already"),
        "make it `or replace`, drop it first with `if exists`, or use a versioned migration",
    );
    Some(Remark { place: Place::Span(again.span), ..remark })
}
