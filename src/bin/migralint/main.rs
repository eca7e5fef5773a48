//! The command line: the only code that touches the disk, the clock and the environment.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod args;
mod decode;
mod files;
mod git;
mod mend;
mod progress;
mod settings;
mod stats;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{CommandFactory, Parser};
use ignore::overrides::Override;
use migralint::cost::sizes::{self, Sizes};
use migralint::dialect::Dialect;
use migralint::lint::Fixes;
use migralint::report::model::CheckReport;
use migralint::report::text::{Colors, Extent, Look, visible};
use migralint::report::{json, text};
use migralint::{Date, Options, Repaired, Safety, Source};

use args::{Cli, Command, FailOn, Format, Shared, When, Which};
use files::Files;
use settings::Settings;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What the command did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    /// Something could not be done, and it was said.
    Failed,
}

fn main() -> ExitCode {
    let outcome = match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(error) if !error.use_stderr() => {
            print(|out| out.write_all(error.render().ansi().to_string().as_bytes()))
        }
        Err(error) => Err(one_line(&error.to_string())),
    };
    let outcome = outcome.unwrap_or_else(|message| {
        say(&message);
        Outcome::Failed
    });
    ExitCode::from(match outcome {
        Outcome::Clean => 0,
        Outcome::Findings => 1,
        Outcome::Failed => 2,
    })
}

/// An error on standard error, in one line. That nobody reads it is no reason to fail differently.
fn say(message: &str) {
    let _ = writeln!(io::stderr(), "error: {}", visible(&one_line(message)));
}

/// A message of several lines as one.
fn one_line(message: &str) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    lines.join("; ")
}

fn run(cli: Cli) -> Result<Outcome, String> {
    let options = cli.options;
    if 0 < options.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build_global();
        pool.map_err(|it| format!("--jobs {}: {it}; give a smaller number", options.jobs))?;
    }
    match cli.command {
        None => check(&cli.paths.paths, &options),
        Some(Command::Check(paths)) => check(&paths.paths, &options),
        Some(Command::Inspect(paths)) => inspect(&paths.paths, &options),
        Some(Command::Revert { paths, write }) => revert(&paths.paths, write, &options),
        Some(Command::Plan(paths)) => plan(&paths.paths, &options),
        Some(Command::Explain { rule }) => explain(&rule, &options),
        Some(Command::Rules) => rules(&options),
        Some(Command::StatsQuery) => stats_query(&options),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "migralint", &mut script);
            print(|out| out.write_all(&script))
        }
    }
}

fn check(paths: &[PathBuf], shared: &Shared) -> Result<Outcome, String> {
    let mut input = Input::read(paths, shared)?;
    let report = match (shared.diff, shared.fix) {
        (true, which) => {
            let repaired = repaired(&input, which.unwrap_or(Which::Safe), shared);
            input.files.troubles.extend(said(mend::spared(&input.files, &repaired)));
            let diff = mend::diff(&input.files.sources, &repaired);
            print(|out| out.write_all(harmless(diff).as_bytes()))?;
            input.during(shared, migralint::check)
        }
        (false, Some(which)) => {
            let repaired = repaired(&input, which, shared);
            input.files.troubles.extend(said(mend::write(&input.files, &repaired)));
            input.files.sources = repaired.sources;
            input.files.sources.extend(repaired.created);
            report_findings(&repaired.report, &input, shared)?;
            repaired.report
        }
        (false, None) => {
            input.options.fixes = match shared.format {
                Format::Json => Fixes::Wanted,
                Format::Text => Fixes::Unwanted,
            };
            let report = input.during(shared, migralint::check);
            report_findings(&report, &input, shared)?;
            report
        }
    };
    let fail_on = shared.fail_on.or(input.fail_on).unwrap_or(FailOn::Error);
    let counts = |severity: &str| match fail_on {
        FailOn::Error => severity == "error",
        FailOn::Warning => severity != "note",
        FailOn::Note => true,
        FailOn::Never => false,
    };
    let found = report.findings.iter().any(|it| counts(it.severity));
    let outcome = input.outcome(if found { Outcome::Findings } else { Outcome::Clean });
    // The process ends here: giving the memory back piece by piece would only take time.
    std::mem::forget((report, input));
    Ok(outcome)
}

fn report_findings(
    report: &CheckReport,
    input: &Input,
    shared: &Shared,
) -> Result<Outcome, String> {
    match shared.format {
        Format::Json => print_json(report),
        Format::Text => {
            print_text(shared, |out, look| text::check(out, report, &input.files.sources, look))
        }
    }
}

fn repaired(input: &Input, which: Which, shared: &Shared) -> Repaired {
    let freest = match which {
        Which::Safe => Safety::Safe,
        Which::All => Safety::Ask,
    };
    let frozen: Vec<usize> = input.files.foreign.keys().copied().collect();
    let repair = |sources: &[Source], options: &Options| {
        migralint::repair(sources, options, freest, &frozen)
    };
    input.during(shared, repair)
}

/// Tells each trouble and hands it on.
fn said(troubles: Vec<String>) -> Vec<String> {
    for trouble in &troubles {
        say(trouble);
    }
    troubles
}

/// What a terminal may be shown of a difference; a program gets it as it is.
fn harmless(diff: String) -> String {
    if !io::stdout().is_terminal() {
        return diff;
    }
    diff.lines().map(|it| format!("{}\n", visible(it))).collect()
}

fn inspect(paths: &[PathBuf], shared: &Shared) -> Result<Outcome, String> {
    let input = Input::read(paths, shared)?;
    let report = input.during(shared, migralint::inspect);
    match shared.format {
        Format::Json => print_json(&report)?,
        Format::Text => print_text(shared, |out, look| text::inspect(out, &report, look))?,
    };
    Ok(input.outcome(Outcome::Clean))
}

/// Shows the ways down, and puts them into the files if asked to.
fn revert(paths: &[PathBuf], write: bool, shared: &Shared) -> Result<Outcome, String> {
    let mut input = Input::read(paths, shared)?;
    let report = input.during(shared, migralint::revert);
    match shared.format {
        Format::Json => print_json(&report)?,
        Format::Text => print_text(shared, |out, look| text::revert(out, &report, look))?,
    };
    if write {
        let (new, created) = migralint::report::fill::written(&input.files.sources, &report);
        let troubles = mend::write_texts(&input.files, &new, &created);
        input.files.troubles.extend(said(troubles));
    }
    Ok(input.outcome(Outcome::Clean))
}

fn plan(paths: &[PathBuf], shared: &Shared) -> Result<Outcome, String> {
    let input = Input::read(paths, shared)?;
    let report = input.during(shared, migralint::plan);
    match shared.format {
        Format::Json => print_json(&report)?,
        Format::Text => print_text(shared, |out, look| text::plan(out, &report, look))?,
    };
    Ok(input.outcome(Outcome::Clean))
}

fn explain(name: &str, shared: &Shared) -> Result<Outcome, String> {
    let rule = migralint::config::find(name).and_then(|it| migralint::explain(it.name));
    let Some(page) = rule else {
        let mend = match migralint::rules::closest(name) {
            Some(closest) => format!("did you mean `{closest}`?"),
            None => "`migralint rules` lists all".to_owned(),
        };
        return Err(format!("there is no rule `{name}`; {mend}"));
    };
    match shared.format {
        Format::Json => print_json(&json::page(page)),
        Format::Text => print_text(shared, |out, look| text::page(out, &page, look)),
    }
}

fn rules(shared: &Shared) -> Result<Outcome, String> {
    let rules = migralint::all_rules();
    match shared.format {
        Format::Json => print_json(&json::rules(rules)),
        Format::Text => print_text(shared, |out, look| text::rules(out, &rules, look)),
    }
}

/// Prints the query for the target's database, or for the one that the configuration names first.
fn stats_query(shared: &Shared) -> Result<Outcome, String> {
    let targets = match shared.target.as_slice() {
        [] => settings::read(shared.config.as_deref(), None)?.targets,
        given => given.to_vec(),
    };
    let dialects: BTreeSet<Dialect> = targets.iter().map(|it| it.dialect).collect();
    if 1 < dialects.len() {
        return Err("stats-query: several databases; name one with --target".to_owned());
    }
    let dialect = targets.first().map_or(Dialect::Postgres, |it| it.dialect);
    let query = sizes::query(dialect);
    match shared.format {
        Format::Json => print_json(&serde_json::json!({"dialect": dialect.name(), "sql": query})),
        Format::Text => print(|out| out.write_all(query.as_bytes())),
    }
}

/// Everything that a command over migrations needs, read.
struct Input {
    files: Files,
    options: Options,
    fail_on: Option<FailOn>,
}

impl Input {
    fn read(paths: &[PathBuf], shared: &Shared) -> Result<Input, String> {
        let settings =
            settings::read(shared.config.as_deref(), paths.first().map(PathBuf::as_path))?;
        let excluded = match &settings.exclude {
            None => Override::empty(),
            Some(excluded) => excluded.compile()?,
        };
        let schema = match shared.schema.as_ref().or(settings.schema.as_ref()) {
            None => None,
            Some(path) => Some(files::read_one(path)?),
        };
        let sizes = match shared.stats.as_ref().or(settings.stats.as_ref()) {
            None => Sizes::default(),
            Some(path) => stats::read(path)?,
        };
        let here = [PathBuf::from(".")];
        let mut files = files::read(if paths.is_empty() { &here } else { paths }, &excluded);
        for trouble in &files.troubles {
            say(trouble);
        }
        let Settings { targets, presets, rules, file, fail_on, .. } = settings;
        let presets = if shared.preset.is_empty() { presets } else { shared.preset.clone() };
        let (targets, targets_from) = match shared.target.as_slice() {
            [] if targets.is_empty() => (Vec::new(), None),
            [] => (targets, file),
            given => (given.to_vec(), None),
        };
        let read_as = std::mem::take(&mut files.read_as);
        let neighbours = std::mem::take(&mut files.neighbours);
        let mut options = Options {
            targets,
            targets_from,
            schema,
            sizes,
            today: Some(today()),
            rules,
            presets,
            read_as,
            neighbours,
            fixes: Fixes::Wanted,
            base: Vec::new(),
            only: None,
        };
        only(paths, shared, &files, &mut options)?;
        Ok(Input { files, options, fail_on })
    }

    /// Does this with what was read, and tells on a terminal that it goes on.
    fn during<T>(&self, shared: &Shared, work: impl FnOnce(&[Source], &Options) -> T) -> T {
        progress::during(shared, || work(&self.files.sources, &self.options))
    }

    /// The outcome, unless something could not be read.
    fn outcome(&self, outcome: Outcome) -> Outcome {
        if self.files.troubles.is_empty() { outcome } else { Outcome::Failed }
    }
}

/// Says which sources are reported on, where not all are asked for, and what was in them before.
fn only(
    paths: &[PathBuf],
    shared: &Shared,
    files: &Files,
    options: &mut Options,
) -> Result<(), String> {
    let mut only: Option<BTreeSet<usize>> = None;
    if let Some(revision) = &shared.since {
        let after = migralint::lint::sources_after(&files.sources, options, revision);
        only = Some(after.ok_or_else(|| {
            format!("--since {revision}: no migration, or more than one, is called so; name one as its file does")
        })?);
    }
    if let Some(reference) = &shared.changed {
        let beside = paths.iter().map(PathBuf::as_path).find(|it| it.exists());
        let changed = git::changed(reference, beside.unwrap_or(Path::new(".")))?;
        let mut places = BTreeSet::new();
        for (place, source) in files.sources.iter().enumerate() {
            let whole = Path::new(&source.path).canonicalize();
            let Some(whole) = whole.ok().filter(|it| changed.paths.contains(it)) else { continue };
            if only.as_ref().is_none_or(|it| it.contains(&place)) {
                places.insert(place);
                let before = changed.before(&whole);
                options.base.extend(before.map(|text| Source { path: source.path.clone(), text }));
            }
        }
        only = Some(places);
    }
    options.only = only;
    Ok(())
}

/// Today, in Universal Time.
fn today() -> Date {
    let seconds =
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |it| it.as_secs());
    Date::from_days(u32::try_from(seconds / 86_400).unwrap_or(u32::MAX))
}

fn print_json<T: serde::Serialize>(answer: &T) -> Result<Outcome, String> {
    print(|out| json::write(out, answer))
}

fn print_text(
    shared: &Shared,
    write: impl FnOnce(&mut dyn fmt::Write, Look) -> fmt::Result,
) -> Result<Outcome, String> {
    let look = Look {
        colors: colors(shared.color),
        width: std::env::var("COLUMNS")
            .ok()
            .and_then(|it| it.parse().ok())
            .unwrap_or(140)
            .clamp(40, 400),
        extent: if shared.quiet { Extent::Findings } else { Extent::Whole },
    };
    print(|out| {
        let mut adapter = Adapter { out, error: None };
        let written = write(&mut adapter, look);
        match adapter.error {
            Some(error) => Err(error),
            None => written.map_err(io::Error::other),
        }
    })
}

/// Colours where a terminal shows them and nobody asked for none (no-color.org).
fn colors(when: When) -> Colors {
    let wanted = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|it| it == "dumb");
            io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
        }
    };
    if wanted { Colors::Ansi } else { Colors::Plain }
}

/// Text for a writer of bytes, keeping the error that `fmt` has no room for.
struct Adapter<'a> {
    out: &'a mut dyn Write,
    error: Option<io::Error>,
}

impl fmt::Write for Adapter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

/// So many bytes are handed to standard output at once: a report of many findings is long.
const OUTPUT_BUFFER: usize = 1 << 16;

/// Writes to standard output. A reader that has seen enough is no failure.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Outcome, String> {
    let mut out = io::BufWriter::with_capacity(OUTPUT_BUFFER, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => Ok(Outcome::Clean),
        // Nobody reads any more: whatever is still in the buffer is not worth an error when it is dropped.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            let _ = out.into_parts();
            Ok(Outcome::Clean)
        }
        Err(error) => Err(format!("the report cannot be written: {error}")),
    }
}
