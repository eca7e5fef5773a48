use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Unpaired { number, lacking } = &notice.kind else { return None };
    let lacking = lacking.join(" and ");
    Some(Remark::new(
        format!("{lacking} has no migration {number}"),
        "the other migrations lie there side by side, so the schemas part from here on",
        format!(
            "write it for {lacking}, if only with a comment that says why nothing is to be done"
        ),
    ))
}
