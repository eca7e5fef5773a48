use crate::catalog::Table;
use crate::ops::expr::DataType;
use crate::rules::{Made, Remark};

/// A row takes a multiple of so many bytes, so that less than this is not won by another order.
const UNIT: usize = 8;

pub(crate) fn check(_: &Made<'_>, table: &Table) -> Option<Remark> {
    let columns = table.columns.iter().take_while(|it| it.born == table.born);
    let sizes = columns.map_while(|it| size(it.data_type.as_ref()?));
    let sizes: Vec<(usize, usize)> = sizes.collect();
    let mut sorted = sizes.clone();
    crate::order::sort_by_key(&mut sorted, |it| std::cmp::Reverse(it.1));
    let wasted = width(&sizes).saturating_sub(width(&sorted));
    (UNIT <= wasted).then(|| {
        Remark::new(
            format!("{wasted} bytes of each row of `{}` hold nothing", table.name),
            "small columns stand before larger ones, which begin at multiples of their size",
            "put the largest columns first while the table is still to be made; later it is not worth a rewrite",
        )
    })
}

/// How many bytes these take one after the other, rounded up as a row is.
fn width(sizes: &[(usize, usize)]) -> usize {
    let end = sizes.iter().fold(0usize, |at, (size, align)| at.next_multiple_of(*align) + size);
    end.next_multiple_of(UNIT)
}

/// The bytes that a value takes and the multiple that it begins at (PostgreSQL manual, "pg_type", `typlen` and `typalign`).
fn size(data_type: &DataType) -> Option<(usize, usize)> {
    if data_type.array != 0 || data_type.name.schema.is_some() {
        return None;
    }
    Some(match data_type.name.name.as_str() {
        "boolean" => (1, 1),
        "smallint" | "smallserial" => (2, 2),
        "integer" | "serial" | "real" | "date" | "oid" => (4, 4),
        "bigint"
        | "bigserial"
        | "double precision"
        | "money"
        | "timestamp with time zone"
        | "timestamp without time zone"
        | "timestamp"
        | "time"
        | "time without time zone" => (8, 8),
        "interval" => (16, 8),
        "uuid" => (16, 1),
        _ => return None,
    })
}
