//! The running release and the new one do not get along, or there is no way back.

pub mod dropped_constraint;
pub mod dropped_not_null;
pub mod empty_downgrade;
pub mod idle_guard;
pub mod leftover_object;
pub mod leftover_type;
pub mod missing_downgrade;
pub mod narrowing_downgrade;
pub mod orphaned_downgrade;
pub mod overreaching_delete;
pub mod overreaching_downgrade;
pub mod renamed_column;
pub mod renamed_table;
pub mod unrestored_attribute;
pub mod unrestored_object;
