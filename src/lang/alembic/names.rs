//! Names of tables, columns and other objects as SQLAlchemy hands them to the database.

use crate::dialect::Dialect;
use crate::ops::ObjectName;

/// The name as the catalogue will hold it. SQLAlchemy quotes what is not plain lower case, so such a name is kept as it
/// is; a plain one is written bare and folded by the database.
pub(crate) fn fold(name: &str, dialect: Dialect) -> String {
    if needs_quotes(name, dialect) { name.to_owned() } else { dialect.fold(name) }
}

pub(crate) fn object(schema: Option<&str>, name: &str, dialect: Dialect) -> ObjectName {
    let (schema, name) = match (schema, name.split_once('.')) {
        // `schema.table` in a foreign key's target.
        (None, Some((schema, name))) if !name.contains(['{', ' ']) => (Some(schema), name),
        _ => (schema, name),
    };
    let schema = schema
        .map(|it| fold(it, dialect))
        .filter(|it| it != dialect.default_schema() && !it.is_empty());
    ObjectName { schema: schema.map(Into::into), name: fold(name, dialect).into() }
}

/// Whether SQLAlchemy writes the name in quotes (`IdentifierPreparer._requires_quotes`).
pub(crate) fn needs_quotes(name: &str, dialect: Dialect) -> bool {
    let legal = name
        .chars()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '_' | '$'));
    // Oracle's names begin with a letter (`OracleIdentifierPreparer.illegal_initial_characters`).
    let starts_well = !name.starts_with(|it: char| {
        it.is_ascii_digit() || it == '$' || it == '_' && dialect == Dialect::Oracle
    });
    !(legal && starts_well && !name.is_empty()) || reserved(dialect).binary_search(&name).is_ok()
}

/// The name as SQLAlchemy writes it. What is only known when the script runs stays bare.
pub(crate) fn write(name: &str, dialect: Dialect) -> String {
    // What Oracle's catalogue has in capitals is what was written bare.
    let lower = name.to_ascii_lowercase();
    if dialect == Dialect::Oracle
        && name == name.to_ascii_uppercase()
        && !name.contains('{')
        && !needs_quotes(&lower, dialect)
    {
        return lower;
    }
    if name.contains('{') || !needs_quotes(name, dialect) {
        name.to_owned()
    } else {
        dialect.quote(name)
    }
}

pub(crate) fn write_object(name: &ObjectName, dialect: Dialect) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", write(schema, dialect), write(&name.name, dialect)),
        None => write(&name.name, dialect),
    }
}

/// SQLAlchemy's default name of an index: `ix_` and the label of its first column, with the table's schema in it.
pub(crate) fn index_name(table: &ObjectName, column: &str, dialect: Dialect) -> String {
    let schema =
        table.schema.as_ref().map(|it| format!("{}_", it.replace('.', "_"))).unwrap_or_default();
    let made = shortened(&format!("ix_{schema}{}_{column}", table.name), dialect);
    let bare = !format!("{}{column}", table.name).contains(|it: char| it.is_ascii_lowercase());
    if dialect == Dialect::Oracle && bare { made.to_ascii_uppercase() } else { made }
}

/// A name that SQLAlchemy made, or that `op.f` marks as made: one that is too long for the database is cut, and ends in
/// four digits of its MD5 (`IdentifierPreparer.truncate_and_render_index_name`).
pub(crate) fn shortened(name: &str, dialect: Dialect) -> String {
    let limit = match dialect {
        Dialect::Postgres => 63,
        Dialect::Mysql | Dialect::Mariadb => 64,
        Dialect::Oracle | Dialect::Mssql => 128,
        Dialect::Sqlite => usize::MAX,
    };
    let length = name.chars().count();
    if length <= limit || name.contains('{') {
        return name.to_owned();
    }
    let kept: String = name.chars().take(limit - 8).collect();
    let digest = md5(name.as_bytes());
    let [.., third, fourth] = digest;
    format!("{kept}_{third:02x}{fourth:02x}")
}

/// RFC 1321. Only names go through it.
fn md5(text: &[u8]) -> [u8; 16] {
    const SHIFTS: [[u32; 4]; 4] =
        [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut padded = text.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend_from_slice(&(text.len() as u64).wrapping_mul(8).to_le_bytes());
    let mut state: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks_exact(64) {
        let words: Vec<u32> = block
            .chunks_exact(4)
            .map(|it| it.iter().rev().fold(0, |all, &it| all << 8 | u32::from(it)))
            .collect();
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64usize {
            let round = step / 16;
            let (mix, word) = match round {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            let constant = ((step as f64 + 1.0).sin().abs() * 4_294_967_296.0) as u32;
            let shift = SHIFTS.get(round).and_then(|it| it.get(step % 4)).copied().unwrap_or(0);
            let sum = a
                .wrapping_add(mix)
                .wrapping_add(constant)
                .wrapping_add(words.get(word).copied().unwrap_or(0));
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(sum.rotate_left(shift));
        }
        for (total, part) in state.iter_mut().zip([a, b, c, d]) {
            *total = total.wrapping_add(part);
        }
    }
    let mut digest = [0; 16];
    for (to, from) in digest.iter_mut().zip(state.iter().flat_map(|it| it.to_le_bytes())) {
        *to = from;
    }
    digest
}

/// The reserved word that the name is, if it is one.
pub(crate) fn reserved_word(name: &str, dialect: Dialect) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let words = reserved(dialect);
    words.binary_search(&lower.as_str()).ok().map(|it| words[it])
}

fn reserved(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => POSTGRES,
        Dialect::Mysql | Dialect::Mariadb => MYSQL,
        Dialect::Sqlite => SQLITE,
        Dialect::Oracle => ORACLE,
        Dialect::Mssql => MSSQL,
    }
}

// The words that SQLAlchemy's preparer of each dialect takes for reserved, sorted.

#[rustfmt::skip]
static POSTGRES: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "binary", "both", "case", "cast", "check", "collate", "column", "constraint", "create", "cross",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
    "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially", "inner",
    "intersect", "into", "is", "isnull", "join", "leading", "left", "like", "limit", "localtime",
    "localtimestamp", "natural", "new", "not", "notnull", "null", "of", "off", "offset", "old", "on", "only",
    "or", "order", "outer", "over", "overlaps", "placing", "primary", "references", "returning", "right",
    "select", "session_user", "similar", "some", "symmetric", "table", "then", "to", "trailing", "true", "union",
    "unique", "user", "using", "variadic", "verbose", "when", "where", "window", "with",
];

#[rustfmt::skip]
static MYSQL: &[&str] = &[
    "accessible", "add", "admin", "all", "alter", "analyze", "and", "array", "as", "asc", "asensitive", "before",
    "between", "bigint", "binary", "blob", "both", "by", "call", "cascade", "case", "change", "char", "character",
    "check", "collate", "column", "condition", "constraint", "continue", "convert", "create", "cross", "cube",
    "cume_dist", "current_date", "current_time", "current_timestamp", "current_user", "cursor", "database",
    "databases", "day_hour", "day_microsecond", "day_minute", "day_second", "dec", "decimal", "declare",
    "default", "delayed", "delete", "dense_rank", "desc", "describe", "deterministic", "distinct", "distinctrow",
    "div", "double", "drop", "dual", "each", "else", "elseif", "empty", "enclosed", "escaped", "except", "exists",
    "exit", "explain", "false", "fetch", "first_value", "float", "float4", "float8", "for", "force", "foreign",
    "from", "fulltext", "function", "general", "generated", "get", "get_master_public_key", "grant", "group",
    "grouping", "groups", "having", "high_priority", "hour_microsecond", "hour_minute", "hour_second", "if",
    "ignore", "ignore_server_ids", "in", "index", "infile", "inner", "inout", "insensitive", "insert", "int",
    "int1", "int2", "int3", "int4", "int8", "integer", "intersect", "interval", "into", "io_after_gtids",
    "io_before_gtids", "is", "iterate", "join", "json_table", "key", "keys", "kill", "lag", "last_value",
    "lateral", "lead", "leading", "leave", "left", "like", "limit", "linear", "lines", "load", "localtime",
    "localtimestamp", "lock", "long", "longblob", "longtext", "loop", "low_priority", "master_bind",
    "master_heartbeat_period", "master_ssl_verify_server_cert", "match", "maxvalue", "mediumblob", "mediumint",
    "mediumtext", "member", "middleint", "minute_microsecond", "minute_second", "mod", "modifies", "natural",
    "no_write_to_binlog", "not", "nth_value", "ntile", "null", "numeric", "of", "on", "optimize",
    "optimizer_costs", "option", "optionally", "or", "order", "out", "outer", "outfile", "over", "parallel",
    "parse_gcol_expr", "partition", "percent_rank", "persist", "persist_only", "precision", "primary",
    "procedure", "purge", "qualify", "range", "rank", "read", "read_write", "reads", "real", "recursive",
    "references", "regexp", "release", "rename", "repeat", "replace", "require", "resignal", "restrict", "return",
    "revoke", "right", "rlike", "role", "row", "row_number", "rows", "schema", "schemas", "second_microsecond",
    "select", "sensitive", "separator", "set", "show", "signal", "slow", "smallint", "spatial", "specific", "sql",
    "sql_after_gtids", "sql_before_gtids", "sql_big_result", "sql_calc_found_rows", "sql_small_result",
    "sqlexception", "sqlstate", "sqlwarning", "ssl", "starting", "stored", "straight_join", "system", "table",
    "terminated", "then", "tinyblob", "tinyint", "tinytext", "to", "trailing", "trigger", "true", "undo", "union",
    "unique", "unlock", "unsigned", "update", "usage", "use", "using", "utc_date", "utc_time", "utc_timestamp",
    "values", "varbinary", "varchar", "varcharacter", "varying", "virtual", "when", "where", "while", "window",
    "with", "write", "xor", "year_month", "zerofill",
];

#[rustfmt::skip]
static SQLITE: &[&str] = &[
    "add", "after", "all", "alter", "analyze", "and", "as", "asc", "attach", "autoincrement", "before", "begin",
    "between", "by", "cascade", "case", "cast", "check", "collate", "column", "commit", "conflict", "constraint",
    "create", "cross", "current_date", "current_time", "current_timestamp", "database", "default", "deferrable",
    "deferred", "delete", "desc", "detach", "distinct", "drop", "each", "else", "end", "escape", "except",
    "exclusive", "exists", "explain", "fail", "false", "for", "foreign", "from", "full", "glob", "group",
    "having", "if", "ignore", "immediate", "in", "index", "indexed", "initially", "inner", "insert", "instead",
    "intersect", "into", "is", "isnull", "join", "key", "left", "like", "limit", "match", "natural", "not",
    "notnull", "null", "of", "offset", "on", "or", "order", "outer", "plan", "pragma", "primary", "query",
    "raise", "references", "reindex", "rename", "replace", "restrict", "right", "rollback", "row", "select",
    "set", "table", "temp", "temporary", "then", "to", "transaction", "trigger", "true", "union", "unique",
    "update", "using", "vacuum", "values", "view", "virtual", "when", "where",
];

#[rustfmt::skip]
static ORACLE: &[&str] = &[
    "all", "alter", "and", "any", "as", "asc", "between", "by", "char", "check", "cluster", "comment", "compress",
    "connect", "create", "current", "date", "decimal", "default", "delete", "desc", "distinct", "drop", "else",
    "exclusive", "exists", "float", "for", "from", "grant", "group", "having", "identified", "in", "index",
    "insert", "integer", "intersect", "into", "is", "level", "like", "lock", "long", "minus", "mode",
    "nocompress", "not", "nowait", "null", "number", "of", "on", "option", "or", "order", "pctfree", "prior",
    "public", "raw", "rename", "resource", "revoke", "select", "set", "share", "size", "smallint", "start",
    "synonym", "table", "then", "to", "trigger", "uid", "union", "unique", "update", "user", "values", "varchar",
    "varchar2", "view", "where", "with",
];

#[rustfmt::skip]
static MSSQL: &[&str] = &[
    "add", "all", "alter", "and", "any", "as", "asc", "authorization", "backup", "begin", "between", "break",
    "browse", "bulk", "by", "cascade", "case", "check", "checkpoint", "close", "clustered", "coalesce", "collate",
    "column", "commit", "compute", "constraint", "contains", "containstable", "continue", "convert", "create",
    "cross", "current", "current_date", "current_time", "current_timestamp", "current_user", "cursor", "database",
    "dbcc", "deallocate", "declare", "default", "delete", "deny", "desc", "disk", "distinct", "distributed",
    "double", "drop", "dump", "else", "end", "errlvl", "escape", "except", "exec", "execute", "exists", "exit",
    "external", "fetch", "file", "fillfactor", "for", "foreign", "freetext", "freetexttable", "from", "full",
    "function", "goto", "grant", "group", "having", "holdlock", "identity", "identity_insert", "identitycol",
    "if", "in", "index", "inner", "insert", "intersect", "into", "is", "join", "key", "kill", "left", "like",
    "lineno", "load", "merge", "national", "nocheck", "nonclustered", "not", "null", "nullif", "of", "off",
    "offsets", "on", "open", "opendatasource", "openquery", "openrowset", "openxml", "option", "or", "order",
    "outer", "over", "percent", "pivot", "plan", "precision", "primary", "print", "proc", "procedure", "public",
    "raiserror", "read", "readtext", "reconfigure", "references", "replication", "restore", "restrict", "return",
    "revert", "revoke", "right", "rollback", "rowcount", "rowguidcol", "rule", "save", "schema", "securityaudit",
    "select", "session_user", "set", "setuser", "shutdown", "some", "statistics", "system_user", "table",
    "tablesample", "textsize", "then", "to", "top", "tran", "transaction", "trigger", "truncate", "tsequal",
    "union", "unique", "unpivot", "update", "updatetext", "use", "user", "values", "varying", "view", "waitfor",
    "when", "where", "while", "with", "writetext",
];
