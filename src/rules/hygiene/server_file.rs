use crate::ops::OpKind;
use crate::ops::data::CopyEnd;
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let OpKind::Copy(copy) = &step.op.kind else { return None };
    let what = match copy.end {
        CopyEnd::Client => return None,
        CopyEnd::ServerFile => "this reads or writes a file of the machine that the server runs on",
        CopyEnd::Program => "this runs a command on the machine that the server runs on",
    };
    Some(Remark::new(
        what,
        "it needs a role like a superuser, a managed server has no such file, and what it does depends on the machine",
        "write the rows into the migration, or send them from the client",
    ))
}
