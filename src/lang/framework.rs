//! Which convention a file follows: up and down, version, order, who opens the transaction.
