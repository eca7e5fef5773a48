use crate::ops::data::InsertSource;
use crate::ops::{ObjectName, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (table, text, reads) = match &step.op.kind {
        OpKind::Insert(it) => {
            let InsertSource::Query(reads) = &it.source else { return None };
            (&it.table, &it.text, reads.as_slice())
        }
        OpKind::Update(it) => (&it.table, &it.text, it.reads.as_slice()),
        OpKind::Delete(it) => (&it.table, &it.text, it.reads.as_slice()),
        OpKind::Merge { table, text } => (table, text, &[][..]),
        _ => return None,
    };
    let own = |it: &ObjectName| it.name.starts_with(['#', '@']) || step.is_private(it);
    let only_own = !reads.is_empty() && reads.iter().all(own);
    if own(table) || only_own || !(hints(text) || uncommitted(step)) {
        return None;
    }
    Some(Remark::new(
        format!("what other transactions have not committed decides what is written to `{table}`"),
        "rows that are rolled back afterwards are copied, and rows that move meanwhile are read twice or not at all: the result stays",
        "leave the hint out; a snapshot (`READ_COMMITTED_SNAPSHOT`) reads without waiting and without this",
    ))
}

/// A hint of a table: `WITH (NOLOCK)`, or as it was once written, `(NOLOCK)`.
fn hints(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let inside = |group: &str| {
        let end = group.find(')').unwrap_or(group.len());
        let mut words = group[..end].split([',', ' ', '\n', '\t', '\r']);
        words.any(|it| matches!(it.trim(), "nolock" | "readuncommitted"))
    };
    ["nolock", "readuncommitted"].iter().any(|it| lower.contains(it))
        && lower.split('(').skip(1).any(inside)
}

fn uncommitted(step: &Step<'_>) -> bool {
    let level = |it: &OpKind| match it {
        OpKind::Transaction(_) => None,
        OpKind::Set(it) if it.name.contains("isolation") => it.value.clone(),
        _ => None,
    };
    let mut before = step.shortly_before();
    before.any(|it| level(&it.kind).is_some_and(|it| it.eq_ignore_ascii_case("read uncommitted")))
}
