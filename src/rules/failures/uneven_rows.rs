use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Uneven { row, column, is_lost } = &view.quirk.kind else { return None };
    let (message, reason) = if *is_lost {
        (
            format!("row {row} gives `{column}`, and the first row does not"),
            "the statement is written by the first row, so the value is left out without a word",
        )
    } else {
        (
            format!("row {row} does not give `{column}`, and the first row does"),
            "SQLAlchemy raises an error: \"A value is required for bind parameter\"",
        )
    };
    Some(Remark::new(
        message,
        reason,
        "give every row the same columns, with `None` where there is nothing",
    ))
}
