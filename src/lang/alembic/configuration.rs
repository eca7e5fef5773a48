//! alembic.ini and pyproject.toml: in which folders the revisions of one graph lie, and where their env.py is.
//!
//! As Alembic's source has it: `Config.get_version_locations_list`, `Config.get_alembic_option` (config.py) and
//! `ScriptDirectory` (script/base.py).

use crate::ops::unit::Misconfigured;
use crate::text::{Source, Span};

/// What one section makes of folders, as the sources are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The folder of its env.py.
    pub scripts: String,
    /// The folders of its revisions.
    pub locations: Vec<String>,
    /// Whether folders below these belong to it too.
    pub is_recursive: bool,
}

impl Home {
    /// Whether the revisions of a folder are its own.
    pub fn holds(&self, folder: &str) -> bool {
        self.locations.iter().any(|it| {
            let below = || folder.strip_prefix(it.as_str()).is_some_and(|it| it.starts_with('/'));
            is_at(folder, it) || self.is_recursive && below()
        })
    }
}

/// Whether a folder is the one that a configuration names. A package (`package:folder`) may lie anywhere, which the colon
/// before its name says.
pub fn is_at(folder: &str, named: &str) -> bool {
    match named.strip_prefix(':') {
        None => folder == named,
        Some(package) => folder
            .strip_suffix(package)
            .is_some_and(|above| above.is_empty() || above.ends_with('/')),
    }
}

/// Whether a source can be Alembic's configuration, and so is no migration.
pub fn is_configuration(path: &str) -> bool {
    path.ends_with(".ini") || path.rsplit(['/', '\\']).next() == Some("pyproject.toml")
}

/// What the configuration files among the sources say. An environment of several sections (`alembic --name`) has one home
/// for each.
pub fn homes(sources: &[Source]) -> Vec<Home> {
    let mut homes: Vec<Home> = Vec::new();
    let files = || sources.iter().filter(|it| is_configuration(&it.path));
    for source in files() {
        let path = source.path.replace('\\', "/");
        let folder = path.rsplit_once('/').map_or("", |it| it.0);
        let is_project = path.ends_with(".toml");
        let sections = sections(&source.text);
        let common = sections.iter().find(|it| it.name == "DEFAULT");
        // What the one file does not say may stand in the other, beside it.
        let project = files()
            .find(|it| {
                !is_project
                    && it
                        .path
                        .strip_suffix("pyproject.toml")
                        .is_some_and(|it| it.trim_end_matches(['/', '\\']) == folder)
            })
            .map(|it| self::sections(&it.text))
            .unwrap_or_default();
        let project = project.iter().find(|it| it.name == PROJECT);
        for section in &sections {
            let options = Options { section, others: [common, project] };
            let Some(scripts) = options.get("script_location") else { continue };
            if is_project && section.name != PROJECT || section.name == "DEFAULT" {
                continue;
            }
            let scripts = at(folder, &scripts);
            let mut locations = options.locations(folder);
            if locations.is_empty() {
                locations.push(format!("{scripts}/versions"));
            }
            let is_recursive =
                options.get("recursive_version_locations").is_some_and(|it| it.starts_with("true"));
            let home = Home { scripts, locations, is_recursive };
            if !homes.contains(&home) {
                homes.push(home);
            }
        }
    }
    homes
}

/// Where pyproject.toml has what concerns Alembic, whichever section is asked for.
const PROJECT: &str = "tool.alembic";

#[derive(Default)]
struct Section<'a> {
    name: &'a str,
    /// A list of TOML's has an entry on each line, and nothing else has `is_list`.
    options: Vec<(&'a str, String, bool)>,
}

struct Options<'s> {
    section: &'s Section<'s>,
    others: [Option<&'s Section<'s>>; 2],
}

impl<'s> Options<'s> {
    fn raw(&self, name: &str) -> Option<(&'s str, bool)> {
        let all = [Some(self.section)].into_iter().chain(self.others).flatten();
        let mut options = all.flat_map(|it| &it.options);
        options.find(|it| it.0 == name).map(|it| (it.1.as_str(), it.2))
    }

    /// With `%(name)s` filled in; `here`, the folder of the file, is where all paths begin anyway.
    fn get(&self, name: &str) -> Option<String> {
        let mut pieces = self.raw(name)?.0.split("%(");
        let mut value = pieces.next()?.to_owned();
        for piece in pieces {
            let (named, rest) = piece.split_once(")s")?;
            value.push_str(if named == "here" { "." } else { self.raw(named)?.0 });
            value.push_str(rest);
        }
        Some(value.replace("%%", "%"))
    }

    fn locations(&self, folder: &str) -> Vec<String> {
        let Some(value) = self.get("version_locations") else { return Vec::new() };
        let is_list = self.raw("version_locations").is_some_and(|it| it.1);
        let separator = self.raw("path_separator").or_else(|| self.raw("version_path_separator"));
        let separators: &[char] = match separator.map(|it| it.0) {
            _ if is_list => &['\n'],
            Some("space") => &[' '],
            Some("newline") => &['\n'],
            Some(":") => &[':'],
            Some(";") => &[';'],
            // What the machine separates paths by: the one of Windows stands in no path of another.
            Some("os") if value.contains(';') => &[';'],
            Some(_) => &[':'],
            None => &[',', ' '],
        };
        let parts = value.split(separators).map(str::trim).filter(|it| !it.is_empty());
        parts.map(|it| at(folder, it)).collect()
    }
}

/// The sections and what they set. Both kinds of file have sections in brackets and one setting on a line; what is
/// indented goes on with a value of ConfigParser's, and brackets with one of TOML's.
fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = vec![Section::default()];
    let mut is_open = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let Some(section) = sections.last_mut() else { break };
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if is_open || line.starts_with([' ', '\t']) && section.name != PROJECT {
            if let Some((_, value, _)) = section.options.last_mut() {
                let entry = if is_open { quoted(trimmed) } else { trimmed.to_owned() };
                value.push('\n');
                value.push_str(&entry);
            }
            is_open = is_open && !ends_list(trimmed);
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[') {
            let name = name.split(']').next().unwrap_or(name).trim();
            sections.push(Section { name, options: Vec::new() });
            continue;
        }
        let Some((name, value)) = trimmed.split_once(['=', ':']) else { continue };
        let value = value.trim();
        let is_list = section.name == PROJECT && value.starts_with('[');
        is_open = is_list && !ends_list(value);
        let value = if section.name == PROJECT && value.contains(['"', '\'']) {
            quoted(value)
        } else {
            value.to_owned()
        };
        section.options.push((name.trim(), value, is_list));
    }
    sections
}

/// Whether a line ends TOML's list: its bracket stands behind the last text.
fn ends_list(line: &str) -> bool {
    let behind = line.rsplit(['"', '\'']).next().and_then(|it| it.split('#').next());
    behind.is_some_and(|it| it.contains(']'))
}

/// The texts between quotes, each on a line.
fn quoted(line: &str) -> String {
    let mut texts = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find(['"', '\'', '#']) {
        let (quote, behind) = rest.split_at(start).1.split_at(1);
        let Some((text, after)) = behind.split_once(quote).filter(|_| quote != "#") else { break };
        texts.push(text);
        rest = after;
    }
    texts.join("\n")
}

/// A path that a file in the folder names.
fn at(folder: &str, path: &str) -> String {
    let path = path.replace('\\', "/");
    if let Some((package, inside)) = path.split_once(':').filter(|_| !path.starts_with('/')) {
        return format!(":{}/{}", package.replace('.', "/"), inside.trim_matches('/'));
    }
    let whole =
        if path.starts_with('/') || folder.is_empty() { path } else { format!("{folder}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    let root = if whole.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// What a configuration file or an env.py says that means other than it says.
pub fn faults(source: &Source) -> Vec<(Span, Misconfigured)> {
    let is_script = source.path.rsplit(['/', '\\']).next() == Some("env.py");
    let mut faults = Vec::new();
    if !is_script && !is_configuration(&source.path) {
        return faults;
    }
    // Without a separator Alembic takes commas and spaces for one, and nothing else (`get_version_locations_list`).
    let says = |name: &str| source.text.contains(name);
    let is_split = is_script || says("path_separator") || says("version_locations = [");
    // What is not transactional, as SQLite to Alembic, gets a transaction for each revision; PostgreSQL kept nothing when
    // Alembic 1.20.1 was run so (`MigrationContext.begin_transaction`).
    let commits =
        ["begin_transaction", ".begin(", "commit(", "AUTOCOMMIT", "transaction_per_migration"];
    let is_lost = is_script && !commits.into_iter().any(says);
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        if line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        if let Some(inside) = password(line) {
            let span = Span::new(span.start as usize + inside.0, span.start as usize + inside.1);
            faults.push((span, Misconfigured::Password));
        }
        let value = |name: &str| {
            Some(line.strip_prefix(name)?.trim_start().strip_prefix(['=', ':'])?.trim())
        };
        if let Some(value) = value("version_locations").filter(|_| !is_split) {
            let folders = value.split([',', ' ']);
            let joined = |it: &str| it.split_once(':').is_some_and(|it| it.0.contains('/'));
            if value.is_empty() || folders.into_iter().any(joined) {
                faults.push((span, Misconfigured::Unsplit));
            }
        }
        // The default is `%(rev)s_%(slug)s` (script/base.py).
        let unique = ["(rev)", "(epoch)", "(second)"];
        if value("file_template").is_some_and(|it| unique.iter().all(|word| !it.contains(word))) {
            faults.push((span, Misconfigured::Colliding));
        }
        if is_lost && line.trim_start().starts_with("context.run_migrations(") {
            faults.push((span, Misconfigured::Uncommitted));
        }
        // "sourceless" (script/base.py).
        if value("sourceless") == Some("true") {
            faults.push((span, Misconfigured::Sourceless));
        }
        // On since 1.12 ("What's New").
        if is_script && line.replace(' ', "").contains("compare_type=False") {
            faults.push((span, Misconfigured::Blind));
        }
    }
    faults
}

/// Where a line has the literal password of a database that is not on this machine or beside it in a composition, whose
/// names have no point.
fn password(line: &str) -> Option<(usize, usize)> {
    const PLACEHOLDERS: [&str; 5] = ["pass", "password", "secret", "changeme", "pwd"];
    let start = line.find("://")? + 3;
    let rest = line.get(start..)?;
    let address = rest.split(|it: char| it.is_whitespace() || "\"'`".contains(it)).next()?;
    let (credentials, host) = address.split_once('@')?;
    let (user, password) = credentials.split_once(':')?;
    let host = host.split(['/', ':', '?']).next()?;
    let is_literal = !credentials.contains(['{', '$', '%', '<', '*']) && !password.is_empty();
    let is_elsewhere = host.contains('.')
        && !host.contains(['{', '$', '%', '<'])
        && !host.starts_with("127.")
        && !host.starts_with("0.")
        && !host.contains("example.");
    let at = start + user.len() + 1;
    let is_meant = !PLACEHOLDERS.contains(&password.to_ascii_lowercase().as_str());
    (is_literal && is_elsewhere && is_meant).then_some((at, at + password.len()))
}
