use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::Uncounted { files, other } = about.problem.kind else { return None };
    let id = &about.unit.id;
    let other = about.units.get(other).map_or("another file", |it| it.id.as_str());
    let (message, help) = match files {
        1 => (
            format!(
                "nothing tells whether `{id}` runs before `{other}`, after it or instead of it"
            ),
            "give a schema that the migrations start from as `--schema`, and leave out one that they end with",
        ),
        2 => (
            format!("nothing tells in which order `{id}` and `{other}` run"),
            "begin their names with numbers or dates, or judge them one by one over the schema that they find",
        ),
        _ => (
            format!("nothing tells in which order `{id}` and {} other files run", files - 1),
            "begin their names with numbers or dates, or judge them one by one over the schema that they find",
        ),
    };
    let reason = "they are judged in the order of their names, so what rests on the schema before them is a guess";
    Some(Remark::new(message, reason, help))
}
