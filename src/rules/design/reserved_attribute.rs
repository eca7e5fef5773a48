use crate::catalog::{Column, Table};
use crate::ops::unit::Framework;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let why = match (made.unit.framework, column.name.as_str()) {
        (Framework::Alembic, "metadata") => {
            "a declarative class keeps its tables under that name, and SQLAlchemy refuses it for a column"
        }
        (Framework::Rails, "type") => {
            "Active Record takes it for the name of the class that a row belongs to"
        }
        _ => return None,
    };
    Some(Remark::new(
        format!("`{}.{}` is a name that the mapper keeps for itself", table.name, column.name),
        why,
        "give the column another name, or map it under another one",
    ))
}
