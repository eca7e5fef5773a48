use crate::ops::{Cascade, Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let name = match &step.op.kind {
        OpKind::DropTable { name, cascade: Cascade::Cascade, .. } if !step.is_private(name) => {
            name.to_string()
        }
        OpKind::DropColumn { table, column, cascade: Cascade::Cascade, .. }
            if !step.is_new_column(table, column) =>
        {
            format!("{table}.{column}")
        }
        OpKind::DropConstraint { table, constraint, cascade: Cascade::Cascade, .. }
            if !step.is_private(table) =>
        {
            constraint.name().unwrap_or("the primary key").to_owned()
        }
        OpKind::DropObject { name, cascade: Cascade::Cascade, .. } if !step.is_private(name) => {
            name.to_string()
        }
        OpKind::DropSchema { name, cascade: Cascade::Cascade, .. } => name.clone(),
        _ => return None,
    };
    let remark = Remark::new(
        format!("whatever depends on `{name}` is dropped with it"),
        "views, foreign keys, defaults and functions go too, those that no migration mentions among them",
        "name what has to go and drop it before, so that anything else stops the migration",
    );
    Some(remark.at(Clause::Cascade))
}
