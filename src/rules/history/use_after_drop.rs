use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::UsedAfterDropped { table, by } = &about.problem.kind else { return None };
    let by = about.units.get(*by).map_or("an earlier migration", |it| it.id.as_str());
    Some(Remark::new(
        format!("`{table}` is no longer there: `{by}` drops or renames it, which runs earlier"),
        "the statement fails on every database that has run both",
        "name the table that is there now, or bring the old one back first",
    ))
}
