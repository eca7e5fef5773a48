//! What to ask a database of its own catalogue, in its own words.

use crate::dialect::Dialect;

/// A query for indexes that cannot be used because their build was interrupted, where that can happen.
/// PostgreSQL: "pg_index", `indisvalid`.
pub fn unusable_indexes(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Postgres => {
            Some("SELECT indexrelid::regclass FROM pg_catalog.pg_index WHERE NOT indisvalid;")
        }
        Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => {
            None
        }
    }
}

/// A query for constraints that rows from before them were not checked for.
/// PostgreSQL: "pg_constraint", `convalidated`; SQL Server: "sys.foreign_keys" and "sys.check_constraints",
/// `is_not_trusted`; Oracle: "ALL_CONSTRAINTS", `VALIDATED`.
pub fn unvalidated_constraints(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Postgres => Some(
            "SELECT conrelid::regclass, conname FROM pg_catalog.pg_constraint WHERE NOT convalidated;",
        ),
        Dialect::Mssql => Some(
            "SELECT name FROM sys.foreign_keys WHERE is_not_trusted = 1 UNION ALL SELECT name FROM sys.check_constraints WHERE is_not_trusted = 1;",
        ),
        Dialect::Oracle => Some(
            "SELECT table_name, constraint_name FROM user_constraints WHERE validated = 'NOT VALIDATED';",
        ),
        Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite => None,
    }
}

/// Whether the type `money` is read and written by a setting of the server. PostgreSQL: "Monetary Types", `lc_monetary`;
/// SQL Server's is a number with four decimals ("money and smallmoney").
pub fn money_is_shown_by_locale(dialect: Dialect) -> bool {
    dialect == Dialect::Postgres
}
