//! Something new beside the old: a column or a name that takes the old one's place over several migrations, while code
//! that knows either of them runs.

use super::{Wanted, Wish, batches};
use crate::dialect::Dialect;
use crate::lang::alembic::names;
use crate::ops::column::{AlterColumn, ColumnDef, ColumnPosition};
use crate::ops::constraint::{Constraint, ConstraintKind, Validity};
use crate::ops::data::Update;
use crate::ops::expr::Expr;
use crate::ops::object::ObjectKind;
use crate::ops::{Cascade, ConstraintRef, Guard, ObjectName, OpKind};

/// PostgreSQL cuts longer names off (manual, "Identifiers and Key Words").
const LONGEST: usize = 63;

/// The column beside the one that is renamed or gets another type, in place of that: a trigger keeps both in step, so
/// that whoever knows only one of them reads what the other writes; then the old rows are filled, and at last the old
/// column goes.
pub(super) fn column(kind: &OpKind, new: &ColumnDef, key: &str, dialect: Dialect) -> Option<Wish> {
    let (table, old) = match kind {
        OpKind::RenameColumn { table, column, .. } | OpKind::AlterColumn { table, column, .. } => {
            (table, column)
        }
        _ => return None,
    };
    let function = table.sibling(format!("{}_{}_in_step", table.name, new.name));
    let filled = format!("{}_{}_filled", table.name, new.name);
    (function.name.len() <= LONGEST && filled.len() <= LONGEST).then_some(())?;
    let word = |it: &str| names::write(it, dialect);
    let object = |it: &ObjectName| names::write_object(it, dialect);
    let (left, right) = (word(old), word(&new.name));
    let renamed = matches!(kind, OpKind::RenameColumn { .. });
    // A column that only takes the other's place is written by nobody else.
    let body = if renamed {
        format!(
            "    if tg_op = 'INSERT' then\n        if new.{right} is null then\n            new.{right} := new.{left};\n        \
             else\n            new.{left} := new.{right};\n        end if;\n    \
             elsif new.{left} is distinct from old.{left} then\n        new.{right} := new.{left};\n    \
             elsif new.{right} is distinct from old.{right} then\n        new.{left} := new.{right};\n    \
             end if;\n    new.{right} := coalesce(new.{right}, new.{left});\n"
        )
    } else {
        format!("    new.{right} := new.{left};\n")
    };
    let called = object(&function);
    let make = format!(
        "create function {called}() returns trigger language plpgsql as $$\nbegin\n{body}    return new;\nend\n$$"
    );
    let fire = format!(
        "create trigger {} before insert or update on {} for each row execute function {called}()",
        word(&function.name),
        object(table)
    );
    let bare = ColumnDef { nullable: None, default: None, ..new.clone() };
    let add = OpKind::AddColumn {
        table: table.clone(),
        column: bare,
        position: ColumnPosition::Last,
        guard: Guard::None,
    };
    let check = OpKind::AddConstraint {
        table: table.clone(),
        constraint: Constraint {
            name: Some(filled.clone()),
            validity: Validity::NotValid,
            ..Constraint::new(ConstraintKind::Check(Expr::not_null(&new.name)))
        },
        guard: Guard::None,
    };
    let required = new.nullable == Some(false);
    let said = |text: String| Wanted { kind: add.clone(), alone: false, text: Some(text) };
    let mut here = vec![said_as(&add), said(make), said(fire)];
    let fill = format!("update {} set {right} = {left}", object(table));
    let update = OpKind::Update(Update {
        table: table.clone(),
        sets: Vec::new(),
        reads: Vec::new(),
        predicate: None,
        text: fill.clone(),
    });
    let block = batches::block(&fill, table, key, dialect)?;
    let mut later = vec![vec![Wanted { kind: update, alone: true, text: Some(block) }]];
    if required {
        here.push(said_as(&check));
        let validate = OpKind::ValidateConstraint { table: table.clone(), name: filled.clone() };
        later.push(vec![said_as(&validate)]);
    }
    later.push(end(table, old, new, (&function, &filled), (renamed, dialect)));
    Some(Wish { here, later })
}

/// The old column's end.
fn end(
    table: &ObjectName,
    old: &str,
    new: &ColumnDef,
    (function, filled): (&ObjectName, &str),
    (renamed, dialect): (bool, Dialect),
) -> Vec<Wanted> {
    let object = |it: &ObjectName| names::write_object(it, dialect);
    let trigger = names::write(&function.name, dialect);
    let (rules, why) = if renamed {
        ("dropped-column", format!("`{}` holds the same", new.name))
    } else {
        ("dropped-column, renamed-column", "the new column takes its place".to_owned())
    };
    let drop = OpKind::DropColumn {
        table: table.clone(),
        column: old.to_owned(),
        guard: Guard::None,
        cascade: Cascade::Unstated,
    };
    let said = |text: String| Wanted { kind: drop.clone(), alone: false, text: Some(text) };
    let last = if renamed { &new.name } else { old };
    let mut wanted = vec![
        said(format!(
            "-- migralint: allow-file {rules}: {why}\ndrop trigger {trigger} on {}",
            object(table)
        )),
        said(format!("drop function {}()", object(function))),
        said_as(&drop),
    ];
    if !renamed {
        wanted.push(said_as(&OpKind::RenameColumn {
            table: table.clone(),
            column: new.name.clone(),
            to: old.to_owned(),
        }));
    }
    let alter = |change: AlterColumn| {
        said_as(&OpKind::AlterColumn { table: table.clone(), column: last.to_owned(), change })
    };
    if let Some(default) = &new.default {
        wanted.push(alter(AlterColumn::SetDefault(default.clone())));
    }
    if new.nullable == Some(false) {
        wanted.push(alter(AlterColumn::SetNotNull));
        wanted.push(said_as(&OpKind::DropConstraint {
            table: table.clone(),
            constraint: ConstraintRef::Named(filled.to_owned()),
            guard: Guard::None,
            cascade: Cascade::Unstated,
        }));
    }
    wanted
}

/// The renamed table with a view under its old name, which goes in a later migration.
pub(super) fn table(kind: &OpKind, columns: &[String], dialect: Dialect) -> Option<Wish> {
    let OpKind::RenameTable { table, to } = kind else { return None };
    (dialect == Dialect::Postgres && !columns.is_empty()).then_some(())?;
    let to = if to.schema.is_some() { to.clone() } else { table.sibling(&to.name) };
    let listed: Vec<String> = columns.iter().map(|it| names::write(it, dialect)).collect();
    let (from, to) = (names::write_object(table, dialect), names::write_object(&to, dialect));
    let view = format!("create view {from} as select {} from {to}", listed.join(", "));
    let drop = OpKind::DropObject {
        kind: ObjectKind::View,
        name: table.clone(),
        table: None,
        guard: Guard::None,
        cascade: Cascade::Unstated,
    };
    let gone = format!(
        "-- migralint: allow-file dropped-object: nothing uses the old name any more\ndrop view {from}"
    );
    Some(Wish {
        here: vec![said_as(kind), Wanted { kind: drop.clone(), alone: false, text: Some(view) }],
        later: vec![vec![Wanted { kind: drop, alone: false, text: Some(gone) }]],
    })
}

fn said_as(kind: &OpKind) -> Wanted {
    Wanted { kind: kind.clone(), alone: false, text: None }
}
