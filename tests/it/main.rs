//! The one test binary. Data first: pages, tables and chains; Rust only where data cannot reach.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod alembic;
mod bad_input;
mod behaviours;
mod by_name;
mod catalog;
mod chains;
mod cli;
mod command;
mod effects;
mod examples;
mod facts;
mod facts_mysql;
mod facts_sqlite;
mod fixes;
mod framework;
mod history;
mod limits;
mod pages;
mod plan;
mod reports;
mod revert;
mod rules;
mod sql;
mod text;
mod tidy;
