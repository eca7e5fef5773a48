//! What no version takes in a key or as a name ("CREATE INDEX", "Database identifiers").

use super::Work;
use crate::effects::Refusal;
use crate::effects::work::why;
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::DataType;
use crate::ops::index::CreateIndex;
use crate::ops::table::CreateTable;
use crate::ops::{Clause, ObjectName};

/// "Columns that are of the large object (LOB) data types … can't be specified as key columns for an index" ("CREATE INDEX",
/// "column").
fn is_large(data_type: &DataType) -> bool {
    let max = data_type.args.first().is_some_and(|it| it.eq_ignore_ascii_case("max"));
    max || ["text", "ntext", "image", "xml"].iter().any(|it| data_type.is(it))
}

/// "Database identifiers": "from 1 through 128 characters".
const MOST_LETTERS: usize = 128;

pub(super) fn table(work: &mut Work<'_>, create: &CreateTable) {
    name(work, &create.name.name, Clause::Table);
    let large = |column: &str| {
        let of = create.columns.iter().find(|it| it.name.eq_ignore_ascii_case(column));
        of.and_then(|it| it.data_type.as_ref()).is_some_and(is_large)
    };
    let mut keys: Vec<&str> = Vec::new();
    for column in &create.columns {
        name(work, &column.name, Clause::Column);
        let is_key = |it: &crate::ops::constraint::Constraint| {
            matches!(it.kind, ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_))
        };
        if column.constraints.iter().any(is_key) {
            keys.push(&column.name);
        }
    }
    for constraint in &create.constraints {
        if let ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key) = &constraint.kind {
            keys.extend(key.columns.iter().map(String::as_str));
        }
    }
    for index in create.indexes.iter().filter(|it| is_ordinary(it)) {
        keys.extend(index.keys.iter().filter_map(|it| it.column.as_deref()));
    }
    if let Some(column) = keys.into_iter().find(|it| large(it)) {
        refuse(work, &create.name, column);
    }
}

pub(super) fn index(work: &mut Work<'_>, index: &CreateIndex) {
    if let Some(name) = &index.name {
        self::name(work, name, Clause::Name);
    }
    if !is_ordinary(index) {
        return;
    }
    let large = |work: &Work<'_>, column: &str| {
        let of = work.column(&index.table, column);
        of.and_then(|it| it.data_type.as_ref()).is_some_and(is_large)
    };
    let mut columns = index.keys.iter().filter_map(|it| it.column.as_deref());
    if let Some(column) = columns.find(|it| large(work, it)) {
        return refuse(work, &index.table, column);
    }
    let clustered = index.method.as_deref() == Some("clustered");
    let most = if clustered { 900 } else { 1_700 };
    let columns = index.keys.iter().filter_map(|it| it.column.as_deref());
    let types = columns.filter_map(|it| work.column(&index.table, it)?.data_type.as_ref());
    let bytes: u64 = types.map(bytes).fold(0, u64::saturating_add);
    if most < bytes {
        let what = format!(
            "the key may take {bytes} bytes, and a row whose key takes more than {most} is refused: 1946"
        );
        let page = "Maximum capacity specifications for SQL Server: Database Engine objects";
        work.silent(&index.table, what, &why(Clause::Column, page));
    }
}

/// How many bytes a text takes at most; other types take few.
fn bytes(data_type: &DataType) -> u64 {
    let each = match () {
        () if ["nvarchar", "nchar"].iter().any(|it| data_type.is(it)) => 2,
        () if ["character varying", "character", "varbinary", "binary"]
            .iter()
            .any(|it| data_type.is(it)) =>
        {
            1
        }
        () => return 0,
    };
    data_type.number(0).map_or(0, |it| u64::try_from(it).unwrap_or(0).saturating_mul(each))
}

/// Columnstore, full-text, XML and spatial indexes are made of such columns.
fn is_ordinary(index: &CreateIndex) -> bool {
    matches!(index.method.as_deref(), None | Some("clustered" | "nonclustered"))
}

fn refuse(work: &mut Work<'_>, table: &ObjectName, column: &str) {
    let words = format!(
        "1919: Column '{column}' in table '{table}' is of a type that is invalid for use as a key column in an index."
    );
    work.refused(Refusal::Schema, words, &why(Clause::Column, "CREATE INDEX: column"));
}

fn name(work: &mut Work<'_>, name: &str, clause: Clause) {
    if MOST_LETTERS < name.chars().count() && !name.contains(['{', '$', '%']) {
        let words = format!(
            "103: The identifier that starts with '{}' is too long. Maximum length is 128.",
            name.chars().take(32).collect::<String>()
        );
        work.refused(
            Refusal::Schema,
            words,
            &why(clause, "Database identifiers: Rules for regular identifiers"),
        );
    }
}
