//! Transactions, sessions and settings.

/// What opens, closes or divides a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionOp {
    Begin,
    Commit,
    Rollback,
    Savepoint(String),
    RollbackTo(String),
    Release(String),
    /// PREPARE TRANSACTION, COMMIT PREPARED, and XA: as written.
    TwoPhase(String),
    /// COMMIT inside a procedural block, which no transaction around it accepts.
    CommitInBlock,
    /// Alembic's `autocommit_block()`: the framework's transaction is committed here.
    BeginAutocommit,
    /// The end of `autocommit_block()`: the framework opens a new transaction.
    EndAutocommit,
    /// SET TRANSACTION, SET CONSTRAINTS: as written.
    Set(String),
}

/// A session setting: `SET x = v`, `PRAGMA x = v`, `ALTER SESSION SET x = v`, SQL*Plus and psql settings that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Lower case.
    pub name: String,
    /// Without quotes; `None` for RESET and DEFAULT.
    pub value: Option<String>,
    pub scope: SettingScope,
}

impl Setting {
    /// Whether statements mean something else under it: which objects they name, who owns what they make, what is checked.
    pub fn changes_meaning(&self) -> bool {
        matches!(
            self.name.as_str(),
            "search_path"
                | "role"
                | "session_authorization"
                | "row_security"
                | "default_tablespace"
                | "default_table_access_method"
                | "xmloption"
                | "foreign_key_checks"
                | "unique_checks"
                | "sql_mode"
        )
    }

    /// The value as milliseconds, read as PostgreSQL reads a timeout: a bare number is milliseconds
    /// (manual: "Setting Parameters", "Numeric with Unit"). `None` where it is no such value.
    pub fn milliseconds(&self) -> Option<f64> {
        let value = self.value.as_ref()?.trim();
        let digits =
            value.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(value.len());
        let number: f64 = value.get(..digits)?.parse().ok()?;
        let unit = match value.get(digits..)?.trim() {
            "" | "ms" => 1.0,
            "us" => 0.001,
            "s" => 1_000.0,
            "min" => 60_000.0,
            "h" => 3_600_000.0,
            "d" => 86_400_000.0,
            _ => return None,
        };
        Some(number * unit)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingScope {
    Session,
    /// Until the transaction ends.
    Local,
    Global,
}
