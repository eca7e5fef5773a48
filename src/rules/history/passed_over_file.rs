use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::PassedOver = about.problem.kind else { return None };
    Some(Remark::new(
        format!("`{}` is not named as its neighbours are, and never runs", about.unit.id),
        "Flyway passes over files whose names it does not understand, and says nothing",
        "name it as the others: a capital letter, the version, two underscores, and a description",
    ))
}
