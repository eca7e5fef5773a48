//! What a statement must look like for its database to read it at all: words and marks at places where only another
//! database takes them, or where this one needs others. Each is from the syntax on the manual's page of that statement.

use super::lex::{Kind, Token};
use crate::dialect::Dialect::{self, Mariadb, Mssql, Mysql, Oracle, Postgres, Sqlite};
use crate::ops::{Op, OpKind};
use crate::text::Span;

/// A statement's words, of which one is looked for.
#[derive(Clone, Copy)]
struct Said<'a> {
    tokens: &'a [Token],
    text: &'a str,
}

type Found = Option<(&'static str, usize)>;

/// The first word or mark that this database does not take where it stands, and its place.
pub(super) fn of(
    op: &OpKind,
    tokens: &[Token],
    text: &str,
    dialect: Dialect,
) -> Option<(&'static str, Span)> {
    let said = Said { tokens, text };
    let found = match tokens.first()?.first {
        b'a' if said.is(0, &["alter"]) => alter(said, op, dialect),
        b'a' if said.is(0, &["analyze"]) => {
            let needs = matches!(dialect, Mysql | Mariadb | Oracle);
            (needs && matches!(op, OpKind::Maintain(_)) && !said.is(1, &ANALYZED))
                .then_some(("ANALYZE", 0))
        }
        b'c' if said.is(0, &["create"]) => create(said, op, dialect),
        b'c' if said.is(0, &["commit", "rollback"]) => {
            let more = matches!(dialect, Mysql | Mariadb | Oracle) && said.is(1, &["transaction"]);
            more.then_some(("TRANSACTION", 1))
        }
        b'd' if said.is(0, &["drop"]) => drop(said, dialect),
        b'd' if said.is(0, &["delete"]) => delete(said, dialect),
        b'g' | b'r' if said.is(0, &["grant", "revoke"]) => {
            (dialect == Sqlite).then_some(("GRANT", 0))
        }
        b'i' if said.is(0, &["insert"]) => insert(said, dialect),
        b'r' if said.is(0, &["replace"]) => {
            matches!(dialect, Postgres | Mssql | Oracle).then_some(("REPLACE", 0))
        }
        b'r' if said.is(0, &["rename"]) => {
            let known = matches!(dialect, Mysql | Mariadb);
            (!known && said.is(1, &["table"])).then_some(("TABLE", 1))
        }
        b's' if said.is(0, &["select"]) => select(said, dialect),
        b's' if said.is(0, &["set"]) => match dialect {
            Sqlite => Some(("SET", 0)),
            Mssql if said.is(1, &["names"]) => Some(("NAMES", 1)),
            _ => None,
        },
        b's' if said.is(0, &["start"]) => {
            (dialect == Mssql && said.is(1, &["transaction"])).then_some(("START", 0))
        }
        b'u' if said.is(0, &["update"]) => update(said, dialect),
        b'u' if said.is(0, &["use"]) => {
            let unknown = matches!(dialect, Postgres | Sqlite | Oracle) && tokens.len() <= 3;
            unknown.then_some(("USE", 0))
        }
        _ => None,
    };
    let (word, at) = found?;
    Some((word, tokens.get(at)?.span()))
}

/// What ANALYZE is of, where it needs a word for that.
const ANALYZED: [&str; 7] =
    ["table", "local", "no_write_to_binlog", "index", "cluster", "format", "select"];

impl Said<'_> {
    fn is(self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|it| {
            // Most words differ in their first letter.
            let begins = |one: &&&str| one.as_bytes().first() == Some(&it.first);
            it.kind == Kind::Word
                && words.iter().filter(begins).any(|one| it.spells(self.text, one))
        })
    }

    fn kind(self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|it| it.kind)
    }

    /// Where one of the words stands outside of all brackets, from that place on.
    fn find(self, from: usize, words: &[&str]) -> Option<usize> {
        self.outside(from, |at| self.is(at, words))
    }

    fn outside(self, from: usize, asked: impl Fn(usize) -> bool) -> Option<usize> {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(from) {
            match token.kind {
                Kind::Open | Kind::OpenSquare => depth += 1,
                Kind::Close | Kind::CloseSquare => depth = depth.saturating_sub(1),
                _ if depth == 0 && asked(at) => return Some(at),
                _ => {}
            }
        }
        None
    }

    /// The place behind the name, with its schema, that begins there.
    fn behind_name(self, at: usize) -> usize {
        let mut at = at + 1;
        while self.kind(at) == Some(Kind::Dot) {
            // `database..table`
            at += if self.kind(at + 1) == Some(Kind::Dot) { 1 } else { 2 };
        }
        at
    }
}

fn create(said: Said<'_>, op: &OpKind, dialect: Dialect) -> Found {
    const MODIFIERS: [&str; 12] = [
        "or",
        "replace",
        "alter",
        "unique",
        "bitmap",
        "fulltext",
        "spatial",
        "clustered",
        "nonclustered",
        "definer",
        "aggregate",
        "constraint",
    ];
    let mut at = 1;
    while said.is(at, &MODIFIERS) && at < MODIFIERS.len() {
        at += 1;
    }
    if said.is(at, &["temp", "temporary"]) && said.is(at + 1, &["table"]) {
        let unknown = match dialect {
            Mysql | Mariadb => said.is(at, &["temp"]),
            Mssql | Oracle => true,
            Postgres | Sqlite => false,
        };
        return unknown.then_some(("TEMPORARY", at));
    }
    match op {
        OpKind::CreateIndex(_) if said.is(at, &["index"]) => index(said, at, dialect),
        OpKind::CreateTrigger(_) if said.is(at, &["trigger"]) => trigger(said, at, dialect),
        OpKind::CreateTable(_) if said.is(at, &["table"]) => table(said, at, dialect),
        _ if said.is(at, &["materialized"]) => {
            matches!(dialect, Mysql | Mariadb).then_some(("MATERIALIZED", at))
        }
        _ if said.is(at, &["function", "procedure"]) => routine(said, at, dialect),
        _ if said.is(at, &["type"]) => {
            let behind = said.behind_name(at + 1);
            let listed = said.is(behind, &["as"]) && said.is(behind + 1, &["enum"]);
            (dialect == Mssql && listed).then_some(("AS", behind))
        }
        _ => None,
    }
}

fn table(said: Said<'_>, at: usize, dialect: Dialect) -> Found {
    let guard = if said.is(at + 1, &["if"]) { 3 } else { 0 };
    let behind = said.behind_name(at + 1 + guard);
    if dialect == Mssql && said.is(behind, &["as"]) && said.is(behind + 1, &["select", "with"]) {
        return Some(("SELECT", behind + 1));
    }
    if said.is(behind, &["like"]) {
        return (!matches!(dialect, Mysql | Mariadb)).then_some(("LIKE", behind));
    }
    let copied = said.kind(behind) == Some(Kind::Open) && said.is(behind + 1, &["like"]);
    let unknown = matches!(dialect, Sqlite | Mssql | Oracle);
    // A column may have that name, and then its type follows.
    let alone = said
        .tokens
        .get(said.behind_name(behind + 2))
        .is_some_and(|it| it.kind == Kind::Close || it.kind == Kind::Comma);
    (copied && unknown && alone).then_some(("LIKE", behind + 1))
}

fn index(said: Said<'_>, at: usize, dialect: Dialect) -> Found {
    if said.is(at + 1, &["on"]) && dialect != Postgres {
        return Some(("ON", at + 1));
    }
    let on = said.find(at, &["on"])?;
    if dialect == Sqlite
        && let Some(include) = said.find(on, &["include"])
    {
        return Some(("INCLUDE", include));
    }
    let open = said.tokens.iter().skip(on).position(|it| it.kind == Kind::Open)? + on;
    let mut depth = 0_usize;
    for at in open..said.tokens.len() {
        match said.kind(at)? {
            Kind::Open => {
                // A key that is computed: SQL Server has none, MySQL's stands in brackets of its own.
                let called = depth == 1 && said.kind(at - 1) == Some(Kind::Word);
                let prefix = said.kind(at + 1) == Some(Kind::Number);
                if called && !prefix && matches!(dialect, Mysql | Mariadb | Mssql) {
                    return Some(("(", at));
                }
                depth += 1;
            }
            Kind::Close if depth == 1 => break,
            Kind::Close => depth -= 1,
            Kind::Word if depth == 1 && said.is(at, &["nulls"]) => {
                let follows = said.is(at + 1, &["first", "last"]);
                return (follows && dialect != Postgres).then_some(("NULLS", at));
            }
            _ => {}
        }
    }
    None
}

fn trigger(said: Said<'_>, at: usize, dialect: Dialect) -> Found {
    let guard = if said.is(at + 1, &["if"]) { 3 } else { 0 };
    let behind = said.behind_name(at + 1 + guard);
    match dialect {
        Mssql => (!said.is(behind, &["on"])).then_some(("TRIGGER", at)),
        Sqlite => {
            let replaces = said.is(1, &["or"]);
            let begins = said.find(behind, &["begin"]).is_some();
            (replaces || said.is(behind, &["on"]) || !begins).then_some(("TRIGGER", at))
        }
        Mysql | Mariadb => {
            let replaces = dialect == Mysql && said.is(1, &["or"]);
            let each = said.find(behind, &["each"]);
            let calls = each.is_some_and(|it| said.is(it + 2, &["execute"]));
            (replaces || calls || each.is_none() || said.is(behind, &["on"]))
                .then_some(("TRIGGER", at))
        }
        Oracle => said.is(behind, &["on"]).then_some(("ON", behind)),
        Postgres => None,
    }
}

fn routine(said: Said<'_>, at: usize, dialect: Dialect) -> Found {
    let guard = if said.is(at + 1, &["if"]) { 3 } else { 0 };
    let behind = said.behind_name(at + 1 + guard);
    let soname = said.find(behind, &["soname"]).is_some();
    match dialect {
        Postgres | Mysql if !soname && said.kind(behind) != Some(Kind::Open) => {
            let known = matches!(said.kind(behind), Some(Kind::Word));
            known.then_some(("AS", behind))
        }
        Oracle => said
            .outside(behind, |it| said.is(it, &["returns", "begin", "is", "as"]))
            .filter(|it| said.is(*it, &["returns"]))
            .map(|it| ("RETURNS", it)),
        Mssql => said
            .outside(behind, |it| said.is(it, &["language", "begin", "as", "return"]))
            .filter(|it| said.is(*it, &["language"]))
            .map(|it| ("LANGUAGE", it)),
        _ => None,
    }
}

fn alter(said: Said<'_>, op: &OpKind, dialect: Dialect) -> Found {
    if !said.is(1, &["table"]) {
        return None;
    }
    // One change at a time ("ALTER TABLE").
    if dialect == Sqlite {
        return said.outside(2, |it| said.kind(it) == Some(Kind::Comma)).map(|it| (",", it));
    }
    if dialect == Postgres {
        return None;
    }
    if matches!(op, OpKind::AddConstraint { .. })
        && let Some(not) = said.find(2, &["not"])
        && said.is(not + 1, &["valid"])
    {
        return Some(("VALID", not + 1));
    }
    let behind = said.behind_name(2);
    (said.is(behind, &["owner"]) && said.is(behind + 1, &["to"])).then_some(("OWNER", behind))
}

fn drop(said: Said<'_>, dialect: Dialect) -> Found {
    let guard = if said.is(2, &["if"]) { 2 } else { 0 };
    let behind = said.behind_name(2 + guard);
    if said.is(1, &["trigger"]) {
        return match dialect {
            // `ON DATABASE`, `ON ALL SERVER`.
            Mssql => (said.is(behind, &["on"]) && !said.is(behind + 1, &["database", "all"]))
                .then_some(("ON", behind)),
            Postgres => (!said.is(behind, &["on"])).then_some(("TRIGGER", 1)),
            Mysql | Mariadb | Sqlite | Oracle => said.is(behind, &["on"]).then_some(("ON", behind)),
        };
    }
    if said.is(1, &["function", "procedure"]) {
        return match dialect {
            Sqlite => Some(("FUNCTION", 1)),
            Postgres => None,
            Mysql | Mariadb | Oracle | Mssql => {
                (said.kind(behind) == Some(Kind::Open)).then_some(("(", behind))
            }
        };
    }
    let online = said.is(1, &["index"]) && said.is(2, &["concurrently"]);
    (online && dialect == Sqlite && said.kind(3).is_some()).then_some(("CONCURRENTLY", 2))
}

fn insert(said: Said<'_>, dialect: Dialect) -> Found {
    if said.is(1, &["ignore"]) && !matches!(dialect, Mysql | Mariadb) {
        return Some(("IGNORE", 1));
    }
    if said.is(1, &["or"]) && dialect != Sqlite {
        return Some(("OR", 1));
    }
    returning(said, dialect)
}

/// MariaDB knows it of INSERT and DELETE, Oracle with INTO, SQL Server says OUTPUT.
fn returning(said: Said<'_>, dialect: Dialect) -> Found {
    if matches!(dialect, Postgres | Sqlite) {
        return None;
    }
    let at = said.find(1, &["returning"])?;
    let unknown = match dialect {
        Mariadb => said.is(0, &["update"]),
        Oracle => said.find(at, &["into"]).is_none(),
        Mysql | Mssql | Sqlite | Postgres => true,
    };
    unknown.then_some(("RETURNING", at))
}

fn update(said: Said<'_>, dialect: Dialect) -> Found {
    let set = said.find(1, &["set"])?;
    let before_set = Said { tokens: said.tokens.get(..set)?, ..said };
    if matches!(dialect, Postgres | Sqlite | Mssql | Oracle)
        && let Some(join) = before_set.find(1, &["join"])
    {
        return Some(("JOIN", join));
    }
    let distinct = |at: usize| said.is(at - 1, &["distinct"]);
    if matches!(dialect, Mysql | Mariadb | Oracle)
        && let Some(from) = said.outside(set, |it| said.is(it, &["from"]) && !distinct(it))
    {
        return Some(("FROM", from));
    }
    // `UPDATE t AS a SET`, `UPDATE t a SET`
    let alias = said.is(set.saturating_sub(2), &["as"]);
    if dialect == Oracle && alias {
        return Some(("AS", set - 2));
    }
    let first = if said.is(1, &["only", "or", "top", "low_priority", "ignore"]) {
        return None;
    } else {
        said.behind_name(1)
    };
    let named = said.kind(first) == Some(Kind::Word) && first + 1 == set && !alias;
    if dialect == Sqlite && named && !said.is(first, &["indexed", "not"]) {
        return Some(("SET", set));
    }
    if dialect == Mssql
        && first < set
        && matches!(said.kind(first), Some(Kind::Word | Kind::Quoted))
        && !said.is(first, &["with"])
    {
        return Some(("SET", set));
    }
    // `SET a.b = …`: PostgreSQL looks for a field of a column, SQLite for nothing.
    let dotted = said.kind(set + 2) == Some(Kind::Dot) && said.kind(set + 1) == Some(Kind::Word);
    let alias_of_table = dotted
        && set.checked_sub(1).is_some_and(|it| {
            let of = |at: usize| said.tokens.get(at).map_or("", |it| it.text(said.text));
            of(it).eq_ignore_ascii_case(of(set + 1))
        });
    if matches!(dialect, Postgres | Sqlite) && alias_of_table {
        return Some((".", set + 2));
    }
    returning(said, dialect)
}

fn delete(said: Said<'_>, dialect: Dialect) -> Found {
    if !said.is(1, &["from"]) {
        let other = said.find(1, &["from"]).filter(|it| 2 <= *it && dialect == Oracle);
        return other.map(|it| ("FROM", it));
    }
    let behind = said.behind_name(2);
    if matches!(dialect, Sqlite | Mssql | Oracle)
        && let Some(using) = said.find(behind, &["using"])
    {
        return Some(("USING", using));
    }
    // An alias: SQLite needs AS, SQL Server has none here.
    let named = said.kind(behind) == Some(Kind::Word)
        && (said.kind(behind + 1).is_none() || said.is(behind + 1, &["where"]))
        && !said.is(behind, &["where", "option", "indexed", "not", "order", "limit"]);
    if named && matches!(dialect, Sqlite | Mssql) {
        return Some(("WHERE", behind + 1)).filter(|_| said.kind(behind + 1).is_some());
    }
    returning(said, dialect)
}

/// `SELECT … INTO table`, which elsewhere gives a variable its value and stands only in blocks.
fn select(said: Said<'_>, dialect: Dialect) -> Found {
    if !matches!(dialect, Mysql | Mariadb | Sqlite | Oracle) {
        return None;
    }
    let into = said.find(1, &["into"])?;
    let named = matches!(said.kind(into + 1), Some(Kind::Word | Kind::Quoted));
    let text = said.tokens.get(into + 1).map_or("", |it| it.text(said.text));
    let variable = text.starts_with('@') || text.starts_with(':');
    (named && !variable && !said.is(into + 1, &["outfile", "dumpfile"])).then_some(("INTO", into))
}

/// Where a subquery reads the table that the statement changes, and not by way of a derived table.
pub(super) fn own_rows(ops: &[Op], tokens: &[Token], text: &str) -> Option<Span> {
    let said = Said { tokens, text };
    let table = match &ops.first()?.kind {
        OpKind::Update(it) => &it.table,
        OpKind::Delete(it) => &it.table,
        _ => return None,
    };
    // Whether each open bracket is a query, and one that MySQL keeps apart; how many of both there are.
    let mut open: Vec<Option<bool>> = Vec::new();
    let (mut direct, mut apart) = (0_usize, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => {
                let query = said.is(at + 1, &["select", "with"]);
                let derived = at.checked_sub(1).is_some_and(|it| said.is(it, &["from", "join"]));
                direct += usize::from(query && !derived);
                apart += usize::from(query && derived);
                open.push(query.then_some(derived));
            }
            Kind::Close => match open.pop().flatten() {
                Some(true) => apart -= 1,
                Some(false) => direct -= 1,
                None => {}
            },
            Kind::Word if 0 < direct && apart == 0 && said.is(at, &["from", "join"]) => {
                let name = said.behind_name(at + 1).checked_sub(1).and_then(|it| tokens.get(it))?;
                if name.text(text).trim_matches('`').eq_ignore_ascii_case(&table.name) {
                    return Some(name.span());
                }
            }
            _ => {}
        }
    }
    None
}
