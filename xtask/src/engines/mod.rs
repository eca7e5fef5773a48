//! `cargo xtask engines`: the effects engine's answers compared with real servers.

mod answer;
mod behaviour;
mod cases;
mod compare;
mod dumps;
mod examples;
pub mod innodb;
mod measure;
mod packages;
mod schema;
mod server;
pub mod sqlite;
pub mod ways_down;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use cases::Suite;
use innodb::Flavour;
use migralint::cost::sizes;
use migralint::dialect::Dialect;
use server::Server;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub versions: BTreeSet<u16>,
    /// Parts of the names of the cases to run, between commas.
    pub case: Option<String>,
    pub detail: Detail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    Counts,
    Differences,
    /// What each server did, too.
    Everything,
}

impl Wanted {
    fn wants(&self, name: &str) -> bool {
        self.case.as_ref().is_none_or(|it| it.split(',').any(|part| name.contains(part)))
    }
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub passed: usize,
    pub failed: usize,
    /// Why servers could not be had.
    pub skipped: Vec<String>,
}

const USAGE: &str =
    "usage: cargo xtask engines postgres [--versions 10,18] [--case PART,…] [--quiet | --verbose]
       cargo xtask engines sqlite [--quiet]
       cargo xtask engines mariadb [--quiet]
       cargo xtask engines mysql [--quiet]
       cargo xtask engines downgrades
       cargo xtask engines dumps [CORPUS…]";

/// Runs the command; an error where a question was answered wrongly, or could not be asked where it must be.
pub fn command(arguments: &[&str]) -> Result<(), String> {
    let outcome = match arguments {
        ["sqlite"] => sqlite::ask(Detail::Differences)?,
        ["sqlite", "--quiet"] => sqlite::ask(Detail::Counts)?,
        ["downgrades"] => ways_down::ask()?,
        ["dumps", names @ ..] => dumps::ask(names)?,
        ["mariadb"] => innodb::ask(Flavour::Mariadb, Detail::Differences)?,
        ["mariadb", "--quiet"] => innodb::ask(Flavour::Mariadb, Detail::Counts)?,
        ["mysql"] => innodb::ask(Flavour::Mysql, Detail::Differences)?,
        ["mysql", "--quiet"] => innodb::ask(Flavour::Mysql, Detail::Counts)?,
        _ => postgres(&parse(arguments).map_err(|why| format!("{why}\n{USAGE}"))?)?,
    };
    if 0 < outcome.failed {
        return Err(format!("{} answers differ from the servers'", outcome.failed));
    }
    if !outcome.skipped.is_empty() && std::env::var_os("CI").is_some() {
        return Err(format!("not asked: {}", outcome.skipped.join("; ")));
    }
    Ok(())
}

fn parse(arguments: &[&str]) -> Result<Wanted, String> {
    let mut wanted =
        Wanted { versions: packages::majors().collect(), case: None, detail: Detail::Differences };
    let mut arguments = arguments.iter().copied();
    match arguments.next() {
        Some("postgres") => {}
        Some(other) => return Err(format!("`{other}` is not an engine that can be asked")),
        None => return Err("which engine?".to_owned()),
    }
    while let Some(argument) = arguments.next() {
        match argument {
            "--versions" => wanted.versions = versions(arguments.next().unwrap_or_default())?,
            "--case" => wanted.case = Some(arguments.next().unwrap_or_default().to_owned()),
            "--quiet" => wanted.detail = Detail::Counts,
            "--verbose" => wanted.detail = Detail::Everything,
            other => return Err(format!("unknown argument `{other}`")),
        }
    }
    Ok(wanted)
}

fn versions(text: &str) -> Result<BTreeSet<u16>, String> {
    let known: BTreeSet<u16> = packages::majors().collect();
    text.split(',')
        .map(|it| {
            let major = it.trim().parse().ok().filter(|it| known.contains(it));
            major.ok_or_else(|| format!("`{it}` is not a version that can be had"))
        })
        .collect()
}

/// Asks PostgreSQL servers of the wanted versions everything, prints what was learnt, and counts.
pub fn postgres(wanted: &Wanted) -> Result<Outcome, String> {
    let start = Instant::now();
    let suites = suites()?;
    let results = Mutex::new(Vec::new());
    let queue = Mutex::new(wanted.versions.iter().copied());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                // A function of its own, so that the lock is let go before the asking.
                let next = || queue.lock().ok()?.next();
                while let Some(major) = next() {
                    let answered = ask(major, &suites, wanted);
                    if let Ok(mut it) = results.lock() {
                        it.push((major, answered));
                    }
                }
            });
        }
    });
    let mut results = results.into_inner().map_err(|it| it.to_string())?;
    results.sort_by_key(|it| it.0);
    let outcome = report(results, wanted);
    println!(
        "{} agree, {} differ, in {:.0} s",
        outcome.passed,
        outcome.failed,
        start.elapsed().as_secs_f64()
    );
    Ok(outcome)
}

fn suites() -> Result<Vec<Suite>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read =
        |name: &str| std::fs::read_to_string(root.join(name)).map_err(|it| format!("{name}: {it}"));
    let majors = packages::majors().collect();
    Ok(vec![
        Suite {
            name: "facts",
            schema: thinned(&read("tests/facts/postgres-schema.sql")?),
            cases: cases::facts(&read("tests/facts/postgres.json")?)?,
        },
        cases::battery("battery", &read("tests/engines/postgres.sql")?, &majors)?,
        cases::battery("forms", &read("tests/engines/postgres-forms.sql")?, &majors)?,
        cases::battery("web", &read("tests/engines/postgres-web.sql")?, &majors)?,
        cases::battery("hand", &read("tests/engines/postgres-hand.sql")?, &majors)?,
    ])
}

/// The schema of the facts with a tenth of its rows: what is done to a table shows on two thousand rows as on twenty
/// thousand, and copying these for each case would take most of the time. The first rows are those that cases name.
fn thinned(schema: &str) -> String {
    let few = |all: &str| format!("(SELECT g FROM {all} g WHERE g <= 200 OR g % 10 = 0) g");
    ["generate_series(1,20000)", "generate_series(30000,49999)"]
        .iter()
        .fold(schema.to_owned(), |text, all| text.replace(&format!("{all} g"), &few(all)))
}

/// One question and what came of it.
struct Verdict {
    suite: &'static str,
    family: String,
    case: String,
    differences: Vec<String>,
    /// What differed when it was asked first, and not when it was asked again.
    once: Vec<String>,
}

enum Answered {
    Asked(Vec<Verdict>),
    /// Why no server could be had.
    Skipped(String),
}

fn ask(major: u16, suites: &[Suite], wanted: &Wanted) -> Answered {
    let cache = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/engines");
    let mut server = match packages::programs(major, &cache)
        .and_then(|programs| Server::start(&programs, major))
    {
        Ok(server) => server,
        Err(why) => return Answered::Skipped(why),
    };
    if let Err(why) = make_tablespace(&mut server) {
        return Answered::Skipped(why);
    }
    let mut verdicts = Vec::new();
    for (place, suite) in suites.iter().enumerate() {
        ask_suite(&mut server, major, suite, wanted, &mut verdicts);
        if place == 0 && wanted.wants("stats-query") {
            verdicts.push(Verdict {
                suite: "stats",
                family: "stats-query".to_owned(),
                case: "stats-query".to_owned(),
                differences: ask_sizes(&mut server).unwrap_or_else(|why| vec![why]),
                once: Vec::new(),
            });
        }
    }
    if let Err(why) = ask_examples(&mut server, major, wanted, &mut verdicts) {
        verdicts.push(Verdict {
            suite: "pages",
            family: "examples".to_owned(),
            case: "pages".to_owned(),
            differences: vec![why],
            once: Vec::new(),
        });
    }
    Answered::Asked(verdicts)
}

/// Runs the query for sizes over a suite's schema, and counts what it tells of.
fn ask_sizes(server: &mut Server) -> Result<Vec<String>, String> {
    let mut session = server.fresh()?;
    let client = &mut session.client;
    let wrong = |it: postgres::Error| server::describe(&it);
    let mut differences = Vec::new();
    // Before it is analyzed nobody has to know the rows, but what is told has to be true.
    for analyzed in [false, true] {
        if analyzed {
            client.batch_execute("analyze").map_err(wrong)?;
        }
        let rows = client.simple_query(sizes::query(Dialect::Postgres)).map_err(wrong)?;
        let answers: Vec<&str> = rows
            .iter()
            .filter_map(|it| match it {
                postgres::SimpleQueryMessage::Row(row) => row.get(0),
                _ => None,
            })
            .collect();
        let [answer] = answers.as_slice() else {
            return Err(format!("{} rows instead of one", answers.len()));
        };
        let answer: serde_json::Value =
            serde_json::from_str(answer).map_err(|it| format!("not JSON: {it}"))?;
        let tables = answer["tables"].as_array().map_or(&[][..], Vec::as_slice);
        if tables.len() < 10 {
            return Err(format!("only {} tables", tables.len()));
        }
        for table in tables {
            let text = |key: &str| table[key].as_str().unwrap_or_default();
            let name = format!("\"{}\".\"{}\"", text("schema"), text("name"));
            // A table that others inherit from has rows of its own; a partitioned one has none but theirs.
            let kind = format!("select relkind = 'p' from pg_class where oid = '{name}'::regclass");
            let whole: bool = client.query_one(&kind, &[]).map_err(wrong)?.get(0);
            let only = if whole { "" } else { "only" };
            let count = format!("select count(*) from {only} {name}");
            let counted: i64 = client.query_one(&count, &[]).map_err(wrong)?.get(0);
            let told = table["rows"].as_i64();
            if told.is_none() && analyzed || told.is_some_and(|it| it != counted) {
                differences.push(format!("{name}: {told:?} rows, counted {counted}"));
            }
            let bytes = table["bytes"].as_i64().unwrap_or(-1);
            if bytes < 0 || 0 < counted && bytes == 0 || table["indexBytes"].as_i64().is_none() {
                differences.push(format!("{name}: {table}"));
            }
        }
    }
    Ok(differences)
}

/// Asks about the examples of every rule's page, and says which could not be asked.
fn ask_examples(
    server: &mut Server,
    major: u16,
    wanted: &Wanted,
    verdicts: &mut Vec<Verdict>,
) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (all, others) = examples::all(&root)?;
    let majors: Vec<u16> = wanted.versions.iter().copied().collect();
    let newest = majors.last().copied().unwrap_or_default();
    server.set_template("")?;
    let mut unasked = Vec::new();
    let wants = |it: &examples::Example| it.is_for(major, newest) && wanted.wants(&it.name);
    let mut asked: Vec<&examples::Example> = all.iter().filter(|it| wants(it)).collect();
    // What they take for granted is made for those alone that could not be asked without it: others make it themselves.
    asked.retain(|it| match it.ask(server, major) {
        examples::Outcome::Asked(differences) if differences.is_empty() => {
            verdicts.push(Verdict {
                suite: "pages",
                family: it.family().to_owned(),
                case: it.name.clone(),
                differences,
                once: Vec::new(),
            });
            false
        }
        examples::Outcome::Asked(_) | examples::Outcome::Unasked(_) => true,
    });
    server.spoil();
    examples::furnish(server)?;
    if major == newest {
        let others = all.iter().filter(|it| it.wants_other(&majors));
        unasked.extend(others.map(|it| format!("{}: of a version that is not asked", it.name)));
    }
    for example in asked {
        let mut unable = None;
        let (differences, once) = twice(server, |server| {
            unable = None;
            match example.ask(server, major) {
                examples::Outcome::Asked(differences) => differences,
                examples::Outcome::Unasked(why) => {
                    unable = Some(why.clone());
                    vec![why]
                }
            }
        });
        if let Some(why) = unable {
            unasked.push(format!("{}: {why}", example.name));
            continue;
        }
        verdicts.push(Verdict {
            suite: "pages",
            family: example.family().to_owned(),
            case: example.name.clone(),
            differences,
            once,
        });
    }
    if major == newest && wanted.case.is_none() {
        println!("{} examples of other databases were not asked", others.len());
        if wanted.detail != Detail::Counts {
            others.iter().for_each(|it| println!("  {it}"));
        }
    }
    if wanted.case.is_none() || !unasked.is_empty() {
        println!("{} examples could not be asked on PostgreSQL {major}", unasked.len());
        unasked.iter().for_each(|it| println!("  {it}"));
    }
    Ok(())
}

/// Where migralint reads the schema itself otherwise than the server; cases need not repeat it.
fn schema_differences(
    server: &mut Server,
    suite: &Suite,
    major: u16,
) -> Result<Vec<String>, String> {
    let tables = schema::read(&mut server.fresh()?.client).map_err(|it| server::describe(&it))?;
    let answer = answer::about(&measure::Script::default(), &suite.schema, major);
    Ok(schema::differences(&tables, &answer.schema))
}

/// The other tablespace that statements of the facts name.
fn make_tablespace(server: &mut Server) -> Result<(), String> {
    let place = server.place("ts1")?;
    let sql = format!("create tablespace ts1 location '{}'", place.display());
    server.connect("postgres")?.client.batch_execute(&sql).map_err(|it| server::describe(&it))
}

fn ask_suite(
    server: &mut Server,
    major: u16,
    suite: &Suite,
    wanted: &Wanted,
    verdicts: &mut Vec<Verdict>,
) {
    let mut verdict = |family: &str, case: &str, differences: Vec<String>| {
        let (family, case) = (family.to_owned(), case.to_owned());
        verdicts.push(Verdict { suite: suite.name, family, case, differences, once: Vec::new() });
    };
    if !suite.cases.iter().any(|it| it.versions.contains(&major)) {
        return;
    }
    if let Err(why) = server.set_template(&suite.schema) {
        verdict("schema", "schema", vec![why]);
        return;
    }
    let known = match schema_differences(server, suite, major) {
        Ok(differences) => differences,
        Err(why) => vec![why],
    };
    verdict("schema", "schema", known.clone());

    for case in &suite.cases {
        if !case.versions.contains(&major) || !wanted.wants(&case.name) {
            continue;
        }
        let (differences, once) =
            twice(server, |it| ask_case(it, major, suite, case, &known, wanted));
        verdicts.push(Verdict {
            suite: suite.name,
            family: case.family().to_owned(),
            case: case.name.clone(),
            differences,
            once,
        });
    }
}

/// Asks again where an answer differs: a busy machine makes servers late, and locks of statements that run outside of
/// a transaction are seen by looking often. What differs both times differs; what differed only the first time is told.
fn twice(
    server: &mut Server,
    mut ask: impl FnMut(&mut Server) -> Vec<String>,
) -> (Vec<String>, Vec<String>) {
    let first = ask(server);
    if first.is_empty() {
        return (first, Vec::new());
    }
    server.spoil();
    let again = ask(server);
    if again.is_empty() { (again, first) } else { (again, Vec::new()) }
}

fn ask_case(
    server: &mut Server,
    major: u16,
    suite: &Suite,
    case: &cases::Case,
    known: &[String],
    wanted: &Wanted,
) -> Vec<String> {
    let measured = match measure::measure(server, &case.script) {
        Ok(measured) => measured,
        Err(why) => return vec![format!("not measured: {why}")],
    };
    let answer = answer::about(&case.script, &suite.schema, major);
    let mut differences = compare::differences(&answer, &measured);
    if let Some(tables) = &measured.schema {
        let of_schema = schema::differences(tables, &answer.schema);
        differences.extend(of_schema.into_iter().filter(|it| !known.contains(it)));
    }
    if let Some(recorded) = &case.recorded {
        let of_record = compare::against_record(recorded, &measured);
        differences.extend(of_record.into_iter().map(|it| format!("not as on record: {it}")));
    }
    if wanted.detail == Detail::Everything {
        println!("{major} {}: {:?}\n  {:?}", case.name, measured.behaviour, measured.messages);
        println!("  answer {:?}", answer.possible);
    }
    differences
}

fn report(results: Vec<(u16, Answered)>, wanted: &Wanted) -> Outcome {
    let mut outcome = Outcome::default();
    // By suite and family, then by version: how many agree of how many.
    type ByMajor = BTreeMap<u16, (usize, usize)>;
    let mut counts: BTreeMap<(&str, String), ByMajor> = BTreeMap::new();
    // By case and difference: the versions that show it.
    let mut differences: BTreeMap<(String, String), Vec<u16>> = BTreeMap::new();
    let mut once: Vec<String> = Vec::new();
    for (major, answered) in results {
        let verdicts = match answered {
            Answered::Asked(verdicts) => verdicts,
            Answered::Skipped(why) => {
                println!("PostgreSQL {major} skipped: {why}");
                outcome.skipped.push(format!("PostgreSQL {major}: {why}"));
                continue;
            }
        };
        for verdict in verdicts {
            let agrees = verdict.differences.is_empty();
            outcome.passed += usize::from(agrees);
            outcome.failed += usize::from(!agrees);
            let by_version = counts.entry((verdict.suite, verdict.family)).or_default();
            let count = by_version.entry(major).or_default();
            count.0 += usize::from(agrees);
            count.1 += 1;
            once.extend(verdict.once.iter().map(|it| format!("{} [{major}]: {it}", verdict.case)));
            for difference in verdict.differences {
                differences.entry((verdict.case.clone(), difference)).or_default().push(major);
            }
        }
    }
    for ((suite, family), by_version) in &counts {
        let cells: Vec<String> = by_version
            .iter()
            .map(|(major, (good, all))| format!("{major}: {good}/{all}"))
            .collect();
        println!("{suite:8} {family:14} {}", cells.join("  "));
    }
    if wanted.detail != Detail::Counts {
        for ((case, difference), majors) in &differences {
            let majors: Vec<String> = majors.iter().map(u16::to_string).collect();
            println!("{case} [{}]: {difference}", majors.join(","));
        }
    }
    if !once.is_empty() {
        println!("{} differences were not there when asked again:", once.len());
        once.iter().for_each(|it| println!("  {it}"));
    }
    outcome
}
