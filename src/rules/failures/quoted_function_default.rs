use crate::ops::column::AlterColumn;
use crate::ops::expr::{Expr, Form};
use crate::ops::{Clause, OpKind};
use crate::replay::Step;
use crate::rules::{Remark, What};

/// Calls that nobody means as a text.
const CALLS: [&str; 6] = [
    "now()",
    "current_timestamp",
    "clock_timestamp()",
    "gen_random_uuid()",
    "uuid_generate_v4()",
    "current_date",
];

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (column, text) = match &step.op.kind {
        OpKind::CreateTable(it) => {
            it.columns.iter().find_map(|it| Some((&it.name, quoted(it.default.as_ref()?)?)))?
        }
        OpKind::AddColumn { column, .. } => (&column.name, quoted(column.default.as_ref()?)?),
        OpKind::AlterColumn { column, change: AlterColumn::SetDefault(value), .. } => {
            (column, quoted(value)?)
        }
        _ => return None,
    };
    let remark = Remark::new(
        format!("the default of `{column}` is the text '{text}', not a call"),
        "a timestamp becomes the moment of this statement for every row to come; other types refuse the text or keep it",
        "leave the quotes out; in SQLAlchemy write `sa.text(…)` or `sa.func.…`",
    );
    // Of several columns with defaults it is the one that is meant.
    let before = match &step.op.kind {
        OpKind::CreateTable(it) => it
            .columns
            .iter()
            .take_while(|it| it.name != *column)
            .filter(|it| it.default.is_some())
            .count(),
        _ => 0,
    };
    if 0 < before {
        let mut clauses = step.op.clauses.iter().filter(|it| it.0 == Clause::Default);
        return Some(match clauses.nth(before) {
            Some((_, span)) => remark.at_span(*span),
            None => remark,
        });
    }
    Some(remark.at(Clause::Default).instead("leave the quotes out", What::Mend))
}

fn quoted(default: &Expr) -> Option<&str> {
    let mut form = &default.form;
    while let Form::Cast(of, _) = form {
        form = of;
    }
    match form {
        Form::Literal(text) if CALLS.contains(&text.trim().to_ascii_lowercase().as_str()) => {
            Some(text)
        }
        _ => None,
    }
}
