use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark, Severity};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::MissingParent { parent } = &about.problem.kind else { return None };
    let id = &about.unit.id;
    if about.unit.depends_on.contains(parent) {
        let remark = Remark::new(
            format!("`{id}` depends on `{parent}`, which no file has"),
            "unless another package brings that revision, no command of the tool works",
            "name the revision that it really depends on, or give the files of both packages",
        );
        return Some(remark.with_severity(Severity::Warning));
    }
    Some(Remark::new(
        format!("`{id}` follows `{parent}`, which no file has"),
        "the chain of revisions cannot be read, so no command of the tool works",
        "name the revision that really comes before it, or bring the missing file back",
    ))
}
