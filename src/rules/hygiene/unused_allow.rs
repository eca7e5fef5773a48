use crate::rules::{AllowProblem, Notice, NoticeKind, Remark, What};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Allow(AllowProblem::Unused { rules }) = &notice.kind else { return None };
    let names: Vec<String> = rules.iter().map(|it| format!("`{it}`")).collect();
    let remark = Remark::new(
        format!("nothing here is found by {}", names.join(", ")),
        "an allow that outlives its cause will silence the next one unseen",
        "remove it, or move it to the line before the statement that it is meant for",
    );
    let title = format!("allow {} no longer", names.join(", "));
    Some(remark.instead(title, What::AllowWithout(rules.clone())))
}
