use crate::catalog::{Table, TableConstraint};
use crate::ops::constraint::ConstraintKind;
use crate::rules::{Made, Remark};

pub(crate) fn check(
    made: &Made<'_>,
    table: &Table,
    constraint: &TableConstraint,
) -> Option<Remark> {
    let ConstraintKind::ForeignKey(key) = &constraint.definition.kind else { return None };
    let (from, to) = made.schema.column_pairs(table, key).into_iter().find_map(|(from, to)| {
        let types = from.data_type.as_ref().zip(to.data_type.as_ref());
        types.filter(|(from, to)| from.holds_less_than(to)).map(|_| (from, to))
    })?;
    let type_of = |it: &crate::catalog::Column| {
        it.data_type.as_ref().map_or(String::new(), |it| it.text.clone())
    };
    Some(Remark::new(
        format!(
            "`{}.{}` is {}, and `{}.{}` is {}",
            table.name,
            from.name,
            type_of(from),
            key.references,
            to.name,
            type_of(to)
        ),
        "keys that do not fit the smaller type cannot be referred to, and inserts fail from there on",
        "give the column the type of the key that it refers to",
    ))
}
