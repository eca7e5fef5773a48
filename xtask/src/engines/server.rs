//! A throw-away PostgreSQL server: its own folder, a socket in it, gone when the value is dropped.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use postgres::{Client, Config, NoTls};

use super::packages::{Origin, Programs};

/// Debian's `nobody` and `nogroup`: PostgreSQL refuses to run as root.
const UNPRIVILEGED: u32 = 65534;
/// For what ends by itself, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(90);
pub const TEMPLATE: &str = "fixture";
/// Some of the measured statements name the database that they run in.
pub const DATABASE: &str = "case_db";

/// A running server.
pub struct Server {
    folder: PathBuf,
    child: Child,
    /// Whether `case_db` may differ from the template.
    dirty: bool,
}

/// A connection and the messages that came over it.
pub struct Session {
    pub client: Client,
    pub messages: Arc<Mutex<Vec<String>>>,
}

impl Session {
    /// The messages since the last time of asking.
    pub fn take_messages(&self) -> Vec<String> {
        self.messages.lock().map(|mut it| std::mem::take(&mut *it)).unwrap_or_default()
    }
}

impl Server {
    /// Starts an empty server of these programs.
    pub fn start(programs: &Programs, major: u16) -> Result<Server, String> {
        let account = Account::of_this_process()?;
        let name = format!("migralint-postgres-{major}-{}", std::process::id());
        let folder = Folder::make(place().join(name), account)?;
        let root = programs_for(programs, account, &folder.path)?;
        let data = folder.path.join("data");
        let initdb = account
            .command(&root.join("bin/initdb"))
            .env("LD_LIBRARY_PATH", root.join("lib"))
            .arg("-D")
            .arg(&data)
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--nosync"])
            .current_dir(&folder.path)
            .output()
            .map_err(|it| format!("initdb: {it}"))?;
        if !initdb.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&initdb.stderr)));
        }
        let log = File::create(folder.path.join("log")).map_err(|it| format!("log: {it}"))?;
        let child = account
            .command(&root.join("bin/postgres"))
            .env("LD_LIBRARY_PATH", root.join("lib"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder.path)
            .args(SETTINGS.iter().flat_map(|it| ["-c", it]))
            .args((11 <= major).then_some("-cmax_parallel_maintenance_workers=0"))
            .current_dir(&folder.path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|it| format!("postgres: {it}"))?;
        let mut server = Server { folder: folder.keep(), child, dirty: true };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Makes the schema that every case starts from.
    pub fn set_template(&mut self, schema: &str) -> Result<(), String> {
        self.forget_prepared()?;
        let mut session = self.connect("postgres")?;
        let run =
            |client: &mut Client, sql: &str| client.batch_execute(sql).map_err(|it| describe(&it));
        drop_database(&mut session.client, DATABASE)?;
        drop_database(&mut session.client, TEMPLATE)?;
        run(&mut session.client, &format!("create database {TEMPLATE}"))?;
        let mut fixture = self.connect(TEMPLATE)?;
        run(&mut fixture.client, schema)?;
        drop(fixture);
        self.dirty = true;
        Ok(())
    }

    /// A place that the server may write to, for tablespaces.
    pub fn place(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.folder.join(name);
        Folder::make(path, Account::of_this_process()?).map(Folder::keep)
    }

    /// Where the socket is that clients of other languages connect to.
    pub fn socket_folder(&self) -> &Path {
        &self.folder
    }

    /// Connects to a database that is as the template is, made anew if a case may have changed it.
    pub fn fresh(&mut self) -> Result<Session, String> {
        if self.dirty {
            self.forget_prepared()?;
            let mut session = self.connect("postgres")?;
            drop_database(&mut session.client, DATABASE)?;
            patiently(|| {
                session
                    .client
                    .batch_execute(&format!("create database {DATABASE} template {TEMPLATE}"))
            })?;
            self.dirty = false;
        }
        self.connect(DATABASE)
    }

    /// Undoes what a case has prepared: a database with a prepared transaction cannot be dropped ("PREPARE TRANSACTION").
    fn forget_prepared(&self) -> Result<(), String> {
        let query = "select gid, database from pg_prepared_xacts";
        let failed = |it: postgres::Error| describe(&it);
        for row in self.connect("postgres")?.client.query(query, &[]).map_err(failed)? {
            let (name, database): (String, String) = (row.get(0), row.get(1));
            let sql = format!("rollback prepared '{}'", name.replace('\'', "''"));
            self.connect(&database)?.client.batch_execute(&sql).map_err(failed)?;
        }
        Ok(())
    }

    /// Says that a case has changed the database for good.
    pub fn spoil(&mut self) {
        self.dirty = true;
    }

    pub fn connect(&self, database: &str) -> Result<Session, String> {
        let messages = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&messages);
        let client = Config::new()
            .host_path(&self.folder)
            .user("postgres")
            .dbname(database)
            .notice_callback(move |it| {
                if let Ok(mut heard) = heard.lock() {
                    heard.push(format!("{}: {}", it.severity(), it.message()));
                }
            })
            .connect(NoTls)
            .map_err(|it| describe(&it))?;
        Ok(Session { client, messages })
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let start = Instant::now();
        loop {
            let refused = match self.connect("postgres") {
                Ok(_) => return Ok(()),
                Err(refused) => refused,
            };
            let ended = self.child.try_wait().map_err(|it| it.to_string())?;
            if ended.is_some() || PATIENCE < start.elapsed() {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("the server did not start: {refused}\n{log}"));
            }
            sleep(Duration::from_millis(30));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT is PostgreSQL's immediate shutdown: the data is thrown away in any case.
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-QUIT", &pid]).status();
        if !told.is_ok_and(|it| it.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "timezone=UTC",
    "max_connections=20",
    "max_prepared_transactions=5",
    "shared_buffers=64MB",
    "max_parallel_workers_per_gather=0",
    // No statement of ours lasts a second, on a busy machine a few: what waits longer waits for what will not come.
    "statement_timeout=60s",
];

/// Who runs the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Account {
    Own,
    Unprivileged,
}

impl Account {
    fn of_this_process() -> Result<Account, String> {
        let this = fs::metadata("/proc/self").map_err(|it| format!("/proc/self: {it}"))?;
        Ok(if this.uid() == 0 { Account::Unprivileged } else { Account::Own })
    }

    /// The program under that account; it ends with this process, however that ends.
    fn command(self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        if self == Account::Unprivileged {
            command
                .arg(format!("--reuid={UNPRIVILEGED}"))
                .arg(format!("--regid={UNPRIVILEGED}"))
                .arg("--clear-groups");
        }
        command.args(["--pdeathsig=QUIT", "--"]).arg(program);
        command
    }
}

/// Memory where there is room for it, as most of the work is copying small databases; else the disk.
fn place() -> PathBuf {
    const ROOM: u64 = 2_000_000;
    let memory = Path::new("/dev/shm");
    let free = Command::new("df").args(["--output=avail", "/dev/shm"]).output().ok();
    let free = free.and_then(|it| {
        String::from_utf8_lossy(&it.stdout).lines().nth(1)?.trim().parse::<u64>().ok()
    });
    if free.is_some_and(|it| ROOM < it) { memory.to_owned() } else { std::env::temp_dir() }
}

/// A new folder of the server's account, removed again unless it is kept.
struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    fn make(path: PathBuf, account: Account) -> Result<Folder, String> {
        let error = |it: std::io::Error| format!("{}: {it}", path.display());
        if path.exists() {
            fs::remove_dir_all(&path).map_err(error)?;
        }
        fs::create_dir_all(&path).map_err(error)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(error)?;
        if account == Account::Unprivileged {
            chown(&path, Some(UNPRIVILEGED), Some(UNPRIVILEGED)).map_err(error)?;
        }
        Ok(Folder { path, kept: false })
    }

    fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// The programs where the server's account can read them: a clone may lie in a folder of root's alone.
fn programs_for(programs: &Programs, account: Account, folder: &Path) -> Result<PathBuf, String> {
    if account == Account::Own || programs.origin == Origin::Debian {
        return Ok(programs.root.clone());
    }
    let copy = folder.join("native");
    let status = Command::new("cp")
        .arg("-a")
        .arg(&programs.root)
        .arg(&copy)
        .status()
        .map_err(|it| format!("cp: {it}"))?;
    if status.success() {
        Ok(copy)
    } else {
        Err(format!("{} could not be copied", programs.root.display()))
    }
}

fn drop_database(client: &mut Client, name: &str) -> Result<(), String> {
    patiently(|| client.batch_execute(&format!("drop database if exists {name}")))
}

/// A connection that was closed a moment ago may still be counted as a user of its database.
fn patiently(mut attempt: impl FnMut() -> Result<(), postgres::Error>) -> Result<(), String> {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(()) => return Ok(()),
            Err(error) if PATIENCE < start.elapsed() || !is_busy(&error) => {
                return Err(describe(&error));
            }
            Err(_) => sleep(Duration::from_millis(5)),
        }
    }
}

fn is_busy(error: &postgres::Error) -> bool {
    error.code() == Some(&postgres::error::SqlState::OBJECT_IN_USE)
}

/// The server's own words.
pub fn describe(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(it) if it.code() == &postgres::error::SqlState::QUERY_CANCELED => {
            format!("{}: it did not end in time: {}", it.code().code(), it.message())
        }
        Some(it) => format!("{}: {}", it.code().code(), it.message()),
        None => error.to_string(),
    }
}
