//! Measures speed and memory, native and wasm, over growing inputs.

use crate::tools::{self, Outcome, command, target_dir};
use crate::{corpus, dist};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

mod dialects;
mod squawk;

/// The generated file at its largest, in bytes.
const LARGEST: usize = 10_000_000;

/// How the inputs grow: 1, 4, 16.
const FACTORS: [usize; 3] = [1, 4, 16];

/// So many files hold the largest generated text, where it is many small ones.
const FILES: usize = 5_000;

/// The corpus with the most operations, and how often its history is repeated.
const LONGEST: &str = "ethyca-fides";
const REPEATED: [usize; 4] = [1, 2, 4, 8];

/// The parts.
const PARTS: [&str; 5] = ["sizes", "history", "dialects", "paste", "squawk"];

/// Measures everything, or one part.
pub fn bench(part: Option<&str>) -> Outcome {
    let folder = target_dir().join("bench-input");
    let wanted = |name: &str| part.is_none_or(|it| it == name);
    if let Some(part) = part
        && !PARTS.contains(&part)
    {
        return Err(format!("there is no part `{part}`; there are {}", PARTS.join(", ")));
    }
    if part != Some("squawk") {
        dist::dist()?;
        tools::run(tools::cargo().args(["bench", "--quiet", "--bench", "throughput", "--no-run"]))?;
    }
    if wanted("sizes") {
        sizes(&folder)?;
    }
    if wanted("history") {
        longest(&folder)?;
    }
    if wanted("dialects") {
        dialects::compare(&folder)?;
    }
    if wanted("paste") {
        paste(&folder.join("paste"))?;
    }
    if wanted("squawk") {
        squawk::compare(&folder)?;
    }
    Ok(())
}

/// Prints a table: input, size, native and wasm speed and memory. Of Node's memory, what the idle process with the
/// module loaded holds is told apart from what judging the input adds, V8's optimising compiler with it; the module's
/// own memory is a part of that. The module has one thread, so that the native code's speed on one core stands beside.
fn sizes(folder: &Path) -> Outcome {
    println!("\n{:22} {:>4} {:>9}   {:>29}   wasm in Node", "", "", "", "native");
    println!(
        "{:22} {:>4} {:>9}   {:>8} {:>8} {:>11}   {:>8} {:>11} {:>9} {:>9} {:>9}",
        "input",
        "",
        "MB",
        "MB/s",
        "one core",
        "peak MB",
        "MB/s",
        "peak MB",
        "idle MB",
        "added MB",
        "module MB"
    );
    for factor in FACTORS {
        let input = folder.join(format!("sql-{factor}"));
        fresh_file(&input, &generated(LARGEST / 16 * factor))?;
        row("generated SQL", &format!("×{factor}"), &input)?;
    }
    row("the same, small files", "×16", &small_files(folder)?)?;
    let history = history("apache-airflow-3")?;
    for factor in FACTORS {
        row(
            "Airflow 3's history",
            &format!("×{factor}"),
            &copies(&history, folder, "airflow", factor)?,
        )?;
    }
    Ok(())
}

/// The longest history, and how the time for it grows.
fn longest(folder: &Path) -> Outcome {
    let history = history(LONGEST)?;
    println!(
        "\n{:22} {:>4} {:>9} {:>12} {:>12}",
        "history", "", "revisions", "native ms", "wasm ms"
    );
    for factor in REPEATED {
        let input = copies(&history, folder, LONGEST, factor)?;
        let milliseconds = |it: &Value| it["seconds"].as_f64().unwrap_or(0.0) * 1e3;
        println!(
            "{LONGEST:22} {:>4} {:9} {:12.0} {:12.0}",
            format!("×{factor}"),
            history.len() * factor,
            milliseconds(&native(&input)?),
            milliseconds(&wasm(&input)?),
        );
    }
    Ok(())
}

fn fresh_file(input: &Path, text: &str) -> Outcome {
    tools::fresh(input)?;
    tools::write(&input.join("0001_generated.sql"), text)
}

/// The largest generated text as many files of whole statements.
pub fn small_files(folder: &Path) -> Outcome<PathBuf> {
    let input = folder.join("small");
    tools::fresh(&input)?;
    let text = generated(LARGEST);
    let statements: Vec<&str> = text.split_inclusive(";\n\n").collect();
    for (number, some) in statements.chunks(statements.len().div_ceil(FILES)).enumerate() {
        tools::write(&input.join(format!("{number:05}_generated.sql")), some.concat())?;
    }
    Ok(input)
}

/// The largest generated text as one file.
pub fn large_file(folder: &Path) -> Outcome<PathBuf> {
    let input = folder.join("large");
    fresh_file(&input, &generated(LARGEST))?;
    Ok(input)
}

fn row(name: &str, factor: &str, input: &Path) -> Outcome {
    let one_core = printed(throughput(input, &[TARGET]).env("RAYON_NUM_THREADS", "1"))?;
    let (native, wasm) = (native(input)?, wasm(input)?);
    let megabytes = |it: &Value, key: &str| it[key].as_f64().unwrap_or(0.0) / 1e6;
    let speed =
        |it: &Value| megabytes(it, "bytes") / it["seconds"].as_f64().unwrap_or(f64::INFINITY);
    println!(
        "{name:22} {factor:>4} {:9.2}   {:8.1} {:8.1} {:11.0}   {:8.1} {:11.0} {:9.0} {:9.0} {:9.0}",
        megabytes(&native, "bytes"),
        speed(&native),
        speed(&one_core),
        megabytes(&native, "peak"),
        speed(&wasm),
        megabytes(&wasm, "peak"),
        megabytes(&wasm, "idle"),
        megabytes(&wasm, "peak") - megabytes(&wasm, "idle"),
        megabytes(&wasm, "memory"),
    );
    Ok(())
}

/// What all are measured for where they are for one database.
const TARGET: &str = "postgres@16";

fn native(input: &Path) -> Outcome<Value> {
    measure_for(input, &[TARGET])
}

fn measure_for(input: &Path, targets: &[&str]) -> Outcome<Value> {
    printed(&mut throughput(input, targets))
}

fn throughput(input: &Path, targets: &[&str]) -> Command {
    let mut bench = tools::cargo();
    bench.args(["bench", "--quiet", "--bench", "throughput", "--"]);
    bench.arg(input).args(targets);
    bench
}

fn wasm(input: &Path) -> Outcome<Value> {
    measure(command("node").arg("benches/throughput.mjs"), input)
}

fn measure(command: &mut Command, input: &Path) -> Outcome<Value> {
    printed(command.arg(input).arg(TARGET))
}

fn printed(command: &mut Command) -> Outcome<Value> {
    let printed = tools::output(command)?;
    serde_json::from_str(printed.trim())
        .map_err(|it| format!("the benchmark printed no JSON: {it}\n{printed}"))
}

/// One migration of fifty lines, as somebody pastes it.
fn paste(input: &Path) -> Outcome {
    let text: Vec<String> = generated(20_000).lines().take(50).map(str::to_owned).collect();
    tools::write(&input.join("pasted.sql"), text.join("\n"))?;
    let measured = measure(command("node").arg("benches/throughput.mjs").env("PASTE", "1"), input)?;
    let milliseconds = |key: &str| measured[key].as_f64().unwrap_or(0.0);
    println!(
        "\none pasted migration of 50 lines in wasm: {:.2} ms in the middle, {:.2} ms the first time; loading took {:.0} ms",
        milliseconds("median"),
        milliseconds("first"),
        milliseconds("loaded")
    );
    Ok(())
}

/// A long migration of many kinds of statements, the same for the same size.
fn generated(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1000);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut table = 0;
    while text.len() < bytes {
        statement(&mut text, &mut random, &mut table);
    }
    text
}

fn statement(text: &mut String, random: &mut Random, tables: &mut u64) {
    let kind = random.below(12);
    let table = random.below((*tables).max(1));
    let other = random.below((*tables).max(1));
    let number = random.below(1_000_000);
    // Writing to a string cannot fail.
    let _ = match kind {
        0 | 1 => {
            *tables += 1;
            let new = *tables - 1;
            writeln!(
                text,
                "-- what customers asked for in ticket {number}\ncreate table shop.orders_{new} (\n    id bigint generated always as identity primary key,\n    customer_id bigint not null,\n    total numeric(12, 2) not null default 0 check (0 <= total),\n    note text,\n    placed_at timestamptz not null default now(),\n    constraint orders_{new}_note unique (customer_id, note)\n);\n"
            )
        }
        2 => writeln!(text, "alter table shop.orders_{table} add column extra_{number} text;\n"),
        3 => writeln!(
            text,
            "alter table shop.orders_{table}\n    add column flag_{number} boolean not null default false,\n    alter column note set default 'none';\n"
        ),
        4 => writeln!(
            text,
            "create index orders_{table}_{number} on shop.orders_{table} (customer_id, placed_at desc) where 0 < total;\n"
        ),
        5 => writeln!(
            text,
            "alter table shop.orders_{table} add constraint fk_{number} foreign key (customer_id) references shop.orders_{other} (id) not valid;\n"
        ),
        6 => writeln!(
            text,
            "update shop.orders_{table} set note = coalesce(note, '') || ' seen ' || {number}::text where id % 10 = {} and placed_at < now() - interval '1 day';\n",
            number % 10
        ),
        7 | 8 => {
            let rows: Vec<String> = (0..8)
                .map(|it| {
                    format!("    ({}, {}.25, 'it''s row {it} of {number}')", number + it, it * 7)
                })
                .collect();
            writeln!(
                text,
                "insert into shop.orders_{table} (customer_id, total, note) values\n{};\n",
                rows.join(",\n")
            )
        }
        9 => {
            writeln!(text, "comment on table shop.orders_{table} is 'orders of region {number}';\n")
        }
        10 => writeln!(
            text,
            "create function touch_{number}() returns trigger language plpgsql as $body$\nbegin\n    new.placed_at := now();\n    return new;\nend;\n$body$;\n"
        ),
        _ => writeln!(
            text,
            "create view recent_{number} as\nselect o.id, o.total, p.note\nfrom shop.orders_{table} o\njoin shop.orders_{other} p on p.id = o.customer_id\nwhere o.total between 1 and {number};\n"
        ),
    };
}

/// xorshift64*: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}

/// A corpus's scripts: names and texts.
fn history(corpus: &str) -> Outcome<Vec<(PathBuf, String)>> {
    let mut scripts = Vec::new();
    for folder in corpus::folders(corpus)? {
        for path in corpus::migrations(&folder)? {
            let bytes = fs::read(&path).map_err(|it| format!("{}: {it}", path.display()))?;
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            scripts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(scripts)
}

/// So many copies of a history in a folder of their own.
fn copies(
    history: &[(PathBuf, String)],
    folder: &Path,
    name: &str,
    factor: usize,
) -> Outcome<PathBuf> {
    let input = folder.join(format!("{name}-{factor}"));
    tools::fresh(&input)?;
    for copy in 0..factor {
        copy_history(history, &input, copy)?;
    }
    Ok(input)
}

/// Writes a copy in which each revision has a name of its own, so that every copy is a history.
fn copy_history(history: &[(PathBuf, String)], input: &Path, copy: usize) -> Outcome {
    let revision = |text: &str| {
        let line = text.lines().find(|it| it.starts_with("revision"))?;
        Some(line.split(['"', '\'']).nth(1)?.to_owned())
    };
    let revisions: Vec<String> = history.iter().filter_map(|it| revision(&it.1)).collect();
    for (name, text) in history {
        let mut text = text.clone();
        for it in revisions.iter().filter(|_| 0 < copy) {
            for quote in ['"', '\''] {
                text = text
                    .replace(&format!("{quote}{it}{quote}"), &format!("{quote}{it}_{copy}{quote}"));
            }
        }
        tools::write(&input.join(format!("copy{copy}/versions")).join(name), text)?;
    }
    Ok(())
}
