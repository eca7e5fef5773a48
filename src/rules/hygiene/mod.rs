//! The file itself: what cannot be read, and comments that allow findings.

pub mod allow_without_reason;
pub mod chosen_database;
pub mod client_command;
pub mod configured_password;
pub mod expired_allow;
pub mod fleeting_object;
pub mod foreign_dialect;
pub mod ineffective_setting;
pub mod misleading_setting;
pub mod misspelt_allow;
pub mod named_tablespace;
pub mod opaque_statement;
pub mod server_file;
pub mod undecodable_text;
pub mod unguarded_extension;
pub mod unknown_effect;
pub mod unused_allow;
pub mod written_password;
