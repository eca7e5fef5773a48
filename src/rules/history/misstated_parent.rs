use crate::ops::unit::QuirkKind;
use crate::rules::{Remark, ScriptView, What};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Misstated { stated, parents } = &view.quirk.kind else { return None };
    let parents = if parents.is_empty() { "nothing" } else { parents };
    let remark = Remark::new(
        format!("the docstring says that it follows {stated}, and it follows {parents}"),
        "whoever reads the history by it takes another way than Alembic",
        "say what `down_revision` says",
    );
    Some(remark.instead("write what `down_revision` says".to_owned(), What::Mend))
}
