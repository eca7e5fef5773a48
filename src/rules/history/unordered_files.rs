use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::Uncounted { files, other } = about.problem.kind else { return None };
    let other = match files {
        2 => format!("`{}`", about.units.get(other).map_or("another file", |it| it.id.as_str())),
        _ => format!("{} other files", files - 1),
    };
    Some(Remark::new(
        format!("nothing tells in which order `{}` and {other} run", about.unit.id),
        "they are judged in the order of their names, so what rests on the schema before them is a guess",
        "begin their names with numbers or dates, or judge them one by one over the schema that they find",
    ))
}
