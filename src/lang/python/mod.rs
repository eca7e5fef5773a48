//! Python, read without being run: parsed with error recovery, and evaluated as far as values are known.

pub(crate) mod builtins;
pub(crate) mod evaluate;
pub(crate) mod execute;
pub(crate) mod guard;
pub(crate) mod imports;
pub(crate) mod machine;
pub(crate) mod parse;
pub(crate) mod text;
pub(crate) mod value;
