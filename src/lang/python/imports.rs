//! The Python sources of a repository, parsed when they are asked for, and found by the names that import them.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::guard::Refusal;
use super::parse::{self, Module};
use crate::text::Source;

/// Packages that are never looked for among the sources, although a repository may have folders of these names.
const FOREIGN: [&str; 4] = ["sqlalchemy", "alembic", "typing", "logging"];

pub(crate) struct Library<'s> {
    pub(crate) sources: &'s [Source],
    modules: Vec<OnceCell<Result<Module, Refusal>>>,
    /// Sources by the last part of the module's name.
    by_name: BTreeMap<&'s str, Vec<usize>>,
}

impl<'s> Library<'s> {
    /// A library of those sources whose indexes are given.
    pub(crate) fn new(sources: &'s [Source], indexes: &[usize]) -> Library<'s> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &index in indexes {
            if let Some(name) = sources.get(index).and_then(|it| module_name(&it.path)) {
                by_name.entry(name).or_default().push(index);
            }
        }
        Library { sources, modules: sources.iter().map(|_| OnceCell::new()).collect(), by_name }
    }

    pub(crate) fn text(&self, index: usize) -> &'s str {
        self.sources.get(index).map_or("", |it| it.text.as_str())
    }

    pub(crate) fn module(&self, index: usize) -> Result<&Module, Refusal> {
        let Some(cell) = self.modules.get(index) else { return Err(Refusal::TooLarge) };
        cell.get_or_init(|| parse::parse(self.text(index))).as_ref().map_err(|it| *it)
    }

    /// The source that `import a.b.c` in the source `from` means; the one nearest to it where several fit.
    pub(crate) fn find(&self, from: usize, dotted: &str) -> Option<usize> {
        if FOREIGN.contains(&dotted.split('.').next()?) {
            return None;
        }
        let path = dotted.replace('.', "/");
        let from = self.sources.get(from).map_or("", |it| it.path.as_str());
        let candidates = self.by_name.get(dotted.rsplit('.').next()?)?;
        candidates
            .iter()
            .copied()
            .filter(|&it| self.sources.get(it).is_some_and(|it| ends_with_module(&it.path, &path)))
            .max_by_key(|&it| {
                (
                    self.sources.get(it).map_or(0, |it| shared_folders(&it.path, from)),
                    std::cmp::Reverse(it),
                )
            })
    }

    /// The module of this name, where it is a file in the folder of the source `from` or in one above it.
    pub(crate) fn find_beside(&self, from: usize, name: &str) -> Option<usize> {
        let from = self.sources.get(from)?.path.replace('\\', "/");
        let file = format!("{name}.py");
        let found = self.by_name.get(name)?.iter().copied().filter(|_| !FOREIGN.contains(&name));
        let mut found = found.filter(|&it| {
            let path = self.sources.get(it).map_or(String::new(), |it| it.path.replace('\\', "/"));
            path.strip_suffix(file.as_str())
                .is_some_and(|it| (it.is_empty() || it.ends_with('/')) && from.starts_with(it))
        });
        found.next()
    }

    /// The module of this name inside of the package whose `__init__.py` is the source `package`.
    pub(crate) fn find_within(&self, package: usize, name: &str) -> Option<usize> {
        let path = self.sources.get(package)?.path.as_str();
        let folder = path.strip_suffix("__init__.py")?;
        if !folder.is_empty() && !folder.ends_with(['/', '\\']) {
            return None;
        }
        self.find_relative(package, 1, name)
    }

    /// The source that a relative import means: `level` dots before the name.
    pub(crate) fn find_relative(&self, from: usize, level: u32, dotted: &str) -> Option<usize> {
        let mut folder = self.sources.get(from)?.path.as_str();
        for _ in 0..level.min(64) {
            folder = folder.rsplit_once(['/', '\\']).map_or("", |(it, _)| it);
        }
        let name = if dotted.is_empty() {
            folder.rsplit(['/', '\\']).next()?
        } else {
            dotted.rsplit('.').next()?
        };
        let mut base = folder.replace('\\', "/");
        if !dotted.is_empty() {
            if !base.is_empty() {
                base.push('/');
            }
            base.push_str(&dotted.replace('.', "/"));
        }
        self.by_name.get(name)?.iter().copied().find(|&it| {
            let path = self.sources.get(it).map_or(String::new(), |it| it.path.replace('\\', "/"));
            path.strip_prefix(&base).is_some_and(|it| it == ".py" || it == "/__init__.py")
        })
    }
}

fn module_name(path: &str) -> Option<&str> {
    let stem = path.strip_suffix(".py")?;
    let mut parts = stem.rsplit(['/', '\\']);
    match parts.next()? {
        "__init__" => parts.next(),
        name => Some(name),
    }
}

fn ends_with_module(path: &str, module: &str) -> bool {
    let path = path.replace('\\', "/");
    let Some(stem) = path.strip_suffix(".py") else { return false };
    let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
    stem.strip_suffix(module).is_some_and(|it| it.is_empty() || it.ends_with('/'))
}

fn shared_folders(left: &str, right: &str) -> usize {
    left.split(['/', '\\']).zip(right.split(['/', '\\'])).take_while(|(a, b)| a == b).count()
}
