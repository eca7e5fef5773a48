use crate::ops::OpKind;
use crate::ops::column::ColumnDef;
use crate::replay::Step;
use crate::rules::{Remark, What, beside};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::RenameColumn { table, column, to } = &step.op.kind else { return None };
    if step.is_new_column(table, column) {
        return None;
    }
    let remark = Remark::new(
        format!("`{table}.{column}` is called `{to}` from one moment to the next"),
        format!("code that is still running asks for `{column}` and fails until it is replaced"),
        "add the new column, write both, fill the old rows, read the new one, then drop the old one",
    );
    Some(match beside(step, table, column) {
        Some((old, key)) => {
            let title =
                format!("let `{to}` stand beside `{column}` until nothing uses that any more");
            let column = Box::new(ColumnDef { name: to.clone(), ..old });
            remark.instead(title, What::Beside { column, key })
        }
        None => remark,
    })
}
