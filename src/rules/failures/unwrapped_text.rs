use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::PlainText = &view.quirk.kind else { return None };
    let remark = Remark::new(
        "a connection is given a plain string",
        "since SQLAlchemy 2.0 it raises an ObjectNotExecutableError instead of running it",
        "wrap it in `sa.text(…)`, or use `op.execute`",
    );
    Some(remark.instead("make it a text", What::Mend))
}
