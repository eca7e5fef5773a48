use crate::ops::unit::{Miscut, QuirkKind};
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Miscut(how) = view.quirk.kind else { return None };
    let (message, reason, help) = match how {
        Miscut::InTwo => (
            "this statement is cut at its first line that ends with a semicolon",
            "the framework sends what stands before the semicolon alone, and the server refuses it",
            "put StatementBegin and StatementEnd around it",
        ),
        Miscut::Swallows => (
            "what follows is taken for a part of this block",
            "only a line that is `/` ends a block of PL/SQL: this one does not compile, and what follows never runs",
            "end the block with a line that is `/`",
        ),
        Miscut::Twice => (
            "this statement runs twice",
            "its semicolon runs it, and the line that is `/` runs it again",
            "leave the slash out",
        ),
    };
    Some(Remark::new(message, reason, help))
}
