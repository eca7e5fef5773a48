//! Changes of a column's type: what the server can do in place, and what the rows may not fit.

use super::server::Server;
use super::way::Way;
use super::work::Work;
use crate::catalog::{Column, Table};
use crate::ops::ObjectName;
use crate::ops::expr::DataType;

/// How two types relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    /// Another way to write it, or a longer list of values at its end.
    Metadata,
    /// VARCHAR or VARBINARY grows; whether the length's own bytes stay as many.
    Longer {
        same_class: bool,
    },
    /// utf8mb3 to utf8mb4, or another collation of the same set; whether the length's own bytes stay as many.
    Widened {
        same_class: bool,
    },
    Other,
}

const TYPE: &str = "Cannot change column type INPLACE";
const TYPE_MARIADB: &str = "Cannot change column type";

pub(super) fn reason(work: &Work<'_>) -> &'static str {
    if work.is_mariadb() { TYPE_MARIADB } else { TYPE }
}

/// How the column's values come to the new type.
pub(super) fn way(work: &Work<'_>, table: &ObjectName, old: &Column, to: &DataType) -> Way {
    let server = &work.server;
    let copy = || Way::copy(server).because(reason(work));
    let Some(from) = &old.data_type else { return copy() };
    let indexed = work.table(table).is_some_and(|it| it.indexes_on(&old.name).next().is_some());
    match between(work, table, from, to) {
        Relation::Same | Relation::Metadata => Way::metadata(server),
        Relation::Longer { same_class } => longer(server, same_class).unwrap_or_else(copy),
        Relation::Widened { same_class } => {
            widened(server, same_class, indexed).unwrap_or_else(copy)
        }
        Relation::Other => copy(),
    }
}

fn longer(server: &Server, same_class: bool) -> Option<Way> {
    if server.instant_widening {
        return (same_class || server.widening_over_255).then(Way::instant);
    }
    same_class.then(Way::no_rebuild)
}

fn widened(server: &Server, same_class: bool, indexed: bool) -> Option<Way> {
    if !server.widening_charset {
        return None;
    }
    if server.instant_widening {
        return (same_class || server.widening_over_255).then(Way::instant);
    }
    (same_class && !indexed).then(Way::no_rebuild)
}

pub(super) fn between(
    work: &Work<'_>,
    table: &ObjectName,
    from: &DataType,
    to: &DataType,
) -> Relation {
    let is = |name: &str| from.is(name) && to.is(name);
    if is("enum") || is("set") {
        return values(from, to);
    }
    if from.name != to.name || from.unsigned != to.unsigned || zerofill(from) != zerofill(to) {
        return Relation::Other;
    }
    if is_integer(from) {
        return if from.args == to.args { Relation::Same } else { Relation::Metadata };
    }
    if is_text(from) {
        return text(work, table, from, to);
    }
    if is("varbinary") {
        return grown(from, to, 1, Relation::Same);
    }
    if from.args == to.args { Relation::Same } else { Relation::Other }
}

fn zerofill(of: &DataType) -> bool {
    of.text.to_ascii_lowercase().contains("zerofill")
}

pub(super) fn is_integer(of: &DataType) -> bool {
    ["tinyint", "smallint", "mediumint", "integer", "bigint"].iter().any(|it| of.is(it))
}

pub(super) fn is_text(of: &DataType) -> bool {
    ["character varying", "character", "tinytext", "text", "mediumtext", "longtext", "enum", "set"]
        .iter()
        .any(|it| of.is(it))
}

/// An enumeration that keeps its values and adds some at the end, as long as they are stored in as many bytes (MySQL
/// manual: "ENUM Type" and "SET Type" under "Data Type Storage Requirements").
fn values(from: &DataType, to: &DataType) -> Relation {
    if from.args == to.args {
        return Relation::Same;
    }
    let bytes = |of: &DataType| match of.is("enum") {
        true => 1 + usize::from(255 < of.args.len()),
        false => of.args.len().div_ceil(8),
    };
    if to.args.starts_with(&from.args) && bytes(from) == bytes(to) {
        Relation::Metadata
    } else {
        Relation::Other
    }
}

fn text(work: &Work<'_>, table: &ObjectName, from: &DataType, to: &DataType) -> Relation {
    let of = work.table(table);
    let (old, new) = (charset(work, of, from), charset(work, of, to));
    let same_set = old == new;
    let same_collation = collation(of, from) == collation(of, to);
    if same_set && same_collation {
        return match from.is("character varying") {
            true => grown(from, to, width(&new), Relation::Same),
            false if from.args == to.args => Relation::Same,
            false => Relation::Other,
        };
    }
    let widens = same_set || (is_utf8mb3(&old) && new == "utf8mb4");
    if !widens || !from.is("character varying") {
        return Relation::Other;
    }
    let (Some(before), Some(after)) = (from.number(0), to.number(0)) else {
        return Relation::Other;
    };
    if after < before {
        return Relation::Other;
    }
    let same_class = (before * width(&old) <= 255) == (after * width(&new) <= 255);
    Relation::Widened { same_class }
}

fn grown(from: &DataType, to: &DataType, width: i64, same: Relation) -> Relation {
    let (Some(before), Some(after)) = (from.number(0), to.number(0)) else {
        return Relation::Other;
    };
    if before == after {
        return same;
    }
    let same_class = (before * width <= 255) == (after * width <= 255);
    if before < after { Relation::Longer { same_class } } else { Relation::Other }
}

fn is_utf8mb3(charset: &str) -> bool {
    matches!(charset, "utf8" | "utf8mb3")
}

/// Bytes that a character takes at most (MySQL manual: "Supported Character Sets and Collations").
fn width(charset: &str) -> i64 {
    match charset {
        "utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030" => 4,
        "utf8" | "utf8mb3" | "ujis" | "eucjpms" => 3,
        "ucs2" | "gbk" | "gb2312" | "big5" | "sjis" | "cp932" | "euckr" => 2,
        "latin1" | "latin2" | "latin5" | "latin7" | "ascii" | "binary" | "cp1250" | "cp1251"
        | "cp1256" | "cp1257" | "cp850" | "cp852" | "cp866" | "hebrew" | "greek" | "koi8r"
        | "koi8u" | "tis620" | "hp8" | "swe7" | "dec8" | "armscii8" | "geostd8" | "macce"
        | "macroman" | "keybcs2" => 1,
        _ => 4,
    }
}

/// The character set of a column: its own, its collation's, its table's, the server's.
pub(super) fn charset(work: &Work<'_>, table: Option<&Table>, of: &DataType) -> String {
    let of_collation = |it: &str| it.split('_').next().unwrap_or(it).to_ascii_lowercase();
    if let Some(charset) = &of.charset {
        return charset.clone();
    }
    if let Some(collation) = &of.collation {
        return of_collation(collation);
    }
    let option = |name: &str| table.and_then(|it| it.option(name));
    if let Some(charset) = option("charset") {
        return charset.to_ascii_lowercase();
    }
    if let Some(collation) = option("collate") {
        return of_collation(collation);
    }
    let whole = table.is_some_and(|it| it.knowledge == crate::catalog::Knowledge::Whole);
    if whole { work.server.default_charset.to_owned() } else { "utf8mb4".to_owned() }
}

fn collation(table: Option<&Table>, of: &DataType) -> Option<String> {
    let own = of.collation.clone();
    let tables = table.and_then(|it| it.option("collate")).map(str::to_owned);
    own.or(if of.charset.is_some() { None } else { tables }).map(|it| it.to_ascii_lowercase())
}

/// The most bytes that a row of these columns takes, as the server counts them for its limit of 65,535 (manual:
/// "Limits on Table Column Count and Row Size").
pub(super) fn row_size(work: &Work<'_>, table: &Table, changed: &str, to: &DataType) -> i64 {
    let size = |of: &DataType| column_size(of, width(&charset(work, Some(table), of)));
    let of_column = |it: &Column| {
        if it.name.eq_ignore_ascii_case(changed) {
            return size(to);
        }
        it.data_type.as_ref().map_or(0, size)
    };
    table.columns.iter().map(of_column).sum()
}

fn column_size(of: &DataType, width: i64) -> i64 {
    let length = of.number(0).unwrap_or(1).clamp(0, 100_000);
    match of.name.name.as_str() {
        "character varying" => {
            let bytes = length * width;
            bytes + if bytes <= 255 { 1 } else { 2 }
        }
        "varbinary" => length + 2,
        "character" => length * width,
        "binary" => length,
        "tinyint" | "year" | "bit" => 1,
        "smallint" => 2,
        "mediumint" | "date" | "time" => 3,
        "integer" | "float" | "timestamp" => 4,
        "enum" => 2,
        "tinytext" | "tinyblob" => 9,
        "text" | "blob" => 10,
        "mediumtext" | "mediumblob" => 11,
        _ => 8,
    }
}

/// What of the values may not survive the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every value stays as it is.
    All,
    /// Some values may not fit; the server's code for the first that does not.
    Some(&'static str),
    /// Digits are cut or rounded without an error.
    Rounded,
}

pub(super) fn fit(work: &Work<'_>, from: &DataType, to: &DataType) -> Fit {
    let (maria, code) = (work.is_mariadb(), |it: &'static str| Fit::Some(it));
    if is_integer(from) && is_integer(to) {
        let narrower = rank(to) < rank(from)
            || (from.unsigned != to.unsigned && rank(to) <= rank(from))
            || (to.unsigned && !from.unsigned);
        return if narrower { code("1264: Out of range value") } else { Fit::All };
    }
    if (from.is("enum") || from.is("set")) && from.name == to.name {
        let keeps = from.args.iter().all(|it| to.args.contains(it));
        return if keeps { Fit::All } else { code("1265: Data truncated") };
    }
    if to.is("enum") || to.is("set") {
        return code("1265: Data truncated");
    }
    if is_integer(to) || is_number(to) {
        if is_text(from) || from.is("json") {
            return code(if maria {
                "1292: Truncated incorrect value"
            } else {
                "1366: Incorrect value"
            });
        }
        return numbers(from, to);
    }
    if is_text(to) && is_text(from) {
        let room = |of: &DataType| match of.name.name.as_str() {
            "character varying" | "character" => of.number(0).unwrap_or(1),
            "tinytext" => 255,
            "text" => 65_535,
            "mediumtext" => 16_777_215,
            _ => i64::MAX,
        };
        return if room(to) < room(from) { code("1406: Data too long") } else { Fit::All };
    }
    let temporal = |it: &DataType| ["datetime", "timestamp", "time"].iter().any(|name| it.is(name));
    if temporal(from) && temporal(to) {
        let digits = |it: &DataType| it.number(0).unwrap_or(0);
        if digits(to) < digits(from) || (to.is("time") && !from.is("time")) {
            return Fit::Rounded;
        }
        let shorter = to.is("timestamp") && !from.is("timestamp");
        return if shorter { code("1292: Incorrect datetime value") } else { Fit::All };
    }
    if to.is("date") && temporal(from) || to.is("time") && from.is("date") {
        return Fit::Rounded;
    }
    if from.is("date") && (to.is("date") || to.is("datetime")) {
        return Fit::All;
    }
    if temporal(to) || to.is("date") {
        return code("1292: Incorrect datetime value");
    }
    if to.is("json") && !from.is("json") {
        return code(if maria { "4025: CONSTRAINT failed" } else { "3140: Invalid JSON text" });
    }
    if is_geometry(to) && !is_geometry(from) {
        return code("1416: Cannot get geometry object from data you send to the GEOMETRY field");
    }
    let short = |(wanted, room): (i64, i64)| room < wanted;
    if is_text(to) && written_width(from).zip(to.number(0)).is_some_and(short) {
        return code("1406: Data too long");
    }
    Fit::All
}

fn is_geometry(of: &DataType) -> bool {
    super::index::GEOMETRIES.iter().any(|it| of.is(it))
}

/// The characters that the longest value takes when it is written ("Numeric Type Storage Requirements", "Date and Time
/// Data Type Syntax"); `None` where that is not plain.
fn written_width(of: &DataType) -> Option<i64> {
    const WIDTHS: [i64; 5] = [4, 6, 8, 11, 20];
    if let Some(width) = WIDTHS.get(rank(of)) {
        return Some(*width);
    }
    if of.is("numeric") {
        return Some(of.number(0).unwrap_or(10) + 2);
    }
    if of.is("enum") {
        let longest = of.args.iter().map(|it| it.trim_matches('\'').chars().count()).max()?;
        return i64::try_from(longest).ok();
    }
    let fraction = of.number(0).map_or(0, |it| it + 1);
    match of.name.name.as_str() {
        "date" => Some(10),
        "datetime" | "timestamp" => Some(19 + fraction),
        "time" => Some(10 + fraction),
        _ => None,
    }
}

fn rank(of: &DataType) -> usize {
    const ORDER: [&str; 5] = ["tinyint", "smallint", "mediumint", "integer", "bigint"];
    ORDER.iter().position(|it| of.is(it)).unwrap_or(ORDER.len())
}

fn is_number(of: &DataType) -> bool {
    ["numeric", "float", "double", "real"].iter().any(|it| of.is(it))
}

fn numbers(from: &DataType, to: &DataType) -> Fit {
    let decimals = |of: &DataType| match is_integer(of) {
        true => 0,
        false if of.is("numeric") => of.number(1).unwrap_or(0),
        false => 16,
    };
    let whole = |of: &DataType| match rank(of) {
        0 => 3,
        1 => 5,
        2 => 8,
        3 => 10,
        4 => 20,
        _ if of.is("numeric") => of.number(0).unwrap_or(10) - of.number(1).unwrap_or(0),
        _ => 38,
    };
    if whole(to) < whole(from) {
        Fit::Some("1264: Out of range value")
    } else if decimals(to) < decimals(from) {
        Fit::Rounded
    } else {
        Fit::All
    }
}
