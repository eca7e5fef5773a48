//! What no version takes in a table's definition: keys, defaults and names beyond their limits.
//!
//! MySQL manual: "InnoDB Limits", "Column Indexes", "Data Type Default Values", "AUTO_INCREMENT Handling in InnoDB",
//! "Automatic Initialization and Updating for TIMESTAMP and DATETIME", "Identifier Length Limits"; MariaDB was asked
//! (10.11), and takes more.

use super::retype;
use super::work::{Work, why};
use crate::effects::Refusal;
use crate::effects::absent::{self, Twice};
use crate::ops::column::{ColumnDef, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind, Key};
use crate::ops::expr::{DataType, Expr, Form};
use crate::ops::index::CreateIndex;
use crate::ops::table::CreateTable;
use crate::ops::{Clause, ObjectName, OpKind};

/// "InnoDB Limits": columns of a table, and bytes of a key where the rows are DYNAMIC, the default.
const MOST_COLUMNS: usize = 1_017;
const MOST_KEY_BYTES: i64 = 3_072;
/// "Identifier Length Limits".
const MOST_LETTERS: usize = 64;

const COUNTING: &str = "AUTO_INCREMENT Handling in InnoDB";
pub(super) const UNKEYED: &str = "1075: Incorrect table definition; there can be only one auto column and it must be defined as a key";

/// What a key is for: MariaDB shortens a plain one, and hashes a unique one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Primary,
    Unique,
    Rows,
}

pub(super) fn table(work: &mut Work<'_>, create: &CreateTable) {
    if MOST_COLUMNS < create.columns.len() && is_innodb(create) {
        let words = format!("1117: Too many columns: InnoDB takes {MOST_COLUMNS}");
        return work.refused(Refusal::Schema, words, &why(Clause::Column, "InnoDB Limits"));
    }
    name(work, &create.name.name, Clause::Table);
    twice(work, create);
    for column in &create.columns {
        self::column(work, column);
        for constraint in &column.constraints {
            let Some((key, of)) = key_of(&constraint.kind) else { continue };
            let own = Key { columns: vec![column.name.clone()], ..key.clone() };
            of_key(work, Some(create), &create.name, &own, of);
        }
    }
    for constraint in &create.constraints {
        if let Some(name) = &constraint.name {
            self::name(work, name, Clause::Name);
        }
        if let Some((key, of)) = key_of(&constraint.kind) {
            of_key(work, Some(create), &create.name, key, of);
        }
    }
    for index in &create.indexes {
        of_index(work, Some(create), index);
    }
    counted(work, create);
}

fn is_innodb(create: &CreateTable) -> bool {
    let engine = create.options.iter().find(|it| it.name == "engine");
    engine.is_none_or(|it| it.value.trim().eq_ignore_ascii_case("innodb"))
}

fn key_of(kind: &ConstraintKind) -> Option<(&Key, Of)> {
    match kind {
        ConstraintKind::PrimaryKey(key) => Some((key, Of::Primary)),
        ConstraintKind::Unique(key) => Some((key, Of::Unique)),
        _ => None,
    }
}

/// "There can be only one auto column and it must be defined as a key", and be the first of one in InnoDB.
fn counted(work: &mut Work<'_>, create: &CreateTable) {
    let auto = |it: &&ColumnDef| matches!(it.generated, Some(Generated::AutoIncrement));
    let mut counted = create.columns.iter().filter(auto);
    let Some(column) = counted.next().filter(|_| is_innodb(create)) else { return };
    let is = |name: Option<&String>| name.is_some_and(|it| it.eq_ignore_ascii_case(&column.name));
    let own = column.constraints.iter().any(|it| key_of(&it.kind).is_some());
    let keyed = own
        || create
            .constraints
            .iter()
            .any(|it| key_of(&it.kind).is_some_and(|(key, _)| is(key.columns.first())))
        || create.indexes.iter().any(|it| is(it.keys.first().and_then(|it| it.column.as_ref())));
    if keyed && counted.next().is_none() {
        return;
    }
    work.refused(Refusal::Schema, UNKEYED, &why(Clause::Identity, COUNTING));
}

/// A column of a new table, or one that is added.
pub(super) fn column(work: &mut Work<'_>, column: &ColumnDef) {
    name(work, &column.name, Clause::Column);
    let Some(data_type) = &column.data_type else { return };
    if let Some(words) = oversized(&column.name, data_type) {
        return work.refused(Refusal::Schema, words, &why(Clause::Type, "Data Types"));
    }
    generated(work, column);
    let Some(default) = &column.default else { return };
    if default.form == Form::Null && column.nullable == Some(false) {
        let words = format!("1067: Invalid default value for '{}'", column.name);
        let cause = why(Clause::Default, "Data Type Default Values");
        return work.refused(Refusal::Schema, words, &cause);
    }
    self::default(work, &column.name, data_type, default);
}

/// Functions that give another value each time, or another to each session, compute no column ("CREATE TABLE and
/// Generated Columns"; asked of MariaDB 10.11, which takes some of them where nothing is stored).
pub(super) fn generated(work: &mut Work<'_>, column: &ColumnDef) {
    const ANYWHERE: &str = "last_insert_id found_rows row_count sleep get_lock release_lock is_free_lock is_used_lock \
                            load_file benchmark random_bytes";
    const STORED: &str = "uuid uuid_short rand now current_timestamp localtime localtimestamp sysdate curdate \
                          current_date curtime current_time utc_date utc_time utc_timestamp connection_id current_user \
                          user session_user system_user current_role database schema version";
    let (expr, stored) = match &column.generated {
        Some(Generated::Stored(expr)) => (expr, true),
        Some(Generated::Virtual(expr) | Generated::Unstated(expr)) => (expr, false),
        _ => return,
    };
    let maria = work.is_mariadb();
    let listed = |list: &str, name: &str| list.split_whitespace().any(|it| it == name);
    let varies = |name: &str| listed(ANYWHERE, name) || (stored || !maria) && listed(STORED, name);
    let Some(function) = expr.functions.iter().find(|it| varies(&it.name)) else { return };
    let words = match maria {
        true => format!(
            "1901: Function or expression '{function}()' cannot be used in the GENERATED ALWAYS AS clause of `{}`",
            column.name
        ),
        false => format!(
            "3763: Expression of generated column '{}' contains a disallowed function: {function}.",
            column.name
        ),
    };
    work.refused(
        Refusal::Schema,
        words,
        &why(Clause::Generated, "CREATE TABLE and Generated Columns"),
    );
}

/// What is there twice in a new table.
fn twice(work: &mut Work<'_>, create: &CreateTable) {
    let (words, clause) = match absent::twice(create) {
        Some(Twice::Column(name)) => {
            (format!("1060: Duplicate column name '{name}'"), Clause::Column)
        }
        Some(Twice::PrimaryKey) => {
            ("1068: Multiple primary key defined".to_owned(), Clause::PrimaryKey)
        }
        Some(Twice::Index(name)) => (format!("1061: Duplicate key name '{name}'"), Clause::Name),
        None => return,
    };
    work.refused(Refusal::Schema, words, &why(clause, "CREATE TABLE Statement"));
}

/// Lengths and digits beyond what a type has ("Numeric Data Types", "The CHAR and VARCHAR Types", "The ENUM Type").
fn oversized(name: &str, of: &DataType) -> Option<String> {
    let (first, second) = (of.number(0).unwrap_or(0), of.number(1).unwrap_or(0));
    let dated = ["datetime", "timestamp", "time"].iter().any(|it| of.is(it));
    let precision = |most: i64| {
        format!("1426: Too-big precision {first} specified for '{name}'. Maximum is {most}.")
    };
    if of.is("character") && 255 < first {
        return Some(format!("1074: Column length too big for column '{name}' (max = 255)"));
    }
    if of.is("character varying") && 65_535 < first {
        return Some(format!("1074: Column length too big for column '{name}' (max = 65535)"));
    }
    if of.is("bit") && 64 < first {
        return Some(format!("1439: Display width out of range for column '{name}' (max = 64)"));
    }
    if of.is("numeric") && 65 < first {
        return Some(precision(65));
    }
    if dated && 6 < first {
        return Some(precision(6));
    }
    if of.is("numeric") && of.args.len() == 2 && first < second {
        return Some(format!(
            "1427: For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '{name}')."
        ));
    }
    None
}

/// A default that the type does not take.
pub(super) fn default(work: &mut Work<'_>, name: &str, data_type: &DataType, default: &Expr) {
    let Form::Literal(value) = &default.form else {
        let dated = data_type.is("datetime") || data_type.is("timestamp");
        if let Some(digits) = now_digits(&default.text).filter(|_| dated && !work.is_mariadb())
            && digits != data_type.number(0).unwrap_or(0)
        {
            let words = format!("1067: Invalid default value for '{name}'");
            let source = "Automatic Initialization and Updating for TIMESTAMP and DATETIME";
            work.refused(Refusal::Schema, words, &why(Clause::Default, source));
        }
        return;
    };
    if default.text.trim_start().starts_with('(') {
        return;
    }
    let cause = why(Clause::Default, "Data Type Default Values");
    if is_long(data_type) && !work.is_mariadb() {
        let words = format!(
            "1101: BLOB, TEXT, GEOMETRY or JSON column '{name}' can't have a default value"
        );
        return work.refused(Refusal::Schema, words, &cause);
    }
    if work.is_strict() && !takes(data_type, value, &default.text) {
        let words = format!("1067: Invalid default value for '{name}'");
        work.refused(Refusal::Schema, words, &cause);
    }
}

/// Whether the literal is a value of the type, as far as that is plain. Character sets with introducers and the like are.
fn takes(of: &DataType, value: &str, text: &str) -> bool {
    let plain =
        text.starts_with(['\'', '"', '-', '+']) || text.starts_with(|it: char| it.is_ascii_digit());
    if !plain || text.starts_with("0x") || text.starts_with("0b") {
        return true;
    }
    let most = |bits: u32| (1i128 << bits) - 1;
    let bits =
        ["tinyint", "smallint", "mediumint", "integer", "bigint"].iter().position(|it| of.is(it));
    if let Some(place) = bits {
        let bits = [8, 16, 24, 32, 64][place];
        let Ok(number) = value.trim().parse::<f64>() else { return false };
        let (least, most) = match of.unsigned {
            true => (0, most(bits)),
            false => (-most(bits - 1) - 1, most(bits - 1)),
        };
        return (least as f64..=most as f64).contains(&number.round());
    }
    if of.is("enum") {
        let listed = |it: &String| it.trim_matches('\'').eq_ignore_ascii_case(value.trim_end());
        return of.args.is_empty()
            || of.args.iter().any(listed)
            || value.contains('\\')
            || !text.starts_with('\'');
    }
    if of.is("date") || of.is("datetime") || of.is("timestamp") {
        return value.trim_start().starts_with(|it: char| it.is_ascii_digit());
    }
    if of.is("character varying") || of.is("character") {
        let room = of.number(0).unwrap_or(1);
        return value.chars().count() as i64 <= room || value.contains('\\');
    }
    true
}

/// A text under an index that keeps whole values needs a length there.
pub(super) fn lengthened(work: &mut Work<'_>, table: &ObjectName, column: &str, to: &ColumnDef) {
    let Some(of) = to.data_type.as_ref().filter(|it| is_long(it)) else { return };
    let dropped = |name: &str| {
        work.ops.iter().any(|it| match &it.kind {
            OpKind::DropIndex(it) => it.index.name == name,
            OpKind::DropConstraint { .. } => true,
            _ => false,
        })
    };
    let whole = |it: &crate::catalog::Index| {
        it.method.as_deref().is_none_or(|it| it == "btree")
            && it.keys.iter().any(|it| it.column.as_deref() == Some(column) && it.prefix.is_none())
            && !dropped(&it.name)
    };
    // MariaDB keeps a hash of the whole value in other keys ("BLOB and TEXT Data Types").
    let hashes = work.is_mariadb();
    let needs = |it: &crate::catalog::Index| {
        whole(it) && (!hashes || it.name.eq_ignore_ascii_case("primary"))
    };
    if !of.is("json") && work.table(table).is_some_and(|it| it.indexes.iter().any(needs)) {
        let words = format!(
            "1170: BLOB/TEXT column '{column}' used in key specification without a key length"
        );
        work.refused(Refusal::Schema, words, &why(Clause::Type, "Column Indexes"));
    }
}

/// The fraction of `CURRENT_TIMESTAMP(3)` and its synonyms; 0 without one.
pub(super) fn now_digits(text: &str) -> Option<i64> {
    let lower = text.trim().to_ascii_lowercase();
    let (name, digits) = match lower.split_once('(') {
        Some((name, rest)) => (name.trim_end(), rest.strip_suffix(')')?.trim()),
        None => (lower.as_str(), ""),
    };
    matches!(name, "current_timestamp" | "now" | "localtime" | "localtimestamp").then_some(())?;
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

/// Types whose values have no beginning that a key could be of.
const NUMBERS_AND_TIMES: [&str; 14] = [
    "tinyint",
    "smallint",
    "mediumint",
    "integer",
    "bigint",
    "numeric",
    "real",
    "double precision",
    "boolean",
    "date",
    "datetime",
    "timestamp",
    "time",
    "year",
];

/// "BLOB and TEXT": no key without a prefix, no literal default.
fn is_long(data_type: &DataType) -> bool {
    const LONG: [&str; 10] = [
        "text",
        "tinytext",
        "mediumtext",
        "longtext",
        "blob",
        "tinyblob",
        "mediumblob",
        "longblob",
        "json",
        "geometry",
    ];
    LONG.iter().any(|it| data_type.is(it))
}

/// An index of its own, or one that an ALTER TABLE adds.
pub(super) fn index(work: &mut Work<'_>, index: &CreateIndex) {
    if let Some(name) = &index.name {
        self::name(work, name, Clause::Name);
    }
    of_index(work, None, index);
}

/// A key that an ALTER TABLE adds.
pub(super) fn constraint(work: &mut Work<'_>, table: &ObjectName, constraint: &Constraint) {
    if let Some(name) = &constraint.name {
        self::name(work, name, Clause::Name);
    }
    if let Some((key, of)) = key_of(&constraint.kind) {
        of_key(work, None, table, key, of);
    }
}

/// A column that an ALTER TABLE adds; one that counts needs its key in the same statement.
pub(super) fn added(work: &mut Work<'_>, table: &ObjectName, column: &ColumnDef) {
    self::column(work, column);
    for constraint in &column.constraints {
        if let Some((key, of)) = key_of(&constraint.kind) {
            let own = Key { columns: vec![column.name.clone()], ..key.clone() };
            of_key(work, None, table, &own, of);
        }
    }
    if !matches!(column.generated, Some(Generated::AutoIncrement))
        || column.constraints.iter().any(|it| key_of(&it.kind).is_some())
    {
        return;
    }
    let is = |name: Option<&String>| name.is_some_and(|it| it.eq_ignore_ascii_case(&column.name));
    let keyed = work.ops.iter().any(|it| match &it.kind {
        OpKind::AddConstraint { constraint, .. } => {
            key_of(&constraint.kind).is_some_and(|(key, _)| is(key.columns.first()))
        }
        OpKind::CreateIndex(it) => is(it.keys.first().and_then(|it| it.column.as_ref())),
        _ => false,
    });
    let innodb = work.table(table).is_none_or(|it| {
        it.option("engine").is_none_or(|it| it.trim().eq_ignore_ascii_case("innodb"))
    });
    if !keyed && innodb {
        work.refused(Refusal::Schema, UNKEYED, &why(Clause::Identity, COUNTING));
    }
}

fn of_index(work: &mut Work<'_>, create: Option<&CreateTable>, index: &CreateIndex) {
    if index.method.as_deref() == Some("spatial") {
        let flat = |it: &crate::ops::index::IndexKey| {
            let of = type_of(work, create, &index.table, it.column.as_deref()?)?;
            let flat = retype::is_integer(&of) || retype::is_text(&of) || of.is("datetime");
            flat.then_some(())
        };
        if index.keys.iter().find_map(flat).is_some() {
            let words = match work.is_mariadb() {
                true => "1210: Incorrect arguments to SPATIAL INDEX",
                false => "1687: A SPATIAL index may only contain a geometrical type column",
            };
            work.refused(
                Refusal::Schema,
                words,
                &why(Clause::Column, "SPATIAL Index Optimization"),
            );
        }
    }
    if matches!(index.method.as_deref(), Some("fulltext" | "spatial" | "vector" | "hash")) {
        return;
    }
    let parts: Vec<(&str, Option<u32>)> =
        index.keys.iter().filter_map(|it| Some((it.column.as_deref()?, it.prefix))).collect();
    let of = if index.unique { Of::Unique } else { Of::Rows };
    key(work, create, &index.table, &parts, of);
}

fn of_key(
    work: &mut Work<'_>,
    create: Option<&CreateTable>,
    table: &ObjectName,
    of: &Key,
    what: Of,
) {
    if of.prefixed {
        return;
    }
    let parts: Vec<(&str, Option<u32>)> = of.columns.iter().map(|it| (it.as_str(), None)).collect();
    key(work, create, table, &parts, what);
}

fn key(
    work: &mut Work<'_>,
    create: Option<&CreateTable>,
    table: &ObjectName,
    parts: &[(&str, Option<u32>)],
    of: Of,
) {
    let mut names: Vec<&str> = parts.iter().map(|it| it.0).collect();
    crate::order::sort(&mut names);
    if let Some(twice) = names.windows(2).find(|it| it[0].eq_ignore_ascii_case(it[1])) {
        let words = format!("1060: Duplicate column name '{}'", twice[0]);
        return work.refused(Refusal::Schema, words, &why(Clause::Column, "CREATE INDEX"));
    }
    unpartitioned(work, create, table, parts, of);
    let mut bytes = Some(0);
    for (name, prefix) in parts {
        let Some(data_type) = type_of(work, create, table, name) else {
            bytes = None;
            continue;
        };
        if prefix.is_some() && NUMBERS_AND_TIMES.iter().any(|it| data_type.is(it)) {
            let words = "1089: Incorrect prefix key; the used key part isn't a string, the used length is longer than the key part, or the storage engine doesn't support unique prefix keys";
            return work.refused(
                Refusal::Schema,
                words,
                &why(Clause::Column, "Column Prefix Key Parts"),
            );
        }
        let unshortened = !work.is_mariadb() || of == Of::Primary;
        if is_long(&data_type) && prefix.is_none() && unshortened {
            let words = if data_type.is("json") {
                format!(
                    "3152: JSON column '{name}' supports indexing only via generated columns on a specified JSON path."
                )
            } else {
                format!(
                    "1170: BLOB/TEXT column '{name}' used in key specification without a key length"
                )
            };
            return work.refused(Refusal::Schema, words, &why(Clause::Column, "Column Indexes"));
        }
        let own = length(work, create, table, &data_type, *prefix);
        bytes = bytes.zip(own).map(|(all, own)| all + own);
        // One column too long is cut, or hashed, by MariaDB; several together are refused.
        if own.is_some_and(|it| MOST_KEY_BYTES < it) && !unshortened {
            return;
        }
    }
    if bytes.is_some_and(|it| MOST_KEY_BYTES < it) {
        let words = "1071: Specified key was too long; max key length is 3072 bytes";
        work.refused(Refusal::Schema, words, &why(Clause::Column, "InnoDB Limits"));
    }
}

/// "Partitioning Keys, Primary Keys, and Unique Keys": a unique key has all columns by which the rows are divided.
fn unpartitioned(
    work: &mut Work<'_>,
    create: Option<&CreateTable>,
    table: &ObjectName,
    parts: &[(&str, Option<u32>)],
    of: Of,
) {
    let by = match create {
        Some(it) => it.partition_by.as_deref(),
        None => work.table(table).and_then(|it| it.partition_by.as_deref()),
    };
    let Some(by) = by.filter(|_| of != Of::Rows) else { return };
    let has = |column: &String| {
        parts.iter().any(|it| it.1.is_none() && super::column::mentions(column, it.0))
    };
    if !by.columns.iter().all(has) {
        let what = if of == Of::Primary { "PRIMARY KEY" } else { "UNIQUE INDEX" };
        let words =
            format!("1503: A {what} must include all columns in the table's partitioning function");
        let source = "Partitioning Keys, Primary Keys, and Unique Keys";
        work.refused(Refusal::Schema, words, &why(Clause::PrimaryKey, source));
    }
}

/// The bytes that a column may take in a key, where its character set is told.
fn length(
    work: &Work<'_>,
    create: Option<&CreateTable>,
    table: &ObjectName,
    data_type: &DataType,
    prefix: Option<u32>,
) -> Option<i64> {
    let text = data_type.is("character varying") || data_type.is("character") || is_long(data_type);
    if !text {
        // Numbers, dates and the like are short.
        return Some(8);
    }
    let letters = prefix.map(i64::from).or_else(|| data_type.number(0))?;
    let told = |name: &str| {
        matches!(name, "charset" | "character set" | "default charset" | "default character set")
    };
    let of_table = || match create {
        Some(it) => it.options.iter().find(|it| told(&it.name)).map(|it| it.value.clone()),
        None => {
            let of = work.table(table)?;
            let names = ["charset", "character set", "default charset", "default character set"];
            names.iter().find_map(|it| of.option(it)).map(str::to_owned)
        }
    };
    let charset = data_type.charset.clone().or_else(of_table)?;
    let width = match charset.trim().to_ascii_lowercase().as_str() {
        "utf8mb4" | "utf32" | "utf16" => 4,
        "utf8" | "utf8mb3" => 3,
        "latin1" | "ascii" | "binary" => 1,
        _ => return None,
    };
    Some(letters * width)
}

pub(super) fn type_of(
    work: &Work<'_>,
    create: Option<&CreateTable>,
    table: &ObjectName,
    column: &str,
) -> Option<DataType> {
    if let Some(create) = create {
        let of = create.columns.iter().find(|it| it.name.eq_ignore_ascii_case(column))?;
        return of.data_type.clone();
    }
    // The same ALTER TABLE may add the column.
    let added = work.ops.iter().find_map(|it| match &it.kind {
        OpKind::AddColumn { column: of, .. } if of.name.eq_ignore_ascii_case(column) => Some(of),
        _ => None,
    });
    if let Some(added) = added {
        return added.data_type.clone();
    }
    let changed = work.ops.iter().any(|it| matches!(&it.kind, OpKind::AlterColumn { .. }));
    work.column(table, column).filter(|_| !changed)?.data_type.clone()
}

fn name(work: &mut Work<'_>, name: &str, clause: Clause) {
    if MOST_LETTERS < name.chars().count() && !name.contains(['{', '$', '%']) {
        let words = format!("1059: Identifier name '{name}' is too long");
        work.refused(Refusal::Schema, words, &why(clause, "Identifier Length Limits"));
    }
}
