use crate::ops::table::TableOption;
use crate::ops::{Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, options) = match &step.op.kind {
        OpKind::SetTableOption { table, option } => (table, std::slice::from_ref(option)),
        OpKind::CreateTable(table) => (&table.name, table.options.as_slice()),
        _ => return None,
    };
    let on_again = |it: &Op| match &it.kind {
        OpKind::SetTableOption { table: other, option } => other == table && !is_off(option),
        OpKind::DropTable { name, .. } => name == table,
        _ => false,
    };
    if !options.iter().any(is_off) || step.near().any(on_again) {
        return None;
    }
    Some(Remark::new(
        format!("autovacuum no longer cleans `{table}`"),
        "dead rows stay, the table and its indexes grow, its statistics age, and the vacuum that a transaction's age forces at last has everything to do at once",
        "leave it on and set its thresholds and its cost limit instead, or switch it on again in the same migration",
    ))
}

/// Whether it switches autovacuum off, for the table or for its long values.
fn is_off(option: &TableOption) -> bool {
    const OFF: [&str; 4] = ["false", "off", "no", "0"];
    let value = option.value.trim_matches('\'').to_ascii_lowercase();
    matches!(option.name.as_str(), "autovacuum_enabled" | "toast.autovacuum_enabled")
        && OFF.contains(&value.as_str())
}
