//! The migration fails.

pub mod misordered_downgrade;
pub mod overlong_revision;
pub mod quoted_function_default;
pub mod refused_statement;
pub mod required_column;
pub mod rolled_back_changes;
pub mod shadowed_definition;
pub mod silent_change;
pub mod unchecked_rebuild;
pub mod uncommitted_enum_value;
pub mod uncommitted_transaction;
pub mod unportable_statement;
pub mod unrepeatable_script;
pub mod untransactional_statement;
