//! Which files are read, and their texts. One unreadable file is said and keeps no other from being read.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use migralint::Source;
use migralint::lang::alembic::configuration;
use migralint::lint::ReadAs;
use rayon::prelude::*;

use crate::decode::{Decoded, decode};

/// Judging takes up to some thirty times the text in memory, and a history of this size is a dump.
const LARGEST: u64 = 256 << 20;
/// A Python module that revisions import is read up to this size.
const LARGEST_IMPORT: u64 = 1 << 20;
/// So many modules are read for the sake of what they hold for revisions.
const MOST_IMPORTS: usize = 500;
/// So many folders upwards a module is looked for.
const MOST_FOLDERS: usize = 8;
/// What standard input is called in reports.
const STDIN: &str = "<stdin>";

/// What was read, and what could not be.
#[derive(Default)]
pub struct Files {
    pub sources: Vec<Source>,
    /// Where each lies; `None` for standard input.
    pub paths: Vec<Option<PathBuf>>,
    /// Sources that are not UTF-8, each with what it is.
    pub foreign: BTreeMap<usize, &'static str>,
    /// Other files of the folders that sources lie in, as the sources are named.
    pub neighbours: Vec<String>,
    pub read_as: Vec<ReadAs>,
    /// One line each: the file, what is wrong, the mend.
    pub troubles: Vec<String>,
}

/// A file to read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Wanted {
    path: PathBuf,
    why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// Read whatever it is.
    Named,
    Sql,
    /// Read if it is a revision.
    Python,
}

/// Globs of what a search leaves out, below the folder of the configuration file.
pub struct Excluded {
    pub folder: PathBuf,
    pub globs: Vec<String>,
}

impl Excluded {
    /// The globs as the search takes them.
    pub fn compile(&self) -> Result<Override, String> {
        let mut builder = OverrideBuilder::new(&self.folder);
        for glob in &self.globs {
            builder.add(&format!("!{glob}")).map_err(|it| format!("`{glob}` is no glob: {it}"))?;
        }
        builder.build().map_err(|it| it.to_string())
    }
}

/// Reads the paths: files as they are, folders searched, `-` from standard input.
pub fn read(paths: &[PathBuf], excluded: &Override) -> Files {
    let mut files = Files::default();
    let mut wanted = BTreeSet::new();
    let mut searched = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let text = read_all(io::stdin().lock(), LARGEST).and_then(decode);
            files.add(STDIN.to_owned(), None, text);
        } else {
            match fs::metadata(path) {
                Ok(it) if it.is_dir() => {
                    let before = files.troubles.len();
                    search(path, excluded, &mut wanted, &mut files.troubles);
                    if files.troubles.len() == before {
                        searched.push(path);
                    }
                }
                Ok(_) => {
                    wanted.insert(Wanted { path: path.clone(), why: Why::Named });
                }
                Err(error) => files.troubles.push(trouble(path, &error)),
            }
        }
    }
    let wanted = without_doubles(wanted);
    let texts: Vec<Option<Result<Decoded, String>>> =
        wanted.par_iter().map(|it| read_wanted(&it.0)).collect();
    let mut revisions = Vec::new();
    let mut have = HashSet::new();
    for ((wanted, identity), text) in wanted.into_iter().zip(texts) {
        let Some(text) = text else { continue };
        have.insert(identity);
        searched.retain(|it| !wanted.path.starts_with(it));
        if is_python(&wanted.path) && text.is_ok() {
            revisions.push((wanted.path.clone(), files.sources.len()));
        }
        files.add(shown(&wanted.path), Some(wanted.path.clone()), text);
    }
    for folder in searched {
        files.troubles.push(format!(
            "{}: no migrations in this folder; name another, or the files themselves",
            shown(folder)
        ));
    }
    files.add_imports(&revisions, have);
    files.add_neighbours();
    files
}

/// The text of one file, without anything around it.
pub fn read_one(path: &Path) -> Result<Source, String> {
    let text =
        open(path, LARGEST).and_then(decode).map_err(|it| format!("{}: {it}", shown(path)))?;
    Ok(Source { path: shown(path), text: text.text })
}

impl Files {
    fn add(&mut self, path: String, place: Option<PathBuf>, text: Result<Decoded, String>) {
        match text {
            Ok(decoded) => {
                let source = self.sources.len();
                let read_as = decoded.read_as;
                let encoding = read_as.as_ref().map(|it| it.encoding).or(decoded.marked);
                self.foreign.extend(encoding.map(|it| (source, it)));
                self.read_as.extend(read_as.map(|it| ReadAs {
                    source,
                    encoding: it.encoding,
                    at: it.at,
                }));
                self.sources.push(Source { path, text: decoded.text });
                self.paths.push(place);
            }
            Err(error) => self.troubles.push(format!("{path}: {error}")),
        }
    }

    /// Adds the modules that revisions import and the env.py that runs them, as far as they lie nearby. What cannot be
    /// read is passed over: it is no migration, and the library says what it misses.
    fn add_imports(&mut self, revisions: &[(PathBuf, usize)], mut have: HashSet<PathBuf>) {
        let mut search = ImportSearch {
            known: BTreeMap::new(),
            configured: BTreeMap::new(),
            configurations: BTreeMap::new(),
        };
        // What revisions import themselves comes first: of what that imports in turn there may be more than is read.
        let mut queue: VecDeque<(PathBuf, usize)> = revisions.iter().cloned().collect();
        let mut added = 0;
        while let Some((path, source)) = queue.pop_front() {
            let text = self.sources.get(source).map_or("", |it| it.text.as_str());
            let mut found = search.imports(&path, text);
            found.extend(search.environment(&path));
            found.extend(search.configurations(&path));
            for module in found {
                if MOST_IMPORTS <= added || !have.insert(identity(&module)) {
                    continue;
                }
                let Ok(decoded) = open(&module, LARGEST_IMPORT).and_then(decode) else { continue };
                added += 1;
                queue.push_back((module.clone(), self.sources.len()));
                self.add(shown(&module), Some(module), Ok(decoded));
            }
        }
    }

    /// Notes what else lies beside the sources. What cannot be listed takes no names.
    fn add_neighbours(&mut self) {
        let given: BTreeSet<&str> = self.sources.iter().map(|it| it.path.as_str()).collect();
        let folders: BTreeSet<PathBuf> = self
            .paths
            .iter()
            .flatten()
            .map(|it| it.parent().map(Path::to_owned).unwrap_or_default())
            .collect();
        let mut neighbours = Vec::new();
        for folder in folders {
            let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
            let Ok(entries) = fs::read_dir(listed) else { continue };
            for entry in entries.flatten() {
                let path = shown(&folder.join(entry.file_name()));
                if !given.contains(path.as_str()) {
                    neighbours.push(path);
                }
            }
        }
        neighbours.sort();
        self.neighbours = neighbours;
    }
}

/// Finds the files of imported modules, asking the disk once for each candidate.
struct ImportSearch {
    /// By what the path is called: comparing paths part by part costs more than asking.
    known: BTreeMap<OsString, bool>,
    /// By the folder of revisions: the env.py that Alembic's configuration names for them.
    configured: BTreeMap<PathBuf, Option<PathBuf>>,
    /// By the folder: what configures Alembic in it.
    configurations: BTreeMap<PathBuf, Vec<PathBuf>>,
}

impl ImportSearch {
    /// The files of the modules that a Python text imports by lines `import a.b` and `from a.b import c`.
    fn imports(&mut self, path: &Path, text: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let line = line.trim_start();
            if let Some(rest) = line.strip_prefix("from ") {
                let Some((module, names)) = rest.split_once(" import ") else { continue };
                let module = module.trim();
                let mut names = names.to_owned();
                if names.contains('(') && !names.contains(')') {
                    for line in lines.by_ref().take(50) {
                        names.push_str(line);
                        if line.contains(')') {
                            break;
                        }
                    }
                }
                found.extend(self.module(path, module));
                // What is imported from a package may be a module of it.
                for name in names.split(',').take(50) {
                    let name = name.trim().trim_start_matches('(');
                    let name = name.split([' ', ')', '#']).find(|it| !it.is_empty()).unwrap_or("");
                    let gap = if module.ends_with('.') { "" } else { "." };
                    found.extend(self.module(path, &format!("{module}{gap}{name}")));
                }
            } else if let Some(rest) = line.strip_prefix("import ") {
                for module in rest.split(',').take(50) {
                    let module = module.split_whitespace().next().unwrap_or("");
                    found.extend(self.module(path, module));
                }
            }
        }
        found
    }

    /// The file of a dotted name, relative with leading dots, else below this folder or one above.
    fn module(&mut self, from: &Path, name: &str) -> Option<PathBuf> {
        let dots = name.bytes().take_while(|&it| it == b'.').count();
        let parts: Vec<&str> = name.get(dots..)?.split('.').filter(|it| !it.is_empty()).collect();
        let sound = |it: &&str| it.chars().all(|it| it.is_alphanumeric() || it == '_');
        if parts.is_empty() || 20 < parts.len() || !parts.iter().all(sound) {
            return None;
        }
        let folders = upwards(from);
        let folders = match dots {
            0 => folders.as_slice(),
            dots => folders.get(dots - 1..dots)?,
        };
        for folder in folders {
            let base = parts.iter().fold(folder.clone(), |path, it| path.join(it));
            for candidate in [base.with_extension("py"), base.join("__init__.py")] {
                if self.is_file(&candidate) {
                    return Some(candidate);
                }
            }
        }
        None
    }

    fn environment(&mut self, from: &Path) -> Option<PathBuf> {
        let mut candidates = upwards(from).into_iter().take(4).map(|it| it.join("env.py"));
        let above = candidates.find(|it| self.is_file(it));
        above.or_else(|| {
            let folder = from.parent().map(Path::to_owned).unwrap_or_default();
            if let Some(known) = self.configured.get(&folder) {
                return known.clone();
            }
            let found = self.configured_environment(from);
            self.configured.insert(folder, found.clone());
            found
        })
    }

    /// The env.py in the folder that Alembic's configuration calls `script_location`, for revisions that
    /// `version_locations` put elsewhere: the one that names their folder, else the first.
    fn configured_environment(&mut self, from: &Path) -> Option<PathBuf> {
        let files: Vec<Source> = self
            .configurations(from)
            .iter()
            .filter_map(|it| Some(Source { path: shown(it), text: lossy(it)? }))
            .collect();
        let homes = configuration::homes(&files);
        let folder = shown(from.parent()?);
        let named = homes.iter().filter(|it| it.holds(&folder)).chain(&homes);
        let above = upwards(from);
        let candidates = named.flat_map(|it| match it.scripts.strip_prefix(':') {
            None => vec![PathBuf::from(&it.scripts)],
            Some(package) => above.iter().map(|it| it.join(package)).collect(),
        });
        let mut candidates = candidates.map(|it| it.join("env.py"));
        candidates.find(|it| self.is_file(it))
    }

    /// The files above that configure Alembic.
    fn configurations(&mut self, from: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for folder in upwards(from) {
            if let Some(known) = self.configurations.get(&folder) {
                found.extend(known.iter().cloned());
                continue;
            }
            let candidates = ["alembic.ini", "pyproject.toml"].map(|it| folder.join(it));
            let own = candidates.into_iter().filter(|it| {
                self.is_file(it) && lossy(it).is_some_and(|it| it.contains("script_location"))
            });
            let own: Vec<PathBuf> = own.collect();
            found.extend(own.iter().cloned());
            self.configurations.insert(folder, own);
        }
        found
    }

    fn is_file(&mut self, path: &Path) -> bool {
        if let Some(&known) = self.known.get(path.as_os_str()) {
            return known;
        }
        let is_file = path.is_file();
        self.known.insert(path.as_os_str().to_owned(), is_file);
        is_file
    }
}

/// The text of a configuration file.
fn lossy(path: &Path) -> Option<String> {
    let bytes = open(path, LARGEST_IMPORT).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The folder of a file and those above it, nearest first, named as the file is.
fn upwards(file: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let mut folder = file.parent().map(Path::to_owned).unwrap_or_default();
    while folders.len() < MOST_FOLDERS {
        folders.push(folder.clone());
        let named = matches!(folder.components().next_back(), Some(Component::Normal(_)));
        if named {
            folder.pop();
        } else if folder.has_root() {
            break;
        } else {
            folder = Path::new("..").join(folder);
        }
    }
    folders
}

/// Finds the migrations below a folder, as git would list its files: hidden and ignored ones are left out, and links
/// to folders are not followed.
fn search(
    folder: &Path,
    excluded: &Override,
    wanted: &mut BTreeSet<Wanted>,
    troubles: &mut Vec<String>,
) {
    let walk = WalkBuilder::new(folder).require_git(false).overrides(excluded.clone()).build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                troubles.push(walk_trouble(folder, &error));
                continue;
            }
        };
        let kind = entry.file_type();
        // A link may lead to a file; one that leads nowhere is told when it is read.
        let is_file = kind.is_some_and(|it| it.is_file())
            || kind.is_some_and(|it| it.is_symlink()) && !entry.path().is_dir();
        if let Some(why) = why(entry.path()).filter(|_| is_file) {
            wanted.insert(Wanted { path: entry.into_path(), why });
        }
    }
}

/// What the name of a file in a folder promises.
fn why(path: &Path) -> Option<Why> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let (stem, last) = name.rsplit_once('.')?;
    match last {
        "plan" if stem == "sqitch" => Some(Why::Sql),
        // Where diesel says that it opens no transaction.
        "toml" if stem == "metadata" => Some(Why::Sql),
        "sql" | "psql" | "pgsql" | "ddl" => Some(Why::Sql),
        "py" => Some(Why::Python),
        // `0001_users.sql.postgres`
        other if stem.ends_with(".sql") && migralint::dialect::Dialect::parse(other).is_some() => {
            Some(Why::Sql)
        }
        _ => None,
    }
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("py"))
}

/// One of several paths to the same file, each with what the file system calls it.
fn without_doubles(wanted: BTreeSet<Wanted>) -> Vec<(Wanted, PathBuf)> {
    let wanted: Vec<Wanted> = wanted.into_iter().collect();
    let identities: Vec<PathBuf> = wanted.par_iter().map(|it| identity(&it.path)).collect();
    let mut seen = HashSet::new();
    let first = identities.iter().map(|it| seen.insert(it.as_path())).collect::<Vec<bool>>();
    let all = wanted.into_iter().zip(identities).zip(first);
    all.filter_map(|(it, first)| first.then_some(it)).collect()
}

fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// `None` for a Python file of a folder that is no revision.
fn read_wanted(wanted: &Wanted) -> Option<Result<Decoded, String>> {
    let bytes = match open(&wanted.path, LARGEST) {
        Ok(bytes) => bytes,
        Err(error) => return Some(Err(error)),
    };
    if wanted.why != Why::Python {
        return Some(decode(bytes));
    }
    // A folder may hold any Python; most of it is told apart before it is decoded.
    let named = memmem(&bytes, b"down_revision");
    let mut decoded = if named { decode(bytes).ok()? } else { return None };
    let source = Source { path: shown(&wanted.path), text: std::mem::take(&mut decoded.text) };
    migralint::lang::alembic::is_migration(&source)
        .then_some(Ok(Decoded { text: source.text, ..decoded }))
}

fn memmem(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|it| it == wanted)
}

fn open(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    File::open(path).map_err(|it| words(&it)).and_then(|it| read_all(it, largest))
}

/// All bytes, if they are not too many.
fn read_all(from: impl Read, largest: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take(largest + 1).read_to_end(&mut bytes).map_err(|it| words(&it))?;
    if largest < bytes.len() as u64 {
        return Err("larger than 256 MiB; split it, or leave data out of it".to_owned());
    }
    Ok(bytes)
}

/// A path as reports show it: as it was named, with `/`, without a leading `./`.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

fn trouble(path: &Path, error: &io::Error) -> String {
    format!("{}: {}", shown(path), words(error))
}

/// What the system says, and the mend.
fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "permission denied; let this user read it, or exclude it".to_owned()
        }
        io::ErrorKind::IsADirectory => "is a folder; name a file".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

fn walk_trouble(folder: &Path, error: &ignore::Error) -> String {
    let path = match error {
        ignore::Error::WithPath { path, .. } => Some(path.as_path()),
        ignore::Error::WithDepth { err, .. } => match err.as_ref() {
            ignore::Error::WithPath { path, .. } => Some(path.as_path()),
            _ => None,
        },
        _ => None,
    };
    match (path, error.io_error()) {
        (path, Some(io)) => trouble(path.unwrap_or(folder), io),
        (_, None) => format!("{}: {error}", shown(folder)),
    }
}
