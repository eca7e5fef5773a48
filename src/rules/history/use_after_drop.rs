use crate::history::ProblemKind;
use crate::rules::{HistoryProblem, Remark};

pub(crate) fn check(about: &HistoryProblem<'_>) -> Option<Remark> {
    let ProblemKind::UsedAfterDropped { table, by } = &about.problem.kind else { return None };
    let gone = match about.units.get(*by) {
        Some(_) if *by == about.problem.unit => "a statement before drops or renames it".to_owned(),
        Some(by) => format!("`{}` drops or renames it, which runs earlier", by.id),
        None => "an earlier migration drops or renames it".to_owned(),
    };
    Some(Remark::new(
        format!("`{table}` is no longer there: {gone}"),
        "the statement fails on every database that has run both",
        "name the table that is there now, or bring the old one back first",
    ))
}
