use crate::ops::OpKind;
use crate::replay::Step;
use crate::rules::Remark;

/// A page that loads for so many milliseconds has been given up.
const LONG: f64 = 60_000.0;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Set(setting) = &step.op.kind else { return None };
    let limit = setting.milliseconds().filter(|_| setting.name == "lock_timeout")?;
    if limit < LONG {
        return None;
    }
    Some(Remark::new(
        format!("a lock may be waited for for {} s", limit / 1000.0),
        "whoever comes later waits behind it for as long",
        "limit it to a few seconds, and run the migration again if it expires",
    ))
}
