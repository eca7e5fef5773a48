//! The same files judged by squawk, PostgreSQL's linter from PyPI, one run after the other.

use super::{large_file, small_files};
use crate::corpus;
use crate::tools::{self, Outcome, command, target_dir};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const PINNED: &str = "squawk-cli==2.70.0";

/// So many runs of each; the fastest is the least disturbed one.
const RUNS: usize = 5;

/// Prints how long both commands take with all their rules, reading and reporting included.
pub fn compare(folder: &Path) -> Outcome {
    let (squawk, migralint) = (squawk()?, corpus::migralint(false)?);
    println!(
        "\n{:22} {:>6} {:>12} {:>12} {:>8}",
        "input", "files", "migralint ms", "squawk ms", "times"
    );
    for (name, input) in
        [("one large file", large_file(folder)?), ("many small files", small_files(folder)?)]
    {
        let files = tools::list(&input)?;
        let mut own = Command::new(&migralint);
        own.args(["check", "--target", "postgres@16", "--preset", "strict", "--preset", "style"]);
        own.args(["--format", "json"]).arg(&input);
        let mut other = Command::new(&squawk);
        other.args(["--reporter", "json"]).args(&files);
        let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..RUNS {
            ours = ours.min(milliseconds(&mut own)?);
            theirs = theirs.min(milliseconds(&mut other)?);
        }
        println!("{name:22} {:6} {ours:12.0} {theirs:12.0} {:8.1}", files.len(), theirs / ours);
    }
    Ok(())
}

/// One run; that it finds something is no failure.
fn milliseconds(command: &mut Command) -> Outcome<f64> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().map_err(|it| format!("{command:?}: {it}"))?;
    let took = start.elapsed().as_secs_f64() * 1e3;
    match status.code() {
        Some(0 | 1) => Ok(took),
        _ => Err(format!("{} ended with {status}", command.get_program().to_string_lossy())),
    }
}

/// The command, installed into a folder of its own.
fn squawk() -> Outcome<PathBuf> {
    let folder = target_dir().join("squawk");
    let mark = folder.join("installed");
    let program = folder.join("bin/squawk");
    if std::fs::read_to_string(&mark).is_ok_and(|it| it == PINNED) {
        return Ok(program);
    }
    eprintln!("installing {PINNED}");
    tools::run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = command(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PINNED]);
    tools::run(&mut pip)?;
    tools::write(&mark, PINNED)?;
    Ok(program)
}
