use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::SecondHead { others } = &about.problem.kind else { return None };
    let last = others.last()?;
    let help = format!("write `down_revision = \"{last}\"` here to follow it, or merge the heads");
    let others: Vec<String> = others.iter().take(3).map(|it| format!("`{it}`")).collect();
    Some(Remark::new(
        format!("nothing follows `{}`, and nothing follows {}", about.unit.id, others.join(", ")),
        "with several heads `upgrade head` does not know which is meant and stops",
        help,
    ))
}
