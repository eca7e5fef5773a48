use crate::ops::OpKind;
use crate::ops::object::ObjectKind;
use crate::ops::unit::Framework;
use crate::rules::{Place, Remark, UnitView};

pub(crate) fn check(view: &UnitView<'_>) -> Option<Remark> {
    let unit = view.run.unit;
    if !matches!(unit.framework, Framework::Plain | Framework::Sqitch) {
        return None;
    }
    let commands = || {
        unit.statements.iter().filter_map(|it| match &it.ops.first()?.kind {
            OpKind::Other { kind: ObjectKind::Client, detail, .. } => Some((it.span, detail)),
            _ => None,
        })
    };
    let stops = |it: &str| {
        let mut words = it.split_whitespace();
        let mut is = |word: &str| words.next().is_some_and(|it| it.eq_ignore_ascii_case(word));
        is("whenever") && is("sqlerror") && is("exit")
    };
    let (span, _) = commands().next()?;
    let changes = unit.statements.len() != commands().count();
    if !changes || commands().any(|it| stops(it.1)) {
        return None;
    }
    let remark = Remark::new(
        "SQL*Plus goes on after an error, and ends as if there were none",
        "what failed is missing, what follows is built on it, and whoever runs the script is told that all went well",
        "begin with `whenever sqlerror exit failure rollback`",
    );
    Some(Remark { place: Place::Span(span), ..remark })
}
