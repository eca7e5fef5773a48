use crate::ops::OpKind;
use crate::ops::index::{CreateIndex, Online};
use crate::replay::{Blocked, Step};
use crate::rules::{Remark, of_one_lock, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::CreateIndex(index) = &step.op.kind else { return None };
    let lock = step.long_lock_against(Blocked::Writers)?;
    let name = index.name.as_deref().unwrap_or("the index");
    let partitioned =
        step.before.tables.get(&index.table).is_some_and(|it| it.partition_by.is_some());
    let own_way = step.own_way(&index.table);
    let help = if let Some(own_way) = &own_way {
        own_way.clone()
    } else if partitioned {
        "make the index on the parent `only`, build it online on each partition, and attach these"
            .to_owned()
    } else {
        format!("build it online (concurrently), {}", outside_transaction(step.unit))
    };
    let remark = Remark::new(
        format!("building `{name}` blocks {} on `{}`", lock.mode.blocks.words(), lock.table),
        format!("it holds {} until every row is indexed", lock.mode.words()),
        help,
    );
    if partitioned || own_way.is_some() {
        return Some(of_one_lock(step, remark));
    }
    let online = CreateIndex { online: Online::Yes, ..index.clone() };
    Some(remark.or_rather(format!("build `{name}` online"), vec![OpKind::CreateIndex(online)]))
}
