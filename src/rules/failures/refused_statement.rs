use crate::effects::{EffectKind, Refusal};
use crate::ops::unit::Framework;
use crate::ops::{Clause, OpKind};
use crate::replay::{Past, Step};
use crate::rules::{Remark, Severity, What};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (effect, why, refusal) = step.own().find_map(|it| match &it.kind {
        EffectKind::Refused { refusal: Refusal::InTransaction, .. } => None,
        EffectKind::Refused { why, refusal } => Some((it, why, *refusal)),
        _ => None,
    })?;
    // A script that asks first does not run into it.
    if refusal == Refusal::Schema && step.statement.condition.is_some() {
        return None;
    }
    let help = match refusal {
        Refusal::Version => {
            "use a form that the oldest server it runs on knows, or judge for the right version"
        }
        Refusal::OutsideTransaction => "run it inside a transaction",
        Refusal::Schema => {
            "bring the schema to where the statement expects it, in an earlier migration"
        }
        Refusal::Statement | Refusal::InTransaction => "correct the statement",
    };
    let mut remark = Remark::new("the server refuses this statement", why, help);
    if step.unit.framework == Framework::Alembic
        && matches!(step.op.kind, OpKind::DropColumn { .. })
    {
        let argument = match effect.clause {
            Some(Clause::Default) => Some("mssql_drop_default"),
            Some(Clause::Check) => Some("mssql_drop_check"),
            Some(Clause::References) => Some("mssql_drop_foreign_key"),
            _ => None,
        };
        if let Some(argument) = argument {
            let title = format!("say `{argument}=True`");
            remark.help = format!("{title}, by which Alembic drops first what hangs on the column");
            remark = remark.instead(title, What::Argument(argument));
        }
    }
    let remark = remark.resting_on(effect);
    Some(match (refusal, step.past) {
        (Refusal::Schema, Past::Doubtful) => Remark {
            reason: format!("{why}, as far as the migrations before it were understood"),
            ..remark.with_severity(Severity::Note)
        },
        // Names that a naming convention or a helper makes are not always those that the database would.
        (Refusal::Schema, Past::Known) if step.unit.framework == Framework::Alembic => {
            remark.with_severity(Severity::Warning)
        }
        _ => remark,
    })
}
