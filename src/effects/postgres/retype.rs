//! `ALTER COLUMN … TYPE`: rewrite, index build, check or nothing (manual: "ALTER TABLE"; measured: `alter_type/…`).

use super::types::{self, Change, Session};
use super::work::{Why, Work, always, index_computes, why};
use super::{column as columns, locks};
use crate::catalog::{Column, Dependent, Index, TableConstraint, Validated};
use crate::effects::{Breakage, Certainty, Loss, Refusal, ScanPurpose};
use crate::ops::column::Generated;
use crate::ops::constraint::ConstraintKind;
use crate::ops::expr::{DataType, Expr, Form};
use crate::ops::object::ObjectKind;
use crate::ops::{Clause, ObjectName};

const SOURCE: &str = "ALTER TABLE";

/// A change of one column's type.
struct Retyping<'a> {
    column: &'a str,
    from: Option<&'a DataType>,
    to: &'a DataType,
    change: Change,
}

pub(super) fn column(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    to: &DataType,
    using: Option<&Expr>,
) {
    let reach = work.reach(table);
    work.lock_all(&reach, locks::ACCESS_EXCLUSIVE, &always(SOURCE));
    if is_forbidden(work, table, column) {
        return;
    }
    columns::refuse_type(work, to);
    let first = work.intent.retyped.get(&(table, column));
    if first.is_some_and(|it| it.0 < work.index) {
        let words = format!("cannot alter type of column \"{column}\" twice");
        work.refused(Refusal::Statement, words, &always(SOURCE));
    }
    let known = work.column(table, column);
    let from = known.and_then(|it| it.data_type.as_ref());
    let change = match from {
        Some(from) => match other_column(work, table, column, using) {
            Some(other) => {
                from_another(types::change(other, to, using, work.schema, session(work)))
            }
            None => types::change(from, to, using, work.schema, session(work)),
        },
        None => unknown_origin(to),
    };
    let retyping = Retyping { column, from, to, change };
    if retyping.change == Change::Refused {
        refuse(work, table, column, to, using);
        return;
    }
    refuse_default(work, table, &retyping, known);
    for relation in &reach {
        rows(work, relation, &retyping, using);
        dependants(work, relation, &retyping);
    }
    outcomes(work, table, &retyping, using);
    identity(work, table, &retyping, known);
}

/// The type of the column whose values USING takes, where it is another one.
fn other_column<'a>(
    work: &Work<'a>,
    table: &ObjectName,
    column: &str,
    using: Option<&Expr>,
) -> Option<&'a DataType> {
    let mut form = &using?.form;
    while let Form::Cast(inner, _) = form {
        form = inner;
    }
    let Form::Column(name) = form else { return None };
    let other = name.rsplit('.').next().filter(|it| *it != column)?;
    work.column(table, other)?.data_type.as_ref()
}

/// Values of another column are written into every row, however they are stored.
fn from_another(change: Change) -> Change {
    match change {
        Change::Refused | Change::Unknown(_) => change,
        Change::Free { .. } | Change::FreeInUtc | Change::Rewrite => Change::Rewrite,
    }
}

fn session<'a>(work: &Work<'a>) -> Session<'a> {
    Session {
        major: work.major(),
        time_zone: work.setting("timezone").or(work.setting("time zone")),
    }
}

/// Without the column's present type: text and unlimited lengths are free from some types, most others from none.
fn unknown_origin(to: &DataType) -> Change {
    Change::Unknown(format!("it is free only if the present type is stored as `{}` is", to.text))
}

fn refuse(
    work: &mut Work<'_>,
    table: &ObjectName,
    column: &str,
    to: &DataType,
    using: Option<&Expr>,
) {
    // A cast that is written is judged before its result.
    if let Some(Form::Cast(inner, cast)) = using.map(|it| &it.form)
        && cast.same_as(to)
        && **inner == Form::Column(column.to_owned())
        && let Some(from) = work.column(table, column).and_then(|it| it.data_type.as_ref())
    {
        let words = format!("cannot cast type {} to {}", types::plain(from), types::plain(to));
        work.refused(Refusal::Schema, words, &why(Clause::Using, SOURCE));
        return;
    }
    let (subject, clause) = match using {
        Some(_) => (format!("result of USING clause for column \"{column}\""), Clause::Using),
        None => (format!("column \"{column}\""), Clause::Type),
    };
    let words = format!("{subject} cannot be cast automatically to type {}", types::display(to));
    work.refused(Refusal::Schema, words, &why(clause, SOURCE));
}

/// The default is cast as an assignment even where USING tells how to cast the rows.
fn refuse_default(
    work: &mut Work<'_>,
    table: &ObjectName,
    retyping: &Retyping<'_>,
    known: Option<&Column>,
) {
    let column = retyping.column;
    let Some(from) = retyping.from else { return };
    let has_default = known.is_some_and(|it| {
        it.generated.is_none() && it.default.as_ref().is_some_and(|it| !it.is_null())
    });
    if has_default
        && !work.intent.dropped_defaults.contains(&(table, column))
        && types::assignable(from, retyping.to, work.schema) == Some(false)
    {
        let words = format!(
            "default for column \"{column}\" cannot be cast automatically to type {}",
            types::display(retyping.to)
        );
        work.refused(Refusal::Schema, words, &why(Clause::Type, SOURCE));
    }
}

/// What forbids the change whatever the types are.
fn is_forbidden(work: &mut Work<'_>, table: &ObjectName, column: &str) -> bool {
    let cause = always(SOURCE);
    let words = obstacle(work, table, column);
    let forbidden = words.is_some();
    if let Some((words, certainty)) = words {
        match certainty {
            Certainty::Certain => work.refused(Refusal::Schema, words, &cause),
            _ => {
                let cause = cause.likely("if the view uses this column");
                work.refused(Refusal::Schema, words, &cause);
                return false;
            }
        }
    }
    forbidden
}

fn obstacle(work: &Work<'_>, table: &ObjectName, column: &str) -> Option<(String, Certainty)> {
    let sure = |words: &str| Some((words.to_owned(), Certainty::Certain));
    if columns::is_partition_key(work, table, column) {
        return Some((
            format!(
                "cannot alter column \"{column}\" because it is part of the partition key of relation \"{}\"",
                table.name
            ),
            Certainty::Certain,
        ));
    }
    let below = work.reach(table).into_iter().skip(1);
    if let Some(part) = below.into_iter().find(|it| columns::is_partition_key(work, it, column)) {
        return Some((
            format!(
                "cannot alter column \"{column}\" because it is part of the partition key of relation \"{}\"",
                part.name
            ),
            Certainty::Certain,
        ));
    }
    if work.says(Clause::Only) && work.has_children(table) {
        return Some((
            format!("type of inherited column \"{column}\" must be changed in child tables too"),
            Certainty::Certain,
        ));
    }
    if let Some(heir) = columns::has_other_parent(work, &work.reach(table), column) {
        return Some((
            format!(
                "cannot alter inherited column \"{column}\" of relation \"{}\"",
                heir.name.name
            ),
            Certainty::Certain,
        ));
    }
    if work.schema.is_inherited_column(table, column) {
        return Some((format!("cannot alter inherited column \"{column}\""), Certainty::Certain));
    }
    let known = work.table(table);
    if let Some(known) = known {
        if known.generated_from(column).next().is_some() {
            return sure("cannot alter type of a column used by a generated column");
        }
        if known.triggers.iter().any(|it| columns::trigger_names(&it.events, column)) {
            return sure("cannot alter type of a column used in a trigger definition");
        }
    }
    if let Some(words) =
        known.into_iter().flat_map(|it| &it.dependents).find_map(|it| forbids(it, column))
    {
        return sure(words);
    }
    let readers = work.readers_of_column(table, column);
    let certainty = readers.iter().map(|it| it.1).max()?;
    Some(("cannot alter type of a column used by a view or rule".to_owned(), certainty))
}

/// What the server says where a policy, rule or publication names the column.
fn forbids(dependent: &Dependent, column: &str) -> Option<&'static str> {
    if !columns::has_word(&dependent.text, column) {
        return None;
    }
    match dependent.kind {
        ObjectKind::Policy => Some("cannot alter type of a column used in a policy definition"),
        ObjectKind::Rule => Some("cannot alter type of a column used by a view or rule"),
        ObjectKind::Publication if dependent.text.contains("where") => {
            Some("cannot alter type of a column used by a publication WHERE clause")
        }
        _ => None,
    }
}

/// Reads, writes and builds that the rows of one table need.
fn rows(work: &mut Work<'_>, table: &ObjectName, retyping: &Retyping<'_>, using: Option<&Expr>) {
    let clause = if using.is_some() { Clause::Using } else { Clause::Type };
    let cause = why(clause, SOURCE);
    match &retyping.change {
        Change::Free { same_order } => {
            let collation = collation_changes(retyping);
            kept(work, table, retyping, *same_order && !collation);
        }
        Change::FreeInUtc if work.major() < 12 => work.rewrite(table, &cause),
        Change::FreeInUtc => {
            let because = "unless the session's time zone is UTC";
            work.rewrite(table, &cause.likely(because));
            kept(work, table, retyping, types::SAME_ORDER_IN_UTC);
        }
        Change::Rewrite => {
            for index in work.indexes(table) {
                refuse_index(work, index, retyping);
            }
            work.rewrite(table, &cause);
            // The whole table's index holds nothing, and is made again with those of its parts.
            if work.is_partitioned(table) {
                kept(work, table, retyping, true);
            }
        }
        Change::Unknown(because) => work.rewrite(table, &cause.likely(because.clone())),
        Change::Refused => {}
    }
}

/// The heap stays; indexes over the column are made again, from the old file where the order is the same.
fn kept(work: &mut Work<'_>, table: &ObjectName, retyping: &Retyping<'_>, same_order: bool) {
    let cause = why(Clause::Type, SOURCE);
    for index in work.indexes(table) {
        if !index.mentions(retyping.column) || work.drops_index(table, &index.name) {
            continue;
        }
        refuse_index(work, index, retyping);
        work.lock_index(table, &index.name, locks::ACCESS_EXCLUSIVE, &cause);
        if !same_order || index_computes(index, retyping.column) || !reusable(index) {
            work.scan(table, ScanPurpose::BuildIndex, &cause);
            work.build(table, &index.name, &cause);
        }
    }
}

/// Whether the server may take over the file of an index whose column changes: not that of an exclusion constraint.
fn reusable(index: &Index) -> bool {
    index.predicate.is_none() && index.keys.iter().all(|it| it.expr.is_none())
}

/// An index is made again with the new type's operator class, which there may be none of.
fn refuse_index(work: &mut Work<'_>, index: &Index, retyping: &Retyping<'_>) {
    let method = index.method.as_deref().unwrap_or("btree");
    let plain = index
        .keys
        .iter()
        .any(|it| it.opclass.is_none() && it.column.as_deref() == Some(retyping.column));
    if plain && types::lacks_operator_class(retyping.to, method, work.schema) {
        refuse_operator_class(work, retyping.to, method);
    }
}

/// The server's words where an index method knows nothing of a type.
pub(super) fn refuse_operator_class(work: &mut Work<'_>, data_type: &DataType, method: &str) {
    let words = format!(
        "data type {} has no default operator class for access method \"{method}\"",
        types::plain(data_type)
    );
    work.refused(
        Refusal::Schema,
        words,
        &why(Clause::Type, "Operator Classes and Operator Families"),
    );
}

fn collation_changes(retyping: &Retyping<'_>) -> bool {
    let Some(from) = retyping.from else { return false };
    from.collation != retyping.to.collation
}

/// Constraints over the column are made again: a CHECK reads the table, a foreign key locks the other end.
fn dependants(work: &mut Work<'_>, table: &ObjectName, retyping: &Retyping<'_>) {
    let cause = why(Clause::Type, SOURCE);
    let Some(known) = work.table(table) else { return };
    for constraint in &known.constraints {
        if !constraint.mentions(retyping.column) || work.drops_constraint(table, &constraint.name) {
            continue;
        }
        match &constraint.definition.kind {
            ConstraintKind::Check(_) if constraint.validated != Validated::No => {
                work.scan(table, ScanPurpose::CheckConstraint, &cause);
            }
            ConstraintKind::ForeignKey(key) => {
                let other = key.references.clone();
                let referenced = work.referenced_columns(&other, &key.referenced);
                let place = key.columns.iter().position(|it| it == retyping.column);
                if let Some(column) = place.and_then(|it| referenced.get(it))
                    && let Some(held) = other_end(work, table, &other, column)
                    && types::incomparable(retyping.to, held, work.schema)
                {
                    refuse_key(work, &constraint.name);
                }
                foreign_key(work, table, &other, (constraint, retyping), &cause);
            }
            _ => {}
        }
    }
    for (owner, constraint, key) in work.referrers(table) {
        let referenced = work.referenced_columns(table, &key.referenced);
        let place = referenced.iter().position(|it| it == retyping.column);
        if owner.name != *table
            && let Some(place) = place
        {
            if let Some(column) = key.columns.get(place)
                && let Some(held) = other_end(work, table, &owner.name, column)
                && types::incomparable(held, retyping.to, work.schema)
            {
                refuse_key(work, &constraint.name);
            }
            foreign_key(work, &owner.name, table, (constraint, retyping), &cause);
        }
    }
}

/// The type of the column at the other end of a foreign key; of the table's own, which the statement may change too,
/// nobody asks.
fn other_end<'a>(
    work: &Work<'a>,
    table: &ObjectName,
    other: &ObjectName,
    column: &str,
) -> Option<&'a DataType> {
    (other != table).then_some(())?;
    work.column(other, column)?.data_type.as_ref()
}

fn refuse_key(work: &mut Work<'_>, name: &str) {
    let words = format!("foreign key constraint \"{name}\" cannot be implemented");
    work.refused(Refusal::Schema, words, &why(Clause::Type, SOURCE));
}

/// A foreign key is checked again where its comparison changes with the type.
fn foreign_key(
    work: &mut Work<'_>,
    owner: &ObjectName,
    referenced: &ObjectName,
    (constraint, retyping): (&TableConstraint, &Retyping<'_>),
    cause: &Why,
) {
    let cause = cause.because(format!("foreign key `{}` is made again", constraint.name));
    work.lock(owner, locks::ACCESS_EXCLUSIVE, &cause);
    work.lock(referenced, locks::ACCESS_EXCLUSIVE, &cause);
    let same = match retyping.from {
        Some(from) => types::same_operator_class(from, retyping.to, work.schema),
        None => false,
    };
    if !same && constraint.validated != Validated::No {
        work.scan(owner, ScanPurpose::CheckForeignKey, &cause);
        work.scan(referenced, ScanPurpose::CheckForeignKey, &cause);
    }
}

/// What the change means for the data and for those who use the column.
fn outcomes(
    work: &mut Work<'_>,
    table: &ObjectName,
    retyping: &Retyping<'_>,
    using: Option<&Expr>,
) {
    let clause = if using.is_some() { Clause::Using } else { Clause::Type };
    let cause = why(clause, SOURCE);
    let column = retyping.column;
    let narrows = match (retyping.from, using) {
        (Some(from), None) => types::narrowing(from, retyping.to, work.schema),
        (Some(_), Some(_)) => {
            if matches!(retyping.change, Change::Free { .. }) {
                types::Narrowing::None
            } else {
                types::Narrowing::MayFail
            }
        }
        (None, _) => types::Narrowing::None,
    };
    match narrows {
        types::Narrowing::None => {}
        types::Narrowing::Respells => {
            let because = format!(
                "values of `{column}` lose their order of keys, their spaces and keys given twice"
            );
            work.lose(table, Some(column), Loss::Overwritten, &cause.because(because));
        }
        types::Narrowing::MayFail => {
            if work.may_hold_rows(table) {
                let when =
                    format!("a value of `{table}`.`{column}` does not fit `{}`", retyping.to.text);
                work.may_fail(when, &cause);
            }
        }
        types::Narrowing::Rounds => {
            let because =
                format!("values of `{column}` are rounded or cut to fit `{}`", retyping.to.text);
            work.lose(table, Some(column), Loss::Narrowed, &cause.because(because));
        }
        types::Narrowing::RoundsOrFails => {
            let because =
                format!("values of `{column}` are rounded or cut to fit `{}`", retyping.to.text);
            work.lose(table, Some(column), Loss::Narrowed, &cause.because(because));
            if work.may_hold_rows(table) {
                let when =
                    format!("a value of `{table}`.`{column}` does not fit `{}`", retyping.to.text);
                work.may_fail(when, &cause);
            }
        }
    }
    if narrows != types::Narrowing::None && work.may_hold_rows(table) {
        collide(work, table, column, &cause);
    }
    if retyping.from.is_none_or(|it| it.name != retyping.to.name || it.array != retyping.to.array) {
        work.breaks(table, Some(column), Breakage::Retyped, &why(Clause::Type, SOURCE));
    }
}

/// Values that differed may be the same in the new type, or overlap.
fn collide(work: &mut Work<'_>, table: &ObjectName, column: &str, cause: &Why) {
    for index in work.indexes(table) {
        if !index.mentions(column) || work.drops_index(table, &index.name) {
            continue;
        }
        let owner = index.constraint.as_deref().and_then(|it| work.constraint(table, it));
        let excludes =
            owner.is_some_and(|it| matches!(it.definition.kind, ConstraintKind::Exclude { .. }));
        let words = match (excludes, index.unique) {
            (true, _) => format!("could not create exclusion constraint \"{}\"", index.name),
            (false, true) => format!("could not create unique index \"{}\"", index.name),
            (false, false) => continue,
        };
        work.may_fail(words, cause);
    }
}

/// An identity column's sequence takes the new type (measured: `alter_type/identity_int_to_bigint`).
fn identity(
    work: &mut Work<'_>,
    table: &ObjectName,
    retyping: &Retyping<'_>,
    known: Option<&Column>,
) {
    if !known.is_some_and(|it| matches!(it.generated, Some(Generated::Identity(_)))) {
        return;
    }
    if !types::is_whole_number(retyping.to, work.schema) {
        columns::refuse_identity_type(work);
    }
    let cause = why(Clause::Type, "alter_type/identity_int_to_bigint");
    for sequence in work.owned_sequences(table, Some(retyping.column)) {
        work.lock(&sequence, locks::SHARE_ROW_EXCLUSIVE, &cause);
        work.rewrite_sequence(&sequence, &cause);
    }
}
