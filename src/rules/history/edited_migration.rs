use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Edited = &notice.kind else { return None };
    Some(Remark::new(
        "the migration does something else than before the branch".to_owned(),
        "whoever ran it does not run it again, so databases differ from here on",
        "leave it as it was, and write a migration that follows; or allow it where nobody ran it yet",
    ))
}
