use crate::ops::unit::Misconfigured;
use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    if notice.kind != NoticeKind::Misconfigured(Misconfigured::Password) {
        return None;
    }
    Some(Remark::new(
        "the password of a database stands in the configuration of its migrations",
        "everybody who can read the repository knows it, and it stays in the history of the file",
        "read it from the environment in env.py, and give the database another one",
    ))
}
