//! How long things take where the sizes of tables are known, and what is not claimed.

use std::path::Path;

use migralint::cost::estimate::rounded;
use migralint::cost::sizes::{self, Size, Sizes};
use migralint::dialect::{Dialect, Target};
use migralint::report::model::CostReport;
use migralint::{Options, Source};
use serde_json::Value;

use crate::command::Folder;

fn source(text: &str) -> Source {
    Source { path: "1.sql".to_owned(), text: text.to_owned() }
}

fn size(name: &str, rows: f64, bytes: f64) -> Size {
    Size { name: name.to_owned(), rows: Some(rows), bytes: Some(bytes), ..Size::default() }
}

fn options(target: &str, schema: &str, sizes: Vec<Size>) -> Options {
    Options {
        targets: vec![Target::parse(target).expect("a target")],
        schema: Some(source(schema)),
        sizes: Sizes::new(sizes),
        ..Options::default()
    }
}

/// The cost of the text's last statement over `k`, a million rows as wide as those that were measured.
fn cost(target: &str, schema: &str, text: &str) -> CostReport {
    let width = if target.starts_with("postgres") { 114e6 } else { 100e6 };
    let options = options(target, schema, vec![size("k", 1e6, width), size("par", 1e5, 3.6e6)]);
    let mut report = migralint::inspect(&[source(text)], &options);
    report.migrations.remove(0).steps.pop().expect("a statement").cost
}

const K: &str = "create table par (id int primary key);
    create table k (id int, a int, b bigint, c int, txt text, ts timestamp, num numeric);";

/// Every statement that was timed takes what its estimate says.
#[test]
fn what_was_measured_lies_within_its_estimate() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts/costs.json");
    let text = std::fs::read_to_string(path).expect("the facts");
    let facts: Value = serde_json::from_str(&text).expect("JSON");
    let mut compared = 0;
    for fact in facts["measurements"].as_array().expect("a list") {
        let target = match fact["engine"].as_str() {
            Some("postgres") => "postgres@16",
            Some("maria1011") => "mariadb@10.11",
            Some("mysql8046") => "mysql@8.0.46",
            other => panic!("an engine {other:?}"),
        };
        let (Some(sql), Some(ms)) = (fact["sql"].as_str(), fact["ms"].as_f64()) else { continue };
        // Queries have no estimate, and rows that a condition chooses one for all.
        let op = fact["op"].as_str().expect("a name");
        if op.starts_with("insert") || op.starts_with("seq_scan") || op.contains("batch") {
            continue;
        }
        // MariaDB and MySQL drop their two indexes before some measurements and say so in the name.
        let mut schema = if target.starts_with("postgres") {
            K.to_owned()
        } else {
            K.replace("id int, a", "id int primary key, a")
        };
        let two = ["2_indexes", "reindex", "set_unlogged", "set_logged", "set_not_null"];
        if two.iter().any(|it| op.contains(it)) && op != "set_not_null_scan" {
            schema.push_str("create index k1 on k (a); create index k2 on k (b, txt);");
        }
        if op == "set_logged" {
            schema = schema.replace("create table k", "create unlogged table k");
        }
        let rows = fact["rows"].as_f64().expect("a number");
        let before = if op == "add_fk_checks_off" { "set foreign_key_checks = 0;" } else { "" };
        let estimate = cost(target, &schema, &format!("{before} {sql}"));
        let Some([least, most]) = estimate.seconds.as_deref() else {
            panic!("{op} on {target}: {}", estimate.because);
        };
        let seconds = ms / 1e3 * 1e6 / rows;
        // Five million rows were timed too; an estimate is of one.
        if rows == 1e6 || 0.05 < seconds {
            assert!(
                *least <= seconds && seconds <= *most,
                "{op} on {target}: {seconds} s, told {least} to {most}"
            );
            compared += 1;
        }
    }
    assert!(60 < compared, "{compared}");
}

#[test]
fn a_range_is_no_wider_than_what_it_covers() {
    let scan = cost("postgres@16", K, "alter table k alter a set not null");
    let [least, most] = scan.seconds.as_deref().expect("an estimate") else { panic!() };
    assert!(*most < 0.2 && 0.01 < *least, "{least} to {most}");
    assert!(
        scan.because.starts_with("`k` with 1000000 rows in 114000000 bytes; "),
        "{}",
        scan.because
    );
    assert_eq!(scan.bytes.as_deref(), Some(&[0, 0][..]));
    let rewrite = cost("postgres@16", K, "alter table k alter a type bigint");
    assert_eq!(rewrite.bytes.as_deref(), Some(&[0, 114_000_000][..]));
    let instant = cost("postgres@16", K, "alter table k add z int");
    assert!(instant.seconds.expect("an estimate")[1] < 0.05);
}

/// What nobody measured or nobody can know has no number, and says why.
#[test]
fn what_is_not_known_is_not_told() {
    let none = |target: &str, text: &str, why: &str| {
        let cost = cost(target, K, text);
        assert_eq!((cost.seconds, cost.bytes, cost.certainty), (None, None, "unknown"), "{text}");
        assert!(cost.because.contains(why), "{text}: {}", cost.because);
    };
    none("postgres@16", "create index i on elsewhere (a)", "do not tell of `elsewhere`");
    none("postgres@16", "create index i on k using gist (ts)", "an index by gist");
    none("postgres@16", "select count(*) from k", "its plan");
    none("postgres@16", "select pg_sleep(100)", "not known");
    none("postgres@16", "update k set a = par.id from par where par.id = k.c", "its plan");
    none("postgres@16", "create table n as select * from k", "its plan");
    none("postgres@16", "vacuum k", "not measured");
    none("postgres@16", "frobnicate k", "not known");
    none("sqlite", "create index i on k (a)", "SQLite works was not measured");
    none("mssql", "create index i on k (a)", "SQL Server works was not measured");
    none("oracle", "create index i on k (a)", "Oracle works was not measured");
    let bare = options("postgres@16", K, Vec::new());
    let report = migralint::inspect(&[source("create index i on k (a)")], &bare);
    let because = &report.migrations[0].steps[0].cost.because;
    assert!(because.contains("stats-query"), "{because}");
}

#[test]
fn sizes_are_found_as_the_database_finds_tables() {
    let named = |schema: Option<&str>, name: &str| Size {
        schema: schema.map(str::to_owned),
        ..size(name, 1.0, 1.0)
    };
    let sizes = Sizes::new(vec![
        named(Some("public"), "t"),
        named(Some("sales"), "t"),
        named(None, "Upper"),
        named(None, "upper"),
    ]);
    let found = |schema: Option<&str>, name: &str, dialect| {
        let mut relation = migralint::ops::ObjectName::bare(name);
        relation.schema = schema.map(Into::into);
        sizes.of(&relation, dialect).map(|it| (it.schema.as_deref(), it.name.as_str()))
    };
    assert_eq!(found(None, "t", Dialect::Postgres), Some((Some("public"), "t")));
    assert_eq!(found(Some("sales"), "t", Dialect::Postgres), Some((Some("sales"), "t")));
    assert_eq!(found(Some("other"), "t", Dialect::Postgres), None);
    assert_eq!(found(None, "upper", Dialect::Postgres), Some((None, "upper")));
    assert_eq!(found(None, "UPPER", Dialect::Postgres), None);
    assert_eq!(found(None, "UPPER", Dialect::Mysql), Some((None, "Upper")));
}

#[test]
fn a_small_table_makes_a_finding_milder_and_never_silent() {
    let severities = |rows: f64, text: &str| -> Vec<(String, &'static str)> {
        let options = options("postgres@16", K, vec![size("k", rows, rows * 114.0)]);
        let report = migralint::check(&[source(text)], &options);
        report.findings.into_iter().map(|it| (it.rule, it.severity)).collect()
    };
    let text = "create index i on k (a);\nalter table k drop column b;";
    let (large, small) = (severities(5e7, text), severities(40.0, text));
    let of = |all: &[(String, &'static str)], rule: &str| {
        all.iter().find(|it| it.0 == rule).map(|it| it.1)
    };
    assert_eq!(of(&large, "blocking-index-build"), Some("error"));
    assert_eq!(of(&small, "blocking-index-build"), Some("warning"));
    // Loss of data, and what breaks code, do not depend on sizes.
    let others = |all: &[(String, &'static str)]| -> Vec<(String, &'static str)> {
        all.iter().filter(|it| it.0 != "blocking-index-build").cloned().collect()
    };
    assert_eq!(others(&large), others(&small));
    assert_eq!(large.len(), small.len());
    // What the disk has to hold is asked of large tables alone.
    assert_eq!(of(&severities(1e8, text), "second-copy"), Some("note"));
}

#[test]
fn a_finding_says_how_long() {
    let options = options("postgres@16", K, vec![size("k", 1e8, 114e8)]);
    let report = migralint::check(&[source("create index i on k (a);")], &options);
    let reason = &report.findings[0].reason;
    assert!(reason.ends_with("; here that is about 21 to 220 s"), "{reason}");
}

#[test]
fn two_digits_are_kept() {
    for (exact, told) in
        [(0.000_1, 0.0), (0.012_34, 0.012), (0.099_9, 0.1), (1.26, 1.3), (1234.0, 1200.0)]
    {
        assert_eq!(rounded(exact).to_string(), told.to_string());
    }
}

#[test]
fn every_database_has_its_query() {
    let folder = Folder::new();
    for dialect in ["postgres", "mysql", "mariadb", "sqlite", "oracle", "mssql"] {
        let run = folder.run(&["stats-query", "--target", dialect]);
        assert_eq!(run.status, Some(0), "{}", run.error);
        let expected = sizes::query(Dialect::parse(dialect).expect("a dialect"));
        assert_eq!(run.out, expected);
        assert!(expected.starts_with("-- Run with: ") && expected.contains("indexBytes"));
    }
    let run = folder.run(&["stats-query", "--target", "mysql", "--target", "sqlite"]);
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
}

#[test]
fn a_file_of_sizes_is_read_and_a_broken_one_said() {
    let folder = Folder::new();
    folder.write("1.sql", b"create index i on orders (a);\n");
    let stats = r#"{"tables": [{"schema": "public", "name": "orders", "rows": 1000000, "bytes": 114000000, "indexBytes": null}]}"#;
    folder.write("stats.json", stats.as_bytes());
    let args = ["inspect", "--format", "json", "--stats", "stats.json", "1.sql"];
    let run = folder.run(&args);
    assert_eq!(run.status, Some(0), "{}", run.error);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    let cost = &report["migrations"][0]["steps"][0]["cost"];
    assert_eq!(cost["certainty"], "estimated");
    assert_eq!(cost["seconds"].as_array().map(Vec::len), Some(2));
    folder.write("migralint.toml", "stats = \"stats.json\"\n".as_bytes());
    assert!(folder.run(&["plan", "1.sql"]).out.contains(" s, once its locks are granted"));
    for (text, wrong) in [
        ("", "not JSON"),
        ("[]", "no list `tables`"),
        ("{\"tables\": {}}", "no list `tables`"),
        ("{\"tables\": [5]}", "table 1 of `tables`: has to be an object"),
        ("{\"tables\": [{\"rows\": 1}]}", "`name` has to be a string"),
        (
            "{\"tables\": [{\"name\": \"a\"}, {\"name\": \"b\", \"rows\": -1}]}",
            "table 2 of `tables`: `rows`",
        ),
        ("{\"tables\": [{\"name\": \"a\", \"bytes\": \"9\"}]}", "`bytes` has to be a number"),
        ("{\"tables\": [{\"name\": \"a\", \"rows\": 1e300}]}", "`rows` has to be a number"),
        (&"[".repeat(100_000), "not JSON"),
        ("{\"tables\": [{\"name\": \"a\", \"schema\": 1}]}", "`schema` has to be a string"),
    ] {
        folder.write("stats.json", text.as_bytes());
        let run = folder.run(&["1.sql"]);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{text}");
        assert!(
            run.error.starts_with("error: stats.json: ") && run.error.contains(wrong),
            "{}",
            run.error
        );
        assert_eq!(run.error.lines().count(), 1);
    }
    let run = folder.run(&["--stats", "absent.json", "1.sql"]);
    assert_eq!(run.status, Some(2));
    assert!(run.error.contains("absent.json"), "{}", run.error);
}
