use crate::catalog::Knowledge;
use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, What};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, to) = match &step.op.kind {
        OpKind::RenameTable { table, to } => (table, to.to_string()),
        OpKind::SetTableSchema { table, schema } => (table, format!("{schema}.{}", table.name)),
        _ => return None,
    };
    let takes_its_place = |it: &Op| match &it.kind {
        OpKind::CreateView(view) => view.name == *table,
        OpKind::CreateTable(new) => new.name == *table,
        OpKind::RenameTable { to, .. } => to == table,
        _ => false,
    };
    if step.is_private(table) || step.near().any(takes_its_place) {
        return None;
    }
    let remark = Remark::new(
        format!("`{table}` is called `{to}` from one moment to the next"),
        format!("code that is still running asks for `{table}` and fails until it is replaced"),
        "leave a view with the old name behind in the same transaction, and drop it once nothing uses it",
    );
    let known = step.before.table(table).filter(|it| it.knowledge == Knowledge::Whole);
    Some(match (&step.op.kind, known) {
        (OpKind::RenameTable { .. }, Some(known)) => {
            let columns = known.columns.iter().map(|it| it.name.clone()).collect();
            let title =
                format!("leave a view called `{table}` behind until nothing uses it any more");
            remark.instead(title, What::ViewBehind { columns })
        }
        _ => remark,
    })
}
