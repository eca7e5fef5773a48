//! What a server can do: one table of properties for MySQL, one for MariaDB. The engine asks for properties, never for
//! names or versions.
//!
//! MySQL manual: "Online DDL Operations", "ALTER TABLE Statement", "Changes in MySQL 8.0"; MariaDB: "InnoDB Online DDL
//! Overview", "Instant ADD COLUMN for InnoDB", "ALTER TABLE". Where `tests/facts/{mysql,mariadb}.json` measured it, that counts.

use crate::dialect::{Dialect, Target, Version};

/// Words of a server's errors that differ between the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Mysql,
    Mariadb,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Server {
    pub family: Family,
    /// ALGORITHM=INSTANT is known, and changes of defaults and comments are.
    pub instant: bool,
    pub instant_add_last: bool,
    pub instant_add_anywhere: bool,
    pub instant_drop: bool,
    pub instant_reorder: bool,
    pub instant_rename_column: bool,
    /// Options of the table, names of indexes, dropped constraints.
    pub instant_options: bool,
    /// VARCHAR grows, and character sets and collations change, without touching the rows.
    pub instant_widening: bool,
    /// utf8mb3 to utf8mb4 and other collations, where no index holds the column.
    pub widening_charset: bool,
    /// CONVERT TO of such columns needs no rebuild.
    pub widening_convert: bool,
    /// VARCHAR may grow over 255 bytes without a copy.
    pub widening_over_255: bool,
    /// ALGORITHM=NOCOPY is known.
    pub nocopy: bool,
    /// COPY lets others write meanwhile.
    pub online_copy: bool,
    /// ALGORITHM=INSTANT or NOCOPY is accepted where the server then copies.
    pub ignores_algorithm: bool,
    /// An explicit LOCK beside ALGORITHM=INSTANT is an error.
    pub instant_refuses_lock: bool,
    /// ALGORITHM names the most expensive way allowed, not the way itself.
    pub algorithm_is_limit: bool,
    /// So many instant changes of a table's columns fit before a rebuild.
    pub row_versions: Option<usize>,
    /// ADD and DROP COLUMN of a table with a SPATIAL index: rebuilt unless asked otherwise.
    pub spatial_rebuilds: bool,
    /// … and with an indexed virtual column.
    pub virtual_index_rebuilds: bool,
    pub virtual_combines: bool,
    pub expression_defaults: bool,
    /// A default of an expression is computed per row by copying the table.
    pub expression_default_copies: bool,
    pub functional_indexes: bool,
    pub checks: bool,
    /// A CHECK of an added column is not verified for the rows that are there.
    pub unverified_column_check: bool,
    pub not_enforced: bool,
    pub column_guards: bool,
    pub invisible_columns: bool,
    pub alter_visibility: bool,
    pub invisible_indexes: bool,
    pub ignored_indexes: bool,
    pub rename_column: bool,
    pub rename_index: bool,
    pub drop_constraint: bool,
    pub inline_references: bool,
    /// A foreign key must refer to a unique key.
    pub references_unique: bool,
    pub sequences: bool,
    pub system_versioning: bool,
    /// DROP TABLE of several either drops all or none.
    pub atomic_ddl: bool,
    /// With GTIDs a table cannot be made and filled in one statement.
    pub gtid_refuses_filled: bool,
    /// Partitions are changed by InnoDB itself, online where it can.
    pub native_partitions: bool,
    /// ALGORITHM and LOCK are a syntax error with changes of partitions.
    pub partition_refuses_clauses: bool,
    pub exchange_without_validation: bool,
    pub encryption_option: bool,
    pub instant_page_compression: bool,
    /// A temporary table takes columns instantly.
    pub instant_temporary: bool,
    /// Rows of a column that becomes NOT NULL are converted without a copy when the SQL mode is not strict.
    pub inplace_null_conversion: bool,
    /// The longest statement that it takes by default, in bytes.
    pub packet: u32,
    /// The character set of a database where nobody chose one.
    pub default_charset: &'static str,
}

impl Server {
    pub fn of(target: Target) -> Server {
        let version = target.release();
        match target.dialect {
            Dialect::Mariadb => mariadb(version),
            _ => mysql(version),
        }
    }
}

fn mysql(version: Version) -> Server {
    let since = |major, minor, patch| Version::new(major, minor, patch) <= version;
    Server {
        family: Family::Mysql,
        instant: since(8, 0, 12),
        instant_add_last: since(8, 0, 12),
        instant_add_anywhere: since(8, 0, 29),
        instant_drop: since(8, 0, 29),
        instant_reorder: false,
        instant_rename_column: since(8, 0, 28),
        instant_options: false,
        instant_widening: false,
        widening_charset: since(8, 0, 0),
        widening_convert: since(8, 0, 29),
        widening_over_255: false,
        nocopy: false,
        online_copy: false,
        ignores_algorithm: false,
        instant_refuses_lock: true,
        algorithm_is_limit: false,
        row_versions: since(8, 0, 29).then(|| if since(9, 1, 0) { 255 } else { 64 }),
        spatial_rebuilds: !since(8, 0, 12) || since(8, 0, 29),
        virtual_index_rebuilds: false,
        virtual_combines: !since(8, 0, 12),
        expression_defaults: since(8, 0, 13),
        expression_default_copies: true,
        functional_indexes: since(8, 0, 13),
        checks: since(8, 0, 16),
        unverified_column_check: false,
        not_enforced: since(8, 0, 16),
        column_guards: false,
        invisible_columns: since(8, 0, 23),
        alter_visibility: since(8, 0, 23),
        invisible_indexes: since(8, 0, 0),
        ignored_indexes: false,
        rename_column: since(8, 0, 3),
        rename_index: since(5, 7, 0),
        drop_constraint: since(8, 0, 19),
        inline_references: since(9, 0, 0),
        references_unique: since(8, 4, 0),
        sequences: false,
        system_versioning: false,
        atomic_ddl: since(8, 0, 0),
        gtid_refuses_filled: !since(8, 0, 21),
        native_partitions: since(8, 0, 0),
        partition_refuses_clauses: false,
        exchange_without_validation: since(5, 7, 5),
        encryption_option: true,
        instant_page_compression: false,
        instant_temporary: false,
        inplace_null_conversion: false,
        packet: if since(8, 0, 3) { 64 << 20 } else { 4 << 20 },
        default_charset: if since(8, 0, 1) { "utf8mb4" } else { "latin1" },
    }
}

fn mariadb(version: Version) -> Server {
    let since = |major, minor, patch| Version::new(major, minor, patch) <= version;
    Server {
        family: Family::Mariadb,
        instant: since(10, 3, 2),
        instant_add_last: since(10, 3, 2),
        instant_add_anywhere: since(10, 4, 0),
        instant_drop: since(10, 4, 0),
        instant_reorder: since(10, 4, 0),
        instant_rename_column: since(10, 3, 0),
        instant_options: since(10, 3, 0),
        instant_widening: since(10, 3, 0),
        widening_charset: since(10, 4, 3),
        widening_convert: since(10, 4, 3),
        widening_over_255: since(10, 4, 3),
        nocopy: since(10, 3, 2),
        online_copy: since(11, 2, 1),
        ignores_algorithm: !since(11, 2, 1),
        instant_refuses_lock: false,
        algorithm_is_limit: true,
        row_versions: None,
        spatial_rebuilds: false,
        virtual_index_rebuilds: since(10, 4, 0),
        virtual_combines: true,
        expression_defaults: true,
        expression_default_copies: false,
        functional_indexes: false,
        checks: since(10, 2, 1),
        unverified_column_check: true,
        not_enforced: false,
        column_guards: true,
        invisible_columns: since(10, 3, 3),
        alter_visibility: false,
        invisible_indexes: false,
        ignored_indexes: since(10, 6, 0),
        rename_column: since(10, 5, 2),
        rename_index: since(10, 5, 2),
        drop_constraint: true,
        inline_references: since(10, 5, 0),
        references_unique: false,
        sequences: since(10, 3, 0),
        system_versioning: since(10, 3, 4),
        atomic_ddl: false,
        gtid_refuses_filled: false,
        native_partitions: false,
        partition_refuses_clauses: true,
        exchange_without_validation: since(11, 4, 0),
        encryption_option: false,
        instant_page_compression: !since(10, 7, 0) || since(11, 8, 0),
        instant_temporary: !since(11, 2, 1),
        inplace_null_conversion: true,
        packet: 16 << 20,
        default_charset: if since(11, 6, 0) { "utf8mb4" } else { "latin1" },
    }
}
