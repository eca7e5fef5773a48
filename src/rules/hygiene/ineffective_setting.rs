use crate::effects::InTransaction;
use crate::ops::OpKind;
use crate::ops::transaction::SettingScope;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Set(setting) = &step.op.kind else { return None };
    if setting.scope != SettingScope::Local || step.transaction.inside != InTransaction::No {
        return None;
    }
    Some(Remark::new(
        format!("`{}` is set for a transaction, and there is none", setting.name),
        "the database only warns, and the next statement runs without it",
        "set it for the session (`set` without `local`), and reset it at the end",
    ))
}
