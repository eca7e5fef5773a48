//! Reports: the shared shape, how it is filled, and its forms.

pub mod fill;
pub mod model;
pub mod operation;
pub mod schema;
