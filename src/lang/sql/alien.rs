//! Words of other databases, where the statement would be understood but for them.

use super::lex::{Kind, Token};
use super::shape;
use crate::dialect::{Dialect, functions};
use crate::lang::alembic::names;
use crate::ops::column::AlterColumn;
use crate::ops::expr::DataType;
use crate::ops::{Clause, Op, OpKind, Verb};
use crate::text::Span;

/// The first word of the statement that its database does not take there, and its place.
pub(super) fn of(
    ops: &[Op],
    tokens: &[Token],
    text: &str,
    dialect: Dialect,
) -> Option<(&'static str, Span)> {
    if dialect == Dialect::Mssql
        && let Some(open) = open_block(tokens, text)
    {
        return Some(("BEGIN", open));
    }
    // What stood before it is taken for a statement of its own.
    if dialect == Dialect::Mssql
        && let Some(first) = tokens.first().filter(|_| limits_by_fetch(tokens, 0, text))
        && first.spells(text, "fetch")
    {
        return Some(("FETCH", first.span()));
    }
    let kind = &ops.first()?.kind;
    let found = shape::of(kind, tokens, text, dialect);
    if let Some(found) = found.or_else(|| of_clause(kind, tokens, text, dialect)) {
        return Some(found);
    }
    match kind {
        OpKind::CreateTable(it) => {
            let columns = it.columns.iter().map(|it| it.name.as_str());
            reserved(std::iter::once(it.name.name.as_str()).chain(columns), tokens, text, dialect)
        }
        OpKind::AddColumn { column, .. } => {
            let added = tokens.windows(2).find(|it| {
                it[1].kind == Kind::Open
                    && ["add", "column"].iter().any(|word| it[0].spells(text, word))
            });
            // MySQL's ADD INDEX i (a) reads as a column of that name, whose type is then given a name.
            let named = |it: &DataType| it.args.iter().any(|it| it.parse::<u32>().is_err());
            let keyed = matches!(dialect, Dialect::Postgres | Dialect::Sqlite)
                && ["index", "key"].iter().any(|it| column.name.eq_ignore_ascii_case(it))
                && column.data_type.as_ref().is_some_and(named);
            match added.filter(|_| dialect == Dialect::Sqlite) {
                Some(pair) => Some(("(", pair[1].span())),
                None if keyed => Some(("INDEX", tokens.get(3)?.span())),
                None => {
                    let added = ops.iter().filter_map(|op| match &op.kind {
                        OpKind::AddColumn { column, .. } => Some(column.name.as_str()),
                        _ => None,
                    });
                    reserved(added, tokens, text, dialect)
                }
            }
        }
        OpKind::AlterColumn {
            change: AlterColumn::SetNotNull | AlterColumn::DropNotNull, ..
        } => {
            let unknown = matches!(dialect, Dialect::Mysql | Dialect::Mariadb);
            let mut words = tokens.iter().filter(|_| unknown);
            let said = words.find(|it| it.spells(text, "not"))?;
            Some(("NOT NULL", said.span()))
        }
        OpKind::CreateView(_) => {
            let replaces = tokens.get(1).filter(|_| dialect == Dialect::Mssql);
            let replaces = replaces
                .filter(|it| it.spells(text, "or"))
                .and_then(|_| tokens.get(2))
                .filter(|it| it.spells(text, "replace"));
            replaces.map(|it| ("REPLACE", it.span())).or_else(|| in_query(tokens, text, dialect))
        }
        OpKind::Truncate(_) => {
            let needs = matches!(dialect, Dialect::Mssql | Dialect::Oracle);
            let name = tokens.get(1).filter(|_| needs)?;
            let said = ["table", "cluster"].iter().any(|it| name.spells(text, it));
            (!said).then(|| ("TRUNCATE", name.span()))
        }
        OpKind::Other { verb: Verb::Comment, .. } => {
            let unknown = matches!(dialect, Dialect::Mssql | Dialect::Mysql | Dialect::Mariadb);
            let said = tokens.first().filter(|_| unknown)?;
            said.spells(text, "comment").then(|| ("COMMENT", said.span()))
        }
        OpKind::Call { .. } => {
            let unknown = !matches!(dialect, Dialect::Mssql | Dialect::Oracle);
            let said = tokens.first().filter(|_| unknown)?;
            said.spells(text, "exec").then(|| ("EXEC", said.span()))
        }
        OpKind::Update(_) | OpKind::Delete(_) if dialect == Dialect::Postgres => {
            limited(tokens, text).or_else(|| in_query(tokens, text, dialect))
        }
        OpKind::Insert(_)
        | OpKind::Update(_)
        | OpKind::Delete(_)
        | OpKind::Merge { .. }
        | OpKind::Query { .. } => in_query(tokens, text, dialect),
        _ => None,
    }
}

/// Notes the functions that the statement calls and that not every version of its database has. In definitions their
/// expressions tell that.
pub(super) fn calls(op: &mut Op, tokens: &[Token], text: &str, dialect: Dialect) {
    /// What stands before a call and before no name of a table or an alias.
    const BEFORE: [&str; 18] = [
        "select", "distinct", "all", "where", "and", "or", "not", "on", "when", "then", "else",
        "by", "values", "return", "in", "like", "between", "having",
    ];
    let calls = matches!(
        op.kind,
        OpKind::Insert(_)
            | OpKind::Update(_)
            | OpKind::Delete(_)
            | OpKind::Merge { .. }
            | OpKind::Query { .. }
            | OpKind::CreateView(_)
    );
    if !calls {
        return;
    }
    for (at, pair) in tokens.windows(2).enumerate() {
        let [name, open] = pair else { continue };
        if name.kind != Kind::Word || open.kind != Kind::Open {
            continue;
        }
        let behind = at.checked_sub(1).and_then(|it| tokens.get(it));
        let may_call = behind.is_some_and(|it| match it.kind {
            Kind::Operator | Kind::Comma | Kind::Open => true,
            Kind::Word => BEFORE.iter().any(|word| it.spells(text, word)),
            _ => false,
        });
        let bare = tokens.get(at + 2).is_some_and(|it| it.kind == Kind::Close);
        let found = functions::foreign(name.text(text), bare, dialect)
            .filter(|_| may_call)
            .map(Clause::Called);
        if let Some(called) = found.filter(|it| op.clauses.iter().all(|known| known.0 != *it)) {
            op.clauses.push((called, name.span()));
        }
    }
}

/// Clauses that other databases have in such a statement, wherever in it they stand.
fn of_clause(
    kind: &OpKind,
    tokens: &[Token],
    text: &str,
    dialect: Dialect,
) -> Option<(&'static str, Span)> {
    use Dialect::{Mariadb, Mssql, Mysql, Oracle, Postgres, Sqlite};
    let mysql = matches!(dialect, Mysql | Mariadb);
    let said = |words: &[&'static str]| said(tokens, text, words);
    match kind {
        OpKind::CreateTable(_) | OpKind::AddColumn { .. } | OpKind::AddConstraint { .. } => {
            // "CREATE TABLE" of each: only PostgreSQL and Oracle write AS IDENTITY, and MySQL's constraints wait for nothing.
            let identity = matches!(dialect, Mysql | Mariadb | Mssql | Sqlite);
            let pair = |first: &str, second: &str| {
                let is = |it: &Token, word: &str| it.spells(text, word);
                let found = tokens.windows(2).find(|it| is(&it[0], first) && is(&it[1], second))?;
                Some(found[1].span())
            };
            let identity = pair("as", "identity").filter(|_| identity).map(|it| ("IDENTITY", it));
            identity
                .or_else(|| said(&["DEFERRABLE"]).filter(|_| mysql || dialect == Mssql))
                .or_else(|| Some(("NULLS", pair("nulls", "not").filter(|_| mysql)?)))
                .or_else(|| of_type(kind, tokens, text).filter(|_| dialect == Postgres))
        }
        // A method between the table and its columns is PostgreSQL's.
        OpKind::CreateIndex(_) if dialect != Postgres => {
            let method = tokens.windows(3).find(|it| {
                it[0].spells(text, "using") && it[1].kind == Kind::Word && it[2].kind == Kind::Open
            });
            method.map(|it| ("USING", it[0].span()))
        }
        OpKind::DropIndex(_) if matches!(dialect, Postgres | Sqlite | Oracle) => said(&["ON"]),
        _ => None,
    }
}

/// The first of these words outside of brackets that is no part of a name.
fn said(tokens: &[Token], text: &str, words: &[&'static str]) -> Option<(&'static str, Span)> {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word if depth == 0 || words.contains(&"DEFERRABLE") => {
                let named = place.checked_sub(1).and_then(|it| tokens.get(it));
                let word = words.iter().find(|it| token.spells(text, it));
                if let Some(word) = word.filter(|_| named.is_none_or(|it| it.kind != Kind::Dot)) {
                    return Some((word, token.span()));
                }
            }
            _ => {}
        }
    }
    None
}

/// A type by a name that PostgreSQL does not give to any ("Data Types").
fn of_type(kind: &OpKind, tokens: &[Token], text: &str) -> Option<(&'static str, Span)> {
    const TYPES: [&str; 12] = [
        "type datetime",
        "type datetime2",
        "type nvarchar",
        "type tinyint",
        "type mediumint",
        "type mediumtext",
        "type longtext",
        "type tinytext",
        "type mediumblob",
        "type longblob",
        "type uniqueidentifier",
        "type enum",
    ];
    let columns = match kind {
        OpKind::CreateTable(it) => it.columns.as_slice(),
        OpKind::AddColumn { column, .. } => std::slice::from_ref(column),
        _ => &[],
    };
    let mut types = columns.iter().filter_map(|it| it.data_type.as_ref());
    types.find_map(|it| {
        let foreign = |word: &&&str| word[5..].eq_ignore_ascii_case(&it.name.name);
        let word = TYPES.iter().find(foreign).filter(|_| it.name.schema.is_none())?;
        let token = tokens.iter().find(|it| it.spells(text, &word[5..]))?;
        Some((*word, token.span()))
    })
}

/// LIMIT of the statement itself, which only queries have ("UPDATE", "DELETE").
fn limited(tokens: &[Token], text: &str) -> Option<(&'static str, Span)> {
    let mut depth = 0_usize;
    for pair in tokens.windows(2) {
        match pair[0].kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word
                if depth == 0 && pair[1].kind == Kind::Number && pair[0].spells(text, "limit") =>
            {
                return Some(("LIMIT", pair[0].span()));
            }
            _ => {}
        }
    }
    None
}

/// BEGIN alone opens a block, not a transaction, and END closes it ("BEGIN...END").
fn open_block(tokens: &[Token], text: &str) -> Option<Span> {
    let is = |token: Option<&Token>, words: &[&str]| {
        token.is_some_and(|it| words.iter().any(|word| it.spells(text, word)))
    };
    let first = tokens.first().filter(|it| is(Some(it), &["begin"]))?;
    let others = ["tran", "transaction", "distributed", "dialog", "conversation", "atomic"];
    let mut back = tokens.iter().rev().filter(|it| it.kind != Kind::Semicolon);
    let (last, before) = (back.next(), back.next());
    let closed = is(last, &["end"]) || is(last, &["try", "catch"]) && is(before, &["end"]);
    (!closed && !is(tokens.get(1), &others)).then(|| first.span())
}

/// The first of the names that is a reserved word and stands without quotes ("Oracle SQL Reserved Words", "Reserved
/// Keywords").
fn reserved<'a>(
    all: impl Iterator<Item = &'a str>,
    tokens: &[Token],
    text: &str,
    dialect: Dialect,
) -> Option<(&'static str, Span)> {
    matches!(dialect, Dialect::Mssql | Dialect::Oracle).then_some(())?;
    // There are some two hundred such words, however many names there are.
    let mut words: Vec<&'static str> = Vec::new();
    for word in all.filter_map(|it| names::reserved_word(it, dialect)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    // A name stands at the beginning of what it names; elsewhere the word is a keyword, as KEY of PRIMARY KEY.
    let begins = |it: &Token| {
        matches!(it.kind, Kind::Open | Kind::Comma | Kind::Dot)
            || ["table", "exists", "add", "column"].iter().any(|word| it.spells(text, word))
    };
    let mut pairs = tokens.windows(2).filter(|it| begins(&it[0]));
    while !words.is_empty() {
        let name = &pairs.next()?[1];
        let spelled = name.text(text).trim_matches(['"', '[', ']']);
        let Some(at) = words.iter().position(|it| it.eq_ignore_ascii_case(spelled)) else {
            continue;
        };
        if name.kind == Kind::Word {
            return Some((words[at], name.span()));
        }
        words.swap_remove(at);
    }
    None
}

/// `FETCH FIRST 5 ROWS ONLY`, and not what a cursor does.
fn limits_by_fetch(tokens: &[Token], index: usize, text: &str) -> bool {
    let limits = tokens.get(index + 1);
    let limits =
        limits.is_some_and(|next| ["first", "next"].iter().any(|it| next.spells(text, it)));
    limits && tokens.get(index + 2).is_some_and(|it| it.kind == Kind::Number)
}

/// Types that PostgreSQL's `::` casts to, and of which SQL Server calls nothing.
const CAST_TO: [&str; 9] =
    ["text", "int", "integer", "bigint", "varchar", "date", "jsonb", "uuid", "numeric"];

/// What no query of this database may say.
fn in_query(tokens: &[Token], text: &str, dialect: Dialect) -> Option<(&'static str, Span)> {
    const VERBS: [&str; 7] = ["insert", "update", "delete", "merge", "select", "with", "create"];
    let first = tokens.first()?;
    // In a block other languages' words have a meaning: LIMIT of BULK COLLECT, TRUE.
    VERBS.iter().any(|it| first.spells(text, it)).then_some(())?;
    let kind = |index: Option<usize>| index.and_then(|it| tokens.get(it)).map(|it| it.kind);
    let is_where = |it: &Token| it.spells(text, "where");
    let condition = tokens.iter().position(is_where).filter(|_| dialect == Dialect::Mssql);
    let find = |(index, token): (usize, &Token)| {
        if !matches!(token.kind, Kind::Word | Kind::Operator) {
            return None;
        }
        let is = |it: &str| token.spells(text, it);
        let mark = |it: &str| token.text(text) == it;
        let (before, after) = (kind(index.checked_sub(1)), kind(Some(index + 1)));
        let behind_value =
            matches!(before, Some(Kind::Text | Kind::Close | Kind::Number | Kind::Quoted));
        let alien = match token.kind {
            // Here a class or a type stands before it, never a value: SCHEMA::a, geometry::Point(…).
            Kind::Operator if dialect != Dialect::Postgres && mark("::") => {
                let to = tokens.get(index + 1);
                let casts = to.is_some_and(|to| CAST_TO.iter().any(|it| to.spells(text, it)));
                (dialect != Dialect::Mssql || behind_value || casts).then_some("::")
            }
            Kind::Word if dialect != Dialect::Mssql && is("top") => {
                let first = index.checked_sub(1).and_then(|it| tokens.get(it));
                let selects = first.is_some_and(|it| it.spells(text, "select"));
                (selects && after == Some(Kind::Number)).then_some("TOP")
            }
            Kind::Operator if dialect == Dialect::Mssql && mark("||") => Some("||"),
            // An outer join as it was once written; behind SET it multiplies.
            Kind::Operator if dialect == Dialect::Mssql && (mark("*=") || mark("=*")) => {
                condition.is_some_and(|it| it < index).then_some("*=")
            }
            // A pattern's operator; elsewhere it turns the bits of what follows.
            Kind::Operator if dialect != Dialect::Postgres && mark("~") => {
                (after == Some(Kind::Text) && before == Some(Kind::Word)).then_some("~")
            }
            Kind::Word
                if matches!(dialect, Dialect::Postgres | Dialect::Mssql | Dialect::Oracle)
                    && is("regexp") =>
            {
                (after == Some(Kind::Text)).then_some("REGEXP")
            }
            Kind::Word if is("fetch") && limits_by_fetch(tokens, index, text) => {
                let behind = index.checked_sub(1).and_then(|it| tokens.get(it));
                let rows = |it: &Token| ["row", "rows"].iter().any(|word| it.spells(text, word));
                let unknown = match dialect {
                    Dialect::Mysql | Dialect::Mariadb | Dialect::Sqlite => true,
                    // "SELECT - ORDER BY Clause": FETCH stands behind OFFSET alone.
                    Dialect::Mssql => !behind.is_some_and(rows),
                    Dialect::Postgres | Dialect::Oracle => false,
                };
                unknown.then_some("FETCH")
            }
            Kind::Word if dialect != Dialect::Postgres && is("ilike") => {
                (behind_value || before == Some(Kind::Word)).then_some("ILIKE")
            }
            Kind::Word if matches!(dialect, Dialect::Mssql | Dialect::Oracle) && is("limit") => {
                (before != Some(Kind::Dot) && matches!(after, Some(Kind::Number | Kind::Param)))
                    .then_some("LIMIT")
            }
            Kind::Word
                if matches!(dialect, Dialect::Sqlite | Dialect::Postgres) && is("duplicate") =>
            {
                let key = tokens.get(index + 1)?;
                key.spells(text, "key").then_some("DUPLICATE")
            }
            Kind::Word if matches!(dialect, Dialect::Mssql | Dialect::Oracle) => {
                let value = matches!(before, Some(Kind::Operator | Kind::Comma | Kind::Open))
                    && !matches!(after, Some(Kind::Dot | Kind::Open));
                ["TRUE", "FALSE"].into_iter().find(|it| value && is(it))
            }
            _ => None,
        };
        alien.map(|it| (it, token.span()))
    };
    tokens.iter().enumerate().find_map(find)
}
