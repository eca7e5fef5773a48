//! Reports for people and for programs: their form, hostile text in them, and comments that allow findings.

use migralint::report::model::Finding;
use migralint::report::text::{Colors, Extent, Look, check, inspect};
use migralint::{Date, Options, RuleLevel, Source};

const PLAIN: Look = Look { colors: Colors::Plain, width: 140, extent: Extent::Whole };

fn source(text: &str) -> Source {
    Source { path: "1.sql".to_owned(), text: text.to_owned() }
}

fn findings(text: &str) -> Vec<Finding> {
    migralint::check(&[source(text)], &Options::default()).findings
}

/// The rules that find something, each with its line.
fn found(text: &str) -> Vec<(String, u32)> {
    let options = Options { today: Date::parse("2026-11-22"), ..Options::default() };
    let findings = migralint::check(&[source(text)], &options).findings;
    findings.into_iter().map(|it| (it.rule, it.span.line)).collect()
}

fn found_only(text: &str, rule: &str) -> Vec<u32> {
    found(text).into_iter().filter(|it| it.0 == rule).map(|it| it.1).collect()
}

fn text_report(sources: &[Source], options: &Options) -> String {
    let mut out = String::new();
    check(&mut out, &migralint::check(sources, options), sources, PLAIN).expect("a string");
    out
}

#[test]
fn a_finding_looks_as_rustc_shows_its_own() {
    let sources = [source("select 1;\ncreate index t_a\n  on t (a);\n")];
    let report = text_report(&sources, &Options::default());
    let expected = "\
error[blocking-index-build]: building `t_a` blocks writes on `t`
 --> 1.sql:2:1
  |
2 | / create index t_a
3 | |   on t (a);
  | |__________^
  |
";
    assert!(report.contains(expected), "{report}");
    assert!(report.contains("  = note: "), "{report}");
    assert!(report.contains("  = help: "), "{report}");
    let summary = "read 1 migration with 2 statements, all understood\n\
        judged for postgres@14, as nothing in the files tells the database; `--target` names another\n";
    assert!(report.ends_with(summary), "{report}");
}

#[test]
fn what_was_not_understood_is_told_by_reason() {
    let report = text_report(&[source("gibber 1;\nselect 1;\ngibber 2;\n")], &Options::default());
    assert!(
        report.contains("with 3 statements, 1 understood; about the rest nothing is said:\n"),
        "{report}"
    );
    assert!(report.contains("  2 "), "{report}");
    assert!(report.contains("at 1.sql:1:1\n"), "{report}");
}

#[test]
fn nothing_of_a_migration_reaches_the_terminal_as_it_is() {
    let hostile = "\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{7}\r\u{2028}\u{e0041}";
    let text = format!(
        "create index \"{hostile}\" on \"t{hostile}\" (a);\n-- migralint: allow {hostile}: {hostile}\n{hostile} nonsense;\n\
         alter table t add column \"{hostile}\" int not null;\n"
    );
    let sources = [Source { path: format!("{hostile}.sql"), text }];
    let options = Options::default();
    let mut shown = text_report(&sources, &options);
    inspect(&mut shown, &migralint::inspect(&sources, &options), PLAIN).expect("a string");
    let bad: Vec<char> = shown
        .chars()
        .filter(|it| (it.is_control() && *it != '\n') || hostile.contains(*it) && !it.is_ascii())
        .collect();
    assert_eq!(bad, [], "{shown}");
    assert!(shown.contains("<U+202E>") && shown.contains('\u{241b}'), "{shown}");
}

#[test]
fn long_lines_are_cut_around_what_they_are_shown_for() {
    let filler = "select 'é';".repeat(3000);
    let text = format!("{filler}create index t_a on t (a);{filler}");
    let report = text_report(&[source(&text)], &Options::default());
    assert!(report.contains("create index t_a on t (a)"), "{report}");
    assert!(report.lines().all(|it| it.chars().count() < 300), "{report}");
    let column = filler.chars().count() + 1;
    assert!(report.contains(&format!(" --> 1.sql:1:{column}\n")), "{report}");
}

#[test]
fn positions_count_characters_and_pass_over_a_byte_order_mark() {
    let findings =
        findings("\u{feff}create index i on t (a);\r\n/* é🚀 */ create index j on t (a);\r\n");
    let places: Vec<_> = findings
        .iter()
        .filter(|it| it.rule == "blocking-index-build")
        .map(|it| (it.span.start, it.span.line, it.span.column))
        .collect();
    assert_eq!(places, [(3, 1, 1), (42, 2, 10)]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let sources = [source("create index i on t (a);\nalter table t drop column b;\n")];
    let json = |it: &[Source]| {
        let mut bytes = Vec::new();
        let report = migralint::check(it, &Options::default());
        migralint::report::json::write(&mut bytes, &report).expect("JSON");
        bytes
    };
    assert_eq!(json(&sources), json(&sources.clone()));
}

#[test]
fn an_allow_counts_before_a_statement_and_at_the_end_of_its_lines() {
    let index = "create index i\n  on t (a);";
    let cases = [
        (
            "before",
            "-- migralint: allow blocking-index-build: small\ncreate index i\n  on t (a);\n",
        ),
        (
            "before, other comments between",
            "-- migralint: allow blocking-index-build: small\n-- the index\ncreate index i on t (a);\n",
        ),
        (
            "first line's end",
            "create index i -- migralint: allow blocking-index-build: small\n  on t (a);\n",
        ),
        (
            "last line's end",
            "create index i\n  on t (a); -- migralint: allow blocking-index-build: small\n",
        ),
        (
            "in a comment of the other kind",
            "/* migralint: allow blocking-index-build: small */\ncreate index i on t (a);\n",
        ),
        (
            "several rules",
            "-- migralint: allow blocking-index-build, locks/blocking-index-build: small\ncreate index i on t (a);\n",
        ),
        (
            "not yet expired",
            "-- migralint: allow blocking-index-build until 2026-11-22: small\ncreate index i on t (a);\n",
        ),
        ("CRLF", "-- migralint: allow blocking-index-build: small\r\ncreate index i on t (a);\r\n"),
        (
            "the whole file",
            "create index i on t (a);\n\n-- migralint: allow-file blocking-index-build: small\n",
        ),
    ];
    for (name, text) in cases {
        assert_eq!(found_only(text, "blocking-index-build"), [0; 0], "{name}");
        assert_eq!(found_only(text, "unused-allow"), [0; 0], "{name}");
        assert_eq!(found_only(text, "misspelt-allow"), [0; 0], "{name}");
    }
    let cases = [
        ("after it", format!("{index}\n-- migralint: allow blocking-index-build: small\n")),
        (
            "an empty line between",
            format!("-- migralint: allow blocking-index-build: small\n\n{index}\n"),
        ),
        (
            "another statement between",
            format!("-- migralint: allow blocking-index-build: small\nselect 1;\n{index}\n"),
        ),
        ("another rule", format!("-- migralint: allow dropped-column: small\n{index}\n")),
    ];
    for (name, text) in cases {
        assert_eq!(found_only(&text, "blocking-index-build").len(), 1, "{name}");
        assert_eq!(found_only(&text, "unused-allow").len(), 1, "{name}");
    }
}

#[test]
fn an_allow_in_a_revision_counts_for_its_call_and_for_its_function() {
    let revision = |before_function: &str, before_call: &str, behind: &str| {
        format!(
            "from alembic import op\n\nrevision = 'a'\ndown_revision = None\n\n\n{before_function}\
             def upgrade():\n{before_call}    op.create_index('i', 't', ['a']){behind}\n    op.create_index('j', 't', ['a'])\n\n\n\
             def downgrade():\n    op.drop_index('j', 't')\n    op.drop_index('i', 't')\n"
        )
    };
    let lines = |text: &str| -> Vec<u32> {
        let sources = [Source { path: "a.py".to_owned(), text: text.to_owned() }];
        let findings = migralint::check(&sources, &Options::default()).findings;
        assert!(findings.iter().all(|it| it.rule != "unused-allow"), "{text}");
        findings
            .iter()
            .filter(|it| it.rule == "blocking-index-build")
            .map(|it| it.span.line)
            .collect()
    };
    assert_eq!(lines(&revision("", "", "")), [8, 9]);
    assert_eq!(
        lines(&revision("", "    # migralint: allow blocking-index-build: small\n", "")),
        [10]
    );
    assert_eq!(lines(&revision("", "", "  # migralint: allow blocking-index-build: small")), [9]);
    assert_eq!(
        lines(&revision("# migralint: allow blocking-index-build: small\n", "", "")),
        [0; 0]
    );
}

#[test]
fn an_allow_that_is_wrong_is_a_finding() {
    let on = |allow: &str| found(&format!("{allow}\nselect 1;\n"));
    let one = |rule: &str| vec![(rule.to_owned(), 1)];
    assert_eq!(on("-- migralint: allow dropped-column: gone"), one("unused-allow"));
    assert_eq!(on("-- migralint: allow droped-column: typo"), one("misspelt-allow"));
    assert_eq!(on("-- migralint: alow dropped-column: typo"), one("misspelt-allow"));
    assert_eq!(on("-- migralint: allow : nothing"), one("misspelt-allow"));
    assert_eq!(on("-- migralint:"), one("misspelt-allow"));
    assert_eq!(
        on("-- migralint: allow dropped-column until 2026-02-30: no such day"),
        one("misspelt-allow")
    );
    assert_eq!(
        on("-- migralint: allow dropped-column until 2026-11-21: yesterday"),
        one("expired-allow")
    );
    let without_reason = "-- migralint: allow blocking-index-build\ncreate index i on t (a);\n";
    assert_eq!(found_only(without_reason, "allow-without-reason"), [1]);
    assert_eq!(found_only(without_reason, "blocking-index-build"), [0; 0]);
    let expired = "-- migralint: allow blocking-index-build until 2026-01-01: soon\ncreate index i on t (a);\n";
    assert_eq!(found_only(expired, "blocking-index-build"), [2]);
}

#[test]
fn words_that_only_look_like_an_allow_are_left_alone() {
    for text in [
        "select 'migralint: allow everything';\n",
        "select '-- migralint: allow everything';\n",
        "-- see the manual of migralint: it says why\nselect 1;\n",
        "select 1; -- by migralint\n",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_configuration_sets_severities_and_switches_off() {
    let severity = |level| {
        let rules = vec![RuleLevel { rule: "blocking-index-build", severity: level }];
        let options = Options { rules, ..Options::default() };
        let findings = migralint::check(&[source("create index i on t (a);\n")], &options).findings;
        findings.iter().find(|it| it.rule == "blocking-index-build").map(|it| it.severity)
    };
    assert_eq!(severity(Some(migralint::rules::Severity::Note)), Some("note"));
    assert_eq!(severity(None), None);
}

#[test]
fn days_follow_the_calendar() {
    let day = |days: u32| Date::from_days(days).to_string();
    assert_eq!(day(0), "1970-01-01");
    assert_eq!(day(11_016), "2000-02-29");
    assert_eq!(day(20_779), "2026-11-22");
    assert!(day(u32::MAX).starts_with("9999-"));
    for text in
        ["2026-02-29", "2026-13-01", "2026-1-1", "2026-01-00", "26-01-01", "2026-01-01-01", ""]
    {
        assert_eq!(Date::parse(text), None, "{text}");
    }
    assert!(Date::parse("2024-02-29") < Date::parse("2024-03-01"));
}
