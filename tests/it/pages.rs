//! Every rule's page is a test: its examples do what the page says, and its advice passes every rule.
//!
//! Blocks are marked language, role and, where it is not the default, target or targets: `sql bad postgres@11`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use migralint::cost::sizes::{Size, Sizes};
use migralint::dialect::Target;
use migralint::report;
use migralint::report::model::{CheckReport, Finding, Fix, SchemaReport};
use migralint::report::text::{Colors, Extent, Look};
use migralint::rules::{self, Rule};
use migralint::text::{Edit, Span, apply};
use migralint::{Options, RuleLevel, Safety, Source};
use serde_json::Value;

use super::examples::{Fence, IMPORTS, Language, REVISION, TAIL, fences, source, sources};

/// What a block asserts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Role {
    /// Nothing; the schema that the blocks below start from.
    Given,
    /// How large the tables are for the blocks below.
    Sizes,
    /// The same files where the branch left.
    Base,
    /// The page's rule finds exactly one thing.
    Bad,
    /// The text report of the bad block above, byte for byte; `UPDATE=1 cargo test` rewrites it.
    Output,
    /// The fix of the bad block above gives exactly this, which is judged as a good one too; `UPDATE=1` rewrites it.
    Fixed,
    /// No rule finds anything: the page's own, and those that are always asked.
    Good,
}

#[derive(Debug)]
struct Block {
    language: Language,
    role: Role,
    targets: Vec<Target>,
    text: String,
    line: usize,
    /// Among the page's blocks.
    place: usize,
}

/// What an example of a page starts from.
#[derive(Clone, Copy)]
struct Example<'a> {
    block: &'a Block,
    given: Option<&'a Block>,
    sizes: Option<&'a Block>,
    base: Option<&'a Block>,
}

#[test]
fn the_examples_of_every_page_do_what_it_says() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        let blocks = match blocks(&page(rule)) {
            Ok(blocks) => blocks,
            Err(why) => {
                wrong.push(format!("{}: {why}", rule.path()));
                continue;
            }
        };
        for roles in [&[Role::Bad][..], &[Role::Good, Role::Fixed]] {
            if !blocks.iter().any(|it| roles.contains(&it.role)) {
                wrong.push(format!("{}: no block is {roles:?}", rule.path()));
            }
        }
        for dialect in rule.dialects {
            let judged = |it: &Block| {
                matches!(it.role, Role::Bad | Role::Good | Role::Fixed)
                    && target(it).dialect == *dialect
            };
            if !blocks.iter().any(judged) {
                wrong.push(format!("{}: no example for {dialect}", rule.path()));
            }
        }
        if rule.fix.is_some() != blocks.iter().any(|it| it.role == Role::Fixed) {
            wrong
                .push(format!("{}: a rule that claims a fix shows one, and no other", rule.path()));
        }
        let mut given = None;
        let mut sizes = None;
        let mut base = None;
        let mut bad = None;
        for block in &blocks {
            let example = Example { block, given, sizes, base };
            let outcome = match block.role {
                Role::Given => {
                    given = Some(block);
                    Ok(())
                }
                Role::Sizes => {
                    sizes = Some(block);
                    Ok(())
                }
                Role::Base => {
                    base = Some(block);
                    Ok(())
                }
                Role::Bad => {
                    bad = Some(example);
                    try_bad(rule, example)
                }
                Role::Good => try_good(rule, example),
                Role::Output => try_output(rule, bad, block),
                Role::Fixed => try_fixed(rule, bad, example).and_then(|()| try_good(rule, example)),
            };
            if let Err(why) = outcome {
                wrong.push(format!("{}, line {}: {why}", rule.path(), block.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples are wrong\n{}", wrong.len(), wrong.join("\n"));
}

fn try_bad(rule: &Rule, example: Example<'_>) -> Result<(), String> {
    let report = judge(rule, example);
    let found = report.findings.iter().filter(|it| it.rule == rule.name).count();
    if found == 1 { Ok(()) } else { Err(format!("it is found {found} times{}", list(&report))) }
}

fn try_good(rule: &Rule, example: Example<'_>) -> Result<(), String> {
    let report = judge(rule, example);
    if report.findings.is_empty() && report.coverage.opaque.is_empty() {
        return Ok(());
    }
    Err(format!("our advice does not pass our own rules{}", list(&report)))
}

fn try_output(rule: &Rule, bad: Option<Example<'_>>, block: &Block) -> Result<(), String> {
    let bad = bad.ok_or("no bad block stands above it")?;
    let look = Look { colors: Colors::Plain, width: 100, extent: Extent::Findings };
    let mut printed = String::new();
    let sources = sources(bad.block.language, &bad.block.text);
    report::text::check(&mut printed, &judge(rule, bad), &sources, look)
        .expect("a string takes any text");
    let printed = format!("{}\n", printed.trim_end());
    if printed == block.text {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_none() {
        return Err(format!("the report reads otherwise\n{printed}"));
    }
    rewrite(rule, block, &printed)
}

fn try_fixed(rule: &Rule, bad: Option<Example<'_>>, example: Example<'_>) -> Result<(), String> {
    let bad = bad.ok_or("no bad block stands above it")?;
    let found = judge(rule, bad).findings.into_iter().find(|it| it.rule == rule.name);
    let fix = found.ok_or("nothing is found")?.fixes.into_iter().next().ok_or("there is no fix")?;
    if rule.fix == Some(Safety::Safe) && fix.safety != "safe" {
        return Err(format!("the page calls the fix safe, and it is {}", fix.safety));
    }
    let before = sources(bad.block.language, &bad.block.text);
    let fixed = applied(&before, &fix);
    let expected = sources(example.block.language, &example.block.text);
    if fixed == expected {
        return Ok(());
    }
    let shown = files_text(example.block.language, &fixed);
    if std::env::var_os("UPDATE").is_none() {
        return Err(format!("the fix gives something else\n{shown}"));
    }
    rewrite(rule, example.block, &shown)
}

/// The sources with the fix put into effect, files that it makes at their end.
fn applied(sources: &[Source], fix: &Fix) -> Vec<Source> {
    let mut fixed = sources.to_vec();
    for source in &mut fixed {
        let edits: Vec<Edit> = fix
            .edits
            .iter()
            .filter(|it| it.path == source.path)
            .map(|it| Edit {
                span: Span { start: it.span.start, end: it.span.end },
                text: it.text.clone(),
            })
            .collect();
        source.text = apply(&source.text, &edits).expect("edits that do not overlap");
    }
    fixed.extend(fix.creates.iter().map(|it| source(&it.path, &it.text)));
    fixed
}

/// The text of a block that holds these files.
fn files_text(language: Language, files: &[Source]) -> String {
    let marker = if language == Language::Python { "# file " } else { "-- file " };
    let mut text = String::new();
    for (place, file) in files.iter().enumerate() {
        if 0 < place {
            text.push_str(&format!("{marker}{}\n", file.path));
        }
        let shown = file.text.strip_prefix(IMPORTS).unwrap_or(&file.text);
        text.push_str(shown.strip_prefix(REVISION).unwrap_or(shown));
    }
    text.trim_end_matches(TAIL).to_owned()
}

/// Puts another text into a block of the rule's page.
fn rewrite(rule: &Rule, block: &Block, content: &str) -> Result<(), String> {
    let text = page(rule);
    // Blocks above may have grown meanwhile.
    let fence = fences(&text)?.into_iter().nth(block.place).ok_or("the block is gone")?;
    let mut lines = text.split_inclusive('\n');
    let mut updated: String = lines.by_ref().take(fence.line).collect();
    updated.push_str(content);
    updated.extend(lines.skip(fence.text.lines().count()));
    fs::write(page_path(rule), updated).map_err(|it| it.to_string())
}

/// What holds for every fix, whatever the page shows.
#[test]
fn a_fix_mends_its_finding_and_spoils_nothing() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for rule in rules::ALL {
        let mut given = None;
        for block in &blocks(&page(rule)).unwrap_or_default() {
            match block.role {
                Role::Given => given = Some(block),
                Role::Bad => {
                    let example = Example { block, given, sizes: None, base: None };
                    let files = sources(block.language, &block.text);
                    for (finding, why) in spoiled(&files, &options(rule, example), &mut tried) {
                        wrong.push(format!(
                            "{}, line {}: the fix of {finding} {why}",
                            rule.path(),
                            block.line
                        ));
                    }
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{} fixes are wrong\n{}", wrong.len(), wrong.join("\n"));
    println!("{tried} fixes were tried");
    assert!(0 < tried);
}

/// What Python itself says about every script that a fix writes.
#[test]
fn what_fixes_write_is_python() {
    let mut written = Vec::new();
    for rule in rules::ALL {
        let mut given = None;
        for block in &blocks(&page(rule)).unwrap_or_default() {
            match block.role {
                Role::Given => given = Some(block),
                Role::Bad if block.language == Language::Python => {
                    let files = sources(block.language, &block.text);
                    let options = options(rule, Example { block, given, sizes: None, base: None });
                    let report = migralint::check(&files, &options);
                    let fixes = report.findings.iter().flat_map(|it| &it.fixes);
                    written.extend(fixes.flat_map(|it| applied(&files, it)).map(|it| it.text));
                    let repaired = migralint::repair(&files, &options, Safety::Ask, &[]);
                    let all = repaired.sources.into_iter().chain(repaired.created);
                    written.extend(all.map(|it| it.text));
                }
                _ => {}
            }
        }
    }
    assert!(50 < written.len(), "only {} scripts", written.len());
    if let Some(refused) = refused_by_python(&written) {
        assert!(refused.is_empty(), "Python does not compile\n{refused}");
    }
}

/// What `py_compile` would say about the scripts, asked of one process; `None` without Python, which only CI demands.
fn refused_by_python(scripts: &[String]) -> Option<String> {
    const ASK: &str = "import sys
for text in sys.stdin.buffer.read().split(b'\\0'):
    try:
        compile(text, 'script.py', 'exec', dont_inherit=True)
    except (SyntaxError, ValueError) as why:
        print(why, text.decode(), sep='\\n')
";
    let mut python = Command::new("python3");
    python.args(["-W", "error", "-c", ASK]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = match python.spawn() {
        Ok(child) => child,
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "python3: {why}");
            return None;
        }
    };
    let mut input = child.stdin.take().expect("it was asked for");
    input.write_all(scripts.join("\0").as_bytes()).expect("Python reads all of it");
    drop(input);
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The findings whose fix does not hold what a fix promises, and why.
pub fn spoiled(files: &[Source], options: &Options, tried: &mut usize) -> Vec<(String, String)> {
    let before = migralint::check(files, options);
    let schema = comparable(migralint::inspect(files, options).schema);
    let mut wrong = Vec::new();
    for finding in &before.findings {
        for fix in &finding.fixes {
            *tried += 1;
            let fixed = applied(files, fix);
            let after = migralint::check(&fixed, options);
            let shown = files_text(Language::Sql, &fixed);
            let mut tell = |why: String| {
                wrong.push((finding.rule.clone(), format!("{why}\n{}\n{shown}", fix.title)));
            };
            let count = |it: &CheckReport| {
                it.findings
                    .iter()
                    .filter(|it| it.rule == finding.rule && it.message == finding.message)
                    .count()
            };
            if count(&before) <= count(&after) {
                tell("leaves it there".to_owned());
            }
            // How long a short lock is waited for is told only where no greater harm is; it has a fix of its own.
            let known = |it: &Finding| {
                it.rule == "unbounded-lock-wait"
                    || before.findings.iter().any(|known| known.rule == it.rule)
            };
            for new in after.findings.iter().filter(|it| !known(it)) {
                tell(format!("brings {}: {} ({})", new.rule, new.message, new.reason));
            }
            if before.coverage.opaque.len() < after.coverage.opaque.len() {
                tell("gives what is not understood".to_owned());
            }
            let now = comparable(migralint::inspect(&fixed, options).schema);
            // A call in the place of a text is another default, what a call does not say is not known before, and what
            // Python alone gave becomes the database's.
            let tells_more = ["quoted-function-default", "untyped-change", "python-default"];
            if now != schema && !tells_more.contains(&finding.rule.as_str()) {
                tell(format!("leads to another schema\n{schema:?}\n{now:?}"));
            }
        }
    }
    wrong
}

/// The schema without what a fix may leave otherwise: a column that took another's place is its table's last, and a
/// partition that was detached online keeps a check of its bound.
fn comparable(mut schema: SchemaReport) -> SchemaReport {
    for table in &mut schema.tables {
        table.columns.sort_by(|one, other| one.name.cmp(&other.name));
        table.constraints.retain(|it| !it.detail.starts_with("CHECK (the partition's bound"));
    }
    schema
}

/// A rule of a preset is asked on its own page, without the rest of its preset.
fn options(rule: &Rule, example: Example<'_>) -> Options {
    let on = rule.preset.map(|_| RuleLevel { rule: rule.name, severity: Some(rule.severity) });
    Options {
        targets: match example.block.targets.as_slice() {
            [] => vec![target(example.block)],
            several => several.to_vec(),
        },
        schema: example.given.map(|it| source("schema.sql", &it.text)),
        today: migralint::config::Date::parse("2026-11-22"),
        rules: on.into_iter().collect(),
        sizes: example.sizes.map(sizes).unwrap_or_default(),
        base: example.base.map(|it| sources(it.language, &it.text)).unwrap_or_default(),
        // What is given is there before, and all of the block goes live together.
        only: Some((0..64).collect()),
        ..Options::default()
    }
}

/// The file of sizes in a block, as `stats-query` writes it.
fn sizes(block: &Block) -> Sizes {
    let value: Value = serde_json::from_str(&block.text).expect("JSON");
    let size = |it: &Value| Size {
        name: it["name"].as_str().expect("a name").to_owned(),
        rows: it["rows"].as_f64(),
        bytes: it["bytes"].as_f64(),
        index_bytes: it["indexBytes"].as_f64(),
        ..Size::default()
    };
    Sizes::new(value["tables"].as_array().expect("a list").iter().map(size).collect())
}

fn judge(rule: &Rule, example: Example<'_>) -> CheckReport {
    migralint::check(&sources(example.block.language, &example.block.text), &options(rule, example))
}

fn target(block: &Block) -> Target {
    block
        .targets
        .first()
        .copied()
        .unwrap_or_else(|| Target::new(migralint::dialect::Dialect::Postgres))
}

fn list(report: &CheckReport) -> String {
    let finding = |it: &Finding| {
        format!("\n    {}:{}: {}: {} ({})", it.path, it.span.line, it.rule, it.message, it.reason)
    };
    let findings: String = report.findings.iter().map(finding).collect();
    let opaque: String = report
        .coverage
        .opaque
        .iter()
        .map(|it| format!("\n    not understood: {}", it.why))
        .collect();
    findings + &opaque
}

// ---- Reading a page

fn page(rule: &Rule) -> String {
    fs::read_to_string(page_path(rule)).expect("every rule has a page")
}

fn page_path(rule: &Rule) -> PathBuf {
    Path::new("rules").join(rule.path()).with_extension("md")
}

/// The fenced blocks of a page, or the first thing that is wrong with them.
fn blocks(page: &str) -> Result<Vec<Block>, String> {
    let block = |(place, it): (usize, Fence)| {
        let block = opened(&it.info).map_err(|why| format!("line {}: {why}", it.line))?;
        Ok(Block { line: it.line, text: it.text, place, ..block })
    };
    fences(page)?.into_iter().enumerate().map(block).collect()
}

/// A block from the words behind its fence.
fn opened(info: &str) -> Result<Block, String> {
    let mut words = info.split_whitespace();
    let language = match words.next() {
        Some("sql") => Language::Sql,
        Some("python") => Language::Python,
        Some("text" | "json") => Language::Text,
        other => return Err(format!("unknown language {other:?}")),
    };
    let role = match words.next() {
        Some("given") => Role::Given,
        Some("sizes") => Role::Sizes,
        Some("base") => Role::Base,
        Some("bad") => Role::Bad,
        Some("good") => Role::Good,
        Some("fixed") => Role::Fixed,
        Some("output") => Role::Output,
        other => return Err(format!("unknown role {other:?}")),
    };
    let is_text = matches!(role, Role::Output | Role::Sizes);
    if (language == Language::Text) != is_text || info.starts_with("json") != (role == Role::Sizes)
    {
        return Err("what is printed is `text output`, and sizes are `json sizes`".to_owned());
    }
    let targets = words.map(Target::parse).collect::<Result<Vec<Target>, String>>()?;
    Ok(Block { language, role, targets, text: String::new(), line: 0, place: 0 })
}

// ---- How pages are written

#[test]
fn titles_are_short_and_sentences_stand_on_lines_of_their_own() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        let path = rule.path();
        if 60 < rule.title.chars().count() || rule.title.ends_with('.') {
            wrong.push(format!(
                "{path}: the title is longer than 60 characters or ends in a full stop"
            ));
        }
        let mut in_block = false;
        for line in rule.page.lines() {
            in_block ^= line.starts_with("```");
            if !in_block && has_two_sentences(line) {
                wrong.push(format!("{path}: more than one sentence: {line}"));
            }
            if line.ends_with(' ') {
                wrong.push(format!("{path}: a space ends the line {line:?}"));
            }
        }
        if rule.page.starts_with('#') || rule.page.starts_with("```") {
            wrong.push(format!("{path}: a page begins with what happens"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a full stop is followed by the capital of the next sentence.
fn has_two_sentences(line: &str) -> bool {
    line.match_indices(". ").any(|(at, _)| line[at + 2..].starts_with(|it: char| it.is_uppercase()))
}

#[test]
fn names_say_the_hazard_and_not_how_to_mend_it() {
    for rule in rules::ALL {
        for word in ["no-", "ban-", "prefer-", "require-", "avoid-"] {
            assert!(!rule.name.starts_with(word), "{} begins with {word}", rule.name);
        }
    }
}

#[test]
fn a_block_with_a_word_that_nobody_knows_fails() {
    for info in [
        "sql",
        "sql bda",
        "sgl bad",
        "sql bad postgers",
        "text fixed",
        "text bad",
        "sql output",
        "sql bad mysql@8 more",
    ] {
        assert!(blocks(&format!("```{info}\nselect 1;\n```\n")).is_err(), "{info}");
    }
    assert!(blocks("```sql bad\nselect 1;\n").is_err());
}

/// The pages' folder, for tests that read all of it.
#[test]
fn every_page_lies_in_a_folder_of_its_group() {
    let mut pages: Vec<PathBuf> = Vec::new();
    for group in fs::read_dir("rules").expect("the pages") {
        let group = group.expect("a folder's entry").path();
        pages.extend(fs::read_dir(group).expect("a group").map(|it| it.expect("a page").path()));
    }
    assert_eq!(pages.len(), rules::ALL.len());
}
