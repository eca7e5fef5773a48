use crate::catalog::{Column, Table};
use crate::effects::questions::money_is_shown_by_locale;
use crate::rules::{Made, Remark};

/// What columns of money are called, as a word of their name.
const MONEY: [&str; 14] = [
    "price", "amount", "balance", "salary", "fee", "payment", "revenue", "subtotal", "invoice",
    "money", "wage", "refund", "spend", "budget",
];

/// Words that make it something else: a share, a count, an estimate of a model.
const NOT_MONEY: [&str; 12] = [
    "ratio", "rate", "percent", "pct", "share", "factor", "count", "score", "weight", "change",
    "per", "used",
];

pub(crate) fn check(made: &Made<'_>, table: &Table, column: &Column) -> Option<Remark> {
    let data_type = column.data_type.as_ref()?;
    let binary = data_type.is("real") || data_type.is("double precision");
    let is_money = || {
        let name = column.name.to_lowercase();
        let has =
            |words: &[&str]| name.split('_').any(|it| words.contains(&it.trim_end_matches('s')));
        has(&MONEY) && !has(&NOT_MONEY)
    };
    let why = if data_type.is("money") && money_is_shown_by_locale(made.schema.target.dialect) {
        "its fraction and symbol depend on `lc_monetary`, so the same value reads otherwise elsewhere"
    } else if binary && is_money() {
        "most decimal fractions have no exact value in it, so sums and comparisons are off"
    } else {
        return None;
    };
    Some(Remark::new(
        format!("`{}.{}` holds money as {}", table.name, column.name, data_type.text),
        why,
        "use `numeric` with a scale, or whole cents in a `bigint`",
    ))
}
