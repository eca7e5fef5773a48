use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let (&last, earlier) = view.run.on_their_own.split_last()?;
    let statements = &view.run.unit.statements;
    let once = |place: &&usize| {
        **place != last
            && statements
                .get(**place)
                .is_some_and(|it| it.ops.iter().any(|it| it.kind.fails_again()))
    };
    let place = earlier.iter().find(once)?;
    let remark = Remark::new(
        "this is permanent before the rest of the migration has run",
        "if a later statement fails, running the migration again fails here",
        "give what cannot run in a transaction a migration of its own, or make this repeatable",
    );
    Some(remark.at_span(statements.get(*place)?.span))
}
