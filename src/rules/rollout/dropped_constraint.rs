use crate::ops::column::AlterColumn;
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::{ConstraintRef, ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::DropConstraint { table, constraint, .. } = &step.op.kind else { return None };
    let known = constraint.name().and_then(|it| step.constraint(table, it));
    let replaced = |it: &Op| match &it.kind {
        OpKind::AddConstraint { table: other, .. } => other == table,
        OpKind::CreateIndex(index) => index.table == *table && index.unique,
        OpKind::DropTable { name, .. } => {
            name == table || known.is_some_and(|it| refers_to(&it.definition, name))
        }
        // What was said of a column goes with it.
        OpKind::DropColumn { table: other, column, .. } => {
            other == table && known.is_some_and(|it| it.mentions(column))
        }
        OpKind::AlterColumn { table: other, change, .. } => {
            other == table && matches!(change, AlterColumn::SetNotNull)
        }
        _ => false,
    };
    let new = known.and_then(|it| it.born);
    let is_new = new.is_some_and(|it| it.unit == step.place);
    if step.is_private(table)
        || is_new
        || step.near().any(replaced)
        || only_proves(step, table, constraint)
        || is_default(step, table, constraint)
    {
        return None;
    }
    let name = constraint.name().unwrap_or("the primary key");
    Some(Remark::new(
        format!("`{table}` no longer enforces `{name}`"),
        "rows that it kept out can come in, and code that relies on it does not expect them",
        "make sure that nothing relies on it, or add what replaces it in the same migration",
    ))
}

fn refers_to(constraint: &Constraint, table: &ObjectName) -> bool {
    matches!(&constraint.kind, ConstraintKind::ForeignKey(key) if key.references == *table)
}

/// SQL Server's defaults are constraints, and keep no row out; by custom their names begin with `DF_`.
fn is_default(step: &Step<'_>, table: &ObjectName, constraint: &ConstraintRef) -> bool {
    let Some(name) = constraint.name() else { return false };
    match step.constraint(table, name) {
        Some(known) => matches!(known.definition.kind, ConstraintKind::Default { .. }),
        None => name.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("df_")),
    }
}

/// Whether it is a check whose whole point the column's own NOT NULL has taken over.
fn only_proves(step: &Step<'_>, table: &ObjectName, constraint: &ConstraintRef) -> bool {
    let known = constraint.name().and_then(|it| step.constraint(table, it));
    let Some(ConstraintKind::Check(expr)) = known.map(|it| &it.definition.kind) else {
        return false;
    };
    let required =
        |it: &String| step.column(table, it).is_some_and(|it| it.nullable == Some(false));
    !expr.proves_not_null.is_empty()
        && expr.columns.len() == expr.proves_not_null.len()
        && expr.proves_not_null.iter().all(required)
}
