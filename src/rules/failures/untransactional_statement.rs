use crate::effects::{EffectKind, Refusal};
use crate::ops::unit::Framework;
use crate::ops::{Clause, OpKind};
use crate::replay::{OpenedBy, Step};
use crate::rules::{Remark, Severity, outside_transaction};

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let (effect, why) = step.own().find_map(|it| match &it.kind {
        // A value that is not committed yet is another rule's.
        EffectKind::Refused { why, refusal: Refusal::InTransaction }
            if it.clause != Some(Clause::Value) =>
        {
            Some((it, why))
        }
        _ => None,
    })?;
    let help = match step.transaction.opened_by {
        OpenedBy::Statement => "commit before it, or leave out the `begin`".to_owned(),
        OpenedBy::Framework | OpenedBy::Assumption => {
            format!("put it {}", outside_transaction(step.unit))
        }
    };
    let remark = Remark::new(
        "this statement runs in a transaction, and no transaction accepts it",
        why,
        help,
    )
    .resting_on(effect);
    // Newer ones split the file, unless their parser does not know the statement, as that which drops an index online.
    let splits = step.unit.framework == Framework::Prisma;
    Some(match step.op.kind {
        OpKind::CreateIndex(_) if splits => Remark {
            reason: format!("{}, unless Prisma is 7.4 or newer", remark.reason),
            ..remark.with_severity(Severity::Warning)
        },
        _ => remark,
    })
}
