//! What people type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use migralint::Preset;
use migralint::dialect::Target;

/// A linter for database migrations that needs no database.
///
/// Reads migrations (SQL files, Alembic revisions), replays them, works out what each step does to a live database,
/// and says what will hurt. Without a command it checks.
///
/// Exit status: 0 nothing at or above --fail-on; 1 findings; 2 the command could not do its work.
#[derive(Debug, Parser)]
#[command(name = "migralint", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub paths: Paths,
    #[command(flatten)]
    pub options: Shared,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report what will hurt (the default)
    Check(Paths),
    /// Show what each step does: operations and effects, no rules
    Inspect(Paths),
    /// Show how well each migration can be taken back, and write the downgrades that are missing or wrong
    Revert {
        #[command(flatten)]
        paths: Paths,
        /// Put them into the files; each file is replaced at once
        #[arg(long)]
        write: bool,
    },
    /// Print the plan a person runs: steps, risks, durations, what to ask before and after, the way back
    Plan(Paths),
    /// Print a rule's page
    Explain {
        /// The rule's name, as findings show it
        rule: String,
    },
    /// List every rule
    Rules,
    /// Print the SQL that a person runs once to get a size profile of their database, for --stats
    StatsQuery,
    /// Print a script that completes commands and options in a shell
    Completions { shell: Shell },
}

#[derive(Debug, Args, Default)]
pub struct Paths {
    /// Migrations, or folders that are searched for them; `-` is standard input [default: .]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Shared {
    /// Judge for this database; several times for several. One of postgres, mysql, mariadb, sqlite, oracle, mssql,
    /// with a version and an edition where they matter: `postgres@16`, `mssql@2019:standard`
    #[arg(long, global = true, value_name = "DIALECT[@VERSION][:EDITION]", value_parser = Target::parse)]
    pub target: Vec<Target>,
    /// The schema before the first migration, as DDL
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub schema: Option<PathBuf>,
    /// Rows and bytes per table, as the query of `stats-query` returned them; with them durations are told in seconds
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub stats: Option<PathBuf>,
    /// Ask the rules of this preset too; several times for several. `strict` adds hazards that many teams accept,
    /// `style` adds opinions
    #[arg(long, global = true, value_name = "NAME", value_parser = Preset::parse)]
    pub preset: Vec<Preset>,
    /// How the report is written
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        hide_default_value = true
    )]
    pub format: Format,
    /// The least severity that makes the exit status 1 [default: error]
    #[arg(long, global = true, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Apply the safe fixes to the files; `--fix=all` those too that make new migrations
    #[arg(
        long,
        global = true,
        value_name = "WHICH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "safe"
    )]
    pub fix: Option<Which>,
    /// Print what the fixes would change, and change nothing
    #[arg(long, global = true)]
    pub diff: bool,
    /// Report on migrations after this revision alone; all are replayed
    #[arg(long, global = true, value_name = "REVISION")]
    pub since: Option<String>,
    /// Report on files changed since the branch left this git ref; all are replayed
    #[arg(long, global = true, value_name = "REF")]
    pub changed: Option<String>,
    /// The configuration; else migralint.toml, or pyproject.toml with [tool.migralint], found upwards
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Files read at the same time; 0 for as many as there are cores
    #[arg(long, global = true, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub jobs: usize,
    /// Print findings alone, without the summary
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Do not count the seconds on a terminal while work goes on
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// When to colour the text
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub color: When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

/// Which fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    Safe,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}
