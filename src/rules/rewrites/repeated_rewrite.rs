use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let (place, table) = view.run.repeated_rewrite.as_ref()?;
    let statement = view.run.unit.statements.get(*place)?;
    let remark = Remark::new(
        format!("`{table}` is written anew once more"),
        "each rewrite reads and writes every row and every index, and the same time is spent again while others wait",
        "change everything in one `alter table`, which writes the table once",
    );
    Some(remark.at_span(statement.span))
}
