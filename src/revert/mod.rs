//! The way back: what undoes an operation, and the proof that a way down undoes its way up.

pub mod asks;
pub mod inverse;
pub mod proof;
