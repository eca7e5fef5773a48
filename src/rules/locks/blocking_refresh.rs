use crate::catalog::Index;
use crate::ops::OpKind;
use crate::ops::index::Online;
use crate::ops::object::RefreshView;
use crate::replay::{Blocked, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::RefreshView(refresh) = &step.op.kind else { return None };
    let lock = step.lock_against(Blocked::Readers)?;
    let remark = Remark::new(
        format!("nobody can read `{}` while it is refreshed", refresh.view),
        format!("it holds {} until its query has run", lock.mode.words()),
        "give the view a unique index, and refresh it `concurrently`",
    );
    // Only a unique index over plain columns and all rows serves.
    let serves = |it: &Index| {
        it.unique && it.predicate.is_none() && it.keys.iter().all(|it| it.column.is_some())
    };
    if !step.before.indexes_of(&refresh.view).iter().any(serves) || !refresh.with_data {
        return Some(remark);
    }
    let online = RefreshView { online: Online::Yes, ..refresh.clone() };
    let title = format!("refresh `{}` while it is read", refresh.view);
    Some(remark.or_rather(title, vec![OpKind::RefreshView(online)]))
}
