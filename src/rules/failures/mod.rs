//! The migration fails.

pub mod misordered_downgrade;
pub mod overlong_revision;
pub mod refused_statement;
pub mod required_column;
pub mod uncommitted_enum_value;
pub mod untransactional_statement;
