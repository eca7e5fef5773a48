//! Indexes ("CREATE INDEX", "ALTER INDEX", "DROP INDEX: Purpose").

use super::{EXCLUSIVE, NONBLOCKING, SHARE, Work, nonblocking, refuse_online, syntax};
use crate::effects::work::why;
use crate::effects::{Breakage, HeldUntil, Refusal, ScanPurpose};
use crate::ops::index::{AlterIndex, CreateIndex, DropIndex, IndexChange, Online};
use crate::ops::{Clause, Guard, ObjectName};

/// "You cannot create an index on columns or attributes whose type is … LONG, LONG RAW, LOB" ("CREATE INDEX").
const LARGE: [&str; 5] = ["clob", "nclob", "blob", "long", "long raw"];

pub(super) fn create(work: &mut Work<'_>, index: &CreateIndex) {
    let table = &index.table;
    if matches!(index.method.as_deref(), Some("gin" | "gist" | "brin" | "btree" | "hash"))
        || index.only
    {
        return syntax(work, "ORA-00969", "USING", Clause::Name);
    }
    if index.predicate.is_some() {
        return syntax(work, "ORA-00933", "WHERE", Clause::Where);
    }
    if !index.include.is_empty() {
        return syntax(work, "ORA-00933", "INCLUDE", Clause::Column);
    }
    super::name(work, index.name.as_deref().unwrap_or(""), Clause::Name);
    // "Database Object Naming Rules": indexes of one schema share a namespace of their own.
    let named = index.name.as_deref().map(|it| index.table.sibling(it));
    if index.guard == Guard::None && named.is_some_and(|it| work.schema.indexes.contains_key(&it)) {
        let words = "ORA-00955: name is already used by an existing object";
        let cause = why(Clause::Name, "Database Error Messages: ORA-00955");
        return work.refused(Refusal::Schema, words, &cause);
    }
    let large = |work: &Work<'_>, column: &str| {
        let of = work.column(table, column).and_then(|it| it.data_type.as_ref());
        of.is_some_and(|it| LARGE.iter().any(|name| it.is(name)))
    };
    let mut columns = index.keys.iter().filter_map(|it| it.column.as_deref());
    let own = |it: &str| !matches!(it, "bitmap" | "unique");
    let domain = index.method.as_deref().is_some_and(own);
    if let Some(column) = columns.find(|it| large(work, it)).filter(|_| !domain) {
        let words =
            format!("ORA-02327: cannot create index on expression with datatype LOB: `{column}`");
        let cause = why(Clause::Column, "CREATE INDEX: column");
        // A domain index takes them, and its words are not always kept.
        return work.refused(Refusal::Schema, words, &cause.likely(""));
    }
    let cause = why(Clause::Name, "CREATE INDEX: ONLINE");
    let bitmap = index.method.as_deref() == Some("bitmap");
    if bitmap && work.server.online == Some(false) {
        let words = "ORA-00439: feature not enabled: Bit-mapped indexes";
        return work.refused(
            Refusal::Version,
            words,
            &why(Clause::Name, super::LICENSING).likely("the page's table could not be read"),
        );
    }
    if index.online == Online::Yes {
        if refuse_online(work) {
            return;
        }
        if bitmap {
            // "You cannot specify ONLINE for a bitmap index or a cluster index", in the page of 12.1.
            let when = "ORA-08108: may not build or rebuild this type of index online";
            work.may_fail(when, &why(Clause::Online, "CREATE INDEX: ONLINE").possible(""));
        }
        nonblocking(work, table, &why(Clause::Online, NONBLOCKING));
    } else {
        work.lock(table, SHARE, HeldUntil::Statement, &cause);
    }
    kept(work, index);
    work.scan(table, ScanPurpose::BuildIndex, &cause);
    work.build(table, index.name.as_deref().unwrap_or(""), &cause);
    if index.unique {
        let cause = why(Clause::Unique, "CREATE INDEX: UNIQUE");
        if work.may_hold_rows(table) {
            work.may_fail("two rows are the same: ORA-01452: cannot CREATE UNIQUE INDEX; duplicate keys found", &cause.possible(""));
        }
        for column in index.keys.iter().filter_map(|it| it.column.as_deref()) {
            work.breaks(table, Some(column), Breakage::Restricted, &cause);
        }
    }
}

/// What was meant for the build and stays with the index ("CREATE INDEX": "parallel_clause", "logging_clause").
fn kept(work: &mut Work<'_>, index: &CreateIndex) {
    let name = index.name.as_deref().unwrap_or("the index");
    for (option, what) in [
        (
            "parallel",
            "stays PARALLEL after it is built, and queries run in parallel until `alter index … noparallel`",
        ),
        ("nologging", "is built without redo, and is not there after a recovery or on a standby"),
    ] {
        if index.options.iter().any(|it| it.0 == option) {
            let cause = why(Clause::Option, "CREATE INDEX: parallel_clause, logging_clause");
            work.silent(&index.table, format!("`{name}` {what}"), &cause);
        }
    }
}

/// The table of an index, and the index itself where no history tells whose it is: the lock is there all the same.
fn table_of(work: &Work<'_>, index: &ObjectName, table: Option<&ObjectName>) -> ObjectName {
    let known = || work.schema.index(index).map(|it| it.0.clone());
    table.cloned().or_else(known).unwrap_or_else(|| index.clone())
}

pub(super) fn drop(work: &mut Work<'_>, drop: &DropIndex) {
    let cause = why(Clause::Name, "DROP INDEX: Purpose");
    let known = work.schema.index(&drop.index).and_then(|it| it.1.constraint.clone());
    if known.is_some() {
        let words = "ORA-02429: cannot drop index used for enforcement of unique/primary key";
        return work.refused(Refusal::Schema, words, &cause);
    }
    let table = table_of(work, &drop.index, drop.table.as_ref());
    if drop.online == Online::Yes {
        nonblocking(work, &table, &why(Clause::Online, NONBLOCKING));
    } else {
        work.lock(&table, EXCLUSIVE, HeldUntil::Statement, &cause);
    }
}

pub(super) fn alter(work: &mut Work<'_>, alter: &AlterIndex) {
    let table = table_of(work, &alter.index, alter.table.as_ref());
    let cause = why(Clause::Name, "ALTER INDEX: rebuild_clause");
    match &alter.change {
        IndexChange::Rebuild(online) => {
            if *online == Online::Yes {
                if refuse_online(work) {
                    return;
                }
                nonblocking(work, &table, &why(Clause::Online, NONBLOCKING));
            } else {
                work.lock(&table, SHARE, HeldUntil::Statement, &cause);
            }
            work.scan(&table, ScanPurpose::BuildIndex, &cause);
            work.build(&table, &alter.index.name, &cause);
        }
        IndexChange::Reorganize => {
            let cause = why(Clause::Name, "ALTER INDEX: COALESCE");
            nonblocking(work, &table, &why(Clause::Name, NONBLOCKING));
            work.scan(&table, ScanPurpose::BuildIndex, &cause.because("its leaves are merged"));
        }
        IndexChange::SetVisibility(_) => {
            nonblocking(work, &table, &why(Clause::Visibility, NONBLOCKING));
        }
        IndexChange::Disable if work.says(Clause::Online) => {
            nonblocking(work, &table, &why(Clause::Online, NONBLOCKING));
        }
        IndexChange::Disable => {
            work.lock(&table, EXCLUSIVE, HeldUntil::Statement, &cause);
        }
        _ => work.lock(&table, EXCLUSIVE, HeldUntil::Moment, &cause),
    }
}
