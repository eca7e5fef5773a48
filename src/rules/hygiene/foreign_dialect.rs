use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::OtherDialect { target, like } = notice.kind else { return None };
    Some(Remark::new(
        format!("the file is judged for {target} and looks like {like}"),
        "what one database understands another refuses, or reads as something else",
        format!("judge it for {like} (`--target`), or write it for {target}"),
    ))
}
