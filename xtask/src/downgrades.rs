//! Grades the ways down of real revisions, and draws some of a grade to be read against their source.

use crate::corpus;
use crate::tools::Outcome;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A graded way down, as a person reads it.
struct Graded {
    corpus: String,
    grade: String,
    told: String,
}

/// Prints how many ways down of each corpus have which grade: of the named corpora, or of those that hold Alembic
/// revisions. `--grade G --draw N --seed S` draws some of a grade, one corpus after the other.
pub fn downgrades(args: &[&str]) -> Outcome {
    let (mut draw, mut seed, mut wanted, mut debug) = (0, 0, "wrong", false);
    let mut names: Vec<String> = Vec::new();
    let mut args = args.iter();
    while let Some(&arg) = args.next() {
        match arg {
            "--debug" => debug = true,
            "--draw" => draw = corpus::number(arg, args.next())?,
            "--seed" => seed = corpus::number(arg, args.next())?,
            "--grade" => wanted = args.next().ok_or("--grade needs a grade, such as `wrong`")?,
            _ if arg.starts_with("--") => return Err(format!("there is no option {arg}")),
            name => names.push(name.to_owned()),
        }
    }
    if names.is_empty() {
        names = corpus::alembic_names()?;
    }
    let migralint = corpus::migralint(debug)?;
    let mut graded = Vec::new();
    for name in &names {
        for (target, folder) in corpus::parts(name)? {
            let report = corpus::ask("revert", &target, &folder, &migralint)?;
            let migrations = report["migrations"].as_array().into_iter().flatten();
            graded.extend(migrations.filter_map(|it| read(name, &target, &folder, it)));
        }
    }
    print_counts(&names, &graded);
    let of_grade: Vec<&Graded> = graded.iter().filter(|it| it.grade == wanted).collect();
    for it in spread(&of_grade, draw, seed) {
        println!("\n{}: {}", it.corpus, it.told);
    }
    Ok(())
}

/// `None` where the convention has no way down, or the revision is without an upgrade.
fn read(corpus: &str, target: &str, folder: &Path, migration: &Value) -> Option<Graded> {
    let grade = migration["downgrade"]["grade"].as_str()?;
    let path = migration["path"].as_str()?;
    let full = folder.parent()?.join(path);
    let reasons = migration["downgrade"]["reasons"].as_array().into_iter().flatten();
    let mut told = format!("{}, for {target}", full.display());
    for reason in reasons.filter_map(Value::as_str) {
        told.push_str("\n    ");
        told.push_str(reason);
    }
    for line in fs::read_to_string(&full).unwrap_or_default().lines() {
        told.push_str("\n      | ");
        told.push_str(line);
    }
    Some(Graded { corpus: corpus.to_owned(), grade: grade.to_owned(), told })
}

fn print_counts(names: &[String], graded: &[Graded]) {
    const GRADES: [&str; 5] = ["exact", "structure-only", "unproved", "wrong", "impossible"];
    println!("{:24} {:>8} {}", "corpus", "ways", GRADES.map(|it| format!("{it:>14}")).join(" "));
    let row = |title: &str, of: &dyn Fn(&Graded) -> bool| {
        let ours: Vec<&Graded> = graded.iter().filter(|it| of(it)).collect();
        let count = |grade| ours.iter().filter(|it| it.grade == grade).count();
        let counts = GRADES.map(|grade| format!("{:14}", count(grade))).join(" ");
        println!("{title:24} {:8} {counts}", ours.len());
    };
    for name in names {
        row(name, &|it| it.corpus == *name);
    }
    row("all", &|_| true);
}

/// So many of the list, by chance but the same for the same seed; each corpus has its turn before one has its second.
fn spread<'g>(list: &[&'g Graded], count: usize, seed: u64) -> Vec<&'g Graded> {
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    let mut drawn: Vec<(usize, &Graded)> = Vec::new();
    for place in corpus::shuffled(list.len(), seed) {
        let turn = turns.entry(&list[place].corpus).or_default();
        drawn.push((*turn, list[place]));
        *turn += 1;
    }
    drawn.sort_by_key(|it| it.0);
    drawn.into_iter().take(count).map(|it| it.1).collect()
}
