use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateView(view) = &step.op.kind else { return None };
    if view.temporary || !view.query.columns.iter().any(|(_, column)| column == "*") {
        return None;
    }
    Some(Remark::new(
        format!("`{}` takes whatever columns its tables have today", view.name),
        "columns that are added later never appear in it, and replacing the view then fails where their order has changed",
        "list the columns that the view is for",
    ))
}
