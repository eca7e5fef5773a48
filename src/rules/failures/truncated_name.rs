use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let cut = step.op.clauses.iter().any(|it| it.0 == Clause::Cut);
    // Said where the name is given, and not wherever it is used.
    let names = matches!(
        step.op.kind,
        OpKind::CreateTable(_)
            | OpKind::RenameTable { .. }
            | OpKind::AddColumn { .. }
            | OpKind::RenameColumn { .. }
            | OpKind::AddConstraint { .. }
            | OpKind::RenameConstraint { .. }
            | OpKind::CreateIndex(_)
            | OpKind::RenameIndex { .. }
            | OpKind::CreateSchema { .. }
            | OpKind::CreateSequence(_)
            | OpKind::CreateType(_)
            | OpKind::CreateTrigger(_)
            | OpKind::RenameObject { .. }
    );
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
