//! Options of a table: engine, character set, row format, and what else stands in an ALTER TABLE's list.

use super::retype::{self, Relation};
use super::way::{Concurrency, Way};
use super::work::{Work, why};
use crate::catalog::Table;
use crate::effects::{Certainty, Refusal};
use crate::ops::expr::DataType;
use crate::ops::table::TableOption;
use crate::ops::{Clause, ObjectName, OpKind};

const REBUILT: &str = "Changing table options requires the table to be rebuilt";

pub(super) fn set(work: &mut Work<'_>, table: &ObjectName, option: &TableOption) -> Option<Way> {
    if let Some(engine) = super::column::of_engine(work, table)
        && option.name != "engine"
        && !matches!(option.name.as_str(), "algorithm" | "lock" | "wait")
    {
        return Some(engine);
    }
    let value = option.value.to_ascii_lowercase();
    Some(match option.name.as_str() {
        // They say how the others are done, and do nothing.
        "algorithm" | "lock" | "wait" | "validation" => Way::instant(),
        "row_format" if work.is_mariadb() => Way::rebuild().because(REBUILT),
        "force" | "row_format" | "autoextend_size" => Way::rebuild(),
        "tablespace" | "discard tablespace" | "import tablespace" => Way::rebuild(),
        "key_block_size" => key_block_size(work, table, &value),
        "engine" => engine(work, table, &value),
        "order by" => Way::copy(&work.server),
        "convert to character set" => convert(work, table, &value),
        "keys" => keys(work),
        "encryption" => encryption(work, &value)?,
        "page_compressed" | "page_compression_level" => page_compressed(work),
        "type" => {
            work.syntax_error("TYPE is called ENGINE", Clause::Option, "ALTER TABLE");
            return None;
        }
        "system versioning" | "period for" => versioning(work)?,
        "auto_increment" | "comment" | "charset" | "collate" | "stats_persistent"
        | "stats_auto_recalc" | "stats_sample_pages" | "compression" | "max_rows" | "min_rows"
        | "avg_row_length" | "checksum" | "pack_keys" | "delay_key_write" | "connection" => {
            plain(work)
        }
        _ => {
            let because = format!("what {} costs is not measured", option.name);
            Way { certainty: Certainty::Likely, because, ..plain(work) }
        }
    })
}

fn plain(work: &Work<'_>) -> Way {
    if work.server.instant_options { Way::instant() } else { Way::no_rebuild() }
}

/// Compressed rows belong to ROW_FORMAT=COMPRESSED (measured: `table/key_block_size`).
fn key_block_size(work: &mut Work<'_>, table: &ObjectName, value: &str) -> Way {
    let compressed = |it: &str| it.eq_ignore_ascii_case("compressed");
    let here = work.ops.iter().any(|it| match &it.kind {
        OpKind::SetTableOption { option, .. } => {
            option.name == "row_format" && compressed(&option.value)
        }
        _ => false,
    });
    let other = work
        .table(table)
        .and_then(|it| it.option("row_format"))
        .is_some_and(|it| !compressed(it) && !it.eq_ignore_ascii_case("default"));
    if other && !here && value != "0" {
        let words = "1478: Table storage engine 'InnoDB' does not support the create option 'KEY_BLOCK_SIZE'";
        work.refused(Refusal::Schema, words, &why(Clause::Option, "table/key_block_size"));
    }
    Way::rebuild()
}

fn engine(work: &mut Work<'_>, table: &ObjectName, value: &str) -> Way {
    let of = work.table(table);
    let has_keys = of.is_some_and(|it| it.foreign_keys().next().is_some())
        || work.schema.foreign_keys_to(table).next().is_some();
    if has_keys && value != "innodb" && work.checks_foreign_keys() {
        let words = match work.is_mariadb() {
            true => "1217: Cannot delete or update a parent row: a foreign key constraint fails",
            false => {
                "3776: Cannot change table's storage engine because the table participates in a foreign key constraint."
            }
        };
        work.refused(Refusal::Schema, words, &why(Clause::Option, "FOREIGN KEY Constraints"));
    }
    let now = of.and_then(|it| it.option("engine")).unwrap_or("innodb");
    if value == "innodb" && now.eq_ignore_ascii_case("innodb") {
        return Way::rebuild();
    }
    Way { ignores_algorithm: work.server.ignores_algorithm, ..Way::copy(&work.server) }
}

/// InnoDB has no keys to disable; the statement still asks for the table for itself.
fn keys(work: &Work<'_>) -> Way {
    let way = Way::metadata(&work.server);
    let own = work.is_mariadb() || !work.server.instant;
    Way {
        lock: if own { Concurrency::Nothing } else { way.lock },
        inplace_lock: Concurrency::Nothing,
        ..way
    }
}

fn encryption(work: &mut Work<'_>, value: &str) -> Option<Way> {
    if !work.server.encryption_option {
        let words = "1911: Unknown option 'ENCRYPTION'";
        work.refused(Refusal::Version, words, &why(Clause::Option, "table/encryption"));
        return None;
    }
    // Turning it on encrypts every page.
    Some(if value == "y" { Way::copy(&work.server) } else { plain(work) })
}

fn page_compressed(work: &Work<'_>) -> Way {
    if work.server.instant_page_compression {
        return Way::instant();
    }
    Way::rebuild().because(REBUILT)
}

fn versioning(work: &mut Work<'_>) -> Option<Way> {
    if !work.server.system_versioning {
        work.syntax_error("no SYSTEM VERSIONING", Clause::Option, "System-Versioned Tables");
        return None;
    }
    Some(Way::copy(&work.server).because("Not implemented for system-versioned timestamp tables"))
}

/// CONVERT TO CHARACTER SET is as dear as the dearest of its columns.
fn convert(work: &Work<'_>, table: &ObjectName, value: &str) -> Way {
    let type_reason = retype::reason(work);
    let copy = || Way::copy(&work.server).because(type_reason);
    let Some(of) = work.table(table).filter(|_| work.is_whole(table)) else {
        return Way {
            certainty: Certainty::Possible,
            because: format!("the columns of `{table}` are not known"),
            ..copy()
        };
    };
    let (charset, collation) = match value.split_once(" collate ") {
        Some((charset, collation)) => (charset, Some(collation)),
        None => (value, None),
    };
    let mut way = plain(work);
    let mut any = false;
    for column in &of.columns {
        // MariaDB's JSON is a LONGTEXT of utf8mb4, which is converted as any other.
        let json = column.data_type.as_ref().is_some_and(|it| it.is("json"));
        if json && work.is_mariadb() && charset != "utf8mb4" {
            return copy();
        }
        let Some(from) = column.data_type.as_ref().filter(|it| retype::is_text(it)) else {
            continue;
        };
        match converted(work, of, table, from, charset, collation) {
            Relation::Same => continue,
            Relation::Other => return copy(),
            Relation::Metadata | Relation::Longer { .. } | Relation::Widened { .. } => {}
        }
        any = true;
        let to = to_charset(from, charset, collation);
        way = way.and(retype::way(work, table, column, &to));
    }
    let rebuilds = any && !work.server.widening_convert && way.level < super::way::Level::Copy;
    if rebuilds { way.and(Way::rebuild()) } else { way }
}

fn to_charset(from: &DataType, charset: &str, collation: Option<&str>) -> DataType {
    let mut to = from.clone();
    to.charset = Some(charset.to_owned());
    to.collation = collation.map(str::to_owned);
    to
}

fn converted(
    work: &Work<'_>,
    of: &Table,
    table: &ObjectName,
    from: &DataType,
    charset: &str,
    collation: Option<&str>,
) -> Relation {
    let now = retype::charset(work, Some(of), from);
    if now == charset && collation.is_none() {
        return Relation::Same;
    }
    // A text type may become the next longer one.
    if !from.is("character varying") {
        return Relation::Other;
    }
    retype::between(work, table, from, &to_charset(from, charset, collation))
}
