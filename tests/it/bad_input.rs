//! Hostile and broken input: each ends in a finding or an error with its place, never in a panic, a hang or an
//! overflow of a small stack.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use migralint::dialect::{Dialect, Target};
use migralint::report::model::SpanReport;
use migralint::report::text::{Colors, Extent, Look};
use migralint::{Options, Source};

use crate::command::Folder;

const REVISION: &str = "from alembic import op\nimport sqlalchemy as sa\n\nrevision = \"a1\"\ndown_revision = None\n\n\n";

fn revision(body: &str) -> String {
    format!("{REVISION}def upgrade():\n{body}\n\n\ndef downgrade():\n    pass\n")
}

/// Runs the whole pipeline over it, all reports included, on a stack as small as any that it is promised for; for
/// PostgreSQL and one more database, in turn, as their lexers differ.
fn survives(path: &str, text: String) {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let others = &Dialect::ALL[1..];
    let other = others[TURN.fetch_add(1, Ordering::Relaxed) % others.len()];
    let sources = vec![Source { path: path.to_owned(), text }];
    let run = move || {
        for dialect in [Dialect::Postgres, other] {
            let options = Options { targets: vec![Target::new(dialect)], ..Options::default() };
            let report = migralint::check(&sources, &options);
            let inspected = migralint::inspect(&sources, &options);
            let look = Look { colors: Colors::Ansi, width: 80, extent: Extent::Whole };
            let mut out = String::new();
            migralint::report::text::check(&mut out, &report, &sources, look).expect("a string");
            migralint::report::text::inspect(&mut out, &inspected, look).expect("a string");
            let text = &sources[0].text;
            for finding in &report.findings {
                assert_fits(finding.span, text);
            }
            for step in inspected.migrations.iter().flat_map(|it| &it.steps) {
                assert_fits(step.span, text);
                for span in step.effects.iter().filter_map(|it| it.span) {
                    assert_fits(span, text);
                }
            }
            for piece in report.coverage.opaque.iter().chain(&inspected.coverage.opaque) {
                assert_fits(piece.span, text);
            }
        }
    };
    let small = thread::Builder::new().stack_size(1 << 20);
    small.spawn(run).expect("a thread").join().expect("no panic");
}

#[track_caller]
fn assert_fits(span: SpanReport, text: &str) {
    assert!(
        text.get(span.start as usize..span.end as usize).is_some(),
        "{span:?} of {}",
        text.len()
    );
    assert!(1 <= span.line && 1 <= span.column, "{span:?}");
}

/// One run of the command over one file, judged by its JSON.
fn command(name: &str, bytes: &[u8]) -> crate::command::Ran {
    let folder = Folder::new();
    folder.write(name, bytes);
    let ran = folder.run(&["--format=json", name]);
    ran.ended_well();
    ran
}

#[test]
fn what_is_not_utf8_is_read_as_windows_1252_and_said_where() {
    let ran = command("1.sql", b"select 1;\ncreate index i on t (\"caf\xe9\");\n");
    let report = ran.json();
    let note = &report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|it| it["rule"] == "undecodable-text");
    let note = note.expect("a note");
    assert_eq!((&note["span"]["line"], &note["span"]["column"]), (&2.into(), &26.into()), "{note}");
    assert_eq!(note["severity"], "note");
    assert!(note["message"].as_str().is_some_and(|it| it.contains("Windows-1252")), "{note}");
    assert!(ran.rules().contains(&"blocking-index-build".to_owned()), "{ran:?}");
}

#[test]
fn a_byte_order_mark_is_believed_and_moves_nothing() {
    let text = "select 1;\r\ncreate index i on \"é\" (a);\r\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let inputs = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ];
    for input in inputs {
        let ran = command("1.sql", &input);
        assert!(!ran.rules().contains(&"undecodable-text".to_owned()), "{ran:?}");
        let report = ran.json();
        let index = report["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .find(|it| it["rule"] == "blocking-index-build");
        let span = &index.unwrap_or_else(|| panic!("{ran:?}"))["span"];
        assert_eq!(
            (&span["line"], &span["column"], &span["endColumn"]),
            (&2.into(), &1.into(), &26.into())
        );
    }
}

#[test]
fn null_bytes_are_told_and_binary_files_refused() {
    let ran = command("1.sql", b"create index i on t (a);\0\nselect 1;\n");
    assert!(ran.rules().contains(&"undecodable-text".to_owned()), "{ran:?}");
    assert!(ran.rules().contains(&"blocking-index-build".to_owned()), "{ran:?}");
    let ran = command("dump.sql", b"PGDMP\x01\x0e\0\x04\x08\xff\x01\x01\0\0\0\0\0\0");
    assert_eq!(ran.status, Some(2));
    assert_eq!(
        ran.error,
        "error: dump.sql: this is a binary file (byte 7 is null), not a migration\n"
    );
}

#[test]
fn an_empty_file_is_a_migration_that_does_nothing() {
    for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"-- nothing\n"] {
        let ran = command("1.sql", bytes);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert_eq!(ran.json()["coverage"]["migrations"], 1);
    }
    assert_eq!(command("1.py", b"").status, Some(0));
}

#[test]
fn what_never_ends_is_told_where_it_begins() {
    for text in [
        "select 1;\ninsert into t values ('a",
        "select 1;\ncreate index \"a",
        "select 1;\n/* a",
        "select 1;\ndo $$ begin",
    ] {
        let report = command("1.sql", text.as_bytes()).json();
        let opaque = &report["coverage"]["opaque"][0]["span"]["line"];
        assert_eq!(opaque, 2, "{text}: {report}");
    }
    let report = command("1.py", revision("    op.execute('drop table t").as_bytes()).json();
    assert!(!report["coverage"]["opaque"].as_array().expect("a list").is_empty(), "{report}");
}

#[test]
fn nests_of_any_depth_end() {
    let nest = |open: &str, close: &str| format!("{}1{}", open.repeat(5000), close.repeat(5000));
    for expression in [
        nest("(", ")"),
        nest("(", ""),
        nest("array[", "]"),
        nest("case when ", " then 1 end"),
        nest("(select ", ")"),
        nest("- ", ""),
        nest("not ", ""),
    ] {
        survives(
            "1.sql",
            format!(
                "select {expression};\nalter table t add a int default {expression};\nupdate t set a = {expression};\n"
            ),
        );
    }
    survives("1.sql", format!("create table t (a int{});\n", "[]".repeat(5000)));
    survives("1.sql", "/*".repeat(5000));
    survives("1.sql", "begin ".repeat(5000));
    survives(
        "1.sql",
        format!("do {} select 1;", (0..500).map(|it| format!("$a{it}$ do ")).collect::<String>()),
    );
    for expression in [
        nest("(", ")"),
        nest("[", "]"),
        nest("{1: ", "}"),
        nest("f(", ")"),
        nest("not ", ""),
        nest("- ", ""),
        nest("lambda: ", ""),
        nest("[", ""),
    ] {
        survives("1.py", revision(&format!("    op.execute({expression})")));
    }
    let blocks: String = (0..2000).map(|it| format!("{}if x:\n", " ".repeat(4 + it))).collect();
    survives("1.py", revision(&blocks));
}

#[test]
fn scripts_of_other_databases_nest_as_deep_as_they_like() {
    let go = |dialect: Dialect, text: String| judge("1.sql", &text, dialect, 0);
    for text in [
        "begin ".repeat(20_000),
        "if 1 = 1 ".repeat(20_000),
        "if 1 = 1 begin select 1 ".repeat(10_000),
        "begin try ".repeat(10_000) + &"end try begin catch throw end catch ".repeat(10_000),
        "else ".repeat(20_000),
        "end ".repeat(20_000),
        "if object_id('t') is null alter table t add a int ".repeat(5_000),
        "exec('".repeat(2_000),
    ] {
        go(Dialect::Mssql, text);
    }
    for text in [
        "begin ".repeat(20_000),
        "begin if a = 1 then update t set a = 1; ".repeat(10_000),
        "begin loop ".repeat(10_000),
        "begin execute immediate q'[".repeat(2_000),
        "declare a number; begin select count(*) into a from user_tables; ".repeat(5_000),
        "begin null; exception when others then null; end; ".repeat(5_000),
    ] {
        go(Dialect::Oracle, text);
    }
}

#[test]
fn wide_tables_and_circular_keys_end() {
    for dialect in Dialect::ALL {
        let columns: Vec<String> = (0..4_000).map(|it| format!("c{it} int")).collect();
        let mut text = format!("create table wide ({});\n", columns.join(", "));
        for it in 0..200 {
            text += &format!("alter table wide add d{it} int;\n");
        }
        for it in 0..50 {
            text += &format!("create table k{it} (id int not null primary key, o int);\n");
        }
        for it in 0..50 {
            let next = (it + 1) % 50;
            text += &format!(
                "alter table k{it} add constraint f{it} foreign key (o) references k{next} (id);\n"
            );
        }
        text += "drop table k0;\ntruncate table k1;\nalter table wide drop column c1;\n";
        judge("1.sql", &text, dialect, 0);
    }
}

#[test]
fn a_batch_that_runs_several_times_is_judged_each_time_and_told_once() {
    let runs = |text: &str| {
        let options = Options { targets: vec![Target::new(Dialect::Mssql)], ..Options::default() };
        let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
        migralint::inspect(&[source], &options).migrations[0].steps.len()
    };
    let batch = "create table t (id int not null);\ngo\ninsert into t (id) values (1);\ndelete from u where id = 1;\n";
    assert_eq!(runs(&format!("{batch}GO\n")), 3);
    assert_eq!(runs(&format!("{batch}GO 5\n")), 11);
    // What comes behind it runs once, and so does what stands before.
    assert_eq!(runs(&format!("{batch}GO 2\nselect 1;\n")), 6);
    assert_eq!(runs(&format!("{batch}GO 0\n")), 3);
    let many = runs(&format!("{batch}GO 99999999999999999999\n"));
    assert_eq!(many, 21);
    let once = |text: &str| {
        let options = Options { targets: vec![Target::new(Dialect::Mssql)], ..Options::default() };
        let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
        let report = migralint::check(&[source], &options);
        report.findings.iter().filter(|it| it.rule == "unfiltered-delete").count()
    };
    assert_eq!(once("delete from t;\nGO 4\n"), 1);
    // A file of nothing but counted batches ends too.
    let text = "insert into t values (1);\nGO 1000000\n".repeat(5_000);
    assert!(runs(&text) < 7_000);
}

#[test]
fn batches_of_several_dialects_in_one_file_end_and_are_told() {
    let text = "create table a (id int)\nGO\nDELIMITER //\ncreate procedure p() begin select 1; end //\nDELIMITER ;\n                begin null; end;\n/\ncreate table [b] ([id] int)\nGO\n\\d a\nselect 1;\n";
    for dialect in Dialect::ALL {
        judge("1.sql", text, dialect, 0);
        let options = Options { targets: vec![Target::new(dialect)], ..Options::default() };
        let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
        let report = migralint::check(&[source], &options);
        assert!(!report.findings.is_empty(), "{dialect}");
    }
}

#[test]
fn hints_of_the_vendors_hide_nothing() {
    for (dialect, text) in [
        (Dialect::Oracle, "delete /*+ parallel(t 4) */ from t"),
        (Dialect::Mysql, "delete /*+ MAX_EXECUTION_TIME(1000) */ from t"),
        (Dialect::Mssql, "delete from t with (tablock) option (maxdop 1)"),
        (Dialect::Sqlite, "delete from t not indexed"),
        (Dialect::Postgres, "/*+ SeqScan(t) */ delete from t"),
    ] {
        let options = Options { targets: vec![Target::new(dialect)], ..Options::default() };
        let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
        let report = migralint::check(&[source], &options);
        let rules: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
        assert!(rules.contains(&"unfiltered-delete"), "{dialect}: {rules:?}");
        assert!(!rules.contains(&"opaque-statement"), "{dialect}: {rules:?}");
    }
}

#[test]
fn a_file_in_another_dialect_is_told_with_the_one_it_looks_like() {
    for (target, like, text) in [
        (
            Dialect::Mysql,
            "SQL Server",
            "EXEC sp_rename 'a.b', 'c';\nGO\nALTER TABLE [dbo].[a] ADD [b] NVARCHAR(MAX) NULL;\nGO\n",
        ),
        (
            Dialect::Sqlite,
            "Oracle",
            "alter table t modify (a varchar2(20));\nbegin\n  execute immediate 'drop table t';\nend;\n/\n",
        ),
        (
            Dialect::Mssql,
            "MySQL",
            "ALTER TABLE `a` MODIFY `b` int unsigned NOT NULL AFTER `c`;\nALTER TABLE `a` ENGINE=InnoDB;\n",
        ),
    ] {
        let options = Options { targets: vec![Target::new(target)], ..Options::default() };
        let source = Source { path: "1.sql".to_owned(), text: text.to_owned() };
        let report = migralint::check(&[source], &options);
        let told = report.findings.iter().find(|it| it.rule == "foreign-dialect");
        let message = told.map_or("", |it| it.message.as_str());
        assert!(message.contains(&format!("looks like {like}")), "{target}: {message:?}");
    }
}

#[test]
fn a_version_that_is_not_known_is_judged_as_the_nearest_and_said() {
    for (target, nearest) in [
        ("mysql@99", "9.7"),
        ("postgres@8", "9.5"),
        ("mssql@2008", "2016"),
        ("oracle@30", "23"),
        ("mariadb@12.3", "11.8"),
        ("sqlite@3.99", "3.54"),
    ] {
        let target = Target::parse(target).expect("a target");
        let options = Options { targets: vec![target], ..Options::default() };
        let source = Source { path: "1.sql".to_owned(), text: "select 1;".to_owned() };
        let report = migralint::check(&[source], &options);
        let because = &report.targets[0].because;
        assert!(
            because.ends_with(&format!("judged as {nearest}, the nearest that is")),
            "{because}"
        );
    }
    for known in ["mysql@8.0.30", "postgres@16.3", "sqlite@3.45.1", "oracle@19c", "mssql@2019"] {
        assert_eq!(Target::parse(known).expect("a target").nearest(), None, "{known}");
    }
}

#[test]
fn chains_of_any_length_end() {
    let chain = |link: &str| format!("a{}", link.repeat(100_000));
    for link in [
        " and a",
        " || a",
        "::int",
        " + a",
        " or a",
        ", a",
        ".a",
        "->'a'",
        " collate c",
        " is null",
    ] {
        survives(
            "1.sql",
            format!(
                "select {0} from t;\nalter table t add constraint c check ({0});\n",
                chain(link)
            ),
        );
    }
    survives("1.sql", format!("select 1{};\n", " union select 1".repeat(100_000)));
    survives("1.sql", format!("select 1 from a{};\n", " join b on true".repeat(100_000)));
    survives("1.sql", format!("alter table t add a int{};\n", ", add b int".repeat(20_000)));
    for link in [" + a", " and a", ".a", "(a)", "[0]", ", a", " if a else a", " = a"] {
        survives("1.py", revision(&format!("    {}", chain(link))));
    }
    survives("1.py", revision(&format!("    op.execute('a'{})", " + 'a'".repeat(100_000))));
}

#[test]
fn literals_of_any_size_end() {
    let row = |keys: usize| {
        let entries: String = (0..keys).map(|it| format!("'c{it}': {it}, ")).collect();
        format!("{{{entries}}}")
    };
    let wide = row(500);
    let insert = |rows: &str| format!("    op.bulk_insert(sa.table('t'), [{rows}])");
    survives("1.py", revision(&insert(&format!("{}{{}}", format!("{wide}, ").repeat(20)))));
    survives("1.py", revision(&insert(&"{'a': 1}, ".repeat(5_000))));
    survives("1.py", revision(&format!("    op.execute('{}')", "{\"a\":b} ".repeat(5_000))));
    survives("1.py", revision(&format!("    op.execute('{}')", "select 1; ".repeat(2_000))));
    let many =
        "    op.add_column('t', sa.Column('c', sa.Integer(), server_default=0, defualt=1))\n";
    survives("1.py", revision(&many.repeat(1_000)));
    let unknown: String =
        (0..2_000).map(|it| format!("    name{it}.run(Model{it}.query)\n")).collect();
    survives("1.py", revision(&unknown));
}

#[test]
fn the_command_survives_what_the_library_does() {
    let chain = format!(
        "select 1{};\nselect {}1{};\n",
        " union select 1".repeat(100_000),
        "(".repeat(5000),
        ")".repeat(5000)
    );
    let ran = command("1.sql", chain.as_bytes());
    assert_eq!(ran.json()["coverage"]["statements"], 2);
    let python = revision(&format!(
        "    op.execute('a'{})\n    op.drop_table({})",
        " + 'a'".repeat(100_000),
        "[".repeat(5000)
    ));
    assert_eq!(command("1.py", python.as_bytes()).json()["coverage"]["migrations"], 1);
}

#[test]
fn revisions_that_contradict_one_another_are_findings_with_their_place() {
    let file = |revision: &str, down: &str| {
        format!(
            "revision = {revision:?}\ndown_revision = {down:?}\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
        )
    };
    let folder = Folder::of(&[
        ("a.py", &file("a1", "b1")),
        ("b.py", &file("b1", "a1")),
        ("c.py", &file("c1", "a1")),
        ("d.py", &file("c1", "a1")),
    ]);
    let ran = folder.run(&["--format=json"]);
    let report = ran.ended_well().json();
    let found: Vec<(&str, &str)> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|it| (it["rule"].as_str().expect("a rule"), it["path"].as_str().expect("a path")))
        .collect();
    assert!(
        found.iter().any(|it| it.0.contains("cycle") || it.0.contains("circular")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|it| it.0.contains("duplicate") || it.0.contains("revision")),
        "{found:?}"
    );
    assert_eq!(ran.status, Some(1));
}

#[test]
#[cfg(unix)]
fn what_cannot_be_entered_is_named_and_the_rest_reported() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder =
        Folder::of(&[("1.sql", "create index i on t (a);\n"), ("closed/2.sql", "select 1;\n")]);
    symlink(folder.path(), folder.path().join("loop")).expect("a link");
    symlink("nowhere.sql", folder.path().join("dangling.sql")).expect("a link");
    let ran = folder.run(&["--format=json"]);
    assert_eq!(ran.ended_well().status, Some(2));
    assert_eq!(ran.error, "error: dangling.sql: no such file or folder; check the path\n");
    assert_eq!(ran.json()["coverage"]["migrations"], 2);
    std::fs::remove_file(folder.path().join("dangling.sql")).expect("the link");

    let closed = folder.path().join("closed");
    let permit = |mode: u32| {
        std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode))
            .expect("permissions");
    };
    permit(0);
    // Permissions do not bind root, who runs the command as somebody else here.
    let ran = folder.run_unprivileged(&["--format=json"]);
    permit(0o755);
    assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
    assert_eq!(ran.json()["coverage"]["migrations"], 1);
    assert!(ran.error.contains("closed: permission denied"), "{ran:?}");
}

#[test]
fn a_large_file_takes_memory_and_work_in_proportion_to_its_size() {
    let statements = "insert into t (a, b) values (1, 'some text of an ordinary length');\nalter table t add c int;\n";
    let measured = |times: usize| {
        let sources = [Source { path: "1.sql".to_owned(), text: statements.repeat(times) }];
        let options = Options::default();
        allocation_counter::measure(|| {
            let report = migralint::check(&sources, &options);
            assert_eq!(report.coverage.statements, 2 * times);
        })
    };
    let (small, large) = (measured(1000), measured(8000));
    // Eight times the text; a buffer that doubles may just have done so.
    assert!(large.count_total < 9 * small.count_total, "{small:?}, then {large:?}");
    assert!(large.bytes_total < 12 * small.bytes_total, "{small:?}, then {large:?}");
    assert!(large.bytes_max < 12 * small.bytes_max, "{small:?}, then {large:?}");
}

/// Random numbers that are the same everywhere (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }

    /// The text with a piece removed, doubled, moved, cut, or overwritten by a piece of another.
    fn mutate(&mut self, text: &str, other: &str) -> String {
        let (from, to) = (self.place(text), self.place(text));
        let (from, to) = (from.min(to), from.max(to));
        let (a, b) = (self.place(other), self.place(other));
        let piece = &other[a.min(b)..a.max(b)];
        let piece = &piece[..piece.floor_char_boundary(200)];
        let strange = [
            "'",
            "\"",
            "$$",
            "/*",
            "--",
            ";",
            "(",
            ")",
            "[",
            "\\",
            "\0",
            "é",
            "🚀",
            "\u{feff}",
            "\r\n",
            "{{",
            "$1",
            ",",
            "\u{1b}[2J",
            "# ",
            "\n    ",
            "migralint: allow ",
        ];
        let strange = strange[self.next(strange.len())];
        match self.next(6) {
            0 => format!("{}{}", &text[..from], &text[to..]),
            1 => format!("{}{}{}", &text[..to], &text[from..to], &text[to..]),
            2 => text[..from].to_owned(),
            3 => format!("{}{piece}{}", &text[..from], &text[to..]),
            4 => format!("{}{strange}{}", &text[..from], &text[from..]),
            _ => format!("{}{piece}{}", &text[..from], &text[from..]),
        }
    }

    fn place(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.next(text.len() + 1))
    }
}

const SCRIPTS: [&str; 4] = [
    "    op.add_column('t', sa.Column('a', sa.Integer(), nullable=False, server_default='1'))\n    op.create_index('i', 't', ['a'])\n",
    "    with op.batch_alter_table('t') as batch:\n        batch.drop_column('a')\n        batch.alter_column('b', type_=sa.String(5))\n",
    "    for name in ['a', 'b']:\n        op.execute(f\"update t set {name} = 1 -- é\")\n    bind = op.get_bind()\n    if bind.dialect.name == 'postgresql':\n        op.execute(sa.text('create index concurrently i on t (a)'))\n",
    "    op.create_table('u', sa.Column('id', sa.BigInteger, sa.Identity(), primary_key=True), sa.ForeignKeyConstraint(['id'], ['t.id']))\n    op.bulk_insert(u, [{'id': 1}])\n    op.drop_constraint(None, 't')\n",
];

fn battery() -> Vec<String> {
    let mut cases = Vec::new();
    for name in ["postgres", "mysql", "mariadb", "sqlite", "mssql", "oracle"] {
        let text = std::fs::read_to_string(format!("tests/facts/statements/{name}.txt"))
            .unwrap_or_default();
        cases.extend(
            text.split("#@").map(|it| it.split_once('\n').map_or("", |it| it.1).to_owned()),
        );
    }
    cases.retain(|it| !it.trim().is_empty());
    cases
}

#[test]
fn thousands_of_mutations_neither_panic_nor_point_outside() {
    let battery = battery();
    assert!(100 < battery.len(), "the battery of statements is missing");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let dialect = |random: &mut Random| Dialect::ALL[random.next(Dialect::ALL.len())];
    for round in 0..3000 {
        let (one, other) =
            (&battery[random.next(battery.len())], &battery[random.next(battery.len())]);
        let mut text = one.clone();
        for _ in 0..=random.next(4) {
            text = random.mutate(&text, other);
        }
        judge("1.sql", &text, dialect(&mut random), round);
    }
    for round in 0..1500 {
        let (one, other) =
            (SCRIPTS[random.next(SCRIPTS.len())], SCRIPTS[random.next(SCRIPTS.len())]);
        let mut text = revision(one);
        for _ in 0..=random.next(4) {
            text = random.mutate(&text, other);
        }
        judge("1.py", &text, dialect(&mut random), round);
    }
}

fn judge(path: &str, text: &str, dialect: Dialect, round: usize) {
    let sources = [Source { path: path.to_owned(), text: text.to_owned() }];
    let options = Options { targets: vec![Target::new(dialect)], ..Options::default() };
    let judged = std::panic::catch_unwind(|| {
        let report = migralint::check(&sources, &options);
        let inspected = migralint::inspect(&sources, &options);
        let mut shown = String::new();
        let look = Look { colors: Colors::Plain, width: 80, extent: Extent::Whole };
        migralint::report::text::check(&mut shown, &report, &sources, look).expect("a string");
        for finding in &report.findings {
            assert_fits(finding.span, text);
        }
        for step in inspected.migrations.iter().flat_map(|it| &it.steps) {
            assert_fits(step.span, text);
            for span in step.effects.iter().filter_map(|it| it.span) {
                assert_fits(span, text);
            }
        }
        assert!(!shown.contains('\u{1b}') && !shown.contains('\0'), "{shown:?}");
    });
    assert!(judged.is_ok(), "round {round}, {dialect}, {path}:\n{text:?}");
}

/// Forms of CockroachDB, YugabyteDB, Redshift and of versions to come, no server of which was asked, and halves of
/// statements: none of them is PostgreSQL's, and each is said not to be understood.
#[test]
fn what_is_no_form_of_postgres_is_told() {
    let forms = [
        "alter table t configure zone using range_min_bytes = 0",
        "alter table t split at values (10)",
        "alter table t scatter",
        "create index on t (a) storing (b)",
        "create index on t (a) using hash with (bucket_count = 8)",
        "alter table t alter primary key using columns (id)",
        "alter table t set locality regional by row",
        "alter database d add region \"us-east1\"",
        "alter database d survive region failure",
        "create changefeed for table t into 'kafka://x'",
        "backup table t into 's3://x'",
        "import into t csv data ('s3://x')",
        "upsert into t values (1)",
        "alter table t experimental_relocate values (array[1], 1)",
        "alter table t add column x int create family f2",
        "create table n (id int, v text, primary key (id hash, v asc)) split into 10 tablets",
        "create tablegroup g",
        "create index nonconcurrently i on t (a)",
        "create table n (id int encode az64) diststyle key distkey (id) compound sortkey (id)",
        "alter table t alter diststyle even",
        "alter table t alter sortkey auto",
        "alter table t alter column c encode lzo",
        "alter table t append from u",
        "unload ('select 1') to 's3://x' iam_role 'y'",
        "create external schema s from data catalog database 'd'",
        "create external table s.t (id int) stored as parquet location 's3://x'",
        "create library l language plpythonu from 's3://x'",
        "create materialized view mv auto refresh yes as select 1",
        "create datashare d",
        "vacuum reindex t",
        "analyze compression t",
        "alter table t distribute by hash (id)",
        "alter table t add column x int virtual future keyword",
        "alter table t frobnicate all columns",
        "create property graph g vertex tables (t)",
        "repack (concurrently) t",
        "create table n (",
        "alter table t add column",
        "alter table",
        "alter table t alter column c type",
        "create index on",
        "drop",
        "alter table t add constraint c check (a >",
        "create function f() returns void as $$ begin",
        "update t set",
        "insert into t",
        "alter table t drop column a,",
        "do $$ begin execute 'alter table t drop column ' || a; end $$",
        "copy t from 's3://bucket/key' iam_role 'r' format as parquet",
        "vacuum sort only t to 75 percent",
        "analyze compression t",
        "create table t (id int primary key, a int, index t_a (a))",
        "create table t (id int primary key, a int, family f (id, a))",
        "alter table t unsplit all",
        "alter index t@t_a configure zone discard",
        "alter range default configure zone using gc.ttlseconds = 600",
        "alter table t experimental_audit set read write",
        "alter table t partition by list (a) (partition p1 values in (1))",
        "alter table t relocate values (array[1, 2], 3)",
        "alter table t alter column a set not visible",
        "create index i on t (a) not visible",
        "create inverted index on t (b)",
        "create table n (id int primary key using hash)",
        "create table n (id int primary key) tablegroup g",
        "create table n (id int, a text, primary key ((id) hash, a asc)) split at values ((1), (2))",
        "create index on t (a hash, b asc) split into 4 tablets",
        "create table n (id int identity(1, 1), a varchar(20) encode lzo distkey)",
        "create table n (id int) diststyle all sortkey auto",
        "create table n (like t including defaults) backup no",
        "vacuum delete only t to 75 percent",
        "create table n (id int, a date) distributed by (id)",
        "create table n (id int) distributed replicated",
        "alter table t set distributed randomly",
        "alter table t set with (reorganize = true)",
        "alter table t add partition p start (1) end (2)",
        "alter table t add partition p values (1)",
        "alter table t add default partition other",
        "alter table t drop partition p",
        "alter table t drop partition for (rank(1))",
        "alter table t drop partition if exists p",
        "alter table t drop default partition",
        "alter table t exchange partition for (1) with table u",
        "alter table t split default partition start (1) end (2) into (partition a, default partition)",
        "alter table t truncate partition p",
        "create external table x (a int) location ('gpfdist://h/x') format 'CSV'",
        "create readable external web table x (a int) execute 'ls' format 'TEXT'",
        "create resource queue q with (active_statements = 3)",
        "do language plpython3u $$ plpy.execute(\"drop table t\") $$",
        "do 'begin drop table t; end'",
    ];
    for sql in forms {
        let source = Source { path: "1.sql".to_owned(), text: format!("{sql};\n") };
        let options =
            Options { targets: vec![Target::new(Dialect::Postgres)], ..Options::default() };
        let report = migralint::check(&[source], &options);
        assert!(!report.coverage.opaque.is_empty(), "{sql}");
    }
}

/// Calls of extensions are made for what they do, which nobody reads in them; bodies of functions are only kept.
#[test]
fn extensions_and_bodies_hide_nothing() {
    let of = |sql: &str| {
        let source = Source { path: "1.sql".to_owned(), text: format!("{sql};\n") };
        let options =
            Options { targets: vec![Target::new(Dialect::Postgres)], ..Options::default() };
        let report = migralint::inspect(&[source], &options);
        let effects = report.migrations.into_iter().flat_map(|it| it.steps);
        effects.flat_map(|it| it.effects).map(|it| it.kind).collect::<Vec<_>>()
    };
    for call in [
        "select create_hypertable('t', 'at')",
        "select create_distributed_table('t', 'id')",
        "select cron.schedule('x', '* * * * *', 'VACUUM')",
        "select partman.create_parent('public.t', 'at', 'native', 'daily')",
        "select AddGeometryColumn('t', 'g', 4326, 'POINT', 2)",
        "select create_hypertable('t', by_range('at'))",
        "select add_compression_policy('t', interval '7 days')",
        "select decompress_chunk(c, true) from show_chunks('t') c",
        "select drop_chunks('t', interval '3 months')",
        "call refresh_continuous_aggregate('m', null, null)",
        "call add_columnstore_policy('t', after => interval '1d')",
        "select create_reference_table('t')",
        "select alter_distributed_table('t', shard_count := 12)",
        "select undistribute_table('t')",
        "select alter_table_set_access_method('t', 'columnar')",
        "select hypopg_create_index('create index on t (a)')",
        "select * from ag_catalog.create_graph('g')",
    ] {
        assert!(of(call).contains(&"unknown"), "{call}");
    }
    for body in [
        "create function f() returns int language plv8 as $js$ var s = \"drop table t;\"; return `$$ ; ${1}`; $js$",
        "create function f() returns int language plpython3u as $py$\ndef g(): \"\"\" ; drop table t; \"\"\"\n$py$",
        "create function f() returns int language c as 'MODULE_PATHNAME', 'sym'",
        "create function f() returns int language sql begin atomic select 1; delete from t; end",
    ] {
        assert_eq!(of(body), Vec::<&str>::new(), "{body}");
    }
    for name in ["\"a.b\".\"c;d\"", "\"😀\"", "\"drop table t; --\""] {
        assert!(of(&format!("alter table {name} add column \"e\"\"f\" int")).contains(&"lock"));
    }
}
