use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Parameter(name) = &view.quirk.kind else { return None };
    let remark = Remark::new(
        format!("`:{name}` is a parameter here, and nothing gives it a value"),
        "SQLAlchemy raises an error before the database is asked: \"A value is required for bind parameter\"",
        "write a backslash before the colon, or give the value with `bindparams`",
    );
    Some(remark.instead("escape the colon", What::Mend))
}
