//! Small histories with the schema that they end in, and how their statements ran.
//!
//! A folder of `tests/chains` is a case: migrations, `target` where it is not postgres's default, `given.sql` for the
//! schema before; `schema.txt` is the schema after the last way up, `steps.txt`, where it is there, how each statement
//! ran. `UPDATE=1 cargo test` rewrites both.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use migralint::dialect::Target;
use migralint::lint::{self, Ask, Judged};
use migralint::ops::unit::Direction;
use migralint::report::model::SchemaReport;
use migralint::report::schema;
use migralint::{Options, Source};

#[test]
fn histories_end_in_the_schema_that_the_database_would_have() {
    let mut wrong = Vec::new();
    for case in folders(Path::new("tests/chains")) {
        let (schema, steps) = run(&case);
        compare(&case.join("schema.txt"), &schema, &mut wrong);
        if case.join("steps.txt").exists() {
            compare(&case.join("steps.txt"), &steps, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compare(path: &Path, found: &str, wrong: &mut Vec<String>) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return;
    }
    if std::env::var("UPDATE").is_ok() {
        fs::write(path, found).expect("a writable test folder");
    } else {
        wrong.push(format!("{}:\n--- expected\n{expected}--- found\n{found}", path.display()));
    }
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).expect("a folder of cases");
    let mut folders: Vec<PathBuf> =
        entries.map(|it| it.expect("a folder's entry").path()).filter(|it| it.is_dir()).collect();
    folders.sort();
    folders
}

fn sources(case: &Path) -> Vec<Source> {
    let is_migration = |it: &Path| {
        let extension = it.extension().and_then(|it| it.to_str());
        matches!(extension, Some("sql" | "py")) && !it.ends_with("given.sql")
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(case)
        .expect("a case")
        .map(|it| it.expect("a folder's entry").path())
        .filter(|it| is_migration(it))
        .collect();
    paths.sort();
    let name = |it: &Path| it.file_name().expect("a file").to_string_lossy().into_owned();
    paths
        .iter()
        .map(|it| Source { path: name(it), text: fs::read_to_string(it).expect("a migration") })
        .collect()
}

/// The schema after the case's last way up, and a line for each statement.
fn run(case: &Path) -> (String, String) {
    let target = fs::read_to_string(case.join("target")).unwrap_or_else(|_| "postgres".to_owned());
    let target = Target::parse(target.trim()).expect("a target");
    let given = fs::read_to_string(case.join("given.sql")).ok();
    let options = Options {
        targets: vec![target],
        schema: given.map(|text| Source { path: "given.sql".to_owned(), text }),
        ..Options::default()
    };
    let sources = sources(case);
    let (mut end, mut steps) = (String::new(), String::new());
    lint::judge(&sources, &options, target, Ask::Effects, &mut |judged| match judged {
        Judged::Unit(unit, _) => {
            let way = if unit.direction == Direction::Up { "up" } else { "down" };
            _ = writeln!(steps, "{} {way}", unit.id);
        }
        Judged::Step(step) => {
            let text = &sources[step.unit.source].text;
            let sql = step.statement.sql.as_deref().unwrap_or(step.statement.span.of(text));
            let held: Vec<String> = step
                .transaction
                .held
                .iter()
                .map(|it| format!("{} {}", it.lock.relation, it.lock.mode.name))
                .collect();
            _ = writeln!(
                steps,
                "  {:?} {} [{}] {}",
                step.transaction.inside,
                step.transaction.number,
                held.join(", "),
                sql.split_whitespace().collect::<Vec<_>>().join(" ")
            );
        }
        Judged::Schema(schema) => end = written(&schema::report(schema)),
        Judged::Finding(_) | Judged::Proof { .. } => {}
    });
    (end, steps)
}

/// The schema as people read it, a thing a line.
fn written(schema: &SchemaReport) -> String {
    let mut text = String::new();
    for table in &schema.tables {
        let kind = table.persistence.map_or(String::new(), |it| format!("{it} "));
        _ = write!(text, "{kind}table {}", table.name);
        if table.known != "whole" {
            _ = write!(text, " (known {})", table.known);
        }
        if let Some(by) = &table.partition_by {
            _ = write!(text, " partition by {by}");
        }
        if let Some(of) = &table.partition_of {
            _ = write!(text, " partition of {of}");
        }
        if !table.inherits.is_empty() {
            _ = write!(text, " inherits {}", table.inherits.join(", "));
        }
        text.push('\n');
        for column in &table.columns {
            _ = write!(text, "  {} {}", column.name, column.data_type.as_deref().unwrap_or("?"));
            match column.nullable {
                Some(true) => {}
                Some(false) => text.push_str(" not null"),
                None => text.push_str(" null?"),
            }
            if let Some(default) = &column.default {
                _ = write!(text, " default {default}");
            }
            if let Some(generated) = &column.generated {
                _ = write!(text, " generated {generated}");
            }
            if let Some(comment) = &column.comment {
                _ = write!(text, " comment {comment}");
            }
            text.push('\n');
        }
        let kinds = [
            ("constraint", &table.constraints),
            ("index", &table.indexes),
            ("trigger", &table.triggers),
            ("option", &table.options),
        ];
        for (kind, list) in kinds {
            for it in list {
                _ = writeln!(text, "  {kind} {} {}", it.name, it.detail);
            }
        }
    }
    let kinds = [("view", &schema.views), ("sequence", &schema.sequences), ("type", &schema.types)];
    for (kind, list) in kinds {
        for it in list {
            _ = writeln!(text, "{kind} {} {}", it.name, it.detail);
        }
    }
    if text.is_empty() { "nothing\n".to_owned() } else { text }
}
