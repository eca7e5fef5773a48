//! SQL, read dialect by dialect.
