//! Judges the migrations of one folder and prints what it took, as JSON. `cargo xtask bench` runs it.
// A benchmark is about clocks and files.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use migralint::dialect::Target;
use migralint::{Options, Source};
use std::path::Path;
use std::time::{Duration, Instant};

/// As in the command line.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let [folder, targets @ ..] = args.as_slice() else {
        println!("usage: throughput FOLDER TARGET…; see `cargo xtask bench`");
        return;
    };
    let mut sources = Vec::new();
    collect(Path::new(folder), &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let targets = targets.iter().map(|it| Target::parse(it).unwrap()).collect();
    let options = Options { targets, ..Options::default() };
    let bytes: usize = sources.iter().map(|it| it.text.len()).sum();
    let (mut best, mut spent, mut findings) = (Duration::MAX, Duration::ZERO, 0);
    // Small inputs are judged again until the clock can tell; the best time is the least disturbed one.
    while spent < Duration::from_secs(2) {
        let start = Instant::now();
        findings = migralint::check(&sources, &options).findings.len();
        let took = start.elapsed();
        best = best.min(took);
        spent += took;
    }
    let (seconds, peak) = (best.as_secs_f64(), peak());
    println!("{{\"bytes\":{bytes},\"seconds\":{seconds},\"peak\":{peak},\"findings\":{findings}}}");
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            sources.push(Source { path: path.display().to_string(), text });
        }
    }
}

/// The most memory that this process ever held, in bytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) * 1024
}
