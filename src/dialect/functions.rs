//! Functions that some of the databases have and others have not, as far as migrations of other databases call them.
//!
//! PostgreSQL: "Functions and Operators", the catalogue `pg_proc`; MySQL: "Built-In Function and Operator Reference";
//! MariaDB: "Function and Operator Reference"; SQLite: "Built-In Scalar SQL Functions", "Date And Time Functions",
//! "Built-in Aggregate Functions", "Built-In Mathematical SQL Functions", "JSON Functions And Operators"; Oracle: "SQL
//! Functions", "Single-Row Functions"; SQL Server: "What are the SQL database functions?" and its pages. PostgreSQL 15,
//! MariaDB 10.11 and SQLite 3.40 were asked for every name.

use super::{Dialect, Target, Version};

const P: u8 = 1;
const M: u8 = 1 << 1;
const A: u8 = 1 << 2;
const S: u8 = 1 << 3;
const O: u8 = 1 << 4;
const T: u8 = 1 << 5;
const MA: u8 = M | A;
const ALL: u8 = P | MA | S | O | T;

/// Who has a function in some version, in the order of names. Behind a name that is something else with arguments
/// stands `()`.
const FUNCTIONS: &[(&str, u8)] = &[
    ("add_months", O | A),
    ("adddate", MA),
    ("array_agg", P),
    ("array_append", P),
    ("array_length", P),
    ("array_to_string", P),
    ("bool_and", P),
    ("bool_or", P),
    ("ceil", ALL & !T),
    ("ceiling", ALL & !O),
    ("char_length", P | MA),
    ("character_length", P | MA),
    ("charindex", T),
    ("chr", P | A | O),
    ("clock_timestamp", P),
    ("concat", ALL),
    ("concat_ws", ALL & !O),
    ("conv", MA),
    ("curdate", MA),
    ("current_timestamp()", MA),
    ("currval", P),
    ("curtime", MA),
    ("database()", MA),
    ("datalength", T),
    ("date_format", MA),
    ("date_part", P),
    ("date_sub", MA),
    ("date_trunc", P),
    ("dateadd", T),
    ("datediff", MA | T),
    ("datename", T),
    ("datepart", T),
    ("dayname", MA),
    ("dayofmonth", MA),
    ("dayofweek", MA),
    ("dayofyear", MA),
    ("elt", MA),
    ("empty_blob", O),
    ("empty_clob", O),
    ("eomonth", T),
    ("extract", P | MA | O),
    ("find_in_set", MA),
    ("from_base64", MA),
    ("from_days", MA),
    ("from_unixtime", MA),
    ("gen_random_uuid", P),
    ("generate_series", P | S | T),
    ("getdate", T),
    ("getutcdate", T),
    ("greatest", ALL & !S),
    ("group_concat", MA | S),
    ("hashbytes", T),
    ("hex", MA | S),
    ("hextoraw", O),
    ("if", MA | S),
    ("ifnull", MA | S),
    ("iif", S | T),
    ("inet_aton", MA),
    ("inet_ntoa", MA),
    ("initcap", P | O),
    ("instr", ALL & !P & !T),
    ("isdate", T),
    ("isnull", MA | T),
    ("isnumeric", T),
    ("json_build_object", P),
    ("json_contains", MA | T),
    ("json_extract", MA | S),
    ("json_group_array", S),
    ("json_modify", T),
    ("json_query", ALL & !M & !S),
    ("json_set", MA | S),
    ("json_unquote", MA),
    ("json_value", ALL & !S),
    ("jsonb_agg", P),
    ("jsonb_array_elements", P),
    ("jsonb_build_object", P),
    ("jsonb_set", P | S),
    ("julianday", S),
    ("last_day", MA | O),
    ("last_insert_id", MA),
    ("last_insert_rowid", S),
    ("lcase", MA),
    ("least", ALL & !S),
    ("left", ALL & !S & !O),
    ("len", T),
    ("length", ALL & !T),
    ("listagg", O),
    ("localtimestamp", P | MA | O),
    ("locate", MA),
    ("lpad", P | MA | O),
    ("md5", P | MA),
    ("mod", ALL & !T),
    ("months_between", O),
    ("newid", T),
    ("newsequentialid", T),
    ("nextval", P | A),
    ("now", P | MA),
    ("nvl", A | O),
    ("nvl2", A | O),
    ("openjson", T),
    ("patindex", T),
    ("pg_sleep", P),
    ("printf", S),
    ("quotename", T),
    ("rand", MA | T),
    ("random", P | S),
    ("randomblob", S),
    ("rawtohex", O),
    ("regexp_like", P | M | O | T),
    ("regexp_replace", ALL & !S),
    ("regexp_substr", ALL & !S),
    ("repeat", P | MA),
    ("replicate", T),
    ("reverse", ALL & !S),
    ("right", ALL & !S & !O),
    ("row_to_json", P),
    ("rpad", P | MA | O),
    ("scope_identity", T),
    ("setval", P | A),
    ("sha1", MA),
    ("sha2", MA),
    ("sleep", MA),
    ("space", MA | T),
    ("split_part", P),
    ("standard_hash", O),
    ("statement_timestamp", P),
    ("str_to_date", MA),
    ("strcmp", MA),
    ("strftime", S),
    ("string_agg", P | S | T),
    ("string_split", T),
    ("string_to_array", P),
    ("strpos", P),
    ("stuff", T),
    ("subdate", MA),
    ("substr", ALL & !T),
    ("substring", ALL & !O),
    ("substring_index", MA),
    ("sys_guid", A | O),
    ("sysdate", MA | O),
    ("sysdatetime", T),
    ("sysdatetimeoffset", T),
    ("systimestamp", O),
    ("sysutcdatetime", T),
    ("timestampadd", MA),
    ("timestampdiff", MA),
    ("to_base64", MA),
    ("to_char", P | A | O),
    ("to_clob", O),
    ("to_date", P | A | O),
    ("to_days", MA),
    ("to_json", P),
    ("to_jsonb", P),
    ("to_number", P | A | O),
    ("to_timestamp", P | O),
    ("to_tsvector", P),
    ("transaction_timestamp", P),
    ("translate", P | O | T),
    ("trunc", P | A | S | O),
    ("truncate", MA),
    ("try_cast", T),
    ("try_convert", T),
    ("typeof", S),
    ("ucase", MA),
    ("unhex", MA | S),
    ("unix_timestamp", MA),
    ("unixepoch", S),
    ("unnest", P),
    ("utc_date", MA),
    ("utc_timestamp", MA),
    ("uuid()", MA | O),
    ("uuid_generate_v4", P),
    ("weekday", MA),
];

/// The first version with a function that earlier ones do not have.
const SINCE: &[(&str, Dialect, Version)] = &[
    ("add_months", Dialect::Mariadb, Version::new(10, 6, 1)),
    ("ceil", Dialect::Sqlite, Version::new(3, 35, 0)),
    ("ceiling", Dialect::Sqlite, Version::new(3, 35, 0)),
    ("concat", Dialect::Sqlite, Version::new(3, 44, 0)),
    ("concat_ws", Dialect::Sqlite, Version::new(3, 44, 0)),
    ("concat_ws", Dialect::Mssql, Version::new(2017, 0, 0)),
    ("generate_series", Dialect::Mssql, Version::new(2022, 0, 0)),
    ("greatest", Dialect::Mssql, Version::new(2022, 0, 0)),
    ("if", Dialect::Sqlite, Version::new(3, 48, 0)),
    ("iif", Dialect::Sqlite, Version::new(3, 32, 0)),
    ("json_contains", Dialect::Mssql, Version::new(2025, 0, 0)),
    ("json_query", Dialect::Postgres, Version::new(17, 0, 0)),
    ("json_value", Dialect::Postgres, Version::new(17, 0, 0)),
    ("json_value", Dialect::Mysql, Version::new(8, 0, 21)),
    ("jsonb_set", Dialect::Sqlite, Version::new(3, 45, 0)),
    ("least", Dialect::Mssql, Version::new(2022, 0, 0)),
    ("mod", Dialect::Sqlite, Version::new(3, 35, 0)),
    ("regexp_like", Dialect::Postgres, Version::new(15, 0, 0)),
    ("regexp_like", Dialect::Mysql, Version::new(8, 0, 4)),
    ("regexp_like", Dialect::Mssql, Version::new(2025, 0, 0)),
    ("regexp_replace", Dialect::Mysql, Version::new(8, 0, 4)),
    ("regexp_replace", Dialect::Mssql, Version::new(2025, 0, 0)),
    ("regexp_substr", Dialect::Postgres, Version::new(15, 0, 0)),
    ("regexp_substr", Dialect::Mysql, Version::new(8, 0, 4)),
    ("regexp_substr", Dialect::Mssql, Version::new(2025, 0, 0)),
    ("string_agg", Dialect::Sqlite, Version::new(3, 44, 0)),
    ("string_agg", Dialect::Mssql, Version::new(2017, 0, 0)),
    ("substring", Dialect::Sqlite, Version::new(3, 34, 0)),
    ("sys_guid", Dialect::Mariadb, Version::new(10, 6, 1)),
    ("to_char", Dialect::Mariadb, Version::new(10, 6, 1)),
    ("to_date", Dialect::Mariadb, Version::new(12, 0, 0)),
    ("to_number", Dialect::Mariadb, Version::new(12, 0, 0)),
    ("translate", Dialect::Mssql, Version::new(2017, 0, 0)),
    ("trunc", Dialect::Mariadb, Version::new(12, 0, 0)),
    ("trunc", Dialect::Sqlite, Version::new(3, 35, 0)),
    ("unhex", Dialect::Sqlite, Version::new(3, 41, 0)),
    ("uuid()", Dialect::Oracle, Version::new(23, 0, 0)),
];

/// The first version that has a function no more ("Legacy Hashing Component": only where that component is installed).
const UNTIL: &[(&str, Dialect, Version)] = &[
    ("md5", Dialect::Mysql, Version::new(9, 6, 0)),
    ("sha1", Dialect::Mysql, Version::new(9, 6, 0)),
];

/// The function by its name here, if other databases have it and not every version of this one does.
pub fn foreign(name: &str, bare: bool, dialect: Dialect) -> Option<&'static str> {
    let compare = |it: &(&str, u8)| {
        let known = it.0.strip_suffix("()").unwrap_or(it.0).bytes();
        known.cmp(name.bytes().map(|it| it.to_ascii_lowercase()))
    };
    let (known, who) = *FUNCTIONS.get(FUNCTIONS.binary_search_by(compare).ok()?)?;
    let everywhere = who & (1 << dialect as u8) != 0
        && !SINCE.iter().chain(UNTIL).any(|it| it.0 == known && it.1 == dialect);
    (!everywhere && (bare || !known.ends_with("()"))).then_some(known)
}

/// Whether this version has not a function that [`foreign`] gave for its database.
pub fn lacks(known: &str, target: Target) -> bool {
    let of = |it: &&(&str, Dialect, Version)| it.0 == known && it.1 == target.dialect;
    match UNTIL.iter().find(of) {
        Some(until) => until.2 <= target.release(),
        None => SINCE.iter().find(of).is_none_or(|it| target.release() < it.2),
    }
}

/// Whether earlier versions of the database have the function.
pub fn had(known: &str, dialect: Dialect) -> bool {
    UNTIL.iter().any(|it| it.0 == known && it.1 == dialect)
}
