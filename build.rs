//! Makes the table of rules from their pages, so that a page without a check, or a check without a page, does not build.

#![allow(clippy::disallowed_methods)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let rules = Path::new(&root).join("rules");
    let mut table =
        String::from("/// Every rule, by group and name.\npub static ALL: &[Rule] = &[\n");
    for group in sorted(&rules) {
        for page in sorted(&rules.join(&group)) {
            let name = page
                .strip_suffix(".md")
                .unwrap_or_else(|| panic!("rules/{group}/{page} is no page"));
            entry(&mut table, &rules, &group, name);
        }
    }
    table.push_str("];\n");
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(out, table).expect("the output folder can be written");
}

fn sorted(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
    let mut names: Vec<String> = entries
        .map(|it| it.expect("a folder's entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What a page's front matter may say.
const KEYS: [&str; 6] = ["title", "severity", "preset", "over", "dialects", "fix"];

/// One line of the table from one page's front matter: `key = "value"` lines between two lines of `+++`.
fn entry(table: &mut String, rules: &Path, group: &str, name: &str) {
    let path = rules.join(group).join(format!("{name}.md"));
    let text = fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    let place = path.display();
    let rest = text.strip_prefix("+++\n").unwrap_or_else(|| panic!("{place}: no front matter"));
    let (matter, page) =
        rest.split_once("\n+++\n").unwrap_or_else(|| panic!("{place}: front matter never ends"));
    for line in matter.lines() {
        let key = line.split_once('=').map_or(line, |it| it.0).trim();
        assert!(KEYS.contains(&key), "{place}: unknown key {key:?}");
    }
    let value = |key: &str| {
        matter
            .lines()
            .find_map(|it| it.strip_prefix(key)?.trim_start().strip_prefix('='))
            .map(str::trim)
    };
    let text_of = |key: &str| value(key).map(|it| it.trim_matches('"'));
    let title = text_of("title").unwrap_or_else(|| panic!("{place}: no title"));
    let severity = match text_of("severity") {
        Some("error") => "Error",
        Some("warning") => "Warning",
        Some("note") => "Note",
        other => panic!("{place}: severity is {other:?}"),
    };
    let preset = match text_of("preset") {
        None => "None",
        Some("strict") => "Some(Preset::Strict)",
        Some("style") => "Some(Preset::Style)",
        Some(other) => panic!("{place}: preset is {other}"),
    };
    let over = match text_of("over") {
        None | Some("step") => "Step",
        Some("unit") => "Unit",
        Some("estimate") => "Estimate",
        Some("object") => "Object",
        Some("table") => "Table",
        Some("column") => "Column",
        Some("constraint") => "Constraint",
        Some("index") => "Index",
        Some("sequence") => "Sequence",
        Some("history") => "History",
        Some("script") => "Script",
        Some("source") => "Source",
        Some("downgrade") => "Downgrade",
        Some(other) => panic!("{place}: over is {other}"),
    };
    let fix = match text_of("fix") {
        None | Some("none") => "None",
        Some("safe") => "Some(Safety::Safe)",
        Some("ask") => "Some(Safety::Ask)",
        Some(other) => panic!("{place}: fix is {other}"),
    };
    let dialects: Vec<String> = value("dialects")
        .unwrap_or("[]")
        .trim_matches(['[', ']'])
        .split(',')
        .map(|it| it.trim().trim_matches('"'))
        .filter(|it| !it.is_empty())
        .map(|it| format!("Dialect::{}{}", it[..1].to_uppercase(), &it[1..]))
        .collect();
    // The wasm is loaded where nobody may ever ask for a page: the npm package has the pages beside it (`pages.js`).
    let page = match std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() {
        Ok("wasm32") => "",
        _ => page.trim(),
    };
    let module = name.replace('-', "_");
    let group_module = group.replace('-', "_");
    writeln!(
        table,
        "    Rule {{ name: {name:?}, group: {group:?}, title: {title:?}, severity: Severity::{severity}, \
         preset: {preset}, dialects: &[{}], fix: {fix}, page: {:?}, check: Check::{over}({group_module}::{module}::check) }},",
        dialects.join(", "),
        page,
    )
    .expect("a string takes any text");
}
