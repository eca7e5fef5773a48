use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::Cycle { through } = &about.problem.kind else { return None };
    let way: Vec<String> = through.iter().take(5).map(|it| format!("`{it}`")).collect();
    Some(Remark::new(
        format!("`{}` is its own ancestor, by way of {}", about.unit.id, way.join(", ")),
        "no revision of the circle can come first, so no command of the tool works",
        "correct the parent of the revision that closes the circle",
    ))
}
