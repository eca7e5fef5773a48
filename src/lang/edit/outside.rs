//! How a migration says that it runs outside of a transaction, framework by framework.

use crate::ops::unit::{Direction, Framework, Unit};
use crate::text::{Edit, Source};

use super::super::framework::line_with;
use super::super::sql::edit::insert;
use super::newline;

/// Whether the framework, told to leave the transaction out, sends statement by statement: tern's migrate.go splits the
/// section then. The others send the whole file as one message, which PostgreSQL runs as one transaction ("Multiple
/// Statements in a Simple Query").
pub(super) fn commits_each(framework: Framework) -> bool {
    match framework {
        Framework::Plain
        | Framework::Alembic
        | Framework::Flyway
        | Framework::Goose
        | Framework::SqlMigrate
        | Framework::Liquibase
        | Framework::Tern
        | Framework::Sqitch => true,
        Framework::GolangMigrate
        | Framework::Dbmate
        | Framework::Sqlx
        | Framework::Diesel
        | Framework::Refinery
        | Framework::Prisma
        | Framework::Drizzle
        | Framework::NodePgMigrate
        | Framework::Rails
        | Framework::Mybatis => false,
    }
}

/// What has to be written so that the runner opens no transaction; `None` where it always does.
/// goose: "SQL file annotations"; dbmate: "Migration Options"; sql-migrate: "Writing migrations"; tern: `disableTxPattern`
/// of its migrate.go, which is looked for in each section; Liquibase: "runInTransaction"; Flyway: "Transaction handling":
/// it finds out by itself, and needs a file of settings only where other statements stand beside it.
pub(super) fn of(source: &Source, unit: &Unit) -> Option<Vec<Edit>> {
    let text = &source.text;
    let newline = newline(text);
    // A section begins where the line of its mark ends.
    let marked = |words: &str| vec![insert(unit.span.start, format!(" {words}"))];
    Some(match unit.framework {
        Framework::Plain | Framework::GolangMigrate | Framework::Prisma | Framework::Flyway => {
            Vec::new()
        }
        Framework::Goose => {
            let up = line_with(text, "-- +goose up")?;
            let down = line_with(text, "-- +goose down");
            let first = down.map_or(up.start, |it| it.start.min(up.start));
            vec![insert(first, format!("-- +goose NO TRANSACTION{newline}"))]
        }
        Framework::Dbmate => marked("transaction:false"),
        Framework::SqlMigrate => marked("notransaction"),
        Framework::Liquibase => marked("runInTransaction:false"),
        Framework::Tern if unit.direction == Direction::Down => {
            vec![insert(unit.span.start, format!("{newline}---- tern: disable-tx ----"))]
        }
        Framework::Tern => {
            let top = if text.starts_with('\u{feff}') { 3 } else { 0 };
            vec![insert(top, format!("---- tern: disable-tx ----{newline}"))]
        }
        Framework::Alembic
        | Framework::Sqlx
        | Framework::Diesel
        | Framework::Refinery
        | Framework::Sqitch
        | Framework::Drizzle
        | Framework::NodePgMigrate
        | Framework::Rails
        | Framework::Mybatis => return None,
    })
}
