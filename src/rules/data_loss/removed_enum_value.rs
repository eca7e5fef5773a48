use crate::ops::column::AlterColumn;
use crate::ops::{Clause, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table, column, change: AlterColumn::SetType { to, using } } =
        &step.op.kind
    else {
        return None;
    };
    let from = step.column(table, column)?.data_type.as_ref()?;
    let old = step.before.enum_values(&from.name)?;
    let new = step.before.enum_values(&to.name)?;
    // Values that only exist when the migration runs.
    if old.iter().chain(new).any(|it| it.contains('{')) {
        return None;
    }
    let missing = old.iter().find(|it| !new.contains(it))?;
    // An expression that names the value knows what becomes of it.
    let handled = using.as_ref().is_some_and(|it| it.text.contains(missing.as_str()));
    let cleared = |it: &Op| match &it.kind {
        OpKind::Delete(it) => it.table == *table,
        OpKind::Update(it) => it.table == *table,
        _ => false,
    };
    if step.is_new_column(table, column) || handled || step.near().any(cleared) {
        return None;
    }
    let remark = Remark::new(
        format!("`{to}` has no value `{missing}`, which `{table}.{column}` may hold", to = to.text),
        "the migration fails at the first row that holds it, and code that still writes it fails afterwards",
        "give such rows another value first, in batches, once no code writes it any more",
    );
    Some(remark.at(Clause::Type))
}
