//! Data types, read completely over our own tokens.

use super::cursor::Cursor;
use super::lex::Kind;
use crate::dialect::Dialect;
use crate::ops::ObjectName;
use crate::ops::expr::{DataType, TypeName};

/// A type, and whether it was spelled as a serial type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TypeRead {
    pub data_type: DataType,
    pub serial: bool,
}

/// Reads the type that begins here.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<TypeRead> {
    let start = cursor.mark();
    if cursor.dialect == Dialect::Postgres {
        cursor.eat("setof");
    }
    let mut spelled = spelled_name(cursor)?;
    arguments(cursor, &mut spelled)?;
    if spelled.builtin {
        trailing_words(cursor, &mut spelled);
    }
    let array = dimensions(cursor);
    let mut read = resolve(spelled, cursor.dialect);
    attributes(cursor, &mut read.data_type);
    read.data_type.array = read.data_type.array.max(array);
    read.data_type.text = one_line(cursor.since(start).of(cursor.text));
    Some(read)
}

/// A type as its words say it, before synonyms are resolved.
#[derive(Debug, Default)]
struct Spelled {
    /// Lower case where it may be a type of the database itself.
    name: ObjectName,
    builtin: bool,
    args: Vec<String>,
    /// `with time zone`, `local time zone`, `day to second`.
    suffix: String,
    unsigned: bool,
}

fn spelled_name(cursor: &mut Cursor<'_>) -> Option<Spelled> {
    if cursor.dialect == Dialect::Sqlite && cursor.kind()? == Kind::Word {
        return any_words(cursor);
    }
    let quoted = cursor.kind()? == Kind::Quoted;
    if quoted || cursor.kind_at(1) == Some(Kind::Dot) || !cursor.is_name() {
        let catalog = cursor.is("pg_catalog");
        let mut name = cursor.object()?;
        if cursor.is_operator("%") && cursor.is_at(1, "type") {
            cursor.next();
            cursor.next();
            name.name = format!("{}%type", name.name).into();
        }
        if catalog {
            name.schema = None;
        }
        // "char" is another type than char; SQL Server puts every name in brackets.
        let builtin =
            (catalog && !quoted) || (cursor.dialect == Dialect::Mssql && name.schema.is_none());
        if builtin {
            name.name = name.name.to_ascii_lowercase().into();
        }
        return Some(Spelled { name, builtin, ..Spelled::default() });
    }
    if cursor.kind() == Some(Kind::Template) {
        return Some(Spelled { name: cursor.object()?, ..Spelled::default() });
    }
    let word = cursor.word().to_ascii_lowercase();
    if let Some(words) = several_words(cursor) {
        return Some(Spelled {
            name: ObjectName::bare(words),
            builtin: true,
            ..Spelled::default()
        });
    }
    let name = cursor.name()?;
    if is_builtin(&word, cursor.dialect) {
        return Some(Spelled { name: ObjectName::bare(word), builtin: true, ..Spelled::default() });
    }
    Some(Spelled { name: ObjectName::bare(name), ..Spelled::default() })
}

/// SQLite takes any words for a type (manual: "Datatypes In SQLite").
fn any_words(cursor: &mut Cursor<'_>) -> Option<Spelled> {
    let start = cursor.mark();
    while cursor.kind() == Some(Kind::Word) && !ends_any_words(cursor) {
        cursor.next();
    }
    let mut words = cursor.part_since(start);
    (!words.is_done()).then_some(())?;
    let mut name = String::new();
    while let Some(token) = words.next() {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(&token.text(words.text).to_ascii_lowercase());
    }
    Some(Spelled { name: ObjectName::bare(name), builtin: true, ..Spelled::default() })
}

fn ends_any_words(cursor: &Cursor<'_>) -> bool {
    const WORDS: [&str; 13] = [
        "constraint",
        "primary key",
        "not null",
        "null",
        "unique",
        "check",
        "default",
        "collate",
        "references",
        "generated",
        "as",
        "on conflict",
        "autoincrement",
    ];
    cursor.is_any(&WORDS)
}

/// Names of types that are more than one word.
fn several_words(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    const NAMES: [&str; 23] = [
        "double precision",
        "character varying",
        "character large object",
        "char varying",
        "char large object",
        "char byte",
        "national character varying",
        "national character large object",
        "national character",
        "national char varying",
        "national char",
        "national varchar",
        "nchar varying",
        "nchar large object",
        "bit varying",
        "binary varying",
        "binary large object",
        "long raw",
        "long varchar",
        "long varbinary",
        "unsigned big int",
        "native character",
        "varying character",
    ];
    NAMES.into_iter().find(|it| cursor.eat(it))
}

/// Length, precision and scale, or values.
fn arguments(cursor: &mut Cursor<'_>, spelled: &mut Spelled) -> Option<()> {
    if cursor.kind() != Some(Kind::Open) {
        return Some(());
    }
    let mut inside = cursor.group()?;
    while !inside.is_done() {
        let mut argument = inside.take_until_comma();
        let text = if argument.kind() == Some(Kind::Text) && argument.rest().len() == 1 {
            argument.string()?
        } else {
            argument
                .rest_text()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_ascii_lowercase()
        };
        spelled.args.push(text);
        inside.eat_kind(Kind::Comma);
    }
    Some(())
}

/// Words behind the arguments that belong to the type's name.
fn trailing_words(cursor: &mut Cursor<'_>, spelled: &mut Spelled) {
    let name = spelled.name.name.as_str();
    if matches!(name, "timestamp" | "time") {
        const ZONES: [&str; 4] = [
            "with local time zone",
            "with time zone",
            "without time zone",
            "without local time zone",
        ];
        if let Some(zone) = cursor.eat_any(&ZONES) {
            spelled.suffix = zone.to_owned();
        }
    } else if name == "interval" {
        interval_fields(cursor, spelled);
    }
}

/// `day to second(3)`, `year (2) to month`.
fn interval_fields(cursor: &mut Cursor<'_>, spelled: &mut Spelled) {
    const FIELDS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    let Some(first) = cursor.eat_any(&FIELDS) else { return };
    spelled.suffix = first.to_owned();
    let leading = (cursor.kind() == Some(Kind::Open)).then(|| arguments(cursor, spelled)).is_some();
    if cursor.is("to") && FIELDS.iter().any(|it| cursor.is_at(1, it)) {
        cursor.next();
        if let Some(last) = cursor.eat_any(&FIELDS) {
            spelled.suffix = format!("{first} to {last}");
        }
        if !leading || cursor.kind() == Some(Kind::Open) {
            let _ = arguments(cursor, spelled);
        }
    }
}

/// `[]`, `[3][]`, `ARRAY[4]`, `ARRAY`.
fn dimensions(cursor: &mut Cursor<'_>) -> u8 {
    let mut dimensions = 0u8;
    if cursor.dialect == Dialect::Postgres && cursor.eat("array") {
        dimensions = 1;
        if cursor.kind() == Some(Kind::OpenSquare) {
            cursor.group();
        }
    }
    while cursor.kind() == Some(Kind::OpenSquare) {
        if cursor.group().is_none() {
            break;
        }
        dimensions = dimensions.saturating_add(1);
    }
    dimensions
}

/// MySQL's UNSIGNED, ZEROFILL, CHARACTER SET and BINARY.
fn attributes(cursor: &mut Cursor<'_>, data_type: &mut DataType) {
    if !matches!(cursor.dialect, Dialect::Mysql | Dialect::Mariadb) {
        return;
    }
    loop {
        if cursor.eat("unsigned") || cursor.eat("zerofill") {
            data_type.unsigned = true;
        } else if cursor.eat("signed") {
        } else if cursor.eat_any(&["character set", "charset", "char set"]).is_some() {
            data_type.charset = cursor.value().map(|it| it.to_ascii_lowercase());
        } else if cursor.eat("ascii") || cursor.eat("unicode") || cursor.eat("binary") {
        } else {
            return;
        }
    }
}

/// The written type as the catalogue names it.
fn resolve(spelled: Spelled, dialect: Dialect) -> TypeRead {
    let Spelled { name, builtin, mut args, suffix, unsigned } = spelled;
    let mut data_type = TypeName { name, unsigned, ..TypeName::default() };
    let mut serial = false;
    if builtin {
        let written = std::mem::take(&mut data_type.name.name);
        let (canonical, is_serial, array) = match dialect {
            Dialect::Postgres => postgres_name(&written, &suffix, &mut args),
            _ => (common_name(&written, &suffix, dialect, &mut args), false, 0),
        };
        serial = is_serial;
        data_type.name.name = canonical.into();
        data_type.array = array;
    }
    data_type.args = args;
    TypeRead { data_type: data_type.into(), serial }
}

/// PostgreSQL's names as `format_type` prints them (manual: "Data Types", table of names and aliases).
fn postgres_name(written: &str, suffix: &str, args: &mut Vec<String>) -> (String, bool, u8) {
    let (written, array) = match written.strip_prefix('_') {
        Some(element) if is_builtin(element, Dialect::Postgres) => (element, 1),
        _ => (written, 0),
    };
    let zoned = suffix == "with time zone";
    let name = match written {
        "int" | "int4" | "integer" => "integer",
        "int2" | "smallint" => "smallint",
        "int8" | "bigint" => "bigint",
        "serial" | "serial4" => return ("integer".to_owned(), true, array),
        "bigserial" | "serial8" => return ("bigint".to_owned(), true, array),
        "smallserial" | "serial2" => return ("smallint".to_owned(), true, array),
        "float4" | "real" => "real",
        "float8" | "double precision" => "double precision",
        "float" => {
            let digits = args.first().and_then(|it| it.parse::<u32>().ok());
            args.clear();
            if digits.is_some_and(|it| it <= 24) { "real" } else { "double precision" }
        }
        "numeric" | "decimal" | "dec" => {
            if args.len() == 1 {
                args.push("0".to_owned());
            }
            "numeric"
        }
        "bool" | "boolean" => "boolean",
        "varchar"
        | "character varying"
        | "char varying"
        | "national character varying"
        | "national char varying"
        | "nchar varying" => "character varying",
        "char" | "character" | "nchar" | "national character" | "national char" => {
            if args.is_empty() {
                args.push("1".to_owned());
            }
            "character"
        }
        "bpchar" if !args.is_empty() => "character",
        "bit" => {
            if args.is_empty() {
                args.push("1".to_owned());
            }
            "bit"
        }
        "varbit" | "bit varying" => "bit varying",
        "timestamptz" => "timestamp with time zone",
        "timestamp" if zoned => "timestamp with time zone",
        "timestamp" => "timestamp without time zone",
        "timetz" => "time with time zone",
        "time" if zoned => "time with time zone",
        "time" => "time without time zone",
        "interval" => {
            if !suffix.is_empty() {
                args.push(suffix.to_owned());
            }
            "interval"
        }
        other => other,
    };
    (name.to_owned(), false, array)
}

/// Synonyms that the other databases share.
fn common_name(written: &str, suffix: &str, dialect: Dialect, args: &mut Vec<String>) -> String {
    let mysql = matches!(dialect, Dialect::Mysql | Dialect::Mariadb);
    let name = match written {
        "int" | "int4" => "integer",
        "int2" if mysql => "smallint",
        "int8" if mysql => "bigint",
        "int1" if mysql => "tinyint",
        "middleint" if mysql => "mediumint",
        "bool" | "boolean" if mysql => {
            args.push("1".to_owned());
            "tinyint"
        }
        "bool" => "boolean",
        "dec" | "decimal" | "fixed" => "numeric",
        "varchar" | "character varying" | "char varying" => "character varying",
        "char" => "character",
        "double precision" if mysql => "double",
        "timestamp" | "time" | "interval" if !suffix.is_empty() => {
            return format!("{written} {suffix}");
        }
        other => other,
    };
    name.to_owned()
}

/// The types that a database has of itself, as they may be written; any other name is the user's own.
fn is_builtin(word: &str, dialect: Dialect) -> bool {
    const POSTGRES: [&str; 91] = [
        "bigint",
        "bigserial",
        "bit",
        "bool",
        "boolean",
        "box",
        "bpchar",
        "bytea",
        "char",
        "character",
        "cid",
        "cidr",
        "circle",
        "date",
        "datemultirange",
        "daterange",
        "dec",
        "decimal",
        "float",
        "float4",
        "float8",
        "inet",
        "int",
        "int2",
        "int2vector",
        "int4",
        "int4multirange",
        "int4range",
        "int8",
        "int8multirange",
        "int8range",
        "integer",
        "interval",
        "json",
        "jsonb",
        "jsonpath",
        "line",
        "lseg",
        "macaddr",
        "macaddr8",
        "money",
        "name",
        "nchar",
        "numeric",
        "nummultirange",
        "numrange",
        "oid",
        "oidvector",
        "path",
        "pg_lsn",
        "pg_snapshot",
        "point",
        "polygon",
        "real",
        "record",
        "refcursor",
        "regclass",
        "regcollation",
        "regconfig",
        "regdictionary",
        "regnamespace",
        "regoper",
        "regoperator",
        "regproc",
        "regprocedure",
        "regrole",
        "regtype",
        "serial",
        "serial2",
        "serial4",
        "serial8",
        "smallint",
        "smallserial",
        "text",
        "tid",
        "time",
        "timestamp",
        "timestamptz",
        "timetz",
        "trigger",
        "tsmultirange",
        "tsquery",
        "tsrange",
        "tstzmultirange",
        "tstzrange",
        "tsvector",
        "uuid",
        "varbit",
        "varchar",
        "void",
        "xml",
    ];
    const OTHERS: [&str; 92] = [
        "bfile",
        "bigint",
        "binary",
        "binary_double",
        "binary_float",
        "bit",
        "blob",
        "bool",
        "boolean",
        "char",
        "character",
        "clob",
        "cursor",
        "date",
        "datetime",
        "datetime2",
        "datetimeoffset",
        "dec",
        "decimal",
        "double",
        "enum",
        "fixed",
        "float",
        "float4",
        "float8",
        "geography",
        "geometry",
        "geometrycollection",
        "hierarchyid",
        "image",
        "inet4",
        "inet6",
        "int",
        "int1",
        "int2",
        "int3",
        "int4",
        "int8",
        "integer",
        "interval",
        "json",
        "linestring",
        "long",
        "longblob",
        "longtext",
        "mediumblob",
        "mediumint",
        "mediumtext",
        "middleint",
        "money",
        "multilinestring",
        "multipoint",
        "multipolygon",
        "nchar",
        "nclob",
        "ntext",
        "number",
        "numeric",
        "nvarchar",
        "nvarchar2",
        "point",
        "polygon",
        "raw",
        "real",
        "rowid",
        "rowversion",
        "serial",
        "set",
        "smalldatetime",
        "smallint",
        "smallmoney",
        "sql_variant",
        "sysname",
        "text",
        "time",
        "timestamp",
        "tinyblob",
        "tinyint",
        "tinytext",
        "uniqueidentifier",
        "urowid",
        "uuid",
        "varbinary",
        "varchar",
        "varchar2",
        "vector",
        "xml",
        "xmltype",
        "year",
        "string",
        "any",
        "none",
    ];
    match dialect {
        Dialect::Postgres => {
            let element = word.strip_prefix('_').unwrap_or(word);
            POSTGRES.binary_search(&element).is_ok()
        }
        _ => OTHERS.contains(&word),
    }
}

fn one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}
