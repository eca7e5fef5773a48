//! migralint reads migrations, replays them over a simulated schema, works out what each step does to a live database,
//! and lets rules speak about that.
//!
//! The floors, lowest first; each uses only what stands above it in this list (`tests/it/tidy.rs` holds the table).
//! The comment lines between them keep the formatter from sorting them.

pub mod order;
// what has a place
pub mod text;
// what is judged for
pub mod dialect;
// what a migration asks for
pub mod ops;
// how it is written
pub mod lang;
// what the database holds
pub mod catalog;
// how that is undone
pub mod revert;
// what an operation does to it
pub mod effects;
// how long that lasts
pub mod cost;
// in which order
pub mod history;
// all of it together, step by step
pub mod replay;
// what a person does with it
pub mod plan;
// what to say about it
pub mod rules;
// what is wanted of them
pub mod config;
// from sources to findings
pub mod lint;
// from sources to the ways down that are missing
pub mod downgrade;
// and out again
pub mod report;
// what the fixes make of the sources
pub mod repair;
// JavaScript's door
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use config::{Date, RuleLevel};
pub use lint::Options;
pub use repair::{Repaired, repair};
pub use report::fill::{check, explain, inspect, revert, rules as all_rules};
pub use report::plan::plan;
pub use rules::{Preset, Safety};
pub use text::Source;
