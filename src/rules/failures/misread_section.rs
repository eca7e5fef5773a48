use crate::ops::unit::{Misread, QuirkKind};
use crate::rules::{Remark, ScriptView};

pub(crate) fn check(view: &ScriptView<'_>) -> Option<Remark> {
    let QuirkKind::Misread(how) = view.quirk.kind else { return None };
    let (message, reason, help) = match how {
        Misread::Unread => (
            "the tool does not know this mark as it is written",
            "it is a comment to the tool, or an error: the section does not begin here",
            "write it as the tool's manual does, at the beginning of its line and in its letter case",
        ),
        Misread::Backwards => (
            "the way up stands behind the way down",
            "the tool refuses a file that does not begin with its way up",
            "put the way up first",
        ),
        Misread::RefusedOutside => (
            "this statement stands before the first section",
            "the tool refuses the file, and none of it runs",
            "move it below the mark of the way up",
        ),
        Misread::PassedOver => (
            "this statement stands before the first section, and never runs",
            "the tool reads what stands below its marks, and passes over the rest without a word",
            "move it below the mark of the way up",
        ),
        Misread::Unclosed => (
            "nothing ends the statement that begins here",
            "the tool looks for StatementEnd, and refuses the file for want of it",
            "put StatementEnd behind the statement",
        ),
        Misread::Unended => (
            "no line ends this statement",
            "the tool ends a statement at a line that ends with a semicolon, and refuses a file whose last one is open",
            "end it with a semicolon, and begin the next one on a line of its own",
        ),
    };
    Some(Remark::new(message, reason, help))
}
