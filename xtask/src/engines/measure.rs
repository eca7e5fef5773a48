//! What a server does with a statement: locks, new files and reads, seen from inside its transaction, or from another
//! session where the statement refuses one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use postgres::{Client, error::SqlState};

use super::behaviour::{Behaviour, Mode};
use super::schema::{self, Tables};
use super::server::{DATABASE, Server, Session, describe};

/// What is run.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// Committed before.
    pub setup: Vec<String>,
    /// Settings of the session.
    pub session: Vec<String>,
    pub statements: Vec<String>,
}

/// What the server did.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    pub behaviour: Behaviour,
    /// Relations that were there before and held nothing: nobody can see these scanned or rewritten.
    pub empty: BTreeSet<String>,
    /// Everything that was there before.
    pub known: BTreeSet<String>,
    /// What is gone afterwards: the server no longer tells what was read of it.
    pub gone: BTreeSet<String>,
    /// How the locks were seen: sampling may miss some.
    pub sampled: bool,
    /// The schema at the end; `None` after an error.
    pub schema: Option<Tables>,
    /// What the server told about its work.
    pub messages: Vec<String>,
}

/// Runs the script over a fresh copy of the template and undoes it.
pub fn measure(server: &mut Server, script: &Script) -> Result<Measured, String> {
    let mut session = prepared(server, script)?;
    let inside = in_transaction(&mut session, &script.statements)?;
    drop(session);
    let Some(why) = inside.behaviour.refused_in_transaction.clone() else { return Ok(inside) };
    let [statement] = script.statements.as_slice() else { return Ok(inside) };
    let mut alone = sampled(server, script, statement, Company::Nobody)?;
    for company in [Company::Reader, Company::Writer] {
        let run = sampled(server, script, statement, company)?;
        // A second run may fail for what the first has left outside of the database.
        alone = joined(alone, run);
    }
    alone.behaviour.refused_in_transaction = Some(why);
    alone.sampled = true;
    Ok(alone)
}

/// A session over a fresh database in which the script's setup is committed.
pub fn prepared(server: &mut Server, script: &Script) -> Result<Session, String> {
    let mut session = server.fresh()?;
    for sql in &script.setup {
        server.spoil();
        session.client.batch_execute(sql).map_err(|it| format!("setup: {}", describe(&it)))?;
    }
    for sql in &script.session {
        session.client.batch_execute(sql).map_err(|it| format!("session: {}", describe(&it)))?;
    }
    Ok(session)
}

/// Of a statement that runs outside of a transaction block alone, and of a block of code that commits.
const REFUSALS: [SqlState; 2] =
    [SqlState::ACTIVE_SQL_TRANSACTION, SqlState::INVALID_TRANSACTION_TERMINATION];

/// Runs the statements in one transaction, looks, and rolls it back.
pub fn in_transaction(session: &mut Session, statements: &[String]) -> Result<Measured, String> {
    let failed = |it: postgres::Error| describe(&it);
    let before = Relations::read(&mut session.client).map_err(failed)?;
    session.client.batch_execute("begin").map_err(failed)?;
    let reads = reads(&mut session.client).map_err(failed)?;
    session.take_messages();
    session.client.batch_execute("set local client_min_messages = debug1").map_err(failed)?;
    let mut measured = Measured {
        empty: before.empty(),
        known: before.by_oid.values().map(|it| it.name.clone()).collect(),
        ..Measured::default()
    };
    for sql in statements {
        if let Err(error) = session.client.batch_execute(sql) {
            if error.code().is_some_and(|it| REFUSALS.contains(it)) {
                measured.behaviour.refused_in_transaction = Some(describe(&error));
            }
            measured.behaviour.error = Some(describe(&error));
            session.client.batch_execute("rollback").map_err(failed)?;
            return Ok(measured);
        }
    }
    session.client.batch_execute("set local client_min_messages = notice").map_err(failed)?;
    measured.messages = session.take_messages();
    let query =
        "select relation, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation'
        and database = (select oid from pg_database where datname = current_database())";
    for row in session.client.query(query, &[]).map_err(failed)? {
        before.lock(&mut measured.behaviour, row.get(0), row.get(1));
    }
    let now = self::reads(&mut session.client).map_err(failed)?;
    before.scans(&mut measured.behaviour, &reads, &now);
    let after = Relations::read(&mut session.client).map_err(failed)?;
    before.new_files(&mut measured, &after);
    let gone = before.by_oid.iter().filter(|it| !after.by_oid.contains_key(it.0));
    measured.gone.extend(gone.map(|it| it.1.name.clone()));
    measured.schema = Some(schema::read(&mut session.client).map_err(failed)?);
    session.client.batch_execute("rollback").map_err(failed)?;
    Ok(measured)
}

/// Who else is there while a statement runs alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Company {
    Nobody,
    Reader,
    Writer,
}

/// How long a statement is watched while somebody is in its way.
const WATCH: Duration = Duration::from_millis(60);

fn sampled(
    server: &mut Server,
    script: &Script,
    statement: &str,
    company: Company,
) -> Result<Measured, String> {
    let failed = |it: postgres::Error| describe(&it);
    let mut session = prepared(server, script)?;
    server.spoil();
    let before = Relations::read(&mut session.client).map_err(failed)?;
    let pid: i32 = session.client.query_one("select pg_backend_pid()", &[]).map_err(failed)?.get(0);
    let mut other = server.connect(DATABASE)?;
    hold(&mut other.client, &before, company).map_err(failed)?;
    let mut watcher = server.connect(DATABASE)?;
    let mut measured = Measured {
        empty: before.empty(),
        known: before.by_oid.values().map(|it| it.name.clone()).collect(),
        sampled: true,
        ..Measured::default()
    };
    let done = AtomicBool::new(false);
    let ran = std::thread::scope(|scope| {
        let runner = scope.spawn(|| {
            let ran = session.client.batch_execute(statement);
            done.store(true, Ordering::Release);
            ran
        });
        let start = Instant::now();
        let mut released = company == Company::Nobody;
        let mut watched = Ok(());
        while !done.load(Ordering::Acquire) && watched.is_ok() {
            watched = watch(&mut watcher.client, pid, &before, &mut measured.behaviour);
            if !released && WATCH < start.elapsed() {
                released = true;
                watched = watched.and(other.client.batch_execute("rollback"));
            }
        }
        if !released {
            watched = watched.and(other.client.batch_execute("rollback"));
        }
        runner.join().map(|it| (it, watched))
    });
    let (ran, watched) = ran.map_err(|_| "the statement's thread ended early".to_owned())?;
    watched.map_err(failed)?;
    if let Err(error) = ran {
        measured.behaviour.error = Some(describe(&error));
        return Ok(measured);
    }
    let after = Relations::read(&mut session.client).map_err(failed)?;
    before.new_files(&mut measured, &after);
    measured.schema = Some(schema::read(&mut session.client).map_err(failed)?);
    Ok(measured)
}

fn hold(client: &mut Client, before: &Relations, company: Company) -> Result<(), postgres::Error> {
    let mode = match company {
        Company::Nobody => return Ok(()),
        Company::Reader => "access share",
        Company::Writer => "row exclusive",
    };
    client.batch_execute("begin")?;
    for relation in before.by_oid.values().filter(|it| matches!(it.kind, b'r' | b'p')) {
        client.batch_execute(&format!("lock table only {} in {mode} mode", relation.quoted))?;
    }
    Ok(())
}

fn watch(
    client: &mut Client,
    pid: i32,
    before: &Relations,
    behaviour: &mut Behaviour,
) -> Result<(), postgres::Error> {
    let query = "select relation, mode from pg_locks where pid = $1 and locktype = 'relation'";
    let locks: Vec<(u32, String)> =
        client.query(query, &[&pid])?.iter().map(|it| (it.get(0), it.get(1))).collect();
    // What CONCURRENTLY replaces or drops is taken from everybody's plans first, and waited for until nobody uses it
    // any more; that the dead index is then locked stops nobody ("REINDEX", Rebuilding Indexes Concurrently).
    // It is locked for the moment in which it is called dead, so that it is not valid any more says more than that.
    let exclusive = |it: &&(u32, String)| before.is_index(it.0) && it.1 == "AccessExclusiveLock";
    let indexes: Vec<u32> = locks.iter().filter(exclusive).map(|it| it.0).collect();
    let mut valid = BTreeSet::new();
    if !indexes.is_empty() {
        let query = "select indexrelid from pg_index
            where indislive and indisvalid and indexrelid = any($1)";
        valid.extend(client.query(query, &[&indexes])?.iter().map(|it| it.get::<_, u32>(0)));
    }
    for (relation, mode) in locks {
        if !indexes.contains(&relation) || valid.contains(&relation) {
            before.lock(behaviour, relation, &mode);
        }
    }
    Ok(())
}

/// What two runs of the same statement showed together.
fn joined(mut one: Measured, other: Measured) -> Measured {
    for (relation, mode) in &other.behaviour.locks {
        one.behaviour.lock(relation, *mode);
    }
    one.behaviour.rewritten.extend(other.behaviour.rewritten);
    one.behaviour.rebuilt.extend(other.behaviour.rebuilt);
    one
}

/// Rows read by scans and by indexes, by table.
fn reads(client: &mut Client) -> Result<BTreeMap<u32, i64>, postgres::Error> {
    let query = "select relid, seq_tup_read from pg_stat_xact_user_tables";
    Ok(client.query(query, &[])?.iter().map(|it| (it.get(0), it.get(1))).collect())
}

/// A relation of the user's as the server's catalog has it.
struct Relation {
    name: String,
    /// For statements.
    quoted: String,
    kind: u8,
    /// Of an index.
    table: Option<u32>,
    file: Option<u32>,
    empty: bool,
}

struct Relations {
    by_oid: BTreeMap<u32, Relation>,
}

impl Relations {
    fn read(client: &mut Client) -> Result<Relations, postgres::Error> {
        let query = "select c.oid,
              case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname,
              quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relkind::\"char\",
              pg_relation_filenode(c.oid),
              case when c.relkind in ('r', 'm', 'i', 'S') then pg_relation_size(c.oid) = 0 else true end,
              (select indrelid from pg_index where indexrelid = c.oid)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_t'
              and c.relkind in ('r', 'p', 'i', 'I', 'S', 'v', 'm', 'f', 'c')";
        let rows = client.query(query, &[])?;
        let by_oid = rows
            .iter()
            .map(|it| {
                let relation = Relation {
                    name: it.get(1),
                    quoted: it.get(2),
                    kind: it.get::<_, i8>(3).cast_unsigned(),
                    file: it.get(4),
                    empty: it.get(5),
                    table: it.get(6),
                };
                (it.get(0), relation)
            })
            .collect();
        Ok(Relations { by_oid })
    }

    fn empty(&self) -> BTreeSet<String> {
        self.by_oid.values().filter(|it| it.empty).map(|it| it.name.clone()).collect()
    }

    fn is_index(&self, oid: u32) -> bool {
        self.by_oid.get(&oid).is_some_and(|it| matches!(it.kind, b'i' | b'I'))
    }

    /// Counts a lock, unless it is one on an index that every reader takes.
    fn lock(&self, behaviour: &mut Behaviour, oid: u32, mode: &str) {
        let (Some(relation), Some(mode)) = (self.by_oid.get(&oid), Mode::parse(mode)) else {
            return;
        };
        if !self.is_index(oid) || Mode::ShareUpdateExclusive <= mode {
            behaviour.lock(&relation.name, mode);
        }
    }

    fn scans(
        &self,
        behaviour: &mut Behaviour,
        before: &BTreeMap<u32, i64>,
        after: &BTreeMap<u32, i64>,
    ) {
        for (oid, relation) in &self.by_oid {
            let rows = |it: &BTreeMap<u32, i64>| it.get(oid).copied().unwrap_or(0);
            if rows(before) < rows(after) {
                behaviour.scanned.insert(relation.name.clone());
            }
        }
    }

    fn new_files(&self, measured: &mut Measured, after: &Relations) {
        for (oid, relation) in &self.by_oid {
            let Some(now) = self.successor(*oid, relation, after) else { continue };
            if relation.file == now.file || relation.file.is_none() || now.file.is_none() {
                continue;
            }
            let name = relation.name.clone();
            if relation.kind == b'i' {
                measured.behaviour.rebuilt.insert(name);
            } else if now.empty {
                measured.empty.insert(name);
            } else {
                measured.behaviour.rewritten.insert(name);
            }
        }
    }

    /// The relation afterwards; for an index, the new one that was made under its name.
    fn successor<'a>(
        &self,
        oid: u32,
        relation: &Relation,
        after: &'a Relations,
    ) -> Option<&'a Relation> {
        let same = after.by_oid.get(&oid);
        if same.is_some() || relation.kind != b'i' {
            return same;
        }
        // An index that was there and takes the name over was not built, and one of another table is another.
        let is_new = |oid: &u32| !self.by_oid.contains_key(oid);
        let same = |it: &Relation| (&it.name, it.table) == (&relation.name, relation.table);
        let mut others = after.by_oid.iter();
        others.find(|(oid, it)| is_new(oid) && same(it)).map(|it| it.1)
    }
}
