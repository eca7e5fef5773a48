//! SQL, read dialect by dialect.

use crate::dialect::Dialect;
use crate::ops::unit::Statement;
use crate::text::Span;

/// The statements of the part of `text` under `span`.
pub fn read(_text: &str, _span: Span, _dialect: Dialect) -> Vec<Statement> {
    Vec::new()
}
