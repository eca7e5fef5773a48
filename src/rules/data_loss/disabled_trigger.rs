use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::SetTrigger { table, name, state } = &step.op.kind else { return None };
    // Until the commit the lock keeps out everybody whose rows the trigger would have seen.
    let back_on = |it: &Op| match &it.kind {
        OpKind::SetTrigger { table: other, state, .. } => other == table && !is_off(state),
        OpKind::DropTable { name, .. } => name == table,
        _ => false,
    };
    if !is_off(state) || step.is_private(table) || step.near().any(back_on) {
        return None;
    }
    let (message, reason) = match name.as_str() {
        // The foreign keys' own triggers among them: another rule's.
        "all" => return None,
        "user" => (
            format!("no trigger of `{table}` runs any more"),
            "what they keep up to date falls behind with every row, and is not caught up when they are on again",
        ),
        _ => (
            format!("`{name}` no longer runs on `{table}`"),
            "what it checks or keeps up to date falls behind with every row, and is not caught up when it is on again",
        ),
    };
    let help = "enable it again in the same transaction, or drop it for good";
    Some(Remark::new(message, reason, help))
}

/// `disable trigger`, `disable rule`.
fn is_off(state: &str) -> bool {
    state.starts_with("disable")
}
