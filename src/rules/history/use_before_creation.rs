use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::UsedBeforeMade { table, maker } = &about.problem.kind else { return None };
    let maker = about.units.get(*maker).map_or("a later migration", |it| it.id.as_str());
    Some(Remark::new(
        format!("`{table}` is not there yet: `{maker}` makes it, which runs later"),
        "on a database that runs the migrations from the beginning this one fails",
        "move the change behind the migration that makes the table",
    ))
}
