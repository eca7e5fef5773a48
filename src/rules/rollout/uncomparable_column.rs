use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { table, column, .. } = &step.op.kind else { return None };
    let json = column.data_type.as_ref().is_some_and(|it| it.is("json"));
    if !json || step.is_private(table) {
        return None;
    }
    let remark = Remark::new(
        format!("`{table}` gets a column that cannot be compared"),
        "queries with `select distinct`, `group by` or `union` over all its columns fail from now on",
        "use `jsonb`",
    );
    Some(remark.at(Clause::Type))
}
