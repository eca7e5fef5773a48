//! Reports: the shared shape, how it is filled, and its forms.

pub mod fill;
#[cfg(feature = "cli")]
pub mod json;
pub mod model;
pub mod operation;
pub mod plan;
pub mod schema;
#[cfg(feature = "cli")]
pub mod text;
