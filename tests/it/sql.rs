//! The SQL front end: the battery of statements, ugly input, hostile input.

use std::fmt::Write as _;

use migralint::dialect::Dialect;
use migralint::lang::sql;
use migralint::ops::{Op, OpKind, OpaqueExtent, OpaqueReason, Statement};
use migralint::text::Span;

fn read(text: &str, dialect: Dialect) -> Vec<Statement> {
    sql::read(text, Span::new(0, text.len()), dialect)
}

fn postgres(text: &str) -> Vec<Statement> {
    read(text, Dialect::Postgres)
}

/// Name and text of each case of a battery file.
fn cases(text: &str) -> Vec<(&str, &str)> {
    text.split("#@ ")
        .filter(|it| !it.trim().is_empty())
        .map(|it| it.split_once('\n').unwrap_or((it, "")))
        .collect()
}

fn battery(dialect: Dialect) -> String {
    let path = format!("{}/tests/facts/statements/{dialect}.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// An operation on one line, without what says nothing.
fn line(op: &Op) -> String {
    let mut text = format!("{:?}", op.kind);
    for value in [
        "None",
        "[]",
        "false",
        "0",
        "No",
        "Unstated",
        "Last",
        "Checked",
        "NoAction",
        "Permanent",
        "\"\"",
    ] {
        text = without_fields(&text, value);
    }
    for name in [
        "ObjectName",
        "DataType",
        "Expr",
        "ColumnDef",
        "Constraint",
        "Key",
        "ForeignKey",
        "IndexKey",
    ] {
        for before in [" ", "(", "["] {
            text = text.replace(&format!("{before}{name} {{ "), &format!("{before}{{ "));
        }
    }
    while let Some(at) = text.find("{ name: \"") {
        let rest = &text[at + 9..];
        let Some(end) = rest.find('"') else { break };
        if rest[end..].starts_with("\" }") {
            text = format!("{}{}{}", &text[..at], &rest[..end], &rest[end + 3..]);
        } else {
            text = format!("{}{{ {}{}", &text[..at], &rest[..end], &rest[end + 1..]);
        }
    }
    text
}

/// The text of a Debug line with every field of this value gone.
fn without_fields(text: &str, value: &str) -> String {
    let needle = format!(": {value}");
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(&needle) {
        let after = &rest[at + needle.len()..];
        let ends = after.starts_with([',', ' ', '}']);
        let name = rest[..at]
            .rfind(|it: char| !it.is_ascii_alphanumeric() && it != '_')
            .map_or(0, |it| it + 1);
        if ends && rest[name..at].len() > 1 {
            let before = &rest[..name];
            match after.strip_prefix(", ") {
                Some(next) => {
                    out.push_str(before);
                    rest = next;
                }
                None => {
                    out.push_str(before.strip_suffix(", ").unwrap_or(before));
                    rest = after;
                }
            }
        } else {
            out.push_str(&rest[..at + needle.len()]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn described(statements: &[Statement]) -> String {
    let mut out = String::new();
    for op in statements.iter().flat_map(|it| &it.ops) {
        writeln!(out, "{}", line(op)).unwrap();
    }
    out
}

/// Compares with the file, or writes it where UPDATE is set.
fn hold(name: &str, actual: &str) {
    let path = format!("{}/tests/sql/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (expected, actual) in expected.split("#@ ").zip(actual.split("#@ ")) {
        assert_eq!(expected, actual, "{name} differs; UPDATE=1 rewrites it");
    }
    assert_eq!(expected.len(), actual.len(), "{name} differs; UPDATE=1 rewrites it");
}

fn opaque_reason(op: &Op) -> Option<(OpaqueReason, OpaqueExtent)> {
    match &op.kind {
        OpKind::Opaque(it) => Some((it.why, it.extent)),
        _ => None,
    }
}

#[test]
fn every_postgres_case_of_the_battery_is_understood() {
    let text = battery(Dialect::Postgres);
    let mut all = String::new();
    for (name, sql) in cases(&text) {
        let statements = postgres(sql);
        writeln!(all, "#@ {name}").unwrap();
        all.push_str(&described(&statements));
        for (why, extent) in statements.iter().flat_map(|it| &it.ops).filter_map(opaque_reason) {
            let honest = matches!(
                (why, extent),
                (OpaqueReason::Procedural, OpaqueExtent::Part) | (OpaqueReason::IncludedFile, _)
            );
            assert!(honest, "{name}: {why:?} {}", described(&statements));
        }
    }
    hold("postgres.txt", &all);
}

// ---- Splitting

/// The statements' texts, one a line, line breaks shown.
fn pieces(text: &str, dialect: Dialect) -> Vec<String> {
    read(text, dialect).iter().map(|it| it.span.of(text).replace('\n', "⏎")).collect()
}

#[test]
fn statements_end_where_the_client_ends_them() {
    let cases: &[(Dialect, &str, &[&str])] = &[
        (Dialect::Postgres, "", &[]),
        (Dialect::Postgres, " ;; -- nothing\n;", &[]),
        (Dialect::Postgres, "\u{feff}SELECT 1;\r\nSELECT 2\r\n", &["SELECT 1", "SELECT 2"]),
        (Dialect::Postgres, "SELECT 1;\0\0SELECT 2", &["SELECT 1", "SELECT 2"]),
        (
            Dialect::Postgres,
            "/* a /* b; */ c; */ SELECT 1; -- ;\nSELECT ';'",
            &["SELECT 1", "SELECT ';'"],
        ),
        (
            Dialect::Postgres,
            "SELECT $a$;$b$;$a$; SELECT $$;$$",
            &["SELECT $a$;$b$;$a$", "SELECT $$;$$"],
        ),
        (
            Dialect::Postgres,
            r"SELECT E'\';'; SELECT '\'; SELECT 3",
            &[r"SELECT E'\';'", r"SELECT '\'", "SELECT 3"],
        ),
        (
            Dialect::Postgres,
            "SELECT \"a;\"\"b\"; SELECT U&\"d;\"",
            &["SELECT \"a;\"\"b\"", "SELECT U&\"d;\""],
        ),
        (
            Dialect::Postgres,
            "COPY t FROM stdin;\n1;\t'\n\\.\nSELECT 1;",
            &["COPY t FROM stdin", "SELECT 1"],
        ),
        (
            Dialect::Postgres,
            "\\set a 'b;c'\nSELECT 1 \\g\nSELECT 2;",
            &["\\set a 'b;c'", "SELECT 1", "\\g", "SELECT 2"],
        ),
        (
            Dialect::Postgres,
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3",
            &[
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
                "SELECT 3",
            ],
        ),
        (
            Dialect::Postgres,
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
            &["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"],
        ),
        (Dialect::Mysql, "SELECT 'a\\';'; # x;\nSELECT `a;`", &["SELECT 'a\\';'", "SELECT `a;`"]),
        (
            Dialect::Mysql,
            "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nSELECT 2;",
            &["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"],
        ),
        (
            Dialect::Mysql,
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW IF a THEN SET b = 1; END IF; SELECT 1",
            &[
                "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW IF a THEN SET b = 1; END IF",
                "SELECT 1",
            ],
        ),
        (Dialect::Mysql, "/*!40101 SET a = 1 */; SELECT 1", &["SET a = 1", "SELECT 1"]),
        (
            Dialect::Sqlite,
            ".mode csv\nCREATE TRIGGER g INSERT ON t BEGIN SELECT 1; SELECT 2; END; SELECT [a;b]",
            &[
                ".mode csv",
                "CREATE TRIGGER g INSERT ON t BEGIN SELECT 1; SELECT 2; END",
                "SELECT [a;b]",
            ],
        ),
        (Dialect::Mssql, "SELECT 1\nGO\nSELECT 2\ngo 5\n", &["SELECT 1", "SELECT 2"]),
        (
            Dialect::Mssql,
            "ALTER TABLE t ADD a INT NULL\nUPDATE t SET a = 0\nALTER TABLE t DROP COLUMN b",
            &["ALTER TABLE t ADD a INT NULL", "UPDATE t SET a = 0", "ALTER TABLE t DROP COLUMN b"],
        ),
        (
            Dialect::Oracle,
            "PROMPT it's here\nBEGIN\n  NULL;\nEND;\n/\nSELECT q'[;]' FROM dual;",
            &["PROMPT it's here", "BEGIN⏎  NULL;⏎END;", "SELECT q'[;]' FROM dual"],
        ),
    ];
    for (dialect, text, expected) in cases {
        assert_eq!(&pieces(text, *dialect), expected, "{dialect}: {text}");
    }
}

#[test]
fn what_is_never_closed_says_where() {
    let cases = [
        ("SELECT 1; SELECT 'abc", "'abc"),
        ("SELECT $x$ abc $y$", "$x$ abc $y$"),
        ("SELECT 1 /* /* */ ;", "/* /* */ ;"),
        ("CREATE TABLE t (a int; SELECT 1", "("),
        ("SELECT 1)", ")"),
        ("SELECT \"abc", "\"abc"),
    ];
    for (text, place) in cases {
        let statements = postgres(text);
        let found = statements.iter().flat_map(|it| &it.ops).find(|op| {
            matches!(opaque_reason(op), Some((OpaqueReason::Unfinished, OpaqueExtent::Statement)))
        });
        assert_eq!(found.map(|op| op.span.of(text)), Some(place), "{text}");
    }
}

// ---- Hostile input

/// Runs on less stack than the wasm has.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap();
}

#[test]
fn chains_and_nests_of_any_length_end() {
    on_a_small_stack(|| {
        // A hundred thousand of each were tried; this many overflow as surely where anything does.
        let many = 20_000;
        let chains = [
            format!("SELECT {}1", "1 AND ".repeat(many)),
            format!("SELECT {}1", "a || ".repeat(many)),
            format!("SELECT 1{}", " UNION SELECT 1".repeat(many)),
            format!("SELECT * FROM a{}", " JOIN b ON true".repeat(many)),
            format!("SELECT 1{}", "::int".repeat(many)),
            format!("SELECT {}1{}", "(".repeat(5_000), ")".repeat(5_000)),
            format!("SELECT {}1{}", "(SELECT ".repeat(5_000), ")".repeat(5_000)),
            format!("SELECT {}1{}", "CASE WHEN ".repeat(5_000), " THEN 1 END".repeat(5_000)),
            format!("SELECT {}1", "NOT ".repeat(many)),
            format!("SELECT {}1", "- ".repeat(many)),
            format!("SELECT 1{}", " IN (1".repeat(5_000) + &")".repeat(5_000)),
            format!("SELECT ARRAY{}1{}", "[".repeat(5_000), "]".repeat(5_000)),
            format!("SELECT {}1", "a.".repeat(many)),
            format!("SELECT {}x{}", "f(".repeat(5_000), ")".repeat(5_000)),
        ];
        for chain in chains {
            let expr = &chain["SELECT ".len()..];
            for text in [
                chain.clone(),
                format!("ALTER TABLE t ADD COLUMN a int DEFAULT {expr}, ADD b int"),
                format!("ALTER TABLE t ADD CHECK ({expr})"),
                format!("CREATE TABLE t (a int CHECK ({expr}) DEFAULT {expr})"),
                format!("CREATE INDEX i ON t (({expr})) WHERE {expr}"),
                format!("CREATE VIEW v AS {chain}"),
                format!("UPDATE t SET a = {expr} WHERE {expr}"),
                format!("INSERT INTO t {chain}"),
                format!("DO $$ BEGIN {chain}; END $$"),
                format!("ALTER TABLE t ALTER a TYPE int{} USING {expr}", "[]".repeat(5_000)),
                format!("WITH a AS ({chain}) DELETE FROM b"),
            ] {
                let started = std::time::Instant::now();
                assert!(!postgres(&text).is_empty());
                // Linear takes a fraction of a second without optimization; the square of it would take minutes.
                assert!(started.elapsed().as_secs() < 20, "{}", &text[..60]);
            }
            for dialect in Dialect::ALL {
                assert!(!read(&chain, dialect).is_empty());
            }
        }
    });
}

#[test]
fn a_long_default_does_not_hide_the_operations_beside_it() {
    on_a_small_stack(|| {
        let long = "(SELECT ".repeat(300) + "1" + &")".repeat(300);
        let text = format!("ALTER TABLE t ADD a int DEFAULT {long}, DROP COLUMN b");
        let described = described(&postgres(&text));
        assert!(described.contains("form: Unread"), "{described}");
        assert!(described.contains("DropColumn { table: t, column: \"b\" }"), "{described}");
    });
}

#[test]
fn no_bytes_make_it_panic() {
    let seeds = battery(Dialect::Postgres) + &battery(Dialect::Mysql) + &battery(Dialect::Mssql);
    let seeds: Vec<&str> = seeds.lines().collect();
    let odd = [
        "'", "\"", "$$", "(", ")", "[", "]", "/*", "*/", "--", "\\", "é", "\0", "${", "}", ":",
        ";", "\u{feff}", "@",
    ];
    let mut state = 1u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below.max(1)
    };
    for round in 0..20_000 {
        let mut text: Vec<char> = seeds[next(seeds.len())].chars().collect();
        for _ in 0..1 + next(3) {
            let at = next(text.len() + 1);
            match next(3) {
                0 => text.truncate(at),
                1 => drop(text.splice(at..at, odd[next(odd.len())].chars())),
                _ => {
                    let end = (at + next(9)).min(text.len());
                    text.drain(at..end);
                }
            }
        }
        let text: String = text.into_iter().collect();
        for statement in read(&text, Dialect::ALL[round % 6]) {
            assert!(!statement.ops.is_empty(), "{text}");
            assert!(text.get(statement.span.range()).is_some(), "{text}");
            for op in &statement.ops {
                assert!(text.get(op.span.range()).is_some(), "{text}");
            }
        }
    }
}
