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
