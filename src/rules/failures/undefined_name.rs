use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Undefined(name) = &view.quirk.kind else { return None };
    let remark = Remark::new(
        format!("nothing in this file defines `{name}`"),
        "Python raises a NameError when the line runs, in the middle of the migration",
        "import it at the beginning of the file",
    );
    Some(remark.instead(format!("import `{name}`"), What::Mend))
}
