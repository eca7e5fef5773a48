//! CREATE, ALTER, DROP INDEX and REINDEX.

use super::super::cursor::Cursor;
use super::super::expr;
use super::super::lex::Kind;
use super::{Reader, column};
use crate::dialect::Dialect;
use crate::ops::index::{
    AlterIndex, CreateIndex, DropIndex, IndexChange, IndexKey, Online, Reindex, ReindexScope,
};
use crate::ops::{Clause, ObjectName, OpKind, RenamedThrough};

/// Whether an index is what comes behind CREATE.
pub(super) fn begins(cursor: &Cursor<'_>) -> bool {
    const WORDS: [&str; 8] = [
        "index",
        "unique index",
        "fulltext index",
        "spatial index",
        "bitmap index",
        "clustered index",
        "nonclustered index",
        "unique clustered index",
    ];
    cursor.is_any(&WORDS) || cursor.is("unique nonclustered index")
}

pub(super) fn create(reader: &mut Reader<'_>) -> Option<()> {
    let unique = reader.eat_noted("unique", Clause::Unique);
    let method = reader
        .eat_any(&["fulltext", "spatial", "bitmap", "clustered", "nonclustered"])
        .map(str::to_owned);
    if reader.dialect == Dialect::Oracle {
        reader.eat_any(&["multivalue", "search", "vector"]);
    }
    reader.need("index")?;
    let online = online(reader);
    let guard = reader.if_not_exists();
    let mut name = None;
    if !(reader.is("on") || reader.is("using")) || reader.is_at(1, "on") {
        name = Some(reader.object_noted(Clause::Name)?);
    }
    let mysql = matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb);
    let using = if mysql && reader.eat("using") { Some(reader.name()?) } else { None };
    let method = using.map(|it| it.to_ascii_lowercase()).or(method);
    reader.need("on")?;
    if reader.dialect == Dialect::Oracle && reader.eat("cluster") {
        let name = name.filter(|_| reader.object().is_some())?;
        super::object::push_other(reader, crate::ops::object::ObjectKind::System, Some(name));
        return Some(());
    }
    let only = reader.eat("only");
    let mut index = CreateIndex {
        unique,
        method,
        online,
        guard,
        only,
        name: name.map(|it| it.name.into()),
        ..CreateIndex::new(reader.object_noted(Clause::Table)?)
    };
    if reader.eat("using") {
        index.method = Some(reader.name()?.to_ascii_lowercase());
    }
    let columns = reader.group()?;
    reader.note(Clause::Column, columns.span());
    for mut part in columns.split_commas() {
        index.keys.push(key(&mut part)?);
    }
    tail(reader, &mut index)?;
    reader.push(OpKind::CreateIndex(index));
    Some(())
}

fn online(reader: &mut Reader<'_>) -> Online {
    if matches!(reader.dialect, Dialect::Oracle | Dialect::Mssql) {
        return Online::No;
    }
    if reader.eat_noted("concurrently", Clause::Online) { Online::Yes } else { Online::No }
}

/// One column or expression with how it is ordered and compared.
pub(super) fn key(part: &mut Cursor<'_>) -> Option<IndexKey> {
    let mut key = IndexKey::default();
    let value = expr::extent(part)?;
    let plain = value.rest().len() == 1 && value.is_name();
    if plain {
        let mut name = value;
        key.column = name.name();
    } else if let Some((column, prefix)) = prefixed(value) {
        key.column = Some(column);
        key.prefix = Some(prefix);
    } else {
        let mut inside = value;
        let whole = inside.group().filter(|_| inside.is_done());
        key.expr = Some(expr::read(whole.unwrap_or(value)));
    }
    if part.eat("collate") {
        key.collation = Some(part.object()?.name.into());
    }
    if part.is_name() && !part.is_any(&["asc", "desc", "nulls"]) {
        key.opclass = Some(part.object()?.to_string());
        if part.kind() == Some(Kind::Open) {
            part.group()?;
        }
    }
    if part.eat("desc") {
        key.descending = true;
    } else {
        part.eat("asc");
    }
    if part.eat("nulls first") {
        key.nulls_first = Some(true);
    } else if part.eat("nulls last") {
        key.nulls_first = Some(false);
    }
    part.is_done().then_some(key)
}

/// MySQL's `column(10)`.
fn prefixed(mut value: Cursor<'_>) -> Option<(String, u32)> {
    matches!(value.dialect, Dialect::Mysql | Dialect::Mariadb).then_some(())?;
    let column = value.name()?;
    let inside = value.group()?;
    (value.is_done() && inside.rest().len() == 1).then_some(())?;
    Some((column, inside.rest_text().parse().ok()?))
}

/// What follows the columns.
fn tail(reader: &mut Reader<'_>, index: &mut CreateIndex) -> Option<()> {
    loop {
        if reader.eat("include") {
            index.include = reader.bracketed_names()?;
        } else if reader.eat("nulls not distinct") {
            index.nulls_not_distinct = true;
        } else if reader.eat("nulls distinct") {
        } else if reader.is("with") && reader.kind_at(1) == Some(Kind::Open) {
            reader.next();
            for mut option in reader.group()?.split_commas() {
                let name = option.name()?.to_ascii_lowercase();
                option.eat_operator("=");
                index.options.push((name, option.rest_text().to_ascii_lowercase()));
            }
        } else if reader.eat("tablespace") {
            index.options.push(("tablespace".to_owned(), reader.name()?));
        } else if reader.is("where") {
            reader.next();
            let predicate =
                reader.take_until(|it| it.is("with") && it.kind_at(1) == Some(Kind::Open));
            reader.note(Clause::Where, predicate.span());
            index.predicate = Some(expr::read(predicate));
        } else if !dialect_tail(reader, index)? {
            return Some(());
        }
    }
}

fn dialect_tail(reader: &mut Reader<'_>, index: &mut CreateIndex) -> Option<bool> {
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        if reader.dialect == Dialect::Mariadb {
            super::mysql::skip_wait(reader);
        }
        return mysql_option(reader, index);
    }
    if reader.dialect == Dialect::Oracle {
        return super::oracle::index_tail(reader, index);
    }
    Some(false)
}

/// One option of an index of MySQL or MariaDB; `Some(false)` where none comes.
pub(super) fn mysql_option(reader: &mut Reader<'_>, index: &mut CreateIndex) -> Option<bool> {
    const VALUES: [&str; 9] = [
        "algorithm",
        "comment",
        "distance",
        "engine_attribute",
        "key_block_size",
        "lock",
        "m",
        "secondary_engine_attribute",
        "clustering",
    ];
    const FLAGS: [&str; 4] = ["visible", "invisible", "not ignored", "ignored"];
    let start = reader.mark();
    if reader.eat("using") {
        index.method = Some(reader.name()?.to_ascii_lowercase());
    } else if reader.eat("with parser") {
        index.options.push(("parser".to_owned(), reader.name()?));
    } else if let Some(words) = reader.eat_any(&FLAGS) {
        index.options.push(("visibility".to_owned(), words.to_owned()));
        reader.note_since(Clause::Visibility, start);
    } else if let Some(option) = reader.eat_any(&VALUES) {
        reader.eat_operator("=");
        index.options.push((option.to_owned(), reader.value()?.to_ascii_lowercase()));
        match option {
            "algorithm" => reader.note_since(Clause::Algorithm, start),
            "lock" => reader.note_since(Clause::Lock, start),
            _ => {}
        }
    } else {
        return Some(false);
    }
    Some(true)
}

pub(super) fn drop(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("index")?;
    let mut online = online(reader);
    let guard = reader.if_exists();
    let names = reader.objects()?;
    if reader.dialect == Dialect::Oracle {
        if reader.eat_noted("online", Clause::Online) {
            online = Online::Yes;
        }
        while reader
            .eat_any(&["force", "deferred invalidation", "immediate invalidation"])
            .is_some()
        {}
    }
    let table = if reader.eat("on") { Some(reader.object_noted(Clause::Table)?) } else { None };
    let mut options = Vec::new();
    if matches!(reader.dialect, Dialect::Mysql | Dialect::Mariadb) {
        super::mysql::skip_wait(reader);
        while let Some(option) = reader.eat_any(&["algorithm", "lock"]) {
            reader.eat_operator("=");
            options.push((option.to_owned(), reader.value()?.to_ascii_lowercase()));
        }
    }
    let cascade = reader.cascade();
    let together = names.len();
    let clauses = std::mem::take(&mut reader.clauses);
    for (index, span) in names {
        reader.clauses.clone_from(&clauses);
        reader.note(Clause::Name, span);
        let (table, options) = (table.clone(), options.clone());
        let place = if together == 1 { reader.span } else { span };
        let drop = DropIndex { index, table, online, guard, cascade, options, together };
        reader.push_at(OpKind::DropIndex(drop), place);
    }
    Some(())
}

pub(super) fn alter(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("index")?;
    if reader.eat("all in tablespace") {
        return super::object::whole_tail(reader, crate::ops::object::ObjectKind::Index);
    }
    reader.if_exists();
    let index = reader.object_noted(Clause::Name)?;
    let table = if reader.eat("on") { Some(reader.object_noted(Clause::Table)?) } else { None };
    if reader.eat("rename to") {
        let to = reader.object()?.name.into();
        reader.push(OpKind::RenameIndex { index, table, to, through: RenamedThrough::Index });
        return Some(());
    }
    let change = change(reader, &index)?;
    if let Some(change) = change {
        reader.push(OpKind::AlterIndex(AlterIndex { index, table, change }));
    }
    Some(())
}

/// The change; `Some(None)` where it was one of a column and is pushed already.
fn change(reader: &mut Reader<'_>, index: &ObjectName) -> Option<Option<IndexChange>> {
    if reader.eat("set tablespace") {
        let change = IndexChange::SetTablespace(reader.name()?);
        reader.eat("nowait");
        return Some(Some(change));
    }
    if (reader.is("set") || reader.is("reset")) && reader.kind_at(1) == Some(Kind::Open) {
        reader.next();
        reader.group()?;
        return Some(Some(IndexChange::SetOptions));
    }
    if reader.eat("attach partition") {
        return Some(Some(IndexChange::AttachPartition(reader.object()?)));
    }
    if reader.eat("depends on extension") || reader.eat("no depends on extension") {
        reader.name()?;
        return Some(Some(IndexChange::DependsOnExtension));
    }
    if reader.eat("owner to") {
        super::object::push_other(
            reader,
            crate::ops::object::ObjectKind::Index,
            Some(index.clone()),
        );
        return Some(None);
    }
    if reader.eat("set schema") {
        return None;
    }
    if reader.eat("alter") {
        reader.eat("column");
        let mut ahead = reader.cursor;
        ahead.value()?;
        if ahead.eat("set statistics") {
            ahead.value()?;
            reader.cursor = ahead;
            return Some(Some(IndexChange::SetStatistics));
        }
        column::alter(reader, index)?;
        return Some(None);
    }
    None
}

pub(super) fn reindex(reader: &mut Reader<'_>) -> Option<()> {
    reader.need("reindex")?;
    let mut reindex =
        Reindex { scope: ReindexScope::System(None), online: Online::No, tablespace: None };
    if reader.kind() == Some(Kind::Open) {
        for mut option in reader.group()?.split_commas() {
            if option.eat("concurrently") {
                let off = option.is_any(&["false", "off"]) || option.rest_text() == "0";
                reindex.online = if off { Online::No } else { Online::Yes };
            } else if option.eat("tablespace") {
                reindex.tablespace = Some(option.name()?);
            }
        }
    }
    let kind = reader.eat_any(&["index", "table", "schema", "database", "system"]);
    if online(reader) == Online::Yes {
        reindex.online = Online::Yes;
    }
    reindex.scope = match kind {
        Some("index") => ReindexScope::Index(reader.object_noted(Clause::Name)?),
        Some("table") => ReindexScope::Table(reader.object_noted(Clause::Table)?),
        Some("schema") => ReindexScope::Schema(reader.name()?),
        Some("database") => ReindexScope::Database(reader.name()),
        Some("system") => ReindexScope::System(reader.name()),
        // SQLite names a table, an index or a collation, or nothing.
        _ if reader.dialect == Dialect::Sqlite && reader.is_name() => {
            ReindexScope::Index(reader.object()?)
        }
        _ if reader.dialect == Dialect::Sqlite => ReindexScope::Database(None),
        _ => return None,
    };
    reader.push(OpKind::Reindex(reindex));
    Some(())
}
