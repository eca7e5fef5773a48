//! An update of a whole table as a loop over ranges of its key.

use crate::dialect::Dialect;
use crate::lang::alembic::names;
use crate::lang::sql::edit::words;
use crate::ops::ObjectName;

/// Rows of one batch: some thousand are done in well under a second, and are many enough for the commits not to count.
const ROWS: u32 = 10_000;

/// The block; `None` where a condition cannot simply be put at the statement's end.
pub(super) fn block(
    statement: &str,
    table: &ObjectName,
    key: &str,
    dialect: Dialect,
) -> Option<String> {
    let statement = statement.trim();
    let ends_elsewhere = ["where", "from", "returning", "only"];
    let known = words(statement, dialect);
    let plain =
        !known.iter().any(|it| ends_elsewhere.iter().any(|word| it.eq_ignore_ascii_case(word)));
    let quotes = statement.contains("$$") || statement.contains("--") || statement.contains("/*");
    (plain && !quotes).then_some(())?;
    let key = names::write(key, dialect);
    let table = names::write_object(table, dialect);
    let update = statement.lines().map(str::trim).collect::<Vec<_>>().join("\n            ");
    Some(format!(
        "do $$\ndeclare\n    batch bigint := (select min({key}) from {table});\n    \
         last bigint := (select max({key}) from {table});\nbegin\n    while batch <= last loop\n        \
         {update}\n            where {key} between batch and batch + {};\n        commit;\n        \
         batch := batch + {ROWS};\n    end loop;\nend\n$$",
        ROWS - 1
    ))
}
