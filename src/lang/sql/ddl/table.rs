//! CREATE, ALTER, DROP and RENAME TABLE.

use super::super::cursor::Cursor;
use super::super::lex::Kind;
use super::super::{expr, first_words, opaque, query};
use super::object::whole_tail;
use super::{Reader, column, constraint, mssql, mysql, oracle};
use crate::dialect::Dialect;
use crate::ops::column::ColumnPosition;
use crate::ops::constraint::{AlterConstraint, Constraint, ConstraintKind};
use crate::ops::index::{CreateIndex, Online};
use crate::ops::object::ObjectKind;
use crate::ops::table::{
    AlterPartition, CreateTable, Like, LikePart, PartitionBound, PartitionBy, PartitionOf,
    Persistence, Storage, TableOption,
};
use crate::ops::{
    Clause, ConstraintRef, Guard, Link, ObjectName, OpKind, OpaqueExtent, OpaqueReason,
    RenamedThrough,
};

/// The words before TABLE.
#[derive(Debug, Clone, Copy)]
pub(super) struct Making {
    pub replaces: bool,
    pub temporary: bool,
    pub unlogged: bool,
    pub foreign: bool,
}

pub(super) fn create(reader: &mut Reader<'_>, making: Making) -> Option<()> {
    reader.need("table")?;
    let guard = reader.if_not_exists();
    let name = reader.object_noted(Clause::Table)?;
    let mut table = CreateTable { guard, replaces: making.replaces, ..CreateTable::new(name) };
    table.persistence = match making {
        Making { foreign: true, .. } => Persistence::Foreign,
        Making { temporary: true, .. } => Persistence::Temporary,
        Making { unlogged: true, .. } => Persistence::Unlogged,
        _ => Persistence::Permanent,
    };
    if reader.eat("partition of") {
        let parent = reader.object_noted(Clause::Partition)?;
        body(reader, &mut table)?;
        let bound = bound(reader)?;
        table.partition_of = Some(Box::new(PartitionOf { parent, bound }));
    } else if reader.eat("of") {
        table.of_type = Some(reader.object()?);
        body(reader, &mut table)?;
    } else if reader.eat("like") {
        // MySQL's LIKE without brackets takes over everything.
        table.like.push(Like {
            table: reader.object()?,
            including: LikePart::ALL.to_vec(),
            place: 0,
        });
    } else if !reader.is("as") {
        body(reader, &mut table)?;
    }
    while tail(reader, &mut table)? {}
    let clauses = std::mem::take(&mut reader.clauses);
    let parts = std::mem::take(&mut reader.ops);
    reader.clauses = clauses;
    reader.push(OpKind::CreateTable(table));
    reader.ops.extend(parts);
    Some(())
}

/// The columns and constraints between brackets, where there are any.
fn body(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<()> {
    if reader.kind() != Some(Kind::Open) || reader.is_at(1, "select") || reader.is_at(1, "with") {
        return Some(());
    }
    let inside = reader.group()?;
    // CREATE TABLE t (a, b) AS SELECT …
    if (reader.is("as") || reader.is("on commit"))
        && inside.split_commas().iter().all(|it| it.rest().len() == 1)
    {
        for (name, _) in inside.split_commas().into_iter().filter_map(|mut it| it.named()) {
            table.columns.push(crate::ops::column::ColumnDef::new(name, None));
        }
        return Some(());
    }
    let parts = inside.split_commas();
    table.columns.reserve_exact(parts.len());
    for part in parts {
        let mut part = reader.part(part);
        let known = element(&mut part, table);
        reader.clauses.append(&mut part.clauses);
        if known.is_none() || !part.is_done() {
            let place = if known.is_none() { part.span } else { part.cursor.span() };
            let why = if reader.dialect == Dialect::Postgres {
                OpaqueReason::UnknownClause
            } else {
                OpaqueReason::Dialect
            };
            let detail = first_words(reader.text, place);
            reader.ops.push(opaque(why, detail, OpaqueExtent::Part, place));
        }
    }
    table.columns.shrink_to_fit();
    table.constraints.shrink_to_fit();
    Some(())
}

/// One column, constraint, index or LIKE.
fn element(part: &mut Reader<'_>, table: &mut CreateTable) -> Option<()> {
    if part.eat("like") {
        table.like.push(like(part, table.columns.len())?);
        return Some(());
    }
    if part.dialect == Dialect::Mssql && mssql::element(part, table)? {
        return Some(());
    }
    let mysql = matches!(part.dialect, Dialect::Mysql | Dialect::Mariadb);
    if constraint::begins(part) && !(mysql && is_functional(part)) {
        table.constraints.push(constraint::read(part)?);
        return Some(());
    }
    if mysql && begins_index(part) {
        table.indexes.push(inline_index(part, &table.name)?);
        return Some(());
    }
    // MariaDB's periods are kept as options.
    if part.dialect == Dialect::Mariadb && part.eat("period for") {
        let value = part.name()?.to_ascii_lowercase();
        part.group()?;
        table.options.push(TableOption { name: "period for".to_owned(), value });
        return Some(());
    }
    if part.dialect == Dialect::Postgres && lists_columns(part, table) {
        return None;
    }
    table.columns.push(column::definition(part)?);
    let owner = table.name.clone();
    let own = |it| CreateIndex { table: owner.clone(), ..it };
    table.indexes.extend(std::mem::take(&mut part.pending_indexes).into_iter().map(own));
    Some(())
}

/// CockroachDB's `INDEX name (column, …)` and `FAMILY name (column, …)` have the form of a column whose type has modifiers.
fn lists_columns(part: &Reader<'_>, table: &CreateTable) -> bool {
    part.is_any(&["index", "family"])
        && part.kind_at(2) == Some(Kind::Open)
        && part
            .peek_at(3)
            .and_then(|it| part.name_of(it))
            .is_some_and(|first| table.columns.iter().any(|it| it.name == first))
}

/// The rest of `LIKE table [INCLUDING …] [EXCLUDING …]`; MySQL's takes over everything.
fn like(part: &mut Reader<'_>, place: usize) -> Option<Like> {
    let table = part.object()?;
    let whole = matches!(part.dialect, Dialect::Mysql | Dialect::Mariadb);
    let mut including = if whole { LikePart::ALL.to_vec() } else { Vec::new() };
    while let Some(word) = part.eat_any(&["including", "excluding"]) {
        let parts = like_parts(part.next()?.text(part.text));
        including.retain(|it| !parts.contains(it));
        if word == "including" {
            including.extend(parts);
        }
    }
    Some(Like { table, including, place })
}

fn like_parts(word: &str) -> Vec<LikePart> {
    match word.to_ascii_lowercase().as_str() {
        "all" => LikePart::ALL.to_vec(),
        "comments" => vec![LikePart::Comments],
        "compression" => vec![LikePart::Compression],
        "constraints" => vec![LikePart::Constraints],
        "defaults" => vec![LikePart::Defaults],
        "generated" => vec![LikePart::Generated],
        "identity" => vec![LikePart::Identity],
        "indexes" => vec![LikePart::Indexes],
        "statistics" => vec![LikePart::Statistics],
        "storage" => vec![LikePart::Storage],
        _ => Vec::new(),
    }
}

/// MySQL's `[FULLTEXT|SPATIAL|VECTOR] KEY name (columns)`.
fn inline_index(part: &mut Reader<'_>, table: &ObjectName) -> Option<CreateIndex> {
    let mut index = CreateIndex::new(table.clone());
    index.unique = part.eat_noted("unique", Clause::Unique);
    index.method = part.eat_any(&["fulltext", "spatial", "vector"]).map(str::to_owned);
    part.eat_any(&["key", "index"]);
    if part.eat("if not exists") {
        index.guard = Guard::IfNeeded;
    }
    if part.is_name() && !part.is("using") {
        index.name = Some(part.name_noted(Clause::Name)?);
    }
    if part.eat("using") {
        index.method = Some(part.name()?.to_ascii_lowercase());
    }
    for mut key in part.group()?.split_commas() {
        index.keys.push(super::index::key(&mut key)?);
    }
    while super::index::mysql_option(part, &mut index)? {}
    Some(index)
}

/// Whether a unique key begins that has an expression, which no constraint holds (MySQL: "Functional Key Parts").
fn is_functional(part: &Reader<'_>) -> bool {
    let mut ahead = part.cursor;
    part.is("unique") && {
        while ahead.is_name() {
            ahead.next();
        }
        let keys = ahead.group().map(|it| it.split_commas());
        keys.is_some_and(|it| it.iter().any(|it| it.kind() == Some(Kind::Open)))
    }
}

fn begins_index(part: &Reader<'_>) -> bool {
    part.is_any(&["key", "index", "fulltext", "spatial"])
        || is_functional(part)
        || part.is("vector index")
        || part.is("vector key")
}

/// `FOR VALUES …` or DEFAULT.
fn bound(reader: &mut Reader<'_>) -> Option<PartitionBound> {
    if reader.eat("default") {
        return Some(PartitionBound::Default);
    }
    reader.need("for values")?;
    if reader.eat("in") {
        return Some(PartitionBound::List(values(reader.group()?)));
    }
    if reader.eat("with") {
        let mut inside = reader.group()?;
        inside.need("modulus")?;
        let modulus = inside.value()?.parse().ok()?;
        inside.eat_kind(Kind::Comma);
        inside.need("remainder")?;
        let remainder = inside.value()?.parse().ok()?;
        return Some(PartitionBound::Hash { modulus, remainder });
    }
    reader.need("from")?;
    let from = values(reader.group()?);
    reader.need("to")?;
    Some(PartitionBound::Range { from, to: values(reader.group()?) })
}

fn values(list: Cursor<'_>) -> Vec<crate::ops::expr::Expr> {
    list.split_commas().into_iter().map(expr::read).collect()
}

/// One clause behind the brackets; `Some(false)` where none of those known comes.
fn tail(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<bool> {
    if reader.dialect == Dialect::Mssql && mssql::create_tail(reader, table)? {
        return Some(true);
    }
    if reader.dialect == Dialect::Oracle && oracle::create_tail(reader, table)? {
        return Some(true);
    }
    if reader.eat("inherits") {
        let mut inside = reader.group()?;
        if !inside.is_done() {
            table.inherits = inside.objects()?.into_iter().map(|(name, _)| name).collect();
        }
    } else if reader.is("partition by") && reader.dialect == Dialect::Postgres {
        partition_by(reader, table)?;
    } else if reader.is("as") || reader.is("select") || is_bracketed_query(reader) {
        filled_from(reader, table)?;
    } else if reader.is("with") && reader.kind_at(1) == Some(Kind::Open) {
        reader.next();
        for option in options(reader.group()?) {
            table.options.push(option);
        }
    } else if let Some(words) =
        reader.eat_any(&["without oids", "with oids", "without rowid", "strict"])
    {
        table.options.push(TableOption { name: words.to_owned(), value: String::new() });
        reader.eat_kind(Kind::Comma);
    } else if reader.eat("on commit") {
        let rows = reader.eat_any(&[
            "preserve rows",
            "preserve definition",
            "delete rows",
            "drop definition",
            "drop",
        ])?;
        table.options.push(TableOption { name: "on commit".to_owned(), value: rows.to_owned() });
    } else if let Some(name) = reader.eat_any(&["tablespace", "using", "server"]) {
        table.options.push(TableOption { name: name.to_owned(), value: reader.name()? });
    } else if reader.is("options") && reader.kind_at(1) == Some(Kind::Open) {
        reader.next();
        reader.group()?;
    } else {
        let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
        return if mysql { mysql::create_option(reader, table) } else { Some(false) };
    }
    Some(true)
}

fn is_bracketed_query(reader: &Reader<'_>) -> bool {
    reader.kind() == Some(Kind::Open) && (reader.is_at(1, "select") || reader.is_at(1, "with"))
}

fn partition_by(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<()> {
    let start = reader.mark();
    reader.eat("partition by");
    let strategy = reader.name()?.to_ascii_lowercase();
    let inside = reader.group()?;
    let columns = inside.split_commas().iter().map(|it| partition_column(*it)).collect();
    let by = PartitionBy { strategy, columns, partitions: Vec::new() };
    table.partition_by = Some(Box::new(by));
    reader.note_since(Clause::Partition, start);
    Some(())
}

pub(super) fn partition_column(mut part: Cursor<'_>) -> String {
    if part.is_name() && part.kind_at(1) != Some(Kind::Open) && part.kind_at(1) != Some(Kind::Dot) {
        part.name().unwrap_or_default()
    } else {
        part.rest_text().to_owned()
    }
}

fn filled_from(reader: &mut Reader<'_>, table: &mut CreateTable) -> Option<()> {
    reader.eat("as");
    let query = reader.take_until(|it| it.is("with data") || it.is("with no data"));
    let empty = reader.eat("with no data");
    if !empty {
        reader.eat("with data");
    }
    // What a prepared statement reads was said where it was prepared, perhaps elsewhere.
    if query.is("execute") {
        let place = query.span();
        let detail = first_words(query.text, place);
        reader.ops.push(opaque(OpaqueReason::DynamicSql, detail, OpaqueExtent::Part, place));
    }
    table.filled_from = Some(query::table_query(query, !empty));
    Some(())
}

/// `(name [= value], …)` with names in lower case.
pub(super) fn options(list: Cursor<'_>) -> Vec<TableOption> {
    let option = |mut it: Cursor<'_>| {
        let name = it.take_until(|it| it.is_operator("=")).rest_text().to_ascii_lowercase();
        it.eat_operator("=");
        TableOption { name, value: it.rest_text().to_owned() }
    };
    list.split_commas().into_iter().map(option).collect()
}

pub(super) fn drop(reader: &mut Reader<'_>) -> Option<()> {
    reader.eat_noted("foreign", Clause::Kind(ObjectKind::ForeignTable));
    reader.need("table")?;
    let guard = reader.if_exists();
    let names = reader.objects()?;
    if reader.dialect == Dialect::Mariadb {
        mysql::skip_wait(reader);
    }
    let cascade = reader.cascade();
    if reader.dialect == Dialect::Oracle {
        reader.eat_noted("purge", Clause::Purge);
    }
    let single = names.len() == 1;
    let clauses = std::mem::take(&mut reader.clauses);
    for (name, span) in names {
        reader.clauses.clone_from(&clauses);
        reader.note(Clause::Table, span);
        let place = if single { reader.span } else { span };
        reader.push_at(OpKind::DropTable { name, guard, cascade }, place);
    }
    Some(())
}

/// MySQL's `RENAME TABLE a TO b, c TO d`, Oracle's `RENAME a TO b`.
pub(super) fn rename_tables(reader: &mut Reader<'_>) -> Option<()> {
    (reader.dialect != Dialect::Postgres).then_some(())?;
    reader.need("rename")?;
    reader.eat_any(&["table", "tables"]);
    reader.if_exists();
    loop {
        let start = reader.mark();
        let table = reader.object_noted(Clause::Table)?;
        if reader.dialect == Dialect::Mariadb {
            mysql::skip_wait(reader);
        }
        reader.need("to")?;
        let to = reader.object()?;
        let span = reader.since(start);
        reader.push_at(OpKind::RenameTable { table, to }, span);
        if !reader.eat_kind(Kind::Comma) {
            return Some(());
        }
    }
}

// ---- ALTER TABLE

pub(super) fn alter(reader: &mut Reader<'_>) -> Option<()> {
    reader.clauses.clear();
    reader.eat_noted("foreign", Clause::Kind(ObjectKind::ForeignTable));
    reader.need("table")?;
    if reader.eat("all in tablespace") {
        return whole_tail(reader, ObjectKind::Table);
    }
    reader.if_exists();
    reader.eat_noted("only", Clause::Only);
    let (table, place) = reader.object_span()?;
    reader.eat_operator("*");
    let modes = std::mem::take(&mut reader.clauses);
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    if mysql {
        mysql::wait(reader, &table);
    }
    if reader.dialect == Dialect::Mssql {
        reader.clauses = modes;
        reader.note(Clause::Table, place);
        return mssql::alter(reader, &table);
    }
    if reader.dialect == Dialect::Oracle {
        reader.clauses = modes;
        reader.note(Clause::Table, place);
        return oracle::alter(reader, &table);
    }
    let rest = reader.take_rest();
    if rest.is_done() {
        return (!reader.ops.is_empty()).then_some(());
    }
    // Half a list is half a statement.
    rest.rest().last().is_none_or(|it| it.kind != Kind::Comma).then_some(())?;
    for part in if mysql { mysql::parts(rest) } else { rest.split_commas() } {
        let mut action = reader.part(part);
        action.clauses.clone_from(&modes);
        action.note(Clause::Table, place);
        // SQLite's ALTER TABLE makes one change ("ALTER TABLE").
        if reader.dialect == Dialect::Sqlite && !reader.ops.is_empty() {
            action.note(Clause::Alien(","), part.span());
        }
        let known = alter_one(&mut action, &table);
        if known.is_none() {
            action.ops.clear();
            action.cursor = part;
        }
        action.unknown_tail();
        reader.ops.append(&mut action.ops);
    }
    Some(())
}

fn alter_one(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        let (start, clauses) = (reader.cursor, reader.clauses.clone());
        if mysql::action(reader, table).is_some() {
            return Some(());
        }
        (reader.cursor, reader.clauses) = (start, clauses.clone());
        reader.ops.clear();
        shared_action(reader, table)?;
        // PARTITION BY stands last, with no comma before it.
        reader.clauses = clauses;
        if reader.is("partition by") || reader.is("remove partitioning") {
            mysql::action(reader, table)?;
        }
        return Some(());
    }
    shared_action(reader, table)
}

pub(super) fn shared_action(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let word = reader.word().to_ascii_lowercase();
    match word.as_str() {
        "add" => {
            reader.next();
            add(reader, table)
        }
        "drop" => {
            reader.next();
            drop_part(reader, table)
        }
        "alter" => {
            reader.next();
            alter_part(reader, table)
        }
        "rename" => {
            reader.next();
            rename(reader, table)
        }
        "set" => {
            reader.next();
            set(reader, table)
        }
        "reset" => {
            reader.next();
            for option in options(reader.group()?) {
                set_option(reader, table, option);
            }
            Some(())
        }
        "validate" => {
            reader.eat("validate");
            reader.need("constraint")?;
            let name = reader.name_noted(Clause::Name)?;
            reader.push(OpKind::ValidateConstraint { table: table.clone(), name });
            Some(())
        }
        "attach" | "detach" => partition(reader, table),
        "split" | "merge" if reader.dialect == Dialect::Postgres => {
            split_or_merge(reader, table, word)
        }
        "enable" | "disable" => switch(reader, table),
        "force" | "no" | "inherit" | "not" | "of" | "owner" | "cluster" | "replica" | "options" => {
            other_action(reader, table, &word)
        }
        _ => None,
    }
}

pub(super) fn add(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let mssql = reader.dialect == Dialect::Mssql;
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    let functional = mysql && is_functional(reader);
    if constraint::begins(reader) && !functional || mssql && mssql::begins_constraint(reader) {
        let constraint = constraint::read(reader)?;
        let guarded = reader.clauses.iter().any(|it| it.0 == Clause::IfNotExists);
        let guard = if guarded { Guard::IfNeeded } else { Guard::None };
        reader.push(OpKind::AddConstraint { table: table.clone(), constraint, guard });
        return Some(());
    }
    if mysql && begins_index(reader) {
        let index = inline_index(reader, table)?;
        reader.push(OpKind::CreateIndex(index));
        return Some(());
    }
    let partition =
        reader.is("partition") && ["start", "end", "values"].iter().any(|it| reader.is_at(2, it));
    if reader.dialect == Dialect::Postgres && partition {
        return None;
    }
    reader.eat("column");
    let guard = reader.if_not_exists();
    if reader.kind() == Some(Kind::Open) && reader.dialect != Dialect::Postgres {
        return add_several(reader, table);
    }
    let column = column::definition(reader)?;
    let position = if mysql { position(reader) } else { ColumnPosition::Last };
    reader.push(OpKind::AddColumn { table: table.clone(), column, position, guard });
    Some(())
}

/// `ADD (a INT, b INT)` of MySQL and Oracle.
fn add_several(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let place = reader.clauses.clone();
    for part in reader.group()?.split_commas() {
        let mut part = reader.part(part);
        part.clauses.clone_from(&place);
        add(&mut part, table)?;
        part.is_done().then_some(())?;
        reader.ops.append(&mut part.ops);
    }
    Some(())
}

pub(super) fn position(reader: &mut Reader<'_>) -> ColumnPosition {
    let start = reader.mark();
    let position = if reader.eat("first") {
        ColumnPosition::First
    } else if reader.eat("after")
        && let Some(name) = reader.name()
    {
        ColumnPosition::After(name)
    } else {
        return ColumnPosition::Last;
    };
    reader.note_since(Clause::Position, start);
    position
}

fn drop_part(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("constraint") {
        let guard = reader.if_exists();
        let constraint = ConstraintRef::Named(reader.name_noted(Clause::Name)?);
        let cascade = reader.cascade();
        reader.push(OpKind::DropConstraint { table: table.clone(), constraint, guard, cascade });
        return Some(());
    }
    if reader.dialect == Dialect::Sqlite && reader.eat_noted("primary key", Clause::PrimaryKey) {
        reader.push(OpKind::DropConstraint {
            table: table.clone(),
            constraint: ConstraintRef::PrimaryKey,
            guard: Guard::None,
            cascade: crate::ops::Cascade::Unstated,
        });
        return Some(());
    }
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb)
        && let Some(dropped) = drop_mysql(reader, table)
    {
        reader.push(dropped);
        return Some(());
    }
    reader.eat("column");
    drop_column(reader, table)
}

fn drop_column(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    // Partitions as Greenplum names them ("ALTER TABLE"), and no column of that name.
    let named = reader.is("partition") && reader.is_name_at(1) && !reader.is_any(&OF_COLUMN);
    if reader.dialect == Dialect::Postgres && (named || reader.is("partition for")) {
        return None;
    }
    let guard = reader.if_exists();
    let column = reader.name_noted(Clause::Column)?;
    let cascade = reader.cascade();
    reader.push(OpKind::DropColumn { table: table.clone(), column, guard, cascade });
    Some(())
}

const OF_COLUMN: [&str; 2] = ["partition cascade", "partition restrict"];

fn drop_mysql(reader: &mut Reader<'_>, table: &ObjectName) -> Option<OpKind> {
    let table = table.clone();
    if reader.eat("primary key") {
        let constraint = ConstraintRef::PrimaryKey;
        return Some(OpKind::DropConstraint {
            table,
            constraint,
            guard: Guard::None,
            cascade: crate::ops::Cascade::Unstated,
        });
    }
    let kind = reader.eat_any(&["foreign key", "check", "index", "key"])?;
    let guard = reader.if_exists();
    let name = reader.name_noted(Clause::Name)?;
    let cascade = crate::ops::Cascade::Unstated;
    Some(match kind {
        "foreign key" => OpKind::DropConstraint {
            table,
            constraint: ConstraintRef::ForeignKey(name),
            guard,
            cascade,
        },
        "check" => {
            OpKind::DropConstraint { table, constraint: ConstraintRef::Check(name), guard, cascade }
        }
        _ => OpKind::DropIndex(crate::ops::index::DropIndex {
            index: table.sibling(name),
            table: Some(table),
            online: Online::No,
            guard,
            cascade,
            options: Vec::new(),
            together: 1,
        }),
    })
}

fn alter_part(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("constraint") {
        return alter_constraint(reader, table);
    }
    reader.eat("column");
    column::alter(reader, table)
}

pub(super) fn alter_constraint(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let name = reader.name_noted(Clause::Name)?;
    let change = if reader.eat("enforced") {
        AlterConstraint::Enforce
    } else if reader.eat("not enforced") {
        AlterConstraint::Unenforce
    } else if reader.eat("set inherit") || reader.eat("inherit") {
        AlterConstraint::SetInherit
    } else if reader.eat("set no inherit") || reader.eat("no inherit") {
        AlterConstraint::SetNoInherit
    } else {
        // Only its deferrability is left to be changed.
        let kind = ConstraintKind::NotNull { column: String::new() };
        let mut constraint = Constraint::new(kind);
        let start = reader.mark();
        constraint::attributes(reader, &mut constraint);
        (start < reader.mark()).then_some(())?;
        AlterConstraint::SetDeferrable(constraint.deferrable)
    };
    reader.push(OpKind::AlterConstraint { table: table.clone(), name, change });
    Some(())
}

fn rename(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("to") || reader.eat("as") {
        let to = reader.object()?;
        let to = ObjectName { schema: to.schema.or_else(|| table.schema.clone()), name: to.name };
        reader.push(OpKind::RenameTable { table: table.clone(), to });
        return Some(());
    }
    if reader.is("constraint") && !reader.is_at(1, "to") {
        reader.next();
        let name = reader.name_noted(Clause::Name)?;
        reader.need("to")?;
        let to = reader.name()?;
        reader.push(OpKind::RenameConstraint { table: table.clone(), name, to });
        return Some(());
    }
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    if mysql && reader.eat_any(&["index", "key"]).is_some() {
        let name = reader.name_noted(Clause::Name)?;
        reader.need("to")?;
        let to = reader.name()?;
        let (index, table) = (table.sibling(name), Some(table.clone()));
        reader.push(OpKind::RenameIndex { index, table, to, through: RenamedThrough::Table });
        return Some(());
    }
    if !reader.is_at(1, "to") {
        reader.eat("column");
    }
    let column = reader.name_noted(Clause::Column)?;
    reader.need("to")?;
    let to = reader.name()?;
    reader.push(OpKind::RenameColumn { table: table.clone(), column, to });
    Some(())
}

fn set(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    if reader.eat("schema") {
        let schema = reader.name()?;
        reader.push(OpKind::SetTableSchema { table: table.clone(), schema });
        return Some(());
    }
    if reader.kind() == Some(Kind::Open) {
        for option in options(reader.group()?) {
            set_option(reader, table, option);
        }
        return Some(());
    }
    if let Some(words) = reader.eat_any(&["without oids", "with oids", "without cluster"]) {
        let name = if words == "without cluster" { "cluster on" } else { words };
        set_option(reader, table, TableOption { name: name.to_owned(), value: String::new() });
        return Some(());
    }
    let storage = if reader.eat("logged") {
        Storage::Logged
    } else if reader.eat("unlogged") {
        Storage::Unlogged
    } else if reader.eat("tablespace") {
        Storage::Tablespace(reader.name()?)
    } else {
        reader.need("access method")?;
        Storage::AccessMethod(reader.name()?)
    };
    reader.push(OpKind::SetStorage { table: table.clone(), storage });
    Some(())
}

fn set_option(reader: &mut Reader<'_>, table: &ObjectName, option: TableOption) {
    reader.push(OpKind::SetTableOption { table: table.clone(), option });
}

fn partition(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let change = if reader.eat("attach partition") {
        let partition = reader.object_noted(Clause::Partition)?;
        AlterPartition::Attach { partition, bound: bound(reader)? }
    } else {
        reader.need("detach")?;
        reader.need("partition")?;
        let partition = reader.object_noted(Clause::Partition)?;
        if reader.eat("finalize") {
            AlterPartition::DetachFinalize { partition }
        } else {
            let online = if reader.eat_noted("concurrently", Clause::Online) {
                Online::Yes
            } else {
                Online::No
            };
            AlterPartition::Detach { partition, online }
        }
    };
    reader.push(OpKind::AlterPartition { table: table.clone(), change });
    Some(())
}

/// `SPLIT PARTITION a INTO (…)` and `MERGE PARTITIONS (…) INTO a`.
fn split_or_merge(reader: &mut Reader<'_>, table: &ObjectName, verb: String) -> Option<()> {
    let start = reader.mark();
    reader.next();
    reader.eat_any(&["partition", "partitions"])?;
    reader.skip_all();
    let detail = reader.since(start).of(reader.text).to_owned();
    let change = AlterPartition::Other { verb, detail };
    reader.push(OpKind::AlterPartition { table: table.clone(), change });
    Some(())
}

/// ENABLE and DISABLE of triggers, rules and row level security.
fn switch(reader: &mut Reader<'_>, table: &ObjectName) -> Option<()> {
    let start = reader.mark();
    reader.next();
    if reader.eat("row level security") {
        let setting = words_since(reader, start);
        reader.push(OpKind::SetRowSecurity { table: table.clone(), setting });
        return Some(());
    }
    reader.eat_any(&["replica", "always"]);
    reader.eat_any(&["trigger", "rule"])?;
    let state = words_since(reader, start);
    let name = reader.name_noted(Clause::Name)?;
    reader.push(OpKind::SetTrigger { table: table.clone(), name, state });
    Some(())
}

fn words_since(reader: &Reader<'_>, start: usize) -> String {
    let text = reader.since(start).of(reader.text).to_ascii_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn other_action(reader: &mut Reader<'_>, table: &ObjectName, word: &str) -> Option<()> {
    let start = reader.mark();
    if reader.eat("force row level security") || reader.eat("no force row level security") {
        let setting = words_since(reader, start);
        reader.push(OpKind::SetRowSecurity { table: table.clone(), setting });
        return Some(());
    }
    let link = if reader.eat("no inherit") {
        Link::Leave
    } else if reader.eat("inherit") {
        Link::Join
    } else {
        return table_words(reader, table, word);
    };
    let parent = reader.object_noted(Clause::References)?;
    reader.push(OpKind::SetInheritance { table: table.clone(), parent, link });
    Some(())
}

/// Options of the table that are words.
fn table_words(reader: &mut Reader<'_>, table: &ObjectName, word: &str) -> Option<()> {
    let (name, value) = match word {
        "owner" => {
            reader.next();
            reader.need("to")?;
            ("owner", reader.value()?)
        }
        "cluster" => {
            reader.next();
            reader.need("on")?;
            ("cluster on", reader.name()?)
        }
        "replica" => {
            reader.next();
            reader.need("identity")?;
            let value = if reader.eat("using index") {
                format!("using index {}", reader.name()?)
            } else {
                reader.eat_any(&["default", "full", "nothing"])?.to_owned()
            };
            ("replica identity", value)
        }
        "of" => {
            reader.next();
            ("of", reader.object()?.to_string())
        }
        "not" => {
            reader.eat("not");
            reader.need("of")?;
            ("of", String::new())
        }
        "options" => {
            reader.next();
            ("options", reader.group()?.rest_text().to_owned())
        }
        _ => return None,
    };
    set_option(reader, table, TableOption { name: name.to_owned(), value });
    Some(())
}
