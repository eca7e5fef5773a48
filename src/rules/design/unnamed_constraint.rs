use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(_: &Made<'_>, table: &Table, constraint: &TableConstraint) -> Option<Remark> {
    let named = constraint.definition.name.is_some();
    if named
        || !matches!(
            constraint.definition.kind,
            ConstraintKind::Unique(_)
                | ConstraintKind::ForeignKey(_)
                | ConstraintKind::Check(_)
                | ConstraintKind::Exclude { .. }
        )
    {
        return None;
    }
    Some(Remark::new(
        format!(
            "a constraint of `{}` on `{}` has no name of its own",
            table.name,
            constraint.definition.columns().join("`, `")
        ),
        "a later migration has to know the name that the database made up, and that differs between databases",
        "give it a name, or use a naming convention",
    ))
}
