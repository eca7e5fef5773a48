use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let (place, table) = view.run.repeated_lock.as_ref()?;
    let statement = view.run.unit.statements.get(*place)?;
    let remark = Remark::new(
        format!("this is the third migration of the release that locks `{table}`"),
        "each waits anew for all who use the table, and whoever comes after it waits behind it",
        "make the short changes of the table together, in one `alter table`",
    );
    Some(remark.at_span(statement.span))
}
