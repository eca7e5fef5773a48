//! The SQL front end: the battery of statements, ugly input, hostile input.

use std::fmt::Write as _;

use migralint::dialect::{Dialect, Target};
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
        "TypeName",
        "Expression",
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
    understood(Dialect::Postgres);
}

#[test]
fn every_mysql_case_of_the_battery_is_understood() {
    understood(Dialect::Mysql);
}

#[test]
fn every_mariadb_case_of_the_battery_is_understood() {
    understood(Dialect::Mariadb);
}

#[test]
fn every_sqlite_case_of_the_battery_is_understood() {
    understood(Dialect::Sqlite);
}

#[test]
fn every_mssql_case_of_the_battery_is_understood() {
    understood(Dialect::Mssql);
}

#[test]
fn every_oracle_case_of_the_battery_is_understood() {
    understood(Dialect::Oracle);
}

fn understood(dialect: Dialect) {
    let text = battery(dialect);
    let mut all = String::new();
    for (name, sql) in cases(&text) {
        let statements = read(sql, dialect);
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
    hold(&format!("{dialect}.txt"), &all);
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
            Dialect::Mysql,
            "ALTER TABLE t ADD a INT /*!80023 INVISIBLE */",
            &["ALTER TABLE t ADD a INT /*!80023 INVISIBLE"],
        ),
        (
            Dialect::Sqlite,
            ".mode csv\nCREATE TRIGGER g INSERT ON t BEGIN SELECT 1; SELECT 2; END; SELECT [a;b]",
            &[
                ".mode csv",
                "CREATE TRIGGER g INSERT ON t BEGIN SELECT 1; SELECT 2; END",
                "SELECT [a;b]",
            ],
        ),
        (Dialect::Mssql, "SELECT 1\nGO\nSELECT 2\ngo 2\n", &["SELECT 1", "SELECT 2", "SELECT 2"]),
        (
            Dialect::Mssql,
            "ALTER TABLE t ADD a INT NULL\nUPDATE t SET a = 0\nALTER TABLE t DROP COLUMN b",
            &["ALTER TABLE t ADD a INT NULL", "UPDATE t SET a = 0", "ALTER TABLE t DROP COLUMN b"],
        ),
        // What is meant for another database ends where it ends there.
        (
            Dialect::Mssql,
            "DROP INDEX CONCURRENTLY IF EXISTS i",
            &["DROP INDEX CONCURRENTLY IF EXISTS i"],
        ),
        (
            Dialect::Mssql,
            "ALTER TYPE e ADD VALUE IF NOT EXISTS 'x'",
            &["ALTER TYPE e ADD VALUE IF NOT EXISTS 'x'"],
        ),
        (
            Dialect::Mssql,
            "CREATE OR REPLACE VIEW v AS SELECT 1 AS a UNION SELECT 2",
            &["CREATE OR REPLACE VIEW v AS SELECT 1 AS a UNION SELECT 2"],
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
fn a_version_comment_is_judged_by_the_version() {
    let cases = [
        ("mysql@8.0.23", "/*!80023 SELECT 1 */; SELECT 2", 2),
        ("mysql@8.0.22", "/*!80023 SELECT 1 */; SELECT 2", 1),
        ("mysql@8.0", "/*!80023 SELECT 1 */; SELECT 2", 2),
        ("mysql@8.0.23", "/*M! SELECT 1 */; SELECT 2", 1),
        ("mariadb@10.6", "/*M! SELECT 1 */; /*!40101 SELECT 2 */", 2),
        ("mariadb@10.6", "/*!80023 SELECT 1 */; SELECT 2", 1),
        ("mariadb@10.6", "/*!101100 SELECT 1 */; /*M!100600 SELECT 2 */", 1),
    ];
    for (target, text, expected) in cases {
        let target = Target::parse(target).unwrap();
        let found = sql::read_for(text, Span::new(0, text.len()), target);
        assert_eq!(found.len(), expected, "{target}: {text}");
    }
}

#[test]
fn what_is_literal_in_a_block_is_read_and_the_rest_is_said_to_be_unread() {
    let cases = [
        (
            "DO $$ BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN others THEN NULL; END $$",
            "AddColumn { table: t, column: { a, data_type: Some({ name: integer, text: \"int\" }) } }",
            OpaqueReason::Procedural,
        ),
        (
            "DO $do$ DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP EXECUTE format('DROP TABLE %I', r); END LOOP; \
             DROP TABLE u; END $do$",
            "DropTable { name: u }",
            OpaqueReason::DynamicSql,
        ),
        (
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1) THEN CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f(); \
             END IF; END $$",
            "CreateTrigger(CreateTrigger { g, table: t, events: \"before insert\", function: Some(f),  })",
            OpaqueReason::Procedural,
        ),
    ];
    for (text, first, why) in cases {
        let statements = postgres(text);
        assert_eq!(statements.len(), 1, "{text}");
        assert_eq!(line(&statements[0].ops[0]), first, "{text}");
        assert!(statements[0].condition.is_some(), "{text}");
        let last = statements[0].ops.last().and_then(opaque_reason);
        assert_eq!(last, Some((why, OpaqueExtent::Part)), "{text}");
    }
}

#[test]
fn a_block_that_passes_over_what_is_there_is_a_guarded_statement() {
    let cases = [
        (
            "DO $$ BEGIN CREATE TYPE m AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null; END $$;",
            "CreateType(CreateType { name: m, definition: Enum([\"a\"]), guard: IfNeeded })",
        ),
        (
            "do $$ begin drop table t; exception when undefined_table or undefined_object then raise notice 'x'; end $$",
            "DropTable { name: t, guard: IfNeeded }",
        ),
    ];
    for (text, op) in cases {
        let statements = postgres(text);
        assert_eq!(described(&statements).trim_end(), op, "{text}");
        assert!(statements[0].condition.is_none(), "{text}");
    }
    // Two statements are undone together, another error is another matter, and a handler may do something.
    for text in [
        "do $$ begin drop table t; drop table u; exception when undefined_table then null; end $$",
        "do $$ begin drop table t; exception when undefined_table or lock_not_available then null; end $$",
        "do $$ begin drop table t; exception when undefined_table then create table u (a int); end $$",
    ] {
        let statements = postgres(text);
        let last = statements[0].ops.last().and_then(opaque_reason);
        assert_eq!(last, Some((OpaqueReason::Procedural, OpaqueExtent::Part)), "{text}");
    }
}

#[test]
fn types_are_named_as_the_database_names_them() {
    let cases = [
        ("int4", "integer", &[][..], 0),
        ("_int4", "integer", &[], 1),
        ("INT[3][]", "integer", &[], 2),
        ("int ARRAY[4]", "integer", &[], 1),
        ("varchar(10)", "character varying", &["10"], 0),
        ("character varying", "character varying", &[], 0),
        ("char", "character", &["1"], 0),
        ("\"char\"", "char", &[], 0),
        ("bpchar", "bpchar", &[], 0),
        ("float", "double precision", &[], 0),
        ("float(24)", "real", &[], 0),
        ("decimal(10)", "numeric", &["10", "0"], 0),
        ("timestamp(3) with time zone", "timestamp with time zone", &["3"], 0),
        ("timestamptz(3)", "timestamp with time zone", &["3"], 0),
        ("timestamp", "timestamp without time zone", &[], 0),
        ("time with time zone", "time with time zone", &[], 0),
        ("interval day to second(3)", "interval", &["3", "day to second"], 0),
        ("interval(6)", "interval", &["6"], 0),
        ("bit varying(5)", "bit varying", &["5"], 0),
        ("pg_catalog.int8", "bigint", &[], 0),
        ("bigserial", "bigint", &[], 0),
        ("geometry(Point, 4326)", "geometry", &["point", "4326"], 0),
        ("public.Mood", "mood", &[], 0),
        ("t.a%TYPE", "a%type", &[], 0),
    ];
    for (text, name, args, array) in cases {
        let found = sql::read_type(text, Dialect::Postgres).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.name.name.as_str(), found.array), (name, array), "{text}");
        assert_eq!(found.args, args, "{text}");
    }
    for text in ["", "int int", "varchar(", "1", "int4;"] {
        assert_eq!(sql::read_type(text, Dialect::Postgres), None, "{text}");
    }
}

#[test]
fn expressions_say_what_they_mention() {
    let cases = [
        ("now() AT TIME ZONE 'utc'", "now", "", ""),
        ("coalesce(a, b.c, $1) > 0", "coalesce", "a c", ""),
        ("CURRENT_TIMESTAMP(3)", "current_timestamp", "", ""),
        ("a IS NOT NULL AND (b IS NOT NULL AND c > 1)", "", "a b c", "a b"),
        ("a IS NOT NULL OR b IS NOT NULL", "", "a b", ""),
        ("NOT (a IS NULL)", "", "a", "a"),
        ("(a) IS NOT NULL", "", "a", "a"),
        ("\"A b\" NOTNULL", "", "A b", "A b"),
        ("nextval('s'::regclass)", "nextval", "", ""),
        ("EXISTS (SELECT x FROM y WHERE lower(z) = 'q')", "lower", "x z", ""),
        ("extract(epoch FROM ts)", "extract", "ts", ""),
        ("CASE WHEN a THEN f(b) ELSE NULL END", "f", "a b", ""),
        ("a = ANY (ARRAY['x'::text, 'y'])", "", "a", ""),
        ("a BETWEEN 1 AND 2 AND b IN (1, 2) AND c NOT LIKE 'x%'", "", "a b c", ""),
        ("data ->> 'k' ? 'x'", "", "data", ""),
        ("interval '1 day' * n", "", "n", ""),
        ("make_interval(days => d)", "make_interval", "d", ""),
        ("pg_catalog.lower(a) OPERATOR(pg_catalog.=) 'x'", "lower", "a", ""),
    ];
    for (text, functions, columns, proven) in cases {
        let found = sql::read_expr(text, Dialect::Postgres);
        let names: Vec<&str> = found.functions.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names.join(" "), functions, "{text} {found:?}");
        assert_eq!(found.columns.join(" "), columns, "{text}");
        assert_eq!(found.proves_not_null.join(" "), proven, "{text}");
    }
}

#[test]
fn queries_say_what_they_read() {
    let cases = [
        ("SELECT a FROM b, c.d AS e JOIN f USING (g) WHERE h IN (SELECT i FROM j)", "b c.d f j"),
        ("WITH a AS (SELECT 1 FROM b), c (d) AS (SELECT 2 FROM a) SELECT * FROM c, e", "b e"),
        ("SELECT extract(year FROM ts), a IS DISTINCT FROM b FROM t", "t"),
        ("SELECT * FROM f(1) x, LATERAL (SELECT 1 FROM y) z, ONLY w", "w y"),
        ("SELECT 1 UNION ALL SELECT 2 FROM a ORDER BY b, c", "a"),
        ("SELECT * FROM (a JOIN b ON true)", "a b"),
        ("SELECT * FROM \"A\".\"B\" FOR UPDATE OF x", "A.B"),
        ("VALUES (1), (2)", ""),
    ];
    for (text, reads) in cases {
        let statements = postgres(text);
        let OpKind::Query { reads: found, .. } = &statements[0].ops[0].kind else {
            panic!("{text}")
        };
        let mut found: Vec<String> = found.iter().map(ToString::to_string).collect();
        found.sort();
        assert_eq!(found.join(" "), reads, "{text}");
    }
}

/// Long texts are read by several cores at once.
#[test]
fn a_long_text_says_what_its_statements_say_one_by_one() {
    let text = |number: usize| match number % 3 {
        0 => format!("alter table t{number} add column c text default '{number};', drop d;\n"),
        1 => format!("insert into t{number} (a) values ({number}), ('/*');\n"),
        _ => format!("copy t{number} from stdin;\n{number}\n;\n\\.\n"),
    };
    let texts: Vec<String> = (0..12_000).map(text).collect();
    let (mut start, mut expected) = (0, Vec::new());
    for text in &texts {
        for statement in postgres(text) {
            let at = start + statement.span.start as usize;
            expected.push((at, statement.ops.into_iter().map(|it| it.kind).collect::<Vec<_>>()));
        }
        start += text.len();
    }
    let read = postgres(&texts.concat()).into_iter().map(|it| {
        (it.span.start as usize, it.ops.into_iter().map(|it| it.kind).collect::<Vec<_>>())
    });
    assert_eq!(expected.len(), 12_000);
    assert!(read.eq(expected));
}

#[test]
fn an_unknown_tail_is_said_and_the_operation_kept() {
    let text =
        "ALTER TABLE t ADD a int FROBNICATE 3, DROP b, TWIDDLE c; CREATE INDEX i ON t (a) SIDEWAYS";
    let statements = postgres(text);
    let found: Vec<(Option<OpaqueExtent>, &str)> = statements
        .iter()
        .flat_map(|it| &it.ops)
        .map(|op| (opaque_reason(op).map(|it| it.1), op.span.of(text)))
        .collect();
    let part = Some(OpaqueExtent::Part);
    let expected = [
        (None, "ADD a int FROBNICATE 3"),
        (part, "FROBNICATE 3"),
        (None, "DROP b"),
        (part, "TWIDDLE c"),
        (None, "CREATE INDEX i ON t (a) SIDEWAYS"),
        (part, "SIDEWAYS"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn embedded_sql_keeps_its_place_in_the_file() {
    let statements = sql::read_embedded("SELECT 1; DROP TABLE t", Dialect::Postgres, &|it| {
        Span::new(it.start as usize + 100, it.end as usize + 100)
    });
    assert_eq!(statements[1].sql.as_deref(), Some("DROP TABLE t"));
    assert_eq!(statements[1].span, Span::new(110, 122));
    assert_eq!(statements[1].ops[0].span, Span::new(110, 122));
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
                assert!(!postgres(&text).is_empty());
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

#[test]
fn transact_sql_tells_statements_apart_without_semicolons() {
    let text = "ALTER TABLE t ADD a INT NULL\nDROP TABLE u\nALTER INDEX i ON t REBUILD\nDROP VIEW v\n\
                ALTER ROLE r ADD MEMBER m\nDROP PROCEDURE IF EXISTS p\nALTER TABLE t ALTER COLUMN a BIGINT NULL\n\
                UPDATE t SET a = CASE WHEN b = 1 THEN 2 ELSE 3 END\nIF OBJECT_ID('w') IS NOT NULL DROP TABLE w\nELSE\n\
                CREATE TABLE w (a INT)\nDELETE FROM t WHERE a IN (SELECT a FROM u)\nINSERT INTO t SELECT 1 UNION ALL SELECT 2\n\
                WHILE 1 = 1 BEGIN DELETE TOP (10) FROM t IF @@ROWCOUNT = 0 BREAK END\nPRINT 'x'\nGRANT SELECT, UPDATE ON t TO m\n\
                BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH\nMERGE t USING u ON t.a = u.a WHEN MATCHED THEN DELETE;\n\
                WITH c AS (SELECT a FROM t) UPDATE c SET a = 1\nSET NOCOUNT ON\nTRUNCATE TABLE t";
    let first = |it: &String| it.split(['⏎', ' ']).next().unwrap_or("").to_owned();
    let ours: Vec<String> = pieces(text, Dialect::Mssql).iter().map(first).collect();
    let theirs = [
        "ALTER", "DROP", "ALTER", "DROP", "ALTER", "DROP", "ALTER", "UPDATE", "IF", "DELETE",
        "INSERT", "WHILE", "PRINT", "GRANT", "BEGIN", "MERGE", "WITH", "SET", "TRUNCATE",
    ];
    assert_eq!(ours, theirs);
}

/// What a statement changes, where its words do not name the table itself, and where its end is easily missed.
#[test]
fn what_transact_sql_and_oracle_change_is_named() {
    let cases: [(Dialect, &str, &[&str]); 24] = [
        (
            Dialect::Oracle,
            "CREATE TABLE b (a NUMBER) FOR EXCHANGE WITH TABLE t",
            &["create-table B"],
        ),
        (
            Dialect::Oracle,
            "CREATE BLOCKCHAIN TABLE b (a NUMBER) NO DROP UNTIL 31 DAYS IDLE NO DELETE LOCKED",
            &["create-table B"],
        ),
        (
            Dialect::Oracle,
            "CREATE VECTOR INDEX v ON t (e) ORGANIZATION NEIGHBOR PARTITIONS DISTANCE COSINE",
            &["create-index T"],
        ),
        (Dialect::Oracle, "CREATE SEARCH INDEX s ON t (j) FOR JSON", &["create-index T"]),
        (
            Dialect::Oracle,
            "ALTER TABLE t MODIFY PRIMARY KEY DISABLE KEEP INDEX",
            &["alter-constraint T"],
        ),
        (
            Dialect::Mssql,
            "ALTER TABLE t ADD s xml COLUMN_SET FOR ALL_SPARSE_COLUMNS",
            &["add-column t"],
        ),
        (
            Dialect::Mssql,
            "WITH XMLNAMESPACES ('u' AS n) SELECT a FROM t FOR XML PATH('n:x')",
            &["query t"],
        ),
        (Dialect::Mssql, "ADD SENSITIVITY CLASSIFICATION TO dbo.t.a WITH (LABEL = 'x')", &["run"]),
        (
            Dialect::Mssql,
            "WITH a AS (SELECT x FROM dbo.T), b AS (SELECT x FROM a) DELETE FROM b WHERE x = 1",
            &["delete T"],
        ),
        (Dialect::Mssql, "WITH a AS (SELECT x FROM T) UPDATE a SET x = 1", &["update T"]),
        (Dialect::Mssql, "WITH a AS (SELECT x FROM T) UPDATE U SET x = 1", &["update U"]),
        (
            Dialect::Mssql,
            "ALTER TABLE t ENABLE CHANGE_TRACKING WITH (TRACK_COLUMNS_UPDATED = ON)\nALTER TABLE t ADD a INT NULL",
            &["set-table-option t", "add-column t"],
        ),
        (
            Dialect::Mssql,
            "GRANT SELECT ON t TO m WITH GRANT OPTION\nDENY DELETE ON t TO m\nDROP TABLE u",
            &["grant t", "revoke t", "drop-table u"],
        ),
        (
            Dialect::Mssql,
            "ALTER FULLTEXT INDEX ON t START FULL POPULATION\nDROP TABLE u",
            &["alter-object", "drop-table u"],
        ),
        (Dialect::Mssql, "ALTER SCHEMA sales TRANSFER dbo.t", &["set-table-schema t"]),
        (Dialect::Mssql, "ALTER SCHEMA sales TRANSFER TYPE::dbo.t", &["move-object"]),
        (Dialect::Mssql, "BULK INSERT t FROM 'x.csv' WITH (TABLOCK)", &["copy t"]),
        (
            Dialect::Mssql,
            ":out x.log\n:On Error exit\n!!dir\nDROP TABLE u\nGO -- done\nDROP TABLE v\nGO /* it */\n",
            &["run", "run", "run", "drop-table u", "drop-table v"],
        ),
        (
            Dialect::Oracle,
            "def a = 1\nundef a\npro it's\nspo x.log\nsho user\n!ls\nDROP TABLE u;\n",
            &["run", "run", "run", "run", "run", "run", "drop-table U"],
        ),
        (Dialect::Oracle, "INSERT INTO (SELECT a FROM t WHERE a > 1) VALUES (2)", &["insert T"]),
        (Dialect::Oracle, "UPDATE (SELECT a FROM t) SET a = 1", &["update T"]),
        (Dialect::Oracle, "UPDATE (SELECT t.a FROM t, u) SET a = 1", &["opaque"]),
        (
            Dialect::Oracle,
            "CREATE PRIVATE TEMPORARY TABLE ora$ptt_x (a NUMBER) ON COMMIT DROP DEFINITION",
            &["create-table ORA$PTT_X"],
        ),
        (
            Dialect::Oracle,
            "CREATE OR REPLACE AND COMPILE JAVA SOURCE NAMED \"X\" AS\nclass X { int a; int b; }\n/\nDROP TABLE u;",
            &["create-object", "drop-table U"],
        ),
    ];
    for (dialect, text, expected) in cases {
        let source = migralint::Source { path: "1.sql".to_owned(), text: text.to_owned() };
        let target = migralint::dialect::Target::new(dialect);
        let options = migralint::Options { targets: vec![target], ..Default::default() };
        let report = migralint::inspect(&[source], &options);
        let steps = report.migrations.iter().flat_map(|it| &it.steps);
        let told: Vec<String> = steps
            .flat_map(|it| &it.operations)
            .map(|it| match &it.table {
                Some(table) => format!("{} {table}", it.kind),
                None => it.kind.to_string(),
            })
            .collect();
        assert_eq!(told, expected, "{text}");
    }
}

/// A table filled by a prepared statement is made, and what fills it is said not to be understood.
#[test]
fn what_a_prepared_statement_reads_is_not_guessed() {
    for text in ["create table a as execute p;", "create table a as execute p (1) with no data;"] {
        let source = migralint::Source { path: "1.sql".to_owned(), text: text.to_owned() };
        let report = migralint::inspect(&[source], &migralint::Options::default());
        assert!(report.schema.tables.iter().any(|it| it.name == "a"), "{text}");
        assert_eq!(report.coverage.opaque.len(), 1, "{text}");
    }
}

fn inspect_postgres(text: &str) -> migralint::report::model::InspectReport {
    let source = migralint::Source { path: "1.sql".to_owned(), text: text.to_owned() };
    let targets = vec![Target::parse("postgres@16").expect("a target")];
    migralint::inspect(&[source], &migralint::Options { targets, ..migralint::Options::default() })
}

#[test]
fn unicode_escapes_name_what_they_stand_for() {
    let text = r#"CREATE TABLE U&"\0061bc" (U&"d!0061t" UESCAPE '!' int, U&"x\+01F600" int);
        ALTER TABLE abc DROP COLUMN U&"d\0061t";
        CREATE TABLE U&"x\D83D\DE00\\y\q\D83D" (a int);"#;
    let report = inspect_postgres(text);
    assert!(report.coverage.opaque.is_empty(), "{:?}", report.coverage);
    let tables: Vec<(&str, Vec<&str>)> = report
        .schema
        .tables
        .iter()
        .map(|it| (it.name.as_str(), it.columns.iter().map(|it| it.name.as_str()).collect()))
        .collect();
    assert_eq!(tables, [("abc", vec!["x😀"]), ("x😀\\y\\q", vec!["a"])]);
}

#[test]
fn a_block_that_executes_a_whole_string_is_read() {
    let kinds = |text: &str| -> Vec<String> {
        let report = inspect_postgres(text);
        let steps = report.migrations.iter().flat_map(|it| &it.steps);
        steps.flat_map(|it| &it.operations).map(|it| it.kind.to_owned()).collect()
    };
    let whole = "do $$ begin execute 'create index i on t (a)'; execute $q$alter table t add b int; drop table u$q$; end $$";
    assert_eq!(kinds(whole), ["create-index", "add-column", "drop-table"]);
    assert!(inspect_postgres(whole).coverage.opaque.is_empty());
    for escaped in ["execute 'drop table ''t'''", "execute e'drop table t\\n'"] {
        let report = inspect_postgres(&format!("do $$ begin {escaped}; end $$"));
        assert_eq!(report.coverage.opaque.len(), 1, "{escaped}");
    }
    // What is built, or takes values, is not read, and said.
    for built in [
        "execute 'drop table ' || name",
        "execute 'insert into t values ($1)' using 1",
        "execute format('drop table %I', name)",
    ] {
        let report = inspect_postgres(&format!("do $$ begin {built}; end $$"));
        assert_eq!(report.coverage.opaque.len(), 1, "{built}");
        assert!(report.coverage.opaque[0].why.starts_with("SQL that is built"), "{built}");
    }
}

#[test]
fn what_a_condition_may_keep_from_running_is_not_certain() {
    let text =
        "do $$ begin alter table t drop column a; exception when others then drop table u; end $$";
    let report = inspect_postgres(text);
    let effects = &report.migrations[0].steps[0].effects;
    assert!(effects.iter().any(|it| it.kind == "lock"));
    for effect in effects.iter().filter(|it| it.kind != "unknown") {
        assert_eq!(effect.certainty, "likely", "{effect:?}");
        assert!(effect.because.contains("under a condition"), "{effect:?}");
    }
}

#[test]
fn rarer_forms_of_mysql_mariadb_and_sqlite_are_understood() {
    let cases = [
        (Dialect::Mysql, "INSERT INTO t (a) VALUES (1) AS new ON DUPLICATE KEY UPDATE a = new.a"),
        (Dialect::Mysql, "INSERT INTO t (a) VALUES (1) AS new (b) ON DUPLICATE KEY UPDATE a = b"),
        (Dialect::Mysql, "INSERT INTO t (a, b) VALUES ROW(1, 2), ROW(3, 4)"),
        (
            Dialect::Mysql,
            "ALTER TABLE t PARTITION BY RANGE COLUMNS(d) SUBPARTITION BY HASH(TO_DAYS(d)) SUBPARTITIONS 2 \
             (PARTITION p VALUES LESS THAN ('2026-01-01'), PARTITION q VALUES LESS THAN (MAXVALUE))",
        ),
        (Dialect::Mysql, "DROP USER 'app'@'%', other"),
        (Dialect::Mariadb, "DROP USER IF EXISTS 'app'@'localhost'"),
        (
            Dialect::Mariadb,
            "ALTER TABLE t PARTITION BY SYSTEM_TIME INTERVAL 1 MONTH (PARTITION p HISTORY, PARTITION n CURRENT)",
        ),
        (Dialect::Sqlite, "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '')"),
        (Dialect::Sqlite, "CREATE TABLE t (a INT, CHECK (0 < a) ON CONFLICT FAIL)"),
        (
            Dialect::Sqlite,
            "CREATE TABLE t (a INT CHECK (0 < a) ON CONFLICT FAIL UNIQUE ON CONFLICT IGNORE)",
        ),
    ];
    for (dialect, text) in cases {
        let found = sql::read(text, Span::new(0, text.len()), dialect);
        let unread: Vec<&Op> =
            found.iter().flat_map(|it| &it.ops).filter(|it| opaque_reason(it).is_some()).collect();
        assert!(unread.is_empty() && found.len() == 1, "{dialect}: {text}: {unread:?}");
    }
}
