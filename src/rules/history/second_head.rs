use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::SecondHead { others } = &about.problem.kind else { return None };
    let others: Vec<String> = others.iter().take(3).map(|it| format!("`{it}`")).collect();
    Some(Remark::new(
        format!("nothing follows `{}`, and nothing follows {}", about.unit.id, others.join(", ")),
        "with several heads `upgrade head` does not know which is meant and stops",
        "let this revision follow the other one, or merge the heads",
    ))
}
