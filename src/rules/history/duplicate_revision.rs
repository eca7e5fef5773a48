use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::DuplicateRevision { other } = &about.problem.kind else { return None };
    let other = about.paths.get(*other).copied().unwrap_or("another file");
    Some(Remark::new(
        format!("`{}` is also the revision of `{other}`", about.unit.id),
        "one of the two is passed over, and which one is left to chance, or the tool stops",
        "give this file a revision of its own, and let its successors follow that",
    ))
}
