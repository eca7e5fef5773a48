//! The plain SELECT that most views are, read in one flat pass: columns of relations that are joined and filtered.
//!
//! What it does not know it leaves to [`super::leaf`].

use super::cursor::Cursor;
use super::expr;
use super::lex::Kind;
use super::query::{self, BEHIND_CONDITION, Relation};
use crate::ops::ObjectName;
use crate::ops::table::{Output, OutputValue, Outputs};

/// A column with the qualifier that stands before it.
pub(super) type Qualified = (Option<String>, String);

/// The columns that the query mentions, `*` for all of them, and those that it gives; `None` where it is no such SELECT.
pub(super) fn columns(mut cursor: Cursor<'_>) -> Option<(Vec<Qualified>, Option<Outputs>)> {
    cursor.need("select")?;
    let mut items = cursor.take_until(|it| it.is("from"));
    let mut mentioned = Vec::new();
    let mut named = Vec::new();
    loop {
        let item = items.take_until_comma();
        named.push(self::item(item, &mut mentioned)?);
        if !items.eat_kind(Kind::Comma) {
            break;
        }
    }
    items.is_done().then_some(())?;
    let from = relations(&mut cursor, &mut mentioned)?;
    if cursor.eat("where") {
        let condition = cursor.take_until(|it| it.is_any(&BEHIND_CONDITION));
        mentioned.extend(expr::qualified_columns(condition)?);
    }
    cursor.is_done().then_some(())?;
    let columns: Option<Vec<Output>> = named.into_iter().map(|it| it.output(&from)).collect();
    let from = from.into_iter().map(|it| it.name).collect();
    Some((mentioned, columns.map(|columns| Outputs { from, columns })))
}

/// One of the columns that are given.
enum Item {
    All(Option<String>),
    Column { of: Option<String>, column: String, called: Option<String> },
    Value { called: String },
}

impl Item {
    /// As it comes out of these relations; `None` where its qualifier is none of them.
    fn output(self, from: &[Relation]) -> Option<Output> {
        let relation = |called: &str| {
            let mut known = from.iter().filter(|it| it.called() == called);
            known.next().map(|it| it.name.clone())
        };
        Some(match self {
            Item::All(None) => Output::All(None),
            Item::All(Some(of)) => Output::All(Some(relation(&of)?)),
            Item::Column { of, column, called } => {
                let of: Option<ObjectName> = match of {
                    Some(of) => Some(relation(&of)?),
                    None => None,
                };
                let name = called.unwrap_or_else(|| column.clone());
                Output::One { name, value: OutputValue::Column(of, column) }
            }
            Item::Value { called } => Output::One { name: called, value: OutputValue::Other },
        })
    }
}

fn item(mut cursor: Cursor<'_>, mentioned: &mut Vec<Qualified>) -> Option<Item> {
    if cursor.eat_operator("*") {
        mentioned.push((None, "*".to_owned()));
        return cursor.is_done().then_some(Item::All(None));
    }
    let mut value = cursor.take_until(|it| it.is("as"));
    let called = if cursor.eat("as") { Some(cursor.name()?) } else { None };
    cursor.is_done().then_some(())?;
    match value.rest().len() {
        1 if is_column(&value) => {
            let column = value.name()?;
            mentioned.push((None, column.clone()));
            Some(Item::Column { of: None, column, called })
        }
        3 if value.is_name() && value.kind_at(1) == Some(Kind::Dot) => {
            let of = value.name()?;
            value.next();
            if value.eat_operator("*") && called.is_none() {
                mentioned.push((Some(of.clone()), "*".to_owned()));
                return Some(Item::All(Some(of)));
            }
            let column = value.name()?;
            mentioned.push((Some(of.clone()), column.clone()));
            Some(Item::Column { of: Some(of), column, called })
        }
        // Of a cast the type is told, and brackets may hold one.
        _ if value.kind() == Some(Kind::Open) || casts(&value) => None,
        _ => {
            mentioned.extend(expr::qualified_columns(value)?);
            Some(Item::Value { called: called? })
        }
    }
}

/// Whether the only token names a column, whatever its spelling could mean besides.
fn is_column(cursor: &Cursor<'_>) -> bool {
    match cursor.kind() {
        Some(Kind::Quoted | Kind::Template) => true,
        Some(Kind::Word) => expr::is_plain(cursor.word()),
        _ => false,
    }
}

fn casts(cursor: &Cursor<'_>) -> bool {
    cursor.rest().iter().any(|it| {
        let text = it.text(cursor.text);
        text == "::" || text.eq_ignore_ascii_case("cast") || text.eq_ignore_ascii_case("convert")
    })
}

/// So many relations are looked through for each column.
const MOST_RELATIONS: usize = 60;

/// `FROM a, b x JOIN c ON …`
fn relations(cursor: &mut Cursor<'_>, mentioned: &mut Vec<Qualified>) -> Option<Vec<Relation>> {
    cursor.need("from")?;
    let mut found = vec![relation(cursor)?];
    while found.len() <= MOST_RELATIONS {
        if cursor.eat_kind(Kind::Comma) {
            found.push(relation(cursor)?);
            continue;
        }
        let crossed = cursor.eat("cross join");
        if !crossed && cursor.eat_any(&JOINS).is_none() {
            return Some(found);
        }
        found.push(relation(cursor)?);
        if !crossed {
            cursor.need("on")?;
            let condition = cursor.take_until(|it| {
                it.kind() == Some(Kind::Comma) || it.is_any(&BEHIND) || it.is_any(&BEHIND_CONDITION)
            });
            mentioned.extend(expr::qualified_columns(condition)?);
        }
    }
    None
}

const JOINS: [&str; 8] = [
    "join",
    "inner join",
    "left join",
    "left outer join",
    "right join",
    "right outer join",
    "full join",
    "full outer join",
];

/// What may follow a join's condition.
const BEHIND: [&str; 8] = ["where", "join", "inner", "left", "right", "full", "cross", "natural"];

/// A table or view under its name or another; functions, queries and lists of columns are left.
fn relation(cursor: &mut Cursor<'_>) -> Option<Relation> {
    let plain = match cursor.kind()? {
        Kind::Word => {
            expr::is_plain(cursor.word()) && !cursor.is_any(&["only", "lateral", "table"])
        }
        Kind::Quoted | Kind::Template => true,
        _ => false,
    };
    plain.then_some(())?;
    let relation = query::relation(cursor)?;
    // A star behind a name says that heirs are read too; brackets give other names to columns.
    let star = cursor.last().is_some_and(|it| it.text(cursor.text) == "*");
    (!star && cursor.kind() != Some(Kind::Open)).then_some(relation)
}
