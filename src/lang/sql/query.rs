//! Queries: which relations one reads, by one flat pass over its tokens; columns through [`super::leaf`].

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::lex::Kind;
use super::{leaf, select};
use crate::ops::ObjectName;
use crate::ops::table::{Output, Outputs, Selection, TableQuery};

/// The relations that the rest of the cursor reads, sorted; those it names itself (WITH) are left out.
pub(super) fn reads(cursor: Cursor<'_>) -> Vec<ObjectName> {
    sorted(relations(cursor).into_iter().map(|it| it.name).collect())
}

fn sorted(mut relations: Vec<ObjectName>) -> Vec<ObjectName> {
    crate::order::sort(&mut relations);
    relations.dedup();
    relations
}

/// A query behind a view or a new table.
pub(super) fn table_query(mut cursor: Cursor<'_>, with_data: bool) -> TableQuery {
    let text = cursor.rest_text().to_owned();
    if cursor.eat("table")
        && let Some(relation) = cursor.object()
    {
        let columns = vec![(Some(relation.to_string()), "*".to_owned())];
        let from = vec![relation];
        let outputs = Some(Outputs { from: from.clone(), columns: vec![Output::All(None)] });
        return Selection { text, reads: from, columns, outputs, with_data }.into();
    }
    let relations = relations(cursor);
    let read = select::columns(cursor).or_else(|| leaf::query_columns(cursor));
    let (mut columns, outputs) = read.unwrap_or_default();
    let mut known: BTreeMap<&str, &Relation> = BTreeMap::new();
    for relation in &relations {
        known.entry(relation.called()).or_insert(relation);
    }
    // A qualifier stands for a relation, or for itself where it is no alias.
    for qualifier in columns.iter_mut().filter_map(|it| it.0.as_mut()) {
        if let Some(relation) = known.get(qualifier.as_str()) {
            *qualifier = relation.name.to_string();
        }
    }
    crate::order::sort(&mut columns);
    columns.dedup();
    let reads = sorted(relations.into_iter().map(|it| it.name).collect());
    Selection { text, reads, columns, outputs, with_data }.into()
}

#[derive(Debug)]
pub(super) struct Relation {
    pub name: ObjectName,
    pub alias: Option<String>,
}

impl Relation {
    /// The name by which the query calls it.
    pub fn called(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name.name)
    }
}

/// One bracket's state: whether a list of relations stands in it, and whether the next one is due.
#[derive(Debug, Clone, Copy, Default)]
struct Level {
    listing: bool,
    due: bool,
    /// `extract(… FROM …)` and its like: a FROM inside names no relation.
    function: bool,
}

fn relations(mut cursor: Cursor<'_>) -> Vec<Relation> {
    let named = with_names(cursor);
    let mut found = Vec::new();
    let mut levels = vec![Level::default()];
    let mut before = "";
    while let Some(token) = cursor.peek() {
        let Some(level) = levels.last_mut() else { break };
        let text = token.text(cursor.text);
        match token.kind {
            Kind::Open => {
                let due = level.due;
                level.due = false;
                let function = takes_from(before);
                levels.push(Level { due, listing: due, function });
            }
            Kind::Close => {
                levels.pop();
                if levels.is_empty() {
                    levels.push(Level::default());
                }
            }
            Kind::Comma => level.due = level.listing,
            Kind::Word | Kind::Quoted | Kind::Template if level.due && !is_filler(text) => {
                level.due = false;
                if starts_query(text) {
                    level.listing = false;
                } else {
                    let here = cursor.mark();
                    let known = |it: &Relation| {
                        it.name.schema.is_none()
                            && named
                                .binary_search_by(|named| named.as_str().cmp(&it.name.name))
                                .is_ok()
                    };
                    found.extend(relation(&mut cursor).filter(|it| !known(it)));
                    if here < cursor.mark() {
                        before = "";
                        continue;
                    }
                }
            }
            Kind::Word => steer(level, before, text),
            _ => {}
        }
        before = if token.kind == Kind::Word { text } else { "" };
        cursor.next();
    }
    found
}

/// What a keyword says about the relations that follow.
fn steer(level: &mut Level, before: &str, word: &str) {
    let is = |it: &str| word.eq_ignore_ascii_case(it);
    if is("from") {
        if !before.eq_ignore_ascii_case("distinct") && !level.function {
            *level = Level { listing: true, due: true, ..*level };
        }
    } else if is("join")
        || is("apply")
        || (is("using") && before.is_empty() && level.listing && level.due)
    {
        *level = Level { listing: true, due: true, ..*level };
    } else if is_end_of_list(word) {
        *level = Level { listing: false, due: false, ..*level };
    }
}

/// Words that begin what stands behind the condition of a query.
pub(super) const BEHIND_CONDITION: [&str; 12] = [
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "fetch",
    "union",
    "intersect",
    "except",
    "minus",
    "window",
    "for",
];

fn is_end_of_list(word: &str) -> bool {
    let mut words = ["where", "set", "returning", "select"].iter().chain(&BEHIND_CONDITION);
    words.any(|it| it.eq_ignore_ascii_case(word))
}

fn starts_query(word: &str) -> bool {
    ["select", "with", "values"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

fn is_filler(word: &str) -> bool {
    ["only", "lateral", "table", "rows"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

fn takes_from(word: &str) -> bool {
    ["extract", "substring", "trim", "overlay", "position"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(word))
}

/// A relation with its alias; `None` for a function, whose name is read too.
pub(super) fn relation(cursor: &mut Cursor<'_>) -> Option<Relation> {
    let name = cursor.object()?;
    if cursor.kind() == Some(Kind::Open) {
        return None;
    }
    cursor.eat_operator("*");
    let alias = if cursor.eat("as") || (cursor.is_name() && !is_clause(cursor.word())) {
        cursor.name()
    } else {
        None
    };
    Some(Relation { name, alias })
}

/// Words that may follow a relation and are no alias of it.
fn is_clause(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "join",
        "inner",
        "left",
        "right",
        "full",
        "cross",
        "natural",
        "on",
        "using",
        "tablesample",
        "straight_join",
        "connect",
        "start",
        "pivot",
        "with",
        "option",
        "outer",
        "when",
    ];
    is_end_of_list(word) || WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Names that the query gives to queries of its own: `WITH a AS (…), b (c) AS (…)`, sorted.
fn with_names(mut cursor: Cursor<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let with = |it: &super::lex::Token| {
        it.kind == Kind::Word && it.text(cursor.text).eq_ignore_ascii_case("with")
    };
    if !cursor.rest().iter().any(with) {
        return names;
    }
    let mut candidate: Option<String> = None;
    while let Some(token) = cursor.peek() {
        if cursor.is("as") {
            let mut ahead = cursor;
            ahead.next();
            ahead.eat("not");
            ahead.eat("materialized");
            let query = ahead.kind() == Some(Kind::Open)
                && ["select", "with", "values", "insert", "update", "delete", "merge"]
                    .iter()
                    .any(|it| ahead.is_at(1, it));
            if query {
                names.extend(candidate.take());
            }
            cursor.next();
        } else if cursor.is_name() {
            // A list of columns may stand between the name and AS.
            let mut ahead = cursor;
            ahead.next();
            let columns =
                ahead.kind() == Some(Kind::Open) && is_plain_list(&mut ahead) && ahead.is("as");
            candidate = cursor.name_of(token);
            if columns {
                cursor = ahead;
            } else {
                cursor.next();
            }
        } else {
            candidate = None;
            cursor.next();
        }
    }
    crate::order::sort(&mut names);
    names
}

/// Reads brackets that hold names and commas only.
fn is_plain_list(cursor: &mut Cursor<'_>) -> bool {
    cursor.next();
    while matches!(cursor.kind(), Some(Kind::Word | Kind::Quoted | Kind::Comma)) {
        cursor.next();
    }
    cursor.eat_kind(Kind::Close)
}
