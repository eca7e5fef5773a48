use crate::cost::estimate::seconds_words;
use crate::replay::Step;
use crate::rules::{Remark, Taken};

/// In seconds; who waits longer has given up.
const LONG: f64 = 60.0;

pub(crate) fn check(_: &Step<'_>, taken: &Taken) -> Option<Remark> {
    let closed = taken.closed.as_ref()?;
    // What one migration does alone is told of by what it does.
    if !(closed.before < LONG && LONG <= closed.after.0 && 1 < closed.migrations) {
        return None;
    }
    Some(Remark::new(
        format!(
            "with this, {} migrations of the release keep writers from `{}` for {} in all",
            closed.migrations,
            closed.table,
            seconds_words(closed.after)
        ),
        "each may be short enough by itself, and whoever deploys them together waits for all of them",
        "release them one by one, or do the work without the lock: online, not valid, in batches",
    ))
}
