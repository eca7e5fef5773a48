//! Statements over rows, and maintenance.

use super::super::cursor::Cursor;
use super::super::lex::{Kind, Token};
use super::super::{expr, first_words, opaque, query};
use super::{Reader, session, verb};
use crate::dialect::Dialect;
use crate::ops::data::{
    Chance, CopyData, CopyEnd, Delete, Given, Insert, InsertSource, Lock, Maintain, Task, Truncate,
    Update,
};
use crate::ops::expr::Expr;
use crate::ops::object::ObjectKind;
use crate::ops::table::AlterPartition;
use crate::ops::{Clause, ObjectName, OpKind, OpaqueExtent, OpaqueReason};

/// MySQL's words about when a statement runs, which change nothing of what it does.
const PRIORITIES: [&str; 4] = ["low_priority", "delayed", "high_priority", "quick"];

pub(super) fn insert(reader: &mut Reader<'_>) -> Option<()> {
    let text = reader.rest_text().to_owned();
    let mut on_conflict = reader.eat("replace").then(|| "replace".to_owned());
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    if on_conflict.is_none() {
        reader.need("insert")?;
    }
    if mysql {
        reader.eat_any(&PRIORITIES);
    }
    if on_conflict.is_none()
        && let Some(words) = reader.eat_any(&[
            "or replace",
            "or ignore",
            "or abort",
            "or fail",
            "or rollback",
            "ignore",
        ])
    {
        on_conflict = Some(words.trim_start_matches("or ").to_owned());
    }
    let mssql = reader.dialect == Dialect::Mssql;
    if mssql {
        top(reader);
    }
    if reader.dialect == Dialect::Oracle && reader.is_any(&["all", "first"]) {
        return insert_all(reader, text);
    }
    reader.eat("into");
    if mssql && reader.is_any(&["openquery", "openrowset", "opendatasource"]) {
        reader.skip_all();
        super::object::push_other(reader, ObjectKind::Session, None);
        return Some(());
    }
    let table = changed(reader)?;
    if mssql && reader.is("with") && reader.kind_at(1) == Some(Kind::Open) {
        reader.next();
        reader.group()?;
    }
    partition_of(reader);
    if reader.eat("as") || (reader.is_name() && !is_insert_word(reader)) {
        reader.name()?;
    }
    let mut columns = Vec::new();
    if reader.kind() == Some(Kind::Open) && !(reader.is_at(1, "select") || reader.is_at(1, "with"))
    {
        for mut column in reader.group()?.split_commas() {
            columns.push(column.name()?);
        }
    }
    if mssql {
        output(reader);
    }
    let overriding = reader.eat("overriding system value");
    reader.eat("overriding user value");
    let values = values(reader.cursor);
    let source = source(reader, &mut columns)?;
    on_conflict = conflict(reader).or(on_conflict);
    returning(reader);
    let insert = Insert { table, columns, source, on_conflict, overriding, values, text };
    reader.push(OpKind::Insert(insert));
    Some(())
}

/// SQL Server's `TOP (n) [PERCENT]`.
fn top(reader: &mut Reader<'_>) {
    if reader.eat("top") {
        if reader.group().is_none() {
            reader.value();
        }
        reader.eat("percent");
    }
}

/// SQL Server's OUTPUT, whose rows nobody keeps or another table does.
fn output(reader: &mut Reader<'_>) {
    if reader.eat("output") {
        reader.take_until(|it| {
            it.is_any(&["values", "select", "exec", "execute", "default values", "with"])
        });
    }
}

/// Oracle's `table PARTITION (p)`.
fn partition_of(reader: &mut Reader<'_>) {
    if reader.dialect == Dialect::Oracle
        && reader.is_any(&["partition", "subpartition"])
        && matches!(reader.kind_at(1), Some(Kind::Open) | Some(Kind::Word))
    {
        reader.next();
        reader.eat("for");
        reader.group();
    }
}

/// The table for which SQL Server's `UPDATE a … FROM t a` has an alias.
fn behind_alias(whole: Cursor<'_>, table: ObjectName) -> ObjectName {
    if table.schema.is_some() {
        return table;
    }
    let mut cursor = whole;
    cursor.next();
    // The FROM of a DELETE may be its first word.
    cursor.take_until(|it| it.is("from"));
    cursor.next();
    while !cursor.is_done() {
        let mut one = cursor;
        if let Some(name) = one.object() {
            one.eat("as");
            if one.is_name() && one.name().is_some_and(|it| it.eq_ignore_ascii_case(&table.name)) {
                return name;
            }
        }
        cursor.take_until(|it| it.is("join") || it.is("from") || it.kind() == Some(Kind::Comma));
        cursor.next();
    }
    table
}

/// Oracle's `INSERT ALL|FIRST [WHEN … THEN] INTO t … INTO u … SELECT …`.
fn insert_all(reader: &mut Reader<'_>, text: String) -> Option<()> {
    let query = {
        let mut ahead = reader.cursor;
        ahead.take_until(|it| it.is_any(&["select", "with"]));
        query::reads(ahead)
    };
    while !reader.is_done() {
        reader.take_until(|it| it.is("into"));
        if !reader.eat("into") {
            break;
        }
        let table = reader.object_noted(Clause::Table)?;
        let columns =
            if reader.kind() == Some(Kind::Open) { reader.bracketed_names()? } else { Vec::new() };
        let source = InsertSource::Query(query.clone());
        let (on_conflict, overriding, values, text) = (None, false, Vec::new(), text.clone());
        reader.push(OpKind::Insert(Insert {
            table,
            columns,
            source,
            on_conflict,
            overriding,
            values,
            text,
        }));
        if reader.is("select") {
            break;
        }
    }
    reader.skip_all();
    (!reader.ops.is_empty()).then_some(())
}

/// What the rows behind VALUES hold.
fn values(mut cursor: Cursor<'_>) -> Vec<Given> {
    let mut values = Vec::new();
    if !(cursor.eat("values") || cursor.eat("value")) {
        return values;
    }
    let oracle = cursor.dialect == Dialect::Oracle;
    cursor.eat("row");
    let Some(row) = cursor.group() else { return values };
    // How many values a template or a whole row stands for is not known.
    if row.rest().iter().any(|it| it.kind == Kind::Template) || row.rest_text().contains(".*") {
        return values;
    }
    for value in row.split_commas() {
        let number = value.rest_text().trim().parse::<u64>().is_ok_and(|it| 0 < it);
        let other = if is_null(&value, oracle) { Given::Null } else { Given::Other };
        values.push(if number { Given::Number } else { other });
    }
    while cursor.eat_kind(Kind::Comma) {
        cursor.eat("row");
        let Some(row) = cursor.group() else { break };
        // Most rows hold no NULL, and need not be cut.
        let null = |it: &Token| it.first == b'n' && it.text(row.text).eq_ignore_ascii_case("null");
        // In Oracle it may be an empty text.
        if !oracle && !row.rest().iter().any(null) {
            continue;
        }
        for (known, value) in values.iter_mut().zip(row.split_commas()) {
            if is_null(&value, oracle) {
                *known = Given::Null;
            }
        }
    }
    values
}

/// The word itself; in Oracle an empty text too ("Nulls").
fn is_null(value: &Cursor<'_>, oracle: bool) -> bool {
    let text = value.rest_text().trim();
    text.eq_ignore_ascii_case("null") || (oracle && text == "''")
}

fn is_insert_word(reader: &Reader<'_>) -> bool {
    reader.is_any(&[
        "values",
        "value",
        "select",
        "with",
        "default",
        "overriding",
        "set",
        "table",
        "output",
        "exec",
    ])
}

fn source(reader: &mut Reader<'_>, columns: &mut Vec<String>) -> Option<InsertSource> {
    if reader.eat("default values") {
        return Some(InsertSource::Rows(Some(1)));
    }
    if reader.eat("values") || reader.eat("value") {
        let mut rows = 0;
        let in_words = reader.dialect == Dialect::Mysql && reader.eat("row");
        while reader.kind() == Some(Kind::Open) {
            reader.group()?;
            rows += 1;
            if reader.eat_kind(Kind::Comma) && in_words {
                reader.eat("row");
            }
        }
        return (0 < rows).then_some(InsertSource::Rows(Some(rows)));
    }
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) && reader.eat("set") {
        let sets = reader.take_until(|it| it.is("on duplicate"));
        for mut set in sets.split_commas() {
            columns.push(set.name()?);
        }
        return Some(InsertSource::Rows(Some(1)));
    }
    if reader.dialect == Dialect::Mssql && reader.is_any(&["exec", "execute"]) {
        reader.skip_all();
        return Some(InsertSource::Query(Vec::new()));
    }
    let known = reader.is_any(&["select", "with", "table"]) || reader.kind() == Some(Kind::Open);
    known.then_some(())?;
    let query =
        reader.take_until(|it| it.is_any(&["on conflict", "on duplicate key", "returning"]));
    Some(InsertSource::Query(query::reads(query)))
}

fn conflict(reader: &mut Reader<'_>) -> Option<String> {
    if reader.is("on conflict") {
        let clause = reader.take_until(|it| it.is("returning"));
        let updates =
            clause.rest().iter().any(|it| it.text(clause.text).eq_ignore_ascii_case("update"));
        return Some(
            if updates { "on conflict do update" } else { "on conflict do nothing" }.to_owned(),
        );
    }
    // The alias of the new row, since MySQL 8.0.19 ("INSERT ... ON DUPLICATE KEY UPDATE Statement").
    if reader.dialect == Dialect::Mysql && reader.is("as") {
        let start = reader.mark();
        reader.next();
        reader.name()?;
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        if !reader.is("on duplicate key update") {
            reader.back_to(start);
        }
    }
    if reader.is("on duplicate key update") {
        reader.take_until(|it| it.is("returning"));
        return Some("on duplicate key update".to_owned());
    }
    None
}

fn returning(reader: &mut Reader<'_>) {
    // Oracle's rows that are refused go into a table of their own ("INSERT", "error_logging_clause").
    if reader.is("returning") || reader.dialect == Dialect::Oracle && reader.is("log errors") {
        reader.skip_all();
    }
}

pub(super) fn update(reader: &mut Reader<'_>) -> Option<()> {
    let whole = reader.cursor;
    let text = reader.rest_text().to_owned();
    reader.need("update")?;
    if reader.eat("or") {
        reader.next()?;
    }
    if reader.dialect != Dialect::Postgres {
        reader.eat_any(&PRIORITIES);
    }
    reader.eat("ignore");
    let mssql = reader.dialect == Dialect::Mssql;
    if mssql {
        top(reader);
    }
    reader.eat_noted("only", Clause::Only);
    let mut table = changed(reader)?;
    partition_of(reader);
    if mssql {
        table = behind_alias(whole, table);
    }
    reader.eat_operator("*");
    let before_set = reader.take_until(|it| it.is("set"));
    // MySQL's list of tables: "UPDATE Statement", table_references.
    let more: Vec<ObjectName> =
        before_set.split_commas().into_iter().skip(1).filter_map(|mut it| it.object()).collect();
    let simple = before_set.rest().len() <= 2 && more.is_empty();
    reader.need("set")?;
    let sets = assignments(reader.take_until(ends_sets));
    let joined = reader.is("from");
    reader.take_until(|it| it.is("where") || it.is("returning"));
    let predicate = predicate(reader);
    reader.skip_all();
    let mut reads = others(whole, &table, simple && !joined);
    reads.extend(more.into_iter().filter(|it| *it != table));
    let sets = sets.filter(|it| !it.is_empty())?;
    reader.push(OpKind::Update(Update { table, sets, reads, predicate, text }));
    Some(())
}

fn ends_sets(cursor: &Cursor<'_>) -> bool {
    let distinct =
        cursor.last().is_some_and(|it| it.text(cursor.text).eq_ignore_ascii_case("distinct"));
    cursor.is_any(&["where", "returning", "order by", "limit", "output", "option"])
        || (cursor.is("from") && !distinct)
}

/// `a = 1, (b, c) = (2, 3)`
fn assignments(list: Cursor<'_>) -> Option<Vec<(String, crate::ops::expr::Expr)>> {
    let mut sets = Vec::new();
    for mut part in list.split_commas() {
        if part.kind() == Some(Kind::Open) {
            let columns = part.bracketed_names()?;
            part.eat_operator("=").then_some(())?;
            let value = expr::read(part);
            sets.extend(columns.into_iter().map(|it| (it, value.clone())));
            continue;
        }
        if part.kind() == Some(Kind::Param) {
            // SQL Server's `@x = column = value`, and `@x = value`, which changes no row.
            part.next();
            part.next_operator()?;
            let mut column = part;
            if column.object().is_none() || !column.is_operator("=") {
                continue;
            }
        }
        if part.dialect == Dialect::Oracle && part.eat("value") {
            // The whole object of an object table ("UPDATE", "VALUE").
            let whole = part.group()?.rest_text().to_owned();
            part.eat_operator("=").then_some(())?;
            sets.push((whole, expr::read(part)));
            continue;
        }
        let written = part.object()?;
        if part.dialect == Dialect::Mssql && part.kind() == Some(Kind::Open) {
            // `column.WRITE (…)`, `column.modify('…')`, a method of the column's type ("UPDATE").
            let value = expr::read(part.group()?);
            sets.push((written.schema?.to_string(), value));
            continue;
        }
        let column = written.name;
        if part.kind() == Some(Kind::OpenSquare) {
            part.group()?;
        }
        part.next_operator()?;
        sets.push((column.into(), expr::read(part)));
    }
    Some(sets)
}

fn predicate(reader: &mut Reader<'_>) -> Option<Expr> {
    reader.eat("where").then_some(())?;
    let predicate =
        reader.take_until(|it| it.is_any(&["returning", "order by", "limit", "option"]));
    reader.note(Clause::Where, predicate.span());
    Some(expr::read(predicate))
}

/// The relations that a statement reads besides the one it changes.
fn others(whole: Cursor<'_>, table: &ObjectName, simple: bool) -> Vec<ObjectName> {
    let queries = |it: &super::super::lex::Token| {
        it.kind == Kind::Word && it.text(whole.text).eq_ignore_ascii_case("select")
    };
    if simple && !whole.rest().iter().any(queries) {
        return Vec::new();
    }
    let mut reads = query::reads(whole);
    reads.retain(|it| it != table);
    reads
}

pub(super) fn delete(reader: &mut Reader<'_>) -> Option<()> {
    let whole = reader.cursor;
    let text = reader.rest_text().to_owned();
    reader.need("delete")?;
    if reader.dialect != Dialect::Postgres {
        reader.eat_any(&PRIORITIES);
        reader.eat("ignore");
    }
    let mssql = reader.dialect == Dialect::Mssql;
    if mssql {
        top(reader);
    }
    let from = reader.eat("from");
    if !from && matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        return delete_from_several(reader, whole, text);
    }
    if !from && !matches!(reader.dialect, Dialect::Mssql | Dialect::Oracle) {
        return None;
    }
    reader.eat_noted("only", Clause::Only);
    let mut table = changed(reader)?;
    partition_of(reader);
    if mssql {
        table = behind_alias(whole, table);
    }
    reader.eat_operator("*");
    let middle = reader.take_until(|it| it.is_any(&["where", "returning", "order by", "limit"]));
    let mut reads = others(whole, &table, middle.rest().len() <= 2);
    let mut using = middle;
    using.take_until(|it| it.is("using"));
    if using.eat("using") {
        reads.extend(using_list(using));
        crate::order::sort(&mut reads);
        reads.dedup();
    }
    let predicate = predicate(reader);
    reader.skip_all();
    let chance = chance(whole);
    reader.push(OpKind::Delete(Delete { table, reads, predicate, chance, text }));
    Some(())
}

/// What picks the rows that go, or stay, where the statement says no order among them.
/// PostgreSQL: "Window Functions", numbers follow the order that OVER states; "SELECT", DISTINCT Clause, the first row of each
/// set is unpredictable without one; "System Columns", `ctid` changes when a row is updated or moved. Oracle's `rowid` is a
/// place as well.
fn chance(mut cursor: Cursor<'_>) -> Option<Chance> {
    let place = if cursor.dialect == Dialect::Oracle { "rowid" } else { "ctid" };
    let mut depth = 0_usize;
    // How deep the window's bracket stands, and whether it makes groups.
    let mut window: Option<(usize, bool)> = None;
    let (mut first, mut ordered) = (false, false);
    while let Some(kind) = cursor.kind() {
        let open = |at: usize| cursor.kind_at(at) == Some(Kind::Open);
        if cursor.is("row_number") && open(1) && cursor.is_at(3, "over") && open(4) {
            window = Some((depth + 1, false));
        }
        let compared = cursor.peek_at(1).is_some_and(|it| {
            it.kind == Kind::Operator && ["<", ">"].contains(&it.text(cursor.text))
        });
        let by_place = cursor.is(place)
            && compared
            && !matches!(cursor.kind_at(2), Some(Kind::Text | Kind::Param));
        let at = if cursor.kind_at(3) == Some(Kind::Dot) { 4 } else { 2 };
        let outermost = cursor.is_any(&["min", "max"]) && open(1) && cursor.is_at(at, place);
        if by_place || outermost {
            return Some(Chance::Place);
        }
        match kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                if window == Some((depth, true)) {
                    return Some(Chance::Number);
                }
                depth = depth.saturating_sub(1);
            }
            Kind::Word if cursor.is("partition by") => {
                window = window.map(|it| (it.0, it.1 || it.0 == depth));
            }
            // SQL Server asks for an order, and is given none that way.
            Kind::Word
                if cursor.is("order by")
                    && !(cursor.kind_at(2) == Some(Kind::Open) && cursor.is_at(3, "select")) =>
            {
                ordered = true;
                window = window.filter(|it| it.0 != depth);
            }
            Kind::Word if cursor.is("distinct on") => first = true,
            _ => {}
        }
        cursor.next();
    }
    (first && !ordered).then_some(Chance::First)
}

/// MySQL's `DELETE a, b FROM a JOIN b …`, where aliases may stand for the tables.
fn delete_from_several(reader: &mut Reader<'_>, whole: Cursor<'_>, text: String) -> Option<()> {
    let mut tables = Vec::new();
    loop {
        tables.push(reader.object()?);
        if reader.kind() == Some(Kind::Dot) {
            reader.next();
            reader.eat_operator("*");
        }
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    reader.need("from")?;
    reader.take_until(|it| it.is("where"));
    let predicate = predicate(reader);
    reader.skip_all();
    let reads = query::reads(whole);
    for table in tables {
        let others = reads.iter().filter(|it| **it != table).cloned().collect();
        let (predicate, text) = (predicate.clone(), text.clone());
        reader.push(OpKind::Delete(Delete { table, reads: others, predicate, chance: None, text }));
    }
    Some(())
}

/// SQL Server's BULK INSERT: rows from a file of the server.
pub(super) fn bulk(reader: &mut Reader<'_>) -> Option<()> {
    reader.eat_noted("bulk insert", Clause::Option).then_some(())?;
    let table = Some(reader.object_noted(Clause::Table)?);
    reader.need("from")?;
    reader.skip_all();
    let end = CopyEnd::ServerFile;
    let copy = CopyData { table, columns: Vec::new(), into_table: true, rows: None, end };
    reader.push(OpKind::Copy(copy));
    Some(())
}

/// MySQL's LOAD DATA and LOAD XML: rows from a file that nobody gave us.
pub(super) fn load(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("load")?;
    reader.eat_any(&["data", "xml"])?;
    let mut source = reader.take_until(|it| it.is("into table"));
    source.take_until(|it| it.is("local"));
    let end = if source.is_done() { CopyEnd::ServerFile } else { CopyEnd::Client };
    reader.need("into table")?;
    let table = Some(reader.object_noted(Clause::Table)?);
    reader.skip_all();
    let copy = CopyData { table, columns: Vec::new(), into_table: true, rows: None, end };
    reader.push(OpKind::Copy(copy));
    Some(())
}

fn using_list(list: Cursor<'_>) -> Vec<ObjectName> {
    list.split_commas().into_iter().filter_map(|mut it| it.object()).collect()
}

pub(super) fn merge(reader: &mut Reader<'_>) -> Option<()> {
    let text = reader.rest_text().to_owned();
    reader.need("merge")?;
    if reader.dialect == Dialect::Mssql {
        top(reader);
    }
    reader.eat("into");
    reader.eat_noted("only", Clause::Only);
    let table = reader.object_noted(Clause::Table)?;
    reader.skip_all();
    reader.push(OpKind::Merge { table, text });
    Some(())
}

pub(super) fn query(reader: &mut Reader<'_>) -> Option<()> {
    if let Some(setting) = session::set_config(reader) {
        reader.skip_all();
        reader.push(OpKind::Set(setting));
        return Some(());
    }
    if reader.dialect == Dialect::Postgres && reader.eat("table") {
        reader.eat("only");
        let relation = reader.object_noted(Clause::Table)?;
        reader.skip_all();
        let text = format!("table {relation}");
        reader.push(OpKind::Query { reads: vec![relation], text, locks_rows: None });
        return Some(());
    }
    let whole = reader.take_rest();
    let text = whole.rest_text().to_owned();
    if let Some(name) = called(whole) {
        let reads = query::reads(whole);
        reader.push(OpKind::Call { name, text: text.clone() });
        if !reads.is_empty() {
            reader.push(OpKind::Query { reads, text, locks_rows: None });
        }
        return Some(());
    }
    if let Some(table) = into(whole) {
        let mut made = crate::ops::table::CreateTable::new(table);
        made.filled_from = Some(query::table_query(whole, true));
        reader.push(OpKind::CreateTable(made));
        return Some(());
    }
    if let Some(name) = called_for_rows(whole) {
        reader.push(OpKind::Call { name, text });
        return Some(());
    }
    let mut locks_rows = None;
    let mut rest = whole;
    rest.take_until(|it| it.is("for") && it.is_any(&LOCKS));
    if let Some(words) = rest.eat_any(&LOCKS) {
        let of = if rest.is("of") { " of" } else { "" };
        locks_rows = Some([words, of].concat());
    }
    reader.push(OpKind::Query { reads: query::reads(whole), text, locks_rows });
    Some(())
}

const LOCKS: [&str; 4] = ["for update", "for no key update", "for share", "for key share"];

/// The function of `SELECT f(…)` with nothing behind it.
fn called(mut cursor: Cursor<'_>) -> Option<ObjectName> {
    cursor.need("select")?;
    let name = cursor.object()?;
    cursor.group()?;
    let name = ObjectName { schema: name.schema.filter(|it| it != "pg_catalog"), name: name.name };
    cursor.is_done().then_some(name)
}

/// The function that is called where no relation is read: `SELECT f(c) FROM g('t') c`, `SELECT * FROM f(…)`.
fn called_for_rows(mut cursor: Cursor<'_>) -> Option<ObjectName> {
    (cursor.dialect == Dialect::Postgres && query::reads(cursor).is_empty()).then_some(())?;
    cursor.need("select")?;
    let mut items = cursor.take_until(|it| it.is("from"));
    cursor.need("from")?;
    let call = |it: &mut Cursor<'_>| {
        let name = it.object()?;
        (it.kind() == Some(Kind::Open)).then_some(name)
    };
    let from = call(&mut cursor)?;
    Some(call(&mut items).unwrap_or(from))
}

/// The table that `SELECT … INTO table FROM …` makes.
fn into(mut cursor: Cursor<'_>) -> Option<ObjectName> {
    matches!(cursor.dialect, Dialect::Postgres | Dialect::Mssql).then_some(())?;
    cursor.need("select")?;
    cursor.take_until(|it| it.is("into") || it.is("from"));
    cursor.need("into")?;
    cursor.eat_any(&["temporary", "temp", "unlogged"]);
    cursor.eat("table");
    cursor.object()
}

/// `WITH … ` before any of the others; its own statements that change rows come first.
/// The semicolon behind END or END name, where the next declaration or the query follows.
fn ends_declaration(cursor: &Cursor<'_>) -> bool {
    if cursor.kind() != Some(Kind::Semicolon) {
        return false;
    }
    let mut back = *cursor;
    back.back_to(cursor.mark().saturating_sub(2));
    let named = back.is("end") && !back.is_any(&["end if", "end loop", "end case"]);
    let follows = ["select", "function", "procedure"].iter().any(|it| cursor.is_at(1, it));
    (named || back.is_at(1, "end")) && (follows || cursor.is_at(2, "as"))
}

pub(super) fn with(reader: &mut Reader<'_>) -> Option<()> {
    let whole = reader.cursor;
    reader.need("with")?;
    reader.eat("recursive");
    while reader.dialect == Dialect::Oracle && reader.is_any(&["function", "procedure"]) {
        // Declared for this statement alone ("SELECT", "plsql_declarations"): to its own END.
        reader.take_until(ends_declaration);
        reader.next()?;
    }
    if reader.is("select") && reader.last().is_some_and(|it| it.kind == Kind::Semicolon) {
        return query(reader);
    }
    let mut inner = Vec::new();
    let mut named: Vec<(String, ObjectName)> = Vec::new();
    loop {
        if reader.dialect == Dialect::Mssql && reader.eat("xmlnamespaces") {
            reader.group()?;
            if reader.eat_kind(Kind::Comma) {
                continue;
            }
            break;
        }
        let name = reader.name()?;
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        reader.need("as")?;
        reader.eat_any(&["not materialized", "materialized"]);
        let body = reader.group()?;
        if body.is_any(&["insert", "update", "delete", "merge"]) {
            let mut part = reader.part(body);
            verb(&mut part);
            inner.append(&mut part.ops);
        }
        if reader.dialect == Dialect::Mssql
            && let Some(of) = of_query(body)
        {
            let of = behind_name(&named, &of).unwrap_or(of);
            named.push((name, of));
        }
        reader.take_until(|it| it.kind() == Some(Kind::Comma) || it.is_any(&MAIN));
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    let main = reader.cursor;
    reader.is_any(&MAIN).then_some(())?;
    reader.ops.append(&mut inner);
    if main.is("select") || main.is("values") || main.is("table") {
        let text = whole.rest_text().to_owned();
        reader.skip_all();
        reader.push(OpKind::Query { reads: query::reads(whole), text, locks_rows: None });
        return Some(());
    }
    match main.word().to_ascii_lowercase().as_str() {
        "insert" | "replace" => insert(reader)?,
        "update" => update(reader)?,
        "delete" => delete(reader)?,
        _ => merge(reader)?,
    }
    let (table, predicate) = match reader.ops.last_mut().map(|it| &mut it.kind) {
        Some(OpKind::Update(it)) => (Some(&mut it.table), it.predicate.as_mut()),
        Some(OpKind::Delete(it)) => (Some(&mut it.table), it.predicate.as_mut()),
        Some(OpKind::Merge { table, .. }) => (Some(table), None),
        _ => (None, None),
    };
    if let Some(table) = table
        && let Some(of) = behind_name(&named, table)
    {
        *table = of;
        // What it names are the query's columns, not the table's.
        if let Some(predicate) = predicate {
            *predicate = Expr::unread(predicate.text.clone());
        }
    }
    widen(reader, whole);
    Some(())
}

/// The table whose rows SQL Server changes through the name of a query ("WITH common_table_expression").
fn behind_name(named: &[(String, ObjectName)], table: &ObjectName) -> Option<ObjectName> {
    let mut bare = named.iter().filter(|_| table.schema.is_none());
    bare.find(|it| it.0.eq_ignore_ascii_case(&table.name)).map(|it| it.1.clone())
}

/// The table that a query names first.
fn of_query(mut query: Cursor<'_>) -> Option<ObjectName> {
    query.take_until(|it| it.is("from"));
    query.need("from")?;
    query.object()
}

/// The one table behind Oracle's `UPDATE (SELECT …)`, `INSERT INTO (SELECT …)` and `DELETE FROM (SELECT …)`; with a join
/// nothing but its keys tells which one is changed ("UPDATE", "dml_table_expression_clause").
fn inline_view(reader: &mut Reader<'_>) -> Option<ObjectName> {
    let view = reader.is_at(1, "select") && reader.kind() == Some(Kind::Open);
    (view && reader.dialect == Dialect::Oracle).then_some(())?;
    let query = reader.group()?;
    let of = of_query(query)?;
    let [_] = query::reads(query).as_slice() else { return None };
    reader.note(Clause::Table, query.span());
    Some(of)
}

/// The table that a statement changes, named or behind a query.
fn changed(reader: &mut Reader<'_>) -> Option<ObjectName> {
    if reader.kind() == Some(Kind::Open) {
        return inline_view(reader);
    }
    // A collection that a query finds (`TABLE (SELECT …)`): what holds it is not told.
    (reader.dialect != Dialect::Oracle || !reader.is("table")).then_some(())?;
    reader.object_noted(Clause::Table)
}

const MAIN: [&str; 8] =
    ["select", "insert", "update", "delete", "merge", "values", "table", "replace"];

/// What the queries before a statement read, it reads too; its text begins with them.
fn widen(reader: &mut Reader<'_>, whole: Cursor<'_>) {
    let all = query::reads(whole);
    let text = whole.rest_text();
    match reader.ops.last_mut().map(|it| &mut it.kind) {
        Some(OpKind::Insert(insert)) => {
            text.clone_into(&mut insert.text);
            if let InsertSource::Query(reads) = &mut insert.source {
                *reads = all;
            }
        }
        Some(OpKind::Update(update)) => {
            text.clone_into(&mut update.text);
            let table = update.table.clone();
            update.reads = all.into_iter().filter(|it| *it != table).collect();
        }
        Some(OpKind::Delete(delete)) => {
            text.clone_into(&mut delete.text);
            delete.chance = chance(whole);
            let table = delete.table.clone();
            delete.reads = all.into_iter().filter(|it| *it != table).collect();
        }
        _ => {}
    }
}

pub(super) fn copy(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("copy")?;
    reader.eat("binary");
    let mut copy = CopyData {
        table: None,
        columns: Vec::new(),
        into_table: false,
        rows: None,
        end: CopyEnd::Client,
    };
    let mut copied = None;
    if reader.kind() == Some(Kind::Open) {
        copied = Some(reader.group()?);
    } else {
        copy.table = Some(reader.object_noted(Clause::Table)?);
        if reader.kind() == Some(Kind::Open) {
            copy.columns = reader.bracketed_names()?;
        }
    }
    copy.into_table = reader.eat("from");
    if !copy.into_table {
        reader.need("to")?;
    }
    if reader.eat("program") {
        copy.end = CopyEnd::Program;
    } else if reader.kind() == Some(Kind::Text) {
        copy.end = CopyEnd::ServerFile;
    }
    copy_options(reader);
    reader.push(OpKind::Copy(copy));
    if let Some(query) = copied {
        let queries = ["select", "values", "table", "with", "insert", "update", "delete", "merge"];
        query.is_any(&queries).then_some(())?;
        let mut inner = reader.part(query);
        (super::verb(&mut inner) == super::Verdict::Read).then_some(())?;
        inner.unknown_tail();
        reader.ops.append(&mut inner.ops);
    }
    Some(())
}

/// Where COPY's data is and how it is written, in the forms of all versions ("COPY"); stops at what is none of that.
fn copy_options(reader: &mut Reader<'_>) {
    const WORDS: [&str; 21] = [
        "stdin",
        "stdout",
        "with",
        "using",
        "binary",
        "oids",
        "delimiters",
        "delimiter",
        "null",
        "as",
        "csv",
        "header",
        "quote",
        "escape",
        "encoding",
        "freeze",
        "match",
        "true",
        "false",
        "on",
        "off",
    ];
    while !reader.is_done() {
        if reader.is_any(&["force", "where"]) {
            reader.skip_all();
        } else if reader.kind() == Some(Kind::Word) && reader.eat_any(&WORDS).is_none() {
            return;
        } else if reader.kind() == Some(Kind::Open) {
            if reader.group().is_none() {
                return;
            }
        } else if reader.kind() != Some(Kind::Word) {
            reader.next();
        }
    }
}

/// PostgreSQL's EXECUTE of a statement that was prepared, perhaps elsewhere.
pub(super) fn execute(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("execute")?;
    reader.skip_all();
    let detail = first_words(reader.text, reader.span);
    let place = reader.span;
    reader.ops.push(opaque(OpaqueReason::DynamicSql, detail, OpaqueExtent::Statement, place));
    Some(())
}

pub(super) fn truncate(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("truncate")?;
    // Which tables lie in a cluster is not known.
    (reader.dialect != Dialect::Oracle || !reader.is("cluster")).then_some(())?;
    reader.eat("table");
    let mut tables = Vec::new();
    loop {
        reader.eat_noted("only", Clause::Only);
        tables.push(reader.object_noted(Clause::Table)?);
        reader.eat_operator("*");
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    if reader.dialect == Dialect::Mssql && reader.eat("with") {
        let mut partitions = reader.group()?;
        partitions.need("partitions")?;
        let partitions = partitions.group()?.split_commas();
        let partitions = partitions.iter().map(|it| it.rest_text().to_owned()).collect();
        let (table, change) = (tables.pop()?, AlterPartition::Truncate { partitions });
        reader.push(OpKind::AlterPartition { table, change });
        return Some(());
    }
    if reader.dialect == Dialect::Oracle {
        const WORDS: [&str; 6] = [
            "preserve materialized view log",
            "purge materialized view log",
            "preserve snapshot log",
            "drop storage",
            "drop all storage",
            "reuse storage",
        ];
        while reader.eat_any(&WORDS).is_some() {}
    }
    let restart_identity = reader.eat("restart identity");
    reader.eat("continue identity");
    let cascade = reader.cascade();
    reader.push(OpKind::Truncate(Truncate { tables, cascade, restart_identity }));
    Some(())
}

pub(super) fn lock(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("lock")?;
    let mysql = reader.eat("tables");
    reader.eat("table");
    let mut tables = Vec::new();
    let mut mode = None;
    loop {
        reader.eat_noted("only", Clause::Only);
        tables.push(reader.object_noted(Clause::Table)?);
        reader.eat_operator("*");
        partition_of(reader);
        if mysql {
            let words = reader.take_until_comma().rest_text().to_ascii_uppercase();
            if mode.as_deref() != Some("WRITE") {
                mode = Some(words);
            }
        }
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    if reader.eat("in") {
        let start = reader.mark();
        reader.take_until(|it| it.is("mode"));
        let words =
            reader.since(start).of(reader.text).split_whitespace().collect::<Vec<_>>().join(" ");
        mode = Some(words.to_ascii_uppercase());
        reader.note_since(Clause::Lock, start);
        reader.need("mode")?;
    }
    let nowait = reader.eat("nowait");
    if reader.dialect == Dialect::Oracle && reader.eat("wait") {
        reader.value()?;
    }
    reader.push(OpKind::Lock(Lock { tables, mode, nowait }));
    Some(())
}

pub(super) fn call(reader: &mut Reader<'_>) -> Option<()> {
    let text = reader.rest_text().to_owned();
    let prepared = reader.is("execute") && reader.dialect == Dialect::Postgres;
    reader.next();
    if reader.eat("immediate") && matches!(reader.dialect, Dialect::Mariadb | Dialect::Oracle) {
        if super::procedural::immediate(reader).is_none() {
            let detail = first_words(reader.text, reader.span);
            let extent = OpaqueExtent::Statement;
            reader.ops.push(opaque(OpaqueReason::DynamicSql, detail, extent, reader.span));
            reader.skip_all();
        }
        return Some(());
    }
    if prepared {
        reader.skip_all();
        super::object::push_other(reader, ObjectKind::Session, None);
        return Some(());
    }
    let name = reader.object_noted(Clause::Name)?;
    reader.skip_all();
    reader.push(OpKind::Call { name, text });
    Some(())
}

/// VACUUM, ANALYZE, CLUSTER, OPTIMIZE.
pub(super) fn maintain(reader: &mut Reader<'_>) -> Option<()> {
    let word = reader.word().to_ascii_lowercase();
    reader.next();
    let mut words = String::new();
    if reader.dialect != Dialect::Postgres {
        reader.eat_any(&["no_write_to_binlog", "local"]);
        reader.eat("tables");
    }
    let mut truncate = None;
    if reader.kind() == Some(Kind::Open) {
        let list = reader.group()?;
        words = on_options(list);
        let stated = list.split_commas().iter().any(|it| it.is("truncate"));
        truncate = stated.then(|| words.contains("truncate "));
    } else {
        while let Some(option) =
            reader.eat_any(&["full", "freeze", "verbose", "analyze", "analyse", "table", "local"])
        {
            words.push_str(option);
            words.push(' ');
        }
    }
    let task = match word.as_str() {
        "vacuum" if words.contains("full") => Task::VacuumFull,
        "vacuum" if words.contains("analy") => Task::VacuumAnalyze,
        "vacuum" => Task::Vacuum,
        "cluster" => Task::Cluster,
        "optimize" => Task::Optimize,
        "check" | "repair" | "checksum" => Task::Check,
        _ => Task::Analyze,
    };
    let mut task = Maintain { task, tables: Vec::new(), index: None, truncate };
    // CLUSTER index ON table is the form of before PostgreSQL 8.3.
    if task.task == Task::Cluster && reader.is_name() && reader.is_at(1, "on") {
        task.index = reader.name();
        reader.next();
    }
    while reader.is_name() && !(reader.is("into") || reader.is("using")) {
        if reader.dialect == Dialect::Postgres {
            reader.eat_noted("only", Clause::Only);
        }
        task.tables.push(reader.object_noted(Clause::Table)?);
        reader.eat_operator("*");
        if reader.kind() == Some(Kind::Open) {
            reader.group()?;
        }
        if !reader.eat_kind(Kind::Comma) {
            break;
        }
    }
    if reader.eat("using") {
        task.index = Some(reader.name()?);
    }
    if reader.dialect == Dialect::Sqlite && reader.eat("into") {
        reader.next();
    }
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        // WAIT, FOR UPGRADE, EXTENDED, PERSISTENT FOR ALL, UPDATE HISTOGRAM ON …
        reader.skip_all();
    }
    // A word that is no option was taken for a table: nothing is known of what is meant.
    if reader.dialect == Dialect::Postgres && !reader.is_done() {
        return None;
    }
    reader.push(OpKind::Maintain(task));
    Some(())
}

/// The names of the options that are on, each with a space behind.
fn on_options(list: Cursor<'_>) -> String {
    let mut words = String::new();
    for mut option in list.split_commas() {
        let name = option.word().to_ascii_lowercase();
        option.next();
        let off = option.is_any(&["false", "off", "no"]) || option.rest_text() == "0";
        if !off {
            words.push_str(&name);
            words.push(' ');
        }
    }
    words
}
