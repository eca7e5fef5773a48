use crate::effects::InTransaction;
use crate::ops::OpKind;
use crate::ops::unit::Direction;
use crate::replay::Held;
use crate::rules::{Remark, UnitView, What};

/// What ends a transaction whose client says nothing.
const LIMITS: [&str; 2] = ["idle_in_transaction_session_timeout", "transaction_timeout"];

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let end = view.run.end;
    if view.run.unit.direction == Direction::Down || end.inside == InTransaction::No {
        return None;
    }
    let ops = || view.run.unit.statements.iter().flat_map(|it| &it.ops);
    let sets = |it: &OpKind| match it {
        OpKind::Set(setting) => LIMITS.contains(&setting.name.as_str()),
        _ => false,
    };
    let limited = LIMITS.iter().any(|it| end.setting(it).is_some());
    if limited || ops().any(|it| sets(&it.kind)) {
        return None;
    }
    let stops = |it: &&Held| it.lock.mode.blocks.writes;
    let held = end.held.iter().filter(stops).max_by_key(|it| it.lock.mode)?;
    let statement = view.run.unit.statements.get(held.statement)?;
    let (name, value) = (LIMITS[0], "60s");
    let remark = Remark::new(
        format!(
            "nothing ends this transaction if its client falls silent while `{}` is locked",
            held.lock.table
        ),
        format!(
            "{} is kept for as long, and {} wait",
            held.lock.mode.words(),
            held.lock.mode.blocks.words()
        ),
        format!("set `{name}` at the beginning"),
    );
    let remark = remark.at_span(statement.span);
    Some(
        remark
            .instead(format!("end it after {value} without a word"), What::Setting { name, value }),
    )
}
