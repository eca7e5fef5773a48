use crate::ops::OpKind;
use crate::replay::{self, Step};
use crate::rules::{Remark, Severity};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Insert(insert) = &step.op.kind else { return None };
    let table = &insert.table;
    let words = insert.on_conflict.as_deref()?;
    let replaces = words == "replace";
    let updates = matches!(words, "on conflict do update" | "on duplicate key update");
    if !replaces && !updates || step.is_private(table) || !replay::may_hold_rows(step.before, table)
    {
        return None;
    }
    if replaces {
        let remark = Remark::new(
            format!("rows of `{table}` that are there already are deleted and made anew"),
            "columns that the statement does not give lose their values, and rows that refer to the old one go or stop it",
            "update the columns that are meant, or leave the rows that are there as they are",
        );
        return Some(remark.with_severity(Severity::Warning));
    }
    Some(Remark::new(
        format!("rows of `{table}` that are there already are overwritten"),
        "what somebody has changed in them since is lost, and nothing brings it back but a backup",
        "leave rows that are there as they are (`do nothing`), unless the new values are meant for them",
    ))
}
