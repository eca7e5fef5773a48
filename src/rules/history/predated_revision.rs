use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::Predated { made, parent, after } = &about.problem.kind else { return None };
    let id = &about.unit.id;
    Some(Remark::new(
        format!("`{id}` was made on {made}, and the `{parent}` that it follows on {after}"),
        "it was made for another schema than the one that it runs on now",
        "try it after its parent, and write the day of that into the docstring",
    ))
}
