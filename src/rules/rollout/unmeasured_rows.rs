use crate::effects::EffectKind;
use crate::ops::data::{InsertSource, Task};
use crate::ops::{Op, OpKind};
use crate::replay::{self, Step};
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let help = "`dbms_stats.gather_table_stats` at the end of the migration";
    let (message, help) = match &step.op.kind {
        OpKind::Insert(it) if matches!(it.source, InsertSource::Query(_)) => {
            let direct = |it: &EffectKind| match it {
                EffectKind::Lock(it) => it.mode.blocks.writes,
                _ => false,
            };
            let direct = step.own().any(|it| direct(&it.kind));
            if direct || !step.is_new(&it.table) {
                return None;
            }
            (format!("`{}` is filled and has no statistics", it.table), help)
        }
        OpKind::CreateIndex(it) if it.keys.iter().any(|it| it.expr.is_some()) => {
            if step.is_new(&it.table) || !replay::may_hold_rows(step.before, &it.table) {
                return None;
            }
            let name = it.name.as_deref().unwrap_or("the index");
            (format!("there are no statistics for the expression of `{name}`"), help)
        }
        OpKind::Call { name, .. } if is_of(&step.op.kind, "lock_") => {
            let message = format!("`{name}` keeps the statistics as they are");
            let unlocks = step.after().any(|it| is_of(&it.kind, "unlock_"));
            return (!unlocks).then(|| remark(message, "unlock them in the same migration"));
        }
        _ => return None,
    };
    (!step.after().any(gathers)).then(|| remark(message, help))
}

fn remark(message: String, help: &str) -> Remark {
    let reason =
        "the optimizer goes by what it does not know, and may read a whole table for a few rows";
    Remark::new(message, reason, help)
}

fn gathers(op: &Op) -> bool {
    match &op.kind {
        OpKind::Maintain(it) => it.task == Task::Analyze,
        OpKind::Opaque(_) => true,
        other => is_of(other, "gather_"),
    }
}

/// Whether this calls a procedure of DBMS_STATS whose name begins so.
fn is_of(kind: &OpKind, begins: &str) -> bool {
    let OpKind::Call { name, .. } = kind else { return false };
    let package = name.schema.as_deref().and_then(|it| it.rsplit('.').next());
    package.is_some_and(|it| it.eq_ignore_ascii_case("dbms_stats"))
        && name.name.to_ascii_lowercase().starts_with(begins)
}
