use crate::ops::unit::Direction;
use crate::rules::{Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let wide = view.run.second_table.as_ref()?;
    let statement = view.run.unit.statements.get(wide.statement)?;
    if view.run.unit.direction == Direction::Down {
        return None;
    }
    let remark = Remark::new(
        format!("this locks `{}` while `{}` is still locked", wide.taken.table, wide.held.table),
        format!(
            "{} and {} are held together until the commit, and whoever takes the tables in the other order ends in a deadlock",
            wide.held.mode.words(),
            wide.taken.mode.words()
        ),
        "change one table in each migration, with a commit between",
    );
    Some(remark.at_span(statement.span))
}
