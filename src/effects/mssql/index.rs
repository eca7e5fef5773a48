//! Indexes ("CREATE INDEX", "ALTER INDEX", "DROP INDEX", "How online index operations work").

use super::{IS, S, SCH_M, Work, alter_lock, syntax, unknown};
use crate::effects::work::{Why, why};
use crate::effects::{Breakage, HeldUntil, InTransaction, Refusal, ScanPurpose};
use crate::ops::index::{AlterIndex, CreateIndex, DropIndex, IndexChange, Online};
use crate::ops::{Clause, Guard, ObjectName};

const HOW: &str = "How online index operations work: Source Structure Activities";
const CREATE: &str = "CREATE INDEX: ONLINE";

pub(super) fn create(work: &mut Work<'_>, index: &CreateIndex) {
    let table = &index.table;
    let name = index.name.clone().unwrap_or_default();
    if index.guard == Guard::IfNeeded && work.says(Clause::IfNotExists) {
        return syntax(work, "IF", Clause::IfNotExists);
    }
    // A memory-optimized table has hash indexes, which tell how many buckets they have.
    let buckets = index.options.iter().any(|it| it.0 == "bucket_count");
    let foreign =
        matches!(index.method.as_deref(), Some("gin" | "gist" | "brin" | "btree" | "hash"))
            && !buckets;
    if foreign || index.only {
        return syntax(work, "USING", Clause::Name);
    }
    if index.keys.iter().any(|it| it.expr.is_some()) {
        // "column": a name; an expression needs a computed column of its own.
        return unknown(work, "(", &why(Clause::Column, "CREATE INDEX: column"));
    }
    let method = index.method.as_deref().unwrap_or("");
    let columnstore = method.contains("columnstore");
    let clustered = method.starts_with("clustered") && !method.starts_with("nonclustered");
    let special = matches!(method, "spatial" | "fulltext") || method.contains("xml");
    if is_resumable(&index.options) {
        if !work.server.resumable_create {
            let cause = why(
                Clause::Option,
                "Resumable add table constraints: Support for resumable operations",
            );
            return unknown(work, "RESUMABLE", &cause);
        }
        if work.context.in_transaction == InTransaction::Yes {
            let words =
                "574: a resumable index operation cannot be used inside a user transaction.";
            return work.refused(
                Refusal::InTransaction,
                words,
                &why(Clause::Option, "CREATE INDEX: RESUMABLE"),
            );
        }
    }
    let online = index.online == Online::Yes;
    let newest = [("json", 2025), ("vector", 2025)].into_iter().find(|it| it.0 == method);
    let columns = match (columnstore && online, clustered) {
        (true, true) => Some(("ONLINE", 2019)),
        (true, false) => Some(("ONLINE", 2017)),
        (false, _) => newest,
    };
    if let Some((word, since)) = columns.filter(|it| work.server.year < it.1) {
        let page = if columnstore {
            "CREATE COLUMNSTORE INDEX: Arguments"
        } else {
            "CREATE JSON INDEX, CREATE VECTOR INDEX: Applies to"
        };
        let cause = why(Clause::Online, page).because(format!("it is there since {since}"));
        return unknown(work, &word.to_uppercase(), &cause);
    }
    if online && (refuse_online(work) || refuse_low_priority(work, work.server.low_priority_create))
    {
        return;
    }
    let computed = |it: &str| work.column(table, it).is_some_and(|it| it.generated.is_some());
    let of_computed = index.keys.iter().any(|it| it.column.as_deref().is_some_and(computed));
    if (index.predicate.is_some() || of_computed) && refuse_settings(work) {
        return;
    }
    super::limits::index(work, index);
    let cause = why(Clause::Name, CREATE);
    if online && !special {
        online_locks(work, table, clustered);
    } else if clustered || buckets || special && method != "fulltext" {
        // An offline build of a clustered, spatial or XML index.
        work.lock(table, SCH_M, HeldUntil::Commit, &cause);
    } else if method != "fulltext" {
        work.lock(table, S, HeldUntil::Commit, &cause);
    }
    work.scan(table, ScanPurpose::BuildIndex, &cause);
    work.build(table, &name, &cause);
    if clustered && (columnstore || !drops_existing(&index.options)) {
        let because = "the rows are moved into the order of the clustered index";
        work.rewrite(table, &cause.because(because));
    }
    if index.unique && work.may_hold_rows(table) {
        let when =
            "two rows are the same: 1505: a duplicate key was found; more than one NULL counts too";
        work.may_fail(when, &why(Clause::Unique, "CREATE INDEX: UNIQUE").possible(""));
    }
    if index.unique && index.predicate.is_none() {
        let columns: Vec<&str> = index.keys.iter().filter_map(|it| it.column.as_deref()).collect();
        one_null(work, table, &columns);
    }
    if index.unique {
        for column in index.keys.iter().filter_map(|it| it.column.as_deref()) {
            work.breaks(table, Some(column), Breakage::Restricted, &why(Clause::Unique, CREATE));
        }
    }
}

/// NULL counts as a value here: a unique index takes it once ("CREATE INDEX: UNIQUE").
pub(super) fn one_null(work: &mut Work<'_>, table: &ObjectName, columns: &[&str]) {
    let nullable = |it: &&&str| work.column(table, it).is_some_and(|it| it.nullable == Some(true));
    if let [column] = columns
        && columns.iter().any(|it| nullable(&it))
    {
        let what = format!(
            "only one row may have NULL in `{column}`: a filtered index (`where {column} is not null`) takes more"
        );
        work.silent(table, what, &why(Clause::Unique, "CREATE INDEX: UNIQUE"));
    }
}

/// "SET QUOTED_IDENTIFIER" and "SET ANSI_NULLS" have to be ON where an index is filtered or over a computed column.
fn refuse_settings(work: &mut Work<'_>) -> bool {
    let off = ["quoted_identifier", "ansi_nulls"]
        .into_iter()
        .find(|it| work.setting(it).is_some_and(|it| it == "off"));
    let Some(off) = off else { return false };
    let words = format!(
        "1934: CREATE INDEX failed because the following SET options have incorrect settings: '{}'",
        off.to_uppercase()
    );
    work.refused(
        Refusal::Schema,
        words,
        &why(Clause::Name, "CREATE INDEX: Required SET options for filtered indexes"),
    );
    true
}

fn drops_existing(options: &[(String, String)]) -> bool {
    options.iter().any(|it| it.0 == "drop_existing" && it.1 == "on")
}

pub(super) fn is_resumable(options: &[(String, String)]) -> bool {
    options.iter().any(|it| it.0 == "resumable" && it.1.starts_with("on"))
}

/// Whether ONLINE = ON is refused: other editions do not have it.
pub(super) fn refuse_online(work: &mut Work<'_>) -> bool {
    let cause = why(
        Clause::Online,
        "Editions and supported features of SQL Server: RDBMS high availability",
    );
    let words =
        "1712: Online index operations can only be performed in Enterprise edition of SQL Server.";
    match work.server.online {
        Some(true) => return false,
        Some(false) => work.refused(Refusal::Version, words, &cause),
        None => {
            work.may_fail("the edition is not Enterprise or Azure: 1712", &cause.possible(""));
            return false;
        }
    }
    true
}

fn refuse_low_priority(work: &mut Work<'_>, known: bool) -> bool {
    let refused = work.says(Clause::Lock) && !known;
    if refused {
        let cause = why(Clause::Lock, "CREATE INDEX: WAIT_AT_LOW_PRIORITY");
        unknown(work, "WAIT_AT_LOW_PRIORITY", &cause);
    }
    refused
}

/// IS while it is built; S for a moment at the beginning, and at the end S for a nonclustered and Sch-M for a clustered
/// index.
pub(super) fn online_locks(work: &mut Work<'_>, table: &ObjectName, clustered: bool) {
    let cause = why(Clause::Online, HOW);
    work.lock(table, IS, HeldUntil::Statement, &cause);
    let last = if clustered { SCH_M } else { S };
    let cause = if work.says(Clause::Lock) {
        cause.because("it waits at low priority, and lets others pass meanwhile")
    } else {
        cause
    };
    work.lock(table, last, HeldUntil::Moment, &cause);
}

/// An index or a table built anew: Sch-M all the time offline, and for a moment online.
pub(super) fn rebuild(work: &mut Work<'_>, table: &ObjectName, online: bool, cause: &Why) {
    if online {
        if refuse_online(work) {
            return;
        }
        work.lock(table, IS, HeldUntil::Statement, &why(Clause::Online, HOW));
        work.lock(table, SCH_M, HeldUntil::Moment, &why(Clause::Online, HOW));
    } else {
        alter_lock(work, table, cause);
    }
}

pub(super) fn drop(work: &mut Work<'_>, drop: &DropIndex) {
    let cause = why(Clause::Name, "DROP INDEX: Remarks");
    let Some(table) = drop.table.clone() else {
        let words = format!(
            "159: Must specify the table name and index name for the DROP INDEX statement: `{}`.",
            drop.index.name
        );
        return work.refused(Refusal::Statement, words, &cause);
    };
    if drop.guard == Guard::IfNeeded && work.says(Clause::IfExists) && !work.server.drops_if_exists
    {
        syntax(work, "IF", Clause::IfExists);
    }
    let known = work.index_of(&table, &drop.index.name);
    if let Some(constraint) = known.and_then(|it| it.constraint.clone()) {
        let words = format!(
            "3723: An explicit DROP INDEX is not allowed on index '{}'. It is being used for `{constraint}` constraint enforcement.",
            drop.index.name
        );
        return work.refused(Refusal::Schema, words, &cause);
    }
    let clustered =
        known.is_some_and(|it| it.method.as_deref().is_some_and(|it| it.starts_with("clustered")));
    if drop.online == Online::Yes && !clustered {
        // "DROP INDEX": ONLINE can only be specified for clustered indexes.
        let words =
            "3744: only a single clause is allowed; ONLINE can only be used with clustered indexes";
        work.refused(Refusal::Statement, words, &why(Clause::Online, "DROP INDEX: ONLINE"));
    } else if drop.online == Online::Yes {
        if !refuse_online(work) {
            online_locks(work, &table, true);
        }
    } else {
        // "An offline index operation that … rebuilds or drops a nonclustered index, acquires a Sch-M lock on the table".
        work.lock(&table, SCH_M, HeldUntil::Commit, &why(Clause::Name, CREATE));
    }
    if clustered && drop.online == Online::Yes {
        let because = "the rows become a heap, and are written for it";
        work.rewrite(&table, &cause.because(because));
    } else if clustered {
        others_built(work, &table, &drop.index.name, &cause);
    }
}

/// Offline, "only the upper levels of clustered indexes are removed", and what the other indexes point at changes
/// ("DROP INDEX").
pub(super) fn others_built(work: &mut Work<'_>, table: &ObjectName, gone: &str, cause: &Why) {
    let Some(of) = work.table(table) else { return };
    let cause = cause.likely("the rows become a heap, and every other index is built anew");
    let others: Vec<String> =
        of.indexes.iter().filter(|it| it.name != gone).map(|it| it.name.clone()).collect();
    if !others.is_empty() {
        work.scan(table, ScanPurpose::BuildIndex, &cause);
    }
    for other in others {
        work.build(table, &other, &cause);
    }
}

/// Whether this index is the primary key's, whose index is clustered unless it says otherwise.
fn is_clustered_key(work: &Work<'_>, table: &ObjectName, index: &str) -> bool {
    let key = work.table(table).and_then(|it| it.primary_key());
    key.is_some_and(|(constraint, key)| {
        constraint.name.eq_ignore_ascii_case(index) && key.clustered != Some(false)
    })
}

pub(super) fn alter(work: &mut Work<'_>, alter: &AlterIndex) {
    let Some(table) = alter.table.clone() else { return };
    let cause = why(
        Clause::Name,
        match alter.change {
            IndexChange::Reorganize => "ALTER INDEX: REORGANIZE",
            _ => "ALTER INDEX: ONLINE",
        },
    );
    match &alter.change {
        IndexChange::Rebuild(online) => {
            // "ALTER INDEX", "RESUMABLE": SQL Server 2017 and later.
            if work.says(Clause::Option) && work.server.year < 2017 {
                return unknown(work, "RESUMABLE", &why(Clause::Option, "ALTER INDEX: RESUMABLE"));
            }
            rebuild(work, &table, *online == Online::Yes, &cause);
            work.scan(&table, ScanPurpose::BuildIndex, &cause);
            work.build(&table, &alter.index.name, &cause);
        }
        IndexChange::Reorganize => {
            // "Always performed online. This means long-term blocking table locks are not held".
            let cause = cause.likely("the page names no lock");
            work.lock(&table, super::IX, HeldUntil::Statement, &cause);
        }
        IndexChange::Disable => {
            let locks = super::schema_change("ALTER INDEX: DISABLE");
            work.lock(&table, SCH_M, HeldUntil::Commit, &locks);
            let known = work.index_of(&table, &alter.index.name);
            let clustered = known.is_some_and(|it| {
                it.method.as_deref().is_some_and(|it| it.starts_with("clustered"))
            }) || is_clustered_key(work, &table, &alter.index.name);
            if clustered {
                let what = "the rows cannot be read until the clustered index is rebuilt";
                work.silent(
                    &table,
                    what,
                    &why(
                        Clause::Name,
                        "Disable indexes and constraints: Limitations and restrictions",
                    ),
                );
                work.breaks(&table, None, Breakage::Removed, &cause);
            }
        }
        IndexChange::SetOptions => {
            let locks = super::schema_change("ALTER INDEX: SET");
            work.lock(&table, SCH_M, HeldUntil::Commit, &locks);
        }
        _ => syntax(work, "INDEX", Clause::Name),
    }
}
