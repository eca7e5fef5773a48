//! Every check there is, one after the other; a part that fails does not keep the others from running.

use crate::tools::{self, Outcome, command, root};
use crate::{alembic, corpus, dist, engines, fixes, serve};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The corpora that every run judges.
const CORPORA: [&str; 4] = ["apache-airflow-2", "apache-airflow-3", "apache-superset", "mlflow"];

/// What came of a part.
enum Part {
    Ran { passed: u32, failed: u32 },
    Skipped(String),
}

/// All parts; the last line says how many checks passed and failed.
pub fn test() -> Outcome {
    let chromium = tools::ensure_chromium();
    let parts: &[(&str, &dyn Fn() -> Part)] = &[
        ("format", &|| whole(tools::run(tools::cargo().args(["fmt", "--all", "--check"])))),
        ("clippy", &|| whole(clippy())),
        ("cargo test", &|| counted(tools::cargo().args(["test", "--quiet"]))),
        ("servers", &servers),
        ("SQLite", &sqlite),
        ("ways down", &ways_down),
        ("MariaDB", &mariadb),
        ("dist", &|| whole(dist::dist().and_then(|()| install_package()))),
        ("types", &|| whole(types())),
        ("node", &|| {
            counted(command("node").args([
                "--expose-gc",
                "--test",
                "--test-reporter=spec",
                "tests/npm.mjs",
            ]))
        }),
        ("workerd", &|| {
            counted(command("node").args(["--test", "--test-reporter=spec", "tests/workerd.mjs"]))
        }),
        ("clients", &|| {
            counted(command("node").args(["--test", "--test-reporter=spec", "tests/clients.mjs"]))
        }),
        ("page", &|| page(chromium.as_deref())),
        ("wasm in a browser", &|| web(chromium.as_deref())),
        ("corpora", &|| whole(corpus::quickly(&CORPORA))),
        ("fixes", &|| whole(fixes::fixes(&["--debug", "apache-airflow-3", "faradaysec"]))),
        ("alembic", &|| match alembic::python() {
            Ok(python) => whole(alembic::quickly(&python)),
            Err(why) => Part::Skipped(format!("Alembic could not be had from PyPI: {why}")),
        }),
    ];
    let (mut passed, mut failed) = (0, 0);
    let mut told = Vec::new();
    for &(name, part) in parts {
        println!("\n=== {name}");
        let start = Instant::now();
        let words = match part() {
            Part::Ran { passed: good, failed: bad } => {
                passed += good;
                failed += bad;
                format!("{good} passed, {bad} failed")
            }
            Part::Skipped(why) if strict() => {
                failed += 1;
                format!("failed, since nothing may be skipped here: {why}")
            }
            Part::Skipped(why) => format!("SKIPPED: {why}"),
        };
        told.push(format!("{name:18} {:6.1} s  {words}", start.elapsed().as_secs_f64()));
    }
    println!("\n{}\n{passed} passed, {failed} failed", told.join("\n"));
    if failed == 0 { Ok(()) } else { Err("not everything passed".to_owned()) }
}

/// Whether a skipped part counts as failed.
fn strict() -> bool {
    std::env::var("CI").is_ok_and(|it| it == "true")
}

/// A part that is one check.
fn whole(outcome: Outcome) -> Part {
    match outcome {
        Ok(()) => Part::Ran { passed: 1, failed: 0 },
        Err(why) => {
            println!("{why}");
            Part::Ran { passed: 0, failed: 1 }
        }
    }
}

fn clippy() -> Outcome {
    let lint = ["clippy", "--quiet", "--workspace", "--all-targets"];
    tools::run(tools::cargo().args(lint).args(["--", "-D", "warnings"]))?;
    tools::ensure_wasm_target()?;
    let wasm =
        ["clippy", "--quiet", "--lib", "--no-default-features", "--target", tools::WASM_TARGET];
    tools::run(tools::cargo().args(wasm).args(["--", "-D", "warnings"]))
}

/// Runs a program that counts its tests, shows what it prints, and takes its word.
fn counted(command: &mut Command) -> Part {
    let Ok(mut child) = command.stdout(Stdio::piped()).spawn() else {
        return whole(Err("it could not be started".to_owned()));
    };
    let (mut passed, mut failed) = (0, 0);
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|it| BufReader::new(it).lines().map_while(Result::ok))
    {
        println!("{line}");
        passed += number_before(&line, " passed") + number_after(&line, "ℹ pass ");
        failed += number_before(&line, " failed") + number_after(&line, "ℹ fail ");
    }
    // A program that fails without a word of failed tests did not get as far as counting.
    let good = child.wait().is_ok_and(|it| it.success());
    if !good && failed == 0 || good && passed == 0 {
        failed += 1;
    }
    Part::Ran { passed, failed }
}

/// The number before a word of cargo's `test result:` line.
fn number_before(line: &str, word: &str) -> u32 {
    if !line.contains("test result:") {
        return 0;
    }
    let before = line.split(word).next().filter(|it| it.len() < line.len());
    before.and_then(|it| it.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
}

fn number_after(line: &str, word: &str) -> u32 {
    line.trim().strip_prefix(word).and_then(|it| it.trim().parse().ok()).unwrap_or(0)
}

/// Puts the package where `import "migralint"` finds it.
pub fn install_package() -> Outcome {
    let place = root().join("node_modules/migralint");
    tools::fresh(&place)?;
    tools::copy_files(&dist::package_dir(), &place)
}

fn types() -> Outcome {
    for project in ["www", "clients/vscode", "clients/pr-check"] {
        tools::run(tools::npm_bin("typescript", "bin/tsc").args(["-p", project]))?;
    }
    let mut tsc = tools::npm_bin("typescript", "bin/tsc");
    tsc.args([
        "--noEmit",
        "--strict",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--skipLibCheck",
        "false",
    ]);
    tools::run(tsc.args(["--types", "node", "tests/types.ts"]))
}

/// Asks the oldest and the newest PostgreSQL whether the engine's answers are right: the facts, the battery and
/// the pages' examples. `cargo xtask engines postgres` asks those between, too.
fn servers() -> Part {
    let wanted = engines::Wanted {
        versions: BTreeSet::from([10, 18]),
        case: None,
        detail: engines::Detail::Differences,
    };
    asked("PostgreSQL was not asked", engines::postgres(&wanted))
}

/// Asks every pinned SQLite the same.
fn sqlite() -> Part {
    asked("SQLite was not asked", engines::sqlite::ask(engines::Detail::Differences))
}

fn ways_down() -> Part {
    asked("not every way down was run", engines::ways_down::ask())
}

fn asked(skipped: &str, outcome: Result<engines::Outcome, String>) -> Part {
    match outcome {
        Err(why) => whole(Err(why)),
        Ok(outcome) if !outcome.skipped.is_empty() => {
            Part::Skipped(format!("{skipped}: {}", outcome.skipped.join("; ")))
        }
        Ok(outcome) => Part::Ran { passed: count(outcome.passed), failed: count(outcome.failed) },
    }
}

/// Asks Debian's MariaDB the same, where apt has it.
fn mariadb() -> Part {
    asked(
        "MariaDB was not asked",
        engines::innodb::ask(engines::innodb::Flavour::Mariadb, engines::Detail::Differences),
    )
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn page(chromium: Option<&Path>) -> Part {
    let Some(chromium) = chromium else {
        return Part::Skipped(
            "the page was not tried in a browser: Chromium is not installed".to_owned(),
        );
    };
    match serve::in_background(dist::site_dir()) {
        Err(why) => whole(Err(why)),
        Ok(address) => {
            let mut node = command("node");
            node.args(["--test", "--test-reporter=spec", "tests/page.mjs"]);
            counted(node.env("PAGE", address).env("CHROMIUM", chromium))
        }
    }
}

/// Runs tests/web.rs inside Chromium, with this program as cargo's runner.
fn web(chromium: Option<&Path>) -> Part {
    let (Some(_), Ok(xtask)) = (chromium, std::env::current_exe()) else {
        return Part::Skipped(
            "tests/web.rs was not run: Chromium and its driver are not installed".to_owned(),
        );
    };
    let args = [
        "test",
        "--quiet",
        "--test",
        "web",
        "--no-default-features",
        "--target",
        tools::WASM_TARGET,
    ];
    let runner = format!("{} {}", xtask.display(), tools::BROWSER_RUNNER);
    counted(tools::cargo().args(args).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner))
}

/// Cargo's runner for wasm tests: `args` are the wasm file and the arguments of the test program.
pub fn run_in_browser(args: &[&str]) -> Outcome {
    let driver = tools::which("chromedriver").ok_or("chromedriver is not installed")?;
    let settings = tools::target_dir().join("webdriver.json");
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let json = serde_json::json!({ "goog:chromeOptions": { "args": flags } });
    tools::write(&settings, json.to_string())?;
    // The runner reads these from its own environment alone, so it gets a process of its own.
    if std::env::var_os("CHROMEDRIVER").is_none() {
        let mut again = Command::new(std::env::current_exe().map_err(|it| it.to_string())?);
        again.arg(tools::BROWSER_RUNNER).args(args).env("CHROMEDRIVER", driver);
        again
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        return tools::run(&mut again);
    }
    // Cargo's own words for native tests mean nothing to this runner.
    let args = args.iter().filter(|it| **it != "--quiet");
    let args = ["wasm-bindgen-test-runner"].iter().chain(args).map(OsString::from);
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args)
        .map_err(|it| format!("{it:#}"))
}
