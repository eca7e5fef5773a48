use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::SetRowSecurity { table, setting } = &step.op.kind else { return None };
    if !setting.starts_with("disable") || step.is_private(table) {
        return None;
    }
    Some(Remark::new(
        format!("the policies of `{table}` do nothing from now on"),
        "everybody with a privilege on the table sees and changes all its rows",
        "keep row security on, and change the policies",
    ))
}
