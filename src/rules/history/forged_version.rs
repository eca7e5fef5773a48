use crate::ops::OpKind;
use crate::ops::unit::Framework;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let accounts = accounts(step.unit.framework);
    let tables = match &step.op.kind {
        OpKind::Insert(it) => std::slice::from_ref(&it.table),
        OpKind::Update(it) => std::slice::from_ref(&it.table),
        OpKind::Delete(it) => std::slice::from_ref(&it.table),
        OpKind::Merge { table, .. } => std::slice::from_ref(table),
        OpKind::Truncate(it) => it.tables.as_slice(),
        _ => return None,
    };
    let account =
        tables.iter().find(|it| accounts.iter().any(|name| it.name.eq_ignore_ascii_case(name)))?;
    Some(Remark::new(
        format!(
            "the migration writes into `{account}`, where its tool keeps account of what has run"
        ),
        "the tool writes there itself when this migration ends: what it finds changed it refuses, writes over, or takes for \
         another state of the schema",
        "leave it to the tool; where an account is wrong, mend it once by hand (`alembic stamp`, `flyway repair` and the like)",
    ))
}

/// The tables in which the tools keep account of what has run, as each has them by default.
fn accounts(framework: Framework) -> &'static [&'static str] {
    match framework {
        Framework::Plain | Framework::Sqitch => &[],
        Framework::Alembic => &["alembic_version"],
        Framework::Flyway => &["flyway_schema_history"],
        Framework::GolangMigrate | Framework::Dbmate | Framework::Rails => &["schema_migrations"],
        Framework::Goose => &["goose_db_version"],
        Framework::Sqlx => &["_sqlx_migrations"],
        Framework::Diesel => &["__diesel_schema_migrations"],
        Framework::Refinery => &["refinery_schema_history"],
        Framework::SqlMigrate => &["gorp_migrations"],
        Framework::Tern => &["schema_version"],
        Framework::Liquibase => &["databasechangelog", "databasechangeloglock"],
        Framework::Prisma => &["_prisma_migrations"],
        Framework::Drizzle => &["__drizzle_migrations"],
        Framework::NodePgMigrate => &["pgmigrations"],
        Framework::Mybatis => &["changelog"],
    }
}
