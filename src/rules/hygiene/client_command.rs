use crate::ops::OpKind;
use crate::ops::object::ObjectKind;
use crate::ops::unit::Framework;
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    if !sends_through_a_driver(unit.framework) {
        return None;
    }
    let (span, detail) = unit.statements.iter().find_map(|it| match &it.ops.first()?.kind {
        OpKind::Other { kind: ObjectKind::Client, detail, .. } => Some((it.span, detail)),
        _ => None,
    })?;
    let word = detail.split_whitespace().next().unwrap_or(detail);
    let remark = Remark::new(
        format!("`{word}` is a command of a client program that {} is not", unit.framework.name()),
        "it is sent to the server as SQL, and the server refuses it",
        "write it as SQL, or leave it out",
    );
    Some(Remark { place: Place::Span(span), ..remark })
}

/// The others run psql, SQL*Plus and the like, may be told to, read their commands themselves, or are not known.
fn sends_through_a_driver(framework: Framework) -> bool {
    match framework {
        Framework::GolangMigrate
        | Framework::Goose
        | Framework::Dbmate
        | Framework::Sqlx
        | Framework::Diesel
        | Framework::Refinery
        | Framework::SqlMigrate
        | Framework::Tern
        | Framework::Prisma
        | Framework::Drizzle
        | Framework::NodePgMigrate
        | Framework::Mybatis => true,
        Framework::Plain
        | Framework::Alembic
        | Framework::Flyway
        | Framework::Sqitch
        | Framework::Liquibase
        | Framework::Rails => false,
    }
}
