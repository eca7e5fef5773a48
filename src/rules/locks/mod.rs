//! Others wait.

pub mod blocking_index_build;
