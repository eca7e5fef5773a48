//! Says on a terminal that the work goes on, once it has lasted for a second.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::args::Shared;

/// Does the work. Meanwhile a line on standard error counts the seconds; it is gone when the work is done.
/// Nothing is said where standard error is no terminal.
pub fn during<T>(shared: &Shared, work: impl FnOnce() -> T) -> T {
    if shared.quiet || shared.no_progress || !io::stderr().is_terminal() {
        return work();
    }
    let (working, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut seconds = 0;
            while ended.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                seconds += 1;
                show(&format!("judging: {seconds} s"));
            }
            if 0 < seconds {
                show("");
            }
        });
        let done = work();
        drop(working);
        done
    })
}

/// Writes over what stands on the line. That nobody reads it is no reason to fail.
fn show(line: &str) {
    let mut out = io::stderr().lock();
    let _ = write!(out, "\r\x1b[K{line}").and_then(|()| out.flush());
}
