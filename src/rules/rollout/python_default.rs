use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::PythonDefault(column) = &view.quirk.kind else { return None };
    let remark = Remark::new(
        format!("the default of `{column}` is none of the database"),
        "rows that are there get NULL, and so do rows that are not inserted through a model with the same default",
        "say it as `server_default=…`, or leave it out here",
    );
    Some(remark.instead("give the database the default too", What::Mend))
}
