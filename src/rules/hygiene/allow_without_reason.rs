use crate::rules::{AllowProblem, Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Allow(AllowProblem::WithoutReason) = &notice.kind else { return None };
    Some(Remark::new(
        "a finding is allowed without a reason",
        "the next reader cannot tell whether it still holds",
        "write why after a colon: `allow RULE: reason`",
    ))
}
