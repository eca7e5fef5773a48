use super::{rewriting, weighed};
use crate::effects::EffectKind;
use crate::ops::column::{AlterColumn, ColumnDef};
use crate::ops::expr::DataType;
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, What, beside};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::AlterColumn { table: changed, column, change } = &step.op.kind else { return None };
    let to = match change {
        AlterColumn::SetType { to, .. } => Some(to),
        AlterColumn::Redefine { to, .. } => to.data_type.as_ref(),
        _ => return None,
    };
    let (table, effect) = step.rewrite()?;
    let remark = Remark::new(
        match to {
            Some(to) => {
                format!("changing `{column}` to {} writes every row of `{table}` anew", to.text)
            }
            None => format!("changing `{column}` writes every row of `{table}` anew"),
        },
        rewriting(step),
        step.advice(
            table,
            "add a column of the new type, keep both in step by a trigger, fill it in batches, then switch over",
        ),
    );
    let remark = weighed(step, remark).resting_on(effect).at(Clause::Type);
    let AlterColumn::SetType { to, using: None } = change else { return Some(remark) };
    // What a time without a zone means depends on the session that converts it.
    let timed = |it: &DataType| it.name.name.starts_with("timestamp");
    let narrows = step
        .own()
        .any(|it| matches!(it.kind, EffectKind::LoseData { .. } | EffectKind::MayFail { .. }));
    let same = |it: &ColumnDef| !narrows && !timed(to) && !it.data_type.as_ref().is_some_and(timed);
    Some(match beside(step, table, column) {
        Some((old, key)) if table == changed && same(&old) => {
            let title = format!(
                "fill a column of type {} beside `{column}`, and let it take that place at the end",
                to.text
            );
            let name = format!("{column}_new");
            let made = ColumnDef { name, data_type: Some(to.clone()), ..old };
            remark.instead(title, What::Beside { column: Box::new(made), key })
        }
        _ => remark,
    })
}
