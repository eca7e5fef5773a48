//! Calls of functions that only other databases have.

use super::{Certainty, Effect, EffectKind, Refusal};
use crate::catalog::Schema;
use crate::dialect::{Dialect, Target, functions};
use crate::ops::column::{AlterColumn, ColumnDef, Generated};
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::expr::Expr;
use crate::ops::{Clause, Op, OpKind};

/// The refusal, if the statement calls a function that its database has not got and that nobody made.
pub(super) fn refused(ops: &[Op], before: &Schema, target: Target) -> Option<Effect> {
    let called =
        |op: &Op| called(op, target.dialect).into_iter().find(|it| is_absent(it.0, before, target));
    let (op, (name, clause)) =
        ops.iter().enumerate().find_map(|(at, it)| Some((at, called(it)?)))?;
    let (why, source) = words(name.trim_end_matches("()"), clause, target.dialect);
    let (certainty, because) = match functions::had(name, target.dialect) {
        true => (Certainty::Likely, "unless component_classic_hashing is installed"),
        false => (Certainty::Certain, ""),
    };
    Some(Effect {
        kind: EffectKind::Refused { why, refusal: Refusal::Version },
        op,
        clause: Some(clause),
        certainty,
        because: because.to_owned(),
        source,
    })
}

/// Whether this version has no such function, and neither the history makes one nor an extension that brings those of
/// Oracle ("orafce").
fn is_absent(name: &str, before: &Schema, target: Target) -> bool {
    let bare = name.trim_end_matches("()");
    functions::lacks(name, target)
        && !before.functions.any(|it, _| it.name.eq_ignore_ascii_case(bare))
        && !before.extensions.any(|it, _| it.name == "orafce")
}

/// The functions that the operation calls and that not every version of its database has, and where.
fn called(op: &Op, dialect: Dialect) -> Vec<(&'static str, Clause)> {
    let mut said: Vec<(&Expr, Clause)> = Vec::new();
    match &op.kind {
        OpKind::CreateTable(it) => {
            it.columns.iter().for_each(|it| in_column(it, dialect, &mut said));
            it.constraints.iter().for_each(|it| in_constraint(it, &mut said));
        }
        OpKind::AddColumn { column, .. } => in_column(column, dialect, &mut said),
        OpKind::AlterColumn { change, .. } => match change {
            AlterColumn::SetDefault(it) => said.push((it, Clause::Default)),
            AlterColumn::Redefine { to, .. } => in_column(to, dialect, &mut said),
            _ => {}
        },
        OpKind::AddConstraint { constraint, .. } => in_constraint(constraint, &mut said),
        OpKind::CreateIndex(it) => {
            let keys = it.keys.iter().filter_map(|it| it.expr.as_ref());
            said.extend(keys.map(|it| (it, Clause::Column)));
            said.extend(it.predicate.iter().map(|it| (it, Clause::Where)));
        }
        _ => {
            let called = op.clauses.iter().filter_map(|it| match it.0 {
                Clause::Called(name) => Some((name, it.0)),
                _ => None,
            });
            return called.collect();
        }
    }
    let mut found = Vec::new();
    for (expr, clause) in said {
        found.extend(foreign(expr, dialect).map(|it| (it, clause)));
    }
    found
}

fn foreign(expr: &Expr, dialect: Dialect) -> impl Iterator<Item = &'static str> {
    let bare = expr.text.trim_end_matches([')', ' ']).ends_with('(');
    let plain = expr.functions.iter().filter(|it| it.schema.is_none());
    plain.filter_map(move |it| functions::foreign(&it.name, bare, dialect))
}

/// A function in the expression that its database has not got and that nobody made.
pub(super) fn lacking(expr: &Expr, before: &Schema, target: Target) -> Option<&'static str> {
    foreign(expr, target.dialect)
        .find(|it| is_absent(it, before, target))
        .map(|it| it.trim_end_matches("()"))
}

fn in_column<'a>(column: &'a ColumnDef, dialect: Dialect, said: &mut Vec<(&'a Expr, Clause)>) {
    // SQLite looks for it when a row takes the default.
    let default = column.default.iter().filter(|_| dialect != Dialect::Sqlite);
    said.extend(default.map(|it| (it, Clause::Default)));
    if let Some(Generated::Stored(it) | Generated::Virtual(it) | Generated::Unstated(it)) =
        &column.generated
    {
        said.push((it, Clause::Generated));
    }
    column.constraints.iter().for_each(|it| in_constraint(it, said));
}

fn in_constraint<'a>(constraint: &'a Constraint, said: &mut Vec<(&'a Expr, Clause)>) {
    if let ConstraintKind::Check(it) = &constraint.kind {
        said.push((it, Clause::Check));
    }
}

fn words(name: &str, clause: Clause, dialect: Dialect) -> (String, &'static str) {
    match dialect {
        Dialect::Postgres => (
            ["42883: function ", name, "() does not exist"].concat(),
            "PostgreSQL Error Codes: 42883",
        ),
        Dialect::Sqlite => (["no such function: ", name].concat(), "SQL Language Expressions"),
        Dialect::Mssql => (
            ["195: '", name, "' is not a recognized built-in function name."].concat(),
            "Database Engine events and errors: 0 to 999",
        ),
        Dialect::Oracle => (
            ["ORA-00904: \"", &name.to_ascii_uppercase(), "\": invalid identifier"].concat(),
            "Database Error Messages: ORA-00904",
        ),
        Dialect::Mysql | Dialect::Mariadb if matches!(clause, Clause::Called(_)) => (
            ["1305: FUNCTION ", name, " does not exist"].concat(),
            "Function Name Parsing and Resolution",
        ),
        Dialect::Mysql => {
            let code = match clause {
                Clause::Default => "3770",
                Clause::Check => "3814",
                Clause::Generated => "3763",
                _ => "3758",
            };
            (
                [code, ": the expression contains a disallowed function: `", name, "`"].concat(),
                "Server Error Message Reference",
            )
        }
        Dialect::Mariadb => (
            ["1901: Function or expression '`", name, "`()' cannot be used"].concat(),
            "Error 1901: Function or expression cannot be used",
        ),
    }
}
