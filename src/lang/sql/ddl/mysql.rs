//! What MySQL and MariaDB add to tables: MODIFY and CHANGE, options, partitions, ALGORITHM and LOCK, system versioning.

use super::super::cursor::Cursor;
use super::super::expr;
use super::super::lex::Kind;
use super::{Reader, column};
use crate::ops::column::AlterColumn;
use crate::ops::index::{AlterIndex, IndexChange};
use crate::ops::table::{AlterPartition, CreateTable, Partition, PartitionBy, TableOption};
use crate::ops::{Clause, ObjectName, OpKind};

/// The parts of an ALTER TABLE's list. Some of its actions have lists of their own, which are kept together.
pub(super) fn parts<'a>(mut rest: Cursor<'a>) -> Vec<Cursor<'a>> {
    let mut parts = Vec::new();
    while !rest.is_done() {
        let start = rest.mark();
        let listed = rest.is("order by") || begins_partition(&rest);
        rest.take_until_comma();
        while listed && rest.kind() == Some(Kind::Comma) && is_name_alone(&rest) {
            rest.next();
            rest.take_until_comma();
        }
        parts.push(rest.part_since(start));
        rest.eat_kind(Kind::Comma);
    }
    parts
}

/// Whether behind this comma stands a name and nothing else before the next.
fn is_name_alone(cursor: &Cursor<'_>) -> bool {
    let ends = |it| matches!(it, None | Some(Kind::Comma));
    cursor.is_name_at(1) && !cursor.is_at(1, "force") && ends(cursor.kind_at(2))
        || cursor.is_name_at(1)
            && (cursor.is_at(2, "desc") || cursor.is_at(2, "asc"))
            && ends(cursor.kind_at(3))
}

const PARTITION_VERBS: [&str; 14] = [
    "add partition",
    "drop partition",
    "truncate partition",
    "discard partition",
    "import partition",
    "reorganize partition",
    "coalesce partition",
    "exchange partition",
    "analyze partition",
    "check partition",
    "optimize partition",
    "rebuild partition",
    "repair partition",
    "convert partition",
];

fn begins_partition(cursor: &Cursor<'_>) -> bool {
    PARTITION_VERBS.iter().any(|it| cursor.is(it))
}

/// WAIT n and NOWAIT, which MariaDB allows behind a table's name.
pub(super) fn wait(reader: &mut Reader<'_>, table: &ObjectName) {
    let value = if reader.eat("nowait") {
        "0".to_owned()
    } else if reader.is("wait") && reader.kind_at(1) == Some(Kind::Number) {
        reader.next();
        reader.value().unwrap_or_default()
    } else {
        return;
    };
    set(reader, table, "wait", value);
}

/// As [`wait`], where the statement has no operation of its own for it.
pub(super) fn skip_wait(reader: &mut Reader<'_>) {
    if !reader.eat("nowait") && reader.is("wait") && reader.kind_at(1) == Some(Kind::Number) {
        reader.next();
        reader.next();
    }
}

fn set(reader: &mut Reader<'_>, table: &ObjectName, name: &str, value: String) {
    let option = TableOption { name: name.to_owned(), value };
    reader.push(OpKind::SetTableOption { table: table.clone(), option });
}

/// One action that only these two know; `None` where it is none of them.
pub(super) fn action(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if begins_partition(&reader.cursor) {
        return partition(reader, table);
    }
    match reader.word().to_ascii_lowercase().as_str() {
        "modify" | "change" => return redefine(reader, table),
        "alter" => return alter(reader, table),
        "rename" => return rename(reader, table),
        _ => {}
    }
    if reader.eat("convert to") {
        return convert(reader, table);
    }
    if reader.is("partition by") {
        let by = partition_by(reader)?;
        let change = AlterPartition::By(by);
        reader.push(OpKind::AlterPartition { table: table.clone(), change });
        return Some(());
    }
    if reader.is("remove partitioning") || reader.is("convert table") {
        return partition(reader, table);
    }
    if reader.eat("order by") {
        let keys = reader.take_rest().rest_text().to_owned();
        set(reader, table, "order by", keys);
        return Some(());
    }
    for (words, name, value) in FLAGS {
        if reader.eat(words) {
            set(reader, table, name, value.to_owned());
            return Some(());
        }
    }
    if reader.eat("add period for") || reader.eat("drop period for") {
        let name = reader.name()?.to_ascii_lowercase();
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        set(reader, table, "period for", name);
        return Some(());
    }
    options(reader, table)
}

/// Words that are an action by themselves, with the option that stands for them and its value.
const FLAGS: [(&str, &str, &str); 10] = [
    ("force", "force", ""),
    ("enable keys", "keys", "enable"),
    ("disable keys", "keys", "disable"),
    ("discard tablespace", "discard tablespace", ""),
    ("import tablespace", "import tablespace", ""),
    ("with validation", "validation", "with"),
    ("without validation", "validation", "without"),
    ("add system versioning", "system versioning", "add"),
    ("drop system versioning", "system versioning", "drop"),
    ("secondary_load", "secondary_load", ""),
];

/// One or more `name = value`, ALGORITHM and LOCK among them.
fn options(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let clauses = reader.clauses.clone();
    let mut any = false;
    while let Some(option) = option(reader) {
        reader.push(OpKind::SetTableOption { table: table.clone(), option });
        reader.clauses.clone_from(&clauses);
        any = true;
    }
    any.then_some(())
}

/// `name [=] value` of a table; `None`, with nothing read, where none comes.
pub(super) fn option(reader: &mut Reader<'_>) -> Option<TableOption> {
    let start = reader.mark();
    let read = known_option(reader);
    if read.is_none() {
        reader.back_to(start);
    }
    read
}

fn known_option(reader: &mut Reader<'_>) -> Option<TableOption> {
    let start = reader.mark();
    let default = reader.eat("default");
    if reader.eat_any(&["character set", "char set", "charset"]).is_some() {
        reader.eat_operator("=");
        let value = reader.value()?.to_ascii_lowercase();
        return Some(TableOption { name: "charset".to_owned(), value });
    }
    let name = match reader.eat_any(&["data directory", "index directory"]) {
        Some(words) => words.to_owned(),
        None => {
            let word = reader.word().to_ascii_lowercase();
            let known = OPTIONS.contains(&word.as_str()) && (!default || word == "collate");
            known.then_some(())?;
            reader.next();
            word
        }
    };
    reader.eat_operator("=");
    if name == "union" {
        let tables = reader.group()?.rest_text().to_owned();
        return Some(TableOption { name, value: tables });
    }
    let value = reader.value()?;
    let clause = match name.as_str() {
        "algorithm" => Clause::Algorithm,
        "lock" => Clause::Lock,
        "comment" => Clause::Comment,
        _ => Clause::Option,
    };
    reader.note_since(clause, start);
    Some(TableOption { name, value })
}

/// MySQL manual: "CREATE TABLE Statement", "Table Options", "ALTER TABLE Statement"; MariaDB: "CREATE TABLE",
/// "Table Options".
const OPTIONS: [&str; 38] = [
    "algorithm",
    "auto_increment",
    "autoextend_size",
    "avg_row_length",
    "checksum",
    "collate",
    "comment",
    "compression",
    "connection",
    "delay_key_write",
    "encrypted",
    "encryption",
    "encryption_key_id",
    "engine",
    "engine_attribute",
    "insert_method",
    "key_block_size",
    "lock",
    "max_rows",
    "min_rows",
    "pack_keys",
    "page_checksum",
    "page_compressed",
    "page_compression_level",
    "password",
    "row_format",
    "secondary_engine",
    "secondary_engine_attribute",
    "sequence",
    "stats_auto_recalc",
    "stats_persistent",
    "stats_sample_pages",
    "storage",
    "tablespace",
    "transactional",
    "type",
    "union",
    "nodegroup",
];

/// `MODIFY [COLUMN] a …` and `CHANGE [COLUMN] a b …`.
fn redefine(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let change = reader.eat("change");
    if !change {
        reader.need("modify")?;
    }
    reader.eat("column");
    reader.if_exists();
    let column = if change {
        reader.name_noted(Clause::Column)?
    } else {
        let mut ahead = reader.cursor;
        ahead.name()?
    };
    let to = Box::new(column::definition(reader)?);
    let position = super::table::position(reader);
    let change = AlterColumn::Redefine { to, position };
    reader.push(OpKind::AlterColumn { table: table.clone(), column, change });
    Some(())
}

/// `ALTER INDEX`, `ALTER CHECK`, `ALTER [COLUMN] [IF EXISTS] a …`.
fn alter(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    reader.need("alter")?;
    if reader.eat_any(&["index", "key"]).is_some() {
        reader.if_exists();
        let index = table.sibling(reader.name_noted(Clause::Name)?);
        let words = reader.eat_any(&["visible", "invisible", "not ignored", "ignored"])?;
        let change = IndexChange::SetVisibility(words.to_owned());
        let table = Some(table.clone());
        reader.push(OpKind::AlterIndex(AlterIndex { index, table, change }));
        return Some(());
    }
    if reader.is("check") && reader.is_name_at(1) {
        reader.next();
        return super::table::alter_constraint(reader, table);
    }
    if reader.is("constraint") {
        reader.next();
        return super::table::alter_constraint(reader, table);
    }
    reader.eat("column");
    reader.if_exists();
    let column = reader.name_noted(Clause::Column)?;
    let change = if reader.eat("set default") {
        let value = reader.take_rest();
        reader.note(Clause::Default, value.span());
        AlterColumn::SetDefault(expr::read(value))
    } else if reader.eat_noted("drop default", Clause::Default) {
        AlterColumn::DropDefault
    } else {
        reader.need("set")?;
        AlterColumn::SetVisibility(reader.eat_any(&["visible", "invisible"])?.to_owned())
    };
    reader.push(OpKind::AlterColumn { table: table.clone(), column, change });
    Some(())
}

/// `RENAME new` with neither TO nor AS; the other forms are everybody's.
fn rename(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let mut ahead = reader.cursor;
    ahead.need("rename")?;
    ahead.eat_operator("=");
    let to = ahead.object()?;
    ahead.is_done().then_some(())?;
    reader.cursor = ahead;
    let to = ObjectName { schema: to.schema.or_else(|| table.schema.clone()), name: to.name };
    reader.push(OpKind::RenameTable { table: table.clone(), to });
    Some(())
}

/// `CONVERT TO CHARACTER SET x [COLLATE y]`: an option whose value holds both.
fn convert(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    reader.eat_any(&["character set", "char set", "charset"])?;
    let start = reader.mark();
    let mut value = reader.value()?.to_ascii_lowercase();
    if reader.eat("collate") {
        reader.eat_operator("=");
        value = format!("{value} collate {}", reader.value()?.to_ascii_lowercase());
    }
    reader.note_since(Clause::Collation, start);
    set(reader, table, "convert to character set", value);
    Some(())
}

// ---- Partitions

/// An action on partitions, to its end.
fn partition(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let start = reader.mark();
    let verb = reader.next()?.text(reader.text).to_ascii_lowercase();
    reader.eat_any(&["partition", "partitioning", "table"])?;
    reader.eat_any(&["no_write_to_binlog", "local"]);
    let change = match verb.as_str() {
        "add" => {
            reader.if_not_exists();
            if reader.eat("partitions") {
                AlterPartition::Add {
                    detail: format!("partitions {}", reader.value()?),
                    partitions: Vec::new(),
                }
            } else {
                let group = reader.group()?;
                let detail = group.rest_text().to_owned();
                AlterPartition::Add { detail, partitions: definitions(group) }
            }
        }
        "drop" => {
            reader.if_exists();
            AlterPartition::Drop { partitions: names(reader)? }
        }
        "truncate" => AlterPartition::Truncate { partitions: names(reader)? },
        _ => {
            reader.take_until(|it| it.kind() == Some(Kind::Comma) && !is_name_alone(it));
            let detail = reader.since(start).of(reader.text).to_owned();
            AlterPartition::Other { verb, detail }
        }
    };
    reader.note_since(Clause::Partition, start);
    reader.push(OpKind::AlterPartition { table: table.clone(), change });
    Some(())
}

/// `p0, p1`, or ALL.
fn names(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let mut names = vec![reader.name()?];
    while reader.eat_kind(Kind::Comma) {
        names.push(reader.name()?);
    }
    Some(names)
}

/// `PARTITION p0 VALUES LESS THAN (5), …`
fn definitions(list: Cursor<'_>) -> Vec<Partition> {
    let definition = |mut it: Cursor<'_>| {
        it.eat("partition");
        let name = it.name()?;
        Some(Partition { name, bound: it.rest_text().to_owned() })
    };
    list.split_commas().into_iter().filter_map(definition).collect()
}

/// `PARTITION BY … [PARTITIONS n] [SUBPARTITION BY …] [(PARTITION …)]`.
pub(super) fn partition_by(reader: &mut Reader<'_>) -> Option<PartitionBy> {
    let start = reader.mark();
    reader.need("partition by")?;
    reader.eat("linear");
    let mut strategy = reader.name()?.to_ascii_lowercase();
    if strategy == "key" && reader.eat("algorithm") {
        reader.eat_operator("=");
        reader.value()?;
    }
    if reader.eat("columns") {
        strategy.push_str(" columns");
    }
    let columns = if reader.kind() == Some(Kind::Open) {
        let inside = reader.group()?;
        inside.split_commas().iter().map(|it| super::table::partition_column(*it)).collect()
    } else {
        // System versioning: BY SYSTEM_TIME [INTERVAL …] [LIMIT …].
        while !reader.is_done() && reader.kind() != Some(Kind::Open) && !reader.is("partitions") {
            reader.next();
        }
        Vec::new()
    };
    let mut by = PartitionBy { strategy, columns, partitions: Vec::new() };
    loop {
        if reader.eat("partitions") || reader.eat("subpartitions") {
            reader.value()?;
        } else if reader.eat("subpartition by") {
            while reader.kind() != Some(Kind::Open) {
                reader.next()?;
            }
            reader.group()?;
        } else if reader.kind() == Some(Kind::Open) {
            by.partitions = definitions(reader.group()?);
        } else {
            break;
        }
    }
    reader.note_since(Clause::Partition, start);
    Some(by)
}

/// What stands behind the brackets of CREATE TABLE and is no `name = value`.
pub(super) fn create_option(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<bool> {
    if reader.is("partition by") {
        table.partition_by = Some(Box::new(partition_by(reader)?));
        return Some(true);
    }
    for words in ["with system versioning", "start transaction", "ignore", "replace"] {
        if reader.eat(words) {
            let name = words.trim_start_matches("with ").to_owned();
            table.options.push(TableOption { name, value: String::new() });
            return Some(true);
        }
    }
    reader.eat_kind(Kind::Comma);
    let Some(option) = option(reader) else { return Some(false) };
    table.options.push(option);
    Some(true)
}

/// ALGORITHM, DEFINER and SQL SECURITY before VIEW, PROCEDURE and their like.
pub(super) fn skip_definer(reader: &mut Reader<'_>) {
    const OBJECTS: [&str; 7] =
        ["aggregate function", "view", "procedure", "function", "trigger", "event", "sql security"];
    if reader.eat("algorithm") {
        reader.eat_operator("=");
        reader.next();
    }
    if reader.is("definer") {
        reader.take_until(|it| it.is_any(&OBJECTS));
    }
    if reader.eat("sql security") {
        reader.next();
    }
    if reader.is("aggregate function") {
        reader.next();
    }
}
