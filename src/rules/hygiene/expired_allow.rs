use crate::rules::{AllowProblem, Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Allow(AllowProblem::Expired { on }) = &notice.kind else { return None };
    Some(Remark::new(
        format!("this was allowed until {on}"),
        "it silences nothing any more",
        "mend what it allowed and remove the comment, or give it a later date",
    ))
}
