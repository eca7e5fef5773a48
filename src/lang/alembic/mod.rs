//! Alembic: revisions and calls of its operations, lowered.
