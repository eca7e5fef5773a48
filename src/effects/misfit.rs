//! What a definition needs of the schema and does not find there: a key to refer to, of the same types; columns; a name
//! that is free. Oracle and SQL Server refuse it, each in its own words; the other databases' engines know it themselves.

use super::{Certainty, Context, Effect, EffectKind, Refusal};
use crate::catalog::{Knowledge, Schema, Table};
use crate::dialect::Dialect;
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind, ForeignKey};
use crate::ops::expr::DataType;
use crate::ops::{Clause, ObjectName, Op, OpKind, is_unknown};

enum Misfit<'a> {
    /// A column of a foreign key, and the one it refers to, of another type.
    Types(&'a str, &'a str),
    /// No key has the columns that a foreign key refers to.
    NoKey,
    SecondKey,
    /// A column that is changed.
    Unchanged(&'a str),
    /// A column of an index.
    Unindexed(&'a str),
    /// A column is renamed to the name of another.
    Taken(&'a str),
    /// A second column that counts.
    SecondCounter,
}

/// Adds a refusal for each operation that the schema does not fit and of which none is told.
pub(super) fn refused(ops: &[Op], before: &Schema, context: &Context<'_>, found: &mut Vec<Effect>) {
    let dialect = context.target.dialect;
    if !matches!(dialect, Dialect::Oracle | Dialect::Mssql) {
        return;
    }
    for (index, op) in ops.iter().enumerate() {
        let told = |it: &Effect| it.op == index && matches!(it.kind, EffectKind::Refused { .. });
        // A block may handle the error, or run otherwise than it is written.
        if op.clauses.iter().any(|it| it.0 == Clause::Block) || found.iter().any(told) {
            continue;
        }
        let Some((table, clause, misfit)) = of(op, ops, before) else { continue };
        let why = words(dialect, table, &misfit);
        found.push(Effect {
            kind: EffectKind::Refused { why, refusal: Refusal::Schema },
            op: index,
            clause: Some(clause),
            certainty: Certainty::Certain,
            because: String::new(),
            source: source(dialect),
        });
    }
}

type Found<'a> = Option<(&'a ObjectName, Clause, Misfit<'a>)>;

fn of<'a>(op: &'a Op, ops: &'a [Op], before: &'a Schema) -> Found<'a> {
    match &op.kind {
        OpKind::CreateTable(create) => {
            let inline = create.columns.iter().flat_map(|it| &it.constraints);
            let mut keys = inline.chain(&create.constraints).filter_map(foreign_key);
            let type_of = |name: &str| typed(&create.columns, name);
            let misfit = keys.find_map(|it| refers(it, &create.name, &type_of, before))?;
            Some((&create.name, Clause::References, misfit))
        }
        OpKind::AddConstraint { table, constraint, .. } => {
            if let ConstraintKind::PrimaryKey(_) = constraint.kind {
                let replaced =
                    || ops.iter().any(|it| matches!(it.kind, OpKind::DropConstraint { .. }));
                let held = before.table(table)?.primary_key().is_some();
                let second = held && ops.len() <= MOST && !replaced();
                return second.then_some((table, Clause::PrimaryKey, Misfit::SecondKey));
            }
            let held = before.table(table)?;
            let type_of = |name: &str| column(held, name)?.data_type.as_ref();
            let misfit = refers(foreign_key(constraint)?, table, &type_of, before)?;
            Some((table, Clause::References, misfit))
        }
        OpKind::AddColumn { table, column, .. } => {
            let counts = |it: Option<&Generated>| {
                matches!(it, Some(Generated::Identity(_) | Generated::AutoIncrement))
            };
            let held = before.table(table);
            if counts(column.generated.as_ref())
                && held.is_some_and(|it| it.columns.iter().any(|it| counts(it.generated.as_ref())))
            {
                return Some((table, Clause::Identity, Misfit::SecondCounter));
            }
            let own = std::slice::from_ref(column);
            let type_of = |name: &str| typed(own, name);
            let mut keys = column.constraints.iter().filter_map(foreign_key);
            let misfit = keys.find_map(|it| refers(it, table, &type_of, before))?;
            Some((table, Clause::References, misfit))
        }
        OpKind::AlterColumn { table, column: name, change } => {
            let changes =
                matches!(change, AlterColumn::SetType { .. } | AlterColumn::Redefine { .. });
            (changes && lacks(whole(before, table)?, name) && !is_added(ops, name)).then_some((
                table,
                Clause::Column,
                Misfit::Unchanged(name),
            ))
        }
        OpKind::CreateIndex(create) => {
            let table = whole(before, &create.table)?;
            let mut columns = create.keys.iter().filter_map(|it| it.column.as_deref());
            let absent = columns.find(|it| lacks(table, it))?;
            Some((&create.table, Clause::Column, Misfit::Unindexed(absent)))
        }
        OpKind::RenameColumn { table, column: from, to } => {
            let held = before.table(table)?;
            let taken = !from.eq_ignore_ascii_case(to) && column(held, to).is_some();
            taken.then_some((table, Clause::Column, Misfit::Taken(to)))
        }
        _ => None,
    }
}

fn foreign_key(constraint: &Constraint) -> Option<&ForeignKey> {
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        _ => None,
    }
}

/// What a foreign key does not find at the table that it refers to.
fn refers<'a>(
    key: &'a ForeignKey,
    own: &ObjectName,
    type_of: &dyn Fn(&str) -> Option<&'a DataType>,
    before: &'a Schema,
) -> Option<Misfit<'a>> {
    let other = whole(before, &key.references).filter(|it| it.name != *own)?;
    let referenced = match key.referenced.is_empty() {
        true => &other.primary_key()?.1.columns,
        false => &key.referenced,
    };
    let pairs = || key.columns.iter().zip(referenced);
    let differ = |(own, named): &(&String, &String)| {
        let types = type_of(own).zip(column(other, named).and_then(|it| it.data_type.as_ref()));
        types.is_some_and(|(own, other)| are_apart(own, other, before.target.dialect))
    };
    if let Some((own, named)) = pairs().find(differ) {
        return Some(Misfit::Types(own, named));
    }
    let known = referenced.iter().all(|it| column(other, it).is_some() && !is_unknown(it));
    (known && !is_key(other, referenced, before.target.dialect)).then_some(Misfit::NoKey)
}

/// Types between which no foreign key is kept: in SQL Server all but the same, in Oracle numbers, texts, dates and bytes.
fn are_apart(one: &DataType, other: &DataType, dialect: Dialect) -> bool {
    const SAME: [&[&str]; 16] = [
        &["tinyint"],
        &["smallint"],
        &["integer"],
        &["bigint"],
        &["uniqueidentifier"],
        &["nvarchar"],
        &["character varying"],
        &["nchar"],
        &["character"],
        &["date"],
        &["datetime"],
        &["datetime2"],
        &["numeric"],
        &["bit"],
        &["money"],
        &["varbinary"],
    ];
    const KINDS: [&[&str]; 4] = [
        &["number", "integer", "smallint", "numeric", "bigint"],
        &["varchar2", "character varying"],
        &["date"],
        &["raw"],
    ];
    let kinds: &[&[&str]] = if dialect == Dialect::Mssql { &SAME } else { &KINDS };
    let kind = |of: &DataType| kinds.iter().position(|it| it.iter().any(|name| of.is(name)));
    kind(one).zip(kind(other)).is_some_and(|(one, other)| one != other)
}

/// Whether a constraint keeps the columns together unique; in SQL Server an index alone does too ("Primary and foreign
/// key constraints").
fn is_key(table: &Table, columns: &[String], dialect: Dialect) -> bool {
    let same = |names: &[&str]| {
        names.len() == columns.len()
            && columns.iter().all(|it| names.iter().any(|name| it.eq_ignore_ascii_case(name)))
    };
    let kept = table.constraints.iter().any(|it| match &it.definition.kind {
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) => {
            let own = it.definition.columns();
            // Of one that took over an index not all is known.
            own.is_empty() || same(&own)
        }
        _ => false,
    });
    let indexed = dialect == Dialect::Mssql
        && table.indexes.iter().filter(|it| it.unique && it.predicate.is_none()).any(|it| {
            let own: Vec<&str> = it.keys.iter().filter_map(|it| it.column.as_deref()).collect();
            same(&own)
        });
    kept || indexed
}

fn whole<'a>(before: &'a Schema, name: &ObjectName) -> Option<&'a Table> {
    before.table(name).filter(|it| it.knowledge == Knowledge::Whole)
}

fn column<'a>(table: &'a Table, name: &str) -> Option<&'a crate::catalog::Column> {
    table
        .column(name)
        .or_else(|| table.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name)))
}

fn lacks(table: &Table, name: &str) -> bool {
    column(table, name).is_none() && !is_unknown(name)
}

/// Of more columns than any table has nobody asks.
fn typed<'a>(columns: &'a [ColumnDef], name: &str) -> Option<&'a DataType> {
    let few = columns.get(..MOST.min(columns.len()))?;
    few.iter().find(|it| it.name.eq_ignore_ascii_case(name))?.data_type.as_ref()
}

/// The operations of longer statements are not compared with each other.
const MOST: usize = 4_096;

fn is_added(ops: &[Op], name: &str) -> bool {
    let adds = |it: &Op| match &it.kind {
        OpKind::AddColumn { column, .. } => column.name.eq_ignore_ascii_case(name),
        OpKind::RenameColumn { to, .. } => to.eq_ignore_ascii_case(name),
        _ => false,
    };
    MOST < ops.len() || ops.iter().any(adds)
}

fn words(dialect: Dialect, table: &ObjectName, misfit: &Misfit<'_>) -> String {
    let of = &table.name;
    if dialect == Dialect::Oracle {
        return match misfit {
            Misfit::Types(..) => {
                "ORA-02267: column type incompatible with referenced column type".to_owned()
            }
            Misfit::NoKey => {
                "ORA-02270: no matching unique or primary key for this column-list".to_owned()
            }
            Misfit::SecondKey => "ORA-02260: table can have only one primary key".to_owned(),
            Misfit::Unchanged(name) | Misfit::Unindexed(name) => {
                format!("ORA-00904: \"{name}\": invalid identifier")
            }
            Misfit::Taken(_) => "ORA-00957: duplicate column name".to_owned(),
            Misfit::SecondCounter => {
                "ORA-30669: table can have only one identity column".to_owned()
            }
        };
    }
    match misfit {
        Misfit::Types(own, other) => format!(
            "1778: Column '{other}' is not the same data type as referencing column '{of}.{own}' in foreign key"
        ),
        Misfit::NoKey => "1776: There are no primary or candidate keys in the referenced table that match the referencing column list in the foreign key".to_owned(),
        Misfit::SecondKey => format!("1779: Table '{of}' already has a primary key defined on it."),
        Misfit::Unchanged(name) => format!(
            "4924: ALTER TABLE ALTER COLUMN failed because column '{name}' does not exist in table '{of}'."
        ),
        Misfit::Unindexed(name) => {
            format!("1911: Column name '{name}' does not exist in the target table or view.")
        }
        Misfit::Taken(name) => format!(
            "15335: The new name '{name}' is already in use as a COLUMN name and would cause a duplicate that is not permitted."
        ),
        Misfit::SecondCounter => format!(
            "2744: Multiple identity columns specified for table '{of}'. Only one identity column per table is allowed."
        ),
    }
}

fn source(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Oracle => "Database Error Messages",
        _ => "Database engine events and errors",
    }
}
