//! migralint reads migrations, replays them over a simulated schema, works out what each step does to a live database,
//! and lets rules speak about that.
//!
//! The floors, lowest first; each uses only what stands above it in this list (`tests/it/tidy.rs` holds the table).

pub mod text;
// The comment lines keep the formatter from sorting the floors.
pub mod dialect;
//
pub mod ops;
//
pub mod lang;
