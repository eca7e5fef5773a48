use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark, What};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::SecondHead { head, others, onto } = &about.problem.kind else { return None };
    let last = onto.as_ref().or(others.last())?;
    let help = format!("write `down_revision = \"{last}\"` here to follow it, or merge the heads");
    let others: Vec<String> = others.iter().take(3).map(|it| format!("`{it}`")).collect();
    let remark = Remark::new(
        format!("nothing follows `{head}`, and nothing follows {}", others.join(", ")),
        "with several heads `upgrade head` does not know which is meant and stops",
        help,
    );
    Some(match onto {
        Some(onto) => remark.instead(format!("follow `{onto}`"), What::Parent { id: onto.clone() }),
        None => remark,
    })
}
