use crate::catalog::compare::Part;
use crate::revert::proof::{Again, FaultKind};
use crate::rules::{Remark, Severity, WayDown};

pub(crate) fn check(view: &WayDown<'_>) -> Option<Remark> {
    let FaultKind::Left { again } = view.fault.kind else { return None };
    let part = &view.fault.part;
    let message = format!("the way back of `{}` leaves {} behind", view.up.id, part.words());
    match (part, again) {
        (Part::Type(_), Again::Collides) => Some(Remark::new(
            message,
            "dropping a table does not drop its types, and the next way up fails because the type exists",
            "drop the type after the last table that uses it",
        )),
        (Part::Type(_), Again::Goes) => Some(Remark::new(
            message,
            "dropping a table does not drop its types",
            "drop the type after the last table that uses it",
        )),
        (Part::EnumValue { .. }, _) => {
            let remark = Remark::new(
                message,
                "a value cannot be taken out of an enumeration; rows may hold it from now on",
                "add values with `if not exists`, so that the next way up does not fail",
            );
            Some(remark.with_severity(Severity::Note))
        }
        _ => None,
    }
}
