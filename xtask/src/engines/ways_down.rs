//! The ways down that `revert` writes, on real servers: after each way up and its way down the schema is what it was, and
//! the way up goes again. Asked of the examples of the rules' pages, and of histories of Alembic's with Alembic itself.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use migralint::report::fill::written;
use migralint::report::model::{InspectReport, MigrationReport, StepReport};
use migralint::{Options, Source};
use serde_json::{Value, json};

use super::server::{DATABASE, Server, Session, describe};
use super::{Outcome, examples, packages};
use crate::tools;

/// Every line is a part of the schema.
const SNAPSHOT: &str = include_str!("snapshot.sql");
/// Python's driver, beside Alembic.
const DRIVER: &str = "psycopg2-binary==2.9.13";

/// Asks the newest PostgreSQL and Python's SQLite; an error where they cannot be had at all.
pub fn ask() -> Result<Outcome, String> {
    let start = Instant::now();
    let mut outcome = Outcome::default();
    let major = packages::majors().last().unwrap_or_default();
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/engines");
    let server =
        packages::programs(major, &cache).and_then(|programs| Server::start(&programs, major));
    let mut wrong = Vec::new();
    match server {
        Ok(mut server) => {
            server.set_template("")?;
            examples::furnish(&server)?;
            pages(&mut server, major, &mut outcome, &mut wrong)?;
            server.spoil();
            drop(server.fresh()?);
            let url = format!(
                "postgresql+psycopg2://postgres@/{DATABASE}?host={}",
                server.socket_folder().display()
            );
            history("postgres", &url, json!(SNAPSHOT), &mut outcome, &mut wrong)?;
        }
        Err(why) => outcome.skipped.push(format!("PostgreSQL {major}: {why}")),
    }
    history("sqlite", "sqlite://", Value::Null, &mut outcome, &mut wrong)?;
    for it in &wrong {
        println!("{it}");
    }
    outcome.failed = wrong.len();
    println!(
        "{} ways down bring the schema back, {} things are wrong, in {:.0} s",
        outcome.passed,
        outcome.failed,
        start.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

/// Writes the ways down of a history of ours and has Alembic run it.
fn history(
    target: &str,
    url: &str,
    snapshot: Value,
    outcome: &mut Outcome,
    wrong: &mut Vec<String>,
) -> Result<(), String> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/round-trips").join(target);
    let mut sources = Vec::new();
    for path in tools::list(&from)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sources.push(Source { path: name, text: tools::read(&path)? });
    }
    let report = migralint::revert(&sources, &options(target));
    let unwritten = report.migrations.iter().filter(|it| it.proposed.is_none());
    wrong.extend(unwritten.map(|it| format!("{target} {}: nothing is written", it.path)));
    let (sources, created) = written(&sources, &report);
    let folder = tools::target_dir().join("round-trips").join(target);
    tools::fresh(&folder)?;
    for it in sources.iter().chain(&created) {
        tools::write(&folder.join(&it.path), &it.text)?;
    }
    let python = match crate::alembic::python_with(&[DRIVER]) {
        Ok(python) => python,
        Err(why) => {
            outcome.skipped.push(format!("Alembic could not be had from PyPI: {why}"));
            return Ok(());
        }
    };
    let mut child = tools::command(python)
        .arg("xtask/ways_down.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|it| format!("python: {it}"))?;
    let task = json!({ "folder": folder, "url": url, "snapshot": snapshot }).to_string();
    if let Some(mut input) = child.stdin.take() {
        input.write_all(task.as_bytes()).map_err(|it| format!("python: {it}"))?;
    }
    let output = child.wait_with_output().map_err(|it| format!("python: {it}"))?;
    let found: Vec<String> = serde_json::from_slice(&output.stdout)
        .map_err(|it| format!("Alembic could not be asked ({}): {it}", output.status))?;
    if found.is_empty() {
        outcome.passed += sources.len();
    }
    wrong.extend(found.into_iter().map(|it| format!("{target} {it}")));
    Ok(())
}

/// The SQL of the pages, each block as migrations whose way down is a file of its own.
fn pages(
    server: &mut Server,
    major: u16,
    outcome: &mut Outcome,
    wrong: &mut Vec<String>,
) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (all, _) = examples::all(&root)?;
    let mut unasked = 0;
    for example in all.iter().filter(|it| it.is_for(major, major)) {
        let Some(sources) = example.as_pairs() else { continue };
        let options = options(&format!("postgres@{major}"));
        let report = migralint::revert(&sources, &options);
        let is_written =
            |id: &str| report.migrations.iter().any(|it| it.id == id && it.proposed.is_some());
        let (mut sources, created) = written(&sources, &report);
        sources.extend(created);
        let inspected = migralint::inspect(&sources, &options);
        // Of two with one identifier nobody knows whose a way down is, and their tool runs neither.
        let mut ids: Vec<&str> = of(&inspected, "up").map(|it| it.id.as_str()).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|it| it[0] == it[1]) {
            unasked += 1;
            continue;
        }
        let ways: Vec<Ways<'_>> = of(&inspected, "up")
            .map(|up| {
                let down = of(&inspected, "down").find(|it| it.id == up.id && is_written(&it.id));
                (up, down)
            })
            .collect();
        let mut session = server.fresh()?;
        let tried = there_and_back(&mut session, &ways);
        drop(session);
        match tried {
            Tried::All(good) => outcome.passed += good,
            Tried::Some(good) => {
                outcome.passed += good;
                unasked += 1;
                server.spoil();
            }
            Tried::Wrong(why) => {
                wrong.push(format!("{}: {why}", example.name));
                server.spoil();
            }
        }
    }
    println!("{unasked} blocks of pages hold what the server refuses or what has no way down");
    Ok(())
}

/// A way up and the way down that is written for it.
type Ways<'r> = (&'r MigrationReport, Option<&'r MigrationReport>);

/// How many ways down were run.
enum Tried {
    /// Each of them, and the database is as empty as it was.
    All(usize),
    Some(usize),
    Wrong(String),
}

/// Each way up, its way down and the way up again; in the end everything down.
fn there_and_back(session: &mut Session, ways: &[Ways<'_>]) -> Tried {
    let mut good = 0;
    let mut whole = true;
    for &(up, down) in ways {
        let before = snapshot(session);
        // What a page shows may be what the server refuses, and a prepared transaction keeps its locks.
        let prepares = |it: &StepReport| it.sql.to_lowercase().contains("prepare transaction");
        if up.steps.iter().any(prepares) || run(session, up).is_err() {
            return Tried::Some(good);
        }
        let Some(down) = down else {
            whole &= up.steps.is_empty();
            continue;
        };
        if let Err(why) = run(session, down) {
            return Tried::Wrong(format!("the way down of {} fails: {why}", up.id));
        }
        if let Some(why) = difference(&before, &snapshot(session)) {
            return Tried::Wrong(format!("{}: {why}", up.id));
        }
        good += 1;
        match run(session, up) {
            Ok(()) => {}
            // Rows stay where a way down brings back the schema, and keys are taken.
            Err(why) if why.starts_with("23505") => return Tried::Some(good),
            Err(why) => return Tried::Wrong(format!("{} does not go up again: {why}", up.id)),
        }
    }
    for down in ways.iter().rev().filter_map(|it| it.1).filter(|_| whole) {
        if let Err(why) = run(session, down) {
            return Tried::Wrong(format!("the way down of {} fails at last: {why}", down.id));
        }
    }
    if whole { Tried::All(good) } else { Tried::Some(good) }
}

fn difference(before: &[String], after: &[String]) -> Option<String> {
    let gone = before.iter().find(|it| !after.contains(it)).map(|it| format!("gone: {it}"));
    gone.or_else(|| after.iter().find(|it| !before.contains(it)).map(|it| format!("left: {it}")))
}

fn options(target: &str) -> Options {
    let targets = migralint::dialect::Target::parse(target).into_iter().collect();
    Options { targets, ..Options::default() }
}

fn of<'r>(
    report: &'r InspectReport,
    direction: &'static str,
) -> impl Iterator<Item = &'r MigrationReport> {
    report.migrations.iter().filter(move |it| it.direction == direction)
}

fn run(session: &mut Session, migration: &MigrationReport) -> Result<(), String> {
    for step in &migration.steps {
        if let Err(why) = session.client.batch_execute(&step.sql) {
            // It may have opened a transaction.
            let _ = session.client.batch_execute("rollback");
            return Err(describe(&why));
        }
    }
    Ok(())
}

/// The schema, a line for each part; why it could not be read where it could not.
fn snapshot(session: &mut Session) -> Vec<String> {
    let rows = match session.client.query(SNAPSHOT, &[]) {
        Ok(rows) => rows,
        Err(why) => return vec![describe(&why)],
    };
    rows.iter().filter_map(|it| it.get::<_, Option<String>>(0)).collect()
}
