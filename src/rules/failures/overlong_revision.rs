use crate::ops::unit::{Direction, Framework};
use crate::rules::{Remark, UnitView};

/// The width of `alembic_version.version_num`: Alembic's `MigrationContext` makes it `String(32)`.
const WIDTH: usize = 32;

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    let length = unit.id.chars().count();
    if unit.framework != Framework::Alembic || unit.direction != Direction::Up || length <= WIDTH {
        return None;
    }
    Some(Remark::new(
        format!("the revision `{}` has {length} characters", unit.id),
        format!(
            "Alembic stores it in a column of {WIDTH}, so the migration runs and recording it fails"
        ),
        format!("shorten it to {WIDTH} characters"),
    ))
}
