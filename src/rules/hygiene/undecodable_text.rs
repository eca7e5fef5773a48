use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let message = match &notice.kind {
        NoticeKind::ReadAs { encoding } => {
            format!("the file is not UTF-8; it was read as {encoding}")
        }
        NoticeKind::Replaced => {
            "bytes that could not be decoded were replaced by U+FFFD".to_owned()
        }
        NoticeKind::NullByte => "the text holds a null byte".to_owned(),
        NoticeKind::OtherDialect { .. }
        | NoticeKind::Unportable { .. }
        | NoticeKind::Allow(_)
        | NoticeKind::Misconfigured(_)
        | NoticeKind::Edited
        | NoticeKind::Unpaired { .. } => return None,
    };
    Some(Remark::new(
        message,
        "the database may read names and values differently from what stands in the editor",
        "save the file as UTF-8",
    ))
}
