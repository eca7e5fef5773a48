use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let what = match &step.op.kind {
        OpKind::Set(setting) if setting.name == "session_replication_role" => {
            setting.value.as_ref().filter(|it| it.eq_ignore_ascii_case("replica"))?;
            "foreign keys and triggers are switched off for the session".to_owned()
        }
        OpKind::SetTrigger { table, name, state } => {
            let off = state.starts_with("disable") && name == "all" && !step.is_private(table);
            off.then(|| format!("foreign keys and triggers of `{table}` are switched off"))?
        }
        _ => return None,
    };
    Some(Remark::new(
        what,
        "rows that are written meanwhile may refer to nothing, and nobody looks at them later",
        "write rows in an order that the keys accept, or drop the foreign key and add it anew",
    ))
}
