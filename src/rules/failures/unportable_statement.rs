use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Unportable { message, why } = &notice.kind else { return None };
    Some(Remark::new(
        message.clone(),
        why.clone(),
        "write it in a form that all of them know, or in a branch or a file for each database",
    ))
}
