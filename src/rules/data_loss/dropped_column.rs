use crate::effects::{Effect, EffectKind};
use crate::ops::column::{AlterColumn, Generated};
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, Severity};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    if let OpKind::DropTable { name, .. } = &step.op.kind {
        return left_out(step, name);
    }
    let (OpKind::DropColumn { table, column, .. }
    | OpKind::AlterColumn { table, column, change: AlterColumn::SetUnused }) = &step.op.kind
    else {
        return None;
    };
    let generated = step.column(table, column).and_then(|it| it.generated.as_ref());
    let computed = matches!(
        generated,
        Some(Generated::Stored(_) | Generated::Virtual(_) | Generated::Unstated(_))
    );
    if step.is_new_column(table, column) || computed {
        return None;
    }
    if step.is_emptied(table) {
        return Some(Remark::new(
            format!("code that still reads `{table}.{column}` fails at once"),
            "the column goes while the code before may still run; its values went with the rows before",
            "release code that does not use the column first, and drop it in a later release",
        ));
    }
    if let Some(other) = lookalike(step, table, column) {
        return Some(Remark::new(
            format!(
                "dropping `{table}.{column}` loses its values, while `{other}` of the same type starts empty"
            ),
            "tools that compare schemas write a renamed column this way, and nothing brings the values back but a backup",
            format!(
                "if `{other}` is the same under another name, rename the column; else copy what is needed first"
            ),
        ));
    }
    if let Some(other) = copied(step, table, column) {
        let remark = Remark::new(
            format!("dropping `{table}.{column}` loses what was not copied to `{other}`"),
            "nothing brings that back but a backup, and code that still reads the column fails at once",
            "compare both first, release code that does not use the old column, and drop it in a later release",
        );
        return Some(remark.with_severity(Severity::Warning));
    }
    Some(Remark::new(
        format!("dropping `{table}.{column}` loses its values"),
        "nothing brings them back but a backup, and code that still reads the column fails at once",
        "release code that does not use the column first, keep its values, and drop it in a later release",
    ))
}

/// The columns that a table does not get back when it is made anew from its own rows.
fn left_out(step: &Step<'_>, table: &ObjectName) -> Option<Remark> {
    let column = |it: &'_ Effect| match &it.kind {
        EffectKind::LoseData { relation, column: Some(column), .. } if relation == table => {
            Some(format!("`{column}`"))
        }
        _ => None,
    };
    let columns: Vec<String> = step.own().filter_map(column).collect();
    if columns.is_empty() || step.is_private(table) {
        return None;
    }
    Some(Remark::new(
        format!("`{table}` is made anew without {}, and loses its values", columns.join(", ")),
        "nothing brings them back but a backup, and code that still reads the column fails at once",
        "release code that does not use the column first, keep its values, and drop it in a later release",
    ))
}

/// The column that the same migration has filled from this one, row by row.
fn copied<'a>(step: &Step<'a>, table: &ObjectName, column: &str) -> Option<&'a str> {
    let copies = |it: &'a Op| match &it.kind {
        OpKind::Update(update) if update.table == *table => {
            let filled = update.sets.iter().find(|(_, value)| value.mentions(column));
            filled.map(|it| it.0.as_str()).filter(|it| *it != column)
        }
        _ => None,
    };
    step.shortly_before().find_map(copies)
}

/// The one column of the same type that the same migration adds to the table and never fills, where no other is dropped.
fn lookalike<'a>(step: &Step<'a>, table: &ObjectName, column: &str) -> Option<&'a str> {
    let dropped = step.column(table, column)?.data_type.as_ref()?;
    let spoils = |it: &Op| match &it.kind {
        OpKind::Update(update) => update.table == *table,
        OpKind::DropColumn { table: other, .. } => other == table,
        _ => false,
    };
    if step.near().any(spoils) {
        return None;
    }
    let mut alike = step.near().filter_map(|it| match &it.kind {
        OpKind::AddColumn { table: other, column: added, .. } if other == table => {
            added.data_type.as_ref().filter(|it| it.same_as(dropped)).map(|_| added.name.as_str())
        }
        _ => None,
    });
    let added = alike.next()?;
    (added != column && alike.next().is_none()).then_some(added)
}
