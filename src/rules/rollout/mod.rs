//! The running release and the new one do not get along, or there is no way back.

pub mod dropped_constraint;
pub mod dropped_not_null;
pub mod empty_downgrade;
pub mod missing_downgrade;
pub mod renamed_column;
pub mod renamed_table;
