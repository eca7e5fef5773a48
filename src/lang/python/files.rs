//! Files that a script reads, found among the sources. A path is held as its text.

use super::evaluate::{Evaluator, Host};
use super::value::{Arg, Call, Object, Value};

/// Folders above a file that `parents` holds.
const MAX_PARENTS: usize = 12;

impl<'a, H: Host<'a>> Evaluator<'a, H> {
    /// The path of the module at hand, as `__file__` gives it.
    pub(crate) fn own_path(&self) -> Option<Value<'a>> {
        let source = self.machine.library.sources.get(self.machine.module())?;
        Some(Value::str(source.path.replace('\\', "/")))
    }

    /// A function of Python's own that makes a path, or reads a file.
    pub(crate) fn path_function(&mut self, name: &str, call: &Call<'a>) -> Option<Value<'a>> {
        let first = call.positional().next()?.value.as_known_str()?.to_owned();
        let made = match name {
            "os.path.dirname" => parent(&first).to_owned(),
            "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "os.fspath" => first,
            "os.path.join" | "pathlib.Path" | "pathlib.PurePath" => join_all(first, call, 1)?,
            "importlib.resources.files" => first.replace('.', "/"),
            "importlib.resources.read_text" => {
                return self.content(&join_all(first.replace('.', "/"), call, 1)?);
            }
            _ => return None,
        };
        Some(Value::str(made))
    }

    /// A method of a path.
    pub(crate) fn path_method(
        &mut self,
        path: &str,
        name: &str,
        call: &Call<'a>,
    ) -> Option<Value<'a>> {
        let first = || call.positional().next().and_then(|it| it.value.as_known_str());
        let made = match name {
            "joinpath" => join_all(path.to_owned(), call, 0)?,
            "resolve" | "absolute" | "expanduser" | "as_posix" => path.to_owned(),
            "with_name" => join(parent(path), first()?),
            "with_suffix" => {
                let stem = path.rsplit_once('.').map_or(path, |it| it.0);
                format!("{stem}{}", first()?)
            }
            "read_text" => return self.content(path),
            "open" => {
                let (span, text) = (call.span, call.text.clone());
                let args = vec![Arg { name: None, value: Value::str(path), span, text }];
                let callee = Value::Name("open".into());
                return Some(self.machine.alloc(Object::Call(Call {
                    callee,
                    args,
                    ..call.clone()
                })));
            }
            _ => return None,
        };
        Some(Value::str(made))
    }

    /// `parent`, `parents` and `stem` of a path.
    pub(crate) fn path_attribute(&mut self, path: &str, name: &str) -> Option<Value<'a>> {
        Some(match name {
            "parent" => Value::str(parent(path)),
            "parents" => {
                let mut folders = Vec::new();
                let mut at = path;
                while folders.len() < MAX_PARENTS && !at.is_empty() {
                    at = parent(at);
                    folders.push(Value::str(at));
                }
                self.machine.list(folders)
            }
            "stem" => {
                let name = path.rsplit('/').next().unwrap_or(path);
                Value::str(name.rsplit_once('.').map_or(name, |it| it.0))
            }
            _ => return None,
        })
    }

    /// What a method of an open file gives.
    pub(crate) fn file_method(&mut self, opened: &Call<'a>, name: &str) -> Option<Value<'a>> {
        let is_open = matches!(opened.callee.as_name()?, "open" | "io.open" | "codecs.open");
        let path = opened.positional().next()?.value.as_known_str()?.to_owned();
        let content = if is_open { self.content(&path)? } else { return None };
        match name {
            "read" => Some(content),
            "readlines" => {
                let lines =
                    content.as_text()?.value.split_inclusive('\n').map(Value::str).collect();
                Some(self.machine.list(lines))
            }
            _ => None,
        }
    }

    /// The text of the source that a path means; it is then no migration of its own.
    fn content(&mut self, path: &str) -> Option<Value<'a>> {
        let sources = self.machine.library.sources;
        let path = normal(path);
        if path.is_empty() || !self.machine.charge(sources.len() / 8 + 1, Default::default()) {
            return None;
        }
        let is_meant = |own: &str| {
            let own = normal(own);
            own.strip_suffix(path.as_str()).is_some_and(|it| it.is_empty() || it.ends_with('/'))
        };
        let mut found = sources.iter().enumerate().filter(|(_, it)| {
            !it.path.ends_with(".py") && it.path.ends_with(last(&path)) && is_meant(&it.path)
        });
        let (index, source) = found.next()?;
        if found.next().is_some() {
            return None;
        }
        if !self.machine.opened.contains(&index) {
            self.machine.opened.push(index);
        }
        let steps = source.text.len() / 256;
        self.machine.charge(steps, Default::default()).then(|| Value::str(source.text.as_str()))
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |it| it.0)
}

pub(crate) fn join(left: &str, right: &str) -> String {
    if left.is_empty() || right.starts_with('/') {
        return right.to_owned();
    }
    format!("{}/{right}", left.strip_suffix('/').unwrap_or(left))
}

/// A path and the call's arguments, but for the first ones.
fn join_all(first: String, call: &Call<'_>, skipped: usize) -> Option<String> {
    let mut path = first;
    for arg in call.positional().skip(skipped) {
        path = join(&path, arg.value.as_known_str()?);
    }
    Some(path)
}

/// A path without `.` and with each `..` taken with the folder before it.
fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|it| !it.is_empty() && *it != ".") {
        match (part, parts.last()) {
            ("..", Some(&before)) if before != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
