//! The chain of migrations is broken.

pub mod duplicate_revision;
pub mod edited_migration;
pub mod empty_upgrade;
pub mod forged_version;
pub mod forgotten_schema;
pub mod missing_parent;
pub mod misstated_parent;
pub mod passed_over_file;
pub mod predated_revision;
pub mod revision_cycle;
pub mod second_head;
pub mod unordered_files;
pub mod unpaired_migration;
pub mod use_after_drop;
pub mod use_before_creation;
pub mod working_merge;
