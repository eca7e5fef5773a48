use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::UsedWithoutSchema { table } = &about.problem.kind else { return None };
    Some(Remark::new(
        format!("`{}` is used without its schema", table.name),
        format!(
            "the migrations make `{table}` and no table of that name without one, so that it is found only where the role's search path or default schema says so"
        ),
        "name the schema here too",
    ))
}
