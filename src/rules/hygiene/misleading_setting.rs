use crate::ops::unit::Misconfigured;
use crate::rules::{Notice, NoticeKind, Remark};

pub(crate) fn check(notice: &Notice) -> Option<Remark> {
    let NoticeKind::Misconfigured(what) = &notice.kind else { return None };
    let (message, reason, help) = match what {
        Misconfigured::Password => return None,
        Misconfigured::Unsplit => (
            "nothing says what separates these folders",
            "without `path_separator` Alembic splits at commas and spaces, takes what is left for one folder, and does not miss it where it is not there",
            "say `path_separator = os`, or the one that is meant",
        ),
        Misconfigured::Colliding => (
            "two revisions may get one file",
            "the name says neither the revision nor the second, and Alembic writes over a file that is there",
            "put `%%(rev)s` into `file_template`",
        ),
        Misconfigured::Blind => (
            "changes of a column's type are not generated",
            "`compare_type` is switched off, so that models and tables drift apart in silence",
            "leave it out, or give a function that decides for single columns",
        ),
        Misconfigured::Uncommitted => (
            "nothing commits what the migrations do",
            "without `begin_transaction` PostgreSQL and SQL Server take it all back when the connection closes, and Alembic reports success",
            "write `with context.begin_transaction():` around it",
        ),
        Misconfigured::Sourceless => (
            "compiled files count as revisions",
            "a `.pyc` outlives the revision that was deleted or moved, and Alembic still runs it",
            "leave `sourceless` out where the sources are there",
        ),
    };
    Some(Remark::new(message, reason, help))
}
