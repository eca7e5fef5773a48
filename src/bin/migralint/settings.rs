//! The configuration file: found upwards, read, and checked word by word.

use std::path::{Path, PathBuf};

use migralint::RuleLevel;
use migralint::dialect::Target;
use migralint::rules::{self, Preset, Severity};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::args::FailOn;
use crate::files::{self, Excluded};

/// What the configuration says; nothing where there is none.
#[derive(Default)]
pub struct Settings {
    /// As messages name it; `None` where there is none.
    pub file: Option<String>,
    pub targets: Vec<Target>,
    pub fail_on: Option<FailOn>,
    pub schema: Option<PathBuf>,
    pub stats: Option<PathBuf>,
    pub exclude: Option<Excluded>,
    pub presets: Vec<Preset>,
    pub rules: Vec<RuleLevel>,
}

const KEYS: [&str; 7] = ["targets", "fail-on", "schema", "stats", "exclude", "preset", "rules"];

/// The configuration of the file that was named, else of the nearest one at or above the first path or this folder.
pub fn read(named: Option<&Path>, first: Option<&Path>) -> Result<Settings, String> {
    if let Some(path) = named {
        return match parse(path)? {
            Some(settings) => Ok(settings),
            None => Err(format!(
                "{}: no table [tool.migralint]; add it, or name another file",
                files::shown(path)
            )),
        };
    }
    let starts = first.filter(|it| it.as_os_str() != "-").into_iter().chain([Path::new(".")]);
    for start in starts {
        let Ok(start) = start.canonicalize() else { continue };
        for folder in start.ancestors() {
            for name in ["migralint.toml", "pyproject.toml"] {
                let path = folder.join(name);
                if !path.is_file() {
                    continue;
                }
                if let Some(settings) = parse(&near(&path))? {
                    return Ok(settings);
                }
            }
        }
    }
    Ok(Settings::default())
}

/// The path as seen from this folder, where it lies below it.
fn near(path: &Path) -> PathBuf {
    let here = Path::new(".").canonicalize().unwrap_or_default();
    path.strip_prefix(here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// `None` for a pyproject.toml without our table.
fn parse(path: &Path) -> Result<Option<Settings>, String> {
    let source = files::read_one(path)?;
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let reader = Reader { file: &source.path, text };
    let document = DeTable::parse(text).map_err(|it| {
        let at = it.span().map_or(0, |it| it.start);
        reader.wrong(at, &it.message().lines().collect::<Vec<_>>().join(", "))
    })?;
    let table = document.get_ref();
    if path.file_name().is_none_or(|it| it != "pyproject.toml") {
        return reader.settings(path, table).map(Some);
    }
    let tool = table.get("tool").and_then(|it| it.get_ref().as_table());
    match tool.and_then(|it| it.get("migralint")) {
        None => Ok(None),
        Some(ours) => match ours.get_ref().as_table() {
            Some(ours) => reader.settings(path, ours).map(Some),
            None => Err(reader.wrong(ours.span().start, "`tool.migralint` has to be a table")),
        },
    }
}

/// Words a file's faults with its place.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    /// The file, the line, and what is wrong.
    fn wrong(&self, at: usize, what: &str) -> String {
        let before = self.text.get(..at.min(self.text.len())).unwrap_or(self.text);
        format!("{}:{}: {what}", self.file, before.matches('\n').count() + 1)
    }

    fn settings(&self, path: &Path, table: &DeTable<'_>) -> Result<Settings, String> {
        let mut settings = Settings { file: Some(self.file.to_owned()), ..Settings::default() };
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "targets" => {
                    for it in self.strings(key.get_ref(), value)? {
                        let target =
                            Target::parse(it.1).map_err(|error| self.wrong(it.0, &error))?;
                        settings.targets.push(target);
                    }
                }
                "fail-on" => settings.fail_on = Some(self.fail_on(value)?),
                "schema" => settings.schema = Some(folder.join(self.string("schema", value)?)),
                "stats" => settings.stats = Some(folder.join(self.string("stats", value)?)),
                "exclude" => {
                    let globs = self.strings("exclude", value)?;
                    let globs = globs.into_iter().map(|it| it.1.to_owned()).collect();
                    let folder =
                        if folder.as_os_str().is_empty() { ".".into() } else { folder.clone() };
                    let excluded = Excluded { folder, globs };
                    excluded.compile().map_err(|it| self.wrong(value.span().start, &it))?;
                    settings.exclude = Some(excluded);
                }
                "preset" => settings.presets = self.presets(value)?,
                "rules" => settings.rules = self.rules(value)?,
                other => {
                    let what =
                        format!("unknown key `{}`; known are {}", short(other), KEYS.join(", "));
                    return Err(self.wrong(key.span().start, &what));
                }
            }
        }
        Ok(settings)
    }

    fn string<'v>(&self, key: &str, value: &'v Value<'_>) -> Result<&'v str, String> {
        value
            .get_ref()
            .as_str()
            .ok_or_else(|| self.wrong(value.span().start, &format!("`{key}` has to be a string")))
    }

    /// A list of strings, each with where it stands.
    fn strings<'v>(
        &self,
        key: &str,
        value: &'v Value<'_>,
    ) -> Result<Vec<(usize, &'v str)>, String> {
        let wrong = || {
            self.wrong(
                value.span().start,
                &format!("`{key}` has to be a list of strings: `{key} = [\"…\"]`"),
            )
        };
        let list = value.get_ref().as_array().ok_or_else(wrong)?;
        list.iter()
            .map(|it| Ok((it.span().start, it.get_ref().as_str().ok_or_else(wrong)?)))
            .collect()
    }

    fn fail_on(&self, value: &Value<'_>) -> Result<FailOn, String> {
        Ok(match self.string("fail-on", value)? {
            "error" => FailOn::Error,
            "warning" => FailOn::Warning,
            "note" => FailOn::Note,
            "never" => FailOn::Never,
            other => {
                let what = format!(
                    "`{}` is no severity; write error, warning, note or never",
                    short(other)
                );
                return Err(self.wrong(value.span().start, &what));
            }
        })
    }

    /// One preset, or a list of them.
    fn presets(&self, value: &Value<'_>) -> Result<Vec<Preset>, String> {
        let names = match value.get_ref().as_str() {
            Some(name) => vec![(value.span().start, name)],
            None => self.strings("preset", value)?,
        };
        names
            .into_iter()
            .map(|(at, it)| Preset::parse(it).map_err(|error| self.wrong(at, &error)))
            .collect()
    }

    fn rules(&self, value: &Value<'_>) -> Result<Vec<RuleLevel>, String> {
        let table = value.get_ref().as_table().ok_or_else(|| {
            self.wrong(value.span().start, "`rules` has to be a table: `[rules]`")
        })?;
        let mut levels = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let rule = migralint::config::find(name).ok_or_else(|| {
                let mend = match rules::closest(name) {
                    Some(closest) => format!("write `{closest}`"),
                    None => "`migralint rules` lists all".to_owned(),
                };
                self.wrong(key.span().start, &format!("there is no rule `{}`; {mend}", short(name)))
            })?;
            let level = self.string(name, value)?;
            let severity = match (level, Severity::parse(level)) {
                ("off", _) => None,
                (_, Some(severity)) => Some(severity),
                (other, None) => {
                    let what = format!(
                        "`{}` is no level; write off, note, warning or error",
                        short(other)
                    );
                    return Err(self.wrong(value.span().start, &what));
                }
            };
            levels.push(RuleLevel { rule: rule.name, severity });
        }
        Ok(levels)
    }
}

fn short(text: &str) -> &str {
    text.get(..text.floor_char_boundary(60)).unwrap_or(text)
}
