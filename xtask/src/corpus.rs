//! Downloads real migrations from the package registries and judges them.

use crate::tools::{self, Outcome, command, root};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

#[derive(Deserialize)]
struct Corpora {
    corpus: Vec<Corpus>,
}

#[derive(Deserialize)]
struct Corpus {
    name: String,
    registry: Registry,
    package: String,
    version: String,
    /// The name of the archive as the registry gives it.
    file: String,
    sha256: String,
    part: Vec<Part>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Registry {
    Pypi,
    Npm,
    Crates,
    Debian,
}

/// One history: what belongs together and is judged at once.
#[derive(Deserialize)]
struct Part {
    target: String,
    files: Vec<String>,
}

/// What came of a corpus.
#[derive(Default)]
struct Tally {
    files: usize,
    migrations: u64,
    statements: u64,
    understood: u64,
    seconds: f64,
    findings: BTreeMap<String, u64>,
    /// The conventions that the files were seen to follow, and how many of them.
    frameworks: BTreeMap<String, u64>,
    /// Why something was not understood, in general and word for word.
    reasons: BTreeMap<String, u64>,
    opaque: BTreeMap<String, u64>,
    /// What must not happen: a crash, a file that was not read.
    faults: Vec<String>,
    /// Every finding as a person reads it, with its source; only where some are to be drawn.
    told: Vec<String>,
}

/// How corpora are judged.
#[derive(Default)]
struct How<'n> {
    names: Vec<&'n str>,
    /// Each revision by itself, without the modules that it imports and the revisions before it.
    alone: bool,
    /// Instead of the target that the list names.
    target: Option<&'n str>,
    /// Alembic's alone.
    alembic: bool,
    /// With the binary that tests build, which is there already.
    debug: bool,
    /// So many findings of each corpus are drawn and printed, to be read against the source.
    draw: usize,
    /// What the drawing begins with; the same number draws the same findings.
    seed: u64,
}

/// The databases that Alembic itself writes for.
pub const ALEMBIC_TARGETS: [&str; 5] = ["postgres", "mysql", "sqlite", "mssql", "oracle"];

/// Downloads and judges the named corpora, or all, with the fast binary.
pub fn corpus(args: &[&str]) -> Outcome {
    let mut how = How::default();
    let mut args = args.iter();
    let mut every_target = false;
    while let Some(&arg) = args.next() {
        match arg {
            "--alone" => how.alone = true,
            "--alembic" => how.alembic = true,
            "--debug" => how.debug = true,
            "--every-target" => every_target = true,
            "--draw" => how.draw = number(arg, args.next())?,
            "--seed" => how.seed = number(arg, args.next())?,
            "--target" => {
                how.target = Some(args.next().ok_or("--target needs a database, such as `mysql`")?);
            }
            _ if arg.starts_with("--") => return Err(format!("there is no option {arg}")),
            name => how.names.push(name),
        }
    }
    if !every_target {
        return judge(&how);
    }
    how.alembic = true;
    let mut outcome = Ok(());
    for target in ALEMBIC_TARGETS {
        println!("\n--- {target}");
        outcome =
            judge(&How { target: Some(target), names: how.names.clone(), ..how }).and(outcome);
    }
    outcome
}

pub fn number<N: std::str::FromStr>(option: &str, word: Option<&&str>) -> Outcome<N> {
    let number = word.and_then(|it| it.parse().ok());
    number.ok_or_else(|| format!("{option} needs a whole number"))
}

/// The same with the binary that `cargo test` built already.
pub fn quickly(names: &[&str]) -> Outcome {
    judge(&How { names: names.to_vec(), debug: true, ..How::default() })
}

/// The folders of a corpus's parts, downloaded and unpacked.
pub fn folders(name: &str) -> Outcome<Vec<PathBuf>> {
    let corpora = read_list()?;
    let corpus = corpora
        .iter()
        .find(|it| it.name == name)
        .ok_or_else(|| format!("there is no corpus {name}"))?;
    fetch(corpus)?;
    Ok(part_folders(corpus))
}

/// The database that each part of a corpus is judged for, and its folder, downloaded and unpacked.
pub fn parts(name: &str) -> Outcome<Vec<(String, PathBuf)>> {
    let corpora = read_list()?;
    let targets = corpora.iter().find(|it| it.name == name).map(|it| it.part.iter());
    let targets = targets.into_iter().flatten().map(|it| it.target.clone());
    Ok(targets.zip(folders(name)?).collect())
}

/// The names of the corpora that hold Alembic revisions.
pub fn alembic_names() -> Outcome<Vec<String>> {
    let corpora = read_list()?;
    Ok(corpora.into_iter().filter(Corpus::is_alembic).map(|it| it.name).collect())
}

/// The command, built.
pub fn migralint(debug: bool) -> Outcome<PathBuf> {
    let mut build = tools::cargo();
    build.args(["build", "--quiet", "--bin", "migralint"]);
    if !debug {
        build.arg("--release");
    }
    tools::run(&mut build)?;
    let profile = if debug { "debug" } else { "release" };
    Ok(tools::target_dir().join(profile).join("migralint"))
}

impl Corpus {
    fn is_alembic(&self) -> bool {
        self.part.iter().any(|it| it.files.iter().any(|it| it.ends_with(".py")))
    }
}

fn read_list() -> Outcome<Vec<Corpus>> {
    let path = root().join("xtask/corpora.toml");
    let corpora: Corpora =
        toml::from_str(&tools::read(&path)?).map_err(|it| format!("{}: {it}", path.display()))?;
    Ok(corpora.corpus)
}

fn judge(how: &How<'_>) -> Outcome {
    let migralint = &migralint(how.debug)?;
    let mut corpora = read_list()?;
    let names = &how.names;
    if let Some(unknown) = names.iter().find(|name| corpora.iter().all(|it| it.name != **name)) {
        let known: Vec<&str> = corpora.iter().map(|it| it.name.as_str()).collect();
        return Err(format!("there is no corpus {unknown}; known are {}", known.join(", ")));
    }
    corpora.retain(|it| names.is_empty() || names.contains(&it.name.as_str()));
    corpora.retain(|it| !(how.alembic || how.alone) || it.is_alembic());
    let mut sum = Tally::default();
    println!(
        "{:24} {:>6} {:>10} {:>10} {:>12} {:>8} {:>8}",
        "corpus", "files", "migrations", "statements", "understood", "findings", "seconds"
    );
    for corpus in &corpora {
        let tally = match fetch(corpus) {
            Ok(()) => judge_corpus(corpus, how, migralint),
            Err(why) => Tally { faults: vec![why], ..Tally::default() },
        };
        row(&corpus.name, &tally);
        let frameworks: Vec<String> =
            tally.frameworks.iter().map(|(name, count)| format!("{name} {count}")).collect();
        println!("{:24} {}", "", frameworks.join(", "));
        for it in drawn(&tally.told, how) {
            println!("{it}");
        }
        add(&mut sum, tally);
    }
    row("all", &sum);
    ranking("not understood, by reason", &sum.reasons, usize::MAX);
    ranking("not understood, word for word", &sum.opaque, 30);
    ranking("migrations, by convention", &sum.frameworks, usize::MAX);
    ranking("findings, by rule", &sum.findings, usize::MAX);
    if sum.faults.is_empty() {
        return Ok(());
    }
    Err(format!("\n{} faults:\n{}", sum.faults.len(), sum.faults.join("\n")))
}

/// A finding with the lines that it stands in.
fn told(finding: &Value) -> String {
    let path = text(&finding["path"]);
    let source = fs::read(path).unwrap_or_default();
    let source = String::from_utf8_lossy(&source);
    let line = finding["span"]["line"].as_u64().unwrap_or(1);
    let first = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let lines: Vec<String> =
        source.lines().skip(first).take(6).map(|it| format!("      | {it}")).collect();
    let word = |key: &str| text(&finding[key]).to_owned();
    format!(
        "\n  {}[{}] {path}:{line}\n    {}\n    because {}\n    help: {}\n{}",
        word("severity"),
        word("rule"),
        word("message"),
        word("reason"),
        word("help"),
        lines.join("\n")
    )
}

/// Some of the findings, by chance but the same for the same seed.
fn drawn<'t>(told: &'t [String], how: &How<'_>) -> Vec<&'t String> {
    shuffled(told.len(), how.seed).into_iter().take(how.draw).map(|it| &told[it]).collect()
}

/// The numbers below `count` in an order that the seed decides.
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let key = |place: usize| {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(place.to_le_bytes());
        hash.finalize()
    };
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by_cached_key(|&it| key(it).to_vec());
    places
}

fn row(name: &str, tally: &Tally) {
    let share = 100.0 * tally.understood as f64 / (tally.statements.max(1)) as f64;
    println!(
        "{name:24} {:6} {:10} {:10} {:10.1} % {:8} {:8.2}",
        tally.files,
        tally.migrations,
        tally.statements,
        share,
        tally.findings.values().sum::<u64>(),
        tally.seconds
    );
}

fn ranking(title: &str, counts: &BTreeMap<String, u64>, shown: usize) {
    println!("\n{title}");
    let mut sorted: Vec<(&String, &u64)> = counts.iter().collect();
    sorted.sort_by_key(|it| std::cmp::Reverse(it.1));
    for (what, count) in sorted.iter().take(shown) {
        println!("{count:8}  {what}");
    }
    if shown < sorted.len() {
        println!("          and {} more kinds", sorted.len() - shown);
    }
}

fn add(sum: &mut Tally, tally: Tally) {
    sum.files += tally.files;
    sum.migrations += tally.migrations;
    sum.statements += tally.statements;
    sum.understood += tally.understood;
    sum.seconds += tally.seconds;
    let maps = [
        (&mut sum.findings, tally.findings),
        (&mut sum.frameworks, tally.frameworks),
        (&mut sum.reasons, tally.reasons),
        (&mut sum.opaque, tally.opaque),
    ];
    for (into, from) in maps {
        for (key, count) in from {
            *into.entry(key).or_default() += count;
        }
    }
    sum.faults.extend(tally.faults);
}

fn judge_corpus(corpus: &Corpus, how: &How<'_>, migralint: &Path) -> Tally {
    let mut tally = Tally::default();
    for (part, folder) in corpus.part.iter().zip(part_folders(corpus)) {
        let judged = match how.alone {
            true => alone(&folder).and_then(|it| judge_part(part, &it, how, migralint, &mut tally)),
            false => judge_part(part, &folder, how, migralint, &mut tally),
        };
        if let Err(why) = judged {
            tally.faults.push(format!("{}, {}: {why}", corpus.name, folder.display()));
        }
    }
    tally
}

/// A copy of the revisions, each in a folder of its own, so that none finds another or a module.
fn alone(folder: &Path) -> Outcome<PathBuf> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let copies = folder.with_file_name(format!("{name}-alone"));
    tools::fresh(&copies)?;
    for (number, path) in migrations(folder)?.iter().enumerate() {
        let bytes = fs::read(path).map_err(|it| format!("{}: {it}", path.display()))?;
        let file = path.file_name().unwrap_or_default();
        tools::write(&copies.join(format!("only-{number}")).join(file), bytes)?;
    }
    Ok(copies)
}

fn judge_part(
    part: &Part,
    folder: &Path,
    how: &How<'_>,
    migralint: &Path,
    tally: &mut Tally,
) -> Outcome {
    let start = Instant::now();
    let target = how.target.unwrap_or(&part.target);
    let check = ask("check", target, folder, migralint)?;
    tally.seconds += start.elapsed().as_secs_f64();
    let inspect = ask("inspect", target, folder, migralint)?;
    let coverage = &check["coverage"];
    let number = |key: &str| coverage[key].as_u64().unwrap_or(0);
    tally.migrations += number("migrations");
    tally.statements += number("statements");
    tally.understood += number("understood");
    for it in items(&check["findings"]) {
        if 0 < how.draw {
            tally.told.push(told(it));
        }
        *tally.findings.entry(text(&it["rule"]).to_owned()).or_default() += 1;
    }
    for it in items(&coverage["opaque"]) {
        let why = text(&it["why"]);
        let general = why.split(": ").next().unwrap_or_default();
        *tally.reasons.entry(general.to_owned()).or_default() += 1;
        *tally.opaque.entry(why.chars().take(110).collect()).or_default() += 1;
    }
    let read: Vec<&str> =
        items(&inspect["migrations"]).iter().map(|it| text(&it["path"])).collect();
    for it in items(&inspect["migrations"]) {
        *tally.frameworks.entry(text(&it["framework"]).to_owned()).or_default() += 1;
    }
    let files = migrations(folder)?;
    let missed = files.iter().filter(|it| {
        !read.iter().any(|path| it.ends_with(Path::new(path)) || Path::new(path).ends_with(it))
    });
    tally.faults.extend(missed.map(|it| format!("{} was not read", it.display())));
    tally.files += files.len();
    Ok(())
}

/// The JSON that the command prints about a folder.
pub fn ask(what: &str, target: &str, folder: &Path, migralint: &Path) -> Outcome<Value> {
    let mut command = command(migralint);
    command.args([what, "--format", "json", "--fail-on", "never", "--target", target]).arg(folder);
    let printed = tools::output(&mut command)?;
    serde_json::from_str(&printed).map_err(|it| format!("what {what} printed is no JSON: {it}"))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The files of a folder that are migrations: all SQL, and Python that names its revision.
pub fn migrations(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in tools::list(folder)? {
        if path.is_dir() {
            found.extend(migrations(&path)?);
        } else if path.extension().is_some_and(|it| it == "sql") || names_revision(&path) {
            found.push(path);
        }
    }
    Ok(found)
}

fn names_revision(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().any(|it| it.starts_with("down_revision"))
}

fn part_folders(corpus: &Corpus) -> Vec<PathBuf> {
    let folder = root().join("corpora").join(&corpus.name);
    (1..=corpus.part.len()).map(|it| folder.join(it.to_string())).collect()
}

/// Makes the folders of a corpus, unless they are there for this very archive.
fn fetch(corpus: &Corpus) -> Outcome {
    let folder = root().join("corpora").join(&corpus.name);
    let mark = folder.join("unpacked");
    let parts: Vec<Value> = corpus
        .part
        .iter()
        .zip(part_folders(corpus))
        .map(|(part, folder)| serde_json::json!({ "folder": folder, "files": part.files }))
        .collect();
    let archive = root().join("corpora/downloads").join(&corpus.file);
    let task = serde_json::json!({ "archive": archive, "parts": parts, "sha256": corpus.sha256 })
        .to_string();
    if fs::read_to_string(&mark).is_ok_and(|it| it == task) {
        return Ok(());
    }
    if !archive.exists() {
        download(corpus, &archive)?;
    }
    verify(corpus, &archive)?;
    tools::fresh(&folder)?;
    unpack(&task)?;
    for folder in part_folders(corpus) {
        if !folder.exists() {
            return Err(format!(
                "{}: no file of {} is what its list names",
                corpus.name,
                folder.display()
            ));
        }
    }
    tools::write(&mark, task)
}

fn verify(corpus: &Corpus, archive: &Path) -> Outcome {
    let bytes = fs::read(archive).map_err(|it| format!("{}: {it}", archive.display()))?;
    let sum: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
    if sum == corpus.sha256 {
        return Ok(());
    }
    // What is wrong is not kept, so that the next run asks again.
    let _ = fs::remove_file(archive);
    Err(format!(
        "{} {}: the archive's sha256 is {sum}, not {}",
        corpus.package, corpus.version, corpus.sha256
    ))
}

fn unpack(task: &str) -> Outcome {
    let mut python = command("python3");
    let mut child = python
        .arg("xtask/unpack.py")
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|it| format!("python3: {it}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(task.as_bytes()).map_err(|it| format!("python3: {it}"))?;
    }
    let status = child.wait().map_err(|it| format!("python3: {it}"))?;
    if status.success() { Ok(()) } else { Err("the archive could not be unpacked".to_owned()) }
}

/// Asks the registry's own client for the archive.
fn download(corpus: &Corpus, archive: &Path) -> Outcome {
    let folder = archive.parent().unwrap_or(archive);
    fs::create_dir_all(folder).map_err(|it| format!("{}: {it}", folder.display()))?;
    eprintln!("downloading {} {}", corpus.package, corpus.version);
    let Corpus { package, version, .. } = corpus;
    match corpus.registry {
        Registry::Pypi => pip(corpus, folder),
        Registry::Npm => {
            let mut npm = Command::new("npm");
            tools::run(npm.current_dir(folder).args([
                "pack",
                "--silent",
                &format!("{package}@{version}"),
            ]))
        }
        Registry::Debian => {
            let apt = || {
                let mut apt = Command::new("apt-get");
                let wanted = format!("{package}={version}");
                tools::run(apt.current_dir(folder).args(["download", "-qq", &wanted]))
            };
            // A list from before the version came out does not know it.
            apt().or_else(|_| {
                tools::run(Command::new("apt-get").args(["update", "-qq"])).and_then(|()| apt())
            })
        }
        Registry::Crates => cargo_package(corpus, archive),
    }
}

/// The wheel, for whatever Python and machine it was made: nothing of it is run.
fn pip(corpus: &Corpus, folder: &Path) -> Outcome {
    let wanted = format!("{}=={}", corpus.package, corpus.version);
    let attempt = |python: &str, errors: Stdio| {
        let mut pip = command("python3");
        pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        pip.args(["--only-binary=:all:", "--python-version", python]);
        pip.args(
            ["any", "manylinux2014_x86_64", "manylinux_2_28_x86_64"]
                .iter()
                .flat_map(|it| ["--platform", it]),
        );
        tools::run(pip.arg("--dest").arg(folder).arg(&wanted).stderr(errors))
    };
    // Only the second refusal is news.
    attempt("3.13", Stdio::null()).or_else(|_| attempt("3.11", Stdio::inherit()))
}

/// Cargo's client downloads a package to tell about it, and keeps it in its cache.
fn cargo_package(corpus: &Corpus, archive: &Path) -> Outcome {
    let wanted = format!("{}@{}", corpus.package, corpus.version);
    let mut info = tools::cargo();
    tools::run(
        info.args(["info", "--quiet", "--registry", "crates-io", &wanted]).stdout(Stdio::null()),
    )?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let cache = home.ok_or("neither CARGO_HOME nor HOME is set")?.join("registry/cache");
    for registry in tools::list(&cache)? {
        if let Ok(bytes) = fs::read(registry.join(&corpus.file)) {
            return tools::write(archive, bytes);
        }
    }
    Err(format!("{wanted} is not in cargo's cache"))
}
