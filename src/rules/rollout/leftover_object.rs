use crate::catalog::compare::Part;
use crate::revert::proof::{Again, FaultKind};
use crate::rules::{Remark, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    let FaultKind::Left { again } = view.fault.kind else { return None };
    let part = &view.fault.part;
    if matches!(part, Part::Type(_) | Part::EnumValue { .. }) {
        return None;
    }
    Some(Remark::new(
        format!("the way back of `{}` leaves {} behind", view.up.id, part.words()),
        match again {
            Again::Collides => "the next way up fails, because what it makes is there already",
            Again::Goes => {
                "the schema is not what it was, and nobody knows it until something meets it"
            }
        },
        "take it away on the way down, after what depends on it",
    ))
}
