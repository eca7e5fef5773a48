//! Rows or values are gone for good.

pub mod arbitrary_survivor;
pub mod cascading_delete;
pub mod cascading_drop;
pub mod disabled_trigger;
pub mod dropped_column;
pub mod dropped_owned_objects;
pub mod dropped_schema;
pub mod dropped_table;
pub mod emptied_table;
pub mod lost_dependant;
pub mod narrowed_type;
pub mod overwriting_insert;
pub mod purged_table;
pub mod removed_enum_value;
pub mod unchecked_rows;
pub mod unfiltered_delete;
pub mod unfiltered_update;
pub mod unlogged_table;
pub mod unmanaged_table;

use crate::ops::data::InsertSource;
use crate::ops::table::Persistence;
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, Severity};

/// The table into which the same migration has copied rows of this one shortly before, and that stays.
fn copy_of<'a>(step: &Step<'a>, table: &ObjectName) -> Option<Copied<'a>> {
    step.shortly_before().find_map(|it: &'a Op| match &it.kind {
        OpKind::CreateTable(made) if made.persistence != Persistence::Temporary => {
            let query = made.filled_from.as_ref().filter(|it| it.reads.contains(table))?;
            let words: Vec<&str> = query.text.split_whitespace().take(5).collect();
            let whole = matches!(words.as_slice(), [_, "*", _, _] | [_, _]);
            Some(Copied { into: &made.name, whole })
        }
        OpKind::Insert(insert) if insert.table != *table => match &insert.source {
            InsertSource::Query(reads) if reads.contains(table) => {
                Some(Copied { into: &insert.table, whole: false })
            }
            _ => None,
        },
        _ => None,
    })
}

/// Where rows went before they are lost.
struct Copied<'a> {
    into: &'a ObjectName,
    /// Whether these are all of them, with every column.
    whole: bool,
}

impl Copied<'_> {
    /// Speaks more softly where nothing was left out.
    fn weighed(&self, remark: Remark) -> Remark {
        if self.whole { remark.with_severity(Severity::Warning) } else { remark }
    }
}
