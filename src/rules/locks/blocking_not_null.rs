use crate::effects::{self, ScanPurpose};
use crate::ops::column::AlterColumn;
use crate::ops::constraint::{Constraint, ConstraintKind, Validity};
use crate::ops::expr::Expr;
use crate::ops::{Cascade, ConstraintRef, Guard, OpKind};
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, of_one_lock};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let table = step.scan_for(ScanPurpose::CheckNotNull)?;
    let column = column(&step.op.kind)?;
    let lock = step.long_lock_against(Blocked::Writers)?;
    if step.rewrite().is_some() {
        return None;
    }
    let remark = Remark::new(
        format!("every row of `{table}` is searched for a null in `{column}`"),
        format!(
            "{} stops {} until the last row is read",
            lock.mode.words(),
            lock.mode.blocks.words()
        ),
        step.advice(
            table,
            "add a check `not valid` that it is not null, validate that in a later migration, then set not null",
        ),
    );
    Some(of_one_lock(step, proved_first(step, remark)))
}

/// Rather a check that is validated after the commit, and then proves it.
fn proved_first(step: &Step<'_>, remark: Remark) -> Remark {
    let OpKind::AlterColumn { table, column, change: AlterColumn::SetNotNull } = &step.op.kind
    else {
        return remark;
    };
    let name = format!("{}_{column}_not_null", table.name);
    let taken = step.constraint(table, &name).is_some();
    if !effects::believes_checks(step.before.target) || step.statement.ops.len() != 1 || taken {
        return remark;
    }
    let check = Constraint {
        name: Some(name.clone()),
        validity: Validity::NotValid,
        ..Constraint::new(ConstraintKind::Check(Expr::not_null(column)))
    };
    let table = table.clone();
    remark.or_rather_then(
        format!("let a check prove that `{column}` is not null, and set that in a later migration"),
        vec![OpKind::AddConstraint { table: table.clone(), constraint: check, guard: Guard::None }],
        vec![
            vec![OpKind::ValidateConstraint { table: table.clone(), name: name.clone() }],
            vec![
                step.op.kind.clone(),
                OpKind::DropConstraint {
                    table,
                    constraint: ConstraintRef::Named(name),
                    guard: Guard::None,
                    cascade: Cascade::Unstated,
                },
            ],
        ],
    )
}

/// The column that is to be required; a key's columns are another rule's.
fn column(kind: &OpKind) -> Option<&str> {
    match kind {
        OpKind::AlterColumn { column, .. } => Some(column),
        OpKind::AddColumn { column, .. } => Some(&column.name),
        OpKind::AddConstraint { constraint, .. } => match &constraint.kind {
            ConstraintKind::NotNull { column } => Some(column),
            _ => None,
        },
        _ => None,
    }
}
