//! Source languages: from texts to units of operations. Only here is spelling known.

pub mod alembic;
pub mod framework;
pub mod python;
pub mod sql;
