use crate::ops::OpKind;
use crate::ops::constraint::ConstraintKind;
use crate::ops::data::Task;
use crate::ops::unit::Statement;
use crate::rules::{Remark, UnitView, What};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let statements = &view.run.unit.statements;
    let places = view.run.on_their_own.iter().filter_map(|it| statements.get(*it));
    let own: Vec<&Statement> = places.filter(|it| !completes(it)).collect();
    let (_, earlier) = own.split_last()?;
    let once = |it: &&&Statement| it.ops.iter().any(|it| it.kind.fails_again());
    let first = earlier.iter().find(once)?;
    let remark = Remark::new(
        "this is permanent before the rest of the migration has run",
        "if a later statement fails, running the migration again fails here",
        "give what cannot run in a transaction a migration of its own, or make this repeatable",
    );
    let remark = remark.at_span(first.span);
    Some(remark.instead("let it pass over what is done already", What::Guard))
}

/// Whether it only completes what stands before it: it makes an index that was built before a constraint's, or looks at
/// the rows for the planner.
fn completes(statement: &Statement) -> bool {
    statement.ops.iter().any(|it| match &it.kind {
        OpKind::Maintain(maintain) => maintain.task == Task::Analyze,
        OpKind::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) => {
                key.using_index.is_some()
            }
            _ => false,
        },
        _ => false,
    })
}
