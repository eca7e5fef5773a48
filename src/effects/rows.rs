//! Rows that a table certainly does not take: NULL where none may be, and more or fewer values than columns. Every
//! database refuses them, each in its own words.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::{Certainty, Context, Effect, EffectKind, Refusal};
use crate::catalog::{Column, Knowledge, Schema, Table};
use crate::dialect::Dialect;
use crate::ops::column::Generated;
use crate::ops::data::{Given, Insert, InsertSource, Update};
use crate::ops::object::TypeDefinition;
use crate::ops::{Clause, Op, OpKind, is_unknown};

/// So many columns are looked through one by one.
const FEW: usize = 16;

/// What is wrong with the rows.
enum Fault<'a> {
    /// NULL is given for the column.
    Null(&'a Column),
    /// Nothing is given for the column, and it has no default.
    Omitted(&'a Column),
    /// An update makes the column NULL.
    Emptied(&'a Column),
    /// So many values for so many columns; whether the statement lists the columns.
    Uneven { values: usize, columns: usize, listed: bool },
}

/// Adds a refusal for each operation that writes such rows.
pub(super) fn refused(ops: &[Op], before: &Schema, context: &Context<'_>, found: &mut Vec<Effect>) {
    for (index, op) in ops.iter().enumerate() {
        // A block may handle the error, or run otherwise than it is written.
        if op.clauses.iter().any(|it| it.0 == Clause::Block) {
            continue;
        }
        let fault = match &op.kind {
            OpKind::Insert(it) => before
                .table(&it.table)
                .and_then(|table| Some((table, insert(it, table, before, context)?))),
            OpKind::Update(it) => before
                .table(&it.table)
                .and_then(|table| Some((table, update(it, table, before, context)?))),
            _ => None,
        };
        let Some((table, fault)) = fault else { continue };
        let (certainty, because) = match (&fault, &op.kind) {
            (Fault::Emptied(_), _) => (Certainty::Likely, "if a row is concerned"),
            (_, OpKind::Insert(Insert { source: InsertSource::Query(_), .. })) => {
                (Certainty::Likely, "if the query gives a row")
            }
            _ => (Certainty::Certain, ""),
        };
        found.push(Effect {
            kind: EffectKind::Refused {
                why: words(context, table, &fault),
                refusal: Refusal::Schema,
            },
            op: index,
            clause: None,
            certainty,
            because: because.to_owned(),
            source: source(context.target.dialect),
        });
    }
}

fn insert<'a>(
    insert: &Insert,
    table: &'a Table,
    before: &Schema,
    context: &Context<'_>,
) -> Option<Fault<'a>> {
    let dialect = context.target.dialect;
    let listed = !insert.columns.is_empty();
    let values = insert.values.len();
    // What a template, or SQLAlchemy by its defaults, may add is not known.
    let exact = !insert.columns.iter().any(|it| is_unknown(it));
    if listed && exact && 0 < values && values != insert.columns.len() {
        return Some(Fault::Uneven { values, columns: insert.columns.len(), listed });
    }
    // What is not known of a table may be what fills the column.
    if table.knowledge != Knowledge::Whole || may_hold_hidden(table, dialect) {
        return None;
    }
    let columns = table.columns.len();
    if !listed && 0 < values {
        let uneven = match dialect {
            // Columns at the end get their defaults (manual: "INSERT").
            Dialect::Postgres => columns < values,
            // Invisible columns need no value.
            Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => columns < values,
            Dialect::Sqlite | Dialect::Mssql => columns != values,
        };
        if uneven {
            return Some(Fault::Uneven { values, columns, listed });
        }
    }
    // So may a trigger.
    if !takes_as_written(table, dialect) || !refuses_null(context) || is_forgiving(insert) {
        return None;
    }
    let all = OnceCell::new();
    let place_of = |name: &str| {
        if insert.columns.len() <= FEW {
            return insert.columns.iter().position(|it| it.eq_ignore_ascii_case(name));
        }
        let places: &BTreeMap<String, usize> = all.get_or_init(|| {
            let mut places = BTreeMap::new();
            places.extend(
                insert.columns.iter().enumerate().map(|it| (it.1.to_ascii_lowercase(), it.0)),
            );
            places
        });
        places.get(&name.to_ascii_lowercase()).copied()
    };
    table.columns.iter().enumerate().find_map(|(place, column)| {
        if !requires(column, table, before) {
            return None;
        }
        let place = match listed {
            true => place_of(&column.name),
            false => Some(place),
        };
        match place {
            Some(place) => {
                (insert.values.get(place) == Some(&Given::Null)).then_some(Fault::Null(column))
            }
            None => (column.default.is_none() && exact).then_some(Fault::Omitted(column)),
        }
    })
}

fn update<'a>(
    update: &Update,
    table: &'a Table,
    before: &Schema,
    context: &Context<'_>,
) -> Option<Fault<'a>> {
    if table.knowledge != Knowledge::Whole
        || !takes_as_written(table, context.target.dialect)
        || !refuses_null(context)
    {
        return None;
    }
    let emptied = update.sets.iter().filter(|it| it.1.text.trim().eq_ignore_ascii_case("null"));
    emptied
        .filter_map(|it| table.column(&it.0))
        .find(|it| requires(it, table, before))
        .map(Fault::Emptied)
}

/// Whether nothing stands between the statement and the table that may change the rows.
fn takes_as_written(table: &Table, dialect: Dialect) -> bool {
    // SQLite's triggers change no row that is being written, but one before it may pass it over ("CREATE TRIGGER").
    if dialect == Dialect::Sqlite {
        return table.triggers.iter().all(|it| it.events.starts_with("after"));
    }
    table.triggers.is_empty() && table.dependents.is_empty()
}

/// Whether some of the columns may have no place in a list of values without names: those that the database computes or
/// counts (SQLite: "Generated Columns"; SQL Server: "INSERT", column_list).
fn may_hold_hidden(table: &Table, dialect: Dialect) -> bool {
    match dialect {
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb | Dialect::Oracle => false,
        Dialect::Sqlite => {
            let computed = |it: &Column| it.generated.as_ref().is_some_and(Generated::is_computed);
            table.columns.iter().any(computed)
        }
        Dialect::Mssql => {
            let counted = |it: &Column| {
                it.generated.is_some()
                    || it
                        .data_type
                        .as_ref()
                        .is_none_or(|it| it.is("timestamp") || it.is("rowversion"))
            };
            table.columns.iter().any(counted)
        }
    }
}

/// Whether a row that breaks a rule is passed over or changed, and no error (MySQL: "INSERT", IGNORE; SQLite: "The ON
/// CONFLICT Clause").
fn is_forgiving(insert: &Insert) -> bool {
    insert.on_conflict.as_deref() == Some("ignore")
}

/// Outside of its strict mode MySQL puts the type's implicit default in the place ("Data Type Default Values").
fn refuses_null(context: &Context<'_>) -> bool {
    match context.target.dialect {
        Dialect::Mysql | Dialect::Mariadb => super::mysql::is_strict(context),
        Dialect::Postgres | Dialect::Sqlite | Dialect::Oracle | Dialect::Mssql => true,
    }
}

/// Whether the column takes no NULL, and nothing is put there instead.
fn requires(column: &Column, table: &Table, before: &Schema) -> bool {
    let Some(data_type) = &column.data_type else { return false };
    let filled = match before.target.dialect {
        // A domain may bring its own default, and a type of another schema may be one.
        Dialect::Postgres => match before.types.get(&data_type.name) {
            Some(it) => matches!(it.definition, TypeDefinition::Domain { .. }),
            None => data_type.name.schema.is_some(),
        },
        // An ENUM begins with its first value, a TIMESTAMP with the moment ("Data Type Default Values", "Automatic
        // Initialization and Updating for TIMESTAMP and DATETIME").
        Dialect::Mysql | Dialect::Mariadb => data_type.is("enum") || data_type.is("timestamp"),
        // INTEGER PRIMARY KEY counts ("ROWIDs and the INTEGER PRIMARY KEY"), and other keys take NULL ("CREATE TABLE").
        Dialect::Sqlite => {
            table.primary_key().is_some_and(|(_, it)| it.columns.contains(&column.name))
        }
        Dialect::Oracle => column.default.is_some(),
        Dialect::Mssql => data_type.is("timestamp") || data_type.is("rowversion"),
    };
    // SQLAlchemy writes None as JSON's null.
    let json = data_type.is("json") || data_type.is("jsonb");
    column.nullable == Some(false)
        && column.generated.is_none()
        && !column.draws_from_sequence()
        && !filled
        && !json
}

fn words(context: &Context<'_>, table: &Table, fault: &Fault<'_>) -> String {
    let of = &table.name.name;
    let dialect = context.target.dialect;
    match (dialect, fault) {
        (Dialect::Postgres, Fault::Null(it) | Fault::Omitted(it) | Fault::Emptied(it)) => {
            format!(
                "null value in column \"{}\" of relation \"{of}\" violates not-null constraint",
                it.name
            )
        }
        (Dialect::Postgres, Fault::Uneven { values, columns, .. }) if columns < values => {
            "INSERT has more expressions than target columns".to_owned()
        }
        (Dialect::Postgres, Fault::Uneven { .. }) => {
            "INSERT has more target columns than expressions".to_owned()
        }
        (Dialect::Mysql | Dialect::Mariadb, Fault::Null(it) | Fault::Emptied(it)) => {
            format!("1048: Column '{}' cannot be null", it.name)
        }
        (Dialect::Mysql | Dialect::Mariadb, Fault::Omitted(it)) => {
            format!("1364: Field '{}' doesn't have a default value", it.name)
        }
        (Dialect::Mysql | Dialect::Mariadb, Fault::Uneven { .. }) => {
            "1136: Column count doesn't match value count at row 1".to_owned()
        }
        (Dialect::Sqlite, Fault::Null(it) | Fault::Omitted(it) | Fault::Emptied(it)) => {
            format!("NOT NULL constraint failed: {of}.{}", it.name)
        }
        (Dialect::Sqlite, Fault::Uneven { values, columns, listed: true }) => {
            format!("{values} values for {columns} columns")
        }
        (Dialect::Sqlite, Fault::Uneven { values, columns, listed: false }) => {
            format!("table {of} has {columns} columns but {values} values were supplied")
        }
        (Dialect::Oracle, Fault::Null(it) | Fault::Omitted(it)) => {
            format!("ORA-01400: cannot insert NULL into (\"{of}\".\"{}\")", it.name)
        }
        (Dialect::Oracle, Fault::Emptied(it)) => {
            format!("ORA-01407: cannot update (\"{of}\".\"{}\") to NULL", it.name)
        }
        (Dialect::Oracle, Fault::Uneven { values, columns, .. }) if columns < values => {
            "ORA-00913: too many values".to_owned()
        }
        (Dialect::Oracle, Fault::Uneven { .. }) => "ORA-00947: not enough values".to_owned(),
        (Dialect::Mssql, Fault::Null(it) | Fault::Omitted(it)) => {
            refused_null(&it.name, of, "INSERT")
        }
        (Dialect::Mssql, Fault::Emptied(it)) => refused_null(&it.name, of, "UPDATE"),
        (Dialect::Mssql, Fault::Uneven { listed: false, .. }) => {
            "213: Column name or number of supplied values does not match table definition."
                .to_owned()
        }
        (Dialect::Mssql, Fault::Uneven { values, columns, .. }) => {
            let (code, more) = if columns < values { (110, "fewer") } else { (109, "more") };
            format!(
                "{code}: There are {more} columns in the INSERT statement than values specified in the VALUES clause."
            )
        }
    }
}

fn refused_null(column: &str, table: &str, verb: &str) -> String {
    format!(
        "515: Cannot insert the value NULL into column '{column}', table '{table}'; column does not allow nulls. {verb} fails."
    )
}

fn source(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "PostgreSQL Error Codes: not_null_violation, syntax_error",
        Dialect::Mysql => "Server Error Message Reference",
        Dialect::Mariadb => "MariaDB Error Code Reference",
        Dialect::Sqlite => "Result and Error Codes: SQLITE_CONSTRAINT_NOTNULL",
        Dialect::Oracle => "Database Error Messages",
        Dialect::Mssql => "Database Engine events and errors",
    }
}
