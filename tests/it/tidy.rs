//! The tree keeps its shape: floors, pages, conventions.

use std::fs;
use std::path::{Path, PathBuf};

/// A module uses only what its row allows.
const FLOORS: &[(&str, &[&str])] = &[
    ("order", &[]),
    ("text", &["order"]),
    ("dialect", &[]),
    ("ops", &["text", "dialect"]),
    ("lang", &["order", "text", "dialect", "ops"]),
    ("catalog", &["order", "dialect", "ops"]),
    ("revert", &["text", "dialect", "ops", "catalog"]),
    ("effects", &["order", "dialect", "ops", "catalog"]),
    ("cost", &["order", "dialect", "ops", "catalog", "effects"]),
    ("history", &["order", "text", "ops"]),
    ("replay", &["order", "dialect", "ops", "catalog", "revert", "effects", "cost", "history"]),
    ("plan", &["dialect", "ops", "catalog", "effects", "cost", "replay"]),
    (
        "rules",
        &[
            "order", "text", "dialect", "ops", "catalog", "revert", "effects", "cost", "history",
            "replay",
        ],
    ),
    ("config", &["text", "dialect", "rules"]),
    (
        "lint",
        &[
            "order", "text", "dialect", "ops", "lang", "catalog", "revert", "effects", "cost",
            "history", "replay", "rules", "config",
        ],
    ),
    (
        "downgrade",
        &["order", "text", "dialect", "ops", "lang", "catalog", "revert", "replay", "lint"],
    ),
    (
        "report",
        &[
            "order",
            "text",
            "dialect",
            "ops",
            "lang",
            "catalog",
            "revert",
            "effects",
            "cost",
            "history",
            "replay",
            "rules",
            "config",
            "lint",
            "downgrade",
            "text",
            "dialect",
            "ops",
            "catalog",
            "revert",
            "effects",
            "cost",
            "history",
            "replay",
            "plan",
            "rules",
            "config",
            "lint",
        ],
    ),
    ("repair", &["text", "rules", "lint", "report"]),
    (
        "wasm",
        &[
            "text",
            "dialect",
            "cost",
            "lint",
            "report",
            "check",
            "inspect",
            "revert",
            "plan",
            "explain",
            "all_rules",
            "Options",
            "Preset",
            "Source",
        ],
    ),
];

#[test]
fn modules_use_only_the_floors_they_may() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        let path = file.strip_prefix("src").unwrap_or(&file);
        let Some(first) = path.iter().next().and_then(|it| it.to_str()) else { continue };
        let module = first.strip_suffix(".rs").unwrap_or(first);
        if module == "lib" || module == "bin" {
            continue;
        }
        let Some((_, allowed)) = FLOORS.iter().find(|it| it.0 == module) else {
            wrong.push(format!("{}: `{module}` has no row in the table of floors", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a source file");
        for used in crate_paths(&text) {
            if used != module && !allowed.contains(&used) {
                wrong.push(format!("{}: `{module}` may not use `{used}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first name after every `crate::`, braces included.
fn crate_paths(text: &str) -> Vec<&str> {
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut names = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = &list[..list.find("};").unwrap_or(list.len())];
                let mut depth = 0;
                for piece in list.split_inclusive([',', '{', '}']) {
                    let name = piece.trim().split(|it| !is_name(it)).next().unwrap_or("");
                    if depth == 0 && !name.is_empty() {
                        names.push(name);
                    }
                    depth += piece.matches('{').count();
                    depth -= piece.matches('}').count().min(depth);
                }
            }
            None => names.push(rest.split(|it| !is_name(it)).next().unwrap_or("")),
        }
    }
    names
}

#[test]
fn every_page_has_a_check_and_every_check_a_page() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src/rules")) {
        let relative = file.strip_prefix("src/rules").expect("below src/rules");
        if relative.ends_with("mod.rs") {
            continue;
        }
        let page = Path::new("rules").join(relative).with_extension("md");
        let page = PathBuf::from(page.to_string_lossy().replace('_', "-"));
        if !page.exists() {
            wrong.push(format!("{} has no page {}", file.display(), page.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every Rust file below a folder, sorted.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a source folder") {
            let path = entry.expect("a folder's entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn nothing_is_left_to_be_done_and_no_machine_is_named() {
    // Put together, so that this file passes.
    let words = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["todo", "!("].concat(),
        ["unimplemented", "!("].concat(),
    ];
    let places = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["/ho", "me/"].concat()];
    let mut wrong = Vec::new();
    let folders = ["src", "tests/it", "xtask/src"].map(Path::new);
    for file in folders.into_iter().flat_map(rust_files) {
        let text = fs::read_to_string(&file).expect("a source file");
        for found in words.iter().chain(&places).filter(|it| text.contains(it.as_str())) {
            wrong.push(format!("{}: {found}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_library_panics_nowhere_on_purpose() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        let text = fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for found in [".unwrap()", ".expect(", "panic!(", "unreachable!("] {
            if code.contains(found) {
                wrong.push(format!("{}: {found}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
