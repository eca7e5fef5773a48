//! The migration fails.

pub mod accidental_parameter;
pub mod ignored_argument;
pub mod joined_statements;
pub mod late_setting;
pub mod misordered_downgrade;
pub mod overlong_revision;
pub mod quoted_function_default;
pub mod refused_call;
pub mod refused_statement;
pub mod required_column;
pub mod rolled_back_changes;
pub mod shadowed_definition;
pub mod silent_change;
pub mod stray_call;
pub mod unchecked_rebuild;
pub mod uncommitted_enum_value;
pub mod uncommitted_transaction;
pub mod undefined_name;
pub mod uneven_rows;
pub mod unportable_statement;
pub mod unrepeatable_script;
pub mod untransactional_statement;
pub mod untyped_change;
pub mod unwrapped_text;
