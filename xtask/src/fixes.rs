//! Puts every fix into effect on copies of real revisions, and writes the ways down that are missing or wrong: Python
//! compiles what comes of it, what was fixed is gone, nothing new is found, and what was written passes the proof.

use crate::corpus;
use crate::tools::{self, Outcome, command};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What a fix may bring: of several indexes that are built online each is permanent before the next; and a wait for a lock
/// after rows were changed is told where no longer lock is, which hid it before.
const CONSEQUENCES: [&str; 2] = ["unprotected-migration", "late-lock"];

/// Compiles every script below a folder and prints the path of each that Python refuses.
const COMPILE: &str = "import os, sys
for folder, _, files in os.walk(sys.argv[1]):
    for path in (os.path.join(folder, it) for it in sorted(files) if it.endswith('.py')):
        try:
            compile(open(path, 'rb').read(), path, 'exec', dont_inherit=True)
        except (SyntaxError, ValueError) as why:
            print(path, why, sep=': ')
";

#[derive(Default)]
struct Sum {
    scripts: usize,
    fixed: BTreeMap<String, usize>,
    written: usize,
    wrong: Vec<String>,
}

/// All of the named corpora, or of those that hold Alembic revisions; `--debug` takes the binary that tests build.
pub fn fixes(args: &[&str]) -> Outcome {
    let migralint = corpus::migralint(args.contains(&"--debug"))?;
    let mut names: Vec<String> =
        args.iter().filter(|it| **it != "--debug").map(|it| (*it).to_owned()).collect();
    if names.is_empty() {
        names = corpus::alembic_names()?;
    }
    let mut sum = Sum::default();
    for name in &names {
        for (number, (target, folder)) in corpus::parts(name)?.into_iter().enumerate() {
            let copy = tools::target_dir().join(format!("fixes/{name}-{number}"));
            println!("{name} {number}");
            fix(&migralint, &target, &folder, &copy, &mut sum)?;
            write_back(&migralint, &target, &folder, &copy, &mut sum)?;
        }
    }
    println!("\n{} scripts, {} ways down written; fixed:", sum.scripts, sum.written);
    for (rule, count) in &sum.fixed {
        println!("{count:8}  {rule}");
    }
    match sum.wrong.as_slice() {
        [] => Ok(()),
        wrong => Err(format!("\n{} are wrong:\n{}", wrong.len(), wrong.join("\n"))),
    }
}

/// A copy of the folder, and what Python refuses of it as it is.
fn copied(folder: &Path, copy: &Path, sum: &mut Sum) -> Outcome<String> {
    tools::fresh(copy)?;
    tools::run(command("cp").arg("-r").arg(folder.join(".")).arg(copy))?;
    sum.scripts += corpus::migrations(copy)?.len();
    compiled(copy)
}

fn compiled(folder: &Path) -> Outcome<String> {
    tools::output(command("python3").args(["-W", "ignore", "-c", COMPILE]).arg(folder))
}

fn fix(migralint: &Path, target: &str, folder: &Path, copy: &Path, sum: &mut Sum) -> Outcome {
    let refused = copied(folder, copy, sum)?;
    let before = corpus::ask("check", target, copy, migralint)?;
    let mut mend = command(migralint);
    mend.args(["check", "--fix=all", "--format", "json", "--fail-on", "never", "--target", target]);
    let printed = tools::output(mend.arg(copy))?;
    let mended: Value = serde_json::from_str(&printed).map_err(|it| it.to_string())?;
    let after = corpus::ask("check", target, copy, migralint)?;
    let now = compiled(copy)?;
    sum.wrong.extend(now.lines().filter(|it| !refused.contains(*it)).map(str::to_owned));
    let place = |it: &Value| (word(it, "rule"), word(it, "path"));
    let (found, left, fixed) =
        (counts(&before, place), counts(&after, place), tally(&mended["fixed"], place));
    for (key, count) in &fixed {
        *sum.fixed.entry(key.0.clone()).or_default() += count;
        let count_of = |it: &BTreeMap<_, usize>| it.get(key).copied().unwrap_or(0);
        // One that a round of fixes brought to light, and a later one mended, was not there before.
        if count_of(&found).saturating_sub(*count) < count_of(&left) {
            sum.wrong.push(format!("{}: {} is still there", key.1, key.0));
        }
    }
    let told = |it: &Value| (word(it, "rule"), word(it, "path"), word(it, "message"));
    let known = counts(&before, told);
    // Where a migration gives a default now, the way back of a later one that drops the column is told to give it too.
    let gives_defaults = fixed.keys().any(|it| it.0 == "python-default");
    for (key, count) in counts(&after, told) {
        let is_consequence = CONSEQUENCES.contains(&key.0.as_str())
            || gives_defaults
                && key.0 == "unrestored-attribute"
                && key.2.ends_with("is `no default`");
        if !is_consequence && known.get(&key).copied().unwrap_or(0) < count {
            sum.wrong.push(format!("{}: {} is new: {}", key.1, key.0, key.2));
        }
    }
    Ok(())
}

/// Writes the ways down into a fresh copy.
fn write_back(
    migralint: &Path,
    target: &str,
    folder: &Path,
    copy: &Path,
    sum: &mut Sum,
) -> Outcome {
    let refused = copied(folder, copy, sum)?;
    let revert = |write: bool| -> Outcome<Value> {
        let mut revert = command(migralint);
        revert.args(["revert", "--format", "json", "--target", target]);
        if write {
            revert.arg("--write");
        }
        let output = revert.arg(copy).output().map_err(|it| it.to_string())?;
        serde_json::from_slice(&output.stdout).map_err(|it| it.to_string())
    };
    let proposed: BTreeMap<String, String> = items(&revert(false)?)
        .filter(|it| !it["proposed"].is_null())
        .map(|it| (word(it, "path"), word(&it["proposed"], "grade")))
        .collect();
    revert(true)?;
    let now = compiled(copy)?;
    sum.wrong.extend(now.lines().filter(|it| !refused.contains(*it)).map(str::to_owned));
    sum.written += proposed.len();
    for it in items(&revert(false)?) {
        let (path, grade) = (word(it, "path"), word(&it["downgrade"], "grade"));
        if let Some(promised) = proposed.get(&path).filter(|it| **it != grade) {
            sum.wrong.push(format!("{path}: what was written is {grade} instead of {promised}"));
        }
    }
    Ok(())
}

fn items(report: &Value) -> impl Iterator<Item = &Value> {
    report["migrations"].as_array().into_iter().flatten()
}

fn word(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn counts<K: Ord>(report: &Value, key: impl Fn(&Value) -> K) -> BTreeMap<K, usize> {
    tally(&report["findings"], key)
}

fn tally<K: Ord>(list: &Value, key: impl Fn(&Value) -> K) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for it in list.as_array().into_iter().flatten() {
        *counts.entry(key(it)).or_insert(0) += 1;
    }
    counts
}
