//! MariaDB and MySQL as Debian packages them, unpacked and started here, asked every case of the table of facts and every
//! example of the rules' pages.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use migralint::cost::sizes;
use migralint::dialect::{Dialect, Target, Version};
use migralint::report::model::{EffectReport, InspectReport};
use migralint::{Options, Source};
use serde_json::Value;

use super::examples::fences;
use super::{Detail, Outcome};

use crate::tools;

/// Which server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    Mariadb,
    Mysql,
}

impl Flavour {
    fn name(self) -> &'static str {
        match self {
            Flavour::Mariadb => "MariaDB",
            Flavour::Mysql => "MySQL",
        }
    }

    fn dialect(self) -> Dialect {
        match self {
            Flavour::Mariadb => Dialect::Mariadb,
            Flavour::Mysql => Dialect::Mysql,
        }
    }

    fn packages(self) -> [&'static str; 2] {
        match self {
            Flavour::Mariadb => ["mariadb-server-core", "mariadb-client-core"],
            Flavour::Mysql => ["mysql-server-core", "mysql-client-core"],
        }
    }
}

/// Asks the server, prints what was learnt, and counts.
pub fn ask(flavour: Flavour, detail: Detail) -> Result<Outcome, String> {
    let start = Instant::now();
    let name = flavour.name();
    let skipped = |why: String| {
        println!("{name} skipped: {why}");
        Ok(Outcome { skipped: vec![format!("{name}: {why}")], ..Outcome::default() })
    };
    let root = match unpacked(flavour) {
        Ok(root) => root,
        Err(why) => return skipped(why),
    };
    let server = match Server::start(flavour, &root) {
        Ok(server) => server,
        Err(why) => return skipped(why),
    };
    let version = server.version()?;
    let mut outcome = Outcome::default();
    let mut differences: Vec<String> = Vec::new();
    // By suite: how many agree of how many.
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let cases = facts(flavour, &version)?.into_iter().chain(examples(flavour)?);
    for (suite, case) in cases.chain(refusals(flavour)?) {
        let found = match server.run(&case) {
            Ok(answer) => compare(flavour, &case, &answer, &version),
            Err(why) => vec![format!("could not be asked: {why}")],
        };
        let count = counts.entry(suite).or_default();
        count.0 += usize::from(found.is_empty());
        count.1 += 1;
        differences.extend(found.into_iter().map(|it| format!("{}: {it}", case.name)));
    }
    let told = server.sizes().unwrap_or_else(|why| vec![why]);
    counts.insert("stats-query", (usize::from(told.is_empty()), 1));
    differences.extend(told);
    for (suite, (agreed, all)) in counts {
        println!("{name} {version:10} {suite:8} {agreed}/{all}");
        outcome.passed += agreed;
        outcome.failed += all - agreed;
    }
    if detail != Detail::Counts {
        differences.iter().for_each(|it| println!("{it}"));
    }
    println!(
        "{} agree, {} differ, in {:.0} s",
        outcome.passed,
        outcome.failed,
        start.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

struct Case {
    name: String,
    schema: String,
    setup: Vec<String>,
    sql: Vec<String>,
}

/// The cases that were measured on this major version, each once.
fn facts(flavour: Flavour, version: &str) -> Result<Vec<(&'static str, Case)>, String> {
    let folder = tools::root().join("tests/facts");
    let dialect = flavour.dialect().name();
    let schema = tools::read(&folder.join(format!("{dialect}-schema.sql")))?;
    let table = format!("{dialect}.json");
    let records: Value = serde_json::from_str(&tools::read(&folder.join(&table))?)
        .map_err(|it| format!("{table}: {it}"))?;
    let series = version.rsplit_once('.').map_or(version, |it| it.0);
    let mut cases = Vec::new();
    for record in records.as_array().into_iter().flatten() {
        let texts = |key: &str| match &record[key] {
            Value::String(one) => vec![one.clone()],
            other => super::cases::texts(other),
        };
        let sql = texts("sql");
        let measured = texts("versions").iter().any(|it| it.starts_with(series));
        // The record holds only the beginning of some statements.
        if !measured || sql.iter().any(|it| it.contains('…')) {
            continue;
        }
        let name = record["id"].as_str().unwrap_or_default().to_owned();
        let sql = texts("session").into_iter().chain(sql).collect();
        cases.push(("facts", Case { name, schema: schema.clone(), setup: texts("setup"), sql }));
    }
    Ok(cases)
}

/// The examples that rules' pages have for the database, whatever its version.
fn examples(flavour: Flavour) -> Result<Vec<(&'static str, Case)>, String> {
    let mut cases = Vec::new();
    for group in tools::list(&tools::root().join("rules"))?.into_iter().filter(|it| it.is_dir()) {
        for path in tools::list(&group)? {
            let page = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = tools::read(&path)?;
            let mut given = String::new();
            for fence in fences(&text).map_err(|it| format!("{page}: {it}"))? {
                let words: Vec<&str> = fence.info.split_whitespace().collect();
                match words.as_slice() {
                    ["sql", "given", ..] => given = fence.text,
                    // The client knows no marks of goose and sql-migrate, and would run both sections; what another
                    // database gets is not compared.
                    ["sql", role, target]
                        if target.starts_with(flavour.dialect().name())
                            && !fence.text.contains("-- +")
                            && !fence.text.contains("use shop") =>
                    {
                        let name = format!("{page}:{} {role}", fence.line);
                        let (schema, sql) = (given.clone(), vec![fence.text]);
                        cases.push(("pages", Case { name, schema, setup: Vec::new(), sql }));
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(cases)
}

/// The statements of `tests/effects/innodb.md`, but for those that ask this server for what it has not.
fn refusals(flavour: Flavour) -> Result<Vec<(&'static str, Case)>, String> {
    let folder = tools::root().join("tests/effects");
    let schema = tools::read(&folder.join("innodb-schema.sql"))?;
    let table = tools::read(&folder.join("innodb.md"))?;
    let mut cases = Vec::new();
    for row in table.lines().filter(|it| it.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [given, sql, mysql, mariadb] = cells[..] else { return Err(row.to_owned()) };
        let said = if flavour == Flavour::Mysql { mysql } else { mariadb };
        if said != "-" {
            let (setup, sql) = (vec![given.to_owned()], vec![sql.to_owned()]);
            cases.push((
                "refusals",
                Case { name: format!("{given} {sql:?}"), schema: schema.clone(), setup, sql },
            ));
        }
    }
    Ok(cases)
}

// ---- The server

/// Debian's packages, unpacked: nothing is installed, and no script of theirs runs.
fn unpacked(flavour: Flavour) -> Result<PathBuf, String> {
    let folder = tools::root().join("target/engines").join(flavour.dialect().name());
    let root = folder.join("root");
    if folder.join("complete").exists() {
        return Ok(root);
    }
    if !tools::exists("apt-get") || !tools::exists("dpkg") {
        return Err("Debian's apt is not here".to_owned());
    }
    tools::fresh(&folder)?;
    let packages = match flavour {
        Flavour::Mariadb => {
            let mut download = Command::new("apt-get");
            download.arg("download").args(flavour.packages()).current_dir(&folder);
            finished(&mut download, "apt-get download")?;
            folder.clone()
        }
        Flavour::Mysql => from_sid(&folder, &flavour.packages())?,
    };
    for package in tools::list(&packages)? {
        if package.extension().is_some_and(|it| it == "deb") {
            finished(Command::new("dpkg").arg("-x").arg(&package).arg(&root), "dpkg -x")?;
        }
    }
    tools::write(&folder.join("complete"), "")?;
    Ok(root)
}

/// Downloads packages of Debian's unstable release, which alone has MySQL, with all that they depend on, as an apt that
/// knows nothing of this machine but its mirror; gives the folder.
fn from_sid(folder: &Path, packages: &[&str]) -> Result<PathBuf, String> {
    const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
    let mirror = mirror().ok_or("apt's own sources name no mirror of Debian")?;
    let (state, cache, parts) = (folder.join("state"), folder.join("cache"), folder.join("parts"));
    for needed in [state.join("lists/partial"), cache.join("archives/partial"), parts.clone()] {
        fs::create_dir_all(&needed).map_err(|it| format!("{}: {it}", needed.display()))?;
    }
    let source =
        format!("Types: deb\nURIs: {mirror}\nSuites: sid\nComponents: main\nSigned-By: {KEYS}\n");
    tools::write(&parts.join("sid.sources"), &source)?;
    tools::write(&state.join("status"), "")?;
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        for (name, place) in [
            ("Dir::State", &state),
            ("Dir::State::status", &state.join("status")),
            ("Dir::Cache", &cache),
            ("Dir::Etc::SourceParts", &parts),
        ] {
            command.arg("-o").arg(format!("{name}={}", place.display()));
        }
        command.args(["-o", "Dir::Etc::SourceList=/dev/null", "-o", "Debug::NoLocking=1"]);
        command.args(words);
        command
    };
    finished(&mut apt(&["update"]), "apt-get update")?;
    let mut install = apt(&["--yes", "--no-install-recommends", "--download-only", "install"]);
    finished(install.args(packages), "apt-get install --download-only")?;
    Ok(cache.join("archives"))
}

/// The first mirror in apt's own sources: `URIs: …`, or `deb … suite component`.
fn mirror() -> Option<String> {
    let parts = tools::list(Path::new("/etc/apt/sources.list.d")).unwrap_or_default();
    let files = parts.into_iter().chain([PathBuf::from("/etc/apt/sources.list")]);
    files.filter_map(|it| fs::read_to_string(it).ok()).find_map(|text| {
        let said = text.lines().filter(|it| it.starts_with("URIs:") || it.starts_with("deb "));
        let mut words = said.flat_map(str::split_whitespace);
        words.find(|it| it.starts_with("http")).map(str::to_owned)
    })
}

fn finished(command: &mut Command, name: &str) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|it| format!("{name}: {it}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name}: {}", said.lines().last().unwrap_or("it failed")))
}

struct Server {
    flavour: Flavour,
    root: PathBuf,
    folder: PathBuf,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What the server did: the code of its error, or the columns of each table after it.
struct Answer {
    error: Option<(String, String)>,
    tables: BTreeMap<String, Vec<String>>,
}

impl Server {
    fn start(flavour: Flavour, root: &Path) -> Result<Server, String> {
        let name = format!("migralint-{}-{}", flavour.dialect().name(), std::process::id());
        let folder = std::env::temp_dir().join(name);
        let data = folder.join("data");
        fs::create_dir_all(&data).map_err(|it| format!("{}: {it}", data.display()))?;
        match flavour {
            Flavour::Mariadb => bootstrap(root, &data)?,
            Flavour::Mysql => {
                let mut made = daemon(flavour, root, &data);
                finished(made.arg("--initialize-insecure"), "mysqld --initialize-insecure")?;
            }
        }
        let log = File::create(folder.join("log")).map_err(|it| format!("log: {it}"))?;
        let child = daemon(flavour, root, &data)
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--pid-file={}", folder.join("pid").display()))
            .args([
                "--skip-networking",
                "--skip-grant-tables",
                "--innodb-flush-log-at-trx-commit=0",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|it| format!("{}: {it}", flavour.name()))?;
        let server = Server { flavour, root: root.to_path_buf(), folder, child };
        for _ in 0..120 {
            if server.client("", "select 1").is_ok_and(|it| it.0) {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        Err("the server does not answer".to_owned())
    }

    /// Runs the query for sizes over two tables, and says what it answers otherwise than they are.
    fn sizes(&self) -> Result<Vec<String>, String> {
        let sql = "drop database if exists sizes; create database sizes; use sizes;
            create table big (id int primary key, a varchar(50), key (a)) engine = InnoDB;
            create table tens (n int); insert into tens values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
            insert into big select n, concat('row ', n) from (select a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n n
                from tens a, tens b, tens c, tens d, tens e where e.n < 2) counted;
            drop table tens;
            create table `an \"odd\" name` (a int); analyze table big, `an \"odd\" name`; drop view if exists v;
            create view v as select 1;";
        let (made, _, why) = self.client("", sql)?;
        if !made {
            return Err(why.trim().to_owned());
        }
        let (_, out, why) = self.client("sizes", sizes::query(self.flavour.dialect()))?;
        // This client writes backslashes twice, which `--raw` in the query's first line keeps it from.
        let out = out.replace("\\\\", "\\");
        let answer: Value = serde_json::from_str(&out).map_err(|it| format!("{it}: {out}{why}"))?;
        let tables = answer["tables"].as_array().map_or(&[][..], Vec::as_slice);
        let names: Vec<&str> = tables.iter().filter_map(|it| it["name"].as_str()).collect();
        let rows = tables.last().and_then(|it| it["rows"].as_f64()).unwrap_or_default();
        // InnoDB estimates its rows.
        let right = names == ["an \"odd\" name", "big"]
            && (15_000.0..25_000.0).contains(&rows)
            && tables.iter().all(|it| it["bytes"].is_u64() && it["indexBytes"].is_u64());
        Ok(if right { Vec::new() } else { vec![format!("the query for sizes: {out}")] })
    }

    fn version(&self) -> Result<String, String> {
        let (_, out, _) = self.client("", "select version()")?;
        Ok(out.split('-').next().unwrap_or_default().trim().to_owned())
    }

    /// Whether it went well, what was printed, and what was complained of.
    fn client(&self, database: &str, sql: &str) -> Result<(bool, String, String), String> {
        let program = match self.flavour {
            Flavour::Mariadb => "usr/bin/mariadb",
            Flavour::Mysql => "usr/bin/mysql",
        };
        let mut child = executable(self.flavour, &self.root, program)
            .arg("--no-defaults")
            .arg(format!("--socket={}", self.folder.join("socket").display()))
            .args(["--batch", "--skip-column-names", "--default-character-set=utf8mb4"])
            .arg(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|it| format!("the client: {it}"))?;
        if let Some(mut input) = child.stdin.take() {
            let _ = input.write_all(sql.as_bytes());
        }
        let output = child.wait_with_output().map_err(|it| format!("the client: {it}"))?;
        let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
        Ok((output.status.success(), text(&output.stdout), text(&output.stderr)))
    }

    fn run(&self, case: &Case) -> Result<Answer, String> {
        // The cases were measured beside a table of numbers, in a database of this name.
        let fresh = "drop database if exists d; create database d;\nuse d;\n\
                     create table seq (n int primary key); insert into seq values (1), (2), (3);\n";
        let before = format!("{fresh}{}\n", case.schema);
        let (made, _, why) = self.client("", &before)?;
        if !made {
            return Err(why.trim().to_owned());
        }
        // Tables of the session are gone with it, so that what is asked shares it with what comes before.
        let (setup, sql) = (case.setup.join(";\n"), case.sql.join(";\n"));
        let (went, out, why) =
            self.client("d", &format!("{setup};\nselect 'as given';\n{sql};\n"))?;
        if !out.contains("as given") {
            return Err(why.trim().to_owned());
        }
        if !went {
            let said = why.lines().find(|it| it.starts_with("ERROR ")).unwrap_or(&why).to_owned();
            let code = said.split_whitespace().nth(1).unwrap_or_default().to_owned();
            return Ok(Answer { error: Some((code, said)), tables: BTreeMap::new() });
        }
        let columns = "select table_name, column_name from information_schema.columns c join \
                       information_schema.tables t using (table_schema, table_name) where table_schema = 'd' and \
                       table_type not in ('VIEW', 'SEQUENCE') and table_name <> 'seq' order by table_name, ordinal_position;";
        let (_, out, _) = self.client("d", columns)?;
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in out.lines() {
            if let Some((table, column)) = line.split_once('\t') {
                tables.entry(table.to_owned()).or_default().push(column.to_owned());
            }
        }
        Ok(Answer { error: None, tables })
    }
}

/// A program of the packages. MySQL's were built for newer libraries than this machine may have, and come with theirs.
fn executable(flavour: Flavour, root: &Path, program: &str) -> Command {
    match flavour {
        Flavour::Mariadb => Command::new(root.join(program)),
        Flavour::Mysql => {
            let mut command = Command::new(root.join("usr/lib64/ld-linux-x86-64.so.2"));
            command.arg("--library-path").arg(root.join("usr/lib/x86_64-linux-gnu"));
            command.arg(root.join(program));
            command
        }
    }
}

fn daemon(flavour: Flavour, root: &Path, data: &Path) -> Command {
    let mut command = match flavour {
        Flavour::Mariadb => executable(flavour, root, "usr/sbin/mariadbd"),
        Flavour::Mysql => executable(flavour, root, "usr/sbin/mysqld"),
    };
    let messages = root.join("usr/share/mysql");
    command
        .arg("--no-defaults")
        .arg(format!("--datadir={}", data.display()))
        .arg(format!("--lc-messages-dir={}", messages.display()))
        .arg(format!("--character-sets-dir={}", messages.join("charsets").display()))
        .arg("--user=root");
    if flavour == Flavour::Mysql {
        command.args(["--secure-file-priv=", "--mysqlx=OFF", "--skip-log-bin"]);
    }
    command
}

/// The system's own tables; no install script is needed.
fn bootstrap(root: &Path, data: &Path) -> Result<(), String> {
    let share = root.join("usr/share/mysql");
    let mut sql = "create database if not exists mysql;\nuse mysql;\n".to_owned();
    for part in ["mysql_system_tables.sql", "mysql_system_tables_data.sql"] {
        sql += &tools::read(&share.join(part))?;
    }
    let mut child = daemon(Flavour::Mariadb, root, data)
        .arg("--bootstrap")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|it| format!("mariadbd: {it}"))?;
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(sql.as_bytes());
    }
    let status = child.wait().map_err(|it| format!("mariadbd: {it}"))?;
    if status.success() { Ok(()) } else { Err("the system's tables could not be made".to_owned()) }
}

// ---- What migralint says of it

fn compare(flavour: Flavour, case: &Case, answer: &Answer, version: &str) -> Vec<String> {
    let report = inspect(flavour, case, version);
    let effects: Vec<&EffectReport> =
        report.migrations.iter().flat_map(|it| &it.steps).flat_map(|it| &it.effects).collect();
    let words = |it: &EffectReport| it.why.clone().or_else(|| it.when.clone()).unwrap_or_default();
    if let Some((code, said)) = &answer.error {
        let tells = |it: &&EffectReport| {
            matches!(it.kind, "refused" | "may-fail") && words(it).contains(&format!("{code}:"))
        };
        if effects.iter().any(tells) {
            return Vec::new();
        }
        return vec![format!("does not tell of {said:?}")];
    }
    let mut differences = Vec::new();
    let refusal = effects.iter().find(|it| it.kind == "refused" && it.certainty == "certain");
    if let Some(refusal) = refusal {
        differences.push(format!("refuses: {}", words(refusal)));
    }
    for table in &report.schema.tables {
        let told: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
        match answer.tables.get(&table.name) {
            None if table.persistence.is_some() => {}
            None => differences.push(format!("there is no table `{}`", table.name)),
            Some(columns) if !told.is_empty() && *columns != told => {
                differences.push(format!("`{}` has {columns:?}, not {told:?}", table.name));
            }
            Some(_) => {}
        }
    }
    for table in answer.tables.keys() {
        if !report.schema.tables.iter().any(|it| it.name == *table) {
            differences.push(format!("does not know the table `{table}`"));
        }
    }
    differences
}

fn inspect(flavour: Flavour, case: &Case, version: &str) -> InspectReport {
    let version = Version::parse(version).unwrap_or(flavour.dialect().oldest_supported());
    let text = format!("{};\n", case.sql.join(";\n"));
    let schema = format!("{}\n{};\n", case.schema, case.setup.join(";\n"));
    migralint::inspect(
        &[Source { path: "case.sql".to_owned(), text }],
        &Options {
            targets: vec![Target::at(flavour.dialect(), version)],
            schema: Some(Source { path: "schema.sql".to_owned(), text: schema }),
            ..Options::default()
        },
    )
}
