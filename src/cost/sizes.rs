//! How many rows and bytes tables have, as somebody asked the database.

use std::cmp::Ordering;

use crate::dialect::Dialect;
use crate::ops::ObjectName;
use crate::order;

/// The query that a person runs once to learn them. Its one answer is JSON: `{"tables": [{"schema", "name", "rows",
/// "bytes", "indexBytes"}]}`, where all but the name may be missing or null.
pub fn query(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("postgres.sql"),
        Dialect::Mysql => include_str!("mysql.sql"),
        Dialect::Mariadb => include_str!("mariadb.sql"),
        Dialect::Sqlite => include_str!("sqlite.sql"),
        Dialect::Oracle => include_str!("oracle.sql"),
        Dialect::Mssql => include_str!("mssql.sql"),
    }
}

/// One table, partitioned table or materialized view; `None` for what nobody knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Size {
    /// `None` for the default one.
    pub schema: Option<String>,
    pub name: String,
    pub rows: Option<f64>,
    /// The table's own, without its indexes.
    pub bytes: Option<f64>,
    pub index_bytes: Option<f64>,
}

/// How many rows or bytes may be said to be there.
pub const COUNT: &str = "a number from 0 to 1e18, or null";

pub fn is_count(number: f64) -> bool {
    (0.0..=1e18).contains(&number)
}

/// Tables by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sizes {
    tables: Vec<Size>,
}

impl Sizes {
    pub fn new(mut tables: Vec<Size>) -> Sizes {
        order::sort_by(&mut tables, |a, b| compare(&a.name, &b.name));
        Sizes { tables }
    }

    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The table of that name; of several that are the same to this database, the one that is told first.
    pub fn of(&self, relation: &ObjectName, dialect: Dialect) -> Option<&Size> {
        let start = self.tables.partition_point(|it| compare(&it.name, &relation.name).is_lt());
        let alike = self.tables.get(start..).unwrap_or(&[]).iter();
        let alike = alike.take_while(|it| compare(&it.name, &relation.name).is_eq());
        let same = |a: &str, b: &str| a == b || dialect.ignores_case() && a.eq_ignore_ascii_case(b);
        let default = dialect.default_schema();
        let schema = relation.schema.as_deref().unwrap_or(default);
        alike.take(LOOKED_AT).find(|it| {
            same(&it.name, &relation.name) && same(it.schema.as_deref().unwrap_or(default), schema)
        })
    }
}

/// So many tables that are called alike are looked at.
const LOOKED_AT: usize = 1_000;

/// By their letters, whatever their case.
fn compare(a: &str, b: &str) -> Ordering {
    let lower = |it: u8| it.to_ascii_lowercase();
    a.bytes().map(lower).cmp(b.bytes().map(lower))
}
