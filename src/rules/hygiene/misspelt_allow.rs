use crate::rules::{AllowProblem, Notice, NoticeKind, Remark, What};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Allow(problem) = &notice.kind else { return None };
    let (message, help) = match problem {
        AllowProblem::Malformed { what } => (
            what.clone(),
            "write `migralint: allow RULE[, RULE…] [until YYYY-MM-DD]: reason`".to_owned(),
        ),
        AllowProblem::UnknownRule { name, closest } => (
            format!("there is no rule `{name}`"),
            match closest {
                Some(closest) => format!("write `{closest}`"),
                None => "`migralint rules` lists all names".to_owned(),
            },
        ),
        AllowProblem::WithoutReason
        | AllowProblem::Expired { .. }
        | AllowProblem::Unused { .. } => {
            return None;
        }
    };
    let remark = Remark::new(message, "a comment that names no rule silences nothing", help);
    Some(match problem {
        AllowProblem::UnknownRule { name, closest: Some(other) } => {
            let what = What::AllowOf { name: name.clone(), other };
            remark.instead(format!("allow `{other}`"), what)
        }
        _ => remark,
    })
}
