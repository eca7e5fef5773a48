//! Compares what `migralint inspect` says about Alembic's revisions with what Alembic itself does: the graph of
//! revisions, and the SQL that it writes offline for each database.

use crate::corpus;
use crate::tools::{self, Outcome, command, root};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The versions whose SQL `src/lang/alembic` writes.
const PINNED: [&str; 2] = ["alembic==1.20.1", "SQLAlchemy==2.1.9"];
/// So many of a hundred statements agree at least.
const BAR: f64 = 99.0;
/// Differences of one kind that are printed.
const EXAMPLES: usize = 2;

/// What came of one database.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, u64>,
    kinds: BTreeMap<String, u64>,
    examples: BTreeMap<String, Vec<Value>>,
    failures: BTreeMap<String, u64>,
}

#[derive(Default)]
struct Sum {
    dialects: BTreeMap<String, Tally>,
    revisions: u64,
    histories: usize,
    /// Graphs that differ, and scripts that could not be asked.
    wrong: Vec<String>,
}

/// A Python with Alembic in it, or why there is none.
pub fn python() -> Outcome<PathBuf> {
    python_with(&[])
}

/// The same with more packages in it.
pub fn python_with(more: &[&str]) -> Outcome<PathBuf> {
    let python = alembics_python()?;
    for package in more {
        let mark = tools::target_dir().join("alembic/venv").join(package);
        if !mark.exists() {
            pip_install(&python, &[package])?;
            tools::write(&mark, "")?;
        }
    }
    Ok(python)
}

fn pip_install(python: &Path, packages: &[&str]) -> Outcome {
    let mut pip = command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    tools::run(pip.args(packages))
}

fn alembics_python() -> Outcome<PathBuf> {
    let folder = tools::target_dir().join("alembic/venv");
    let python = folder.join("bin/python");
    let mark = folder.join("installed");
    let wanted = PINNED.join("\n");
    if std::fs::read_to_string(&mark).is_ok_and(|it| it == wanted) {
        return Ok(python);
    }
    eprintln!("installing {}", PINNED.join(" and "));
    tools::run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    pip_install(&python, &PINNED)?;
    tools::write(&mark, wanted)?;
    Ok(python)
}

/// Compares the named corpora, or all of Alembic's, and the histories of our own tests.
pub fn alembic(args: &[&str]) -> Outcome {
    let debug = args.contains(&"--debug");
    let names: Vec<String> =
        args.iter().filter(|it| !it.starts_with("--")).map(|it| (*it).to_owned()).collect();
    let names = if names.is_empty() { corpus::alembic_names()? } else { names };
    let sum = compare(&python()?, &names, debug)?;
    let low: Vec<&str> =
        sum.dialects.iter().filter(|it| share(it.1) < BAR).map(|it| it.0.as_str()).collect();
    if low.is_empty() {
        return Ok(());
    }
    Err(format!("less than {BAR} % of the statements agree for {}", low.join(", ")))
}

/// The graph alone decides, over few, with the binary that `cargo test` built already; how far the SQL agrees is told.
pub fn quickly(python: &Path) -> Outcome {
    compare(python, &["apache-airflow-3".to_owned(), "mlflow".to_owned()], true).map(|_| ())
}

fn compare(python: &Path, names: &[String], debug: bool) -> Outcome<Sum> {
    let migralint = corpus::migralint(debug)?;
    let mut histories: Vec<(String, PathBuf)> = tools::list(&root().join("tests/chains"))?
        .into_iter()
        .filter(|it| corpus::migrations(it).is_ok_and(|it| it.iter().any(|it| is_python(it))))
        .map(|it| (it.file_name().unwrap_or_default().to_string_lossy().into_owned(), it))
        .collect();
    for name in names {
        histories.extend(corpus::folders(name)?.into_iter().map(|it| (name.clone(), it)));
    }
    let mut sum = Sum::default();
    println!("{:28} {:>9}  of the statements agree", "history", "revisions");
    for (name, folder) in &histories {
        match ask(python, &migralint, name, folder) {
            Ok(answer) => {
                sum.histories += 1;
                add(&mut sum, name, &answer);
            }
            Err(why) => sum.wrong.push(format!("{name}: {why}")),
        }
    }
    tell(&sum);
    if sum.wrong.is_empty() { Ok(sum) } else { Err(sum.wrong.join("\n")) }
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "py")
}

/// Both tools' answers about a folder, compared.
fn ask(python: &Path, migralint: &Path, name: &str, folder: &Path) -> Outcome<Value> {
    let work = tools::target_dir().join("alembic").join(name);
    let scratch = work.join("scratch");
    tools::fresh(&scratch)?;
    let mut inspections = Vec::new();
    for target in corpus::ALEMBIC_TARGETS {
        let inspected = corpus::ask("inspect", target, folder, migralint)?;
        let file = work.join(format!("{target}.json"));
        tools::write(&file, inspected.to_string())?;
        inspections.push(json!([target, file]));
    }
    let task = json!({ "root": folder, "inspections": inspections, "scratch": scratch });
    let mut child = command(python)
        .arg("xtask/render_alembic.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|it| format!("{}: {it}", python.display()))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(task.to_string().as_bytes()).map_err(|it| format!("python: {it}"))?;
    }
    let output = child.wait_with_output().map_err(|it| format!("python: {it}"))?;
    serde_json::from_slice(&output.stdout)
        .map_err(|it| format!("Alembic could not be asked ({}): {it}", output.status))
}

fn add(sum: &mut Sum, name: &str, answer: &Value) {
    let revisions = answer["graph"]["revisions"].as_u64().unwrap_or(0);
    sum.revisions += revisions;
    let wrong = answer["graph"]["wrong"].as_array().into_iter().flatten();
    sum.wrong.extend(wrong.filter_map(|it| Some(format!("{name}: {}", it.as_str()?))));
    for it in answer["graph"]["unasked"].as_array().into_iter().flatten() {
        println!("{name}: Alembic could not tell the graph: {}", it.as_str().unwrap_or_default());
    }
    let mut line = format!("{name:28} {revisions:9}");
    for (dialect, found) in answer["dialects"].as_object().into_iter().flatten() {
        let mut own = Tally::default();
        count(&mut own.counts, &found["counts"]);
        line.push_str(&format!("  {dialect} {:.1} %", share(&own)));
        let tally = sum.dialects.entry(dialect.clone()).or_default();
        count(&mut tally.counts, &found["counts"]);
        count(&mut tally.kinds, &found["kinds"]);
        count(&mut tally.failures, &found["failures"]);
        for (kind, examples) in found["examples"].as_object().into_iter().flatten() {
            let known = tally.examples.entry(kind.clone()).or_default();
            known.extend(examples.as_array().into_iter().flatten().cloned());
        }
    }
    println!("{line}");
}

fn count(into: &mut BTreeMap<String, u64>, found: &Value) {
    for (key, number) in found.as_object().into_iter().flatten() {
        *into.entry(key.clone()).or_default() += number.as_u64().unwrap_or(0);
    }
}

fn share(tally: &Tally) -> f64 {
    let number = |key: &str| tally.counts.get(key).copied().unwrap_or(0) as f64;
    let all = number("agreed") + number("differ");
    if all == 0.0 { 100.0 } else { 100.0 * number("agreed") / all }
}

fn tell(sum: &Sum) {
    println!(
        "\n{} revisions in {} histories, {} differences between the graphs",
        sum.revisions,
        sum.histories,
        sum.wrong.len()
    );
    for (dialect, tally) in &sum.dialects {
        let number = |key: &str| tally.counts.get(key).copied().unwrap_or(0);
        println!(
            "\n{dialect}: {:.2} % of {} statements agree, in {} functions; not compared: {} that Alembic cannot write \
             offline, {} under a condition that only the run knows, {} with a part not understood, {} that cannot be loaded, {} that call packages that are not there; and statements: {} with types of such packages, {} that are others in \
             each run (times, random keys), {} of ours after an error that comes of having no database and that the script catches",
            share(tally),
            number("agreed") + number("differ"),
            number("functions"),
            number("unrendered"),
            number("conditional"),
            number("opaque"),
            number("unloaded"),
            number("stubbed"),
            number("unpackaged"),
            number("passing"),
            number("caught"),
        );
        for (kind, count) in sorted(&tally.kinds) {
            println!("{count:6}  {kind}");
            for example in tally.examples.get(kind).into_iter().flatten().take(EXAMPLES) {
                let part = |at: usize| example[at].as_str().unwrap_or_default();
                println!(
                    "          {}\n            alembic:   {}\n            migralint: {}",
                    part(0),
                    part(1),
                    part(2)
                );
            }
        }
        for (failure, count) in sorted(&tally.failures).into_iter().take(6) {
            println!("{count:6}  could not be written: {failure}");
        }
    }
}

fn sorted(counts: &BTreeMap<String, u64>) -> Vec<(&String, u64)> {
    let mut sorted: Vec<(&String, u64)> = counts.iter().map(|it| (it.0, *it.1)).collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.1));
    sorted
}
