//! Others wait.

pub mod blocking_check;
pub mod blocking_exclusion;
pub mod blocking_foreign_key;
pub mod blocking_index_build;
pub mod blocking_index_drop;
pub mod blocking_not_null;
pub mod blocking_refresh;
pub mod blocking_reindex;
pub mod blocking_unique_constraint;
pub mod blocking_validation;
pub mod explicit_lock;
pub mod locked_referenced_table;
pub mod nullable_primary_key;
pub mod unbatched_update;
pub mod unbounded_lock_wait;
pub mod work_under_lock;
