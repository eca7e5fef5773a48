use crate::cost::estimate::rounded;
use crate::effects::{EffectKind, RowExtent};
use crate::replay::Step;
use crate::rules::{Remark, Taken};

/// What a disk is hardly ever short of, in bytes.
const LITTLE: f64 = 1e10;

pub(crate) fn check(step: &Step<'_>, taken: &Taken) -> Option<Remark> {
    // How many rows a condition chooses nobody knows.
    let all = step.own().any(|it| {
        matches!(
            it.kind,
            EffectKind::Rewrite { .. }
                | EffectKind::BuildIndex { .. }
                | EffectKind::ChangeRows { extent: RowExtent::All, .. }
        )
    });
    let (_, most) = taken.estimate.bytes.filter(|it| all && LITTLE <= it.1)?;
    Some(Remark::new(
        format!("this may write up to {} GB beside what is there", rounded(most / 1e9)),
        "the old files stay until it is done, and a server whose disk is full stops for everybody",
        "see that the disk has room for it and for its log, or make the change in batches",
    ))
}
