use super::rewriting;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AddColumn { column, position, guard, .. } = &step.op.kind else { return None };
    let (table, effect) = step.rewrite()?;
    if effect.clause != Some(Clause::Default) || column.generated.is_some() {
        return None;
    }
    let remark = Remark::new(
        format!("the default of `{}` is worked out anew for every row of `{table}`", column.name),
        rewriting(step),
        "add the column without a default, set the default for new rows, and fill the old ones in batches",
    );
    let remark = remark.resting_on(effect).at(Clause::Default);
    let (Some(default), None | Some(true)) = (&column.default, column.nullable) else {
        return Some(remark);
    };
    let bare = ColumnDef { default: None, ..column.clone() };
    let add = OpKind::AddColumn {
        table: table.clone(),
        column: bare,
        position: position.clone(),
        guard: *guard,
    };
    let set = OpKind::AlterColumn {
        table: table.clone(),
        column: column.name.clone(),
        change: AlterColumn::SetDefault(default.clone()),
    };
    let title =
        format!("leave `{}` null in the old rows, and set its default for new ones", column.name);
    Some(remark.or_rather(title, vec![add, set]))
}
