use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::MissingParent { parent } = &about.problem.kind else { return None };
    Some(Remark::new(
        format!("`{}` follows `{parent}`, which no file has", about.unit.id),
        "the chain of revisions cannot be read, so no command of the tool works",
        "name the revision that really comes before it, or bring the missing file back",
    ))
}
