//! Python, read without being run.
