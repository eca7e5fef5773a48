//! The chain of migrations is broken.

pub mod duplicate_revision;
pub mod missing_parent;
pub mod revision_cycle;
pub mod second_head;
pub mod working_merge;
