use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let cut = step.op.clauses.iter().any(|it| it.0 == Clause::Cut);
    // What a query calls its columns is nobody's name.
    let names = match &step.op.kind {
        OpKind::Insert(_) | OpKind::Update(_) | OpKind::Delete(_) | OpKind::Merge { .. } => false,
        OpKind::CreateView(_) | OpKind::CreateFunction(_) | OpKind::Opaque(_) => false,
        other => other.is_change(),
    };
    if !cut || !names {
        return None;
    }
    let remark = Remark::new(
        "this name is longer than 63 bytes, and is cut off there",
        "code that looks for the whole name does not find it, and another that begins alike is taken for the same",
        "choose a name of at most 63 bytes",
    );
    Some(remark.at(Clause::Cut))
}
