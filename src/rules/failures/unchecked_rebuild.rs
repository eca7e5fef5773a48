use crate::ops::OpKind;
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let ops = || view.run.unit.statements.iter().flat_map(|it| &it.ops);
    let off = |it: &OpKind| match it {
        OpKind::Set(it) if it.name == "foreign_keys" => it.value.as_deref().is_some_and(|it| {
            matches!(it.to_ascii_lowercase().as_str(), "off" | "0" | "false" | "no")
        }),
        _ => false,
    };
    let switched = ops().find(|it| off(&it.kind))?;
    let checks = |it: &OpKind| match it {
        OpKind::Other { detail, .. } => detail.contains("foreign_key_check"),
        OpKind::Set(it) => it.name == "foreign_key_check",
        _ => false,
    };
    let rebuilds = |it: &OpKind| matches!(it, OpKind::RenameTable { .. });
    if !ops().any(|it| rebuilds(&it.kind)) || ops().any(|it| checks(&it.kind)) {
        return None;
    }
    let remark = Remark::new(
        "a table is rebuilt while foreign keys are off, and nobody looks for broken ones",
        "rows that refer to nothing are found when somebody reads them",
        "end with `PRAGMA foreign_key_check`, before foreign keys are switched on again",
    );
    Some(Remark { place: Place::Span(switched.span), ..remark })
}
