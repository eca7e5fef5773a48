use crate::catalog::{Knowledge, Table};
use crate::effects;
use crate::ops::table::PartitionBound;
use crate::rules::{Made, Remark};

pub(crate) fn check(made: &Made<'_>, table: &Table) -> Option<Remark> {
    if table.knowledge != Knowledge::Whole || !table.is_partitioned() {
        return None;
    }
    let parts = made.schema.partitions_of(&table.name);
    let bounds: Vec<&PartitionBound> =
        parts.filter_map(|it| it.partition_of.as_ref()).map(|it| &it.bound).collect();
    let gap = effects::gap_between(&bounds)?;
    Some(made.as_far_as_known(Remark::new(
        format!("no partition of `{}` takes {gap}", table.name),
        "inserting such a row fails, and so does an update that would move one there",
        "add the partition that is missing, or one by `default` for what no other takes",
    )))
}
