//! `pg_dump --schema-only` of real applications, read by migralint and compared with the server's own catalogue.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use migralint::dialect::Target;
use migralint::{Options, Source};
use serde_json::Value;

use super::packages::{Origin, Programs};
use super::schema::{self, Tables};
use super::server::{DATABASE, Server, describe};
use super::{Outcome, examples};
use crate::{corpus, tools};

/// The version of Debian's server: the other majors come without `pg_dump`.
const MAJOR: u16 = 15;
/// Those whose migrations make most of a schema on an empty database.
const LARGEST: [&str; 11] = [
    "ethyca-fides",
    "faradaysec",
    "apache-airflow-3",
    "prefect",
    "ckan",
    "icingadb",
    "litellm-proxy-extras",
    "request-tracker5",
    "matrix-synapse",
    "mlflow",
    "dagster",
];
/// Statements that say only where a transaction begins and ends: each statement is sent for itself.
const CONTROL: [&str; 5] = ["begin", "commit", "rollback", "begin-autocommit", "end-autocommit"];

/// Builds the schemas of the named corpora, or of the largest, dumps each, and compares what migralint reads.
pub fn ask(names: &[&str]) -> Result<Outcome, String> {
    let start = Instant::now();
    let mut outcome = Outcome::default();
    let root = Path::new("/usr/lib/postgresql").join(MAJOR.to_string());
    if !root.join("bin/pg_dump").exists() {
        outcome.skipped.push(format!("there is no pg_dump of PostgreSQL {MAJOR} here"));
        return Ok(outcome);
    }
    let mut server =
        Server::start(&Programs { root: root.clone(), origin: Origin::Debian }, MAJOR)?;
    server.set_template("create extension if not exists citext")?;
    examples::furnish(&server)?;
    let migralint = corpus::migralint(true)?;
    println!(
        "{:24} {:>6} {:>6} {:>6} {:>8} {:>8} {:>6} {:>6}",
        "corpus", "sent", "tables", "column", "constr.", "indexes", "dump", "differ"
    );
    for name in if names.is_empty() { &LARGEST[..] } else { names } {
        for (target, folder) in corpus::parts(name)? {
            if !target.starts_with("postgres") {
                continue;
            }
            let dump = built(&mut server, &root, &migralint, &folder)?;
            let found = dump.differences();
            println!("{name:24} {}", dump.row(found.len()));
            for it in &found {
                println!("    {it}");
            }
            outcome.passed += dump.parts() - found.len().min(dump.parts());
            outcome.failed += found.len();
        }
    }
    println!(
        "{} tables, columns, constraints and indexes agree, {} things differ, in {:.0} s",
        outcome.passed,
        outcome.failed,
        start.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

/// A schema, what `pg_dump` writes of it, and what the server has.
struct Dump {
    text: String,
    server: Tables,
    sent: usize,
    /// Why the server took a statement not: most histories start where a first version had made its tables.
    refused: Vec<String>,
}

/// Runs what migralint says that the migrations send, as far as the server takes it, and dumps what came of it.
fn built(
    server: &mut Server,
    programs: &Path,
    migralint: &Path,
    folder: &Path,
) -> Result<Dump, String> {
    let statements = statements(migralint, folder)?;
    server.spoil();
    let mut session = server.fresh()?;
    let run = |it: &String| session.client.batch_execute(it).err().map(|why| describe(&why));
    let refused = statements.iter().filter_map(run).collect();
    server.spoil();
    let mut session = server.connect(DATABASE)?;
    let read = schema::read(&mut session.client).map_err(|it| it.to_string())?;
    let output = Command::new(programs.join("bin/pg_dump"))
        .args(["--schema-only", "--username=postgres", "--host"])
        .arg(server.socket_folder())
        .arg(DATABASE)
        .output()
        .map_err(|it| format!("pg_dump: {it}"))?;
    if !output.status.success() {
        return Err(format!("pg_dump: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(Dump { text, server: read, sent: statements.len(), refused })
}

/// What the way up sends, in order.
fn statements(migralint: &Path, folder: &Path) -> Result<Vec<String>, String> {
    let target = format!("postgres@{MAJOR}");
    let output = tools::command(migralint)
        .args(["inspect", "--format", "json", "--target", &target])
        .arg(folder)
        .output()
        .map_err(|it| format!("migralint: {it}"))?;
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|it| format!("migralint on {}: {it}", folder.display()))?;
    let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let ups = list(&report["migrations"]).into_iter().filter(|it| it["direction"] == "up");
    let sent = ups.flat_map(|it| list(&it["steps"])).filter(|step| {
        let kinds = list(&step["operations"]);
        !kinds.iter().any(|it| it["kind"].as_str().is_some_and(|it| CONTROL.contains(&it)))
    });
    Ok(sent.filter_map(|it| it["sql"].as_str().map(str::to_owned)).collect())
}

impl Dump {
    /// Where migralint's schema is another one, and what of the dump it does not understand.
    fn differences(&self) -> Vec<String> {
        let dump = Source { path: "dump.sql".to_owned(), text: self.text.clone() };
        let target = Target::parse(&format!("postgres@{MAJOR}"));
        let options = Options { targets: target.into_iter().collect(), ..Options::default() };
        let report = migralint::inspect(&[dump], &options);
        let mut found = schema::differences(&self.server, &schema::of_report(&report.schema));
        found.extend(report.coverage.opaque.iter().map(|it| format!("not understood: {}", it.why)));
        found
    }

    fn counts(&self) -> [usize; 4] {
        let tables = self.server.tables.values();
        let of = |part: fn(&schema::Table) -> usize| tables.clone().map(part).sum();
        [
            self.server.tables.len(),
            of(|it| it.columns.len()),
            of(|it| it.constraints.len()),
            of(|it| it.indexes.len()),
        ]
    }

    fn parts(&self) -> usize {
        self.counts().iter().sum()
    }

    fn row(&self, differ: usize) -> String {
        let [tables, columns, constraints, indexes] = self.counts();
        let dump = format!("{} kB", self.text.len() / 1000);
        format!(
            "{:6} {tables:6} {columns:6} {constraints:8} {indexes:8} {dump:>6} {differ:6}   {}",
            self.sent,
            match self.refused.as_slice() {
                [] => String::new(),
                [first, ..] => format!("{} refused, first: {first}", self.refused.len()),
            }
        )
    }
}
