//! The contract of the command line: commands, options, exit status, what goes where.

use crate::command::Folder;

const HURTS: &str = "create index t_a on t (a);\n";

#[test]
fn the_exit_status_says_whether_something_was_found() {
    let folder = Folder::of(&[("bad.sql", HURTS), ("good.sql", "create table t (a int);\n")]);
    assert_eq!(folder.run(&["good.sql"]).ended_well().status, Some(0));
    assert_eq!(folder.run(&["bad.sql"]).ended_well().status, Some(1));
    assert_eq!(folder.run(&["check", "bad.sql"]).ended_well().status, Some(1));
    assert_eq!(folder.run(&["--fail-on", "never", "bad.sql"]).ended_well().status, Some(0));
    assert_eq!(folder.run(&["check", "bad.sql", "--fail-on=warning"]).ended_well().status, Some(1));
    assert_eq!(folder.run(&["inspect", "bad.sql"]).ended_well().status, Some(0));
}

#[test]
fn fail_on_counts_from_the_severity_upwards() {
    // The one finding of this text is a warning.
    let folder =
        Folder::of(&[("1.sql", "-- migralint: allow second-head: none here\nselect 1;\n")]);
    for (fail_on, status) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        let ran = folder.run(&["--fail-on", fail_on, "1.sql"]);
        assert_eq!(ran.ended_well().status, Some(status), "{fail_on}: {ran:?}");
    }
}

#[test]
fn what_cannot_be_done_is_said_in_one_line_with_the_mend() {
    let folder = Folder::of(&[("1.sql", "select 1;\n"), ("empty/readme.txt", "")]);
    let cases: &[(&[&str], &str)] = &[
        (&["nowhere.sql"], "nowhere.sql: no such file or folder; check the path"),
        (&["empty"], "empty: no migrations in this folder; name another, or the files themselves"),
        (&["--schema", "nowhere.sql", "1.sql"], "nowhere.sql: no such file or folder"),
        (&["--config", "nowhere.toml", "1.sql"], "nowhere.toml: no such file or folder"),
        (
            &["--target", "postgers", "1.sql"],
            "unknown dialect `postgers`; known are postgres, mysql",
        ),
        (&["--target", "postgres@new", "1.sql"], "`new` is not a version"),
        (&["--format", "sarif", "1.sql"], "invalid value 'sarif' for '--format <FORMAT>'"),
        (&["--fail-on", "bad", "1.sql"], "[possible values: error, warning, note, never]"),
        (&["--nonsense", "1.sql"], "unexpected argument '--nonsense'"),
        (&["explain", "blocking-index-biuld"], "did you mean `blocking-index-build`?"),
        (&["explain", "x"], "there is no rule `x`; `migralint rules` lists all"),
    ];
    for (arguments, expected) in cases {
        let ran = folder.run(arguments);
        assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
        assert_eq!(ran.error.lines().count(), 1, "{ran:?}");
        assert!(ran.error.contains(expected), "{ran:?}");
    }
}

/// Two revisions in order, each with an index that hurts.
fn revisions() -> Folder {
    let revision = |id: &str, parent: &str| {
        format!(
            "from alembic import op\nrevision = '{id}'\ndown_revision = {parent}\n\n\n\
             def upgrade():\n    op.create_index('i_{id}', 't', ['c_{id}'])\n\n\n\
             def downgrade():\n    op.drop_index('i_{id}')\n"
        )
    };
    Folder::of(&[
        ("versions/z.py", &revision("first1", "None")),
        ("versions/a.py", &revision("second", "'first1'")),
    ])
}

#[test]
fn since_tells_of_what_comes_after_a_revision() {
    let folder = revisions();
    let whole = folder.run(&["versions"]);
    assert!(whole.out.contains("i_first1") && whole.out.contains("i_second"), "{whole:?}");
    // By its identifier, by the beginning of it, by its file.
    for name in ["first1", "firs", "z.py"] {
        let ran = folder.run(&["--since", name, "versions"]);
        assert_eq!(ran.ended_well().status, Some(1), "{ran:?}");
        assert!(!ran.out.contains("i_first1") && ran.out.contains("i_second"), "{ran:?}");
    }
    assert_eq!(folder.run(&["--since", "second", "versions"]).ended_well().status, Some(0));
    let ran = folder.run(&["--since", "nobody", "versions"]);
    assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
    assert!(ran.error.contains("--since nobody: no migration"), "{ran:?}");
}

#[test]
fn changed_tells_of_files_that_git_sees_changed() {
    let folder = revisions();
    let git = |arguments: &[&str]| {
        let settings = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
        let output = std::process::Command::new("git")
            .args(settings)
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("git");
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "versions/z.py"]);
    git(&["commit", "--quiet", "--message", "x"]);
    // The one is committed, the other git does not know yet.
    let ran = folder.run(&["--changed", "HEAD", "versions"]);
    assert!(!ran.out.contains("i_first1") && ran.out.contains("i_second"), "{ran:?}");
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "y"]);
    assert_eq!(folder.run(&["--changed", "HEAD", "versions"]).ended_well().status, Some(0));
    let ran = folder.run(&["--changed", "HEAD~1", "versions"]);
    assert!(!ran.out.contains("i_first1") && ran.out.contains("i_second"), "{ran:?}");
    let path = folder.path().join("versions/z.py");
    let before = std::fs::read_to_string(&path).expect("it is there");
    std::fs::write(&path, before.replace("i_first1", "i_other")).expect("it is written");
    let ran = folder.run(&["--changed", "HEAD", "versions"]);
    assert!(ran.out.contains("edited-migration"), "{ran:?}");
    let ran = folder.run(&["--changed", "nowhere", "versions"]);
    assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
    assert!(ran.error.contains("git knows no such commit"), "{ran:?}");
}

#[test]
fn a_preset_asks_more_rules() {
    let wide = "set idle_in_transaction_session_timeout = '60s';\nset lock_timeout = '5s';\nalter table a add column x int;\nalter table b add column x int;\n";
    let folder = Folder::of(&[
        ("1.sql", wide),
        ("strict.toml", "preset = \"strict\"\n"),
        ("both.toml", "preset = [\"style\", \"strict\"]\n"),
        ("style.toml", "preset = \"style\"\n"),
        ("rule.toml", "[rules]\nwide-lock-window = \"note\"\n"),
        ("off.toml", "preset = \"strict\"\n[rules]\nwide-lock-window = \"off\"\n"),
        ("wrong.toml", "preset = [\"stern\"]\n"),
    ]);
    let cases: &[(&[&str], usize)] = &[
        (&[], 0),
        (&["--preset", "strict"], 1),
        (&["--preset", "style"], 0),
        (&["--preset", "style", "--preset", "strict"], 1),
        (&["--config", "strict.toml"], 1),
        (&["--config", "both.toml"], 1),
        (&["--config", "style.toml"], 0),
        (&["--config", "strict.toml", "--preset", "style"], 0),
        (&["--config", "rule.toml"], 1),
        (&["--config", "off.toml"], 0),
    ];
    for (arguments, found) in cases {
        let ran = folder.run(&[&["--format", "json", "1.sql"], *arguments].concat());
        assert_eq!(ran.ended_well().rules().len(), *found, "{ran:?}");
    }
    let mend = "known are strict, style";
    for arguments in [["--config", "wrong.toml"], ["--preset", "stern"]] {
        let ran = folder.run(&[&["1.sql"], arguments.as_slice()].concat());
        assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
        assert!(ran.error.contains(mend), "{ran:?}");
    }
    assert!(folder.run(&["rules"]).out.contains("(preset strict)"));
}

#[test]
fn an_allow_for_a_rule_that_nobody_asked_is_not_superfluous() {
    let folder =
        Folder::of(&[("1.sql", "-- migralint: allow wide-lock-window: once a year\nselect 1;\n")]);
    let ran = folder.run(&["--format", "json", "1.sql"]);
    assert_eq!(ran.rules(), Vec::<String>::new(), "{ran:?}");
    let ran = folder.run(&["--format", "json", "--preset", "strict", "1.sql"]);
    assert_eq!(ran.rules(), ["unused-allow"], "{ran:?}");
}

#[test]
fn an_unreadable_file_keeps_no_other_from_being_reported() {
    let folder = Folder::of(&[("bad.sql", HURTS)]);
    let ran = folder.run(&["--format", "json", "nowhere.sql", "bad.sql"]);
    assert_eq!(ran.ended_well().status, Some(2));
    assert!(ran.rules().contains(&"blocking-index-build".to_owned()), "{ran:?}");
}

#[test]
fn standard_output_holds_the_report_and_nothing_else() {
    let folder = Folder::of(&[("bad.sql", HURTS)]);
    let report = folder.run(&["--format=json", "bad.sql"]).json();
    assert_eq!(report["schemaVersion"], 1);
    assert_eq!(report["tool"]["name"], "migralint");
    assert_eq!(report["findings"][0]["path"], "bad.sql");
    let report = folder.run(&["inspect", "--format=json", "bad.sql"]).json();
    assert_eq!(report["migrations"][0]["steps"][0]["operations"][0]["kind"], "create-index");
    let report = folder.run(&["rules", "--format=json"]).json();
    assert!(report["rules"].as_array().is_some_and(|it| it.len() > 5));
    let report = folder.run(&["explain", "blocking-index-build", "--format=json"]).json();
    assert_eq!(report["name"], "blocking-index-build");
}

#[test]
fn quiet_leaves_the_findings_alone() {
    let folder = Folder::of(&[("bad.sql", HURTS), ("good.sql", "create table t (a int);\n")]);
    assert_eq!(folder.run(&["-q", "good.sql"]).out, "");
    let ran = folder.run(&["--quiet", "bad.sql"]);
    assert!(ran.out.starts_with("error[blocking-index-build]"), "{ran:?}");
    assert!(!ran.out.contains("judged for"), "{ran:?}");
    let ran = folder.run(&["--no-progress", "good.sql"]);
    assert_eq!((ran.status, ran.error.as_str()), (Some(0), ""), "{ran:?}");
}

#[test]
fn standard_input_is_guessed_by_what_it_holds() {
    let folder = Folder::new();
    let ran = folder.run_with(&["--format=json", "-"], HURTS.as_bytes());
    assert_eq!(ran.ended_well().status, Some(1));
    assert_eq!(ran.json()["findings"][0]["path"], "<stdin>");
    let ran = folder.run_with(&["inspect", "--format=json", "-"], REVISION.as_bytes());
    assert_eq!(ran.json()["migrations"][0]["framework"], "alembic", "{ran:?}");
}

const REVISION: &str = "from alembic import op\n\nrevision = \"a1\"\ndown_revision = None\n\n\n\
    def upgrade():\n    op.drop_table(\"t\")\n\n\ndef downgrade():\n    pass\n";

#[test]
fn a_folder_is_searched_as_git_lists_it() {
    let folder = Folder::of(&[
        ("b/2.sql", "select 2;"),
        ("a/10.sql", "select 10;"),
        ("a/9.SQL", "select 9;"),
        ("a/1.sql.postgres", "select 1;"),
        ("a/notes.txt", "drop table t;"),
        ("ignored/3.sql", "select 3;"),
        (".hidden/4.sql", "select 4;"),
        (".gitignore", "ignored/\n"),
        ("versions/a1.py", REVISION),
        ("versions/other.py", "print('no revision')\n"),
    ]);
    let paths = |arguments: &[&str]| -> Vec<String> {
        let report = folder.run(&[&["inspect", "--format=json"], arguments].concat()).json();
        let migrations = report["migrations"].as_array().expect("migrations").clone();
        let mut paths: Vec<String> =
            migrations.iter().map(|it| it["path"].as_str().expect("a path").to_owned()).collect();
        paths.dedup();
        paths.sort();
        paths.dedup();
        paths
    };
    let all = ["a/1.sql.postgres", "a/10.sql", "a/9.SQL", "b/2.sql", "versions/a1.py"];
    assert_eq!(paths(&[]), all);
    assert_eq!(paths(&["."]), all);
    assert_eq!(paths(&["a", "a/10.sql", "./a/10.sql"]), all[..3]);
    // What is named is read, ignored or not, whatever its name.
    assert_eq!(paths(&["ignored/3.sql"]), ["ignored/3.sql"]);
    assert_eq!(paths(&["a/notes.txt"]), ["a/notes.txt"]);
}

#[test]
fn a_configuration_is_found_upwards() {
    let folder = Folder::of(&[
        (
            "migralint.toml",
            "targets = [\"postgres@16\"]\nfail-on = \"never\"\nexclude = [\"old/**\"]\n\n[rules]\nblocking-index-build = \"note\"\n",
        ),
        ("new/1.sql", HURTS),
        ("old/1.sql", HURTS),
    ]);
    let ran = folder.run(&["--format=json"]);
    assert_eq!(ran.ended_well().status, Some(0));
    let report = ran.json();
    assert_eq!(report["targets"][0]["target"], "postgres@16");
    assert_eq!(report["targets"][0]["chosen"], "configured");
    assert_eq!(report["coverage"]["migrations"], 1);
    let index = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|it| it["rule"] == "blocking-index-build");
    assert_eq!(index.expect("the index")["severity"], "note");
    // What is typed weighs more.
    let ran = folder.run(&["--fail-on=note", "--target=postgres@14", "--format=json"]);
    assert_eq!(ran.ended_well().status, Some(1));
    assert_eq!(ran.json()["targets"][0]["chosen"], "given");
}

#[test]
fn a_configuration_may_stand_in_pyproject() {
    let folder = Folder::of(&[
        ("pyproject.toml", "[tool.migralint.rules]\n\"locks/blocking-index-build\" = \"off\"\n"),
        ("a/pyproject.toml", "[project]\nname = \"another\"\n"),
        ("a/1.sql", HURTS),
    ]);
    let ran = folder.run(&["--format=json", "a"]);
    assert!(!ran.rules().contains(&"blocking-index-build".to_owned()), "{ran:?}");
}

#[test]
fn a_broken_configuration_is_said_with_its_line() {
    let cases = [
        ("targets = [\"postgres\"", "migralint.toml:1: "),
        (
            "\n\ntarget = \"postgres\"\n",
            "migralint.toml:3: unknown key `target`; known are targets,",
        ),
        ("targets = \"postgres\"\n", "migralint.toml:1: `targets` has to be a list of strings"),
        ("targets = [\n\"postgers\"]\n", "migralint.toml:2: unknown dialect `postgers`"),
        ("fail-on = \"bad\"\n", "migralint.toml:1: `bad` is no severity"),
        (
            "[rules]\nblocking-index-biuld = \"off\"\n",
            "migralint.toml:2: there is no rule `blocking-index-biuld`; write `blocking-index-build`",
        ),
        (
            "[rules]\nblocking-index-build = \"of\"\n",
            "migralint.toml:2: `of` is no level; write off, note, warning or error",
        ),
        ("exclude = [\"a{\"]\n", "migralint.toml:1: `a{` is no glob"),
    ];
    for (text, expected) in cases {
        let folder = Folder::of(&[("migralint.toml", text), ("1.sql", "select 1;\n")]);
        let ran = folder.run(&["1.sql"]);
        assert_eq!(ran.ended_well().status, Some(2), "{ran:?}");
        assert!(ran.error.starts_with(&format!("error: {expected}")), "{ran:?}");
        assert_eq!(ran.error.lines().count(), 1, "{ran:?}");
    }
}

#[test]
fn several_targets_are_judged_one_by_one() {
    let folder = Folder::of(&[("1.sql", HURTS)]);
    let ran = folder.run(&["--target", "postgres@10", "--target", "postgres@18", "1.sql"]);
    assert!(ran.out.contains("= note: for postgres@10, postgres@18"), "{ran:?}");
    assert!(ran.out.contains("judged for postgres@10, postgres@18\n"), "{ran:?}");
}

#[test]
fn the_schema_tells_what_was_there() {
    let folder = Folder::of(&[
        ("schema.sql", "create table t (a int);\n"),
        ("1.sql", "alter table t add b int;\n"),
    ]);
    let report =
        folder.run(&["inspect", "--format=json", "--schema", "schema.sql", "1.sql"]).json();
    let columns = report["schema"]["tables"][0]["columns"].as_array().expect("columns").len();
    assert_eq!(columns, 2, "{report}");
}

#[test]
fn colours_are_there_only_when_asked_for() {
    let folder = Folder::of(&[("1.sql", HURTS)]);
    assert!(!folder.run(&["1.sql"]).out.contains('\u{1b}'));
    assert!(folder.run(&["--color=always", "1.sql"]).out.contains('\u{1b}'));
    assert!(folder.run(&["inspect", "--color=always", "1.sql"]).out.contains('\u{1b}'));
    assert!(!folder.run(&["--color=never", "1.sql"]).out.contains('\u{1b}'));
}

#[test]
fn completions_are_scripts() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = folder.run(&["completions", shell]);
        assert_eq!(ran.ended_well().status, Some(0));
        assert!(ran.out.contains("inspect"), "{shell}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    let folder = Folder::new();
    let ran = folder.run(&["--help"]);
    assert_eq!(ran.ended_well().status, Some(0));
    assert!(ran.out.contains("Exit status"), "{ran:?}");
    assert!(folder.run(&["--version"]).out.starts_with("migralint "));
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::of(&[("1.sql", &HURTS.repeat(3000))]);
    let command =
        format!("'{}' 1.sql | head -n 1; echo ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_migralint"));
    let output = std::process::Command::new("bash")
        .args(["-c", &command])
        .current_dir(folder.path())
        .output()
        .expect("bash");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(matches!(String::from_utf8_lossy(&output.stdout).lines().last(), Some("0" | "1")));
}
